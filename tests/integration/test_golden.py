"""The notebooks of every release, kept in tests/golden: today's program opens each, reads all of it, and goes on with it.

One more is written while the tests run, as the next release would write it: so that what it will keep is known before.
"""

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from make_golden import write_golden
from specimens import ANA, BOT, KIM, rules
from sqlcipher3 import dbapi2 as sqlcipher

from bot.app.show.person_data import Kept, describe_person
from bot.audit.chain import prove_words
from bot.model import RoomId
from bot.session.deadlines import find_deadline
from bot.session.decide import decide
from bot.store import Store, open_key, open_store
from bot.store.codec import pack_thing, tag_of
from bot.store.freezes import find_freeze_time

GOLDEN = Path(__file__).parents[1] / "golden"
RELEASES = sorted(path.parent.name for path in GOLDEN.glob("*/thirdchair.db"))
TODAY = "today"
"""What stands for the release that is not there yet."""
PLAYED, FULL, FROZEN = RoomId("!played:clinic"), RoomId("!full:clinic"), RoomId("!frozen:clinic")
LOST_OF_JOBS: Mapping[str, Mapping[str, list[str]]] = {"0.1.0": {"card": ["desk"]}}
"""What a release still stored of an order and nobody needs: 0.1.0 the place of a card, which is at the desk alone."""
READ_BY_NOTHING = {"0.1.0": {"helplines"}}
"""What a release still stored of a room, though nothing read it."""
START, FAR = 1_790_000_000.0, 1_800_000_000.0


@pytest.fixture(scope="module")
async def written_today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder that the next release would be remembered by."""
    folder = tmp_path_factory.mktemp("golden") / TODAY
    await asyncio.to_thread(write_golden, folder)
    return folder


@pytest.fixture(params=[*RELEASES, TODAY])
def folder(tmp_path: Path, request: pytest.FixtureRequest, written_today: Path) -> Path:
    """Return a copy of a release's data folder; it is called as the release is."""
    release = request.param
    return Path(shutil.copytree(written_today if release == TODAY else GOLDEN / release, tmp_path / release))


