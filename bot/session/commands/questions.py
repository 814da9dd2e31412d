"""The commands that put something to the room's model: `!translate`, `!express` and `!ask`. Pure."""

from dataclasses import replace

from bot.model import Decision, Direct, Open, Pending, SessionRoom, Task
from bot.session.command.context import CommandContext
from bot.session.command.table import THERAPIST, register_command
from bot.session.language.languages import find_language
from bot.session.language.phrasing import detect_rough_language
from bot.session.request.question import LONGEST_TEXT, ask_backend, compose_question, find_missing_text, find_refusal
from bot.session.translation.switch import turn_interpreting
from bot.words.shelf import fold_text, typed_words


@register_command("translate", raises_with="live.auto")
def translate(call: CommandContext) -> Decision:
    """Translate the text, or the message replied to, into the language named, or the room's other one.

    `auto` and languages: each message from now on, until `auto off`.
    """
    if _is_for_each_message(call):
        heard = call.heard
        pending = Pending(heard.id, heard.sender, Task.INTERPRET, call.language)
        question = compose_question(call.room, call.policy, pending, heard.at)
        return turn_interpreting(call, find_refusal(call.room, call.policy, question, heard.at))
    first, _, rest = call.argument.partition(" ")
    target = find_language(first)
    call = replace(call, argument=rest.strip()) if target else call
    if missing := find_missing_text(call, LONGEST_TEXT):
        return missing
    if not call.policy.backend.generative:
        return call.answer_with("translate-unable")
    return ask_backend(call, Task.TRANSLATE, into=target)


@register_command("express")
def express(call: CommandContext) -> Decision:
    """Offer two or three ways to say the caller's rough words, in their own language and register, to pick or drop."""
    if not call.argument:
        return _in_private(call)
    if isinstance(call.heard.where, Direct):
        call = replace(call, room=call.room.reading(call.heard.sender))
    call = replace(call, language=detect_rough_language(call.argument, call.language))
    if missing := find_missing_text(call, LONGEST_TEXT):
        return missing
    return ask_backend(call, Task.EXPRESS)


@register_command("ask", who=THERAPIST)
def ask(call: CommandContext) -> Decision:
    """Answer a question about what was said, from the window alone."""
    if not call.argument:
        return call.answer_with("ask-what")
    if missing := find_missing_text(call, LONGEST_TEXT):
        return missing
    if not call.policy.backend.generative:
        return call.answer_with("ask-unable")
    return ask_backend(call, Task.ASK)


def _is_for_each_message(call: CommandContext) -> bool:
    """Return whether `!translate` is to translate from now on by itself, and not one text."""
    return fold_text(call.argument).partition(" ")[0] in typed_words("live.auto")


def _in_private(call: CommandContext) -> Decision:
    """Open a room that only the caller and the bot are in, for words that nobody else should see yet."""
    sender = call.heard.sender
    if not isinstance(call.heard.where, SessionRoom):
        return replace(call, room=call.room.reading(sender)).answer_with("express-what")
    return Decision(call.room, (Open(Direct(sender)), call.reply("express-direct")))
