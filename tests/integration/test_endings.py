"""How an answer ends, as servers really say it: whole, cut, declined, filtered, failed; and what never costs the answer."""

import json
from pathlib import Path
from typing import Any

import pytest
from backends import KINDS, PROMPT, opened
from model_server import Reply, model_server

from bot.errors import BackendBusy, BackendDown, BackendError, BackendRefused, Refusal
from bot.llm.replies import MOST_TOKENS
from bot.model import Answer, Finish

HALF = "I want to move out"


def completion(reason: str | None, content: object = HALF, **more: object) -> dict[str, Any]:
    """Return a chat completion that ends for `reason`."""
    choice = {"message": {"role": "assistant", "content": content}, "finish_reason": reason}
    return {"choices": [choice], **more}


def message(reason: str | None, content: object = None, **more: object) -> dict[str, Any]:
    """Return an Anthropic message that ends for `reason`."""
    return {"content": [{"type": "text", "text": HALF}] if content is None else content, "stop_reason": reason, **more}


async def ask(kind: str, folder: Path, reply: object, status: int = 200) -> Answer:
    """Return what a backend of `kind` makes of the body `reply`."""
    async with model_server() as server, opened(kind, server.url, folder) as backend:
        server.script(Reply(body=json.dumps(reply).encode(), status=status))
        return await backend.complete(PROMPT, max_tokens=300)


@pytest.mark.parametrize(
    ("kind", "reply", "finish"),
    [
        ("openai", completion("stop"), Finish.WHOLE),
        ("openai", completion(None), Finish.WHOLE),
        ("openai", completion("length"), Finish.CUT),
        ("openai", completion("max_tokens"), Finish.CUT),
        ("openai", completion("model_context_window_exceeded"), Finish.CUT),
        ("openai", completion("content_filter"), Finish.FILTERED),
        ("openai", completion("error"), Finish.FAILED),
        ("openai", {"choices": [{"message": {"content": HALF, "refusal": "no"}}]}, Finish.DECLINED),
        ("openai", completion("length", None), Finish.CUT),
        ("anthropic", message("end_turn"), Finish.WHOLE),
        ("anthropic", message("stop_sequence"), Finish.WHOLE),
        ("anthropic", message("max_tokens"), Finish.CUT),
        ("anthropic", message("model_context_window_exceeded"), Finish.CUT),
        ("anthropic", message("pause_turn"), Finish.CUT),
        ("anthropic", message("refusal"), Finish.DECLINED),
        ("anthropic", message("error"), Finish.FAILED),
        ("anthropic", message("max_tokens", []), Finish.CUT),
    ],
)
async def test_an_answer_says_how_it_ended(kind: str, reply: object, finish: Finish, tmp_path: Path) -> None:
    """What the server says of the end comes along; of one that was taken back, not a word does."""
    answer = await ask(kind, tmp_path, reply)
    assert answer.finish is finish
    assert finish in {Finish.WHOLE, Finish.CUT} or not answer.text


@pytest.mark.parametrize(
    ("kind", "reply"),
    [
        ("openai", completion("stop", [{"type": "text", "text": "I want "}, {"type": "text", "text": "to move out"}])),
        ("openai", completion("stop", [{"type": "thinking", "thinking": "why"}, {"type": "text", "text": HALF}])),
        ("anthropic", message("end_turn", [{"type": "text", "text": None}, {"type": "text", "text": HALF}])),
        ("anthropic", message("end_turn", [{"type": "thinking", "text": "why"}, {"type": "text", "text": HALF}])),
    ],
)
async def test_an_answer_in_parts_is_joined(kind: str, reply: object, tmp_path: Path) -> None:
    """A list of parts, of which some hold no text, is one answer, and is not asked for again."""
    assert (await ask(kind, tmp_path, reply)).text == HALF


