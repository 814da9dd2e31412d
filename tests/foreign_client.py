"""Clients that are not ours, in tests: matrix-js-sdk with the crypto engine of Element, several in one Node process.

    async with foreign_clients() as foreign:
        ana = await foreign.log_in(synapse.url, account.login, account.password, isolation="signed")
        room = await ana.create_room(invite=[bot])
        question = await ana.send(room, "!help")
        answer = await ana.sees(room, lambda event: event.reply_to == question)

The program is in `tests/e2e/foreign/client.mjs`.
"""

from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from foreign_event import Seen
from foreign_sight import Sight
from foreign_wire import Wire, wire_to_node

from bot.model import EventId, RoomId, UserId

LASTING = frozenset({"sign", "secrets", "log_out", "import_keys"})
"""Orders after which a client is not what it was."""


@dataclass
class ForeignClient(Sight):
    """One person with one device, as a client of another make shows the world to them."""

    name: str = field(repr=False)
    user_id: UserId = field(init=False)
    device_id: str = field(init=False)
    is_as_before: bool = field(default=True, init=False)
    """Whether nothing was done since the log-in that outlives leaving all rooms: to identity, keys or account."""

    async def _do(self, what: str, **arguments: Any) -> Any:
        if what in LASTING or arguments.get("method", "GET") != "GET":
            self.is_as_before = False
        return await self.wire.order(self.name, what, arguments)

    async def sign(self, *, anew: bool = False) -> None:
        """Cross-sign this device with its owner's identity: the one there is, or, `anew`, another one."""
        await self._do("sign", anew=anew)

    async def secrets(self, recovery_key: str, *names: str) -> list[str | None]:
        """Return the named secrets of one's own account, opened with the recovery key that somebody typed in.

        From then on `sign` signs with the identity found there.

        Raises:
            ForeignError: the recovery key is misspelt, or another account's.
        """
        return list(await self._do("secrets", recovery_key=recovery_key, names=names))

    async def fingerprint(self) -> str:
        """Return this device's Ed25519 key in unpadded base64."""
        return str((await self._do("device"))["ed25519"])

    async def devices(self, person: UserId) -> dict[str, bool]:
        """Return the ids of `person`'s devices, and whether each is cross-signed, as far as this client knows."""
        return {device["device"]: device["signed"] for device in await self._do("devices", user=person)}

    async def ask_to_verify(self, person: UserId, *, room: RoomId | None = None, device: str = "") -> dict[str, str]:
        """Ask `person` to compare emojis, in a room or at one device; return by whom and why it was cancelled."""
        return dict(await self._do("verify", user=person, room=room, device=device))

    async def create_room(self, *, invite: Sequence[UserId] = (), encrypted: bool = True, **more: Any) -> RoomId:
        """Return a new private room.

        `more` may hold `name`, `version`, `preset`, `history` (the history visibility) and `state`, a list of
        further initial state events.
        """
        settings = {"history": "joined", **more, "encrypted": encrypted, "invite": list(invite)}
        return RoomId((await self._do("create_room", **settings))["room"])

    async def join(self, room: RoomId) -> None:
        """Join, and return when the client knows the room."""
        await self._do("join", room=room)

    async def leave(self, room: RoomId) -> None:
        """Leave the room."""
        await self._do("leave", room=room)

    async def invite(self, room: RoomId, person: UserId) -> None:
        """Invite `person`."""
        await self._do("invite", room=room, user=person)

    async def kick(self, room: RoomId, person: UserId) -> None:
        """Remove `person` from the room."""
        await self._do("kick", room=room, user=person)

    async def members(self, room: RoomId) -> dict[UserId, str]:
        """Return the membership of everybody known to the room: `join`, `invite`, `leave`, `ban`."""
        return {member["user"]: member["membership"] for member in await self._do("members", room=room)}

    async def set_state(self, room: RoomId, kind: str, content: dict[str, Any], key: str = "") -> EventId:
        """Set a state event of the room."""
        return EventId(await self._do("state", room=room, type=kind, content=content, key=key))

    async def send(self, room: RoomId, body: str, **more: Any) -> EventId:
        """Send a message, encrypted where the room is.

        `more` may hold `reply_to`, `thread`, `edit_of` (event ids), `mentions` (user ids), `formatted` (HTML), `msgtype`.
        """
        return EventId(await self._do("send", room=room, body=body, **more))

    async def send_event(self, room: RoomId, kind: str, content: dict[str, Any]) -> EventId:
        """Send an event of any kind and content, encrypted where the room is."""
        return EventId(await self._do("send_event", room=room, type=kind, content=content))

    async def redact(self, room: RoomId, event: EventId) -> EventId:
        """Delete an event."""
        return EventId(await self._do("redact", room=room, event=event))

    async def react(self, room: RoomId, event: EventId, key: str) -> EventId:
        """React to an event with `key`, usually an emoji."""
        return EventId(await self._do("react", room=room, event=event, key=key))

    async def poll(self, room: RoomId, poll: EventId) -> dict[str, Any] | None:
        """Return how this client draws a poll: `question`, `answers`, `kind`, `most`, `ended`; None while it knows none."""
        told = await self._do("poll", room=room, poll=poll)
        return dict(told) if told else None

    async def vote(self, room: RoomId, poll: EventId, *texts: str, stable: bool = False) -> EventId:
        """Vote for the answers that read so; without any, take the vote back. `stable`: under the stable name."""
        return EventId(await self._do("vote", room=room, poll=poll, texts=list(texts), stable=stable))

    async def typing(self, room: RoomId, *, on: bool) -> None:
        """Show the others that one is typing, or no longer."""
        await self._do("typing", room=room, on=on)

    async def rotate(self, room: RoomId) -> None:
        """Encrypt the next message with a new session."""
        await self._do("rotate", room=room)

    async def read(self, room: RoomId, event: EventId) -> None:
        """Show the others that one has read up to `event`."""
        await self._do("read", room=room, event=event)

    async def hand_keys_to(self, other: "ForeignClient") -> None:
        """Give the message keys that this client has to another, as an export and import of keys does."""
        await other._do("import_keys", keys=await self._do("export_keys"))

    async def look(self, room: RoomId, event: EventId) -> Seen | None:
        """Return how the client shows an event now, shield and all; None if it does not know it."""
        told = await self._do("look", room=room, event=event)
        return Seen.told(told) if told else None

    async def file(self, message: Seen) -> tuple[bytes, str]:
        """Return the file of a message as the homeserver has it, and as who can read the message reads it.

        Raises:
            ForeignError: there is none, or it is not the one that the message is about.
        """
        told = await self._do("file", file=message.content["file"])
        return b64decode(told["sealed"]), told["text"]

    async def attach(self, room: RoomId, data: bytes, content: dict[str, Any]) -> EventId:
        """Send a message about a file, which is encrypted and given to the homeserver before; `content` says all but where it is."""
        return EventId(await self._do("attach", room=room, data=b64encode(data).decode(), content=content))

    async def speak(self, room: RoomId, recording: bytes, seconds: float = 3.0, **more: Any) -> EventId:
        """Send a voice message, as Element does (MSC3245): Opus in Ogg, with its length beside it."""
        length = round(seconds * 1000)
        content = {
            "msgtype": "m.audio",
            "body": "Voice message.ogg",
            "info": {"mimetype": "audio/ogg", "size": len(recording), "duration": length},
            "org.matrix.msc1767.audio": {"duration": length, "waveform": []},
            "org.matrix.msc3245.voice": {},
            "m.mentions": {},
            **more,
        }
        return await self.attach(room, recording, content)

    async def request(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Return the answer to any request below `/_matrix/client/v3`, made as this person."""
        return await self._do("request", method=method, path=path, body=body)

    async def log_out(self) -> None:
        """Log out; the device is gone."""
        await self._do("log_out")


@dataclass(frozen=True)
class ForeignClients:
    """The Node process in which any number of people can log in."""

    wire: Wire
    logged_in: list[ForeignClient] = field(default_factory=list)

    async def log_in(
        self,
        homeserver: str,
        login: str,
        password: str,
        *,
        isolation: Literal["all", "signed"] = "signed",
        sign: bool = True,
    ) -> ForeignClient:
        """Return `login` with a new device, cross-signed unless `sign` is false.

        `signed` isolation neither sends keys to nor shows messages from devices that are not cross-signed.
        A second log-in of the same person gets a second device of the same identity.
        """
        client = ForeignClient(self.wire, f"{login} {next(self.wire.numbers)}")
        self.wire.listeners[client.name] = client.notice
        who = {"homeserver": homeserver, "user": login, "password": password, "isolation": isolation}
        answer = await self.wire.order(client.name, "log_in", who)
        client.user_id, client.device_id = UserId(answer["user"]), answer["device"]
        self.logged_in.append(client)
        if sign:
            await client.sign()
        client.is_as_before = True
        return client

    async def close(self, client: ForeignClient) -> None:
        """End a client; its device stays on the homeserver. Nothing if it has ended, or Node has."""
        if self.wire.listeners.pop(client.name, None) and not self.wire.ended:
            await self.wire.order(client.name, "close", {})

    @asynccontextmanager
    async def for_a_while(self) -> AsyncIterator["ForeignClients"]:
        """Lend the process for as long as the block runs: whoever logs in within it is closed at its end."""
        lent = ForeignClients(self.wire)
        try:
            yield lent
        finally:
            for client in lent.logged_in:
                await self.close(client)


@asynccontextmanager
async def foreign_clients() -> AsyncIterator[ForeignClients]:
    """Run a Node process for foreign clients for as long as the block runs."""
    async with wire_to_node() as wire:
        yield ForeignClients(wire)
