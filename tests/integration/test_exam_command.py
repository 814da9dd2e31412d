"""`thirdchair exam`: asked of a real server by the bot's own questions, told as a table and as JSON, and ended in the middle."""

import asyncio
import json
import re
import signal
from pathlib import Path
from typing import Any

import pytest
from bot_process import PROGRAM, configure
from model_server import ModelServer, Reply, Request
from warm_command import Ended, run_command

from bot.app.operator.exam import check_may_be_asked, make_exam_settings
from bot.errors import ExamRefused
from bot.llm.exam.items import PEOPLE, Choice, Item, choose_items
from bot.llm.exam.report import LAST_LINE
from bot.settings import load_settings
from bot.words import languages
from bot.words.shelf import ANSWERS, words_of_all

THERAPISTS = {"therapists": ["@ana:clinic.local"]}
_NAMES = re.compile("|".join(PEOPLE.values()))
_MARKED = re.compile(r"\[PERSON_\d+\]")
NOW = 1_800_000_000.0
"""Seconds UTC: in January 2027."""
ASKED = choose_items(Choice(("translate", "express"), (languages()[-1],)))


def write_config(folder: Path, url: str, **more: Any) -> Path:
    """Write a configuration with the backend `house` at `url`, and return its deployment file."""
    house = {"kind": "openai", "base_url": f"{url}/v1", "model": "tiny", **more}
    configure(
        folder, "http://127.0.0.1:9", "@bot:clinic.local", "-", deployment={**THERAPISTS, "backends": {"house": house}}
    )
    return folder / "bot.yaml"


async def run_exam(config: Path, *options: str) -> Ended:
    """Run the command to its end."""
    return await run_command("exam", "house", "--config", str(config), *options)


async def start_exam(config: Path, *options: str) -> asyncio.subprocess.Process:
    """Start the command as people do, in a process of its own."""
    arguments = ("exam", "house", "--config", str(config), *options)
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(PROGRAM, *arguments, stdout=pipe, stderr=pipe)


async def wait_for_end(process: asyncio.subprocess.Process) -> Ended:
    """Return how a command ended."""
    out, err = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


def read_prompt(request: Request) -> str:
    """Return all that a request says to the model."""
    return "\n".join(message["content"] for message in request.json["messages"])


def answer_perfectly(request: Request) -> Reply:
    """Answer as a model that keeps all marks: with an item's own answer, in which names are the marks that it was given."""
    prompt = read_prompt(request)
    item, marks = next((item, marks) for item in ASKED if (marks := find_marks(item, prompt)) is not None)
    if item.danger and item.command == "express":
        return Reply(min(words_of_all(ANSWERS, "stop")))
    return Reply(_NAMES.sub(lambda name: marks[name[0]], item.good))


def find_marks(item: Item, prompt: str) -> dict[str, str] | None:
    """Return the marks that stand for names in `prompt`, if it asks about `item`."""
    names = _NAMES.findall(item.says)
    match = re.search(rf"\n{_MARKED.pattern.join(map(re.escape, _NAMES.split(item.says)))}\n", prompt)
    return dict(zip(names, _MARKED.findall(match[0]), strict=True)) if match else None


async def test_a_model_that_answers_well_passes(tmp_path: Path, model: ModelServer) -> None:
    """The exam asks masked, by the bot's own prompts, and a model that keeps everything reaches what is required."""
    model.answers = answer_perfectly
    report = tmp_path / "report.json"
    asked = ("--commands", "translate,express", "--language", "id")
    options = (*asked, "--require", "room", "--json", str(report))
    ended = await run_exam(write_config(tmp_path, model.url), *options)
    assert (ended.status, ended.last_line) == (0, LAST_LINE), ended.err
    told = json.loads(report.read_text(encoding="utf-8"))
    assert [(row["command"], row["level"], row["right"]) for row in told["commands"]] == [
        ("translate", "room", 28),
        ("express", "room", 14),
    ]
    assert told["commands"][0]["tokens"] == {"in": 11 * 28, "out": 7 * 28}
    assert (told["partial"], told["model"]) == (False, "tiny")
    assert len(model.requests) == len(ASKED)
    assert not any(_NAMES.search(read_prompt(request)) for request in model.requests)
    assert all("You are an AI, not a therapist" in read_prompt(request) for request in model.requests)


