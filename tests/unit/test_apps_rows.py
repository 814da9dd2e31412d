"""What people saw in real apps, row by row: what an event that goes out is to be like, whichever message it is.

Each row that another test holds is named in `ROWS`, so that none is lost: a test there that goes is missed here.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from interpreted import CAT, ENGLISH, interpreted, requests, translations
from rows import try_each
from scene import ANA, KIM, on_desk

from bot.matrix.send import make_content
from bot.model import (
    Amend,
    Attached,
    Attachment,
    Came,
    Card,
    ConsentCard,
    Desk,
    Direct,
    Effect,
    EventId,
    Joined,
    Language,
    Left,
    Mark,
    Notice,
    Person,
    Reply,
    SessionRoom,
    UserId,
    make_words,
)
from bot.words import languages
from bot.words.shelf import open_file

TESTS = Path(__file__).parents[1]
DEWI = Person(UserId("@dewi:clinic"), "Dewi")
ROWS = {
    "an app without cross-signing reads the fixed sentences": "unit/test_fixed_sentences.py::test_only_a_fixed_sentence_fits_where_every_device_reads",
    "and is read by real ones": "e2e/test_every_device.py::test_an_unsigned_device_reads_the_card_and_how_to_verify_but_no_answer",
    "the desk is told who cannot read": "unit/test_who_cannot_read.py::test_the_desk_is_told_once_who_cannot_read",
    "the card comes again": "unit/test_who_cannot_read.py::test_the_card_comes_again_when_somebody_can_read",
    "consent needs a readable card": "unit/test_quiet_room.py::test_a_card_that_one_person_lacks_is_shown_in_the_language_of_their_yes",
    "a mention is an alarm": "unit/test_voice.py::test_only_an_alarm_calls_somebody",
    "links are labelled by a time": "unit/test_voice.py::test_a_link_of_ours_can_be_clicked",
    "a file is called by its name": "integration/test_files.py",
    "a name and a picture at the first start": "integration/test_faces.py::test_a_name_and_a_picture_at_the_first_start",
    "verification is cancelled with a reason": "unit/test_verification_refused.py::test_a_cancel_in_a_room_refers_to_its_request",
    "and by real ones": "e2e/test_verification.py::test_verification_by_emoji_is_refused_in_the_room",
    "a room with nobody else is no session": "unit/test_alone.py::test_nobody_else_is_no_session",
    "removing somebody turns it off": "e2e/test_removal.py::test_whoever_is_removed_turns_it_off",
    "an upgrade closes the old desk": "e2e/test_removal.py::test_a_replaced_room_closes_its_desk",
    "help is six lines": "unit/test_quiet_room.py::test_help_is_six_lines_of_what_one_can_do_now",
    "a therapist's help is at the desk": "unit/test_quiet_room.py::test_a_therapist_s_help_comes_to_the_desk",
    "what lowers is obeyed however it is typed": "unit/test_generous.py::test_what_lowers_is_read_in_any_form_and_nothing_else",
    "and beneath a picture": "unit/test_generous.py::test_a_caption",
    "the right form is told": "unit/test_generous.py::test_the_right_form_is_told",
    "a card's thread is a reply to it": "unit/test_bare_word.py::test_a_word_in_a_cards_own_thread_is_about_that_card",
    "also a consent card's": "unit/test_no_pressure.py::test_the_thread_of_a_card_is_a_reply_to_it",
    "a reaction is answered once": "unit/test_reactions.py::test_whoever_reacts_to_a_card_reads_how_to_answer_it",
    "pictures are drawn of real messages": "unit/test_phone_page.py",
}


@cache
def play_hour() -> tuple[Effect, ...]:
    """Return all that the bot does in an hour in which people do most of what they can do."""
    scene = on_desk(ask={"ask": ["client", "therapist"]})
    scene.happens(Came(scene.id(), scene.now, Desk(), ANA))
    scene.happens(Came(scene.id(), scene.now, Direct(KIM), KIM))
    scene.says(KIM, "I did not sleep, and it rained.")
    scene.draft()
    scene.at_desk(ANA, "ok", "K1")
    scene.says(KIM, "!wrong", reply_to=scene.posts["K1"])
    scene.says(ANA, "!retract", reply_to=scene.posts["K1"])
    scene.draft("!ask what next?", ANA)
    scene.at_desk(ANA, "Another wording of it all.", "K2")
    scene.at_desk(ANA, "no K3")
    scene.draft("!explain fiddlesnark")
    scene.waits(11 * 60)
    for typed in ("!explain rumination", "!translate", "! listen", "!xplain", "!mask Pluto", "!sent", "!mydata", "!status", "!policy", "!privacy",
                  "!help", "!help all", "are you a bot?", "!forget me", "!wrong rumination"):  # fmt: skip
        scene.says(KIM, typed)
    for typed in ("!help", "!reliance", "!window", "!cards", "!drill", "!ack", "!status", "!end", "ok"):
        scene.at_desk(ANA, typed)
    scene.happens(Attached(scene.id(), KIM, scene.now))
    scene.says(KIM, "maybe everybody would be better off without me")
    scene.says(KIM, "I want to kill myself tonight")
    scene.at_desk(ANA, "!ack")
    scene.happens(Joined(scene.id(), scene.now, DEWI))
    scene.happens(Left(scene.id(), scene.now, DEWI.id))
    scene.says(KIM, "!agree")
    scene.says(ANA, "!listen")
    scene.says(KIM, "!withdraw")
    return tuple(scene.effects)


@cache
def list_posted() -> tuple[tuple[Effect, dict[str, Any]], ...]:
    """Return each message of that hour with the content that goes out; of an edit the new one."""
    made = [
        (effect, make_content(effect, "job"))
        for effect in play_hour()
        if isinstance(effect, Reply | Notice | Card | Amend | ConsentCard)
    ]
    return tuple((effect, content.get("m.new_content", content)) for effect, content in made)


@try_each("row", list(ROWS))
def test_each_row_has_its_test(row: str) -> None:
    """What was seen in an app is held by a test that is there."""
    file, _, name = ROWS[row].partition("::")
    text = (TESTS / file).read_text(encoding="utf-8")
    assert f"def {name}(" in text if name else "def test_" in text


def test_an_hour_is_enough_to_look_at() -> None:
    """Of most kinds of messages there is one in it."""
    kinds = {content["org.thirdchair"]["kind"] for _, content in list_posted()}
    assert {"card", "floor", "draft", "outcome", "explain", "wrong", "retracted", "alarm", "notice", "waiting"} <= kinds
    assert len(kinds) > 15


def test_only_an_alarm_mentions_anybody() -> None:
    """Apps colour what mentions its reader; every other message says that it mentions nobody."""
    for effect, content in list_posted():
        mark = effect.mark.kind if isinstance(effect, Card) else ""
        assert bool(content["m.mentions"]) == (mark == "alarm")


def test_what_rings_is_what_somebody_has_to_hear() -> None:
    """Cards, switches, and what is taken back or will not come ring; help, refusals and edits do not."""
    rings, quiet = (
        {"draft", "alarm", "retracted", "waiting"},
        {"status", "policy", "help", "mask", "unknown", "reliance"},
    )
    for effect, content in list_posted():
        kind = content["org.thirdchair"]["kind"]
        if isinstance(effect, Amend):
            assert content["msgtype"] == ("m.text" if kind == "alarm" else "m.notice")
        elif isinstance(effect, ConsentCard) or kind in rings:
            assert content["msgtype"] == "m.text"
        elif kind in quiet:
            assert content["msgtype"] == "m.notice"
        elif kind == "floor" and isinstance(effect, Notice) and effect.where == SessionRoom():
            assert content["msgtype"] == "m.text"


def test_words_for_people_are_no_small_print() -> None:
    """What the AI says and what the glossary explains is `m.text`, in its own room as in a direct one."""
    for effect, content in list_posted():
        if isinstance(effect, Reply) and (effect.mark.generated or effect.words.key == "glossary-answer"):
            assert content["msgtype"] == "m.text"


def test_live_translation_is_the_talk_with_its_label_last() -> None:
    """It is `m.text`, without a mention; the label is the last line, and short."""
    scene = interpreted()
    (asked,) = requests(scene.says(KIM, ENGLISH))
    (reply,) = translations(scene.answers(asked.question, CAT))
    content = make_content(reply, "job")
    assert (content["msgtype"], content["m.mentions"]) == ("m.text", {})
    assert content["body"].splitlines()[0] == CAT
    assert content["body"].splitlines()[-1] == "— terjemahan AI, belum diperiksa"


def test_no_address_stands_in_what_a_lock_screen_shows() -> None:
    """The plain body has no link; the formatted one has them with a time of day for a label."""
    labels = []
    for _, content in list_posted():
        assert "matrix.to" not in content["body"]
        labels += re.findall(r"<a [^>]*>([^<]*)</a>", content.get("formatted_body", ""))
    assert labels
    assert all(re.fullmatch(r"\d\d:\d\d", label) for label in labels)


def test_a_card_begins_with_who_asked_and_their_words() -> None:
    """So the first line on a lock screen says what it is about."""
    cards = [
        content["body"] for effect, content in list_posted() if isinstance(effect, Card) and effect.mark.kind == "draft"
    ]
    assert cards[0].startswith("K1 · Kim, explain: “gobbledyquux”")


def test_nothing_is_a_table() -> None:
    """No message has the signs of a table, in text or markup, and none begins with the sign of a quotation."""
    for _, content in list_posted():
        assert not any(line.startswith("|") or " | " in line for line in content["body"].splitlines())
        assert not re.search(r"<(?:table|tr|td|details|pre)\b", content.get("formatted_body", ""))
        assert not content["body"].startswith(">")


def test_an_answer_let_out_adds_no_line_at_the_desk() -> None:
    """The therapist's own phone rings with the answer in the room; the desk's confirmation is an edit."""
    scene = on_desk()
    scene.draft()
    effects = scene.at_desk(ANA, "ok", "K1")
    at_desk = [
        effect for effect in effects if isinstance(effect, Reply | Notice | Card | Amend) and effect.where == Desk()
    ]
    assert at_desk
    assert all(isinstance(effect, Amend) for effect in at_desk)


@try_each("language", languages())
def test_a_file_of_documentation_is_named_in_code_alone(language: Language) -> None:
    """Apps make a link to the domain `backends.md` of a bare one; who reads it is the operator, and it is at the desk."""
    text = open_file(language, "sentences.ftl").read_text(encoding="utf-8")
    named = [line for line in text.splitlines() if not line.startswith("#") and re.search(r"\w\.md\b", line)]
    assert all(re.search(r"`[\w/]+\.md`", line) for line in named)
    assert {line.partition(" = ")[0] for line in named} <= {"desk-stays", "paper-small"}


def test_a_file_goes_by_its_name_alone() -> None:
    """What it is said with is a message of its own; a `body` beside the name some apps take for the name."""
    words = make_words("wrong-what", languages()[0], prefix="!")
    sent = Reply(
        EventId("$q"), words, Mark(kind="note"), file=Attachment("note-soap-2026-11-29.md", "text/markdown", "x")
    )
    content = make_content(sent, "job")
    assert content["body"] == "note-soap-2026-11-29.md"
    assert "formatted_body" not in content
