"""Seeing to side rooms: that a desk or direct room is there, that those who belong are in it, and nobody else.

Each step may be the last before a power cut, and can be done again: the nonce is on disk before the room is made, a
room that was made is found again by it, and whom to ask in or to put out is looked at anew each time.
"""

import asyncio
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from typing import Any, assert_never

from bot.app.rooms.room_names import choose_look
from bot.app.rooms.routing import Spot, find_common_rooms, list_belonging
from bot.app.rooms.shared_desks import abandon_desk, follow_shared_desk, join_desk
from bot.app.services import Chair
from bot.errors import HomeserverDown, Unsayable
from bot.log import get_logger
from bot.matrix.audience import Only, is_ungoverned, require_closed_room
from bot.matrix.room_creation import create_room, find_created_room, has_encryption, invite_member, remove_member
from bot.model import (
    Amend,
    Beside,
    Desk,
    Direct,
    Notice,
    OnCall,
    Role,
    Room,
    RoomId,
    SecondContact,
    SessionRoom,
    Supervisor,
    UserId,
)
from bot.policy import Policy
from bot.session.talk.room_code import make_room_code
from bot.store import Job

log = get_logger(__name__)
OF_DANGER = frozenset({"direct", "helplines"})
"""Kinds of messages that tell somebody of danger in their direct room."""
GREETING = "greeting"
"""What is said to whoever comes to a desk or into a direct room."""
TOLD_AGAIN = frozenset({"devices"})
"""Kinds of messages that whoever comes to the desk is told again: before anybody is there nobody could read them."""
ALL_SESSIONS = RoomId("")
"""Stands for the session of a room that belongs to all of them."""


@dataclass(frozen=True, slots=True)
class Venue:
    """The Matrix room in which something is done, and who alone may hear it, if not everybody there.

    `code` is what the session's room is called where other sessions speak too: each line begins with it.
    """

    room: RoomId
    only: Only = None
    code: str = ""


async def find_venue(chair: Chair, job: Job) -> Venue | None:
    """Return where `job` is done, a side room seen to. None if there is no such place and need not be.

    A greeting is for whoever has come: where nobody is any more, nobody is asked back in to be greeted.

    Raises:
        Unsayable: nobody is there to hear it, or somebody is who should not.
        BotError: it cannot be seen to, now or at all.
    """
    if await _is_greeting_nobody(chair, job):
        return None
    match job.where:
        case SessionRoom():
            return await find_session_venue(chair, job.room)
        case Supervisor() | OnCall() as where:
            return await _find_common_venue(chair, job.room, where)
        case SecondContact() as where:
            return await _find_contact_venue(chair, job.room, where)
        case Desk() | Direct() as where:
            if isinstance(job.effect, Amend) or (isinstance(job.effect, Notice) and job.effect.mark.kind in OF_DANGER):
                await _require_presence(chair, Spot(job.room, where))
            side = await _find_side_venue(chair, job.room, where)
            is_early = isinstance(job.effect, Notice) and job.effect.mark.kind in TOLD_AGAIN
            return None if is_early and not _has_anybody(chair, side) else side
        case _:
            assert_never(job.where)


async def find_session_venue(chair: Chair, room: RoomId) -> Venue:
    """Return a session room, once it is known who may read there: the people on its roster, whomever the homeserver shows.

    Where the bot has no seat it knows nobody, and says nothing but a sentence of its own: whoever is there may read that.

    Raises:
        RowUnreadable: its state, and so the roster, cannot be read.
    """
    session = await chair.store.rooms.room(room)
    there = chair.client.rooms.get(room)
    if session.seated:
        chair.readers[room] = frozenset(person.id for person in session.roster)
    else:
        chair.readers[room] = frozenset(UserId(user) for user in there.users) if there else frozenset()
    return Venue(room)


def _has_anybody(chair: Chair, venue: Venue) -> bool:
    """Return whether somebody for whom a side room is has come into it."""
    there = chair.client.rooms.get(venue.room)
    members = (there.users.get(user) for user in venue.only or ()) if there else ()
    return any(member is not None and not member.invited for member in members)


