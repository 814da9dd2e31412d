"""What the keys of a backend change in the requests that leave, as a server gets them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from backends import ASKED, PROMPT, backend_settings
from model_server import ModelServer, Reply, model_server

from bot.errors import BackendRefused
from bot.llm.backend import open_backend
from bot.model import Finish, Masked, Prompt, Task, Turn
from bot.settings import BackendSettings

EXTRA = {"options": {"num_ctx": 8192}, "chat_template_kwargs": {"enable_thinking": False}, "reasoning_effort": "low"}
SUGGEST = replace(PROMPT, task=Task.SUGGEST)


def made(server: ModelServer, folder: Path, kind: str = "openai", **keys: Any) -> BackendSettings:
    """Return settings for `server` with these keys, checked as those of a file are."""
    plain = backend_settings(kind, server.url, folder)
    return BackendSettings.model_validate({**plain.model_dump(exclude_unset=True), **keys})


async def body_of(folder: Path, prompt: Prompt = PROMPT, kind: str = "openai", **keys: Any) -> dict[str, Any]:
    """Return the body that a backend with these keys sends."""
    async with model_server() as server, open_backend(made(server, folder, kind, **keys)) as backend:
        await backend.complete(prompt, max_tokens=300)
        body: dict[str, Any] = server.requests[0].json
    return body


async def test_the_limit_goes_by_its_newer_name(tmp_path: Path) -> None:
    """With `max_completion_tokens` the limit stands under that name alone, for servers that refuse the older one."""
    plain, newer = await body_of(tmp_path), await body_of(tmp_path, max_tokens_key="max_completion_tokens")
    assert newer.pop("max_completion_tokens") == plain.pop("max_tokens") == 300
    assert newer == plain


@pytest.mark.parametrize(("written", "sent"), [(0, 0), (0.7, 0.7), (2, 2), ("none", None)])
async def test_the_temperature_is_the_one_written(written: object, sent: float | None, tmp_path: Path) -> None:
    """A number is sent as it stands; `none` sends none, for models that take only their own."""
    body = await body_of(tmp_path, temperature=written)
    assert body.get("temperature") == sent
    assert ("temperature" in body) is (sent is not None)


async def test_a_merged_system_text_stands_before_the_first_turn(tmp_path: Path) -> None:
    """For a template without a system role the rules begin the first user turn, and roles go on taking turns."""
    body = await body_of(tmp_path, system="merge")
    assert body["messages"] == [
        {"role": "user", "content": f"{PROMPT.system}\n\nfirst question"},
        {"role": "assistant", "content": "first answer"},
        {"role": "user", "content": ASKED},
    ]


async def test_a_merged_system_text_is_a_turn_where_the_model_speaks_first(tmp_path: Path) -> None:
    """It is never put into the model's own mouth."""
    prompt = replace(PROMPT, turns=(Turn("assistant", Masked("Hello.")), Turn("user", Masked("What?"))))
    body = await body_of(tmp_path, prompt, system="merge")
    assert [message["role"] for message in body["messages"]] == ["user", "assistant", "user"]
    assert body["messages"][0]["content"] == PROMPT.system


@pytest.mark.parametrize("kind", ["openai", "anthropic"])
async def test_extra_keys_stand_beside_ours(kind: str, tmp_path: Path) -> None:
    """What `extra_body` says is sent as it stands, and nothing of ours is different for it."""
    plain, body = await body_of(tmp_path, kind=kind), await body_of(tmp_path, kind=kind, extra_body=EXTRA)
    assert body == {**plain, **EXTRA}


async def test_a_list_is_asked_for_by_its_schema(tmp_path: Path) -> None:
    """With `structured` a list comes as JSON that the server holds to a schema, and is read as the lines it stands for."""
    points = {"points": [{"text": "They mean different things by early.", "messages": [2, 5]}]}
    async with model_server() as server:
        server.script(Reply(json.dumps(points)))
        async with open_backend(made(server, tmp_path, structured=True)) as backend:
            answer = await backend.complete(SUGGEST, max_tokens=300)
        asked = server.requests[0].json["response_format"]
    assert answer.text == "They mean different things by early. [2, 5]"
    assert (asked["type"], asked["json_schema"]["strict"]) == ("json_schema", True)
    assert asked["json_schema"]["schema"]["required"] == ["points"]


@pytest.mark.parametrize("missing", [2, 20])
async def test_a_list_that_breaks_off_was_cut(missing: int, tmp_path: Path) -> None:
    """Also where the server says that it is whole: what is left of it is never taken for all that there is."""
    points = [{"text": "They mean different things.", "messages": [2]}, {"text": "Nobody answered.", "messages": [3]}]
    async with model_server() as server:
        server.script(Reply(json.dumps({"points": points})[:-missing]))
        async with open_backend(made(server, tmp_path, structured=True)) as backend:
            answer = await backend.complete(SUGGEST, max_tokens=300)
    assert answer.text.startswith("They mean different things. [2]")
    assert answer.finish is Finish.CUT


async def test_prose_is_never_asked_for_by_a_schema(tmp_path: Path) -> None:
    """An explanation is text: it goes out and comes back as without the key."""
    assert await body_of(tmp_path, structured=True) == await body_of(tmp_path)


async def test_a_list_is_asked_for_plainly_without_the_key(tmp_path: Path) -> None:
    """Not every server knows `response_format`, so nobody gets one unasked."""
    assert "response_format" not in await body_of(tmp_path, SUGGEST)


async def test_a_server_that_does_not_know_schemas_is_one_that_refuses(tmp_path: Path) -> None:
    """Its 400 is told with its status, and nothing is asked in another way behind the operator's back."""
    async with model_server() as server:
        server.default = Reply(status=400)
        async with open_backend(made(server, tmp_path, structured=True)) as backend:
            with pytest.raises(BackendRefused) as refused:
                await backend.complete(SUGGEST, max_tokens=300)
        assert len(server.requests) == 1
    assert refused.value.status == 400
