"""A desk whose session is over says so by its name; one that cannot be kept to those who belong there is left."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hand_held import ANA, BOT, KIM, ROOM, Client, Server, at_work, seat
from rows import try_each
from side_scene import BEN, CARD, EVE, Scene
from structlog.testing import capture_logs

from bot.app.rooms.clear_desks import clear_desks
from bot.app.rooms.room_names import close_desk, name_side_room
from bot.app.rooms.routing import Spot
from bot.app.rooms.side_rooms import put_out
from bot.app.services import Patience
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.room_creation import LONGEST_NAME
from bot.model import CloseDesk, Desk, Person, Room, RoomId, UserId


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot; it is not at work yet."""
    server = Server()
    async with seat(tmp_path, Client(server)) as chair:
        chair.choose_wait = lambda *_: 0.0
        yield Scene(chair, server, tmp_path)


@try_each("name", ["Desk: Tuesdays", "D" * 200, ""])
async def test_a_closed_desk_is_called_closed(scene: Scene, name: str) -> None:
    """The name of a closed desk ends with that, however long it was; closed twice, it says so once."""
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        scene.server.rooms.names[desk] = name
        scene.server.rooms.named.clear()
        await scene.orders(CloseDesk())
        await scene.done()
        await scene.orders(CloseDesk())
        await scene.done()
    closed = scene.server.rooms.names[desk]
    assert closed.endswith("(closed)")
    assert closed.startswith(name[:60])
    assert len(closed) <= LONGEST_NAME
    assert scene.server.rooms.named == [(desk, closed)]


async def test_without_a_desk_nothing_is_closed(scene: Scene) -> None:
    """A session that has no desk, or whose desk the bot is out of, gets none by being closed."""
    await close_desk(scene.chair, ROOM)
    assert scene.server.rooms.named == []
    assert await scene.chair.store.sides.find_side(ROOM, Desk()) is None


# ---- who is no therapist any more ------------------------------------------------------------------------------------


NOBODY_ELSE = f'therapists: ["{BEN}"]'


async def two_at_the_desk(scene: Scene) -> RoomId:
    """Return the desk, with two therapists in it."""
    scene.rules(f'therapists: ["{ANA}", "{BEN}"]', f'therapists: ["{ANA}", "{BEN}"]')
    desk = await scene.at_desk()
    await scene.server.moves(BEN, "join", ROOM)
    await scene.server.until(lambda: scene.server.rooms.members[desk].get(BEN) == "invite")
    await scene.server.moves(BEN, "join", desk)
    await scene.done()
    return desk


async def refuse_kicks(scene: Scene) -> None:
    """Let the homeserver refuse to remove anybody, as it does where the bot has no power."""

    async def meddle(what: str) -> None:
        if what.startswith("before") and what.endswith("/kick"):
            raise ServerSaysNo(403, "M_FORBIDDEN")

    scene.client.meddle = meddle


@pytest.mark.parametrize("membership", ["join", "invite"])
@pytest.mark.parametrize("seated", [True, False])
async def test_whom_the_files_name_no_more_is_out_at_once(scene: Scene, membership: str, *, seated: bool) -> None:
    """Whether they are at the desk or asked to it, in a session that goes on or is over: nothing has to be said first."""
    async with at_work(scene.chair):
        desk = await two_at_the_desk(scene)
        if membership == "invite":
            await scene.server.moves(ANA, "leave", desk)
            await scene.server.moves(ANA, "invite", desk)
        if not seated:
            await scene.server.moves(BOT, "leave", ROOM)
        await scene.done()
        scene.rules(NOBODY_ELSE, NOBODY_ELSE)
        await clear_desks(scene.chair)
        await scene.server.until(lambda: scene.server.rooms.members[desk][ANA] == "leave")
    assert scene.server.rooms.members[desk][BEN] == "join"
    assert len(scene.server.rooms.desks()) == 2


