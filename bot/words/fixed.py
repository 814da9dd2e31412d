"""Fixed sentences: the clinic's and our own text, in whose places stand numbers, marks and names of commands alone. Pure.

They are for everybody who is here, on whatever device: nothing that a person or a model wrote is in one, and none is said
because of what somebody's words mean. A sentence that is not in the table, or holds anything else, is for signed devices.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.model import Words
from bot.words.shelf import command_names, languages, read_once

Slot: TypeAlias = str | frozenset[str]
"""What may stand in a place of a sentence: one of the kinds below, or one of these few words."""
MARK, NUMBER, COMMAND, POLICY = "mark", "number", "command", "policy"
_MARKS = re.compile(r"[!.,;?~+-]{1,2}")
"""What a command may begin with: the policy's own pattern, in which there is no letter."""
_BARE: Mapping[str, Slot] = {"prefix": MARK}
_CARD: Mapping[str, Slot] = {
    **dict.fromkeys(
        ("backend", "model", "where", "party", "other", "other_model", "other_where", "other_party"), POLICY
    ),
    **dict.fromkeys(("observers", "danger", "covered", "last"), POLICY),
    **dict.fromkeys(("voice", "voice_backend", "voice_model", "voice_party", "voice_first"), POLICY),
    "voice_signed": NUMBER,
    **dict.fromkeys(("signed", "second", "other_signed", "messages", "minutes", "hours", "session", "days"), NUMBER),
    **dict.fromkeys(("watched", "offers", "reader", "before", "person", "uncovered", "named"), NUMBER),
    **_BARE,
}
CARDS = frozenset({"consent-card", "consent-card-demo"})
"""The sentences that say the policy's own text. They are fixed as consent cards alone, which are made of nothing else."""
FIXED: Mapping[str, Mapping[str, Slot]] = {
    **dict.fromkeys(CARDS, _CARD),
    **dict.fromkeys(("verify-first", "identity-changed", "alarm-wordless", "second-greeting"), _BARE),
    **dict.fromkeys(("agree-again", "agree-old-card", "agree-sure", "agree-type"), _BARE),
    **dict.fromkeys(("in-the-room", "at-the-desk", "not-here", "type-again", "two-texts", "edited-meanwhile"), _BARE),
    **dict.fromkeys(("room-public", "room-history", "room-replaced", "room-no-policy"), _BARE),
    **dict.fromkeys(("room-alone", "room-alone-history", "verify-bot"), _BARE),
    **dict.fromkeys(("floor-off", "off-already", "take-back-which"), _BARE),
    "agree-which": {**_BARE, "voice": frozenset({"none", "here"})},
    "not-permitted": {**_BARE, "who": frozenset({"therapist"})},
    "unknown-command": {**_BARE, "near": COMMAND},
    "desk-greeting": {**_BARE, "posts": frozenset({"yes", "no"})},
}
"""Each fixed sentence, and what may stand in each of its places."""


@dataclass(frozen=True, slots=True)
class FixedText:
    """A sentence for every device of those who may be told: there is none that is not in the table, or holds anything else."""

    sentence: Words = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what is no fixed sentence."""
        if not _is_fixed(self.sentence):
            raise ValueError("not a fixed sentence")


def find_fixed_text(sentence: Words) -> FixedText | None:
    """Return `sentence` as one for every device; None if it is none, or is a consent card, which no other message may be."""
    return FixedText(sentence) if sentence.key not in CARDS and _is_fixed(sentence) else None


def _is_fixed(sentence: Words) -> bool:
    slots = FIXED.get(sentence.key)
    return slots is not None and all(name in slots and _fits(slots[name], value) for name, value in sentence.args)


def _fits(slot: Slot, value: object) -> bool:
    """Return whether `value` is of what may stand in a place."""
    if isinstance(value, int):
        return slot == NUMBER
    if not isinstance(value, str):
        return False
    if isinstance(slot, frozenset):
        return value in slot
    if slot == MARK:
        return _MARKS.fullmatch(value) is not None
    return slot == POLICY or (slot == COMMAND and value in _list_command_names())


@read_once
def _list_command_names() -> frozenset[str]:
    """Return every name that a command goes by, in any language, and the word for there being none."""
    names = (name for spoken in languages() for typed in command_names(spoken).values() for name in typed)
    return frozenset({"none", *names})
