"""`!sent`: what left for a backend. What is shown to whom is ruled here; the text itself lies in the notebook. Pure."""

import re

from bot.model import Decision, Desk, Direct, EventId, Open, Role, SessionRoom, ShowSent
from bot.session.command.aside import find_place_aside
from bot.session.command.context import CommandContext
from bot.session.command.table import register_command

_CODE = re.compile(r"([KS]\d{1,9})(?: (\d{1,3}))?")
"""What a request is called, by the draft or answer that came of it or by its number; and which part of it to begin with."""


@register_command("sent")
def request_sent(call: CommandContext) -> Decision:
    """Show exactly what left: to a therapist at the desk everything, to everybody else their own words, in their direct room."""
    named, heard = _CODE.fullmatch(call.argument.upper()), call.heard
    if call.argument and not named:
        return call.answer_with("sent-what")
    where = find_place_aside(call.room, heard.sender, heard.where)
    if isinstance(where, SessionRoom):
        return _ask_elsewhere(call)
    show = ShowSent(
        to=heard.id if where == heard.where else EventId(""),
        asker=heard.sender,
        language=call.language,
        prefix=call.policy.rules.prefix,
        code=named[1] if named else "",
        part=max(1, int(named[2] or 1)) if named else 1,
        everything=isinstance(where, Desk) and call.role is Role.THERAPIST,
        thread=heard.thread if where == heard.where else None,
        where=where,
    )
    return Decision(call.room, (show,))


def _ask_elsewhere(call: CommandContext) -> Decision:
    """Say where it can be asked for: never in the session room, where others would read what somebody sent."""
    if call.role is Role.THERAPIST:
        return call.answer_with("at-the-desk")
    return Decision(call.room, (Open(Direct(call.heard.sender)), call.reply("sent-direct")))
