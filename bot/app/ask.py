"""Asking a backend: what goes out is composed, masked and fenced here, and every ending is an event."""

import asyncio
import secrets
from datetime import UTC, datetime

from bot.app.chair import Chair
from bot.errors import BackendBusy, BackendDown, BackendRefused, BackendUnable
from bot.log import logger
from bot.model import Answered, Ask, EventId, Failed, Prompt, Trouble
from bot.policy import Policy
from bot.safety.masking import mask
from bot.session.prompts import compose
from bot.store import Job

log = logger(__name__)
TRIES = 3
LONGEST_WAIT = 20.0


async def ask(chair: Chair, job: Job, question: Ask) -> Answered | Failed:
    """Return what became of `question`: an answer, or why there is none. Never both, never two."""
    event = EventId(f"{job.id}/answer")
    _, policy = await chair.ruling(job.room)
    if policy is None or not _may_be_asked(chair, question.backend, policy):
        return Failed(event, chair.clock(), question.question, Trouble.REFUSED)
    # Nobody in the room can know the fence, so nobody can close it.
    prompt = compose(question, policy, secrets.token_hex(4), mask)
    for attempt in range(1, TRIES + 1):
        outcome = await _attempt(chair, question, prompt, event)
        if not isinstance(outcome, float):
            return outcome
        if attempt < TRIES:
            await asyncio.sleep(min(LONGEST_WAIT, max(outcome, 0.5 * 2**attempt)))
    trouble = Trouble.DOWN if outcome == 0.0 else Trouble.BUSY
    return Failed(event, chair.clock(), question.question, trouble)


def _may_be_asked(chair: Chair, backend: str, policy: Policy) -> bool:
    """Return whether text may go to `backend` now: rules and agreements can have changed since that was decided."""
    if backend not in chair.backends or backend != policy.backend.name:
        return False
    today = datetime.fromtimestamp(chair.clock(), UTC).date()
    return not policy.rules.agreement_required or chair.settings.agreement_holds(backend, today)


async def _attempt(chair: Chair, question: Ask, prompt: Prompt, event: EventId) -> Answered | Failed | float:
    """Return the ending, or after how many seconds to try again; 0.0 if nobody said how long."""
    settings = chair.settings.backends[question.backend]
    asked = question.question
    try:
        async with asyncio.timeout(settings.timeout):
            answer = await chair.backends[question.backend].complete(prompt, max_tokens=settings.max_tokens)
    except TimeoutError:
        return _failed(chair, question, event, Trouble.SLOW)
    except BackendUnable:
        return Failed(event, chair.clock(), asked, Trouble.UNABLE)
    except BackendBusy as busy:
        return max(busy.retry_after or 1.0, 0.1)
    except BackendDown:
        return 0.0
    except BackendRefused:
        return _failed(chair, question, event, Trouble.REFUSED)
    log.info(
        "answered",
        backend=question.backend,
        task=question.task,
        tokens_in=answer.tokens_in,
        tokens_out=answer.tokens_out,
    )
    return Answered(
        event, chair.clock(), asked, answer.text, question.backend, answer.model, answer.tokens_in, answer.tokens_out
    )


def _failed(chair: Chair, question: Ask, event: EventId, trouble: Trouble) -> Failed:
    log.warning("no answer", backend=question.backend, task=question.task, reason=trouble)
    return Failed(event, chair.clock(), question.question, trouble)
