"""A room's key on its way to those who may have it, whatever fails in between; and to nobody else."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from bureau import DEVICE, Json, between
from key_room import CARD, Faults, Room, room_with_kim, says_fixed
from newcomer import Newcomer

from bot.demo.homeserver import Homeserver
from bot.errors import HomeserverDown, Unsayable
from bot.matrix.audience import Audience
from bot.matrix.client.refusals import Limited, map_refusal
from bot.matrix.client.room_key import RoomKey, Rotation, read_rotation
from bot.model import EventId


@pytest.fixture
async def room(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> AsyncIterator[Room]:
    """Bring bot and Kim into a room."""
    async with room_with_kim(synapse, newcomer, tmp_path) as room:
        yield room


# ---- a room's key, and what may fail on its way ----------------------------------------------------------------------


def nothing(_: Json) -> Json:
    """Answer without what was asked for."""
    return {}


@pytest.mark.parametrize(
    "fault",
    [map_refusal(500, {}), map_refusal(429, {}), HomeserverDown("no answer"), nothing],
    ids=["error", "limited", "timeout", "malformed"],
)
async def test_a_failure_puts_the_message_off(room: Room, fault: Any) -> None:
    """Whatever fails before everybody has the key, nothing is said yet; tried again, it is said and can be read."""
    await room.bot.sight.look()
    olm, faults = room.bot.client.olm, Faults(room.bot.client)
    paths = ["/keys/claim", "/keys/query", "/sendToDevice/m.room.encrypted"]
    for number, path in enumerate(
        paths[: 2 if fault is nothing else 3]
    ):  # to a letter, an empty answer is the right one
        olm.session_store = type(olm.session_store)()
        olm.outbound_group_sessions.clear()
        olm.users_for_key_query.add(room.kim.account.user_id)
        faults[path] = fault
        for _ in range(2):
            with pytest.raises((HomeserverDown, Limited)):
                await room.bot.sight.say(room.id, "hello")
        faults.clear()
        assert await room.kim.reads(room.id, await room.bot.sight.say(room.id, "hello"))
        assert (room.kim.sight.count_sealed(room.id), len(room.kim.sight.messages(room.id))) == (0, number + 1)


async def test_giving_up_in_the_middle_leaves_nothing_held(room: Room) -> None:
    """A message that is cancelled while its key is shared holds up nothing: the next one goes out."""
    await room.bot.sight.look()
    stuck = asyncio.Event()

    async def waits(method: str, path: str, body: Json | None = None) -> Json:
        if "/keys/claim" not in path:
            return await call(method, path, body)
        stuck.set()
        await asyncio.Event().wait()
        raise AssertionError

    call = room.bot.client.call
    between(room.bot.client, waits)
    saying = asyncio.create_task(room.bot.sight.say(room.id, "never"))
    await stuck.wait()
    saying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saying
    between(room.bot.client, call)
    assert await room.kim.reads(room.id, await room.bot.sight.say(room.id, "hello"))


@pytest.mark.parametrize("how", ["none left", "malformed", "signed by nobody"])
async def test_a_device_without_a_key_holds_up_nobody(room: Room, how: str) -> None:
    """A device to which no channel can be opened is told so, once; the others read; once it can be reached it reads on."""
    phone = await room.arrive(room.kim.account, "PHONE", room.kim.seeds, signed=False)
    await phone.client._upload(device_keys=phone.client._device_keys())
    await phone.sign()
    if how != "none left":
        await phone.client.settle_keys()

    def spoilt(answer: Json) -> Json:
        keys = answer["one_time_keys"].get(phone.account.user_id, {}).get("PHONE", {})
        for name in keys:
            keys[name] = 7 if how == "malformed" else {**keys[name], "signatures": {}}
        return answer

    faults = Faults(room.bot.client, {"/keys/claim": spoilt})
    for _ in range(2):
        said = await room.says()
        assert await room.kim.reads(room.id, said)
        assert not await phone.reads(room.id, said)
    assert phone.withheld() == ["m.no_olm"]
    faults.clear()
    phone.client.olm.account.shared = True
    phone.client.olm.uploaded_key_count = 0
    await phone.client.keys_upload()
    later = await room.says()
    assert await phone.reads(room.id, later)
    assert await room.session(later) == await room.session(said)


async def test_only_our_own_device_is_left_out(room: Room, newcomer: Newcomer) -> None:
    """Somebody whose device is named like the bot's reads what it says."""
    rio = await room.arrive(await newcomer("rio"), DEVICE)
    await room.kim.post(f"rooms/{room.id}/invite", {"user_id": rio.account.user_id})
    await rio.post(f"rooms/{room.id}/join", {})
    said = await room.says()
    assert await rio.reads(room.id, said)
    assert await room.kim.reads(room.id, said)


