"""One reader of citations, however a model writes them: what a line says without them, and the numbers that it cites. Pure.

`[2, 5]`, `[Message 2, Message 5]`, `[2-5]`, `**[2]**`, `(2)`, `[#10]`, `[Pesan 2]`, `message 2`, also alone on the line
behind. A bracket is looked at up to a bounded length, so reading takes as long as the text is, whatever stands in it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.words.shelf import ANSWERS, any_of, read_once

MOST_IN_RANGE = 12
"""Messages that a range stands for, at most: more than any line may cite."""
_BRACKET = re.compile(
    r"[*_]{0,3}(?:[\[\uff3b\u3010]([^\[\]\uff3b\uff3d\u3010\u3011\n]{1,80})[\]\uff3d\u3011]|[(\uff08]([^()\uff08\uff09\n]{1,80})[)\uff09])[*_]{0,3}"
)
_LAST = 80
"""Characters at the end of a line in which a citation without brackets is looked for."""
_SIDE_BY_SIDE = re.compile(r"[\s,;.&+*_]*")
_BULLET = re.compile(r"^\s*(?:[-*+\u2022\u2013]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A citation in a line, from `start` to `end`; `firm` if it cannot be a number that the line itself says."""

    start: int
    end: int
    numbers: tuple[int, ...]
    firm: bool


def split_citations(line: str, *, anywhere: bool = False) -> tuple[str, tuple[int, ...]]:
    """Return what `line` says without its citations, and the numbers of the messages that it cites, each once, in order.

    A citation stands where a line ends, and then also where a part of its sentence does; in square brackets it may stand
    `anywhere` if asked. A bare number in round brackets is one at the end of a line that has no other: elsewhere it is
    a dose, an age, a year.
    """
    marks = [
        _Mark(match.start(), match.end(), *read) for match in _BRACKET.finditer(line) if (read := _read_bracket(match))
    ]
    firm = [mark for mark in marks if mark.firm]
    last = _take_last(line, firm or marks)
    if last:
        begin = last[0].start
        cited = [mark for mark in firm if anywhere or mark.start >= begin or _ends_part().match(line, mark.end)] or last
    elif bare := _find_bare(line):
        cited = [*(firm if anywhere else []), bare]
    else:
        cited = firm if anywhere else []
    numbers = dict.fromkeys(number for mark in cited for number in mark.numbers)
    return (_cut_out(line, cited) if cited else line), tuple(numbers)


def join_cited_lines(lines: Iterable[str]) -> list[str]:
    """Return `lines` without blank ones, each that is nothing but a citation joined to the one before, if that cites none."""
    joined: list[str] = []
    for line in lines:
        if joined and _is_bare_citation(line) and not split_citations(joined[-1], anywhere=True)[1]:
            numbers = split_citations(strip_bullet(line), anywhere=True)[1]
            joined[-1] = f"{joined[-1].rstrip()} [{', '.join(map(str, numbers))}]"
        elif line.strip():
            joined.append(line)
    return joined


def strip_bullet(line: str) -> str:
    """Return `line` without what makes an item of a list of it."""
    return _BULLET.sub("", line)


def _is_bare_citation(line: str) -> bool:
    said, numbers = split_citations(strip_bullet(line), anywhere=True)
    return bool(numbers) and bool(_only_lead().fullmatch(said))


def _take_last(line: str, marks: list[_Mark]) -> list[_Mark]:
    """Return those of `marks` that end the line, side by side."""
    taken: list[_Mark] = []
    end = len(line)
    for mark in reversed(marks):
        between = line[mark.end : end]
        if not (_end_of_line() if not taken else _SIDE_BY_SIDE).fullmatch(between):
            break
        taken.append(mark)
        end = mark.start
    return taken[::-1]


