"""Rules that change while the bot runs: what is stricter holds at once, what is looser waits for a therapist's word.

`Room.accepted` are the rules that the room's people last lived under, so it only ever gets stricter by itself: what the
files once tightened stays tight until a therapist says `!policy accept`, also across a restart. A file that was read
while half written, or a clock that jumps, can therefore tighten a rule, never loosen one.
"""

import json
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256

from bot.model import (
    Decision,
    Desk,
    Mark,
    Misruled,
    Notice,
    Open,
    Role,
    Room,
    Ruled,
    SessionRoom,
    Supervisor,
    Words,
)
from bot.policy import Policy, RoomRules, changed, flat, in_force, loosened, read_accepted, written
from bot.session.agreement import announced
from bot.session.call import Call, line, name_of
from bot.session.code import room_code
from bot.session.consent import shown
from bot.session.floor import lowered
from bot.session.window import trimmed

UNSAID = frozenset({"mask", "identities"})
"""Keys whose values are never said: words that may be people's names, and long keys."""
PEOPLE = frozenset({"therapists", "supervisors", "second_contacts", "observers"})
"""Keys whose values say who sits in a room, which a supervisor's line does not tell."""
LONGEST_VALUE = 60


def rules_of(room: Room, files: Policy) -> Policy:
    """Return the policy that holds in `room`: what was accepted there, and what `files` say, whichever is stricter."""
    return in_force(_accepted(room.accepted) if room.accepted else None, files)


def as_accepted(policy: Policy) -> str:
    """Return the rules of `policy` as a room remembers them in `Room.accepted`, from its first sight of them on."""
    return policy.rules.model_dump_json()


def ruled(room: Room, event: Ruled, files: Policy) -> Decision:
    """Take up what the files say now: what is stricter at once, and what is looser as a question to the therapists.

    Nothing happens if nothing is new in this room, so it may be asked at each start.
    """
    files = _as_filed(files)
    if not room.accepted:
        return Decision(replace(room, accepted=as_accepted(files)))
    before, policy = _accepted(room.accepted), rules_of(room, files)
    keys = changed(before, policy.rules)
    decision = Decision(trimmed(replace(room, accepted=as_accepted(policy)), policy, event.at))
    if keys or room.announced != announced(policy):
        said = line(policy, "rules-hold", changes=_changes(policy, keys, before, UNSAID))
        down = decision.then(lowered, line(policy, "floor-off-rules"), policy, event.at)
        hold = (Notice(said, Mark(kind="rules")), _to_supervisor(room, policy, "hold", keys, before))
        told = hold if keys else ()
        decision = down.also(*told).then(_carded, policy, event.at).also(*_desk(keys))
    return decision.then(_offered, files)


def accept(call: Call) -> Decision:
    """Let the rules in the files hold, on a therapist's word in the session room: exactly those that were shown."""
    policy, files = call.policy, _as_filed(call.policy)
    if not _may_accept(call):
        return call.answered("not-permitted", who="therapist")
    if not isinstance(call.heard.where, SessionRoom):
        return call.answered("in-the-room")
    before = policy.rules
    if not loosened(before, files.rules):
        return call.answered("rules-nothing-waits")
    if _offer(before, files) != call.room.offered_rules:
        return _offered(call.room, files)  # the files have changed once more since: what nobody saw, nobody accepts
    room, now = replace(call.room, accepted=as_accepted(files), offered_rules=""), call.heard.at
    keys = changed(before, files.rules)
    said = line(
        files,
        "rules-accepted",
        person=name_of(room, call.heard.sender),
        changes=_changes(files, keys, before, UNSAID),
        off=int(room.is_on),
    )
    down = lowered(room, said, files, now)
    told = down.effects or (Notice(said, Mark(kind="rules"), rings=True),)
    supervisor = _to_supervisor(room, files, "accepted", keys, before)
    return Decision(down.room, told).also(supervisor).then(_carded, files, now).also(*_desk(keys))


def misruled(room: Room, event: Misruled, policy: Policy) -> Decision:
    """Tell the therapists that the files have mistakes, so that what the operator meant to change does not hold."""
    said = line(policy, "rules-mistaken", count=event.count, where=event.where)
    return Decision(room, (Notice(said, Mark(kind="rules"), rings=True, where=Desk()),))


def _offered(room: Room, files: Policy) -> Decision:
    """Show in the room and at its desk what the files would loosen, once for each set of values."""
    policy = rules_of(room, files)
    offer = _offer(policy.rules, files)
    if offer == room.offered_rules:
        return Decision(room)
    room = replace(room, offered_rules=offer)
    keys = loosened(policy.rules, files.rules)
    if not keys:
        return Decision(room)
    said = line(policy, "rules-offered", changes=_changes(files, keys, policy.rules, UNSAID))
    here, at_desk = (Notice(said, Mark(kind="rules"), rings=True, where=where) for where in (SessionRoom(), Desk()))
    return Decision(room, (here, at_desk, _to_supervisor(room, files, "offered", keys, policy.rules)))


def _offer(held: RoomRules, files: Policy) -> str:
    """Return the SHA-256 of what a therapist would accept; nothing if nothing in `files` is looser than what is held."""
    keys = loosened(held, files.rules)
    if not keys:
        return ""
    values = flat(files.rules)
    backend = [files.backend.name, files.backend.kind, files.backend.model]
    return sha256(json.dumps([{key: values[key] for key in keys}, backend], sort_keys=True).encode()).hexdigest()


def _carded(room: Room, policy: Policy, now: float) -> Decision:
    """Post the consent card again if what it says is not what the room was last shown."""
    return Decision(room) if room.announced == announced(policy) else shown(room, policy, now)


def _desk(keys: tuple[str, ...]) -> tuple[Open, ...]:
    """Return that the desk is to be seen to, if who belongs there has changed."""
    return (Open(Desk()),) if "therapists" in keys else ()


def _may_accept(call: Call) -> bool:
    """Return whether the caller is a therapist of this room.

    Where the files put others in the place of all whom the room had, nobody is one by both: then one of the new ones is.
    """
    nobody = not call.policy.rules.therapists
    return (_as_filed(call.policy) if nobody else call.policy).role(call.heard.sender) is Role.THERAPIST


def _to_supervisor(room: Room, policy: Policy, what: str, keys: tuple[str, ...], before: RoomRules) -> Notice:
    changes = _changes(policy, keys, before, UNSAID | PEOPLE)
    said = line(policy, "supervisor-rules", room=room_code(room.id), what=what, changes=changes)
    return Notice(said, Mark(kind="supervision"), where=Supervisor())


def _changes(policy: Policy, keys: tuple[str, ...], before: RoomRules, unsaid: frozenset[str]) -> tuple[Words, ...]:
    """Return one line for each key: its value before and in `policy`, or, of what is not said, that it has changed."""
    was, now = flat(before), flat(policy.rules)
    return tuple(
        line(policy, "rules-changed-list", rule=key)
        if key in unsaid
        else line(policy, "rules-changed", rule=key, was=_short(key, was[key]), now=_short(key, now[key]))
        for key in keys
    )


def _short(key: str, value: object) -> str:
    said = written(key, value)
    return said if len(said) <= LONGEST_VALUE else f"{said[:LONGEST_VALUE]}…"


def _as_filed(policy: Policy) -> Policy:
    """Return what the files say where `policy` is what holds of it."""
    return policy.filed or policy


@lru_cache(maxsize=512)
def _accepted(rules: str) -> RoomRules:
    """Return the rules that a room remembers; asked for with each event, and the same until they change."""
    return read_accepted(rules)
