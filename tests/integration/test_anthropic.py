"""The anthropic backend: exactly what it sends, and what it makes of every answer."""

from dataclasses import replace
from pathlib import Path

import pytest
from anthropic.types import Model
from backends import ASKED, KEY, PROMPT, backend_settings, opened
from model_server import TOKENS_IN, TOKENS_OUT, Reply, model_server

from bot.errors import BackendDown, BackendRefused
from bot.llm.anthropic import choose_default_model
from bot.llm.backend import open_backend
from bot.model import Answer, Finish, Masked, Turn
from bot.settings.backend_places import find_backend_place


async def test_the_server_is_asked_with_the_system_text_cached_and_the_turns_apart(tmp_path: Path) -> None:
    """The stable part carries the cache mark, the turns none; no tools, no stream, no metadata."""
    async with model_server() as server, opened("anthropic", server.url, tmp_path) as backend:
        await backend.complete(PROMPT, max_tokens=300)
        (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v1/messages")
    assert request.json == {
        "model": "tiny",
        "system": [
            {"type": "text", "text": "You explain terms in plain words.", "cache_control": {"type": "ephemeral"}}
        ],
        "messages": [
            {"role": "user", "content": "first question"},
            {"role": "assistant", "content": "first answer"},
            {"role": "user", "content": ASKED},
        ],
        "max_tokens": 300,
    }


async def test_the_talk_is_cut_at_its_steps_and_cached_up_to_the_last(tmp_path: Path) -> None:
    """A prefix is found again where a block ended before, so there is one for each step; the cache ends at the last of them."""
    cached = {"cache_control": {"type": "ephemeral"}}
    text = Masked("first ten, second ten, and the question")
    prompt = replace(PROMPT, turns=(Turn("user", text, (10, 22)),))
    whole = replace(PROMPT, turns=(Turn("user", text, (10, len(text))),))
    async with model_server() as server, opened("anthropic", server.url, tmp_path) as backend:
        await backend.complete(prompt, max_tokens=300)
        await backend.complete(whole, max_tokens=300)
    assert [request.json["messages"] for request in server.requests] == [
        [
            {
                "role": "user",
                "content": [block("first ten,"), block(" second ten,") | cached, block(" and the question")],
            }
        ],
        [{"role": "user", "content": [block("first ten,"), block(" second ten, and the question") | cached]}],
    ]


def block(text: str) -> dict[str, object]:
    """Return a block of text as the API takes it."""
    return {"type": "text", "text": text}


async def test_the_headers_hold_the_key_and_no_other_identity(tmp_path: Path) -> None:
    """Who asks is known by the key alone; headers otherwise describe the client, never the clinic."""
    async with model_server() as server, opened("anthropic", server.url, tmp_path) as backend:
        await backend.complete(PROMPT, max_tokens=300)
        headers = dict(server.requests[0].headers)
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["host"] == server.url.removeprefix("http://")
    assert headers["content-type"] == "application/json"
    assert headers["anthropic-version"]
    known = {"authorization", "host", "content-type", "content-length", "accept", "accept-encoding", "connection"}
    ours = {name for name in headers if not name.startswith("x-stainless-")}
    assert ours - known == {"user-agent", "anthropic-version"}


async def test_the_answer_is_every_text_block_with_all_tokens(tmp_path: Path) -> None:
    """Blocks are joined, other kinds of blocks left out; cached tokens count as tokens in, and what was read is told."""
    blocks = (
        b'{"content": [{"type": "thinking", "thinking": "hm", "signature": ""},'
        b' {"type": "text", "text": "Short "}, {"type": "text", "text": "walks."}], "stop_reason": "end_turn"}'
    )
    async with model_server() as server, opened("anthropic", server.url, tmp_path) as backend:
        server.script(Reply(body=blocks), Reply("Tea."))
        assert await backend.complete(PROMPT, max_tokens=300) == Answer("Short walks.", "tiny", 0, 0)
        assert await backend.complete(PROMPT, max_tokens=300) == Answer("Tea.", "tiny", TOKENS_IN, TOKENS_OUT, 4)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"null",
        b'{"content": null}',
        b'{"content": "moonless-otter"}',
        b'{"content": []}',
        b'{"content": [null]}',
        b'{"content": [{"type": "text", "text": null}]}',
        b'{"content": [{"type": "text", "text": " "}]}',
        b'{"content": [{"type": "tool_use", "input": {"moonless-otter": 1}}]}',
        b"[" * 100_000,
    ],
)
async def test_an_answer_of_another_shape_is_a_backend_that_is_down(body: bytes, tmp_path: Path) -> None:
    """Whatever JSON a server sends, the bot reads text or raises a calm sentence that quotes nothing of it."""
    async with model_server() as server, opened("anthropic", server.url, tmp_path) as backend:
        server.script(Reply(body=body))
        with pytest.raises(BackendDown) as caught:
            await backend.complete(PROMPT, max_tokens=300)
    assert "moonless-otter" not in str(caught.value)
    assert caught.value.__context__ is None


