"""Listen: from Matrix to the inbox. What was read and the place in the stream are written down together."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from math import inf

from bot.app.admission import is_kept_whole
from bot.app.keys.deaf_people import list_device_news
from bot.app.keys.key_expiry import QuietForgetting
from bot.app.keys.late_keys import open_late_messages
from bot.app.keys.pinning import settle_pins
from bot.app.rooms.aliases import resolve_aliases
from bot.app.rooms.desk_routing import tell_sessions_at_desk
from bot.app.rooms.routing import (
    Spot,
    find_common_rooms,
    find_spot,
    find_spot_of_person,
    follow_supervisor,
    is_typing_of_interest,
    overhear_late_message,
    translate_event,
)
from bot.app.rooms.second_contacts import tell_sessions
from bot.app.services import Chair
from bot.app.unkept import note_space, tell_unkept, wait_for_space
from bot.errors import BotError, HomeserverDown, Unwritable
from bot.log import get_logger
from bot.matrix.client.refusals import Limited, ServerSaysNo
from bot.matrix.sync import FIRST_WAIT, Batch, sync_once
from bot.matrix.sync import Place as PlaceInStream
from bot.metrics import UNDECRYPTABLE
from bot.model import (
    AskedToVerify,
    Effect,
    Event,
    EventId,
    Heard,
    Invited,
    Ousted,
    Overheard,
    Redacted,
    Replaced,
    RoomId,
    SecondContact,
    SessionRoom,
    Typing,
    UndecryptedEvent,
    WasAway,
)
from bot.store import DeskLine, Haul, RowUnreadable

log = get_logger(__name__)


async def listen(chair: Chair) -> None:
    """Read along for ever. Ends only with an error that trying again cannot mend."""
    first, failures = True, 0
    read_up_to: dict[RoomId, EventId] = {}
    latest = await chair.store.latest()
    forgetting = QuietForgetting(chair)
    chair.client.before_reading = forgetting.finish
    async with asyncio.TaskGroup() as beside:
        while True:
            chair.pulse.promise_beat("listen", FIRST_WAIT)
            try:
                place = await _read_place(chair, latest)
                batch = await sync_once(chair.client, place, first=first, clock=chair.clock, hear=chair.hear)
                read = await _keep_batch(chair, batch, first=first)
            except (HomeserverDown, Limited, ServerSaysNo) as error:
                failures += 1
                await _wait_for_homeserver(chair, error, failures)
                continue
            if read is None:  # it is read once more
                continue
            latest |= batch.latest
            await open_late_messages(chair)
            chair.to_think.set()  # what follows here can wait; people cannot
            forgetting.begin(beside, batch)
            _tell_progress(chair, first=first, failures=failures)
            first, failures = False, 0
            await _ring_bells(chair)
            read_up_to |= read
            for room in read:
                beside.create_task(_send_receipt(chair, room, read_up_to))


def _tell_progress(chair: Chair, *, first: bool, failures: int) -> None:
    """Tell the log that the homeserver answers again, and that the bot is at work."""
    if failures:
        log.info("homeserver answers again", count=failures)
    if first:
        log.info("ready", user=chair.client.user_id, device=chair.client.device_id)


async def _ring_bells(chair: Chair) -> None:
    """Let everybody know who waits for a sync; what is to be decided was told before."""
    for bell in (chair.synced, chair.to_act):
        bell.set()
    async with chair.news:
        chair.news.notify_all()


async def _keep_batch(chair: Chair, batch: Batch, *, first: bool) -> dict[RoomId, EventId] | None:
    """Write down what a sync brought, and return up to where each room was read.

    None if nothing of it could be written down. What there is of danger in it is told then; and the place in the stream
    stays where it was, so that the next sync brings all of it once more.
    """
    try:
        chair.client.keep_all_keys()
        await settle_pins(chair)
        read = await _take_in(chair, batch, first=first)
    except Unwritable as error:
        haul = _Haul([])
        for room, event in batch.happened:
            await _take_event(chair, haul, room, event)
        await tell_unkept(chair, haul.kept)
        await wait_for_space(chair, error)
        return None
    note_space(chair)
    return read


async def _wait_for_homeserver(chair: Chair, error: BotError, failures: int) -> None:
    """Wait longer each time, up to 30 s. What a backend wrote waits too: the bot does not hear whether it is wanted."""
    chair.synced.clear()
    if failures == 1:
        log.warning("homeserver does not answer; waiting", error=str(error), remedy=error.remedy)
    wait = chair.choose_wait(error, failures - 1)
    chair.pulse.promise_beat("listen", wait)
    await asyncio.sleep(wait)


async def _read_place(chair: Chair, latest: Mapping[RoomId, EventId]) -> PlaceInStream:
    notes = chair.store.notes
    token, synced_at = await notes.read("sync_token"), float(await notes.read("synced_at") or 0.0)
    return PlaceInStream(token, synced_at, latest, frozenset(chair.made), again=chair.unkept.failures)


async def _take_in(chair: Chair, batch: Batch, *, first: bool) -> dict[RoomId, EventId]:
    """Write down what happened, and return up to where each room was read: what was kept is confirmed, nothing else."""
    if any(isinstance(event, Invited) for _, event in batch.happened):
        # A room that took another's place has its alias from then on, and may be known by nothing else.
        chair.aliases = {**chair.aliases, **await resolve_aliases(chair.client, chair.settings)}
    await _learn_side_rooms(chair, batch, first=first)
    haul = _Haul([*await _compare_first(chair, batch), *await _announce_absence(chair, batch)])
    for room, event in batch.happened:
        if not (batch.late and isinstance(event, Overheard)):
            await _take_event(chair, haul, room, event)
    for person in batch.asked:
        if spot := await find_spot_of_person(chair, person):
            asked = EventId(f"verify/{person}/{batch.token}")
            haul.kept.append((spot[0], AskedToVerify(asked, batch.now, person, where=spot[1])))
    for room, busy in batch.typing.items():
        if await is_typing_of_interest(chair, room, busy=busy):
            haul.kept.append((room, Typing(EventId(f"typing/{room}/{batch.token}"), batch.now, busy)))
    haul.kept += await list_device_news(chair, batch, first=first)
    facts = {"sync_token": batch.token, "synced_at": repr(batch.now)}
    seals = await _collect_sealed(chair, batch)
    UNDECRYPTABLE.inc(len(seals))
    await chair.store.take_in(
        Haul(
            tuple(haul.kept),
            seals,
            facts,
            batch.latest,
            deleted=tuple(haul.deleted),
            orders=tuple(haul.orders),
            lines=tuple(haul.lines),
            own=batch.own,
            at=batch.now,
        )
    )
    return haul.read


@dataclass(slots=True)
class _Haul:
    """What there is to write down of one sync, and up to where each Matrix room was read."""

    kept: list[tuple[RoomId, Event]]
    deleted: list[EventId] = field(default_factory=list)
    orders: list[tuple[RoomId, Event, tuple[Effect, ...]]] = field(default_factory=list)
    lines: list[DeskLine] = field(default_factory=list)
    read: dict[RoomId, EventId] = field(default_factory=dict)


async def _learn_side_rooms(chair: Chair, batch: Batch, *, first: bool) -> None:
    """Learn in which rooms the side rooms are. One that the bot is out of, or that was closed for good, is none any more."""
    for room, nonce in batch.made.items():
        chair.made.add(room)
        await chair.store.sides.note_room(nonce, room, batch.now)
    gone = {room for room, event in batch.happened if isinstance(event, Ousted | Replaced)}
    for side in await chair.store.sides.all() if gone or first else ():
        if side.room and (side.room in gone or (first and side.room not in chair.client.rooms)):
            chair.made.add(side.room)
            await chair.store.sides.forget_room(side.room)
            log.warning("a side room is lost; the next need makes another", room=side.room)


async def _take_event(chair: Chair, haul: _Haul, room: RoomId, event: Event) -> None:
    """Add what an event in a Matrix room is to the session that it belongs to."""
    spot = await find_spot(chair, room)
    is_no_sessions = spot is None or isinstance(spot.where, SecondContact)
    if room in find_common_rooms(chair).values() or (is_no_sessions and isinstance(event, AskedToVerify)):
        if effects := follow_supervisor(chair, event):
            haul.orders.append((room, event, effects))
        return
    if spot is None:
        return
    if isinstance(event, Redacted) and not isinstance(spot.where, SessionRoom):
        haul.deleted.append(event.target)
    if isinstance(spot.where, SecondContact) or spot.shared:
        await _take_of_several(chair, haul, spot, (room, event))
        return
    translated = await translate_event(chair, spot, event)
    if translated is not None:
        haul.kept.append((spot.session, translated))
    if isinstance(event, Heard) and is_kept_whole(event, translated):
        haul.read[room] = event.id


async def _take_of_several(chair: Chair, haul: _Haul, spot: Spot, happened: tuple[RoomId, Event]) -> None:
    """Add what an event is to the sessions that a second contact's room, or a desk that is shared, belongs to."""
    room, event = happened
    if isinstance(spot.where, SecondContact):
        told = await tell_sessions(chair, spot.where, event)
        haul.kept += told.events
        haul.orders += told.orders
        return
    shared = await tell_sessions_at_desk(chair, room, event)
    haul.kept += shared.events
    haul.orders += shared.orders
    haul.lines += shared.lines
    if shared.whole:
        haul.read[room] = event.id


