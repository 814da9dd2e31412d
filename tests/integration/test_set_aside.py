"""What cannot be read is set aside, told once, and holds up nobody else: through the three loops, and at every start."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from hand_held import ANA, BOT, KIM, OTHER, ROOM, Client, Post, Server, at_work, seat
from held_rooms import MEMBER, HeldRoom
from structlog.testing import capture_logs

from bot.app.services import Chair
from bot.app.show.show_records import erase_outlived
from bot.errors import FormUnreadable
from bot.model import (
    Answered,
    Ask,
    Decision,
    EventId,
    Floor,
    Heard,
    Language,
    Mark,
    Notice,
    RoomId,
    Task,
    UserId,
    make_words,
)
from bot.settings import load_settings

SUE, UPSTAIRS = UserId("@sue:clinic"), RoomId("!upstairs:clinic")
EN = Language("en")
LINE = make_words("listen-already", EN, prefix="!")


class Upstairs(Client):
    """A client that is in the supervisor's room too."""

    async def sync(self, *, since: str | None, full_state: bool, **more: Any) -> Any:
        """Return what happened, as ever."""
        answer = await super().sync(since=since, full_state=full_state, **more)
        self.rooms.setdefault(UPSTAIRS, HeldRoom({BOT: MEMBER, SUE: MEMBER}))
        return answer


@asynccontextmanager
async def start(folder: Path, server: Server) -> AsyncIterator[Chair]:
    """Take the chair of a bot with a supervisor, as a process that starts does."""
    async with seat(folder, Upstairs(server)) as chair:
        for file in ("bot.yaml", "rooms/all.yaml"):
            path = folder / file
            path.write_text(f'{path.read_text()}supervisors: ["{SUE}"]\n')
        (folder / "bot.yaml").write_text(f'{(folder / "bot.yaml").read_text()}supervisor_room: "{UPSTAIRS}"\n')
        chair.settings = load_settings(folder / "bot.yaml")
        yield chair


def told(server: Server) -> list[Post]:
    """Return what the supervisor was told of rows that cannot be read."""
    return [post for post in server.posts if post.room == UPSTAIRS and "cannot be read" in post.content["body"]]


async def spoil(chair: Chair, sql: str, *values: Any) -> None:
    """Damage a row of the notebook."""
    async with chair.store.db.transaction() as transaction:
        assert await transaction.run(sql, *values) == 1


async def ask_for_help(server: Server, room: RoomId) -> None:
    """Let Kim ask something in a room, and wait for the answer."""
    question = await server.says_now("!help", KIM, room)
    await server.until(lambda: server.replies(question))


async def listening(server: Server, room: RoomId = ROOM) -> None:
    """Let Kim agree and Ana turn the AI on."""
    await server.agrees(KIM, room)
    await server.says_now("!listen", ANA, room)
    await server.until(lambda: [post for post in server.posts if post.room == room and "AI on" in post.content["body"]])


async def test_an_event_that_cannot_be_read(tmp_path: Path) -> None:
    """Nobody knows what it was, so the AI goes off in its room; the supervisor and the log are told once; all go on."""
    server = Server()
    with capture_logs() as logs:
        async with start(tmp_path, server) as chair, at_work(chair):
            await listening(server)
            sql = "INSERT INTO inbox (id, room, kind, body) VALUES ('$bad', ?, 'heard', '{\"text\": \"walrus\"}')"
            await spoil(chair, sql, ROOM)
            await ask_for_help(server, OTHER)
            await server.until(lambda: told(server))
            await ask_for_help(server, ROOM)
            assert (await chair.store.rooms.room(ROOM)).floor is Floor.OFF
        async with start(tmp_path, server) as chair, at_work(chair):
            await ask_for_help(server, OTHER)
            assert await chair.store.db.rows("SELECT decided, body FROM inbox WHERE id = '$bad'") == [
                (0, '{"text": "walrus"}')
            ]
    assert len(told(server)) == 1
    assert [log["reason"] for log in logs if log["event"] == "alert"].count("set-aside-inbox") == 1
    assert "walrus" not in repr(logs) + repr(server.posts)