async def test_a_model_that_declines_is_not_asked_again(tmp_path: Path) -> None:
    """Text beside a refusal is not posted either: it may be the start of what the model then declined."""
    half = b'{"content": [{"type": "text", "text": "moonless-otter"}], "stop_reason": "refusal"}'
    async with model_server() as server, opened("anthropic", server.url, tmp_path) as backend:
        server.script(Reply(refusal=True), Reply(body=half))
        for _ in range(2):
            answer = await backend.complete(PROMPT, max_tokens=300)
            assert (answer.finish, answer.text) == (Finish.DECLINED, "")


async def test_without_a_model_the_first_sonnet_of_the_sdk_is_asked(tmp_path: Path) -> None:
    """No model's name is written into the bot; the installed SDK knows which there are."""
    async with model_server() as server:
        settings = backend_settings("anthropic", server.url, tmp_path).model_copy(update={"model": None})
        async with open_backend(settings) as backend:
            answer = await backend.complete(PROMPT, max_tokens=300)
        assert server.requests[0].json["model"] == answer.model == choose_default_model()
    assert "sonnet" in choose_default_model()
    assert f"'{choose_default_model()}'" in str(Model)


async def test_its_own_address_is_remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `base_url` text would go to Anthropic: a backend that was not found to be remote does not open there.

    One that was opens, and sends nothing to anybody without leave.
    """
    asked: list[object] = []

    def resolve(host: object, *_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        asked.append(host)
        return [(2, 1, 6, "", ("192.0.2.1", 443))]

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    settings = backend_settings("anthropic", "http://127.0.0.1:9", tmp_path).model_copy(update={"base_url": None})
    with pytest.raises(BackendRefused, match="would send text to another machine"):
        async with open_backend(settings):
            pass
    assert asked == ["api.anthropic.com"]
    async with open_backend(settings.set_place(find_backend_place(settings, ()), ())) as backend:
        with pytest.raises(BackendRefused, match="may not leave the clinic"):
            await backend.complete(PROMPT, max_tokens=300)
    assert asked == ["api.anthropic.com"], "its place is known without asking anybody"


async def test_without_a_key_it_does_not_open(tmp_path: Path) -> None:
    """A key in the environment or in profile files, where its SDK would look, opens nothing."""
    settings = backend_settings("anthropic", "http://127.0.0.1:9", tmp_path).model_copy(update={"api_key_file": None})
    with pytest.raises(BackendRefused, match="has no key"):
        async with open_backend(settings):
            pass


async def test_no_request_is_traced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No request is described to whatever OpenTelemetry is set up in the process, as its SDK would do."""
    tracers: list[object] = []
    monkeypatch.setattr("opentelemetry.trace.get_tracer", lambda *names, **_: tracers.append(names))
    async with model_server() as server, opened("anthropic", server.url, tmp_path) as backend:
        await backend.complete(PROMPT, max_tokens=300)
    assert tracers == []
