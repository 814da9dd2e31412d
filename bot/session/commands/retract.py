"""When something wrong got out: anybody can say so, and a therapist can take it back."""

from dataclasses import replace

from bot.model import Card, Decision, Mark, Notice, Retract, Said
from bot.session.answers.links import make_permalink
from bot.session.command.aside import reply_aside
from bot.session.command.context import (
    CommandContext,
    find_name,
    join_names,
    say_line,
    therapists,
)
from bot.session.command.meant_message import ask_which_answer, find_named_answer
from bot.session.command.read_languages import say_to_everybody
from bot.session.command.table import THERAPIST, register_command
from bot.session.talk.clock import format_time_of_day


@register_command("wrong")
def report_wrong(call: CommandContext) -> Decision:
    """Tell the therapist, at the desk, that somebody calls a message of the AI's wrong."""
    said = _find_meant_answer(call)
    if said is None or said.event is None:
        return ask_which_answer(call) or call.answer_with("wrong-what")
    room, policy = call.room, call.policy
    first = therapists(room, policy)
    about = {
        "code": said.code,
        "person": find_name(room, call.heard.sender),
        "label": format_time_of_day(said.at),
        "link": make_permalink(room.id, said.event),
    }
    card = Card(said.code, say_line(policy, "card-wrong", **about), Mark(kind="wrong"))
    room = replace(room, tally=replace(room.tally, wrong=room.tally.wrong + 1))
    return Decision(room, (card, reply_aside(call, "wrong-done", people=join_names(room, first))))


@register_command("retract", who=THERAPIST)
def retract_message(call: CommandContext) -> Decision:
    """Delete a message of the AI's, and say so in one line where it stood."""
    said = _find_meant_answer(call)
    if said is None or said.event is None:
        return ask_which_answer(call) or call.answer_with("retract-what")
    room, policy = call.room, call.policy
    by = find_name(room, call.heard.sender)
    gone = Retract(said.event, said.where)
    told = say_to_everybody(room, policy, say_line(policy, "retracted", person=by))
    notice = Notice(told, Mark(kind="retracted"), where=said.where)
    done = () if call.heard.where == said.where else (call.reply("retract-done", code=said.code),)
    tally = replace(room.tally, retracted=room.tally.retracted + 1)
    room = replace(room, said=tuple(answer for answer in room.said if answer != said), tally=tally)
    return Decision(room, (gone, notice, *done))


def _find_meant_answer(call: CommandContext) -> Said | None:
    """Return the AI's message that a call is certainly about: the one named by its code, or else the one replied to."""
    if named := find_named_answer(call):
        return named
    room, meant = call.room, call.meant
    codes = {outcome.code for outcome in room.outcomes if meant in outcome.cards}
    for said in room.said:
        if said.event is not None and (said.code in codes or meant in {said.event, *said.cards}):
            return said
    return None
