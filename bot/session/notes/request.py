"""`!summary` and `!note`: what a therapist asks for, and when it may be had. Pure."""

from dataclasses import replace

from bot.model import PAPERS, Ask, Decision, Desk, Reply, Task
from bot.session.command.context import CommandContext
from bot.session.command.table import THERAPIST, register_command
from bot.session.notes.chunks import has_talk_room, list_digests_for, measure_talk_room, split_unread
from bot.session.notes.map_talk import list_talk_to_read, make_note_question, read_onward
from bot.session.notes.review import finalise_note, reword_note
from bot.session.notes.template import FOR_CLIENT, Form, find_form
from bot.session.request.question import compose_question, find_refusal
from bot.words import fold_text
from bot.words.shelf import typed_words

FOR_THERAPIST = "therapist"


@register_command("summary", who=THERAPIST)
def request_summary(call: CommandContext) -> Decision:
    """Lay a summary of the session on the desk; `for client`, as a draft of what the clients get to read."""
    said = fold_text(call.argument).strip(" .!")
    if said and said not in typed_words("for_client"):
        return call.answer_with("summary-what")
    form = find_form(call.policy, Task.SUMMARY, FOR_CLIENT if said else FOR_THERAPIST, call.language)
    assert form is not None
    return _begin_work(call, form)


@register_command("note", who=THERAPIST)
def request_note(call: CommandContext) -> Decision:
    """Lay a note of the session on the desk, in a template; or change the one that lies there, or finalise it."""
    said = fold_text(call.argument).strip(" .!")
    lies, at_desk = call.room.note, isinstance(call.heard.where, Desk)
    if said in typed_words("finalise"):
        code = lies.code if lies else ""
        return finalise_note(call.room, call.heard, call.policy, code) if at_desk else call.answer_with("note-at-desk")
    if at_desk and (changed := reword_note(call.room, call.heard, call.policy, call.argument)):
        return changed
    form = find_form(call.policy, Task.NOTE, said, call.language)
    if form is None:
        return call.answer_with("note-which", names=", ".join(call.policy.templates))
    if lies and lies.template != form.name and any(point.by for point in lies.points):
        return call.answer_with("note-open", code=lies.code)
    return _begin_work(call, form)


def _begin_work(call: CommandContext, form: Form) -> Decision:
    """Begin with what a therapist asked for, or say why not yet."""
    room, policy, heard = call.room, call.policy, call.heard
    if not policy.backend.generative:
        return call.answer_with(f"{call.name}-unable")
    if not has_talk_room(policy, form):
        return call.answer_with("paper-small")
    pending = make_note_question(room, heard, form)
    if key := find_refusal(room, policy, compose_question(room, policy, pending, heard.at), heard.at):
        return call.answer_with(key)
    if room.is_waiting_for(*PAPERS):
        return call.answer_with("paper-busy")
    begun = read_onward(room, policy, pending, heard.at)
    asked = any(isinstance(effect, Ask) for effect in begun.effects)
    tally = replace(begun.room.tally, asked=begun.room.tally.asked + int(asked))
    return replace(begun, room=replace(begun.room, tally=tally)).also(*_say_where_it_comes(call, form))


def _say_where_it_comes(call: CommandContext, form: Form) -> tuple[Reply, ...]:
    """Return where the answer comes, if that is not where it was asked for; else how much there is to read, if it is much."""
    if not isinstance(call.heard.where, Desk):
        return (call.reply("note-at-desk"),)
    talk = list_talk_to_read(call.room, call.policy, call.heard.at)
    requests = len(split_unread(talk, list_digests_for(call.room, form, talk), measure_talk_room(call.policy, form)))
    return (call.reply("paper-reading", lines=len(talk), requests=requests),) if requests > 1 else ()
