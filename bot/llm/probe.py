"""A look at a model server for the operator: one fixed question, and what the server says of itself. No one's words.

It goes the very way that people's words go: the same locked client, the same host, the same keys. What a server
answers is read with care, and of its own words no more than names of models goes on.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlsplit

import httpx2
from pydantic import BaseModel, BeforeValidator, ValidationError
from pydantic_core import from_json

from bot.errors import BackendError
from bot.llm.backend import Backend, connect_backend
from bot.llm.transport import open_locked_client, read_key
from bot.masking.mask import frame_texts
from bot.model import Answer, Finish, Prompt, Task, Turn
from bot.session.answers.tidy import strip_thinking
from bot.settings import BackendSettings
from bot.words import languages

WORD = "lantern"
_QUESTION = frame_texts([("Which word were you told to answer with?", frame_texts(()), "")])
QUESTION = Prompt(
    task=Task.EXPLAIN,
    language=languages()[0],
    system=f"You are being tried out. Whatever you are asked, answer with this one word: {WORD}",
    turns=(Turn("user", _QUESTION),),
    request=_QUESTION,
)
"""The one question that is asked: whoever answers it with the word has read the system text."""
_TALK = frame_texts([("Message 1:\nThe lantern is lit.\n\nMessage 2:\nThen it is bright.", frame_texts(()), "")])
LIST = Prompt(
    task=Task.SUGGEST,
    language=languages()[0],
    system="Answer with one short point about the talk, and the numbers of the messages that it rests on.",
    turns=(Turn("user", _TALK),),
    request=_TALK,
)
"""What is asked besides where lists are to come as JSON."""
LONGEST = 160
"""Tokens of an answer: one word, and some for a model that thinks first."""
_MOST_MODELS = 2000
Connect = Callable[[BackendSettings, httpx2.AsyncClient], AbstractAsyncContextManager[Backend]]
_THOUGHTS = ("reasoning_content", "reasoning", "thinking")


def _bound_size(size: Any) -> int:
    return size if isinstance(size, int) and not isinstance(size, bool) and 0 < size < 10**9 else 0


class _Listed(BaseModel):
    """What a list of models says of one. vLLM says with how many tokens it was started."""

    id: str
    max_model_len: Annotated[int, BeforeValidator(_bound_size)] = 0


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one question: the answer or the error, the server's own JSON, and after how many seconds."""

    answer: Answer | None
    error: BackendError | None
    body: Any = field(repr=False)
    seconds: float

    @property
    def said(self) -> str:
        """Return the model's text as the server sent it, empty if there is none."""
        said = dig(self.body, "choices", 0, "message", "content")
        return said if isinstance(said, str) else self.answer.text if self.answer else ""

    @property
    def is_spent(self) -> bool:
        """Return whether nothing, or no end, came behind the thoughts."""
        cut = self.answer is not None and self.answer.finish is Finish.CUT
        return self.has_thoughts and (cut or not strip_thinking(self.said))

    @property
    def has_thoughts(self) -> bool:
        """Return whether the model thought before it answered, as far as the server lets that be seen."""
        message = dig(self.body, "choices", 0, "message")
        tokens = dig(self.body, "usage", "completion_tokens_details", "reasoning_tokens")
        blocks = dig(self.body, "content")
        return (
            any(dig(message, key) for key in _THOUGHTS)
            or (isinstance(tokens, int) and tokens > 0)
            or (isinstance(blocks, list) and any(dig(block, "type") == "thinking" for block in blocks))
            or strip_thinking(self.said) != self.said.strip()
        )


