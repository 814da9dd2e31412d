"""`!window`: how much of the talk is at hand, less of it, or none of it. Pure.

A therapist can have less than policy allows, never more. It lasts until `!end`, also while the AI goes off and on again.
"""

import re
from collections import Counter
from dataclasses import replace

from bot.model import Decision, Room
from bot.session.command.context import CommandContext, find_name
from bot.session.command.table import THERAPIST, register_command
from bot.session.notes.closing import clear_talk
from bot.session.talk.clock import format_time_of_day
from bot.session.talk.window import get_window, is_session_kept, limit_lines, limit_minutes, trim_window
from bot.words import fold_text
from bot.words.shelf import typed_words

_LIMIT = re.compile(r"(\d{1,4})\s*([^\d\s].*)?")


@register_command("window", who=THERAPIST)
def limit_window(call: CommandContext) -> Decision:
    """Say what is at hand; or keep no more than so many messages or minutes from now on; or empty it."""
    said = fold_text(call.argument).strip(" .!")
    if not said:
        return _describe_window(call, trim_window(call.room, call.policy, call.heard.at), "window-holds")
    if said in typed_words("window.clear"):
        return clear_talk(call.room, call.policy, call.heard.at).also(call.reply("window-cleared"))
    limit = (0, 0) if said in typed_words("window.all") else _parse_limit(said)
    return _narrow_window(call, *limit) if limit else call.answer_with("window-what")


def _narrow_window(call: CommandContext, messages: int, minutes: int) -> Decision:
    """Keep no more than that from now on, each where it is not 0; two zeros stand for all that policy allows."""
    room = call.room
    if not (messages or minutes):
        room = replace(room, window_messages=0, window_minutes=0)
    else:
        room = replace(
            room, window_messages=messages or room.window_messages, window_minutes=minutes or room.window_minutes
        )
    return _describe_window(call, trim_window(room, call.policy, call.heard.at), "window-set")


def _describe_window(call: CommandContext, room: Room, key: str) -> Decision:
    """Answer with what is at hand, in counts and names, and how much there can be."""
    window = get_window(room, call.policy, call.heard.at)
    counts = Counter(line.sender for line in window)
    people = ", ".join(f"{find_name(room, user)} {count}" for user, count in counts.items())
    sentence = call.reply(
        key,
        lines=len(window),
        since=format_time_of_day(window[0].at) if window else "-",
        kept=len(room.window) if is_session_kept(room, call.policy) else 0,
        hours=call.policy.rules.retention.window,
        people=people or "-",
        messages=limit_lines(room, call.policy),
        minutes=limit_minutes(room, call.policy),
        allowed=call.policy.rules.window.messages,
        longest=call.policy.rules.window.minutes,
    )
    return Decision(room, (sentence,))


def _parse_limit(said: str) -> tuple[int, int] | None:
    """Return the messages and minutes that were typed, the one that was not as 0; None if it is no such limit."""
    match = _LIMIT.fullmatch(said)
    if not match or not int(match[1]):
        return None
    number, unit = int(match[1]), match[2] or ""
    if unit in typed_words("window.minutes"):
        return 0, number
    return (number, 0) if not unit or unit in typed_words("window.messages") else None
