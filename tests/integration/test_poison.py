"""The poison corpus against our client, and against nio's own: what would end, silence or fool a client does nothing to ours.

Each case is tried on nio's client too, which must fall for it: where it does not any more, something of ours may go.
"""

import asyncio
import json
import logging
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import nio
import pytest
from bureau import open_bureau
from correspondent import ROOM, Correspondent, event, member
from hypothesis import given
from hypothesis import strategies as st
from newcomer import Newcomer
from poison import ANSWERS, DEADLY, HARMLESS, KEYS
from poison_answers import BadAnswer, BadDevice
from poison_case import Poison
from ward import BOT, DEVICE, STORE_KEY, TOKEN, Bare, Ward, settings, ward

from bot.demo.homeserver import Homeserver
from bot.errors import StoreRefused
from bot.matrix.client.client import Client
from bot.matrix.client.event_validation import is_room
from bot.matrix.client.json_parser import DEEPEST, parse_json
from bot.model import Heard


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder for keys, in memory where the machine offers that: they are written down some thousand times."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own in it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


@pytest.fixture
async def ours(folder: Path) -> AsyncIterator[Ward]:
    """Put our client to the test."""
    async with ward(folder, Client) as the_ward:
        yield the_ward


@pytest.fixture
async def bare(folder: Path) -> AsyncIterator[Ward]:
    """Put nio's own client to the test."""
    async with ward(folder, Bare) as the_ward:
        yield the_ward


# ---- what comes in a sync --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("poison", [*DEADLY, *HARMLESS], ids=str)
async def test_it_does_nothing_to_us(ours: Ward, poison: Poison) -> None:
    """Whatever comes, Ana's words after it are heard; and when the same comes again, as after a crash, the same is true."""
    taken = await ours.take(**poison.brew(ours))
    assert taken.error is None
    assert taken.goes_on
    assert poison.ours(taken)
    assert (await ours.take(ours.server.sync)).goes_on
    assert not ours.client.key_verifications
    assert not ours.client.outgoing_to_device_messages


@pytest.mark.parametrize("poison", DEADLY, ids=str)
async def test_nio_as_shipped_falls_for_it(bare: Ward, poison: Poison) -> None:
    """Nio's own client is ended, silenced or fooled by it; when this fails, what closes it here may go."""
    assert poison.bare(await bare.take(**poison.brew(bare)))


@pytest.mark.parametrize("bad", HARMLESS, ids=str)
async def test_nio_as_shipped_survives_it(bare: Ward, bad: Poison) -> None:
    """Nio's own client goes on after it: ours must not be worse."""
    assert not (await bare.take(**bad.brew(bare))).lost


async def test_no_key_comes_in_clear(ours: Ward) -> None:
    """A room key that is not sealed, is called something else, or comes from somebody who was not asked, opens nothing."""
    eve = Correspondent("@eve:clinic")
    honest = eve.room_key(ours.bot, of=eve)
    key = {"session_id": eve.megolm.session_id, "session_key": eve.megolm.session_key.to_base64()}
    content = {"algorithm": "m.megolm.v1.aes-sha2", "room_id": ROOM, **key}
    chain = {"sender_key": eve.curve25519, "sender_claimed_ed25519_key": eve.ed25519}
    forwarded = {**content, **chain, "forwarding_curve25519_key_chain": []}
    clear = {"type": "m.room_key", "sender": eve.user, "content": content}
    misnamed = {**eve.room_key(ours.bot), "type": "m.dummy"}
    letters = [clear, misnamed, eve.letter(ours.bot, "m.forwarded_room_key", forwarded)]
    taken = await ours.take(to_device=letters, timeline=[eve.message("!help")])
    assert isinstance(taken.poison, nio.MegolmEvent)
    taken = await ours.take(to_device=[honest], timeline=[eve.message("!help")])
    assert isinstance(taken.poison, nio.RoomMessageText)


async def test_a_thousand_letters_hold_nobody_up(ours: Ward) -> None:
    """While a thousand malformed letters come in one sync, others have their turn in between."""
    letters = [ours.mallory.olm(ours.bot, {"type": number % 2, "body": "AwAB"}) for number in range(1000)]
    turns = count()

    async def other() -> None:
        for _ in turns:
            await asyncio.sleep(0)

    busy = asyncio.create_task(other())
    assert (await ours.take(to_device=letters)).goes_on
    busy.cancel()
    assert next(turns) > 1000


