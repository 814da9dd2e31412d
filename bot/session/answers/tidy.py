"""Making a text fit to post: nothing unseen in it, nothing that leads anywhere, no markup that reaches beyond it. Pure.

What is removed can join what stood apart, so each text is cleaned until cleaning changes nothing more.
"""

import html
import re
import unicodedata

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
_LOOSE_JOINER = re.compile("(?<![^\x00-\x7f])[\u200c\u200d\ufe0f]+|[\u200c\u200d]+(?![^\x00-\x7f])|[\u200c\u200d]{2,}")
"""What joins emoji, or shapes Indian and Persian letters, has such a letter on both sides."""
_NEW_LINE = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")

_TWO_BRACKETS = re.compile(r"(?<=\d)\s*\]\s*\[\s*(?=\d)")
_TAG = re.compile(r"</?[A-Za-z!?][^<>]{0,2000}>")
_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])")
_LINK = re.compile(r"\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])")
_DEFINITION = re.compile(r"(?m)^(\W*)\[([^\]\n]*)\]:")
_EMPHASIS = re.compile(r"[*_`~]+")
_LEADS_AWAY = re.compile(
    r"(?i)<?(?:[a-z][a-z0-9+.-]{0,30})?://\S*|\bwww\.\S+"
    r"|\b(?:mailto|matrix|tel|sms|mxc|geo|xmpp|magnet|javascript|vbscript|intent|callto|data):(?=\S)\S*"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}"  # an e-mail address
    r"|(?<!\w)[@#!$+][^\s:@]{1,255}:[\w\[][\w.:\[\]-]*"  # a Matrix id: clients make a pill of it
    r"|(?<!\w)\$[\w-]{40,}"
)
_CALLS = re.compile(r"@+(?=\w)")
_DOT = re.compile(r"(?<=\w)\.(?=[^\W\d_][\w-])")
"""A dot without a space behind it: clients take `sleep.it` for an address. With one, it ends a sentence."""

_ORNAMENT = re.compile(r"[=\-_*~+|:\s]+")
"""A line of these alone is a rule, a table's line, or makes a heading of the line before."""
_WEIGHT = re.compile(r"^((?:(?:[-*+]|\d{1,9}[.)])\s+)*)(?:(?:>|#{1,6}(?=\s|$))\s*)+")
"""What makes a heading or a quotation of a line, also within a list."""
_SENTENCE_END = re.compile(
    r"(?i)(?<!\d)(?<!\be\.g)(?<!\bi\.e)(?<!\b[dm]r)(?<!\bmrs)(?<!\bvs)(?<!\b[a-z]\.[a-z])"
    r"[.!?\u2026\u3002]+[\"'\u201d\u2019)*_]*(?=\s|$)|\n+"
)


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
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text):
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
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if text[: match.end()].strip()]
    if len(ends) <= most or not text[ends[most - 1] :].strip():
        return text, False
    return text[: ends[most - 1]].rstrip(), True


def shorten_text(text: str, longest: int = LONGEST) -> tuple[str, bool]:
    """Return `text`, or the whole sentences of it that fit into `longest` characters, and whether it was cut."""
    if len(text) <= longest:
        return text, False
    ends = [match.end() for match in _SENTENCE_END.finditer(text[:longest])]
    return text[: ends[-1] if ends else longest].rstrip(), True


def _clean_text(text: str) -> str:
    """Return `text` after one cleaning. Where an address is hidden behind emphasis, there is no emphasis at all."""
    text = _LINK.sub(r"\1", _IMAGE.sub("", _TAG.sub("", text.replace("`", ""))))
    text = _DEFINITION.sub(r"\1\2:", text)
    bare = _EMPHASIS.sub("", text)
    if _LEADS_AWAY.search(bare) or _CALLS.search(bare) or _DOT.search(bare):
        text = _DOT.sub(". ", _CALLS.sub("", _LEADS_AWAY.sub("", bare)))
    lines = (_level_line(line) for line in show_invisible(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line is not None)).strip()


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
