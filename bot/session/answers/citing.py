"""From the numbers that a model gives to the messages they stand for, and to what a therapist reads. Pure."""

from dataclasses import dataclass, field, replace

from bot.model import Cite, Language, Line, Pending, RoomId, Words, words
from bot.session.answers.links import links
from bot.session.answers.points import Point


@dataclass(frozen=True, slots=True)
class Cited:
    """What a model says about the talk, with the messages it rests on, oldest first."""

    text: str = field(repr=False)
    cites: tuple[Cite, ...]


def cited(point: Point, pending: Pending, lines: tuple[Line, ...]) -> tuple[Cite, ...]:
    """Return the messages that `point` rests on, oldest first, of those that were sent and are among `lines` now.

    The numbers are those that the messages had in the request. One that stands for nothing there cites nothing.
    """
    sent = dict(enumerate((ground.event for ground in pending.rests_on), start=1))
    meant = {sent[number] for number in point.numbers if number in sent}
    return tuple(Cite(line.id, line.at) for line in lines if line.id in meant)


def cited_last(pending: Pending, cites: tuple[Cite, ...]) -> Pending:
    """Return `pending` with the messages that its answer points at behind all others: the last one is what it is about."""
    order = {one.event: number for number, one in enumerate(cites, start=1)}
    return replace(pending, rests_on=tuple(sorted(pending.rests_on, key=lambda one: order.get(one.event, 0))))


def standing(points: tuple[Point, ...], pending: Pending, lines: tuple[Line, ...]) -> tuple[Cited, ...]:
    """Return those of `points` that rest on a message which may still be used: the others nobody can look up."""
    found = (Cited(one.text, cited(one, pending, lines)) for one in points)
    return tuple(one for one in found if one.cites)


def listed(room: RoomId, points: tuple[Cited, ...], language: Language) -> tuple[Words, ...]:
    """Return the sentences that show `points`, each with links to its messages."""
    return tuple(
        words("suggest-point", language, answer=one.text, links=links(room, one.cites, language)) for one in points
    )
