"""Making the graph of phrases that `bot/danger_words/phrase_graph.py` walks, and packing it. Pure.

A node is how much of a phrase has been read. All phrases that begin alike share their nodes, and a group of words is one
step with many words. Packed, nodes are numbers: of each, which part of the edges is its own, sorted by word, and what ends there.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import Any, Generic, TypeVar

from bot.danger_words.normalise import Reading
from bot.danger_words.phrase_graph import GAP, NOWHERE, SEVERAL, WIDEST_GAP
from bot.words.packed import pack_numbers

Held = TypeVar("Held")
Groups = dict[str, tuple[Reading, ...]]
"""What may stand for each `<name>`: words, or several words in a row."""


@dataclass(slots=True, eq=False)
class _Node(Generic[Held]):
    """How much of some phrases has been read: what each next word leads to, and which phrases end here."""

    edges: "dict[str, tuple[_Node[Held], ...]]" = field(default_factory=dict)
    parts: "dict[str, _Node[Held]]" = field(default_factory=dict)
    """Where each next part leads."""
    ends: tuple[Held, ...] = ()
    gap: "_Node[Held] | None" = None
    """Where a gap that may follow begins."""
    skip: "_Node[Held] | None" = None
    """Within a gap: where any word leads."""

    def lead(self, word: str, targets: "tuple[_Node[Held], ...]") -> None:
        """Let `word` lead to `targets` too. Most words lead to nothing else, and all of a group share one tuple."""
        self.edges[word] = (*self.edges[word], *targets) if word in self.edges else targets


class GraphBuilder(Generic[Held]):
    """Phrases, each with what it stands for, from which a graph is made."""

    def __init__(self, groups: Groups) -> None:
        self._groups = {name: tuple(dict.fromkeys(said)) for name, said in groups.items()}
        self._nodes: list[_Node[Held]] = []
        """All nodes that there are; the first is where all phrases begin."""
        self._root = self._add_node()

    def add(self, parts: Sequence[str], held: Held) -> None:
        """Look for the phrase of these parts (a word, `<group>` or `GAP`) from now on, and find `held` where it stands."""
        node = self._root
        for part in parts:
            node = self._open_gap(node) if part == GAP else self._lead_on(node, part)
        node.ends = (*node.ends, held)

    def pack(self, write_held: Callable[[Held], str]) -> dict[str, bytes]:
        """Return the parts of a packed file that hold the graph; `write_held` says in a line what a phrase stands for."""
        numbers = {id(node): number for number, node in enumerate(self._nodes)}
        words = sorted({word for node in self._nodes for word in node.edges})
        word_numbers = {word: number for number, word in enumerate(words)}
        edges: list[tuple[int, int]] = []
        ranges: dict[int, tuple[int, int]] = {}
        several: dict[tuple[int, ...], int] = {}
        for node in self._nodes:
            if id(node.edges) not in ranges:  # the nodes of a gap share theirs
                begin = len(edges)
                for word in sorted(node.edges):
                    led = tuple(numbers[id(target)] for target in _list_led(node.edges[word]))
                    target = led[0] if len(led) == 1 else SEVERAL + several.setdefault(led, len(several))
                    edges.append((word_numbers[word], target))
                ranges[id(node.edges)] = begin, len(edges)
        held = [write_held(each).encode() for node in self._nodes for each in node.ends]
        columns = {
            "first": [ranges[id(node.edges)][0] for node in self._nodes],
            "last": [ranges[id(node.edges)][1] for node in self._nodes],
            "targets": [target for _, target in edges],
            "several": list(chain.from_iterable(several)),
            "first_several": [0, *accumulate(map(len, several))],
            "skip": [numbers[id(node.skip)] if node.skip else NOWHERE for node in self._nodes],
            "first_end": [0, *accumulate(len(node.ends) for node in self._nodes)],
            "held_places": [0, *accumulate(map(len, held))],
        }
        return {
            "graph.known": json.dumps(words, ensure_ascii=False).encode(),
            "graph.words": pack_numbers("H", [word for word, _ in edges]),
            "graph.held": b"".join(held),
        } | {f"graph.{name}": pack_numbers("I", column) for name, column in columns.items()}

    def _lead_on(self, node: _Node[Held], part: str) -> _Node[Held]:
        """Return the node that one more word, or any of a group, leads to."""
        known = node.parts.get(part)
        if known is not None:
            return known
        target = node.parts[part] = self._add_node()
        targets = (target,)
        within: dict[Reading, _Node[Held]] = {(): node}
        for said in self._groups.get(part, ((part,),)):
            for count, word in enumerate(said[:-1], 1):
                if said[:count] not in within:
                    within[said[:count]] = self._add_node()
                    within[said[: count - 1]].lead(word, (within[said[:count]],))
            within[said[:-1]].lead(said[-1], targets)
        return target

    def _open_gap(self, node: _Node[Held]) -> _Node[Held]:
        """Return the node behind a gap: nodes that share what follows, each with one word less to pass over."""
        if node.gap is None:
            last = self._add_node()
            for _ in range(WIDEST_GAP):
                last = self._add_node(edges=last.edges, parts=last.parts, skip=last)
            node.gap = last
        return node.gap

    def _add_node(self, **within_gap: Any) -> _Node[Held]:
        """Return a new node; one of a gap shares with others what follows."""
        node: _Node[Held] = _Node(**within_gap)
        self._nodes.append(node)
        return node


def _list_led(targets: "tuple[_Node[Held], ...]") -> "Iterator[_Node[Held]]":
    """Yield the nodes that a word leads to, each with the gap that may follow it."""
    for target in targets:
        yield target
        if target.gap:
            yield target.gap