async def test_a_device_named_like_the_bots_is_heard(ours: Ward, tmp_path: Path) -> None:
    """Kim's device has the id of the bot's: its words count, and it gets keys, which it does not with nio as shipped."""
    assert ours.kim.device == DEVICE
    taken = await ours.take(timeline=[ours.kim.message("!help")])
    assert isinstance(taken.hears(taken.poison), Heard)
    eve = Correspondent("@eve:clinic", DEVICE)
    async with ward(tmp_path / "bare", Bare) as other:
        users = {
            correspondent.user: {correspondent.device: correspondent.published()}
            for correspondent in (eve, other.mallory)
        }
        await other.learn(users, *users)
        assert list(other.client.olm.get_missing_sessions(list(users))) == [other.mallory.user]


@pytest.mark.parametrize(("make", "fooled"), [(Client, False), (Bare, True)], ids=["ours", "nio"])
async def test_a_message_is_shown_once(folder: Path, make: type[Bare] | type[Client], fooled: bool) -> None:
    """A server that shows an old message as a new event is not believed, not after a restart either; nio forgets."""
    async with ward(folder, make) as before:
        said = before.ana.message("!listen")
        again = {**said, "event_id": "$again"}
        taken = await before.take(timeline=[said, again])
        opened = [isinstance(event, nio.RoomMessageText) for event in taken.events]
        assert opened == [True, False, True]
    async with ward(folder, make, settled=False) as after:
        after.ana = before.ana
        taken = await after.take(state=settings(), timeline=[again])
        assert isinstance(taken.poison, nio.RoomMessageText) is fooled


async def test_who_left_and_was_invited_again_has_not_joined(ours: Ward, tmp_path: Path) -> None:
    """Kim left and was invited again while the bot did not look: he is invited. nio as shipped takes him for joined."""
    again = {"state": [member("@kim:clinic", "invite", "@ana:clinic")]}
    assert (await ours.take(**again)).room.users["@kim:clinic"].invited
    async with ward(tmp_path / "bare", Bare) as other:
        assert not (await other.take(**again)).room.users["@kim:clinic"].invited


async def test_a_room_that_cannot_be_read_is_one_we_are_not_in(ours: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """If nio stumbles over one room all the same, the others go on, and nothing is said in that room."""
    update, other = ours.client.olm.update_tracked_users, "!other:clinic"

    def stumbling(room: Any) -> None:
        if room.room_id == other:
            raise ValueError
        update(room)

    monkeypatch.setattr(ours.client.olm, "update_tracked_users", stumbling)
    there = {other: {"state": {"events": settings("@ana:clinic")}, "timeline": {"events": []}}}
    taken = await ours.take(rooms={"join": there})
    assert taken.goes_on
    assert other not in ours.client.rooms
    assert other not in taken.answer.rooms.join


# ---- invitations -----------------------------------------------------------------------------------------------------


def invitation(*senders: str) -> dict[str, Any]:
    """Return an invitation whose events say that each of `senders` invited the bot."""
    events = [member(BOT, "invite", sender) for sender in senders]
    return {"invite": {"!in:clinic": {"invite_state": {"events": events}}}}


async def test_an_invitation_has_one_inviter(ours: Ward) -> None:
    """Whoever invites is named; where what comes with the invitation names two, nobody is: one of them is a lie."""
    taken = await ours.take(rooms=invitation("@ana:clinic"))
    (event,) = taken.answer.rooms.invite["!in:clinic"].invite_state
    assert (event.sender, event.state_key, event.membership) == ("@ana:clinic", BOT, "invite")
    taken = await ours.take(rooms=invitation("@ana:clinic", "@mallory:elsewhere"))
    assert taken.answer.rooms.invite["!in:clinic"].invite_state == []


async def test_a_room_id_bends_no_path(ours: Ward) -> None:
    """A room whose id would lead a request elsewhere is not there; rooms of every version are."""
    bent = "!a/../../logout?:elsewhere"
    taken = await ours.take(rooms={"invite": {bent: invitation("@ana:clinic")["invite"]["!in:clinic"]}})
    assert taken.goes_on
    assert taken.answer.rooms.invite == {}
    assert not any(map(is_room, ("!", "!a b:c", "!a%2F:c", "!a#:c", "a:b", "!a:b:c/d", 7)))
    assert all(map(is_room, ("!OGEhHVWSdvArJzumhm:matrix.org", "!a_b-c~d.e=f:[::1]:8448", "!" + "x_-9" * 10 + "abc")))


# ---- other people's keys ---------------------------------------------------------------------------------------------


async def _good_devices(the_ward: Ward, bad: BadDevice) -> set[tuple[str, str]]:
    """Let the client ask for keys, and return the new good devices that it knows afterwards."""
    ana, mallory = the_ward.ana, the_ward.mallory
    second = Correspondent(ana.user, "TABLET")
    devices = {
        ana.user: {ana.device: ana.published(), "TABLET": second.published()},
        mallory.user: {"BAD": bad.brew(the_ward), "GOOD": mallory.published("GOOD")},
    }
    try:
        await the_ward.learn(devices, mallory.user)
    except BaseException as error:
        if isinstance(the_ward.client, Client) or not (isinstance(error, Exception) or _is_panic(error)):
            raise
    known = {(device.user_id, device.id) for device in the_ward.client.device_store}
    return known & {(ana.user, "TABLET"), (mallory.user, "GOOD"), (mallory.user, "BAD")}


def _is_panic(error: BaseException) -> bool:
    """Return whether it is a panic in Rust: its class has no name that one could import, and each library its own."""
    return type(error).__name__ == "PanicException"


GOOD = {("@ana:clinic", "TABLET"), ("@mallory:elsewhere", "GOOD")}


@pytest.mark.parametrize("bad", KEYS, ids=str)
async def test_a_bad_device_hides_no_good_one(ours: Ward, bad: BadDevice) -> None:
    """Of an answer with one bad device every other is learnt, the same person's too, and the bad one is not."""
    known = await _good_devices(ours, bad)
    assert known - {("@mallory:elsewhere", "BAD")} == GOOD


@pytest.mark.parametrize("bad", [bad for bad in KEYS if bad.hides], ids=str)
async def test_nio_as_shipped_loses_the_good_ones(bare: Ward, bad: BadDevice) -> None:
    """Nio's own client learns less than it could, or ends; when this fails, what closes it here may go."""
    assert await _good_devices(bare, bad) < GOOD


# ---- answers that are none -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", ANSWERS, ids=str)
async def test_an_answer_that_is_none_is_an_error(ours: Ward, bad: BadAnswer) -> None:
    """A sync that fails raises what went wrong, so that the loop waits; the next one that succeeds is read."""
    ours.server.status = bad.status
    assert type((await ours.take(bad.text)).error) is bad.error
    ours.server.status = 200
    assert (await ours.take()).goes_on


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
)


