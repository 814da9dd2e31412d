"""The backend for every server that speaks OpenAI's chat completions: Ollama, vLLM, llama.cpp, LM Studio, LiteLLM.

Asked by the HTTP client that is open anyway: OpenAI's SDK, of which nothing but one POST was used, took 12 MB and half a second.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Annotated, Any

import httpx2
from pydantic import BaseModel, BeforeValidator

from bot.errors import BackendRefused
from bot.llm.backend import Backend
from bot.llm.environment import seal_environment
from bot.llm.replies import Content, Count, MaybeFailure, Reason, keep_object
from bot.llm.sdk_errors import keep_shown_text, make_unreadable, post_json, raise_failure, read_reply
from bot.llm.structured import choose_schema, is_broken_list, write_as_lines
from bot.llm.transport import read_key
from bot.model import Answer, Finish, Prompt, Turn
from bot.settings import BackendSettings

seal_environment()

PATH = "/chat/completions"
NO_KEY = "unused"
"""What stands in for a key where none is configured: local servers ask for none, and some insist on one."""


class _Message(BaseModel):
    content: Content = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: Reason = Finish.WHOLE
    error: MaybeFailure = None


class _Details(BaseModel):
    cached_tokens: Count = 0


class _Usage(BaseModel):
    """Tokens as the server counts them: `prompt_tokens` are all, also those that it had kept from before."""

    prompt_tokens: Count = 0
    completion_tokens: Count = 0
    prompt_tokens_details: Annotated[_Details | None, BeforeValidator(keep_object)] = None

    @property
    def tokens_cached(self) -> int:
        """Return how many of the tokens in were read from a cache."""
        return self.prompt_tokens_details.cached_tokens if self.prompt_tokens_details else 0


class _Completion(BaseModel):
    """The part of a chat completion that we read."""

    choices: list[_Choice] | None = None
    usage: Annotated[_Usage | None, BeforeValidator(keep_object)] = None
    error: MaybeFailure = None


class _OpenAI:
    """A server that speaks chat completions."""

    def __init__(self, http: httpx2.AsyncClient, key: str, settings: BackendSettings) -> None:
        self._http = http
        self._url = f"{(settings.base_url or '').rstrip('/')}{PATH}"
        self._headers = {"authorization": f"Bearer {key}", "accept": "application/json", "user-agent": "thirdchair"}
        self._model = settings.model or ""
        self._settings = settings

    async def complete(self, prompt: Prompt, *, max_tokens: int) -> Answer:
        """Return the model's whole answer; see `Backend`. The answer's `model` is the one that was asked for."""
        settings, schema = self._settings, choose_schema(prompt) if self._settings.structured else None
        body: dict[str, Any] = {
            "model": self._model,
            "messages": format_messages(prompt, merged=settings.system == "merge"),
            settings.max_tokens_key: max_tokens,
        }
        if settings.temperature != "none":
            body["temperature"] = settings.temperature
        if schema:
            body["response_format"] = _make_response_format(schema)
        body |= settings.extra_body or {}  # which holds no key of these: bot/settings/request_keys.py
        content = await post_json(self._http, self._url, self._headers, body)
        answer = _read_answer(read_reply(_Completion, content), self._model)
        return _write_list(answer) if schema else answer


def _write_list(answer: Answer) -> Answer:
    """Return an answer in JSON as lines; one that breaks off is cut, also where the server says that it is whole."""
    is_cut = answer.finish is Finish.WHOLE and is_broken_list(answer.text)
    return replace(answer, text=write_as_lines(answer.text), finish=Finish.CUT if is_cut else answer.finish)


def _make_response_format(schema: dict[str, object]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "points", "strict": True, "schema": schema}}


def format_messages(prompt: Prompt, *, merged: bool) -> list[dict[str, str]]:
    """Return the system text and the turns, or, `merged`, the turns, of which the first begins with the system text.

    Templates without a system role refuse one; many of them want the first turn to be a user's.
    """
    turns = [_format_turn(turn) for turn in prompt.turns]
    if not merged:
        return [{"role": "system", "content": prompt.system}, *turns]
    first = prompt.turns[0]
    if first.role != "user":
        return [{"role": "user", "content": prompt.system}, *turns]
    return [{"role": "user", "content": f"{prompt.system}\n\n{first.text}"}, *turns[1:]]


def _format_turn(turn: Turn) -> dict[str, str]:
    return {"role": turn.role, "content": turn.text}


def _read_answer(reply: _Completion, model: str) -> Answer:
    """Return the first choice as our answer, with how it ended; what was taken back has no text.

    Raises:
        BackendDown: there is no text in it and it is said to be whole, or there is an error beside it.
        BackendBusy, BackendRefused: there is an error beside it that says so.
    """
    choice = reply.choices[0] if reply.choices else _Choice(message=_Message())
    raise_failure(reply.error or choice.error)
    if reply.choices is None:
        raise make_unreadable()
    finish = Finish.DECLINED if choice.message.refusal else choice.finish_reason
    text = keep_shown_text(choice.message.content or "", finish)
    usage = reply.usage or _Usage()
    return Answer(text, model, usage.prompt_tokens, usage.completion_tokens, usage.tokens_cached, finish)


@asynccontextmanager
async def open_openai(settings: BackendSettings, http: httpx2.AsyncClient) -> AsyncIterator[Backend]:
    """Open the server at `settings.base_url`, which includes the API's path, mostly `/v1`. It is asked through `http`.

    Raises:
        BackendRefused: no address, no model, or an unreadable key.
    """
    if not settings.base_url or not settings.model:
        raise BackendRefused(
            "This backend has no address or no model.",
            "Add `base_url` and `model` to it; the model server can list the models it has.",
        )
    key = read_key(settings.api_key_file) if settings.api_key_file else NO_KEY
    yield _OpenAI(http, key, settings)
