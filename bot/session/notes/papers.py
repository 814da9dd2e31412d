"""`!summary` and `!note`: what a therapist asks for, and when it may be had. Pure."""

from dataclasses import replace

from bot.model import PAPERS, Ask, Decision, Desk, Reply, Task
from bot.session.asking import compose_question, refusal
from bot.session.call import Call
from bot.session.commands import THERAPIST, command
from bot.session.notes.digests import has_room, made_for, room_for, unread
from bot.session.notes.forms import FOR_CLIENT, Form, form_of
from bot.session.notes.noting import finalised, reworded
from bot.session.notes.reading import asked_for, onward, to_read
from bot.words import folded
from bot.words.typed import typed_words

FOR_THERAPIST = "therapist"


@command("summary", who=THERAPIST)
def summary(call: Call) -> Decision:
    """Lay a summary of the session on the desk; `for client`, as a draft of what the clients get to read."""
    said = folded(call.argument).strip(" .!")
    if said and said not in typed_words("for_client"):
        return call.answered("summary-what")
    form = form_of(call.policy, Task.SUMMARY, FOR_CLIENT if said else FOR_THERAPIST, call.language)
    assert form is not None
    return _wanted(call, form)


@command("note", who=THERAPIST)
def note(call: Call) -> Decision:
    """Lay a note of the session on the desk, in a template; or change the one that lies there, or finalise it."""
    said = folded(call.argument).strip(" .!")
    lies, at_desk = call.room.note, isinstance(call.heard.where, Desk)
    if said in typed_words("finalise"):
        code = lies.code if lies else ""
        return finalised(call.room, call.heard, call.policy, code) if at_desk else call.answered("note-at-desk")
    if at_desk and (changed := reworded(call.room, call.heard, call.policy, call.argument)):
        return changed
    form = form_of(call.policy, Task.NOTE, said, call.language)
    if form is None:
        return call.answered("note-which", names=", ".join(call.policy.templates))
    if lies and lies.template != form.name and any(one.by for one in lies.points):
        return call.answered("note-open", code=lies.code)
    return _wanted(call, form)


def _wanted(call: Call, form: Form) -> Decision:
    """Begin with what a therapist asked for, or say why not yet."""
    room, policy, heard = call.room, call.policy, call.heard
    if not policy.backend.generative:
        return call.answered(f"{call.name}-unable")
    if not has_room(policy, form):
        return call.answered("paper-small")
    pending = asked_for(room, heard, form)
    if key := refusal(room, policy, compose_question(room, policy, pending, heard.at), heard.at):
        return call.answered(key)
    if room.is_waiting_for(*PAPERS):
        return call.answered("paper-busy")
    begun = onward(room, policy, pending, heard.at)
    asked = any(isinstance(one, Ask) for one in begun.effects)
    tally = replace(begun.room.tally, asked=begun.room.tally.asked + int(asked))
    return replace(begun, room=replace(begun.room, tally=tally)).also(*_said(call, form))


def _said(call: Call, form: Form) -> tuple[Reply, ...]:
    """Return where the answer comes, if that is not where it was asked for; else how much there is to read, if it is much."""
    if not isinstance(call.heard.where, Desk):
        return (call.reply("note-at-desk"),)
    talk = to_read(call.room, call.policy, call.heard.at)
    requests = len(unread(talk, made_for(call.room, form, talk), room_for(call.policy, form)))
    return (call.reply("paper-reading", lines=len(talk), requests=requests),) if requests > 1 else ()