@given(JSON)
def test_ordinary_json_is_read_as_it_is(value: Any) -> None:
    """What people write comes out as it went in, whether its letters are written out or as escapes."""
    assert parse_json(json.dumps(value)) == value
    assert parse_json(json.dumps(value, ensure_ascii=False)) == value


@given(JSON, st.integers(0, 3000), st.sampled_from(["[%s]", '{"a":%s}', '["[[{",%s]']))
def test_any_json_can_be_written_again(value: Any, depth: int, around: str) -> None:
    """Whatever is read can be written as JSON and as UTF-8, however deep it was, and its beginning is kept."""
    before, after = around.split("%s")
    result = parse_json(
        '{"type":"m.text","deep":' + before * depth + json.dumps(value) + after * depth + ',"end":"\\ud800"}'
    )
    assert (result["type"], result["end"]) == ("m.text", "\ufffd")
    written = json.dumps(result, ensure_ascii=False)
    assert written.encode()
    assert "[" * DEEPEST not in written
    assert '{"a": ' * DEEPEST not in written


@given(st.text(st.characters(codec="ascii")))
def test_what_is_no_json_is_said_to_be_none(words: str) -> None:
    """Anything else is an error of one kind."""
    with suppress(ValueError):
        parse_json(words)


async def test_nio_as_shipped_gives_errors_back_as_values(bare: Ward) -> None:
    """Nio's own client returns a failed sync, over which a loop turns at once; when this fails, something may go."""
    bare.server.status = 500
    taken = await bare.take('{"errcode": "M_UNKNOWN", "error": "no"}')
    assert taken.error is None
    assert isinstance(taken.answer, nio.SyncError)


# ---- at rest, and in the log -----------------------------------------------------------------------------------------


async def _secrets(the_ward: Ward) -> list[bytes]:
    """Use the client as a session does, and return what must lie nowhere in clear."""
    await the_ward.take(to_device=[the_ward.mallory.letter(the_ward.bot, "m.dummy", {})])
    ours = the_ward.client.olm.account.identity_keys
    words = [ROOM, the_ward.ana.user, BOT, DEVICE, TOKEN, STORE_KEY, the_ward.ana.curve25519, the_ward.ana.ed25519]
    words += [the_ward.ana.megolm.session_id, ours["curve25519"], ours["ed25519"], "SQLite format"]
    return [word.encode() for word in words]


