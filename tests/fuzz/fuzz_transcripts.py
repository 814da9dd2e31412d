"""Fuzzed: what a server that writes voice messages down sends back, and what the room makes of it.

A server's answer is a `Transcript` of bounded length with numbers that can be compared, or one of the three errors, which
quote nothing of it. What is taken for somebody's words is one line that can be written to the notebook; the room decides it
in the same way twice, and a voice turns nothing up. Never another exception, and the work is in proportion to the answer.
"""

import asyncio
import json
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import cache
from math import isfinite
from typing import Any
from unittest.mock import patch

import httpx2
from fuzz_work import bound_work, require
from voice_scene import SAID, Heard, voiced

from bot.errors import BackendBusy, BackendDown, BackendRefused
from bot.llm.transcribe import LONGEST, MOST_SEGMENTS, Transcriber, open_transcriber
from bot.model import EventId, Transcribed, Transcript
from bot.session.decide import decide
from bot.session.voice.clear_words import find_clear_words
from bot.settings import BackendSettings
from bot.store.codec import pack_thing, tag_of, unpack_thing

SECRET = "velvet-walrus"
"""Stands in the corpus wherever somebody's words would, and is looked for where no words may be."""
STATUSES = (200, 200, 200, 200, 204, 301, 400, 401, 404, 413, 422, 429, 500, 503, 529, 200)
WORDS = tuple(
    word.encode()
    for word in (
        '"text":', '"language":"en"', '"segments":[', '"no_speech_prob":0.9', '"avg_logprob":-2.0', '{"text":"', "1e400", "-1",
        "null", "true", "NaN", "[]", "{}", "[Music]", "(sighs)", "*laughs*", "\u266a la \u266a", "[[", "((", "**",
        "Thank you for watching.", "again and again ", "!stop ", "!listen", "!agree voice", "I want to die. ", "\\n", "\\u0000",
        "\\ud83d", "\\u202e", "\u200b", "\u2028", "Terima kasih. ", "stop",
    )
)  # fmt: skip
_LOOP = asyncio.new_event_loop()
_OPENED = AsyncExitStack()
_REPLY: dict[str, Any] = {"status": 200, "body": b""}
_RULES = voiced()
_SCENE = Heard(_RULES).agrees()
_QUESTION = _SCENE.records()


@cache
def _open_ears() -> Transcriber:
    """Return a transcriber whose server answers what is in `_REPLY`; it is never closed."""

    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(_REPLY["status"], content=_REPLY["body"], headers={"content-type": "application/json"})

    settings = BackendSettings(kind="transcribe", base_url="http://127.0.0.1:9/v1", model="tiny")
    http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    with patch("bot.llm.transcribe.open_locked_client", lambda _: http):
        return _LOOP.run_until_complete(_OPENED.enter_async_context(open_transcriber(settings)))


def run_transcripts(data: bytes) -> None:
    """Read `data`: its first byte says with which status the rest of it comes, and how long the recording was."""
    how, body = (data[0] if data else 0), data[1:]
    _REPLY.update(status=STATUSES[how & 15], body=body)
    bound_work(60_000 + 1_500 * len(body), _take_in, _open_ears(), float(how >> 4))


def _take_in(ears: Transcriber, seconds: float) -> None:
    try:
        transcript = _LOOP.run_until_complete(ears.transcribe(b"OggS", "audio/ogg", ""))
    except (BackendBusy, BackendDown, BackendRefused) as error:
        require(SECRET not in f"{error} {error.remedy} {error!r}", "an error quotes an answer")
        return
    _check_transcript(transcript)
    words = find_clear_words(transcript, seconds)
    assert len(words) <= LONGEST * max(1, len(transcript.segments)), "a machine's words grow"
    assert words == " ".join(words.split()), "what was said is more than one line"
    _decide(Transcribed(EventId("$t"), _SCENE.now + 1, _QUESTION, transcript.text, words, "ears", transcript.model))


def _check_transcript(transcript: Transcript) -> None:
    assert SECRET not in repr(transcript), "what a machine wrote down is in a repr"
    assert len(transcript.text) <= LONGEST
    assert len(transcript.segments) <= MOST_SEGMENTS
    for part in transcript.segments:
        assert len(part.text) <= LONGEST
        assert all(number is None or isfinite(number) for number in (part.no_speech, part.confidence))


def _decide(event: Transcribed) -> None:
    room = _SCENE.room
    first, second = decide(room, event, _RULES), decide(room, event, _RULES)
    assert first == second, "the same is decided in two ways"
    for thing in (event, first.room, *first.effects):
        body = pack_thing(thing)
        body.encode()  # half a character cannot be written to a file or a database
        assert unpack_thing(tag_of(thing), body) == thing
    assert SECRET not in repr(event), "what a machine wrote down is in a repr"
    assert (first.room.floor, first.room.consents) == (room.floor, room.consents), "a voice was taken for a command"
    assert first.room.pending_for(_QUESTION) is None
    assert replace(event) == event


def list_seeds() -> dict[str, bytes]:
    """Return answers to begin with, as servers give them."""
    part = {"text": f" {SAID}", "no_speech_prob": 0.02, "avg_logprob": -0.21, "start": 0.0, "end": 2.5, "tokens": [314]}
    silent = {"text": f" {SECRET}", "no_speech_prob": 0.95, "avg_logprob": -1.4}
    bodies: dict[str, Any] = {
        "plain": {"text": SAID},
        "whole": {"task": "transcribe", "language": "english", "text": f" {SAID}\n", "segments": [part]},
        "silence": {"text": SECRET, "segments": [part, silent]},
        "music": {"text": f"[Music] (sighs) *laughs* \u266a {SECRET} \u266a {SAID}"},
        "nested": {"text": "[a (b *c* d) e] " * 4 + SECRET},
        "loop": {"text": "again and again " * 30},
        "filler": {"text": "Thank you for watching."},
        "danger": {"text": "I want to die. I have the pills here."},
        "command": {"text": "!listen"},
        "odd": {"text": SAID, "language": 7, "segments": [None, {"text": 3, "avg_logprob": "x"}, {"no_speech_prob": True}]},
        "error": {"error": {"message": SECRET}},
        "nothing": {"text": ""},
    }  # fmt: skip
    seeds = {name: b"\x30" + json.dumps(body, ensure_ascii=False).encode() for name, body in bodies.items()}
    return seeds | {
        "busy": b"\x3b" + b'{"error": {"message": "' + SECRET.encode() + b'"}}',
        "page": b"\x30<html>",
        "half": b'\x30{"text": "' + SECRET.encode(),
    }