async def test_a_server_that_is_away_puts_the_message_off(room: Room) -> None:
    """If it cannot be known which devices somebody has, nothing is said that they could not read; it is asked again."""
    await room.bot.sight.look()

    def away(answer: Json) -> Json:
        return {"device_keys": {}, "failures": {room.kim.account.user_id.partition(":")[2]: {}}}

    room.bot.client.olm.users_for_key_query.add(room.kim.account.user_id)
    faults = Faults(room.bot.client, {"/keys/query": away})
    with pytest.raises(HomeserverDown, match="which devices 1 people"):
        await room.bot.sight.say(room.id, "hello")
    faults.clear()
    assert await room.kim.reads(room.id, await room.bot.sight.say(room.id, "hello"))


async def test_a_change_while_asking_is_asked_about(room: Room) -> None:
    """Whose devices change while the homeserver is asked for them is asked about again."""
    await room.bot.sight.look()
    marked = room.bot.client.olm.users_for_key_query
    user = room.kim.account.user_id

    def changes(answer: Json) -> Json:
        room.bot.client.olm.add_changed_users({user})
        return answer

    Faults(room.bot.client, {"/keys/query": changes})
    marked.add(user)
    await room.bot.client.keys_query()
    assert room.bot.client.olm.users_for_key_query == {user}


# ---- who may have it -------------------------------------------------------------------------------------------------


async def test_a_device_that_nobody_signed_gets_no_key(room: Room) -> None:
    """It is told why, once for each session, and from when its owner has signed it, it reads on."""
    phone = await room.arrive(room.kim.account, "PHONE", room.kim.seeds, signed=False)
    await phone.client.settle_keys()
    for _ in range(2):
        said = await room.says()
        assert await room.kim.reads(room.id, said)
        assert not await phone.reads(room.id, said)
    assert phone.withheld() == ["m.unverified"]
    content = phone.letters[0]["content"]
    assert (content["room_id"], content["session_id"]) == (room.id, await room.session(said))
    await phone.sign()
    assert await phone.reads(room.id, await room.says())


async def test_a_room_may_let_unsigned_devices_read(room: Room) -> None:
    """Where policy says so an unsigned device reads, and no more from when policy says otherwise: the key changes."""
    phone = await room.arrive(room.kim.account, "PHONE", room.kim.seeds, signed=False)
    await phone.client.settle_keys()
    room.bot.client.shares_with_unsigned = lambda where: where == room.id
    said = await room.says()
    assert await phone.reads(room.id, said)
    room.bot.client.shares_with_unsigned = lambda _: False
    stricter = await room.says()
    assert await room.session(stricter) != await room.session(said)
    assert not await phone.reads(room.id, stricter)
    assert phone.withheld() == ["m.unverified"]


async def test_what_is_for_some_people_alone(room: Room, newcomer: Newcomer) -> None:
    """It is said while nobody else is in the room or invited, to signed devices alone, whatever policy says of the room."""
    phone = await room.arrive(room.kim.account, "PHONE", room.kim.seeds, signed=False)
    await phone.client.settle_keys()
    room.bot.client.shares_with_unsigned = lambda _: True
    only = frozenset({room.kim.account.user_id})

    async def says() -> EventId:
        await room.bot.sight.look()
        answer = await room.bot.client.room_send(
            room.id, "m.room.message", {"msgtype": "m.text", "body": "x"}, audience=Audience(only)
        )
        return EventId(answer.event_id)

    said = await says()
    assert await room.kim.reads(room.id, said)
    assert not await phone.reads(room.id, said)
    rio = await newcomer("rio")
    await room.kim.post(f"rooms/{room.id}/invite", {"user_id": rio.user_id})
    with pytest.raises(Unsayable, match="strangers"):
        await says()
    await room.kim.post(f"rooms/{room.id}/kick", {"user_id": rio.user_id})
    assert await room.kim.reads(room.id, await says())
    await room.state("m.room.join_rules", {"join_rule": "public"})
    with pytest.raises(Unsayable, match="not-private"):
        await says()