@pytest.mark.parametrize(
    ("count", "read"),
    [
        (-1, 0),
        (10.5, 10),
        (9e18, MOST_TOKENS),
        (10**400, MOST_TOKENS),
        ("12", 0),
        (None, 0),
        (True, 0),
        ([], 0),
        (7, 7),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
async def test_an_odd_count_of_tokens_never_costs_the_answer(kind: str, count: Any, read: int, tmp_path: Path) -> None:
    """Counts below nothing, in halves, without bound or in words are bounded or left out."""
    usage = {"prompt_tokens": count, "completion_tokens": 3, "input_tokens": count, "output_tokens": 3}
    reply = completion("stop", usage=usage) if kind == "openai" else message("end_turn", usage=usage)
    answer = await ask(kind, tmp_path, reply)
    assert (answer.text, answer.tokens_in, answer.tokens_out) == (HALF, read, 3)


@pytest.mark.parametrize("usage", [[], "many", 7, {"prompt_tokens_details": 3}])
@pytest.mark.parametrize("kind", KINDS)
async def test_a_usage_of_another_shape_counts_nothing(kind: str, usage: object, tmp_path: Path) -> None:
    """Whatever stands in place of the counts, the answer stands."""
    reply = completion("stop", usage=usage) if kind == "openai" else message("end_turn", usage=usage)
    assert (await ask(kind, tmp_path, reply)).tokens_in == 0


@pytest.mark.parametrize(
    "body",
    [
        b'{"error": {"message": "moonless-otter", "code": 502}}',
        b'data: {"choices": [{"delta": {"content": "I want"}}]}\n\ndata: [DONE]\n\n',
        b"<html><body>moonless-otter</body></html>",
    ],
    ids=["an error", "a stream", "a web page"],
)
@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_no_answer_in_a_200_is_a_failure_with_its_status(kind: str, body: bytes, tmp_path: Path) -> None:
    """An error, a stream or a web page that comes as a success is none, and the status goes to the operator."""
    async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
        server.script(Reply(body=body))
        with pytest.raises(BackendDown) as caught:
            await backend.complete(PROMPT, max_tokens=300)
    assert caught.value.status in {200, 502}
    assert "moonless-otter" not in f"{caught.value} {caught.value.remedy}"


@pytest.mark.parametrize("kind", KINDS)
async def test_an_error_beside_half_an_answer_is_a_failure(kind: str, tmp_path: Path) -> None:
    """What a gateway sends when its model broke off holds an error, and the half before it is not the answer."""
    half = completion("stop") | message("end_turn") | {"error": {"code": 429, "message": "moonless-otter"}}
    with pytest.raises(BackendBusy):
        await ask(kind, tmp_path, half)


@pytest.mark.parametrize(
    ("status", "error", "refusal"),
    [
        (400, {"code": "context_length_exceeded"}, Refusal.LONG),
        (400, {"type": "exceed_context_size_error", "code": 400}, Refusal.LONG),
        (400, {"type": "invalid_request_error", "message": "prompt is too long: 9 tokens > 8 maximum"}, Refusal.LONG),
        (400, {"message": "This model's maximum context length is 8192 tokens."}, Refusal.LONG),
        (413, {}, Refusal.LONG),
        (400, {"code": "content_filter"}, Refusal.FILTERED),
        (400, {"innererror": {"code": "ResponsibleAIPolicyViolation"}}, Refusal.FILTERED),
        (429, {"code": "insufficient_quota", "type": "insufficient_quota"}, Refusal.SPENT),
        (400, {"type": "invalid_request_error", "message": "Your credit balance is too low"}, Refusal.SPENT),
        (402, {}, Refusal.SPENT),
        (400, {"message": "no"}, Refusal.OTHER),
        (401, {"message": "no"}, Refusal.OTHER),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
async def test_each_kind_of_refusal_is_told_apart(
    kind: str, status: int, error: object, refusal: Refusal, tmp_path: Path
) -> None:
    """Too long, filtered and used up are each their own kind, with status and remedy, by what the server's error is called."""
    with pytest.raises(BackendRefused) as caught:
        await ask(kind, tmp_path, {"error": error}, status)
    assert (caught.value.kind, caught.value.status) == (refusal, status)
    assert caught.value.remedy


@pytest.mark.parametrize("error", [[], 7, "moonless-otter", None, {"code": ["x"]}, {"message": {"a": 1}}])
@pytest.mark.parametrize("kind", KINDS)
async def test_an_error_of_another_shape_is_told_by_its_status(kind: str, error: object, tmp_path: Path) -> None:
    """Whatever stands in place of the error, the status is enough."""
    with pytest.raises(BackendError) as caught:
        await ask(kind, tmp_path, {"error": error}, 400)
    assert caught.value.status == 400
