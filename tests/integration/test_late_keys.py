"""Messages whose key comes late, or never: kept as ciphertext, asked about once, and never obeyed late."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hand_held import ANA, KIM, ROOM, Client, Server, at_work, seat
from megolm import quiet_room
from polling import is_at_rest, wait_until

from bot.app.services import Chair
from bot.matrix.sync import open_sealed
from bot.model import (
    NO_SOUND,
    Attached,
    Captioned,
    EventId,
    Floor,
    Heard,
    Overheard,
    Recorded,
    RoomId,
    UndecryptedEvent,
)


@dataclass
class Scene:
    """A room in which somebody's keys come late, and a clock that the test turns on."""

    chair: Chair
    server: Server = field(repr=False)
    now: float = 1e9

    async def listening(self) -> None:
        """Let everybody agree and Ana turn the AI on."""
        agreed = await self.server.agrees()
        await self.server.until(lambda: self.server.replies(agreed))
        said = len(self.server.posts)
        await self.server.says_now("!listen", ANA)
        await self.server.until(lambda: len(self.server.posts) > said)

    async def passes(self, seconds: float) -> None:
        """Let time pass, and a sync come that brings nothing."""
        self.now += seconds
        await self.server.pulse()
        await self.settled()

    async def settled(self) -> None:
        """Return when everything that happened is heard, decided and done."""
        question = await self.server.says_now("!help", ANA)
        await self.server.until(lambda: self.server.replies(question))
        await wait_until(lambda: is_at_rest(self.chair.store))

    async def sealed(self, text: str) -> EventId:
        """Let Kim write something whose key does not come yet."""
        event = self.server.seals(text)
        await self.server.pulse()
        await self.settled()
        return event

    def answers(self, event: EventId) -> list[str]:
        """Return what was answered to a message, by its kind."""
        return [post.content["body"] for post in self.server.replies(event)]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Run the loops in a room with Ana and Kim."""
    server = Server()
    async with seat(tmp_path, Client(server)) as chair:
        scene = Scene(chair, server)
        chair.clock = lambda: scene.now
        async with at_work(chair):
            await scene.settled()
            yield scene


ASKED = "I could not read this message: its key has not arrived. If it was for me, please send it again."
TOO_LATE = "I could read this only now, so I have not done it. Please type it again."


async def test_a_key_that_comes_soon(scene: Scene) -> None:
    """A command whose key comes within a minute is answered as any other, once."""
    question = await scene.sealed("!explain rumination")
    scene.now += 20
    await scene.server.unlock(question)
    await scene.settled()
    await scene.passes(100)
    (answer,) = scene.answers(question)
    assert "rumination" in answer.lower()


async def test_a_key_that_does_not_come_is_asked_for_once(scene: Scene) -> None:
    """Half a minute after a message that cannot be read, its sender is asked to send it again: once, in reply to it."""
    await scene.listening()
    question = await scene.sealed("I slept badly")
    await scene.passes(29)
    assert scene.answers(question) == []
    for _ in range(4):
        await scene.passes(2)
    assert scene.answers(question) == [ASKED]


async def test_while_off_no_notice_is_taken(scene: Scene) -> None:
    """While the AI is off nobody is asked about a message that may be talk."""
    question = await scene.sealed("I slept badly")
    await scene.passes(40)
    await scene.passes(40)
    assert scene.answers(question) == []


async def test_one_person_is_asked_about_one_message(scene: Scene) -> None:
    """Whoever's keys do not come is not asked about each message they write."""
    await scene.listening()
    questions = [await scene.sealed("I slept badly") for _ in range(5)]
    await scene.passes(40)
    await scene.passes(10)
    assert [scene.answers(question) for question in questions] == [[ASKED], [], [], [], []]


async def test_a_command_that_can_be_read_too_late(scene: Scene) -> None:
    """A command that becomes readable more than a minute late is not done; its sender is asked to type it again, once."""
    question = await scene.sealed("!explain rumination")
    scene.now += 61
    await scene.server.unlock(question)
    await scene.settled()
    await scene.passes(10)
    assert scene.answers(question) == [TOO_LATE]


async def test_nobody_is_asked_twice(scene: Scene) -> None:
    """Who was asked to send a command again is not asked once more when its key comes after all; it is not done either."""
    await scene.listening()
    question = await scene.sealed("!explain rumination")
    await scene.passes(40)
    scene.now += 40
    await scene.server.unlock(question)
    await scene.settled()
    assert scene.answers(question) == [ASKED]


async def test_turning_down_is_never_too_late(scene: Scene) -> None:
    """A `!stop` is obeyed whenever it can be read."""
    await scene.listening()
    stop = await scene.sealed("!stop")
    await scene.passes(100)
    scene.now += 100
    await scene.server.unlock(stop)
    await scene.settled()
    assert (await scene.chair.store.rooms.room(ROOM)).floor is Floor.OFF


