"""Whether a message of an AI's looks and goes as it has to. It knows nothing of the code that makes it so."""

import json
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser

from bot.matrix.send import make_content
from bot.model import Ask, Card, Reply, SessionRoom

LABELS = (
    "AI · not checked by a therapist",
    "AI · belum diperiksa terapis",
    "AI · approved by Ana",
    "AI · disetujui Ana",
)
LAST_LABELS = (
    "— AI translation, unchecked",
    "— terjemahan AI, belum diperiksa",
    "— AI translation, approved by Ana",
    "— terjemahan AI, disetujui Ana",
)
"""The labels of live translation, which stand last: it is the talk for whoever reads only that language."""
OWN_LABELS = (
    "From the glossary (Third Chair's own text, not reviewed by a clinician), not AI",
    "Dari glosarium (teks Third Chair sendiri, belum diperiksa klinisi), bukan AI",
)
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li"}
LARGEST = 60_000
"""Bytes of a message before it is encrypted: what becomes of it has to fit into 64 KiB."""
CARD_ENDS = ("ok, no, or your own wording?", "ya, tidak, atau kalimat Anda sendiri?")
_LEADS_AWAY = re.compile(
    r"(?i)://|\b(?:mailto|tel|data|javascript|matrix|mxc|sms):\S|\w\.[a-z]{2}|www|@\w|[!#$][\w.-]+:\w|[<>`]"
)
_LABEL_LIKE = re.compile(r"(?im)^\W*ai\s*·|^\W*K\d+\s*·|^\W*(?:ai translation|terjemahan ai),")


class _Tags(HTMLParser):
    """Collects the tags of a message, and the links in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.odd: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, and whatever attribute is not the number that a list begins with, or a link's target."""
        self.tags.append(tag)
        for name, value in attrs:
            if tag == "a" and name == "href":
                self.links.append(value or "")
            elif (tag, name) != ("ol", "start"):
                self.odd.append(name)


def unsound(effect: Card | Reply, asked: Ask | None) -> Iterator[str]:
    """Yield what is wrong about a message: its label, what it leads to, what it is made of, where it goes."""
    content = make_content(effect, "job")
    lines = content["body"].split("\n")
    if len(json.dumps(content).encode()) > LARGEST:
        yield "length: it does not fit into an event"
    if isinstance(effect, Card):
        yield from _unsound_card(lines, content["formatted_body"])
        middle = "\n".join(lines[1:-3])
    else:
        live = effect.mark.kind == "interpret"
        if lines[-1] not in LAST_LABELS if live else lines[0] not in LABELS + OWN_LABELS:
            yield "label: it does not stand where it belongs"
        yield from _unsound_html(content["formatted_body"], TAGS, 0)
        middle = "\n".join(lines[:-1] if live else lines[1:])
        yield from _astray(effect, content, asked)
    if _LEADS_AWAY.search(middle):
        yield "links: it leads somewhere, or calls somebody"
    if _LABEL_LIKE.search(middle):
        yield "label: there is another one"
    if any(unicodedata.category(char) in {"Cf", "Cc", "Co", "Cn"} and char != "\n" for char in middle):
        yield "label: something in it cannot be seen"


def _unsound_card(lines: list[str], html: str) -> Iterator[str]:
    """Say what is wrong about a card's own lines, which stand around the draft."""
    begins = re.fullmatch(r"K\d+ · .*(?: ·|:) (\d\d[:.]\d\d(?:, \d\d[:.]\d\d)*)", lines[0])
    if begins is None:
        yield "label: the card does not begin with its code"
    if lines[-1] not in CARD_ENDS or not html.endswith(tuple(f"{end[-11:]}</p>" for end in CARD_ENDS)):
        yield "label: the card does not end with what to reply"
    yield from _unsound_html(html, TAGS | {"a", "code"}, len(begins[1].split(", ")) if begins else 1)


def _unsound_html(html: str, tags: set[str], links: int) -> Iterator[str]:
    parser = _Tags()
    parser.feed(html)
    if set(parser.tags) - tags or parser.odd:
        yield "label: there is markup that nobody allowed"
    if len(parser.links) != links or any(
        not link.startswith("https://matrix.to/#/!room:clinic/") for link in parser.links
    ):
        yield "links: there is one that is not ours"


def _astray(effect: Reply, content: dict[str, object], asked: Ask | None) -> Iterator[str]:
    """Say what is wrong about where an answer goes, and whom it calls."""
    if asked is None:
        return
    live, offer = asked.question.startswith("interpret/"), asked.question.startswith("offer/")
    if (effect.where, content["m.mentions"]) != (SessionRoom(), {}):
        yield "recipient: it goes elsewhere, or calls somebody"
    if not offer and effect.to != (asked.context[-1].id if live else asked.question):
        yield "recipient: it answers something else"
