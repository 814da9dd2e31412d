"""The gauges, read from the notebook when somebody asks for them: a few questions each time, and nothing for each message."""

import asyncio
import shutil
from datetime import UTC, datetime
from math import inf, nan

from bot.app.renew_login import DAY, read_token_end
from bot.app.services import Chair
from bot.metrics import (
    AGREEMENT_DAYS,
    ALARM_AGE,
    ALARMS,
    DISK_FREE,
    DRAFTS,
    INBOX_AGE,
    INBOX_WAITING,
    OUTBOX_AGE,
    OUTBOX_WAITING,
    ROOMS,
    SEALED,
    SET_ASIDE,
    SYNC_AGE,
    TOKEN_DAYS,
    TURN_SECONDS,
    UNWRITABLE,
)
from bot.model import Floor
from bot.store import Measures, Queue, measure_notebook


async def set_gauges(chair: Chair) -> None:
    """Set every gauge to what it is now."""
    now = chair.clock()
    _set_notebook_gauges(await measure_notebook(chair.store.db), now)
    synced = await chair.store.notes.read("synced_at")
    SYNC_AGE.set(_measure_age(float(synced), now) if synced else inf)
    end = await read_token_end(chair.store.notes, chair.settings.deployment)
    TOKEN_DAYS.set((end.at - now) / DAY if end and end.renews != "refresh-token" else nan)
    _set_agreement_gauges(chair, now)
    for loop, seconds in chair.pulse.measure_silence().items():
        TURN_SECONDS.labels(loop).set(seconds)
    UNWRITABLE.set(bool(chair.unkept.failures))
    usage = await asyncio.to_thread(shutil.disk_usage, chair.settings.deployment.data_dir)
    DISK_FREE.set(usage.free)


def _set_notebook_gauges(measures: Measures, now: float) -> None:
    INBOX_WAITING.set(measures.inbox.count)
    INBOX_AGE.set(_measure_queue(measures.inbox, now))
    OUTBOX_WAITING.set(measures.outbox.count)
    OUTBOX_AGE.set(_measure_queue(measures.outbox, now))
    SEALED.set(measures.sealed.count)
    SET_ASIDE.set(measures.aside.count)
    DRAFTS.set(measures.drafts)
    for floor in Floor:
        ROOMS.labels(floor).set(measures.rooms[floor])
    for sort, queue in measures.alarms.items():
        ALARMS.labels(sort).set(queue.count)
        ALARM_AGE.labels(sort).set(_measure_queue(queue, now))


def _set_agreement_gauges(chair: Chair, now: float) -> None:
    """Set for how long each agreement still holds; one that was taken out of the files is not told of any more."""
    today = datetime.fromtimestamp(now, UTC).date()
    AGREEMENT_DAYS.clear()
    for name, backend in chair.settings.deployment.backends.items():
        if backend.agreement:
            AGREEMENT_DAYS.labels(name).set((backend.agreement.expires - today).days)


def _measure_queue(queue: Queue, now: float) -> float:
    return 0.0 if queue.since is None else _measure_age(queue.since, now)


def _measure_age(since: float, now: float) -> float:
    """Return how long ago something was; the clock may have been set back meanwhile."""
    return max(0.0, now - since)
