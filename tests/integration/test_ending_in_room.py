"""How answers end, from a server's own bytes to the line in the room and the line in the log, for whatever backend.

Twelve things that servers and models do, and what holds each: a scene (tests/unit), and a server that says it (here beside).

| what comes | in a scene | from a server |
| --- | --- | --- |
| cut: `length`, `max_tokens`, the context is full | test_answer_endings: half a translation, a cut explanation; test_note_cut | here: each ending; test_endings: says how it ended |
| a failure in a 200: `error`, HTML, a stream | test_answer_endings: each trouble | here: each ending; test_endings: no answer in a 200, an error beside half |
| a list of parts, `text: null` | none: the backend joins them | test_endings: an answer in parts; here: told in parts |
| an odd count of tokens | none: the backend bounds it | test_endings: an odd count; here: of somebody else's |
| 400, too long | test_answer_endings: each trouble | here: each ending; test_endings: each kind of refusal |
| 400, a filter | test_answer_endings: each trouble | here: each ending; test_endings: each kind of refusal |
| 429, the account is used up | test_answer_endings: each trouble | here: each ending; test_endings: each kind of refusal |
| 529, busy | test_answer_endings: each trouble | here: each ending |
| the model declines | test_answer_endings: each trouble; test_translation_held | here: each ending; test_endings: says how it ended |
| thoughts, in whatever marks | test_answer_endings: never shown, cut before they end | here: thoughts |
| a tool is called, bare JSON | test_answer_endings: a call of a tool | here: what is no answer |
| 20,000 of anything, 4 MB | test_answers_linear; test_answer_endings: cut to size | here: without end; test_bounds |
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from backends import opened
from hand_held import ANA, KIM, Client, Server, at_work, seat
from model_server import Reply, model_server
from structlog.testing import capture_logs
from test_endings import completion, message

from bot.app.services import Patience
from bot.errors import BackendRefused, Refusal
from bot.llm.backend import Backend
from bot.model import Answer, Finish, Prompt

HALF = "I want to move out"
TRANSLATE = "!translate en Aku mau pindah rumah besok pagi"


async def play(
    folder: Path, backend: Backend, command: str, patience: Patience | None = None
) -> tuple[str, list[Mapping[str, Any]]]:
    """Return what Kim reads who typed `command`, and what the log says of it."""
    server = Server()
    client: Any = Client(server)
    async with seat(folder, client, {"house": backend}) as chair, at_work(chair):
        chair.patience = patience or chair.patience
        await server.agrees()
        await server.says_now("!listen", ANA)
        await server.until(lambda: [post for post in server.posts if "AI on" in post.content["body"]])
        with capture_logs() as logs:
            question = await server.says_now(command, KIM)
            await server.until(lambda: server.replies(question))
        return str(server.replies(question)[0].content["body"]), [line for line in logs if line["event"] == "no answer"]


class Other:
    """A backend of somebody else's, which ends its answer in the way it is told to."""

    def __init__(self, ending: Answer | BackendRefused) -> None:
        self.ending = ending

    async def complete(self, prompt: Prompt, *, max_tokens: int) -> Answer:  # noqa: ARG002 - as a backend is called
        """Answer, or refuse."""
        if isinstance(self.ending, Answer):
            return self.ending
        raise self.ending


@pytest.mark.parametrize(
    ("kind", "reply", "status", "told", "logged"),
    [
        ("openai", completion("length"), 200, "broke off before the end", []),
        ("anthropic", message("max_tokens"), 200, "broke off before the end", []),
        ("openai", completion("content_filter"), 200, "A filter on the model server", [("filtered", None)]),
        ("anthropic", message("refusal"), 200, "The model declined", [("declined", None)]),
        ("openai", completion("error"), 200, "does not answer", [("down", None)] * 3),
        ("openai", {"error": {"message": "moonless-otter"}}, 200, "does not answer", [("down", 200)] * 3),
        ("openai", {"error": {"code": "context_length_exceeded"}}, 400, "more than the model can", [("long", 400)]),
        ("openai", {"error": {"code": "content_filter"}}, 400, "A filter on the model server", [("filtered", 400)]),
        ("openai", {"error": {"type": "insufficient_quota"}}, 429, "account", [("spent", 429)]),
        ("anthropic", {"error": {"type": "overloaded_error"}}, 529, "busy", [("busy", 529)] * 3),
        ("openai", {"error": {"message": "moonless-otter"}}, 401, "tell the operator", [("refused", 401)]),
    ],
)
async def test_each_ending_is_told_to_the_person_and_to_the_operator(
    kind: str,
    reply: dict[str, Any],
    status: int,
    told: str,
    logged: list[tuple[str, int | None]],
    tmp_path: Path,
) -> None:
    """No half of an answer is posted; the log holds kind and status and nobody's words."""
    async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
        server.default = Reply(body=json.dumps(reply).encode(), status=status)
        body, lines = await play(tmp_path, backend, TRANSLATE, Patience(retry=0.0))
    assert told in body
    assert HALF not in body
    assert [(line["reason"], line["status"]) for line in lines] == logged
    assert "moonless-otter" not in str(lines)


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        (Answer(HALF, "m", finish=Finish.CUT), "broke off before the end"),
        (Answer(HALF, "m", finish=Finish.DECLINED), "The model declined"),
        (Answer(HALF, "m", finish=Finish.FILTERED), "A filter on the model server"),
        (BackendRefused("No.", "Buy more.", kind=Refusal.SPENT), "account"),
        (BackendRefused("No."), "does not accept what I send"),
        (Answer("word " * 20_000, "m"), "broke off before the end"),
        (Answer(HALF, "m", tokens_in=-5, tokens_out=10**18), HALF),
    ],
)
async def test_a_backend_of_somebody_elses_ends_its_answers_in_the_same_ways(
    ending: Answer | BackendRefused, told: str, tmp_path: Path
) -> None:
    """Half of what it says is not posted either, and no count of tokens of its own spends a day's budget."""
    body, _ = await play(tmp_path, Other(ending), TRANSLATE)
    assert told in body
    assert (HALF in body) == (told == HALF)


