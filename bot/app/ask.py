"""Asking a backend, and where it fails its fallback: what goes out is composed, masked and written down first, and every ending is an event."""

import asyncio
from dataclasses import dataclass

from bot.app.endings import Attempt, Miss, judge_error, miss_slow_answer, take_answer
from bot.app.permits import is_masked_strictly, list_askable, may_leave
from bot.app.services import Chair
from bot.app.slots import HeldSlot
from bot.errors import BackendError
from bot.llm.egress_permit import grant_egress
from bot.masking.mask import Veil
from bot.masking.names import Names, seed_names
from bot.metrics import BACKEND_SECONDS
from bot.model import Answered, Ask, EventId, Failed, Prompt, Room, Task, Trouble
from bot.policy import Policy
from bot.session.commands.masks import list_masked_words
from bot.session.request.prompts import choose_unused_fence, compose_prompt
from bot.session.request.segments import Piece, split_prompt
from bot.session.talk.token_estimate import measure_prompt
from bot.store import ANSWERED, Ending, Job, Request

TRIES = 3
PATIENCE = 5.0
"""Seconds that a busy backend may ask for while its fallback is at hand; one that asks for more is not waited for."""
NOT_ASKED = Miss(Trouble.REFUSED, left=False)


@dataclass(frozen=True, slots=True)
class _Errand:
    """A question on its way: in which room, under which rules, with which backends left to ask, and the slot that it has there."""

    chair: Chair
    job: Job
    question: Ask
    room: Room
    policy: Policy
    left: tuple[str, ...]
    slot: HeldSlot

    @property
    def backend(self) -> str:
        """Return the backend that is asked."""
        return self.left[0]

    @property
    def is_strict(self) -> bool:
        """Return whether the strict set is masked."""
        return is_masked_strictly(self.chair, self.policy)


async def answer_question(chair: Chair, job: Job, question: Ask) -> Answered | Failed:
    """Return what became of `question`: an answer, or why there is none. Never both, never two.

    Each backend is asked when it is the room's turn there, under the rules, the agreements and the masks of that moment.
    """
    event, missed = EventId(f"{job.id}/answer"), dict[str, Miss]()
    while True:
        *_, left = await _find_backends(chair, job, question, missed)
        if not left:
            last = next(reversed(missed.values()), NOT_ASKED)
            sent = any(miss.left for miss in missed.values())
            return Failed(event, chair.clock(), question.question, last.trouble, left=sent)
        async with chair.find_slots(left[0]).hold_slot(job.room, urgent=question.task is Task.WATCH) as slot:
            room, policy, now_left = await _find_backends(chair, job, question, missed)
            if policy is None or now_left != left:  # other rules hold than when it began to wait
                continue
            outcome = await _ask_backend(_Errand(chair, job, question, room, policy, left, slot), event)
        if isinstance(outcome, Answered):
            return outcome
        if outcome is not None:  # else other words are to be masked, or other rules hold: it is composed anew
            missed[left[0]] = outcome


async def _find_backends(
    chair: Chair, job: Job, question: Ask, missed: dict[str, Miss]
) -> tuple[Room, Policy | None, tuple[str, ...]]:
    """Return the room, the policy that holds there, and the backends that are still to be asked now, in order."""
    room, policy = await chair.ruling(job.room)
    if policy is None or (missed and not next(reversed(missed.values())).elsewhere):
        return room, policy, ()
    return room, policy, tuple(name for name in list_askable(chair, room, question, policy) if name not in missed)


