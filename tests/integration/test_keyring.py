"""Our own keys: at the homeserver, whoever claims them and whatever fails; and what comes by them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nio
import pytest
import vodozemac
from bureau import DEVICE, Bureau, PowerCut, dies, open_bureau
from key_room import Faults, Room, Somebody, room_with_kim
from newcomer import Account, Newcomer

from bot.demo.homeserver import Homeserver
from bot.errors import HomeserverDown
from bot.matrix.client.client import Client, open_client
from bot.matrix.client.key_upload import KIND
from bot.matrix.client.one_time_keys import read_claimed_key
from bot.matrix.client.refusals import map_refusal
from bot.matrix.sight import Sight

KEYS = "/_matrix/client/v3/keys"


@pytest.fixture
async def account(newcomer: Newcomer) -> Account:
    """Make the bot an account."""
    return await newcomer("bot")


@pytest.fixture
async def bureau(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> AsyncIterator[Bureau]:
    """Open a bureau where bots can be restarted."""
    async with open_bureau(synapse, await newcomer("witness"), tmp_path) as bureau:
        yield bureau


async def claim(client: Client, account: Account, times: int) -> list[Any]:
    """Claim a one-time key of the account's device so many times, as a stranger can, and return what was handed out."""
    body = {"one_time_keys": {account.user_id: {DEVICE: KIND}}}
    answers = [await client.call("POST", f"{KEYS}/claim", body) for _ in range(times)]
    return [answer["one_time_keys"].get(account.user_id, {}).get(DEVICE) for answer in answers]


def names(handed_out: list[Any]) -> list[str]:
    """Return the names of the one-time keys among what was handed out."""
    return [name for item in handed_out for name, key in item.items() if "fallback" not in key]


def fallbacks(handed_out: list[Any]) -> set[str]:
    """Return the fallback keys among what was handed out."""
    return {key["key"] for item in handed_out for key in item.values() if key.get("fallback") is True}


async def synced(client: Client) -> None:
    """Let the client sync once, as the bot does."""
    client.next_batch = ""
    await client.sync(0, full_state=True)
    await client.settle_keys()


# ---- our own keys ----------------------------------------------------------------------------------------------------


async def test_strangers_cannot_use_up_the_keys(bureau: Bureau, account: Account) -> None:
    """After sixty claims, while the bot is away, the next device still gets a key that the bot signed: the fallback key."""
    async with bureau.bot(account) as bot:
        await bot.client.settle_keys()
        ed25519 = bot.client.olm.account.identity_keys["ed25519"]
    handed_out = await claim(bureau.witness, account, 60)
    assert len(set(names(handed_out))) == 50
    assert len(fallbacks(handed_out)) == 1
    device = SimpleNamespace(user_id=account.user_id, id=DEVICE, ed25519=ed25519)
    assert all(read_claimed_key({account.user_id: {DEVICE: item}}, device) for item in handed_out)


async def test_a_count_of_nothing_is_honoured(bureau: Bureau, account: Account) -> None:
    """When the homeserver says that no one-time key is left, fifty new ones are made; a used fallback key is replaced."""
    async with bureau.bot(account) as bot:
        await bot.client.settle_keys()
        first = fallbacks(await claim(bureau.witness, account, 51))
        await synced(bot.client)
        again = await claim(bureau.witness, account, 51)
        assert len(set(names(again))) == 50
        assert fallbacks(again) == first, "it is replaced at most once an hour"
    async with bureau.bot(account) as bot:
        await synced(bot.client)
        second = fallbacks(await claim(bureau.witness, account, 51))
        assert second != first
        assert all(opens(bot.client, key) for key in first | second), "the one before it is still good"


