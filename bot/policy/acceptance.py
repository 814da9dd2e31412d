"""What a room's therapist has accepted, beside what the files say now: tightening counts at once, loosening waits."""

from dataclasses import replace
from typing import Any

from bot.model import Role
from bot.policy.meets import OWN, PER_COMMAND
from bot.policy.policy import BackendFacts, Policy
from bot.policy.rules import RoomRules
from bot.policy.table import flat, keys, meet_of, nested

WAITS = "not accepted yet"
"""Stands as the origin of a value that holds because a looser one waits for `!policy accept`."""
NOWHERE = BackendFacts()


def in_force(accepted: RoomRules | None, files: Policy) -> Policy:
    """Return the policy that holds: for each key the stricter of what was accepted and what `files` say now.

    A room's own keys are those of the files. Only another backend waits too, since text would go elsewhere, and one
    that is out of the clinic while that waits: until it is accepted `embedded` stands in for it, which sends text nowhere.
    None, of a room in which nobody has accepted anything: the files.
    """
    if accepted is None:
        return files
    now = flat(files.rules)
    values = {key: _stricter(key, old, now[key]) for key, old in flat(accepted).items()}
    if files.backend.remote and values["backends_allowed"] == "local":
        values["backend"] = NOWHERE.name
    waiting = {key: WAITS for key, held in values.items() if held != now[key]}
    backend = NOWHERE if "backend" in waiting else files.backend
    return replace(files, rules=nested(values), backend=backend, origins={**files.origins, **waiting}, filed=files)


def loosened(accepted: RoomRules, files: RoomRules) -> tuple[str, ...]:
    """Return the dotted keys in which `files` are looser than what was accepted, so that `!policy accept` is needed."""
    now = flat(files)
    return tuple(key for key, old in flat(accepted).items() if _stricter(key, old, now[key]) != now[key])


def changed(old: RoomRules, new: RoomRules) -> tuple[str, ...]:
    """Return the dotted keys whose values differ."""
    now = flat(new)
    return tuple(key for key, was in flat(old).items() if was != now[key])


def _stricter(key: str, old: Any, new: Any) -> Any:
    meet = _MEETS[key]
    if key == "backend":
        return new if old == new else NOWHERE.name
    if meet is PER_COMMAND:
        return _stricter_roles(old, new)
    return new if meet is OWN else meet.of(old, new)


def _stricter_roles(old: dict[str, tuple[Role, ...]], new: dict[str, tuple[Role, ...]]) -> dict[str, tuple[Role, ...]]:
    """Return who may use each command by both.

    A side that does not name a command leaves it to the table of commands, which lets therapists use every one:
    so therapists are who is certain.
    """
    certain = (Role.THERAPIST,)
    both: dict[str, tuple[Role, ...]] = PER_COMMAND.of(
        {**dict.fromkeys(new, certain), **old}, {**dict.fromkeys(old, certain), **new}
    )
    return both


_MEETS = {key: meet for key, about in keys() if (meet := meet_of(about))}
