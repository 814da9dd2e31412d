"""Writing a voice message down: fetched, handed to its server and forgotten, one at a time, under the rules of that moment.

The recording is in memory only, and only here. Ending this process at any line leaves the order in the outbox: it is done again,
or not at all, and what comes of it is decided once.
"""

import asyncio
from dataclasses import dataclass
from hashlib import sha256

from bot.app.ask import describe_agreement
from bot.app.endings import Miss, find_trouble
from bot.app.permits import is_agreed
from bot.app.services import Chair
from bot.errors import BackendBusy, BackendDown, BackendError, RecordingRefused
from bot.llm.egress_permit import grant_egress
from bot.log import get_logger
from bot.matrix.recording import RecordingUnusable, fetch_recording
from bot.metrics import BACKEND_ERRORS, BACKEND_SECONDS
from bot.model import EventId, Failed, Room, Task, Transcribe, Transcribed, Transcript, Trouble
from bot.policy import Policy
from bot.session.request.segments import Piece
from bot.session.voice.clear_words import find_clear_words, gather_written
from bot.session.voice.hear import may_write_down
from bot.store import ANSWERED, Ending, Job, Request

log = get_logger(__name__)
TRIES = 3
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Errand:
    """A voice message on its way to be written down: in which room, and under which rules."""

    chair: Chair
    job: Job
    order: Transcribe
    room: Room
    policy: Policy

    def may_leave(self) -> bool:
        """Return whether the recording may go to its server at this moment. One rule per line."""
        chair, named = self.chair, self.policy.transcriber
        if self.room.is_frozen or not self.room.is_on:
            return False
        if named is None or named.name != self.order.backend or named.name not in chair.transcribers:
            return False
        pending = self.room.pending_for(self.order.question)
        if pending is None or not may_write_down(self.room, self.policy, pending, chair.clock()):
            return False
        return is_agreed(chair, self.policy, named.name)


async def write_down(chair: Chair, job: Job, order: Transcribe) -> Transcribed | Failed:
    """Return what a machine made of the voice message, or why there is nothing. Never both, never two.

    Raises:
        HomeserverDown, Limited: it could not be fetched now.
    """
    event, number = EventId(f"{job.id}/answer"), None
    missed = Miss(Trouble.REFUSED, left=False)
    for attempt in range(1, TRIES + 1):
        try:
            async with (
                chair.recordings
            ):  # one is in memory at a time, however many wait; what holds is looked at behind the wait
                room, policy = await chair.ruling(job.room)
                errand = _Errand(chair, job, order, room, policy) if policy else None
                if errand is None or not errand.may_leave():
                    break
                outcome, number = await _attempt(errand, number)
        except RecordingUnusable as error:
            log.info("voice message not usable", reason=error.reason, room=job.room)
            missed = Miss(Trouble.UNUSABLE, left=attempt > 1)
            break
        if isinstance(outcome, Transcript):
            words, now = find_clear_words(outcome, order.sound.seconds), chair.clock()
            raw = gather_written(outcome)
            return Transcribed(event, now, order.question, raw, words, order.backend, outcome.model)
        missed = outcome
        if outcome.again is None or attempt == TRIES:
            break
        await asyncio.sleep(min(chair.patience.retry, max(outcome.again, 0.5 * 2**attempt)))
    return Failed(event, chair.clock(), order.question, missed.trouble, left=missed.left)


async def _attempt(errand: _Errand, number: int | None) -> tuple[Transcript | Miss, int | None]:
    """Return the ending of one attempt, and under which number of the room's requests it is written down.

    The recording is gone when this returns.

    Raises:
        RecordingUnusable: it is too long, too large, gone, altered, or no recording.
    """
    from bot.llm.transcribe import find_ending  # noqa: PLC0415 - it loads a client, which is loaded where a server is asked

    chair, order, sound = errand.chair, errand.order, errand.order.sound
    settings = chair.settings.backends[order.backend]
    if sound.seconds > settings.max_seconds:
        raise RecordingUnusable("long")
    if find_ending(sound.mimetype) is None:
        raise RecordingUnusable("no-sound")
    recording = await fetch_recording(chair.client, sound, settings.max_megabytes * MEGABYTE)
    request = _describe_request(errand, recording)
    number = await chair.store.sent.begin(request, chair.clock(), number)
    if number is None:  # not wanted any more
        return Miss(Trouble.REFUSED, left=False), None
    with grant_egress(errand.may_leave):
        outcome = await _ask_server(errand, recording)
    ending = Ending(outcome.trouble if isinstance(outcome, Miss) else ANSWERED, chair.clock())
    await chair.store.sent.end(request, number, ending)
    return outcome, number


async def _ask_server(errand: _Errand, recording: bytes) -> Transcript | Miss:
    """Return what the server makes of the recording, or why nothing."""
    chair, order = errand.chair, errand.order
    settings, clock = chair.settings.backends[order.backend], asyncio.get_running_loop().time
    began, hint = clock(), order.language if settings.hint == "speaker" else ""
    try:
        async with asyncio.timeout(settings.timeout):
            transcript = await chair.transcribers[order.backend].transcribe(recording, order.sound.mimetype, hint)
    except TimeoutError:
        return _miss(order, Trouble.SLOW, None)
    except RecordingRefused:
        return _miss(order, Trouble.UNUSABLE, None)
    except BackendError as error:
        again = max(error.retry_after or 1.0, 0.1) if isinstance(error, BackendBusy) else None
        return _miss(order, find_trouble(error), 0.0 if isinstance(error, BackendDown) else again)
    BACKEND_SECONDS.labels(order.backend).observe(clock() - began)
    return transcript


def _miss(order: Transcribe, trouble: Trouble, again: float | None) -> Miss:
    """Return an attempt that came to nothing, having told log and metrics."""
    BACKEND_ERRORS.labels(order.backend, trouble).inc()
    log.warning("no answer", backend=order.backend, task=Task.TRANSCRIBE, reason=trouble)
    return Miss(trouble, again)


def _describe_request(errand: _Errand, recording: bytes) -> Request:
    """Return what is written down before a recording leaves: how long it is, how large, and its hash, never a sound of it."""
    order, facts = errand.order, errand.policy.transcriber
    assert facts
    told = (
        f"voice message, {order.sound.seconds:.1f} s, {len(recording)} bytes, SHA-256 {sha256(recording).hexdigest()}"
    )
    return Request(
        room=errand.job.room,
        job=errand.job.id,
        question=order.question,
        asker=order.asker,
        task=Task.TRANSCRIBE,
        where=order.where,
        backend=order.backend,
        model=facts.model or facts.kind,
        policy=errand.policy.sha256,
        pieces=(Piece(1, told, order.question, order.asker),),
        agreement=describe_agreement(errand.chair, order.backend),
    )
