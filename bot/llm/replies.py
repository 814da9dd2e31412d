"""What is read of a server's answer besides its text: how it ended, its tokens, and of which kind an error is.

Servers say all of it in their own way. What is read here can never cost the answer, and no word of it goes on.
"""

import json
from collections.abc import Iterator
from math import isfinite
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator

from bot.errors import Refusal
from bot.model import Finish

MOST_TOKENS = 2_000_000
"""The most that a count of tokens can be: as much as the largest context that can be configured."""
_LARGEST_ERROR = 100_000
"""Bytes of an error that are looked into."""
_SOURCE = 300
"""Characters of a server's sentence about its error that are looked at: behind that it may quote the conversation."""

_FINISHES = {
    "length": Finish.CUT,
    "max_tokens": Finish.CUT,
    "max_output_tokens": Finish.CUT,
    "model_length": Finish.CUT,  # Mistral
    "model_context_window_exceeded": Finish.CUT,
    "pause_turn": Finish.CUT,
    "content_filter": Finish.FILTERED,
    "safety": Finish.FILTERED,  # Gemini behind a gateway
    "refusal": Finish.DECLINED,
    "error": Finish.FAILED,
}
_REFUSALS = (
    (Refusal.SPENT, ("insufficient_quota", "credit balance", "billing_hard_limit", "billing_not_active")),
    (
        Refusal.FILTERED,
        ("content_filter", "content_policy", "responsibleaipolicyviolation", "content management policy"),
    ),
    (Refusal.LONG, ("context_length_exceeded", "exceed_context_size", "context length", "context window", "too long")),
)
"""What servers call their errors. The first that fits counts."""


def read_finish(reason: Any) -> Finish:
    """Return how an answer ended that ends for `reason`, as a server calls it. A reason that nobody knows is a whole one."""
    return _FINISHES.get(reason.lower(), Finish.WHOLE) if isinstance(reason, str) else Finish.WHOLE


def bound_count(count: Any) -> int:
    """Return a count of tokens as it may be reckoned with: whole, from 0 to `MOST_TOKENS`; 0 for what is no number."""
    if isinstance(count, bool) or not isinstance(count, int | float) or not (isinstance(count, int) or isfinite(count)):
        return 0
    return int(min(max(count, 0), MOST_TOKENS))


def keep_object(thing: Any) -> Any:
    """Return `thing` if it is an object of JSON; None if it is anything else."""
    return thing if isinstance(thing, dict) else None


def _join_parts(content: Any) -> Any:
    """Return the text of an answer that comes in parts as one; what is no list is left to be looked at as it is."""
    if not isinstance(content, list) or not all(isinstance(part, dict) for part in content):
        return content
    texts = (part.get("text") for part in content if part.get("type", "text") in {"text", "output_text"})
    return "".join(text for text in texts if isinstance(text, str))


def _keep_failure(error: Any) -> Any:
    """Return an error as an object, whatever it is; None if there is none."""
    return (error if isinstance(error, dict) else {}) if error else None


def _keep_code(code: Any) -> int | None:
    return code if isinstance(code, int) and not isinstance(code, bool) else None


Count = Annotated[int, BeforeValidator(bound_count)]
"""Tokens, as a server counts them; see `bound_count`."""
Content = Annotated[str | None, BeforeValidator(_join_parts)]
"""The text of an answer, of which the parts are joined."""
Reason = Annotated[Finish, BeforeValidator(read_finish)]
"""How an answer ended; see `read_finish`."""


class Failure(BaseModel):
    """What of an error that comes with the status 200 is read: the status that it would have, if it says so."""

    code: Annotated[int | None, BeforeValidator(_keep_code)] = None


MaybeFailure = Annotated[Failure | None, BeforeValidator(_keep_failure)]
"""An error beside an answer, or in place of it."""


def find_refusal_kind(body: bytes) -> Refusal:
    """Return what a server refuses whose error is `body`, by what its error is called; `OTHER` if that says nothing."""
    if len(body) > _LARGEST_ERROR:
        return Refusal.OTHER
    try:
        reply = json.loads(body)
    except (ValueError, RecursionError):
        return Refusal.OTHER
    named = " ".join(_list_names(reply)).lower()
    return next((kind for kind, names in _REFUSALS if any(name in named for name in names)), Refusal.OTHER)


def _list_names(reply: Any) -> Iterator[str]:
    """Yield what an error calls itself, and the beginning of its sentence."""
    error = reply.get("error") if isinstance(reply, dict) else None
    if isinstance(error, str):
        yield error[:_SOURCE]
    if not isinstance(error, dict):
        return
    inner = error.get("innererror")
    for part in (error, inner if isinstance(inner, dict) else {}):
        for key in ("code", "type", "message"):
            if isinstance(said := part.get(key), str):
                yield said[:_SOURCE]
