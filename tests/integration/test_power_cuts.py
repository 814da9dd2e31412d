"""Killed at every point at which something is written down or sent, the bot answers each command exactly once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiosqlite import Connection
from hand_held import ANA, OTHER, ROOM, Client, PowerCut, Server, at_work, seat
from polling import is_at_rest, wait_until

from bot.app.services import Chair
from bot.model import Answer, EventId, Prompt, RoomId
from bot.store.db import Database, Transaction


class House:
    """A backend that answers at once."""

    async def complete(self, _prompt: Prompt, *, max_tokens: int) -> Answer:
        """Return the one answer it knows."""
        return Answer(f"Small habits that help you sleep, in {max_tokens // max_tokens} line.", "tiny")


@dataclass
class Mains:
    """The power: off at the point numbered `at`, before or after whatever happens there; then nothing happens any more."""

    at: int
    after: bool
    numbers: "count[int]" = field(default_factory=count)
    off: bool = False

    def comes(self, *, after: bool) -> None:
        """Come to one side of a point.

        Raises:
            PowerCut: this is the one, or the power is off already.
        """
        if self.off or (after == self.after and next(self.numbers) == self.at):
            self.off = True
            raise PowerCut

    async def request(self, what: str) -> None:
        """Come to one side of a request."""
        if what.startswith(("before", "after")):
            self.comes(after=what.startswith("after"))


class Powered(Database):
    """A database at whose transactions the power may go off too: right before each is committed, and right after.

    With a `disk`, that is what the disk has for sure at each moment: what waited for it, and all that was committed before.
    """

    def __init__(self, connection: Connection, mains: Mains, disk: "Disk | None" = None) -> None:
        super().__init__(connection)
        self.mains, self.disk = mains, disk

    @asynccontextmanager
    async def transaction(self, *, durable: bool = True) -> AsyncIterator[Transaction]:
        """Give a transaction that may never be committed."""
        async with super().transaction(durable=durable) as inside:
            yield inside
            self.mains.comes(after=False)
        if self.disk and durable:
            self.disk.keep()
        self.mains.comes(after=True)


@dataclass(frozen=True)
class Disk:
    """What a disk has for sure of the notebook in `folder`."""

    folder: Path

    @property
    def _pairs(self) -> list[tuple[Path, Path]]:
        """Return the notebook's files, each with where what the disk has of it is kept."""
        kept = self.folder.with_name(f"{self.folder.name}-disk")
        kept.mkdir(exist_ok=True)
        return [(self.folder / name, kept / name) for name in ("thirdchair.db", "thirdchair.db-wal")]

    def keep(self) -> None:
        """Have all that was committed so far."""
        for file, kept in self._pairs:
            kept.write_bytes(file.read_bytes())

    def lose_the_rest(self) -> None:
        """Let the notebook be what the disk had when the power went off."""
        for file, kept in self._pairs:
            if kept.exists():
                file.write_bytes(kept.read_bytes())
        (self.folder / "thirdchair.db-shm").unlink(missing_ok=True)


async def idle(chair: Chair, server: Server) -> None:
    """Return when everything that happened is taken in, decided and done."""
    await wait_until(lambda: is_at_rest(chair.store, str(len(server.stream))))


async def survives(folder: Path, server: Server, mains: Mains, disk: Disk | None = None) -> bool:
    """Run a bot until there is nothing left to do; return whether the power stayed on. What no `disk` had for sure is lost then."""
    client, database = Client(server, mains.request), partial(Powered, mains=mains, disk=disk)
    try:
        async with seat(folder, client, {"house": House()}, database) as chair, at_work(chair):
            await idle(chair, server)
    except* PowerCut:
        assert mains.off
        if disk:
            disk.lose_the_rest()
    return not mains.off


def conversation(server: Server) -> dict[RoomId, list[EventId]]:
    """Let Ana and Kim write in two rooms; return the questions that one reply answers, by room and in order."""
    server.at_once = 3
    asked = [server.says("!agree", behind_card=True)]
    server.says("!listen", ANA, behind_card=True)
    other = [server.says("!help", room=OTHER)]
    asked.append(server.says("!explain sleep hygiene of ours", behind_card=True))
    asked.append(server.says("!status", ANA, behind_card=True))
    server.says("I slept badly", behind_card=True)
    other.append(server.says("!nonsense", ANA, OTHER))
    return {ROOM: asked, OTHER: other}


def story(server: Server, room: RoomId, questions: list[EventId]) -> list[Any]:
    """Return which questions were answered, in the order of the answers."""
    return [post.reply_to for post in server.posts if post.room == room and post.reply_to in questions]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("loses", [False, True], ids=["killed", "power-cut"])
async def test_killed_at_every_point(tmp_path: Path, *, after: bool, loses: bool) -> None:
    """Wherever the process ends, beside any commit or request, nothing is lost, said twice or made twice: one desk a room.

    So it is too where the power goes off, and the disk has only what was waited for.
    """
    for at in count():
        folder = tmp_path / str(at)
        folder.mkdir()
        server = Server()
        questions = conversation(server)
        disk = Disk(folder) if loses else None
        unharmed = await survives(folder, server, Mains(at, after), disk)
        assert unharmed or await survives(folder, server, Mains(-1, after))
        for room, asked in questions.items():
            answered = story(server, room, asked)
            assert sorted(answered) == sorted(asked), f"point {at}"
            by_a_model = [post.reply_to for post in server.posts if post.content["org.thirdchair"]["generated"]]
            at_once = [event_id for event_id in asked if event_id not in by_a_model]
            assert [item for item in answered if item in at_once] == at_once, f"point {at}"
        said = [(post.room, post.reply_to, post.content["body"]) for post in server.posts]
        assert len(said) == len(set(said)), f"point {at}"
        assert len(server.rooms.desks()) == 2, f"point {at}"
        if unharmed:
            assert at > 30
            return


async def test_killed_again_and_again(tmp_path: Path) -> None:
    """A bot that is killed at every sixteenth thing it does still comes to the end, and has then said each thing once."""
    server = Server()
    questions = conversation(server)
    starts = 0
    while not await survives(tmp_path, server, Mains(15, after=True)):
        starts += 1
        assert starts < 100
    assert starts > 3
    for room, asked in questions.items():
        assert sorted(story(server, room, asked)) == sorted(asked)
    assert len(server.rooms.desks()) == 2
