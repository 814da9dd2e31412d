"""What stands before the messages that are interpreted: their numbers, and the clinic's own words for its terms in them. Pure.

All of it is ours: the terms come from the clinic's glossary, as it writes them, never from what somebody wrote. They are
looked for in the messages as they leave: a term that is masked there stands nowhere else either.
"""

from collections.abc import Callable
from typing import TypeGuard

from bot.model import Ask, Language, Masked
from bot.session.language.glossary_lookup import find_mentioned_terms
from bot.words.book import Book, Entry

MOST = 5
"""Terms that go along with one request."""


def make_interpreted_heads(ask: Ask, book: Book, veil: Callable[[str], Masked]) -> list[str]:
    """Return what stands before each message of `ask`, whose `languages` are the one it is in and the one to put it into."""
    count = len(ask.context)
    heads = ["The message:\n"] if count == 1 else [f"Message {number}:\n" for number in range(1, count + 1)]
    return [f"{_list_terms(ask, book, veil)}{heads[0]}", *(f"\n\n{head}" for head in heads[1:])]


def _list_terms(ask: Ask, book: Book, veil: Callable[[str], Masked]) -> str:
    """Return the clinic's own words for the terms in the messages, in both languages; nothing if there are none."""
    source, into = ask.languages
    said = "\n".join(veil(line.text) for line in ask.context)
    pairs = ((entry, book.entry(entry.key, into)) for entry in find_mentioned_terms(book, said, source, MOST))
    lines = [
        f"{entry.term} = {other.term}\n"
        for entry, other in pairs
        if _is_said_in(entry, source) and _is_said_in(other, into)
    ]
    return f"The clinic's own words:\n{''.join(lines)}\n" if lines else ""


def _is_said_in(entry: Entry | None, language: Language) -> TypeGuard[Entry]:
    """Return whether the clinic has a word of its own in `language`, and does not fall back on English."""
    return entry is not None and entry.language == language
