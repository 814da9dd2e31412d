"""Coming and going: the bot's own arrival, newcomers, people who leave, and who comes to the desk."""

from dataclasses import replace
from typing import assert_never

from bot.model import (
    Alert,
    Arrived,
    Came,
    Cancel,
    Decision,
    Decline,
    Desk,
    Direct,
    Invited,
    Join,
    Joined,
    Leave,
    Left,
    Mark,
    Notice,
    Open,
    Ousted,
    Person,
    Renamed,
    Replaced,
    Role,
    Room,
    SecondContact,
    Task,
    UserId,
    Verdict,
    words,
)
from bot.policy import Policy
from bot.session.agreement import announced
from bot.session.call import line, name_of, names, own_language, therapists
from bot.session.consent import disagreed, shown
from bot.session.danger.alarms import tell_again
from bot.session.drafts import laid_again, voided
from bot.session.floor import lowered
from bot.session.notes import open_note
from bot.session.ruling import as_accepted

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
            return Decision(room.vacated(), (Cancel(),))


def invited(room: Room, event: Invited, policy: Policy) -> Decision:
    """Follow a therapist's invitation, turn every other down. What was agreed in an earlier stay is over with that stay."""
    welcome = event.inviter is not None and policy.role(event.inviter) is Role.THERAPIST
    return Decision(room.vacated(), (Cancel(), (Join if welcome else Decline)(event.inviter)))


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
    new_facts = room.announced != announced(policy)
    decision = Decision(room)
    for person in sorted(changed):
        decision = decision.then(disagreed, policy, person, event.at)
    decision = decision.then(_seated, event, policy)
    if changed or new_facts:
        decision = decision.then(lowered, line(policy, "floor-off-changed"), policy, event.at)
    if new_facts or here - known:
        decision = decision.then(shown, policy, event.at)
    return decision.also(Open(Desk()))


def _seated(room: Room, event: Arrived, policy: Policy) -> Decision:
    """Take the seat: know who is here, and under which rules they begin."""
    accepted = room.accepted or as_accepted(policy)
    return Decision(replace(room, seated=True, roster=event.people, accepted=accepted))


def moved(room: Room, event: Joined | Came | Renamed | Left, policy: Policy) -> Decision:
    """Follow people as they come, go and change their names."""
    match event:
        case Joined():
            return _joined(room, event, policy)
        case Came():
            return _came(room, event, policy)
        case Renamed():
            people = tuple(event.person if one.id == event.person.id else one for one in room.roster)
            return Decision(replace(room, roster=people))
        case Left():
            return _left(room, event, policy)


def _came(room: Room, event: Came, policy: Policy) -> Decision:
    """Say to whoever has come somewhere what they need, and what waits: they cannot read what was said before."""
    match event.where:
        case Desk():
            greeting = line(policy, "desk-greeting", posts="yes" if policy.posts_allowed else "no")
            hello = Notice(greeting, Mark(kind="greeting"), rings=True, where=Desk())
            return Decision(room, (hello, *laid_again(room, policy), *open_note.again(room, policy)))
        case Direct():
            watched = int(policy.needs_approval(Task.EXPRESS))
            people, prefix = names(room, therapists(room, policy)), policy.rules.prefix
            language = own_language(room, policy, event.person)
            greeting = words("direct-greeting", language, watched=watched, people=people, prefix=prefix)
            return Decision(room, (Notice(greeting, Mark(kind="greeting"), where=event.where),))
        case SecondContact(user):
            return tell_again(room, policy, user)
        case _:
            assert_never(event.where)


def _joined(room: Room, event: Joined, policy: Policy) -> Decision:
    """Count a newcomer in: the floor goes off, what they agreed to before is gone, and they get the card."""
    gone = disagreed(room, policy, event.person.id, event.at)
    here = replace(gone, room=replace(gone.room, roster=(*_others(room, event.person.id), event.person)))
    down = here.then(lowered, line(policy, "floor-off-newcomer", person=event.person.name), policy, event.at)
    desk = (Open(Desk()),) if policy.role(event.person.id) is Role.THERAPIST else ()
    return down.then(shown, policy, event.at).also(*desk)


def _left(room: Room, event: Left, policy: Policy) -> Decision:
    """Count somebody out, with their agreement and their words; without a therapist the floor goes off."""
    name = name_of(room, event.person)
    gone = disagreed(room, policy, event.person, event.at)
    out = replace(gone, room=replace(gone.room, roster=_others(gone.room, event.person)))
    stale = out.then(voided, policy, Verdict.OUTDATED, event.at, lambda _: True)
    if policy.role(event.person) is not Role.THERAPIST:
        return stale
    reason = line(policy, "floor-off-therapist-left", person=name)
    return stale.then(lowered, reason, policy, event.at).also(Open(Desk()))


def _others(room: Room, person: UserId) -> tuple[Person, ...]:
    return tuple(one for one in room.roster if one.id != person)


def _kept_off(room: Room, unfit: str, policy: Policy) -> Decision:
    """Say why no session can be held here, to the room and to the operator. Where a therapist can mend it with one setting the bot stays, off and silent."""
    # What was accepted is remembered: a setting turned there and back must loosen nothing.
    off = replace(room.vacated(), announced=unfit, accepted=room.accepted)
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
