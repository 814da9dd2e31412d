"""`!cards`: in which of a therapist's rooms cards are open. Who may ask is ruled here; other rooms lie in the notebook. Pure."""

from bot.model import Decision, Desk, ShowCards
from bot.session.command.context import CommandContext, therapists
from bot.session.command.table import THERAPIST, register_command


@register_command("cards", who=THERAPIST)
def list_open_cards(call: CommandContext) -> Decision:
    """Show at the desk which of the caller's rooms have cards open, without anybody's words; elsewhere say where it is typed."""
    heard = call.heard
    if not isinstance(heard.where, Desk):
        return call.answer_with("cards-where")
    here = therapists(call.room, call.policy)
    return Decision(call.room, (ShowCards(heard.id, here, call.language, heard.thread),))
