"""Word lists as files that are looked into and not loaded: whoever asks for a word touches its page of the file, and no other. Pure.

A packed file is a line of JSON that says what follows where, and then numbers (little-endian) and texts. It is written from
files that people can read, by `scripts/pack_words.py`, and says the digest of what it was written from.
"""

import json
import mmap
import sys
from array import array
from collections.abc import Collection, Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal, TypeAlias
from zlib import crc32

Buffer: TypeAlias = bytes | mmap.mmap
Numbers: TypeAlias = "memoryview[int] | array[int]"
_ALIGNED = 8
"""Bytes at whose multiples each part begins, so that numbers can be read where they stand."""
_EMPTY = 0
_FULLEST = 0.7
"""How much of a map's slots is taken: the fewer, the fewer have to be looked at for a word that is not there."""


class Packed:
    """The parts of a packed file, read where they lie. `head` is what its first line says."""

    def __init__(self, buffer: Buffer) -> None:
        self.buffer = buffer
        end = buffer.find(b"\n")
        said = json.loads(buffer[:end])
        self.head: dict[str, Any] = said["head"]
        self._begin = _align(end + 1)
        self._parts: dict[str, tuple[int, int]] = {name: (at, size) for name, at, size in said["parts"]}

    def find_part(self, name: str) -> tuple[int, int]:
        """Return where in the file a part begins and ends."""
        at, size = self._parts[name]
        return self._begin + at, self._begin + at + size

    def read_bytes(self, name: str) -> bytes:
        """Return a part, copied."""
        begin, end = self.find_part(name)
        return self.buffer[begin:end]

    def give_back(self) -> None:
        """Let go of the pages that were looked at: whoever asks next reads theirs again, from the file."""
        if isinstance(self.buffer, mmap.mmap):
            self.buffer.madvise(mmap.MADV_DONTNEED)

    def read_json(self, name: str) -> Any:
        """Return what a part in JSON says."""
        return json.loads(self.read_bytes(name))

    def view_numbers(self, name: str, code: Literal["H", "I"]) -> Numbers:
        """Return a part as numbers of the kind `code` (of `array`): not copied, but where the machine counts the other way."""
        begin, end = self.find_part(name)
        if sys.byteorder == "little":
            return memoryview(self.buffer)[begin:end].cast(code)
        numbers = array(code, self.buffer[begin:end])
        numbers.byteswap()
        return numbers


def open_packed(file: Traversable) -> Packed | None:
    """Return the packed file at `file`; None if there is none."""
    if not file.is_file():
        return None
    if not isinstance(file, Path):
        return Packed(file.read_bytes())
    with file.open("rb") as opened:
        return Packed(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))


def pack(head: Mapping[str, Any], parts: Mapping[str, bytes]) -> bytes:
    """Return a packed file of these parts."""
    places, body = [], bytearray()
    for name, part in parts.items():
        body += b"\0" * (_align(len(body)) - len(body))
        places.append((name, len(body), len(part)))
        body += part
    line = json.dumps({"head": dict(head), "parts": places}, ensure_ascii=False).encode() + b"\n"
    return line + b"\0" * (_align(len(line)) - len(line)) + bytes(body)


def pack_numbers(code: Literal["H", "I"], numbers: "array[int] | list[int]") -> bytes:
    """Return numbers as a part of the kind `code`."""
    packed = array(code, numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _align(at: int) -> int:
    return -(-at // _ALIGNED) * _ALIGNED


class WordMap:
    """Words, each with a number, looked up in a packed file: what `pack_words` wrote under the same name."""

    __slots__ = ("_buffer", "_hashes", "_numbers", "_places", "_size", "_words")

    def __init__(self, packed: Packed, name: str) -> None:
        self._buffer = packed.buffer
        self._hashes = packed.view_numbers(f"{name}.hashes", "I")
        self._places = packed.view_numbers(f"{name}.places", "I")
        self._numbers = packed.view_numbers(f"{name}.numbers", "I")
        self._words = packed.find_part(f"{name}.words")
        self._size = len(self._hashes)

    def find(self, word: str) -> int:
        """Return the number of `word`, -1 if it is not there."""
        key = word.encode(errors="surrogatepass")
        wanted = crc32(key) or 1
        hashes, size = self._hashes, self._size
        at = wanted % size
        while (there := hashes[at]) != _EMPTY:
            if there == wanted:
                place = self._words[0] + self._places[at]
                if self._buffer[place : place + len(key) + 1] == key + b"\n":
                    return self._numbers[at]
            at = (at + 1) % size
        return -1

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.find(word) >= 0

    def __iter__(self) -> Iterator[str]:
        begin, end = self._words
        return iter(self._buffer[begin:end].decode(errors="surrogatepass").split("\n")[:-1])


class WordMapWriter:
    """A map that is being written, of at most `most` words, none of which holds a line's end. It holds no word as an object."""

    def __init__(self, most: int) -> None:
        self._size = int(most / _FULLEST) + 1
        self._hashes, self._places, self._numbers = (array("I", bytes(4 * self._size)) for _ in range(3))
        self._text = bytearray()

    def add(self, word: str, number: int) -> bool:
        """Write a word down with its number, from 0 up, and return True; False if it is there already, with another."""
        key = word.encode(errors="surrogatepass") + b"\n"
        wanted = crc32(key[:-1]) or 1
        at = wanted % self._size
        while (there := self._hashes[at]) != _EMPTY:
            if there == wanted and self._text.startswith(key, self._places[at]):
                return False
            at = (at + 1) % self._size
        self._hashes[at], self._places[at], self._numbers[at] = wanted, len(self._text), number
        self._text += key
        return True

    def pack(self, name: str) -> dict[str, bytes]:
        """Return the parts of a packed file that hold the map."""
        columns = {"hashes": self._hashes, "places": self._places, "numbers": self._numbers}
        return {f"{name}.words": bytes(self._text)} | {
            f"{name}.{column}": pack_numbers("I", values) for column, values in columns.items()
        }


def pack_words(name: str, words: Mapping[str, int]) -> dict[str, bytes]:
    """Return the parts of a map of `words`, none of which holds a line's end, each with a number from 0 up."""
    writer = WordMapWriter(len(words))
    for word, number in words.items():
        writer.add(word, number)
    return writer.pack(name)


def hold_words(words: Collection[str]) -> WordMap:
    """Return `words` as a map that takes a seventh of what a set of them takes; each has the number 0."""
    return WordMap(Packed(pack({}, pack_words("words", dict.fromkeys(words, 0)))), "words")
