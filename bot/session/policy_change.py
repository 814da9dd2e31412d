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
    SecondContact,
    SessionRoom,
    Supervisor,
    Words,
)
from bot.policy import (
    Policy,
    RoomRules,
    find_policy_in_force,
    flatten_rules,
    format_value,
    list_changed_keys,
    list_loosened_keys,
    read_accepted,
)
from bot.session.command.consent_cards import show_consent_cards
from bot.session.command.context import CommandContext, find_name, say_line
from bot.session.danger.ladder import list_second_contacts
from bot.session.floor import lower_floor
from bot.session.talk.agreement import hash_cards
from bot.session.talk.alone import is_waiting_for_people
from bot.session.talk.room_code import make_room_code
from bot.session.talk.window import trim_window

UNSAID = frozenset({"mask", "identities", "guardian.name", "guardian.by"})
"""Keys whose values are never said: words that may be people's names, and long keys."""
PEOPLE = frozenset({"therapists", "supervisors", "second_contacts", "observers", "guardian.account"})
"""Keys whose values say who sits in a room, which a supervisor's line does not tell."""
LONGEST_VALUE = 60
MOST_COMPUTED = 512
"""How much is remembered beside what a file says of its rooms: the policies that hold there, mostly one, and a few that did."""


def find_rules(room: Room, files: Policy) -> Policy:
    """Return the policy that holds in `room`: what was accepted there, and what `files` say, whichever is stricter."""
    if not room.accepted:
        return files
    asked = ("in force", room.accepted, room.accepted_backend)
    if asked not in files.computed:
        if len(files.computed) >= MOST_COMPUTED:
            files.computed.clear()
        accepted = _read_accepted(room.accepted)
        files.computed[asked] = find_policy_in_force(accepted, files, _find_accepted_digest(room, files))
    held: Policy = files.computed[asked]
    return held


def remember_rules(room: Room, policy: Policy) -> Room:
    """Return `room` with `policy` as what was accepted there: its rules, and which backend goes by the name in them."""
    return replace(room, accepted=write_accepted(policy), accepted_backend=policy.backend.digest)


def write_accepted(policy: Policy) -> str:
    """Return the rules of `policy` as a room remembers them in `Room.accepted`, from its first sight of them on."""
    return policy.rules.model_dump_json()


def take_up_rules(room: Room, event: Ruled, files: Policy) -> Decision:
    """Take up what the files say now: what is stricter at once, and what is looser as a question to the therapists.

    Nothing happens if nothing is new in this room, so it may be asked at each start.
    """
    files = _undo_acceptance(files)
    if not room.accepted:
        return Decision(remember_rules(room, files))
    before, policy = _read_accepted(room.accepted), find_rules(room, files)
    keys = list_changed_keys(before, policy.rules)
    decision = Decision(trim_window(remember_rules(room, policy), policy, event.at))
    if keys or _is_card_outdated(room, policy):
        said = say_line(policy, "rules-hold", changes=_list_changes(policy, keys, before, UNSAID))
        down = decision.then(lower_floor, say_line(policy, "floor-off-rules"), policy, event.at)
        hold = (Notice(said, Mark(kind="rules")), _tell_supervisor(room, policy, "hold", keys, before))
        told = hold if keys else ()
        decision = down.also(*told).then(_renew_cards, policy, event.at).also(*_see_to_rooms(policy, keys))
    return decision.then(_offer_looser_rules, files)


def accept_rules(call: CommandContext) -> Decision:
    """Let the rules in the files hold, on a therapist's word in the session room: exactly those that were shown."""
    policy, files = call.policy, _undo_acceptance(call.policy)
    if not _may_accept(call):
        return call.answer_with("not-permitted", who="therapist")
    if not isinstance(call.heard.where, SessionRoom):
        return call.answer_with("in-the-room")
    before = policy.rules
    if not list_loosened_keys(before, files.rules):
        return call.answer_with("rules-nothing-waits")
    if _hash_offer(before, files) != call.room.offered_rules:
        return _offer_looser_rules(
            call.room, files
        )  # the files have changed once more since: what nobody saw, nobody accepts
    room, now = replace(remember_rules(call.room, files), offered_rules=""), call.heard.at
    keys = list_changed_keys(before, files.rules)
    said = say_line(
        files,
        "rules-accepted",
        person=find_name(room, call.heard.sender),
        changes=_list_changes(files, keys, before, UNSAID),
        off=int(room.is_on),
    )
    down = lower_floor(room, said, files, now)
    told = down.effects or (Notice(said, Mark(kind="rules"), rings=True),)
    supervisor = _tell_supervisor(room, files, "accepted", keys, before)
    return Decision(down.room, told).also(supervisor).then(_renew_cards, files, now).also(*_see_to_rooms(files, keys))


