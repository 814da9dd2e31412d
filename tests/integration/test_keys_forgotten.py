"""Room keys behind what was read: who steals the key store and its key opens nothing again, and the bot hears what comes next."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import fields
from itertools import count
from pathlib import Path
from typing import Any

import nio
import pytest
from hand_held import Client as HeldClient
from hand_held import Server, at_work, seat
from megolm import BOT, KEY, ROOM, QuietRoom, Speaker, quiet_room
from vodozemac import InboundGroupSession, MegolmDecryptionException, MegolmMessage

import bot.app.listen
from bot.app.keys.late_keys import open_late_messages
from bot.app.listen import listen
from bot.app.services import Chair, Patience
from bot.matrix.client.client import Client, open_client
from bot.matrix.client.ratchet import GAP, LAST, UNSURE, compute_reach, turn_key_forward
from bot.matrix.client.sync_parser import Sieve
from bot.model import Heard
from bot.store import Haul, Store

NUMBERS = count()


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[QuietRoom]:
    """Give a room with Ana and Kim, whose devices and keys the bot knows."""
    async with quiet_room(tmp_path) as opened:
        yield opened


def said(room: QuietRoom, text: str = "hello") -> dict[str, Any]:
    """Let Ana write a message of its own, which nobody has heard yet."""
    return {**room.ana.says(text), "event_id": f"$said{next(NUMBERS)}"}


def opens(client: Client, event: dict[str, Any]) -> bool:
    """Return whether a client can decrypt a message."""
    (sealed,) = Sieve().page({"chunk": [event]}, ROOM).chunk
    assert isinstance(sealed, nio.MegolmEvent)
    keys = [
        item
        for owned in client.olm.inbound_group_store[ROOM].values()
        for entry, item in owned.items()
        if entry == sealed.session_id
    ]
    return any(_decrypts(key._session, sealed.ciphertext) for key in keys)


def _decrypts(key: InboundGroupSession, ciphertext: str) -> bool:
    try:
        key.decrypt(MegolmMessage.from_base64(ciphertext))
    except MegolmDecryptionException:
        return False
    return True


async def stolen(room: QuietRoom, folder: Path, event: dict[str, Any]) -> bool:
    """Return whether a thief of the bot's key store, who has its key too, can decrypt a message."""
    loot = folder / f"loot{next(NUMBERS)}"
    loot.mkdir()
    for file in Path(room.bot.store.store_path).iterdir():
        shutil.copy(file, loot)
    async with open_client("http://127.0.0.1:9", BOT, "CHAIR", loot, KEY) as thief:
        thief.restore_login(BOT, "CHAIR", "a token")
        return opens(thief, event)


def rotates(speaker: Speaker) -> None:
    """Let somebody go on with a new key."""
    speaker.client.olm.create_outbound_group_session(ROOM)
    speaker.session = speaker.client.olm.outbound_group_sessions[ROOM]
    speaker.session.mark_as_shared()