async def test_who_left_does_not_read_on(room: Room, newcomer: Newcomer) -> None:
    """When somebody leaves, is removed, or logs a device out, what is said next is said under another key."""
    rio = await room.arrive(await newcomer("rio"), "RIO")
    phone = await room.arrive(room.kim.account, "PHONE", room.kim.seeds, signed=False)
    await phone.client.settle_keys()
    await phone.sign()
    sessions = []
    for action, by in (("leave", rio), ("kick", room.kim), ("ban", room.kim)):
        await room.kim.post(f"rooms/{room.id}/invite", {"user_id": rio.account.user_id})
        await rio.post(f"rooms/{room.id}/join", {})
        said = await room.says()
        assert await rio.reads(room.id, said)
        await by.post(f"rooms/{room.id}/{action}", {} if by is rio else {"user_id": rio.account.user_id})
        sessions += [await room.session(said), await room.session(await room.says())]
        assert rio.account.user_id not in room.bot.client.olm.tracked_users, "changes of theirs are not told any more"
    await phone.post("logout", {})
    sessions.append(await room.session(await room.says()))
    assert len(set(sessions)) == len(sessions)


async def test_a_key_that_may_have_arrived_counts_as_given(room: Room) -> None:
    """A device that was sent the key, perhaps in vain, and may not have it any more at the next try, does not read on."""
    phone = await room.arrive(room.kim.account, "PHONE", room.kim.seeds, signed=False)
    await phone.client.settle_keys()
    await room.bot.sight.look()
    room.bot.client.shares_with_unsigned = lambda _: True

    async def lost(method: str, path: str, body: Json | None = None) -> Json:
        answer = await call(method, path, body)
        if "sendToDevice" in path:
            raise HomeserverDown("no answer")
        return answer

    call = room.bot.client.call
    between(room.bot.client, lost)
    with pytest.raises(HomeserverDown):
        await room.bot.sight.say(room.id, "hello")
    between(room.bot.client, call)
    room.bot.client.shares_with_unsigned = lambda _: False
    assert not await phone.reads(room.id, await room.bot.sight.say(room.id, "hello"))
    assert phone.withheld() == ["m.unverified"]


async def test_the_rooms_own_rotation_counts(room: Room) -> None:
    """A room that wants its key changed after two messages gets that, from the next message on, and after a restart."""
    first = await room.says()
    await room.state("m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2", "rotation_period_msgs": 2})
    said = [first] + [await room.says() for _ in range(3)]
    a, b, c, d = [await room.session(event) for event in said]
    assert (a == b, b == c, c == d) == (True, False, True)
    assert [await room.kim.reads(room.id, event) for event in said] == [True] * 4


async def test_a_fixed_sentence_has_a_key_of_its_own_that_every_device_gets(room: Room) -> None:
    """An unsigned device reads it, and nothing else; neither key opens what is said under the other."""
    phone = await room.arrive(room.kim.account, "PHONE", room.kim.seeds, signed=False)
    await phone.client.settle_keys()
    said = [await room.says(), await says_fixed(room), await room.says(), await says_fixed(room)]
    assert [await phone.reads(room.id, event) for event in said] == [False, True, False, True]
    assert [await room.kim.reads(room.id, event) for event in said] == [True] * 4
    sessions = [await room.session(event) for event in said]
    assert (sessions[0], sessions[1]) == (sessions[2], sessions[3])
    assert sessions[0] != sessions[1]
    assert phone.withheld() == ["m.unverified"], "for the one key alone"


async def test_a_fixed_sentence_goes_to_nobody_whom_the_roster_does_not_know(room: Room, newcomer: Newcomer) -> None:
    """Whom the homeserver lists and the bot does not know gets neither key, and is told so for each."""
    ghost = await room.arrive(await newcomer("ghost"), "GHOST")
    await room.kim.post(f"rooms/{room.id}/invite", {"user_id": ghost.account.user_id})
    await ghost.post(f"rooms/{room.id}/join", {})
    room.bot.client.list_readers = lambda _: frozenset({room.kim.account.user_id})
    for event in (await room.says(), await says_fixed(room)):
        assert not await ghost.reads(room.id, event)
        assert await room.kim.reads(room.id, event)
    assert ghost.withheld() == ["m.unauthorised"] * 2


