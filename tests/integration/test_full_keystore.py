"""The key store where nothing can be written: people are heard, what is to be kept waits, and no message counts twice."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from danger_page import holds
from megolm import BOT, KEY, ROOM, QuietRoom, quiet_room
from peewee import OperationalError

from bot.errors import Unwritable
from bot.matrix.client.client import open_client
from bot.model import Heard


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[QuietRoom]:
    """Give a room with Ana and Kim, whose devices and keys the bot knows."""
    async with quiet_room(tmp_path) as opened:
        yield opened


def lock(room: QuietRoom, *, locked: bool = True) -> None:
    """Let nothing be written into the bot's key store, or everything again."""
    room.bot.store.database.execute_sql(f"PRAGMA query_only = {int(locked)}")


@holds("full-disk")
async def test_people_are_heard(room: QuietRoom) -> None:
    """A message is opened and heard, heard again when it is read again, and nothing of it counts as kept before it is."""
    lock(room)
    message = room.kim.says("hello")
    assert isinstance(room.hears(message), Heard)
    assert isinstance(room.hears(message), Heard)
    with pytest.raises(Unwritable):
        room.bot.keep_all_keys()
    lock(room, locked=False)
    room.bot.keep_all_keys()
    rows = room.bot.store.database.execute_sql("SELECT event FROM opened").fetchall()
    assert rows == [("$event",)]


async def test_people_are_heard_where_the_keys_cannot_even_be_read(room: QuietRoom) -> None:
    """After a write that failed SQLite may refuse to read as well: then memory says what was heard, and danger is not missed."""
    database = room.bot.store.database
    read = database.execute_sql

    def refuse(sql: str, *more: Any) -> Any:
        if "FROM opened" in sql:
            error: Any = OperationalError("disk I/O error")
            error.orig = sqlite3.OperationalError("disk I/O error")
            error.orig.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
            raise error
        return read(sql, *more)

    database.execute_sql = refuse
    message = room.kim.says("hello")
    assert isinstance(room.hears(message), Heard)
    assert isinstance(room.hears(message), Heard)
    assert room.hears({**message, "event_id": "$again"}) is None


async def test_a_message_that_is_shown_again_as_another_is_still_dropped(room: QuietRoom) -> None:
    """What cannot be noted is remembered: a server cannot show it again as a new event meanwhile."""
    lock(room)
    message = room.kim.says("hello")
    assert isinstance(room.hears(message), Heard)
    assert room.hears({**message, "event_id": "$again"}) is None


async def test_what_one_event_brings_waits_together(room: QuietRoom, tmp_path: Path) -> None:
    """Where the last of several writes fails, those before it are taken back by SQLite, and all of them wait."""
    store, session = room.bot.store, next(iter(room.bot.olm.inbound_group_store))
    store.drop(session.id)
    with store.write_at_once():
        store.save_inbound_group_session(session)
        lock(room)
        store.save_account(room.bot.olm.account)
    with pytest.raises(Unwritable):
        room.bot.keep_all_keys()
    lock(room, locked=False)
    room.bot.keep_all_keys()
    async with open_client("http://127.0.0.1:9", BOT, "CHAIR", tmp_path / "CHAIR", KEY) as again:
        again.restore_login(BOT, "CHAIR", "a token")
        assert session.id in {copy.id for copy in again.olm.inbound_group_store if copy.room_id == ROOM}


async def test_no_key_is_published_that_is_not_kept(room: QuietRoom) -> None:
    """Keys of our own that nobody could write down are not handed to the homeserver."""
    account = room.bot.olm.account
    account.shared, room.bot.olm.uploaded_key_count = True, 0
    lock(room)
    with pytest.raises(Unwritable):
        await room.bot.keys_upload()


async def test_no_key_is_turned_that_cannot_be_kept(room: QuietRoom) -> None:
    """Keys are turned forward behind what was read as soon as that can be written down."""
    room.hears(room.kim.says("hello"))
    lock(room)
    with pytest.raises(Unwritable):
        room.bot.forget_opened(1.0, unsure=False)
