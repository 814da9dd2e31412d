"""How a backend's answer ended, or why there is none: what the room gets of it, and what the operator reads in the log."""

from bot.app.services import Chair
from bot.errors import BackendBusy, BackendDown, BackendError, BackendRefused, BackendUnable, Refusal
from bot.log import get_logger
from bot.masking.names import Names, unmask
from bot.model import Answer, Answered, Ask, EventId, Failed, Finish, Trouble

log = get_logger(__name__)
LONGEST = 40_000
"""Characters of an answer that are looked at, its thoughts among them; what is longer is cut before anything reads it."""

_REFUSALS = {
    Refusal.FILTERED: Trouble.FILTERED,
    Refusal.LONG: Trouble.LONG,
    Refusal.SPENT: Trouble.SPENT,
    Refusal.OTHER: Trouble.REFUSED,
}
_TAKEN_BACK = {Finish.DECLINED: Trouble.DECLINED, Finish.FILTERED: Trouble.FILTERED, Finish.FAILED: Trouble.DOWN}


def take_answer(chair: Chair, question: Ask, event: EventId, answer: Answer, names: Names) -> Answered | Failed | float:
    """Return the answer as the room gets it, or that it was taken back; 0.0 where it broke off and may be asked for again.

    Counts of tokens are bounded by what the model takes in at once: a server that counts wildly spends no day's budget.
    """
    now, context = chair.clock(), chair.settings.backends[question.backend].context
    if trouble := _TAKEN_BACK.get(answer.finish):
        report_no_answer(question, trouble)
        return 0.0 if trouble is Trouble.DOWN else Failed(event, now, question.question, trouble)
    log.info(
        "answered",
        backend=question.backend,
        task=question.task,
        tokens_in=answer.tokens_in,
        tokens_out=answer.tokens_out,
        tokens_cached=answer.tokens_cached,
    )
    read = unmask(answer.text[:LONGEST], names)
    return Answered(
        id=event,
        at=now,
        question=question.question,
        text=read.text,
        backend=question.backend,
        model=answer.model,
        tokens_in=_limit_usage(answer.tokens_in, context),
        tokens_out=_limit_usage(answer.tokens_out, context),
        unknown=read.unknown,
        cut=answer.finish is Finish.CUT or len(answer.text) > LONGEST,
    )


def find_trouble(error: BackendError) -> Trouble:
    """Return what a room is told of `error`."""
    match error:
        case BackendUnable():
            return Trouble.UNABLE
        case BackendBusy():
            return Trouble.BUSY
        case BackendRefused():
            return _REFUSALS[error.kind]
        case BackendDown():
            return Trouble.DOWN
    return Trouble.DOWN


def report_no_answer(question: Ask, trouble: Trouble, error: BackendError | None = None) -> None:
    """Write into the log that an attempt came to nothing: why, with which HTTP status, and what to do about it."""
    log.warning(
        "no answer",
        backend=question.backend,
        task=question.task,
        reason=trouble,
        status=error.status if error else None,
        remedy=error.remedy if error else None,
    )


def _limit_usage(count: int, most: int) -> int:
    return min(max(count, 0), most)
