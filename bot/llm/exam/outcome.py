"""What came of one item: what people in a real room would have seen of the answer, or why they saw none of it."""

from dataclasses import dataclass, field

from bot.model import Tongue, Trouble

SILENT = frozenset(Trouble) - {Trouble.EMPTY, Trouble.CUT, Trouble.DECLINED, Trouble.FILTERED}
"""Troubles in which no model has said anything."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that people see: a whole answer, or one line of several with the numbers of the messages that it names."""

    text: str = field(repr=False)
    cites: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one item.

    `answer` is what the model wrote, `said` what people would see of it; if that is nothing, `held` says why, in a code of
    the bot's own, and `trouble` if there was no answer at all. `doubt` is what a therapist is asked to look at twice, `cut` that it ended before its end, `left_out`
    how many lines of it were left out. `tongues` is what the text that is seen may be written in.
    `seconds` is how long the model took, `tokens_in` and `tokens_out` what it counted, each for all its answers together.
    """

    answer: str = field(default="", repr=False)
    said: tuple[Said, ...] = ()
    held: str = ""
    trouble: Trouble | None = None
    doubt: str = ""
    cut: bool = False
    left_out: int = 0
    tongues: tuple[Tongue, ...] = ()
    seconds: float = 0.0
    tokens_in: int = 0
    tokens_out: int = 0

    @property
    def is_silent(self) -> bool:
        """Return whether nobody answered, so that it says nothing about a model."""
        return self.trouble in SILENT

    @property
    def text(self) -> str:
        """Return all that people would see, a line for each thing."""
        return "\n".join(said.text for said in self.said)
