"""What happens at a desk or in a direct room reaches its session, as far as it is the bot's business, and no further."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hand_held import ANA, KIM, ROOM, Said
from megolm import quiet_room
from routing_scene import DESK, DIRECT, EVE, NIGHT, PEOPLE, Scene, listening_scene, room_is, says

from bot.app.services import Patience
from bot.model import (
    Alarm,
    Attached,
    Came,
    Captioned,
    Desk,
    Direct,
    Edited,
    Event,
    EventId,
    Floor,
    Heard,
    Joined,
    Line,
    Person,
    Present,
    Reacted,
    Redacted,
    Room,
    SecondContact,
    Typing,
    Unreadable,
    UserId,
    Waiver,
)
from bot.settings import load_settings


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot in a session at which everybody is, and let it listen."""
    async with listening_scene(tmp_path) as scene:
        yield scene


async def test_a_therapists_command_at_the_desk(scene: Scene) -> None:
    """What a therapist types at the desk for the bot is heard in the session, as said at the desk."""
    (message,) = await scene.means(says("!status", ANA), DESK)
    assert isinstance(message, Heard)
    assert (message.where, message.sender, message.text) == (Desk(), ANA, "!status")


async def test_therapists_talk_at_the_desk_is_not_kept(scene: Scene) -> None:
    """Of what therapists say to each other at the desk the bot keeps that they were there, and no word."""
    (present,) = await scene.means(says("a hard hour", ANA), DESK)
    assert isinstance(present, Present)
    assert present.person == ANA


@pytest.mark.parametrize("sender", [KIM, EVE])
async def test_nobody_else_is_heard_at_the_desk(scene: Scene, sender: UserId) -> None:
    """Whoever else gets to the desk, a client or a stranger, is not heard there."""
    assert await scene.means(says("!status", sender), DESK) == []


async def test_a_direct_room_is_heard_by_whose_it_is(scene: Scene) -> None:
    """In a direct room only the one whose it is, is heard; of what is not for the bot no word is kept."""
    (command,) = await scene.means(says("!help", KIM), DIRECT)
    assert isinstance(command, Heard)
    assert (command.where, command.text) == (Direct(KIM), "!help")
    (talk,) = await scene.means(replace(says("i am so tired", KIM), id=EventId("$talk")), DIRECT)
    assert isinstance(talk, Heard)
    assert (talk.where, talk.text) == (Direct(KIM), "")
    assert await scene.means(replace(says("!help", ANA), id=EventId("$ana")), DIRECT) == []


async def test_attachments_reach_the_session_where_they_are_noticed(scene: Scene) -> None:
    """A picture is told with where it was sent, of those who belong there; while the AI is off, from the side rooms alone."""
    picture = Attached(EventId("$1"), KIM, 0.0)
    (here,) = await scene.means(picture, ROOM)
    assert replace(here, at=0.0) == picture
    (direct,) = await scene.means(replace(picture, id=EventId("$2")), DIRECT)
    assert isinstance(direct, Attached)
    assert direct.where == Direct(KIM)
    assert await scene.means(replace(picture, id=EventId("$3")), DESK) == []
    (desk,) = await scene.means(replace(picture, id=EventId("$4"), sender=ANA), DESK)
    assert isinstance(desk, Attached)
    assert desk.where == Desk()
    await room_is(scene.chair, Room(ROOM, seated=True, roster=PEOPLE))
    assert await scene.means(replace(picture, id=EventId("$5")), ROOM) == []
    assert len(await scene.means(replace(picture, id=EventId("$6")), DIRECT)) == 1
    assert await scene.means(replace(picture, id=EventId("$6")), DIRECT) == []


async def test_a_caption_that_turns_the_ai_down_is_heard(scene: Scene) -> None:
    """Also while the AI is off, and where pictures are of no interest; of any other caption nothing is written down."""
    picture = Captioned(EventId("$1"), KIM, 0.0, caption="?! walrus", unsigned=True)
    (told,) = await scene.means(picture, ROOM)
    assert replace(told, at=0.0) == Attached(EventId("$1"), KIM, 0.0, unsigned=True)
    (told,) = await scene.means(replace(picture, id=EventId("$2"), caption="! stop"), ROOM)
    assert isinstance(told, Heard)
    assert (told.text, told.signed) == ("! stop", False)
    await room_is(scene.chair, Room(ROOM, seated=True, roster=PEOPLE))
    assert await scene.means(replace(picture, id=EventId("$3"), caption="!listen"), ROOM) == []
    (told,) = await scene.means(replace(picture, id=EventId("$4"), caption="/withdraw"), DIRECT)
    assert isinstance(told, Heard)
    assert told.where == Direct(KIM)


