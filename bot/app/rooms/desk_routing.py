"""What happens at a desk that several sessions share: to which of them it belongs, if that is certain.

What is about one room is told that room's session; what may be about any is told none, and whoever typed it is asked.
"""

from dataclasses import dataclass, field, replace

from bot.app.admission import is_kept_whole
from bot.app.rooms.routing import Spot, list_belonging, translate_event
from bot.app.services import Chair
from bot.model import (
    AskedToVerify,
    Attached,
    Came,
    Captioned,
    Desk,
    Edited,
    Effect,
    Event,
    EventId,
    Heard,
    Joined,
    Present,
    Reacted,
    Redacted,
    Room,
    RoomId,
    UserId,
    Voted,
)
from bot.policy import Policy
from bot.session.attention import is_edit_heeded
from bot.session.desk.ballots import read_choice
from bot.session.desk.verdict import list_meant_cards
from bot.session.which_room import (
    Placing,
    SharedDesk,
    ask_for_room,
    is_command_there,
    place_by_name,
    place_by_words,
)
from bot.store import DeskLine, RowUnreadable


@dataclass(slots=True)
class Shared:
    """What an event at a shared desk leads to: what sessions are told, what is said at once, and which messages are taken by that.

    `whole` is whether all of a message was kept.
    """

    events: list[tuple[RoomId, Event]] = field(default_factory=list)
    orders: list[tuple[RoomId, Event, tuple[Effect, ...]]] = field(default_factory=list)
    lines: list[DeskLine] = field(default_factory=list)
    whole: bool = False

    @property
    def is_nothing(self) -> bool:
        """Return whether nothing follows from it."""
        return not (self.events or self.orders)


async def tell_sessions_at_desk(chair: Chair, desk: RoomId, event: Event) -> Shared:
    """Return what an event at the shared desk `desk` leads to."""
    match event:
        case Heard():
            return await _take_heard(chair, desk, event)
        case Edited():
            return await _take_edit(chair, desk, event)
        case Voted():
            return await _take_vote(chair, desk, event)
        case Reacted() | Redacted():
            return await _take_about_line(chair, desk, event)
        case Joined():
            return await _take_comer(chair, desk, event)
        case AskedToVerify() | Attached():
            return await _take_of_no_room(chair, desk, event)
    return Shared()


async def _take_heard(chair: Chair, desk: RoomId, heard: Heard) -> Shared:
    """Place what somebody typed. What was taken once is not taken for something else when it comes again."""
    if await chair.store.lines.find_line(heard.id):
        return Shared()
    rooms = tuple(side.session for side in await chair.store.sides.list_sides_at(desk))
    answered = await _find_answered(chair, desk, heard)
    placing = place_by_name(rooms, heard, answered)
    if placing is not None and placing.room is not None:
        return await _tell_placed(chair, desk, heard, placing)
    at_desk = replace(await _read_desk(chair, rooms, heard.sender), hangs=bool(answered))
    if not at_desk.rooms:
        return Shared()
    placing = placing or place_by_words(at_desk, replace(heard, where=Desk()))
    if placing.asks:
        asked = (at_desk.rooms[0][0].id, heard, (ask_for_room(at_desk, heard),))
        return Shared(orders=[asked], lines=[DeskLine(heard.id, desk, RoomId(""))])
    if placing.room is not None:
        return await _tell_placed(chair, desk, heard, placing)
    return Shared(_tell_of_talk(at_desk, heard))


async def _tell_placed(chair: Chair, desk: RoomId, heard: Heard, placing: Placing) -> Shared:
    """Tell the room for which something was typed. What is talk there may be talk about anything: so every other room hears of it."""
    assert placing.room is not None
    told = await translate_event(chair, Spot(placing.room, Desk()), placing.heard)
    if isinstance(told, Heard):
        line = DeskLine(heard.id, desk, placing.room)
        return Shared([(placing.room, told)], [], [line], whole=is_kept_whole(placing.heard, told))
    rooms = tuple(side.session for side in await chair.store.sides.list_sides_at(desk) if side.session != placing.room)
    talk = _tell_of_talk(await _read_desk(chair, rooms, heard.sender), heard)
    return Shared([*([(placing.room, told)] if told else []), *talk])


def _tell_of_talk(desk: SharedDesk, heard: Heard) -> list[tuple[RoomId, Event]]:
    """Tell the rooms in which a card is open that somebody wrote something at their desk: a bare word after it may be about that."""
    if heard.overdue:
        return []
    signed = heard.signed and not heard.changed
    return [
        (room.id, Present(EventId(f"{heard.id}/{room.id}"), heard.at, heard.sender, signed, Desk(), unplaced=True))
        for room, _ in desk.rooms
        if room.drafts
    ]


async def _take_edit(chair: Chair, desk: RoomId, edited: Edited) -> Shared:
    """Tell the session whose message was edited. One that no session took may have become a command, as if typed now."""
    line = await chair.store.lines.find_line(edited.target)
    rooms = [line.session] if line and line.session else []
    rooms = rooms or [side.session for side in await chair.store.sides.list_sides_at(desk)]
    told = []
    for room in rooms:
        try:
            session = await chair.store.rooms.room(room)
        except RowUnreadable:
            continue
        known = is_edit_heeded(session, edited) or await chair.store.sent.holds(room, edited.target, edited.sender)
        if (line and line.session) or known:
            event = await translate_event(chair, Spot(room, Desk()), edited)
            told += [(room, event)] if event else []
    if told or (line and line.session):
        return Shared(_give_ids(told))
    return await _place_rewritten(chair, desk, edited)


