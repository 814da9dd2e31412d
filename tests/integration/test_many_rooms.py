"""Many rooms that ask a model with few slots: each has its turn, and what must not wait does not."""

import asyncio
from pathlib import Path

import nio
import pytest
from asking_rooms import Clinic, make_term, name_room, open_clinic
from hand_held import ANA, KIM

from bot.model import EventId


async def begin(clinic: Clinic, *rooms: int) -> list[EventId]:
    """Let rooms ask, one after the other: the next as soon as the one before has a slot, or stands in line for one."""
    questions = []
    for number, room in enumerate(rooms, start=1):
        questions.append(await clinic.ask(room))
        await clinic.until(lambda number=number: len(clinic.model.running) == min(number, clinic.model.slots))  # type: ignore[misc]  # bound now
        await wait_for_line(clinic, number - clinic.model.slots)
    return questions


async def wait_for_line(clinic: Clinic, length: int) -> None:
    """Return as soon as so many requests wait for a slot."""
    while clinic.chair.find_slots("house").count_waiting() != max(0, length):  # noqa: ASYNC110 - nothing tells of a line
        await asyncio.sleep(0)


async def take_back(clinic: Clinic, question: EventId) -> None:
    """Let Kim delete the command."""
    source = {
        "type": "m.room.redaction",
        "event_id": "$gone",
        "sender": KIM,
        "origin_server_ts": 1,
        "redacts": question,
    }
    await clinic.server.tell(nio.RedactionEvent.from_dict(source | {"content": {}}), name_room(0))


async def test_no_more_is_asked_at_once_than_the_model_works_on(tmp_path: Path) -> None:
    """Nothing ever waits at the server, where the bot could neither order nor end it; every room is answered."""
    async with open_clinic(tmp_path, 7, slots=2, seconds=0.0) as clinic:
        questions = [await clinic.ask(room) for room in range(7)]
        await clinic.until(lambda: all(clinic.server.replies(question) for question in questions))
    assert clinic.model.most <= 2
    assert sorted(clinic.model.begun) == list(range(7))


async def test_a_room_that_asks_often_waits_for_itself(tmp_path: Path) -> None:
    """Who comes after five questions of one room is asked before the second of them that had to wait."""
    async with open_clinic(tmp_path, 3, slots=1) as clinic:
        questions = await begin(clinic, 0, 0, 0, 1, 2)
        for number in (0, 0, 1, 2, 0):
            clinic.model.finish(number)
            done = len(clinic.model.begun)
            await clinic.until(lambda done=done: len(clinic.model.begun) > done or done == 5)  # type: ignore[misc]  # bound now
        await clinic.until(lambda: all(clinic.server.replies(question) for question in questions))
    assert clinic.model.begun == [0, 0, 1, 2, 0]


@pytest.mark.parametrize("how", ["stop", "withdraw", "delete", "end"])
async def test_what_is_not_wanted_any_more_leaves_its_slot(tmp_path: Path, how: str) -> None:
    """`!stop`, a withdrawn consent, a deleted command and `!end` free the slot at once, and nobody gets that answer."""
    async with open_clinic(tmp_path, 3, slots=2) as clinic:
        gone, *_ = await begin(clinic, 0, 1, 2)
        if how == "delete":
            await take_back(clinic, gone)
        elif how == "end":
            await clinic.say("!end", 0, ANA)
            await clinic.say("!end yes", 0, ANA)
        else:
            await clinic.say(f"!{how}", 0)
        await clinic.until(lambda: clinic.model.begun == [0, 1, 2])
        assert clinic.model.running == [1, 2]
        await clinic.settle_room(0)
        assert not [post for post in clinic.server.replies(gone) if post.content["org.thirdchair"].get("generated")]
        for number in (1, 2):
            clinic.model.finish(number)


async def test_who_waits_in_line_can_go(tmp_path: Path) -> None:
    """A request that is taken back while it waits is never sent, and stands in nobody's way."""
    async with open_clinic(tmp_path, 3, slots=1) as clinic:
        await begin(clinic, 1, 0, 2)
        await clinic.say("!stop", 0)
        await wait_for_line(clinic, 1)
        clinic.model.finish(1)
        await clinic.until(lambda: clinic.model.begun == [1, 2])
        assert await clinic.chair.store.sent.list_of_room(name_room(0)) == ()
        clinic.model.finish(2)


async def test_what_needs_no_model_waits_for_none(tmp_path: Path) -> None:
    """While every slot is taken and rooms wait, an alarm is told, `!stop` is obeyed, and the glossary answers."""
    async with open_clinic(tmp_path, 4, slots=1) as clinic:
        await begin(clinic, 0, 1, 2)
        server, posted = clinic.server, len(clinic.server.posts)
        await clinic.say("I want to kill myself", 3)
        await clinic.until(lambda: [post for post in server.posts[posted:] if "alarm" in str(post.content)])
        known = await clinic.say("!explain rumination", 2)
        await clinic.until(lambda: server.replies(known))
        await clinic.say("!stop", 1)
        await clinic.until(lambda: [post for post in server.posts[posted:] if post.room == name_room(1)])
        assert clinic.model.begun == [0]


async def test_a_request_is_composed_when_its_turn_comes(tmp_path: Path) -> None:
    """What people have masked while it waited is masked in it: nothing is composed, and nothing written down, before."""
    async with open_clinic(tmp_path, 2, slots=1) as clinic:
        await begin(clinic, 0, 1)
        assert await clinic.chair.store.sent.list_of_room(name_room(1)) == ()
        masked = await clinic.say(f"!mask {make_term(1)}", 1)
        await clinic.until(lambda: clinic.server.replies(masked))
        clinic.model.finish(0)
        await clinic.until(lambda: len(clinic.model.begun) == 2)
        assert clinic.model.begun == [0, -1]
        clinic.model.finish(-1)
