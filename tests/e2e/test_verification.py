"""The bot's identity in the eyes of Element's own crypto engine: its device is signed, its recovery key works."""

import asyncio
import base64
import json
from pathlib import Path

import pytest
from bot_process import BotProcess, bot_process
from fault_proxy import Fault, FaultProxy
from foreign_client import ForeignClient, ForeignClients
from foreign_wire import ForeignError
from newcomer import Account, Newcomer
from session_room import Session

from bot.app.keys.recovery import FILE
from bot.demo.homeserver import Homeserver
from bot.matrix.client.signature_chain import is_cross_signed
from bot.matrix.client.signing import derive_public_key
from bot.model import UserId

PARTS = ("master", "self_signing", "user_signing")


def recovery_key(bot: BotProcess) -> str:
    """Return the recovery key from the file that the bot wrote."""
    lines = (bot.data_dir / FILE).read_text().splitlines()
    return next(line.strip() for line in lines if line.startswith("    "))


async def device_of(bot: BotProcess) -> str:
    """Return the device that the bot says it is."""
    return str((await bot.logs("ready"))["device"])


async def meet(ana: ForeignClient, bot: UserId) -> None:
    """Return when Ana has written to the bot in a room: before a client writes, it asks for all devices there."""
    room = await ana.create_room(invite=[bot])
    await ana.meets(room, ana.user_id, bot)
    await ana.send(room, "hello")


async def vouched(client: ForeignClient, user: UserId, device: str) -> bool:
    """Return whether the homeserver shows `client` the device as signed by its owner, at this moment."""
    shown = await client.request("POST", "/keys/query", {"device_keys": {user: []}})
    return is_cross_signed(
        shown["device_keys"][user][device], shown["master_keys"][user], shown["self_signing_keys"][user], user
    )


async def public_keys(client: ForeignClient, user: UserId) -> list[str]:
    """Return the public keys of `user`'s identity that `client` is shown: two, and to themself all three."""
    answer = await client.request("POST", "/keys/query", {"device_keys": {user: []}})
    shown = [answer[f"{part}_keys"][user] for part in PARTS if user in answer.get(f"{part}_keys", {})]
    return [next(iter(key["keys"].values())) for key in shown]


@pytest.fixture
async def account(newcomer: Newcomer) -> Account:
    """Return a fresh account for the bot."""
    return await newcomer("bot")


async def test_the_bot_and_its_recovery_key_are_what_element_expects(
    synapse: Homeserver, account: Account, foreign: ForeignClients, ana: ForeignClient, tmp_path: Path
) -> None:
    """A strict client of somebody else's sees a signed device; another client of the account goes on with its identity."""
    therapist = {"therapists": [ana.user_id]}
    async with bot_process(tmp_path, synapse.url, account.user_id, account.password, deployment=therapist) as bot:
        device, words = await device_of(bot), recovery_key(bot)
        await meet(ana, account.user_id)
        assert (await ana.devices(account.user_id))[device] is True
        assert words.split()[1] not in json.dumps(bot.log()) + bot.told()

        other = await foreign.log_in(synapse.url, account.login, account.password, sign=False)
        with pytest.raises(ForeignError):
            await other.secrets(words[:-1] + ("x" if words[-1] != "x" else "y"))
        secrets = await other.secrets(words, *(f"m.cross_signing.{part}" for part in PARTS))
        seeds = [base64.b64decode(f"{secret}=") for secret in secrets if secret is not None]
        assert [derive_public_key(seed) for seed in seeds] == await public_keys(other, account.user_id)

        await other.sign()
        assert await vouched(ana, account.user_id, device)
        assert await vouched(ana, account.user_id, other.device_id)


