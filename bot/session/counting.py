"""What of a decision counts for reliance: the room before and after it are compared, and only numbers are kept. Pure."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz.distance import Levenshtein

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
    day,
)
from bot.policy import Policy

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
    step, found = _Step(before, event, decision, policy), room.reliance
    for count in (_time, _talk, _requests, _posts, _retracted, _shown, _drafts, _alarms):
        found = count(found, step)
    return replace(decision, room=replace(room, reliance=found))


def monday(at: float) -> int:
    """Return the number of the day on which the week of `at` (seconds UTC) began."""
    return day(at) - (day(at) - 1) % 7


def week(reliance: Reliance, begins: int) -> Week:
    """Return the week that began on the day `begins`, with nothing in it if nothing was counted."""
    return next((one for one in reliance.weeks if one.monday == begins), Week(begins))


def _time(found: Reliance, step: _Step) -> Reliance:
    """Count for how long the AI was on; while the bot was away nobody knows, and it does not count."""
    event, room = step.event, step.decision.room
    until = event.since if isinstance(event, WasAway) else event.at
    if step.before.is_on and found.seen:
        found = _added(found, event.at, on=max(0.0, until - found.seen))
    if not room.is_on:
        return replace(found, seen=0.0, open_turns=(), typed=0.0)
    return replace(found, seen=max(event.at, found.seen))


def _talk(found: Reliance, step: _Step) -> Reliance:
    """Count the words of talk that the bot may keep, and a client's message as a turn."""
    event = step.event
    if not isinstance(event, Heard):
        return found
    said = step.decision.room.line(event.id)
    if said is None:
        return found
    found = _added(found, event.at, said=len(said.text.split()))
    if step.policy.role(event.sender) is not Role.CLIENT:
        return found
    found = _added(found, event.at, turns=1)
    return replace(found, open_turns=(*_fresh(found, event.at), event.at)[-MOST_TURNS:])


def _requests(found: Reliance, step: _Step) -> Reliance:
    """Count what people asked the model for, and the clients' messages just before it."""
    if isinstance(step.event, Answered):
        return found  # a summary or note goes on reading: it was counted when somebody asked for it
    asked = sum(isinstance(one, Ask) and one.task not in UNASKED for one in step.decision.effects)
    if not asked:
        return found
    found = _added(found, step.event.at, asked=asked, followed=len(_fresh(found, step.event.at)))
    return replace(found, open_turns=())


def _fresh(found: Reliance, now: float) -> tuple[float, ...]:
    return tuple(one for one in found.open_turns if now - one <= FOLLOWS)


def _posts(found: Reliance, step: _Step) -> Reliance:
    """Count the words that the AI writes in the session room, and whether somebody was typing just then.

    A live translation is somebody's own words, said once more: nobody leans on the AI by it.
    """
    now, typing = step.event.at, step.before.typing
    if isinstance(step.event, Typing):
        return replace(found, typed=now)
    busy = (typing and now - typing < TYPING_LASTS) or (found.typed and now - found.typed <= INTO_TYPING)
    for one in step.decision.effects:
        if not isinstance(one, Reply) or not isinstance(one.where, SessionRoom):
            continue
        if one.mark.backend and one.mark.kind != Task.INTERPRET:
            text = str(dict(one.words.args).get("answer", ""))
            found = _added(found, now, written=len(text.split()), posts=1, into_typing=int(bool(busy)))
    return found


def _retracted(found: Reliance, step: _Step) -> Reliance:
    """Count the AI's messages that a therapist took back: what got out and should not have.

    A live translation also goes when its message is edited or deleted, which is nobody's judgement of it.
    """
    if not isinstance(step.event, Heard):
        return found
    notes = step.before.note.cards if step.before.note else ()  # an earlier wording of a note makes room for the next
    back = sum(isinstance(one, Retract) and one.event not in notes for one in step.decision.effects)
    return _added(found, step.event.at, retracted=back)


