"""Somebody with a device of their own, made without nio: what they publish, seal and send, well formed or not."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeAlias

import vodozemac

from bot.matrix.client.signing import encode_canonical

Json: TypeAlias = dict[str, Any]
OLM, MEGOLM = "m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"
ROOM = "!room:clinic"
_numbers = count(1)


@dataclass(frozen=True)
class Mailbox:
    """What anybody can know of the bot's device: its keys, and one-time keys, one after the other."""

    user: str
    curve25519: str
    ed25519: str
    one_time_keys: Iterator[str]


@dataclass
class Correspondent:
    """One person with one device, and the session in which they speak in the room."""

    user: str
    device: str = "PHONE"
    account: vodozemac.Account = field(default_factory=vodozemac.Account, repr=False)
    megolm: vodozemac.GroupSession = field(default_factory=vodozemac.GroupSession, repr=False)
    _olm: vodozemac.Session | None = field(default=None, repr=False)

    @property
    def curve25519(self) -> str:
        """Return the device's Curve25519 key."""
        return self.account.curve25519_key.to_base64()

    @property
    def ed25519(self) -> str:
        """Return the device's Ed25519 key."""
        return self.account.ed25519_key.to_base64()

    def published(self, device: str = "", **changes: Any) -> Json:
        """Return the device as `/keys/query` shows it, signed with whatever `changes` there are; None takes a key out."""
        name = device or self.device
        keys = {f"curve25519:{name}": self.curve25519, f"ed25519:{name}": self.ed25519}
        whole = {"user_id": self.user, "device_id": name, "algorithms": [OLM, MEGOLM], "keys": keys, **changes}
        thing = {key: value for key, value in whole.items() if value is not None}
        return {"signatures": {self.user: {f"ed25519:{name}": self._signature(thing)}}, **thing}

    def letter(self, bot: Mailbox, kind: str, content: Any, **changes: Any) -> Json:
        """Return a to-device event that only the bot can open; `changes` to what is inside, None takes a key out."""
        inside = {
            "type": kind,
            "content": content,
            "sender": self.user,
            "sender_device": self.device,
            "keys": {"ed25519": self.ed25519},
            "recipient": bot.user,
            "recipient_keys": {"ed25519": bot.ed25519},
            **changes,
        }
        return self.sealed(bot, json.dumps({key: value for key, value in inside.items() if value is not None}).encode())

    def sealed(self, bot: Mailbox, plaintext: bytes) -> Json:
        """Return a to-device event that holds anything at all, sealed for the bot."""
        if self._olm is None:
            key = vodozemac.Curve25519PublicKey.from_base64(next(bot.one_time_keys))
            whom = vodozemac.Curve25519PublicKey.from_base64(bot.curve25519)
            self._olm = self.account.create_outbound_session(whom, key)
        kind, raw = self._olm.encrypt(plaintext).to_parts()
        return self.olm(bot, {"type": kind, "body": base64.b64encode(raw).decode().rstrip("=")})

    def olm(self, bot: Mailbox, letter: Any, **changes: Any) -> Json:
        """Return a to-device event that claims to be sealed for the bot."""
        content = {"algorithm": OLM, "sender_key": self.curve25519, "ciphertext": {bot.curve25519: letter}, **changes}
        return {"type": "m.room.encrypted", "sender": self.user, "content": content}

    def room_key(self, bot: Mailbox, *, of: "Correspondent | None" = None, **changes: Any) -> Json:
        """Return the letter with the key of one's own session in the room, or `of` somebody else's as if it were that."""
        megolm = (of or self).megolm
        key = {"session_id": megolm.session_id, "session_key": megolm.session_key.to_base64()}
        content = {"algorithm": MEGOLM, "room_id": ROOM, **key, **changes}
        return self.letter(bot, "m.room_key", {name: value for name, value in content.items() if value is not None})

    def message(self, body: Any, *, outside: Json | None = None, **inside: Any) -> Json:
        """Return an encrypted message of theirs; `inside` changes what is sealed, `outside` what everybody sees of it."""
        said = {"type": "m.room.message", "room_id": ROOM, "content": {"msgtype": "m.text", "body": body}, **inside}
        return self.encrypted(json.dumps(said).encode(), **(outside or {}))

    def encrypted(self, plaintext: bytes, **outside: Any) -> Json:
        """Return an encrypted event that holds anything at all."""
        content = {
            "algorithm": MEGOLM,
            "session_id": self.megolm.session_id,
            "ciphertext": self.megolm.encrypt(plaintext).to_base64(),
            "sender_key": self.curve25519,
            "device_id": self.device,
            **outside,
        }
        return event("m.room.encrypted", self.user, {name: item for name, item in content.items() if item is not None})

    def _signature(self, thing: Json) -> str:
        return str(self.account.sign(encode_canonical(thing)).to_base64())


def event(kind: str, sender: str, content: Any, **more: Any) -> Json:
    """Return a room event as a server sends it."""
    number = next(_numbers)
    outer = {"type": kind, "sender": sender, "event_id": f"$event{number}", "origin_server_ts": number}
    return {**outer, "content": content, **more}


def state(kind: str, sender: str, content: Any, key: Any = "", **more: Any) -> Json:
    """Return a state event as a server sends it."""
    return event(kind, sender, content, state_key=key, **more)


def member(user: str, membership: str = "join", sender: str = "", **content: Any) -> Json:
    """Return a membership event, by the member unless `sender` is somebody else."""
    return state("m.room.member", sender or user, {"membership": membership, **content}, user)
