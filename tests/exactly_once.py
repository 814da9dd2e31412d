"""Whether each command was answered, once and in order: counted from what somebody's client shows, whatever happened meanwhile."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.model import EventId

TYPED = ("!explain rumination", "!status", "!help", "!jelaskan ruminasi", "!help explain", "!nonsense")
"""Commands in two languages that the bot answers by itself, with one message each."""


@dataclass(frozen=True)
class Answering:
    """What became of the commands in one room, or in several."""

    commands: int = 0
    answers: int = 0
    duplicates: int = 0
    lost: int = 0
    out_of_order: int = 0


def count_answers(asked: Sequence[EventId], answered: Sequence[EventId]) -> Answering:
    """Return what became of one room's commands.

    `asked` are the commands, in the order in which they stand in the room, `answered` the command that each answer is
    to, in the order of the answers.
    """
    first = list(dict.fromkeys(answered))
    in_order = [event for event in asked if event in first]
    return Answering(
        commands=len(asked),
        answers=len(answered),
        duplicates=len(answered) - len(first),
        lost=len(set(asked) - set(first)),
        out_of_order=sum(event != other for event, other in zip(in_order, first, strict=False)),
    )


def sum_rooms(rooms: Iterable[Answering]) -> Answering:
    """Return what became of the commands in all `rooms` together."""
    counted = list(rooms)
    return Answering(
        *(sum(getattr(room, name) for room in counted) for name in Answering.__dataclass_fields__)  # all are counts
    )
