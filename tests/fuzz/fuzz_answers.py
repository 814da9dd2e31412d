"""Fuzzed: what a model server sends back, and what is made of a model's text.

A server's answer is an `Answer` with counts that can be reckoned with, or one of the three errors, which quote nothing of it.
A model's text, for each task, ends in something of bounded length that people may read, or in a reason why not; points,
offers and the second reader's number are within what was asked. Never another exception, and the work is in proportion to
the text's length.
"""

import asyncio
import json
from functools import cache
from typing import Any

import httpx2
from fuzz_work import bound_work, require

from bot.app.endings import LONGEST
from bot.errors import BackendBusy, BackendDown, BackendRefused
from bot.llm.backend import Backend, connect_backend
from bot.llm.replies import MOST_TOKENS
from bot.llm.structured import is_broken_list, is_list, write_as_lines
from bot.model import Answered, EventId, Failed, Finish, Language, Masked, Prompt, Task, Turn
from bot.session.answers.points import MOST_POINTS, parse_offer, parse_pointed_message, parse_points
from bot.session.answers.schema import fit_answer
from bot.session.answers.unfinished import read_ending
from bot.settings import BackendSettings

SECRET = "velvet-walrus"
"""Stands in the corpus wherever somebody's words would, and is looked for where no words may be."""
GIVEN = "what is sleep hygiene, and why does my sister speak of it?"
STATUSES = (200, 200, 200, 200, 204, 301, 400, 401, 403, 404, 408, 413, 429, 500, 503, 529)
WORDS = tuple(
    word.encode()
    for word in (
        '{"choices":', '[{"message":', '{"content":', '"role":"assistant"', '"finish_reason":', '"length"', '"content_filter"',
        '"usage":', '"prompt_tokens":', '"error":', '"code":', '"message":', '"refusal":', '"stop_reason":', '"max_tokens"',
        '{"points":[', '{"text":"', '"messages":[', "1e400", "-1", "null", "true", "NaN", "[]", "{}", "<think>", "</think>",
        "<|channel|>final<|message|>", "[TOOL_CALLS]", "```json\n", "```", "- ", "1. ", "[1]", "[1, 2]", "[[3]]", "[1-9]", "yes 3",
        "no", "term: ", "two-meanings: ", "[PERSON_1]", "[NAME_9]", "https://a.example/x", "**", "\n\n", "\u200b", "\u202e", "Kim: ",
        "Therapist: ", "AI \u00b7 ", "Here is the translation:\n", "\u201c", "| a | b |\n", "<b>", "&amp;", "\\u0000", "\ud7ff",
    )
)  # fmt: skip
_PROMPT = Prompt(Task.SUGGEST, Language("en"), "You help.", (Turn("user", Masked(GIVEN)),), Masked(GIVEN))
_LOOP = asyncio.new_event_loop()
_REPLY: dict[str, Any] = {"status": 200, "body": b""}


@cache
def _open_backend(kind: str) -> Backend:
    """Return a backend of `kind` whose server answers what is in `_REPLY`; it is never closed."""

    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(_REPLY["status"], content=_REPLY["body"], headers={"content-type": "application/json"})

    settings = BackendSettings(kind=kind, base_url="http://127.0.0.1:9/v1", model="tiny", structured=kind == "openai")
    http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    return _LOOP.run_until_complete(connect_backend(settings, http).__aenter__())


def run_answers(data: bytes) -> None:
    """Read `data`: behind a first byte below 128 a model's text, else what a server sends."""
    how, rest = (data[0] if data else 0), data[1:]
    if how < 128:
        text = rest.decode("utf-8", "replace")[:LONGEST]
        bound_work(60_000 + 1_500 * len(text), _check_text, text, bool(how & 1))
        return
    _REPLY.update(status=STATUSES[how >> 1 & 15], body=rest)
    backend = _open_backend("openai")
    bound_work(60_000 + 400 * len(rest), _check_reply, backend)


