"""From the numbers that a model gives to the messages they stand for, and to what a therapist reads. Pure."""

from dataclasses import dataclass, field, replace

from bot.model import Cite, Language, Line, Pending, RoomId, Words, make_words
from bot.session.answers.links import make_links
from bot.session.answers.points import Point


@dataclass(frozen=True, slots=True)
class Cited:
    """What a model says about the talk, with the messages it rests on, oldest first."""

    text: str = field(repr=False)
    cites: tuple[Cite, ...]


def find_cites(point: Point, pending: Pending, lines: tuple[Line, ...]) -> tuple[Cite, ...]:
    """Return the messages that `point` rests on, oldest first, of those that were sent and are among `lines` now.

    The numbers are those that the messages had in the request. One that stands for nothing there cites nothing.
    """
    sent = dict(enumerate((ground.event for ground in pending.rests_on), start=1))
    meant = {sent[number] for number in point.numbers if number in sent}
    return tuple(Cite(line.id, line.at, line.voiced) for line in lines if line.id in meant)


def put_cites_last(pending: Pending, cites: tuple[Cite, ...]) -> Pending:
    """Return `pending` with the messages that its answer points at behind all others: the last one is what it is about."""
    order = {cite.event: number for number, cite in enumerate(cites, start=1)}
    return replace(pending, rests_on=tuple(sorted(pending.rests_on, key=lambda ground: order.get(ground.event, 0))))


def keep_citing_points(points: tuple[Point, ...], pending: Pending, lines: tuple[Line, ...]) -> tuple[Cited, ...]:
    """Return those of `points` that rest on a message which may still be used: the others nobody can look up."""
    citing = (Cited(point.text, find_cites(point, pending, lines)) for point in points)
    return tuple(point for point in citing if point.cites)


def render_points(room: RoomId, points: tuple[Cited, ...], left_out: int, language: Language) -> tuple[Words, ...]:
    """Return the sentences that show `points`, each with links to its messages, and how many more were `left_out`."""
    shown = tuple(
        make_words("suggest-point", language, answer=point.text, links=make_links(room, point.cites, language))
        for point in points
    )
    return (*shown, make_words("suggest-left-out", language, count=left_out)) if left_out else shown
