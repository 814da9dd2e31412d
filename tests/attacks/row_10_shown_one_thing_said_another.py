"""Whoever writes a message with two bodies has the bot keep, send and obey what nobody in the room saw.

The formatted body shows tea, and the plain one said another thing: the model, notes and `!sent` had that.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from megolm import QuietRoom, quiet_room
from rows import try_each
from scene import ANA, KIM, Scene, keys, on_desk, policy, posted

from bot.matrix.shown_text import HTML, Shown, find_shown_text
from bot.model import Edited, Floor, Heard

TEA, HIDDEN = "the kettle is blue", "a velvet walrus sits here"
DANGER = "I want to kill myself"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[QuietRoom]:
    """Return a room in which Kim's device has a key that the bot knows."""
    async with quiet_room(tmp_path) as quiet:
        yield quiet


def formats(body: str, formatted: str, **more: Any) -> Shown:
    """Return what people see of a message with both bodies."""
    return find_shown_text(body, body, {"format": HTML, "formatted_body": formatted, **more})


SAME = (
    ("**hello** you", "<strong>hello</strong> you", "**hello** you"),
    ("!ask what about *this*", "!ask what about <em>this</em>", "!ask what about *this*"),
    ("!ask:\n1. one\n2. two", "<p>!ask:</p><ol><li>one</li><li>two</li></ol>", "!ask:\n1. one\n2. two"),
    ("see [here](https://x.org/walrus)", '<p>see <a href="https://x.org/walrus">here</a></p>', "see [here]"),
    ("[Ana](https://matrix.to/#/@ana:clinic): hi", '<a href="https://matrix.to/#/@ana:clinic">Ana</a>: hi', "[Ana](https://matrix.to/#/@ana:clinic): hi"),
    ("@ana:clinic: hi", '<a href="https://matrix.to/#/@ana:clinic">Ana Lestari</a>: hi', "@ana:clinic: hi"),
    ("```python\nx = 1\n```", '<pre><code class="language-python">x = 1\n</code></pre>', "```\nx = 1\n```"),
    ("~~not~~ so", "<del>not</del> so", "~~not~~ so"),
    ("AT&T", "<p>AT&amp;T</p>", "AT&T"),
)  # fmt: skip


@try_each(("body", "formatted", "text"), SAME)
def test_markup_is_no_difference(body: str, formatted: str, text: str) -> None:
    """Bold, lists, links, mentions and code say the same in both bodies; where a link leads is no word that people see."""
    assert formats(body, formatted) == Shown(text)


DIFFERENT = (
    (HIDDEN, TEA, TEA),
    (f"{TEA}. {HIDDEN}", f"<p>{TEA}.</p>", f"{TEA}."),
    (TEA, f"{TEA} <b>{HIDDEN}</b>", f"{TEA} {HIDDEN}"),
    ("!listen", TEA, TEA),
    (TEA, "<p>!listen</p>", "!listen"),
    ("blue is the kettle", TEA, TEA),
    (HIDDEN, "<i></i>", ""),
    (HIDDEN, f"<blockquote>what Ana said</blockquote>{TEA}", TEA),
)


@try_each(("body", "formatted", "text"), DIFFERENT)
def test_what_people_see_counts(body: str, formatted: str, text: str) -> None:
    """Of two bodies that differ beyond markup the shown one is the text, whichever of them holds more; the other is noted."""
    assert formats(body, formatted) == Shown(text, body, differs=True)


def test_html_that_no_client_shows_is_not_shown() -> None:
    """Without its format a formatted body is shown by nobody: the plain one is."""
    assert find_shown_text(TEA, TEA, {"formatted_body": HIDDEN}) == Shown(TEA)


async def test_a_message_and_an_edit_are_heard_as_they_are_shown(room: QuietRoom) -> None:
    """What comes through the gate has the words that people see, an edit too."""
    two: dict[str, Any] = {"msgtype": "m.text", "body": HIDDEN, "format": HTML, "formatted_body": f"<b>{TEA}</b>"}
    heard = room.hears(room.kim.says(**two))
    assert isinstance(heard, Heard)
    assert (heard.text, heard.other, heard.differs) == (TEA, HIDDEN, True)
    relation = {"rel_type": "m.replace", "event_id": "$old"}
    edited = room.hears(room.kim.says(**{**two, "m.new_content": two, "m.relates_to": relation}))
    assert isinstance(edited, Edited)
    assert edited.text == TEA


def listening() -> Scene:
    """Return a scene with the AI on."""
    return Scene(policy()).listening()


def test_the_window_has_what_was_shown() -> None:
    """What nobody saw is in it no more than in any request."""
    scene = listening()
    scene.says(KIM, TEA, other=HIDDEN, differs=True)
    assert [line.text for line in scene.room.window] == [TEA]


@try_each(("shown", "other"), [(DANGER, TEA), (TEA, DANGER)])
def test_the_tripwire_reads_both(shown: str, other: str) -> None:
    """Some clients show the one and some the other: people are called for either."""
    scene = listening()
    scene.says(KIM, shown, other=other, differs=True)
    assert [alarm.kind for alarm in scene.room.alarms] != []


COMMANDS = ("!speak", "!window 5", "!ask what was said?", "!explain otter")


@try_each("typed", COMMANDS)
def test_a_command_needs_both_to_agree(typed: str) -> None:
    """One that is shown and not said is not done, and says why; one that is said and not shown is none."""
    scene = listening()
    before = scene.room
    assert keys(scene.says(ANA, typed, other=TEA, differs=True)) == ["two-texts"]
    assert "two-texts" not in keys(scene.says(ANA, TEA, other=typed, differs=True))
    after = scene.room
    assert (after.floor, after.window_messages, after.pending) == (before.floor, before.window_messages, ())


@try_each(("shown", "other"), [("!stop", TEA), (TEA, "!stop")])
def test_either_turns_the_ai_off(shown: str, other: str) -> None:
    """Whoever says `!stop` in any of the two is obeyed."""
    scene = listening()
    scene.says(KIM, shown, other=other, differs=True)
    assert scene.room.floor is Floor.OFF


@try_each(("shown", "other"), [("ok", "no"), ("no", "ok"), ("ok", TEA)])
def test_a_draft_is_not_let_out_by_half_a_word(shown: str, other: str) -> None:
    """A therapist's word on a draft counts only if both bodies say it."""
    scene = on_desk()
    code = scene.draft()
    assert posted(scene.at_desk(ANA, shown, code, other=other, differs=True)) == []
    assert scene.room.draft(code) is not None
