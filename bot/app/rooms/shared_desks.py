"""Desks that several sessions share: which desk a session belongs at, and how it comes there and goes.

A shared desk belongs to a set of therapists: whatever rooms of this account have just these, and a policy that says so, are
at it. A session whose therapists or policy change leaves it, with all that stands there of it taken back.

Each step may be the last before a power cut, and can be done again.
"""

from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256

from bot.app.rooms.room_names import mark_closed
from bot.app.services import Chair
from bot.errors import Unsayable
from bot.log import get_logger
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.room_creation import leave_created_room
from bot.matrix.send import Headed, redact_message, say
from bot.model import Came, Desk, EventId, Mark, Notice, RoomId, UserId, make_words
from bot.policy import Policy
from bot.session.talk.room_code import make_room_code
from bot.store import DeskLine, Side
from bot.words import FALLBACK

log = get_logger(__name__)


def make_desk_key(policy: Policy | None, therapists: Iterable[UserId]) -> str:
    """Return what the desk goes by that a session with these therapists shares; empty where it has one of its own, or nobody is there."""
    people = sorted(therapists)
    if policy is None or not policy.rules.desk.shared or not people:
        return ""
    return sha256("\n".join(people).encode()).hexdigest()


async def follow_shared_desk(chair: Chair, session: RoomId, policy: Policy | None, here: frozenset[UserId]) -> str:
    """See that a session with the therapists `here` is at the desk where it belongs; return what that goes by if it is a shared one.

    A desk of its own that it leaves is closed; one of its own that it needs now is not made here.

    Raises:
        BotError: it may work later.
    """
    key, sides = make_desk_key(policy, here), chair.store.sides
    side = await sides.find_side(session, Desk())
    if (side is not None and side.shared == key) or (side is None and not key):
        return key
    async with chair.making:
        side = await sides.find_side(session, Desk())
        if side is not None and side.shared != key:
            await quit_desk(chair, side, policy)
            side = None
        if side is None and key:
            await join_desk(chair, session, key)
    return key


async def quit_desk(chair: Chair, side: Side, policy: Policy | None) -> None:
    """Let a session leave its desk: it takes back what stands of it at one that others share, and closes one that is nobody's then.

    Raises:
        BotError: it may work later, and goes on where it was.
    """
    room = side.room
    if room is not None and room in chair.client.rooms:
        others = [other for other in await chair.store.sides.list_sides_at(room) if other.session != side.session]
        if side.shared:
            await _take_lines_back(chair, room, side.session)
        await _say_goodbye(chair, room, side, policy)
        if not others:
            await abandon_desk(chair, room, policy)
    while not await chair.store.sides.leave_desk(side):  # what was on its way meanwhile goes too
        await _take_lines_back(chair, room or side.session, side.session)
    log.info("a session has left its desk", room=side.session)


async def note_own_line(chair: Chair, desk: RoomId, session: RoomId, event: EventId) -> None:
    """Note of which session a message of the bot's at a shared desk is; where that has left meanwhile, the message is taken back.

    Raises:
        BotError: it may work later.
    """
    await chair.store.lines.note_line(DeskLine(event, desk, session, ours=True))
    side = await chair.store.sides.find_side(session, Desk())
    if side is None or side.room != desk:
        await _take_lines_back(chair, desk, session)


async def stands_at_desk(chair: Chair, desk: RoomId, event: EventId) -> bool:
    """Return whether a message of the bot's stands at a shared desk: what stood at an earlier one cannot be edited here."""
    line = await chair.store.lines.find_line(event)
    return line is not None and line.desk == desk


async def abandon_desk(chair: Chair, desk: RoomId, policy: Policy | None) -> None:
    """Leave a desk for good, so that the next need makes another; its name says so, if it can.

    It is left before it is forgotten: after a power cut between, the first sync shows that the bot is out of it.

    Raises:
        BotError: it may work later.
    """
    with suppress(ServerSaysNo):
        await mark_closed(chair, desk, policy)
    with suppress(ServerSaysNo):
        await leave_created_room(chair.client, desk)
    chair.made.add(desk)
    await chair.store.sides.forget_room(desk)


async def join_desk(chair: Chair, session: RoomId, key: str) -> None:
    """Note that a session is at a shared desk. Whoever sits there already has come, as far as it knows: what waits is laid for them.

    Two at once would make two desks: it is done with `chair.making` held.
    """
    now, room = chair.clock(), await chair.store.sides.find_shared_room(key)
    there = chair.client.rooms.get(room or "")
    people = [user for user, member in there.users.items() if not member.invited] if there else []
    came = [
        Came(EventId(f"came/{session}/{now}/{user}"), now, Desk(), UserId(user), greeted=True)
        for user in sorted(people)
        if user != chair.client.user_id
    ]
    await chair.store.sides.join_desk(session, key, came, now)
    chair.to_think.set()


async def _take_lines_back(chair: Chair, desk: RoomId, session: RoomId) -> None:
    """Delete all that the bot said of a session at a shared desk: not all who sit there may belong to it any more."""
    lines = chair.store.lines
    for event in await lines.list_own(desk, session):
        try:
            await redact_message(chair.client, desk, event, f"thirdchair.gone.{event}")
        except ServerSaysNo as error:
            log.warning("a message was not taken back", room=desk, status=error.status)
        await lines.forget_line(event)


async def _say_goodbye(chair: Chair, desk: RoomId, side: Side, policy: Policy | None) -> None:
    """Say in one line at a desk that its session goes on elsewhere; where that cannot be said, it is left unsaid."""
    language = policy.languages[0] if policy else FALLBACK
    words = make_words("desk-shared-left" if side.shared else "desk-shared-closed", language)
    line, head = Notice(words, Mark(kind="room"), where=Desk()), make_room_code(side.session) if side.shared else ""
    with suppress(ServerSaysNo, Unsayable):
        await say(chair.client, desk, Headed(line, head), f"thirdchair.left.{side.stay or side.nonce}")
