"""Where nio keeps keys on disk: its own SQLite store, in an encrypted file."""

from typing import Any

from nio.store import SqliteStore
from playhouse.sqlcipher_ext import SqlCipherDatabase


class Keystore(SqliteStore):
    """nio's store in a SQLCipher file.

    Upstream keeps room ids, device keys and tokens in clear beside the pickled sessions, and pickles with the
    passphrase `DEFAULT_KEY` (nio 0.26.0, `store/database.py`, `client/base_client.py`). May go when nio can encrypt the file itself.
    """

    def _create_database(self) -> Any:
        # `x'...'` is a raw key: ours is random already, and deriving another from it costs 0.1 s at each start.
        pragmas = {"foreign_keys": 1, "secure_delete": 1, "temp_store": 2}
        return SqlCipherDatabase(self.database_path, passphrase=f"x'{self.pickle_key}'", pragmas=pragmas)
