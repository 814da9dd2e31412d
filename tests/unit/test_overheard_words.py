"""Words that are only compared, and the bot's own words in what people write: what trips, and what does not."""

import time
from dataclasses import replace

import pytest
from danger_page import holds
from rows import try_each
from scene import ANA, KIM, on_desk

from bot.danger_words.helplines import COUNTRIES, make_helpline_card
from bot.matrix.html_words import strip_html
from bot.matrix.send import format_sentence
from bot.model import Concern, Direct, EventId, Floor, Language, Overheard, Room
from bot.policy import Policy
from bot.session.danger import tripwire
from bot.session.danger.own_words import drop_own_lines
from bot.words import languages, render_words

EN = Language("en")
DANGER = "I want to kill myself"
CARD = make_helpline_card("us", EN)


def overheard(text: str, sender: str = KIM, **more: object) -> Overheard:
    """Return words that are only compared."""
    return replace(Overheard(EventId("$words"), KIM, 2000.0, text), sender=sender, **more)  # type: ignore[arg-type]  # tests name fields


def test_overheard_words_raise_an_alarm_on_the_message_that_people_see() -> None:
    """They are nobody's talk: the alarm is all that they are, and it leads to the message that they stand in."""
    scene = on_desk()
    before = scene.room.window
    scene.happens(overheard(DANGER, of=EventId("$seen")))
    (alarm,) = scene.room.alarms
    assert (alarm.event, alarm.person, alarm.times) == ("$seen", KIM, 1)
    assert scene.room.window == before


def test_under_the_floor_that_stood_when_they_were_written() -> None:
    """The AI is off by now: what was written while it was on is compared, and what was written after is not."""
    scene = on_desk()
    scene.says(KIM, "!stop")
    assert scene.room.floor is Floor.OFF
    scene.happens(overheard(DANGER))
    assert scene.room.alarms == ()
    scene.happens(overheard(DANGER, listening=True))
    assert len(scene.room.alarms) == 1


def test_the_room_knows_when_the_ai_was_turned_off() -> None:
    """By whatever turned it off; turning it on again leaves that as it was."""
    scene = on_desk()
    assert scene.room.off_since == 0.0
    scene.says(KIM, "!stop")
    off_since = scene.now
    assert scene.room.off_since == off_since
    scene.says(ANA, "!listen")
    assert (scene.room.floor, scene.room.off_since) == (Floor.LISTEN, off_since)


def test_a_therapists_words_are_never_compared() -> None:
    """Asking about suicide is their work, in whatever they send."""
    scene = on_desk()
    scene.happens(overheard(DANGER, sender=ANA))
    scene.happens(overheard("", sender=ANA, broken=True))
    assert scene.room.alarms == ()


def test_what_could_not_be_read_is_an_alarm() -> None:
    """Nobody can tell what it says, so a therapist is told to look."""
    scene = on_desk()
    scene.happens(overheard("", broken=True))
    assert [alarm.reason for alarm in scene.room.alarms] == ["tripwire-broken"]


@try_each("signs", [{"signed": False}, {"changed": True}, {"device": "OTHER", "signed": False, "changed": True}])
def test_whoever_writes_from_whatever_device_is_compared(signs: dict[str, object]) -> None:
    """An unsigned device, or another identity than the one we know, holds back commands and no alarm."""
    scene = on_desk()
    scene.says(KIM, DANGER, **signs)
    assert len(scene.room.alarms) == 1


@try_each("where", [None, Direct(KIM)])
def test_what_the_formatted_body_shows_is_compared(where: Direct | None) -> None:
    """A calm body with other words in what people see is what people see."""
    scene = on_desk()
    scene.says(KIM, "hello", beside=DANGER, **({"where": where} if where else {}))
    assert len(scene.room.alarms) == 1


@try_each("quote", ["{}", "> {}", "> > {}", "* {}", "**{}**", "  {}  ", "\u200b{}"])
def test_the_bots_own_card_is_not_the_words_of_whoever_passes_it_on(quote: str) -> None:
    """Quoted or pasted, line by line, it raises no alarm; the person's own words under it do."""
    scene = on_desk()
    card = "\n".join(quote.format(line) for line in render_words(CARD).split("\n"))
    scene.says(KIM, card)
    assert (scene.room.alarms, scene.room.notices) == ((), ())
    scene.says(KIM, f"{card}\n{DANGER}")
    assert len(scene.room.alarms) == 1


@holds("not-its-own")
def test_every_card_can_be_passed_on() -> None:
    """In each language, of each country, for each concern, as plain text and as clients show it: no line of it is a person's."""
    for country in (*COUNTRIES, None):
        for concern in Concern:
            for language in languages():
                body, html = format_sentence(make_helpline_card(country, language, concern))
                for text in (body, strip_html(html), strip_html(f"<blockquote>{html}</blockquote>")):
                    assert drop_own_lines(text).strip(" *>-\n") == ""


def test_a_line_with_a_word_of_ones_own_is_ones_own() -> None:
    """Who writes into a line of the card has written all of it."""
    line = next(line for line in render_words(CARD).split("\n") if "988" in line)
    assert drop_own_lines(f"{line} I did") == f"{line} I did"


def test_an_error_while_comparing_is_an_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails between a message and the list, a therapist hears of it."""

    def break_down(_: str) -> str:
        raise RuntimeError

    monkeypatch.setattr(tripwire, "drop_own_lines", break_down)
    scene = on_desk()
    scene.happens(overheard("hello"))
    assert [alarm.reason for alarm in scene.room.alarms] == ["tripwire-broken"]
    assert tripwire.is_tripping(scene.room, overheard("hello"), scene.policy)


def test_looking_for_own_lines_takes_no_time() -> None:
    """64 KiB of short lines, or of one long one, are looked through in a few hundredths of a second."""
    drop_own_lines("warm")
    for text in ("a\n" * 32_000, "x" * 65_536, "> twelve letters\n" * 4_000):
        began = time.process_time()
        drop_own_lines(text)
        assert time.process_time() - began < 0.3


def watch_twice(room: Room, policy: Policy) -> int:
    """Return how many messages an alarm counts after the same words were compared twice."""
    words = overheard(DANGER, of=EventId("$seen"))
    once = tripwire.watch_message(room, words, policy).room
    (alarm,) = tripwire.watch_message(once, replace(words, id=EventId("$again")), policy).room.alarms
    return alarm.times


def test_the_same_message_counts_once() -> None:
    """However many ways a message comes by, it is one."""
    scene = on_desk()
    assert watch_twice(scene.room, scene.policy) == 1


@try_each("typed", ["!ask {}", "!tanya {}", "!express {}", "  !ask {}"])
def test_the_name_of_a_command_quotes_nobody(typed: str) -> None:
    """What is asked in one's own words is an alarm as it is without the command before it."""
    scene = on_desk()
    scene.says(KIM, typed.format(DANGER))
    assert len(scene.room.alarms) == 1
