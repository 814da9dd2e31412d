"""What a list of danger holds: phrases, and what words around a phrase say about it. Pure."""

import json
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Kind, Tier


class Sense(StrEnum):
    """What words around a phrase say about it."""

    SPARED = "spared"
    NEGATION = "negation"
    QUOTATION = "quotation"
    THIRD = "third"
    FICTION = "fiction"
    PAST = "past"
    RECENT = "recent"
    CLAUSE = "clause"
    UNLESS = "unless"
    THERAPIST = "therapist"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a list: as people are shown it, what it is about, how loudly it is told, and what softens it not."""

    listed: str
    kind: Kind
    tier: Tier
    medical: bool
    """Danger to the body that lasts for days: an overdose, strangling, a blow to the head."""
    other: bool
    """Somebody else is the one in danger."""
    names_doer: bool
    """Its first words say who did it, so words before it do not."""
    holds: frozenset[Sense]
    """What its own words would say of another phrase ("do not want to live"), and do not say of it."""


Held = Phrase | Sense


def write_held(held: Held) -> str:
    """Return what stands for `held` in a packed file."""
    if isinstance(held, Sense):
        return json.dumps(held)
    flags = (held.medical, held.other, held.names_doer)
    return json.dumps([held.listed, held.kind, held.tier, flags, sorted(held.holds)], ensure_ascii=False)


def read_held(text: str) -> Held:
    """Return what `text`, written by `write_held`, stands for."""
    said = json.loads(text)
    if isinstance(said, str):
        return Sense(said)
    listed, kind, tier, (medical, other, names_doer), holds = said
    return Phrase(listed, Kind(kind), Tier(tier), medical, other, names_doer, frozenset(map(Sense, holds)))