async def test_the_key_of_fixed_sentences_changes_as_the_other_does(room: Room) -> None:
    """A device that is gone reads nothing that is said next, under either key; and the room's own rotation counts for both."""
    phone = await room.arrive(room.kim.account, "PHONE", room.kim.seeds, signed=False)
    await phone.client.settle_keys()
    before = await says_fixed(room)
    assert await phone.reads(room.id, before)
    await phone.post("logout", {})
    after = await says_fixed(room)
    assert await room.session(after) != await room.session(before)
    room.bot.client.list_readers = lambda _: frozenset()
    nobody = await says_fixed(room)
    assert await room.session(nobody) != await room.session(after)
    assert not await room.kim.reads(room.id, nobody)
    room.bot.client.list_readers = lambda _: frozenset({room.kim.account.user_id})
    await room.state("m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2", "rotation_period_msgs": 1})
    first, second = await says_fixed(room), await says_fixed(room)
    assert await room.session(first) != await room.session(second)


async def test_a_fixed_sentence_is_for_those_alone_whom_it_is_for(room: Room, newcomer: Newcomer) -> None:
    """At a desk or in a direct room it goes to all devices of whoever belongs there, and nowhere if somebody else could hear it."""
    phone = await room.arrive(room.kim.account, "PHONE", room.kim.seeds, signed=False)
    await phone.client.settle_keys()
    only = frozenset({room.kim.account.user_id})
    assert await phone.reads(room.id, await says_fixed(room, only=only))
    rio = await newcomer("rio")
    await room.kim.post(f"rooms/{room.id}/invite", {"user_id": rio.user_id})
    with pytest.raises(Unsayable, match="strangers"):
        await says_fixed(room, only=only)


async def test_it_is_known_who_can_read_a_card(room: Room) -> None:
    """Whoever has a device that got its key; of a card that may have been posted under another key, nobody."""
    client, kim = room.bot.client, room.kim.account.user_id
    posted = await says_fixed(room, CARD, txn="one")
    session = await room.session(posted)
    assert client.list_card_readers("one", session) == {kim}
    assert client.list_card_readers("one", "another") == client.list_card_readers("two", session) == frozenset()
    client.list_readers = lambda _: frozenset()
    again = await says_fixed(room, CARD, txn="one")
    assert again == posted, "the homeserver knows it again"
    assert client.list_card_readers("one", await room.session(posted)) == {kim}
    assert client.list_card_readers("two", await room.session(await says_fixed(room, CARD, txn="two"))) == frozenset()


async def test_it_is_known_who_cannot_read(room: Room) -> None:
    """Whoever has no device that they have signed, unless policy lets unsigned ones read; what is not known stays as it was."""
    client, kim = room.bot.client, room.kim.account.user_id
    await room.bot.sight.look()
    assert client.list_deaf(room.id, frozenset()) == frozenset()
    await room.kim.post("logout", {})
    rio = await room.arrive(room.kim.account, "PHONE", room.kim.seeds, signed=False)
    await rio.client.settle_keys()
    await room.bot.sight.look()
    assert client.list_deaf(room.id, frozenset()) == {kim}
    client.shares_with_unsigned = lambda _: True
    assert client.list_deaf(room.id, frozenset()) == frozenset()
    client.olm.users_for_key_query.add(kim)
    assert client.list_deaf(room.id, frozenset({kim})) == {kim}


# ---- how long it is used -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "rotation"),
    [
        ({}, Rotation(604_800.0, 100)),
        ({"rotation_period_ms": 7_200_000, "rotation_period_msgs": 10}, Rotation(7200.0, 10)),
        ({"rotation_period_ms": 10**15, "rotation_period_msgs": 10**400}, Rotation(604_800.0, 100)),
        ({"rotation_period_ms": 0, "rotation_period_msgs": -1}, Rotation(3600.0, 1)),
        ({"rotation_period_ms": "7200000", "rotation_period_msgs": True}, Rotation(604_800.0, 100)),
        ({"rotation_period_ms": float("nan"), "rotation_period_msgs": float("inf")}, Rotation(604_800.0, 100)),
        ({"rotation_period_ms": None, "rotation_period_msgs": 1.5}, Rotation(604_800.0, 1)),
    ],
)
def test_rotation_has_limits(content: Json, rotation: Rotation) -> None:
    """A room can ask for more care than the specification, never for less, and never for what would silence it."""
    assert read_rotation(content) == rotation


def test_a_key_grows_old() -> None:
    """A key is used for as long and as often as the room says."""
    now = [0.0]
    key, rotation = RoomKey(lambda: now[0]), Rotation(3600.0, 2)
    assert key.find_wear(rotation, set()) is None
    now[0] = 3600.0
    assert key.find_wear(rotation, set()) == "age"
    now[0] = 0.0
    key.encrypt("1")
    assert key.find_wear(rotation, set()) is None
    key.encrypt("2")
    assert key.find_wear(rotation, set()) == "messages"
