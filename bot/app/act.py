"""Act: from the outbox to the world. Each lane's messages in order, lanes and questions to backends side by side."""

import asyncio
from collections.abc import Collection
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from functools import partial
from typing import TypeAlias, assert_never

from bot.app.ask import answer_question
from bot.app.page_outside import page_on_call
from bot.app.rooms.invitations import request_membership, turn_down_invitation
from bot.app.rooms.room_names import close_desk, rename_telling_rooms
from bot.app.rooms.routing import Spot
from bot.app.rooms.say_at_venue import is_at_earlier_desk, say_at, say_poll_at
from bot.app.rooms.side_rooms import Venue, find_room_at, find_session_venue, find_venue
from bot.app.services import LONGEST_WAIT, Chair, wait_for_bell
from bot.app.set_aside import set_aside
from bot.app.show.file_as_text import split_file_into_replies
from bot.app.show.show_cards import show_cards
from bot.app.show.show_records import show_records
from bot.app.show.show_sent import show_sent
from bot.app.unkept import PACE, tell_waiting_job, wait_for_space
from bot.app.write_down import write_down
from bot.errors import (
    BotError,
    HomeserverDown,
    IdentityRefused,
    LoginRefused,
    PageNotSent,
    StoreRefused,
    Unsayable,
    Unwritable,
)
from bot.log import get_logger
from bot.matrix.client.refusals import Limited, ServerSaysNo
from bot.matrix.history import find_posted_event, list_own_messages
from bot.matrix.own_posts import derive_transaction_id
from bot.matrix.send import Spoken, redact_message, refuse_verification_request
from bot.matrix.typing_notice import Typing
from bot.matrix.upload import FileNotTaken
from bot.metrics import HELD_BACK
from bot.model import (
    UNASKED,
    Alert,
    Amend,
    Ask,
    Cancel,
    Card,
    Clear,
    CloseDesk,
    ConsentCard,
    Decline,
    EndPoll,
    EventId,
    Failed,
    Forget,
    HoldBack,
    Join,
    Leave,
    Notice,
    Open,
    Page,
    Poll,
    RefuseVerification,
    Reply,
    Retract,
    RoomId,
    SessionRoom,
    ShowCards,
    ShowData,
    ShowHead,
    ShowSent,
    Transcribe,
    Trouble,
    Unsaid,
)
from bot.session.afterthoughts import put_into_register
from bot.session.desk.standing import note_standing
from bot.store import Job, RowUnreadable

log = get_logger(__name__)
REMEMBERED = 20 * 3600.0
"""Seconds for which a homeserver surely knows a transaction id again; Synapse forgets after 24 hours."""
LOOK = 30.0
"""Seconds between two looks at the outbox, however quiet it is: so it is seen that the loop is alive."""
TRIES = 5
"""How often something is tried in a side room that refuses it."""


async def act(chair: Chair) -> None:
    """Do what is in the outbox, for ever, as soon as it is known where the bot is joined.

    What is not wanted any more is stopped in the middle.
    """
    while not chair.synced.is_set():
        chair.pulse.promise_beat("act", LONGEST_WAIT)
        await _wait_for_sync(chair)
    typing = Typing(chair.client, soonest=chair.patience.typing)
    running: dict[str, asyncio.Task[None]] = {}
    async with asyncio.TaskGroup() as group:
        group.create_task(rename_telling_rooms(chair))
        while True:
            chair.pulse.promise_beat("act", LOOK)
            now = chair.clock()
            wanted = await chair.store.outbox.waiting()
            for job_id, task in running.items():
                if job_id not in wanted:
                    task.cancel()
            for job in await _ready(chair, now, running) if wanted else ():
                if chair.synced.is_set() or not job.is_generated:
                    task = group.create_task(_do_job(chair, typing, job))
                    running[job.id] = task
                    task.add_done_callback(partial(_free_lane, chair, running, job.id))
            due = await chair.store.outbox.next_due(now) if wanted else None
            await wait_for_bell(chair.to_act, LOOK if due is None else max(0.0, min(LOOK, due - chair.clock())))


