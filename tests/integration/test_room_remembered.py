"""A room that is remembered is the room that stands in the notebook, whatever was written, erased or taken back meanwhile."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scene import ANA, KIM, policy
from scene import Scene as Played

from bot.model import Decision, EventId, Heard, Line, Room, RoomId, UserId
from bot.store import Store, open_key, open_store
from bot.store.db import connect
from bot.store.rooms import REMEMBERED, Rooms, compare_windows

ROOM = RoomId("!room:clinic")


async def write(store: Store, room: Room, number: int = 0) -> None:
    """Write a room down, with an event that is decided by it."""
    await store.commit(Heard(EventId(f"$cause{number}"), KIM, 1.0, "hello"), Decision(room, ()), None)


async def test_each_room_of_a_session_is_read_as_it_was_written(tmp_path: Path) -> None:
    """After each decision the room that is remembered equals the one that another reader finds on the disk."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        scene = Played(policy()).listening()
        for number, text in enumerate(
            ("I slept badly", "!explain rumination", "it came back", "!status", "!off", "so")
        ):
            scene.says((ANA, KIM)[number % 2], text)
            await write(store, scene.room, number)
            there = await Rooms(store.db).room(ROOM)
            assert await store.rooms.room(ROOM) == there == replace(scene.room)


def lines(*numbers: int) -> tuple[Line, ...]:
    """Return lines of a window by their numbers."""
    return tuple(
        Line(EventId(f"${number}"), UserId("@kim:clinic"), float(number), f"line {number}") for number in numbers
    )


@pytest.mark.parametrize(
    "after", [(1, 2, 3, 4), (2, 3, 4), (2, 3), (1, 3), (), (4, 5), (3,)], ids=lambda numbers: f"lines {numbers}"
)
async def test_a_window_that_moves_is_read_anew_where_it_is_new(tmp_path: Path, after: tuple[int, ...]) -> None:
    """Whatever comes to a window and goes from it, at either end or in its middle, the window is what is on the disk."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await write(store, Room(ROOM, window=lines(1, 2, 3)))
        assert (await store.rooms.room(ROOM)).window == lines(1, 2, 3)
        await write(store, Room(ROOM, window=lines(*after)), 1)
        assert (await store.rooms.room(ROOM)).window == lines(*after)


async def test_what_is_erased_is_not_remembered(tmp_path: Path) -> None:
    """Where something is erased for good, nothing of what was read stays in memory."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await write(store, Room(ROOM, window=lines(1)))
        await store.rooms.room(ROOM)
        await store.db.settle()
        assert not store.rooms.list_remembered()


async def test_no_more_than_a_few_rooms_are_remembered(tmp_path: Path) -> None:
    """However many rooms are read, a few dozen are remembered: those that were read last."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        for number in range(REMEMBERED + 5):
            await write(store, Room(RoomId(f"!room{number}")), number)
            await store.rooms.room(RoomId(f"!room{number}"))
        assert len(store.rooms.list_remembered()) <= REMEMBERED
        assert RoomId(f"!room{REMEMBERED + 4}") in store.rooms.list_remembered()


async def test_what_is_taken_back_is_not_remembered(tmp_path: Path) -> None:
    """A room whose writing was taken back is read as it was before."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await write(store, Room(ROOM, talk=1))
        unwritable = Heard(EventId("$other"), KIM, 1.0, object())  # type: ignore[arg-type]  # what no database takes
        with pytest.raises(Exception, match="unsupported type"):
            await store.commit(replace(unwritable, id=object()), Decision(Room(ROOM, talk=2), ()), None)  # type: ignore[arg-type]  # as above
        assert (await store.rooms.room(ROOM)).talk == 1


async def test_a_window_whose_writing_was_taken_back_is_the_one_on_the_disk(tmp_path: Path) -> None:
    """Lines that were never written are not remembered, nor are lines forgotten that stayed."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await write(store, Room(ROOM, window=lines(1, 2)))
        unwritable = Heard(EventId("$other"), KIM, 1.0, "hello")
        with pytest.raises(Exception, match="unsupported type"):
            await store.commit(replace(unwritable, id=object()), Decision(Room(ROOM, window=lines(2, 3)), ()), None)  # type: ignore[arg-type]  # what no database takes
        assert (await store.rooms.room(ROOM)).window == lines(1, 2)
        await write(store, Room(ROOM, window=lines(2, 3)), 2)
        assert (await Rooms(store.db).room(ROOM)).window == lines(2, 3)


async def test_what_another_process_writes_is_seen(tmp_path: Path) -> None:
    """A line that another process erased is not remembered, though the room's own state is as it was."""
    key = open_key(None, tmp_path)
    async with open_store(tmp_path, key) as store:
        await write(store, Room(ROOM, window=lines(1, 2)))
        assert (await store.rooms.room(ROOM)).window == lines(1, 2)
        async with connect(tmp_path / "thirdchair.db", key.derive("database")) as other:
            await other.execute("DELETE FROM line WHERE id = '$1'")
        assert (await store.rooms.room(ROOM)).window == lines(2)
        await write(store, Room(ROOM, window=lines(1, 2)), 1)
        assert (await Rooms(store.db).room(ROOM)).window == lines(1, 2)


async def test_what_a_machine_wrote_down_is_known_as_that_after_a_start(tmp_path: Path) -> None:
    """A line of a voice message is one on the disk too, until its writer puts it right: who takes that agreement back takes it back."""
    voiced = replace(lines(1)[0], voiced=True)
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await write(store, Room(ROOM, window=(voiced, *lines(2))))
        assert (await Rooms(store.db).room(ROOM)).window == (voiced, *lines(2))
        await write(store, Room(ROOM, window=lines(1, 2)), 1)
        assert (await Rooms(store.db).room(ROOM)).window == lines(1, 2)


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True), st.sets(st.integers(0, 9)))
def test_what_came_and_went_makes_one_window_of_another(first: list[int], second: list[int], other: set[int]) -> None:
    """Without what is gone, and with what is new or another, a window holds just the lines of the next."""
    before = lines(*sorted(first))
    known = {line.id: line for line in before}
    after = tuple(
        replace(line, text="other") if number in other else known.get(line.id, line)
        for number, line in zip(sorted(second), lines(*sorted(second)), strict=True)
    )
    gone, new = compare_windows(before, after)
    left = {line.id: line for line in before if line not in gone} | {line.id: line for line in new}
    assert left == {line.id: line for line in after}
    assert not {line.id for line in gone} & {line.id for line in after}


@pytest.mark.parametrize(
    "sql", ["SELECT min(deadline) FROM active_room", "SELECT id, deadline FROM active_room WHERE deadline <= 1.0"]
)
async def test_what_is_due_is_found_without_reading_a_room(tmp_path: Path, sql: str) -> None:
    """However many rooms there are, and however much stands in each, the next deadline is the first of an index."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        plan = [row[-1] for row in await store.db.rows(f"EXPLAIN QUERY PLAN {sql}")]
        assert "SEARCH room USING COVERING INDEX room_deadline" in plan[0]
        for number, due in ((1, 5.0), (2, None), (3, 1.0)):
            cause = Heard(EventId(f"$due{number}"), KIM, 1.0, "hello")
            await store.commit(cause, Decision(Room(RoomId(f"!room{number}"))), due)
        assert await store.rooms.next_deadline() == 1.0
        assert await store.rooms.due(1.0) == ((RoomId("!room3"), 1.0),)
