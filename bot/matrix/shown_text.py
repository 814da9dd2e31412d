"""What people see of a text message, and whether its plain body says the same but for markup. Pure.

Clients that know HTML show the formatted body alone (spec, "m.room.message msgtypes"), so the plain one can say anything.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from bot.matrix.html_words import strip_html
from bot.matrix.visible_words import Json, list_words

HTML = "org.matrix.custom.html"
_LINK = re.compile(r"\]\((?!https://matrix\.to/#/[@!#$])[^()\s]*\)")
"""Where a Markdown link leads; what names somebody is kept, for the bot is called by it."""
_ANY_LINK = re.compile(r"\]\([^()\s]*\)")
_FENCE = re.compile(r"(?m)^(\s*(?:```|~~~))\S+[ \t]*$")
"""In which language a block of code is."""
_NUMBER = re.compile(r"(?m)^\s*\d{1,9}[.)](?=\s)")
_PERSON = re.compile(r'(?i)<a\b[^<>]*\bhref="https://matrix\.to/#/(@|%40)([^"<>]*)"[^<>]*>[^<]*</a>')
_QUOTATION = re.compile(r"(?is)<blockquote\b[^>]*>.*?(?:</blockquote>|\Z)")


@dataclass(frozen=True, slots=True)
class Shown:
    """The text that people see. `other` is what the plain body says instead, where the two differ beyond markup."""

    text: str = field(repr=False)
    other: str = field(default="", repr=False)
    differs: bool = False


def find_shown_text(body: str, plain: str, content: Json) -> Shown:
    """Return what people see of a message with that `body`, of which `plain` are its sender's own words.

    Where the formatted body says the same it is the plain one, without what only its markup says. Else it is the
    formatted one, without what that quotes.
    """
    formatted = content.get("formatted_body")
    if content.get("format") != HTML or not isinstance(formatted, str) or not formatted:
        return Shown(plain)
    named = _PERSON.sub(lambda match: f"@{unquote(match[2])}", formatted)
    seen = {list_words(strip_html(formatted)), list_words(strip_html(named))}
    if seen & {list_words(body), list_words(plain)}:
        return Shown(plain)
    if seen & {words for text in (body, plain) for words in _list_bare_words(text)}:
        return Shown(_FENCE.sub(r"\1", _LINK.sub("]", plain)))
    return Shown(strip_html(_QUOTATION.sub("\n", formatted)), plain, differs=True)


def _list_bare_words(body: str) -> tuple[str, str]:
    """Return the words of a body without its markup: with the numbers of its lists, and without."""
    bare = _FENCE.sub(r"\1", _ANY_LINK.sub("]", body))
    return list_words(bare), list_words(_NUMBER.sub("", bare))
