"""Reliance: what a therapist alone gets to see of how much a session leans on the AI. It nudges, and never blocks. Pure."""

from dataclasses import replace
from datetime import date
from typing import TypeAlias

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
    make_words,
)
from bot.policy import Policy
from bot.session.command.context import CommandContext, say_line, therapists
from bot.session.command.table import THERAPIST, list_allowed_roles, register_command
from bot.session.count_reliance import count_time_on, find_monday, find_week
from bot.session.language.languages import decimal_mark
from bot.session.request.budget import find_day

TIMES = ("0–3 s", "3–10 s", "10–30 s", "30–60 s", "1–5 min", "5+ min")  # noqa: RUF001 - dashes between numbers
BAR = 10
"""Blocks of a whole bar: with its numbers it fits one line of a phone."""
IN_A_ROW = 10
ENOUGH_WORDS, A_THIRD = 200, 3
"""Of fewer words in a week no share is worth a nudge."""
MARK = Mark(kind="reliance")
Fact: TypeAlias = str | tuple[Words, ...]
"""A figure as a card says it: what is read aloud needs words, not a slash or a dash."""


@register_command("reliance", who=THERAPIST)
def show_reliance(call: CommandContext) -> Decision:
    """Show the caller, where no client and no colleague reads it, this week's counts."""
    if call.role is not Role.THERAPIST:
        return call.answer_with("not-permitted", who="therapist")
    heard, sender = call.heard, call.heard.sender
    desk = _is_desk_private(call.room, call.policy) and not isinstance(heard.where, Direct)
    # Up to now: what the desk reads must not hang on whether something that it is not told of happened just before.
    counts = count_time_on(call.room.reliance, heard.at) if call.room.is_on else call.room.reliance
    card = _render_week(counts, sender, find_monday(heard.at), call.policy, call.language)
    shown = _show_to(card, None if desk else sender)
    here = isinstance(heard.where, Desk if desk else Direct)
    told = () if here else (call.reply("reliance-elsewhere", where="desk" if desk else "direct"),)
    return Decision(call.room, (*told, *shown))


def note_reliance(before: Room, event: Event, policy: Policy, decision: Decision) -> Decision:
    """Return `decision`, in which all is counted, with last week's card when a new week begins, and with a nudge.

    Neither comes but where the AI was turned on or a therapist let a draft out.
    """
    room = decision.room
    if not room.seated or Role.THERAPIST not in list_allowed_roles("reliance", policy):
        return decision
    room, card = _show_weekly_cards(before, room, event.at, policy)
    room, nudge = _nudge_therapist(before, room, event.at, policy)
    return replace(decision, room=room).also(*card, *nudge)


def _show_weekly_cards(before: Room, room: Room, now: float, policy: Policy) -> tuple[Room, tuple[Effect, ...]]:
    """Show each therapist the newest week before this one, once, as the AI is turned on for the first time in this one."""
    counts, this = room.reliance, find_monday(now)
    if before.is_on or not room.is_on:
        return room, ()
    over = next((week for week in reversed(counts.weeks) if counts.told <= week.monday < this), None)
    room = replace(room, reliance=replace(counts, told=this))
    if over is None:
        return room, ()
    alone = _is_desk_private(room, policy)
    return room, tuple(
        effect
        for therapist in therapists(room, policy)
        for effect in _show_to(
            _render_week(counts, therapist, over.monday, policy, policy.languages[0]), None if alone else therapist
        )
    )


def _nudge_therapist(before: Room, room: Room, now: float, policy: Policy) -> tuple[Room, tuple[Effect, ...]]:
    """Say one quiet line to a therapist who has just let a draft out as it was, once a day, and not beside an alarm."""
    earlier, counts = dict(before.reliance.runs), room.reliance
    by = next((user for user, run in counts.runs if run > earlier.get(user, 0)), None)
    if (
        by is None
        or any(not alarm.by_therapist for alarm in room.alarms)
        or dict(counts.nudged).get(by) == find_day(now)
    ):
        return room, ()
    run = dict(counts.runs)[by]
    key = _find_nudge_reason(find_week(counts, find_monday(now)), by, run)
    if key is None:
        return room, ()
    runs = {**dict(counts.runs), by: 0} if run >= IN_A_ROW else dict(counts.runs)
    nudged = {**dict(counts.nudged), by: find_day(now)}
    counts = replace(counts, runs=tuple(runs.items()), nudged=tuple(nudged.items()))
    sentence = say_line(policy, key, count=run)
    alone = _is_desk_private(room, policy)
    return replace(room, reliance=counts), _show_to(sentence, None if alone else by)


