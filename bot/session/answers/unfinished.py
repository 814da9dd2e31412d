"""What an answer is worth that thinks aloud, calls a tool, or ended in the middle: looked at before any task reads it. Pure.

Every pattern here takes time in proportion to the answer: each part of it is bounded, and no two can match the same text.
"""

import json
import re
from dataclasses import replace
from typing import TypeAlias

from bot.model import PAPERS, Answered, Failed, Task, Trouble
from bot.words import fold_text
from bot.words.shelf import ANSWERS, any_of, read_once

Ended: TypeAlias = Answered | Failed

_THINKING = (
    r"(?:[a-z]{1,16}:)?(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflection|scratchpad|analysis|inner_monologue)"
)
_MARK = re.compile(
    r"(?i)(?P<final><\|channel\|?>\s{0,8}final\b\s{0,8}(?:<\|message\|?>)?|assistantfinal(?=(?-i:[A-Z\s])))"
    rf"|(?P<open><\|channel\|?>\s{{0,8}}(?:analysis|commentary|thoughts?|thinking|reasoning)\b|\Aanalysis(?=(?-i:[A-Z]))"
    rf"|<\s{{0,3}}{_THINKING}\b[^<>\n]{{0,200}}>|\[THINK\]|\u25c1think\u25b7|<\|(?:start_thinking|begin_of_thought)\|>)"
    rf"|(?P<close><channel\|>|<\s{{0,3}}/\s{{0,3}}{_THINKING}\s{{0,3}}>"
    r"|\[/THINK\]|\u25c1/think\u25b7|<\|(?:end_thinking|end_of_thought)\|>)"
)
"""Where a model begins to think aloud, ends it, or begins what it means to say."""
_TOOL = re.compile(
    r"(?i)<tool_call|\[TOOL_CALLS?\]|<\|(?:python_tag|tool_call|function_call)|<function(?:=|_call)|<\uff5ctool"
)
_FENCE = re.compile(r"\A```[a-z]{0,10}\s{0,4}|\s{0,4}```\Z")
_SENTENCE_END = re.compile(r"(?<!\d)[.!?\u2026\u3002]{1,3}[\"'\u201d\u2019)*_]{0,4}(?=\s)|\n")
_LINE_END = re.compile(r"\n")

_MOST, _MOST_OF_A_PAPER = 4_000, 20_000
"""Characters of an answer, its thoughts aside, that anything else looks at: more than is ever shown of one."""
_CUT_AT = {
    Task.EXPLAIN: _SENTENCE_END,
    Task.ASK: _SENTENCE_END,
    Task.EXPRESS: _LINE_END,
    Task.SUGGEST: _LINE_END,
    Task.SUMMARY: _LINE_END,
    Task.NOTE: _LINE_END,
}
"""Up to where a cut answer is still what it claims to be. Half a translation never is, and half an offer is none."""
_READ_AS_IT_IS = frozenset({Task.WATCH, Task.OFFER})
"""Tasks of which nobody is told that there is no answer: what is no answer to them says nothing, in whatever words."""


def read_ending(event: Answered, task: Task | None) -> Ended:
    """Return an answer to `task` without the thoughts in it, as far as it is one; else that there is none, and why.

    What was cut ends at a sentence or a line; it is still called cut. What was cut before its thoughts ended is no answer.
    """
    said, thinking = strip_thoughts(event.text)
    most = _MOST_OF_A_PAPER if task in PAPERS else _MOST
    event, said = replace(event, cut=event.cut or (task in PAPERS and len(said) > most)), said[:most]
    if task is Task.OFFER:
        return replace(event, text="" if thinking or is_calling_tool(said) else said)
    if task is None or task in _READ_AS_IT_IS:
        return event
    if is_calling_tool(said):
        return _fail(event, Trouble.EMPTY)
    if not event.cut:
        return replace(event, text=said)
    at = _CUT_AT.get(task)
    thinking = thinking or bool(_aloud().match(fold_text(said[:200]).strip()))
    kept = "" if thinking or at is None else _end_at(at, said)
    # A summary or a note is made of several answers, and knows what to do with one that is cut.
    return replace(event, text=kept) if kept or task in PAPERS else _fail(event, Trouble.CUT)


def strip_thoughts(text: str) -> tuple[str, bool]:
    """Return what a model says without what it thinks aloud, and whether it ended before its thoughts did.

    A mark that ends thoughts which none began ends all that stands before it.
    """
    kept: list[str] = []
    at, thinking = 0, False
    for mark in _MARK.finditer(text):
        if mark["open"]:
            if not thinking:
                kept.append(text[at : mark.start()])
            thinking = True
            continue
        if mark["final"] or not thinking:
            kept = []
        at, thinking = mark.end(), False
    if not thinking:
        kept.append(text[at:])
    return "".join(kept).strip(), thinking


def is_calling_tool(text: str) -> bool:
    """Return whether a model calls a tool that it does not have, in its own marks or as bare JSON, instead of answering."""
    if _TOOL.search(text):
        return True
    bare = _FENCE.sub("", text.strip())
    if not bare.startswith(("{", "[{")):
        return False
    try:
        json.loads(bare)
    except (ValueError, RecursionError):
        return bare.startswith(('{"', '[{"'))  # the beginning of it, or nearly that
    return True


def _end_at(end: re.Pattern[str], text: str) -> str:
    """Return `text` up to its last `end`; all of it where it ends in a whole source."""
    if end is _LINE_END and text.endswith("]"):
        return text
    ends = [match.end() for match in end.finditer(f"{text}\n" if text.endswith((".", "!", "?")) else text)]
    return text[: ends[-1]].strip() if ends else ""


def _fail(event: Answered, trouble: Trouble) -> Failed:
    return Failed(event.id, event.at, event.question, trouble)


@read_once
def _aloud() -> re.Pattern[str]:
    """Return how a model begins that thinks aloud without a mark."""
    return re.compile(rf"{any_of(ANSWERS, 'aloud')}\b")
