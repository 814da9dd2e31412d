"""What goes before what waits in other rooms: whatever may end or guard something, and nothing of ordinary talk."""

from dataclasses import replace

import pytest
from scene import ANA, KIM, policy

from bot.model import Answered, Edited, Elapsed, Event, EventId, Frozen, Heard, Overheard, Redacted, Transcribed
from bot.session.urgency import goes_first

DANGER = "I want to kill myself"
IT = EventId("$it")


def say(text: str, **more: str) -> Heard:
    """Return that Kim wrote something."""
    return Heard(IT, KIM, 1.0, text, signed=True, **more)  # type: ignore[arg-type]  # texts beside it


@pytest.mark.parametrize(
    "text",
    [
        "!stop",
        "stop",
        "Stop, please.",
        "/stop",
        "**!stop**",
        "! stop",
        "!off",
        "!withdraw",
        "withdraw",
        "!ack A1",
        "!end yes",
        "!berhenti",
        "!clear",
        "!decline",
        DANGER,
    ],
)
def test_what_ends_or_guards_goes_first(text: str) -> None:
    """In whatever form it is typed: what it is exactly is decided in its turn."""
    assert goes_first(say(text), policy())


@pytest.mark.parametrize("text", ["I slept badly", "!explain rumination", "!ask what helps", "!listen", "!help", ""])
def test_ordinary_talk_waits_for_its_turn(text: str) -> None:
    """Neither talk nor a question goes before anybody else's."""
    assert not goes_first(say(text), policy())


@pytest.mark.parametrize(
    "event",
    [
        Frozen(IT, 1.0),
        Elapsed(IT, 1.0),
        Redacted(IT, KIM, 1.0, EventId("$old")),
        Overheard(IT, KIM, 1.0, "whatever"),
        Transcribed(IT, 1.0, EventId("$q"), "whatever", "whatever", "house", "tiny"),
        Edited(IT, KIM, 1.0, EventId("$old"), DANGER),
        Edited(IT, KIM, 1.0, EventId("$old"), "!stop"),
        say("a plain text", other="!stop"),
        say("a plain text", beside=DANGER),
    ],
    ids=lambda event: type(event).__name__,
)
def test_what_nobody_typed_or_few_people_see_goes_first_too(event: Event) -> None:
    """A freeze, a deadline, a deletion, what is only compared, and what stands beside a text or in place of an older one."""
    assert goes_first(event, policy())


def test_an_answer_waits_for_its_turn() -> None:
    """What a model wrote ends nothing."""
    assert not goes_first(Answered(IT, 1.0, EventId("$q"), DANGER, "house", "tiny", 1, 1), policy())


def test_words_of_danger_go_first_only_where_they_are_compared() -> None:
    """A therapist's own words never are, and nobody's where the policy compares none; `!stop` goes first all the same."""
    silent = policy(crisis={"enabled": False})
    assert not goes_first(replace(say(DANGER), sender=ANA), policy())
    assert not goes_first(say(DANGER), silent)
    assert goes_first(say("!stop"), silent)
