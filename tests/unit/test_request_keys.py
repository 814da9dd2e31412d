"""The keys of a backend about its requests, as a file writes them: what they may say, and what is refused with its line."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from clinic_files import GOOD, mistakes, written
from pydantic import ValidationError

from bot.settings import BackendSettings, checks, load_settings
from bot.settings.request_keys import DEEPEST_EXTRA, LARGEST_EXTRA, MOST_EXTRA

BACKEND = "backends:\n  house:\n    kind: openai\n    base_url: http://127.0.0.1:9/v1\n    model: tiny\n"
LINE = (GOOD + BACKEND).count("\n") + 1

FORBIDDEN = """
    messages model stream tools tool_choice functions n max_tokens max_completion_tokens temperature response_format
    system user metadata store models fallbacks api_base api_key extra_headers extra_body mcp_servers prompt
    num_predict Messages MODEL mock_response stream_options
    stop Stop_Sequences stop_token_ids chat_template truncate_prompt_tokens transforms enable_search lora
""".split()  # noqa: SIM905  a page of quotes says no more


def said_of(folder: Path, keys: str, backend: str = BACKEND) -> str:
    """Return the mistakes in a file whose backend has these keys besides."""
    return mistakes(written(folder, GOOD + backend + "".join(f"    {line}\n" for line in keys.splitlines())))


def nested(deep: int) -> dict[str, Any]:
    """Return mappings within each other."""
    inner: dict[str, Any] = {}
    for _ in range(deep - 1):
        inner = {"a": inner}
    return inner


def test_every_key_is_taken_from_the_file(tmp_path: Path) -> None:
    """What the manual shows can be written, and is what the backend is opened with."""
    keys = (
        "    max_tokens_key: max_completion_tokens\n    temperature: none\n    system: merge\n    structured: true\n"
        "    extra_body: {reasoning_effort: low, chat_template_kwargs: {enable_thinking: false}, top_p: 0.9}\n"
    )
    house = load_settings(written(tmp_path, GOOD + BACKEND + keys)).backends["house"]
    assert (house.max_tokens_key, house.temperature) == ("max_completion_tokens", "none")
    assert (house.system, house.structured) == ("merge", True)
    assert house.extra_body == {
        "reasoning_effort": "low",
        "chat_template_kwargs": {"enable_thinking": False},
        "top_p": 0.9,
    }


def test_without_a_word_requests_are_as_they_were() -> None:
    """The defaults are what the bot has always sent."""
    plain = BackendSettings()
    assert (plain.max_tokens_key, plain.temperature, plain.system) == ("max_tokens", 0.2, "turn")
    assert (plain.extra_body, plain.structured) == ({}, False)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("max_tokens_key: tokens", "`backends.house.max_tokens_key` can be `max_tokens` or `max_completion_tokens`"),
        ("system: user", "`backends.house.system` can be `turn` or `merge`"),
        ("temperature: 2.1", "`backends.house.temperature`: write a number from 0 to 2, or `none`"),
        ("temperature: -0.1", "`backends.house.temperature`: write a number from 0 to 2, or `none`"),
        ("temperature: .nan", "`backends.house.temperature`: write a number from 0 to 2, or `none`"),
        ("temperature: true", "`backends.house.temperature`: write a number from 0 to 2, or `none`"),
        ("temperature: warm", "`backends.house.temperature`: write a number from 0 to 2, or `none`"),
        ("temperature: [0.2]", "`backends.house.temperature`: write a number from 0 to 2, or `none`"),
        ("structured: perhaps", "`backends.house.structured` needs yes or no"),
        ("structurd: true", "`backends.house.structurd` is not a key that I know. Did you mean `structured`?"),
        ("extra_body: low", "`backends.house.extra_body` needs keys of its own"),
        ("extra_body: {seen: 2026-01-01}", "`backends.house.extra_body`: it holds what JSON does not have"),
        ("extra_body: {top_p: .inf}", "`backends.house.extra_body`: it holds what JSON does not have"),
        (f"extra_body: {{top_k: {10**400}}}", "`backends.house.extra_body`: it holds what JSON does not have"),
        ("extra_body: {top_p: .nan}", "`backends.house.extra_body`: it holds what JSON does not have"),
        ("extra_body: {seed: 99999999999999999999}", "`backends.house.extra_body`: it holds what JSON does not have"),
        ("extra_body: {5: 7}", "`backends.house.extra_body.5`: a key has to be text"),
        ("extra_body: {options: {5: 7}}", "`backends.house.extra_body`: a key in it is no text"),
        ("extra_body: {options: {stop: [.]}}", "`backends.house.extra_body`: `extra_body` cannot say this: an answer"),
        ("extra_body: {options: {num_predict: 9}}", "`backends.house.extra_body`: `num_predict` in it would change"),
    ],
)
def test_what_a_key_cannot_say(keys: str, told: str, tmp_path: Path) -> None:
    """A value that means nothing is a mistake on its line, in a plain sentence."""
    assert f"bot.yaml:{LINE}: {told}" in said_of(tmp_path, keys)


@pytest.mark.parametrize(
    "key",
    FORBIDDEN,
)
def test_extra_keys_cannot_change_what_is_asked_or_who_answers(key: str, tmp_path: Path) -> None:
    """What the bot says itself, in any case of its letters, is refused with the line that it stands on."""
    said = said_of(tmp_path, f"extra_body:\n  top_p: 0.9\n  {key}: 1")
    assert f"bot.yaml:{LINE + 2}: `backends.house.extra_body.{key}`: `extra_body` cannot say this" in said


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        (nested(DEEPEST_EXTRA + 1), f"nested more than {DEEPEST_EXTRA} deep"),
        ({"a": "x" * LARGEST_EXTRA}, f"more than {LARGEST_EXTRA} bytes"),
        ({"a": [0] * MOST_EXTRA}, f"more than {MOST_EXTRA} values"),
    ],
)
def test_extra_keys_are_bounded(extra: dict[str, Any], told: str) -> None:
    """They are a few settings, and never so large that they would crowd out the talk."""
    with pytest.raises(ValidationError, match=told):
        BackendSettings(extra_body=extra)
    assert BackendSettings(extra_body=nested(DEEPEST_EXTRA)).extra_body == nested(DEEPEST_EXTRA)


def test_a_file_that_repeats_itself_without_end_is_bounded_too(tmp_path: Path) -> None:
    """Anchors that multiply are counted before anything is made of them."""
    many = yaml.dump({f"k{number}": number for number in range(8)}, default_flow_style=True).strip()
    keys = f"extra_body:\n  a: &a {many}\n  b: &b [*a, *a, *a, *a, *a]\n  c: [*b, *b, *b, *b, *b, *b]"
    assert f"it holds more than {MOST_EXTRA} values" in said_of(tmp_path, keys)


@pytest.mark.parametrize(
    "key", ["max_tokens_key: max_tokens", "temperature: 0.5", "system: merge", "structured: true", "extra_body: {a: 1}"]
)
def test_a_key_that_would_do_nothing_is_refused(key: str, tmp_path: Path) -> None:
    """Anthropic's API has no place for any but `extra_body`, the built-in backend for none at all."""
    name = key.partition(":")[0]
    for folder in ("claude", "built-in"):
        (tmp_path / folder).mkdir()
    (tmp_path / "secret").write_text("key", encoding="ascii")
    claude = BACKEND.replace("kind: openai", f"kind: anthropic\n    api_key_file: {tmp_path / 'secret'}")
    path = written(tmp_path / "claude", GOOD + claude + f"    {key}\n")
    if name == "extra_body":
        assert load_settings(path).backends["house"].extra_body == {"a": 1}
    else:
        told = f"bot.yaml:{LINE + 1}: backend `house` is of the kind `anthropic`, which has no place for `{name}`"
        assert told in mistakes(path)
    built_in = written(tmp_path / "built-in", GOOD + f"backends:\n  house:\n    kind: embedded\n    {key}\n")
    assert f"is of the kind `embedded`, which has no place for `{name}`" in mistakes(built_in)


def test_a_kind_of_somebody_elses_may_have_any_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an installed backend makes of its settings is its own matter."""
    monkeypatch.setattr(checks, "list_kinds", lambda: ("somebodys",))
    keys = "    temperature: none\n    structured: true\n"
    path = written(tmp_path, GOOD + BACKEND.replace("kind: openai", "kind: somebodys") + keys)
    assert load_settings(path).backends["house"].structured
