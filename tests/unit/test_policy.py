"""What the effective policy says about tasks, people and times."""

from typing import Any

import pytest
from rows import try_each
from scene import ANA, KIM, policy

from bot.model import Ask, EventId, Language, Masked, Role, Task
from bot.policy import format_value, list_keys, list_rules_in_words
from bot.session.request.prompts import compose_prompt


@try_each(
    ("rules", "task", "waits"),
    [
        ({}, Task.EXPLAIN, False),
        ({"approval": "all"}, Task.EXPLAIN, True),
        ({"posts": "approved"}, Task.EXPLAIN, True),
        ({"posts": "never"}, Task.EXPLAIN, True),
        ({"mode": "simulate"}, Task.EXPLAIN, True),
        ({"minor": True}, Task.EXPLAIN, False),
        ({"minor": True}, Task.EXPRESS, True),
        ({}, Task.EXPRESS, False),
    ],
)
def test_what_waits_for_a_therapist(rules: dict[str, Any], task: Task, waits: bool) -> None:
    """An answer waits where policy says so; a minor's `!express` always does."""
    assert policy(**rules).needs_approval(task) is waits


@try_each(
    ("rules", "posts", "simulated"),
    [
        ({}, True, False),
        ({"posts": "approved"}, True, False),
        ({"posts": "never"}, False, False),
        ({"mode": "simulate"}, False, True),
    ],
)
def test_where_ai_text_may_go(rules: dict[str, Any], posts: bool, simulated: bool) -> None:
    """`posts: never` and a simulation keep the session room free of AI text."""
    asked = policy(**rules)
    assert (asked.posts_allowed, asked.simulated) == (posts, simulated)


@try_each(
    ("rules", "seconds"),
    [
        ({}, 7 * 86400),
        ({"disclose_every": 1}, 86400),
        ({"minor": True}, 10800),
        ({"minor": True, "disclose_every": 1}, 10800),
    ],
)
def test_how_often_it_says_that_it_is_an_ai(rules: dict[str, Any], seconds: float) -> None:
    """Every so many days, and to a minor every three hours."""
    assert policy(**rules).disclose_seconds == seconds


def test_who_is_who() -> None:
    """Therapists, supervisors and observers are whom the files name, by id or pattern."""
    asked = policy(supervisors=["@k*:clinic"], observers=[str(KIM)])
    assert (asked.role(ANA), asked.role(KIM)) == (Role.THERAPIST, Role.OBSERVER)
    assert (asked.is_supervisor(KIM), asked.is_supervisor(ANA)) == (True, False)


def test_the_card_comes_in_the_rooms_languages_and_the_laws() -> None:
    """A language that a pack asks for is added once, after the room's own."""
    assert policy(language=["en"], consent={"languages": ["id", "en"]}).card_languages == ("en", "id")
    assert policy(language=["id"]).card_languages == ("id",)


def test_a_room_is_told_only_rules_that_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """`!policy` leaves out keys that this version does not follow, and says the others in words."""
    assert dict(list_rules_in_words(policy().rules))["account"] == "-"
    idle = dict(list_keys())["account"]
    monkeypatch.setattr("bot.policy.key_table.is_followed", lambda about: about is not idle)
    told = dict(list_rules_in_words(policy(commands=None).rules))
    assert told["commands"] == "all"
    assert told["therapists"] == str(ANA)
    assert told["require_cross_signing"] == "yes"
    assert told["observers"] == "-"
    assert "account" not in told
    assert {"account", *told} <= {key for key, _ in list_keys()}
    assert format_value("ask", {"ask": (Role.CLIENT, Role.THERAPIST)}) == "ask: client, therapist"


@try_each("infer", [True, False])
def test_a_model_is_told_not_to_guess_at_feelings(infer: bool) -> None:
    """Where policy forbids to infer emotions, every prompt says so."""
    ask = Ask(EventId("$q"), KIM, Task.ASK, "house", Language("en"), (Language("en"),), "How is she?")
    prompt = compose_prompt(ask, policy(infer_emotion=infer), "fence", Masked)
    assert ("Name no feeling" in prompt.system) is not infer
