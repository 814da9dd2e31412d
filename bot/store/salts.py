"""The salts of people's hashes: one for each session and person, made when it is first needed.

    salt = await salt_of(transaction, room, person)     # inside a transaction; 32 random bytes, always the same

Once a salt is erased (`bot/store/erasing.py`), the hashes made with it say nothing to anybody any more. Later words get a new one.
"""

import secrets

from bot.model import RoomId, UserId
from bot.store.db import Transaction


async def get_salt(transaction: Transaction, room: RoomId, person: UserId) -> bytes:
    """Return the salt of `person` in `room`, made if there is none, inside a transaction."""
    new = (room, person, secrets.token_bytes(32))
    await transaction.run("INSERT OR IGNORE INTO salt (room, person, salt) VALUES (?, ?, ?)", *new)
    return bytes((await transaction.rows("SELECT salt FROM salt WHERE room = ? AND person = ?", room, person))[0][0])
