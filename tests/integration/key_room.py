"""Bot and Kim in an encrypted room, each a client in this process, with somebody between them and the homeserver.

async with room_with_kim(synapse, newcomer, tmp_path) as room:
    said = await room.says()
    assert await room.kim.reads(room.id, said)
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bureau import DEVICE, Json, between
from newcomer import Account, Newcomer

from bot.demo.homeserver import Homeserver
from bot.matrix.audience import Only, find_audience
from bot.matrix.client.client import Client, open_client
from bot.matrix.client.signing import derive_public_key
from bot.matrix.identity.cross_signing import Seeds, publish_identity, sign_device
from bot.matrix.identity.login import log_in, take_up
from bot.matrix.sight import Sight
from bot.model import ConsentCard, EventId, Language, Mark, Notice, RoomId, make_words


class Faults(dict[str, Any]):
    """What goes wrong between a client and its homeserver: for a part of a path, an error or another answer."""

    def __init__(self, client: Client, faults: dict[str, Any] | None = None) -> None:
        super().__init__(faults or {})
        call = client.call

        async def answer(method: str, path: str, body: Json | None = None) -> Json:
            fault = next((fault for part, fault in self.items() if part in path), None)
            if isinstance(fault, Exception):
                raise fault
            given = await call(method, path, body)
            return fault(given) if callable(fault) else given

        between(client, answer)


@dataclass
class Somebody:
    """One device of somebody, the letters that came to it, and what its owner's identity is made of."""

    client: Client
    account: Account
    seeds: Seeds
    sight: Sight
    letters: list[Json] = field(default_factory=list)

    def listen(self) -> None:
        """Note the letters to the device, as the homeserver hands them out."""
        read = self.client.parse_body

        async def noting(response: Any) -> Json:
            body: Json = await read(response)
            self.letters += body.get("to_device", {}).get("events", [])
            return body

        self.client.parse_body = noting  # type: ignore[assignment, method-assign]  # looks, and passes on

    async def sign(self) -> None:
        """Sign the device as its owner."""
        await sign_device(self.client, self.seeds.self_signing, derive_public_key(self.seeds.master))

    async def post(self, path: str, body: Json, method: str = "POST") -> Json:
        """Ask the homeserver for something."""
        return await self.client.call(method, f"/_matrix/client/v3/{path}", body)

    async def reads(self, room: RoomId, event: EventId) -> bool:
        """Return whether this device can read the event; it looks until the event is there."""
        while event not in {timeline.event_id for timeline in self.sight._timelines.get(room, ())}:
            await self.sight.look()
        return event in {message.id for message in self.sight.messages(room)}

    def withheld(self) -> list[str]:
        """Return the codes of the keys that this device was told not to get."""
        return [letter["content"]["code"] for letter in self.letters if letter["type"] == "m.room_key.withheld"]


@dataclass
class Room:
    """The bot and Kim in an encrypted room; `kim` and `bot` know each other's devices."""

    synapse: Homeserver
    folder: Path
    opened: AsyncExitStack
    bot: Somebody = field(init=False)
    kim: Somebody = field(init=False)
    id: RoomId = field(init=False)

    async def arrive(
        self, account: Account, device: str, seeds: Seeds | None = None, *, signed: bool = True
    ) -> Somebody:
        """Log a device in, `signed` by its owner, with one-time keys."""
        folder = self.folder / account.login / device
        folder.mkdir(parents=True)
        client = await self.opened.enter_async_context(
            open_client(self.synapse.url, account.user_id, device, folder, bytes(32).hex())
        )
        await take_up(client, await log_in(client, account.password))
        somebody = Somebody(client, account, seeds or Seeds.new(), Sight(client))
        somebody.listen()
        if signed:
            await client.settle_keys()
            await publish_identity(client, somebody.seeds, account.password)
            await somebody.sign()
        return somebody

    async def says(self, text: str = "hello") -> EventId:
        """Let the bot look, and say something."""
        await self.bot.sight.look()
        return await self.bot.sight.say(self.id, text)

    async def session(self, event: EventId) -> str:
        """Return the session that an event was encrypted with."""
        answer = await self.bot.client.call("GET", f"/_matrix/client/v3/rooms/{self.id}/event/{event}")
        return str(answer["content"]["session_id"])

    async def state(self, kind: str, content: Json) -> None:
        """Change the state of the room."""
        await self.kim.post(f"rooms/{self.id}/state/{kind}", content, "PUT")


@asynccontextmanager
async def room_with_kim(synapse: Homeserver, newcomer: Newcomer, folder: Path) -> AsyncIterator[Room]:
    """Bring bot and Kim into a room; nothing was said there yet."""
    async with AsyncExitStack() as opened:
        room = Room(synapse, folder, opened)
        room.bot = await room.arrive(await newcomer("bot"), DEVICE)
        room.kim = await room.arrive(await newcomer("kim"), "KIM")
        encryption = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
        body = {"preset": "private_chat", "invite": [room.bot.account.user_id], "initial_state": [encryption]}
        room.id = RoomId((await room.kim.post("createRoom", body))["room_id"])
        await room.bot.post(f"rooms/{room.id}/join", {})
        await room.kim.sight.look()
        yield room


VERIFY = Notice(make_words("verify-first", Language("en"), prefix="!"), Mark("x"))
CARD = ConsentCard(Language("en"), make_words("consent-card", Language("en"), prefix="!"), "0" * 64)


async def says_fixed(room: Room, effect: Notice | ConsentCard = VERIFY, only: Only = None, txn: str = "") -> EventId:
    """Let the bot look, and say a fixed sentence."""
    await room.bot.sight.look()
    content, audience = {"msgtype": "m.notice", "body": "fixed"}, find_audience(effect, only)
    answer = await room.bot.client.room_send(room.id, "m.room.message", content, txn or None, audience=audience)
    return EventId(answer.event_id)