THOUGHT = "Kim is afraid."


@pytest.mark.parametrize(
    "reply",
    [
        completion("stop", f"<think>{THOUGHT}</think>{HALF}"),
        completion("stop", f"{THOUGHT}</think>{HALF}"),
        completion("stop", f"<seed:think>{THOUGHT}</seed:think>{HALF}"),
        completion("stop", f"<|channel>thought\n{THOUGHT}<channel|>{HALF}"),
        completion("stop", f"<|channel|>analysis<|message|>{THOUGHT}<|end|><|channel|>final<|message|>{HALF}"),
        completion("stop", [{"type": "thinking", "thinking": THOUGHT}, {"type": "text", "text": HALF}]),
        {"choices": [{"message": {"content": HALF, "reasoning_content": THOUGHT}, "finish_reason": "stop"}]},
        {"choices": [{"message": {"content": HALF, "reasoning": THOUGHT}, "finish_reason": "stop"}]},
    ],
)
async def test_thoughts_of_a_server_stay_behind(reply: dict[str, Any], tmp_path: Path) -> None:
    """Whether a server marks thoughts, lays them beside the answer or in parts of their own: people read the answer."""
    async with model_server() as server, opened("openai", server.url, tmp_path) as backend:
        server.default = Reply(body=json.dumps(reply).encode())
        body, _ = await play(tmp_path, backend, TRANSLATE)
    assert HALF in body
    assert THOUGHT not in body


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (completion("length", f"<think>{THOUGHT} {HALF}"), "broke off"),
        (completion("length", f"<|channel|>analysis<|message|>{THOUGHT} {HALF}"), "broke off"),
        ({"choices": [{"message": {"content": None, "reasoning_content": HALF}, "finish_reason": "length"}]}, "broke off"),
        (completion("stop", f"<think>{THOUGHT} {HALF}"), ""),
        (completion("stop", '<tool_call>{"name": "translate", "arguments": {"text": "I want to move out"}}'), ""),
        (completion("stop", '[TOOL_CALLS][{"name": "I want to move out"}]'), ""),
        (completion("stop", '{"translation": "I want to move out"}'), ""),
        ({"choices": [{"message": {"content": None, "tool_calls": [{"id": HALF}]}, "finish_reason": "tool_calls"}]}, ""),
    ],
)  # fmt: skip
async def test_what_is_no_answer_is_not_shown(reply: dict[str, Any], told: str, tmp_path: Path) -> None:
    """Thoughts that never end, and calls of tools that nobody has, are no answer: one calm line says that there is none."""
    async with model_server() as server, opened("openai", server.url, tmp_path) as backend:
        server.default = Reply(body=json.dumps(reply).encode())
        body, _ = await play(tmp_path, backend, TRANSLATE)
    assert told in body
    assert HALF not in body
    assert THOUGHT not in body


@pytest.mark.parametrize("piece", ["[", "\n", "word ", "<think>", "[](", "- "])
async def test_an_answer_without_end_is_told_in_one_line(piece: str, tmp_path: Path) -> None:
    """Megabytes of anything cost a moment, and none of it is posted."""
    async with model_server() as server, opened("openai", server.url, tmp_path) as backend:
        server.default = Reply(body=json.dumps(completion("stop", piece * (3_000_000 // len(piece)))).encode())
        body, _ = await play(tmp_path, backend, TRANSLATE)
    assert "translation" in body or "answer" in body
    assert piece * 3 not in body
