"""The openai backend: exactly what it sends, and what it makes of every answer."""

from dataclasses import replace
from pathlib import Path

import pytest
from backends import ASKED, KEY, PROMPT, backend_settings, opened
from model_server import TOKENS_IN, TOKENS_OUT, Reply, model_server

from bot.errors import BackendDown, BackendRefused
from bot.llm.backend import open_backend
from bot.llm.openai import NO_KEY
from bot.model import Answer, Finish, Masked, Turn
from bot.settings import BackendSettings


async def test_the_server_is_asked_for_the_system_text_and_the_turns_and_nothing_else(tmp_path: Path) -> None:
    """The body holds model, messages in order, the limit and a low temperature; no tools, no stream, no user id."""
    async with model_server() as server, opened("openai", server.url, tmp_path) as backend:
        await backend.complete(PROMPT, max_tokens=300)
        (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.json == {
        "model": "tiny",
        "messages": [
            {"role": "system", "content": "You explain terms in plain words."},
            {"role": "user", "content": "first question"},
            {"role": "assistant", "content": "first answer"},
            {"role": "user", "content": ASKED},
        ],
        "max_tokens": 300,
        "temperature": 0.2,
    }


async def test_the_headers_hold_the_key_and_no_other_identity(tmp_path: Path) -> None:
    """Who asks is known by the key alone; headers otherwise describe the client, never the clinic."""
    async with model_server() as server, opened("openai", server.url, tmp_path) as backend:
        await backend.complete(PROMPT, max_tokens=300)
        headers = dict(server.requests[0].headers)
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["host"] == server.url.removeprefix("http://")
    assert headers["content-type"] == "application/json"
    assert headers["accept-encoding"] == "identity"
    known = {"authorization", "host", "content-type", "content-length", "accept", "accept-encoding", "connection"}
    assert {name for name in headers if not name.startswith("x-stainless-")} - known == {"user-agent"}


async def test_a_local_server_needs_no_key() -> None:
    """Without a key file a fixed placeholder stands in its place: some servers insist on one."""
    async with model_server() as server:
        keyless = BackendSettings(kind="openai", base_url=f"{server.url}/v1", model="tiny")
        async with open_backend(keyless) as backend:
            await backend.complete(PROMPT, max_tokens=300)
        assert server.requests[0].headers["authorization"] == f"Bearer {NO_KEY}"


async def test_the_answer_is_the_first_choice_with_its_tokens(tmp_path: Path) -> None:
    """Text and token counts come back; the model is the one we asked for, not what the server calls itself."""
    async with model_server() as server, opened("openai", server.url, tmp_path) as backend:
        server.script(Reply("Short walks."))
        answer = await backend.complete(PROMPT, max_tokens=300)
    assert answer == Answer("Short walks.", "tiny", TOKENS_IN, TOKENS_OUT)


@pytest.mark.parametrize(
    ("details", "cached"), [(b'{"cached_tokens": 4}', 4), (b'{"cached_tokens": null}', 0), (b"{}", 0), (b"null", 0)]
)
async def test_what_the_server_had_kept_is_told(details: bytes, cached: int, tmp_path: Path) -> None:
    """Tokens from the server's own prefix cache are among those in, and told apart where it says so."""
    usage = b'{"prompt_tokens": 11, "completion_tokens": 7, "prompt_tokens_details": ' + details + b"}"
    body = b'{"choices": [{"message": {"content": "Tea."}}], "usage": ' + usage + b"}"
    async with model_server() as server, opened("openai", server.url, tmp_path) as backend:
        server.script(Reply(body=body))
        assert await backend.complete(PROMPT, max_tokens=300) == Answer("Tea.", "tiny", 11, 7, cached)


async def test_a_turn_with_steps_is_one_text(tmp_path: Path) -> None:
    """Where a server keeps prefixes by itself nothing is marked, and roles still come by turns."""
    prompt = replace(PROMPT, turns=(Turn("user", Masked("ten and ten"), (3, 8)),))
    async with model_server() as server, opened("openai", server.url, tmp_path) as backend:
        await backend.complete(prompt, max_tokens=300)
    assert server.requests[0].json["messages"][1:] == [{"role": "user", "content": "ten and ten"}]


@pytest.mark.parametrize("usage", [b"", b', "usage": null', b', "usage": {"prompt_tokens": null}'])
async def test_token_counts_may_be_missing(usage: bytes, tmp_path: Path) -> None:
    """Servers that count nothing are answered for with zeros."""
    body = b'{"choices": [{"message": {"content": "Short walks."}}]' + usage + b"}"
    async with model_server() as server, opened("openai", server.url, tmp_path) as backend:
        server.script(Reply(body=body))
        assert await backend.complete(PROMPT, max_tokens=300) == Answer("Short walks.", "tiny", 0, 0)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"null",
        b"[]",
        b'"moonless-otter"',
        b'{"choices": null}',
        b'{"choices": "moonless-otter"}',
        b'{"choices": [null]}',
        b'{"choices": [{"message": null}]}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": " \\n"}}]}',
        b'{"choices": [{"message": {"content": 7}}]}',
        b'{"choices": [{"message": {"content": ["moonless-otter"]}}]}',
        b'{"choices": [{"message": {"content": "\xff"}}]}',
        b"[" * 100_000,
    ],
)
async def test_an_answer_of_another_shape_is_a_backend_that_is_down(body: bytes, tmp_path: Path) -> None:
    """Whatever JSON a server sends, the bot reads text or raises a calm sentence that quotes nothing of it."""
    async with model_server() as server, opened("openai", server.url, tmp_path) as backend:
        server.script(Reply(body=body))
        with pytest.raises(BackendDown) as caught:
            await backend.complete(PROMPT, max_tokens=300)
    assert "moonless-otter" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("choice", "finish"),
    [
        (b'{"message": {"content": null, "refusal": "moonless-otter"}}', Finish.DECLINED),
        (b'{"message": {"content": null}, "finish_reason": "content_filter"}', Finish.FILTERED),
    ],
)
async def test_a_model_that_declines_is_not_asked_again(choice: bytes, finish: Finish, tmp_path: Path) -> None:
    """A refusal, or a filter that leaves nothing, is an ending, told apart, and nothing of its words goes on."""
    async with model_server() as server, opened("openai", server.url, tmp_path) as backend:
        server.script(Reply(body=b'{"choices": [' + choice + b"]}"))
        answer = await backend.complete(PROMPT, max_tokens=300)
    assert (answer.finish, answer.text) == (finish, "")


@pytest.mark.parametrize("missing", ["base_url", "model"])
async def test_without_address_or_model_it_does_not_open(missing: str, tmp_path: Path) -> None:
    """No default, OpenAI's address least of all, ever stands in for what the operator left out."""
    settings = backend_settings("openai", "http://127.0.0.1:9", tmp_path).model_copy(update={missing: None})
    with pytest.raises(BackendRefused) as caught:
        async with open_backend(settings):
            pass
    assert missing in caught.value.remedy