async def _collect_sealed(chair: Chair, batch: Batch) -> tuple[UndecryptedEvent, ...]:
    """Return the messages that cannot be read yet, of sessions alone, with whether the AI was on when they came."""
    since = await _read_absence(chair, batch)
    was_on: dict[RoomId, bool] = {}
    for room in {seal.room for seal in batch.seals}:
        if spot := await find_spot(chair, room):
            was_on[room] = await _was_listening(chair, spot.session, since)
    return tuple(replace(seal, listening=was_on[seal.room]) for seal in batch.seals if seal.room in was_on)


async def _read_absence(chair: Chair, batch: Batch) -> float:
    """Return since when the bot was away, before a sync; endless if it was not."""
    return float(await chair.store.notes.read("synced_at") or 0.0) if batch.late else inf


async def _was_listening(chair: Chair, session: RoomId, since: float) -> bool:
    """Return whether the AI is on in a session, or was turned off after `since`: by time, with nobody hearing of it.

    Of a session that cannot be read all that is said is kept until it can.
    """
    try:
        room = await chair.store.rooms.room(session)
    except RowUnreadable:
        return True
    return room.is_on or room.off_since > since


async def _compare_first(chair: Chair, batch: Batch) -> list[tuple[RoomId, Event]]:
    """Return what was written while the bot was away and holds a phrase of danger: before the absence turns the AI off."""
    first: list[tuple[RoomId, Event]] = []
    since = await _read_absence(chair, batch)
    for room, event in batch.happened if batch.late else ():
        spot = await find_spot(chair, room) if isinstance(event, Heard | Overheard) else None
        if spot is None:
            continue
        compare = translate_event if isinstance(event, Overheard) else overhear_late_message
        listening = await _was_listening(chair, spot.session, since)
        if words := await compare(chair, spot, event, listening=listening):
            first.append((spot.session, words))
    return first


async def _announce_absence(chair: Chair, batch: Batch) -> list[tuple[RoomId, Event]]:
    """Return what every session room is told first after the bot was away."""
    if not batch.late:
        return []
    since = await _read_absence(chair, batch)
    rooms = [room for room in await chair.store.rooms.all() if room not in find_common_rooms(chair).values()]
    return [(room, WasAway(EventId(f"away/{room}/{since}"), batch.now, since)) for room in rooms]


async def _send_receipt(chair: Chair, room: RoomId, read_up_to: dict[RoomId, EventId]) -> None:
    """Show how far the bot has read, once for all that came meanwhile. A courtesy: it holds nothing up, and may fail."""
    await asyncio.sleep(chair.patience.receipt)
    if event := read_up_to.pop(room, None):
        with suppress(BotError):
            await chair.client.show_read(room, event)