def _found(folder: Path, secrets: list[bytes]) -> set[bytes]:
    """Return which of `secrets` lie in clear in any file of a folder."""
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert files
    return {secret for secret in secrets for content in files if secret in content}


async def test_nothing_lies_in_clear_on_disk(tmp_path: Path) -> None:
    """While the client runs and afterwards, no file of its folder holds a room's or person's id, a key or the token."""
    async with ward(tmp_path / "ours", Client) as the_ward:
        secrets = await _secrets(the_ward)
        assert _found(tmp_path / "ours", secrets) == set()
    assert _found(tmp_path / "ours", secrets) == set()
    async with ward(tmp_path / "bare", Bare) as other:
        raws = _found(tmp_path / "bare", await _secrets(other))
    assert {ROOM.encode(), BOT.encode(), other.ana.curve25519.encode()} <= raws


async def test_another_key_opens_nothing(tmp_path: Path) -> None:
    """A copied folder is of no use without the key."""
    async with ward(tmp_path / "ours", Client):
        pass
    shutil.copytree(tmp_path / "ours", tmp_path / "copy")
    thief = Client("http://127.0.0.1:9", BOT, DEVICE, tmp_path / "copy", "5b" * 32)
    with pytest.raises(StoreRefused):
        thief.restore_login(BOT, DEVICE, TOKEN)


async def _logged(the_ward: Ward, caplog: pytest.LogCaptureFixture) -> str:
    """Let the client read good and bad, with every logger wide open, and return what was logged."""
    caplog.set_level(logging.DEBUG)
    odd = event("m.room.message", the_ward.kim.user, {"msgtype": "m.text", "body": ["a secret"]})
    await the_ward.take(
        to_device=[the_ward.mallory.olm(the_ward.bot, "a secret")], timeline=[odd, the_ward.kim.message("a secret")]
    )
    return caplog.text


async def test_nothing_is_logged_by_libraries(ours: Ward, caplog: pytest.LogCaptureFixture) -> None:
    """With the log wide open, neither the token nor anybody's words stand in it."""
    text = await _logged(ours, caplog)
    assert TOKEN not in text
    assert "a secret" not in text


async def test_nio_as_shipped_logs_words(bare: Ward, caplog: pytest.LogCaptureFixture) -> None:
    """Nio's own logger quotes what it finds malformed already in its warnings; when this fails, less may be pinned."""
    caplog.set_level(logging.WARNING, "nio")
    assert "a secret" in await _logged(bare, caplog)


# ---- rooms of every version ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["10", "11", "12"])
async def test_rooms_of_every_version_are_known(
    synapse: Homeserver, newcomer: Newcomer, tmp_path: Path, version: str
) -> None:
    """Of a room on a real homeserver, upgraded from another, all is known that decides whether it is one for sessions."""
    account = await newcomer("bot")
    async with open_bureau(synapse, await newcomer("witness"), tmp_path) as bureau, bureau.bot(account) as bot:
        room_id = await _upgraded(bot.client, version, bureau.witness.user)
        assert (":" in room_id) == (version != "12")
        await bot.client.sync(0, full_state=True)
        room = bot.client.rooms[room_id]
        assert (room.encrypted, room.join_rule, room.history_visibility) == (True, "invite", "invited")
        assert {user: item.invited for user, item in room.users.items()} == {
            account.user_id: False,
            bureau.witness.user: True,
        }
        assert room.room_version == version
        assert room.power_levels.get_user_level(account.user_id) >= 100


async def _upgraded(client: Client, version: str, guest: str) -> str:
    """Return a room of that version, upgraded from an older one, to which `guest` is invited."""
    path = "/_matrix/client/v3"
    history = {"type": "m.room.history_visibility", "content": {"history_visibility": "invited"}}
    encryption = {"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
    body = {"room_version": "9", "preset": "private_chat", "initial_state": [encryption, history]}
    before = (await client.call("POST", f"{path}/createRoom", body))["room_id"]
    answer = await client.call("POST", f"{path}/rooms/{before}/upgrade", {"new_version": version})
    room = str(answer["replacement_room"])
    await client.call("POST", f"{path}/rooms/{room}/invite", {"user_id": guest})
    return room
