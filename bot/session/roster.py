"""Coming and going: the bot's own arrival, newcomers, people who leave."""

from dataclasses import replace

from bot.model import (
    Alert,
    Arrived,
    Cancel,
    Decision,
    Decline,
    Effect,
    Invited,
    Join,
    Joined,
    Leave,
    Left,
    Mark,
    Notice,
    Ousted,
    Person,
    Renamed,
    Replaced,
    Role,
    Room,
    UserId,
)
from bot.policy import Policy
from bot.session.agreement import announced
from bot.session.call import line, name_of
from bot.session.consent import disagreed, shown
from bot.session.floor import lowered

REPLACED = "room-replaced"
HISTORIES = ("joined", "invited", "shared")
"""Who can read what was said before, the strictest first. What the world can read is never fit."""


def placed(room: Room, event: Invited | Arrived | Ousted | Replaced, policy: Policy) -> Decision:
    """Follow the bot's own coming and going."""
    match event:
        case Invited():
            return invited(room, event, policy)
        case Arrived():
            return arrived(room, event, policy)
        case Replaced():
            return replaced(room, policy)
        case Ousted():
            return Decision(Room(room.id), (Cancel(),))


def invited(room: Room, event: Invited, policy: Policy) -> Decision:
    """Follow a therapist's invitation, turn every other down. What was agreed in an earlier stay is over with that stay."""
    welcome = event.inviter is not None and policy.role(event.inviter) is Role.THERAPIST
    return Decision(Room(room.id), (Cancel(), (Join if welcome else Decline)(event.inviter)))


def replaced(room: Room, policy: Policy) -> Decision:
    """End the session in a room that was closed for good. The bot goes to the new one when it is invited, as to any other.

    Nothing moves there: in another room everybody agrees anew.
    """
    closed = Room(room.id, announced=REPLACED)
    if not room.seated:
        return Decision(closed, (Cancel(),))
    return Decision(closed, (Cancel(), Notice(line(policy, REPLACED), Mark(kind="room")), Alert(REPLACED)))


def arrived(room: Room, event: Arrived, policy: Policy) -> Decision:
    """Take a seat in a room that is fit for a session, or leave it with one sentence.

    At a later start the same event says who is here now: whoever came while nobody counted is a newcomer.
    A room that was replaced stays closed for as long as the bot stays in it.
    """
    if room.announced == REPLACED:
        return Decision(room)
    if unfit := _unfit(event, policy):
        return _kept_off(room, unfit, policy)
    known = {person.id for person in room.roster}
    here = {person.id for person in event.people}
    changed = known ^ here if room.seated else set()
    effects: list[Effect] = []
    for person in sorted(changed):
        room, cancels = disagreed(room, person)
        effects += cancels
    new_facts = room.announced != announced(policy)
    room = replace(room, seated=True, roster=event.people)
    if changed or new_facts:
        down = lowered(room, line(policy, "floor-off-changed"))
        room, effects = down.room, [*effects, *down.effects]
    if new_facts or here - known:
        cards = shown(room, policy)
        room, effects = cards.room, [*effects, *cards.effects]
    return Decision(room, tuple(effects))


def moved(room: Room, event: Joined | Renamed | Left, policy: Policy) -> Decision:
    """Follow people as they come, go and change their names."""
    match event:
        case Joined():
            return _joined(room, event, policy)
        case Renamed():
            people = tuple(event.person if one.id == event.person.id else one for one in room.roster)
            return Decision(replace(room, roster=people))
        case Left():
            return _left(room, event, policy)


def _joined(room: Room, event: Joined, policy: Policy) -> Decision:
    """Count a newcomer in: the floor goes off, what they agreed to before is gone, and they get the card."""
    room, cancels = disagreed(room, event.person.id)
    room = replace(room, roster=(*_others(room, event.person.id), event.person))
    down = lowered(room, line(policy, "floor-off-newcomer", person=event.person.name))
    cards = shown(down.room, policy)
    return Decision(cards.room, (*cancels, *down.effects, *cards.effects))


def _left(room: Room, event: Left, policy: Policy) -> Decision:
    """Count somebody out, with their agreement and their words; without a therapist the floor goes off."""
    name = name_of(room, event.person)
    room, cancels = disagreed(room, event.person)
    room = replace(room, roster=_others(room, event.person))
    if policy.role(event.person) is not Role.THERAPIST:
        return Decision(room, cancels)
    down = lowered(room, line(policy, "floor-off-therapist-left", person=name))
    return Decision(down.room, (*cancels, *down.effects))


def _others(room: Room, person: UserId) -> tuple[Person, ...]:
    return tuple(one for one in room.roster if one.id != person)


def _kept_off(room: Room, unfit: str, policy: Policy) -> Decision:
    """Say why no session can be held here, to the room and to the operator. Where a therapist can mend it with one setting the bot stays, off and silent."""
    off = Room(room.id, announced=unfit)
    if unfit != "room-history":
        return Decision(off, (Cancel(), Leave(line(policy, unfit)), Alert(unfit)))
    told = room.announced == unfit
    return Decision(off, () if told else (Cancel(), Notice(line(policy, unfit), Mark(kind="room")), Alert(unfit)))


def _unfit(event: Arrived, policy: Policy) -> str | None:
    """Return the sentence for a room that no session may be held in, None for a room that is fit."""
    if not event.encrypted:
        return "room-not-encrypted"
    if not event.private:
        return "room-public"
    fit = HISTORIES[: HISTORIES.index(policy.rules.history) + 1]
    return None if event.history in fit else "room-history"
