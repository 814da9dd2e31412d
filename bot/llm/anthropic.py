"""The backend for Anthropic's Messages API, and for servers that speak it.

Asked by the HTTP client that is open anyway: Anthropic's SDK, of which nothing but one POST was used, took 44 MB. It is read for
the name of a model where the clinic names none.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Annotated, Any, Final, get_args

import httpx2
from pydantic import BaseModel, BeforeValidator

from bot.errors import BackendRefused
from bot.llm.backend import Backend
from bot.llm.environment import seal_environment
from bot.llm.replies import Count, MaybeFailure, Reason, bound_count, keep_object
from bot.llm.sdk_errors import keep_shown_text, make_unreadable, post_json, raise_failure, read_reply
from bot.llm.transport import check_stays_where_configured, read_key
from bot.model import Answer, Finish, Prompt, Turn
from bot.settings import BackendSettings
from bot.settings.backend_places import ANTHROPIC_URL

seal_environment()

PATH = "/v1/messages"
VERSION = "2023-06-01"
"""Of the API (https://docs.anthropic.com/en/api/versioning): what is read and written here is that."""
CACHED: Final = {"type": "ephemeral"}
"""What marks the end of what is kept, for five minutes after it was last read."""


class _Block(BaseModel):
    type: str
    text: str | None = None


class _Usage(BaseModel):
    """Tokens as the API counts them: what came from the cache or went into it is not in `input_tokens`."""

    input_tokens: Count = 0
    cache_read_input_tokens: Count = 0
    cache_creation_input_tokens: Count = 0
    output_tokens: Count = 0

    @property
    def tokens_read(self) -> int:
        """Return every token that the model was given."""
        return bound_count(self.input_tokens + self.cache_read_input_tokens + self.cache_creation_input_tokens)


class _Message(BaseModel):
    """The part of a message that we read."""

    content: list[_Block] | None = None
    stop_reason: Reason = Finish.WHOLE
    usage: Annotated[_Usage | None, BeforeValidator(keep_object)] = None
    error: MaybeFailure = None


class _Anthropic:
    """A server that speaks the Messages API."""

    def __init__(self, http: httpx2.AsyncClient, url: str, key: str, settings: BackendSettings) -> None:
        self._http = http
        self._url = f"{url.rstrip('/')}{PATH}"
        self._headers = {
            "authorization": f"Bearer {key}",
            "anthropic-version": VERSION,
            "accept": "application/json",
            "user-agent": "thirdchair",
        }
        self._model = settings.model or choose_default_model()
        self._extra = settings.extra_body or {}

    async def complete(self, prompt: Prompt, *, max_tokens: int) -> Answer:
        """Return the model's whole answer; see `Backend`. The answer's `model` is the one that was asked for."""
        body = {
            "model": self._model,
            "system": [{"type": "text", "text": prompt.system, "cache_control": CACHED}],
            "messages": [_format_turn(turn) for turn in prompt.turns],
            "max_tokens": max_tokens,
            **self._extra,  # which holds no key of these: bot/settings/request_keys.py
        }
        content = await post_json(self._http, self._url, self._headers, body)
        return _read_answer(read_reply(_Message, content), self._model)


def choose_default_model() -> str:
    """Return the first Sonnet in the SDK's own list of models, which stands newest first.

    The middle size answers in seconds and is good at plain language; a clinic that wants another names it.
    """
    from anthropic.types import model as models  # noqa: PLC0415 - large, and read where the clinic names no model

    return next(name for name in _list_literals(models.Model) if "sonnet" in name)


def _list_literals(kind: Any) -> list[str]:
    """Return the strings that stand anywhere in the type `kind`, a union of literals, in order."""
    return [kind] if isinstance(kind, str) else [name for part in get_args(kind) for name in _list_literals(part)]


def _format_turn(turn: Turn) -> dict[str, Any]:
    if turn.role == "assistant":
        return {"role": "assistant", "content": turn.text}
    return {"role": "user", "content": _cut_into_blocks(turn) if turn.steps else turn.text}


def _cut_into_blocks(turn: Turn) -> list[dict[str, Any]]:
    """Return a turn cut at its steps, the last of them marked: the cache ends there.

    A prefix is found again only where a block ended before, and at most twenty blocks back; hence the steps between.
    """
    cuts = (0, *turn.steps, len(turn.text))
    blocks: list[dict[str, Any]] = [{"type": "text", "text": turn.text[a:b]} for a, b in pairwise(cuts) if a < b]
    blocks[len(turn.steps) - 1]["cache_control"] = CACHED
    return blocks


def _read_answer(reply: _Message, model: str) -> Answer:
    """Return the text blocks as our answer, with how it ended; what was taken back has no text.

    Raises:
        BackendDown: there is no text in it and it is said to be whole, or there is an error beside it.
        BackendBusy, BackendRefused: there is an error beside it that says so.
    """
    raise_failure(reply.error)
    if reply.content is None:
        raise make_unreadable()
    finish = reply.stop_reason
    blocks = (block.text or "" for block in reply.content if block.type == "text")
    text = keep_shown_text("".join(blocks), finish)
    usage = reply.usage or _Usage()
    return Answer(text, model, usage.tokens_read, usage.output_tokens, usage.cache_read_input_tokens, finish)


@asynccontextmanager
async def open_anthropic(settings: BackendSettings, http: httpx2.AsyncClient) -> AsyncIterator[Backend]:
    """Open the API at `settings.base_url`, without `/v1`; Anthropic's own if it names none. It is asked through `http`.

    Raises:
        BackendRefused: no key, or text would go where it may not, as to Anthropic's own address unless it is `remote`.
    """
    url = settings.base_url or ANTHROPIC_URL
    await check_stays_where_configured(settings, url)
    if not settings.api_key_file:
        raise BackendRefused("This backend has no key.", "Put the key into a file and name it as `api_key_file`.")
    key = read_key(settings.api_key_file)
    yield _Anthropic(http, url, key, settings)
