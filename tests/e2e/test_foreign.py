"""The foreign clients that judge our bot: they see, refuse, report and keep silent as Element does."""

import asyncio
import shutil

import pytest
from foreign_client import ForeignClient, ForeignClients, foreign_clients
from foreign_event import Seen
from foreign_wire import PROGRAM, ForeignError
from newcomer import Newcomer

from bot.demo.homeserver import Homeserver
from bot.model import RoomId


@pytest.fixture
async def ana(synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients) -> ForeignClient:
    """Log somebody in whose client wants to hear of signed devices only."""
    account = await newcomer("ana")
    return await foreign.log_in(synapse.url, account.login, account.password)


@pytest.fixture
async def kim(synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients) -> ForeignClient:
    """Log another such person in."""
    account = await newcomer("kim")
    return await foreign.log_in(synapse.url, account.login, account.password)


async def meet(host: ForeignClient, *guests: ForeignClient) -> RoomId:
    """Return an encrypted room in which all are joined, as all of them know."""
    room = await host.create_room(invite=[guest.user_id for guest in guests])
    for guest in guests:
        await guest.join(room)
    everybody = {host.user_id, *(guest.user_id for guest in guests)}
    for person in (host, *guests):
        await person.until(
            lambda who=person: everybody <= {event.state_key for event in who.seen(room) if joined(event)}
        )
    return room


def joined(event: Seen) -> bool:
    """Return whether somebody joined."""
    return event.type == "m.room.member" and event.content.get("membership") == "join"


def anything(event: Seen) -> bool:
    """Return whether this is something said, readable or not."""
    return event.is_message


async def test_signed_devices_talk(ana: ForeignClient, kim: ForeignClient) -> None:
    """Two people whose devices are cross-signed read each other, without a shield."""
    room = await meet(ana, kim)
    hello = await ana.send(room, "hello", formatted="<b>hello</b>", mentions=[kim.user_id])
    heard = await kim.sees(room, anything)
    assert (heard.id, heard.sender, heard.body) == (hello, ana.user_id, "hello")
    assert (heard.formatted_body, heard.mentions, heard.msgtype) == ("<b>hello</b>", (kim.user_id,), "m.text")
    assert (heard.decrypted, heard.shield, heard.reason) == (True, "NONE", None)

    await kim.send(room, "and you?", reply_to=hello)
    answer = await ana.sees(room, lambda event: event.reply_to == hello)
    assert (answer.body, answer.shield) == ("and you?", "NONE")
    assert await ana.look(room, answer.id) == answer


async def test_unsigned_devices_are_shut_out(
    synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients, ana: ForeignClient
) -> None:
    """A strict client neither reads what an unsigned device writes nor lets it read along."""
    account = await newcomer("rio")
    rio = await foreign.log_in(synapse.url, account.login, account.password, isolation="all", sign=False)
    room = await meet(ana, rio)
    await rio.send(room, "can you read this?")
    assert (await ana.sees(room, anything)).failure == "UNSIGNED_SENDER_DEVICE"
    question = await ana.send(room, "and you this?")
    assert (await rio.sees(room, lambda event: event.id == question)).failure is not None


async def test_a_lenient_client_shows_a_red_shield(
    synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients, ana: ForeignClient
) -> None:
    """A client that shows all devices marks the words of an unsigned one in red, and says why."""
    account = await newcomer("rio")
    rio = await foreign.log_in(synapse.url, account.login, account.password, isolation="all")
    unsigned = await foreign.log_in(synapse.url, account.login, account.password, isolation="all", sign=False)
    assert unsigned.device_id != rio.device_id
    room = await meet(rio, ana)
    lenient = await meet_unsigned(synapse, newcomer, foreign, room, rio)
    await unsigned.until(lambda: bool(unsigned.seen(room)))
    await unsigned.send(room, "hello")
    heard = await lenient.sees(room, anything)
    assert (heard.shield, heard.reason) == ("RED", "UNSIGNED_DEVICE")


async def meet_unsigned(
    synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients, room: RoomId, host: ForeignClient
) -> ForeignClient:
    """Return a guest of `room` whose client shows every device's words."""
    account = await newcomer("sam")
    guest = await foreign.log_in(synapse.url, account.login, account.password, isolation="all")
    await host.invite(room, guest.user_id)
    await guest.join(room)
    return guest
