"""Whether words lie somewhere in the clear: in any of the ways in which a file could hold them."""

import base64
from collections.abc import Iterator, Sequence


def find_words(text: bytes, words: Sequence[str]) -> list[str]:
    """Return which of `words` occur in `text`: as they are, in two bytes a letter, in hexadecimal digits or in base64."""
    low = text.lower()
    return [word for word in words if any(raw.lower() in low for raw in _spellings(word))]


def _spellings(word: str) -> Iterator[bytes]:
    yield word.encode()
    yield word.encode("utf-16-le")
    yield word.encode().hex().encode()
    for shift, first in enumerate((0, 2, 3)):  # inside a longer text it begins at one of three places
        whole = base64.b64encode(b"\0" * shift + word.encode())
        yield whole[first : (shift + len(word)) * 8 // 6]
