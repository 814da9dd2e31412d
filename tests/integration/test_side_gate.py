"""What is for the desk, for one person or for the supervisor is said to them alone, and never holds up the session room."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hand_held import ANA, BOT, KIM, ROOM, Client, Invitation, Server, at_work, seat
from held_rooms import HeldRoom
from side_scene import BEN, CARD, EVE, LINE, MARK, SUE, Scene
from structlog.testing import capture_logs

from bot.app.services import Patience
from bot.errors import HomeserverDown
from bot.matrix.client.refusals import ServerSaysNo
from bot.model import Amend, Desk, Direct, EventId, Notice, Open, Reply, Retract, RoomId, SecondContact, Supervisor

UPSTAIRS = RoomId("!upstairs:clinic")


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot; it is not at work yet."""
    server = Server()
    async with seat(tmp_path, Client(server)) as chair:
        chair.choose_wait = lambda *_: 0.0
        yield Scene(chair, server, tmp_path)


# ---- the gate --------------------------------------------------------------------------------------------------------


def stubborn(scene: Scene) -> None:
    """Let the homeserver say that it removes people, and not do it."""
    call = scene.client.call

    async def lie(method: str, path: str, body: Any = None) -> dict[str, Any]:
        return {} if path.endswith("/kick") else await call(method, path, body)

    scene.client.call = lie  # type: ignore[method-assign]  # a homeserver that lies


def strangers(room: HeldRoom) -> None:
    room.users[EVE] = room.users[BOT]


def invited(room: HeldRoom) -> None:
    room.users[EVE] = type(room.users[BOT])(invited=True)


def opened(room: HeldRoom) -> None:
    room.join_rule = "public"


def unencrypted(room: HeldRoom) -> None:
    room.encrypted = False


def governed(room: HeldRoom) -> None:
    room.power_levels.users[ANA] = 50


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (strangers, "strangers"),
        (invited, "strangers"),
        (opened, "not-private"),
        (unencrypted, "not-encrypted"),
        (governed, "power"),
    ],
)
async def test_nothing_is_said_where_others_could_hear_it(scene: Scene, how: Any, reason: str) -> None:
    """With a stranger at the desk, joined or invited, an open door, or somebody else's power, nothing is said there."""
    scene.chair.patience = Patience(shown=0.01)
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        await scene.done()
        stubborn(scene)
        how(scene.client.rooms[desk])
        before = len(scene.said(desk))
        with capture_logs() as lines:
            await scene.orders(CARD, Notice(LINE, MARK, where=Desk()), Amend(EventId("$c"), LINE, MARK))
            await scene.wait_for_unsaid(2)
        assert f"{reason}-at-desk" in {line.get("reason") for line in lines if line["event"] == "alert"}
        question = await scene.server.says_now("!help")
        await scene.server.until(lambda: scene.server.replies(question))
        await scene.done()
    assert len(scene.said(desk)) == before


async def test_a_stranger_is_put_out(scene: Scene) -> None:
    """Somebody who does not belong at the desk is removed, if the homeserver does it; then it is as before."""
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        await scene.server.moves(EVE, "join", desk)
        await scene.orders(CARD)
        await scene.server.until(lambda: scene.server.rooms.members[desk][EVE] == "leave")
        await scene.done()
        assert len(scene.said(desk)) == 2


async def test_a_desk_that_cannot_be_made_holds_nothing_up(scene: Scene) -> None:
    """While the homeserver makes no rooms, the session room is served all the same; what is for the desk waits."""

    async def meddle(what: str) -> None:
        if what == "before /_matrix/client/v3/createRoom":
            raise HomeserverDown("away")

    scene.chair.choose_wait = lambda *_: 60.0
    scene.client.meddle = meddle
    async with at_work(scene.chair):
        question = await scene.server.says_now("!help")
        await scene.server.until(lambda: scene.server.replies(question))
        assert await scene.chair.store.outbox.waiting()


async def test_a_homeserver_that_refuses_rooms_is_told_of(scene: Scene) -> None:
    """Where the bot may make no rooms, that something could not be said is an event after a few tries."""

    async def meddle(what: str) -> None:
        if what == "before /_matrix/client/v3/createRoom":
            raise ServerSaysNo(403, "M_FORBIDDEN")

    scene.client.meddle = meddle
    async with at_work(scene.chair):
        await scene.server.says_now("!help")
        await scene.done()
        await scene.orders(CARD)
        await scene.done()
        assert len(await scene.happened("unsaid")) == 1


async def test_nobody_at_the_desk(scene: Scene) -> None:
    """What is for the desk of a session without a therapist is not said into an empty room."""
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        await scene.server.moves(ANA, "leave", ROOM)
        await scene.server.until(lambda: scene.server.rooms.members[desk][ANA] == "leave")
        await scene.done()
        before, said = len(scene.said(desk)), len(await scene.happened("unsaid"))
        await scene.orders(CARD)
        await scene.done()
        assert (len(scene.said(desk)) - before, len(await scene.happened("unsaid")) - said) == (0, 1)


# ---- what is said there ----------------------------------------------------------------------------------------------


async def test_cards_can_be_pointed_at(scene: Scene) -> None:
    """As which event a card or a coded answer stands comes back, with its code; nothing else does."""
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        await scene.orders(CARD, Reply(EventId("$q"), LINE, MARK, code="K1"), Reply(EventId("$q"), LINE, MARK))
        await scene.done()
        shown = await scene.happened("shown")
    assert sorted(shown) == [f"$cause1/{number}/shown" for number in (0, 1)]
    card = scene.said(desk)[-1].content
    assert (card["msgtype"], card["m.mentions"], card["org.thirdchair"]["code"]) == (
        "m.text",
        {},
        "A1",
    )


