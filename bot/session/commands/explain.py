"""`!explain`: a term, or the terms in a message, in plain words: from the clinic's glossary first, then from the model. Pure."""

from dataclasses import replace

from bot.model import Decision, Explained, Language, Task, Words, make_words
from bot.session.command.context import CommandContext
from bot.session.command.natural import find_asked_term, strip_politeness
from bot.session.command.table import register_command
from bot.session.language.glossary_lookup import find_mentioned_terms, find_nearest_terms, look_up_term
from bot.session.language.languages import detect_surely
from bot.session.request.question import ask_backend, find_missing_text
from bot.words import FALLBACK, fold_text
from bot.words.book import Entry
from bot.words.register import make_familiar

LONGEST_TERM = 200
MOST_REMEMBERED = 20


@register_command("explain")
def explain_term(call: CommandContext) -> Decision:
    """Explain a term, or the terms in the message replied to: from the clinic's glossary first."""
    call = replace(call, language=_find_asker_language(call))
    if refusal := find_missing_text(call, LONGEST_TERM):
        return refusal
    call, entry = _take_term(call)
    if entries := (entry,) if entry else () if call.argument else _find_terms(call):
        return _answer_from_glossary(call, entries)
    if not call.policy.backend.generative:
        book = call.policy.glossary
        near = find_nearest_terms(book, call.argument, call.language) if call.argument else ()
        return call.answer_with("explain-unknown", near=", ".join(near), some=min(len(near), 1))
    return ask_backend(call, Task.EXPLAIN)


def _take_term(call: CommandContext) -> tuple[CommandContext, Entry | None]:
    """Return the call with the term alone, where a question was typed: "what is rumination", *ruminasi dong*; and its entry.

    What may be no term ("what is wrong with me") stays as it is, unless the glossary has it. To look a term up is most of
    what a question costs: none is looked up twice.
    """
    book, typed = call.policy.glossary, call.argument
    entry = look_up_term(book, typed, call.language) if typed else None
    if entry or not typed:
        return call, entry
    asked = find_asked_term(typed)
    term = asked.term if asked else strip_politeness(typed)
    entry = look_up_term(book, term, call.language) if term != typed else None
    return (replace(call, argument=term) if entry or (asked and asked.certain) else call), entry


def _find_asker_language(call: CommandContext) -> Language:
    """Return the language of whoever asks: the one that the command's name is in, but the fallback's name is everybody's.

    Then it is the one that their own last messages are surely in, where the room speaks it.
    """
    if call.language != FALLBACK:
        return call.language
    own = [line.text for line in call.room.window if line.sender == call.heard.sender][-5:]
    spoken = detect_surely(fold_text(" ".join(own)).replace(",", " ").replace(".", " ").split())
    return spoken if spoken in call.policy.languages else call.language


def _find_terms(call: CommandContext) -> tuple[Entry, ...]:
    line = call.about()
    return find_mentioned_terms(call.policy.glossary, line.text, call.language) if line else ()


def _answer_from_glossary(call: CommandContext, entries: tuple[Entry, ...]) -> Decision:
    """Answer at once with the clinic's own text, and, while the AI is on, know the answer again for whoever asks on."""
    heard, room = call.heard, call.room
    answer = replace(call.reply(""), words=_render_entries(call, entries), notice=False)
    if not room.is_on:
        return Decision(room, (answer,))
    keys = tuple(entry.key for entry in entries)
    explained = Explained(f"G{heard.id}", heard.sender, keys, call.language, heard.where, heard.at)
    room = replace(room, explained=(*room.explained, explained)[-MOST_REMEMBERED:])
    return Decision(room, (replace(answer, code=explained.code),))


def _render_entries(call: CommandContext, entries: tuple[Entry, ...]) -> Words:
    """Return the entries as people read them, and whose text they are; beneath a message's, how to ask for another."""
    lines = tuple(
        make_words(
            "glossary-entry",
            call.language,
            term=entry.term,
            plain=_put_entry_text(call, entry, entry.plain),
            example=_put_entry_text(call, entry, entry.example),
            source=entry.source or "none",
        )
        for entry in entries
    )
    signed = dict.fromkeys(entry.reviewed for entry in entries if not entry.clinic)
    return make_words(
        "glossary-answer",
        call.language,
        entries=lines,
        whose=_say_whose(entries),
        reviewed="; ".join(signed),
        more=int(not call.argument),
        prefix=call.policy.rules.prefix,
    )


def _put_entry_text(call: CommandContext, entry: Entry, text: str) -> str:
    """Return the text of an entry as the room's people are spoken to; a clinic's own is as the clinic wrote it."""
    familiar = call.policy.rules.speaks == "familiar" and not entry.clinic
    return make_familiar(text, entry.language) if familiar else text


def _say_whose(entries: tuple[Entry, ...]) -> str:
    """Return whose text the entries are, and whether a clinician has signed all of them that are Third Chair's."""
    if all(entry.clinic for entry in entries):
        return "clinic"
    signed = all(entry.clinic or entry.reviewed for entry in entries)
    if any(entry.clinic for entry in entries):
        return "both-signed" if signed else "both"
    return "signed" if signed else "built-in"
