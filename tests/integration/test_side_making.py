"""Desks and direct rooms are made once, found again, and hold who belongs there."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hand_held import ANA, BOT, KIM, OTHER, ROOM, Client, PowerCut, Server, at_work, seat
from polling import wait_until
from side_scene import BEN, CARD, EVE, LINE, SUE, Scene

from bot.app.act import act
from bot.app.listen import listen
from bot.app.services import Patience
from bot.errors import BotError, HomeserverDown
from bot.model import Desk, Direct, Mark, Notice, Open, RoomId, SecondContact


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot; it is not at work yet."""
    server = Server()
    async with seat(tmp_path, Client(server)) as chair:
        chair.choose_wait = lambda *_: 0.0
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
    state = {item["type"]: item["content"] for item in body["initial_state"]}
    levels = body["power_level_content_override"]
    assert state["m.room.encryption"] == {"algorithm": "m.megolm.v1.aes-sha2"}
    assert state["m.room.history_visibility"] == {"history_visibility": "joined"}
    assert state["m.room.guest_access"] == {"guest_access": "forbidden"}
    assert body["preset"] == "private_chat"
    assert (levels["users_default"], levels["invite"], levels["state_default"], levels["events"]) == (0, 100, 100, {})
    assert body["name"] == "Desk: Tuesdays"
    assert body["topic"].startswith("For therapists only")


async def test_a_lost_answer_makes_no_second_room(scene: Scene) -> None:
    """When the answer to the making of a room is lost, the room is found by its nonce before any sync has brought it."""
    lost, looked, asked = asyncio.Event(), asyncio.Event(), count(1)

    async def meddle(what: str) -> None:
        if what == "after /_matrix/client/v3/createRoom" and not lost.is_set():
            lost.set()
            raise HomeserverDown("away")
        made_anew = what == "before /_matrix/client/v3/createRoom" and next(asked) > 2
        if made_anew or "format=event" in what:
            looked.set()

    async def hold() -> None:
        if lost.is_set():
            await looked.wait()

    scene.client.meddle = meddle
    scene.client.settle_keys = hold  # type: ignore[method-assign]  # what a sync brings is not read before that
    async with at_work(scene.chair):
        await scene.desk(ROOM)
        await scene.desk(OTHER)
        await scene.done()
    assert looked.is_set()
    assert len(scene.server.rooms.desks()) == 2


async def test_a_desk_that_a_slow_homeserver_shows_half_made_is_waited_for(scene: Scene) -> None:
    """A sync that brings a desk before it is encrypted is no reason to give it up: as soon as it is whole, Ana is asked in."""
    client, server = scene.client, scene.server
    follow, half = client._follow, [True]
    tries: list[BotError] = []

    def show_half(events: list[tuple[RoomId, Any]]) -> None:
        follow(events)
        for room in {*server.rooms.made} & {*client.rooms}:
            client.rooms[room].encrypted = not half

    def wait_for_nothing(error: BotError, _: int) -> float:
        tries.append(error)
        return 0.0

    client._follow = show_half  # type: ignore[method-assign]  # a homeserver that is slow
    scene.chair.patience = Patience(shown=0.0)
    scene.chair.choose_wait = wait_for_nothing
    async with at_work(scene.chair), asyncio.timeout(60):
        while len(server.rooms.desks()) < 2 or not {*server.rooms.made} <= {*client.rooms}:  # noqa: ASYNC110 - no bell
            await asyncio.sleep(0)
        shown = len(tries)
        while len(tries) < shown + 2:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0)
        half.clear()
        scene.chair.patience = Patience()
        await server.pulse()
        await scene.desk()
    failed = await scene.chair.store.db.rows("SELECT id FROM job WHERE state = 'failed'")
    assert failed == []


@pytest.mark.parametrize("where", [Desk(), Direct(KIM), SecondContact(SUE)], ids=["desk", "direct", "second"])
async def test_a_side_room_whose_making_broke_off_is_left_for_another(
    scene: Scene, where: Desk | Direct | SecondContact
) -> None:
    """A homeserver that stops in the middle of making a room leaves it without encryption for ever: nobody waits for it, least of all whoever is called."""
    client, server = scene.client, scene.server
    user, of = {Desk(): (ANA, ROOM), Direct(KIM): (KIM, ROOM)}.get(where, (SUE, RoomId("")))
    scene.rules(f'second_contacts: ["{SUE}"]' if user == SUE else "")
    server.rooms.breaking_off[user != ANA] = 1
    follow = client._follow

    def show_half(events: list[tuple[RoomId, Any]]) -> None:
        follow(events)
        for room in server.rooms.half & {*client.rooms}:
            client.rooms[RoomId(room)].encrypted = False

    client._follow = show_half  # type: ignore[method-assign]  # as a homeserver shows them
    scene.chair.patience = Patience(shown=0.05)
    async with at_work(scene.chair):
        await scene.desk()
        await scene.orders(Open(where))
        await scene.done()
    side = await scene.side_room(of, where)
    (half,) = server.rooms.half
    assert side != half
    assert server.rooms.members[side].get(user)
    assert server.rooms.members[RoomId(half)][BOT] == "leave"
    failed = await scene.chair.store.db.rows("SELECT id FROM job WHERE state = 'failed'")
    assert failed == []


