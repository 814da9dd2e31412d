"""Every step of the database's history, from every schema that ever was, with data in it; and what comes from the future."""

import json
import shutil
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from bot.errors import StoreRefused
from bot.model import Ask, Direct, Heard, Notice, RoomId, Supervisor
from bot.store import Store, StoreKey, open_key, open_peek, open_store
from bot.store.db import connect
from bot.store.migrate import bring_up_to_date, list_steps

GOLDEN = Path(__file__).parents[1] / "golden" / "0.1.0"
KEY = StoreKey(bytes(32))
NEWEST = len(list_steps())
ROOM = RoomId("!room:clinic")
HEARD = '{"id":"$a","sender":"@kim:clinic","at":1.0,"text":"walrus","place":"direct"}'
ASK = (
    '{"question":"$q","asker":"@kim:clinic","task":"explain","backend":"house","language":"en","languages":["en"],'
    '"request":"otter","place":"direct","whom":"@kim:clinic"}'
)
NOTICE = '{"words":{"key":"listen-already","language":"en"},"mark":{"kind":"floor"},"place":"supervisor","whom":null}'
STATE = (
    '{"id":"!room:clinic","seated":true,"floor":"listen","roster":[{"id":"@kim:clinic","name":"Kim"}],'
    '"consents":[{"person":"@kim:clinic","purpose":"listen","card":"c","language":"en","event":"$e","at":1.0}],'
    '"explained":[{"code":"E1","asker":"@kim:clinic","terms":["sleep"],"language":"en","place":"direct","at":1.0}],'
    '"disclosed":1.0,"helplines":1.0}'
)
SHOWN = '{"id":"$s","at":2.0,"event":"$there","code":"E1","place":"direct"}'

Insert = tuple[str, tuple[Any, ...]]
SINCE: dict[int, tuple[Insert, ...]] = {
    1: (
        ("INSERT INTO note (key, value) VALUES ('sync_token', 's1')", ()),
        ("INSERT INTO room (id, state, deadline) VALUES (?, ?, 9.0)", (ROOM, STATE)),
        ("INSERT INTO line (room, id, sender, at, text) VALUES (?, '$l', '@kim:clinic', 1.0, 'a line')", (ROOM,)),
        ("INSERT INTO inbox (id, room, kind, body) VALUES ('$a', ?, 'Heard', ?)", (ROOM, HEARD)),
        ("INSERT INTO inbox (id, room, kind, body) VALUES ('$s', ?, 'Shown', ?)", (ROOM, SHOWN)),
        ("INSERT INTO inbox (id, room, kind, body) VALUES ('$bad', ?, 'Heard', '{')", (ROOM,)),
        ("INSERT INTO inbox (id, room, kind, decided) VALUES ('$old', ?, 'WasAway', 1)", (ROOM,)),
        ("INSERT INTO job (id, room, kind, question, body, made) VALUES ('$q/0', ?, 'Ask', '$q', ?, 1.0)", (ROOM, ASK)),
        ("INSERT INTO job (id, room, kind, body, made) VALUES ('$q/1', ?, 'Notice', ?, 1.0)", (ROOM, NOTICE)),
        ("INSERT INTO job (id, room, kind, state, made) VALUES ('$q/2', ?, 'ConsentCard', 'done', 1.0)", (ROOM,)),
    ),
    2: (("INSERT INTO pin (user, master_key, since) VALUES ('@kim:clinic', 'K', 1.0)", ()),),
    3: (
        ("INSERT INTO latest (room, event) VALUES (?, '$latest')", (ROOM,)),
        (
            "INSERT INTO sealed (id, room, sender, body, since) VALUES ('$sealed', ?, '@kim:clinic', '{}', 1.0)",
            (ROOM,),
        ),
    ),
    4: (
        ("INSERT INTO side (nonce, session, place, room) VALUES ('n', ?, 'desk', '!desk:clinic')", (ROOM,)),
        ("UPDATE job SET lane = 'supervisor' WHERE id = '$q/1'", ()),
    ),
    5: (
        (
            (
                "INSERT INTO sent (room, number, job, question, asker, task, place, at, backend, model, agreement, policy) "
                "VALUES (?, 1, '$q/0', '$q', '@kim:clinic', 'explain', 'direct', 1.0, 'house', 'small', '', 'p')"
            ),
            (ROOM,),
        ),
        (
            "INSERT INTO piece (room, number, place, turn, sender, text) VALUES (?, 1, 0, 1, '@kim:clinic', 'otter')",
            (ROOM,),
        ),
        ("INSERT INTO sent_code (room, code, number) VALUES (?, 'K1', 1)", (ROOM,)),
    ),
    11: (("INSERT INTO edit (room, target, id) VALUES (?, '$l', '$edit')", (ROOM,)),),
    12: (
        (
            (
                "INSERT INTO side (nonce, session, place, room, shared, stay) "
                "VALUES ('s', '!other:clinic', 'desk', '!shared:clinic', 'k', 't'), "
                "('s', '!third:clinic', 'desk', '!shared:clinic', 'k', 'u')"
            ),
            (),
        ),
        ("INSERT INTO desk_line (event, desk, session, ours) VALUES ('$dl', '!shared:clinic', '!third:clinic', 1)", ()),
    ),
    6: (('INSERT INTO placeholders (room, body) VALUES (?, \'{"last":{"PERSON":3}}\')', (ROOM,)),),
}
"""What could be written since which schema, as the versions of then wrote it."""