async def _is_greeting_nobody(chair: Chair, job: Job) -> bool:
    """Return whether `job` greets somebody in a room of their own, or at a desk, where nobody is who has joined: they left meanwhile."""
    if not isinstance(job.effect, Notice) or job.effect.mark.kind != GREETING:
        return False
    of = ALL_SESSIONS if isinstance(job.where, SecondContact) else job.room
    there = chair.client.rooms.get(await find_room_at(chair, Spot(of, job.where)) or "")
    joined = {user for user, member in there.users.items() if not member.invited} if there else set()
    return not joined - {chair.client.user_id}


async def _require_presence(chair: Chair, spot: Spot) -> None:
    """See that whoever a direct room belongs to is in it: nobody is asked in because of danger, for invitations are seen, or because of an edit.

    Raises:
        Unsayable: they are not there.
    """
    there = chair.client.rooms.get(await find_room_at(chair, spot) or "")
    member = there.users.get(spot.where.user) if there and spot.where.user else None
    if isinstance(spot.where, Direct) and (member is None or member.invited):
        raise Unsayable("nobody")


async def find_room_at(chair: Chair, spot: Spot) -> RoomId | None:
    """Return the Matrix room at `spot`, None if there is none so far. Nothing is made."""
    if isinstance(spot.where, SessionRoom):
        return spot.session
    side = await chair.store.sides.find_side(spot.session, spot.where)
    return side.room if side else None


async def _find_common_venue(chair: Chair, session: RoomId, where: Supervisor | OnCall) -> Venue | None:
    """Return a room that all sessions share. In the supervisor's, everybody must oversee this session's therapists.

    Who is on call the clinic settles by whom it invites there; neither is told anybody's words.
    """
    deployment = chair.settings.deployment
    if not (deployment.supervisor_room if isinstance(where, Supervisor) else deployment.on_call_room):
        return None
    room = find_common_rooms(chair).get(where)
    there = chair.client.rooms.get(room or "")
    policy = await chair.standing_policy(session)
    if room is None or there is None or policy is None:
        raise Unsayable("absent")
    people = (UserId(user) for user in there.users)
    only = frozenset(person for person in people if isinstance(where, OnCall) or policy.is_supervisor(person))
    require_closed_room(there, chair.client.user_id, only)
    return Venue(room, only)


async def _find_contact_venue(chair: Chair, of: RoomId, where: SecondContact) -> Venue | None:
    """Return the room of a second contact and the bot, one for all sessions.

    None while they are no more than invited: what is said before they come they could never read, and when they come
    they are told what still waits for them.
    """
    policy = await chair.standing_policy(of)
    spot = Spot(ALL_SESSIONS, where)
    theirs = await _see_to_side_room(chair, spot, (Room(of, seated=True), policy), frozenset({where.user}))
    member = chair.client.rooms[theirs.room].users.get(where.user)
    if member is None:
        raise Unsayable("nobody")
    if member.invited:
        log.info("asked in; told as soon as they come", room=theirs.room, user=where.user)
        return None
    return theirs


async def see_to_desk(chair: Chair, session: RoomId) -> None:
    """See that a session's desk is the one where its policy and its therapists belong, and that they alone are there.

    Raises:
        RowUnreadable: its state cannot be read.
        BotError: it may work later.
    """
    with suppress(Unsayable):
        await _find_side_venue(chair, session, Desk())


async def _find_side_venue(chair: Chair, of: RoomId, where: Beside) -> Venue:
    """Return a desk or direct room, made and seen to."""
    session, policy = await chair.ruling(of)
    spot = Spot(of, where)
    here = _leave_out_gone(chair, of, list_belonging(session, policy, spot))
    if isinstance(where, Desk):
        spot = replace(spot, shared=await _find_shared(chair, session, policy, here))
    if not here and policy is not None and (isinstance(where, Direct) or not session.seated):
        here = await _list_staying(chair, spot, policy)
    venue = await _see_to_side_room(chair, spot, (session, policy), here)
    return replace(venue, code=make_room_code(of)) if spot.shared else venue


