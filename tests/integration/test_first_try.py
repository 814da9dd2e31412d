"""A job's first try is noted with the job: nobody waits for a disk then, and after a death nobody takes it for not tried."""

from pathlib import Path

import pytest

from bot.model import Decision, EventId, Heard, Language, Mark, Notice, Room, RoomId, UserId, make_words
from bot.store import Job, Store, open_key, open_store
from bot.store.db import Database

ROOM, KIM = RoomId("!room"), UserId("@kim:clinic")
CAUSE = Heard(EventId("$cause"), KIM, 1.0, "!cause")
LINE = Notice(make_words("listen-already", Language("en"), prefix="!"), Mark(kind="note"))


class Counting(Database):
    """A database that counts what is written."""

    written = 0

    async def _commit(self, *, durable: bool) -> None:
        self.written += 1
        await super()._commit(durable=durable)


async def order(store: Store) -> Job:
    """Order one job, and return it."""
    await store.commit(CAUSE, Decision(Room(ROOM), (LINE,)), None)
    (job,) = await store.outbox.ready(2.0)
    return job


async def test_the_first_try_writes_nothing(tmp_path: Path) -> None:
    """What is tried for the first time was written down as tried when it was ordered; the second time is written down."""
    async with open_store(tmp_path, open_key(None, tmp_path), Counting) as store:
        assert isinstance(store.db, Counting)
        job = await order(store)
        before = store.db.written
        assert (job.tries, await store.outbox.unsure()) == (0, False)
        assert await store.outbox.begin(job)
        assert store.db.written == before
        (again,) = await store.outbox.ready(2.0)
        assert (again.tries, await store.outbox.unsure()) == (1, True)
        assert await store.outbox.begin(again)
        assert store.db.written == before + 1
        (third,) = await store.outbox.ready(2.0)
        assert third.tries == 2
        await store.outbox.mark_done(third)
        assert not await store.outbox.begin(third)


async def test_after_a_death_it_may_have_been_tried(tmp_path: Path) -> None:
    """Of what an earlier process has left nobody knows whether it was tried, so it counts as tried."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await order(store)
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        (job,) = await store.outbox.ready(2.0)
        assert (job.tries, await store.outbox.unsure()) == (1, True)
        assert await store.outbox.begin(job)
        (again,) = await store.outbox.ready(2.0)
        assert again.tries == 2


async def test_what_is_not_wanted_any_more_is_not_begun(tmp_path: Path) -> None:
    """Also a first try asks whether the job is still wanted."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        job = await order(store)
        await store.outbox.mark_failed(job)
        assert not await store.outbox.begin(job)


async def test_a_commit_of_nothing_waits_for_what_came_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What did not wait for the disk has it with the next commit that waits, also if that one changes nothing; and when asked."""
    waited: list[int] = []
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        monkeypatch.setattr("bot.store.db.os.fsync", waited.append)

        async def note(value: str) -> None:
            async with store.db.transaction(durable=False) as transaction:
                await transaction.run("INSERT OR REPLACE INTO note (key, value) VALUES ('synced_at', ?)", value)

        await note("1.0")
        assert store.db.is_ahead_of_disk
        async with store.db.transaction() as transaction:
            assert await transaction.run("DELETE FROM note WHERE key = 'nothing'") == 0
        assert (len(waited), store.db.is_ahead_of_disk) == (1, False)
        await note("2.0")
        await store.db.make_durable()
        assert (len(waited), store.db.is_ahead_of_disk) == (2, False)
        await store.db.make_durable()
        assert len(waited) == 2, "nothing is ahead"
