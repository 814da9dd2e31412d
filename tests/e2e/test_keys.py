"""The bot's keys, as clients of another make meet them: who can reach it, who can read it, and until when."""

from pathlib import Path

import pytest
from foreign_client import ForeignClient, ForeignClients
from newcomer import Account, Newcomer
from session_room import Session, session_room

from bot.demo.homeserver import Homeserver
from bot.model import EventId

WITHHELD = "MEGOLM_KEY_WITHHELD_FOR_UNVERIFIED_DEVICE"


@pytest.fixture
async def account(newcomer: Newcomer) -> Account:
    """Make Kim an account, so that she can log in on another device."""
    return await newcomer("kim")


@pytest.fixture
async def kim(synapse: Homeserver, account: Account, foreign: ForeignClients) -> ForeignClient:
    """Log Kim in on her first device."""
    return await foreign.log_in(synapse.url, account.login, account.password)


async def key_of(session: Session, event: EventId) -> str:
    """Return the Megolm session that an event was encrypted with."""
    answer = await session.ana.request("GET", f"/rooms/{session.room}/event/{event}")
    return str(answer["content"]["session_id"])


async def key_now(session: Session) -> str:
    """Let Ana ask something, and return the Megolm session of the answer."""
    return await key_of(session, (await session.answer(session.ana, "!help")).id)


async def test_strangers_cannot_make_it_unreachable(
    tmp_path: Path,
    synapse: Homeserver,
    newcomer: Newcomer,
    foreign: ForeignClients,
    ana: ForeignClient,
    kim: ForeignClient,
    account: Account,
) -> None:
    """After a stranger has claimed all of its keys, sixty at least, a new device reaches the bot; it reads the answer, unsigned, where policy says so."""
    stranger = await newcomer("stranger")
    rio = await foreign.log_in(synapse.url, stranger.login, stranger.password, sign=False)
    careless = {"require_cross_signing": False}
    async with session_room(tmp_path, (ana, kim), synapse, newcomer, room=careless) as session:
        (device,) = await kim.devices(session.bot_id)
        body = {"one_time_keys": {session.bot_id: {device: "signed_curve25519"}}}
        claims, last = 0, dict[str, object]()
        while claims < 60 or not last.get("fallback"):  # until what it publishes now and then has run out as well
            claimed = await rio.request("POST", "/keys/claim", body)
            (last,) = claimed["one_time_keys"][session.bot_id][device].values()
            claims += 1
            assert claims < 1000
        phone = await foreign.log_in(synapse.url, account.login, account.password, isolation="all", sign=False)
        await phone.meets(session.room, session.bot_id)
        answer = await session.answer(phone, "!explain rumination")
        assert (answer.failure, "painful thoughts" in answer.body) == (None, True)


async def test_who_reads_and_until_when(
    session: Session, synapse: Homeserver, foreign: ForeignClients, account: Account
) -> None:
    """A device reads from when its owner has signed it until it or its owner is gone; keys change as the room wants."""
    phone = await foreign.log_in(synapse.url, account.login, account.password, isolation="all", sign=False)
    await phone.meets(session.room, session.bot_id)
    before = await session.answer(session.kim, "!help")
    assert (before.failure, before.shield) == (None, "NONE")
    unread = await phone.sees(session.room, lambda event: event.id == before.id)
    assert unread.failure == WITHHELD
    await phone.sign()
    after = await session.answer(session.kim, "!help")
    read = await phone.sees(session.room, lambda event: event.id == after.id)
    assert (read.failure, read.body) == (None, after.body)

    await phone.log_out()
    without_phone = await key_now(session)
    assert without_phone != await key_of(session, after.id)
    assert await key_now(session) == without_phone
    await session.kim.leave(session.room)
    assert await key_now(session) != without_phone

    often = {"algorithm": "m.megolm.v1.aes-sha2", "rotation_period_msgs": 2}
    await session.ana.set_state(session.room, "m.room.encryption", often)
    keys = [await key_now(session) for _ in range(6)]
    assert max(map(keys.count, keys)) == 2
