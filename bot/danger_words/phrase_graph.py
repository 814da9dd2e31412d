"""Phrases as a graph of words, walked once along a text however many phrases there are. Pure, and linear in the text.

A node is how much of a phrase has been read; it is a number, and what leads on from it stands in a packed file
(`bot/danger_words/build_graph.py` says how it gets there). What has been read so far is a state; a state and a word give the
next one, which is worked out once a walk, so that a text of 64 KiB that says one thing over and over costs no more than its length.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from bot.danger_words.normalise import MARKS
from bot.words.packed import Packed

GAP = "..."
WIDEST_GAP = 3
"""Words that may stand where a phrase has `...`."""
ROOT, NOWHERE = 0, 0
"""The node where all phrases begin, to which nothing leads, so that its number says "nowhere" too."""
NO_WORD = -1
"""The number of a word that is in no phrase."""
MOST_NODES = 4096
"""Nodes of a graph that are kept as they were read: some hundred bytes each."""
SEVERAL = 2**31
"""What is added to the number of several nodes that one word leads to at once."""

Held = TypeVar("Held")
_Node = tuple[dict[int, int], int, range]
"""Where each next word leads from a node; within a gap, where any word leads; the numbers of the phrases that end there."""
_Reached = tuple[int, int]
"""A node, and how many words and marks ago its phrases began."""


class _State(Generic[Held]):
    """All nodes that are reached at one place of a text, and the states to which words led from here."""

    __slots__ = ("reached", "steps")

    def __init__(self, reached: tuple[_Reached, ...]) -> None:
        self.reached = reached
        self.steps: dict[str, tuple[_State[Held], tuple[tuple[Held, int], ...]]] = {}


States = dict[tuple[_Reached, ...], _State[Held]]
"""The states of walks, by what is reached in each."""


class PhraseGraph(Generic[Held]):
    """Phrases, each with what it stands for, that are looked for in a text together.

    `read_held` makes of what the file says of a phrase what is found where it stands; it is asked once for each.
    """

    def __init__(self, packed: Packed, read_held: Callable[[str], Held]) -> None:
        self._read_held = read_held
        self._held: dict[int, Held] = {}
        self._nodes: dict[int, _Node] = {}
        self._packed = packed
        self._numbers = {word: number for number, word in enumerate(packed.read_json("graph.known"))}
        self._first = packed.view_numbers("graph.first", "I")
        self._last = packed.view_numbers("graph.last", "I")
        self._words = packed.view_numbers("graph.words", "H")
        self._targets = packed.view_numbers("graph.targets", "I")
        self._several = packed.view_numbers("graph.several", "I")
        self._first_several = packed.view_numbers("graph.first_several", "I")
        self._skip = packed.view_numbers("graph.skip", "I")
        self._first_end = packed.view_numbers("graph.first_end", "I")
        self._held_places = packed.view_numbers("graph.held_places", "I")
        self._read_node(ROOT)

    def find_spans(self, words: Iterable[str], states: States[Held] | None = None) -> Iterator[tuple[Held, int, int]]:
        """Yield what each phrase in `words` stands for, with where it begins and ends, in the order of their ends.

        Marks between words are passed over. No word is kept after the walk, but in `states`, which many walks over words of
        our own lists may share.
        """
        states = {} if states is None else states
        state = states.setdefault((), _State(()))
        begins, number_of = self._nodes[ROOT][0], self._numbers.get
        for at, word in enumerate(words, 1):
            if not state.reached and number_of(word, NO_WORD) not in begins:
                continue  # as most words: nothing was read, and no phrase begins with it
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
            arrived: Iterable[_Reached] = ()
        else:
            arrived = reached = self._follow_word(state, self._numbers.get(word, NO_WORD))
        key = tuple(reached)
        following = states.setdefault(key, _State(key))
        nodes = self._nodes
        ending = [(ends, age) for node, age in arrived if (ends := (nodes.get(node) or self._read_node(node))[2])]
        return following, tuple((self._find_held(number), age) for ends, age in ending for number in ends)

    def _follow_word(self, state: _State[Held], number: int) -> dict[_Reached, None]:
        """Return each node to which a word leads, with how many words ago its phrases began, in order."""
        reached: dict[_Reached, None] = {}
        nodes = self._nodes
        for node, age in (*state.reached, (ROOT, 0)):
            edges, skip, _ = nodes.get(node) or self._read_node(node)
            target = edges.get(number, NOWHERE)
            if target >= SEVERAL:
                for each in self._list_several(target - SEVERAL):
                    reached[each, age + 1] = None
            elif target != NOWHERE:
                reached[target, age + 1] = None
            if skip != NOWHERE:
                reached[skip, age + 1] = None
        return reached

    def _list_several(self, number: int) -> list[int]:
        """Return the nodes that one word leads to at once."""
        return self._several[self._first_several[number] : self._first_several[number + 1]].tolist()

    def _read_node(self, node: int) -> _Node:
        """Return what leads on from a node. Few are ever reached: those that were last are kept as they are read."""
        if len(self._nodes) >= MOST_NODES:  # but where everything begins, which is the largest
            self._nodes = {ROOT: self._nodes[ROOT]}
        edges = slice(self._first[node], self._last[node])
        self._nodes[node] = (
            dict(zip(self._words[edges].tolist(), self._targets[edges].tolist(), strict=True)),
            self._skip[node],
            range(self._first_end[node], self._first_end[node + 1]),
        )
        return self._nodes[node]

    def _find_held(self, number: int) -> Held:
        """Return what the phrase of this number stands for, read once."""
        if number not in self._held:
            begin = self._packed.find_part("graph.held")[0]
            text = self._packed.buffer[begin + self._held_places[number] : begin + self._held_places[number + 1]]
            self._held[number] = self._read_held(text.decode())
        return self._held[number]
