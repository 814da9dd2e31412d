"""What `thirdchair doctor` says of each backend, after one fixed question to it that holds no one's words."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from model_server import Reply, Request, model_server

from bot.app.operator.doctor_backends import examine_backends
from bot.llm.backend import Backend, connect_backend
from bot.llm.egress_permit import grant_egress
from bot.llm.probe import QUESTION, WORD, Probe
from bot.llm.transport import open_locked_client
from bot.settings import load_settings

NOW = datetime(2026, 6, 1, tzinfo=UTC).timestamp()
AGREEMENT = {"kind": "BAA", "with": "Example Inc.", "signed": "2026-01-01", "expires": "2026-12-31"}
ESCAPE = "\x1b[31mevil"


def configured(folder: Path, url: str, rules: dict[str, Any] | None = None, **keys: Any) -> Path:
    """Write a configuration in which `house` is a backend at `url` with these keys, and return its deployment file."""
    (folder / "rooms").mkdir(exist_ok=True)
    (folder / "password").write_text("secret", encoding="ascii")
    (folder / "key").write_text("sk-quiet-heron", encoding="ascii")
    house = {"kind": "openai", "base_url": f"{url}/v1", "model": "tiny", "timeout": 20, **keys}
    for key, value in tuple(house.items()):
        if value is None:
            del house[key]
    bot = {
        "homeserver": "http://127.0.0.1:8008",
        "user_id": "@bot:clinic.local",
        "password_file": "password",
        "data_dir": "data",
        "jurisdiction": ["demo"],
        "therapists": ["@ana:clinic.local"],
        "backends": {"house": house},
    }
    (folder / "bot.yaml").write_text(yaml.safe_dump(bot), encoding="utf-8")
    room = {"room": "*", "backend": "house", **(rules or {})}
    (folder / "rooms" / "all.yaml").write_text(yaml.safe_dump(room), encoding="utf-8")
    return folder / "bot.yaml"


async def told_of(
    folder: Path, answers: Callable[[Request], Reply], rules: dict[str, Any] | None = None, **keys: Any
) -> tuple[list[str], list[Request]]:
    """Return the lines about a backend behind which a server answers so, and what that server was asked."""
    async with model_server() as server:
        server.answers = answers
        settings = load_settings(configured(folder, server.url, rules, **keys))
        lines = [str(finding) async for finding in examine_backends(settings, NOW)]
    return lines, server.requests


def answering(text: str = WORD, **paths: Any) -> Callable[[Request], Reply]:
    """Return a server that answers with `text`, and at a path that ends in one of `paths` with that JSON, else with 404."""

    def answer(request: Request) -> Reply:
        if request.path.endswith(("/chat/completions", "/messages")):
            return Reply(text)
        thing = paths.get(request.path.rsplit("/", 1)[-1])
        return Reply(status=404) if thing is None else Reply(body=json.dumps(thing).encode())

    return answer


def choice(message: dict[str, Any], finish: str = "stop") -> Reply:
    """Return a completion with this message."""
    return Reply(body=json.dumps({"choices": [{"message": message, "finish_reason": finish}]}).encode())


async def test_what_is_loaded_to_ask_is_no_time_of_the_servers(tmp_path: Path) -> None:
    """The seconds are those from the question to its answer: an SDK that is imported first does not count."""
    now = [0.0]

    @asynccontextmanager
    async def connect_slowly(*args: Any) -> AsyncIterator[Backend]:
        now[0] += 100.0
        async with connect_backend(*args) as backend:
            yield backend

    async with model_server() as server:
        settings = load_settings(configured(tmp_path, server.url)).deployment.backends["house"]
        with grant_egress(lambda: True):
            async with open_locked_client(settings) as http:
                tried = await Probe(settings, http, connect_slowly, lambda: now[0]).ask(QUESTION)
    assert (tried.answer is not None, tried.seconds, now) == (True, 0.0, [100.0])


async def test_a_backend_in_order_is_told_in_a_few_lines(tmp_path: Path) -> None:
    """It answers, lists its model, goes by its system text, and takes in what the file says."""
    models = {"data": [{"id": "tiny", "max_model_len": 16384}]}
    lines, requests = await told_of(tmp_path, answering(models=models))
    assert [line.partition(";")[0] for line in lines] == [
        "ok\tBackend house answers",
        "ok\tBackend house lists the model tiny",
        "ok\tBackend house goes by its system text",
        "ok\tBackend house takes in 16384 tokens",
    ]
    assert " s" in lines[0]
    assert [(request.method, request.path) for request in requests] == [
        ("GET", "/v1/models"),
        ("POST", "/v1/chat/completions"),
    ]


async def test_the_question_is_a_fixed_text_of_ours(tmp_path: Path) -> None:
    """It is the same for everybody, and holds neither a name nor anything that anybody wrote."""
    _, requests = await told_of(tmp_path, answering())
    (body,) = [request.json for request in requests if request.path.endswith("/completions")]
    assert [message["content"] for message in body["messages"]] == [QUESTION.system, QUESTION.request]
    assert "clinic.local" not in json.dumps([request.json for request in requests])


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(status=401), "wrong\tBackend house: The AI backend does not accept the bot's key (status 401)."),
        (Reply(status=404), "wrong\tBackend house: The AI backend does not have this address or model (status 404)."),
        (Reply(status=503), "wrong\tBackend house: The AI backend failed (status 503)."),
        (Reply(body=b"<html>"), "wrong\tBackend house: The AI backend answered something unreadable."),
        (Reply(body=b"[" * 100_000), "wrong\tBackend house: The AI backend answered something unreadable."),
    ],
)
async def test_an_error_is_told_with_its_status_and_what_to_do(reply: Reply, told: str, tmp_path: Path) -> None:
    """What goes wrong is told in the bot's own sentence, with a remedy, and never in the server's words."""
    lines, _ = await told_of(tmp_path, lambda _: reply)
    assert lines[0].startswith(told)
    assert "\n\t" in lines[0]
    assert "moonless-otter" not in "".join(lines)


async def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    """Nothing listens: one line says so."""
    settings = load_settings(configured(tmp_path, "http://127.0.0.1:9"))
    (line,) = [str(finding) async for finding in examine_backends(settings, NOW)]
    assert line.startswith("wrong\tBackend house: The AI backend cannot be reached.")


async def test_a_model_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    """The names are the server's, so no more than a few are shown, and none that could move the cursor."""
    models = {"data": [{"id": ESCAPE}, {"id": "big"}, *({"id": f"m{n}" * 60} for n in range(9)), {"id": 7}, None]}
    there = answering(models=models)
    lines, _ = await told_of(tmp_path, lambda asked: there(asked) if "models" in asked.path else Reply(status=404))
    assert lines[1].startswith("look\tBackend house does not list the model tiny\n\tIts models: big, m0m0")
    assert lines[1].endswith(" and more.")
    assert "\x1b" not in lines[1]
    assert len(lines[1]) < 500


