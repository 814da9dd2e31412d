"""What a person can order in their direct room alone: that all the bot wrote there is taken back. Pure."""

from bot.model import Clear, Decision, Direct
from bot.session.command.context import CommandContext
from bot.session.command.table import register_command


@register_command("clear", kind="lowers")
def clear_direct_room(call: CommandContext) -> Decision:
    """Take back every message of the bot's in the caller's direct room; elsewhere say where it can be typed."""
    if not isinstance(call.heard.where, Direct):
        return call.answer_with("clear-where")
    return Decision(call.room, (Clear(call.heard.where),))
