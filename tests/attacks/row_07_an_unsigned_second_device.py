"""Whoever has somebody's password, or the homeserver, speaks in their place from a device that they never signed.

Its words were kept as theirs and sent to models, and its edits went over what they had really said. A therapist's held the
ladder of an alarm.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from behind_proxy import configure_behind
from fault_proxy import FaultProxy
from foreign_client import ForeignClient, ForeignClients
from key_letters import LETTERS, list_withheld
from model_server import ModelServer
from newcomer import Account, Newcomer
from pool import Bots
from session_room import Session, marks
from sync_lies import Json

from bot.demo.homeserver import Homeserver
from bot.model import RoomId, UserId
from bot.store import open_key, open_store

SAID, FORGED, EDITED = "the kettle is blue", "a velvet walrus sits here", "a marble heron sings here"
DANGER = "I want to kill myself"


def vouch(body: Json, vouched: set[str]) -> None:
    """Let every device in an answer have the signature with which its owner signed another one."""
    for user, devices in body["device_keys"].items():
        owner = body.get("self_signing_keys", {}).get(user, {}).get("keys", {}).keys()
        signed = [
            device["signatures"][user] for device in devices.values() if owner & device["signatures"][user].keys()
        ]
        for name, device in devices.items() if signed else ():
            device["signatures"][user] = {**signed[0], **device["signatures"][user]}
            vouched.add(name)


@dataclass
class Robbery:
    """A session that listens, in which Ana and Kim each have a second device, which they never signed.

    `vouched` are devices of which the homeserver says otherwise.
    """

    session: Session
    desk: RoomId
    thieves: tuple[ForeignClient, ForeignClient]
    vouched: set[str]


@pytest.fixture
async def robbery(
    synapse: Homeserver,
    newcomer: Newcomer,
    bots: Bots,
    foreign: ForeignClients,
    proxy: FaultProxy,
    model: ModelServer,
) -> AsyncIterator[Robbery]:
    """Bring everybody into a room, the thieves last."""
    accounts = await newcomer("ana"), await newcomer("kim")
    ana, kim = [await foreign.log_in(synapse.url, account.login, account.password) for account in accounts]

    async def steal(account: Account) -> ForeignClient:
        thief = await foreign.log_in(synapse.url, account.login, account.password, isolation="all", sign=False)
        await thief.meets(session.room, UserId(session.bot_id))
        return thief

    async with bots.lend_session((ana, kim), **configure_behind(proxy, model)) as session:
        desk = await session.desk()
        await session.listening()
        vouched: set[str] = set()
        proxy.alter("/keys/query", lambda body: vouch(body, vouched))
        yield Robbery(session, desk, (await steal(accounts[0]), await steal(accounts[1])), vouched)


async def test_a_device_that_nobody_signed_is_seen_by_the_tripwire_and_may_lower(
    robbery: Robbery, proxy: FaultProxy, model: ModelServer
) -> None:
    """Its words reach no model, its edits change none, and it holds no ladder; what it says of danger calls people; its `!stop` is obeyed.

    It is so though the homeserver says that the device is signed.
    """
    session, ana, kim, (hers, theirs) = robbery.session, robbery.session.ana, robbery.session.kim, robbery.thieves
    letters, posts = proxy.overhear(LETTERS), proxy.overhear("/send/m.room.encrypted/")
    for person, thief in ((ana, hers), (kim, theirs)):
        said = await person.send(session.room, SAID)
        await thief.send(session.room, FORGED)
        await thief.send(session.room, EDITED, edit_of=said)
    question = await ana.send(session.room, "!ask what was said about furniture?")
    await session.reply_to(ana, question)
    asked = str([request.json for request in model.requests])
    assert [text in asked for text in (SAID, FORGED, EDITED)] == [True, False, False]
    (answer,) = (post.body["session_id"] for post in posts if question[1:] in post.path)
    assert all(answer in list_withheld(letters, thief.user_id, thief.device_id) for thief in robbery.thieves)

    await theirs.send(session.room, DANGER)
    await ana.sees(robbery.desk, lambda event: marks(event).get("kind") == "alarm")
    await hers.send(session.room, "how was your week?")
    stop = await theirs.send(session.room, "!stop")
    off = await kim.sees(session.room, lambda event: marks(event).get("kind") == "floor", after=stop)
    assert "off" in off.body
    assert {hers.device_id, theirs.device_id} <= robbery.vouched
    assert not await _is_ladder_held(session)


async def _is_ladder_held(session: Session) -> bool:
    """Return whether somebody's word holds the one alarm that is open. The bot is killed for it."""
    await session.bot.kill()
    async with open_store(session.bot.data_dir, open_key(None, session.bot.data_dir)) as store:
        (alarm,) = (await store.rooms.room(session.room)).alarms
    return bool(alarm.held)
