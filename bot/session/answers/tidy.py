"""Making a model's text fit to post: nothing unseen in it, nothing that leads anywhere, nothing in another's voice. Pure.

What is removed can join what stood apart, so each text is cleaned until cleaning changes nothing more. What it may not
sound like are this bot's own labels, cards and switches, and the people in the room.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from bot.session.answers.unfinished import strip_thoughts
from bot.words.shelf import ANSWERS, any_of, fold_text, pattern, read_once

LONGEST = 2400
"""Characters of one answer: about a screen and a half of a phone, far under Matrix's 64 KiB for an event, and just under
what `fluent.runtime` takes as one part of a sentence (2,500)."""
_READ = 20_000
"""Characters of an answer that are looked at; nobody is shown an eighth of that."""
_PASSES = 8
"""How often a text may need cleaning; what needs more was built to outlast it, and nothing is left of it."""
_MARKS_IN_A_ROW = 3
"""Accents on one letter: Thai and Hebrew need two or three, a storm of them covers the lines around it."""

_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs"}
"""Unicode categories that nobody can see, and that can turn text around."""
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that nobody can see either. Variation selectors are sorted out by `_is_selector`."""
_JOINERS = frozenset("\u200c\u200d")
_LOOSE_JOINER = re.compile("(?<![^\x00-\x7f])[\u200c\u200d\ufe0f]+|[\u200c\u200d]{2,}|[\u200c\u200d](?![^\x00-\x7f])")
"""What joins emoji, or shapes Indian and Persian letters, has such a letter on both sides."""
_NEW_LINE = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")

_TWO_BRACKETS = re.compile(r"(?<=\d)\s*\]\s*\[\s*(?=\d)")
_TAG = re.compile(r"</?[A-Za-z!?][^<>]{0,2000}>")
_LINK = re.compile(r"(!?)\[([^\[\]\n]*)\](?:\([^)\n]*(\)?)|\[[^\[\]\n]*(\]))")
"""A link or an image. One that does not close is read to the end of its line all the same, and once."""
_JOINT = re.compile(r"\](?=\()")
"""What makes a link of a text in brackets, however many more stand in it."""
_DEFINITION = re.compile(r"(?m)^([^\w\n\[]*)\[([^\[\]\n]*)\]:")
_EMPHASIS = re.compile(r"[*_`~]+")
_LEADS_AWAY = re.compile(
    r"(?i)<?(?:[a-z][a-z0-9+.-]{0,30})?://\S*|\bwww\.\S+"
    r"|\b(?:mailto|matrix|tel|sms|mxc|geo|xmpp|magnet|javascript|vbscript|intent|callto|data):(?=\S)\S*"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}"  # an e-mail address
    r"|(?<!\w)[@#!$+][^\s:@]{1,255}:[\w\[][\w.:\[\]-]*"  # a Matrix id: clients make a pill of it
    r"|(?<!\w)\$[\w-]{40,}"
)
_HOST = re.compile(r"(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?:/\S{0,600})?")
"""The name of a host, as people type it, with a path or without."""
_CALLS = re.compile(r"(?<!@)@+(?=\w)")
_DOT = re.compile(r"(?<=\w)\.(?=[^\W\d_][\w-])")
"""A dot without a space behind it: clients take `sleep.it` for an address. With one, it ends a sentence."""