def _shown(found: Reliance, step: _Step) -> Reliance:
    """Remember since when a draft's card stands, as long as the draft waits."""
    event, waiting = step.event, {one.code for one in step.before.drafts}
    known = {code for code, _ in found.cards}
    if isinstance(event, Shown) and event.code in waiting - known:
        return replace(found, cards=(*found.cards, (event.code, event.at)))
    return found


def _drafts(found: Reliance, step: _Step) -> Reliance:
    """Count how the AI's drafts ended, the first time somebody decided on each, or that nobody did."""
    room = step.decision.room
    left = {one.code for one in room.drafts}
    for draft in step.before.drafts:
        if draft.code not in left and draft.edited_by is None:
            found = _ended(found, step, draft)
    return replace(found, cards=tuple(one for one in found.cards if one[0] in left))


def _ended(found: Reliance, step: _Step, draft: Draft) -> Reliance:
    now, room = step.event.at, step.decision.room
    outcome = room.outcome(draft.code)
    if outcome is None or outcome.by is None or outcome.verdict not in _COUNTED:
        return _added(found, now, lapsed=1)
    since = dict(found.cards).get(draft.code)

    def decided(one: Decisions) -> Decisions:
        name = _COUNTED[outcome.verdict]
        changes: dict[str, Any] = {name: getattr(one, name) + 1}
        if outcome.verdict is Verdict.CORRECTED:
            changes["changed_by"] = one.changed_by + _change(draft, room)
        return replace(one, **changes, waits=one.waits if since is None else timed(one.waits, now - since))

    runs = dict(found.runs)
    runs[outcome.by] = runs.get(outcome.by, 0) + 1 if outcome.verdict is Verdict.APPROVED else 0
    return replace(_decided(found, now, outcome.by, decided), runs=tuple(runs.items()))


def _change(draft: Draft, room: Room) -> int:
    """Return how much of the AI's draft a therapist changed, in percent: edit distance by the longer text's length."""
    return round(100 * Levenshtein.normalized_distance(draft.text, room.drafts[-1].text))


def _alarms(found: Reliance, step: _Step) -> Reliance:
    """Count how long alarms waited for whoever acknowledged them."""
    event, left = step.event, {one.code for one in step.decision.room.alarms}
    gone = tuple(one for one in step.before.alarms if one.code not in left)
    if not gone or not isinstance(event, Heard):
        return found

    def acknowledged(one: Decisions) -> Decisions:
        acks = one.acks
        for alarm in gone:
            acks = timed(acks, event.at - alarm.at)
        return replace(one, acks=acks)

    return _decided(found, event.at, event.sender, acknowledged)


def timed(histogram: tuple[int, ...], seconds: float) -> tuple[int, ...]:
    """Return `histogram` with one more that took `seconds`."""
    column = bisect_right(BOUNDS, seconds)
    return tuple(count + (number == column) for number, count in enumerate(histogram))


def _decided(found: Reliance, now: float, by: UserId, change: Callable[[Decisions], Decisions]) -> Reliance:
    """Return the counts with what `by` decided changed."""
    this = week(found, monday(now))
    others = tuple(one for one in this.decisions if one.person != by)
    return _with(found, replace(this, decisions=(*others, change(this.of(by)))))


def _added(found: Reliance, now: float, **more: float) -> Reliance:
    """Return the counts with `more` in the week of `now`; the oldest weeks go."""
    this = week(found, monday(now))
    changes: dict[str, Any] = {name: getattr(this, name) + number for name, number in more.items()}
    return _with(found, replace(this, **changes)) if any(more.values()) else found


def _with(found: Reliance, this: Week) -> Reliance:
    others = (one for one in found.weeks if one.monday != this.monday)
    weeks = tuple(sorted((*others, this), key=lambda one: one.monday))
    return replace(found, weeks=weeks[-MOST_WEEKS:])