class Probe:
    """A server that can be tried out, through one locked client; `connect` opens the backend, `clock` counts its seconds."""

    def __init__(
        self,
        settings: BackendSettings,
        http: httpx2.AsyncClient,
        connect: Connect = connect_backend,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._settings = settings
        self._connect = connect
        self._clock = clock or asyncio.get_running_loop().time
        self._http = http
        self._body: Any = None
        http.event_hooks = {"response": [self._keep_body]}

    async def ask(self, prompt: Prompt, **other: Any) -> Tried:
        """Ask `prompt` just as the bot would ask it, with `other` keys than those in the file; an error is an outcome."""
        clock = self._clock
        settings = self._settings.model_copy(update=other)
        begun = clock()
        answer: Answer | None = None
        problem: BackendError | None = None
        self._body = None
        try:
            async with self._connect(settings, self._http) as backend:
                begun = clock()  # what is imported to ask is no time of the server's
                answer = await backend.complete(prompt, max_tokens=min(LONGEST, settings.max_tokens))
        except BackendError as error:
            problem = error
        return Tried(answer, problem, self._body, clock() - begun)

    async def fetch(self, url: str, model: str = "") -> Any:
        """Return the JSON at `url`, or, with a `model`, what the server says of it there; None if there is none."""
        try:
            if model:
                reply = await self._http.post(url, json={"model": model}, headers=self._make_headers())
            else:
                reply = await self._http.get(url, headers=self._make_headers())
        except (httpx2.HTTPError, BackendError):
            return None
        return _parse_json(reply.content) if reply.is_success else None

    def _make_headers(self) -> dict[str, str]:
        if not self._settings.api_key_file:
            return {}
        version = {"anthropic-version": "2023-06-01"} if self._settings.kind == "anthropic" else {}
        return {"authorization": f"Bearer {read_key(self._settings.api_key_file)}", **version}

    async def _keep_body(self, response: httpx2.Response) -> None:
        self._body = _parse_json(await response.aread())


@asynccontextmanager
async def open_probe(settings: BackendSettings) -> AsyncIterator[Probe]:
    """Open a server to be tried out; what may go there, and who may be reached, is as for the bot itself."""
    async with open_locked_client(settings) as http:
        yield Probe(settings, http)


async def fetch_models(probe: Probe, url: str) -> dict[str, int]:
    """Return the models that a server lists at `url`, each with the tokens it takes in; 0 where that is not said."""
    listed = dig(await probe.fetch(f"{url.rstrip('/')}/models"), "data")
    models = {}
    for listing in listed[:_MOST_MODELS] if isinstance(listed, list) else ():
        with suppress(ValidationError):
            model = _Listed.model_validate(listing)
            models[model.id] = model.max_model_len
    return models


async def fetch_context(probe: Probe, url: str, model: str) -> tuple[int, bool]:
    """Return how many tokens a server takes in at once, and whether that is what it was started with; 0 if it does not say.

    llama.cpp tells it on `/props`. Ollama tells on `/api/show` what was set for the model, else only what the model could.
    """
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    if size := _bound_size(dig(await probe.fetch(f"{root}/props"), "default_generation_settings", "n_ctx")):
        return size, True
    about = await probe.fetch(f"{root}/api/show", model)
    if isinstance(chosen := dig(about, "parameters"), str):
        lines = (line.split() for line in chosen[:10_000].split("\n"))
        written = next((words[1] for words in lines if len(words) == 2 and words[0] == "num_ctx"), "")
        if written.isascii() and written.isdecimal():
            return _bound_size(int(written[:10])), True
    info = dig(about, "model_info")
    sizes_could = (info[key] for key in info if str(key).endswith(".context_length")) if isinstance(info, dict) else ()
    return _bound_size(next(iter(sizes_could), 0)), False


def dig(thing: Any, *path: str | int) -> Any:
    """Return what stands at `path` in JSON, by keys and places; None if nothing does."""
    for step in path:
        if isinstance(thing, dict) and isinstance(step, str):
            thing = thing.get(step)
        elif isinstance(thing, list) and isinstance(step, int) and step < len(thing):
            thing = thing[step]
        else:
            return None
    return thing


def _parse_json(body: bytes) -> Any:
    try:
        return from_json(body)
    except ValueError:
        return None
