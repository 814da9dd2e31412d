"""Model servers that the demonstration meets on this machine: offered with the very command, asked for nothing but their list."""

import io
import json
import shlex
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from model_server import HALF_JSON, WEB_PAGE, ModelServer, Reply, model_server
from rich.console import Console
from typer.main import get_command

from bot.cli import app
from bot.demo.bot_yaml import Wishes
from bot.demo.local_models import SERVERS, LocalModel, find_local_models
from bot.demo.screen import Screen
from bot.demo.show import _offer_models

PATIENCE = 30.0
"""Seconds within which it must be over on a busy machine; it waits for one."""


def listed(*names: object) -> Reply:
    """Return a server's list of models."""
    data = [{"id": name, "object": "model"} for name in names]
    return Reply(body=json.dumps({"object": "list", "data": data}).encode())


def port_of(server: ModelServer) -> int:
    """Return where a server listens."""
    port = urlsplit(server.url).port
    assert port is not None
    return port


async def look(reply: Reply) -> tuple[tuple[LocalModel, ...], ModelServer]:
    """Return what is met where a server answers so, and the server with all that it was asked."""
    async with model_server() as server:
        server.default = reply
        return await find_local_models({"Ollama": port_of(server)}), server


async def test_a_server_is_offered_with_the_very_command() -> None:
    """The name of the model is what the server lists first of those that can answer."""
    (local,), server = await look(listed("nomic-embed-text:latest", "llama3.2:3b", "qwen2.5:7b"))
    assert (local.server, local.model) == ("Ollama", "llama3.2:3b")
    words = shlex.split(local.command)
    assert words[1:] == ["demo", "--backend", "openai", "--base-url", f"{server.url}/v1", "--model", "llama3.2:3b"]


async def test_nothing_but_the_list_is_asked_for() -> None:
    """One GET without a body, a key or a cookie: no word of the session, and no question."""
    _, server = await look(listed("tiny"))
    (request,) = server.requests
    assert (request.method, request.path, request.json) == ("GET", "/v1/models", None)
    assert not {"authorization", "cookie"} & request.headers.keys()
    assert request.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "reply",
    [
        WEB_PAGE,
        HALF_JSON,
        Reply(status=404),
        Reply(status=401),
        Reply(status=302, headers={"location": "/v1/models"}),
        Reply(body=b"[" * 300_000),
        Reply(body=b" " * 50_000_000),
        Reply(body=b"[" * 100_000),
        Reply(body=b"\x1f\x8b\x08\x00", headers={"content-encoding": "gzip"}),
        Reply(body=b'{"data": "many"}'),
        Reply(body=b'{"data": [7, {"id": 7}, {"id": null}, {}]}'),
        Reply(body=b"[]"),
        Reply(break_off=True),
        Reply(drip=True),
        Reply(hold=True),
        listed(),
        listed("a b; rm -rf /", "$(id)", "\x1b[2J", "'", "-rf", "x" * 4_000),
        listed("text-embedding-3", "bge-m3", "whisper-large"),
    ],
)
async def test_whatever_else_answers_there_changes_nothing(reply: Reply) -> None:
    """A page, an error, silence, an endless body, or a name that nobody should paste: nothing is offered, and soon."""
    began = time.monotonic()
    local, server = await look(reply)
    assert local == ()
    assert time.monotonic() - began < PATIENCE
    assert len(server.requests) == 1  # a redirect is not followed


async def test_where_nobody_listens_nothing_is_offered() -> None:
    """The usual case: no server at all."""
    async with model_server() as server:
        port = port_of(server)
    assert await find_local_models({"Ollama": port, "vLLM": port}) == ()


async def test_one_that_hangs_keeps_no_other_from_being_offered() -> None:
    """All are asked at once, and each answers for itself."""
    async with model_server() as silent, model_server() as ready:
        silent.default, ready.default = Reply(hold=True), listed("tiny")
        local = await find_local_models({"Ollama": port_of(silent), "vLLM": port_of(ready)})
    assert [model.server for model in local] == ["vLLM"]


def test_the_usual_ports_are_those_that_the_page_names() -> None:
    """What docs/backends.md says of each server is where it is looked for."""
    page = (Path(__file__).parents[2] / "docs" / "backends.md").read_text(encoding="utf-8")
    for server, port in SERVERS.items():
        assert any(server in line and f"127.0.0.1:{port}/v1" in line for line in page.splitlines())


def offered(*local: LocalModel) -> str:
    """Return what the screen shows of models that were met."""
    out = io.StringIO()
    _offer_models(local, Screen(Console(file=out, width=40, highlight=False)))
    return out.getvalue()


def test_the_command_stands_on_one_line_to_be_copied() -> None:
    """However narrow the screen is, what is offered can be copied whole; without a server, nothing is said."""
    local = LocalModel("Ollama", "http://127.0.0.1:11434/v1", "llama3.2:3b")
    assert f"  {local.command}\n" in offered(local)
    assert "told nothing else" in " ".join(offered(local).split())
    assert offered() == ""


def test_the_offered_command_is_understood() -> None:
    """What is offered is what the command takes: that server, and that model."""
    local = LocalModel("Ollama", "http://127.0.0.1:11434/v1", "llama3.2:3b")
    program, name, *arguments = shlex.split(local.command)
    command: Any = get_command(app)
    assert program.endswith("thirdchair")
    taken = command.commands[name].make_context(name, arguments).params
    assert Wishes(taken["backend"], taken["base_url"], taken["model"]) == Wishes("openai", local.base_url, local.model)
    assert not taken["stay"]
    assert not taken["serve"]
