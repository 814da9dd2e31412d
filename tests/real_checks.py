"""What must never stand in an answer that people see, looked for without any of the bot's own code or lists.

`find_faults` says by name what is wrong with an answer as a client shows it; nothing if all is well. `make real-model` holds
each answer of a real model against it. It is simpler than the bot's checks on purpose: what it finds, anybody would see.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

AS_SOMEBODY = frozenset({"translate", "interpret", "express"})
"""Answers that stand for what somebody says."""
RUN = 7
"""So many words in a row that stand in the prompt, and that nobody in the room wrote, are the prompt's."""

_MARK = re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{12,64}\b")
_LABEL = re.compile(
    r"(?im)^\W*(?:the (?:term|text|message|question|rough words|talk so far|answer to the [a-z]+)|translation|answer|response"
    r"|english|indonesian|bahasa indonesia|terjemahan|jawaban|(?:message \d+, )?(?:client|therapist|klien|terapis) \d+)\W{0,3}:"
)
_REFUSAL = re.compile(
    r"(?i)\bas an ai\b|\blanguage model\b|\bi(?:'m| am) sorry, (?:but )?i (?:can|am)|\bi (?:cannot|can't|can not|am unable to) "
    r"(?:help|assist|translate|provide|fulfil)|\bmaaf, (?:saya|aku) tidak (?:dapat|bisa)|\bhow can i (?:help|assist)\b"
)
_TAG = re.compile(r"<[/a-z|!][^>\n]{0,80}>|```|\[/?INST\]|https?://")
_COMMON = {
    "en": frozenset(
        re.findall(r"\w+", "the and i you to of is not that it my was with for he she at but are have be this we your")
    ),
    "id": frozenset(
        re.findall(r"\w+", "yang dan tidak saya aku kamu di ke dari itu ini untuk dengan dia sudah akan bisa ada tapi")
    ),
}
_END = re.compile(r"[.!?\u2026:)\]\"'\u201d]\W*$")


@dataclass(frozen=True)
class Case:
    """One answer as people see it, and what it came of.

    `kind` is what was asked for, `into` the language that was wanted. `typed` is the text or the term that it is about,
    `talk` all that people in the room wrote, `prompt` all that the model was told, `cut` whether the model was stopped.
    """

    kind: str
    into: str
    body: str = field(repr=False)
    typed: str = field(repr=False)
    talk: str = field(repr=False, default="")
    prompt: str = field(repr=False, default="")
    cut: bool = False


def find_faults(case: Case) -> tuple[str, ...]:
    """Return what is wrong with an answer, by name."""
    return tuple(dict.fromkeys(_find_all(case)))


def _find_all(case: Case) -> Iterator[str]:
    given = f"{case.typed}\n{case.talk}"
    if set(_MARK.findall(case.body)) - set(_MARK.findall(given)):
        yield "mark"
    if (_list_runs(case.body) & _list_runs(case.prompt)) - _list_runs(given):
        yield "prompt"
    if _LABEL.search(case.body) and not _LABEL.search(given):
        yield "label"
    if _TAG.search(case.body) and not _TAG.search(given):
        yield "marks of a machine"
    if case.kind in AS_SOMEBODY:
        yield from _find_misquoted(case)
    if case.kind == "explain" and not _is_named(case.typed, case.body):
        yield "term"
    if case.cut and case.kind not in AS_SOMEBODY and not _END.search(case.body):
        yield "half"


def _find_misquoted(case: Case) -> Iterator[str]:
    """Yield what is wrong with what stands for somebody's words."""
    if _REFUSAL.search(case.body) and not _REFUSAL.search(case.typed):
        yield "refusal"
    if case.kind == "express":
        return
    if case.cut:
        yield "half"
    if _fold(case.typed) in _fold(case.body):
        yield "echo"
    wanted, other = (_count_common(case.body, case.into), _count_common(case.body, "id" if case.into == "en" else "en"))
    if other > wanted:
        yield "language"


def _is_named(term: str, body: str) -> bool:
    """Return whether an explanation names its term: one of its longer words, or how one begins."""
    words = [word for word in _fold(term).split() if len(word) > 3] or _fold(term).split()
    return any(word[:5] in _fold(body) for word in words)


def _count_common(text: str, language: str) -> int:
    return sum(word in _COMMON[language] for word in _fold(text).split())


def _list_runs(text: str) -> set[tuple[str, ...]]:
    words = _fold(text).split()
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def _fold(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
