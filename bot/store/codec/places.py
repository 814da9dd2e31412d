"""What each place is called on disk: one word, and whose it is behind a space: `room`, `direct @kim:clinic`."""

from dataclasses import dataclass
from typing import Any

from bot.errors import FormUnreadable
from bot.model import Desk, Direct, OnCall, SecondContact, SessionRoom, Supervisor, UserId


@dataclass(frozen=True, slots=True)
class Spelling:
    """How one kind of place is stored; `is_somebodys` is whether it is one person's."""

    word: str
    kind: type
    is_somebodys: bool = False

    def write(self, where: Any) -> str:
        """Return the place as it stands on disk."""
        return f"{self.word} {where.user}" if self.is_somebodys else self.word

    def read(self, text: Any) -> Any:
        """Return the place again.

        Raises:
            FormUnreadable: it is no such place, its person is missing, or there is one too many.
        """
        word, _, user = text.partition(" ") if isinstance(text, str) else ("", "", "")
        if word != self.word or bool(user) is not self.is_somebodys or text.endswith(" "):
            raise FormUnreadable("unknown-place")
        return self.kind(UserId(user)) if self.is_somebodys else self.kind()


PLACES: tuple[Spelling, ...] = (
    Spelling("room", SessionRoom),
    Spelling("desk", Desk),
    Spelling("direct", Direct, is_somebodys=True),
    Spelling("supervisor", Supervisor),
    Spelling("second", SecondContact, is_somebodys=True),
    Spelling("on-call", OnCall),
)
