"""Where things happen: which session a Matrix room belongs to, and what an event there means to that session.

A session is one stream of events, whichever of its rooms they come from. What happens in a room that is no session's is
nobody's business: a side room that we do not remember, or the supervisor's room, where nothing is decided.
"""

from dataclasses import dataclass, replace
from typing import assert_never

from bot.app.admission import keep_allowed_part, keep_overheard, overhear_late_talk
from bot.app.services import Chair
from bot.model import (
    AskedToVerify,
    Attached,
    Beside,
    Came,
    Decline,
    Desk,
    Direct,
    Edited,
    Effect,
    Event,
    Floor,
    Heard,
    InSession,
    Invited,
    Join,
    Joined,
    OnCall,
    Overheard,
    Person,
    Present,
    Reacted,
    Redacted,
    RefuseVerification,
    Room,
    RoomId,
    SecondContact,
    SessionRoom,
    Supervisor,
    UserId,
    Voted,
    Where,
)
from bot.policy import Policy, is_named
from bot.session.attachments import hear_caption, notice_attachment
from bot.session.attention import is_edit_heeded, limit_edit
from bot.session.desk.approval import find_card_reacted_to
from bot.store import RowUnreadable
from bot.who_may import What, find_standing, may


@dataclass(frozen=True, slots=True)
class Spot:
    """One of a session's rooms: the session room itself, its desk, or somebody's direct room.

    `shared` is what a desk goes by that is other sessions' too; `session` is one of them then.
    """

    session: RoomId
    where: Where = SessionRoom()
    shared: str = ""


async def find_spot(chair: Chair, room: RoomId) -> Spot | None:
    """Return which of which session's rooms the Matrix room `room` is; None if it is no session's.

    A room that the bot has made and does not remember is no session room, whatever the files say of every room.
    """
    if room in find_common_rooms(chair).values():
        return None
    if side := await chair.store.sides.recognise_side(room):
        return Spot(side.session, side.where, side.shared)
    return None if room in chair.made else Spot(room)


def find_common_rooms(chair: Chair) -> dict[Where, RoomId]:
    """Return the rooms that all sessions share, as far as the configuration names them and they are known."""
    deployment = chair.settings.deployment
    named_so: dict[Where, str | None] = {Supervisor(): deployment.supervisor_room, OnCall(): deployment.on_call_room}
    known = {alias: room for room, alias in chair.aliases.items()}
    common = {
        where: RoomId(name) if name.startswith("!") else known.get(name) for where, name in named_so.items() if name
    }
    return {where: room for where, room in common.items() if room}


async def find_spot_of_person(chair: Chair, person: UserId) -> tuple[RoomId, InSession] | None:
    """Return the session and the place in it where somebody is told what is for them alone: their direct room, the desk they are at, else their session's room."""
    places: list[tuple[RoomId, InSession]] = []
    for side in await chair.store.sides.all():
        there = chair.client.rooms.get(side.room or "")
        member = there.users.get(person) if there else None
        if (
            isinstance(side.where, Direct | Desk)
            and side.where.user in {None, person}
            and member
            and not member.invited
        ):
            places.append((side.session, side.where))
    places.sort(key=lambda place: isinstance(place[1], Desk))
    return places[0] if places else await _find_session_of_person(chair, person)


async def _find_session_of_person(chair: Chair, person: UserId) -> tuple[RoomId, InSession] | None:
    for room_id in await chair.store.rooms.all():
        try:
            session = await chair.store.rooms.room(room_id)
        except RowUnreadable:
            continue
        if session.seated and session.knows(person):
            return room_id, SessionRoom()
    return None


def follow_supervisor(chair: Chair, event: Event) -> tuple[Effect, ...]:
    """Return what follows from an event in a room that all sessions share: a supervisor's invitation is followed, no other.

    Whoever asks there to verify the bot is refused, without a line.
    """
    if isinstance(event, AskedToVerify) and event.message:
        return (RefuseVerification(event.message),)
    if not isinstance(event, Invited):
        return ()
    welcome = event.inviter is not None and is_named(chair.settings.deployment.supervisors, event.inviter)
    return ((Join if welcome else Decline)(event.inviter),)


def list_belonging(session: Room, policy: Policy | None, spot: Spot) -> frozenset[UserId]:
    """Return who belongs at a desk or in a direct room, the bot aside: of the people in the session room alone."""
    here = frozenset(person.id for person in session.roster)
    if policy is None or not (session.seated or session.alarms):
        return frozenset()
    match spot.where:
        case Desk():
            return frozenset(person for person in here if may(What.READ_DESK, find_standing(session, policy, person)))
        case Direct(user):
            return here & {user}
        case SessionRoom() | Supervisor() | SecondContact() | OnCall():
            return frozenset()
        case _:
            assert_never(spot.where)


async def overhear_late_message(chair: Chair, spot: Spot, event: Event, *, listening: bool) -> Overheard | None:
    """Return what of an event is compared before anything else follows from it, because it is read long after it was written.

    `listening` is whether the AI was on when it was written.
    """
    if not isinstance(event, Heard) or not isinstance(spot.where, SessionRoom):
        return None
    try:
        session, policy = await chair.ruling(spot.session)
    except RowUnreadable:
        session, policy = _make_stand_in(chair, spot.session), chair.find_filed_policy(spot.session)
    if policy is None:
        return None
    return overhear_late_talk(session, event, policy, listening=listening)


