"""The identities by which people are known, and those that wait for the operator's word."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import UserId
from bot.store.db import Database


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody's identity `was` this master key, and the homeserver shows another one `now`."""

    user: UserId
    was: str
    now: str


class Pins:
    """One master key for each person."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def all(self) -> dict[UserId, str]:
        """Return the master key by which each person is known."""
        return {UserId(user): key for user, key in await self._db.rows("SELECT user, master_key FROM pin")}

    async def changes(self) -> dict[UserId, Change]:
        """Return whose identity is shown as another one, and waits for the operator's word."""
        rows = await self._db.rows("SELECT user, master_key, shown FROM pin WHERE shown IS NOT NULL")
        return {UserId(user): Change(UserId(user), was, now) for user, was, now in rows}

    async def settle(self, pins: Mapping[UserId, str], shown: Mapping[UserId, str], now: float) -> dict[UserId, str]:
        """Write down whom we know since `now`, and who is `shown` with which key; return all pins, in one look.

        A pin that is on disk stays: only `confirm` replaces one.
        """
        rows = await self._db.rows("SELECT user, master_key, shown FROM pin")
        kept = {UserId(user): key for user, key, _ in rows}
        waiting = {UserId(user): key for user, _, key in rows}
        new = [(user, key, now) for user, key in pins.items() if user not in kept]
        known = {**pins, **kept}
        other = {user: key if key != known[user] else None for user, key in shown.items() if user in known}
        turned = [(key, user) for user, key in other.items() if key != waiting.get(user)]
        if new or turned:
            async with self._db.transaction() as transaction:
                await transaction.run_many("INSERT OR IGNORE INTO pin (user, master_key, since) VALUES (?, ?, ?)", new)
                await transaction.run_many("UPDATE pin SET shown = nullif(?, master_key) WHERE user = ?", turned)
        return known

    async def confirm(self, change: Change, now: float) -> bool:
        """Let exactly the key `change.now` be somebody's identity since `now`; False if that is not what waits any more."""
        sql = "UPDATE pin SET master_key = ?1, since = ?2, shown = NULL WHERE (user, master_key, shown) = (?3, ?4, ?1)"
        async with self._db.transaction() as transaction:
            return await transaction.run(sql, change.now, now, change.user, change.was) == 1
