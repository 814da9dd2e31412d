"""`thirdchair fleet status DIR`: many bots, a line for each, over real notebooks, and what a broken one does not hide."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from hand_held import ROOM
from office import Office, furnished, seated
from sqlcipher3 import dbapi2 as sqlcipher
from typer.testing import CliRunner

from bot.app.operator.fleet import BotState, list_clashes, survey_fleet
from bot.app.services import Chair, read_clock
from bot.cli import app
from bot.errors import BotError
from bot.model import Decision, EventId, Ruled
from bot.model.danger import Alarm
from bot.settings import Settings
from bot.store import open_key
from bot.store.lock_holder import is_locked
from bot.store.migrate import list_steps


def place(folder: Path, name: str, more: str = "", account: str = "@bot:clinic") -> Office:
    """Write one bot's configuration into a folder of its own."""
    (folder / name).mkdir()
    office = furnished(folder / name)
    office.deploys(more)
    office.main.write_text(office.main.read_text().replace("@bot:clinic", account))
    return office


async def look(folder: Path, now: float) -> list[BotState]:
    """Return what is known of each bot at `now`."""
    return [state async for state, _ in survey_fleet(folder, now)]


async def keep(chair: Chair, **facts: object) -> None:
    """Write down a room that is as `facts` say, and that a sync came a moment ago."""
    room = replace(await chair.store.rooms.room(ROOM), seated=True, **facts)  # type: ignore[arg-type]  # fields of a room
    await chair.store.commit(Ruled(EventId("$1"), 1.0), Decision(room), None)
    await chair.store.notes.write(synced_at=repr(1000.0))


@contextmanager
def open_by_hand(office: Office) -> Iterator[sqlcipher.Connection]:
    """Open a bot's notebook as it lies there, whatever its schema."""
    key = open_key(None, office.folder / "data").derive("database")
    with closing(sqlcipher.connect(office.folder / "data" / "thirdchair.db")) as connection:
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        yield connection


async def test_each_bot_is_a_line(tmp_path: Path) -> None:
    """A bot at work, one that was stopped and one that never ran: each is told by what stands in its notebook, in counts."""
    office, stopped = place(tmp_path, "anna"), place(tmp_path, "ben", account="@ben:clinic")
    place(tmp_path, "cleo", account="@cleo:clinic")
    async with seated(stopped) as chair:
        await keep(chair)
    async with seated(office) as chair:
        await keep(chair, alarms=(Alarm("A1", "crisis", 300.0), Alarm("A2", "crisis", 1.0, drill=True)))
        anna, ben, cleo = await look(tmp_path, 1005.0)
    assert (anna.running, anna.synced, anna.rooms, anna.drafts, anna.files) == (True, 5.0, 1, 0, 1)
    assert (anna.alarms, anna.oldest_alarm, anna.needs_look) == (1, 705.0, True)
    assert (anna.schema, anna.older) == (len(list_steps()), False)
    assert (ben.running, ben.alarms, ben.oldest_alarm, ben.needs_look) == (False, 0, None, True)
    assert (cleo.running, cleo.rooms) == (False, None)
    assert "There is no notebook" in cleo.trouble
    lines = [str(state) for state in (anna, ben, cleo)]
    assert not any("\n" in line for line in lines)
    assert lines[0] == (
        "look\tanna\t@bot:clinic\thttp://127.0.0.1:9\trunning\tsynced 5 s ago\trooms 1 (files 1)\tdrafts 0"
        f"\talarms 1, oldest 12 min\tschema {len(list_steps())}"
    )
    assert not any(ROOM in line for line in lines)
    assert str(replace(anna, oldest_alarm=None, alarms=0)).startswith("ok\tanna")


async def test_a_broken_configuration_is_one_line(tmp_path: Path) -> None:
    """A file with mistakes and a notebook whose key is gone are a line each with what to do, and the others are told."""
    broken, keyless = place(tmp_path, "anna"), place(tmp_path, "ben", account="@ben:clinic")
    whole = place(tmp_path, "cleo", account="@cleo:clinic")
    for office in (keyless, whole):
        async with seated(office) as chair:
            await keep(chair)
    broken.main.write_text("homeserver: [\n")
    (keyless.folder / "data" / "store.key").write_bytes(bytes(32))
    anna, ben, cleo = await look(tmp_path, 1001.0)
    assert f"thirdchair check --config {broken.main}" in anna.trouble
    assert ben.trouble
    assert all(state.needs_look and "\n" not in str(state) for state in (anna, ben))
    assert (cleo.rooms, cleo.trouble) == (1, "")


async def test_a_room_that_cannot_be_read_is_counted(tmp_path: Path) -> None:
    """A room whose state is damaged is told as one that cannot be read; the others of that bot are counted."""
    office = place(tmp_path, "anna")
    async with seated(office) as chair:
        await keep(chair)
        async with chair.store.db.transaction() as transaction:
            await transaction.run("INSERT INTO room (id, state) VALUES ('!broken:clinic', '{')")
        (anna,) = await look(tmp_path, 1001.0)
    assert (anna.rooms, anna.unreadable, anna.needs_look) == (1, 1, True)
    assert "unreadable 1" in str(anna)
    assert "!broken" not in str(anna)