async def test_a_server_that_takes_any_name_is_in_order(tmp_path: Path) -> None:
    """llama.cpp lists a file and answers to every name."""
    lines, _ = await told_of(tmp_path, answering(models={"data": [{"id": "/models/tiny.gguf"}]}))
    assert lines[1] == "ok\tBackend house does not list the model tiny, and answers for it"


@pytest.mark.parametrize(
    ("refuses", "status", "remedy"),
    [
        (lambda body: body["messages"][0]["role"] == "system", 400, "Write `system: merge`."),
        (lambda body: body["messages"][0]["role"] == "system", 500, "Write `system: merge`."),
        (lambda body: "max_tokens" in body, 400, "Write `max_tokens_key: max_completion_tokens`."),
        (lambda body: "temperature" in body, 400, "Write `temperature: none`."),
        (
            lambda body: "temperature" in body or "max_tokens" in body,
            400,
            "Write `max_tokens_key: max_completion_tokens` and `temperature: none`.",
        ),
        (lambda body: "top_p" in body, 422, "Take out `extra_body`, or correct it."),
        (lambda _: True, 400, "Check that `model` names a model it has and `kind` fits its API."),
    ],
)
async def test_a_server_that_wants_other_keys_says_which_by_what_it_answers(
    refuses: Callable[[Any], bool], status: int, remedy: str, tmp_path: Path
) -> None:
    """Where the question is refused it is asked once more for each key that may help, and the one that helps is told."""
    lines, requests = await told_of(
        tmp_path,
        lambda asked: Reply(status=status) if not asked.json or refuses(asked.json) else Reply(WORD),
        extra_body={"top_p": 0.9},
    )
    assert lines[0].endswith(f"\n\t{remedy}")
    assert f"(status {status})" in lines[0]
    assert len(requests) <= 7


async def test_a_system_text_that_nobody_reads_is_told(tmp_path: Path) -> None:
    """Some servers drop it without a word; then the bot's rules reach no model."""
    lines, _ = await told_of(tmp_path, answering("Hello! How can I help?"))
    assert lines[1].startswith("look\tBackend house does not go by its system text\n")
    assert "`system: merge`" in lines[1]


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        ({"props": {"default_generation_settings": {"n_ctx": 4096}}}, "look\tBackend house takes in 4096 tokens"),
        ({"props": {"default_generation_settings": {"n_ctx": 8192}}}, "ok\tBackend house takes in 8192 tokens"),
        ({"show": {"parameters": "stop <end>\nnum_ctx   2048"}}, "look\tBackend house takes in 2048 tokens"),
        ({"show": {"model_info": {"llama.context_length": 2048}}}, "look\tBackend house takes in 2048 tokens"),
        ({"show": {"model_info": {"llama.context_length": 131072}}}, "ok\tBackend house does not say how much"),
        ({"props": {"default_generation_settings": {"n_ctx": -1}}}, "ok\tBackend house does not say how much"),
        ({"props": [7], "show": {"parameters": 7, "model_info": [1]}}, "ok\tBackend house does not say how much"),
        ({"show": {"parameters": "num_ctx " + "9" * 5000}}, "ok\tBackend house does not say how much"),
        ({"models": {"data": [{"id": "tiny", "max_model_len": 4096}]}}, "look\tBackend house takes in 4096 tokens"),
        ({}, "ok\tBackend house does not say how much"),
    ],
)
async def test_the_context_is_compared_with_what_the_server_says(
    paths: dict[str, Any], told: str, tmp_path: Path
) -> None:
    """llama.cpp, Ollama and vLLM tell it in their own ways; a smaller one than the file says is something to do."""
    lines, requests = await told_of(tmp_path, answering(**paths))
    assert lines[-1].startswith(told)
    assert {request.headers["host"] for request in requests} == {requests[0].headers["host"]}


