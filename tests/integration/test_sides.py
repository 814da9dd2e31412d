"""Desks and direct rooms on a real homeserver: closed from their first event, found again, and nobody's but ours."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from bureau import Json, PowerCut, between
from hand_held import at_work
from key_room import Room, Somebody, room_with_kim
from newcomer import Account, Newcomer
from polling import wait_until

from bot.app.keys.pinning import recall_pins
from bot.app.services import Chair
from bot.demo.homeserver import Homeserver
from bot.errors import Unsayable
from bot.matrix.audience import Audience
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.room_creation import find_created_room
from bot.model import Card, Decision, Desk, Direct, EventId, Heard, Language, Mark, Open, RoomId, make_words
from bot.settings import load_settings
from bot.store import Side, open_key, open_store

EN, MARK = Language("en"), Mark(kind="alarm")
LINE = make_words("listen-already", EN, prefix="!")


@dataclass
class Clinic:
    """A bot in a session room with Kim, its therapist, on a real Synapse."""

    room: Room
    folder: Path
    therapists: list[Account] = field(default_factory=list)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Chair]:
        """Let the bot work, as a process that starts does."""
        account, client = self.room.bot.account, self.room.bot.client
        config = self.folder / "bot.yaml"
        everybody = [account.user_id for account in (self.room.kim.account, *self.therapists)]
        (self.folder / "rooms").mkdir(exist_ok=True)
        (self.folder / "rooms" / "all.yaml").write_text(f'room: "*"\ntherapists: {everybody}\nhistory: shared\n')
        (self.folder / "password").write_text(account.password)
        config.write_text(
            f'homeserver: {self.room.synapse.url}\nuser_id: "{account.user_id}"\npassword_file: password\n'
            f"data_dir: .\njurisdiction: [demo]\ntherapists: {everybody}\nhistory: shared\n"
        )
        client.rooms.clear()
        async with open_store(self.folder, open_key(None, self.folder)) as store:
            settings = load_settings(config)
            chair = Chair(settings, store, client, {})
            await recall_pins(client.people, store.pins, settings)
            async with at_work(chair):
                yield chair

    async def desk(self, chair: Chair) -> Side:
        """Return the desk, as soon as Kim is asked in."""
        sight = self.room.kim.sight

        async def is_there() -> bool:
            side = await chair.store.sides.find_side(self.room.id, Desk())
            return side is not None and side.room is not None

        await wait_until(is_there)
        side = await chair.store.sides.find_side(self.room.id, Desk())
        assert side
        while side.room not in sight.invitations:
            await sight.look()
        return side

    async def joined(self, side: Side, who: Somebody) -> RoomId:
        """Let somebody follow the invitation, and return the room as soon as they could read something there."""
        assert side.room is not None
        await who.post(f"rooms/{side.room}/join", {})
        await reads(who, side.room, 1)
        return side.room


async def _state(who: Somebody, room: RoomId, kind: str) -> Json:
    return await who.client.call("GET", f"/_matrix/client/v3/rooms/{room}/state/{kind}")


async def reads(who: Somebody, room: RoomId, count: int) -> None:
    """Return when somebody can read so many messages in a room."""
    while len(who.sight.messages(room)) < count:
        await who.sight.look()


async def order(chair: Chair, session: RoomId, *effects: Any, cause: str) -> None:
    """Let something be decided."""
    event = Heard(EventId(cause), chair.client.user_id, chair.clock(), "!cause")
    await chair.store.commit(event, Decision(await chair.store.rooms.room(session), effects), None)
    chair.to_act.set()


@pytest.fixture
async def clinic(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> AsyncIterator[Clinic]:
    """Bring bot and Kim into a session room, to which somebody else is invited, so that it is one for sessions."""
    async with room_with_kim(synapse, newcomer, tmp_path / "people") as room:
        guest = f"@guest:{room.kim.account.user_id.partition(':')[2]}"
        await room.kim.post(f"rooms/{room.id}/invite", {"user_id": guest})
        (tmp_path / "bot").mkdir()
        yield Clinic(room, tmp_path / "bot")


async def rooms_of(who: Somebody) -> set[str]:
    """Return the rooms that somebody is in."""
    return set((await who.client.call("GET", "/_matrix/client/v3/joined_rooms"))["joined_rooms"])


async def test_a_desk_is_closed(clinic: Clinic) -> None:
    """It is encrypted and by invitation only; who is in it can read and write there, and invite nobody, change nothing."""
    kim = clinic.room.kim
    async with clinic.at_work() as chair:
        desk = await clinic.joined(await clinic.desk(chair), kim)
        assert (await _state(kim, desk, "m.room.join_rules"))["join_rule"] == "invite"
        assert (await _state(kim, desk, "m.room.encryption"))["algorithm"] == "m.megolm.v1.aes-sha2"
        assert (await _state(kim, desk, "m.room.history_visibility"))["history_visibility"] == "joined"
        assert (await _state(kim, desk, "m.room.guest_access"))["guest_access"] == "forbidden"
        topic, picture = await _state(kim, desk, "m.room.topic"), await _state(kim, desk, "m.room.avatar")
        assert (topic["topic"].split(":")[0], picture["url"][:6]) == ("For therapists only", "mxc://")
        for path, body in (
            ("invite", {"user_id": "@eve:localhost"}),
            ("state/m.room.name", {"name": "Mine"}),
            ("state/m.room.join_rules", {"join_rule": "public"}),
            ("state/m.room.power_levels", {"users": {kim.account.user_id: 100}}),
        ):
            with pytest.raises(ServerSaysNo):
                await kim.post(f"rooms/{desk}/{path}", body, "POST" if path == "invite" else "PUT")
        question = await kim.sight.say(desk, "!help")
        while not [message for message in kim.sight.messages(desk) if message.reply_to == question]:
            await kim.sight.look()


async def test_cut_off_before_it_is_noted(clinic: Clinic) -> None:
    """Where the power goes off between the making of a desk and its note, the next start finds it; there is one."""
    bot, before = clinic.room.bot, await rooms_of(clinic.room.bot)
    call, off = bot.client.call, asyncio.Event()

    async def cut(method: str, path: str, body: Json | None = None) -> Json:
        answer = await call(method, path, body)
        if path.endswith("/createRoom"):
            off.set()
            raise PowerCut
        return answer

    between(bot.client, cut)
    with pytest.raises(BaseExceptionGroup) as ended:
        async with clinic.at_work():
            await asyncio.Event().wait()
    assert ended.group_contains(PowerCut)
    assert off.is_set()
    between(bot.client, call)
    async with clinic.at_work() as chair:
        side = await clinic.desk(chair)
        assert await rooms_of(bot) - before == {side.room}


async def test_found_without_a_restart(clinic: Clinic) -> None:
    """A desk whose making was not answered is found among the bot's rooms by its nonce, and by nobody else's."""
    kim = clinic.room.kim
    async with clinic.at_work() as chair:
        side = await clinic.desk(chair)
        forged = {"preset": "private_chat", "creation_content": {"org.thirdchair": {"side": "forged"}}}
        room = (await kim.post("createRoom", {**forged, "invite": [clinic.room.bot.account.user_id]}))["room_id"]
        await clinic.room.bot.post(f"rooms/{room}/join", {})
    assert await find_created_room(clinic.room.bot.client, side.nonce, ()) == side.room
    assert await find_created_room(clinic.room.bot.client, side.nonce, (side.room or room,)) is None
    assert await find_created_room(clinic.room.bot.client, "forged", ()) is None


async def test_leaving_returning_and_being_removed(clinic: Clinic) -> None:
    """A therapist who left the desk is asked in again; who left the session is put out, and reads nothing said after."""
    kim, bot = clinic.room.kim, clinic.room.bot
    async with clinic.at_work() as chair:
        desk = await clinic.joined(await clinic.desk(chair), kim)
        await kim.post(f"rooms/{desk}/leave", {})
        kim.sight.invitations.clear()
        async with chair.news:
            await chair.news.wait_for(lambda: kim.account.user_id not in bot.client.rooms[desk].users)
        await order(chair, clinic.room.id, Card("A1", LINE, MARK, (kim.account.user_id,)), cause="$one")
        while desk not in kim.sight.invitations:
            await kim.sight.look()
        await kim.post(f"rooms/{desk}/join", {})
        await kim.post(f"rooms/{clinic.room.id}/leave", {})
        while await membership(bot, desk, kim) != "leave":
            pass


async def membership(bot: Somebody, room: RoomId, who: Somebody) -> str:
    """Return how somebody stands to a room."""
    return str((await _state(bot, room, f"m.room.member/{who.account.user_id}"))["membership"])


async def test_two_therapists_and_a_direct_room(clinic: Clinic, newcomer: Newcomer) -> None:
    """Both therapists read the desk; a direct room is for one of them alone, and both rooms are known after a restart."""
    kim, bot = clinic.room.kim, clinic.room.bot
    account = await newcomer("ben")
    clinic.therapists.append(account)
    ben = await clinic.room.arrive(account, "BEN")
    await kim.post(f"rooms/{clinic.room.id}/invite", {"user_id": account.user_id})
    await ben.post(f"rooms/{clinic.room.id}/join", {})
    async with clinic.at_work() as chair:
        side = await clinic.desk(chair)
        desk = await clinic.joined(side, kim)
        await clinic.joined(side, ben)
        await order(chair, clinic.room.id, Card("A1", LINE, MARK), Open(Direct(account.user_id)), cause="$one")
        for somebody in (kim, ben):
            while not [seen for seen in somebody.sight.messages(desk) if seen.kind == "alarm"]:
                await somebody.sight.look()
        while not ben.sight.invitations - {desk, clinic.room.id}:
            await ben.sight.look()
        (direct,) = ben.sight.invitations - {desk, clinic.room.id}
        await ben.post(f"rooms/{direct}/join", {})
        await reads(ben, direct, 1)
        assert await _state(bot, direct, f"m.room.member/{account.user_id}")
        assert direct not in await rooms_of(kim)
    async with clinic.at_work() as chair:
        again = await clinic.desk(chair)
        other = await chair.store.sides.find_side(clinic.room.id, Direct(account.user_id))
    assert (again.room, other.room if other else None) == (desk, direct)


async def test_a_member_list_that_the_server_made_up(clinic: Clinic, newcomer: Newcomer) -> None:
    """Somebody whom the homeserver adds while the key is shared gets neither key nor message, and nobody else does."""
    bot, kim = clinic.room.bot, clinic.room.kim
    eve = await clinic.room.arrive(await newcomer("eve"), "EVE")
    async with clinic.at_work() as chair:
        desk = await clinic.joined(await clinic.desk(chair), kim)
    room, call = bot.client.rooms[desk], bot.client.call

    async def lie(method: str, path: str, body: Json | None = None) -> Json:
        answer = await call(method, path, body)
        if "/keys/query" in path:
            room.add_member(eve.account.user_id, "Eve", None)
        return answer

    between(bot.client, lie)
    bot.client.olm.users_for_key_query.add(kim.account.user_id)
    before = await newest(kim, desk)
    with pytest.raises(Unsayable, match="strangers"):
        await bot.client.room_send(
            desk, "m.room.message", {"body": "x"}, audience=Audience(frozenset({kim.account.user_id}))
        )
    await eve.sight.look()
    assert eve.letters == []
    assert await newest(kim, desk) == before


async def newest(who: Somebody, room: RoomId) -> str:
    """Return the newest event of a room."""
    answer = await who.client.call("GET", f"/_matrix/client/v3/rooms/{room}/messages?dir=b&limit=1")
    return str(answer["chunk"][0]["event_id"])