async def test_coming_to_the_desk(scene: Scene) -> None:
    """A therapist's joining of the desk is told, and that something was deleted or edited, without its words; a stranger's or client's is not."""
    (came,) = await scene.means(Joined(EventId("$j"), 0.0, Person(ANA, "Ana")), DESK)
    assert isinstance(came, Came)
    assert (came.where, came.person) == (Desk(), ANA)
    for number, event in enumerate(
        (
            Joined(EventId("$k"), 0.0, Person(KIM, "Kim")),
            Joined(EventId("$e"), 0.0, Person(EVE, "Eve")),
            Edited(EventId("$x"), KIM, 0.0, EventId("$said"), "!listen"),
        )
    ):
        assert await scene.means(event, DESK) == [], number
    edit = Edited(EventId("$y"), ANA, 0.0, EventId("$said"), "a hard hour")
    (told,) = await scene.means(edit, DESK)
    assert replace(told, at=0.0) == replace(edit, text="", where=Desk())
    command = replace(edit, id=EventId("$z"), text="!listen")
    (told,) = await scene.means(command, DESK)
    assert replace(told, at=0.0) == replace(command, where=Desk())
    gone = Redacted(EventId("$r"), ANA, 0.0, EventId("$said"))
    (told,) = await scene.means(gone, DESK)
    assert replace(told, at=0.0) == gone


async def test_reactions_count_only_where_policy_says_so(scene: Scene) -> None:
    """A reaction is told only from the desk, only of a therapist, and only under `reactions: true`, or to an open card."""
    await scene.means(says("!status", ANA), DESK)
    reacted = Reacted(EventId("$1"), ANA, 0.0, EventId("$card"), "✅")
    assert await scene.means(reacted, DESK) == []
    room = await scene.chair.store.rooms.room(ROOM)
    await room_is(scene.chair, replace(room, waiver=Waiver("K1", (EventId("$card"),))))
    assert len(await scene.means(replace(reacted, id=EventId("$5")), DESK)) == 1
    await room_is(scene.chair, room)
    for name in ("rooms/all.yaml", "bot.yaml"):
        file = scene.folder / name
        file.write_text(file.read_text() + "reactions: true\n")
    scene.chair.settings = load_settings(scene.folder / "bot.yaml")
    (event,) = await scene.means(replace(reacted, id=EventId("$2")), DESK)
    assert isinstance(event, Reacted)
    assert await scene.means(replace(reacted, id=EventId("$3"), sender=KIM), DESK) == []
    assert await scene.means(replace(reacted, id=EventId("$4")), ROOM) == []


async def test_typing_matters_while_the_ai_is_on(scene: Scene) -> None:
    """That somebody types is told while the AI is on, at `listen` and `speak`, when anybody begins, and when the last one stops."""

    async def types(*users: UserId) -> list[Event]:
        scene.server.typing[ROOM] = list(users)
        return await scene.means(Said(f"$nothing{len(scene.server.stream)}", UserId("@bot:clinic"), ""), ROOM)

    await room_is(scene.chair, Room(ROOM, seated=True, roster=PEOPLE))
    assert await types(KIM) == []
    for floor in (Floor.LISTEN, Floor.SPEAK):
        await room_is(scene.chair, Room(ROOM, seated=True, floor=floor, roster=PEOPLE))
        assert await types() == []
        assert await types(UserId("@bot:clinic")) == []
        (typing,) = await types(KIM)
        assert isinstance(typing, Typing)
        assert typing.busy
    typed = Room(ROOM, seated=True, floor=Floor.SPEAK, roster=PEOPLE, typing=1.0)
    for users in ((KIM, ANA), ()):
        await room_is(scene.chair, typed)
        (typing,) = await types(*users)
        assert isinstance(typing, Typing)
        assert typing.busy is bool(users)


async def test_a_second_contact_comes(scene: Scene) -> None:
    """That a second contact has come to their room is told to the sessions where an alarm waits that they were called for.

    Where none does, and those in it name them, one session is told; in no other case any, nor of anything else there.
    """
    session = Room(ROOM, seated=True, roster=PEOPLE)
    come, stranger = (Joined(EventId(f"$came{who}"), 0.0, Person(who, "x")) for who in (EVE, KIM))
    await room_is(scene.chair, session)
    assert await scene.means(replace(come, id=EventId("$unnamed")), NIGHT) == []
    file = scene.folder / "rooms/all.yaml"
    file.write_text(file.read_text() + f'second_contacts: ["{EVE}"]\n')
    scene.chair.settings = load_settings(scene.folder / "bot.yaml")
    assert len(await scene.means(replace(come, id=EventId("$early")), NIGHT)) == 1
    await room_is(scene.chair, replace(session, alarms=(Alarm("A1", "crisis", 1.0, step=1),)))
    (told,) = await scene.means(come, NIGHT)
    assert isinstance(told, Came)
    assert (told.where, told.person) == (SecondContact(EVE), EVE)
    for event in (stranger, says("!status", EVE), Redacted(EventId("$gone"), EVE, 0.0, EventId("$x"))):
        assert await scene.means(event, NIGHT) == []


