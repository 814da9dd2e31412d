"""The trust gate before real Megolm messages: whatever is altered on the way, nobody's words become somebody else's."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from megolm import ANA, BOT, ELSEWHERE, KIM, ROOM, QuietRoom, envelope, quiet_room
from structlog.testing import capture_logs

from bot.matrix.trust import Refusal
from bot.model import Attached, Edited, EventId, Heard

Event: TypeAlias = dict[str, Any]
LEAVE = {"membership": "leave"}


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[QuietRoom]:
    """Give a room with Ana and Kim, whose devices and keys the bot knows."""
    async with quiet_room(tmp_path) as opened:
        yield opened


def in_the_open(_: QuietRoom) -> Event:
    """Let the server write in Ana's name."""
    return {**envelope(ANA), "type": "m.room.message", "content": {"msgtype": "m.text", "body": "!listen"}}


def whose_device_is(ed25519: str) -> Callable[[QuietRoom], Event]:
    """Let the server show Ana's device with another Ed25519 key from the start."""

    def event(room: QuietRoom) -> Event:
        room.knows(room.ana, {**room.ana.keys, "ed25519": ed25519})
        return room.ana.says("!listen")

    return event


def by_a_strange_device(room: QuietRoom) -> Event:
    """Let Ana write from a device that the server does not show."""
    room.bot.device_store._entries[ANA].clear()
    return room.ana.says("!listen")


def forwarded(room: QuietRoom) -> Event:
    """Let the key of Ana's session come through somebody else."""
    room.forgets_keys()
    room.has_key(room.ana, forwarded=True)
    return room.ana.says("!listen")


def handed_on(room: QuietRoom) -> Event:
    """Let Kim give Ana's session to the bot as a session of Kim's own, and the server pass it off as Ana's all the same."""
    room.forgets_keys()
    room.has_key(room.ana, room.kim.keys)
    event = room.ana.says("!listen")
    event["content"]["sender_key"] = room.kim.keys["curve25519"]
    return event


def by_nobody_here(room: QuietRoom, *, invited: bool = False) -> Event:
    """Let Ana write who is not in the room, or `invited` only."""
    room.bot.rooms[ROOM].remove_member(ANA)
    if invited:
        room.bot.rooms[ROOM].add_member(ANA, None, None, invited=True)
    return room.ana.says("!listen")


def state(kind: str, key: str, content: Event, **more: Any) -> Callable[[QuietRoom], Event]:
    """Let Kim send the room's state, encrypted."""
    return lambda room: room.kim.seals({"type": kind, "state_key": key, "content": content, **more})


ALTERED: dict[str, tuple[Callable[[QuietRoom], Event], Refusal]] = {
    "in clear": (in_the_open, Refusal.PLAINTEXT),
    "relabelled as the therapist's": (
        lambda room: {**room.kim.says("!listen"), "sender": ANA},
        Refusal.NOT_THE_SENDERS,
    ),
    "relabelled as ours": (lambda room: {**room.kim.says("!listen"), "sender": BOT}, Refusal.OWN),
    "meant for another room": (
        lambda room: room.ana.seals(
            {"type": "m.room.message", "room_id": ELSEWHERE, "content": {"msgtype": "m.text", "body": "!listen"}}
        ),
        Refusal.OTHER_ROOM,
    ),
    "meant for no room": (
        lambda room: room.ana.seals(
            {"type": "m.room.message", "room_id": None, "content": {"msgtype": "m.text", "body": "!listen"}}
        ),
        Refusal.OTHER_ROOM,
    ),
    "the therapist removed, encrypted": (
        state("m.room.member", ANA, LEAVE, unsigned={"prev_content": {"membership": "join"}}),
        Refusal.ENCRYPTED_STATE,
    ),
    "a member, encrypted": (state("m.room.member", "@eve:clinic", {"membership": "join"}), Refusal.ENCRYPTED_STATE),
    "power, encrypted": (state("m.room.power_levels", "", {"users": {KIM: 100}}), Refusal.ENCRYPTED_STATE),
    "a message that is state": (
        state("m.room.message", "", {"msgtype": "m.text", "body": "!stop"}),
        Refusal.ENCRYPTED_STATE,
    ),
    "a deletion, encrypted": (
        lambda room: room.kim.seals({"type": "m.room.redaction", "redacts": "$ana", "content": {}}),
        Refusal.NOT_TEXT,
    ),
    "another kind of event": (
        lambda room: room.kim.seals({"type": "org.matrix.other", "content": {"msgtype": "m.text", "body": "!agree"}}),
        Refusal.NOT_TEXT,
    ),
    "by a forwarded key": (forwarded, Refusal.FORWARDED),
    "by a key that Kim gave as hers": (handed_on, Refusal.NOT_THE_SENDERS),
    "by a device with another key": (whose_device_is("B" * 42 + "A"), Refusal.NOT_THE_SENDERS),
    "by a device nobody knows": (by_a_strange_device, Refusal.NOT_THE_SENDERS),
    "by somebody who left": (by_nobody_here, Refusal.NOT_JOINED),
    "by somebody invited": (lambda room: by_nobody_here(room, invited=True), Refusal.NOT_JOINED),
    "by another bot": (lambda room: room.kim.says("!agree", **{"org.thirdchair": {}}), Refusal.BOT),
    "edited by a bot": (
        lambda room: room.kim.says("!agree", **{"m.new_content": {"org.thirdchair": {"kind": "card"}}}),
        Refusal.BOT,
    ),
    "a notice": (lambda room: room.kim.says("!agree", msgtype="m.notice"), Refusal.NOTICE),
    "a message without a body": (
        lambda room: room.kim.seals({"type": "m.room.message", "content": {"msgtype": "m.text"}}),
        Refusal.MALFORMED,
    ),
}


