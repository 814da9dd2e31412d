"""What one sync brings is written down whole or not at all, and the notebook survives being interrupted at any moment."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.model import EventId, Heard, Ousted, Redacted, RoomId, UndecryptedEvent, Unreadable, UserId
from bot.store import Haul, Store, open_key, open_store

ROOM, OTHER, KIM = RoomId("!room"), RoomId("!other"), UserId("@kim:clinic")
HEARD = Heard(EventId("$one"), KIM, 1.0, "!help")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Give an empty notebook."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        yield store


def sealed(event: str, room: RoomId = ROOM, since: float = 1.0) -> UndecryptedEvent:
    """Return a message that cannot be read yet."""
    return UndecryptedEvent(EventId(event), room, KIM, "{}", since)


def haul(*events: tuple[RoomId, Any], seals: tuple[UndecryptedEvent, ...] = (), place: str = "s1") -> Haul:
    """Return what one sync brought."""
    return Haul(events, seals, {"sync_token": place}, {ROOM: EventId("$last")})


async def test_whole_or_not_at_all(store: Store) -> None:
    """When the last part of a sync cannot be written, nothing of it is, and its place in the stream is not taken."""
    unwritable: Any = {"sync_token": object()}
    with pytest.raises(Exception, match="type"):
        await store.take_in(Haul(((ROOM, HEARD),), (sealed("$two"),), unwritable, {}))
    assert await store.inbox.next_event() is None
    assert await store.seals.all() == ()
    assert await store.notes.read("sync_token") is None
    await store.take_in(haul((ROOM, HEARD), seals=(sealed("$two"),)))
    assert await store.inbox.next_event() == (ROOM, HEARD)
    assert await store.latest() == {ROOM: "$last"}
    assert await store.notes.read("sync_token") == "s1"


async def test_what_is_deleted_is_not_kept_sealed(store: Store) -> None:
    """A message that is deleted before it could be read is forgotten, and so is every sealed one of a room that is left."""
    await store.take_in(haul(seals=(sealed("$a"), sealed("$b"), sealed("$c", OTHER))))
    await store.take_in(haul((ROOM, Redacted(EventId("$r"), KIM, 2.0, EventId("$a")))))
    assert [seal.id for seal in await store.seals.all()] == ["$b", "$c"]
    await store.take_in(haul((OTHER, Ousted(EventId("$o"), 3.0))))
    assert [seal.id for seal in await store.seals.all()] == ["$b"]


async def test_one_is_asked_about_and_the_others_are_not(store: Store) -> None:
    """Of several sealed messages of one person one is asked about; after ten minutes a newer one may be."""
    await store.take_in(haul(seals=(sealed("$a"), sealed("$b"), sealed("$c", since=700.0))))
    for seal, at in zip(await store.seals.all(), (40.0, 41.0, 740.0), strict=True):
        await store.seals.ask(seal, seal.room, Unreadable(EventId(f"unreadable/{seal.id}"), at, seal.sender, seal.id))
    assert [seal.asked for seal in await store.seals.all()] == [40.0, -1.0, 740.0]


async def test_interrupted_at_any_moment(store: Store) -> None:
    """Whoever is cancelled in the middle of a transaction, at whatever step, leaves a notebook that goes on working."""
    for turns in range(40):
        event = Heard(EventId(f"${turns}"), KIM, 1.0, "!help")
        writing = asyncio.create_task(store.take_in(haul((ROOM, event), place=str(turns))))
        for _ in range(turns):
            await asyncio.sleep(0)
        writing.cancel()
        await asyncio.wait([writing])
        await store.notes.write(still="works")
        assert (await store.notes.read("sync_token") == str(turns)) == (not await store.inbox.admit(ROOM, event))
