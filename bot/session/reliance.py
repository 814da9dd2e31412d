"""Reliance: what a therapist alone gets to see of how much a session leans on the AI. It nudges, and never blocks. Pure."""

from dataclasses import replace
from datetime import date

from bot.model import (
    Decision,
    Decisions,
    Desk,
    Direct,
    Effect,
    Event,
    Language,
    Mark,
    Notice,
    Reliance,
    Role,
    Room,
    UserId,
    Week,
    Words,
    day,
    words,
)
from bot.policy import Policy
from bot.session.call import Call, line, therapists
from bot.session.commands import THERAPIST, allowed, command
from bot.session.counting import monday, week
from bot.session.translation.languages import decimal_mark

TIMES = ("0–3 s", "3–10 s", "10–30 s", "30–60 s", "1–5 min", "5+ min")  # noqa: RUF001 - dashes between numbers
NONE = "–"  # noqa: RUF001 - a dash where there is nothing to count
BAR = 10
"""Blocks of a whole bar: with its numbers it fits one line of a phone."""
IN_A_ROW = 10
ENOUGH_WORDS, A_THIRD = 200, 3
"""Of fewer words in a week no share is worth a nudge."""
MARK = Mark(kind="reliance")


@command("reliance", who=THERAPIST)
def reliance(call: Call) -> Decision:
    """Show the caller, where no client and no colleague reads it, this week's counts."""
    if call.role is not Role.THERAPIST:
        return call.answered("not-permitted", who="therapist")
    heard, sender = call.heard, call.heard.sender
    desk = _desk_is_private(call.room, call.policy) and not isinstance(heard.where, Direct)
    card = _card(call.room.reliance, sender, monday(heard.at), call.policy, call.language)
    shown = _shown(card, None if desk else sender)
    here = isinstance(heard.where, Desk if desk else Direct)
    told = () if here else (call.reply("reliance-elsewhere", where="desk" if desk else "direct"),)
    return Decision(call.room, (*told, *shown))


def note_reliance(before: Room, event: Event, policy: Policy, decision: Decision) -> Decision:
    """Return `decision`, in which all is counted, with last week's card when a new week begins, and with a nudge.

    Neither comes but where the AI was turned on or a therapist let a draft out.
    """
    room = decision.room
    if not room.seated or Role.THERAPIST not in allowed("reliance", policy):
        return decision
    room, card = _weekly(before, room, event.at, policy)
    room, nudge = _nudged(before, room, event.at, policy)
    return replace(decision, room=room).also(*card, *nudge)


def _weekly(before: Room, room: Room, now: float, policy: Policy) -> tuple[Room, tuple[Effect, ...]]:
    """Show each therapist the newest week before this one, once, as the AI is turned on for the first time in this one."""
    found, this = room.reliance, monday(now)
    if before.is_on or not room.is_on:
        return room, ()
    over = next((one for one in reversed(found.weeks) if found.told <= one.monday < this), None)
    room = replace(room, reliance=replace(found, told=this))
    if over is None:
        return room, ()
    alone = _desk_is_private(room, policy)
    return room, tuple(
        effect
        for one in therapists(room, policy)
        for effect in _shown(_card(found, one, over.monday, policy, policy.languages[0]), None if alone else one)
    )


def _nudged(before: Room, room: Room, now: float, policy: Policy) -> tuple[Room, tuple[Effect, ...]]:
    """Say one quiet line to a therapist who has just let a draft out as it was, once a day, and not beside an alarm."""
    earlier, found = dict(before.reliance.runs), room.reliance
    by = next((one for one, run in found.runs if run > earlier.get(one, 0)), None)
    if by is None or room.alarms or dict(found.nudged).get(by) == day(now):
        return room, ()
    run = dict(found.runs)[by]
    key = _reason(week(found, monday(now)), by, run)
    if key is None:
        return room, ()
    runs = {**dict(found.runs), by: 0} if run >= IN_A_ROW else dict(found.runs)
    nudged = {**dict(found.nudged), by: day(now)}
    found = replace(found, runs=tuple(runs.items()), nudged=tuple(nudged.items()))
    sentence = line(policy, key, count=run)
    alone = _desk_is_private(room, policy)
    return replace(room, reliance=found), _shown(sentence, None if alone else by)


def _reason(this: Week, by: UserId, run: int) -> str | None:
    """Return which nudge there is a reason for. One rule per line."""
    waits = this.of(by).waits
    if run >= IN_A_ROW:
        return "reliance-unchanged"
    if sum(waits) >= IN_A_ROW and 2 * waits[0] > sum(waits):
        return "reliance-quick"
    if this.said + this.written >= ENOUGH_WORDS and A_THIRD * this.written > this.said + this.written:
        return "reliance-words"
    return None


def _desk_is_private(room: Room, policy: Policy) -> bool:
    """Return whether one therapist alone reads the desk; what somebody decided is for themself."""
    return len(therapists(room, policy)) <= 1


def _shown(sentence: Words, whom: UserId | None) -> tuple[Effect, ...]:
    """Return the order to show `sentence` at the desk, or in the direct room of `whom`."""
    return (Notice(sentence, MARK, where=Direct(whom) if whom else Desk()),)


def _card(found: Reliance, person: UserId, begins: int, policy: Policy, language: Language) -> Words:
    """Return the card about the week that began on the day `begins`, compared with the week before."""
    this, last = week(found, begins), week(found, begins - 7)
    args: dict[str, str] = {"prefix": policy.rules.prefix}
    now, before = (_texts(one, one.of(person), language) for one in (this, last))
    for name, (text, part) in now.items():
        args |= {name: text, f"{name}_before": before[name][0], f"{name}_bar": _bar(part)}
    since, until = (date.fromordinal(begins + days).isoformat() for days in (0, 6))
    return words("reliance-card", language, since=since, until=until, **args)


def _texts(this: Week, mine: Decisions, language: Language) -> dict[str, tuple[str, float]]:
    """Return each fact of a week as a card says it, and how much of the whole it is."""
    decided = mine.approved + mine.changed + mine.refused
    comma = decimal_mark(language)
    rate = f"≈ {600 * this.asked / this.on:.1f}".replace(".", comma) if this.on >= 60 else NONE
    return {
        "share": _percent(this.written, this.said + this.written),
        "approved": _of(mine.approved, decided),
        "changed": _of(mine.changed, decided),
        "depth": (f"{round(mine.changed_by / mine.changed)}%" if mine.changed else NONE, 0.0),
        "refused": _of(mine.refused, decided),
        "lapsed": (str(this.lapsed), 0.0),
        "wait": (_middle(mine.waits), 0.0),
        "rate": (rate, 0.0),
        "followed": _percent(this.followed, this.turns),
        "retracted": (str(this.retracted), 0.0),
        "typing": _of(this.into_typing, this.posts),
        "ack": (_middle(mine.acks), 0.0),
    }


def _percent(part: int, whole: int) -> tuple[str, float]:
    return (f"{round(100 * part / whole)}%", part / whole) if whole else (NONE, 0.0)


def _of(part: int, whole: int) -> tuple[str, float]:
    return (f"{part}/{whole}", part / whole) if whole else (NONE, 0.0)


def _middle(histogram: tuple[int, ...]) -> str:
    """Return the column of `histogram` in which its median lies."""
    passed = 0
    for count, text in zip(histogram, TIMES, strict=True):
        passed += count
        if passed and 2 * passed >= sum(histogram):
            return text
    return NONE


def _bar(part: float) -> str:
    full = round(BAR * part)
    return "█" * full + "░" * (BAR - full)
