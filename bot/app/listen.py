"""Listen: from Matrix to the inbox. The place in the stream is saved only after what was read is on disk."""

import asyncio
import random
from contextlib import suppress

from bot.app.chair import Chair, patience
from bot.errors import BotError, HomeserverDown
from bot.log import logger
from bot.matrix.answers import Limited, ServerSaysNo
from bot.matrix.sync import Batch, sync, unsealed
from bot.model import Edited, Event, EventId, Floor, Heard, Role, RoomId, UserId, WasAway
from bot.session.commands import addressed

log = logger(__name__)
AWAY = 120.0
"""Seconds without a completed sync after which the bot was away (clinic.md: over two minutes)."""
SEALED_FOR = 24 * 3600.0


async def listen(chair: Chair) -> None:
    """Read along for ever. Ends only with an error that trying again cannot mend."""
    first, failures = True, 0
    while True:
        since = await chair.store.notes.read("sync_token")
        synced_at = float(await chair.store.notes.read("synced_at") or 0.0)
        now = chair.clock()
        late = synced_at > 0 and now - synced_at > AWAY
        try:
            batch = await sync(chair.client, since, first=first, late=late, now=now)
            if late:
                await _note_absence(chair, synced_at)
            await _take_in(chair, batch)
        except (HomeserverDown, Limited, ServerSaysNo) as error:
            failures += 1
            await _wait(error, failures)
            continue
        await chair.store.notes.write(sync_token=batch.token, synced_at=repr(chair.clock()))
        if failures:
            log.info("homeserver answers again", count=failures)
        if first:
            chair.synced.set()
            log.info("ready", user=chair.client.user_id, device=chair.client.device_id)
        first, failures = False, 0


async def _wait(error: BotError, failures: int) -> None:
    """Wait longer each time, up to 30 s, unevenly so that many bots do not come back at once."""
    if failures == 1:
        log.warning("homeserver does not answer; waiting", error=str(error), remedy=error.remedy)
    wait = patience(error, failures - 1)
    await asyncio.sleep(wait * random.uniform(0.75, 1.25))  # noqa: S311 - spreads load, guards nothing


async def _note_absence(chair: Chair, since: float) -> None:
    for room in await chair.store.rooms.all():
        event = WasAway(EventId(f"away/{room}/{since}"), chair.clock(), since)
        await chair.store.inbox.admit(room, event)


async def _take_in(chair: Chair, batch: Batch) -> None:
    """Write down what happened, answer invitations, and look again at messages that were sealed."""
    for room, inviter in batch.invitations:
        await _invited(chair, room, inviter)
    read: dict[RoomId, EventId] = {}
    for room, event in batch.happened:
        if await _admit(chair, room, event) and isinstance(event, Heard):
            read[room] = event.id
    for room, event_id, ciphertext in batch.sealed:
        await chair.store.notes.seal(room, event_id, ciphertext, chair.clock())
    await _unseal(chair)
    chair.to_think.set()
    for room, event_id in read.items():
        with suppress(BotError):
            await chair.client.room_read_markers(room, event_id, event_id)


async def _admit(chair: Chair, room_id: RoomId, event: Event) -> bool:
    """Write `event` down, unless it is talk while the floor is off: of that nothing is kept."""
    if isinstance(event, Heard | Edited) and not await _is_ours_to_keep(chair, room_id, event):
        return False
    return await chair.store.inbox.admit(room_id, event)


async def _is_ours_to_keep(chair: Chair, room_id: RoomId, event: Heard | Edited) -> bool:
    policy = chair.policy(room_id)
    if policy is None:
        return False
    room = await chair.store.rooms.room(room_id)
    if isinstance(event, Edited):
        kept = {line.id for line in room.window} | {one.question for one in room.pending}
        return event.target in kept
    return room.floor is not Floor.OFF or addressed(room, event, policy)


async def _invited(chair: Chair, room: RoomId, inviter: UserId | None) -> None:
    """Join where a therapist invites; turn every other invitation down."""
    policy = chair.policy(room)
    if policy is None:  # a therapist of another room is told, inside, that this one is not covered
        welcome = inviter is not None and chair.settings.is_therapist(inviter)
    else:
        welcome = inviter is not None and policy.role(inviter) is Role.THERAPIST
    try:
        if welcome:
            await chair.client.call("POST", f"/_matrix/client/v3/rooms/{room}/join", {})
            log.info("joined on invitation", room=room, user=inviter)
        else:
            await chair.client.call("POST", f"/_matrix/client/v3/rooms/{room}/leave", {})
            log.warning("invitation turned down: not from a therapist of that room", room=room, user=inviter)
    except ServerSaysNo as error:
        log.warning("invitation could not be answered", room=room, status=error.status, error=error.errcode)


async def _unseal(chair: Chair) -> None:
    """Read messages whose key has come since; forget those whose key did not come in a day."""
    for room, event_id, ciphertext, since in await chair.store.notes.sealed():
        now = chair.clock()
        opened, event = unsealed(chair.client, room, ciphertext, now, since=since)
        if event is not None:
            await _admit(chair, room, event)
        if opened or now - since > SEALED_FOR:
            await chair.store.notes.unseal(event_id)
