"""What went wrong with a model, told in our words: the one place where an SDK's error becomes one of ours.

An SDK's error holds the request, the answer and often the provider's own text, which may quote the conversation.
So nothing of it goes on: not its class, not its text, not as the cause or context of ours.
"""

from collections.abc import Awaitable
from datetime import datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import TypeVar

import httpx2
from pydantic import BaseModel, ValidationError

from bot.errors import BackendBusy, BackendDown, BackendError, BackendRefused

T = TypeVar("T")
Reply = TypeVar("Reply", bound=BaseModel)

_REFUSED = {
    400: ("did not understand the request", "Check that `model` names a model it has and `kind` fits its API."),
    401: ("does not accept the bot's key", "Check the key in the file that `api_key_file` names."),
    403: ("does not let the bot use this model", "Check the rights of the key, and `model`."),
    404: ("does not have this address or model", "Check `base_url` and `model`."),
    413: ("cannot take a text this long", "Make `window.messages` smaller, or use a model with a larger context."),
    422: ("did not understand the request", "Check that `model` names a model it has and `kind` fits its API."),
}
_OVERLOADED = 529  # https://docs.anthropic.com/en/api/errors
_WORTH_ANOTHER_TRY = (408, 409, 425)  # timed out, conflict, too early


async def translate_sdk_errors(call: Awaitable[T]) -> T:
    """Return what `call`, a call of an SDK, returns.

    Raises:
        BackendBusy, BackendRefused, BackendDown: instead of whatever the SDK raised.
    """
    try:
        return await call
    except Exception as error:  # noqa: BLE001  an error of any class may quote the conversation
        ours = map_sdk_error(error)
    raise ours  # out here it has no context, so no traceback reaches the SDK's own error


def read_reply(kind: type[Reply], body: bytes) -> Reply:
    """Return the body of an answer as a `kind`.

    The SDKs build their models without validation, so what they return can hold anything; this cannot.

    Raises:
        BackendDown: it is something else: a web page, half of an answer, another API's answer.
    """
    try:
        return kind.model_validate_json(body)
    except ValidationError:
        pass
    raise BackendDown("The AI backend answered something unreadable.", "Check that `base_url` and `kind` fit together.")


def map_sdk_error(error: Exception) -> BackendError:
    """Return our error for what an SDK raised."""
    for known in (error, error.__cause__):
        if isinstance(known, BackendError):
            return known
    response = getattr(error, "response", None)
    if isinstance(response, httpx2.Response):
        return map_status(response.status_code, response.headers)
    return BackendDown("The AI backend cannot be reached.", "Check that it runs, and `base_url`.")


def map_status(status: int, headers: httpx2.Headers) -> BackendError:
    """Return our error for an answer with this HTTP status (RFC 9110 section 15)."""
    wait = read_retry_after(headers)
    if status in (429, _OVERLOADED) or (status == 503 and wait is not None):
        return BackendBusy("The AI backend is busy.", "Wait, or raise its limits.", retry_after=wait)
    if status in _REFUSED:
        what, remedy = _REFUSED[status]
        return BackendRefused(f"The AI backend {what} (status {status}).", remedy)
    if 300 <= status < 400:
        remedy = "If that is right, write the other address into `base_url`; the bot follows nobody elsewhere."
        return BackendRefused(f"The AI backend points to another address (status {status}).", remedy)
    if 400 <= status < 500 and status not in _WORTH_ANOTHER_TRY:
        return BackendRefused(f"The AI backend refused the request (status {status}).", "Look into its own log.")
    return BackendDown(f"The AI backend failed (status {status}).", "Look into its own log.")


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
