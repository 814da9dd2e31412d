"""Keys while nothing can be written: what is to be kept waits in memory until it can, and nothing goes on as if it were kept.

On a full disk people must still be heard and called. So what a key store is to write down is tried at once; where that
cannot be, it waits, and `settle` writes it before the place in the stream moves on: a process that ends before reads it all again.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from nio.store import SqliteStore
from peewee import DatabaseError

from bot.errors import Unwritable

FULL = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
)
"""What SQLite says where nothing can be written; the higher bits of a code say where it noticed."""
Name = tuple[object, ...]
Save = Callable[[], object]


class PatientStore(SqliteStore):
    """nio's store, where what cannot be written down waits. What is newer takes the place of what waits by the same name.

    `has_changed`: something was to be kept since that was set to False.
    """

    def __post_init__(self) -> None:
        """Open the file; nothing waits."""
        self.has_changed = False
        self._waiting: dict[Name, Save] = {}
        self._at_once: dict[Name, Save] | None = None
        super().__post_init__()

    def settle(self) -> None:
        """Write down what waits.

        Raises:
            Unwritable: it waits on.
        """
        with recognise_full_keystore():
            for name, save in list(self._waiting.items()):
                save()
                self._waiting.pop(name)

    @contextmanager
    def write_at_once(self) -> Iterator[None]:
        """Write all that is kept inside at the end, all of it or none: then all of it waits."""
        kept: dict[Name, Save] = {}
        self._at_once, is_back = kept, False
        try:
            with recognise_full_keystore(), self.database.atomic():
                yield
        except Unwritable:
            is_back = True
        finally:
            self._at_once = None
        if is_back or self._waiting.keys() & kept.keys():  # SQLite has taken all of it back
            self._waiting |= kept

    def keep(self, save: Save, *name: object) -> None:
        """Write something down, now or later."""
        self.has_changed = True
        if self._at_once is not None:
            self._at_once[name] = save
        try:
            with recognise_full_keystore():
                save()
            self._waiting.pop(name, None)
        except Unwritable:
            self._waiting[name] = save

    def is_channel_behind(self, session: Any) -> bool:
        """Return whether a channel stands on disk as it was before it was used last, and nothing newer could be written.

        A process that starts anew would go on from there and seal twice alike, which nobody can read the second time.
        """
        if ("channel", session.id) not in self._waiting:
            return False
        try:
            with recognise_full_keystore():
                rows = self.database.execute_sql("SELECT 1 FROM olmsessions WHERE session_id = ?", (session.id,))
                return rows.fetchone() is not None
        except Unwritable:
            return True

    def save_account(self, account: Any) -> None:
        """Keep our account."""
        self.keep(lambda: super(PatientStore, self).save_account(account), "account")

    def save_session(self, curve_key: str, session: Any) -> None:
        """Keep a channel to a device."""
        self.keep(lambda: super(PatientStore, self).save_session(curve_key, session), "channel", session.id)

    def save_device_keys(self, device_keys: Any) -> None:
        """Keep who has which devices."""
        self.keep(lambda: super(PatientStore, self).save_device_keys(device_keys), "devices", *sorted(device_keys))


@contextmanager
def recognise_full_keystore() -> Iterator[None]:
    """Call what SQLite says on a full disk by its name; any other error of its stays what it is.

    Raises:
        Unwritable: nothing of it was written.
    """
    try:
        yield
    except DatabaseError as error:
        if not _is_of_full_disk(error):
            raise
        raise Unwritable from None


def _is_of_full_disk(error: BaseException | None) -> bool:
    """Return whether an error, or one that it came from, is a full disk's: what is undone then may fail too."""
    while error is not None:
        cause = getattr(error, "orig", None)
        if getattr(cause, "sqlite_errorcode", 0) & 0xFF in FULL:
            return True
        error = error.__context__
    return False
