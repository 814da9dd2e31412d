"""What a look at the bot finds: one thing each, how bad it is, and what to do about it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["ok", "look", "wrong", "not looked at"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `remedy` is empty if it is in order; `is_broken`: something does not work as long as it is so.

    `is_unseen`: nobody looked, so nobody knows; `remedy` says how somebody can.
    """

    what: str
    remedy: str = ""
    is_broken: bool = False
    is_unseen: bool = False

    @property
    def level(self) -> Level:
        """Return `ok`, `look` where something is to be done, `wrong` where something does not work until it is, or `not looked at`."""
        if self.is_unseen:
            return "not looked at"
        if self.is_broken:
            return "wrong"
        return "look" if self.remedy else "ok"

    @property
    def asks_for_something(self) -> bool:
        """Return whether something is known that has to be done."""
        return self.level in {"look", "wrong"}

    @property
    def facts(self) -> dict[str, str]:
        """Return it for programs."""
        return {"level": self.level, "what": self.what, "remedy": self.remedy}

    def __str__(self) -> str:
        """Return one line for the operator, two if there is something to do."""
        return f"{self.level}\t{self.what}" + (f"\n\t{self.remedy}" if self.remedy else "")
