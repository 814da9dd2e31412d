"""What went wrong with a model, told in our words: the one place where the error of a client or an SDK becomes one of ours.

Such an error holds the request, the answer and often the provider's own text, which may quote the conversation.
So nothing of it goes on: not its class, not its text, not as the cause or context of ours.
"""

from collections.abc import Awaitable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any, TypeVar

import httpx2
from pydantic import BaseModel, ValidationError

from bot.errors import BackendBusy, BackendDown, BackendError, BackendRefused, Refusal
from bot.llm.replies import Failure, find_refusal_kind
from bot.model import Finish

T = TypeVar("T")
Reply = TypeVar("Reply", bound=BaseModel)

_REFUSED = {
    400: ("did not understand the request", "Check that `model` names a model it has and `kind` fits its API."),
    401: ("does not accept the bot's key", "Check the key in the file that `api_key_file` names."),
    403: ("does not let the bot use this model", "Check the rights of the key, and `model`."),
    404: ("does not have this address or model", "Check `base_url` and `model`."),
    422: ("did not understand the request", "Check that `model` names a model it has and `kind` fits its API."),
}
_OK = 200
_KINDS = {
    Refusal.FILTERED: ("'s filter does not let this pass", "Look into the filter's own settings, where it has any."),
    Refusal.LONG: (
        " cannot take a text this long",
        "Set `context` to what the server was started with, or start it with a larger one.",
    ),
    Refusal.SPENT: (" has no credit left", "Look at the account with whoever runs it."),
}
_SAYS_KIND = {402: Refusal.SPENT, 413: Refusal.LONG}
_OVERLOADED = 529  # https://docs.anthropic.com/en/api/errors
_WORTH_ANOTHER_TRY = (408, 409, 425)  # timed out, conflict, too early


async def translate_sdk_errors(call: Awaitable[T]) -> T:
    """Return what `call`, a call of an SDK or of the HTTP client, returns.

    Raises:
        BackendBusy, BackendRefused, BackendDown: instead of whatever it raised.
    """
    try:
        return await call
    except Exception as error:  # noqa: BLE001  an error of any class may quote the conversation
        ours = map_sdk_error(error)
    raise ours  # out here it has no context, so no traceback reaches the SDK's own error


async def post_json(http: httpx2.AsyncClient, url: str, headers: Mapping[str, str], body: Mapping[str, Any]) -> bytes:
    """Return what a server answers to `body`, read whole.

    Raises:
        BackendBusy, BackendRefused, BackendDown: it is no answer, or one with another status than success.
    """

    async def ask() -> bytes:
        response = await http.post(url, json=body, headers=headers)
        return response.raise_for_status().content

    return await translate_sdk_errors(ask())


def read_reply(kind: type[Reply], body: bytes) -> Reply:
    """Return the body of an answer as a `kind`.

    A server sends what it likes, and a backend from elsewhere may pass it on; this holds what is read and nothing else.

    Raises:
        BackendDown: it is something else: a web page, half of an answer, another API's answer.
    """
    try:
        return kind.model_validate_json(body)
    except ValidationError:
        pass
    raise make_unreadable()


def make_unreadable() -> BackendDown:
    """Return the error for an answer in a form that the backend's API does not have."""
    remedy = "Check that `base_url` and `kind` fit together."
    return BackendDown("The AI backend answered something unreadable.", remedy, status=_OK)


def raise_failure(failure: Failure | None) -> None:
    """Raise what an error means that came with the status 200, beside an answer or in place of it.

    Raises:
        BackendBusy, BackendRefused, BackendDown: by the status that it names; down if it names none.
    """
    if failure is None:
        return
    if failure.code is not None and 400 <= failure.code < 600:
        raise map_status(failure.code, httpx2.Headers())
    raise BackendDown("The AI backend broke off its answer (status 200).", "Look into its own log.", status=_OK)


def keep_shown_text(text: str, finish: Finish) -> str:
    """Return `text` if it may be shown, having ended as `finish` says; nothing of what was taken back or broke off.

    Raises:
        BackendDown: there is nothing in it, though it is said to be whole.
    """
    if finish is Finish.WHOLE and not text.strip():
        remedy = "If it stays so, raise `max_tokens` or use another model."
        raise BackendDown("The model gave an empty answer.", remedy, status=_OK)
    return text if finish in {Finish.WHOLE, Finish.CUT} else ""


def map_sdk_error(error: Exception) -> BackendError:
    """Return our error for what an SDK raised."""
    for known in (error, error.__cause__):
        if isinstance(known, BackendError):
            return known
    response = getattr(error, "response", None)
    if isinstance(response, httpx2.Response):
        return map_status(response.status_code, response.headers, _read_refusal_kind(response))
    return BackendDown("The AI backend cannot be reached.", "Check that it runs, and `base_url`.")


def _read_refusal_kind(response: httpx2.Response) -> Refusal:
    """Return what the body of an answer says is refused; `OTHER` if it says nothing, or never came."""
    try:
        return find_refusal_kind(response.content)
    except httpx2.ResponseNotRead:
        return Refusal.OTHER


def map_status(status: int, headers: httpx2.Headers, kind: Refusal = Refusal.OTHER) -> BackendError:
    """Return our error for an answer with this HTTP status (RFC 9110 section 15), of which the body says `kind`."""
    wait = read_retry_after(headers)
    kind = _SAYS_KIND.get(status, kind)
    if kind in _KINDS and 400 <= status < 500:
        what, remedy = _KINDS[kind]
        return BackendRefused(f"The AI backend{what} (status {status}).", remedy, status=status, kind=kind)
    if status in (429, _OVERLOADED) or (status == 503 and wait is not None):
        return BackendBusy("The AI backend is busy.", "Wait, or raise its limits.", retry_after=wait, status=status)
    if status in _REFUSED:
        what, remedy = _REFUSED[status]
        return BackendRefused(f"The AI backend {what} (status {status}).", remedy, status=status)
    if 300 <= status < 400:
        remedy = "If that is right, write the other address into `base_url`; the bot follows nobody elsewhere."
        return BackendRefused(f"The AI backend points to another address (status {status}).", remedy, status=status)
    if 400 <= status < 500 and status not in _WORTH_ANOTHER_TRY:
        what = f"The AI backend refused the request (status {status})."
        return BackendRefused(what, "Look into its own log.", status=status)
    return BackendDown(f"The AI backend failed (status {status}).", "Look into its own log.", status=status)


def read_retry_after(headers: httpx2.Headers) -> float | None:
    """Return how many seconds the backend asks us to wait, None if it does not say (RFC 9110 section 10.2.3).

    A date counts from the answer's own `date`, so that no two clocks are compared.
    """
    for name, per_second in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            wait = float(headers.get(name, "")) / per_second
        except ValueError:
            continue
        if isfinite(wait) and wait >= 0:
            return wait
    until, now = _parse_http_date(headers.get("retry-after")), _parse_http_date(headers.get("date"))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _parse_http_date(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None
