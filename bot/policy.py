"""What may happen in a room: what a policy file can say, and how several become the effective policy. Pure.

The effective policy is the strictest of deployment, jurisdiction packs and room file, key by key.
A file that does not mention a key has no opinion on it; a key that nobody mentions has its careful default.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import reduce
from hashlib import sha256
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.model import Floor, Language, Purpose, Role, UserId


class Rules(BaseModel):
    """Base of every policy model: unknown keys are errors, so a typo cannot loosen a rule."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


# ---- how two opinions meet -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meet:
    """How two files' values for one key become one: the stricter of both."""

    of: Callable[[Any, Any], Any]


def _narrower(wide: tuple[str, ...], narrow: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids and globs that both lists allow."""
    inside = [one for one in narrow if any(fnmatchcase(one, other) for other in wide)]
    inside += [one for one in wide if any(fnmatchcase(one, other) for other in narrow)]
    return tuple(dict.fromkeys(inside))


def _both(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(item for item in one if item in other)


def _either(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _each(one: Mapping[str, tuple[Role, ...]], other: Mapping[str, tuple[Role, ...]]) -> dict[str, tuple[Role, ...]]:
    return {name: _both(one.get(name, tuple(Role)), other.get(name, tuple(Role))) for name in {*one, *other}}


def agreed(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """Return everybody's identity by either list; where the two differ it is nobody's, so that no key fits."""
    both = {**one, **other}
    return {person: key if one.get(person, key) == key else NOBODY for person, key in both.items()}


def _order(*strictest_first: str) -> Meet:
    return Meet(lambda one, other: min(one, other, key=strictest_first.index))


OWN = Meet(lambda _wide, narrow: narrow)
LEAST = Meet(min)
ANY = Meet(lambda one, other: one or other)
UNION = Meet(_either)
OVERLAP = Meet(_both)
WITHIN = Meet(_narrower)
PER_COMMAND = Meet(_each)
SAME = Meet(agreed)

# ---- what a file can say ---------------------------------------------------------------------------------------------

Person: TypeAlias = Annotated[str, Field(pattern=r"^@.+:.+$")]
People: TypeAlias = tuple[Person, ...]
NOBODY = "nobody"
"""Stands for an identity that no key fits: what somebody's commands need, and nobody has."""
MasterKey: TypeAlias = Annotated[str, Field(pattern=rf"^(?:[A-Za-z0-9+/]{{42}}[AEIMQUYcgkosw048]|{NOBODY})$")]
"""A public master key, 32 bytes in unpadded base64, in the one spelling that it has."""


class WindowRules(Rules):
    """How much of the talk the bot keeps at hand."""

    messages: Annotated[int, Field(ge=1, le=200), LEAST] = 30
    minutes: Annotated[int, Field(ge=1, le=24 * 60), LEAST] = 60


class RetentionRules(Rules):
    """How long words stay on disk, in hours."""

    window: Annotated[int, Field(ge=1, le=72), LEAST] = 12


class ConsentRules(Rules):
    """How long an agreement holds, in days, and to what everybody must agree before the bot listens."""

    days: Annotated[int, Field(ge=1, le=365), LEAST] = 90
    purposes: Annotated[tuple[Purpose, ...], UNION] = (Purpose.LISTEN, Purpose.MODEL)


class RoomRules(Rules):
    """Every key of policy that a file may set. Minutes are minutes of this bot's clock."""

    jurisdiction: Annotated[tuple[str, ...], UNION] = ()
    language: Annotated[tuple[Literal["en", "id"], ...], Field(min_length=1), OWN] = ("en",)
    therapists: Annotated[People, WITHIN] = ()
    observers: Annotated[People, OVERLAP] = ()
    identities: Annotated[dict[Person, MasterKey], SAME] = {}
    floor_max: Annotated[Floor, _order("off", "listen", "speak")] = Floor.LISTEN
    approval: Annotated[Literal["all", "unasked"], _order("all", "unasked")] = "all"
    ask: Annotated[dict[str, tuple[Role, ...]], PER_COMMAND] = {}
    commands: Annotated[tuple[str, ...] | None, OVERLAP] = None
    backend: Annotated[str, OWN] = "embedded"
    window: WindowRules = WindowRules()
    retention: RetentionRules = RetentionRules()
    consent: ConsentRules = ConsentRules()
    idle: Annotated[int, Field(ge=1, le=24 * 60), LEAST] = 60
    absence: Annotated[int, Field(ge=1, le=24 * 60), LEAST] = 15
    history: Annotated[Literal["joined", "invited", "shared"], _order("joined", "invited", "shared")] = "invited"
    require_cross_signing: Annotated[bool, ANY] = True
    prefix: Annotated[str, Field(pattern=r"^[!.,;?~+-]{1,2}$"), OWN] = "!"


# ---- the effective policy --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layer:
    """One file's rules, with the name by which people know the file."""

    name: str
    rules: RoomRules


@dataclass(frozen=True, slots=True)
class BackendFacts:
    """What people are told about the backend: its name, its kind, and whether a model writes at all."""

    name: str = "embedded"
    kind: str = "embedded"
    model: str | None = None

    @property
    def generative(self) -> bool:
        """Return whether a language model stands behind it."""
        return self.kind != "embedded"


@dataclass(frozen=True, slots=True)
class Policy:
    """The effective policy of one room: the rules, where each came from, and the backend they name.

    `bot` is the bot's own user id. `sha256` names exactly these rules and this backend.
    """

    rules: RoomRules
    bot: UserId
    backend: BackendFacts = BackendFacts()
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def demo(self) -> bool:
        """Return whether this room is a demonstration, as the consent card says."""
        return "demo" in self.rules.jurisdiction

    @property
    def languages(self) -> tuple[Language, ...]:
        """Return the room's languages, the room's own first."""
        return tuple(Language(code) for code in self.rules.language)

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the rules and the backend, as hexadecimal digits."""
        facts = [self.rules.model_dump(mode="json"), self.backend.kind, self.backend.name, self.backend.model]
        return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()

    def role(self, person: UserId) -> Role:
        """Return who `person` is. The policy file decides, never what somebody types or their power level."""
        if any(fnmatchcase(person, pattern) for pattern in self.rules.therapists):
            return Role.THERAPIST
        return Role.OBSERVER if person in self.rules.observers else Role.CLIENT


def effective(layers: tuple[Layer, ...]) -> tuple[RoomRules, dict[str, str]]:
    """Return the strictest of `layers`, widest first, and for each dotted key the layer whose value won."""
    origins: dict[str, str] = {}
    rules = _strictest(RoomRules, tuple((layer.name, layer.rules) for layer in layers), "", origins)
    assert isinstance(rules, RoomRules)
    return rules, origins


def _strictest(kind: type[Rules], files: tuple[tuple[str, Rules], ...], above: str, origins: dict[str, str]) -> Rules:
    """Return one `kind` in which every key is the strictest of those that the files set."""
    values: dict[str, Any] = {}
    for key, about in kind.model_fields.items():
        opinions = tuple((name, getattr(file, key)) for name, file in files if key in file.model_fields_set)
        meet = next((meta for meta in about.metadata if isinstance(meta, Meet)), None)
        if not opinions:
            continue
        if meet is None:
            values[key] = _strictest(type(about.default), opinions, f"{above}{key}.", origins)
            continue
        values[key] = reduce(meet.of, (value for _, value in opinions))
        origins[above + key] = next(
            (name for name, value in reversed(opinions) if value == values[key]), "several files"
        )
    return kind(**values)
