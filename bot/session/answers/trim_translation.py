"""What small models put around a translation, taken off: labels, our own prompt's lines, the source again, closings. Pure.

Whatever the source has of its own stays: who writes "let me know" is translated so.
Each pattern looks at one line or sentence from its beginning, or has bounded gaps: a long answer takes as long as it is.
"""

import re

from bot.session.answers.tidy import split_sentences
from bot.session.language.languages import nameable
from bot.words import fold_text, languages
from bot.words.shelf import ANSWERS, any_of, pattern, read_once

WORD = re.compile(r"[^\W\d_]+")
_QUOTES = (('"', '"'), ("\u201c", "\u201d"), ("\u00ab", "\u00bb"), ("'", "'"), ("\u2018", "\u2019"))
_MEANS = re.compile(r"\A(?:\s*(?:->|=>|\u2192|=|\u2013|\u2014|-(?=\s)|:)\s*|\s+(?:means|artinya|berarti)\b[\s:,]*)")
"""What stands between a text and its translation in one line."""
_MOST_LABEL = 80
_NUMBER = re.compile(r"^\s{0,8}(?:\d{1,2}[.)]|[-*\u2022])\s+")
"""What makes an item of a list of a line."""


def strip_prompt_lines(text: str, given: str) -> str:
    """Return an answer without lines of our own prompt ("The term: …") and what they repeat of `given`; the rest stays."""
    prompted = _build_prompted_pattern()
    if any(prompted.match(line) for line in given.split("\n")):
        return text
    asked = {tuple(split_words(line)) for line in (given, *given.split("\n"))} - {()}
    kept: list[str] = []
    stripped = False
    for line in text.split("\n"):
        rest = line
        while label := prompted.match(rest[:_MOST_LABEL]):
            rest, stripped = rest[label.end() :], True
        if stripped and (not rest.strip() or tuple(split_words(rest)) in asked):
            continue
        stripped = False
        kept.append(rest)
    return "\n".join(kept).strip()


def trim_translation(text: str, given: str) -> str:
    """Return a translation without what a model says around it, as far as `given`, its source, does not say so too."""
    text = _drop_lead(_drop_labels(text, given), given)
    text = _drop_source(text, given)
    text = _drop_labels(text, given)  # "Original: …", then "English: …"
    text = _drop_explanations(text, given)
    return _unquote(drop_closings(text, given), given)


def split_note(text: str, given: str) -> tuple[str, str]:
    """Return a translation and the first line behind it that is a note; no note where the source has such a line itself."""
    lines = text.split("\n")
    note_line = pattern(ANSWERS, "note", r"^\W{0,20}{}\W{0,20}:", re.IGNORECASE)
    if any(note_line.match(line) for line in given.split("\n")):
        return text, ""
    at = next((place for place, line in enumerate(lines) if note_line.match(line)), len(lines))
    return "\n".join(lines[:at]).strip(), "".join(lines[at : at + 1])


def list_lines(text: str) -> list[str]:
    """Return the lines of `text` that are not blank."""
    return [line for line in text.split("\n") if line.strip()]


def _drop_labels(text: str, given: str) -> str:
    """Return `text` without what says of a line that it is a translation, a language or a numbered message."""
    label = _label()
    if any(label.match(line[:_MOST_LABEL]) for line in given.split("\n")):
        return text
    bare = (line[match.end() :] if (match := label.match(line[:_MOST_LABEL])) else line for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(bare)).strip()


def _drop_lead(text: str, given: str) -> str:
    """Return `text` without what announces it: `Sure!`, `In English, that would be:`, a number before its lines."""
    if not any(_NUMBER.match(line) for line in given.split("\n")):
        text = "\n".join(_NUMBER.sub("", line, count=1) for line in text.split("\n"))
    head, colon, rest = text.partition(":")
    announces = len(head) <= _MOST_LABEL and "\n" not in head and ":" not in given
    if colon and rest.strip() and announces and _leads().search(head) and not _leads().search(given):
        return rest.strip()
    agrees = pattern(ANSWERS, "sure", r"^{}[!.,]\s+(?=\w)", re.IGNORECASE)
    more = count_sentences(text) > count_sentences(given)
    return agrees.sub("", text) if more and not pattern(ANSWERS, "surely", r"(?i)\b{}\b").search(given) else text


