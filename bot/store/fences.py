"""The fence around people's words in a request: the same for one session, and no one else's to know.

    fence = store.fences.get_fence(room, since)      # HMAC-SHA256 (RFC 2104) under a key of the data folder

It is derived instead of drawn, so that the same talk is the same text in each request of a session, also after a restart.
"""

import hmac

from bot.model import RoomId
from bot.store.key import StoreKey


class Fences:
    """The fences of all sessions."""

    def __init__(self, key: StoreKey) -> None:
        self._key = bytes.fromhex(key.derive("fence"))

    def get_fence(self, room: RoomId, since: float) -> str:
        """Return the fence of the session that began in `room` at `since` (seconds UTC): 16 hexadecimal digits.

        The first is a letter and the last a number, so that it looks like a fence wherever it turns up: 56 bits are secret.
        """
        digest = hmac.digest(self._key, f"{room} {since!r}".encode(), "sha256").hex()
        return f"f{digest[:14]}0"