def _leave_out_gone(chair: Chair, of: RoomId, people: frozenset[UserId]) -> frozenset[UserId]:
    """Return `people` without those who have left the session room by the newest sync, whether or not that is decided yet."""
    there = chair.client.rooms.get(of)
    if there is None:
        return people
    return frozenset(user for user in people if (member := there.users.get(user)) and not member.invited)


async def _find_shared(chair: Chair, session: Room, policy: Policy | None, here: frozenset[UserId]) -> str:
    """Return what a session's desk goes by if that is a shared one. A session that is over stays at the desk where it was."""
    if session.seated or session.alarms:
        return await follow_shared_desk(chair, session.id, policy, here)
    side = await chair.store.sides.find_side(session.id, Desk())
    return side.shared if side else ""


async def _list_staying(chair: Chair, spot: Spot, policy: Policy) -> frozenset[UserId]:
    """Return who is in a side room of a session that is over for them, of those who may be: what was decided last is still told them.

    Who acknowledges the last alarm of a room that the bot was put out of reads that it is over; who has left the session
    reads in their direct room that nobody reads there any more, and that somebody has read their alarm.
    """
    room = await find_room_at(chair, spot)
    there = chair.client.rooms.get(room or "")
    users = frozenset(UserId(user) for user in there.users) if there else frozenset()
    if spot.where.user:
        return users & {spot.where.user}
    return frozenset(user for user in users if policy.role(user) is Role.THERAPIST)


async def _see_to_side_room(
    chair: Chair, spot: Spot, ruling: tuple[Room, Policy | None], here: frozenset[UserId]
) -> Venue:
    """Return the side room at `spot`, in which `here` and nobody else may be, made and seen to."""
    session, policy = ruling
    room = await find_room_at(chair, spot)
    if policy is None or (room is None and not here):
        raise Unsayable("nobody")
    if room is None:
        async with chair.making if spot.session == ALL_SESSIONS or spot.shared else nullcontext():
            room = await _make_side_room(chair, spot, session, policy)
    async with chair.seating if spot.shared else nullcontext():
        settled = await _settle_members(chair, room, ruling, here)
    if not settled and isinstance(spot.where, Desk):
        await leave_desk(chair, room, policy)
        if here:
            room = await _make_desk_anew(chair, spot, session, policy)
            await _settle_members(chair, room, ruling, here)
    if not here:
        raise Unsayable("nobody")
    us, there = chair.client.user_id, await _find_whole(chair, room, policy)
    require_closed_room(there, us, here)
    if is_ungoverned(there, us):
        raise Unsayable("power")
    chair.held[room] = policy
    return Venue(room, here)


async def _find_whole(chair: Chair, room: RoomId, policy: Policy) -> Any:
    """Return a side room as the client knows it, once a sync has shown it.

    One whose making broke off, as where the homeserver stopped in the middle of it, never gets whole: it is left.

    Raises:
        HomeserverDown: none has, or it was left; the next try makes another.
        Unsayable: none has shown it whole so far: a slow one may bring it before it is encrypted.
    """
    there = chair.client.rooms.get(room)
    if there is None:
        raise HomeserverDown("A side room does not show up in any sync.", "It is tried again by itself.")
    if there.encrypted or room in chair.held:
        return there
    if await has_encryption(chair.client, room):
        raise Unsayable("not-encrypted", may_pass=True)
    log.warning("a side room was made only in part; another is made", room=room)
    await abandon_desk(chair, room, policy)
    raise HomeserverDown("The homeserver stopped while it made a side room.", "Another is made by itself.")


