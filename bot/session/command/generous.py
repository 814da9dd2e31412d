"""What somebody meant who typed a command nearly right: a space in it, another mark before it, markup around it. Pure.

Only what turns the AI down is obeyed in these forms (`table`): who wants it off is not asked to type better.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from bot.session.talk.window import strip_quotations
from bot.words import fold_text, languages
from bot.words.shelf import typed_in

_AROUND = "*_~`|\\\"'#()[]{}\u2018\u2019\u201c\u201d\u00ab\u00bb"
"""Markup and quotation marks; what begins a quotation, `>`, is none of them."""
_MARKS = ("!", "\u2757", "\u2755")
"""What phones make of the mark, whatever the room's own is."""
_ENDS = " \n.,:;!?\u2026-\u2013\u2014"
_NAME = re.compile(r"[^\W\d_][\w-]{0,30}")


@dataclass(frozen=True, slots=True)
class Typed:
    """A name with a mark before it, nearly as commands are typed, and what stands behind it.

    `wrapped`: markup or quotation marks stand before it, as they do where somebody writes of a command.
    `foreign`: the mark is `/`, which is other programs'.
    """

    name: str
    argument: str = field(repr=False)
    wrapped: bool
    foreign: bool


def read_nearly(text: str, prefix: str) -> Typed | None:
    """Return what `text` begins with, if that is a mark and a name behind it, with anything around the two."""
    seen = unicodedata.normalize("NFKC", strip_quotations(text))
    seen = "".join(char for char in seen if char.isspace() or unicodedata.category(char)[0] not in "CM").lstrip()
    start = seen.lstrip(_AROUND + " ")
    marked = _strip_marks(start, prefix)
    if marked == start:
        return None
    named = _NAME.match(marked.lstrip(_AROUND + " "))
    if named is None:
        return None
    name = fold_text(named[0]).rstrip("_-")
    rest = marked.lstrip(_AROUND + " ")[len(named[0].rstrip("_-")) :]
    return Typed(name, rest.strip(_AROUND + _ENDS), wrapped=start != seen, foreign=start.startswith("/"))


def read_bare_words(text: str) -> str:
    """Return the words of `text`, folded, without markup, punctuation and what is only polite."""
    typed = _strip_around(fold_text(strip_quotations(text)).replace("\u2019", "'"))
    for word in list_polite_words("before"):
        typed = _strip_around(typed.removeprefix(f"{word} "))
    for word in list_polite_words("behind"):
        typed = _strip_around(re.sub(rf"[\s,]{re.escape(word)}$", "", typed))
    return typed


def is_only_polite(argument: str) -> bool:
    """Return whether what stands behind a command says nothing but please."""
    words = re.findall(r"\w+", fold_text(argument))
    return all(word in {*list_polite_words("before"), *list_polite_words("behind")} for word in words)


def _strip_marks(text: str, prefix: str) -> str:
    """Return `text` without the marks at its start: the room's own, an exclamation mark of any kind, or one slash."""
    if text.startswith("/"):
        return text[1:]
    rest = text
    while mark := next((mark for mark in (prefix, *_MARKS) if rest.startswith(mark)), ""):
        rest = rest[len(mark) :].lstrip()
    return rest


def _strip_around(text: str) -> str:
    return text.strip(_AROUND + _ENDS)


def list_polite_words(side: str) -> list[str]:
    """Return the words that may stand before or behind a command and change nothing, of all languages."""
    return [word for spoken in languages() for word in typed_in(spoken).get(f"polite.{side}", ())]
