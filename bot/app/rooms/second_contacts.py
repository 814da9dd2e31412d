"""The rooms of second contacts, one for all sessions: who comes there is told what waits, and their `!ack` is taken.

Each session is told by itself, as an event of its own: of a message there no word is ever written down.
"""

from dataclasses import dataclass

from bot.app.services import Chair
from bot.model import Came, Effect, Event, EventId, Heard, Joined, Room, RoomId, SecondContact, UserId
from bot.policy import Policy
from bot.session.danger.contact_answer import hear_contact
from bot.session.danger.ladder import list_second_contacts, list_untold_alarms
from bot.store import RowUnreadable


@dataclass(frozen=True, slots=True)
class Told:
    """What something in a second contact's room leads to: what sessions are told, and what is said at once."""

    events: tuple[tuple[RoomId, Event], ...] = ()
    orders: tuple[tuple[RoomId, Event, tuple[Effect, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class _Sessions:
    """The sessions that name somebody as second contact: those that can be read, and those of which only the files tell."""

    readable: tuple[tuple[Room, Policy], ...]
    unreadable: tuple[RoomId, ...]


async def tell_sessions(chair: Chair, where: SecondContact, event: Event) -> Told:
    """Return what an event in a second contact's room leads to: that they came, and that they see to an alarm. Nothing else does."""
    match event:
        case Joined() if event.person.id == where.user:
            return _tell_of_comer(await _list_sessions(chair, where.user), where, event)
        case Heard() if event.sender == where.user:
            return _tell_of_answer(await _list_sessions(chair, where.user), event)
    return Told()


async def _list_sessions(chair: Chair, contact: UserId) -> _Sessions:
    readable: list[tuple[Room, Policy]] = []
    unreadable: list[RoomId] = []
    for room_id in await chair.store.rooms.all():
        try:
            room, policy = await chair.ruling(room_id)
        except RowUnreadable:
            filed = chair.find_filed_policy(room_id)
            unreadable += [room_id] if filed and contact in list_second_contacts(filed) else []
            continue
        if policy and contact in list_second_contacts(policy):
            readable.append((room, policy))
    return _Sessions(tuple(readable), tuple(unreadable))


def _tell_of_comer(sessions: _Sessions, where: SecondContact, event: Joined) -> Told:
    """Tell the sessions where an alarm waits that they have not seen, or may; if there is none, one that goes on, which greets."""
    readable = sessions.readable
    waiting = [room.id for room, policy in readable if list_untold_alarms(room, policy, where.user)]
    greeting = [] if waiting else [room.id for room, _ in readable if room.seated][:1]
    return Told(
        tuple(
            (room, Came(EventId(f"{event.id}/{room}"), event.at, where, where.user))
            for room in (*waiting, *greeting, *sessions.unreadable)
        )
    )


def _tell_of_answer(sessions: _Sessions, heard: Heard) -> Told:
    """Tell the sessions whose alarms they see to; or let the bot ask which, or say why not."""
    answer = hear_contact(sessions.readable, heard)
    said = answer.said
    return Told(answer.taken, ((answer.by, heard, (said,)),) if said and answer.by else ())
