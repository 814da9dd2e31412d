"""What a day's requests to a model have used: counts alone, no words."""

from dataclasses import dataclass, replace

from bot.model.terms import UserId


@dataclass(frozen=True, slots=True)
class Use:
    """How much was asked of a model: `tokens` in and out, by the backend's own count where it says one, and `requests`."""

    tokens: int = 0
    requests: int = 0


@dataclass(frozen=True, slots=True)
class Spent:
    """What a room has used on one day, `day` by its number: `room` in all, of that each of `people` for themself.

    What nobody asked for stands there as the bot's own.
    `reader` is what the second reader used, which no budget stops and which counts beside them.
    `told` is whether the desk has been told today that most of it is used.
    """

    day: int = 0
    room: Use = Use()
    reader: Use = Use()
    people: tuple[tuple[UserId, Use], ...] = ()
    told: bool = False

    def drop_people(self) -> "Spent":
        """Return the same without who has used what."""
        return replace(self, people=())


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request takes of the budget of `day`: tokens `sent`, and tokens of its `answer`.

    Until the backend has said how many they were, an estimate, and the longest answer that it may give.
    """

    day: int = 0
    sent: int = 0
    answer: int = 0


NOTHING_SPENT = Spent()
FREE = Cost()