async def test_in_a_room_that_no_file_covers_every_therapist_stays(scene: Scene) -> None:
    """A file that is gone puts out of the desk only those whom no other file names as a therapist."""
    async with at_work(scene.chair):
        desk = await two_at_the_desk(scene)
        elsewhere = f'room: "!elsewhere:clinic"\n{NOBODY_ELSE}'
        scene.rules(elsewhere, NOBODY_ELSE)
        assert scene.chair.find_filed_policy(ROOM) is None
        await clear_desks(scene.chair)
        await scene.server.until(lambda: scene.server.rooms.members[desk][ANA] == "leave")
    assert scene.server.rooms.members[desk][BEN] == "join"


async def test_a_desk_that_cannot_be_cleared_is_left_for_a_new_one(scene: Scene) -> None:
    """Where the homeserver keeps somebody at the desk, the bot says no more there: it names it closed, goes, and makes another."""
    scene.chair.patience = Patience(shown=0.01)
    async with at_work(scene.chair):
        desk = await two_at_the_desk(scene)
        await refuse_kicks(scene)
        said = len(scene.said(desk))
        scene.rules(NOBODY_ELSE, NOBODY_ELSE)
        with capture_logs() as lines:
            await clear_desks(scene.chair)
        assert "desk-left" in {line.get("reason") for line in lines if line["event"] == "alert"}
        assert scene.server.rooms.members[desk][BOT] == "leave"
        assert scene.server.rooms.names[desk].endswith("(closed)")
        await scene.orders(CARD)
        await scene.server.until(lambda: scene.server.rooms.desks()[-1] not in {desk, *scene.server.rooms.desks()[:2]})
        new = scene.server.rooms.desks()[-1]
        await scene.server.until(lambda: scene.said(new))
    assert scene.server.rooms.members[new] == {BOT: "join", BEN: "invite"}
    assert len(scene.said(desk)) == said


async def test_a_message_finds_the_new_desk_by_itself(scene: Scene) -> None:
    """What is to be said when a stranger cannot be put out is said at the new desk, and not before somebody mends the old one."""
    scene.chair.patience = Patience(shown=0.01)
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        await refuse_kicks(scene)
        await scene.server.moves(EVE, "join", desk)
        said = len(scene.said(desk))
        await scene.orders(CARD)
        await scene.done()
        new = scene.server.rooms.desks()[-1]
        assert new != desk
        assert EVE not in scene.server.rooms.members[new]
        await scene.server.until(lambda: scene.said(new))
    assert len(scene.said(desk)) == said


async def test_whoever_goes_by_themself_costs_no_desk(scene: Scene) -> None:
    """A refusal to remove somebody who has just left means nothing: the desk stays as it is."""
    async with at_work(scene.chair):
        desk = await two_at_the_desk(scene)
        await refuse_kicks(scene)
        waits = asyncio.create_task(put_out(scene.chair, desk, frozenset({ANA})))
        await scene.server.moves(ANA, "leave", desk)
        assert await waits is True
        assert await scene.chair.store.sides.recognise_side(desk) is not None


# ---- what a desk is called -------------------------------------------------------------------------------------------


@try_each(
    ("room", "people", "called"),
    [
        ("Tuesdays", (KIM,), "Desk: Tuesdays"),
        ("🌱", (KIM,), "Desk: 🌱"),
        ("-", (KIM,), "Desk: Kim"),
        ("\u2013 · ", (ANA, KIM), "Desk: Kim"),
        ("", (ANA,), "Desk: Ana"),
        ("", (), "Desk: 1970-01-11"),
        ("…", (), "Desk: 1970-01-11"),
    ],
)
async def test_a_desk_is_called_by_what_is_known(
    scene: Scene, room: str, people: tuple[UserId, ...], called: str
) -> None:
    """By its session's name, else by its clients, else by whoever is there, else by the day: never by a dash."""
    scene.chair.clock = lambda: 10 * 86_400.0
    scene.server.rooms.names[ROOM] = room
    roster = tuple(Person(user, str(user)[1:].partition(":")[0].capitalize()) for user in people)
    session = Room(ROOM, seated=True, roster=roster)
    name = await name_side_room(scene.chair, Spot(ROOM, Desk()), session, scene.chair.find_filed_policy(ROOM))
    assert name == called
