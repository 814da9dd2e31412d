"""Whose state a place in a text is about, and whether it is claimed: what "not", "he", "if" and their like do to it. Pure.

A word that turns the meaning has one *part* (the message files under `words/feelings` say which).
In doubt the stance says "not claimed".
"""

from collections.abc import Callable
from dataclasses import dataclass

REACH = 5
"""Words that a "not" or an "I want" reaches forward."""


@dataclass(slots=True)
class Stance:
    """Whose state the words are about at one place of the text, and whether it is claimed to be so.

    `explicit`: they said "I" since the last pause. `spent`: somebody else's state was described, and a list may go on.
    `told`: it is somebody's opinion. `condition`: 2 after an "if", 1 inside what it says, 0 outside.
    `denied`, `wishing`: words that a "not", an "I want" still reaches. `before`: the part of the word before.
    """

    mine: bool = True
    explicit: bool = False
    spent: bool = False
    told: bool = False
    pause: bool = False
    condition: int = 0
    denied: int = 0
    denied_mine: bool = True
    wishing: int = 0
    past: bool = False
    before: str = ""

    @property
    def is_held(self) -> bool:
        """Whether what is named here is denied, hypothetical, or only told by somebody."""
        return bool(self.denied or self.told or self.condition)

    def step(self) -> None:
        """Go on by one word."""
        self.denied, self.wishing = max(self.denied - 1, 0), max(self.wishing - 1, 0)

    def hear(self, part: str, *, trailing: bool = False) -> None:
        """Let a word of the given part turn the stance. `trailing`: it may also be a possessive ("suami saya")."""
        self.step()
        if trailing and self.before == "other":
            return
        if part in _TURNS:
            _TURNS[part](self)
        if part != "filler":
            self.before = part or "word"
            self.pause = False

    def rest(self) -> None:
        """Take a comma: what was denied or wished ends there; a list about somebody else does not."""
        self.denied = self.wishing = self.condition = 0
        self.mine = self.mine or not self.spent
        self.explicit = self.past = False
        self.pause, self.before = True, ""


def _take_self(stance: Stance) -> None:
    """Take the writer as the subject, unless the word is an object ("sama aku")."""
    if stance.before == "to":
        return
    stance.condition = max(stance.condition - 1, 0)
    if stance.pause:
        stance.told = False
    if not stance.denied_mine and stance.before != "causes":
        stance.denied = 0
    stance.mine = stance.explicit = True
    stance.spent = stance.past = False
    stance.wishing = 0


def _take_other(stance: Stance) -> None:
    """Take somebody else as the subject, unless the word is an object ("angry at you")."""
    if stance.before == "to":
        return
    stance.condition = max(stance.condition - 1, 0)
    stance.mine = stance.explicit = stance.spent = stance.past = False


def _take_possessive(stance: Stance) -> None:
    """Take "my husband" at the beginning of a clause as somebody else."""
    if stance.before in {"", "but", "because", "if", "report"}:
        _take_other(stance)


def _await_object(stance: Stance) -> None:
    """Wait for whom it does something to: "I make him angry" is about him."""
    stance.mine = False


def _take_me(stance: Stance) -> None:
    if stance.before == "make":
        stance.mine = stance.explicit = True


def _take_causer(stance: Stance) -> None:
    """Indonesian "bikin kesal": who is not named is the writer."""
    stance.mine = True


def _negate_claim(stance: Stance) -> None:
    stance.denied, stance.denied_mine = REACH, stance.mine


def _doubt_claim(stance: Stance) -> None:
    """Take what "to be", "should" and their like speak of as not the case."""
    stance.denied, stance.denied_mine = max(stance.denied, 3), stance.mine


def _take_only(stance: Stance) -> None:
    stance.denied = 0


def _end_contrast(stance: Stance) -> None:
    stance.denied = stance.wishing = stance.condition = 0
    stance.told = False


def _end_denial(stance: Stance) -> None:
    """End a denial, unless it is the reason itself that is denied: "it is not that I am angry"."""
    if stance.before == "not":
        stance.denied_mine = True
    else:
        stance.denied = 0
    stance.condition = 0


def _suppose_claim(stance: Stance) -> None:
    stance.condition = 2


def _wish_claim(stance: Stance) -> None:
    if stance.mine and not stance.is_held:
        stance.wishing = REACH


def _report_opinion(stance: Stance) -> None:
    """Take what follows as an opinion, if it is somebody else's or the writer denies it."""
    stance.told = stance.told or not stance.mine or bool(stance.denied)


def _take_reported(stance: Stance) -> None:
    stance.told = True


def _take_third_person(stance: Stance) -> None:
    """Take the third person: nobody says "is" of themselves."""
    stance.mine = stance.explicit = False
    stance.spent = True


def _take_past(stance: Stance) -> None:
    if not stance.explicit and stance.before not in {"", "self"}:
        _take_third_person(stance)
    stance.past = True


_TURNS: dict[str, Callable[[Stance], None]] = {
    "self": _take_self,
    "other": _take_other,
    "possessive": _take_possessive,
    "make": _await_object,
    "me": _take_me,
    "causes": _take_causer,
    "not": _negate_claim,
    "maybe": _doubt_claim,
    "only": _take_only,
    "but": _end_contrast,
    "because": _end_denial,
    "if": _suppose_claim,
    "wish": _wish_claim,
    "report": _report_opinion,
    "reported": _take_reported,
    "is": _take_third_person,
    "was": _take_past,
}
