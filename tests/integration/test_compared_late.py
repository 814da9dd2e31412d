"""What is read long after it was written is compared all the same: under the floor that stood then, once, before all else."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nio
import pytest
from danger_page import holds
from hand_held import ANA, KIM, ROOM, Client, Server, at_work, heard, seat
from polling import is_at_rest, wait_until

from bot.app.services import Chair
from bot.model import (
    Attached,
    Decision,
    Direct,
    Edited,
    Event,
    EventId,
    Floor,
    Heard,
    Person,
    Room,
    RoomId,
    SessionRoom,
)

PEOPLE = (Person(ANA, "Ana"), Person(KIM, "Kim"))
DIRECT = RoomId("!direct:clinic")
DANGER, WORSE = "I want to kill myself", "he hit me"
CALM = "the bus was late"


@dataclass
class Happening:
    """Something that a homeserver tells: what of it is acted on was heard already, its words are overheard as they stand."""

    content: dict[str, Any] = field(repr=False)
    event_id: str
    happened: Event | None = None
    decrypted: bool = False
    sender: str = KIM

    @property
    def source(self) -> dict[str, Any]:
        """Return the event as it came."""
        return {"type": "m.room.message", "content": self.content}


class Spoiled(dict[str, Any]):
    """What an event says, with a bug for whoever reads its words."""

    def items(self) -> Any:
        """Fail."""
        raise RuntimeError


def edit(event: str, target: EventId) -> Happening:
    """Return an edit that says something dangerous."""
    new = {"msgtype": "m.text", "body": DANGER}
    relation = {"rel_type": "m.replace", "event_id": target}
    content = {**new, "body": f"* {DANGER}", "m.new_content": new, "m.relates_to": relation}
    return Happening(content, event, Edited(EventId(event), KIM, 0.0, target, DANGER))


def hears(client: Any, room: RoomId, event: Any, now: float, *, late: bool = False) -> Any:
    """Hear an event that a test made as it is, and everything else as usual."""
    if isinstance(event, Happening):
        return event.happened and replace(event.happened, at=now)
    return heard(client, room, event, now, late=late)


@dataclass
class Scene:
    """A bot at work in a session in which the AI is on, with a direct room of Kim's, and a clock that the test turns on."""

    chair: Chair
    server: Server = field(repr=False)
    now: float = 1e9

    async def settled(self) -> None:
        """Return when everything that happened is heard, decided and done."""
        question = await self.server.says_now("!help", ANA)
        await self.server.until(lambda: self.server.replies(question))
        await wait_until(lambda: is_at_rest(self.chair.store))

    async def listening(self) -> None:
        """Let everybody agree and Ana turn the AI on."""
        await self.settled()
        await self.server.agrees()
        await self.server.says_now("!listen", ANA)
        await self.settled()
        assert (await self.room()).floor is Floor.LISTEN

    async def room(self) -> Room:
        """Return the session as it is."""
        return await self.chair.store.rooms.room(ROOM)

    async def alarms(self) -> list[tuple[EventId | None, int]]:
        """Return what waits: the newest message of each alarm, and how many messages it counts."""
        return [(alarm.event, alarm.times) for alarm in (await self.room()).alarms]

    def tells(self, *events: Happening, room: RoomId = ROOM) -> None:
        """Let things happen that the next sync brings."""
        self.server.stream += [(room, event) for event in events]


async def begin(chair: Chair, server: Server) -> None:
    """Let the notebook know the session, and a direct room of Kim's."""
    chair.hear = hears
    cause = Heard(EventId("$cause"), KIM, 1.0, "x")
    await chair.store.commit(cause, Decision(Room(ROOM, seated=True, roster=PEOPLE)), None)
    side = await chair.store.sides.side(ROOM, Direct(KIM))
    body = {"creation_content": {"org.thirdchair": {"side": side.nonce}}, "is_direct": True}
    server.rooms.made[DIRECT], server.rooms.members[DIRECT] = {"sender": "@bot:clinic", **body}, {}
    server.stream.append((DIRECT, nio.RoomCreateEvent.from_dict(server.rooms.creation(DIRECT))))
    for person in ("@bot:clinic", KIM):
        server.rooms.move(person, "join", DIRECT)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Run the loops in that session."""
    server = Server()
    async with seat(tmp_path, Client(server)) as chair:
        await begin(chair, server)
        scene = Scene(chair, server)
        chair.clock = lambda: scene.now
        async with at_work(chair):
            await scene.listening()
            yield scene


@holds("away-first")
async def test_what_was_written_while_the_bot_was_away(scene: Scene) -> None:
    """It is compared under the floor that stood when it was written; then the absence turns the AI off. Each counts once."""
    scene.server.at_once = 10
    scene.now += 200
    for text in (DANGER, CALM):
        scene.server.says(text)
    last = await scene.server.says_now(DANGER)
    await scene.settled()
    assert (await scene.room()).floor is Floor.OFF
    assert await scene.alarms() == [(last, 2)]
    assert (await scene.room()).window == ()


async def test_nothing_is_compared_that_was_written_while_the_ai_was_off(scene: Scene) -> None:
    """Talk from before anybody turned the AI on is nobody's business, however late it is read."""
    await scene.server.says_now("!stop")
    await scene.settled()
    scene.now += 200
    await scene.server.says_now(DANGER)
    await scene.settled()
    assert await scene.alarms() == []


async def test_a_command_that_trips_while_the_bot_is_away(scene: Scene) -> None:
    """A request with a disclosure in it raises its alarm once; a term that somebody looks up raises none."""
    scene.now += 200
    await scene.server.says_now("!explain suicide")
    told = await scene.server.says_now("!express I want to kill myself tonight")
    await scene.settled()
    assert await scene.alarms() == [(told, 1)]


