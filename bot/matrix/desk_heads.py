"""Heads of the audit as they stand at desks, found beside a running bot: with the keys that it keeps for them, and changing nothing."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peewee import DatabaseError
from playhouse.sqlcipher_ext import SqlCipherDatabase
from vodozemac import (
    DecodeException,
    InboundGroupSession,
    MegolmDecryptionException,
    MegolmMessage,
    SessionKey,
    SessionKeyDecodeException,
)

from bot.errors import StoreRefused
from bot.matrix.client.client import Client
from bot.matrix.client.head_keys import HEAD, MARKS
from bot.matrix.client.json_parser import parse_json
from bot.matrix.history import page_own_messages
from bot.model import EventId, RoomId

FILE = "matrix.db"


@dataclass(frozen=True, slots=True)
class HeadKey:
    """What opens one head at a desk: its Megolm session and the key of that, which opens nothing else."""

    session: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PostedHead:
    """A message with a head in it: its room, its event, when the homeserver got it (seconds UTC, by its own clock), what it says.

    `later` is how many heads were sealed after it that do not stand in that room.
    """

    room: RoomId
    event: EventId
    at: float
    text: str
    later: int


def read_head_keys(folder: Path, key: str) -> dict[RoomId, tuple[HeadKey, ...]]:
    """Return what opens the heads at each desk, the newest first; nothing where no head was posted yet.

    `key` is that of the key store in the data folder. The file is read beside a running bot and never written.

    Raises:
        StoreRefused: the file cannot be read.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    database = SqlCipherDatabase(f"file:{path}?mode=ro", passphrase=f"x'{key}'", uri=True)
    try:
        if not database.table_exists("head_key"):
            return {}
        rows = database.execute_sql("SELECT room, session, key FROM head_key ORDER BY number DESC").fetchall()
    except (DatabaseError, MemoryError):  # SQLCipher takes a wrong key for a lack of memory
        raise StoreRefused(
            f"The keys in {FILE} cannot be read.",
            "Look whether data folder and key file belong together; `thirdchair doctor` says whether the file is whole.",
        ) from None
    finally:
        database.close()
    keys: dict[RoomId, tuple[HeadKey, ...]] = {}
    for room, session, opens in rows:
        keys[RoomId(room)] = (*keys.get(RoomId(room), ()), HeadKey(session, opens))
    return keys


async def find_posted_head(client: Client, room: RoomId, keys: tuple[HeadKey, ...]) -> PostedHead | None:
    """Return the newest head that stands in a room and that one of `keys`, the newest first, opens; None if there is none.

    Raises:
        BotError: the homeserver does not show the room.
    """
    async for item in page_own_messages(client, room):
        for later, key in enumerate(keys):
            text = _read_head(room, item, key)
            if text is not None:
                at = item.get("origin_server_ts")
                seconds = at / 1000 if isinstance(at, int) else 0.0
                return PostedHead(room, EventId(str(item["event_id"])), seconds, text, later)
    return None


def _read_head(room: RoomId, item: dict[str, Any], key: HeadKey) -> str | None:
    """Return what a message says if `key` opens it and it was sealed in this room to show a head."""
    content = item["content"]
    if not isinstance(content, dict) or content.get("session_id") != key.session:
        return None
    try:
        session = InboundGroupSession(SessionKey(key.key))
        opened = parse_json(session.decrypt(MegolmMessage.from_base64(content["ciphertext"])).plaintext.decode())
        said = opened["content"]
        is_head = opened["room_id"] == room and said[MARKS]["kind"] == HEAD
        return str(said["body"]) if is_head else None
    except (DecodeException, SessionKeyDecodeException, MegolmDecryptionException, json.JSONDecodeError):
        return None
    except (KeyError, TypeError, UnicodeDecodeError):
        return None
