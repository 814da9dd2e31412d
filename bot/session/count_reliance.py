"""What of a decision counts for reliance: the room before and after it are compared, and only numbers are kept. Pure."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.model import (
    TYPING_LASTS,
    UNASKED,
    Answered,
    Ask,
    Decision,
    Decisions,
    Draft,
    Event,
    Heard,
    Reliance,
    Reply,
    Retract,
    Role,
    Room,
    SessionRoom,
    Shown,
    Task,
    Typing,
    UserId,
    Verdict,
    WasAway,
    Week,
)
from bot.policy import Policy
from bot.session.request.budget import find_day
from bot.words.slips import measure_change

BOUNDS = (3.0, 10.0, 30.0, 60.0, 300.0)
"""Seconds between the columns of a histogram: under the first, up to the next, and so on, and all that took longer."""
MOST_WEEKS = 8
FOLLOWS = 60.0
"""Seconds within which a request counts as one that followed a client's message."""
INTO_TYPING = 5.0
"""Seconds after somebody was seen typing within which a message of the AI's counts as one that came into it."""
MOST_TURNS = 100
_COUNTED = {Verdict.APPROVED: "approved", Verdict.CORRECTED: "changed", Verdict.REFUSED: "refused"}


@dataclass(frozen=True, slots=True)
class _Step:
    """One decision, with the room before it."""

    before: Room
    event: Event
    decision: Decision
    policy: Policy


def count_reliance(before: Room, event: Event, policy: Policy, decision: Decision) -> Decision:
    """Return `decision` with what happened counted in its room.

    Where the bot has no seat nothing is; and where the counts were erased just now, what erased them is not.
    """
    room = decision.room
    if not room.seated or room.reliance != before.reliance:
        return decision
    step, counts = _Step(before, event, decision, policy), room.reliance
    for count in (
        _count_time,
        _count_talk,
        _count_requests,
        _count_posts,
        _count_retracted,
        _remember_shown_cards,
        _count_drafts,
        _count_alarms,
    ):
        counts = count(counts, step)
    return replace(decision, room=replace(room, reliance=counts))


def find_monday(at: float) -> int:
    """Return the number of the day on which the week of `at` (seconds UTC) began."""
    return find_day(at) - (find_day(at) - 1) % 7


def find_week(reliance: Reliance, begins: int) -> Week:
    """Return the week that began on the day `begins`, with nothing in it if nothing was counted."""
    return next((week for week in reliance.weeks if week.monday == begins), None) or Week(begins)


def count_time_on(counts: Reliance, until: float) -> Reliance:
    """Return the counts with the time until then, for a room whose AI is on: it comes to the same whatever else happened meanwhile."""
    return _add_to_week(counts, until, on=max(0.0, until - counts.seen)) if counts.seen else counts


def _count_time(counts: Reliance, step: _Step) -> Reliance:
    """Count for how long the AI was on; while the bot was away nobody knows, and it does not count."""
    event, room = step.event, step.decision.room
    if step.before.is_on:
        counts = count_time_on(counts, event.since if isinstance(event, WasAway) else event.at)
    if not room.is_on:
        return replace(counts, seen=0.0, open_turns=(), typed=0.0)
    return replace(counts, seen=max(event.at, counts.seen))


def _count_talk(counts: Reliance, step: _Step) -> Reliance:
    """Count the words of talk that the bot may keep, and a client's message as a turn."""
    event = step.event
    if not isinstance(event, Heard):
        return counts
    said = step.decision.room.line(event.id)
    if said is None:
        return counts
    by_client = step.policy.role(event.sender) is Role.CLIENT
    counts = _add_to_week(counts, event.at, said=len(said.text.split()), turns=int(by_client))
    if not by_client:
        return counts
    return replace(counts, open_turns=(*_keep_fresh(counts, event.at), event.at)[-MOST_TURNS:])


def _count_requests(counts: Reliance, step: _Step) -> Reliance:
    """Count what people asked the model for, and the clients' messages just before it."""
    if isinstance(step.event, Answered):
        return counts  # a summary or note goes on reading: it was counted when somebody asked for it
    asked = [effect for effect in step.decision.effects if isinstance(effect, Ask) and effect.task not in UNASKED]
    if not asked:
        return counts
    by_client = isinstance(step.event, Heard) and step.policy.role(step.event.sender) is Role.CLIENT
    words = sum(ask.task is Task.EXPRESS for ask in asked) if by_client else 0  # not a therapist's `again` on the draft
    followed = len(_keep_fresh(counts, step.event.at))
    counts = _add_to_week(counts, step.event.at, asked=len(asked), followed=followed, expressed=words)
    return replace(counts, open_turns=())


def _keep_fresh(counts: Reliance, now: float) -> tuple[float, ...]:
    return tuple(turn for turn in counts.open_turns if now - turn <= FOLLOWS)


def _count_posts(counts: Reliance, step: _Step) -> Reliance:
    """Count the words that the AI writes in the session room, and whether somebody was typing just then.

    A live translation is somebody's own words, said once more: nobody leans on the AI by it.
    """
    now, typing = step.event.at, step.before.typing
    if isinstance(step.event, Typing):
        return replace(counts, typed=now)
    busy = (typing and now - typing < TYPING_LASTS) or (counts.typed and now - counts.typed <= INTO_TYPING)
    for effect in step.decision.effects:
        if not isinstance(effect, Reply) or not isinstance(effect.where, SessionRoom):
            continue
        if effect.mark.backend and effect.mark.kind != Task.INTERPRET:
            text = str(dict(effect.words.args).get("answer", ""))
            counts = _add_to_week(counts, now, written=len(text.split()), posts=1, into_typing=int(bool(busy)))
    return counts


