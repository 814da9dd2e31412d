"""Ordinary words that ask what a term means: "what is rumination", "ruminasi itu apa". How they are recognised. Pure.

They count where somebody speaks to the bot alone: behind `!explain`, by a mention, as a reply to what it said. Nothing else
can be asked for so: what turns the AI up, lets words out or ends something is typed as a command.
"""

from dataclasses import dataclass, field

from bot.model import Heard, Language, Room, get_localpart
from bot.policy import Policy
from bot.session.command.generous import list_polite_words
from bot.session.language.glossary_lookup import look_up_term
from bot.words import fold_text, languages
from bot.words.letters import normalise_seen
from bot.words.shelf import QUESTIONS, patterns_in, words_of_all

AROUND = " .!?,;:`'\"\u201c\u201d\u2018\u2019\u00ab\u00bb"
_LONGEST = 200
"""Characters of a question about a word; what is longer asks something else, and no pattern looks at it."""
_MOST_WORDS = 6
"""A term has no more; a longer question is about something else."""


@dataclass(frozen=True, slots=True)
class AskedTerm:
    """A term that somebody asks for, and in which language. `certain`: its meaning is asked for in so many words."""

    term: str = field(repr=False)
    language: Language
    certain: bool


def find_asked_term(text: str) -> AskedTerm | None:
    """Return the term whose meaning `text` asks for; None if it asks for nothing, or for what only points at something."""
    if len(text) > _LONGEST:
        return None
    bare = strip_politeness(" ".join(normalise_seen(text).split()))
    for key, certain in (("term", True), ("term_loosely", False)):
        for spoken in languages():
            for pattern in patterns_in(spoken, QUESTIONS, key):
                match = pattern.fullmatch(bare)
                if match and (term := strip_politeness(match[1])) and _is_term(term):
                    return AskedTerm(term, spoken, certain)
    return None


def find_term_asked_of_bot(room: Room, heard: Heard, policy: Policy, *, bare: bool) -> AskedTerm | None:
    """Return the term that somebody who speaks to the bot asks for; with `bare`, a term of the glossary alone will do.

    What is asked for loosely ("what is X") has to be such a term too; and nobody in the room is one.
    """
    asked = find_asked_term(heard.text)
    if asked is None and bare and len(heard.text) <= _LONGEST:
        asked = _take_bare_term(strip_politeness(heard.text), policy)
    if asked is None or _names_person(room, asked.term):
        return None
    known = asked.certain or look_up_term(policy.glossary, asked.term, asked.language) is not None
    return asked if known else None


def _take_bare_term(term: str, policy: Policy) -> AskedTerm:
    """Return `term` as one that is asked for, in the room's language in which the glossary calls it so."""
    for spoken in policy.languages:
        entry = look_up_term(policy.glossary, term, spoken)
        if entry and fold_text(entry.term) == fold_text(term):
            return AskedTerm(term, spoken, certain=False)
    return AskedTerm(term, policy.languages[0], certain=False)


def strip_politeness(text: str) -> str:
    """Return `text` without the signs around it, and without "please" or *dong* before and behind."""
    text = text.strip(AROUND)
    for side in ("before", "behind"):
        for word in list_polite_words(side):
            folded = fold_text(text)
            if side == "before" and folded.startswith(f"{word} "):
                text = text[len(word) :].strip(AROUND)
            elif side == "behind" and folded.endswith(f" {word}"):
                text = text[: -len(word)].strip(AROUND)
    return text


def _is_term(term: str) -> bool:
    words = fold_text(term).split()
    return len(words) <= _MOST_WORDS and not words_of_all(QUESTIONS, "pointing").issuperset(words)


def _names_person(room: Room, term: str) -> bool:
    """Return whether a word of `term` is the name of somebody in the room: then the question is about them."""
    names = {part for person in room.roster for part in fold_text(f"{person.name} {get_localpart(person.id)}").split()}
    return not names.isdisjoint(fold_text(term).split())
