"""`!translate auto`: live interpretation on, between which languages, and off. Pure."""

import re
from dataclasses import replace

from bot.model import Cancel, Decision, Direct, Language, Mark, Notice, Reply, Role, Room, SessionRoom, Task
from bot.policy import Policy
from bot.session.command.aside import say_anew
from bot.session.command.context import CommandContext
from bot.session.command.read_languages import say_to_everybody
from bot.session.desk.waiver import INTERPRETING, ask_for_waiver, end_waiver, is_interpreting_at_once
from bot.session.language.languages import find_language, name_languages
from bot.session.translation.spoken import has_sisters
from bot.words import fold_text
from bot.words.shelf import typed_words

MOST = 3
"""Languages between which a room is interpreted, at most."""


def turn_interpreting(call: CommandContext, refusal: str | None) -> Decision:
    """Turn live interpretation on or off, or say what stands in the way; `refusal` is why nothing may be asked now."""
    typed = _parse_auto_words(call.argument)
    if call.role is not Role.THERAPIST:
        return call.answer_with("not-permitted", who="therapist")
    if isinstance(call.heard.where, Direct):
        return call.answer_with("in-the-room")
    if len(typed) == 1 and typed[0] in typed_words("live.off"):
        return _turn_off(call)
    languages = tuple(dict.fromkeys(language for word in typed if (language := find_language(word))))
    if key := _find_mistake(call, typed, languages) or refusal:
        return call.answer_with(key)
    return _turn_on(call, languages)


def _parse_auto_words(argument: str) -> list[str]:
    """Return the words behind `auto` that should name languages, without what stands between them."""
    words = re.findall(r"[^\W\d_]+", fold_text(argument))[1:]
    between = typed_words("live.between")
    return [word for place, word in enumerate(words) if word not in between or _is_language(words, place)]


def _is_language(words: list[str], place: int) -> bool:
    """Return whether a word that may stand between languages is one itself: `bahasa`, with no language named behind it."""
    return find_language(words[place]) is not None and not find_language("".join(words[place + 1 : place + 2]))


def _find_mistake(call: CommandContext, typed: list[str], languages: tuple[Language, ...]) -> str | None:
    """Return which line says what is wrong with the languages; None if nothing is. One rule per line."""
    if not typed:
        return "interpret-what"
    if not all(find_language(word) for word in typed):
        return "interpret-unknown"
    if len(typed) > len(languages) or has_sisters(languages):
        return "interpret-same"
    if not 2 <= len(languages) <= MOST:
        return "interpret-what"
    return None if call.policy.backend.generative else "translate-unable"


def _turn_on(call: CommandContext, languages: tuple[Language, ...]) -> Decision:
    if call.room.interpreting == languages:
        return call.answer_with("interpret-already", languages=name_languages(languages))
    before = _stop_interpreting(call.room, call.policy)
    key = "interpret-on"
    facts = {"languages": name_languages(languages), "how": describe_way(before.room, call.policy)}
    words = call.reply(key, **facts).words
    told = Notice(say_to_everybody(call.room, call.policy, words), Mark(kind="interpret"), rings=True)
    on = replace(before, room=replace(before.room, interpreting=languages))
    said = on.also(*_answer_desk(call, key, **facts)).then(say_anew, INTERPRETING, told, call.heard.at)
    return said.then(ask_for_waiver, call.policy, name_languages(languages))


def _turn_off(call: CommandContext) -> Decision:
    if not call.room.interpreting:
        return call.answer_with("interpret-off-already")
    told = Notice(say_to_everybody(call.room, call.policy, call.reply("interpret-off").words), Mark(kind="interpret"))
    return _stop_interpreting(call.room, call.policy).also(*_answer_desk(call, "interpret-off"), told)


def _stop_interpreting(room: Room, policy: Policy) -> Decision:
    """Return the room without live interpretation; what is under way is dropped, what waits at the desk is the therapist's."""
    under_way = tuple(question for question in room.pending if question.task is Task.INTERPRET)
    room = replace(room.without_pending(*under_way), interpreting=(), utterances=(), missed=0)
    return Decision(room, tuple(Cancel(question.question) for question in under_way)).then(end_waiver, policy)


def describe_way(room: Room, policy: Policy) -> str:
    """Return how a translation comes to the room, as the sentence calls it."""
    if not policy.posts_allowed:
        return "never"
    return "once" if is_interpreting_at_once(room, policy) else "cards"


def _answer_desk(call: CommandContext, key: str, **facts: str) -> tuple[Reply, ...]:
    """Return the answer to a command that was typed at the desk, where nobody of the room sees it."""
    return () if isinstance(call.heard.where, SessionRoom) else (call.reply(key, **facts),)