async def _wait_for_sync(chair: Chair) -> None:
    """Wait for the first sync, for as long as a look may take."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_WAIT):
            await chair.synced.wait()


async def _ready(chair: Chair, now: float, running: Collection[str]) -> tuple[Job, ...]:
    """Return what can be done now, besides what is being done. What cannot be read is set aside, so that its lane goes on."""
    while True:
        try:
            return await chair.store.outbox.ready(now, running)
        except RowUnreadable as error:
            await set_aside(chair, error)


def _free_lane(chair: Chair, running: dict[str, asyncio.Task[None]], job_id: str, _: object) -> None:
    """Make room for the next: a job's end may let the room's next one begin."""
    running.pop(job_id, None)
    chair.to_act.set()


async def _do_job(chair: Chair, typing: Typing, job: Job) -> None:
    """Do one job, or put it off if it may work later. One lane's trouble is its own: here it ends, not the process."""
    try:
        await _try_job(chair, typing, job)
    except Unwritable as error:  # it is done again once there is space, under the same transaction id
        await tell_waiting_job(chair, job, derive_transaction_id(job.id))
        await wait_for_space(chair, error, LONGEST_WAIT if isinstance(job.effect, Ask | Transcribe) else PACE)


async def _try_job(chair: Chair, typing: Typing, job: Job) -> None:
    """Do one job, or put it off or give it up.

    Raises:
        Unwritable: what was done, if anything, could not be written down.
    """
    if not await chair.store.outbox.begin(job):
        return
    try:
        await _do_effect(chair, typing, job)
    except RowUnreadable as error:  # its room's: the job waits, as everything there does
        await set_aside(chair, error)
    except (LoginRefused, IdentityRefused, StoreRefused, Unwritable):
        raise
    except BotError as error:
        await _put_off_or_give_up(chair, job, error)
    except Exception as error:  # noqa: BLE001 - else the next start would do the same job first, and end again
        log.error("a bug: this job was not done", job=job.id, room=job.room, exc=error)  # noqa: TRY400 - our log shows an exception by class and place
        await _give_up_job(chair, job, "bug")


async def _put_off_or_give_up(chair: Chair, job: Job, error: BotError) -> None:
    """Put a job off that may work later, and give any other up."""
    if _may_work_later(job, error):
        wait = chair.choose_wait(error, job.tries)
        log.warning("put off", job=job.id, seconds=wait, error=str(error))
        await chair.store.outbox.later(job, chair.clock() + wait)
    elif isinstance(error, Unsayable):
        reason = f"{error.reason}-at-{job.where.kind}"
        if error.reason == "nobody":
            log.warning("not possible", reason=reason, job=job.id, room=job.room)
        else:
            log.error("alert", reason=reason, job=job.id, room=job.room)
        await _give_up_job(chair, job, reason)
    elif isinstance(error, ServerSaysNo):
        log.warning("not possible", job=job.id, room=job.room, status=error.status, error=error.errcode)
        await _give_up_job(chair, job, f"refused-at-{job.where.kind}")
    else:
        log.error("not possible", job=job.id, room=job.room, error=str(error), remedy=error.remedy)
        await _give_up_job(chair, job, f"impossible-at-{job.where.kind}")


def _may_work_later(job: Job, error: BotError) -> bool:
    """Return whether to try again. A side room that refuses us may be one that we are out of: a sync will tell."""
    may_pass = isinstance(error, ServerSaysNo) or (isinstance(error, Unsayable) and error.may_pass)
    is_lost = may_pass and job.where != SessionRoom() and job.tries < TRIES
    return is_lost or isinstance(error, HomeserverDown | Limited | PageNotSent)


async def _give_up_job(chair: Chair, job: Job, reason: str) -> None:
    """Note that a job cannot be done, and what follows.

    Who waits for a backend's answer is told that there is none; that something new was not said where only some may
    hear it, is an event for `reason`.
    """
    now, effect = chair.clock(), job.effect
    then: Failed | Unsaid | None = None
    if isinstance(effect, Ask | Transcribe):
        then = Failed(EventId(f"{job.id}/answer"), now, effect.question, Trouble.DOWN)
    elif isinstance(effect, Reply | Notice | Card | ShowSent | ShowCards | ShowHead | ShowData) and not isinstance(
        job.where, SessionRoom
    ):
        then = Unsaid(EventId(f"{job.id}/unsaid"), now, job.where, reason)
    await chair.store.outbox.mark_failed(job, then=then)
    chair.to_think.set()