async def _make_desk_anew(chair: Chair, spot: Spot, session: Room, policy: Policy) -> RoomId:
    """Return another desk in the place of one that was left. Whoever makes a shared one first makes it for all of its sessions."""
    if not spot.shared:
        return await _make_side_room(chair, spot, session, policy)
    async with chair.making:
        await join_desk(chair, spot.session, spot.shared)
        return await _make_side_room(chair, spot, session, policy)


async def _make_side_room(chair: Chair, spot: Spot, session: Room, policy: Policy) -> RoomId:
    """Return the side room for `spot`: the one that was made before and not noted, or else a new one."""
    client, sides = chair.client, chair.store.sides
    side = await sides.side(spot.session, spot.where)
    others = {other.room for other in await sides.all() if other.room and other.nonce != side.nonce}
    room = side.room or await find_created_room(client, side.nonce, {*await chair.store.rooms.all(), *others})
    if room is None:
        look = await choose_look(chair, spot, session, policy)
        room = await create_room(client, side.nonce, look, spot.where.user)
        log.info("side room made", kind=spot.where.kind, room=room)
    await sides.note_room(side.nonce, room, chair.clock())
    noted = await find_room_at(chair, spot)
    return noted or room


async def leave_desk(chair: Chair, desk: RoomId, policy: Policy | None) -> None:
    """Leave a desk that cannot be kept to those who belong there, so that the next need makes another.

    Raises:
        BotError: it may work later.
    """
    log.error("alert", reason="desk-left", room=desk)
    await abandon_desk(chair, desk, policy)


async def _settle_members(
    chair: Chair, room: RoomId, ruling: tuple[Room, Policy | None], here: frozenset[UserId]
) -> bool:
    """See to who is in a side room, if that is anybody's business any more; False if the homeserver keeps strangers in it."""
    session, policy = ruling
    is_whole = await _wait_until_synced(chair, lambda: _is_whole(chair, room))
    if not is_whole or policy is None or not (session.seated or session.alarms):
        return True
    return await _people_side_room(chair, room, policy, here)


def list_people_there(chair: Chair, room: RoomId) -> frozenset[UserId]:
    """Return who is in a room, or invited there, beside the bot."""
    known_room, us = chair.client.rooms.get(room), chair.client.user_id
    return frozenset(UserId(user) for user in known_room.users if user != us) if known_room else frozenset()


async def put_out(chair: Chair, room: RoomId, users: frozenset[UserId]) -> bool:
    """Put `users` out of a room of ours; False if the homeserver refuses, and they do not go by themselves either."""
    refused = {user for user in sorted(users) if not await remove_member(chair.client, room, user)}
    return not refused or await _wait_until_synced(chair, lambda: not refused & list_people_there(chair, room))


async def _people_side_room(chair: Chair, room: RoomId, policy: Policy, here: frozenset[UserId]) -> bool:
    """Ask in who is missing, put out who does not belong there, and wait until a sync shows it.

    False if the homeserver refuses to put somebody out; then nobody is asked in.
    """
    before, expected = list_people_there(chair, room), set(here)
    for user in sorted(before - here):
        if policy.role(user) is not Role.THERAPIST:
            log.error("alert", reason="strangers", room=room, user=user)
    if not await put_out(chair, room, before - here):
        return False
    for user in sorted(here - before):
        if not await invite_member(chair.client, room, user):
            log.warning("somebody cannot be asked into a side room", room=room, user=user)
            expected.discard(user)
    if before != here:
        await _wait_until_synced(chair, lambda: list_people_there(chair, room) == expected)
    return True


def _is_whole(chair: Chair, room: RoomId) -> bool:
    """Return whether a room is known as it was made: a sync may bring one that is half made, and not encrypted yet."""
    there = chair.client.rooms.get(room)
    return there is not None and bool(there.encrypted)


async def _wait_until_synced(chair: Chair, holds: Callable[[], bool]) -> bool:
    """Return whether `holds()`, now or after one of the next syncs."""
    try:
        async with asyncio.timeout(chair.patience.shown), chair.news:
            await chair.news.wait_for(holds)
    except TimeoutError:
        return holds()
    return True
