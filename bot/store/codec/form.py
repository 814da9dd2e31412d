"""The two kinds of rows that the tables of stored names are made of.

Form("typing", Typing, "id at busy")                      # stored as {"id": ..., "at": ..., "busy": ...}
Form("typing", Typing, "id at busy=somebody_is_typing")   # the same on disk, after the attribute got another name
Codes(Floor, {"off": Floor.OFF, ...})                     # one of a few, stored as a word
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import Any

from bot.errors import FormUnreadable


@dataclass(frozen=True, slots=True)
class Form:
    """How one class is stored: as an object with these `names`, one for each field; `name=attribute` where they differ.

    `tag` says on disk which class it is. Empty for what only ever stands inside something else.
    """

    tag: str
    kind: type
    names: str
    attributes: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Refuse a class of which a field has no stored name, or a name no field."""
        pairs = (name.partition("=") for name in self.names.split())
        attributes = {name: attribute or name for name, _, attribute in pairs}
        if sorted(attributes.values()) != sorted(field.name for field in fields(self.kind)):
            odd = {*attributes.values()} ^ {field.name for field in fields(self.kind)}
            raise TypeError(f"{self.kind.__name__} and its stored names in bot/store/codec differ: {sorted(odd)}")
        object.__setattr__(self, "attributes", attributes)


@dataclass(frozen=True, slots=True)
class Codes:
    """What each of a few is called on disk."""

    kind: type[Enum]
    members: Mapping[str, Any]
    codes: Mapping[Any, str] = field(init=False)

    def __post_init__(self) -> None:
        """Refuse a member without a code, or one with two."""
        codes = {member: code for code, member in self.members.items()}
        if set(codes) != set(self.kind) or len(codes) != len(self.members):
            raise TypeError(f"{self.kind.__name__} and its codes in bot/store/codec differ")
        object.__setattr__(self, "codes", codes)

    def write(self, member: Any) -> str:
        """Return what `member` is called on disk."""
        return self.codes[member]

    def read(self, code: Any) -> Any:
        """Return who is called `code`.

        Raises:
            FormUnreadable: nobody is.
        """
        if not isinstance(code, str) or code not in self.members:
            raise FormUnreadable("unknown-code")
        return self.members[code]
