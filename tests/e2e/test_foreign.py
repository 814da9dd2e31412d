"""The foreign clients that judge our bot: they see, refuse, report and keep silent as Element does."""

import json
import shutil

import pytest
from foreign_client import ForeignClient, ForeignClients, foreign_clients
from foreign_event import Seen
from foreign_wire import PROGRAM, ForeignError
from newcomer import Newcomer
from rows import try_each

from bot.demo.homeserver import Homeserver
from bot.model import RoomId


async def meet(host: ForeignClient, *guests: ForeignClient) -> RoomId:
    """Return an encrypted room in which all are joined, as all of them know."""
    room = await host.create_room(invite=[guest.user_id for guest in guests])
    for guest in guests:
        await guest.join(room)
    for person in (host, *guests):
        await person.meets(room, host.user_id, *(guest.user_id for guest in guests))
    return room


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
    assert (heard.encrypted, heard.decrypted, heard.shield, heard.reason) == (True, True, "NONE", None)

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
    withheld = await rio.sees(room, lambda event: event.id == question)
    assert (withheld.failure, withheld.body) == ("MEGOLM_KEY_WITHHELD_FOR_UNVERIFIED_DEVICE", "")


async def test_a_lenient_client_shows_a_red_shield(
    synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients
) -> None:
    """A client that shows all devices marks the words of somebody's second, unsigned one in red, and says why."""
    account, other = await newcomer("rio"), await newcomer("sam")
    rio = await foreign.log_in(synapse.url, account.login, account.password)
    unsigned = await foreign.log_in(synapse.url, account.login, account.password, isolation="all", sign=False)
    sam = await foreign.log_in(synapse.url, other.login, other.password, isolation="all")
    room = await meet(rio, sam)
    await unsigned.meets(room, sam.user_id)
    await unsigned.send(room, "hello")
    heard = await sam.sees(room, anything)
    assert (heard.body, heard.shield, heard.reason) == ("hello", "RED", "UNSIGNED_DEVICE")


async def test_a_second_device_is_signed_by_the_same_identity(
    synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients, ana: ForeignClient
) -> None:
    """Somebody's new phone has the old identity; only who asks for a new identity loses the old device's signature."""
    account = await newcomer("rio")
    old = await foreign.log_in(synapse.url, account.login, account.password)
    new = await foreign.log_in(synapse.url, account.login, account.password)
    await meet(ana, new)
    assert await ana.devices(old.user_id) == {old.device_id: True, new.device_id: True}
    await new.sign(anew=True)
    assert (await new.devices(old.user_id))[old.device_id] is False


async def test_a_late_key_opens_what_was_closed(
    synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients, ana: ForeignClient
) -> None:
    """A message whose key comes late is shown twice: undecrypted, and then decrypted in the same place."""
    account = await newcomer("rio")
    phone = await foreign.log_in(synapse.url, account.login, account.password)
    room = await meet(ana, phone)
    early = await ana.send(room, "before you came")
    await phone.sees(room, lambda event: event.body == "before you came")
    tablet = await foreign.log_in(synapse.url, account.login, account.password)
    assert (await tablet.sees(room, anything)).failure is not None
    await phone.hand_keys_to(tablet)
    opened = await tablet.sees(room, lambda event: event.body == "before you came")
    assert (opened.id, opened.reason) == (early, "AUTHENTICITY_NOT_GUARANTEED")


async def test_everything_one_does_in_a_room_is_seen(ana: ForeignClient, kim: ForeignClient) -> None:
    """Threads, edits, reactions, deletions, typing, receipts and leaving reach the other side as what they are."""
    room = await meet(ana, kim)
    first = await ana.send(room, "one")
    await ana.send(room, "two", thread=first)
    edit = await ana.send(room, "uno", edit_of=first)
    assert (await kim.sees(room, lambda event: event.thread == first)).reply_to == first
    edited = await kim.sees(room, lambda event: event.edit_of == first)
    assert (edited.id, edited.content["m.new_content"]["body"]) == (edit, "uno")

    await ana.react(room, first, "👍")
    assert not (await kim.sees(room, lambda event: event.type == "m.reaction")).encrypted
    await ana.redact(room, first)
    await kim.sees(room, lambda event: event.redacts == first)
    await ana.typing(room, on=True)
    await kim.until(lambda: kim.typed(room, ana.user_id) == (True,))  # a slower sync would bring the end of it alone
    await ana.typing(room, on=False)
    await kim.until(lambda: kim.typed(room, ana.user_id) == (True, False))
    await kim.read(room, edit)
    await ana.until(lambda: ana.read_by(room, kim.user_id) == edit)
    await ana.kick(room, kim.user_id)
    await ana.until(lambda: ana.seen(room)[-1].content.get("membership") == "leave")
    assert (await ana.members(room))[kim.user_id] == "leave"


