"""The demonstration's parts: options that go together, the configuration it writes, what it shows, what it checks."""

import asyncio
import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import typer
from rich.console import Console
from rows import try_each
from typer.testing import CliRunner

from bot.demo.bot_yaml import BACKEND, Account, Wishes, write_bot_yaml
from bot.demo.demo_command import demo
from bot.demo.person import NothingSeen, Person
from bot.demo.scene import Session, Unlike
from bot.demo.screen import Screen
from bot.errors import ConfigWrong
from bot.matrix.sight import Seen
from bot.model import EventId, RoomId, UserId
from bot.settings import Settings, load_settings

ANA, KIM, BOT = UserId("@ana:clinic.local"), UserId("@kim:clinic.local"), UserId("@thirdchair:clinic.local")
ROOM = RoomId("!r")
TALK = Seen(EventId("$1"), KIM, "!help", None, None, None, signed=False)
ANSWER = Seen(EventId("$2"), BOT, "What you can type", TALK.id, "help", "$1/0", signed=True)


def configured(folder: Path, **wishes: Any) -> Settings:
    """Return the demonstration's configuration with `wishes`, loaded as the bot loads it."""
    bot = Account("thirdchair", BOT, "the password")
    return load_settings(write_bot_yaml(folder, "http://127.0.0.1:1", bot, ANA, Wishes(**wishes)))


@try_each(
    ("options", "sentence"),
    [
        (("--stay", "--serve"), "give one of them"),
        (("--no-bot",), "--no-bot goes with --serve"),
        (("--model", "tiny"), "--backend openai or"),
        (("--api-key", "k"), "--backend openai or"),
        (("--backend", "openai", "--model", "tiny"), "needs --base-url and --model"),
        (("--serve", "--set", "language"), "wants KEY=VALUE"),
        (("--backend", "ouija"), "ouija"),
    ],
)
def test_options_that_do_not_go_together(options: tuple[str, ...], sentence: str) -> None:
    """Options that make no sense together are refused with 2 and a sentence, and nothing is started."""
    app = typer.Typer()
    app.command()(demo)
    result = CliRunner().invoke(app, options, env={"COLUMNS": "200", "TERMINAL_WIDTH": "200"})
    assert result.exit_code == 2
    assert sentence in result.output


def test_the_usual_policy(tmp_path: Path) -> None:
    """Without wishes it is the loosest pack, both languages, answers without approval, Ana as the therapist, no model."""
    settings = configured(tmp_path)
    policy = settings.policy(ROOM)
    assert policy is not None
    assert policy.demo
    assert policy.languages == ("en", "id")
    assert policy.rules.approval == "unasked"
    assert policy.rules.therapists == (ANA,)
    assert not policy.backend.generative


def test_any_key_of_the_room_policy_can_be_set(tmp_path: Path) -> None:
    """A dotted key reaches inside, a value is YAML, and what was there is replaced; the last one counts."""
    rules = ("window.messages=5", "window.minutes=7", "language=[id]", "idle=9", "idle=8", f"therapists=['{KIM}']")
    settings = configured(tmp_path, rules=rules)
    policy = settings.policy(ROOM)
    assert policy is not None
    assert (policy.rules.window.messages, policy.rules.window.minutes, policy.rules.idle) == (5, 7, 8)
    assert policy.rules.language == ("id",)
    assert policy.rules.therapists == (KIM,)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("windw.messages=5", "Did you mean `window`?"),
        ("window.messages=many", "needs a whole number"),
        ("language=[en", "the value of `language` is not YAML"),
        ("language.first=en", "`language`"),
        ("therapists=[]", "nobody is left who may steer the AI"),
        ("=5", "is not a key"),
    ],
)
def test_a_wrong_rule_is_a_mistake_of_the_configuration(rule: str, sentence: str, tmp_path: Path) -> None:
    """A key or value that makes no sense is told like any other mistake of a configuration."""
    with pytest.raises(ConfigWrong) as error:
        configured(tmp_path, rules=(rule,))
    assert sentence in str(error.value)


