"""`!translate auto`: live interpretation on, between which languages, and off. Pure."""

import re
from dataclasses import replace

from bot.model import Cancel, Decision, Direct, Language, Mark, Notice, Reply, Role, Room, SessionRoom, Task
from bot.policy import Policy
from bot.session.call import Call, aloud
from bot.session.translation.languages import language_named, own_name
from bot.session.translation.tongues import sisters
from bot.words import folded
from bot.words.typed import typed_words

MOST = 3
"""Languages between which a room is interpreted, at most."""


def is_meant(call: Call) -> bool:
    """Return whether `!translate` is to translate from now on by itself, and not one text."""
    return folded(call.argument).partition(" ")[0] in typed_words("live.auto")


def turned(call: Call, refusal: str | None) -> Decision:
    """Turn live interpretation on or off, or say what stands in the way; `refusal` is why nothing may be asked now."""
    typed = _typed(call.argument)
    if call.role is not Role.THERAPIST:
        return call.answered("not-permitted", who="therapist")
    if isinstance(call.heard.where, Direct):
        return call.answered("in-the-room")
    if len(typed) == 1 and typed[0] in typed_words("live.off"):
        return _off(call)
    languages = tuple(dict.fromkeys(one for word in typed if (one := language_named(word))))
    if key := _mistake(call, typed, languages) or refusal:
        return call.answered(key)
    return _on(call, languages)


def between(languages: tuple[Language, ...]) -> str:
    """Return the languages that are interpreted, each by its own name; empty if none is."""
    return " \u21c4 ".join(own_name(one) for one in languages)


def _typed(argument: str) -> list[str]:
    """Return the words behind `auto` that should name languages, without what stands between them."""
    words = re.findall(r"[^\W\d_]+", folded(argument))[1:]
    between = typed_words("live.between")
    return [word for place, word in enumerate(words) if word not in between or _is_language(words, place)]


def _is_language(words: list[str], place: int) -> bool:
    """Return whether a word that may stand between languages is one itself: `bahasa`, with no language named behind it."""
    return language_named(words[place]) is not None and not language_named("".join(words[place + 1 : place + 2]))


def _mistake(call: Call, typed: list[str], languages: tuple[Language, ...]) -> str | None:
    """Return which line says what is wrong with the languages; None if nothing is. One rule per line."""
    if not typed:
        return "interpret-what"
    if not all(language_named(word) for word in typed):
        return "interpret-unknown"
    if len(typed) > len(languages) or sisters(languages):
        return "interpret-same"
    if not 2 <= len(languages) <= MOST:
        return "interpret-what"
    return None if call.policy.backend.generative else "translate-unable"


def _on(call: Call, languages: tuple[Language, ...]) -> Decision:
    if call.room.interpreting == languages:
        return call.answered("interpret-already", languages=between(languages))
    before = _stopped(call.room)
    key = "interpret-on"
    facts = {"languages": between(languages), "how": how(call.policy)}
    told = Notice(aloud(call.policy, call.reply(key, **facts).words), Mark(kind="interpret"), rings=True)
    on = replace(before, room=replace(before.room, interpreting=languages))
    return on.also(*_elsewhere(call, key, **facts), told)


def _off(call: Call) -> Decision:
    if not call.room.interpreting:
        return call.answered("interpret-off-already")
    told = Notice(aloud(call.policy, call.reply("interpret-off").words), Mark(kind="interpret"))
    return _stopped(call.room).also(*_elsewhere(call, "interpret-off"), told)


def _stopped(room: Room) -> Decision:
    """Return the room without live interpretation; what is under way is dropped, what waits at the desk is the therapist's."""
    under_way = tuple(one for one in room.pending if one.task is Task.INTERPRET)
    room = replace(room.without_pending(*under_way), interpreting=(), utterances=(), missed=0)
    return Decision(room, tuple(Cancel(one.question) for one in under_way))


def how(policy: Policy) -> str:
    """Return how a translation comes to the room, as the sentence calls it."""
    if not policy.posts_allowed:
        return "never"
    return "once" if policy.interprets_at_once else "cards"


def _elsewhere(call: Call, key: str, **facts: str) -> tuple[Reply, ...]:
    """Return the answer to a command that was typed at the desk, where nobody of the room sees it."""
    return () if isinstance(call.heard.where, SessionRoom) else (call.reply(key, **facts),)