def _read_bracket(match: re.Match[str]) -> tuple[tuple[int, ...], bool] | None:
    """Return the numbers that a bracket cites and whether it surely does; None if it cites nothing."""
    inside = match[1] or match[2]
    numbers = _read_numbers(inside, slash=bool(match[1]))
    return (numbers, bool(match[1]) or not inside.strip()[0].isdigit()) if numbers else None


def _find_bare(line: str) -> _Mark | None:
    """Return the citation without brackets that a line ends in, as `message 2`."""
    begin = max(0, len(line) - _LAST)
    for lead in _bare_lead().finditer(line, begin):
        numbers = _read_numbers(line[lead.start() :], slash=False)
        if numbers:
            return _Mark(lead.start(), len(line), numbers, firm=True)
    return None


def _read_numbers(inside: str, *, slash: bool) -> tuple[int, ...]:
    """Return the numbers that the inside of a bracket names, if it names nothing else; a range stands for all within it.

    `slash` if `2/5` names two: in round brackets it is a mark out of five.
    """
    inside = inside.partition("\u2020")[0].strip(" .,;:*_")
    parts = _between().split(inside.replace("/", ",") if slash else inside)
    matches = [_part().fullmatch(part.strip()) for part in parts]
    numbers: list[int] = []
    for match in matches:
        if match is None:
            return ()
        first, last = sorted((int(match[1]), int(match[2] or match[1])))
        numbers += range(first, min(last, first + MOST_IN_RANGE) + 1)
    return tuple(numbers)


def _cut_out(line: str, marks: list[_Mark]) -> str:
    """Return `line` without `marks`, single spaces where they stood, and no full stop twice."""
    kept, at = [], 0
    for mark in marks:
        kept.append(line[at : mark.start])
        at = mark.end
    said = " ".join(" ".join((*kept, line[at:])).split())
    said = re.sub(r" ([.,;:!?])", r"\1", said)
    return re.sub(r"([.!?])\.$|[,;:\u2013\u2014-]\.?$", r"\1", said).strip()


@read_once
def _lead() -> str:
    """Return what may stand before a number that is a message's."""
    return f"(?:{any_of(ANSWERS, 'numbers')}|{any_of(ANSWERS, 'message')}|{any_of(ANSWERS, 'sources')})"


@read_once
def _part() -> re.Pattern[str]:
    """Return one message in a bracket, or a range of them."""
    lead = rf"(?:{_lead()}[\s:._-]{{0,3}}){{0,3}}[#^]?"
    upto = rf"(?:[-\u2013\u2014]|{any_of(ANSWERS, 'upto')})"
    return re.compile(rf"(?i){lead}(\d{{1,3}})(?:\s{{0,3}}{upto}\s{{0,3}}{lead}(\d{{1,3}}))?")


@read_once
def _between() -> re.Pattern[str]:
    """Return what stands between the messages that a bracket names."""
    return re.compile(rf"(?i)[,;&+|]|\b{any_of(ANSWERS, 'and')}\b|(?<=\d)\s(?=[\d#])")


@read_once
def _bare_lead() -> re.Pattern[str]:
    return re.compile(
        rf"(?i)(?<![\w\[(])(?:{any_of(ANSWERS, 'sources')}\s{{0,9}}:?\s{{1,9}})?(?:{any_of(ANSWERS, 'message')}|{any_of(ANSWERS, 'cited')})(?=[\s:#]{{0,9}}\d)"
    )


@read_once
def _only_lead() -> re.Pattern[str]:
    """Return what may be left of a line that is nothing but a citation."""
    return re.compile(rf"(?i)[\W_]*(?:{_lead()}[\W_]*){{0,2}}")


@read_once
def _ends_part() -> re.Pattern[str]:
    """Return what follows a citation that ends a part of a sentence."""
    return re.compile(rf"\s{{0,3}}(?:[,.;:!?)]|$|{any_of(ANSWERS, 'and')}\b|{any_of(ANSWERS, 'but')}\b)")


@read_once
def _end_of_line() -> re.Pattern[str]:
    return re.compile(r"[\s.!?,;:*_)\u2026]*")
