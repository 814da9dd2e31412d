"""One specimen of everything that the notebook stores, with every field filled: found by its types, so that none is forgotten.

specimen(Heard)                 # with an id, a text, a thread, a tongue ...
specimens(Event)                # one of each kind
full_room(RoomId("!full"))      # a room in which every kind of state is there
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from itertools import count, cycle
from types import UnionType
from typing import Any, TypeAlias, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from bot.model import (
    Desk,
    Direct,
    EventId,
    InSession,
    Language,
    Pending,
    Purpose,
    Room,
    RoomId,
    SessionRoom,
    Task,
    UserId,
    Verdict,
    Wish,
    Words,
)
from bot.policy import BackendFacts, Policy, RoomRules
from bot.session.policy_change import write_accepted

T = TypeVar("T")
Numbers: TypeAlias = "count[int]"
ANA, KIM, BOT = UserId("@ana:clinic"), UserId("@kim:clinic"), UserId("@bot:clinic")
EN, ID = Language("en"), Language("id")
WORDS = Words("desk-hello", EN, (("count", 2), ("lines", (Words("listen-already", ID),)), ("prefix", "!")), (ID,))
"""A sentence with every sort of argument."""
NAMED: dict[str, Any] = {
    "form": "note soap en",
    "monday": 739_250,
    "day": 20_000,
    "languages": (EN, ID),
    "interpreting": (EN, ID),
    "sha256": "ab" * 32,
    "card": "cd" * 32,
    "history": "joined",
    "reason": "crisis",
    "frozen_since": 0.0,
    "closing": 0.0,
}
"""What has to be one of few things to be of use; of other fields the type says enough."""


def rules() -> Policy:
    """Return the rules of the rooms that specimens are decided in: Ana is the therapist."""
    said = {"therapists": (str(ANA),), "language": ("en", "id"), "approval": "all", "second_contacts": ("@sam:clinic",)}
    return Policy(RoomRules.model_validate(said), BOT, BackendFacts("house", "openai", "small"))


def specimen(kind: type[T], **given: Any) -> T:
    """Return one of `kind` with every field filled; those `given` as they are."""
    return cast(T, _filled(kind, count(1), given))


def specimens(union: Any) -> tuple[Any, ...]:
    """Return one of each kind of a union such as `Event`, in its order."""
    return tuple(specimen(kind) for kind in get_args(union))


def full_room(room: RoomId) -> Room:
    """Return a room in which the AI is on, all have agreed, and every kind of state is there."""
    full = specimen(Room, id=room, accepted=write_accepted(rules()))
    people = (ANA, KIM)
    roster = tuple(replace(person, id=who) for person, who in zip(full.roster, people, strict=True))
    consents = tuple(replace(full.consents[0], person=who, purpose=purpose) for who in people for purpose in Purpose)
    places: Iterator[InSession] = cycle((SessionRoom(), Desk(), Direct(KIM)))
    pending = tuple(specimen(Pending, task=task, where=next(places), wishes=tuple(Wish)) for task in Task)
    said = tuple(replace(full.said[0], where=next(places)) for _ in range(3))
    outcomes = tuple(replace(full.outcomes[0], verdict=verdict) for verdict in Verdict)
    return replace(full, roster=roster, consents=consents, pending=pending, outcomes=outcomes, said=said)


def _filled(kind: Any, numbers: Numbers, given: dict[str, Any]) -> Any:
    hints = get_type_hints(kind)
    if kind is Words:
        return WORDS
    values = {}
    for field in fields(kind):
        if field.name in given:
            values[field.name] = given[field.name]
        elif field.name in NAMED:
            values[field.name] = NAMED[field.name]
        else:
            values[field.name] = _value(hints[field.name], field.name, numbers)
    return kind(**values)


def _value(hint: Any, name: str, numbers: Numbers) -> Any:
    """Return a value for a field called `name` of the type `hint`, unlike any other where it can be."""
    if get_origin(hint) in {Union, UnionType}:
        return _value(next(item for item in (Direct, *get_args(hint)) if item in get_args(hint)), name, numbers)
    if get_origin(hint) is tuple:
        return tuple(_value(item, name, numbers) for item in _inside(hint, name))
    if is_dataclass(hint):
        return _filled(hint, numbers, {})
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return list(hint)[-1]
    return _plain(hint, name, numbers)


def _inside(hint: Any, name: str) -> tuple[Any, ...]:
    """Return the types in a tuple: of one that may be of any length, two; six for the bars of a histogram."""
    inside = get_args(hint)
    return (inside[0],) * (6 if name in {"waits", "acks"} else 2) if Ellipsis in inside else inside


def _plain(hint: Any, name: str, numbers: Numbers) -> Any:
    simple: dict[Any, Callable[[], Any]] = {
        bool: lambda: True,
        int: lambda: next(numbers),
        float: lambda: 1_000.5 + next(numbers),
        str: lambda: f"{name} {next(numbers)} ☂",
        Language: lambda: EN,
        EventId: lambda: EventId(f"${name}{next(numbers)}"),
        UserId: lambda: ANA if "by" in name or name == "inviter" else KIM,
    }
    return simple[hint]()
