"""An encrypted room without a server: the bot's client, people's clients, and real Megolm messages between them.

async with quiet_room(tmp_path) as room:
    happened = room.hears(room.ana.says("!stop"))
"""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nio
from nio.crypto import OlmDevice

from bot.matrix.client.client import Client, open_client
from bot.matrix.client.signing import derive_public_key, sign_json
from bot.matrix.client.sync_parser import Sieve
from bot.matrix.identity.cross_signing import Seeds
from bot.matrix.intake import Happened, hear_event
from bot.matrix.overhear import overhear_event
from bot.metrics import REFUSED
from bot.model import Overheard, RoomId, UserId

ROOM, ELSEWHERE = RoomId("!room:clinic"), RoomId("!elsewhere:clinic")
BOT, ANA, KIM = UserId("@bot:clinic"), UserId("@ana:clinic"), UserId("@kim:clinic")
KEY = "00" * 32
_NOWHERE = "http://127.0.0.1:9"


@dataclass
class Speaker:
    """Somebody with one device and an identity that has signed it, who speaks in the room."""

    client: Client = field(repr=False)
    seeds: Seeds = field(default_factory=Seeds.new, repr=False)

    def __post_init__(self) -> None:
        self.client.olm.create_outbound_group_session(ROOM)
        self.session = self.client.olm.outbound_group_sessions[ROOM]
        self.session.mark_as_shared()

    @property
    def user(self) -> UserId:
        """Return whose device it is."""
        return UserId(self.client.user_id)

    @property
    def keys(self) -> dict[str, str]:
        """Return the device's public keys, by their kind."""
        return dict(self.client.olm.account.identity_keys)

    def says(self, body: str, **content: Any) -> dict[str, Any]:
        """Return a message as the homeserver passes it on."""
        return self.seals({"type": "m.room.message", "content": {"msgtype": "m.text", "body": body, **content}})

    def seals(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return any payload, encrypted with the speaker's session, as the homeserver passes it on."""
        sealed = self.session.encrypt(json.dumps({"room_id": ROOM, **payload}))
        content = {
            "algorithm": "m.megolm.v1.aes-sha2",
            "sender_key": self.keys["curve25519"],
            "ciphertext": sealed,
            "session_id": self.session.id,
            "device_id": self.client.device_id,
        }
        return {**envelope(self.user), "type": "m.room.encrypted", "content": content}

    def shown(self) -> dict[str, Any]:
        """Return what a homeserver shows of the speaker: device, master key and self-signing key, each vouched for."""
        user, device = self.user, self.client.device_id
        names = {f"{kind}:{device}": key for kind, key in self.keys.items()}
        master = _cross_signing_key(user, "master", self.seeds.master)
        self_signing = _cross_signing_key(user, "self_signing", self.seeds.self_signing)
        phone = {"user_id": user, "device_id": device, "algorithms": [], "keys": names}
        return {
            "device_keys": {user: {device: _signed(phone, user, self.seeds.self_signing)}},
            "master_keys": {user: master},
            "self_signing_keys": {user: _signed(self_signing, user, self.seeds.master)},
        }


@dataclass
class QuietRoom:
    """The room as the bot's client knows it; Ana and Kim are in it, and the bot has the keys of both."""

    bot: Client
    ana: Speaker
    kim: Speaker

    def hears(self, event: dict[str, Any], room: RoomId = ROOM) -> Happened | None:
        """Let the homeserver pass `event` on in `room`, and return what the bot hears."""
        return hear_event(self.bot, room, self._pass_on(event, room), 1.0)

    def overhears(self, event: dict[str, Any], room: RoomId = ROOM) -> Overheard | None:
        """Let the homeserver pass `event` on in `room`, and return the words that the bot only compares."""
        passed_on = self._pass_on(event, room)
        return overhear_event(self.bot, room, passed_on, 1.0, hear_event(self.bot, room, passed_on, 1.0))

    def _pass_on(self, event: dict[str, Any], room: RoomId) -> Any:
        """Return an event as the bot's client has it, opened."""
        (passed_on,) = Sieve().page({"chunk": [event]}, room).chunk
        if isinstance(passed_on, nio.MegolmEvent):
            passed_on.room_id = room
            passed_on = self.bot.open_sealed(passed_on)
        return passed_on

    def refuses(self, event: dict[str, Any], room: RoomId = ROOM) -> list[str]:
        """Let the homeserver pass `event` on, which the bot must not hear; return the reasons that were counted."""
        before = refused()
        assert self.hears(event, room) is None
        return [reason for reason, count in refused().items() for _ in range(count - before[reason])]

    def has_key(self, speaker: Speaker, keys: dict[str, str] | None = None, *, forwarded: bool = False) -> None:
        """Give the bot the key of a speaker's session, from the device with the public `keys`, the speaker's by default."""
        keys, session = keys or speaker.keys, speaker.session
        owner = (keys["curve25519"], keys["ed25519"], ROOM, session.id, session.session_key)
        self.bot.olm.create_group_session(*owner)
        if forwarded:
            self.bot.olm.inbound_group_store.get(ROOM, owner[0], session.id).forwarding_chain.append(owner[0])

    def knows(self, speaker: Speaker, keys: dict[str, str] | None = None) -> None:
        """Let the bot's client know a speaker's device, with its public `keys`, and the speaker's identity."""
        self.bot.device_store.add(OlmDevice(speaker.user, speaker.client.device_id, keys or speaker.keys))
        self.bot.people.learn(speaker.user, speaker.shown())

    def forgets_keys(self) -> None:
        """Take from the bot every room key."""
        self.bot.olm.inbound_group_store[ROOM].clear()


def envelope(sender: UserId) -> dict[str, Any]:
    """Return what the homeserver alone says about an event."""
    return {"event_id": "$event", "sender": sender, "origin_server_ts": 1, "room_id": ROOM}


def refused() -> dict[str, int]:
    """Return how many messages were refused so far, by reason."""
    samples = next(iter(REFUSED.collect())).samples
    return {sample.labels["reason"]: int(sample.value) for sample in samples if sample.name.endswith("_total")}


@asynccontextmanager
async def quiet_room(folder: Path) -> AsyncIterator[QuietRoom]:
    """Open the room; nothing is ever asked of a homeserver."""
    async with AsyncExitStack() as opened:

        async def logged_in(user: UserId, device: str) -> Client:
            place = folder / device
            place.mkdir()
            client = await opened.enter_async_context(open_client(_NOWHERE, user, device, place, KEY))
            client.restore_login(user, device, "a token")
            return client

        bot = await logged_in(BOT, "CHAIR")
        room = QuietRoom(bot, Speaker(await logged_in(ANA, "PHONE")), Speaker(await logged_in(KIM, "TABLET")))
        for number, where in enumerate((ROOM, ELSEWHERE)):
            bot.rooms[where] = nio.MatrixRoom(where, BOT, encrypted=True)
            for user in (BOT, ANA, KIM)[: 3 - number]:
                bot.rooms[where].add_member(user, None, None)
        for speaker in (room.ana, room.kim):
            room.has_key(speaker)
            room.knows(speaker)
        yield room


def _cross_signing_key(user: UserId, usage: str, seed: bytes) -> dict[str, Any]:
    key = derive_public_key(seed)
    return {"user_id": user, "usage": [usage], "keys": {f"ed25519:{key}": key}}


def _signed(thing: dict[str, Any], user: UserId, seed: bytes) -> dict[str, Any]:
    return {**thing, "signatures": {user: {f"ed25519:{derive_public_key(seed)}": sign_json(seed, thing)}}}
