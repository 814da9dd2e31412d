"""Listen: from Matrix to the inbox. What was read and the place in the stream are written down together."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace

from bot.app.aliases import aliases
from bot.app.chair import Chair, patience
from bot.app.keeping import whole
from bot.app.keys_gone import forget_keys
from bot.app.pinning import pinned
from bot.app.routing import common_rooms, meant, spot_of, supervisors_say, tell_sessions, typing
from bot.app.unseal import unseal
from bot.errors import BotError, HomeserverDown
from bot.log import logger
from bot.matrix.answers import Limited, ServerSaysNo
from bot.matrix.sync import Batch, sync
from bot.matrix.sync import Place as PlaceInStream
from bot.model import (
    Effect,
    Event,
    EventId,
    Heard,
    Invited,
    Ousted,
    Redacted,
    Replaced,
    RoomId,
    Seal,
    SecondContact,
    SessionRoom,
    Typing,
    WasAway,
)
from bot.store import Haul

log = logger(__name__)
COURTESY = 0.5
"""Seconds after which a receipt goes out: an answer goes first, and the homeserver tells everybody of each."""


async def listen(chair: Chair) -> None:
    """Read along for ever. Ends only with an error that trying again cannot mend."""
    first, failures = True, 0
    read_up_to: dict[RoomId, EventId] = {}
    async with asyncio.TaskGroup() as receipts:
        while True:
            try:
                batch = await sync(chair.client, await _place(chair), first=first, clock=chair.clock)
                await pinned(chair)
                read = await _take_in(chair, batch, first=first)
            except (HomeserverDown, Limited, ServerSaysNo) as error:
                failures += 1
                await _wait(chair, error, failures)
                continue
            await unseal(chair)
            chair.to_think.set()  # what follows here can wait; people cannot
            await forget_keys(chair, batch)
            if failures:
                log.info("homeserver answers again", count=failures)
            if first:
                log.info("ready", user=chair.client.user_id, device=chair.client.device_id)
            first, failures = False, 0
            for bell in (chair.synced, chair.to_think, chair.to_act):
                bell.set()
            async with chair.news:
                chair.news.notify_all()
            read_up_to |= read
            for room in read:
                receipts.create_task(_receipt(chair, room, read_up_to))


async def _wait(chair: Chair, error: BotError, failures: int) -> None:
    """Wait longer each time, up to 30 s. What a backend wrote waits too: the bot does not hear whether it is wanted."""
    chair.synced.clear()
    if failures == 1:
        log.warning("homeserver does not answer; waiting", error=str(error), remedy=error.remedy)
    await asyncio.sleep(patience(error, failures - 1))


async def _place(chair: Chair) -> PlaceInStream:
    notes = chair.store.notes
    synced_at = float(await notes.read("synced_at") or 0.0)
    return PlaceInStream(await notes.read("sync_token"), synced_at, await chair.store.latest(), frozenset(chair.made))


async def _take_in(chair: Chair, batch: Batch, *, first: bool) -> dict[RoomId, EventId]:
    """Write down what happened, and return up to where each room was read: what was kept is confirmed, nothing else."""
    if any(isinstance(event, Invited) for _, event in batch.happened):
        # A room that took another's place has its alias from then on, and may be known by nothing else.
        chair.aliases = {**chair.aliases, **await aliases(chair.client, chair.settings)}
    await _sides(chair, batch, first=first)
    haul = _Haul(await _absences(chair, batch))
    for room, event in batch.happened:
        await _taken(chair, haul, room, event)
    for room, busy in batch.typing.items():
        if await typing(chair, room, busy=busy):
            haul.kept.append((room, Typing(EventId(f"typing/{room}/{batch.token}"), batch.now, busy)))
    facts = {"sync_token": batch.token, "synced_at": repr(batch.now)}
    seals = await _seals(chair, batch)
    await chair.store.take_in(
        Haul(tuple(haul.kept), seals, facts, batch.latest, deleted=tuple(haul.deleted), orders=tuple(haul.orders))
    )
    return haul.read


@dataclass(slots=True)
class _Haul:
    """What there is to write down of one sync, and up to where each Matrix room was read."""

    kept: list[tuple[RoomId, Event]]
    deleted: list[EventId] = field(default_factory=list)
    orders: list[tuple[RoomId, Event, tuple[Effect, ...]]] = field(default_factory=list)
    read: dict[RoomId, EventId] = field(default_factory=dict)


async def _sides(chair: Chair, batch: Batch, *, first: bool) -> None:
    """Learn in which rooms the side rooms are. One that the bot is out of, or that was closed for good, is none any more."""
    for room, nonce in batch.made.items():
        chair.made.add(room)
        await chair.store.sides.found(nonce, room, batch.now)
    gone = {room for room, event in batch.happened if isinstance(event, Ousted | Replaced)}
    for side in await chair.store.sides.all():
        if side.room and (side.room in gone or (first and side.room not in chair.client.rooms)):
            chair.made.add(side.room)
            await chair.store.sides.lost(side.room)
            log.warning("a side room is lost; the next need makes another", room=side.room)


async def _taken(chair: Chair, haul: _Haul, room: RoomId, event: Event) -> None:
    """Add what an event in a Matrix room is to the session that it belongs to."""
    if room in common_rooms(chair).values():
        if effects := supervisors_say(chair, event):
            haul.orders.append((room, event, effects))
        return
    spot = await spot_of(chair, room)
    if spot is None:
        return
    if isinstance(event, Redacted) and not isinstance(spot.where, SessionRoom):
        haul.deleted.append(event.target)
    if isinstance(spot.where, SecondContact):
        haul.kept += await tell_sessions(chair, spot.where, event)
        return
    found = await meant(chair, spot, event)
    if found is not None:
        haul.kept.append((spot.session, found))
    if isinstance(event, Heard) and whole(event, found):
        haul.read[room] = event.id


async def _seals(chair: Chair, batch: Batch) -> tuple[Seal, ...]:
    """Return the messages that cannot be read yet, of sessions alone, with whether the AI was on when they came."""
    seals = []
    for seal in batch.seals:
        if spot := await spot_of(chair, seal.room):
            session = await chair.store.rooms.room(spot.session)
            seals.append(replace(seal, listening=session.is_on))
    return tuple(seals)


async def _absences(chair: Chair, batch: Batch) -> list[tuple[RoomId, Event]]:
    """Return what every session room is told first after the bot was away."""
    if not batch.late:
        return []
    since = float(await chair.store.notes.read("synced_at") or 0.0)
    rooms = [room for room in await chair.store.rooms.all() if room not in common_rooms(chair).values()]
    return [(room, WasAway(EventId(f"away/{room}/{since}"), batch.now, since)) for room in rooms]


async def _receipt(chair: Chair, room: RoomId, read_up_to: dict[RoomId, EventId]) -> None:
    """Show how far the bot has read, once for all that came meanwhile. A courtesy: it holds nothing up, and may fail."""
    await asyncio.sleep(COURTESY)
    if event := read_up_to.pop(room, None):
        with suppress(BotError):
            await chair.client.room_read_markers(room, event, event)
