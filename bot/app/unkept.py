"""Danger while nothing can be written down: it is told straight from memory, and the loops wait for space and try again.

What people wrote stays on the homeserver, for the place in the stream is not written down either: once there is space it
is read again and kept for good, and nobody has to have noticed. Only danger cannot wait so long.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from bot.app.page_outside import send_page
from bot.app.rooms.say_at_venue import put_code_before
from bot.app.rooms.side_rooms import find_venue
from bot.app.services import Chair, Unkept, choose_patience
from bot.errors import BotError, PageNotSent, Unwritable
from bot.log import get_logger
from bot.matrix.send import say
from bot.model import Card, Elapsed, Event, Notice, Page, Room, RoomId, write_where
from bot.policy import Policy
from bot.session.danger.ladder import LAST_STEP
from bot.session.danger.unkept import is_urgent, list_urgent_messages, list_urgent_pages
from bot.session.decide import decide
from bot.store import Job, use_spare

log = get_logger(__name__)
Loop = Callable[[Chair], Awaitable[None]]
Urgent: TypeAlias = Card | Notice | Page


PACE = 5.0
"""Seconds from one try to the next at most: so late is danger heard of that is written meanwhile."""


async def wait_for_space(chair: Chair, error: Unwritable, at_most: float = PACE) -> None:
    """Wait longer each time, up to `at_most` seconds, while nothing can be written; the operator is told when that begins."""
    if not chair.unkept.failures:
        log.error("alert", reason="disk-full", error=str(error), remedy=error.remedy)
    chair.unkept.failures += 1
    await asyncio.sleep(min(at_most, chair.choose_wait(error, chair.unkept.failures - 1)))


def note_space(chair: Chair) -> None:
    """Note that something was written down again."""
    if chair.unkept.failures:
        log.info("there is space again", count=len(chair.unkept.told))
        chair.unkept = Unkept()


async def keep_up_loop(loop: Loop, chair: Chair) -> None:
    """Run a loop, and begin it again where it ended because nothing could be written. Anything else ends it."""
    while True:
        try:
            await loop(chair)
        except (Unwritable, BaseExceptionGroup) as error:
            if not _is_all_unwritable(error):
                raise
            await wait_for_space(chair, Unwritable())
        else:
            return


async def start_when_writable(
    opened: AsyncExitStack, start: Callable[[], AbstractAsyncContextManager[Chair]], folder: Path
) -> Chair:
    """Return the chair that `start` gives, closed with `opened`; tried again for as long as nothing can be written.

    The space that is kept in the data `folder` is given up first: with the notebook open, danger is heard and told.
    """
    failures = 0
    while True:
        try:
            chair = await opened.enter_async_context(start())
        except Unwritable as error:
            if not failures:
                log.error("alert", reason="disk-full", error=str(error), remedy=error.remedy)  # noqa: TRY400 - nothing of it is a bug
            failures += 1
            if not use_spare(folder):
                await asyncio.sleep(min(PACE, choose_patience(error, failures - 1)))
        else:
            if failures:
                log.info("there is space again")
            return chair


async def tell_unkept(chair: Chair, events: Sequence[tuple[RoomId, Event]]) -> None:
    """Say at once what danger leads to in `events`, none of which could be written down. Whatever goes wrong, it returns."""
    for room_id, event in events:
        try:
            room = await chair.store.rooms.room(room_id)
            policy = chair.policy(room)
            for effect, key in _list_urgent(room, event, policy) if policy else ():
                await _say_unkept(chair, room_id, effect, key)
        except Exception as error:  # noqa: BLE001 - one room's trouble must not silence the alarm of another
            log.error("alert", reason="alarm-not-told", room=room_id, exc=error)  # noqa: TRY400 - our log shows an exception by class and place


async def tell_waiting_job(chair: Chair, job: Job, txn: str) -> None:
    """Say a job of danger that was written down before, though that it is being done cannot be. It is done again later, under `txn`."""
    if is_urgent(job.effect) and txn not in chair.unkept.told:
        await _post(chair, job, txn)


def _list_urgent(room: Room, event: Event, policy: Policy) -> list[tuple[Urgent, str]]:
    """Return what is said of danger because of `event`, each with a key that names it for as long as nothing is kept.

    One kind of danger, of one person in one place, has one key, however many messages tell of it, until an alarm was kept:
    the homeserver posts nothing anew under the key of an earlier one. When time has passed every step of the ladder is
    taken that is due by then, since none of them is remembered.
    """
    urgent: list[tuple[Urgent, str]] = []
    kept = room.alarm_codes
    for _ in range(LAST_STEP if isinstance(event, Elapsed) else 1):
        decision = decide(room, event, policy)
        known = {alarm.code for alarm in room.alarms}
        new = [alarm for alarm in decision.room.alarms if alarm.code not in known]
        about = [f"{alarm.reason} {alarm.kind} {alarm.person} {write_where(alarm.where)}" for alarm in new]
        about = about or [f"{alarm.code} {alarm.event}" for alarm in room.alarms]
        told = (*list_urgent_messages(room, decision, policy), *list_urgent_pages(room, decision, policy))
        urgent += [(effect, repr((room.id, kept, about, *_name_message(effect)))) for effect in told]
        room = decision.room
    return urgent


def _name_message(effect: Urgent) -> tuple[str, ...]:
    """Return what tells one message of an alarm from another: to whom it goes, and which it is."""
    if isinstance(effect, Page):
        return ("page",)
    return (write_where(effect.where), effect.code, effect.words.key)


async def _say_unkept(chair: Chair, room: RoomId, effect: Urgent, key: str) -> None:
    """Post one message, once for each `key` while nothing can be written, also by a process that has started meanwhile."""
    txn = f"thirdchair.unkept.{sha256(key.encode()).hexdigest()[:32]}"
    if txn not in chair.unkept.noticed:
        chair.unkept.noticed.add(txn)
        kind = "page" if isinstance(effect, Page) else effect.where.kind
        log.error("alert", reason="alarm-not-kept", kind=kind, room=room)
    if txn not in chair.unkept.told:
        await _post(chair, Job(txn, room, effect, chair.clock(), 0), txn)


async def _post(chair: Chair, job: Job, txn: str) -> None:
    """Post a message where it belongs, if that place is there: none can be made now."""
    effect = job.effect
    assert isinstance(effect, Card | Notice | Page)
    if isinstance(effect, Page):
        await _send_page(chair, job.room, effect, txn)
        return
    try:
        venue = await find_venue(chair, job)
        if venue is not None:
            await say(chair.client, venue.room, put_code_before(venue, effect), txn, venue.only)
            chair.unkept.told.add(txn)
    except BotError as error:
        log.error("alert", reason=f"alarm-not-told-at-{effect.where.kind}", room=job.room, error=str(error))  # noqa: TRY400 - as above


async def _send_page(chair: Chair, room: RoomId, page: Page, txn: str) -> None:
    """Page whoever is on call. It holds nobody else's alarm up for longer than `PACE`, and is tried again as everything is."""
    try:
        async with asyncio.timeout(PACE):
            await send_page(chair, room, page)
    except (PageNotSent, TimeoutError):
        if f"{txn}/page" not in chair.unkept.noticed:
            chair.unkept.noticed.add(f"{txn}/page")
            log.error("alert", reason="page-not-sent", room=room)  # noqa: TRY400 - as above
    else:
        chair.unkept.told.add(txn)


def _is_all_unwritable(error: BaseException) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return all(_is_all_unwritable(inner) for inner in error.exceptions)
    return isinstance(error, Unwritable)