async def build(folder: Path, schema: int) -> None:
    """Make a notebook as a version of long ago left it: of that schema, with all in it that could be there."""
    folder.mkdir()
    (folder / "store.key").write_text(KEY.raw.hex())
    async with connect(folder / "thirdchair.db", KEY.derive("database")) as connection:
        for number in range(1, schema + 1):
            await bring_up_to_date(connection, number)
            for sql, values in SINCE.get(number, ()):
                await connection.execute(sql, values)


def version_of(folder: Path) -> int:
    """Return the schema of a notebook, as it stands in the file."""
    connection = sqlcipher.connect(str(folder / "thirdchair.db"))
    connection.execute(f"PRAGMA key = \"x'{open_key(None, folder).derive('database')}'\"")
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    connection.close()
    return version


async def find_what_came_later(store: Store, schema: int) -> None:
    """Find what a version of that schema could write in tables that the first did not have."""
    if schema >= 2:
        assert await store.pins.all() == {"@kim:clinic": "K"}
    if schema >= 3:
        assert await store.latest() == {ROOM: "$latest"}
        assert [seal.id for seal in await store.seals.all()] == ["$sealed"]
    if schema >= 4:
        own = [(side.room, side.where.kind) for side in await store.sides.all() if not side.shared]
        assert own == [("!desk:clinic", "desk")]
    if schema >= 5:
        sent = await store.sent.find_request(ROOM, "K1")
        assert sent is not None
        assert ([piece.text for piece in sent.request.pieces], sent.request.where.kind) == (["otter"], "direct")
    if schema >= 6:
        assert (await store.names.get_names(ROOM)).last == {"PERSON": 3}
    if schema >= 12:
        assert len(await store.sides.list_sides_at(RoomId("!shared:clinic"))) == 2