async def test_the_identity_survives_kill_and_restart(
    synapse: Homeserver, account: Account, ana: ForeignClient, tmp_path: Path
) -> None:
    """After kill -9 the bot is the same device with the same identity, and shows no recovery key again."""
    therapist = {"therapists": [ana.user_id]}
    async with bot_process(tmp_path, synapse.url, account.user_id, account.password, deployment=therapist) as bot:
        device = await device_of(bot)
        await meet(ana, account.user_id)
        identity = await public_keys(ana, account.user_id)
        (bot.data_dir / FILE).unlink()
        await bot.kill()
        await bot.start()
        await bot.ready()
        assert await device_of(bot) == device
        assert await public_keys(ana, account.user_id) == identity
        assert not (bot.data_dir / FILE).exists()
        assert (await ana.devices(account.user_id))[device] is True


async def test_verification_by_emoji_is_refused_in_the_room(session: Session) -> None:
    """Element's own engine asks in the room: it is told at once that it is over, and one line says what to compare instead."""
    ana, bot = session.ana, session.bot_id
    over = await ana.ask_to_verify(bot, room=session.room)
    assert over == {"code": "m.user", "by": bot}
    line = await ana.sees(session.room, lambda event: session.from_bot(event) and "fingerprint" in event.body)
    assert line.shield == "NONE"
    assert (await ana.ask_to_verify(bot, room=session.room))["code"] == "m.user"
    await session.silence(line.id)


async def test_a_cancel_may_come_before_its_request_is_known_to_be_sent(
    session: Session, proxy: FaultProxy, newcomer: Newcomer, foreign: ForeignClients
) -> None:
    """The bot refuses so soon that an app may not have heard yet that its request was sent: it is over for the app all the same."""
    account = await newcomer("rio")
    rio = await foreign.log_in(proxy.url, account.login, account.password)
    await session.ana.invite(session.room, rio.user_id)
    await rio.join(session.room)
    await rio.meets(session.room, session.bot_id)
    proxy.will(Fault("PUT", "/send/m.room.message/", slow=True))
    asking = asyncio.create_task(rio.ask_to_verify(session.bot_id, room=session.room))
    await rio.sees(session.room, lambda event: event.type == "m.key.verification.cancel")
    proxy.heal()
    assert await asking == {"code": "m.user", "by": session.bot_id}


async def test_a_sealed_request_is_refused_by_a_sealed_cancel(session: Session) -> None:
    """An app that asks as an encrypted message is answered in the same way; the cancel names its request."""
    content = {"msgtype": "m.key.verification.request", "to": session.bot_id, "from_device": session.kim.device_id}
    body = {"body": "wants to verify", "methods": ["m.sas.v1"], **content}
    request = await session.kim.send_event(session.room, "m.room.message", body)
    cancel = await session.kim.sees(session.room, lambda event: event.type == "m.key.verification.cancel")
    assert cancel.sender == session.bot_id
    assert cancel.shield == "NONE"
    assert cancel.content["code"] == "m.user"
    assert request in json.dumps(cancel.content)


async def test_verification_at_the_device_is_refused(session: Session) -> None:
    """A request to the bot's device is cancelled there, and the line comes where whoever asked reads it."""
    desk = await session.desk()
    device = await device_of(session.bot)
    over = await session.ana.ask_to_verify(session.bot_id, device=device)
    assert over == {"code": "m.user", "by": session.bot_id}
    await session.ana.sees(desk, lambda event: session.from_bot(event) and "fingerprint" in event.body)


@pytest.mark.parametrize("history", ["joined", "shared"])
async def test_a_room_for_verifying_is_no_session(session: Session, history: str) -> None:
    """The room that an app opens to verify the bot gets two lines about that, no card, and no desk."""
    ana, bot = session.ana, session.bot_id
    await session.desk()  # the one of the session that goes on beside
    room = await ana.create_room(invite=[bot], history=history)
    said = await ana.sees(room, session.from_bot)
    assert said.body.startswith("There is nobody here but you and me")
    assert (await ana.ask_to_verify(bot, room=room))["code"] == "m.user"
    line = await ana.sees(room, lambda event: session.from_bot(event) and "fingerprint" in event.body)
    assert [event for event in ana.seen(room) if session.from_bot(event)] == [said, line]
    assert ana.rooms("invite") == ()
