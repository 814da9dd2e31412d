"""Asking a backend: what goes out is composed, masked and fenced here, written down first, and every ending is an event."""

import asyncio
from datetime import UTC, datetime

from bot.app.endings import find_trouble, report_no_answer, take_answer
from bot.app.services import Chair
from bot.errors import BackendBusy, BackendError
from bot.llm.egress_permit import grant_egress
from bot.masking.mask import Veil
from bot.masking.names import Names, seed_names
from bot.model import Answered, Ask, EventId, Failed, Prompt, Room, Trouble
from bot.policy import Policy
from bot.session.commands.masks import list_masked_words
from bot.session.request.prompts import choose_unused_fence, compose_prompt
from bot.session.request.segments import Piece, split_prompt
from bot.store import ANSWERED, Ending, Job, Request

TRIES = 3
LONGEST_WAIT = 20.0


async def answer_question(chair: Chair, job: Job, question: Ask) -> Answered | Failed:
    """Return what became of `question`: an answer, or why there is none. Never both, never two."""
    event = EventId(f"{job.id}/answer")
    room, policy = await chair.ruling(job.room)
    if policy is None or not _may_be_asked(chair, room, question, policy):
        return Failed(event, chair.clock(), question.question, Trouble.REFUSED, left=False)
    # Nobody in the room can know the fence, and what somebody wrote never holds it: nobody can close it.
    fence = choose_unused_fence(chair.store.fences.get_fence(room.id, room.tally.since), question)
    prompt, names = await _mask_prompt(chair, job, (room, policy), question, fence)
    request = _describe_request(chair, job, question, policy, split_prompt(question, prompt, fence))
    number: int | None = None
    for attempt in range(1, TRIES + 1):
        if request:
            number = await chair.store.sent.begin(request, chair.clock(), number)
            if number is None:  # not wanted any more
                return Failed(event, chair.clock(), question.question, Trouble.REFUSED, left=attempt > 1)
        with grant_egress(lambda: _may_leave(chair, room, question, policy)):
            outcome = await _attempt_request(chair, question, prompt, event, names)
        if request and number:
            await chair.store.sent.end(request, number, _describe_ending(outcome, chair.clock()))
        if not isinstance(outcome, float):
            return outcome
        if attempt < TRIES and await _wait_unless_masks_change(
            chair, room, min(LONGEST_WAIT, max(outcome, 0.5 * 2**attempt))
        ):
            return await answer_question(chair, job, question)
    trouble = Trouble.DOWN if outcome == 0.0 else Trouble.BUSY
    return Failed(event, chair.clock(), question.question, trouble)


async def _wait_unless_masks_change(chair: Chair, room: Room, seconds: float) -> bool:
    """Wait for `seconds`; return whether other words are to be masked than before, so that nothing may leave as it was composed."""
    await asyncio.sleep(seconds)
    return (await chair.store.rooms.room(room.id)).masks != room.masks


async def _mask_prompt(
    chair: Chair, job: Job, ruling: tuple[Room, Policy], question: Ask, fence: str
) -> tuple[Prompt, Names]:
    """Return the prompt, masked with the room's names, and what of them it holds: no answer can name anybody else.

    One at a time: two questions at once must not give two people one placeholder. If names were forgotten meanwhile, anew.
    """
    room, policy = ruling
    words = (*policy.rules.mask, *list_masked_words(room))
    strict = _is_strict(chair, question, policy)
    async with chair.masking:
        while True:
            known = await chair.store.names.get_names(room.id)
            veil = Veil(seed_names(known, room.roster, words), strict=strict)
            prompt = compose_prompt(question, policy, fence, veil)
            if veil.names == known or await chair.store.names.keep(job.id, room.id, known, veil.names):
                break
    return prompt, veil.names.within((*(turn.text for turn in prompt.turns), prompt.request))


def _describe_request(chair: Chair, job: Job, question: Ask, policy: Policy, what: tuple[Piece, ...]) -> Request | None:
    """Return what is written down about a request before it leaves; None where nothing does, without a model."""
    if not policy.backend.generative:
        return None
    return Request(
        room=job.room,
        job=job.id,
        question=question.question,
        asker=question.asker,
        task=question.task,
        where=question.where,
        backend=question.backend,
        model=policy.backend.model or policy.backend.kind,
        policy=policy.sha256,
        pieces=what,
        agreement=_describe_agreement(chair, question.backend),
    )


def _describe_agreement(chair: Chair, backend: str) -> str:
    """Return what was signed with whoever runs `backend`, as kind and days; empty if nothing was."""
    signed = chair.settings.backends[backend].agreement
    return f"{signed.kind} {signed.signed}/{signed.expires}" if signed else ""


def _describe_ending(outcome: Answered | Failed | float, now: float) -> Ending:
    match outcome:
        case Answered():
            return Ending(ANSWERED, now, outcome.tokens_in, outcome.tokens_out)
        case Failed():
            return Ending(outcome.trouble, now)
    return Ending(Trouble.BUSY if outcome else Trouble.DOWN, now)


def _is_strict(chair: Chair, question: Ask, policy: Policy) -> bool:
    """Return whether the strict set is masked. What is not masked strictly is given no leave out of the clinic."""
    return policy.rules.masking == "remote" or chair.settings.where(question.backend) == "remote"


def _may_leave(chair: Chair, room: Room, question: Ask, policy: Policy) -> bool:
    """Return whether the text of `question` may leave the clinic at this moment."""
    return _is_strict(chair, question, policy) and _may_be_asked(chair, room, question, policy)


def _may_be_asked(chair: Chair, room: Room, question: Ask, policy: Policy) -> bool:
    """Return whether text may go to the backend now: rules and agreements can have changed since that was decided."""
    backend = question.backend
    if room.is_frozen:
        return False
    if backend not in chair.backends or backend != policy.backend.name:
        return False
    if not policy.reaches(question.task, question.where):
        return False
    today = datetime.fromtimestamp(chair.clock(), UTC).date()
    return chair.settings.agreement_holds(backend, today, required=policy.rules.agreement_required)


async def _attempt_request(
    chair: Chair, question: Ask, prompt: Prompt, event: EventId, names: Names
) -> Answered | Failed | float:
    """Return the ending, or after how many seconds to try again; 0.0 if nobody said how long."""
    settings = chair.settings.backends[question.backend]
    try:
        async with asyncio.timeout(settings.timeout):
            answer = await chair.backends[question.backend].complete(prompt, max_tokens=settings.max_tokens)
    except TimeoutError:
        report_no_answer(question, Trouble.SLOW)
        return Failed(event, chair.clock(), question.question, Trouble.SLOW)
    except BackendError as error:
        trouble = find_trouble(error)
        if trouble is not Trouble.UNABLE:
            report_no_answer(question, trouble, error)
        if isinstance(error, BackendBusy):
            return max(error.retry_after or 1.0, 0.1)
        if trouble is Trouble.DOWN:
            return 0.0
        return Failed(event, chair.clock(), question.question, trouble, left=trouble is not Trouble.UNABLE)
    return take_answer(chair, question, event, answer, names)