@pytest.mark.parametrize("after", [False, True], ids=["before it is sent", "after it was answered"])
async def test_power_cuts_while_publishing(bureau: Bureau, account: Account, *, after: bool) -> None:
    """Cut off at any request, the bot publishes the rest at its next start, and no key is ever handed out twice."""
    handed_out = []
    for at in count():
        async with bureau.bot(account) as bot:
            died = await dies(bot.client, partial(settled, bot.client), at, after=after)
        handed_out += [item for item in await claim(bureau.witness, account, 1) if item]
        if not died:
            break
    assert at >= 2
    handed_out += await claim(bureau.witness, account, 60)
    name = names(handed_out)
    assert len(name) == len(set(name))
    async with bureau.bot(account) as bot:
        assert all(opens(bot.client, key["key"]) for item in handed_out for key in item.values())


def opens(client: Client, key: str) -> bool:
    """Return whether somebody who was handed out `key` can write to us by it."""
    stranger, curve25519 = vodozemac.Account(), vodozemac.Curve25519PublicKey.from_base64
    ours = curve25519(client.olm.account.identity_keys["curve25519"])
    letter = stranger.create_outbound_session(ours, curve25519(key)).encrypt(b"hello")
    try:
        _, text = client.olm.account._account.create_inbound_session(stranger.curve25519_key, letter.to_pre_key())
    except vodozemac.SessionCreationException:
        return False
    return bool(text == b"hello")


async def settled(client: Client) -> None:
    """Let the client publish its keys, sync, and settle what the sync says of them."""
    await client.settle_keys()
    await synced(client)


async def test_names_that_are_taken_are_given_up(bureau: Bureau, account: Account) -> None:
    """If the homeserver knows other keys by the names of ours, ours get new names, and it does not ask for ever."""
    async with bureau.bot(account) as bot:
        olm = bot.client.olm
        before = olm.account._account.pickle(bytes(32))
        await bot.client.settle_keys()
        await claim(bureau.witness, account, 1)
        shared = olm.account
        olm.account = type(shared)(type(shared._account).from_pickle(before, bytes(32)))  # as an old copy of the folder
        olm.account.shared = True
        await synced(bot.client)
        assert await stock(bot.client) == 50
        assert olm.account.one_time_keys["curve25519"] == {}


async def stock(client: Client) -> Any:
    """Return how many of our one-time keys the homeserver has."""
    return (await client.call("POST", f"{KEYS}/upload", {}))["one_time_key_counts"][KIND]


async def test_publishing_that_fails_silences_nobody(bureau: Bureau, account: Account) -> None:
    """Once the device is known, a failing upload of one-time keys waits for the next sync; before, it is an error."""
    async with bureau.bot(account) as bot:
        fails = Faults(bot.client, {"/keys/upload": map_refusal(500, {})})
        with pytest.raises(HomeserverDown):
            await bot.client.settle_keys()
        fails.clear()
        await bot.client.settle_keys()
        await claim(bureau.witness, account, 3)
        fails["/keys/upload"] = map_refusal(429, {})
        await synced(bot.client)
        fails.clear()
        assert await stock(bot.client) == 47
        await synced(bot.client)
        assert await stock(bot.client) == 50


