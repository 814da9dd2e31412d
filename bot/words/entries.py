"""A message file as a mapping that reads a sentence when it is wanted: most are said never, and all of them at once are megabytes. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fluent.runtime import FluentResource

_BEGINS = re.compile(r"^(?:([a-zA-Z][\w-]*)[ ]*=|#)", re.MULTILINE)
"""Where an entry begins, or what stands between entries: both at the beginning of a line, as nothing within an entry."""


class Entries(Mapping[str, Any]):
    """The sentences of a message file by their names, each as fluent reads it."""

    def __init__(self, text: str) -> None:
        begins = list(_BEGINS.finditer(text))
        ends = [begin.start() for begin in begins[1:]] + [len(text)]
        self._text = text
        self._places = {begin[1]: (begin.start(), end) for begin, end in zip(begins, ends, strict=True) if begin[1]}

    def __getitem__(self, name: str) -> Any:
        begin, end = self._places[name]
        (entry,) = FluentResource(self._text[begin:end]).body
        return entry

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