def _find_nudge_reason(this: Week, by: UserId, run: int) -> str | None:
    """Return which nudge there is a reason for. One rule per line."""
    waits = this.get_decisions(by).waits
    if run >= IN_A_ROW:
        return "reliance-unchanged"
    if sum(waits) >= IN_A_ROW and 2 * waits[0] > sum(waits):
        return "reliance-quick"
    if this.said + this.written >= ENOUGH_WORDS and A_THIRD * this.written > this.said + this.written:
        return "reliance-words"
    return None


def _is_desk_private(room: Room, policy: Policy) -> bool:
    """Return whether one therapist alone reads the desk; what somebody decided is for themself."""
    return len(therapists(room, policy)) <= 1


def _show_to(sentence: Words, whom: UserId | None) -> tuple[Effect, ...]:
    """Return the order to show `sentence` at the desk, or in the direct room of `whom`."""
    return (Notice(sentence, MARK, where=Direct(whom) if whom else Desk()),)


def _render_week(counts: Reliance, person: UserId, begins: int, policy: Policy, language: Language) -> Words:
    """Return the card about the week that began on the day `begins`, compared with the week before."""
    this, last = find_week(counts, begins), find_week(counts, begins - 7)
    args: dict[str, Fact] = {"prefix": policy.rules.prefix}
    now, before = (_describe_week(week, week.get_decisions(person), language) for week in (this, last))
    for name, (text, part) in now.items():
        args |= {name: text, f"{name}_before": before[name][0], f"{name}_bar": _draw_bar(part)}
    since, until = (date.fromordinal(begins + days).isoformat() for days in (0, 6))
    return make_words("reliance-card", language, since=since, until=until, **args)


def _describe_week(this: Week, mine: Decisions, language: Language) -> dict[str, tuple[Fact, float]]:
    """Return each fact of a week as a card says it, and how much of the whole it is."""
    decided = mine.approved + mine.changed + mine.refused
    comma = decimal_mark(language)
    none = _say_none(language)
    rate = f"≈ {600 * this.asked / this.on:.1f}".replace(".", comma) if this.on >= 60 else none
    return {
        "share": _measure_percent(this.written, this.said + this.written, language),
        "approved": _describe_share(mine.approved, decided, language),
        "changed": _describe_share(mine.changed, decided, language),
        "depth": (_say_percent(mine.changed_by / mine.changed, language) if mine.changed else none, 0.0),
        "refused": _describe_share(mine.refused, decided, language),
        "expressed": (str(this.expressed), 0.0),
        "lapsed": (str(this.lapsed), 0.0),
        "wait": (_find_median(mine.waits) or none, 0.0),
        "rate": (rate, 0.0),
        "followed": _measure_percent(this.followed, this.turns, language),
        "retracted": (str(this.retracted), 0.0),
        "typing": _describe_share(this.into_typing, this.posts, language),
        "ack": (_find_median(mine.acks) or none, 0.0),
    }


def _measure_percent(part: int, whole: int, language: Language) -> tuple[Fact, float]:
    return (_say_percent(100 * part / whole, language), part / whole) if whole else (_say_none(language), 0.0)


def _describe_share(part: int, whole: int, language: Language) -> tuple[Fact, float]:
    if not whole:
        return _say_none(language), 0.0
    return (make_words("reliance-part", language, part=str(part), whole=str(whole)),), part / whole


def _say_percent(percent: float, language: Language) -> Fact:
    return (make_words("reliance-percent", language, percent=str(round(percent))),)


def _say_none(language: Language) -> Fact:
    """Return what stands where there is nothing to count."""
    return (make_words("reliance-none", language),)


def _find_median(histogram: tuple[int, ...]) -> str:
    """Return the column of `histogram` in which its median lies, empty if there is none."""
    passed = 0
    for count, text in zip(histogram, TIMES, strict=True):
        passed += count
        if passed and 2 * passed >= sum(histogram):
            return text
    return ""


def _draw_bar(part: float) -> str:
    full = round(BAR * part)
    return "█" * full + "░" * (BAR - full)