async def test_amended_and_taken_back(scene: Scene) -> None:
    """A card is replaced in place without ringing anybody, and a message that is taken back is deleted where it stands."""
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        card = scene.said(desk)[-1].event
        await scene.orders(Amend(card, LINE, MARK), Retract(card, Desk()), Retract(EventId("$p0")))
        await scene.done()
    edit = scene.said(desk)[-1].content
    assert edit["m.relates_to"] == {"rel_type": "m.replace", "event_id": card}
    assert (edit["msgtype"], edit["m.mentions"], edit["body"][:2]) == ("m.notice", {}, "* ")
    assert edit["m.new_content"]["body"] == edit["body"][2:]
    assert set(scene.server.redacted) == {(desk, card), (ROOM, "$p0")}


# ---- direct rooms and the supervisor's -------------------------------------------------------------------------------


async def test_a_direct_room_is_for_one_person(scene: Scene) -> None:
    """A direct room is made when it is needed, for one person, and what they write there is heard; nobody else's word is."""
    async with at_work(scene.chair):
        await scene.desk()
        await scene.orders(Open(Direct(KIM)))
        await scene.done()
        side = await scene.chair.store.sides.find_side(ROOM, Direct(KIM))
        assert side is not None
        assert side.room is not None
        assert scene.server.rooms.members[side.room] == {BOT: "join", KIM: "invite"}
        assert scene.server.rooms.made[side.room]["is_direct"] is True
        await scene.server.moves(KIM, "join", side.room)
        await scene.server.until(lambda: scene.said(side.room or ROOM))
        question = await scene.server.says_now("!help", KIM, side.room)
        await scene.server.until(lambda: scene.server.replies(question))
        assert {post.room for post in scene.server.replies(question)} == {side.room}
        stray = await scene.server.says_now("!help", ANA, side.room)
        last = await scene.server.says_now("!status", KIM, side.room)
        await scene.server.until(lambda: scene.server.replies(last))
        assert scene.server.replies(stray) == []
        await scene.orders(Notice(LINE, MARK, where=Direct(BEN)))
        await scene.wait_for_unsaid(1)


async def test_the_supervisors_room(scene: Scene) -> None:
    """A supervisor's invitation to that one room is followed; it is no session, and only supervisors are told there."""
    scene.rules(f'supervisors: ["{SUE}"]', f'supervisors: ["{SUE}"]\nsupervisor_room: "{UPSTAIRS}"')
    notice = Notice(LINE, MARK, rings=True, where=Supervisor())
    async with at_work(scene.chair):
        await scene.server.tell(Invitation(ANA), UPSTAIRS)
        await scene.server.until(lambda: scene.server.asked)
        await scene.server.tell(Invitation(SUE), UPSTAIRS)
        await scene.server.until(lambda: len(scene.server.asked) == 2)
        room = scene.client.rooms[UPSTAIRS] = HeldRoom({BOT: scene.client.rooms[ROOM].users[BOT]})
        room.users[SUE] = room.users[BOT]
        scene.server.seals("!status", SUE, UPSTAIRS)
        await scene.server.says_now("!status", SUE, UPSTAIRS)
        await scene.orders(notice)
        await scene.done()
        assert [post.content["msgtype"] for post in scene.said(UPSTAIRS)] == ["m.text"]
        room.users[KIM] = room.users[BOT]
        await scene.orders(notice)
        await scene.done()
        assert len(scene.said(UPSTAIRS)) == 1
        assert UPSTAIRS not in await scene.chair.store.rooms.all()
        assert await scene.chair.store.seals.all() == ()
    asked = [item.rpartition("/")[2] for item in scene.server.asked]
    assert [item for item in asked if item != "upload"] == ["leave", "join"]  # the pictures of rooms that it makes


async def test_a_second_contact_is_told_once_they_have_come(scene: Scene) -> None:
    """Who is called in is told nothing that they could not read; once they are there they are told, and nobody else is."""
    scene.rules(f'second_contacts: ["{SUE}"]')
    call = Notice(LINE, MARK, rings=True, where=SecondContact(SUE))
    async with at_work(scene.chair):
        await scene.desk()
        await scene.orders(call)
        await scene.done()
        side = await scene.chair.store.sides.find_side(RoomId(""), SecondContact(SUE))
        assert side is not None
        assert side.room is not None
        assert scene.server.rooms.members[side.room] == {BOT: "join", SUE: "invite"}
        assert scene.said(side.room) == []
        await scene.server.moves(SUE, "join", side.room)
        await scene.server.until(lambda: scene.said(side.room or ROOM))  # greeted
        await scene.orders(call)
        await scene.done()
        assert [post.content["msgtype"] for post in scene.said(side.room)] == ["m.notice", "m.text"]
        assert await scene.happened("Unsaid") == []


async def test_no_supervisors_room(scene: Scene) -> None:
    """Where no room is named for supervisors, what is for them is done in silence."""
    async with at_work(scene.chair):
        await scene.desk()
        await scene.orders(Notice(LINE, MARK, where=Supervisor()))
        await scene.done()
        assert await scene.happened("unsaid") == []
