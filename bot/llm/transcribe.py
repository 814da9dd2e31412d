"""Voice messages written down, by any server that has OpenAI's `/v1/audio/transcriptions`: whisper.cpp, speaches, LocalAI, vLLM.

The recording is handed on as it came, from memory: nothing here writes a file, and nothing of the answer is logged.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import isfinite
from typing import Annotated, Any, Protocol

import httpx2
from pydantic import BaseModel, BeforeValidator

from bot.errors import BackendRefused, RecordingRefused
from bot.llm.sdk_errors import make_unreadable, map_status, read_reply, translate_sdk_errors
from bot.llm.transport import check_stays_where_configured, open_locked_client, read_key
from bot.model import Segment, Transcript
from bot.settings import BackendSettings

PATH = "/audio/transcriptions"
LONGEST = 20_000
"""Characters of a transcript that are read: nobody says as much in the longest message that may be configured."""
MOST_SEGMENTS = 2_000
FORMAT = "verbose_json"
"""The form that holds segments; servers that know only `json` answer 400, and are asked for that."""
_OK, _NOT_UNDERSTOOD, _OF_THE_FILE = 200, frozenset({400, 422}), frozenset({413, 415})
"""speaches answers 415 to what it cannot decode, OpenAI 413 to what is too large; whisper.cpp says so with the status 200."""
_ENDINGS = {
    "audio/ogg": "ogg",
    "audio/opus": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "audio/mp4": "m4a",
    "audio/m4a": "m4a",
    "audio/x-m4a": "m4a",
    "audio/aac": "m4a",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/wave": "wav",
    "audio/webm": "webm",
    "audio/flac": "flac",
    "audio/x-flac": "flac",
}
"""Kinds of recordings that are handed on, and how a file of each ends: servers choose their decoder by that."""


def _read_number(number: Any) -> Any:
    """Return a finite number as it is, None for anything else: what a server says of its own work never costs the words."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    try:
        read = float(number)
    except OverflowError:  # a whole number of hundreds of digits
        return None
    return read if isfinite(read) else None


def _read_seconds(seconds: Any) -> Any:
    """Return how many seconds a server says that a recording is long; vLLM writes the number as a text."""
    try:
        number = _read_number(float(seconds) if isinstance(seconds, str) else seconds)
    except ValueError:
        return None
    return number if number is not None and number >= 0 else None


def _read_text(text: Any) -> Any:
    return text[:LONGEST] if isinstance(text, str) else ""


def _keep_segments(segments: Any) -> Any:
    """Return the segments that are objects; LocalAI and whisper.cpp give them, OpenAI's newer models do not."""
    return [part for part in segments if isinstance(part, dict)][:MOST_SEGMENTS] if isinstance(segments, list) else []


Text = Annotated[str, BeforeValidator(_read_text)]
Number = Annotated[float | None, BeforeValidator(_read_number)]
Seconds = Annotated[float | None, BeforeValidator(_read_seconds)]


class _Segment(BaseModel):
    text: Text = ""
    no_speech_prob: Number = None
    avg_logprob: Number = None


class _Transcription(BaseModel):
    """The part of a transcription that we read. Without `text` it is something else: with `error`, as whisper.cpp says one."""

    text: str | None = None
    error: Any = None
    language: Text = ""
    duration: Seconds = None
    segments: Annotated[list[_Segment], BeforeValidator(_keep_segments)] = []


class Transcriber(Protocol):
    """A server that writes voice messages down, ready to be asked. Shared by all rooms: safe to call concurrently."""

    async def transcribe(self, recording: bytes, mimetype: str, language: str) -> Transcript:
        """Return what `recording` says, at most `LONGEST` characters; `language` is a hint (ISO 639-1), empty for none.

        To give up early, cancel: use `asyncio.timeout`; no connection is left open.

        Raises:
            BackendBusy: asked to wait; its `retry_after` is in seconds.
            RecordingRefused: it cannot read this recording, or takes it for too large.
            BackendRefused: asking again cannot help.
            BackendDown: no answer, reason unknown; asking again later may help.
        """
        ...


class _Server:
    """A server that has `/v1/audio/transcriptions`, asked through the locked client."""

    def __init__(self, http: httpx2.AsyncClient, settings: BackendSettings, key: str) -> None:
        self._http = http
        self._url = f"{(settings.base_url or '').rstrip('/')}{PATH}"
        self._model = settings.model or ""
        self._headers = {"authorization": f"Bearer {key}"} if key else {}

    async def transcribe(self, recording: bytes, mimetype: str, language: str) -> Transcript:
        """Return what `recording` says; see `Transcriber`."""
        response = await self._post(recording, mimetype, language, FORMAT)
        if response.status_code in _NOT_UNDERSTOOD:
            response = await self._post(recording, mimetype, language, "json")
        if response.status_code in _OF_THE_FILE:
            raise _refuse_recording(response.status_code)
        if response.status_code != _OK:
            raise map_status(response.status_code, response.headers)
        reply = read_reply(_Transcription, response.content)
        if reply.text is None:
            raise make_unreadable() if reply.error is None else _refuse_recording(_OK)
        segments = tuple(Segment(part.text, part.no_speech_prob, part.avg_logprob) for part in reply.segments)
        text, seconds = reply.text[:LONGEST].strip(), reply.duration or 0.0
        return Transcript(text, self._model, reply.language[:20], segments, seconds)

    async def _post(self, recording: bytes, mimetype: str, language: str, form: str) -> httpx2.Response:
        fields = {"model": self._model, "response_format": form, "temperature": "0"}
        fields |= {"language": language} if language else {}
        ending = find_ending(mimetype)
        if ending is None:
            raise BackendRefused("This file is no recording that the server could read.", "Nothing was sent.")
        return await translate_sdk_errors(
            self._http.post(
                self._url, data=fields, files={"file": (f"voice.{ending}", recording, mimetype)}, headers=self._headers
            )
        )


def _refuse_recording(status: int) -> RecordingRefused:
    return RecordingRefused(
        f"The server cannot read this recording, or takes it for too large (status {status}).",
        "Look into its own log. It has to read Opus in Ogg: whisper.cpp's needs `--convert` and ffmpeg for that.",
        status=status,
    )


def find_ending(mimetype: str) -> str | None:
    """Return how a file of this kind of recording ends; None for what is none, whatever parameters it came with."""
    return _ENDINGS.get(mimetype.partition(";")[0].strip().lower())


@asynccontextmanager
async def open_transcriber(settings: BackendSettings) -> AsyncIterator[Transcriber]:
    """Open the server at `settings.base_url`, which includes the API's path, mostly `/v1`, with a locked client of its own.

    Raises:
        BackendRefused: no address, no model, an unreadable key, or recordings would go where they may not.
    """
    if not settings.base_url or not settings.model:
        raise BackendRefused(
            "This backend has no address or no model.",
            "Add `base_url` and `model` to it; its server's manual names its models.",
        )
    key = read_key(settings.api_key_file) if settings.api_key_file else ""
    await check_stays_where_configured(settings, settings.base_url)
    async with open_locked_client(settings) as http:
        yield _Server(http, settings, key)
