"""How a played session is counted: what is a line, what of it was wanted, and what a decision costs the therapist."""

from typing import Any

from count_lines import count_lines, count_taps, is_wanted
from foreign_event import Seen

from bot.model import EventId, RoomId, UserId

BOT, ANA, KIM = UserId("@bot:clinic"), UserId("@ana:clinic"), UserId("@kim:clinic")
ROOM, DESK = RoomId("!room:clinic"), RoomId("!desk:clinic")


def written(room: RoomId, sender: UserId, body: str = "x", **more: Any) -> Seen:
    """Return a message, with what a machine reads on it in `mark`, its `msgtype` and what it relates to."""
    mark, relates = more.get("mark", {}), more.get("relates", {})
    content = {"body": body, "msgtype": more.get("msgtype", "m.text"), "org.thirdchair": mark}
    return Seen(
        id=EventId(f"${room}{sender}{body}"),
        room=room,
        sender=sender,
        type="m.room.message",
        state_key=None,
        encrypted=True,
        decrypted=True,
        failure=None,
        shield="NONE",
        reason=None,
        redacted=False,
        redacts=None,
        content=content,
        relates_to=relates,
    )


def test_an_answer_is_wanted_and_a_notice_about_one_is_machinery() -> None:
    """What has a code of an answer's, a card, and what rings in answer to a command is wanted; who waits, and a switch, is not."""
    waits = written(ROOM, BOT, msgtype="m.notice", mark={"kind": "translate"})
    switch = written(ROOM, BOT, mark={"kind": "floor"})
    answer = written(ROOM, BOT, msgtype="m.notice", mark={"kind": "translate", "code": "K1"})
    card, fixed = written(ROOM, BOT, mark={"kind": "card"}), written(ROOM, BOT, mark={"kind": "ask"})
    line = written(ROOM, BOT, msgtype="m.notice", mark={"kind": "agree", "code": "agreed"})
    assert [is_wanted(event) for event in (waits, switch, line)] == [False] * 3
    assert [is_wanted(event) for event in (answer, card, fixed)] == [True] * 3


def test_an_edit_is_no_line() -> None:
    """Who edits a line says nothing new where people read: it is counted by itself."""
    line = written(ROOM, BOT, msgtype="m.notice", mark={"kind": "agree"})
    edit = written(ROOM, BOT, "y", msgtype="m.notice", relates={"rel_type": "m.replace", "event_id": line.id})
    counted = count_lines((line, edit, written(ROOM, KIM)), BOT, ROOM, DESK)
    assert (counted.people, counted.machinery.total(), counted.edits, counted.wanted) == (1, 1, 1, 0)


def test_a_decision_costs_the_way_there_the_reply_its_letters_and_the_way_back() -> None:
    """Two words in a row at the desk are one way there and back; a command there is no decision."""
    to = {"m.in_reply_to": {"event_id": "$card"}}
    ok, no = written(DESK, ANA, "ok", relates=to), written(DESK, ANA, "no")
    assert count_taps((ok,), BOT, DESK) == 2 + 2 + 2 + 1
    assert count_taps((ok, written(DESK, BOT), no), BOT, DESK) == 7 + 3
    assert count_taps((ok, written(ROOM, ANA), no), BOT, DESK) == 7 + 5
    assert count_taps((written(DESK, ANA, "!status"),), BOT, DESK) == 0
