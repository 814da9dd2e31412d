"""Which message a command is about: certain, or asked back. One rule for all commands that are about one. Pure.

What a message replies to may stand outside the encryption alone (`Heard.loose`), and there a homeserver can put anything:
it could have somebody else's words explained, an answer of its choice called wrong, or the right one taken back.
"""

from bot.model import Decision, Desk, Said, make_words
from bot.session.command.context import CommandContext
from bot.session.talk.clock import format_time_of_day
from bot.words.shelf import command_names

MOST_NAMED = 5


def ask_which_message(call: CommandContext) -> Decision | None:
    """Return the line that asks which message a call is about, None if that is certain.

    A command that says in its own words what it is about is certain without the message, but for a question about it.
    """
    heard = call.heard
    if not heard.loose or heard.reply_to is None:
        return None
    if call.argument and call.name not in {"ask", "suggest"}:
        return None
    return call.answer_with("which-words", name=_find_name_to_type(call))


def find_named_answer(call: CommandContext) -> Said | None:
    """Return the AI's message that a call names by its code, where the caller can read it."""
    code = call.argument.strip(" .!").upper()
    return next((said for said in _list_answers(call) if said.code == code), None)


def ask_which_answer(call: CommandContext) -> Decision | None:
    """Return the line that asks which of the AI's messages a call is about, None if that is certain or there is none."""
    answers = _list_answers(call)[-MOST_NAMED:]
    if not call.heard.loose or call.heard.reply_to is None or not answers:
        return None
    name = _find_name_to_type(call)
    lines = tuple(
        make_words(
            "which-answer-line",
            call.language,
            prefix=call.policy.rules.prefix,
            name=name,
            code=said.code,
            time=format_time_of_day(said.at),
        )
        for said in answers
    )
    return call.answer_with("which-answer", answers=lines)


def _list_answers(call: CommandContext) -> tuple[Said, ...]:
    """Return the AI's messages that stand where the call was typed; at the desk all."""
    where = call.heard.where
    stand = (said for said in call.room.said if said.event is not None)
    return tuple(said for said in stand if isinstance(where, Desk) or said.where == where)


def _find_name_to_type(call: CommandContext) -> str:
    """Return what the command is called in the language of the answer."""
    return command_names(call.language)[call.name][0]
