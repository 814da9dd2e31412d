"""Write `bot/app/letter_model.xz`: py3langid's model for the languages that can be named here, to be read without numpy.

    python scripts/build_language_model.py

py3langid (BSD) weighs a text by the bytes that follow one another in it, in 142 languages; read by itself it brings numpy, which
is a fifth of the whole installation. Of its model this keeps each sequence and its weights for our languages, and nothing else.
A new language folder needs a new file: tests/unit/test_letter_model.py says so.
"""

import lzma
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from py3langid.langid import LanguageIdentifier

from bot.app.letter_model import NOTHING
from bot.session.language.languages import nameable
from bot.words.packed import pack, pack_numbers

LONGEST_SEARCH = 4096
"""Places in which room for what follows a sequence is looked for; then a new stretch is begun."""
FILE = Path(__file__).parents[1] / "bot" / "app" / "letter_model.xz"


def list_sequences(model: LanguageIdentifier) -> dict[bytes, int]:
    """Return the bytes behind each state of the model's machine, with the place of its weights, -1 if it has none."""
    moves, rows = model.tk_nextmove, model.tk_row
    sequences, reached = {b"": int(model.tk_output[0])}, {0}
    level = [(0, b"")]
    while level:
        deeper = []
        for state, sequence in level:
            for letter in range(256):
                after = moves[(rows[state] << 8) + letter]
                if after not in reached:
                    reached.add(after)
                    deeper.append((after, sequence + bytes([letter])))
                    sequences[sequence + bytes([letter])] = int(model.tk_output[after])
        level = deeper
    return sequences


def pack_model(model: LanguageIdentifier) -> bytes:
    """Return the packed file: languages and what each weighs before a word is read, the machine, the weights as half floats.

    The machine is a trie in a double array: the state reached from `state` by `letter` is `base[state] + letter`, if `check` of
    that says `state`; where nothing leads on, `shorter` is the state of the longest ending that may.
    """
    sequences = list_sequences(model)
    weighing = [place for place in sequences.values() if place >= 0]
    rows = {place: number for number, place in enumerate(dict.fromkeys(weighing))}
    base, check, states = lay_out(sequences)
    shorter, row = [0] * len(check), [NOTHING] * len(check)
    for sequence, state in states.items():
        endings = (states[sequence[at:]] for at in range(1, len(sequence) + 1) if sequence[at:] in states)
        shorter[state] = next(endings, 0)
        row[state] = rows.get(sequences[sequence], NOTHING)
    columns = {"base": base, "check": check, "shorter": shorter, "row": row}
    head = {"languages": model.nb_classes, "before": [float(weight) for weight in model.nb_pc]}
    weights = np.asarray(model.nb_ptc[list(rows)], dtype="<f2").tobytes()
    return pack(head, {**{name: pack_numbers("I", column) for name, column in columns.items()}, "weights": weights})


def lay_out(sequences: Iterable[bytes]) -> tuple[list[int], list[int], dict[bytes, int]]:
    """Return the double array of a trie, and the state of each sequence: 0 of none."""
    after: dict[bytes, list[int]] = defaultdict(list)
    for sequence in sorted(filter(None, sequences)):
        after[sequence[:-1]].append(sequence[-1])
    states, taken, lowest = {b"": 0}, bytearray(b"\1"), 1
    placed: list[tuple[int, int, list[int]]] = []
    for sequence in sorted(after, key=len):
        letters = after[sequence]
        at, lowest = find_room(taken, letters, lowest)
        for letter in letters:
            taken[at + letter] = 1
            states[sequence + bytes([letter])] = at + letter
        placed.append((states[sequence], at, letters))
    size = max(at for _, at, _ in placed) + 256
    base, check = [0] * size, [NOTHING] * size
    for state, at, letters in placed:
        base[state] = at
        for letter in letters:
            check[at + letter] = state
    return base, check, states


def find_room(taken: bytearray, letters: list[int], lowest: int) -> tuple[int, int]:
    """Return from where the places of all `letters` are free, and below which place from now on nothing is looked for."""
    taken += bytes(max(0, lowest + 2 * LONGEST_SEARCH - len(taken)))
    lowest = taken.find(0, lowest)
    at = taken.find(0, lowest + letters[0]) - letters[0]
    while any(taken[at + letter] for letter in letters):
        at = taken.find(0, at + 1 + letters[0]) - letters[0]
        if at >= lowest + LONGEST_SEARCH:
            at = lowest = lowest + LONGEST_SEARCH + 256  # behind all that was placed so far
    return at, lowest


def main() -> None:
    """Write the file."""
    model = LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
    model.set_languages([language for language in nameable() if language in model.labels])
    FILE.write_bytes(lzma.compress(pack_model(model), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