@try_each("version", ["10", "12"])
async def test_rooms_old_and_new(ana: ForeignClient, kim: ForeignClient, version: str) -> None:
    """A room can have any version and further state from its first moment."""
    topic = {"type": "m.room.topic", "state_key": "", "content": {"topic": "rules"}}
    room = await ana.create_room(invite=[kim.user_id], version=version, name="the room", state=[topic])
    await kim.join(room)
    created = await kim.sees(room, lambda event: event.type == "m.room.create")
    assert created.content["room_version"] == version
    await kim.sees(room, lambda event: event.content.get("topic") == "rules")


async def test_silence_is_shown_and_not_waited_for(ana: ForeignClient, kim: ForeignClient) -> None:
    """Silence holds from one message to another; a word of that person in between breaks it."""
    room = await meet(ana, kim)
    ask = await ana.send(room, "anyone?")
    await ana.react(room, ask, "👋")
    end = await ana.send(room, "no")
    assert (await ana.silence(room, kim.user_id, since=ask, until=lambda event: event.id == end)).id == end
    again = await ana.send(room, "really?")
    await kim.send(room, "wait")
    end = await kim.send(room, "yes")
    with pytest.raises(AssertionError) as broken:
        await ana.silence(room, kim.user_id, since=again, until=lambda event: event.id == end)
    assert "1" in str(broken.value)
    assert "wait" not in str(broken.value)


async def test_who_waits_in_vain_is_told_what_came(ana: ForeignClient) -> None:
    """A failed expectation tells numbers and types of what came instead, and quotes nobody."""
    room = await ana.create_room()
    said = await ana.send(room, "my secret")
    await ana.sees(room, lambda event: event.id == said)
    with pytest.raises(AssertionError) as vain:
        await ana.sees(room, lambda event: event.body == "never said", patience=0.01)
    assert "m.room.message m.text decrypted" in str(vain.value)
    assert "secret" not in str(vain.value) + repr(ana.seen(room)) + repr(ana)


async def test_a_refusal_is_an_error_with_the_servers_code(ana: ForeignClient, kim: ForeignClient) -> None:
    """Who does what the server forbids is told so by its code."""
    room = await ana.create_room()
    with pytest.raises(ForeignError) as refused:
        await kim.join(room)
    assert (refused.value.code, refused.value.status) == ("M_FORBIDDEN", 403)


async def test_a_request_of_any_kind_can_be_made(ana: ForeignClient) -> None:
    """What has no order of its own can be asked of the server directly, as that person."""
    assert (await ana.request("GET", "/account/whoami"))["device_id"] == ana.device_id


async def test_a_dead_node_is_noticed(synapse: Homeserver, newcomer: Newcomer) -> None:
    """If the Node process dies, whoever waits for it is told at once."""
    account = await newcomer("ana")
    async with foreign_clients() as foreign:
        ana = await foreign.log_in(synapse.url, account.login, account.password, sign=False)
        foreign.wire.process.kill()
        with pytest.raises(ForeignError):
            await ana.until(lambda: False)
        with pytest.raises(ForeignError):
            await ana.create_room()


async def test_missing_node_is_a_failure_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Node the tests fail, they are never skipped, and the reason is the command that mends it."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(pytest.fail.Exception, match="npm ci --prefix tests/e2e/foreign"):
        async with foreign_clients():
            pass


def test_the_lock_names_no_address() -> None:
    """The foreign client's packages are pinned by version and hash, and fetched from wherever the machine's npm fetches."""
    packages = json.loads((PROGRAM.parent / "package-lock.json").read_text())["packages"]
    pinned = [package for path, package in packages.items() if path]
    assert pinned
    assert all("integrity" in package and "resolved" not in package for package in pinned)
