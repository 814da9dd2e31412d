"""What is for the desk, for one person or for the supervisor is said to them alone, and never holds up the session room."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hand_held import ANA, BOT, KIM, OTHER, ROOM, Client, Invitation, Post, Server, at_work, heard, seat
from held_rooms import HeldRoom

import bot.app.act
import bot.app.sides
import bot.matrix.sync
from bot.app.chair import Chair
from bot.errors import HomeserverDown
from bot.matrix.answers import ServerSaysNo
from bot.model import (
    Amend,
    Card,
    Decision,
    Effect,
    EventId,
    Heard,
    Language,
    Mark,
    Notice,
    Open,
    Place,
    Reply,
    Retract,
    RoomId,
    UserId,
    words,
)
from bot.settings import load

EN = Language("en")
BEN, EVE, SUE = UserId("@ben:clinic"), UserId("@eve:clinic"), UserId("@sue:clinic")
LINE = words("listen-already", EN, prefix="!")
MARK = Mark(kind="note")
CARD = Card("A1", LINE, MARK, (ANA,))
UPSTAIRS = RoomId("!upstairs:clinic")


@pytest.fixture(autouse=True)
def _gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.matrix.sync, "heard", heard)
    monkeypatch.setattr(bot.app.act, "patience", lambda *_: 0.0)


@dataclass
class Scene:
    """A bot at work, in a room with Ana, a therapist, and Kim."""

    chair: Chair
    server: Server = field(repr=False)
    folder: Path
    numbers: int = 0

    @property
    def client(self) -> Client:
        """Return the client as the test's own."""
        client: Any = self.chair.client
        assert isinstance(client, Client)
        return client

    def rules(self, room: str = "", deployment: str = "") -> None:
        """Write more rules into the files, which hold from now on."""
        for name, text in (("rooms/all.yaml", room), ("bot.yaml", deployment)):
            file = self.folder / name
            lines = [line for line in file.read_text().splitlines() if line.split(":")[0] not in text]
            file.write_text("\n".join([*lines, text]) + "\n")
        self.chair.settings = load(self.folder / "bot.yaml")

    async def desk(self, of: RoomId = ROOM) -> RoomId:
        """Return the desk of a session, as soon as Ana is asked in."""
        sides, server = self.chair.store.sides, self.server
        await server.until(lambda: len(server.rooms.desks()) >= 2)
        while (side := await sides.known(of, Place.DESK)) is None or side.room is None:
            pass
        room = side.room
        await server.until(lambda: server.rooms.members[room].get(ANA))
        return room

    async def at_desk(self) -> RoomId:
        """Return the desk, with Ana in it and greeted."""
        room = await self.desk()
        await self.server.moves(ANA, "join", room)
        await self.server.until(lambda: self.said(room))
        return room

    async def orders(self, *effects: Effect) -> None:
        """Let something be decided."""
        self.numbers += 1
        cause = Heard(EventId(f"$cause{self.numbers}"), KIM, self.chair.clock(), "!cause")
        await self.chair.store.commit(cause, Decision(await self.chair.store.rooms.room(ROOM), effects), None)
        self.chair.to_act.set()

    async def done(self) -> None:
        """Return when everything is decided and done."""
        store = self.chair.store
        while await store.inbox.next_event() or await store.outbox.waiting():
            pass

    def said(self, room: RoomId) -> list[Post]:
        """Return what the bot said in a room."""
        return [post for post in self.server.posts if post.room == room]

    async def happened(self, kind: str) -> list[str]:
        """Return the ids of the events of one kind that any session was told of."""
        rows = await self.chair.store.db.rows("SELECT id FROM inbox WHERE kind = ? ORDER BY seq", kind)
        return [row[0] for row in rows]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot; it is not at work yet."""
    server = Server()
    async with seat(tmp_path, Client(server)) as chair:
        yield Scene(chair, server, tmp_path)


# ---- making them, and finding them again -----------------------------------------------------------------------------


async def test_each_session_has_a_desk_for_its_therapists(scene: Scene) -> None:
    """Each session room gets one desk, to which the bot invites the therapists who are there, and nobody else."""
    async with at_work(scene.chair):
        desks = {await scene.desk(ROOM), await scene.desk(OTHER)}
        await scene.done()
    assert desks == set(scene.server.rooms.desks())
    assert len(desks) == 2
    for desk in desks:
        assert scene.server.rooms.members[desk] == {BOT: "join", ANA: "invite"}


async def test_it_is_made_closed(scene: Scene) -> None:
    """A side room is encrypted from its first event on, and nobody but the bot can invite or change anything."""
    async with at_work(scene.chair):
        body = scene.server.rooms.made[await scene.desk()]
    state = {one["type"]: one["content"] for one in body["initial_state"]}
    levels = body["power_level_content_override"]
    assert state["m.room.encryption"] == {"algorithm": "m.megolm.v1.aes-sha2"}
    assert state["m.room.history_visibility"] == {"history_visibility": "joined"}
    assert state["m.room.guest_access"] == {"guest_access": "forbidden"}
    assert body["preset"] == "private_chat"
    assert (levels["users_default"], levels["invite"], levels["state_default"], levels["events"]) == (0, 100, 100, {})
    assert body["name"] == "Desk: Tuesdays"
    assert "topic" not in body


async def test_a_lost_answer_makes_no_second_room(scene: Scene) -> None:
    """When the answer to the making of a room is lost, the room is found again by its nonce, not made anew."""
    lost = []

    async def meddle(what: str) -> None:
        if what == "after /_matrix/client/v3/createRoom" and len(lost) < 2:
            lost.append(what)
            raise HomeserverDown("away")

    scene.client.meddle = meddle
    async with at_work(scene.chair):
        await scene.desk(ROOM)
        await scene.desk(OTHER)
        await scene.done()
    assert len(lost) == 2
    assert len(scene.server.rooms.desks()) == 2


async def test_it_is_known_after_a_restart(tmp_path: Path) -> None:
    """A bot that starts again uses the desks that are there."""
    server = Server()
    desks = []
    for _ in range(2):
        async with seat(tmp_path, Client(server)) as chair, at_work(chair):
            one = Scene(chair, server, tmp_path)
            desks.append(await one.desk())
            await one.done()
    assert desks[0] == desks[1]
    assert len(server.rooms.desks()) == 2


@pytest.mark.parametrize("how", ["forged", "forgotten"])
async def test_a_side_room_that_we_do_not_know_is_nobodys(scene: Scene, how: str) -> None:
    """A room that somebody else made with our nonce is no desk; one of ours that was forgotten is no session room."""
    nonce = (await scene.chair.store.sides.side(ROOM, Place.DESK)).nonce if how == "forged" else "forgotten"
    maker = EVE if how == "forged" else BOT
    room = scene.server.rooms.make(maker, {"creation_content": {"org.thirdchair": {"side": nonce}}, "is_direct": False})
    scene.server.rooms.move(BOT, "join", room)
    scene.server.rooms.move(ANA, "join", room)
    async with at_work(scene.chair):
        desk = await scene.desk()
        await scene.server.says_now("!status", ANA, room)
        await scene.done()
    assert desk != room
    if how == "forgotten":
        assert scene.said(room) == []
        assert room not in await scene.chair.store.rooms.all()


# ---- who is in them --------------------------------------------------------------------------------------------------


async def test_a_therapist_who_left_the_desk_is_asked_in_again(scene: Scene) -> None:
    """Who leaves the desk is invited again with the next message for it."""
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        await scene.server.moves(ANA, "leave", desk)
        await scene.orders(CARD)
        await scene.server.until(lambda: scene.server.rooms.members[desk][ANA] == "invite")
        await scene.done()
    assert len(scene.said(desk)) == 2


async def test_a_therapist_who_left_the_session_leaves_the_desk(scene: Scene) -> None:
    """Who is no longer in the session room is put out of its desk; back in the session, they are asked in again."""
    async with at_work(scene.chair):
        desk, members = await scene.at_desk(), scene.server.rooms.members
        await scene.server.moves(ANA, "leave", ROOM)
        await scene.server.until(lambda: members[desk][ANA] == "leave")
        await scene.server.moves(ANA, "join", ROOM)
        await scene.server.until(lambda: members[desk][ANA] == "invite")


async def test_two_therapists_are_at_one_desk(scene: Scene) -> None:
    """Every therapist of a session is asked to its desk, also one who comes later."""
    scene.rules(f'therapists: ["{ANA}", "{BEN}"]', f'therapists: ["{ANA}", "{BEN}"]')
    async with at_work(scene.chair):
        desk, members = await scene.at_desk(), scene.server.rooms.members
        await scene.server.moves(BEN, "join", ROOM)
        await scene.server.until(lambda: members[desk].get(BEN) == "invite")
        await scene.server.moves(BEN, "join", desk)
        await scene.done()
        assert members[desk] == {BOT: "join", ANA: "join", BEN: "join"}
        assert len(await scene.happened("Came")) == 2


async def test_a_desk_that_the_bot_is_out_of_is_replaced(scene: Scene) -> None:
    """When the bot is removed from a desk, the next thing to be said there makes another."""
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        await scene.server.moves(BOT, "leave", desk)
        while await scene.chair.store.sides.of(desk):
            pass
        await scene.orders(CARD)
        other = await scene.desk()
        assert other != desk
        await scene.server.until(lambda: scene.said(other))


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


@pytest.mark.parametrize("how", [strangers, invited, opened, unencrypted, governed])
async def test_nothing_is_said_where_others_could_hear_it(scene: Scene, monkeypatch: Any, how: Any) -> None:
    """With a stranger at the desk, joined or invited, an open door, or somebody else's power, nothing is said there."""
    monkeypatch.setattr(bot.app.sides, "SHOWN", 0.01)
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        await scene.done()
        stubborn(scene)
        how(scene.client.rooms[desk])
        before = len(scene.said(desk))
        await scene.orders(CARD, Notice(LINE, MARK, place=Place.DESK), Amend(EventId("$c"), LINE, MARK))
        while len(await scene.happened("Unsaid")) < 2:
            pass
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


