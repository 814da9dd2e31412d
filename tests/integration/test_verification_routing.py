"""Who asks to verify the bot is heard in each room, as far as they belong there, and reads the line where they are."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hand_held import ANA, KIM, ROOM
from routing_scene import BEN, DESK, DIRECT, EVE, NIGHT, PEOPLE, ZOE, Happening, Scene, listening_scene, room_is, says
from rows import try_each

from bot.app.rooms.routing import find_spot_of_person
from bot.model import (
    AskedToVerify,
    Desk,
    Direct,
    EventId,
    Floor,
    Heard,
    Ousted,
    Person,
    RefuseVerification,
    Room,
    RoomId,
    SessionRoom,
    UserId,
)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot in a session at which everybody is, and let it listen."""
    async with listening_scene(tmp_path) as scene:
        yield scene


@try_each(
    ("where", "sender", "heard"),
    [
        (ROOM, KIM, SessionRoom()),
        (DESK, ANA, Desk()),
        (DESK, KIM, None),
        (DIRECT, KIM, Direct(KIM)),
        (DIRECT, ANA, None),
        (NIGHT, EVE, None),
    ],
)
async def test_a_request_to_verify_is_its_places(
    scene: Scene, where: RoomId, sender: UserId, heard: SessionRoom | Desk | Direct | None
) -> None:
    """Who asks to verify the bot is refused where they asked; at a desk or in a direct room only if they belong there."""
    request = EventId(f"$request{where}{sender}")
    means = await scene.means(AskedToVerify(request, 0.0, sender, request), where)
    assert [event.where for event in means if isinstance(event, AskedToVerify)] == ([heard] if heard else [])


async def test_a_request_in_a_room_of_all_sessions(scene: Scene) -> None:
    """In a second contact's room a request is refused too; no session hears of it, and no line is said."""
    request = EventId("$request")
    assert await scene.means(AskedToVerify(request, 0.0, EVE, request), NIGHT) == []
    jobs = await scene.chair.store.outbox.ready(9e9)
    assert [(job.room, job.effect) for job in jobs if isinstance(job.effect, RefuseVerification)] == [
        (NIGHT, RefuseVerification(request))
    ]


@try_each(("person", "where"), [(KIM, Direct(KIM)), (ANA, Desk()), (BEN, SessionRoom()), (ZOE, None)])
async def test_where_somebody_is_told_what_is_theirs(
    scene: Scene, person: UserId, where: SessionRoom | Desk | Direct | None
) -> None:
    """Whoever asked the bot's device reads the line in their direct room, else at the desk, else in their session; a stranger nowhere."""
    people = (*PEOPLE, Person(BEN, "Ben"))
    await room_is(scene.chair, Room(ROOM, seated=True, floor=Floor.LISTEN, roster=people))
    await scene.server.moves(ANA, "leave", DIRECT)
    await scene.read()
    assert await find_spot_of_person(scene.chair, person) == ((ROOM, where) if where else None)


async def test_a_request_from_before_the_bot_came(scene: Scene) -> None:
    """An app asks as soon as it has invited the bot: that is heard when it comes, and nothing else from before."""
    request = EventId("$request")
    scene.server.rooms.members[ROOM]["@bot:clinic"] = "leave"
    scene.server.stream.append((ROOM, Happening(says("good morning", ANA))))
    scene.server.stream.append((ROOM, Happening(AskedToVerify(request, 0.0, ANA, request))))
    scene.server.rooms.move("@bot:clinic", "join", ROOM)
    means = await scene.means(says("hello", KIM), ROOM)
    kinds = [type(event) for event in means]
    assert AskedToVerify in kinds
    assert kinds.index(Ousted) < kinds.index(AskedToVerify)
    assert [event.text for event in means if isinstance(event, Heard)] == ["hello"]
