"""What a card keeps after a therapist's word on it: linked to what was let out, and emptied when words it quotes are taken back. Pure."""

from dataclasses import replace

from bot.model import (
    Amend,
    Cite,
    Decision,
    Desk,
    Edited,
    Event,
    Forget,
    Ground,
    Mark,
    Notice,
    Outcome,
    Purpose,
    Redacted,
    Room,
    Shown,
    UserId,
    Verdict,
)
from bot.policy import Policy
from bot.session.command.context import say_line
from bot.session.desk.card_text import describe_kept_card, describe_outcome, is_linked_from_desk
from bot.session.desk.replies import note_shown_card

_MARK = Mark(kind="outcome")


def note_standing_answer(room: Room, event: Shown, policy: Policy) -> Decision:
    """Note as which event something with a code stands; the card of an answer that was let out links to it from then on."""
    said = next((said for said in room.said if said.code == event.code and said.event is None), None)
    noted = note_shown_card(room, event)
    outcome = noted.outcome(event.code)
    if said is None or said.draft is None or said.where != event.where or outcome is None or outcome.card is None:
        return Decision(noted)
    if not is_linked_from_desk(said):
        return Decision(noted)
    kept = describe_kept_card(noted, said.draft, outcome, policy, Cite(event.event, event.at))
    return Decision(noted, (Amend(outcome.card, kept, _MARK),))


def settle_kept_cards(before: Room, event: Event, policy: Policy, decision: Decision) -> Decision:
    """Return `decision` with each closed card emptied that says what does not hold any more, or quotes what was taken back.

    Of an answer that they let out and that never stood a therapist is told anew: no phone tells of an edit.
    """
    lost = _list_lost_people(before, decision)
    settled = decision
    for outcome in decision.room.outcomes:
        is_held = _is_held_back(before, decision.room, outcome)
        if outcome.card is None or not (is_held or any(_is_gone(ground, event, lost) for ground in outcome.quotes)):
            continue
        why = Verdict.FLOOR_OFF if before.is_on and not decision.room.is_on else Verdict.WITHDRAWN
        now = replace(outcome, verdict=why if is_held else outcome.verdict, quotes=(), card=None)
        kept = tuple(now if other == outcome else other for other in settled.room.outcomes)
        told = Amend(outcome.card, describe_outcome(decision.room, now, policy), _MARK)
        words = say_line(policy, "outcome-held-back", code=outcome.code, why=why)
        news = (Notice(words, _MARK, rings=True, where=Desk()),) if is_held else ()
        settled = replace(settled, room=replace(settled.room, outcomes=kept)).also(told, *news)
    return settled


def _is_held_back(before: Room, room: Room, outcome: Outcome) -> bool:
    """Return whether an answer was let out, and called back before it stood in its room."""
    waited = any(said.code == outcome.code and said.event is None for said in before.said)
    return waited and not any(said.code == outcome.code for said in room.said)


def _is_gone(ground: Ground, event: Event, lost: frozenset[UserId]) -> bool:
    """Return whether the words of a message are not its writer's any more, or not ours to show."""
    if isinstance(event, Redacted) and event.target == ground.event:
        return True
    if isinstance(event, Edited) and (event.target, event.sender) == (ground.event, ground.sender):
        return True
    return ground.sender in lost


def _list_lost_people(before: Room, decision: Decision) -> frozenset[UserId]:
    """Return whose words no card quotes from this decision on: they left, took their agreement back, or are to be forgotten."""
    room, orders = decision.room, [effect for effect in decision.effects if isinstance(effect, Forget)]
    agreed, agrees = (
        {consent.person for consent in at.consents if consent.purpose is Purpose.MODEL} for at in (before, room)
    )
    left = {person.id for person in before.roster} - {person.id for person in room.roster}
    forgotten = {order.whom for order in orders if order.whom and order.event is None}
    everybody = any(order.whom is None and order.event is None for order in orders)
    quoted = {ground.sender for outcome in room.outcomes for ground in outcome.quotes}
    return frozenset(quoted if everybody else (agreed - agrees) | left | forgotten)
