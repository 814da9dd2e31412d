"""What a look at the bot finds: one thing each, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `remedy` is empty if it is in order."""

    what: str
    remedy: str = ""

    def __str__(self) -> str:
        """Return one line for the operator, two if there is something to do."""
        return f"{'look' if self.remedy else 'ok'}\t{self.what}" + (f"\n\t{self.remedy}" if self.remedy else "")