async def test_a_job_that_cannot_be_read(tmp_path: Path) -> None:
    """It is not done and holds up nothing behind it; who waits for an answer of a model is told that there is none."""
    server = Server()
    async with start(tmp_path, server) as chair:
        cause = Heard(EventId("$cause"), KIM, 1.0, "!cause")
        ask = Ask(cause.id, KIM, Task.EXPLAIN, "house", EN, (EN,), "walrus")
        line = Notice(LINE, Mark(kind="floor"))
        await chair.store.commit(cause, Decision(await chair.store.rooms.room(ROOM), (line, line, ask)), None)
        for number in (0, 2):
            await spoil(chair, "UPDATE job SET body = '{' WHERE id = ?", f"$cause/{number}")
        with capture_logs() as logs:
            async with at_work(chair):
                await server.until(lambda: len(told(server)) == 2)
                await ask_for_help(server, ROOM)
                await ask_for_help(server, OTHER)
            assert [post.txn for post in server.posts if post.txn.startswith("thirdchair.$cause/")] == [
                "thirdchair.$cause/1"
            ]
            rows = await chair.store.db.rows("SELECT kind FROM inbox WHERE id = '$cause/2/answer'")
            assert rows == [("failed",)]
            assert [log["reason"] for log in logs if log["event"] == "alert"] == ["set-aside-job"] * 2
    async with start(tmp_path, server) as chair, at_work(chair):
        await ask_for_help(server, OTHER)
        waiting = await chair.store.outbox.waiting()  # the start has jobs of its own, which may not be done yet
        assert {job for job in waiting if job.startswith("$cause/")} == {"$cause/0", "$cause/2"}
    assert len(told(server)) == 2


async def test_a_room_that_cannot_be_read(tmp_path: Path) -> None:
    """It takes part in nothing, others go on; it is told once, not at each start; and once it is mended, what waited is decided."""
    server = Server()
    async with start(tmp_path, server) as chair, at_work(chair):
        await listening(server)
        ((whole,),) = await chair.store.db.rows("SELECT state FROM room WHERE id = ?", ROOM)
    with capture_logs() as logs:
        for state in ("{", '{"id": "!room:clinic", "colour": "red"}'):
            async with start(tmp_path, server) as chair:
                await spoil(chair, "UPDATE room SET state = ? WHERE id = ?", state, ROOM)
                async with at_work(chair):
                    waiting = await server.says_now("!status", KIM, ROOM)
                    await server.says_now("I slept badly after the walrus story", KIM, ROOM)
                    await ask_for_help(server, OTHER)
                    await server.until(lambda: told(server))
                    await erase_outlived(chair)
                    with pytest.raises(FormUnreadable):
                        await chair.store.rooms.room(ROOM)
                    heard_there = "SELECT count(*) FROM inbox WHERE room = ? AND kind = 'heard' AND decided = 0"
                    assert (await chair.store.db.rows(heard_there, ROOM))[0][0] > 1
                assert server.replies(waiting) == []
    assert len(told(server)) == 1
    assert [log["reason"] for log in logs if log["event"] == "alert"] == ["set-aside-room"]
    async with start(tmp_path, server) as chair:
        await spoil(chair, "UPDATE room SET state = ? WHERE id = ?", whole, ROOM)
        async with at_work(chair):
            await server.until(lambda: server.replies(waiting))
            await ask_for_help(server, ROOM)
            room = await chair.store.rooms.room(ROOM)
            assert [line.text for line in room.window if "walrus" in line.text] == [
                "I slept badly after the walrus story"
            ] * 2


async def test_a_deadline_of_a_room_that_cannot_be_read(tmp_path: Path) -> None:
    """Its deadline does not come again and again while nobody can decide about it."""
    server = Server()
    async with start(tmp_path, server) as chair:
        async with at_work(chair):
            await ask_for_help(server, ROOM)
        await spoil(chair, "UPDATE room SET state = '{', deadline = 1.0 WHERE id = ?", ROOM)
        async with at_work(chair):
            await server.until(lambda: told(server))
            await ask_for_help(server, OTHER)
        elapsed = "SELECT count(*) FROM inbox WHERE room = ? AND kind = 'elapsed' AND decided = 0"
        assert (await chair.store.db.rows(elapsed, ROOM))[0][0] <= 1
        assert await chair.store.rooms.due(chair.clock()) == ()


async def test_an_answer_of_a_room_that_cannot_be_read(tmp_path: Path) -> None:
    """What a model answered to it waits with all else that happened there."""
    server = Server()
    async with start(tmp_path, server) as chair:
        async with at_work(chair):
            await ask_for_help(server, ROOM)
            await spoil(chair, "UPDATE room SET state = '[]' WHERE id = ?", ROOM)
            await chair.store.inbox.admit(ROOM, Answered(EventId("$b"), 2.0, EventId("$q"), "walrus", "house", "small"))
            await ask_for_help(server, OTHER)
            await server.until(lambda: told(server))
        assert await chair.store.db.rows("SELECT decided FROM inbox WHERE id = '$b'") == [(0,)]