def test_secrets_go_into_files_of_their_owner(tmp_path: Path) -> None:
    """Password and key are in files that nobody else can read, and not in the configuration itself."""
    settings = configured(
        tmp_path, kind="openai", base_url="http://127.0.0.1:1/v1", model="tiny", api_key="key-of-mine"
    )
    files = (settings.deployment.password_file, settings.backends[BACKEND].api_key_file)
    for file, secret in zip(files, ("the password", "key-of-mine"), strict=True):
        assert file is not None
        assert file.read_text().strip() == secret
        assert file.stat().st_mode & 0o077 == 0
        assert secret not in (tmp_path / "bot.yaml").read_text()


def test_a_key_stands_in_where_one_must_be(tmp_path: Path) -> None:
    """Anthropic's API cannot be configured without a key: a server on this machine gets one that means nothing."""
    settings = configured(tmp_path, kind="anthropic", base_url="http://127.0.0.1:1")
    file = settings.backends[settings.deployment.backend].api_key_file
    assert file is not None
    assert file.read_text() == "none-needed\n"


def test_what_people_write_is_shown_as_it_is() -> None:
    """Markup, emoji codes and long lines come out as written, inside the width, with the answer set in."""
    out = io.StringIO()
    screen = Screen(Console(file=out, width=40, highlight=False))
    screen.show_typed("kim", "[bold]:smile:[/bold]")
    screen.show_reply("one line that is too long for a narrow screen\nand a second")
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    assert lines == [
        "",
        "  kim ▸ [bold]:smile:[/bold]",
        "  bot │ one line that is too long for a",
        "      │ narrow screen",
        "      │ and a second",
    ]


def session(ana: list[Seen], kim: list[Seen], *, sealed: int = 0) -> Session:
    """Return a session after which Ana and Kim have seen these messages, and Kim could not read `sealed` more."""

    def find_them(messages: list[Seen], unread: int) -> Any:
        return SimpleNamespace(sight=SimpleNamespace(messages=lambda _: messages, count_sealed=lambda _: unread))

    played = Session(find_them(ana, 0), find_them(kim, sealed), BOT, cast("Any", None), cast("Any", None))
    played.room = ROOM
    return played


def test_a_session_that_both_read_is_counted() -> None:
    """If both could read everything once, the messages are counted."""
    assert session([TALK, ANSWER], [TALK, ANSWER]).verify_talk() == 2


@try_each(
    ("ana", "kim", "sealed"),
    [
        ([TALK, ANSWER], [TALK], 0),
        ([TALK, ANSWER], [TALK, replace(ANSWER, body="other words")], 0),
        ([TALK, ANSWER], [TALK, ANSWER], 1),
        ([TALK, ANSWER, ANSWER], [TALK, ANSWER, ANSWER], 0),
        ([TALK, ANSWER, replace(ANSWER, id=EventId("$3"))], [TALK, ANSWER, replace(ANSWER, id=EventId("$3"))], 0),
        ([TALK, replace(ANSWER, signed=False)], [TALK, replace(ANSWER, signed=False)], 0),
    ],
)
def test_the_demonstration_does_not_claim_what_was_not_so(ana: list[Seen], kim: list[Seen], sealed: int) -> None:
    """A message that one could not read, that came twice, or from an unsigned device is told as a failure."""
    with pytest.raises(Unlike):
        session(ana, kim, sealed=sealed).verify_talk()


async def test_nobody_waits_for_ever() -> None:
    """Whoever waits in vain says who waited and for what, as an error with a remedy."""
    sight = SimpleNamespace(look=lambda: asyncio.sleep(0))
    kim = Person("kim", KIM, cast("Any", None), cast("Any", sight), "", patience=0.01)
    with pytest.raises(NothingSeen) as error:
        await kim.until("an invitation", lambda: False)
    assert "kim has waited" in str(error.value)
    assert "an invitation" in str(error.value)
    assert error.value.remedy
