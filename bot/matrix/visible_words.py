"""The words that people see of an event, whatever client wrote it, for the tripwire: none of them is ever acted on here. Pure.

Clients say the same thing in several places of an event, and each shows what it knows: all of it is read.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from bot.matrix.html_words import strip_html

Json: TypeAlias = dict[str, Any]

WORDS = frozenset(
    {
        "body",
        "description",  # of a place (MSC3488) and of what is shared while one moves (MSC3672)
        "filename",  # beside a caption (MSC2530)
        "m.caption",
        "m.text",
        "name",
        "org.matrix.msc1767.caption",
        "org.matrix.msc1767.text",
        "topic",
    }
)
"""Under which names a text stands that people see (spec, "Instant Messaging"; MSC1767, MSC3381, MSC3488)."""
FORMATTED = frozenset({"formatted_body", "m.html", "org.matrix.msc1767.html"})
"""Under which names the same stands as HTML."""
_NOT_WORDS = frozenset({"m.relates_to", "m.mentions", "info", "file", "org.thirdchair"})
"""What is for clients, not for people: nothing is looked for in it."""
_STATE = frozenset({"m.room.name", "m.room.topic", "m.room.member"})
"""State in which people write words to each other. All other state is for clients."""
_SAID_BY_CLIENTS = frozenset({"m.poll.end", "org.matrix.msc3381.poll.end", "m.room.redaction"})
"""What a client puts into words: the end of a poll says again what its answers said."""
_HEADER = re.compile(r"> (?:\* )?<@[^>\n]*>")
_WORD = re.compile(r"[^\W_]+")


def read_words(kind: str, content: Json, *, is_state: bool = False) -> str:
    """Return all words that people see of an event of the type `kind`, one text a line; empty if there are none."""
    if kind in _SAID_BY_CLIENTS or (is_state and kind not in _STATE):
        return ""
    if kind == "m.reaction":
        return _read_reaction(content)
    if kind == "m.room.member":
        return _read_text(content.get("reason"))  # why somebody goes, or puts somebody out
    new = content.get("m.new_content") if is_edit(content) else None
    return _join_texts(_walk_texts(new if isinstance(new, dict) else content))


def read_words_beside(content: Json) -> str:
    """Return what people see of a text message that is not in its `body` as it is heard: words of its formatted body.

    And lines at the top of a reply that look like a quotation, and are none that a client made: a person began so.
    """
    body, formatted = _read_text(content.get("body")), _read_text(content.get("formatted_body"))
    top = _list_top_quotation(body) if is_reply(content) and not _HEADER.match(body) else []
    seen = strip_html(formatted) if formatted else ""
    return _join_texts([*top, "" if is_same_words(seen, body) else seen])


def is_same_words(text: str, other: str) -> bool:
    """Return whether every word of `text` stands in `other` too, in the same order and with nothing between."""
    return f" {list_words(text)} " in f" {list_words(other)} "


def is_edit(content: Json) -> bool:
    """Return whether an event replaces the words of another (spec, "Event replacements")."""
    relation = content.get("m.relates_to")
    return isinstance(relation, dict) and relation.get("rel_type") == "m.replace"


def is_reply(content: Json) -> bool:
    """Return whether a message refers to another as replies do, also inside a thread."""
    relation = content.get("m.relates_to")
    return isinstance(relation, dict) and isinstance(relation.get("m.in_reply_to"), dict)


def _list_top_quotation(body: str) -> list[str]:
    """Return the lines at the top of `body` that begin as quotations do."""
    lines = body.split("\n")
    end = next((number for number, line in enumerate(lines) if not line.startswith(">")), len(lines))
    return lines[:end]


def _drop_quotation(body: str) -> str:
    """Return `body` without the quotation that older clients put before a reply: the words of whoever is replied to."""
    if not _HEADER.match(body):
        return body
    return "\n".join(body.split("\n")[len(_list_top_quotation(body)) :])


def _walk_texts(content: Json) -> Iterator[str]:
    """Yield each text in `content` that people see, in the order in which it stands there."""
    waiting: list[tuple[str, Any]] = [("", content)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            is_html = value.get("mimetype") == "text/html"
            inner = [("m.html" if is_html and key == "body" else key, item) for key, item in value.items()]
            waiting += [(key, item) for key, item in reversed(inner) if key not in _NOT_WORDS]
        elif isinstance(value, list):
            waiting += [(name, item) for item in reversed(value)]
        elif isinstance(value, str) and name in FORMATTED:
            yield strip_html(value)
        elif isinstance(value, str) and name in WORDS:
            yield _drop_quotation(value)


def _read_reaction(content: Json) -> str:
    """Return what somebody reacted with: usually an emoji, but any text can stand there."""
    relation = content.get("m.relates_to")
    return _read_text(relation.get("key")) if isinstance(relation, dict) else ""


def _join_texts(texts: Iterable[str]) -> str:
    """Return `texts`, one a line, without those that hold the words of an earlier one or none."""
    kept = {list_words(text): text for text in reversed([*texts]) if text.strip()}
    return "\n".join(reversed(kept.values()))


def list_words(text: str) -> str:
    """Return the words of `text`, folded, each with a space between: no markup, no punctuation."""
    return " ".join(_WORD.findall(text.casefold()))


def _read_text(value: Any) -> str:
    return value if isinstance(value, str) else ""
