"""`thirdchair audit verify --head-from-desk` against a real homeserver: the newest head is found beside a running bot, and a cut tail by it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bot_process import PROGRAM, BotProcess
from foreign_client import ForeignClient
from foreign_event import Seen
from foreign_wire import ForeignError
from newcomer import Newcomer
from session_room import Session, marks, session_room
from sqlcipher3 import dbapi2 as sqlcipher

from bot.app.operator.audit_check import verify_audit
from bot.app.operator.head_from_desk import verify_against_desks
from bot.demo.homeserver import Homeserver
from bot.errors import HomeserverDown
from bot.matrix.client.head_keys import HEAD
from bot.model import RoomId
from bot.settings import load_settings
from bot.store import open_key


async def verify(bot: BotProcess, *options: str) -> tuple[int, str]:
    """Run the command as an operator does; return its exit status, and all that it prints."""
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        *("audit", "verify", "--config", str(bot.config), *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, told.decode()


async def end(session: Session, desk: RoomId) -> Seen:
    """Let Ana hold a session and close it; return the head as she sees it at the desk."""
    known = {event.id for event in session.ana.seen(desk)}
    await session.next_words(session.ana, "!listen")
    await session.ana.send(session.room, "!end")
    await session.ana.sees(desk, lambda event: marks(event).get("kind") == "end" and event.id not in known)
    await session.ana.send(session.room, "!end yes")
    return await session.ana.sees(desk, lambda event: marks(event).get("kind") == HEAD and event.id not in known)


def cut_tail(bot: BotProcess, keep: int) -> None:
    """Cut the end of the audit off, as somebody who has the folder's key can."""
    connection = sqlcipher.connect(str(bot.data_dir / "thirdchair.db"))
    connection.execute(f"PRAGMA key = \"x'{open_key(None, bot.data_dir).derive('database')}'\"")
    connection.executescript(f"DROP TRIGGER audit_loses_nothing; DELETE FROM audit WHERE number > {keep};")  # noqa: S608 - a number
    connection.close()


@pytest.fixture
async def session(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, ana: ForeignClient, kim: ForeignClient
) -> AsyncIterator[Session]:
    """Give a session in which Kim has agreed, with a bot of its own, whose folder may be changed."""
    async with session_room(tmp_path, (ana, kim), synapse, newcomer) as session:
        await session.answer(kim, "!agree")
        yield session


async def test_a_cut_tail_is_found_by_the_head_at_the_desk(session: Session) -> None:
    """Beside the running bot the newest head is found; where the tail is cut off, the chain still holds, and the head shows it."""
    desk, bot = await session.desk(), session.bot
    await end(session, desk)
    head = await end(session, desk)
    await session.listening()  # more is written down, and more is said at the desk, under other keys
    status, told = await verify(bot, "--head-from-desk")
    first = told.splitlines()[0]
    assert (status, "is in it" in first, "a later head" in first) == (0, True, True)
    assert head.id in told
    assert bot.is_running

    assert await bot.stop() == 0
    settings = load_settings(bot.config)
    cut_tail(bot, int((await verify_audit(settings, None)).split()[3]) // 2)
    assert "only against a head" in (await verify_audit(settings, None)).splitlines()[0]
    status, told = await verify(bot, "--head-from-desk")
    assert (status, "not among them" in told, head.id in told) == (1, True, True)


async def test_where_it_cannot_it_says_why(session: Session) -> None:
    """Before the first head, and while the homeserver is away, it says why it cannot; a therapist cannot delete a head."""
    desk, bot = await session.desk(), session.bot
    status, told = await verify(bot, "--head-from-desk")
    assert (status, "There is no key to a head" in told, "--head HEAD" in told) == (1, True, True)
    head = await end(session, desk)
    with pytest.raises(ForeignError, match="M_FORBIDDEN"):
        await session.ana.redact(desk, head.id)
    await bot.kill()
    await bot.start()
    await bot.ready()
    settings = load_settings(bot.config)
    assert head.id in await verify_against_desks(settings)
    bot.config.write_text(bot.config.read_text().replace(settings.deployment.homeserver, "http://127.0.0.1:9"))
    with pytest.raises(HomeserverDown):
        await verify_against_desks(load_settings(bot.config))
