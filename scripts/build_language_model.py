"""Write `bot/app/letter_model.xz`: py3langid's model for the languages that can be named here, to be read without numpy.

    python scripts/build_language_model.py

py3langid (BSD) weighs a text by the bytes that follow one another in it, in 142 languages; read by itself it brings numpy, which
is a fifth of the whole installation. Of its model this keeps each sequence and its weights for our languages, and nothing else.
A new language folder needs a new file: tests/unit/test_letter_model.py says so.
"""

import json
import lzma
import struct
from pathlib import Path

import numpy as np
from py3langid.langid import LanguageIdentifier

from bot.session.language.languages import nameable

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
    """Return the file: a line of JSON (languages, what each weighs before a word is read), sequences, weights as half floats."""
    sequences = sorted(list_sequences(model).items())
    weighing = [place for _, place in sequences if place >= 0]
    places = {place: number for number, place in enumerate(dict.fromkeys(weighing))}
    head = {"languages": model.nb_classes, "before": [float(weight) for weight in model.nb_pc], "count": len(sequences)}
    told = b"".join(
        struct.pack("<Bi", len(sequence), places.get(place, -1)) + sequence for sequence, place in sequences
    )
    weights = np.asarray(model.nb_ptc[list(places)], dtype="<f2").tobytes()
    return json.dumps(head).encode() + b"\n" + told + weights


def main() -> None:
    """Write the file."""
    model = LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
    model.set_languages([language for language in nameable() if language in model.labels])
    FILE.write_bytes(lzma.compress(pack_model(model), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
