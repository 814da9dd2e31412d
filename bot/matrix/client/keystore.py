"""Where nio keeps keys on disk: its own SQLite store, in an encrypted file, with a note of what each key has opened."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nio.crypto.sessions import derive_pickle_key
from peewee import DatabaseError
from playhouse.sqlcipher_ext import SqlCipherDatabase
from vodozemac import InboundGroupSession

from bot.errors import StoreRefused, Unwritable
from bot.matrix.client.full_disk import PatientStore, recognise_full_keystore
from bot.matrix.client.ratchet import turn_key_forward
from bot.private_files import make_private

_TABLES = (
    "CREATE TABLE IF NOT EXISTS opened (session TEXT, number INTEGER, event TEXT, PRIMARY KEY (session, number)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS reached (session TEXT PRIMARY KEY, number INTEGER NOT NULL, at REAL) WITHOUT ROWID",
    "INSERT OR IGNORE INTO reached (session, number) SELECT session_id, 0 FROM megolminboundsessions",
    "CREATE TABLE IF NOT EXISTS head_key (number INTEGER PRIMARY KEY, room TEXT, session TEXT, key TEXT)",
    "CREATE TABLE IF NOT EXISTS generation (device TEXT PRIMARY KEY, number INTEGER, taken INTEGER) WITHOUT ROWID",
)
"""`opened`: which event a message of a session came in, until its key is turned forward behind it. `reached`: how far each
key was turned, and when last. Times are seconds UTC, set by the next look, whose clock is the bot's. `head_key`: what opens
the heads of the audit that we have posted, the newest last. `generation`: how often the device's keys were taken up, and
which of these counts the homeserver has taken."""


class _KeyFile(SqlCipherDatabase):
    """The encrypted file, to which upstream binds its tables each time that it reads or writes one of them."""

    def bind_ctx(self, models: Sequence[Any], bind_refs: bool = True, bind_backrefs: bool = True) -> Any:
        """Bind `models`, and what hangs on them unless these are all that there are.

        Upstream looks for that in all of them, each time (nio 0.26.0, `store/database.py`, `use_database`): it took a fifth of
        what a client does. May go when it does not.
        """
        alone = len(models) == 1
        return super().bind_ctx(models, bind_refs=alone and bind_refs, bind_backrefs=alone and bind_backrefs)


class Keystore(PatientStore):
    """nio's store in a SQLCipher file.

    Upstream keeps room ids, device keys and tokens in clear beside the pickled sessions, and pickles with the
    passphrase `DEFAULT_KEY` (nio 0.26.0, `store/database.py`, `client/base_client.py`). May go when nio can encrypt the file itself.
    """

    on_room_key: Callable[[str], object] = staticmethod(lambda _: None)
    """Is told the session of each room key that is kept."""

    def __post_init__(self) -> None:
        """Open the file.

        Raises:
            StoreRefused: it is not ours, or damaged.
            Unwritable: it cannot be made ready, for lack of space.
        """
        self._unnoted: dict[tuple[str, int], str] = {}
        self._encrypted: set[str] | None = None
        try:
            with recognise_full_keystore():
                make_private(Path(self.store_path) / self.database_name)
                super().__post_init__()
                for sql in _TABLES:
                    self.database.execute_sql(sql)
                if "at" not in {column.name for column in self.database.get_columns("opened")}:
                    self.database.execute_sql("ALTER TABLE opened ADD COLUMN at REAL")
        except (DatabaseError, MemoryError):  # SQLCipher takes a wrong key for a lack of memory
            raise StoreRefused(
                f"The keys in {self.database_name} cannot be opened.",
                "Put back the key file that belongs to the data folder, or the folder that belongs to the key.",
            ) from None

    def is_first(self, session: str, number: int, event: str) -> bool:
        """Return whether message `number` of a Megolm session came in no other event before, and note that it came in this.

        A server can show a message again as a new event. Upstream notices until the next start (nio 0.26.0,
        `olm_machine.py`, `message_index_ok`). May go when it remembers.
        On a full disk SQLite may not read either: then memory alone says it, so that danger is heard. Nothing is decided
        meanwhile, and what came is looked at again once there is space.
        """
        run = self.database.execute_sql
        try:
            with recognise_full_keystore():
                row = run("SELECT event FROM opened WHERE session = ? AND number = ?", (session, number)).fetchone()
        except Unwritable:
            row = None
        first = self._unnoted.get((session, number)) if row is None else row[0]
        if first is None:
            self._unnoted[session, number] = first = event
            sql = "INSERT OR IGNORE INTO opened (session, number, event) VALUES (?, ?, ?)"
            self.keep(lambda: run(sql, (session, number, event)), "opened", session, number)
        return bool(first == event)

    def settle(self) -> None:
        """Write down what waits.

        Raises:
            Unwritable: it waits on.
        """
        super().settle()
        self._unnoted.clear()

    def save_encrypted_rooms(self, rooms: Collection[str]) -> None:
        """Keep which rooms are encrypted.

        Upstream reads the account and writes with each room of each sync, for none too, and for those of which it has
        written so before: at a start that is every one (nio 0.26.0, `base_client.py`). May go when it does not.
        """
        if self._encrypted is None:
            self._encrypted = set(self.load_encrypted_rooms())
        if new := [room for room in rooms if room not in self._encrypted]:
            super().save_encrypted_rooms(new)
            self._encrypted.update(new)

    def delete_encrypted_room(self, room: str) -> None:
        """Forget that a room is encrypted: one that the account has forgotten."""
        super().delete_encrypted_room(room)
        self._encrypted = None

    def save_inbound_group_session(self, session: Any) -> None:
        """Keep a room key, which reaches back no further than we have forgotten: a key may be given again."""
        self.on_room_key(session.id)
        self.keep(lambda: self._save_room_key(session), "key", session.id, session.sender_key, session.room_id)

    def _save_room_key(self, session: Any) -> None:
        run = self.database.execute_sql
        known = run("SELECT number FROM reached WHERE session = ?", (session.id,)).fetchone()
        if known is None:
            run("INSERT INTO reached (session, number) VALUES (?, ?)", (session.id, session.first_known_index))
        elif known[0] > session.first_known_index:
            session._session = turn_key_forward(session._session, known[0])  # noqa: SLF001 - nio's session has no way to it
        super().save_inbound_group_session(session)

    def list_opened(self, now: float) -> list[tuple[str, int, float]]:
        """Return session, number and time of each message opened and not forgotten, in order; those new are of `now`."""
        run = self.database.execute_sql
        run("UPDATE opened SET at = ? WHERE at IS NULL", (now,))
        run("UPDATE reached SET at = ? WHERE at IS NULL", (now,))
        return list(run("SELECT session, number, at FROM opened ORDER BY session, number").fetchall())

    def turn(self, session: str, number: int, now: float, keys: list[InboundGroupSession | None]) -> None:
        """Put the `keys` of a session, turned forward to message `number`, in the place of the ones before."""
        run, pickle_key = self.database.execute_sql, derive_pickle_key(self.pickle_key)
        run("DELETE FROM opened WHERE session = ? AND number < ?", (session, number))
        run("INSERT OR REPLACE INTO reached VALUES (?, ?, ?)", (session, number, now))
        for key in keys:
            if key is None:
                self.drop(session)
            else:
                pickled = key.pickle(pickle_key).encode()
                run("UPDATE megolminboundsessions SET session = ? WHERE session_id = ?", (pickled, session))

    def drop(self, session: str) -> None:
        """Forget a session and all that is noted of it."""
        for table, column in (
            ("opened", "session"),
            ("reached", "session"),
            ("forwardedchains", "session_id"),
            ("megolminboundsessions", "session_id"),
        ):
            self.database.execute_sql(f"DELETE FROM {table} WHERE {column} = ?", (session,))  # noqa: S608 - names from above

    @contextmanager
    def write_before_emptying(self) -> Iterator[None]:
        """Write all that is changed inside at the end, or nothing. `empty_log` follows, and that waits for the disk: once is enough.

        Raises:
            Unwritable: nothing of it was written.
        """
        with recognise_full_keystore():
            self.database.execute_sql("PRAGMA synchronous = NORMAL")
            try:
                with self.database.atomic():
                    yield
            finally:
                self.database.execute_sql("PRAGMA synchronous = FULL")

    def empty_log(self) -> None:
        """Write all into the file itself and empty the log beside it, where keys stand as they were before they were turned."""
        log = Path(f"{self.database_path}-wal")
        if log.exists() and log.stat().st_size:
            with recognise_full_keystore():
                self.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def idle(self, room: str, *, superseded: bool) -> list[tuple[str, float | None]]:
        """Return the sessions of a room and when each was used last; `superseded` leaves out the newest of each device."""
        sql = (
            "SELECT old.session_id, reached.at FROM megolminboundsessions AS old "
            "JOIN reached ON reached.session = old.session_id WHERE old.room_id = ?1 AND (NOT ?2 OR EXISTS "
            "(SELECT 1 FROM megolminboundsessions AS new WHERE new.room_id = ?1 "
            "AND new.sender_key = old.sender_key AND new.rowid > old.rowid))"
        )
        return list(self.database.execute_sql(sql, (room, superseded)).fetchall())

    def keep_head_key(self, room: str, session: str, key: str, most: int) -> None:
        """Keep what opens a head that is about to be posted in a room, and `most` such keys there, the newest."""
        run = self.database.execute_sql

        def save() -> None:
            run("INSERT INTO head_key (room, session, key) VALUES (?, ?, ?)", (room, session, key))
            newest = "SELECT number FROM head_key WHERE room = ?1 ORDER BY number DESC LIMIT ?2"
            run(f"DELETE FROM head_key WHERE room = ?1 AND number NOT IN ({newest})", (room, most))  # noqa: S608 - the constant above

        self.keep(save, "head", session)

    def drop_head_keys(self, room: str) -> None:
        """Forget what opens heads in a room."""
        with recognise_full_keystore():
            self.database.execute_sql("DELETE FROM head_key WHERE room = ?", (room,))

    def read_generation(self) -> tuple[int, int]:
        """Return how often our device's keys were taken up, and which of these counts the homeserver has taken; 0 for none."""
        sql = "SELECT number, taken FROM generation WHERE device = ?"
        row = self.database.execute_sql(sql, (self.device_id,)).fetchone()
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def write_generation(self, number: int, taken: int) -> None:
        """Write both counts down, now.

        Raises:
            Unwritable: they are as before.
        """
        sql = "INSERT OR REPLACE INTO generation (device, number, taken) VALUES (?, ?, ?)"
        with recognise_full_keystore():
            self.database.execute_sql(sql, (self.device_id, number, taken))

    def _create_database(self) -> Any:
        # `x'...'` is a raw key: ours is random already, and deriving another from it costs 0.1 s at each start.
        # WAL: one wait for the disk where a rollback journal takes three or four, with people waiting for an answer; `FULL`:
        # what is committed survives a power cut all the same.
        pragmas = {"foreign_keys": 1, "secure_delete": 1, "temp_store": 2, "journal_mode": "wal", "synchronous": "full"}
        return _KeyFile(self.database_path, passphrase=f"x'{self.pickle_key}'", pragmas=pragmas)
