"""Second contacts beside a homeserver that a test holds in its hand: their room is there before it is needed, and they can answer."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from danger_page import holds
from hand_held import ANA, BOT, KIM, OTHER, ROOM, Client, Post, Server, at_work, seat
from polling import wait_until
from side_scene import EVE, SUE, Scene

from bot.app.rooms.room_names import rename_telling_rooms
from bot.app.rooms.side_rooms import ALL_SESSIONS
from bot.model import (
    Alarm,
    Decision,
    Direct,
    EventId,
    Heard,
    Kind,
    Language,
    Mark,
    Notice,
    Open,
    Person,
    RoomId,
    Ruled,
    SecondContact,
    make_words,
)
from bot.session.danger.ladder import STEP, find_next_call

PEOPLE = (Person(ANA, "Ana"), Person(KIM, "Kim"))
ALARM = Alarm("A1", "crisis", 0.0, kind=Kind.SUICIDE, person=KIM, event=EventId("$danger"))
RULES = f'second_contacts: ["{SUE}"]'


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot whose rooms have Sue as second contact; it is not at work yet."""
    server = Server()
    async with seat(tmp_path, Client(server)) as chair:
        chair.choose_wait = lambda *_: 0.0
        scene = Scene(chair, server, tmp_path)
        scene.rules(RULES)
        yield scene


async def find_contact_room(scene: Scene) -> RoomId:
    """Return the second contact's room, as soon as they are asked in."""
    await scene.server.until(lambda: any(SUE in members for members in scene.server.rooms.members.values()))
    return await scene.side_room(ALL_SESSIONS, SecondContact(SUE))


async def wait_until_out(scene: Scene) -> None:
    """Return when the bot knows that it has no seat in the session room any more."""

    async def is_out() -> bool:
        return not (await scene.chair.store.rooms.room(ROOM)).seated

    await wait_until(is_out)


async def come(scene: Scene) -> RoomId:
    """Let a second contact come into their room, and return it as soon as they are greeted."""
    room = await find_contact_room(scene)
    await scene.server.moves(SUE, "join", room)
    await scene.server.until(lambda: scene.said(room))
    return room


async def raise_alarm(scene: Scene, room: RoomId = ROOM, alarm: Alarm = ALARM) -> None:
    """Let an alarm have been raised in a session just now."""
    now, store = scene.chair.clock(), scene.chair.store
    there = (await store.rooms.room(room)).with_alarm(replace(alarm, at=now))
    cause = Heard(EventId(f"$danger{room}{alarm.code}"), KIM, now, "!cause")
    await store.commit(cause, Decision(replace(there, alarm_codes=1)), find_next_call(there))
    scene.chair.to_think.set()


def pass_time(scene: Scene, seconds: float = STEP) -> None:
    """Let time pass for the bot."""
    clock = scene.chair.clock
    scene.chair.clock = lambda: clock() + seconds
    scene.chair.to_think.set()


def read(post: Post) -> str:
    """Return what a message says."""
    return str(post.content["body"])


async def is_over(scene: Scene, room: RoomId = ROOM) -> bool:
    """Return whether no alarm waits in a session."""
    return not (await scene.chair.store.rooms.room(room)).alarms


