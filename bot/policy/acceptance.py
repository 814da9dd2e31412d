"""What a room's therapist has accepted, beside what the files say now: tightening counts at once, loosening waits."""

import json
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from bot.model import Role
from bot.policy.fallbacks import drop_refused_fallback
from bot.policy.key_table import find_meet, flatten_rules, list_keys, nest_rules
from bot.policy.meets import OWN, PER_COMMAND
from bot.policy.policy import BackendFacts, Policy
from bot.policy.rules import RoomRules

WAITS = "not accepted yet"
"""Stands as the origin of a value that holds because a looser one waits for `!policy accept`."""
NOWHERE = BackendFacts()


def read_accepted(remembered: str) -> RoomRules:
    """Return the rules that a room remembers, which another version of the bot may have written, as far as this one can.

    A key that this version does not know is left out: nothing in the bot does what it said any more, so nothing can hold
    it and nothing is loosened by leaving it. Where a key was given another name, the new one has its careful default, and
    the files' value of it waits for a word like any that is looser. So does a key whose remembered value is none today.
    All other keys hold as they were accepted: above all who the therapists are, without whom nobody could accept anything.
    The room remembers the rules without it from the next look at the files on, which the audit tells by their new hash.
    What is no rules at all is the careful default, whole.
    """
    try:
        said = json.loads(remembered)
    except ValueError:
        return RoomRules()
    while isinstance(said, dict):
        try:
            return RoomRules.model_validate_json(json.dumps(said))
        except ValidationError as error:
            if not _leave_out(said, error.errors(include_input=False)[0]["loc"]):
                break
    return RoomRules()


def _leave_out(said: dict[str, Any], place: tuple[int | str, ...]) -> bool:
    """Take the innermost key out of `said` that leads to `place`; False if no key does, so that nothing can be taken out."""
    group, key = None, None
    inner: Any = said
    for step in place:
        if not isinstance(inner, dict) or step not in inner:
            break
        group, key, inner = inner, step, inner[step]
    if group is None:
        return False
    del group[key]
    return True


def find_policy_in_force(accepted: RoomRules | None, files: Policy, digest: str = "") -> Policy:
    """Return the policy that holds: for each key the stricter of what was accepted and what `files` say now.

    A room's own keys are those of the files. Only another backend waits too, since text would go elsewhere, and one
    that is out of the clinic while that waits: until it is accepted `embedded` stands in for it, which sends text nowhere.
    The same name with another address, model or place is another backend, and so is one with a new fallback: `digest` is
    that of the one that was accepted, empty where none is remembered. None, of a room in which nobody has accepted
    anything: the files.
    """
    if accepted is None:
        return files
    now = flatten_rules(files.rules)
    values = {key: _choose_stricter(key, old, now[key]) for key, old in flatten_rules(accepted).items()}
    backend = drop_refused_fallback(files.backend, nest_rules(values))
    if not _is_known(backend, digest) or (backend.remote and values["backends_allowed"] == "local"):
        values["backend"] = NOWHERE.name
    waiting = {key: WAITS for key, held in values.items() if held != now[key]}
    rules = nest_rules(values)
    held = NOWHERE if "backend" in waiting else backend
    return replace(files, rules=rules, backend=held, origins={**files.origins, **waiting}, filed=files)


def _is_known(backend: BackendFacts, digest: str) -> bool:
    """Return whether `backend`, and its fallback if it has one, are those of `digest`; a fallback that is gone is no matter."""
    own, *fallback = digest.split() or [""]
    own_now, *fallback_now = backend.digest.split()
    return not own or (own == own_now and set(fallback_now) <= set(fallback))


def list_loosened_keys(accepted: RoomRules, files: RoomRules) -> tuple[str, ...]:
    """Return the dotted keys in which `files` are looser than what was accepted, so that `!policy accept` is needed."""
    now = flatten_rules(files)
    return tuple(
        key for key, old in flatten_rules(accepted).items() if _choose_stricter(key, old, now[key]) != now[key]
    )


def list_changed_keys(old: RoomRules, new: RoomRules) -> tuple[str, ...]:
    """Return the dotted keys whose values differ."""
    now = flatten_rules(new)
    return tuple(key for key, was in flatten_rules(old).items() if was != now[key])


def _choose_stricter(key: str, old: Any, new: Any) -> Any:
    meet = _MEETS[key]
    if key == "backend":
        return new if old == new else NOWHERE.name
    if meet is PER_COMMAND:
        return _choose_stricter_roles(old, new)
    return new if meet is OWN else meet.of(old, new)


def _choose_stricter_roles(
    old: dict[str, tuple[Role, ...]], new: dict[str, tuple[Role, ...]]
) -> dict[str, tuple[Role, ...]]:
    """Return who may use each command by both.

    A side that does not name a command leaves it to the table of commands, which lets therapists use every one:
    so therapists are who is certain.
    """
    certain = (Role.THERAPIST,)
    both: dict[str, tuple[Role, ...]] = PER_COMMAND.of(
        {**dict.fromkeys(new, certain), **old}, {**dict.fromkeys(old, certain), **new}
    )
    return both


_MEETS = {key: meet for key, about in list_keys() if (meet := find_meet(about))}
