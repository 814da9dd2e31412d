"""The counting that `make chaos` and `make soak` stand on sees what is lost, what comes twice and what grows."""

import pytest
from exactly_once import Answering, count_answers, sum_rooms
from rows import try_each
from soak_gauges import fit_slope
from soak_plan import LANGUAGES, Plan, draw_talk, list_dangers, plan_minutes, read_hours

from bot.danger_words.find_phrase import find_trip
from bot.model import EventId, Tier

A, B, C = (EventId(name) for name in ("$a", "$b", "$c"))


@try_each(
    ("answered", "duplicates", "lost", "out_of_order"),
    [
        ((A, B, C), 0, 0, 0),
        ((A, B, B, C), 1, 0, 0),
        ((A, C), 0, 1, 0),
        ((A, C, B), 0, 0, 2),
        ((A, A, A), 2, 2, 0),
        ((), 0, 3, 0),
    ],
)
def test_what_became_of_three_commands(
    answered: tuple[EventId, ...], duplicates: int, lost: int, out_of_order: int
) -> None:
    """Three commands are answered once each and in order, or it is counted how not."""
    assert count_answers((A, B, C), answered) == Answering(3, len(answered), duplicates, lost, out_of_order)


def test_rooms_are_summed() -> None:
    """What went wrong in one room is wrong in all together."""
    rooms = (count_answers((A,), (A, A)), count_answers((B, C), (C,)))
    assert sum_rooms(rooms) == Answering(3, 3, 1, 1, 0)


def test_the_slope_is_that_of_the_line() -> None:
    """Memory that grows by 2 MB for 1,000 messages has that slope, also where it goes up and down; one look says nothing."""
    samples = [(number, 100 + number / 500 + (-1) ** number) for number in range(0, 3000, 7)]
    assert fit_slope(samples) * 1000 == pytest.approx(2, abs=0.1)
    assert fit_slope([(5, 100.0)]) == 0


def test_the_same_seed_draws_the_same() -> None:
    """Who says what, and which fault strikes when, is the same for the same seed, and other for another."""
    plans = [plan_minutes(seed, 2) for seed in (1, 1, 2)]
    drawn = [(plan.draw_faults(), [list(draw_talk(plan, room)) for room in range(3)]) for plan in plans]
    assert drawn[0] == drawn[1] != drawn[2]


def test_what_people_say_alarms_when_it_should() -> None:
    """Of what is said in a soak the sentences of danger call people, each in one of two languages, and no other does."""
    assert len(list_dangers()) > 10
    trips = [find_trip(text, LANGUAGES, ()) for text in list_dangers()]
    assert {trip.tier for trip in trips if trip} == {Tier.ALARM}
    assert {trip.language for trip in trips if trip} == set(LANGUAGES)
    talk = [text for room in range(len(read_hours())) for _, text in draw_talk(Plan(lines=240), room)]
    assert [text for text in talk if find_trip(text, LANGUAGES, ()) or text.startswith("!")] == []