@pytest.mark.parametrize("schema", range(1, NEWEST))
async def test_a_notebook_of_every_earlier_schema_is_used(tmp_path: Path, schema: int) -> None:
    """Whatever version wrote it, today's program finds everything in it, each in its place, and goes on with it."""
    await build(tmp_path / "data", schema)
    async with open_store(tmp_path / "data", KEY) as store:
        assert await store.notes.read("sync_token") == "s1"
        room = await store.rooms.room(ROOM)
        assert (room.roster[0].name, room.consents[0].card, room.window[0].text) == ("Kim", "c", "a line")
        assert room.explained[0].where == Direct(room.roster[0].id)
        taken = await store.inbox.next_event()
        assert taken is not None
        assert isinstance(taken[1], Heard)
        assert (taken[1].text, taken[1].where) == ("walrus", Direct(taken[1].sender))
        effects = [job.effect for job in await store.outbox.ready(5.0)]
        assert [type(effect) for effect in effects] == [Ask, Notice]
        assert [effect.where for effect in effects if isinstance(effect, Ask | Notice)] == [
            Direct(taken[1].sender),
            Supervisor(),
        ]
        await find_what_came_later(store, schema)
        assert (await store.audit.verify()).broken is None
        kinds = dict(await store.db.rows("SELECT id, kind FROM inbox UNION SELECT id, kind FROM job"))
        assert (kinds["$old"], kinds["$q/2"]) == ("was-away", "consent-card")
        shown = json.loads((await store.db.rows("SELECT body FROM inbox WHERE id = '$s'"))[0][0])
        assert shown["where"] == "direct @kim:clinic"
    assert version_of(tmp_path / "data") == NEWEST


async def test_what_a_migration_cannot_read_stays_as_it_is(tmp_path: Path) -> None:
    """A row that was damaged long ago stops no migration: it is set aside when somebody needs it."""
    await build(tmp_path / "data", 7)
    async with open_store(tmp_path / "data", KEY) as store:
        assert await store.db.rows("SELECT kind, body FROM inbox WHERE id = '$bad'") == [("heard", "{")]


async def test_every_step_is_tried_with_data() -> None:
    """Whoever adds a table says here what could be in it, or why nothing has to be: the audit and what it stands on are made by use."""
    made_by_use = {"salt", "audit", "audit_anchor", "set_aside"}
    inserted = {sql.split()[2] for rows in SINCE.values() for sql, _ in rows if sql.startswith("INSERT")}
    async with aiosqlite.connect(":memory:", isolation_level=None, check_same_thread=False) as connection:
        await bring_up_to_date(connection)
        rows = await connection.execute_fetchall("SELECT name FROM sqlite_master WHERE type = 'table'")
    assert {name for (name,) in rows} == inserted | made_by_use


class PowerCut(BaseException):
    """The process ends here, as far as the bot can tell."""


class Mortal:
    """A connection of a process that dies once a step has done all its work, before it is noted as done."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, *values: Any) -> Any:
        """Execute a statement, unless it is the one that notes the step."""
        if sql.startswith("PRAGMA user_version ="):
            raise PowerCut
        return self._connection.execute(sql, *values)


async def test_who_dies_in_a_migration_has_done_nothing(tmp_path: Path) -> None:
    """A step is whole or not at all: after a power cut in its middle the next start begins it anew."""
    folder = tmp_path / "data"
    await build(folder, 7)
    async with connect(folder / "thirdchair.db", KEY.derive("database")) as connection:
        mortal: Any = Mortal(connection)
        with pytest.raises(PowerCut):
            await bring_up_to_date(mortal)
    assert version_of(folder) == 7
    async with open_store(folder, KEY) as store:
        assert len(await store.outbox.ready(5.0)) == 2


@pytest.mark.parametrize("opened", [open_store, None])
async def test_a_notebook_from_the_future_is_refused(tmp_path: Path, opened: Any) -> None:
    """A program older than its data does not touch them: neither to run nor to look."""
    folder = Path(shutil.copytree(GOLDEN, tmp_path / "data"))
    async with connect(folder / "thirdchair.db", open_key(None, folder).derive("database")) as connection:
        await connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
    with pytest.raises(StoreRefused, match="later version"):
        async with opened(folder, open_key(None, folder)) if opened else open_peek(folder, None, since=1):
            pass
    assert version_of(folder) == NEWEST + 1