async def test_an_earlier_notebook_is_left_as_it_is(tmp_path: Path) -> None:
    """A notebook of an earlier schema is told as that, and still has it afterwards."""
    office = place(tmp_path, "anna")
    async with seated(office) as chair:
        await keep(chair)
    with open_by_hand(office) as connection:
        connection.execute("PRAGMA user_version = 5")
    for _ in range(2):
        (anna,) = await look(tmp_path, 1001.0)
        assert (anna.schema, anna.older, anna.synced, anna.rooms, anna.needs_look) == (5, True, 1.0, None, True)
    assert "schema 5 (older)" in str(anna)


async def test_rooms_are_counted_in_a_notebook_from_before_lines_knew_of_voices(tmp_path: Path) -> None:
    """What a room's window was like in an earlier version is nothing to whoever counts rooms."""
    office = place(tmp_path, "anna")
    async with seated(office) as chair:
        await keep(chair)
    with open_by_hand(office) as connection:
        connection.execute("ALTER TABLE line DROP COLUMN voiced")
        connection.execute("PRAGMA user_version = 12")
    (anna,) = await look(tmp_path, 1001.0)
    assert (anna.schema, anna.rooms, anna.unreadable) == (12, 1, 0)


@pytest.mark.parametrize("status", [200, 503])
async def test_a_bot_that_serves_its_health_is_asked(tmp_path: Path, status: int) -> None:
    """While it runs its own `/health` says whether it is at work; a stopped bot is not asked."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status)

    served = web.Application()
    served.add_routes([web.get("/health", answer)])
    runner = web.AppRunner(served)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        office = place(tmp_path, "anna", f"web: {{port: {runner.addresses[0][1]}}}\n")
        async with seated(office) as chair:
            await keep(chair)
            (at_work,) = await look(tmp_path, 1001.0)
        (stopped,) = await look(tmp_path, 1001.0)
    finally:
        await runner.cleanup()
    assert (at_work.healthy, at_work.needs_look) == (status == 200, status != 200)
    assert stopped.healthy is None


async def test_what_two_bots_would_both_do_is_told(tmp_path: Path) -> None:
    """Two configurations with one account, and a room that two accounts would serve, are told; `account:` settles the second."""
    place(tmp_path, "anna")
    ben, cleo = place(tmp_path, "ben", account="@ben:clinic"), place(tmp_path, "cleo")
    read: list[tuple[str, Settings]] = [
        (state.folder, settings) async for state, settings in survey_fleet(tmp_path, 1.0) if settings
    ]
    same, both = list_clashes(read)
    assert same.startswith("anna and cleo have one account")
    assert both.startswith("anna/rooms/all.yaml and ben/rooms/all.yaml and cleo/rooms/all.yaml are for one room")
    ben.rules('account: "@bot:clinic"\n')
    cleo.main.write_text(cleo.main.read_text().replace("@bot:clinic", "@cleo:clinic"))
    cleo.rules('account: "@bot:clinic"\n')
    read = [(state.folder, settings) async for state, settings in survey_fleet(tmp_path, 1.0) if settings]
    assert list_clashes(read) == ()


def test_the_command(tmp_path: Path) -> None:
    """Exit status 1 while there is something to look at; `--json` has the same for programs; an empty folder is told."""
    place(tmp_path, "anna")
    result = CliRunner().invoke(app, ["fleet", "status", str(tmp_path)])
    assert result.exit_code == 1
    assert result.output.startswith("look\tanna\t@bot:clinic")
    told = json.loads(CliRunner().invoke(app, ["fleet", "status", str(tmp_path), "--json"]).output)
    assert (told["bots"][0]["account"], told["bots"][0]["needs_look"], told["clashes"]) == ("@bot:clinic", True, [])
    empty = CliRunner().invoke(app, ["fleet", "status", str(tmp_path / "anna")])
    assert isinstance(empty.exception, BotError)


async def test_a_fleet_in_order_ends_with_0(tmp_path: Path) -> None:
    """Where every bot runs and nothing waits the status is 0."""
    office = place(tmp_path, "anna")
    async with seated(office) as chair:
        await keep(chair)
        await chair.store.notes.write(synced_at=repr(read_clock()))
        result = await asyncio.to_thread(CliRunner().invoke, app, ["fleet", "status", str(tmp_path)])
    assert (result.exit_code, result.output.partition("\t")[0]) == (0, "ok")


def test_a_lock_is_looked_up_and_not_touched(tmp_path: Path) -> None:
    """A folder without a lock is free; without the system's list nobody knows; a lock on another file says nothing."""
    assert is_locked(tmp_path) is False
    (tmp_path / "lock").touch()
    number = (tmp_path / "lock").stat().st_ino
    (tmp_path / "list").write_text(f"1: FLOCK  ADVISORY  WRITE 912 00:1b:{number + 1} 0 EOF\n")
    assert is_locked(tmp_path, tmp_path / "list") is False
    (tmp_path / "list").write_text(f"1: FLOCK  ADVISORY  WRITE 912 00:1b:{number} 0 EOF\n")
    assert is_locked(tmp_path, tmp_path / "list") is True
    assert is_locked(tmp_path, tmp_path / "none") is None