def _count_retracted(counts: Reliance, step: _Step) -> Reliance:
    """Count the AI's messages that a therapist took back: what got out and should not have.

    A live translation also goes when its message is edited or deleted, which is nobody's judgement of it.
    """
    if not isinstance(step.event, Heard):
        return counts
    notes = step.before.note.cards if step.before.note else ()  # an earlier wording of a note makes room for the next
    back = sum(isinstance(effect, Retract) and effect.event not in notes for effect in step.decision.effects)
    return _add_to_week(counts, step.event.at, retracted=back)


def _remember_shown_cards(counts: Reliance, step: _Step) -> Reliance:
    """Remember since when a draft's card stands, as long as the draft waits."""
    event, waiting = step.event, {draft.code for draft in step.before.drafts}
    known = {code for code, _ in counts.cards}
    if isinstance(event, Shown) and event.code in waiting - known:
        return replace(counts, cards=(*counts.cards, (event.code, event.at)))
    return counts


def _count_drafts(counts: Reliance, step: _Step) -> Reliance:
    """Count how the AI's drafts ended, the first time somebody decided on each, or that nobody did."""
    room = step.decision.room
    left = {draft.code for draft in room.drafts}
    for draft in step.before.drafts:
        if draft.code not in left and draft.edited_by is None:
            counts = _count_ended_draft(counts, step, draft)
    cards = tuple(card for card in counts.cards if card[0] in left)
    return replace(counts, cards=cards) if cards != counts.cards else counts


def _count_ended_draft(counts: Reliance, step: _Step, draft: Draft) -> Reliance:
    now, room = step.event.at, step.decision.room
    outcome = room.outcome(draft.code)
    if outcome is None or outcome.by is None or outcome.verdict not in _COUNTED:
        return _add_to_week(counts, now, lapsed=1)
    since = dict(counts.cards).get(draft.code)

    def decided(decisions: Decisions) -> Decisions:
        name = _COUNTED[outcome.verdict]
        changes: dict[str, Any] = {name: getattr(decisions, name) + 1}
        if outcome.verdict is Verdict.CORRECTED:
            changes["changed_by"] = decisions.changed_by + _measure_change(draft, room)
        return replace(
            decisions,
            **changes,
            waits=decisions.waits if since is None else add_to_histogram(decisions.waits, now - since),
        )

    runs = dict(counts.runs)
    runs[outcome.by] = runs.get(outcome.by, 0) + 1 if outcome.verdict is Verdict.APPROVED else 0
    return replace(_add_decision(counts, now, outcome.by, decided), runs=tuple(runs.items()))


def _measure_change(draft: Draft, room: Room) -> int:
    """Return how much of the AI's draft a therapist changed, in percent: edit distance by the longer text's length."""
    return round(100 * measure_change(draft.text, room.drafts[-1].text))


def _count_alarms(counts: Reliance, step: _Step) -> Reliance:
    """Count how long alarms waited for whoever acknowledged them; those that were played do not count."""
    event, left = step.event, {alarm.code for alarm in step.decision.room.alarms}
    gone = tuple(alarm for alarm in step.before.alarms if alarm.code not in left and not alarm.drill)
    if not gone or not isinstance(event, Heard):
        return counts

    def acknowledged(decisions: Decisions) -> Decisions:
        acks = decisions.acks
        for alarm in gone:
            acks = add_to_histogram(acks, event.at - alarm.at)
        return replace(decisions, acks=acks)

    return _add_decision(counts, event.at, event.sender, acknowledged)


def add_to_histogram(histogram: tuple[int, ...], seconds: float) -> tuple[int, ...]:
    """Return `histogram` with one more that took `seconds`."""
    column = bisect_right(BOUNDS, seconds)
    return tuple(count + (number == column) for number, count in enumerate(histogram))


def _add_decision(counts: Reliance, now: float, by: UserId, change: Callable[[Decisions], Decisions]) -> Reliance:
    """Return the counts with what `by` decided changed."""
    this = find_week(counts, find_monday(now))
    others = tuple(decisions for decisions in this.decisions if decisions.person != by)
    return _replace_week(counts, replace(this, decisions=(*others, change(this.get_decisions(by)))))


def _add_to_week(counts: Reliance, now: float, **more: float) -> Reliance:
    """Return the counts with `more` in the week of `now`; the oldest weeks go."""
    if not any(more.values()):
        return counts
    this = find_week(counts, find_monday(now))
    changes: dict[str, Any] = {name: getattr(this, name) + number for name, number in more.items()}
    return _replace_week(counts, replace(this, **changes))


def _replace_week(counts: Reliance, this: Week) -> Reliance:
    others = (week for week in counts.weeks if week.monday != this.monday)
    weeks = tuple(sorted((*others, this), key=lambda week: week.monday))
    return replace(counts, weeks=weeks[-MOST_WEEKS:])
