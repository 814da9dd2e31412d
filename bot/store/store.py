"""The notebook as a whole, and the one transaction in which a decision and its jobs are written."""

import fcntl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiosqlite import Connection

from bot.audit.entries import list_codes_shown, list_deeds
from bot.errors import FolderBusy, StoreRefused
from bot.log import get_logger
from bot.metrics import DROPPED_UNREAD
from bot.model import Decision, Edited, Effect, Event, EventId, Forget, Ousted, Redacted, RoomId, UndecryptedEvent
from bot.private_files import make_private, mend_modes, write_private
from bot.store.aside import SetAside
from bot.store.audit_log import Audit, append_deeds
from bot.store.db import Database
from bot.store.desk_lines import DeskLine, DeskLines, write_desk_lines
from bot.store.edits import Edits, note_edit
from bot.store.erasing import carry_out_forget
from bot.store.facts import Notes, write_facts
from bot.store.fences import Fences
from bot.store.inbox import Inbox, note_decided
from bot.store.key import StoreKey, open_key
from bot.store.known_names import KnownNames
from bot.store.late_posts import note_own_posts
from bot.store.migrate import bring_up_to_date
from bot.store.outbox import Outbox, order_effects
from bot.store.pins import Pins
from bot.store.rooms import Rooms
from bot.store.sent_requests import SentBook, name_request
from bot.store.sides import Sides
from bot.store.spare import keep_spare
from bot.store.trouble import connect_notebook, recognise_folder_trouble
from bot.store.undecrypted import Seals, admit_or_hold, forget_room_seals, forget_seal, keep_sealed

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Haul:
    """All that one sync brought, and how far it reaches: written down together or not at all.

    `facts` are notes by name, `latest` the last event of each room. `deleted` are messages of side rooms that are gone.
    `orders` are what follows from an event in a room that is no session's, so that nothing is decided about it. `lines` are people's messages at shared desks, by the session that each is of.
    `own` are messages of the bot's that a backend wrote, each with its job; `at` is when all this came (seconds UTC).
    """

    events: tuple[tuple[RoomId, Event], ...] = field(repr=False)
    seals: tuple[UndecryptedEvent, ...]
    facts: Mapping[str, str]
    latest: Mapping[RoomId, EventId]
    deleted: tuple[EventId, ...] = ()
    orders: tuple[tuple[RoomId, Event, tuple[Effect, ...]], ...] = ()
    lines: tuple[DeskLine, ...] = ()
    own: Mapping[EventId, str] = field(default_factory=dict)
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Store:
    """Inbox, rooms, outbox, notes, pins, seals, side rooms, what was sent, the audit, names, fences, what is set aside, edits, and whose lines stand at shared desks, over one encrypted file."""

    db: Database
    inbox: Inbox
    rooms: Rooms
    outbox: Outbox
    notes: Notes
    pins: Pins
    seals: Seals
    sides: Sides
    sent: SentBook
    audit: Audit
    names: KnownNames
    fences: Fences
    aside: SetAside
    edits: Edits
    lines: DeskLines

    async def latest(self) -> dict[RoomId, EventId]:
        """Return the last event of each room that was read."""
        rows = await self.db.rows("SELECT room, event FROM latest")
        return {RoomId(room): EventId(event) for room, event in rows}

    async def take_in(self, haul: Haul) -> None:
        """Write down what one sync brought, in order, and the place in the stream: nothing of it twice, nothing lost.

        All at once, since a part of it, decided before the rest is read again, would change what counts of the rest.
        What is to be decided waits for the disk with the decision: until then a power cut lets all of it be read once more.
        """
        async with self.db.transaction(durable=bool(haul.orders)) as transaction:
            if dropped := await keep_sealed(transaction, haul.seals):
                DROPPED_UNREAD.inc(dropped)
                log.warning("messages that cannot be read are dropped", reason="too-many", count=dropped)
            for room, event in haul.events:
                await admit_or_hold(transaction, room, event)
                if isinstance(event, Redacted):
                    await forget_seal(transaction, event.target)
                elif isinstance(event, Ousted):
                    await forget_room_seals(transaction, room)
            for event_id in haul.deleted:
                await forget_seal(transaction, event_id)
            for room, cause, effects in haul.orders:
                await order_effects(transaction, room, cause, effects)
            await write_desk_lines(transaction, haul.lines)
            await note_own_posts(transaction, haul.own, haul.at)
            sql = "INSERT OR REPLACE INTO latest (room, event) VALUES (?, ?)"
            await transaction.run_many(sql, haul.latest.items())
            await write_facts(transaction, **haul.facts)

    async def commit(self, event: Event, decision: Decision, deadline: float | None, policy: str = "") -> None:
        """Write down that `event` is decided, the room as it is now, what is to be done, and the audit: all or nothing.

        `policy` is the SHA-256 of the policy that holds from then on; empty if none does.
        """
        async with self.db.transaction() as transaction:
            before = await self.rooms.read_state(transaction, decision.room.id)
            await append_deeds(transaction, list_deeds(before, event, decision), policy)
            for code, question, job in list_codes_shown(event, decision):
                await name_request(transaction, decision.room.id, code, question, job)
            kept = await self.rooms.keep_room(transaction, decision.room, deadline)
            await order_effects(transaction, decision.room.id, event, decision.effects)
            await note_decided(transaction, event)
            gone = [effect for effect in decision.effects if isinstance(effect, Forget)]
            if isinstance(event, Edited) and any(forget.event == event.target for forget in gone):
                await note_edit(transaction, decision.room.id, event)
            counts = [await carry_out_forget(transaction, decision.room.id, forget, event, policy) for forget in gone]
        self.rooms.remember_room(kept)
        self.inbox.end_turn(event)
        if any(count for kinds in counts for count in kinds.values()):
            await self.db.settle()