def _check_reply(backend: Backend) -> None:
    try:
        answer = _LOOP.run_until_complete(backend.complete(_PROMPT, max_tokens=100))
    except (BackendBusy, BackendDown, BackendRefused) as error:
        require(SECRET not in f"{error} {error.remedy} {error!r}", "an error quotes an answer")
        return
    for count in (answer.tokens_in, answer.tokens_out, answer.tokens_cached):
        assert 0 <= count <= MOST_TOKENS
    assert isinstance(answer.finish, Finish)
    assert answer.finish in {Finish.WHOLE, Finish.CUT} or not answer.text, "what was taken back has a text"
    assert SECRET not in repr(answer), "what a model wrote is in a repr"


def _check_text(text: str, cut: bool) -> None:
    for task in Task:
        ending = read_ending(Answered(EventId("a"), 1.0, EventId("q"), text, "house", "tiny", cut=cut), task)
        assert SECRET not in repr(ending), "what a model wrote is in a repr"
        if isinstance(ending, Failed):
            continue
        if task in _SHAPED:
            fit = fit_answer(task, ending.text, GIVEN, ("Ana", "Kim"))
            assert len(fit.text) <= len(ending.text) + 400, "an answer grows while it is tidied"
            assert not fit.text or any(char.isalnum() for char in fit.text)
            fit.text.encode()
    points, _ = parse_points(text)
    assert len(points) <= MOST_POINTS
    assert all(number >= 0 for point in points for number in point.numbers)
    offer = parse_offer(text)
    assert offer is None or offer.kind
    pointed = parse_pointed_message(text, 3)
    assert pointed in {None, 0, 1, 2, 3}, "the second reader points at a message that is not there"
    lines = write_as_lines(text)
    assert len(lines) <= max(len(text), 60 * 2_300), "a list grows while it is written"
    assert is_list(text) or not is_broken_list(text)


_SHAPED = (Task.EXPLAIN, Task.TRANSLATE, Task.ASK, Task.EXPRESS)


def list_seeds() -> dict[str, bytes]:
    """Return answers to begin with, as models and servers give them."""
    texts = {
        "plain": "Sleep hygiene means small habits that help people sleep.",
        "thinking": f"<think>{SECRET}</think>Small habits.",
        "channel": "<|channel|>analysis<|message|>hm<|channel|>final<|message|>Small habits.",
        "list": "- They spoke of sleep. [1]\n- And of the bus. [2, 3]\nNothing else.",
        "offer": "two-meanings: They use home for a house and a family. [1]",
        "pointed": "yes 3",
        "ways": '1. "I felt unheard."\n2. "Please listen to me."',
        "json": '{"points": [{"text": "They spoke of sleep.", "messages": [1, 2]}]}',
        "broken": '```json\n{"points": [{"text": "They spoke", "messages": [1]}, {"text": "and th',
        "translation": 'Here is the translation:\n"Ini kebiasaan kecil."\n(Note: hygiene is kebersihan.)',
        "dialog": "Kim: I slept badly.\nTherapist: Tell me more.",
        "loop": "again and again " * 30,
        "links": "See https://a.example/x and [this](https://b.example).",
        "tool": '[TOOL_CALLS][{"name": "x"}]',
    }
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 3}}
    bodies = {
        "openai": {"choices": [{"message": {"role": "assistant", "content": SECRET}, "finish_reason": "stop"}], "usage": usage},
        "parts": {"choices": [{"message": {"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}}]},
        "refusal": {"choices": [{"message": {"refusal": SECRET}, "finish_reason": "content_filter"}]},
        "error": {"error": {"code": 503, "message": SECRET}},
        "listed": {"choices": [{"message": {"content": texts["json"]}, "finish_reason": "length"}]},
    }  # fmt: skip
    seeds = {f"text-{name}": b"\0" + text.encode() for name, text in texts.items()}
    seeds |= {f"cut-{name}": b"\1" + text.encode() for name, text in texts.items()}
    seeds |= {f"server-{name}": b"\x80" + json.dumps(body).encode() for name, body in bodies.items()}
    return seeds | {
        "server-busy": b"\x98" + b'{"error": {"message": "' + SECRET.encode() + b'"}}',
        "server-page": b"\x80<html>",
    }