async def list_kept(scene: Scene) -> str:
    """Return all that stands in the notebook."""
    db = scene.chair.store.db
    tables = [name for (name,) in await db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return "\n".join([str(row) for name in tables for row in await db.rows(f"SELECT * FROM {name}")])  # noqa: S608 - the schema's own names


# ---- the room --------------------------------------------------------------------------------------------------------


@holds("beforehand", "neutral-names")
async def test_one_room_is_made_beforehand_with_a_name_that_says_nothing(scene: Scene) -> None:
    """As soon as the bot sits in its sessions each second contact has one room for all of them, neutral, and nothing is said in it."""
    async with at_work(scene.chair):
        room = await find_contact_room(scene)
        await scene.done()
    rooms = scene.server.rooms
    assert [made for made, members in rooms.members.items() if SUE in members] == [room]
    assert rooms.members[room] == {BOT: "join", SUE: "invite"}
    assert rooms.made[room]["name"] == "Third Chair"
    assert rooms.made[room]["topic"] == "The clinic's bot writes here when somebody is needed."
    assert scene.said(room) == []


async def test_two_sessions_that_need_it_at_once_make_one(scene: Scene) -> None:
    """While one session makes a second contact's room, another that needs it waits, and takes the same."""
    ordered = "SELECT count(*) FROM job WHERE lane = ? AND tries > 0"

    async def meddle(what: str) -> None:
        if what == "before /_matrix/client/v3/createRoom":
            db = scene.chair.store.db

            async def are_both_begun() -> bool:
                return int((await db.rows(ordered, f"second {SUE}"))[0][0]) >= 2

            await wait_until(are_both_begun)
            for _ in range(50):  # as long as the other needs to look for the room, and to find none
                await db.rows(ordered, "")

    scene.client.meddle = meddle
    async with at_work(scene.chair):
        await find_contact_room(scene)
        await scene.done()
    assert len([room for room, members in scene.server.rooms.members.items() if SUE in members]) == 1


async def test_who_comes_with_nothing_waiting_is_greeted_once(scene: Scene) -> None:
    """One line says what the room is for, however many sessions name them; a restart says it no second time."""
    async with at_work(scene.chair):
        room = await come(scene)
        await scene.done()
        (greeting,) = scene.said(room)
        assert greeting.content["msgtype"] == "m.notice"
        assert "second contact" in read(greeting)
    async with at_work(scene.chair):
        await scene.server.says_now("!help")
        await scene.done()
        assert len(scene.said(room)) == 1
    assert [made for made, members in scene.server.rooms.members.items() if SUE in members] == [room]


@holds("neutral-names")
async def test_a_direct_room_is_called_after_its_person_alone(scene: Scene) -> None:
    """Nothing of what a direct room is for stands in its name."""
    async with at_work(scene.chair):
        await scene.desk()
        await scene.orders(Open(Direct(KIM)))
        await scene.done()
        side = await scene.chair.store.sides.find_side(ROOM, Direct(KIM))
        assert side is not None
        assert side.room is not None
        made = scene.server.rooms.made[side.room]
        assert made["name"] == "Third Chair · Kim"
        assert made["topic"] == "Only you and the AI are here. !help tells what you can type."


async def test_a_room_of_an_earlier_version_gets_a_name_that_says_less(scene: Scene) -> None:
    """At a start a room that is called "Privately: …" is renamed; one with a neutral name, and a desk, are left alone."""
    async with at_work(scene.chair):
        desk = await scene.desk()
        await scene.orders(Open(Direct(KIM)))
        await scene.done()
    side = await scene.chair.store.sides.find_side(ROOM, Direct(KIM))
    assert side is not None
    for name, renamed in (("Privately: Tuesdays", [(side.room, "Third Chair · Kim")]), ("Third Chair · Kimmy", [])):
        scene.server.rooms.named.clear()
        for room in (desk, side.room or ROOM):
            scene.client.rooms[room].name = name
        await rename_telling_rooms(scene.chair)
        assert scene.server.rooms.named == renamed


# ---- the answer ------------------------------------------------------------------------------------------------------


async def test_a_second_contact_takes_an_alarm(scene: Scene) -> None:
    """`!ack` in their room ends the ladder: the desk learns who sees to it, they read that it is theirs, and nobody else is called."""
    async with at_work(scene.chair):
        desk, room = await scene.at_desk(), await come(scene)
        await raise_alarm(scene)
        pass_time(scene)
        await scene.server.until(lambda: len(scene.said(room)) == 2)
        assert "A1" in read(scene.said(room)[1])
        await scene.server.says_now("!tanggapi a1", SUE, room)
        await scene.server.until(lambda: len(scene.said(room)) == 3)
        await scene.done()
        assert await is_over(scene)
        (over,) = await scene.chair.store.db.rows(
            "SELECT json_extract(entry, '$.actor') FROM audit WHERE json_extract(entry, '$.action') = 'alarm-over'"
        )
        assert over == (SUE,)
        assert "you are seeing to it now" in read(scene.said(room)[2])
        assert "sue" in read(scene.said(desk)[-1])
        pass_time(scene, 10 * STEP)
        await scene.server.pulse()
        await scene.done()
        assert len(scene.said(room)) == 3


async def test_no_word_from_there_is_kept(scene: Scene) -> None:
    """What a second contact writes in their room is in no table, neither talk nor an answer; of strangers nothing counts."""
    async with at_work(scene.chair):
        room = await come(scene)
        await raise_alarm(scene)
        pass_time(scene)
        await scene.server.until(lambda: len(scene.said(room)) == 2)
        await scene.server.says_now("!ack", EVE, room)
        await scene.server.says_now("moonless otter", SUE, room)
        await scene.server.says_now("!ack A9 moonless otter", SUE, room)
        await scene.server.until(lambda: len(scene.said(room)) == 3)
        assert "Which one?" in read(scene.said(room)[2])
        assert not await is_over(scene)
        await scene.server.says_now("!ack A1 moonless otter", SUE, room)
        await scene.server.until(lambda: len(scene.said(room)) == 4)
        await scene.done()
        assert await is_over(scene)
        assert "A1" in await list_kept(scene)
        assert "otter" not in await list_kept(scene)


async def test_each_session_hears_of_its_own_alarm(scene: Scene) -> None:
    """With an alarm in two sessions the answer names the room: the other alarm waits on, and is told of there alone."""
    async with at_work(scene.chair):
        room = await come(scene)
        for session in (ROOM, OTHER):
            await raise_alarm(scene, session)
        pass_time(scene)
        await scene.server.until(lambda: len(scene.said(room)) == 3)
        await scene.server.says_now("!ack A1", SUE, room)
        await scene.server.until(lambda: len(scene.said(room)) == 4)
        lines = read(scene.said(room)[3]).splitlines()
        which = next(line for line in lines if "A1" in line).partition(" · ")[0]
        await scene.server.says_now(f"!ack {which}", SUE, room)
        await scene.server.until(lambda: len(scene.said(room)) == 5)
        await scene.done()
        assert [await is_over(scene, session) for session in (ROOM, OTHER)].count(True) == 1


async def test_an_answer_whose_key_comes_late_counts(scene: Scene) -> None:
    """A `!ack` that could not be read at first is taken as soon as its key is there, and is kept sealed until then."""
    async with at_work(scene.chair):
        room = await come(scene)
        await raise_alarm(scene)
        pass_time(scene)
        await scene.server.until(lambda: len(scene.said(room)) == 2)
        sealed = scene.server.seals("!ack A1", SUE, room)
        await scene.server.pulse()
        await wait_until(scene.chair.store.seals.all)
        await scene.server.unlock(sealed)
        await scene.server.until(lambda: len(scene.said(room)) == 3)
        await scene.done()
        assert await is_over(scene)
        assert await scene.chair.store.seals.all() == ()


async def test_who_was_reached_is_known_by_the_session(scene: Scene) -> None:
    """That an alarm stands in a second contact's room comes back to the session of that alarm, and to no other."""
    async with at_work(scene.chair):
        room = await come(scene)
        await raise_alarm(scene, OTHER)
        pass_time(scene)
        await scene.server.until(lambda: len(scene.said(room)) == 2)
        await scene.done()
        (alarm,) = (await scene.chair.store.rooms.room(OTHER)).alarms
        assert (alarm.reached, alarm.step) == ((SUE,), 1)


# ---- after the bot was put out ---------------------------------------------------------------------------------------


async def test_an_alarm_goes_on_after_the_bot_was_put_out(scene: Scene) -> None:
    """Put out of the session room, the bot calls on; the desk can still acknowledge, reads that it is over, and nothing of people stays."""
    async with at_work(scene.chair):
        desk, room = await scene.at_desk(), await come(scene)
        await raise_alarm(scene)
        await scene.server.moves(BOT, "leave", ROOM)
        await wait_until_out(scene)
        pass_time(scene)
        await scene.server.until(lambda: len(scene.said(room)) == 2)
        before = len(scene.said(desk))
        await scene.server.says_now("!ack", ANA, desk)
        await scene.server.until(lambda: len(scene.said(desk)) > before)
        await scene.done()
        left = await scene.chair.store.rooms.room(ROOM)
        assert (left.alarms, left.roster, left.seated) == ((), (), False)
        assert "Acknowledged" in read(scene.said(desk)[-1])
        assert await scene.happened("unsaid") == []


async def test_a_restart_after_that_calls_on(scene: Scene) -> None:
    """The alarm of a room that the bot is out of is looked at after a restart too, and its second contact can take it."""
    async with at_work(scene.chair):
        room = await come(scene)
        await raise_alarm(scene)
        await scene.server.moves(BOT, "leave", ROOM)
        await wait_until_out(scene)
    pass_time(scene)
    async with at_work(scene.chair):
        await scene.server.until(lambda: len(scene.said(room)) == 2)
        await scene.server.says_now("!ack", SUE, room)
        await scene.server.until(lambda: len(scene.said(room)) == 3)
        await scene.done()
        assert await is_over(scene)


async def test_without_a_policy_the_operator_is_told_once(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no file covers the room any more nobody can be called: the log says so once, and the alarm is kept."""
    async with at_work(scene.chair):
        await scene.desk()
        await raise_alarm(scene)
        scene.rules(room=f'room: "{OTHER}"')
        for number in range(3):
            await scene.chair.store.inbox.admit(ROOM, Ruled(EventId(f"ruled{number}"), scene.chair.clock()))
            scene.chair.to_think.set()
            await scene.done()
    assert capsys.readouterr().out.count("alarm-without-policy") == 1
    assert not await is_over(scene)


async def test_nobody_is_asked_back_into_a_direct_room_because_of_danger(scene: Scene) -> None:
    """Who has left their direct room is told nothing there and asked in by nothing that danger leads to: invitations are seen."""
    direct = Direct(KIM)
    async with at_work(scene.chair):
        await scene.orders(Open(direct))
        await scene.done()
        side = await scene.chair.store.sides.find_side(ROOM, direct)
        assert side is not None
        assert side.room is not None
        for membership in ("join", "leave"):
            await scene.server.moves(KIM, membership, side.room)
            await scene.done()
        before = len(scene.said(side.room))
        await scene.orders(
            Notice(make_words("direct-read", Language("en"), by="Ana"), Mark(kind="direct"), where=direct)
        )
        await scene.done()
    assert scene.server.rooms.members[side.room][KIM] == "leave"
    assert len(scene.said(side.room)) == before
    assert await scene.happened("unsaid")