async def _ask_backend(errand: _Errand, event: EventId) -> Answered | Miss | None:
    """Return the ending at one backend, after a few attempts; None if what was composed may not leave any more."""
    chair, question, backend = errand.chair, errand.question, errand.backend
    # Nobody in the room can know the fence, and what somebody wrote never holds it: nobody can close it.
    fence = choose_unused_fence(chair.store.fences.get_fence(errand.room.id, errand.room.tally.since), question)
    prompt, names = await _mask_prompt(errand, fence)
    request = _describe_request(errand, split_prompt(question, prompt, fence))
    characters = measure_prompt((prompt.system, *(turn.text for turn in prompt.turns)))
    attempt = Attempt(event, question, backend, chair.settings.backends[backend].context, characters, names)
    number: int | None = None
    outcome: Answered | Miss = NOT_ASKED
    for count in range(1, TRIES + 1):
        if request:
            number = await chair.store.sent.begin(request, chair.clock(), number)
            if number is None:  # not wanted any more
                return Miss(Trouble.REFUSED, left=count > 1)
        with grant_egress(lambda: errand.is_strict and may_leave(chair, errand.room, question, errand.policy, backend)):
            outcome = await _attempt_request(chair, attempt, prompt)
        if request and number:
            await chair.store.sent.end(request, number, _describe_ending(outcome, chair.clock()))
        if isinstance(outcome, Answered) or outcome.again is None or count == TRIES:
            break
        if len(errand.left) > 1 and outcome.again > PATIENCE:
            break
        if await _wait_unless_changed(errand, min(chair.patience.retry, max(outcome.again, 0.5 * 2**count))):
            return None
    return outcome


async def _wait_unless_changed(errand: _Errand, seconds: float) -> bool:
    """Wait for `seconds`, and for a turn after them, while others have the slot; return whether nothing may leave as it was composed.

    So it is when other words are to be masked than before, or other rules hold.
    """
    async with errand.slot.step_aside():
        await asyncio.sleep(seconds)
    room, policy = await errand.chair.ruling(errand.room.id)
    if policy is None or policy.sha256 != errand.policy.sha256 or room.masks != errand.room.masks:
        return True
    return not may_leave(errand.chair, room, errand.question, policy, errand.backend)


async def _mask_prompt(errand: _Errand, fence: str) -> tuple[Prompt, Names]:
    """Return the prompt, masked with the room's names, and what of them it holds: no answer can name anybody else.

    One at a time: two questions at once must not give two people one placeholder. If names were forgotten meanwhile, anew.
    """
    chair, job, room, policy = errand.chair, errand.job, errand.room, errand.policy
    words = (*policy.rules.mask, *list_masked_words(room))
    async with chair.masking:
        while True:
            known = await chair.store.names.get_names(room.id)
            veil = Veil(seed_names(known, (*room.roster, *room.former_names), words), strict=errand.is_strict)
            prompt = compose_prompt(errand.question, policy, fence, veil)
            if veil.names == known or await chair.store.names.keep(job.id, room.id, known, veil.names):
                break
    return prompt, veil.names.within((*(turn.text for turn in prompt.turns), prompt.request))


def _describe_request(errand: _Errand, what: tuple[Piece, ...]) -> Request | None:
    """Return what is written down about a request before it leaves; None where nothing does, without a model."""
    job, question, backend = errand.job, errand.question, errand.backend
    facts = errand.policy.find_backend(backend)
    if not facts.generative:
        return None
    return Request(
        room=job.room,
        job=job.id,
        question=question.question,
        asker=question.asker,
        task=question.task,
        where=question.where,
        backend=backend,
        model=facts.model or facts.kind,
        policy=errand.policy.sha256,
        pieces=what,
        agreement=describe_agreement(errand.chair, backend),
    )


def describe_agreement(chair: Chair, backend: str) -> str:
    """Return what was signed with whoever runs `backend`, as kind and days; empty if nothing was."""
    signed = chair.settings.backends[backend].agreement
    return f"{signed.kind} {signed.signed}/{signed.expires}" if signed else ""


def _describe_ending(outcome: Answered | Miss, now: float) -> Ending:
    if isinstance(outcome, Answered):
        return Ending(ANSWERED, now, outcome.tokens_in, outcome.tokens_out)
    return Ending(outcome.trouble, now)


async def _attempt_request(chair: Chair, attempt: Attempt, prompt: Prompt) -> Answered | Miss:
    """Return the ending of one attempt."""
    settings, clock = chair.settings.backends[attempt.backend], asyncio.get_running_loop().time
    began = clock()
    try:
        async with asyncio.timeout(settings.timeout):
            answer = await chair.backends[attempt.backend].complete(prompt, max_tokens=settings.max_tokens)
    except TimeoutError:
        return miss_slow_answer(attempt)
    except BackendError as error:
        return judge_error(attempt, error)
    BACKEND_SECONDS.labels(attempt.backend).observe(clock() - began)
    return take_answer(attempt, answer, chair.clock())
