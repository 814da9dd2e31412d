"""A job's first try is noted with the job: nobody waits for a disk then, and after a death nobody takes it for not tried."""

from pathlib import Path

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