async def test_a_restart_finds_it_in_the_first_sync(tmp_path: Path) -> None:
    """After a power cut between the making of a room and its note, the first sync shows it, whatever else can be asked."""
    server = Server()

    async def cut(what: str) -> None:
        if what == "after /_matrix/client/v3/createRoom":
            raise PowerCut

    with pytest.raises(BaseExceptionGroup) as ended:
        async with seat(tmp_path, Client(server, cut)) as chair, at_work(chair):
            await asyncio.Event().wait()
    assert ended.group_contains(PowerCut)
    server.rooms.joined = lambda _: []  # type: ignore[method-assign,assignment]  # it does not say where the bot is
    async with seat(tmp_path, Client(server)) as chair, at_work(chair):
        scene = Scene(chair, server, tmp_path)
        assert await scene.desk() != await scene.desk(OTHER)
        await scene.done()
    assert len(server.rooms.desks()) == 2


async def test_it_is_known_after_a_restart(tmp_path: Path) -> None:
    """A bot that starts again uses the desks that are there."""
    server = Server()
    desks = []
    for _ in range(2):
        async with seat(tmp_path, Client(server)) as chair, at_work(chair):
            scene = Scene(chair, server, tmp_path)
            desks.append(await scene.desk())
            await scene.done()
    assert desks[0] == desks[1]
    assert len(server.rooms.desks()) == 2


@pytest.mark.parametrize("how", ["forged", "forgotten"])
async def test_a_side_room_that_we_do_not_know_is_nobodys(scene: Scene, how: str) -> None:
    """A room that somebody else made with our nonce is no desk; one of ours that was forgotten is no session room."""
    nonce = (await scene.chair.store.sides.side(ROOM, Desk())).nonce if how == "forged" else "forgotten"
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


@pytest.mark.parametrize("where", [Desk(), Direct(KIM), SecondContact(SUE)], ids=["desk", "direct", "second"])
async def test_a_greeting_asks_nobody_back_in(scene: Scene, where: Desk | Direct | SecondContact) -> None:
    """Who came and has left again by the moment in which they would be greeted is not asked back in for that."""
    scene.rules(f'second_contacts: ["{SUE}"]')
    user, of = {Desk(): (ANA, ROOM), Direct(KIM): (KIM, ROOM)}.get(where, (SUE, RoomId("")))
    members = scene.server.rooms.members
    async with at_work(scene.chair):
        await scene.desk()
        await scene.orders(Open(where))
        await scene.done()
        side = await scene.side_room(of, where)
        for membership in ("join", "leave"):
            await scene.server.moves(user, membership, side)
            await scene.done()
        said = len(scene.said(side))
        await scene.orders(Notice(LINE, Mark(kind="greeting"), where=where))
        await scene.done()
    assert members[side][user] == "leave"
    assert len(scene.said(side)) == said
    assert await scene.happened("unsaid") == []


async def test_who_has_just_left_the_session_is_asked_in_nowhere(scene: Scene) -> None:
    """That somebody left may wait to be decided on: what was ordered for them before asks them into no room of their own."""
    chair, server = scene.chair, scene.server
    async with at_work(chair):
        await scene.desk()
        await scene.done()
    async with at_work(chair, listen, act):
        await server.moves(KIM, "leave", ROOM)
        while await chair.store.notes.read("sync_token") != str(len(server.stream)):  # noqa: ASYNC110 - it rings no bell
            await asyncio.sleep(0)
        await scene.orders(Open(Direct(KIM)))
        while await chair.store.outbox.waiting():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0)
    assert not [room for room in server.rooms.made if KIM in server.rooms.members[room]]


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
        assert len(await scene.happened("came")) == 2


async def test_a_desk_that_the_bot_is_out_of_is_replaced(scene: Scene) -> None:
    """When the bot is removed from a desk, the next thing to be said there makes another."""
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        await scene.server.moves(BOT, "leave", desk)

        async def is_forgotten() -> bool:
            return not await scene.chair.store.sides.recognise_side(desk)

        await wait_until(is_forgotten)
        await scene.orders(CARD)
        other = await scene.desk()
        assert other != desk
        await scene.server.until(lambda: scene.said(other))
