"""Voice messages written down: exactly what is sent to the server, and what is made of every answer."""

import json
from pathlib import Path
from typing import Any

import pytest
from model_server import HALF_JSON, WEB_PAGE, Reply, Request, model_server

from bot.errors import BackendBusy, BackendDown, BackendError, BackendRefused, RecordingRefused
from bot.llm.transcribe import LONGEST, MOST_SEGMENTS, open_transcriber
from bot.model import Segment, Transcript
from bot.settings import BackendSettings

RECORDING = b"OggS" + bytes(range(256)) * 8
KEY = "sk-quiet-heron"
WORDS = "I could not sleep again."
WHISPER_CPP = {
    "task": "transcribe",
    "language": "english",
    "duration": 2.5,
    "text": f" {WORDS}\n",
    "segments": [
        {
            "id": 0,
            "text": f" {WORDS}\n",
            "start": 0.0,
            "end": 2.5,
            "tokens": [50363, 314],
            "words": [{"word": " I", "start": 0.0, "end": 0.2, "t_dtw": -1, "probability": 0.9}],
            "temperature": 0.0,
            "avg_logprob": -0.21,
            "no_speech_prob": 0.02,
        }
    ],
}
"""As whisper.cpp's server answers `verbose_json` (examples/server/server.cpp)."""
LOCAL_AI = {"segments": [{"id": 0, "start": 0, "end": 2_500_000_000, "text": WORDS, "tokens": [314]}], "text": WORDS}
"""As LocalAI answers: times in nanoseconds, and nothing of how sure it is."""
OPENAI = {"text": WORDS, "usage": {"type": "duration", "seconds": 3}}
"""As OpenAI's newer models answer `json`."""
VLLM = {"text": WORDS, "language": "en", "duration": "2.5", "words": None, "segments": None}
"""As vLLM answers `verbose_json` of what it made no segments: its length is a text."""
FASTER_WHISPER = {
    "task": "transcribe",
    "language": "en",
    "duration": 4.0,
    "text": " You",
    "segments": [
        {
            "id": 0,
            "start": 0.0,
            "end": 2.0,
            "text": " You",
            "tokens": [50363, 921, 50463],
            "temperature": 0.0,
            "avg_logprob": -0.9308245182037354,
            "compression_ratio": 0.2727272727272727,
            "no_speech_prob": 0.9462239146232605,
        }
    ],
}
"""As a server over faster-whisper answered to four seconds of silence: its own thresholds let this pass."""


def _settings(url: str, folder: Path | None = None) -> BackendSettings:
    key_file = None
    if folder:
        key_file = folder / "key"
        key_file.write_text(f"{KEY}\n", encoding="ascii")
    return BackendSettings(
        kind="transcribe", base_url=f"{url}/v1/", model="whisper-small", api_key_file=key_file, timeout=20.0
    )


def _reply(answer: Any) -> Reply:
    return Reply(body=json.dumps(answer).encode())


def _read_fields(request: Request) -> dict[str, bytes]:
    """Return the parts of a form by their names, headers of a file's part included."""
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    parts: dict[str, bytes] = {}
    for part in request.body.split(b"--" + boundary)[1:-1]:
        head, _, value = part.strip(b"\r\n").partition(b"\r\n\r\n")
        name = head.partition(b'name="')[2].partition(b'"')[0].decode()
        parts[name] = value if name != "file" else head + b"|" + value
    return parts


