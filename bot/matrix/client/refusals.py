"""What the homeserver says when it does not do what it was asked, as our own errors."""

from typing import Any, TypeVar

from nio import ErrorResponse, Response

from bot.errors import BotError, HomeserverDown, LoginExpired, LoginRefused, TokenUnknown
from bot.matrix.client.no_answer import explain_no_answer

ENDED = "M_UNKNOWN_TOKEN"
_REFUSED = "The homeserver no longer accepts the bot's login ({})."
_LOGGED_OUT = (
    "Somebody logged the bot's device out, or the homeserver does not know this token. Keep the data folder: the bot's "
    "identity and people's agreements are in it. `thirdchair keys rotate-device` logs in again under the same identity; "
    'with `access_token_file`, put a new token of the same device there. See docs/operators.md, "When the login ends".'
)
Wanted = TypeVar("Wanted", bound=Response)


class ServerSaysNo(BotError):
    """The homeserver refuses, and asking the same again would not help.

    Attributes:
        status: the HTTP status, 400 to 499.
        errcode: Matrix's code, such as `M_FORBIDDEN`.
        body: the whole answer; it may hold what the server wishes, so it is never shown.
    """

    def __init__(self, status: int, errcode: str, body: dict[str, Any] | None = None) -> None:
        super().__init__(
            f"The homeserver refused ({status} {errcode}).", "Look up the code in the Matrix specification."
        )
        self.status = status
        self.errcode = errcode
        self.body = body or {}


class Limited(BotError):
    """The homeserver asks for patience.

    Attributes:
        retry_after: seconds to wait.
    """

    def __init__(self, retry_after: float) -> None:
        super().__init__(
            "The homeserver limits how often it is asked.", "Raise the bot's rate limit on the homeserver."
        )
        self.retry_after = retry_after


def map_refusal(status: int, body: dict[str, Any]) -> BotError:
    """Return the error for an answer of the homeserver with an HTTP status of 400 or more."""
    errcode = body.get("errcode")
    errcode = errcode if isinstance(errcode, str) and errcode.replace("_", "").isalnum() else "M_UNKNOWN"
    if status == 429 or errcode == "M_LIMIT_EXCEEDED":
        wait = body.get("retry_after_ms")
        return Limited(wait / 1000 if isinstance(wait, int | float) and 0 < wait < 600_000 else 5.0)
    if errcode == ENDED:
        return (
            LoginExpired() if body.get("soft_logout") is True else TokenUnknown(_REFUSED.format(errcode), _LOGGED_OUT)
        )
    if errcode in {"M_USER_DEACTIVATED", "M_USER_SUSPENDED"}:
        return LoginRefused(
            _REFUSED.format(errcode), "Ask who runs the homeserver to open the account again. Keep the data folder."
        )
    if 400 <= status < 500:
        return ServerSaysNo(status, errcode, body)
    return HomeserverDown(
        f"The homeserver answers with an error ({status} {errcode}).", "Look at the homeserver's log."
    )


def map_no_answer(error: Exception) -> HomeserverDown:
    """Return the error for a request that got no answer, or none that can be read."""
    return explain_no_answer(error)


def is_no_matrix(refusal: ServerSaysNo) -> bool:
    """Return whether a refusal of what every homeserver offers is none of a homeserver's: a web server's page, or a proxy's."""
    says_nothing = refusal.errcode == "M_UNKNOWN" and not isinstance(refusal.body.get("errcode"), str)
    return says_nothing or refusal.errcode == "M_UNRECOGNIZED"


def require_response(response: Any, wanted: type[Wanted]) -> Wanted:
    """Return nio's `response` if it is what was wanted. nio gives errors back as values; this is the one place that looks.

    Raises:
        BotError: what `map_refusal` says.
    """
    if isinstance(response, wanted):
        return response
    status = getattr(response.transport_response, "status", 500) if isinstance(response, Response) else 500
    body: dict[str, Any] = {}
    if isinstance(response, ErrorResponse):
        body = {
            "errcode": response.status_code,
            "retry_after_ms": response.retry_after_ms,
            "soft_logout": response.soft_logout,
        }
    raise map_refusal(status if status >= 400 else 502, body)
