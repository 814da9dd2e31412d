"""Suggestions and offers held against the messages they cite; what does not stand is left out, and counted. Pure."""

from dataclasses import replace

from bot.model import Line, Pending, Room
from bot.policy import Policy
from bot.session.answers.hold_translation import recall_given_text
from bot.session.answers.points import Point
from bot.session.answers.schema import Doubt, Fit, Unfit, find_doubt
from bot.session.notes.check import find_point_flaw
from bot.session.notes.claims import has_strange_risk
from bot.session.notes.line_source import Source, call_by_title
from bot.session.request.prompts import name_speakers
from bot.words import fold_text


def hold_points(fit: Fit, pending: Pending, room: Room, policy: Policy, lines: tuple[Line, ...]) -> Fit:
    """Return an answer about the talk with those of its points that their messages bear out, and how many do not.

    `lines` are the messages that may still be used. What a therapist should look at twice is told of what stands alone.
    """
    if not fit.points:
        return fit
    at_hand = {line.id: line for line in lines}
    sent = [at_hand.get(ground.event) for ground in pending.rests_on]
    names = name_speakers(pending.rests_on, policy)
    talk = tuple(line for line in sent if line)

    def stands(point: Point) -> bool:
        cited = {sent[number - 1] for number in point.numbers if 1 <= number <= len(sent)}
        source = Source(tuple(line for line in talk if line in cited), talk, policy, names)
        return find_point_flaw(call_by_title(point.text, room, names), source) is None

    kept = tuple(point for point in fit.points if stands(point))
    text = "\n".join(point.text for point in kept)
    left_out = fit.left_out + len(fit.points) - len(kept)
    unfit = fit.unfit if kept else fit.unfit or Unfit.LOOSE
    return replace(
        fit,
        text=text,
        points=kept,
        left_out=left_out,
        unfit=unfit,
        doubt=find_doubt(text, recall_given_text(room, pending)),
    )


def doubt_reply(fit: Fit, pending: Pending, room: Room, policy: Policy, lines: tuple[Line, ...]) -> Fit:
    """Return an answer to a therapist's question, doubted where it says how safe somebody is and no therapist said so.

    `lines` are the messages that may still be used.
    """
    sent = {ground.event for ground in pending.rests_on}
    said = fold_text(call_by_title(fit.text, room, name_speakers(pending.rests_on, policy)))
    is_risky = has_strange_risk(said, tuple(line for line in lines if line.id in sent), policy)
    return replace(fit, doubt=fit.doubt or (Doubt.RISK if is_risky else None))
