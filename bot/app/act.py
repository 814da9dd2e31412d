"""Act: from the outbox to the world. Each room's messages in order, questions to backends side by side."""

import asyncio
from functools import partial
from typing import assert_never
from urllib.parse import quote

from bot.app.ask import ask
from bot.app.chair import Chair, patience, rung
from bot.errors import BotError, HomeserverDown, IdentityRefused, LoginRefused, StoreRefused
from bot.log import logger
from bot.matrix.answers import Limited, ServerSaysNo
from bot.matrix.history import posted
from bot.matrix.typing import Typing
from bot.matrix.voice import say
from bot.model import (
    Alert,
    Ask,
    Cancel,
    ConsentCard,
    Decline,
    EventId,
    Failed,
    Join,
    Leave,
    Notice,
    Posted,
    Reply,
    RoomId,
    Trouble,
)
from bot.store import Job

log = logger(__name__)
REMEMBERED = 20 * 3600.0
"""Seconds for which a homeserver surely knows a transaction id again; Synapse forgets after 24 hours."""


async def act(chair: Chair) -> None:
    """Do what is in the outbox, for ever, as soon as it is known where the bot is joined.

    What is not wanted any more is stopped in the middle.
    """
    await chair.synced.wait()
    typing = Typing(chair.client)
    running: dict[str, asyncio.Task[None]] = {}
    async with asyncio.TaskGroup() as group:
        while True:
            now = chair.clock()
            wanted = await chair.store.outbox.waiting()
            for job_id, task in running.items():
                if job_id not in wanted:
                    task.cancel()
            for job in await chair.store.outbox.ready(now):
                if job.id not in running and (chair.synced.is_set() or not job.generated):
                    task = group.create_task(_do(chair, typing, job))
                    running[job.id] = task
                    task.add_done_callback(partial(_ended, chair, running, job.id))
            due = await chair.store.outbox.next_due(now)
            await rung(chair.to_act, None if due is None else max(0.0, due - chair.clock()))


def _ended(chair: Chair, running: dict[str, asyncio.Task[None]], job_id: str, _: object) -> None:
    """Make room for the next: a job's end may let the room's next one begin."""
    running.pop(job_id, None)
    chair.to_act.set()


async def _do(chair: Chair, typing: Typing, job: Job) -> None:
    """Do one job, or put it off if it may work later. One room's trouble is its own: here it ends, not the process."""
    if not await chair.store.outbox.begun(job):
        return
    try:
        await _done(chair, typing, job)
    except (HomeserverDown, Limited) as error:
        wait = patience(error, job.tries)
        log.warning("put off", job=job.id, seconds=wait, error=str(error))
        await chair.store.outbox.later(job, chair.clock() + wait)
    except ServerSaysNo as error:
        log.warning("not possible", job=job.id, room=job.room, status=error.status, error=error.errcode)
        await chair.store.outbox.failed(job)
    except (LoginRefused, IdentityRefused, StoreRefused):
        raise
    except BotError as error:
        log.error("not possible", job=job.id, room=job.room, error=str(error), remedy=error.remedy)  # noqa: TRY400 - as below
        await chair.store.outbox.failed(job)
    except Exception as error:  # noqa: BLE001 - else the next start would do the same job first, and end again
        log.error("a bug: this job was not done", job=job.id, room=job.room, exc=error)  # noqa: TRY400 - our log shows an exception by class and place
        await _given_up(chair, job)


async def _given_up(chair: Chair, job: Job) -> None:
    """Note that a job cannot be done; who waits for a backend's answer is told that there is none."""
    if not isinstance(job.effect, Ask):
        await chair.store.outbox.failed(job)
        return
    then = Failed(EventId(f"{job.id}/answer"), chair.clock(), job.effect.question, Trouble.DOWN)
    await chair.store.outbox.failed(job, then=then)
    chair.to_think.set()


async def _done(chair: Chair, typing: Typing, job: Job) -> None:
    outbox, effect = chair.store.outbox, job.effect
    match effect:
        case Ask():
            async with typing.shown(job.room):
                await outbox.done(job, then=await ask(chair, job, effect))
                chair.to_think.set()
        case Reply() | Notice():
            await _post(chair, job, effect)
        case ConsentCard():
            await _card(chair, job, effect)
        case Join() | Decline():
            await _answered(chair, job, effect)
        case Leave():
            await _left(chair, job, effect)
        case Alert():
            log.error("alert", reason=effect.code, room=job.room)
            await outbox.done(job)
        case Cancel():
            await outbox.done(job)  # cancelling happens as the decision is written down
        case _:
            assert_never(effect)


async def _post(chair: Chair, job: Job, effect: Reply | Notice) -> None:
    event = await _said(chair, job, effect)
    if event is not None:
        await chair.store.outbox.done(job, event=event)


async def _card(chair: Chair, job: Job, card: ConsentCard) -> None:
    """Post a consent card and note as which event it stands there: a bare `agree` must answer that one."""
    event = await _said(chair, job, card)
    if event is None:
        return
    then = Posted(EventId(f"{job.id}/posted"), chair.clock(), event, card.language, card.sha256)
    await chair.store.outbox.done(job, event=event, then=then)
    chair.to_think.set()


async def _answered(chair: Chair, job: Job, effect: Join | Decline) -> None:
    """Follow an invitation, or turn it down."""
    if isinstance(effect, Join):
        await _request(chair, job.room, "join")
        log.info("joined on invitation", room=job.room, user=effect.inviter)
    else:
        log.warning("invitation turned down: not from a therapist of that room", room=job.room, user=effect.inviter)
        await _request(chair, job.room, "leave")
    await chair.store.outbox.done(job)


async def _request(chair: Chair, room: RoomId, what: str) -> None:
    await chair.client.call("POST", f"/_matrix/client/v3/rooms/{quote(room, safe='!:')}/{what}", {})


async def _left(chair: Chair, job: Job, leave: Leave) -> None:
    """Leave a room, after the sentence that says why."""
    if leave.words:
        await _said(chair, job, leave)
    await _request(chair, job.room, "leave")
    await chair.store.outbox.done(job)


async def _said(chair: Chair, job: Job, effect: Reply | Notice | ConsentCard | Leave) -> EventId | None:
    """Post a message and return its event; None, and the job is given up, if the bot is no longer in the room."""
    if job.room not in chair.client.rooms:
        log.warning("not possible: not in the room", job=job.id, room=job.room)
        await chair.store.outbox.failed(job)
        return None
    txn = transaction(job.id)
    if job.tries and chair.clock() - job.made > REMEMBERED:
        question = effect.to if isinstance(effect, Reply) else None
        if event := await posted(chair.client, job.room, txn, question):
            return event
    return await say(chair.client, job.room, effect, txn)


def transaction(job: str) -> str:
    """Return the transaction id of a job: the same deed has the same id for ever, so that it is done once."""
    return f"thirdchair.{job}"