async def _place_rewritten(chair: Chair, desk: RoomId, edited: Edited) -> Shared:
    """Place a command that an edit made of a message which no session took; whoever typed it is asked where that is not certain.

    Of talk, and of a bare word about a card, an edit makes nothing.
    """
    rooms = tuple(side.session for side in await chair.store.sides.list_sides_at(desk))
    at_desk = await _read_desk(chair, rooms, edited.sender)
    heard = Heard(
        edited.target,
        edited.sender,
        edited.at,
        edited.text,
        signed=edited.signed,
        changed=edited.changed,
        overdue=edited.late,
        where=Desk(),
        rewritten=True,
    )
    named = place_by_name(rooms, heard, frozenset())
    if not at_desk.rooms or not is_command_there(at_desk, named.heard if named else heard):
        return Shared()
    placing = named or place_by_words(at_desk, heard)
    if placing.room is None:
        asked = (at_desk.rooms[0][0].id, edited, (ask_for_room(at_desk, heard),))
        return Shared(orders=[asked], lines=[DeskLine(edited.target, desk, RoomId(""))])
    new = await translate_event(chair, Spot(placing.room, Desk()), replace(edited, text=placing.heard.text))
    told = [(placing.room, new)] if new else []
    return Shared(told, [], [DeskLine(edited.target, desk, placing.room)])


async def _take_vote(chair: Chair, desk: RoomId, voted: Voted) -> Shared:
    """Tell the session whose draft the ids of a vote's answers name; what a vote is said to refer to, only where it names none."""
    rooms = tuple(side.session for side in await chair.store.sides.list_sides_at(desk))
    at_desk = await _read_desk(chair, rooms, voted.sender)
    named = [room.id for room, _ in at_desk.rooms if read_choice(room, replace(voted, target=EventId("")))[0]]
    meant = named or [room.id for room, _ in at_desk.rooms if read_choice(room, voted)[0]]
    if len(meant) != 1:
        return Shared()
    event = await translate_event(chair, Spot(meant[0], Desk()), voted)
    return Shared([(meant[0], event)] if event else [], [], [DeskLine(voted.id, desk, meant[0])])


async def _take_about_line(chair: Chair, desk: RoomId, event: Reacted | Redacted) -> Shared:
    """Tell the session whose message was reacted to or deleted; nobody, where that is not known, or the bot did it."""
    line = await chair.store.lines.find_line(event.target)
    if line is None or line.desk != desk or not line.session or event.sender == chair.client.user_id:
        return Shared()
    told = await translate_event(chair, Spot(line.session, Desk()), event)
    return Shared([(line.session, told)] if told else [])


async def _take_comer(chair: Chair, desk: RoomId, event: Joined) -> Shared:
    """Tell every session that a therapist has come, so that each lays for them what waits; one of them greets."""
    told: list[tuple[RoomId, Event]] = []
    for side in await chair.store.sides.list_sides_at(desk):
        came = await translate_event(chair, Spot(side.session, Desk()), event)
        if isinstance(came, Came):
            told.append((side.session, replace(came, greeted=bool(told))))
    return Shared(_give_ids(told))


async def _take_of_no_room(chair: Chair, desk: RoomId, event: AskedToVerify | Attached) -> Shared:
    """Let one session say what there is to say of something that is about no room. What stands under a picture is about none for certain."""
    plain = (
        Attached(event.id, event.sender, event.at, event.where, event.unsigned, event.changed)
        if isinstance(event, Captioned)
        else event
    )
    for side in await chair.store.sides.list_sides_at(desk):
        if told := await translate_event(chair, Spot(side.session, Desk()), plain):
            return Shared([(side.session, told)])
    return Shared()


async def _find_answered(chair: Chair, desk: RoomId, heard: Heard) -> frozenset[RoomId]:
    """Return the rooms of the bot's lines that a message hangs on."""
    lines = [await chair.store.lines.find_line(event) for event in list_meant_cards(heard)]
    return frozenset(line.session for line in lines if line and line.ours and line.desk == desk)


async def _read_desk(chair: Chair, rooms: tuple[RoomId, ...], sender: UserId) -> SharedDesk:
    """Return the rooms of a desk as they are now, without their windows, of those at which `sender` belongs there."""
    ruled: list[tuple[Room, Policy]] = []
    blind = False
    for room in rooms:
        try:
            session, policy = await chair.rule_without_talk(room)
        except RowUnreadable:
            blind = True
            continue
        if policy and sender in list_belonging(session, policy, Spot(room, Desk())):
            ruled.append((session, policy))
    return SharedDesk(tuple(ruled), blind)


def _give_ids(told: list[tuple[RoomId, Event]]) -> list[tuple[RoomId, Event]]:
    """Return events with an id for each session, where one is told to several: each is decided once."""
    if len(told) < 2:
        return told
    return [(room, replace(event, id=EventId(f"{event.id}/{room}"))) for room, event in told]
