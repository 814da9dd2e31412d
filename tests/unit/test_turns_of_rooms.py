"""The line of what waits to be decided: round the rooms, each in its own order, and first what ends or guards."""

from hypothesis import given
from hypothesis import strategies as st

from bot.model import RoomId
from bot.store.turns import FEW, Place, Turns

ROOMS = tuple(RoomId(f"!{number}") for number in range(6))


def line_up(rooms: list[int], urgent: frozenset[int] = frozenset()) -> Turns:
    """Return a line of one event of each of `rooms`, in that order; of those at the places `urgent` it was found that they are."""
    turns = Turns()
    turns.join_line(Place(ROOMS[room], number) for number, room in enumerate(rooms, start=1))
    for place in turns.list_unread():
        if place.number in urgent:
            turns.put_first(place)
    return turns


def take_all(turns: Turns) -> list[Place]:
    """Return what was in line in the order in which it had its turn."""
    taken = []
    while place := turns.find_next():
        assert turns.find_next() == place
        taken.append(place)
        turns.end_turn(place)
    return taken


@given(st.lists(st.integers(0, 5), max_size=30), st.sets(st.integers(1, 30)))
def test_everything_has_one_turn_and_each_room_its_own_order(rooms: list[int], urgent: set[int]) -> None:
    """Whatever is urgent, nothing is taken twice or lost, and within a room what came first goes first."""
    taken = take_all(line_up(rooms, frozenset(urgent)))
    assert sorted(place.number for place in taken) == list(range(1, len(rooms) + 1))
    for room in ROOMS:
        numbers = [place.number for place in taken if place.room == room]
        assert numbers == sorted(numbers)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_no_room_has_a_second_turn_while_another_waits_for_its_first(rooms: list[int]) -> None:
    """Where nothing is urgent the rooms go in turn, in the order in which they came."""
    taken = [place.room for place in take_all(line_up(rooms))]
    there = list(dict.fromkeys(ROOMS[room] for room in rooms))
    assert taken[: len(there)] == there


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.data())
def test_what_is_urgent_waits_for_no_more_of_others_than_of_its_own_room(rooms: list[int], data: st.DataObject) -> None:
    """Between two events of a room in which something is urgent there is one of another room, at most."""
    number = data.draw(st.integers(1, len(rooms)))
    turns = line_up(rooms, frozenset({number}))
    few = len({*rooms}) <= FEW
    taken = [place.number for place in take_all(turns)]
    before = sum(room == rooms[number - 1] for room in rooms[: number - 1])
    assert taken.index(number) <= 2 * before + (FEW if few else 0)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=10))
def test_a_room_that_always_shouts_leaves_every_second_turn_to_the_rest(rooms: list[int]) -> None:
    """However much of one room is urgent, what waits in others goes on meanwhile."""
    turns = line_up([*([0] * 20), *rooms], frozenset(range(1, 21)))
    taken = [place.room for place in take_all(turns)]
    last = max(index for index, room in enumerate(taken) if room != ROOMS[0])
    assert last <= 2 * len(rooms)


def test_what_was_decided_meanwhile_leaves_the_line() -> None:
    """What is gone when its turn comes takes nobody's turn, and its room goes first no more."""
    turns = line_up([0, 1, 2, 3, 3], frozenset({4}))
    gone = turns.find_next()
    assert gone == Place(ROOMS[3], 4)
    turns.leave_line(gone)
    assert [place.number for place in take_all(turns)] == [1, 2, 3, 5]
    assert turns.known == 0


def test_what_joins_twice_stands_in_line_once() -> None:
    """Whoever looks for what is new at the same moment as another adds nothing."""
    turns = line_up([0, 1])
    turns.join_line([Place(ROOMS[1], 2), Place(ROOMS[2], 3)])
    assert [place.number for place in take_all(turns)] == [1, 2, 3]