@pytest.fixture
async def room(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> AsyncIterator[Room]:
    """Bring bot and Kim into a room."""
    async with room_with_kim(synapse, newcomer, tmp_path) as room:
        yield room


# ---- letters to us ---------------------------------------------------------------------------------------------------


async def cut_after_a_letter(room: Room) -> nio.OlmEvent:
    """Let Kim say something, cut the power as soon as the bot has its key, and return the letter by which that came."""
    came: list[nio.OlmEvent] = []
    handle = room.bot.client._handle_decrypt_to_device

    def dying(event: Any) -> Any:
        answer = handle(event)
        if isinstance(event, nio.OlmEvent):
            came.append(event)
            raise PowerCut
        return answer

    room.bot.client._handle_decrypt_to_device = dying  # type: ignore[assignment, method-assign]  # looks, and passes on
    await room.bot.sight.look()
    await room.kim.sight.say(room.id, "hello")
    with pytest.raises(PowerCut):
        await room.bot.sight.look()
    (letter,) = came
    return letter


@asynccontextmanager
async def restarted(room: Room) -> AsyncIterator[Somebody]:
    """Open the bot's keys again, as they are on disk."""
    old = room.bot.client
    key = bytes(32).hex()
    async with open_client(room.synapse.url, old.user_id, DEVICE, Path(old.store_path), key) as client:
        client.restore_login(old.user_id, DEVICE, old.access_token)
        yield Somebody(client, room.bot.account, room.bot.seeds, Sight(client))


def room_keys(somebody: Somebody) -> set[str]:
    """Return the sessions that somebody has."""
    return {session.id for session in somebody.client.olm.inbound_group_store}


async def test_a_used_key_is_gone_before_its_message_counts(room: Room) -> None:
    """After a room key has come, the one-time key that it came by is not on disk, and the copy of it opens nothing."""
    letter = await cut_after_a_letter(room)
    async with restarted(room) as bot:
        olm, keys = bot.client.olm, room_keys(bot)
        assert len(keys) == 1
        olm.session_store = type(olm.session_store)()  # what else could refuse it
        assert bot.client._handle_decrypt_to_device(letter) is None
        assert room_keys(bot) == keys


async def test_a_replay_after_a_restart_is_harmless(room: Room) -> None:
    """A letter that is delivered again after a restart is refused, and what comes after it is read."""
    letter = await cut_after_a_letter(room)
    async with restarted(room) as bot:
        assert bot.client._handle_decrypt_to_device(letter) is None
        room.kim.client.olm.outbound_group_sessions.clear()
        assert await bot.reads(room.id, await room.kim.sight.say(room.id, "again"))
        assert len(room_keys(bot)) == 2


async def test_no_room_key_is_given_on_request(room: Room) -> None:
    """Whoever asks for a room key gets none, even the account itself: no channel is opened for it, nothing is kept."""
    other = await room.arrive(room.bot.account, "OTHER", room.bot.seeds, signed=False)
    await other.client.settle_keys()
    await room.says()
    olm = room.bot.client.olm
    (session,) = list(olm.inbound_group_store)
    wanted = {"algorithm": "m.megolm.v1.aes-sha2", "room_id": room.id, "session_id": session.id}
    body = {**wanted, "sender_key": session.sender_key}
    asked = {"action": "request", "body": body, "request_id": "1", "requesting_device_id": "OTHER"}
    letter = {"messages": {room.bot.account.user_id: {DEVICE: asked}}}
    await other.post("sendToDevice/m.room_key_request/1", letter, "PUT")
    await room.bot.sight.look()
    assert (olm.received_key_requests, olm.key_request_devices_no_session, olm.outgoing_to_device_messages) == (
        {},
        [],
        [],
    )


# ---- pure parts ------------------------------------------------------------------------------------------------------


JUNK: tuple[Any, ...] = (
    None,
    7,
    [],
    {},
    {"@kim:x": 7},
    {"@kim:x": {"KIM": {}}},
    {"@kim:x": {"KIM": {f"{KIND}:A": 7}}},
    {"@kim:x": {"KIM": {f"{KIND}:A": {"key": 7, "signatures": 7}}}},
    {"@kim:x": {"KIM": {f"{KIND}:A": {"key": "A", "signatures": {"@kim:x": {"ed25519:KIM": "A"}}}}}},
    {"@kim:x": {"KIM": {"curve25519:A": "A"}}},
)


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_what_is_no_key_is_no_key(junk: Any) -> None:
    """Whatever a server hands out as a one-time key, only what the device has signed is one."""
    device = SimpleNamespace(user_id="@kim:x", id="KIM", ed25519="A" * 43)
    assert read_claimed_key(junk if isinstance(junk, dict) else {"@kim:x": junk}, device) is None
