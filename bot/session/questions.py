"""The commands that put something to the room's model: `!translate`, `!express` and `!ask`. Pure."""

from dataclasses import replace

from bot.model import Decision, Direct, Open, Pending, SessionRoom, Task
from bot.session.asking import LONGEST_TEXT, asked, compose_question, nothing_to_work_on, refusal
from bot.session.call import Call
from bot.session.commands import THERAPIST, command
from bot.session.phrasing import written_in
from bot.session.translation import live
from bot.session.translation.languages import language_named


@command("translate")
def translate(call: Call) -> Decision:
    """Translate the text, or the message replied to, into the language named, or the room's other one.

    `auto` and languages: each message from now on, until `auto off`.
    """
    if live.is_meant(call):
        heard = call.heard
        pending = Pending(heard.id, heard.sender, Task.INTERPRET, call.language)
        question = compose_question(call.room, call.policy, pending, heard.at)
        return live.turned(call, refusal(call.room, call.policy, question, heard.at))
    first, _, rest = call.argument.partition(" ")
    target = language_named(first)
    call = replace(call, argument=rest.strip()) if target else call
    if missing := nothing_to_work_on(call, LONGEST_TEXT):
        return missing
    if not call.policy.backend.generative:
        return call.answered("translate-unable")
    return asked(call, Task.TRANSLATE, into=target)


@command("express")
def express(call: Call) -> Decision:
    """Offer two or three ways to say the caller's rough words, in their own language and register, to pick or drop."""
    if not call.argument:
        return _in_private(call)
    call = replace(call, language=written_in(call.argument, call.language))
    if missing := nothing_to_work_on(call, LONGEST_TEXT):
        return missing
    return asked(call, Task.EXPRESS)


@command("ask", who=THERAPIST)
def ask(call: Call) -> Decision:
    """Answer a question about what was said, from the window alone."""
    if not call.argument:
        return call.answered("ask-what")
    if missing := nothing_to_work_on(call, LONGEST_TEXT):
        return missing
    if not call.policy.backend.generative:
        return call.answered("ask-unable")
    return asked(call, Task.ASK)


def _in_private(call: Call) -> Decision:
    """Open a room that only the caller and the bot are in, for words that nobody else should see yet."""
    if not isinstance(call.heard.where, SessionRoom):
        return call.answered("express-what")
    return Decision(call.room, (Open(Direct(call.heard.sender)), call.reply("express-direct")))