async def test_a_model_that_answers_anything_does_not_pass(tmp_path: Path, model: ModelServer) -> None:
    """Who says the same to everything reaches nothing, and where something was required, that is exit status 1."""
    options = ("--commands", "suggest,note", "--language", "id", "--require", "desk")
    ended = await run_exam(write_config(tmp_path, model.url), *options)
    assert (ended.status, ended.out.count("does not")) == (1, 2), ended.err
    assert ended.last_line == LAST_LINE


async def test_ctrl_c_ends_with_what_was_measured(tmp_path: Path, model: ModelServer) -> None:
    """Ended in the middle, the exam tells what it has, marked as partial, and leaves no connection open."""
    model.script(Reply(), Reply(), Reply(hold=True))
    report = tmp_path / "report.json"
    process = await start_exam(write_config(tmp_path, model.url), "--commands", "explain", "--json", str(report))
    await model.asked(3)
    process.send_signal(signal.SIGINT)
    ended = await wait_for_end(process)
    await model.hung_up.wait()
    assert ended.status == 130, ended.err
    assert "PARTIAL: ended after 2 of 22 items" in ended.out
    assert ended.last_line == LAST_LINE
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["partial"], told["items"]) == (True, {"asked": 22, "answered": 2})


async def test_a_server_that_refuses_is_no_exam(tmp_path: Path, model: ModelServer) -> None:
    """Where three questions in a row get no answer, the exam says so and ends with 2."""
    model.default = Reply(status=401)
    ended = await run_exam(write_config(tmp_path, model.url), "--commands", "explain")
    assert ended.status == 2
    assert "no answer 3 times in a row (refused)" in ended.err
    assert len(model.requests) == 3


@pytest.mark.parametrize(
    ("backend", "more", "why"),
    [
        ("hause", {}, "There is no backend `hause`"),
        ("embedded", {}, "has no model"),
        (
            "house",
            {
                "remote": True,
                "agreement": {"kind": "DPA", "with": "x", "signed": "2020-01-01", "expires": "2020-12-31"},
            },
            "no agreement",
        ),
    ],
)
def test_what_may_not_be_asked_is_not(tmp_path: Path, backend: str, more: dict[str, Any], why: str) -> None:
    """A name that is none, a backend without a model, and one out of the clinic whose agreement has expired."""
    settings = load_settings(write_config(tmp_path, "https://127.0.0.1:9", **more))
    with pytest.raises(ExamRefused, match=why) as caught:
        check_may_be_asked(settings, backend, NOW)
    assert caught.value.exit_code == 2


def test_a_clinic_s_rules_about_what_leaves_hold(tmp_path: Path) -> None:
    """The exam has rules of its own, so that it is the same everywhere; but what is masked and what needs an agreement is the clinic's."""
    path = write_config(tmp_path, "http://127.0.0.1:9")
    path.write_text(f"masking: remote\ncommands: [explain]\ninfer_emotion: true\n{path.read_text()}")
    settings = make_exam_settings(load_settings(path), "house")
    policy = settings.policy_of(*settings.rooms[0])
    assert (policy.rules.masking, policy.rules.agreement_required) == ("remote", True)
    assert (policy.rules.commands, policy.rules.infer_emotion, policy.rules.approval) == (None, False, "all")
    assert list(settings.deployment.backends) == ["house"]
    assert check_may_be_asked(load_settings(path), "house", NOW) is None  # type: ignore[func-returns-value]  # it may be asked
