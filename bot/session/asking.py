"""The commands that ask: the clinic's glossary first, then the room's backend, with no more than the task needs."""

from dataclasses import dataclass, replace

from bot.model import Ask, Decision, Floor, Language, Line, Pending, Purpose, Task, Words, words
from bot.session.agreement import agreement
from bot.session.call import Call
from bot.session.commands import THERAPIST, command
from bot.session.glossary import Entry, lookup, mentioned, nearest
from bot.session.languages import language_named
from bot.session.window import context

LONGEST_TERM = 200
LONGEST_TEXT = 4000
BEFORE_EXPRESS = 10


@command("explain", "jelaskan")
def explain(call: Call) -> Decision:
    """Explain a term, or the terms in the message replied to: from the clinic's glossary first."""
    if refusal := _nothing_to_work_on(call, LONGEST_TERM):
        return refusal
    found = (lookup(call.argument, call.language),) if call.argument else _terms_of(call)
    if entries := tuple(entry for entry in found if entry):
        return Decision(call.room, (replace(call.reply(""), words=_from_glossary(call, entries)),))
    if not call.policy.backend.generative:
        near = nearest(call.argument, call.language) if call.argument else ()
        return call.answered("explain-unknown", near=", ".join(near), some=min(len(near), 1))
    return _asked(call, Question(Task.EXPLAIN, call.argument, call.about()))


@command("translate", "terjemahkan")
def translate(call: Call) -> Decision:
    """Translate the text, or the message replied to, into the language named, or the room's other one."""
    first, _, rest = call.argument.partition(" ")
    target = language_named(first)
    call = replace(call, argument=rest.strip()) if target else call
    if refusal := _nothing_to_work_on(call, LONGEST_TEXT):
        return refusal
    if not call.policy.backend.generative:
        return call.answered("translate-unable")
    return _asked(call, Question(Task.TRANSLATE, call.argument, call.about(), into=target))


@command("express", "ungkapkan")
def express(call: Call) -> Decision:
    """Offer two or three ways to say the caller's rough words, in their own register, to pick or drop."""
    if not call.argument:
        return call.answered("express-what")
    if refusal := _nothing_to_work_on(call, LONGEST_TEXT):
        return refusal
    before = context(call.room, call.policy, call.heard.at)[-BEFORE_EXPRESS:]
    return _asked(call, Question(Task.EXPRESS, call.argument, None, before))


@command("ask", "tanya", who=THERAPIST)
def ask(call: Call) -> Decision:
    """Answer a question about what was said, from the window alone."""
    if not call.argument:
        return call.answered("ask-what")
    if refusal := _nothing_to_work_on(call, LONGEST_TEXT):
        return refusal
    if not call.policy.backend.generative:
        return call.answered("ask-unable")
    window = context(call.room, call.policy, call.heard.at)
    return _asked(call, Question(Task.ASK, call.argument, call.about(), window))


@dataclass(frozen=True, slots=True)
class Question:
    """What a command wants to know: the words typed, the message pointed at, the talk before it."""

    task: Task
    request: str
    about: Line | None
    before: tuple[Line, ...] = ()
    into: Language | None = None


def _nothing_to_work_on(call: Call, longest: int) -> Decision | None:
    """Return the line that says what the command needs, if it is missing, unseen or too long."""
    if not call.argument and not call.heard.reply_to:
        return call.answered(f"{call.name}-what")
    if not call.argument and call.about() is None:
        return call.answered("about-unseen")
    if len(call.argument) > longest:
        return call.answered("too-long", most=longest)
    return None


def _asked(call: Call, question: Question) -> Decision:
    """Return the decision to ask the room's backend, or the line that says why not yet."""
    if refusal := _refusal(call, question):
        return refusal
    asking = Ask(
        question=call.heard.id,
        asker=call.heard.sender,
        task=question.task,
        backend=call.policy.backend.name,
        language=question.into or call.language,
        languages=(question.into,) if question.into else call.policy.languages,
        request=question.request,
        about=question.about,
        context=question.before,
    )
    rests_on = tuple(line.id for line in (*question.before, *((question.about,) if question.about else ())))
    pending = Pending(call.heard.id, call.heard.sender, question.task, call.language, rests_on, call.heard.thread)
    return Decision(replace(call.room, pending=(*call.room.pending, pending)), (asking,))


def _refusal(call: Call, question: Question) -> Decision | None:
    """Return the one line for a question that may not go to the backend now; None if it may. One rule per line."""
    if call.policy.rules.approval == "all":
        return call.answered("needs-approval")
    if call.room.floor is Floor.OFF:
        return call.answered("needs-listen")
    if not agreement(call.room, call.policy, call.heard.sender, Purpose.MODEL, call.heard.at):
        return call.answered("needs-model")
    if question.about and question.about not in context(call.room, call.policy, call.heard.at):
        return call.answered("about-unseen")
    return None


def _terms_of(call: Call) -> tuple[Entry | None, ...]:
    line = call.about()
    return mentioned(line.text, call.language) if line else ()


def _from_glossary(call: Call, entries: tuple[Entry, ...]) -> Words:
    lines = tuple(
        words("glossary-entry", call.language, term=one.term, plain=one.plain, example=one.example) for one in entries
    )
    return words("glossary-answer", call.language, entries=lines)
