"""The small chat page that pictures are drawn from shows what an app decrypted, and nothing else."""

from dataclasses import replace
from typing import Any

from foreign_event import Seen
from phone_page import Phone, draw_phone
from scene import ANA, KIM

from bot.model import EventId, RoomId, UserId

BOT = UserId("@bot:clinic")
PHONE = Phone(viewer=KIM, title="Tuesdays", language="id", names={ANA: "Ana <3", BOT: "Third Chair (AI)"}, pictures={})


def message(name: str, sender: UserId, body: str, relates_to: dict[str, Any] | None = None, **content: Any) -> Seen:
    """Return a message as a client decrypted it."""
    content = {"msgtype": "m.text", "body": body, **content}
    return Seen(
        EventId(name), RoomId("!r"), sender, "m.room.message", None, True, True, None, "NONE", None, False, None, content,
        relates_to or {},
    )  # fmt: skip


def test_what_people_typed_is_words() -> None:
    """Neither a name nor a word that somebody typed becomes a part of the page; each line stays a line."""
    page = draw_phone([message("$a", ANA, "a <b>\nsecond")], PHONE)
    assert "a &lt;b&gt;<br>second" in page
    assert "Ana &lt;3" in page


def test_own_words_stand_apart() -> None:
    """What the phone's owner wrote is on their side, without a name; machinery looks like machinery."""
    page = draw_phone([message("$a", KIM, "mine"), message("$b", BOT, "on", msgtype="m.notice")], PHONE)
    assert page.count('<article class="mine">') == 1
    assert page.count('<article class="notice">') == 1


def test_an_edit_stands_in_place() -> None:
    """Of an edited message the newest words are shown, marked, once; what answers it quotes them without their form."""
    edit = message("$c", BOT, "* new", {"rel_type": "m.replace", "event_id": "$b"})
    edit.content["m.new_content"] = {"msgtype": "m.text", "body": "new", "formatted_body": "<b>new</b>"}
    reply = message("$d", KIM, "thanks", {"m.in_reply_to": {"event_id": "$b"}})
    page = draw_phone([message("$b", BOT, "old"), edit, reply], PHONE)
    assert "old" not in page
    assert page.count("<b>new</b>") == 1
    assert '<div class="quote">new</div>' in page
    assert "diedit" in page


def test_what_is_deleted_is_gone() -> None:
    """Of a deleted message its place stays, and no word of it."""
    gone = Seen(
        EventId("$x"), RoomId("!r"), ANA, "m.room.redaction", None, False, True, None, None, None, False, EventId("$a"), {},
        {},
    )  # fmt: skip
    page = draw_phone([message("$a", ANA, "walrus"), gone], PHONE)
    assert "walrus" not in page
    assert "Pesan dihapus" in page


def test_a_file_is_named() -> None:
    """A picture or file is shown by its name, never as its caption's form."""
    assert "note.md" in draw_phone([message("$a", BOT, "caption", msgtype="m.file", filename="note.md")], PHONE)


def test_what_calls_somebody_stands_out_on_their_phone_alone() -> None:
    """Apps mark a message that mentions whoever reads it; on another's phone it looks like any."""
    calls = message("$a", BOT, "Alarm", **{"m.mentions": {"user_ids": [str(KIM)]}})
    assert '<article class="mention">' in draw_phone([calls], PHONE)
    assert '<article class="">' in draw_phone([calls], replace(PHONE, viewer=ANA))


def test_messages_in_a_row_have_one_head() -> None:
    """Of several messages that one person wrote in a row the first has name and face, as apps show it."""
    page = draw_phone([message("$a", ANA, "one"), message("$b", ANA, "two"), message("$c", BOT, "three")], PHONE)
    assert page.count('class="who"') == 2
    assert page.count('class="face') == 2 + 1


def test_a_short_page_is_short() -> None:
    """The page is as high as what stands in it, and never higher than the phone: a picture of it has no empty part."""
    page = draw_phone([message("$a", ANA, "one")], PHONE)
    assert "max-height: 100vh" in page
    assert " height: 100vh" not in page.replace("max-height", "max")