def read_raw(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return rows of a notebook as they lie there, whatever wrote them."""
    connection = sqlcipher.connect(str(folder / "thirdchair.db"))
    connection.execute(f"PRAGMA key = \"x'{open_key(None, folder).derive('database')}'\"")
    rows = list(map(tuple, connection.execute(sql).fetchall()))
    connection.close()
    return rows


def count_facts(stored: Any) -> Counter[str]:
    """Return every word and number in a stored form, whatever the fields that hold them are called."""
    if isinstance(stored, dict):
        return sum(map(count_facts, stored.values()), Counter())
    if isinstance(stored, list):
        return sum(map(count_facts, stored), Counter())
    if isinstance(stored, str):
        return Counter(stored.split())
    return Counter() if stored is None or isinstance(stored, bool) else Counter([repr(float(stored))])


def find_lost(before: str, after: str) -> list[str]:
    """Return the words and numbers of the stored form `before` that are not in the form `after`."""
    return [*(count_facts(json.loads(before)) - count_facts(json.loads(after))).elements()]


def open_copy(folder: Path) -> Any:
    """Open the notebook, as the bot does at a start."""
    return open_store(folder, open_key(None, folder))


def test_it_is_a_notebook_and_its_key(folder: Path) -> None:
    """What a release is remembered by is two files: no lock, no spare space, nothing that the next start makes anyway."""
    assert {path.name for path in folder.iterdir()} == {"thirdchair.db", "store.key"}


async def test_every_event_that_waits_is_decided(folder: Path) -> None:
    """What an earlier version heard is decided by this one, each event with all its facts, one of every kind."""
    raw = dict(read_raw(folder, "SELECT id, body FROM inbox WHERE decided = 0"))
    assert len(raw) > 26
    async with open_copy(folder) as store:
        full = await store.rooms.room(FULL)
        while taken := await store.inbox.next_event():
            room_id, event = taken
            assert find_lost(raw.pop(event.id), pack_thing(event)) == [], tag_of(event)
            decide(full, event, rules())
            decision = decide(await store.rooms.room(room_id), event, rules())
            await store.commit(event, decision, find_deadline(decision.room, rules()), rules().sha256)
    assert raw == {}


async def test_every_job_that_waits_is_taken(folder: Path) -> None:
    """What an earlier version decided to do is done by this one, each order with all its facts, one of every kind."""
    raw = dict(read_raw(folder, "SELECT id, body FROM job WHERE state = 'waiting'"))
    assert len(raw) > 14
    async with open_copy(folder) as store:
        async with store.db.transaction() as transaction:
            await transaction.run("UPDATE inbox SET decided = 1")  # what waits for those is posted too
        while jobs := await store.outbox.ready(FAR):
            for job in jobs:
                lost = LOST_OF_JOBS.get(folder.name, {}).get(tag_of(job.effect), [])
                assert find_lost(raw.pop(job.id), pack_thing(job.effect)) == lost, tag_of(job.effect)
                assert await store.outbox.begin(job)
                await store.outbox.mark_done(job)
        assert await store.outbox.waiting() == frozenset()
    assert raw == {}


async def test_every_room_is_as_it_was(folder: Path) -> None:
    """A session goes on where it was: who agreed, what waits, what was said, with its talk."""
    raw = dict(read_raw(folder, "SELECT id, state FROM room"))
    lines = Counter(room for (room,) in read_raw(folder, "SELECT room FROM line"))
    unread = READ_BY_NOTHING.get(folder.name, set())
    async with open_copy(folder) as store:
        assert set(await store.rooms.all()) == {PLAYED, FULL, FROZEN}
        for room_id, state in raw.items():
            room = await store.rooms.room(RoomId(room_id))
            kept = {name: value for name, value in json.loads(state).items() if name not in unread}
            assert find_lost(json.dumps(kept), pack_thing(room)) == []
            assert len(room.window) == lines[room_id]
        bare = {name for name, value in json.loads(raw[FULL]).items() if value in ([], "", 0, None, False)}
        assert bare == {"window", "frozen_since", "closing"}  # the window has a table of its own
        played = await store.rooms.room(PLAYED)
        assert {consent.person for consent in played.consents} == {ANA, KIM}
        assert played.pending
        assert await find_freeze_time(store.db, FROZEN) == START
        assert await find_freeze_time(store.db, FULL) == START + 50.0


async def test_the_audit_holds_and_goes_on(folder: Path) -> None:
    """The chain of an earlier version is whole, behind its anchor; its proofs are of the words that were sent; it goes on."""
    async with open_copy(folder) as store:
        checked = await store.audit.verify()
        assert checked.broken is None
        begins = (await store.audit.anchor()).head.count
        entries = [json.loads(link.entry) async for link in store.audit.entries()]
        assert begins > 3
        assert begins + len(entries) == checked.head.count
        proofs = {message[2] for entry in entries for message in entry.get("facts", {}).get("messages", ())}
        salts = await store.db.rows("SELECT person, salt FROM salt WHERE room = ?", PLAYED)
        texts = [piece.text or "" for item in await store.sent.list_of_room(PLAYED) for piece in item.request.pieces]
        assert proofs <= {prove_words(bytes(salt), text) for _, salt in salts for text in texts}
        await _decide_all(store)
        assert (await store.audit.verify()).broken is None
        assert (await store.audit.head()).count > checked.head.count


async def _decide_all(store: Store) -> None:
    while taken := await store.inbox.next_event():
        decision = decide(await store.rooms.room(taken[0]), taken[1], rules())
        await store.commit(taken[1], decision, None, rules().sha256)


async def test_what_was_sent_is_shown(folder: Path) -> None:
    """Whoever asks what left under an earlier version is shown its words, by the code that they know, and what came of it."""
    async with open_copy(folder) as store:
        newest = await store.sent.list_of_room(PLAYED)
        assert [item.ending for item in newest] == ["", "answered", "answered", "answered"]
        called = await store.sent.find_request(PLAYED, "K1")
        assert called is not None
        assert [piece.text for piece in called.request.pieces if piece.sender == KIM] == ["gobbledyquux"]
        kept = Kept(store.rooms, store.sent, store.audit)
        session = json.loads(await describe_person(kept, KIM, [PLAYED]))["sessions"][0]
        assert session["masks"] == ["walrus"]
        assert len(session["requests"]) == 4


async def test_all_else_is_as_it_was(folder: Path) -> None:
    """Side rooms, pins, sealed messages, placeholders, facts and the fences of sessions outlive a new version."""
    async with open_copy(folder) as store:
        sides = {str(side.room) for side in await store.sides.all()}
        assert sides == {"!desk:clinic", "!direct:clinic", "None"}
        assert await store.pins.all() == {ANA: "A" * 43, KIM: "K" * 43, BOT: "B" * 43}
        assert (await store.pins.changes())[KIM].now == "N" * 43
        (seal,) = await store.seals.all()
        assert (seal.sender, seal.room, seal.listening) == (KIM, FULL, True)
        assert (await store.names.get_names(PLAYED)).seeds["walrus"] == "[WORD_1]"
        assert await store.notes.read("sync_token") == "s1"
        assert await store.latest() == {FULL: "$latest"}
        assert store.fences.get_fence(PLAYED, START) == "f8c999a5c0b868c0"