def tell_of_mistakes(room: Room, event: Misruled, policy: Policy) -> Decision:
    """Tell the therapists that the files have mistakes, so that what the operator meant to change does not hold."""
    said = say_line(policy, "rules-mistaken", count=event.count, where=event.where)
    return Decision(room, (Notice(said, Mark(kind="rules"), rings=True, where=Desk()),))


def _offer_looser_rules(room: Room, files: Policy) -> Decision:
    """Show in the room and at its desk what the files would loosen, once for each set of values."""
    policy = find_rules(room, files)
    offer = _hash_offer(policy.rules, files)
    if offer == room.offered_rules:
        return Decision(room)
    room = replace(room, offered_rules=offer)
    keys = list_loosened_keys(policy.rules, files.rules)
    if not keys:
        return Decision(room)
    said = say_line(policy, "rules-offered", changes=_list_changes(files, keys, policy.rules, UNSAID))
    here, at_desk = (Notice(said, Mark(kind="rules"), rings=True, where=where) for where in (SessionRoom(), Desk()))
    return Decision(room, (here, at_desk, _tell_supervisor(room, files, "offered", keys, policy.rules)))


def _hash_offer(held: RoomRules, files: Policy) -> str:
    """Return the SHA-256 of what a therapist would accept; nothing if nothing in `files` is looser than what is held."""
    keys = list_loosened_keys(held, files.rules)
    if not keys:
        return ""
    values = flatten_rules(files.rules)
    backend = [files.backend.name, files.backend.digest]
    return sha256(json.dumps([{key: values[key] for key in keys}, backend], sort_keys=True).encode()).hexdigest()


def _renew_cards(room: Room, policy: Policy, now: float) -> Decision:
    """Post the consent card again if what it says is not what the room was last shown."""
    return show_consent_cards(room, policy, now) if _is_card_outdated(room, policy) else Decision(room)


def _is_card_outdated(room: Room, policy: Policy) -> bool:
    """Return whether the room was last shown another card; where nobody is to read one, none was."""
    return room.announced != hash_cards(policy) and not is_waiting_for_people(room)


def _see_to_rooms(policy: Policy, keys: tuple[str, ...]) -> tuple[Open, ...]:
    """Return that the desk is to be seen to, and the rooms of second contacts, if who belongs there has changed."""
    desk = (Open(Desk()),) if {"therapists", "observers"} & {*keys} else ()
    contacts = list_second_contacts(policy) if "second_contacts" in keys else ()
    return (*desk, *(Open(SecondContact(contact)) for contact in contacts))


def _may_accept(call: CommandContext) -> bool:
    """Return whether the caller is a therapist of this room.

    Where the files put others in the place of all whom the room had, nobody is one by both: then one of the new ones is.
    """
    nobody = not call.policy.rules.therapists
    return (_undo_acceptance(call.policy) if nobody else call.policy).role(call.heard.sender) is Role.THERAPIST


def _tell_supervisor(room: Room, policy: Policy, what: str, keys: tuple[str, ...], before: RoomRules) -> Notice:
    changes = _list_changes(policy, keys, before, UNSAID | PEOPLE)
    said = say_line(policy, "supervisor-rules", room=make_room_code(room.id), what=what, changes=changes)
    return Notice(said, Mark(kind="supervision"), where=Supervisor())


def _list_changes(
    policy: Policy, keys: tuple[str, ...], before: RoomRules, unsaid: frozenset[str]
) -> tuple[Words, ...]:
    """Return one line for each key: its value before and in `policy`, or, of what is not said, that it has changed."""
    was, now = flatten_rules(before), flatten_rules(policy.rules)
    return tuple(
        say_line(policy, "rules-changed-list", rule=key)
        if key in unsaid
        else say_line(
            policy, "rules-changed", rule=key, was=_shorten_value(key, was[key]), now=_shorten_value(key, now[key])
        )
        for key in keys
    )


def _shorten_value(key: str, value: object) -> str:
    said = format_value(key, value)
    return said if len(said) <= LONGEST_VALUE else f"{said[:LONGEST_VALUE]}…"


def _find_accepted_digest(room: Room, files: Policy) -> str:
    """Return the digest of the backend that was accepted, if the files still call one by its name; else empty."""
    named = room.accepted and _read_accepted(room.accepted).backend == files.rules.backend
    return room.accepted_backend if named else ""


def _undo_acceptance(policy: Policy) -> Policy:
    """Return what the files say where `policy` is what holds of it."""
    return policy.filed or policy


@lru_cache(maxsize=512)
def _read_accepted(rules: str) -> RoomRules:
    """Return the rules that a room remembers; asked for with each event, and the same until they change."""
    return read_accepted(rules)
