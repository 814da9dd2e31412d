"""Where nio keeps keys on disk: its own SQLite store, in an encrypted file, with a note of what each key has opened."""

from typing import Any

from nio.store import SqliteStore
from peewee import DatabaseError
from playhouse.sqlcipher_ext import SqlCipherDatabase

from bot.errors import StoreRefused

_OPENED = """
CREATE TABLE IF NOT EXISTS opened (session TEXT, number INTEGER, event TEXT, PRIMARY KEY (session, number)) WITHOUT ROWID
"""


class Keystore(SqliteStore):
    """nio's store in a SQLCipher file.

    Upstream keeps room ids, device keys and tokens in clear beside the pickled sessions, and pickles with the
    passphrase `DEFAULT_KEY` (nio 0.26.0, `store/database.py`, `client/base_client.py`). May go when nio can encrypt the file itself.
    """

    def __post_init__(self) -> None:
        """Open the file.

        Raises:
            StoreRefused: it is not ours, or damaged.
        """
        try:
            super().__post_init__()
            self.database.execute_sql(_OPENED)
        except (DatabaseError, MemoryError):  # SQLCipher takes a wrong key for a lack of memory
            raise StoreRefused(
                f"The keys in {self.database_name} cannot be opened.",
                "Put back the key file that belongs to the data folder, or the folder that belongs to the key.",
            ) from None

    def is_first(self, session: str, number: int, event: str) -> bool:
        """Return whether message `number` of a Megolm session came in no other event before, and note that it came in this.

        A server can show a message again as a new event. Upstream notices until the next start (nio 0.26.0,
        `olm_machine.py`, `message_index_ok`). May go when it remembers.
        """
        self.database.execute_sql("INSERT OR IGNORE INTO opened VALUES (?, ?, ?)", (session, number, event))
        found = self.database.execute_sql(
            "SELECT event FROM opened WHERE session = ? AND number = ?", (session, number)
        ).fetchone()
        return bool(found == (event,))

    def _create_database(self) -> Any:
        # `x'...'` is a raw key: ours is random already, and deriving another from it costs 0.1 s at each start.
        pragmas = {"foreign_keys": 1, "secure_delete": 1, "temp_store": 2}
        return SqlCipherDatabase(self.database_path, passphrase=f"x'{self.pickle_key}'", pragmas=pragmas)
