"""Where something cannot be read, what protects people goes the careful way: freezes hold, erasing erases, nobody is left out."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from specimens import ANA, KIM, full_room

from bot.app.show.person_data import Kept, describe_person
from bot.errors import FormUnreadable
from bot.masking.names import Names
from bot.model import (
    Card,
    Decision,
    Elapsed,
    EventId,
    Heard,
    Language,
    Mark,
    Recorded,
    RoomId,
    Sound,
    Transcribed,
    UndecryptedEvent,
    Unsaid,
    WasAway,
    make_words,
)
from bot.store import RowUnreadable, Store, open_key, open_store
from bot.store.erasing import erase_person_or_all, erase_undecided
from bot.store.freezes import find_freeze_time
from bot.store.undecrypted import keep_sealed

ROOM, OTHER = RoomId("!room:clinic"), RoomId("!other:clinic")
CAUSE = Elapsed(EventId("$cause"), 1.0)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Give a notebook with two rooms in it."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        for room in (ROOM, OTHER):
            await store.commit(CAUSE, Decision(full_room(room)), None)
        yield store


async def spoil(store: Store, sql: str, *values: Any) -> None:
    """Damage a row of the notebook."""
    async with store.db.transaction() as transaction:
        assert await transaction.run(sql, *values) == 1


async def put_aside(store: Store, at: float = 5.0) -> bool:
    """Set aside what comes next and cannot be read, whatever it is; return whether that is new."""
    try:
        await store.rooms.room(ROOM)
        await store.inbox.next_event()
        await store.outbox.ready(9.0)
    except RowUnreadable as error:
        return await store.aside.put(error.row, error.reason, at, ())
    return False


async def test_a_freeze_that_cannot_be_read_holds(store: Store) -> None:
    """An order that may be a freeze is one, until a later one lifts it; a room that cannot be read stops no look."""
    await spoil(store, "INSERT INTO inbox (id, room, kind, body) VALUES ('$f', ?, 'frozen', '{')", ROOM)
    assert await find_freeze_time(store.db, ROOM) > 0
    assert await find_freeze_time(store.db, OTHER) == 0
    await spoil(store, "UPDATE room SET state = '{' WHERE id = ?", OTHER)
    assert await find_freeze_time(store.db, OTHER) == 0


async def test_what_cannot_be_read_is_erased_too(store: Store) -> None:
    """A message that may be somebody's goes when they have their words erased; what is surely another's stays."""
    await store.inbox.admit(ROOM, Heard(EventId("$ana"), ANA, 1.0, "otter"))
    await spoil(store, "INSERT INTO inbox (id, room, kind, body) VALUES ('$bad', ?, 'heard', 'walrus')", ROOM)
    await spoil(store, "INSERT INTO placeholders (room, body) VALUES (?, 'walrus')", ROOM)
    async with store.db.transaction() as transaction:
        assert await erase_undecided(transaction, ROOM, KIM) == 1
        await erase_person_or_all(transaction, ROOM, KIM)
    assert await store.names.get_names(ROOM) == Names()
    assert await store.db.rows("SELECT id FROM inbox WHERE decided = 0") == [("$ana",)]


async def test_a_voice_on_its_way_is_erased_with_its_words(store: Store) -> None:
    """Neither the recording's key nor what a machine wrote down of it waits for the next start."""
    await store.inbox.admit(
        ROOM, Recorded(EventId("$v"), KIM, 1.0, sound=Sound("mxc://clinic/a", "k", "i", "h", "audio/ogg"))
    )
    await store.inbox.admit(ROOM, Transcribed(EventId("$w/answer"), 2.0, EventId("$w"), "otter", "otter", "ears", "m"))
    async with store.db.transaction() as transaction:
        assert await erase_undecided(transaction, ROOM, KIM) == 2
    assert not await store.db.rows("SELECT id FROM inbox WHERE decided = 0")
    assert not await store.db.rows("SELECT id FROM inbox WHERE body IS NOT NULL")