def rows(room: QuietRoom, table: str) -> int:
    """Return how many rows a table of the bot's key store has."""
    return int(room.bot.store.database.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - names from below


async def test_what_was_read_cannot_be_opened_again(room: QuietRoom, tmp_path: Path) -> None:
    """Once a message is taken in, neither the bot nor a thief of its keys opens it; the next one of that key opens."""
    event = said(room)
    assert isinstance(room.hears(event), Heard)
    assert await stolen(room, tmp_path, event)
    room.bot.forget_opened(1e9, unsure=False)
    assert not opens(room.bot, event)
    assert not await stolen(room, tmp_path, event)
    following = said(room)
    assert await stolen(room, tmp_path, following)
    assert isinstance(room.hears(following), Heard)


async def test_until_the_sync_is_noted_it_opens_again(room: QuietRoom, tmp_path: Path) -> None:
    """After a power cut before the place in the stream was noted, the same message comes again, and opens."""
    event = said(room)
    assert isinstance(room.hears(event), Heard)
    assert await stolen(room, tmp_path, event)
    assert isinstance(room.hears(event), Heard)


def test_order_does_not_matter_within_a_sync(room: QuietRoom) -> None:
    """Messages of one key that come in another order are all heard, and all forgotten."""
    events = [said(room) for _ in range(4)]
    assert all(isinstance(room.hears(event), Heard) for event in events[::-1])
    room.bot.forget_opened(1e9, unsure=False)
    assert not any(opens(room.bot, event) for event in events)


def test_a_straggler_is_waited_for_a_while(room: QuietRoom) -> None:
    """A message that comes after a later one is heard within ten minutes; then its key is gone as well."""
    first, second, third, fourth = (said(room) for _ in range(4))
    assert isinstance(room.hears(second), Heard)
    room.bot.forget_opened(1e9, unsure=False)
    room.bot.forget_opened(1e9 + GAP - 1, unsure=False)
    assert isinstance(room.hears(first), Heard)
    room.bot.forget_opened(1e9 + GAP - 1, unsure=False)
    assert not opens(room.bot, second)
    assert isinstance(room.hears(fourth), Heard)
    room.bot.forget_opened(1e9 + GAP, unsure=False)
    assert opens(room.bot, third)
    room.bot.forget_opened(1e9 + 2 * GAP, unsure=False)
    assert not opens(room.bot, third)
    assert isinstance(room.hears(said(room)), Heard)


def test_a_late_key_opens_what_waited_for_it(room: QuietRoom) -> None:
    """A key that comes after its first messages opens them: it is turned only behind what was opened."""
    room.forgets_keys()
    rotates(room.ana)
    key, waiting = room.ana.session.session_key, said(room)
    assert room.hears(waiting) is None
    room.bot.forget_opened(1e9, unsure=False)
    ours = room.ana.keys
    room.bot.olm.create_group_session(ours["curve25519"], ours["ed25519"], ROOM, room.ana.session.id, key)
    assert isinstance(room.hears(said(room)), Heard)
    assert isinstance(room.hears(waiting), Heard)


async def test_a_key_that_is_given_again_reaches_no_further_back(room: QuietRoom, tmp_path: Path) -> None:
    """Who gives the bot a key again, from its beginning, brings nothing back: not for a thief, and not for a replay."""
    rotates(room.ana)
    key, ours = room.ana.session.session_key, room.ana.keys
    owner = (ours["curve25519"], ours["ed25519"], ROOM, room.ana.session.id, key)
    room.bot.olm.create_group_session(*owner)
    event = said(room)
    assert isinstance(room.hears(event), Heard)
    room.bot.forget_opened(1e9, unsure=False)
    room.bot.olm.create_group_session(*owner)
    assert room.hears({**event, "event_id": "$again"}) is None
    assert not await stolen(room, tmp_path, event)
    assert isinstance(room.hears(said(room)), Heard)


def test_the_note_of_what_was_opened_does_not_grow(room: QuietRoom) -> None:
    """However much is said, the key store holds no row for each message."""
    for _ in range(50):
        assert isinstance(room.hears(said(room)), Heard)
    room.bot.forget_opened(1e9, unsure=False)
    assert rows(room, "opened") == 0


def test_our_own_words_stay_while_a_post_is_unsure(room: QuietRoom) -> None:
    """While the bot must look whether something of its own was posted, it can read it, for a week; then nobody can."""
    room.ana.client = room.bot
    rotates(room.ana)
    event = said(room)
    room.hears(event)
    room.bot.forget_opened(1e9, unsure=True)
    assert opens(room.bot, event)
    room.bot.forget_opened(1e9 + UNSURE, unsure=True)
    assert not opens(room.bot, event)
    event = said(room)
    room.hears(event)
    room.bot.forget_opened(1e9, unsure=False)
    assert not opens(room.bot, event)


def test_a_superseded_key_goes_when_it_is_idle(room: QuietRoom) -> None:
    """A key with a successor goes as a whole once it is idle; the newest of a device stays, or its sender would not be heard."""
    room.bot.forget_opened(1e9, unsure=False)
    old = room.ana.session.id
    rotates(room.ana)
    room.has_key(room.ana)
    room.bot.forget_idle(ROOM, 1e9, ours_before=0.0)
    assert rows(room, "megolminboundsessions") == 3
    room.bot.forget_idle(ROOM, 1e9 + 1, ours_before=0.0)
    assert {item.id for item in room.bot.olm.inbound_group_store} == {room.ana.session.id, room.kim.session.id}
    assert old != room.ana.session.id
    assert rows(room, "megolminboundsessions") == rows(room, "reached") == 2
    assert isinstance(room.hears(said(room)), Heard)


def test_a_room_that_is_left_has_no_keys(room: QuietRoom) -> None:
    """Of a room that the bot is out of, nothing stays in the key store: at once, or where that was missed, once it is idle."""
    room.hears(said(room))
    room.bot.forget_room(ROOM)
    assert [rows(room, item) for item in ("megolminboundsessions", "opened", "reached", "forwardedchains")] == [0] * 4
    assert room.bot.key_rooms() == set()
    room.has_key(room.kim)
    room.bot.forget_opened(1e9, unsure=False)
    del room.bot.rooms[ROOM]
    room.bot.forget_idle(ROOM, 1e9 + 1, ours_before=0.0)
    assert rows(room, "megolminboundsessions") == 0


def test_the_highest_number_ends_a_key(room: QuietRoom) -> None:
    """A key that stands at the end of its numbers, as only a hostile sender makes one, is dropped and harms nothing."""
    (key,) = room.bot.olm.inbound_group_store[ROOM][room.kim.keys["curve25519"]].values()
    assert turn_key_forward(key._session, LAST) is not None
    room.bot.store.is_first(key.id, LAST, "$end")
    room.bot.forget_opened(1e9, unsure=False)
    room.bot.forget_opened(1e9 + GAP, unsure=False)
    assert {item.id for item in room.bot.olm.inbound_group_store} == {room.ana.session.id}
    assert rows(room, "megolminboundsessions") == 1


def test_a_clock_that_was_wrong_holds_no_key_back() -> None:
    """What was noted under a clock that ran ahead is not waited for until that time comes."""
    assert compute_reach(3, [(5, 2e9)], 1e9) == 6
    assert compute_reach(3, [(5, 1e9)], 1e9) == 3


async def test_keys_are_turned_only_behind_what_is_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In each sync the keys come last: after the notebook has it all, and what waited for a key was looked at."""
    steps: list[str] = []

    class Noting(Store):
        async def take_in(self, haul: Haul) -> None:
            await Store.take_in(self, haul)
            steps.append("written down")

    class Turning(HeldClient):
        def forget_opened(self, now: float, *, unsure: bool) -> None:  # noqa: ARG002 - as a client is told
            steps.append("turned")

    async def unsealing(chair: Chair) -> None:
        await open_late_messages(chair)
        steps.append("unsealed")

    monkeypatch.setattr(bot.app.listen, "open_late_messages", unsealing)
    server = Server()
    async with seat(tmp_path, Turning(server)) as chair:
        chair.store = Noting(*(getattr(chair.store, field.name) for field in fields(chair.store)))
        async with at_work(chair):
            question = await server.says_now("!help")
            await server.until(lambda: server.replies(question))
    whole = len(steps) // 3
    assert whole > 0
    assert steps[: 3 * whole] == ["written down", "unsealed", "turned"] * whole


async def test_no_key_is_turned_before_the_disk_has_what_it_opened(tmp_path: Path) -> None:
    """What was read and waits to be decided survives a power cut before its key is turned: it could not be read again."""
    taken: list[object] = []
    ahead: list[bool] = []
    turned = asyncio.Event()

    class Noting(Store):
        async def take_in(self, haul: Haul) -> None:
            await Store.take_in(self, haul)
            taken.extend(haul.events)

    class Turning(HeldClient):
        def forget_opened(self, now: float, *, unsure: bool) -> None:  # noqa: ARG002 - as a client is told
            if taken:
                ahead.append(chair.store.db.is_ahead_of_disk)
                turned.set()

    server = Server()
    async with seat(tmp_path, Turning(server)) as chair:
        chair.store = Noting(*(getattr(chair.store, field.name) for field in fields(chair.store)))
        chair.patience = Patience(answer=0.0)
        async with at_work(chair, listen), asyncio.timeout(60):
            await server.says_now("!help")
            await turned.wait()
        assert await chair.store.inbox.next_event(), "nobody has decided it"
    assert not any(ahead)


async def test_a_key_store_from_before_is_taken_over(room: QuietRoom, tmp_path: Path) -> None:
    """A key store without these notes opens; what was read under it is forgotten with the first sync that brings more."""
    event = said(room)
    room.hears(event)
    run = room.bot.store.database.execute_sql
    run("ALTER TABLE opened DROP COLUMN at")
    run("DROP TABLE reached")
    room.bot.store.database.close()
    folder = Path(room.bot.store.store_path)
    async with open_client("http://127.0.0.1:9", BOT, "CHAIR", folder, KEY) as again:
        again.restore_login(BOT, "CHAIR", "a token")
        assert opens(again, event)
        again.forget_opened(1e9, unsure=False)
        assert not opens(again, event)
        again.forget_idle(ROOM, 1e9 + 1, ours_before=0.0)  # out of the room, as far as it knows
        assert again.key_rooms() == set()
    assert not await stolen(room, tmp_path, event)


def test_keys_as_they_were_stand_in_no_log(room: QuietRoom) -> None:
    """Once keys are turned or dropped, the log beside the key store is empty: what stood in it would open again what was read."""
    log = Path(f"{room.bot.store.database_path}-wal")
    assert room.hears(said(room))
    assert log.stat().st_size, "what is written goes there first"
    room.bot.forget_opened(1.0, unsure=False)
    assert log.stat().st_size == 0
    assert room.hears(said(room))
    room.bot.forget_room(ROOM)
    assert log.stat().st_size == 0
