"""Write a golden database: a notebook with everything in it, as this version writes it, for every later version to read.

    PYTHONPATH=tests python scripts/make_golden.py tests/golden/0.2.0

Run once at each release, kept for ever. Nothing in it is anybody's: the words, people and keys are made up here.
"""

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path

from specimens import ANA, BOT, KIM, full_room, rules, specimen, specimens

from bot.masking.names import seed_names
from bot.model import (
    Answered,
    Arrived,
    Ask,
    ConsentCard,
    Desk,
    Direct,
    Edited,
    Effect,
    Elapsed,
    Event,
    EventId,
    Failed,
    Frozen,
    Heard,
    InSession,
    Joined,
    Notice,
    OnCall,
    Person,
    Room,
    RoomId,
    SecondContact,
    SessionRoom,
    Sighted,
    Supervisor,
    Trouble,
    UndecryptedEvent,
    UserId,
)
from bot.session.deadlines import find_deadline
from bot.session.decide import decide
from bot.session.desk.standing import note_standing
from bot.session.request.segments import Piece
from bot.store import Ending, Haul, Job, Request, Store, StoreKey, open_store
from bot.store.audit_trimming import let_go_entries
from bot.store.freezes import write_freeze
from bot.store.outbox import order_effects

PLAYED, FULL, FROZEN = RoomId("!played:clinic"), RoomId("!full:clinic"), RoomId("!frozen:clinic")
KEY = bytes(range(32))
START = 1_790_000_000.0
"""Seconds UTC: when the session is played."""
STORY = (
    (KIM, SessionRoom(), "!agree"),
    (ANA, SessionRoom(), "!listen"),
    (KIM, SessionRoom(), "I slept badly after the otter story"),
    (KIM, SessionRoom(), "!mask walrus"),
    (KIM, SessionRoom(), "!explain gobbledyquux"),
    (ANA, Desk(), "ok K1"),
    (ANA, SessionRoom(), "Then we talk about the walrus today"),
    (ANA, Desk(), "!summary"),
    (KIM, SessionRoom(), "!explain sleep hygiene"),
    (KIM, SessionRoom(), "I want to die"),
    (ANA, Desk(), "!ack"),
    (KIM, SessionRoom(), "!explain gallimaufry"),
)


class Player:
    """Plays a session through a real notebook: each event decided and committed, each job done as the loops do it."""

    def __init__(self, store: Store, room: RoomId) -> None:
        self.store, self.room, self.now, self.count = store, room, START, 0
        self.is_answered = True

    def id(self) -> EventId:
        """Return an event id that was not used before."""
        self.count += 1
        return EventId(f"$played{self.count}")

    async def happens(self, event: Event) -> None:
        """Admit an event, and decide and do all that follows from it."""
        await self.store.inbox.admit(self.room, event)
        while taken := await self.store.inbox.next_event():
            await self._decide(*taken)
            while jobs := [job for job in await self.store.outbox.ready(self.now) if not job.tries]:
                for job in jobs:
                    await self._do(job)

    async def says(self, sender: UserId, where: InSession, text: str) -> None:
        """Let somebody write a message, a minute after the last."""
        self.now += 60.0
        await self.happens(Heard(self.id(), sender, self.now, text, signed=True, device="PHONE", where=where))

    async def _decide(self, room: RoomId, event: Event) -> None:
        decision = decide(await self.store.rooms.room(room), event, rules())
        await self.store.commit(event, decision, find_deadline(decision.room, rules()), rules().sha256)

    async def _do(self, job: Job) -> None:
        if not await self.store.outbox.begin(job):
            return
        if isinstance(job.effect, Ask):
            if answer := await self._ask(job, job.effect):
                await self.store.outbox.mark_done(job, then=answer)
            return
        event = self.id()
        await self.store.outbox.mark_done(job, event=event, then=note_standing(job.effect, job.id, event, self.now))
        if isinstance(job.effect, ConsentCard):
            card = (event, job.effect.language, job.effect.sha256, (ANA, KIM))
            await self.store.inbox.admit(job.room, Sighted(EventId(f"sighted/{event}"), self.now, *card))

    async def _ask(self, job: Job, ask: Ask) -> Answered | None:
        """Send a question with what is masked in it, and return the answer; none if the process dies before it comes."""
        known = await self.store.names.get_names(job.room)
        await self.store.names.keep(job.id, job.room, known, seed_names(known, (Person(KIM, "Kim"),), ("walrus",)))
        said = [Piece(1, line.text, line.id, line.sender) for line in ask.context]
        asked = Piece(1, ask.request or "-", ask.question, ask.asker)
        pieces = (Piece(0, "You are an AI."), *said, asked)
        where = (ask.task, ask.where, "house", "small", rules().sha256)
        request = Request(job.room, job.id, ask.question, ask.asker, *where, pieces, "dpa 2026-01-01")
        number = await self.store.sent.begin(request, self.now)
        assert number is not None
        if not self.is_answered:
            return None
        await self.store.sent.end(request, number, Ending("answered", self.now, 40, 9))
        answer = f"{ask.request} is a word that somebody made up for what nobody has ever seen."
        return Answered(EventId(f"{job.id}/answer"), self.now, ask.question, answer, "house", "small", 40, 9)