async def translate_event(chair: Chair, spot: Spot, event: Event, *, listening: bool | None = None) -> Event | None:
    """Return what an event at `spot` is to its session, None if it is nothing.

    `listening` is whether the AI was on when it came, if that was some time ago; None: it comes now.
    """
    if isinstance(event, Invited):
        return _mark_known_inviter(chair, event) if isinstance(spot.where, SessionRoom) else None
    try:
        session, policy = await chair.ruling(spot.session)
    except RowUnreadable:
        session, policy = _make_stand_in(chair, spot.session), chair.find_filed_policy(spot.session)
        if isinstance(event, Edited) and isinstance(spot.where, SessionRoom):
            return event
    if isinstance(event, Edited):
        return await _route_edit(chair, spot, session, policy, event)
    match spot.where:
        case SessionRoom():
            return _route_session_event(session, policy, event, listening=listening)
        case Desk() | Direct() as where:
            return _route_side_event(session, policy, where, event) if policy else None
        case Supervisor() | SecondContact() | OnCall():
            return None
        case _:
            assert_never(spot.where)


def _make_stand_in(chair: Chair, room: RoomId) -> Room:
    """Return what stands for a room that cannot be read where it is asked what may be kept: everything, until it can be decided.

    Nothing is ever decided with it: what counts of what was said is for the room itself, with the agreements that it knows.
    """
    there = chair.client.rooms.get(room)
    people = tuple(Person(UserId(user), "") for user in there.users) if there else ()
    return Room(room, seated=True, floor=Floor.LISTEN, roster=people)


async def is_typing_of_interest(chair: Chair, room: RoomId, *, busy: bool) -> bool:
    """Return whether it matters that somebody, or nobody any more, is typing in `room`: while the AI is on.

    Whoever begins while somebody else is typing matters too: so much longer is a notice believed.
    """
    spot = await find_spot(chair, room)
    if spot is None or not isinstance(spot.where, SessionRoom):
        return False
    try:
        session = await chair.store.rooms.room(room)
    except RowUnreadable:
        return False
    return session.is_on and (busy or session.typing > 0)


def _mark_known_inviter(chair: Chair, event: Invited) -> Invited:
    """Return an invitation with whether its sender is a therapist: one of another room is told why this one is not covered."""
    return event if event.inviter is None else replace(event, known=chair.settings.is_therapist(event.inviter))


def _route_session_event(session: Room, policy: Policy | None, event: Event, *, listening: bool | None) -> Event | None:
    match event:
        case Heard():
            return keep_allowed_part(session, event, policy, listening=listening is not False) if policy else None
        case Overheard():
            was_on = session.is_on if listening is None else listening
            return keep_overheard(session, event, policy, listening=was_on) if policy else None
        case Attached():
            return _route_attachment(session, policy, event, listening=listening is not False) if policy else None
        case Reacted() | Voted():
            return None
    return event


def _route_attachment(session: Room, policy: Policy, event: Attached, *, listening: bool) -> Attached | Heard | None:
    """Return an attachment as what it counts for: by its caption if that turns the AI down, else as one that came."""
    return hear_caption(session, event, policy) or (notice_attachment(session, event, policy) if listening else None)


async def _route_edit(chair: Chair, spot: Spot, session: Room, policy: Policy | None, event: Edited) -> Edited | None:
    """Return what an edit is to the session: every one of a member's, for its message may be decided only now.

    With the new words where the talk is kept, or that message is known, or where they are a command; elsewhere only that
    it was edited.
    """
    in_room = isinstance(spot.where, SessionRoom)
    known = is_edit_heeded(session, event)
    if in_room and (known or (session.is_on and session.knows(event.sender))):
        return event
    is_member = session.knows(event.sender) if in_room else event.sender in list_belonging(session, policy, spot)
    if is_member and policy and isinstance(spot.where, SessionRoom | Desk | Direct):
        return limit_edit(session, replace(event, where=spot.where), policy)
    if known or is_member or await chair.store.sent.holds(spot.session, event.target, event.sender):
        return replace(event, text="")
    return None


def _route_side_event(
    session: Room, policy: Policy, where: Beside, event: Event
) -> AskedToVerify | Attached | Came | Heard | Overheard | Present | Reacted | Redacted | Voted | None:
    """Return what an event at a desk or in a direct room means: of those who belong there, and little of that."""
    here = list_belonging(session, policy, Spot(session.id, where))
    match event:
        case Heard() if event.sender in here:
            return keep_allowed_part(session, replace(event, where=where), policy, listening=True)
        case Overheard() if event.sender in here:
            return keep_overheard(session, replace(event, where=where), policy, listening=True)
        case AskedToVerify() if event.sender in here:
            return replace(event, where=where)
        case Attached() if event.sender in here:
            return _route_attachment(session, policy, replace(event, where=where), listening=True)
        case Joined() if event.person.id in here:
            return Came(event.id, event.at, where, event.person.id)
        case Redacted():
            return event
        case Reacted() | Voted() if event.sender in here and isinstance(where, Desk):
            return event if _is_about_card(session, policy, event) else None
    return None


def _is_about_card(session: Room, policy: Policy, tap: Reacted | Voted) -> bool:
    """Return whether a tap at the desk can be about a card: a vote where there are polls, a reaction where it may count or needs a word."""
    if isinstance(tap, Voted):
        return bool(session.ballots)
    return policy.rules.reactions or bool(find_card_reacted_to(session, tap))
