"""What is fuzzed, with the corpus of each target, and a mutation that is the same for the same seed."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import fuzz_answers
import fuzz_codec
import fuzz_commands
import fuzz_intake
import fuzz_masking
import fuzz_policy
import fuzz_transcripts

CORPUS = Path(__file__).parent / "corpus"
"""A folder a target, a file an input. What was found once stands here, named after what it was, and is tried ever after."""
LONGEST = 4096
"""Bytes of an input, at most."""


@dataclass(frozen=True)
class Target:
    """One surface: `run` raises for an input that breaks a rule; `words` are what its inputs are made of."""

    name: str
    run: Callable[[bytes], None]
    words: tuple[bytes, ...]
    list_seeds: Callable[[], dict[str, bytes]]

    def read_corpus(self) -> dict[str, bytes]:
        """Return the inputs that are kept, by name."""
        return {file.name: file.read_bytes() for file in sorted((CORPUS / self.name).iterdir())}


TARGETS = {
    name: Target(name, module.__dict__[f"run_{name}"], module.WORDS, module.list_seeds)
    for name, module in (
        ("intake", fuzz_intake),
        ("commands", fuzz_commands),
        ("policy", fuzz_policy),
        ("masking", fuzz_masking),
        ("answers", fuzz_answers),
        ("codec", fuzz_codec),
        ("transcripts", fuzz_transcripts),
    )
}


def mutate_input(chance: random.Random, corpus: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """Return an input of the corpus with a few changes: bytes, words put in, pieces cut, doubled, or taken from another."""
    data = bytearray(chance.choice(corpus))
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(data))
        end = min(len(data), at + chance.choice((1, 2, 4, 16, 64)))
        match chance.randrange(7):
            case 0:
                data[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
            case 1:
                data[at:at] = chance.choice(words)
            case 2:
                data[at:end] = chance.choice(words)
            case 3:
                del data[at:end]
            case 4:
                data[at:at] = data[at:end] * chance.choice((1, 2, 30))
            case 5:
                other = chance.choice(corpus)
                begin = chance.randint(0, len(other))
                data[at:at] = other[begin : begin + chance.choice((4, 32, 256))]
            case _:
                data[at:end] = chance.choice(("é", "\u200b", "\u202e", "\0", "😀", "\ufeff", "İ", "\u2028")).encode()
    return bytes(data[:LONGEST])