async def play(store: Store) -> None:
    """Play a session up to a question that nobody has answered yet."""
    player = Player(store, PLAYED)
    people = (Person(ANA, "Ana"), Person(KIM, "Kim"))
    await player.happens(Arrived(player.id(), START, people, encrypted=True, private=True, history="joined"))
    for sender, where, text in STORY:
        await player.says(sender, where, text)
    await player.happens(Edited(player.id(), KIM, player.now, EventId("$nothing"), "an edit of what nobody knows"))
    await player.happens(Elapsed(EventId(f"elapsed/{PLAYED}/{player.now}"), player.now))
    player.is_answered = False
    await player.says(KIM, SessionRoom(), "!explain flibbertigibbet")


async def fill(store: Store) -> None:
    """Write down one of everything, as specimens: a room, what waits to be decided, what waits to be done, what is known."""
    cause = specimen(Joined, id="$cause", at=START)
    effects: tuple[Effect, ...] = specimens(Effect)
    failed = tuple(specimen(Failed, trouble=trouble) for trouble in Trouble)
    events = [
        replace(item, id=f"$waits{number}", at=START + number)
        for number, item in enumerate((*specimens(Event), *failed))
    ]
    async with store.db.transaction() as transaction:
        await store.rooms.keep_room(transaction, full_room(FULL), START + 3600.0)
        await store.rooms.keep_room(transaction, Room(FROZEN, seated=True, frozen_since=START), None)
        await order_effects(transaction, FULL, cause, effects)  # with the order to cancel, so that one is void ...
        await order_effects(
            transaction, FULL, replace(cause, id=EventId("$again")), (specimen(Ask), *notices())
        )  # ... and one waits
    seal = UndecryptedEvent(
        EventId("$sealed"), FULL, KIM, '{"type": "m.room.encrypted"}', START, EventId("$to"), listening=True
    )
    facts = {"sync_token": "s1", "synced_at": repr(START), "rulings": "3"}
    await store.take_in(Haul(tuple((FULL, event) for event in events), (), facts, {FULL: EventId("$latest")}))
    await store.take_in(Haul((), (seal,), {}, {}))  # afterwards: who is put out of a room forgets what is sealed there
    for where in (Desk(), Direct(KIM)):
        side = await store.sides.side(FULL, where)
        await store.sides.note_room(side.nonce, RoomId(f"!{where.kind}:clinic"), START)
    await store.sides.side(PLAYED, Desk())
    await store.pins.settle({ANA: "A" * 43, KIM: "K" * 43, BOT: "B" * 43}, {KIM: "N" * 43}, START)
    await write_freeze(store.db, FULL, Frozen(EventId("frozen/1"), START + 50.0))


def notices() -> tuple[Notice, ...]:
    """Return one line for each place in which something is said."""
    everywhere = (SessionRoom(), Desk(), Direct(KIM), Supervisor(), SecondContact(ANA), OnCall())
    return tuple(specimen(Notice, where=where) for where in everywhere)


async def trim(store: Store) -> None:
    """Let go of the audit's first entries, so that it begins at an anchor."""
    async with store.db.transaction() as transaction:
        assert await let_go_entries(transaction, store.audit, START + 90.0, START + 7200.0)


async def write_notebook(folder: Path) -> None:
    """Write the notebook into `folder`, where its key lies."""
    async with open_store(folder, StoreKey(KEY)) as store:
        await play(store)
        await fill(store)
        await trim(store)
        await store.db.settle()
        await store.db.rows("VACUUM")


def write_golden(folder: Path) -> None:
    """Write the golden database into the new `folder`, with its key, and nothing else that a data folder has.

    Raises:
        FileExistsError: there is such a folder: a release has one golden database, and that is never written anew.
    """
    folder.mkdir(parents=True)
    (folder / "store.key").write_text(KEY.hex() + "\n", encoding="ascii")
    asyncio.run(write_notebook(folder))
    for name in ("lock", "spare"):
        (folder / name).unlink()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write a golden database.")
    parser.add_argument("folder", type=Path)
    write_golden(parser.parse_args().folder)
