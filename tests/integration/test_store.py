"""The notebook on a real encrypted file."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import StoreRefused
from bot.model import (
    Answered,
    Ask,
    Cancel,
    Card,
    Decision,
    Desk,
    Direct,
    EventId,
    Heard,
    Language,
    Line,
    Mark,
    Notice,
    Room,
    RoomId,
    Task,
    UserId,
    make_words,
)
from bot.store import open_key, open_store

ROOM, KIM, EN = RoomId("!room"), UserId("@kim:clinic"), Language("en")
SECRET = "a sentence nobody else may read"
HEARD = Heard(EventId("$one"), KIM, 1.0, SECRET)


def question() -> Ask:
    """Return a question to a backend."""
    return Ask(HEARD.id, KIM, Task.EXPLAIN, "house", EN, (EN,), SECRET)


async def test_an_event_counts_once(tmp_path: Path) -> None:
    """The same event admitted twice is decided once, also after it was decided."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        assert await store.inbox.admit(ROOM, HEARD)
        assert not await store.inbox.admit(ROOM, HEARD)
        assert await store.inbox.next_event() == (ROOM, HEARD)
        await store.commit(HEARD, Decision(Room(ROOM)), None)
        assert await store.inbox.next_event() is None
        assert not await store.inbox.admit(ROOM, HEARD)


async def test_nothing_is_readable_on_disk(tmp_path: Path) -> None:
    """No word of a session stands in clear in any file of the data folder."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await store.inbox.admit(ROOM, HEARD)
        room = Room(ROOM, window=(Line(HEARD.id, KIM, 1.0, SECRET),))
        await store.commit(HEARD, Decision(room, (question(),)), None)
        assert await store.rooms.room(ROOM) == room
        for file in tmp_path.iterdir():
            assert SECRET.encode() not in file.read_bytes()


async def test_a_cancelled_question_is_not_asked(tmp_path: Path) -> None:
    """What was ordered and then cancelled is void; a plain notice is not."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        line = Notice(make_words("listen-already", EN, prefix="!"), Mark(kind="floor"))
        await store.commit(HEARD, Decision(Room(ROOM), (question(), line)), None)
        assert len(await store.outbox.ready(5.0)) == 2
        stop = Heard(EventId("$two"), KIM, 2.0, "!stop")
        await store.commit(stop, Decision(Room(ROOM), (Cancel(),)), None)
        assert [job.effect for job in await store.outbox.ready(5.0)] == [line]


async def test_an_answer_from_before_a_cancellation_is_never_decided(tmp_path: Path) -> None:
    """The same message is asked about anew when words behind it change: an answer that knew the old ones is not taken for the new."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await store.commit(HEARD, Decision(Room(ROOM), (question(),)), None)
        (old,) = await store.outbox.ready(5.0)
        edit = Heard(EventId("$two"), KIM, 2.0, "!stop")
        await store.inbox.admit(ROOM, edit)
        await store.outbox.mark_done(
            old, then=Answered(EventId(f"{old.id}/answer"), 2.0, HEARD.id, SECRET, "house", "m")
        )
        await store.commit(edit, Decision(Room(ROOM), (Cancel(HEARD.id), question())), None)
        assert await store.inbox.next_event() is None
        (new,) = await store.outbox.ready(5.0)
        answer = Answered(EventId(f"{new.id}/answer"), 3.0, HEARD.id, "new", "house", "m")
        await store.outbox.mark_done(new, then=answer)
        assert await store.inbox.next_event() == (ROOM, answer)


async def test_a_card_not_shown_yet_can_be_cancelled(tmp_path: Path) -> None:
    """A draft on its way to the desk is void when its question is; an alarm is not."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        sentence = make_words("listen-already", EN, prefix="!")
        draft = Card("K1", sentence, Mark(kind="draft", generated=True, backend="house"), question=HEARD.id)
        alarm = Card("A1", sentence, Mark(kind="alarm"))
        await store.commit(HEARD, Decision(Room(ROOM), (draft, alarm)), None)
        stop = Heard(EventId("$two"), KIM, 2.0, "!stop")
        await store.commit(stop, Decision(Room(ROOM), (Cancel(HEARD.id),)), None)
        assert [job.effect for job in await store.outbox.ready(5.0)] == [alarm]


async def test_lanes_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """In a session room, at its desk and in each direct room things are done in order; none waits for another."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        lines = [Notice(make_words("listen-already", EN, prefix="!"), Mark(kind=str(number))) for number in range(5)]
        desk = [replace(line, where=Desk()) for line in lines[:2]]
        direct = [replace(lines[2], where=Direct(UserId(item))) for item in ("@a:c", "@b:c")]
        await store.commit(HEARD, Decision(Room(ROOM), (*desk, lines[3], *direct, lines[4])), None)
        first = await store.outbox.ready(5.0)
        assert [job.effect for job in first] == [desk[0], lines[3], *direct]
        await store.outbox.mark_done(first[1])
        assert [job.effect for job in await store.outbox.ready(5.0)] == [desk[0], *direct, lines[4]]


async def test_a_side_room_is_written_down_before_it_is_made(tmp_path: Path) -> None:
    """A side room keeps its nonce until it is lost; its room is noted once, and no other room can take its place."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        desk = await store.sides.side(ROOM, Desk())
        assert desk == await store.sides.side(ROOM, Desk())
        assert desk.nonce != (await store.sides.side(ROOM, Direct(KIM))).nonce
        assert await store.sides.find_side(RoomId("!other"), Desk()) is None
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        assert not await store.sides.note_room("forged", RoomId("!forged"), 1.0)
        assert await store.sides.note_room(desk.nonce, RoomId("!desk"), 1.0)
        assert not await store.sides.note_room(desk.nonce, RoomId("!second"), 2.0)
        assert await store.sides.recognise_side(RoomId("!desk")) == replace(desk, room=RoomId("!desk"))
        assert await store.sides.forget_room(RoomId("!desk"))
        assert (await store.sides.side(ROOM, Desk())).nonce != desk.nonce


async def test_one_process_one_store(tmp_path: Path) -> None:
    """A second process on the same folder, or a wrong key, is refused with a reason."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await store.notes.write(sync_token="s1")
        with pytest.raises(StoreRefused):
            async with open_store(tmp_path, open_key(None, tmp_path)):
                pass
    (tmp_path / "store.key").write_text("00" * 32)
    with pytest.raises(StoreRefused):
        async with open_store(tmp_path, open_key(None, tmp_path)):
            pass
