"""How a backend's answer ended, or why there is none: what the room gets of it, and what the operator reads of it in log and metrics."""

from dataclasses import dataclass, field

from bot.errors import BackendBusy, BackendDown, BackendError, BackendRefused, BackendUnable, Refusal
from bot.log import get_logger
from bot.masking.names import Names, unmask
from bot.metrics import BACKEND_ERRORS, BACKEND_SECONDS, BACKEND_TOKENS, PROMPTS_CUT
from bot.model import PAPERS, Answer, Answered, Ask, EventId, Finish, Task, Trouble
from bot.session.talk.token_estimate import is_prompt_cut

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
_ELSEWHERE = frozenset({Trouble.DOWN, Trouble.BUSY, Trouble.SLOW, Trouble.SPENT, Trouble.LONG})
"""Troubles of the server's own, for which its fallback may be asked. One that declines or filters has answered: to ask
somebody else then would be to shop for an answer."""
_SET_UP = frozenset({401, 404, 405, 410})
"""With which statuses a server refuses the bot's key, address or model, whatever the words are. Any other refusal may be
about the words, as filters answer 400 and 403 too."""
_REMEDIES = {
    Trouble.SLOW: "Raise `timeout`, or use a smaller model or a faster machine.",
    Trouble.DECLINED: "If it stays so, try another model.",
    Trouble.FILTERED: "Look into the filter's own settings, where it has any.",
    Trouble.DOWN: "Look into the model server's own log.",
}
_CUT_REMEDY = (
    "Start the server with a larger context (Ollama: `num_ctx`), or set `context` to what it was started with."
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to have `question` answered by `backend`, as the event `event`.

    `context` is how many tokens the backend takes in, `characters` how long the prompt is, `names` what its placeholders
    stand for.
    """

    event: EventId
    question: Ask
    backend: str
    context: int
    characters: int
    names: Names = field(repr=False)


@dataclass(frozen=True, slots=True)
class Miss:
    """An attempt that came to nothing, and why.

    `again` is after how many seconds the same backend may be asked once more: 0.0 if nobody said, None if that cannot help.
    `elsewhere` is whether its fallback may be asked, `left` whether anything may have been sent.
    """

    trouble: Trouble
    again: float | None = None
    elsewhere: bool = False
    left: bool = True


def begin_backend_counts(name: str) -> None:
    """Let every count of a backend be there from the start: Prometheus sees no rise of a count whose first value it meets."""
    BACKEND_SECONDS.labels(name)
    PROMPTS_CUT.labels(name)
    for direction in ("in", "out", "cached"):
        BACKEND_TOKENS.labels(name, direction)
    for trouble in Trouble:
        BACKEND_ERRORS.labels(name, trouble)


def take_answer(attempt: Attempt, answer: Answer, now: float) -> Answered | Miss:
    """Return the answer as the room gets it, or that it was taken back, or rests on half of what was sent.

    Counts of tokens are bounded by what the model takes in at once: a server that counts wildly spends no day's budget.
    """
    if trouble := _TAKEN_BACK.get(answer.finish):
        return _miss_answer(attempt, trouble)
    task = attempt.question.task
    log.info(
        "answered",
        backend=attempt.backend,
        task=task,
        tokens_in=answer.tokens_in,
        tokens_out=answer.tokens_out,
        tokens_cached=answer.tokens_cached,
    )
    for direction, count in (("in", answer.tokens_in), ("out", answer.tokens_out), ("cached", answer.tokens_cached)):
        BACKEND_TOKENS.labels(attempt.backend, direction).inc(_limit_usage(count, attempt.context))
    is_half_read = is_prompt_cut(_count_read(answer), attempt.characters)
    if is_half_read:
        _report_cut_prompt(attempt, answer)
    if is_half_read and task not in PAPERS and task is not Task.WATCH:
        return _miss_answer(attempt, Trouble.LONG)
    read = unmask(answer.text[:LONGEST], attempt.names)
    return Answered(
        id=attempt.event,
        at=now,
        question=attempt.question.question,
        text=read.text,
        backend=attempt.backend,
        model=answer.model,
        tokens_in=_limit_usage(answer.tokens_in, attempt.context),
        tokens_out=_limit_usage(answer.tokens_out, attempt.context),
        unknown=read.unknown,
        cut=answer.finish is Finish.CUT or len(answer.text) > LONGEST or (is_half_read and task in PAPERS),
    )


def miss_slow_answer(attempt: Attempt) -> Miss:
    """Return that an answer took too long."""
    return _miss_answer(attempt, Trouble.SLOW)


def judge_error(attempt: Attempt, error: BackendError) -> Miss:
    """Return what an attempt is worth that ended in `error`: whether to try again, and whether to try elsewhere."""
    trouble = find_trouble(error)
    if trouble is Trouble.UNABLE:
        return Miss(trouble, left=False)
    return _miss_answer(attempt, trouble, error)


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


def may_fall_back(trouble: Trouble, status: int | None) -> bool:
    """Return whether the fallback may be asked after `trouble`, which a server told with the HTTP `status`, if it told it."""
    if trouble is Trouble.REFUSED:
        return status is None or status in _SET_UP or 300 <= status < 400
    return trouble in _ELSEWHERE


def _miss_answer(attempt: Attempt, trouble: Trouble, error: BackendError | None = None) -> Miss:
    """Return what is to be done about an attempt that came to nothing, having told log and metrics: why, the status, the remedy."""
    status = error.status if error else None
    BACKEND_ERRORS.labels(attempt.backend, trouble).inc()
    log.warning(
        "no answer",
        backend=attempt.backend,
        task=attempt.question.task,
        reason=trouble,
        status=status,
        remedy=(error.remedy if error else "") or _REMEDIES.get(trouble),
    )
    again = 0.0 if trouble is Trouble.DOWN else None
    if isinstance(error, BackendBusy):
        again = max(error.retry_after or 1.0, 0.1)
    return Miss(trouble, again, elsewhere=may_fall_back(trouble, status))


def _report_cut_prompt(attempt: Attempt, answer: Answer) -> None:
    """Tell log and metrics that a server has read far less than it was sent."""
    PROMPTS_CUT.labels(attempt.backend).inc()
    log.warning(
        "the model server has read less than it was sent",
        backend=attempt.backend,
        task=attempt.question.task,
        tokens_in=answer.tokens_in,
        count=attempt.characters // 4,
        remedy=_CUT_REMEDY,
    )


def _count_read(answer: Answer) -> int:
    """Return how many tokens a server has read: some leave those out of the count which they had kept, and tell them beside it."""
    beside = answer.tokens_cached if answer.tokens_cached > answer.tokens_in else 0
    return answer.tokens_in + beside


def _limit_usage(count: int, most: int) -> int:
    return min(max(count, 0), most)