async def _do_effect(chair: Chair, typing: Typing, job: Job) -> None:
    effect = job.effect
    match effect:
        case Ask() | Transcribe():
            await _ask_backend(chair, typing, job, effect)
        case Reply() | Notice() | Card() | Amend() | ConsentCard():
            await _post_message(chair, job, effect)
        case ShowSent() | ShowCards() | ShowHead() | ShowData():
            await _post_shown(chair, job, effect)
        case Poll() | EndPoll():
            await _post_poll(chair, job, effect)
        case Retract() | Clear() | RefuseVerification():
            await _take_back(chair, job, effect)
        case Join() | Decline() | Leave():
            await _move_bot(chair, job, effect)
        case Open() | CloseDesk() | Alert() | Page() | HoldBack() | Cancel() | Forget():
            await _do_quiet_effect(chair, job, effect)
        case _:
            assert_never(effect)


async def _do_quiet_effect(
    chair: Chair, job: Job, effect: Open | CloseDesk | Alert | Page | HoldBack | Cancel | Forget
) -> None:
    """Do what posts nothing in a room. What is cancelled or forgotten is so already, as the decision was written down."""
    if isinstance(effect, Open):
        await find_venue(chair, job)
    elif isinstance(effect, CloseDesk):
        await close_desk(chair, job.room)
    elif isinstance(effect, Alert):
        log.error("alert", reason=effect.code, room=job.room)
    elif isinstance(effect, Page):
        await page_on_call(chair, job, effect)
    elif isinstance(effect, HoldBack):
        HELD_BACK.labels(effect.task, effect.reason).inc()
        log.warning("held back", task=effect.task, reason=effect.reason, room=job.room)
    await chair.store.outbox.mark_done(job)


async def _ask_backend(chair: Chair, typing: Typing, job: Job, question: Ask | Transcribe) -> None:
    """Ask a backend, and show that it is asked where the question came from, if anybody asked."""
    if isinstance(question, Transcribe):
        await chair.store.outbox.mark_done(job, then=await write_down(chair, job, question))
        chair.to_think.set()
        return
    aloud = question.task not in UNASKED
    room = await find_room_at(chair, Spot(job.room, job.where)) if aloud else None
    async with AsyncExitStack() as shown:
        if room:
            await shown.enter_async_context(typing.show_in(room))
        await chair.store.outbox.mark_done(job, then=await answer_question(chair, job, question))
        chair.to_think.set()


Post: TypeAlias = Reply | Notice | Card | Amend | ConsentCard


async def _post_message(chair: Chair, job: Job, effect: Post) -> None:
    """Post a message and note as which event it stands, where somebody will point at it."""
    at = await find_venue(chair, job)
    gone = at is None or await is_at_earlier_desk(chair, at, effect)
    event = None if at is None or gone else await _say_once(chair, job, effect, at)
    if event is None:
        await chair.store.outbox.mark_done(job)
        return
    await chair.store.outbox.mark_done(job, event=event, then=note_standing(effect, job.id, event, chair.clock()))
    chair.to_think.set()


async def _post_poll(chair: Chair, job: Job, effect: Poll | EndPoll) -> None:
    """Post a poll, and note as which event it stands, or close one."""
    at, event = await find_venue(chair, job), None
    if at:
        event = await say_poll_at(chair, job.room, at, effect, derive_transaction_id(job.id))
    then = note_standing(effect, job.id, event, chair.clock()) if event else None
    await chair.store.outbox.mark_done(job, event=event, then=then)
    chair.to_think.set()


async def _compose_shown(
    chair: Chair, room: RoomId, effect: ShowSent | ShowCards | ShowHead | ShowData
) -> tuple[Reply | Notice, ...]:
    """Return the messages that show what the notebook holds, in order."""
    if isinstance(effect, ShowSent):
        return await show_sent(chair, room, effect)
    return await (show_cards(chair, effect) if isinstance(effect, ShowCards) else show_records(chair, room, effect))