@pytest.mark.parametrize("how", ALTERED)
def test_what_is_not_certain_is_refused(room: QuietRoom, how: str) -> None:
    """Nothing that is altered, relabelled, forwarded or in clear is heard; each is counted once, under its own code."""
    event, reason = ALTERED[how]
    assert room.refuses(event(room)) == [reason]


def test_an_emote_says_nothing_that_counts(room: QuietRoom) -> None:
    """That one came is noticed, so that its writer can be told that it is not read; of its words only those that lower count."""
    heard = room.hears(room.kim.says("!agree", msgtype="m.emote"))
    assert isinstance(heard, Attached)
    assert (heard.id, heard.sender) == (EventId("$event"), KIM)


def test_what_is_certain_is_heard(room: QuietRoom) -> None:
    """A message from a member's own, cross-signed device is heard as theirs, with the device that it came from."""
    assert room.refuses(room.ana.says("hello", msgtype="m.notice")) == [Refusal.NOTICE]
    heard = room.hears(room.ana.says("hello"))
    assert isinstance(heard, Heard)
    assert (heard.sender, heard.text, heard.device) == (ANA, "hello", "PHONE")
    assert heard.signed
    assert not heard.changed


def test_a_message_moved_to_another_room_stays_sealed(room: QuietRoom) -> None:
    """A homeserver that puts a message into another room of the bot's has moved what cannot be opened there."""
    assert room.hears(room.ana.says("!listen"), ELSEWHERE) is None
    assert isinstance(room.hears(room.ana.says("!listen")), Heard)


def test_an_edit_by_somebody_else_is_not_theirs(room: QuietRoom) -> None:
    """An edit passes the same gate: one that is relabelled changes nobody's words."""
    edit = {"m.relates_to": {"rel_type": "m.replace", "event_id": "$ana"}, "m.new_content": {"body": "hers"}}
    assert room.refuses({**room.kim.says("* hers", **edit), "sender": ANA}) == [Refusal.NOT_THE_SENDERS]
    assert isinstance(room.hears(room.ana.says("* hers", **edit)), Edited)


def test_the_session_tells_whose_words_they_are(room: QuietRoom) -> None:
    """What stands in the event about its sender's device is not asked: it may be missing (deprecated), or a lie."""
    for told in ({}, {"sender_key": room.kim.keys["curve25519"], "device_id": "TABLET"}):
        event = room.ana.says("!listen")
        del event["content"]["sender_key"], event["content"]["device_id"]
        event["content"].update(told)
        hers = room.hears(event)
        assert isinstance(hers, Heard)
        assert (hers.sender, hers.signed, hers.device) == (ANA, True, "PHONE")
        event["content"]["ciphertext"] = room.ana.says("!listen")["content"]["ciphertext"]
        assert room.refuses({**event, "sender": KIM}) == [Refusal.NOT_THE_SENDERS]


def test_giving_a_session_on_takes_nobodys_words_away(room: QuietRoom) -> None:
    """Kim, who gives Ana's session to the bot as a session of Kim's own, does not silence Ana by it."""
    room.has_key(room.ana, room.kim.keys)
    assert isinstance(room.hears(room.ana.says("!listen")), Heard)


def test_the_first_identity_that_is_heard_is_pinned(room: QuietRoom) -> None:
    """A refused message pins nobody; the first that counts pins its sender's identity."""
    people = room.bot.people
    assert room.refuses({**room.kim.says("!listen"), "sender": ANA}) == [Refusal.NOT_THE_SENDERS]
    assert people.pins == {}
    assert isinstance(room.hears(room.ana.says("hello")), Heard)
    assert people.pins == {ANA: people.get_shown_key(ANA)}


def test_another_identity_turns_nothing_up(room: QuietRoom) -> None:
    """A device that a second identity has signed is heard as its owner's by attribution, but not as signed."""
    room.hears(room.ana.says("hello"))
    room.ana.seeds = type(room.ana.seeds).new()
    with capture_logs() as alerts:
        room.knows(room.ana)
    assert [line["reason"] for line in alerts] == ["identity_changed"]
    again = room.hears(room.ana.says("!stop"))
    assert isinstance(again, Heard)
    assert (again.signed, again.changed) == (False, True)


def test_refusals_are_logged_without_words(room: QuietRoom) -> None:
    """The log of a refusal holds its code and the room, and nothing that anybody wrote."""
    with capture_logs() as lines:
        room.refuses({**room.kim.says("a secret"), "sender": ANA})
        room.refuses(room.kim.says("a secret", msgtype="m.notice"))
    (line,) = [{key: value for key, value in line.items() if key != "module"} for line in lines]
    told = {"event": "message not counted", "log_level": "info", "reason": Refusal.NOT_THE_SENDERS, "room": ROOM}
    assert line == told
