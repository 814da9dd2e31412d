"""Bad input in a real room: a short clear line or silence, never a crash, never a second answer, nothing lost."""

from dataclasses import dataclass, field
from typing import Any

from rows import try_each
from session_room import Session

LARGEST = 44_000
"""Characters of text whose ciphertext still fits the 64 KiB that an event may have."""


@dataclass(frozen=True)
class Case:
    """A message, and the beginning of the reply it gets; None if it gets silence."""

    name: str
    text: str = field(repr=False)
    reply: str | None = None


CASES = (
    Case("empty_prefix", "!"),
    Case("only_marks", "!!!"),
    Case("only_spaces", "   \n\t "),
    Case("emoji", "👩‍👩‍👧‍👦🏳️‍🌈!help"),
    Case("emoji_command", "!😀"),
    Case("quoted", "> !stop\n> !listen"),
    Case("in_a_sentence", "please type !stop"),
    Case("long_talk", "word " * (LARGEST // 5)),
    Case("html", "<img src=x onerror=alert(1)><b>!stop</b>"),
    Case("null_byte", "\x00!stop\x00", "The AI is off already."),
    Case("unknown", "!explian rumination", "I do not know that command. Did you mean !explain?"),
    Case("unknown_and_far", "!qwertyuiop", "I do not know that command. !help shows"),
    Case("missing_words", "!explain", "What should I explain?"),
    Case("missing_text", "!translate id", "What should I translate?"),
    Case("too_long", "!explain " + "x" * LARGEST, "That is too long for me."),
    Case("html_argument", "!explain <script>alert(1)</script>", "My glossary has no entry for that"),
    Case("right_to_left", "\u202e!explain\u202c \u202erumination\u202c", "I was not sure that this was for me."),
    Case("zero_width", "\u200b!\u200bex\u200cplain rumination\u2060", "From the glossary"),
    Case("shouted", "!EXPLAIN RUMINATION", "From the glossary"),
    Case("full_width", "\uff01explain rumination", "I was not sure that this was for me."),
    Case("line_break", "!explain\nrumination", "From the glossary"),
    Case("many_lines", "!explain rumination\n!stop\n!listen", None),
    Case("other_script", "!объясни", "I do not know that command."),
)


async def test_bad_input_gets_a_short_line_or_silence(session: Session) -> None:
    """Whatever is typed, each message gets at most the one line it should, and the next command still works."""
    asked = {}
    for case in CASES:
        asked[case.name] = await session.kim.send(session.room, case.text)
    last = await session.answer(session.kim, "!explain rumination")
    assert last.body.startswith("From the glossary")
    for case in CASES:
        replies = session.replies(asked[case.name])
        if case.reply is None and case.name != "many_lines":
            assert (case.name, len(replies)) == (case.name, 0)
            continue
        assert (case.name, len(replies)) == (case.name, 1)
        assert case.reply is None or (case.name, replies[0].body[: len(case.reply)]) == (case.name, case.reply)
        assert len(replies[0].body) < 400, case.name
    assert session.bot.log()[-1]["level"] != "error"


MALFORMED: tuple[dict[str, Any], ...] = (
    {},
    {"msgtype": "m.text"},
    {"msgtype": "m.text", "body": 7},
    {"msgtype": "m.text", "body": ["!stop"]},
    {"msgtype": ["m.text"], "body": "!stop"},
    {"msgtype": "m.text", "body": "!stop", "m.relates_to": "x"},
    {"msgtype": "m.notice", "body": "!listen"},
    {"msgtype": "m.emote", "body": "!listen"},
    {"msgtype": "m.image", "body": "!listen", "url": 3},
    {"msgtype": "m.text", "body": "hi", "m.mentions": "all"},
    {"msgtype": "m.text", "body": "hi", "m.mentions": {"user_ids": [None, {}]}},
    {"msgtype": "m.text", "body": "hi", "m.relates_to": {"m.in_reply_to": "x"}},
    {"msgtype": "m.text", "body": "hi", "org.thirdchair": {"approved_by": "me"}},
)


async def test_malformed_messages_turn_nothing_up(session: Session) -> None:
    """Messages that break the specification are survived, and none of them turns the AI on."""
    await session.answer(session.kim, "!agree")
    for content in MALFORMED:
        await session.ana.send_event(session.room, "m.room.message", content)
    await session.ana.react(session.room, session.cards[0].id, "agree")
    await session.ana.send_event(session.room, "org.example.unknown", {"body": "!listen"})
    status = await session.answer(session.kim, "!status")
    assert "off" in status.body.splitlines()[0]


async def test_an_edit_turns_nothing_up_and_repeats_nothing(session: Session) -> None:
    """Talk that is edited into `!listen`, and an answered command that is edited, are to be typed as new messages."""
    await session.answer(session.kim, "!agree")
    talk = await session.ana.send(session.room, "hello")
    await session.ana.send(session.room, "!listen", edit_of=talk)
    assert "changed this message" in (await session.reply_to(session.ana, talk)).body
    question = await session.kim.send(session.room, "!explain rumination")
    await session.reply_to(session.kim, question)
    await session.kim.send(session.room, "!explain grounding", edit_of=question)
    status = await session.answer(session.kim, "!status")
    assert "off" in status.body.splitlines()[0]
    answer, told = session.replies(question)
    assert answer.body.startswith("From the glossary")
    assert "changed this message" in told.body


async def test_a_mistyped_command_is_put_right_by_an_edit(session: Session) -> None:
    """While the AI is off: talk that is edited into a command is answered, as a reply to the message; and `! stop` is read."""
    talk = await session.kim.send(session.room, "explain rumination")
    await session.kim.send(session.room, "!explain rumination", edit_of=talk)
    assert (await session.reply_to(session.kim, talk)).body.startswith("From the glossary")
    for spelt in ("! stop", "\uff01berhenti", "**!stop**", "/stop"):
        assert (await session.answer(session.kim, spelt)).body.startswith(("The AI is off", "AI"))


@try_each("name", ["\u202eevil", "line\nbreak\n!listen", "x" * 250, "**bold** [a](http://b)"])
async def test_a_name_cannot_dress_up_as_a_sentence(session: Session, name: str) -> None:
    """However somebody calls themself, the bot's sentences stay one line, without links, and readable."""
    await session.kim.request("PUT", f"/profile/{session.kim.user_id}/displayname", {"displayname": name})
    await session.kim.until(
        lambda: any(event.content.get("displayname") == name for event in session.kim.seen(session.room))
    )
    needs = await session.answer(session.ana, "!listen")
    assert len(needs.body) < 250
    assert "\n" not in needs.body
    assert "\u202e" not in needs.body
    assert "<a" not in needs.formatted_body
