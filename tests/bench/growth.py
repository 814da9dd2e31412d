"""What one message costs as things grow: the window, the audit, the rooms, the people in the room, sealed messages, open cards.

    PYTHONPATH=tests:tests/integration .venv/bin/python tests/bench/growth.py --rounds 5 --only window

In process, over the real notebook: what a sync brings is written down, decided and committed as the loops do it, by the
loops' own functions. What is counted is the CPU time of the whole process, SQLCipher's thread included. The sizes of one
thing take turns, round by round; after each turn the room is put back as it was.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench_audit import AT_ONCE, entry
from hand_held import ANA, KIM, ROOM, Client, Server, sealed
from office import Office, arrive, decided, furnished, seated
from stage import read_memory

from bot.app.keys.late_keys import open_late_messages
from bot.app.services import Chair
from bot.app.think import _think_once
from bot.log import keep_log_still
from bot.matrix.sync import _seal_event
from bot.model import Answered, Ask, EventId, Heard, Line, Person, Purpose, Room, RoomId, UserId
from bot.session.deadlines import find_deadline
from bot.store import Haul
from bot.store.audit_log import append_deeds

TALK = "I slept badly again, and on the way to work it all came back, so I got off the bus and walked for an hour."
"""A made-up sentence, as long as people write."""
WARM = 10
"""Messages before the first turn, at most, which are not counted."""
SIZES: dict[str, tuple[int, ...]] = {
    "window": (10, 30, 100, 300, 1000),
    "audit": (1_000, 10_000, 100_000, 1_000_000),
    "rooms": (1, 10, 100, 1000),
    "roster": (2, 5, 10, 20, 50),
    "sealed": (1, 10, 100, 1000),
    "cards": (1, 3, 10, 30),
}
"""What grows, and to how much: lines, entries, rooms, people, messages that cannot be read, drafts at the desk."""


@dataclass
class Walk:
    """A room in which the AI listens, and messages that walk through the bot one by one."""

    chair: Chair
    number: int = 0

    def name(self) -> EventId:
        """Return an event id that was not used before."""
        self.number += 1
        return EventId(f"$walk{self.number}")

    async def hear(self, text: str, sender: UserId = KIM) -> EventId:
        """Let one message walk from what a sync brings to what is committed, and the loops look for more to do."""
        heard = Heard(self.name(), sender, self.chair.clock(), text, signed=True)
        await self.chair.store.take_in(Haul(((ROOM, heard),), (), {"walk": heard.id}, {ROOM: heard.id}))
        await open_late_messages(self.chair)
        while await _think_once(self.chair):
            pass
        await self.chair.store.rooms.next_deadline()
        await self.chair.store.outbox.ready(self.chair.clock())
        return heard.id

    async def cost(self, messages: int) -> float:
        """Return the microseconds of CPU that a message takes, of so many; the room is then as it was."""
        before = await self.chair.store.rooms.room(ROOM)
        began = time.process_time()
        for number in range(messages):
            await self.hear(f"{TALK} {number}")
        taken = time.process_time() - began
        after = await self.chair.store.rooms.room(ROOM)
        assert len(after.window) >= min(len(before.window) + 1, 2000), "what is said is kept"
        assert after.drafts == before.drafts, "what lies at the desk stays there"
        await self.put(before)
        return taken / messages * 1e6

    async def put(self, room: Room) -> None:
        """Let the room be as it is said here."""
        policy = self.chair.policy(room)
        assert policy is not None
        async with self.chair.store.db.transaction() as transaction:
            await self.chair.store.rooms.keep_room(transaction, room, find_deadline(room, policy))

    async def room(self) -> Room:
        """Return the room as it is."""
        return await self.chair.store.rooms.room(ROOM)


async def grow_window(walk: Walk, size: int) -> None:
    """Let so many lines of talk be kept already."""
    room, now = await walk.room(), walk.chair.clock()
    lines = tuple(Line(walk.name(), (ANA, KIM)[number % 2], now, f"{TALK} {number}") for number in range(size))
    await walk.put(replace(room, window=lines))


async def grow_audit(walk: Walk, size: int) -> None:
    """Let the audit have so many entries."""
    for start in range(0, size, AT_ONCE):
        async with walk.chair.store.db.transaction() as transaction:
            numbers = range(start, min(start + AT_ONCE, size))
            await append_deeds(transaction, (entry(number) for number in numbers), "0" * 64)


async def grow_rooms(walk: Walk, size: int) -> None:
    """Let the notebook hold so many rooms, each like this one, in which nothing is due soon."""
    room = await walk.room()
    policy = walk.chair.policy(room)
    assert policy is not None
    due = find_deadline(room, policy)
    async with walk.chair.store.db.transaction() as transaction:
        for number in range(1, size):
            await walk.chair.store.rooms.keep_room(transaction, replace(room, id=RoomId(f"!grown{number}:clinic")), due)
        latest = ((f"!grown{number}:clinic", f"$last{number}") for number in range(1, size))
        await transaction.run_many("INSERT OR REPLACE INTO latest (room, event) VALUES (?, ?)", latest)


async def grow_roster(walk: Walk, size: int) -> None:
    """Let so many people be in the room who have all agreed."""
    room = await walk.room()
    people = tuple(Person(UserId(f"@kim{number}:clinic"), f"Kim {number}") for number in range(size - 2))
    yes = [consent for consent in room.consents if consent.person == KIM]
    consents = (replace(consent, person=person.id) for person in people for consent in yes)
    await walk.put(replace(room, roster=(*room.roster, *people), consents=(*room.consents, *consents)))


async def grow_sealed(walk: Walk, size: int) -> None:
    """Let so many messages of ten people in each of as many rooms as it takes wait for their keys, all asked about."""
    store, now = walk.chair.store, walk.chair.clock()
    for number in range(size):
        where, sender = RoomId(f"!sealed{number // 1000}:clinic"), UserId(f"@mallory{number // 100}:clinic")
        event = sealed(EventId(f"$sealed{number}"), sender)
        await store.take_in(Haul((), (_seal_event(where, event, now),), {}, {}))
    async with store.db.transaction() as transaction:
        await transaction.run("UPDATE sealed SET asked = -1")


async def grow_cards(walk: Walk, size: int) -> None:
    """Let so many drafts lie at the desk, each posted there."""
    outbox = walk.chair.store.outbox
    for number in range(size):
        question = await walk.hear(f"!explain a word that stands in no glossary, number {number}")
        answer = Answered(walk.name(), walk.chair.clock(), question, "Small habits that help.", "house", "tiny", 9, 9)
        while jobs := await outbox.ready(walk.chair.clock()):
            for job in jobs:
                await outbox.mark_done(job, then=answer if isinstance(job.effect, Ask) else None)
            while await _think_once(walk.chair):
                pass
    assert len((await walk.room()).drafts) == size


GROW: dict[str, Callable[[Walk, int], Awaitable[None]]] = {
    "window": grow_window,
    "audit": grow_audit,
    "rooms": grow_rooms,
    "roster": grow_roster,
    "sealed": grow_sealed,
    "cards": grow_cards,
}


@asynccontextmanager
async def walking(folder: Path, rules: str) -> AsyncIterator[Walk]:
    """Give a room in which the AI listens and both have agreed; `rules` are more lines of its file."""
    folder.mkdir()
    office: Office = furnished(folder)
    office.rules(rules)
    async with seated(office, Client(Server())) as chair:
        chair.synced.set()
        walk = Walk(chair)
        await arrive(chair)
        for person in (ANA, KIM):
            await walk.hear("!agree", person)
        await decided(chair)
        room = await walk.room()
        assert {consent.purpose for consent in room.consents if consent.person == KIM} >= {
            Purpose.LISTEN,
            Purpose.MODEL,
        }
        await walk.put(room)
        yield walk


async def measure(folder: Path, what: str, sizes: Sequence[int], rounds: int, messages: int) -> dict[str, list[float]]:
    """Return the microseconds of CPU that a message takes at each size, once a round."""
    result: dict[str, list[float]] = {str(size): [] for size in sizes}
    async with AsyncExitStack() as opened:
        walks = {}
        for size in sizes:
            walks[size] = await opened.enter_async_context(walking(folder / f"{what}{size}", "approval: all\n"))
            await GROW[what](walks[size], size)
            await walks[size].cost(min(WARM, messages))
        for _ in range(rounds):
            for size, walk in walks.items():
                result[str(size)].append(await walk.cost(messages))
    return result


async def stay_flat(folder: Path, messages: int) -> list[list[float]]:
    """Let so many messages walk through the bot; return after how many of them the process held how many MB."""
    step, held = max(1, messages // 10), []
    async with walking(folder / "flat", "approval: all\n") as walk:
        for number in range(messages):
            await walk.hear(f"{TALK} {number}")
            if (number + 1) % step == 0:
                held.append([number + 1, read_memory(os.getpid())["rss"]])
    return held


def main() -> None:
    """Measure, and print it as JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--messages", type=int, default=20)
    options.add_argument("--only", choices=tuple(GROW), nargs="+", default=list(GROW))
    options.add_argument("--most", type=int, default=10**9, help="no size beyond this one")
    options.add_argument("--flat", type=int, default=0, help="messages over which memory is to stay flat")
    given = options.parse_args()
    keep_log_still()
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        for what in given.only:
            sizes = [size for size in SIZES[what] if size <= given.most]
            result[what] = asyncio.run(measure(Path(name), what, sizes, given.rounds, given.messages))
            sys.stderr.write(f"{what}: {result[what]}\n")
        if given.flat:
            result["flat_mb"] = asyncio.run(stay_flat(Path(name), given.flat))
    sys.stdout.write(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