async def test_talk_that_can_be_read_late_is_not_kept_beyond_what_was_agreed(scene: Scene) -> None:
    """Talk from before the AI was on is not kept because its key comes after; what was said while it was on is."""
    before = await scene.sealed("said while off")
    await scene.listening()
    while_on, too_late = await scene.sealed("said while on"), await scene.sealed("said while on, read late")
    scene.now += 20
    await scene.server.unlock(before)
    await scene.server.unlock(while_on)
    await scene.settled()
    scene.now += 60
    await scene.server.unlock(too_late)
    await scene.settled()
    kept = (await scene.chair.store.rooms.room(ROOM)).window
    assert [line.id for line in kept if line.sender == KIM] == [while_on]


async def test_a_message_that_stays_sealed_is_forgotten(scene: Scene) -> None:
    """After a day the ciphertext of a message that nobody could read is gone."""
    await scene.sealed("I slept badly")
    await scene.passes(23 * 3600)
    assert len(await scene.chair.store.seals.all()) == 1
    await scene.passes(2 * 3600)
    assert await scene.chair.store.seals.all() == ()


@pytest.mark.parametrize(("late", "overdue"), [(59.0, False), (61.0, True)])
async def test_what_was_sealed_is_trusted_no_more_than_anything_else(
    tmp_path: Path, late: float, *, overdue: bool
) -> None:
    """A ciphertext that was kept opens once the real key is there, and passes the same gate; how late it is goes with it."""
    async with quiet_room(tmp_path) as room:
        event = room.kim.says("!stop")
        keys = dict(room.bot.olm.inbound_group_store[ROOM])
        room.forgets_keys()
        seal = UndecryptedEvent(
            EventId(event["event_id"]), RoomId(event["room_id"]), room.kim.user, json.dumps(event), 100.0, asked=1.0
        )
        assert open_sealed(room.bot, seal, 101.0) == (False, ())
        room.bot.olm.inbound_group_store[ROOM].update(keys)
        opened, (says,) = open_sealed(room.bot, seal, 100.0 + late)
        assert opened
        assert isinstance(says, Heard)
        assert (says.sender, says.text, says.overdue, says.asked) == (room.kim.user, "!stop", overdue, True)
        assert open_sealed(room.bot, replace(seal, room=RoomId("!elsewhere:clinic")), 101.0)[1] == ()


@pytest.mark.parametrize(("late", "body"), [(59.0, "voice"), (59.0, "!stop"), (61.0, "!stop"), (61.0, "voice")])
async def test_a_voice_read_late_was_sent_when_it_came(tmp_path: Path, late: float, body: str) -> None:
    """It is judged by the agreements of when it came, not of when its key did; after a minute, or under a command, it is not listened to."""
    file = {
        "url": "mxc://clinic/abc",
        "key": {"k": "A" * 43, "kty": "oct", "alg": "A256CTR", "ext": True, "key_ops": ["encrypt", "decrypt"]},
        "v": "v2",
        "iv": "A" * 22,
        "hashes": {"sha256": "A" * 43},
    }
    async with quiet_room(tmp_path) as room:
        content = {"msgtype": "m.audio", "body": body, "info": {"mimetype": "audio/ogg"}, "file": file}
        event = room.kim.seals({"type": "m.room.message", "content": content})
        seal = UndecryptedEvent(
            EventId(event["event_id"]), RoomId(event["room_id"]), room.kim.user, json.dumps(event), 100.0
        )
        opened, says = open_sealed(room.bot, seal, 100.0 + late)
        voices = [said for said in says if isinstance(said, Recorded | Captioned) and said.sound != NO_SOUND]
        assert opened
        assert [voice.at for voice in voices] == ([100.0] if (late, body) == (59.0, "voice") else [])
        assert any(isinstance(said, Captioned) for said in says) is (body == "!stop")


@pytest.mark.parametrize(("late", "counts"), [(59.0, True), (61.0, False)])
async def test_a_picture_read_too_late_is_nobodys_presence(tmp_path: Path, late: float, *, counts: bool) -> None:
    """A picture whose key came after a minute says nothing about who is there now; its sender was told by then."""
    async with quiet_room(tmp_path) as room:
        event = room.kim.seals({"type": "m.sticker", "content": {"body": "kite", "info": {}, "url": "mxc://clinic/a"}})
        seal = UndecryptedEvent(
            EventId(event["event_id"]), RoomId(event["room_id"]), room.kim.user, json.dumps(event), 100.0
        )
        opened, says = open_sealed(room.bot, seal, 100.0 + late)
        assert opened
        assert any(isinstance(event, Attached) for event in says) is counts
        assert [event.text for event in says if isinstance(event, Overheard)] == ["kite"]