async def test_a_desk_that_cannot_be_made_holds_nothing_up(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the homeserver makes no rooms, the session room is served all the same; what is for the desk waits."""

    async def meddle(what: str) -> None:
        if what == "before /_matrix/client/v3/createRoom":
            raise HomeserverDown("away")

    monkeypatch.setattr(bot.app.act, "patience", lambda *_: 60.0)
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
        assert len(await scene.happened("Unsaid")) == 1


async def test_nobody_at_the_desk(scene: Scene) -> None:
    """What is for the desk of a session without a therapist is not said into an empty room."""
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        await scene.server.moves(ANA, "leave", ROOM)
        await scene.server.until(lambda: scene.server.rooms.members[desk][ANA] == "leave")
        await scene.done()
        before, said = len(scene.said(desk)), len(await scene.happened("Unsaid"))
        await scene.orders(CARD)
        await scene.done()
        assert (len(scene.said(desk)) - before, len(await scene.happened("Unsaid")) - said) == (0, 1)


# ---- what is said there ----------------------------------------------------------------------------------------------


async def test_cards_can_be_pointed_at(scene: Scene) -> None:
    """As which event a card or a coded answer stands comes back, with its code; nothing else does."""
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        await scene.orders(CARD, Reply(EventId("$q"), LINE, MARK, code="K1"), Reply(EventId("$q"), LINE, MARK))
        await scene.done()
        shown = await scene.happened("Shown")
    assert sorted(shown) == [f"$cause1/{number}/shown" for number in (0, 1)]
    card = scene.said(desk)[-1].content
    assert (card["msgtype"], card["m.mentions"], card["org.thirdchair"]["code"]) == (
        "m.text",
        {"user_ids": [ANA]},
        "A1",
    )


async def test_amended_and_taken_back(scene: Scene) -> None:
    """A card is replaced in place without ringing anybody, and a message that is taken back is deleted where it stands."""
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        card = scene.said(desk)[-1].event
        await scene.orders(Amend(card, LINE, MARK), Retract(card, Place.DESK), Retract(EventId("$p0")))
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
        await scene.orders(Open(Place.DIRECT, KIM))
        await scene.done()
        side = await scene.chair.store.sides.known(ROOM, Place.DIRECT, KIM)
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
        await scene.orders(Notice(LINE, MARK, place=Place.DIRECT, whom=BEN))
        while not await scene.happened("Unsaid"):
            pass


async def test_the_supervisors_room(scene: Scene) -> None:
    """A supervisor's invitation to that one room is followed; it is no session, and only supervisors are told there."""
    scene.rules(f'supervisors: ["{SUE}"]', f'supervisors: ["{SUE}"]\nsupervisor_room: "{UPSTAIRS}"')
    notice = Notice(LINE, MARK, rings=True, place=Place.SUPERVISOR)
    async with at_work(scene.chair):
        await scene.server.tell(Invitation(ANA), UPSTAIRS)
        await scene.server.until(lambda: scene.server.asked)
        await scene.server.tell(Invitation(SUE), UPSTAIRS)
        await scene.server.until(lambda: len(scene.server.asked) == 2)
        room = scene.client.rooms[UPSTAIRS] = HeldRoom({BOT: scene.client.rooms[ROOM].users[BOT]})
        room.users[SUE] = room.users[BOT]
        await scene.server.says_now("!status", SUE, UPSTAIRS)
        await scene.orders(notice)
        await scene.done()
        assert [post.content["msgtype"] for post in scene.said(UPSTAIRS)] == ["m.text"]
        room.users[KIM] = room.users[BOT]
        await scene.orders(notice)
        await scene.done()
        assert len(scene.said(UPSTAIRS)) == 1
        assert UPSTAIRS not in await scene.chair.store.rooms.all()
    assert [one.rpartition("/")[2] for one in scene.server.asked] == ["leave", "join"]


async def test_no_supervisors_room(scene: Scene) -> None:
    """Where no room is named for supervisors, what is for them is done in silence."""
    async with at_work(scene.chair):
        await scene.desk()
        await scene.orders(Notice(LINE, MARK, place=Place.SUPERVISOR))
        await scene.done()
        assert await scene.happened("Unsaid") == []