async def test_after_a_restart(tmp_path: Path) -> None:
    """What was written while no bot ran is compared by the next process as the first thing that it decides."""
    server = Server()
    now = 1e9
    async with seat(tmp_path, Client(server)) as chair:
        await begin(chair, server)
        scene = Scene(chair, server)
        chair.clock = lambda: scene.now
        async with at_work(chair):
            await scene.listening()
    said = server.says(DANGER)
    scene.tells(Happening({"msgtype": "m.image", "body": WORSE}, "$caption"))
    async with seat(tmp_path, Client(server)) as chair:
        later = Scene(chair, server, now + 4000)
        chair.hear = hears
        chair.clock = lambda: later.now
        async with at_work(chair):
            await later.settled()
            assert (await later.room()).floor is Floor.OFF
            assert {event for event, _ in await later.alarms()} == {said, "$caption"}


@holds("late-opened")
async def test_what_is_opened_late(scene: Scene) -> None:
    """A message whose key comes after minutes is compared, once, also when the AI was turned off meanwhile."""
    first, second, calm = (scene.server.seals(text) for text in (DANGER, WORSE, CALM))
    await scene.server.pulse()
    await scene.settled()
    scene.now += 100
    await scene.server.unlock(first)
    await scene.settled()
    assert await scene.alarms() == [(first, 1)]
    await scene.server.says_now("!stop")
    await scene.settled()
    await scene.server.unlock(second)
    await scene.server.unlock(calm)
    await scene.settled()
    assert await scene.alarms() == [(first, 1), (second, 1)]
    assert (await scene.room()).window == ()


async def test_what_is_opened_late_in_a_direct_room(scene: Scene) -> None:
    """In a direct room it is compared whatever the floor is, and is an alarm of that room."""
    await scene.server.says_now("!stop")
    said = scene.server.seals(DANGER, room=DIRECT)
    await scene.server.pulse()
    await scene.settled()
    scene.now += 100
    await scene.server.unlock(said)
    await scene.settled()
    (alarm,) = (await scene.room()).alarms
    assert (alarm.event, alarm.where) == (said, Direct(KIM))


async def test_while_off_what_was_sealed_stays_unread(scene: Scene) -> None:
    """What was written while the AI was off is not compared because its key comes while it is on."""
    await scene.server.says_now("!stop")
    await scene.settled()
    said = scene.server.seals(DANGER)
    await scene.server.pulse()
    await scene.settled()
    await scene.server.agrees()
    await scene.server.says_now("!listen", ANA)
    scene.now += 20
    await scene.server.unlock(said)
    await scene.settled()
    assert await scene.alarms() == []


@holds("lost-edit")
@pytest.mark.parametrize("room", [ROOM, DIRECT])
async def test_an_edit_of_a_message_that_nobody_knows(scene: Scene, room: RoomId) -> None:
    """New words of a message that left the window, or came in the same moment, are compared, and linked to that message."""
    scene.tells(edit("$edit", EventId("$old")), room=room)
    await scene.settled()
    (alarm,) = (await scene.room()).alarms
    assert (alarm.event, alarm.times) == ("$old", 1)
    assert isinstance(alarm.where, SessionRoom if room == ROOM else Direct)


async def test_an_edit_of_a_message_that_is_known_counts_once(scene: Scene) -> None:
    """An edit in the window is compared as what it is, and no second time as words that are only overheard."""
    old = await scene.server.says_now(CALM)
    await scene.settled()
    scene.tells(edit("$edit", old))
    await scene.settled()
    assert await scene.alarms() == [(old, 1)]


async def test_a_caption_beside_its_picture(scene: Scene) -> None:
    """A picture is explained as ever, and the words under it raise the alarm; a therapist's raise none."""
    picture = {"msgtype": "m.image", "body": DANGER}
    kims = Happening(picture, "$picture", Attached(EventId("$picture"), KIM, 0.0))
    scene.tells(kims, Happening(picture, "$caption", sender=ANA))
    await scene.settled()
    assert await scene.alarms() == [("$picture", 1)]
    await scene.server.until(lambda: [post for post in scene.server.posts if "picture" in post.content["body"]])


async def test_words_that_trip_nothing_are_not_kept(scene: Scene) -> None:
    """Of what is only compared nothing comes into the notebook unless it holds a phrase of danger."""
    scene.tells(Happening({"msgtype": "m.emote", "body": CALM}, "$poll"))
    await scene.settled()
    assert await scene.chair.store.db.rows("SELECT 1 FROM inbox WHERE kind = 'overheard'") == []


async def test_a_bug_on_the_way_is_an_alarm(scene: Scene) -> None:
    """Where the words of an event could not be read, a therapist is told that nobody can tell."""
    scene.tells(Happening(Spoiled(msgtype="m.emote"), "$x"))
    await scene.settled()
    assert [alarm.reason for alarm in (await scene.room()).alarms] == ["tripwire-broken"]


async def test_time_passes_while_the_bot_is_away(scene: Scene) -> None:
    """Where silence has turned the AI off before the bot hears again, what was written while it was on is still compared."""
    before = scene.now
    scene.now += 4000
    scene.chair.to_think.set()

    async def is_off() -> bool:
        return (await scene.room()).floor is Floor.OFF

    await wait_until(is_off)
    assert (await scene.room()).off_since > before
    said = await scene.server.says_now(DANGER)
    await scene.settled()
    assert await scene.alarms() == [(said, 1)]