@asynccontextmanager
async def open_kept(data_dir: Path, key_file: Path | None) -> AsyncIterator[Store]:
    """Open the notebook that is in `data_dir` already, for this process alone: for the operator, beside a stopped bot.

    Raises:
        StoreRefused: there is none, another process has it open, or it cannot be opened with this key.
    """
    with recognise_folder_trouble(data_dir):
        if not (data_dir / "thirdchair.db").exists():
            raise StoreRefused("There is no notebook in the data folder.", "Look at `data_dir` in bot.yaml.")
        key = open_key(key_file, data_dir)
    async with open_store(data_dir, key) as store:
        yield store


@asynccontextmanager
async def open_store(
    data_dir: Path, key: StoreKey, database: Callable[[Connection], Database] = Database
) -> AsyncIterator[Store]:
    """Open the notebook in `data_dir`, for this process alone. `database` makes what shares its connection.

    Raises:
        FolderBusy: another process has it open.
        StoreRefused: it cannot be opened with this key, or the folder is not ours.
        Unwritable: nothing can be written there now.
    """
    async with AsyncExitStack() as opened:
        with recognise_folder_trouble(data_dir):
            mend_modes(data_dir)
            lock = opened.enter_context(write_private(data_dir / "lock"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FolderBusy from error
        make_private(data_dir / "thirdchair.db")
        async with connect_notebook(data_dir, key) as connection:
            await bring_up_to_date(connection)
            keep_spare(data_dir)
            db = database(connection)
            outbox = Outbox(db)
            await outbox.recall_jobs()
            loops = Inbox(db), Rooms(db), outbox, Notes(db), Pins(db), Seals(db), Sides(db)
            kept = (
                SentBook(db, key),
                Audit(db, key),
                KnownNames(db),
                Fences(key),
                SetAside(db),
                Edits(db),
                DeskLines(db),
            )
            yield Store(db, *loops, *kept)
