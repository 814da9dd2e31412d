"""Whether a pattern takes time in proportion to the text: read from the pattern itself, so that no clock has a say in it.

    find_slow_parts("(?s).*</think>")  # from each character of a text without that mark it reads to the end

A repeat without bound, behind which something can fail, is read once in a text if two things hold; all else is slow:
1. it begins once in a run of its characters: the pattern is anchored, or holds something before it that is not of the run;
2. no other such repeat stands behind it that could begin at any place in the run: `.*a.*b`.
What a part takes is tried on a sample of characters, of each kind that patterns tell apart.
"""

import re
from collections.abc import Sequence
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]  # the only reader of patterns there is
from typing import Any

BOUNDED = 650
"""A repeat of so many at most makes each character cost so much more, whatever the text: a longer text is no worse."""
_OTHERS = "\u2010\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2022\u2026\u2028\u20ac\u2192\u3000\u3002\u4e2d\uac00\ufe0f\uff3b\uff5c"
SAMPLE = (*map(chr, range(0x180)), *_OTHERS)
_REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
_ONE = {_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY}
_LOOKS = {_constants.ASSERT, _constants.ASSERT_NOT}
_WORD = frozenset(char for char in SAMPLE if re.match(r"\w", char))

Node = tuple[Any, Any]
Chars = frozenset[str]
Path = tuple[Node, ...]


def find_slow_parts(pattern: str, flags: int = 0) -> tuple[str, ...]:
    """Return why `pattern` is slow, a reason for each repeat that may read a text again and again; none if it is not."""
    reader = _Reader(pattern, flags)
    reader.walk(tuple(reader.tree), (), ())
    return tuple(dict.fromkeys(reader.slow))


class _Reader:
    """Reads one pattern. `slow` are the reasons so far."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.tree = _parser.parse(pattern, flags)
        self.flags = self.tree.state.flags
        self.slow: list[str] = []
        self.kept: dict[str, Chars] = {}

    def walk(self, nodes: Path, before: Path, behind: Path) -> None:
        """Look at each repeat in `nodes`, which stand between what is `before` them and `behind` them."""
        for at, (kind, what) in enumerate(nodes):
            ahead, rest = before + nodes[:at], nodes[at + 1 :] + behind
            if kind in _REPEATS and what[1] > BOUNDED:
                self.judge((kind, what), ahead, rest)
            if kind in _REPEATS:
                again = ((kind, (0, what[1], what[2])),) if what[1] > 1 else ()
                self.walk(tuple(what[2]), ahead, again + rest)
            elif kind in _LOOKS:
                self.walk(tuple(what[1]), ahead, ())
            else:
                for inner in _list_inner(kind, what):
                    self.walk(tuple(inner), ahead, rest)

    def judge(self, node: Node, before: Path, behind: Path) -> None:
        """Note it if a repeat without bound may read a text again and again."""
        if self.cannot_fail(behind):
            return
        taken = self.list_chars([node])
        if not self.begins_once(before, taken):
            self.slow.append("may begin anywhere in a run of what it repeats")
        follows, _ = self.list_first(behind)
        if taken & follows and any(self.may_end_badly(part, behind[at + 1 :]) for at, part in enumerate(behind)):
            self.slow.append("ends anywhere in a run, and another repeat goes on from there")

    def may_end_badly(self, node: Node, behind: Path) -> bool:
        """Return whether a part repeats without bound and, having read on, may have to be tried again."""
        kind, what = node
        if kind in _REPEATS and what[1] > BOUNDED and len(what[2]) == 1 and what[2][0][0] in _ONE:
            return not self.cannot_fail(behind)
        return _is_endless(node)

    def begins_once(self, before: Path, taken: Chars) -> bool:
        """Return whether what stands `before` a repeat is found but once in a run of what is `taken` by it."""
        for at, (kind, what) in enumerate(before):
            run = taken | self.list_chars(before[at + 1 :])
            if kind is _constants.AT and what is _constants.AT_BEGINNING_STRING:
                return True
            if kind is _constants.AT and what is _constants.AT_BEGINNING:
                return not self.flags & re.MULTILINE or "\n" not in taken
            if kind is _constants.AT and what is _constants.AT_BOUNDARY and run <= _WORD:
                return True
            if kind is _constants.ASSERT_NOT and what[0] < 0 and run <= self.list_chars(what[1]):
                return True
        return any(self.is_outside(node, taken) for node in before)

    def is_outside(self, node: Node, taken: Chars) -> bool:
        """Return whether a part always takes a character, or stands behind one, that is none of those `taken`."""
        kind, what = node
        if kind is _constants.ASSERT and what[0] < 0:
            return self.list_chars(what[1]).isdisjoint(taken)
        if kind in _ONE:
            return self.take_one(node).isdisjoint(taken)
        if kind in _REPEATS and what[0] == 0:
            return False
        branches = _list_inner(kind, what)
        return bool(branches) and all(any(self.is_outside(part, taken) for part in branch) for branch in branches)

    def cannot_fail(self, nodes: Path) -> bool:
        """Return whether `nodes` are found everywhere, so that whatever stands before them is never tried again."""
        return all(
            (kind in _REPEATS and (what[0] == 0 or self.cannot_fail(tuple(what[2]))))
            or (kind is _constants.SUBPATTERN and self.cannot_fail(tuple(what[3])))
            or (kind is _constants.BRANCH and any(self.cannot_fail(tuple(branch)) for branch in what[1]))
            for kind, what in nodes
        )

    def list_first(self, nodes: Sequence[Node]) -> tuple[Chars, bool]:
        """Return the characters that `nodes` can begin with, and whether they can be nothing at all."""
        begins: Chars = frozenset()
        for kind, what in nodes:
            if kind in _ONE:
                return begins | self.take_one((kind, what)), False
            if kind in _LOOKS and what[0] > 0 and kind is _constants.ASSERT:
                begins |= self.list_first(what[1])[0]
                continue
            branches = [self.list_first(inner) for inner in _list_inner(kind, what)]
            begins = begins.union(*(chars for chars, _ in branches))
            empty = kind in _REPEATS and what[0] == 0
            if branches and not empty and not any(nothing for _, nothing in branches):
                return begins, False
        return begins, True

    def list_chars(self, nodes: Sequence[Node]) -> Chars:
        """Return every character that `nodes` can take."""
        taken: Chars = frozenset()
        for kind, what in nodes:
            if kind in _ONE:
                taken |= self.take_one((kind, what))
            elif kind is _constants.GROUPREF:
                taken = frozenset(SAMPLE)
            for inner in _list_inner(kind, what):
                taken |= self.list_chars(inner)
        return taken

    def take_one(self, node: Node) -> Chars:
        """Return the characters that a part takes which takes one."""
        name = repr(node)
        if name not in self.kept:
            alone = _compiler.compile(_parser.SubPattern(self.tree.state, [node]), self.flags)
            self.kept[name] = frozenset(char for char in SAMPLE if alone.fullmatch(char))
        return self.kept[name]


def _list_inner(kind: Any, what: Any) -> list[Any]:
    """Return what stands in a part of parts: the branches of which one is taken, or the one there is."""
    if kind in _REPEATS:
        return [what[2]]
    if kind is _constants.SUBPATTERN:
        return [what[3]]
    if kind is _constants.BRANCH:
        return list(what[1])
    return [what] if kind is _constants.ATOMIC_GROUP else []


def _is_endless(node: Node) -> bool:
    kind, what = node
    if kind in _REPEATS and what[1] > BOUNDED:
        return True
    return any(_is_endless(part) for inner in _list_inner(kind, what) for part in inner)
