"""Listen: from Matrix to the inbox. What was read and the place in the stream are written down together."""

import asyncio
from contextlib import suppress
from dataclasses import replace

from bot.app.aliases import aliases
from bot.app.chair import Chair, patience
from bot.app.keeping import may_keep
from bot.app.pinning import pinned
from bot.app.unseal import unseal
from bot.errors import BotError, HomeserverDown
from bot.log import logger
from bot.matrix.answers import Limited, ServerSaysNo
from bot.matrix.sync import Batch, Place, sync
from bot.model import Edited, Event, EventId, Floor, Heard, Invited, RoomId, WasAway
from bot.store import Haul

log = logger(__name__)


async def listen(chair: Chair) -> None:
    """Read along for ever. Ends only with an error that trying again cannot mend."""
    first, failures = True, 0
    async with asyncio.TaskGroup() as receipts:
        while True:
            try:
                batch = await sync(chair.client, await _place(chair), first=first, clock=chair.clock)
                await pinned(chair)
                read = await _take_in(chair, batch)
            except (HomeserverDown, Limited, ServerSaysNo) as error:
                failures += 1
                await _wait(chair, error, failures)
                continue
            await unseal(chair)
            if failures:
                log.info("homeserver answers again", count=failures)
            if first:
                log.info("ready", user=chair.client.user_id, device=chair.client.device_id)
            first, failures = False, 0
            for bell in (chair.synced, chair.to_think, chair.to_act):
                bell.set()
            for room, event in read.items():
                receipts.create_task(_receipt(chair, room, event))


async def _wait(chair: Chair, error: BotError, failures: int) -> None:
    """Wait longer each time, up to 30 s. What a backend wrote waits too: the bot does not hear whether it is wanted."""
    chair.synced.clear()
    if failures == 1:
        log.warning("homeserver does not answer; waiting", error=str(error), remedy=error.remedy)
    await asyncio.sleep(patience(error, failures - 1))


async def _place(chair: Chair) -> Place:
    notes = chair.store.notes
    synced_at = float(await notes.read("synced_at") or 0.0)
    return Place(await notes.read("sync_token"), synced_at, await chair.store.latest())


async def _take_in(chair: Chair, batch: Batch) -> dict[RoomId, EventId]:
    """Write down what happened, and return up to where each room was read: what was kept is confirmed, nothing else."""
    if any(isinstance(event, Invited) for _, event in batch.happened):
        # A room that took another's place has its alias from then on, and may be known by nothing else.
        chair.aliases = {**chair.aliases, **await aliases(chair.client, chair.settings)}
    kept = await _absences(chair, batch)
    read: dict[RoomId, EventId] = {}
    for room, event in batch.happened:
        if isinstance(event, Heard | Edited) and not await may_keep(chair, room, event):
            continue
        kept.append((room, _known(chair, event)))
        if isinstance(event, Heard):
            read[room] = event.id
    seals = [replace(seal, listening=await _is_listening(chair, seal.room)) for seal in batch.seals]
    facts = {"sync_token": batch.token, "synced_at": repr(batch.now)}
    await chair.store.take_in(Haul(tuple(kept), tuple(seals), facts, batch.latest))
    return read


async def _absences(chair: Chair, batch: Batch) -> list[tuple[RoomId, Event]]:
    """Return what every room is told first after the bot was away."""
    if not batch.late:
        return []
    since = float(await chair.store.notes.read("synced_at") or 0.0)
    rooms = await chair.store.rooms.all()
    return [(room, WasAway(EventId(f"away/{room}/{since}"), batch.now, since)) for room in rooms]


def _known(chair: Chair, event: Event) -> Event:
    """Return an invitation with whether its sender is a therapist: one of another room is told why this one is not covered."""
    if not isinstance(event, Invited) or event.inviter is None:
        return event
    return replace(event, known=chair.settings.is_therapist(event.inviter))


async def _is_listening(chair: Chair, room: RoomId) -> bool:
    return (await chair.store.rooms.room(room)).floor is not Floor.OFF


async def _receipt(chair: Chair, room: RoomId, event: EventId) -> None:
    """Show how far the bot has read. A courtesy: it holds nothing up, and may fail."""
    with suppress(BotError):
        await chair.client.room_read_markers(room, event, event)