async def test_what_is_sealed_at_a_shared_desk_is_not_one_session_s_to_erase(store: Store) -> None:
    """It may be about another room: it stays while others are at that desk. A person's own goes, and so does what is in a room of this session alone."""
    desk, alone = RoomId("!desk:clinic"), RoomId("!alone:clinic")
    sql = "INSERT INTO side (session, place, whom, nonce, room, shared) VALUES (?, ?, ?, ?, ?, ?)"
    for side in (
        (ROOM, "desk", "", "n1", desk, "both"),
        (OTHER, "desk", "", "n1", desk, "both"),
        (ROOM, "direct", ANA, "n2", alone, ""),
    ):
        await spoil(store, sql, *side)
    async with store.db.transaction() as transaction:
        await keep_sealed(
            transaction,
            [UndecryptedEvent(EventId(f"$s{n}"), room, ANA, "{}", 1.0) for n, room in enumerate((ROOM, desk, alone))],
        )
        await erase_person_or_all(transaction, ROOM, None)
        assert await transaction.rows("SELECT id FROM sealed") == [("$s1",)]
        await erase_person_or_all(transaction, ROOM, ANA)
        assert await transaction.rows("SELECT id FROM sealed") == []


async def test_placeholders_that_cannot_be_read_mask_nothing_anew(store: Store) -> None:
    """Where nobody knows which name has which placeholder, nothing is sent: the request is refused, and says why."""
    await spoil(store, "INSERT INTO placeholders (room, body) VALUES (?, '{\"colour\": 1}')", ROOM)
    with pytest.raises(FormUnreadable):
        await store.names.get_names(ROOM)


async def test_a_persons_data_without_a_room_that_cannot_be_read(store: Store) -> None:
    """Whoever asks for their data gets them from everywhere else, and is told of the session that cannot be read."""
    await spoil(store, "UPDATE room SET state = '{' WHERE id = ?", ROOM)
    result = json.loads(await describe_person(Kept(store.rooms, store.sent, store.audit), KIM, [ROOM, OTHER]))[
        "sessions"
    ]
    assert [item["room"] for item in result] == [ROOM, OTHER]
    assert result[0]["state"] == "what is known of this session cannot be read"
    assert "state" not in result[1]
    assert result[1]["consents"]


async def test_an_event_is_an_absence(store: Store) -> None:
    """Where an event cannot be read the session is told that the bot missed something, which turns the AI off there."""
    await spoil(store, "INSERT INTO inbox (id, room, kind, body) VALUES ('$bad', ?, 'heard', '{')", ROOM)
    assert await put_aside(store)
    assert await store.inbox.next_event() == (ROOM, WasAway(EventId("unread/$bad"), 5.0, 5.0))


async def test_a_card_that_cannot_be_read_may_have_been_an_alarm(store: Store) -> None:
    """Where something for the desk cannot be read, the session knows that it was not said there: alarms climb on."""
    card = Card("A1", make_words("listen-already", Language("en"), prefix="!"), Mark(kind="alarm"))
    await store.commit(CAUSE, Decision(full_room(ROOM), (card,)), None)
    await spoil(store, "UPDATE job SET body = '[]' WHERE id = '$cause/0'")
    assert await put_aside(store)
    taken = await store.inbox.next_event()
    assert taken is not None
    assert isinstance(taken[1], Unsaid)
    assert taken[1].reason == "unreadable-at-desk"


async def test_what_can_be_read_again_is_taken_up(store: Store) -> None:
    """It is set aside once; what is mended, or gone, is forgotten at the next start; what breaks again is told again."""
    ((whole,),) = await store.db.rows("SELECT state FROM room WHERE id = ?", ROOM)
    await spoil(store, "UPDATE room SET state = '{' WHERE id = ?", ROOM)
    assert await put_aside(store)
    assert not await put_aside(store)
    await store.aside.look_again()
    assert [row.id for row in await store.aside.all()] == [ROOM]
    await spoil(store, "UPDATE room SET state = ? WHERE id = ?", whole, ROOM)
    await store.aside.look_again()
    assert await store.aside.all() == ()
    await spoil(store, "UPDATE room SET state = '{' WHERE id = ?", ROOM)
    assert await put_aside(store, at=6.0)
    entries = [json.loads(link.entry) async for link in store.audit.entries()]
    assert [entry["facts"]["reason"] for entry in entries if entry["action"] == "set-aside"] == ["no-json"] * 2