@pytest.mark.parametrize(
    "message",
    [
        {"content": WORD, "reasoning_content": "They want a word."},
        {"content": WORD, "reasoning": "They want a word."},
        {"content": f"<think>They want a word.</think>{WORD}"},
    ],
)
async def test_a_model_that_thinks_is_told(message: dict[str, Any], tmp_path: Path) -> None:
    """Thinking costs tokens and time; where it leaves none for the answer, that is something to do."""
    lines, _ = await told_of(tmp_path, lambda _: choice(message))
    assert "ok\tBackend house thinks before it answers, which takes tokens and time" in lines
    cut = {**message, "content": message["content"].removesuffix(WORD)}
    lines, _ = await told_of(tmp_path, lambda _: choice(cut, "length"))
    (line,) = [line for line in lines if "thinks" in line]
    assert line.startswith("look\t")
    assert "enable_thinking: false" in line
    lines, _ = await told_of(tmp_path, lambda _: choice({**message, "content": "" if len(message) > 1 else "<think>"}))
    assert "enable_thinking: false" in "\n".join(lines)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply('{"points": [{"text": "It is lit.", "messages": [1]}]}'), "ok\tBackend house gives lists as JSON"),
        (Reply("It is lit. [1]"), "look\tBackend house does not hold an answer to `response_format`"),
        (Reply(status=400), "look\tBackend house refuses `response_format` (status 400)"),
    ],
)
async def test_lists_as_json_are_tried_where_they_are_asked_for(reply: Reply, told: str, tmp_path: Path) -> None:
    """A server that refuses a schema, or does not hold to it, is told; without `structured` nobody asks for one."""
    lines, _ = await told_of(
        tmp_path, lambda asked: reply if "response_format" in (asked.json or {}) else Reply(WORD), structured=True
    )
    assert lines[-1].startswith(told)
    lines, requests = await told_of(tmp_path, answering())
    assert not [request for request in requests if "response_format" in (request.json or {})]


@pytest.mark.parametrize(
    ("keys", "rules", "asked"),
    [
        ({"agreement": AGREEMENT}, {"backends_allowed": "any"}, True),
        ({"agreement": {**AGREEMENT, "expires": "2026-03-01"}}, {"backends_allowed": "any"}, False),
        ({"agreement": AGREEMENT}, {"backend": "embedded"}, False),
    ],
)
async def test_a_remote_backend_is_asked_only_where_an_agreement_lets_text_go(
    keys: dict[str, Any], rules: dict[str, Any], asked: bool, tmp_path: Path
) -> None:
    """Out of the clinic nothing is sent, not even a fixed question, unless a room may send its words there today."""
    lines, requests = await told_of(tmp_path, answering(), rules, remote=True, **keys)
    assert bool(requests) is asked
    assert ("was not asked" in lines[0]) is not asked


async def test_anthropics_api_is_asked_in_its_own_way(tmp_path: Path) -> None:
    """Its list of models stands elsewhere, and it wants to know for which version of it a request is made."""
    there = answering(models={"data": [{"id": "tiny"}]})
    async with model_server() as server:
        server.answers = there
        file = configured(tmp_path, server.url, kind="anthropic", base_url=server.url, api_key_file="key")
        lines = [str(finding) async for finding in examine_backends(load_settings(file), NOW)]
    assert [line.partition("\t")[0] for line in lines] == ["ok"] * 3
    assert [request.path for request in server.requests] == ["/v1/models", "/v1/messages"]
    assert {request.headers["authorization"] for request in server.requests} == {"Bearer sk-quiet-heron"}


async def test_a_server_that_does_not_answer_keeps_nobody_long(tmp_path: Path) -> None:
    """One limit for all that a backend is asked; then the next one is looked at, and what was found stands."""
    lines, _ = await told_of(tmp_path, lambda _: Reply(hold=True), timeout=0.3)
    (line,) = lines
    assert line.startswith("look\tBackend house was not done answering after 0 s\n\tIt may still be loading its model")


async def test_a_bot_without_a_model_has_nothing_to_ask(tmp_path: Path) -> None:
    """`embedded` is inside the bot."""
    lines, requests = await told_of(tmp_path, answering(), kind="embedded", base_url=None, model=None)
    assert (lines, requests) == ([], [])
