"""`!window`: how much of the talk is at hand, less of it, or none of it. Pure.

A therapist can have less than policy allows, never more. It lasts until `!end`, also while the AI goes off and on again.
"""

import re
from collections import Counter
from dataclasses import replace

from bot.model import Decision, Room
from bot.session.call import Call, name_of
from bot.session.clock import clock
from bot.session.commands import THERAPIST, command
from bot.session.notes.closing import cleared
from bot.session.window import at_hand, keeps_session, most_lines, most_minutes, trimmed
from bot.words import folded
from bot.words.typed import typed_words

_LIMIT = re.compile(r"(\d{1,4})\s*([^\d\s].*)?")


@command("window", who=THERAPIST)
def window(call: Call) -> Decision:
    """Say what is at hand; or keep no more than so many messages or minutes from now on; or empty it."""
    said = folded(call.argument).strip(" .!")
    if not said:
        return _held(call, trimmed(call.room, call.policy, call.heard.at), "window-holds")
    if said in typed_words("window.clear"):
        return cleared(call.room, call.policy, call.heard.at).also(call.reply("window-cleared"))
    limit = (0, 0) if said in typed_words("window.all") else _limit(said)
    return _narrowed(call, *limit) if limit else call.answered("window-what")


def _narrowed(call: Call, messages: int, minutes: int) -> Decision:
    """Keep no more than that from now on, each where it is not 0; two zeros stand for all that policy allows."""
    room = call.room
    if not (messages or minutes):
        room = replace(room, window_messages=0, window_minutes=0)
    else:
        room = replace(
            room, window_messages=messages or room.window_messages, window_minutes=minutes or room.window_minutes
        )
    return _held(call, trimmed(room, call.policy, call.heard.at), "window-set")


def _held(call: Call, room: Room, key: str) -> Decision:
    """Answer with what is at hand, in counts and names, and how much there can be."""
    window = at_hand(room, call.policy, call.heard.at)
    counts = Counter(line.sender for line in window)
    people = ", ".join(f"{name_of(room, one)} {count}" for one, count in counts.items())
    sentence = call.reply(
        key,
        lines=len(window),
        since=clock(window[0].at) if window else "-",
        kept=len(room.window) if keeps_session(room, call.policy) else 0,
        hours=call.policy.rules.retention.window,
        people=people or "-",
        messages=most_lines(room, call.policy),
        minutes=most_minutes(room, call.policy),
        allowed=call.policy.rules.window.messages,
        longest=call.policy.rules.window.minutes,
    )
    return Decision(room, (sentence,))


def _limit(said: str) -> tuple[int, int] | None:
    """Return the messages and minutes that were typed, the one that was not as 0; None if it is no such limit."""
    found = _LIMIT.fullmatch(said)
    if not found or not int(found[1]):
        return None
    number, unit = int(found[1]), found[2] or ""
    if unit in typed_words("window.minutes"):
        return 0, number
    return (number, 0) if not unit or unit in typed_words("window.messages") else None