def count_sentences(text: str) -> int:
    """Return how many sentences of `text` say something; a line is one."""
    return sum(1 for part in split_sentences(text) if WORD.search(part))


def _drop_source(text: str, given: str) -> str:
    """Return `text` without the source before it: on lines of its own, or in the same line, before an arrow."""
    source = list_lines(given)
    if len(list_lines(text)) > len(source):
        known = {tuple(split_words(line)) for line in source} - {()}
        rest = "\n".join(line for line in text.split("\n") if tuple(split_words(line)) not in known).strip()
        text = rest or text
    alone = source[0].strip() if len(source) == 1 else ""
    bare = text.lstrip("\"'\u201c\u2018*_ ")
    if alone and bare.casefold().startswith(alone.casefold()):
        behind = bare[len(alone) :].lstrip("\"'\u201d\u2019*_")
        if between := _MEANS.match(behind):
            return behind[between.end() :].strip() or text
    return text


def _drop_explanations(text: str, given: str) -> str:
    """Return `text` up to the first line, behind the first one, that explains the translation."""
    explains = pattern(ANSWERS, "explains", r"^[^\w\n]{0,20}{}", re.IGNORECASE)
    if any(explains.match(line) for line in given.split("\n")):
        return text
    lines = text.split("\n")
    end = next((place for place, line in enumerate(lines) if place and explains.match(line)), len(lines))
    note = [
        line for line in lines[end:] if pattern(ANSWERS, "note", r"^\W{0,20}{}\W{0,20}:", re.IGNORECASE).match(line)
    ]
    return "\n".join((*lines[:end], *note)).strip()


def drop_closings(text: str, given: str) -> str:
    """Return `text` without the sentences at its end that offer more, or hope that it helps."""
    closing = pattern(ANSWERS, "closings", r"^\W{0,20}{}", re.IGNORECASE)
    if pattern(ANSWERS, "closes", "{}", re.IGNORECASE).search(fold_text(given)):
        return text
    sentences = split_sentences(text)
    while len(sentences) > 1 and (not sentences[-1].strip() or closing.match(sentences[-1].strip())):
        sentences.pop()
    return "".join(sentences).rstrip()


def _unquote(text: str, given: str) -> str:
    """Return `text` without quotation marks around all of it, where the source has none."""
    for opening, closing in _QUOTES:
        if len(text) > 2 and text.startswith(opening) and text.endswith(closing) and opening not in text[1:-1]:
            return text if given.strip()[:1] in "\"\u201c\u00ab\u2018'" else text[1:-1].strip()
    return text


def split_words(text: str) -> list[str]:
    """Return the words of `text`, folded, without digits and marks."""
    return WORD.findall(fold_text(text))


@read_once
def _build_prompted_pattern() -> re.Pattern[str]:
    """Return how lines of our own prompt begin, in the languages that a model may put them in."""
    return re.compile(rf"(?i)^[^\w\n]{{0,20}}{any_of(ANSWERS, 'prompted')}[*_]{{0,3}}\s?:[*_]{{0,3}}\s*")


@read_once
def _leads() -> re.Pattern[str]:
    """Return what says that a translation follows."""
    return re.compile(rf"(?i)\b{any_of(ANSWERS, 'leads')}\b")


@read_once
def _label() -> re.Pattern[str]:
    """Return what models head a translation with: `Indonesian:`, `English translation:`, `Message 2:`."""
    named = {name for language in nameable().values() for name in (language.own, language.english, *language.typed)}
    spoken = "|".join(re.escape(name) for name in sorted(named, key=len, reverse=True) if len(name) > 2)
    spoken = rf"(?:{any_of(ANSWERS, 'tongue')}\s)?(?:{spoken})(?:\s?\([^()\n:]{{1,20}}\))?"
    made, into, source = (any_of(ANSWERS, key) for key in ("made", "into", "source"))
    heads = (
        rf"(?:the\s)?(?:{spoken}\s)?{made}(?:\s\(?(?:{into}\s){{0,2}}{spoken})?",
        rf"(?:{into}\s)?{spoken}",
        rf"\(?(?:{'|'.join(languages())})\)?",
        rf"{source}(?:\s\({spoken}\))?",
        rf"{any_of(ANSWERS, 'message')}\s\d{{1,3}}",
    )
    return re.compile(rf"(?i)^[^\w\n]{{0,20}}(?:{'|'.join(heads)})[*_)]{{0,4}}\s?:[*_]{{0,3}}\s*")