_ORNAMENT = re.compile(r"[=\-_*~+|:\s]+")
"""A line of these alone is a rule, a table's line, or makes a heading of the line before."""
_WEIGHT = re.compile(r"^((?:(?:[-*+]|\d{1,9}[.)])\s+)*)(?:(?:>|#{1,6}(?=\s|$))\s*)+")
"""What makes a heading or a quotation of a line, also within a list."""
_SENTENCE_END = re.compile(
    r"(?i)(?<!\d)(?<!\be\.g)(?<!\bi\.e)(?<!\b[dm]r)(?<!\bmrs)(?<!\bvs)(?<!\b[a-z]\.[a-z])"
    r"[.!?\u2026\u3002]{1,40}[\"'\u201d\u2019)*_]{0,10}(?=\s|$)|\n+"
)
_CHANNEL = re.compile(r"(?is)<\|channel\|>.*")
_END = re.compile(r"(?is)(?:<[|\uff5c][^|\uff5c<>\n]{1,40}[|\uff5c]>|</s>|<end_of_turn>|\[/?INST\]).*")
_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u043a\u043c\u0442\u0432\u043d\u0501\u0261"
    "\u03b1\u03bf\u03c1\u03b9\u03ba\u03bd\u03c4\u0131",
    "aeopcyxijskmtbhdgaopikvti",
)
"""Cyrillic, Greek and Turkish letters that look like Latin ones, in lower case."""
_SEPARATOR = r"\s*[\u00b7\u2022\u2219\u22c5\u30fb\u2027|\u2013\u2014-]"
_NUMBERED = re.compile(r"(?:therapist|client) \d+\s?:")
"""What the prompt calls people: an answer about the talk may call them so."""


def tidy_text(text: str) -> tuple[str, bool]:
    """Return `text` fit to post, and whether it had to be cut; it is cut behind a whole sentence."""
    clean = show_invisible(text)
    for _ in range(_PASSES):
        before, clean = clean, _clean_text(clean)
        if clean == before:
            return shorten_text(clean)
    return "", False


def show_invisible(text: str) -> str:
    """Return `text` as a reader sees it: nothing invisible, and what Markdown would decode written out."""
    text = text[:_READ]
    for _ in range(3):
        text = html.unescape(text)
    text = _NEW_LINE.sub("\n", _ENTITY.sub("& ", text).replace("\\", ""))
    text = unicodedata.normalize("NFC", text)
    if text.isascii() and text.replace("\n", "").isprintable():
        return text  # as nearly all are: each of these is seen
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if char == "\n" or char in _JOINERS:
            kept.append(char)
        elif category == "Zs" or char == "\t":
            kept.append(" ")
        elif category not in _UNSEEN and char not in _BLANK and not _is_selector(char) and marks <= _MARKS_IN_A_ROW:
            kept.append(char)
    return _LOOSE_JOINER.sub("", "".join(kept))


def join_citations(text: str) -> str:
    """Return `text` with numbers in brackets side by side, which Markdown takes for a link, in one pair of brackets."""
    return _TWO_BRACKETS.sub(", ", text)


def take_sentences(text: str, most: int) -> tuple[str, bool]:
    """Return the first `most` sentences of `text`, and whether there were more. A line is a sentence too."""
    begins = len(text) - len(text.lstrip())
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if match.end() > begins]
    if len(ends) <= most or not text[ends[most - 1] :].strip():
        return text, False
    return text[: ends[most - 1]].rstrip(), True


def split_sentences(text: str) -> list[str]:
    """Return the sentences of `text`, each with what stands behind it, so that together they are `text`. A line is one too."""
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends) if end > start]


def shorten_text(text: str, longest: int = LONGEST) -> tuple[str, bool]:
    """Return `text`, or the whole sentences of it that fit into `longest` characters, and whether it was cut."""
    if len(text) <= longest:
        return text, False
    ends = [match.end() for match in _SENTENCE_END.finditer(text[:longest])]
    return text[: ends[-1] if ends else longest].rstrip(), True


def strip_thinking(text: str) -> str:
    """Return what a model says, without what it thinks aloud and without what it writes behind its own end."""
    said, _ = strip_thoughts(text)
    return _END.sub("", _CHANNEL.sub("", said)).strip()


def find_addresses(text: str) -> tuple[str, ...]:
    """Return what in `text` leads somewhere: links, addresses, Matrix ids, names of hosts."""
    return (*(match[0] for match in _LEADS_AWAY.finditer(text)), *_HOST.findall(text))


def replace_addresses(text: str, instead: str) -> str:
    """Return `text` with `instead` for whatever leads somewhere and says so openly; `tidy_text` finds what hides."""
    return _LEADS_AWAY.sub(instead, text)


def looks_like_ours(text: str) -> bool:
    """Return whether a line of `text` could be taken for one that the bot says by itself."""
    lines = [_fold_line(line) for line in text.split("\n")]
    return any(_label().search(line) or _opening().match(line) for line in lines)


