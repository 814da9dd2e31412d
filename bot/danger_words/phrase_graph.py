"""Phrases as a graph of words, walked once along a text however many phrases there are. Pure, and linear in the text.

A node is how much of a phrase has been read. All phrases that begin alike share their nodes, and a group of words is one
step with many words. What has been read so far is a state; a state and a word give the next one, which is worked out once
a walk, so that a text of 64 KiB that says one thing over and over costs no more than its length.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from bot.danger_words.normalise import MARKS, Reading

GAP = "..."
WIDEST_GAP = 3
"""Words that may stand where a phrase has `...`."""

Held = TypeVar("Held")
Groups = dict[str, tuple[Reading, ...]]
"""What may stand for each `<name>`: words, or several words in a row."""


@dataclass(slots=True, eq=False)
class _Node(Generic[Held]):
    """How much of some phrases has been read: what each next word leads to, and which phrases end here."""

    edges: "dict[str, tuple[_Node[Held], ...]]" = field(default_factory=dict)
    parts: "dict[str, _Node[Held]]" = field(default_factory=dict)
    """Only while phrases are added: where each next part leads."""
    ends: tuple[Held, ...] = ()
    gap: "_Node[Held] | None" = None
    """Where a gap that may follow begins."""
    skip: "_Node[Held] | None" = None
    """Within a gap: where any word leads."""

    def lead(self, word: str, targets: "tuple[_Node[Held], ...]") -> None:
        """Let `word` lead to `targets` too. Most words lead to nothing else, and all of a group share one tuple."""
        self.edges[word] = (*self.edges[word], *targets) if word in self.edges else targets


_Reached = tuple[_Node[Held], int]
"""A node, and how many words and marks ago its phrases began."""


class _State(Generic[Held]):
    """All nodes that are reached at one place of a text, and the states to which words led from here."""

    __slots__ = ("reached", "steps")

    def __init__(self, reached: tuple[_Reached[Held], ...]) -> None:
        self.reached = reached
        self.steps: dict[str, tuple[_State[Held], tuple[tuple[Held, int], ...]]] = {}


States = dict[tuple[_Reached[Held], ...], _State[Held]]
"""The states of walks, by what is reached in each."""


class PhraseGraph(Generic[Held]):
    """Phrases, each with what it stands for, that are looked for in a text together."""

    def __init__(self, groups: Groups) -> None:
        self._groups = {name: tuple(dict.fromkeys(said)) for name, said in groups.items()}
        self._nodes: list[_Node[Held]] = []
        """Only while phrases are added: all nodes that there are."""
        self._root = self._add_node()

    def add(self, parts: Sequence[str], held: Held) -> None:
        """Look for the phrase of these parts (a word, `<group>` or `GAP`) from now on, and find `held` where it stands."""
        node = self._root
        for part in parts:
            node = self._open_gap(node) if part == GAP else self._lead_on(node, part)
        node.ends = (*node.ends, held)

    def close(self) -> None:
        """Forget what was needed to add phrases. Thousands of small objects would be counted again and again."""
        nothing: dict[str, Any] = {}
        for node in self._nodes:
            node.parts = nothing
            node.edges = node.edges or nothing
        self._nodes.clear()

    def find_spans(self, words: Iterable[str], states: States[Held] | None = None) -> Iterator[tuple[Held, int, int]]:
        """Yield what each phrase in `words` stands for, with where it begins and ends, in the order of their ends.

        Marks between words are passed over. No word is kept after the walk, but in `states`, which many walks over words of
        our own lists may share.
        """
        states = {} if states is None else states
        state = states.setdefault((), _State(()))
        for at, word in enumerate(words, 1):
            step = state.steps.get(word)
            if step is None:
                step = state.steps[word] = self._take_step(state, word, states)
            state, ends = step
            for held, length in ends:
                yield held, at - length, at

    def _take_step(
        self, state: _State[Held], word: str, states: States[Held]
    ) -> tuple[_State[Held], tuple[tuple[Held, int], ...]]:
        """Return to which state `word` leads, and which phrases end with it and how long ago they began."""
        if word in MARKS:
            reached = dict.fromkeys((node, age + 1) for node, age in state.reached)
            arrived: Iterable[_Reached[Held]] = ()
        else:
            reached = dict.fromkeys(self._follow_word(state, word))
            arrived = reached
        key = tuple(reached)
        following = states.setdefault(key, _State(key))
        return following, tuple((held, age) for node, age in arrived for held in node.ends)

    def _follow_word(self, state: _State[Held], word: str) -> Iterator[_Reached[Held]]:
        """Yield each node to which `word` leads, with how many words ago its phrases began."""
        for node, age in (*state.reached, (self._root, 0)):
            for target in node.edges.get(word, ()):
                yield target, age + 1
                if target.gap is not None:
                    yield target.gap, age + 1
            if node.skip is not None:
                yield node.skip, age + 1

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
