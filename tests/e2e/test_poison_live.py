"""The poison corpus over a real homeserver: what a stranger, or somebody in the room, sends to the bot ends nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from correspondent import Correspondent, Json, Mailbox
from newcomer import Account, Newcomer
from poison_letters import IGNORED, LETTERS
from session_room import Session

from bot.demo.homeserver import Homeserver
from bot.errors import BotError
from bot.matrix.client.client import Client, open_client
from bot.matrix.identity.login import log_in

V3 = "/_matrix/client/v3"


@asynccontextmanager
async def stranger(synapse: Homeserver, account: Account, folder: Path) -> AsyncIterator[Client]:
    """Log somebody in who is in no room of the bot's, with a device that has no keys."""
    async with open_client(synapse.url, account.user_id, "STRANGE", folder, "") as client:
        client.access_token = await log_in(client, account.password)
        yield client


async def address(client: Client, bot: str) -> Mailbox:
    """Return what anybody can learn of the bot's device, and a one-time key of its."""
    devices = (await client.call("POST", f"{V3}/keys/query", {"device_keys": {bot: []}}))["device_keys"][bot]
    ((name, device),) = devices.items()
    claimed = await client.call("POST", f"{V3}/keys/claim", {"one_time_keys": {bot: {name: "signed_curve25519"}}})
    ((_, key),) = claimed["one_time_keys"][bot][name].items()
    keys = device["keys"]
    return Mailbox(bot, keys[f"curve25519:{name}"], keys[f"ed25519:{name}"], iter([key["key"]]))


async def letters(client: Client, bot: str) -> list[tuple[str, Json]]:
    """Return every letter of the corpus that a server can carry, for this bot, with its type."""
    mallory = Correspondent(client.user)
    ward: Any = SimpleNamespace(
        bot=await address(client, bot), mallory=mallory, kim=mallory, ana=Correspondent("@ana:clinic")
    )
    brewed = [poison.brew(ward)["to_device"] for poison in (*LETTERS, *IGNORED)]
    events = [event for many in brewed if isinstance(many, list) for event in many if isinstance(event, dict)]
    return [
        (event["type"], event["content"])
        for event in events
        if isinstance(event.get("content"), dict) and _named(event)
    ]


def _named(event: Json) -> bool:
    return isinstance(event.get("type"), str)


async def delivered(client: Client, bot: str, number: int, letter: tuple[str, Json]) -> bool:
    """Send a letter to all the bot's devices; return whether the homeserver took it."""
    kind, content = letter
    try:
        await client.call("PUT", f"{V3}/sendToDevice/{kind}/{number}", {"messages": {bot: {"*": content}}})
    except BotError:
        return False
    return True


async def test_a_stranger_ends_nothing(
    session: Session, synapse: Homeserver, newcomer: Newcomer, tmp_path: Path
) -> None:
    """A stranger sends every malformed letter there is: the bot answers the next `!help`, also after a power cut between."""
    bot, before = session.bot_id, session.bot.pid
    async with stranger(synapse, await newcomer("mallory"), tmp_path) as client:
        poison = await letters(client, bot)
        taken = [await delivered(client, bot, number, letter) for number, letter in enumerate(poison)]
        assert sum(taken) > 25
        assert (await session.answer(session.kim, "!help")).failure is None
        assert session.bot.pid == before
        await session.bot.logs("to-device event dropped")
        await session.bot.kill()
        for number, letter in enumerate(poison, start=1000):
            await delivered(client, bot, number, letter)
        await session.bot.start()
        await session.bot.ready()
    assert (await session.answer(session.kim, "!help")).failure is None


async def test_a_member_ends_nothing(session: Session, synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> None:
    """Somebody in the room sends whatever the homeserver lets through and has a device of nonsense: the others are heard."""
    account, room = await newcomer("eve"), session.room
    await session.ana.invite(room, account.user_id)
    async with stranger(synapse, account, tmp_path) as eve:
        await eve.call("POST", f"{V3}/rooms/{room}/join", {"reason": "none"})
        strange = {"membership": "join", "displayname": ["Eve"], "reason": 7}
        await eve.call("PUT", f"{V3}/rooms/{room}/state/m.room.member/{quote(account.user_id)}", strange)
        device = Correspondent(eve.user, "STRANGE")
        keys = {"ed25519:STRANGE": "A" * 42, "curve25519:STRANGE": device.curve25519}  # 31 bytes
        await eve.call("POST", f"{V3}/keys/upload", {"device_keys": device.published(keys=keys)})
        for number, (kind, content) in enumerate(JUNK):
            await eve.call("PUT", f"{V3}/rooms/{room}/send/{kind}/{number}", content)
        assert (await session.answer(session.kim, "!help")).failure is None
        await session.bot.kill()
        await session.bot.start()
        await session.bot.ready()
    assert (await session.answer(session.kim, "!help")).failure is None
    assert (await session.answer(session.ana, "!help")).failure is None


def _deep(depth: int) -> Any:
    nested: Any = 1
    for _ in range(depth):
        nested = [nested]
    return nested


JUNK: tuple[tuple[str, Json], ...] = (
    ("m.room.encrypted", {}),
    ("m.room.encrypted", {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": 7}),
    ("m.room.encrypted", {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "!", "session_id": "s"}),
    ("m.room.encrypted", {"algorithm": ["m.megolm.v1.aes-sha2"], "deep": _deep(120)}),
    ("m.room.message", {"msgtype": "m.text", "body": "!help"}),
    ("m.room.join_rules", {"join_rule": "public"}),
    ("m.reaction", {"m.relates_to": "boo"}),
    ("m.strange", {"deep": _deep(120)}),
)
"""What Synapse takes from anybody in a room."""