async def _post_shown(chair: Chair, job: Job, effect: ShowSent | ShowCards | ShowHead | ShowData) -> None:
    """Post what the notebook holds, in as many messages as it takes, each with a transaction id of its own."""
    at, policy = await find_venue(chair, job), await chair.standing_policy(job.room)
    for number, reply in enumerate(await _compose_shown(chair, job.room, effect)):
        if at:
            spoken = put_into_register(policy, reply) if policy else reply
            await _say_once(chair, replace(job, id=f"{job.id}.{number}"), spoken, at)
    await chair.store.outbox.mark_done(job)


async def _take_back(chair: Chair, job: Job, effect: Retract | Clear | RefuseVerification) -> None:
    """Take back what we said, or what somebody asked us for."""
    match effect:
        case Retract():
            await _take_back_message(chair, job, effect)
        case Clear():
            await _clear_room(chair, job, effect)
        case RefuseVerification():
            await _refuse_verification(chair, job, effect)


async def _take_back_message(chair: Chair, job: Job, effect: Retract) -> None:
    """Delete a message of ours where it stands. Nobody hears anything by that, so nobody's presence keeps it there."""
    room = await find_room_at(chair, Spot(job.room, job.where))
    if room:
        await redact_message(chair.client, room, effect.event, derive_transaction_id(job.id))
    await chair.store.outbox.mark_done(job)


async def _refuse_verification(chair: Chair, job: Job, effect: RefuseVerification) -> None:
    """Cancel what somebody asked for, where they asked."""
    if at := await find_venue(chair, job):
        txn = derive_transaction_id(job.id)
        await refuse_verification_request(chair.client, at.room, effect.request, txn, at.only)
    await chair.store.outbox.mark_done(job)


async def _clear_room(chair: Chair, job: Job, effect: Clear) -> None:
    """Delete every message of ours that stands in a room, the newest first; tried again, it goes on with those that are left.

    One that the homeserver refuses to delete keeps no other there.
    """
    room = await find_room_at(chair, Spot(job.room, effect.where))
    for event in await list_own_messages(chair.client, room) if room else ():
        try:
            await redact_message(chair.client, room or job.room, event, derive_transaction_id(f"{job.id}.{event}"))
        except ServerSaysNo as error:
            log.warning("a message was not taken back", room=room, status=error.status)
    await chair.store.outbox.mark_done(job)


async def _move_bot(chair: Chair, job: Job, effect: Join | Decline | Leave) -> None:
    """Follow an invitation, turn it down, or leave a room after the sentence that says why."""
    match effect:
        case Join():
            await request_membership(chair.client, job.room, "join")
            log.info("joined on invitation", room=job.room, user=effect.inviter)
        case Decline():
            await turn_down_invitation(chair, job.room, effect.inviter)
        case Leave():
            if effect.words and job.room in chair.client.rooms:
                await _say_once(chair, job, effect, await find_session_venue(chair, job.room))
            await request_membership(chair.client, job.room, "leave")
    await chair.store.outbox.mark_done(job)


async def _say_once(chair: Chair, job: Job, effect: Spoken, at: Venue) -> EventId:
    """Post a message and return its event: the one as which it stands already, if it may have been posted long ago.

    A file that the homeserver does not take is posted as text. A file and a text are two transactions, so when it is
    tried again the room itself tells which of them was begun.
    """
    txn, file = derive_transaction_id(job.id), isinstance(effect, Reply) and effect.file is not None
    forgotten = chair.clock() - job.made > REMEMBERED
    if at.room in chair.client.rooms and job.tries and (file or forgotten):
        question = effect.to if isinstance(effect, Reply) else None
        if event := await find_posted_event(chair.client, at.room, txn, question):
            return event
        if file and await find_posted_event(chair.client, at.room, derive_transaction_id(f"{job.id}.0"), question):
            return await _say_file_as_text(chair, job, effect, at)
    try:
        return await say_at(chair, job.room, at, effect, txn)
    except FileNotTaken as error:
        log.warning("a file is posted as text", job=job.id, room=job.room, error=str(error))
        return await _say_file_as_text(chair, job, effect, at)


async def _say_file_as_text(chair: Chair, job: Job, effect: Spoken, at: Venue) -> EventId:
    """Post the file of a message as text, each part with a transaction id of its own, and return the first."""
    assert isinstance(effect, Reply)
    parts = enumerate(split_file_into_replies(effect))
    events = [await _say_once(chair, replace(job, id=f"{job.id}.{number}"), part, at) for number, part in parts]
    return events[0]
