"""What a person's app shows of a message, as Markdown for a page: the HTML of the bot's, or plain text as somebody typed it.

What is another in each run, though it says the same, gets a name that stays: links, fences, hashes.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser

_SPECIAL = re.compile(r"([\\*_`<\[\]#|])")
_MARKS = {"strong": "**", "em": "_", "code": "`"}
_LINK = re.compile(r"https://matrix\.to/#/[^\s/]+/(\$[\w%-]+)")
_FENCE = re.compile(r"\b[0-9a-f]{16}\b")
_HEAD = re.compile(r"\b[0-9a-f]{100,}\b")


class _Markdown(HTMLParser):
    """Turns the few tags that the bot uses back into Markdown."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._is_code = False
        self._item = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what `tag` means."""
        if tag in _MARKS:
            self._marks(tag, begins=True)
        elif tag == "br":
            self.text += "\n"
        elif tag in {"p", "ul", "ol"}:
            self._apart()
            self._item = {"ul": "-", "ol": dict(attrs).get("start") or "1"}.get(tag, self._item)
        elif tag == "li":
            self.text = f"{self.text.rstrip()}\n" if self._item != "1" and self.text[-2:] != "\n\n" else self.text
            self.text += "- " if self._item == "-" else f"{self._item}. "
            self._item = self._item if self._item == "-" else str(int(self._item) + 1)

    def handle_endtag(self, tag: str) -> None:
        """End what `tag` means."""
        if tag in _MARKS:
            self._marks(tag, begins=False)

    def handle_data(self, data: str) -> None:
        """Add a stretch of text; line breaks of the HTML's own mean nothing."""
        self.text += data if self._is_code else literal(data.replace("\n", ""))

    def _marks(self, tag: str, *, begins: bool) -> None:
        self.text += _MARKS[tag]
        self._is_code = begins if tag == "code" else self._is_code

    def _apart(self) -> None:
        """Begin a paragraph, unless this is the beginning of the text or of an item."""
        if self.text and not self.text.endswith(("- ", ". ")):
            self.text = f"{self.text.rstrip()}\n\n"


def literal(text: str) -> str:
    """Return text so that Markdown shows each sign of it."""
    return _SPECIAL.sub(r"\\\1", text)


def of_html(html: str, name: Callable[[str], str]) -> str:
    """Return a message of the bot's as Markdown; `name` says how a page calls an event."""
    reader = _Markdown()
    reader.feed(steady(html, name))
    reader.close()
    return reader.text.strip()


def typed(text: str) -> str:
    """Return what somebody typed: a command as code, anything else letter by letter."""
    return f"`{text}`" if text.startswith("!") else literal(text)


def steady(text: str, name: Callable[[str], str]) -> str:
    """Return `text` with what is another in each run replaced by what is the same in all."""
    text = re.sub(r'<a href="[^"]*">([^<]*)</a>', r"\1", text)
    text = _LINK.sub(lambda match: f"«link to {name(match[1].replace('%24', '$'))}»", text)
    return _FENCE.sub("0f1e2d3c4b5a6978", _HEAD.sub(lambda match: f"«{len(match[0])} hexadecimal digits»", text))