async def test_the_server_gets_the_recording_the_model_and_the_hint_and_nothing_else(tmp_path: Path) -> None:
    """No name of a person, room or file: the file is called by what kind it is; the bytes go on as they came."""
    async with model_server() as server, open_transcriber(_settings(server.url, tmp_path)) as transcriber:
        server.script(_reply(WHISPER_CPP))
        await transcriber.transcribe(RECORDING, "audio/ogg; codecs=opus", "id")
        (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v1/audio/transcriptions")
    assert request.headers["authorization"] == f"Bearer {KEY}"
    fields = _read_fields(request)
    file = fields.pop("file")
    assert fields == {
        "model": b"whisper-small",
        "response_format": b"verbose_json",
        "temperature": b"0",
        "language": b"id",
    }
    head, _, sent = file.partition(b"|")
    assert b'filename="voice.ogg"' in head
    assert sent == RECORDING


async def test_without_a_hint_or_a_key_none_is_sent() -> None:
    """The server then finds the language by itself, and nobody pretends to have a key."""
    async with model_server() as server, open_transcriber(_settings(server.url)) as transcriber:
        server.script(_reply(OPENAI))
        await transcriber.transcribe(RECORDING, "audio/mpeg", "")
        (request,) = server.requests
    assert "authorization" not in request.headers
    assert "language" not in _read_fields(request)


@pytest.mark.parametrize(
    ("answer", "transcript"),
    [
        (WHISPER_CPP, Transcript(WORDS, "whisper-small", "english", (Segment(f" {WORDS}\n", 0.02, -0.21),), 2.5)),
        (
            FASTER_WHISPER,
            Transcript("You", "whisper-small", "en", (Segment(" You", 0.9462239146232605, -0.9308245182037354),), 4.0),
        ),
        (VLLM, Transcript(WORDS, "whisper-small", "en", (), 2.5)),
        ({"text": WORDS, "duration": "long"}, Transcript(WORDS, "whisper-small")),
        ({"text": WORDS, "duration": -3, "error": "none"}, Transcript(WORDS, "whisper-small")),
        (LOCAL_AI, Transcript(WORDS, "whisper-small", "", (Segment(WORDS),))),
        (OPENAI, Transcript(WORDS, "whisper-small")),
        ({"text": ""}, Transcript("", "whisper-small")),
        (
            {"text": WORDS, "language": 7, "segments": [{"text": 3, "no_speech_prob": "high"}, "x"]},
            Transcript(WORDS, "whisper-small", "", (Segment(""),)),
        ),
        (
            {"text": WORDS, "segments": [{"text": WORDS, "no_speech_prob": 10**400, "avg_logprob": float("-inf")}]},
            Transcript(WORDS, "whisper-small", "", (Segment(WORDS),)),
        ),
    ],
)
async def test_each_server_s_own_form_is_read(answer: Any, transcript: Transcript) -> None:
    """What a server says of its own work is read where it does, and never costs the words where it is odd."""
    async with model_server() as server, open_transcriber(_settings(server.url)) as transcriber:
        server.script(_reply(answer))
        assert await transcriber.transcribe(RECORDING, "audio/ogg", "en") == transcript


async def test_a_server_that_knows_no_segments_is_asked_for_plain_words() -> None:
    """`verbose_json` is refused by some with 400: the same recording goes once more, and no third time."""
    async with model_server() as server, open_transcriber(_settings(server.url)) as transcriber:
        server.script(Reply(status=400), _reply(OPENAI))
        assert (await transcriber.transcribe(RECORDING, "audio/ogg", "en")).text == WORDS
        forms = [_read_fields(request)["response_format"] for request in server.requests]
    assert forms == [b"verbose_json", b"json"]


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(status=429, headers={"retry-after": "7"}), BackendBusy),
        (Reply(status=401), BackendRefused),
        (Reply(status=404), BackendRefused),
        (Reply(status=307, headers={"location": "http://127.0.0.1:1/elsewhere"}), BackendRefused),
        (Reply(status=413), RecordingRefused),
        (
            Reply(status=415, body=b'{"detail":"Failed to decode audio. The provided file type is not supported."}'),
            RecordingRefused,
        ),
        (Reply(body=b'{"error":"failed to read WAV file"}'), RecordingRefused),
        (Reply(status=503, body=b'{"status":"loading model"}'), BackendDown),
        (Reply(status=500, body=b"Internal Server Error"), BackendDown),
        (WEB_PAGE, BackendDown),
        (HALF_JSON, BackendDown),
        (Reply(body=b'{"answer": "no text here"}'), BackendDown),
        (Reply(break_off=True, body=json.dumps(OPENAI).encode()), BackendDown),
        (Reply(flood=True), BackendDown),
    ],
)
async def test_what_goes_wrong_is_one_of_our_errors_and_quotes_nobody(reply: Reply, error: type[BackendError]) -> None:
    """Whatever a server answers, the bot's own words say what happened, and no redirect is followed."""
    async with model_server() as server, open_transcriber(_settings(server.url)) as transcriber:
        server.script(reply, reply)
        with pytest.raises(error) as raised:
            await transcriber.transcribe(RECORDING, "audio/ogg", "en")
        assert len(server.requests) == 1
    assert "moonless-otter" not in str(raised.value)
    assert raised.value.__context__ is None


async def test_an_answer_without_end_is_bounded() -> None:
    """However much a server says was said, no more is kept than anybody can say."""
    long = {"text": "word " * LONGEST, "segments": [{"text": "word"}] * (MOST_SEGMENTS + 5)}
    async with model_server() as server, open_transcriber(_settings(server.url)) as transcriber:
        server.script(_reply(long))
        transcript = await transcriber.transcribe(RECORDING, "audio/ogg", "en")
    assert len(transcript.text) <= LONGEST
    assert len(transcript.segments) == MOST_SEGMENTS


async def test_what_is_no_recording_is_not_sent() -> None:
    """A kind of file that no server takes for sound never leaves."""
    async with model_server() as server, open_transcriber(_settings(server.url)) as transcriber:
        with pytest.raises(BackendRefused):
            await transcriber.transcribe(RECORDING, "image/svg+xml", "en")
        assert not server.requests


async def test_a_server_elsewhere_is_refused_before_anything_is_sent() -> None:
    """A recording stays where the files say: another machine, unencrypted, gets nothing."""
    settings = BackendSettings(kind="transcribe", base_url="http://192.0.2.7/v1", model="whisper-small")
    with pytest.raises(BackendRefused):
        async with open_transcriber(settings):
            raise AssertionError
