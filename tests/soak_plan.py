"""What is to happen in a soak: how many people say how much, which faults strike when, and the words of it, all drawn from a seed."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import cycle, islice

from danger_sets import OWN, read_own_set

from bot.danger_words.find_phrase import find_trip
from bot.model import Language, Tier

LANGUAGES = (Language("en"), Language("id"))
HOUR = 240
"""Messages that people write in an hour's session."""
SECRET = "zwirnholt"
"""A word that stands in people's messages and nowhere else, by which words at rest are looked for."""
ASIDE = 5
"""Every so many messages of talk hold it."""
ASKED = f"!explain {SECRET} habits before bed"
"""What no word list has an answer to, so that a model is asked."""
STORM = 0.65
"""The part of the talk in which the bot is killed; afterwards its memory is looked at."""


@dataclass(frozen=True)
class Plan:
    """How large a soak is. `people` are those in each room, one of them its therapist; `seconds` is how long the talk is to take.

    `faults` says how often each kind strikes; `moody` is the part of the model's answers that are none.
    """

    seed: int = 1
    rooms: int = 20
    people: int = 3
    lines: int = HOUR
    seconds: float = 600.0
    dangers: int = 2
    moody: float = 0.4
    faults: dict[str, int] = field(default_factory=dict)

    def draw(self, what: str) -> random.Random:
        """Return the chance of one part of the soak: the same for the same seed, whatever the other parts draw."""
        return random.Random(f"{self.seed}/{what}")  # noqa: S311 - to be drawn again, not to be secret

    def draw_faults(self) -> list[tuple[float, str]]:
        """Return behind which part of the talk, 0 to 1, which fault strikes, in order: on a slow machine the talk takes longer."""
        chance = self.draw("faults")
        strikes = []
        for kind, times in sorted(self.faults.items()):
            until = STORM if kind == "kill" else 0.95
            strikes += [(chance.uniform(0.02, until), kind) for _ in range(times)]
        return sorted(strikes)


def plan_minutes(seed: int, minutes: float, rooms: int = 20) -> Plan:
    """Return the plan of a soak whose talk takes so many minutes: eight of them hold an hour's session in each room."""
    often = {"kill": 2.0, "synapse-restart": 0.5, "line": 4.0, "disk-full": 0.7, "clock-far": 0.4, "clock-near": 1.0}
    return Plan(
        seed,
        rooms,
        lines=max(10, int(HOUR * min(1.0, minutes / 8))),
        seconds=minutes * 60,
        dangers=max(1, int(minutes / 3)),
        faults={kind: max(1, round(times * minutes)) for kind, times in often.items()},
    )


@cache
def read_hours() -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return the hours of talk that are in the project's own set, each as speakers and what they say, without danger."""
    hours = []
    for file in sorted(OWN.glob("hour_*.csv")):
        with file.open(encoding="utf-8", newline="") as opened:
            rows = [(row["speaker"], row["text"]) for row in csv.DictReader(opened)]
        hours.append(tuple((who, text) for who, text in rows if _is_plain(text)))
    return tuple(hours)


@cache
def list_dangers() -> tuple[str, ...]:
    """Return sentences that surely call people, in two languages, of one kind."""
    dangers = [item.text for item in read_own_set() if item.expected == "danger" and item.manner == "plain"]
    return tuple(text for text in dangers if _calls_people(text))[:40]


def draw_talk(plan: Plan, room: int) -> Iterator[tuple[int, str]]:
    """Yield what is said in a room, with the number of who says it: 0 is the therapist."""
    hour = read_hours()[room % len(read_hours())]
    therapist, start = hour[0][0], plan.draw(f"start {room}").randrange(len(hour))
    clients = cycle(range(1, plan.people))
    for number, (speaker, text) in enumerate(islice(cycle(hour), start, start + plan.lines)):
        aside = f" ({SECRET} {number})" if number % ASIDE == 0 else ""
        yield (0 if speaker == therapist else next(clients)), text + aside


def _is_plain(text: str) -> bool:
    """Return whether a line is talk, neither a command nor anything that the tripwire knows."""
    return text[:1].isalnum() and find_trip(text, LANGUAGES, ()) is None


def _calls_people(text: str) -> bool:
    trip = find_trip(text, LANGUAGES, ())
    return trip is not None and trip.tier is Tier.ALARM and not trip.by_therapist
