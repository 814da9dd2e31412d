"""`!suggest`: for the therapist's eyes alone, points about the talk, each with the messages it rests on. Pure.

Wherever it is typed, the answer goes to the desk: nobody has to ask for it before the client, and whoever did anyway has
shown the client no more than that.
"""

from bot.model import Decision, Desk, Pending, Role, Task
from bot.session.command.context import CommandContext
from bot.session.command.meant_message import ask_which_message
from bot.session.command.table import THERAPIST, register_command
from bot.session.request.question import (
    LONGEST_TEXT,
    compose_question,
    find_refusal,
    send_question,
    warn_of_large_request,
)


@register_command("suggest", who=THERAPIST)
def suggest_points(call: CommandContext) -> Decision:
    """Offer the therapist, at the desk, up to five points about the talk, or about what they ask, each citing messages."""
    if call.role is not Role.THERAPIST:
        return call.answer_with("not-permitted", who="therapist")
    if len(call.argument) > LONGEST_TEXT:
        return call.answer_with("too-long", most=LONGEST_TEXT)
    if not call.policy.backend.generative:
        return call.answer_with("suggest-unable")
    return ask_which_message(call) or _ask_for_points(call)


def _ask_for_points(call: CommandContext) -> Decision:
    """Ask the room's backend for the desk, or say why not; typed elsewhere, one quiet line says where the answer goes."""
    heard, room, policy = call.heard, call.room, call.policy
    at_desk = isinstance(heard.where, Desk)
    pending = Pending(
        question=heard.id,
        asker=heard.sender,
        task=Task.SUGGEST,
        language=call.language,
        thread=heard.thread if at_desk else None,
        where=Desk(),
        request=call.argument,
        about=call.meant,
        aside=not at_desk,
    )
    question = compose_question(room, policy, pending, heard.at)
    if key := find_refusal(room, policy, question, heard.at):
        return call.answer_with("suggest-stays" if key == "desk-stays" else key)
    if not question.ask.context:
        return call.answer_with("suggest-no-talk")
    asking = send_question(room, question)
    elsewhere = () if at_desk else (call.reply("suggest-elsewhere"),)
    return asking.also(*warn_of_large_request(call, question), *elsewhere)
