"""`!explain`: a term, or the terms in a message, in plain words: from the clinic's glossary first, then from the model. Pure."""

from dataclasses import replace

from bot.model import Decision, Explained, Language, Task, Words, words
from bot.session.asking import asked, nothing_to_work_on
from bot.session.call import Call
from bot.session.commands import command
from bot.session.glossary import lookup, mentioned, nearest
from bot.session.translation.languages import surely
from bot.words import FALLBACK, folded
from bot.words.book import Entry

LONGEST_TERM = 200
MOST_REMEMBERED = 20


@command("explain")
def explain(call: Call) -> Decision:
    """Explain a term, or the terms in the message replied to: from the clinic's glossary first."""
    call = replace(call, language=_askers(call))
    if refusal := nothing_to_work_on(call, LONGEST_TERM):
        return refusal
    book = call.policy.glossary
    found = (lookup(book, call.argument, call.language),) if call.argument else _terms_of(call)
    if entries := tuple(entry for entry in found if entry):
        return _from_glossary(call, entries)
    if not call.policy.backend.generative:
        near = nearest(book, call.argument, call.language) if call.argument else ()
        return call.answered("explain-unknown", near=", ".join(near), some=min(len(near), 1))
    return asked(call, Task.EXPLAIN)


def _askers(call: Call) -> Language:
    """Return the language of whoever asks: the one that the command's name is in, but the fallback's name is everybody's.

    Then it is the one that their own last messages are surely in, where the room speaks it.
    """
    if call.language != FALLBACK:
        return call.language
    own = [line.text for line in call.room.window if line.sender == call.heard.sender][-5:]
    spoken = surely(folded(" ".join(own)).replace(",", " ").replace(".", " ").split())
    return spoken if spoken in call.policy.languages else call.language


def _terms_of(call: Call) -> tuple[Entry, ...]:
    line = call.about()
    return mentioned(call.policy.glossary, line.text, call.language) if line else ()


def _from_glossary(call: Call, entries: tuple[Entry, ...]) -> Decision:
    """Answer at once with the clinic's own text, and, while the AI is on, know the answer again for whoever asks on."""
    heard, room = call.heard, call.room
    answer = replace(call.reply(""), words=_written(call, entries))
    if not room.is_on:
        return Decision(room, (answer,))
    keys = tuple(entry.key for entry in entries)
    one = Explained(f"G{heard.id}", heard.sender, keys, call.language, heard.where, heard.at)
    room = replace(room, explained=(*room.explained, one)[-MOST_REMEMBERED:])
    return Decision(room, (replace(answer, code=one.code),))


def _written(call: Call, entries: tuple[Entry, ...]) -> Words:
    """Return the entries as people read them, and whose text they are; beneath a message's, how to ask for another."""
    lines = tuple(
        words(
            "glossary-entry",
            call.language,
            term=one.term,
            plain=one.plain,
            example=one.example,
            source=one.source or "none",
        )
        for one in entries
    )
    own = {entry.clinic for entry in entries}
    return words(
        "glossary-answer",
        call.language,
        entries=lines,
        whose="both" if len(own) > 1 else "clinic" if True in own else "built-in",
        more=int(not call.argument),
        prefix=call.policy.rules.prefix,
    )