async def test_edits_of_what_may_be_known(scene: Scene) -> None:
    """Each edit of a member is told, for its message may be decided only now; with its words only where talk is kept."""
    line = Line(EventId("$known"), KIM, 1.0, "first words")
    await room_is(scene.chair, Room(ROOM, seated=True, floor=Floor.LISTEN, roster=PEOPLE, window=(line,)))
    edit = Edited(EventId("$1"), KIM, 0.0, EventId("$known"), "other words")
    assert len(await scene.means(edit, ROOM)) == 1
    (told,) = await scene.means(replace(edit, id=EventId("$2"), target=EventId("$other")), ROOM)
    assert isinstance(told, Edited)
    assert told.text == "other words"
    assert await scene.means(replace(edit, id=EventId("$3"), sender=EVE), ROOM) == []
    await room_is(scene.chair, Room(ROOM, seated=True, roster=PEOPLE))
    (told,) = await scene.means(replace(edit, id=EventId("$4"), target=EventId("$other")), ROOM)
    assert isinstance(told, Edited)
    assert told.text == ""
    (told,) = await scene.means(replace(edit, id=EventId("$5"), target=EventId("$other"), text="!status"), ROOM)
    assert isinstance(told, Edited)
    assert told.text == "!status"


async def test_receipts_are_for_what_was_read(scene: Scene) -> None:
    """A read receipt goes to the Matrix room, for what was kept whole; what the bot takes no notice of gets none."""
    scene.chair.patience = Patience(receipt=0.0)
    client: Any = scene.chair.client
    shown: list[str] = []

    async def note(room: str, event: str) -> None:
        shown.append(f"{room} {event}")

    client.show_read = note
    await scene.means(says("!status", ANA), DESK)
    await scene.means(replace(says("a hard hour", ANA), id=EventId("$talk")), DESK)
    await scene.means(replace(says("i am tired", KIM), id=EventId("$alone")), DIRECT)
    await scene.means(Said("$last", UserId("@bot:clinic"), ""), ROOM)
    assert shown == [f"{DESK} $said"]


async def test_what_is_sealed_at_the_desk(scene: Scene) -> None:
    """A message at the desk whose key comes late counts in the session; one whose key does not come is asked for there."""
    soon, never = scene.server.seals("!status", ANA, DESK), scene.server.seals("!help", ANA, DESK)
    now = scene.chair.clock()
    await scene.server.pulse()
    await scene.read()
    await scene.server.unlock(soon)
    await scene.read()
    scene.chair.clock = lambda: now + 40
    await scene.server.pulse()
    await scene.read()
    await scene.server.pulse()
    await scene.read()
    result = [event for event in await scene._seen() if isinstance(event, Heard | Unreadable)]
    assert [(item.where, getattr(item, "message", item.id)) for item in result] == [
        (Desk(), soon),
        (Desk(), never),
    ]


def reaction(sender: UserId, target: str = "$card") -> dict[str, Any]:
    """Return a reaction as the homeserver passes it on."""
    relation = {"rel_type": "m.annotation", "event_id": target, "key": "✅"}
    outside = {"event_id": "$r", "sender": sender, "origin_server_ts": 1, "room_id": ROOM}
    return {**outside, "type": "m.reaction", "content": {"m.relates_to": relation}}


async def test_a_reaction_is_heard(tmp_path: Path) -> None:
    """A reaction is its sender's word as far as the homeserver tells the truth; of nobody who is not there."""
    async with quiet_room(tmp_path) as room:
        reacted = room.hears(reaction(ANA))
        assert isinstance(reacted, Reacted)
        assert (reacted.sender, reacted.target, reacted.key) == (ANA, "$card", "✅")
        assert room.hears(reaction(EVE)) is None
        assert room.hears(reaction(UserId("@bot:clinic"))) is None
        assert room.hears({**reaction(ANA), "content": {"m.relates_to": {"rel_type": "m.annotation"}}}) is None
        assert room.hears({**reaction(ANA), "state_key": ""}) is None


async def test_what_a_reply_refers_to(tmp_path: Path) -> None:
    """What stands inside the encryption goes before what a homeserver shows outside; only where it is silent that counts."""
    inside, outside = ({"m.in_reply_to": {"event_id": item}} for item in ("$inside", "$outside"))
    async with quiet_room(tmp_path) as room:
        both = room.ana.says("ok", **{"m.relates_to": inside})
        both["content"]["m.relates_to"] = outside
        message = room.hears(both)
        assert isinstance(message, Heard)
        assert message.reply_to == "$inside"
        alone = room.ana.says("ok")
        alone["content"]["m.relates_to"] = outside
        alone["event_id"] = "$other"
        message = room.hears(alone)
        assert isinstance(message, Heard)
        assert message.reply_to == "$outside"