def cut_before_dialog(text: str, names: Iterable[str], *, about_talk: bool = False) -> str:
    """Return `text` up to the first line that is put into somebody's mouth, theirs by role or one of `names`.

    A model that goes on writing the talk by itself has said by then what it had to say.
    """
    people = tuple(folded_name for name in names if (folded_name := _fold_line(name)))
    kept: list[str] = []
    for line in text.split("\n"):
        bare = _fold_line(line)
        told = about_talk and _NUMBERED.match(bare)
        if not told and (
            _speaker().match(bare) or any(re.match(rf"{re.escape(person)}\s?:", bare) for person in people)
        ):
            break
        kept.append(line)
    return "\n".join(kept).strip()


def has_dialog(text: str) -> bool:
    """Return whether a line of `text` is put into somebody's mouth by role."""
    return any(_speaker().match(_fold_line(line)) for line in text.split("\n"))


def _clean_text(text: str) -> str:
    """Return `text` after one cleaning. Where an address is hidden behind emphasis, there is no emphasis at all."""
    text = _JOINT.sub("] ", _LINK.sub(_unlink, _TAG.sub("", text.replace("`", ""))))
    text = _DEFINITION.sub(r"\1\2:", text)
    bare = _EMPHASIS.sub("", text)
    if _LEADS_AWAY.search(bare) or _CALLS.search(bare) or _DOT.search(bare):
        text = _DOT.sub(". ", _CALLS.sub("", _LEADS_AWAY.sub("", bare)))
    lines = (_level_line(line) for line in show_invisible(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line is not None)).strip()


def _unlink(link: re.Match[str]) -> str:
    """Return what of a link is left: its text; nothing of an image, and all of what does not close."""
    image, text, *closed = link.groups()
    return link[0] if not any(closed) else "" if image else text


def _level_line(line: str) -> str | None:
    """Return one line without heading, quotation, table or indented code; None if nothing of it is left."""
    line = " ".join(line.split())
    if line and _ORNAMENT.fullmatch(line):
        return None
    if line.startswith("|") or line.count("|") > 1:
        line = " \u2013 ".join(cell.strip() for cell in line.strip("| ").split("|"))
    # A body that starts with `>` is taken for a quotation by clients.
    return _WEIGHT.sub(r"\1", line.replace("~~~", "")).strip()


def _is_selector(char: str) -> bool:
    """Return whether `char` chooses a variant of the letter before it, unseen; U+FE0F makes an emoji of it, and stays."""
    return "\ufe00" <= char <= "\ufe0e" or "\u180b" <= char <= "\u180f" or "\U000e0100" <= char <= "\U000e01ef"


@read_once
def _label() -> re.Pattern[str]:
    """Return what our labels look like, wherever they stand in a line."""
    said, marked, bracketed = (any_of(ANSWERS, key) for key in ("labels", "marked", "bracketed"))
    return re.compile(rf"\bai{_SEPARATOR}\s*{said}\b|\b{marked}{_SEPARATOR}|\[{bracketed}\]")


@read_once
def _opening() -> re.Pattern[str]:
    """Return how our own lines begin."""
    return re.compile(
        rf"ai\s*[\u00b7\u2022\u2219\u22c5\u30fb\u2027|]|ai {any_of(ANSWERS, 'floors')}(?:[:.,!]|$)|[ka]\d{{1,6}}{_SEPARATOR}"
        rf"|k\d{{1,6}}\s*:|{any_of(ANSWERS, 'openings')}"
    )


def _speaker() -> re.Pattern[str]:
    """Return how a line begins that is put into somebody's mouth by their role."""
    return pattern(ANSWERS, "speakers", r"(?:message \d+, )?{}(?: \d+)?\s?:")


def _fold_line(line: str) -> str:
    """Return a line as it is compared: folded, lookalike letters as Latin ones, no emphasis, nothing before a letter."""
    plain = re.sub(r"[*_`\u00ad]", "", fold_text(line).translate(_ALIKE))
    return re.sub(r"^[^\w\[]+", "", plain)
