"""`thirdchair backup` and `restore`: one encrypted file, whole or not at all, and into an empty folder with its own key alone."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hand_held import settled
from sqlcipher3 import dbapi2 as sqlcipher
from warm_command import Ended, run_command

from bot.app.operator.audit_check import verify_audit
from bot.audit.chain import make_deed
from bot.errors import BotError, StoreRefused
from bot.model import RoomId
from bot.settings import Settings
from bot.store import Store, StoreKey, open_key, open_store
from bot.store.audit_log import append_deeds
from bot.store.backup import RESTORED, check_backup, put_back, write_backup
from bot.store.migrate import list_steps

GOLDEN = Path(__file__).parents[1] / "golden" / "0.1.0"
NOW = 1_800_000_000.0
OF_DEVICE = {"device_id": "CHAIR", "access_token": "t", "refresh_token": "r", "token_ends": "1.0", "sync_token": "s1"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of a deployment whose notebook is full of everything, as version 0.1.0 wrote it."""
    folder = tmp_path / "clinic"
    folder.mkdir()
    for file in ("thirdchair.db", "store.key"):
        shutil.copy(GOLDEN / file, folder / file)
    return settled(folder)


@pytest.fixture
def open_mask() -> Iterator[None]:
    """Let every file that is made be everybody's, as some machines do."""
    before = os.umask(0)
    yield
    os.umask(before)


def folder_of(settings: Settings) -> Path:
    """Return the data folder."""
    return settings.deployment.data_dir


def lose_folder(settings: Settings) -> None:
    """Lose all of the data folder but its key, which lies in a safe."""
    for path in folder_of(settings).glob("thirdchair.db*"):
        path.unlink()


def peer_into(file: Path, key: StoreKey) -> Any:
    """Return a connection to an encrypted file."""
    connection = sqlcipher.connect(str(file), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.derive('database')}'\"")
    return closing(connection)


def dump(file: Path, key: StoreKey) -> dict[str, list[Any]]:
    """Return every row of every table but the facts."""
    with peer_into(file, key) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables.remove("note")
        return {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}  # noqa: S608 - as they are there


async def back_up(settings: Settings, target: Path) -> None:
    """Take a backup as the operator does."""
    await write_backup(folder_of(settings), None, target, NOW)


async def order(settings: Settings, *words: str) -> Ended:
    """Run a command."""
    return await run_command(*words, "--config", str(folder_of(settings) / "bot.yaml"))


async def test_one_file_that_nobody_else_reads(settings: Settings, tmp_path: Path, open_mask: None) -> None:
    """It is its owner's alone whatever the umask, encrypted, alone in its folder, and its key is not in it; the command says so."""
    key, target = open_key(None, folder_of(settings)), tmp_path / "away" / "b.db"
    target.parent.mkdir()
    ended = await order(settings, "backup", str(target))
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("b.db: the notebook as of 20")
    assert "store.key" in ended.out
    assert [path.name for path in target.parent.iterdir()] == ["b.db"]
    assert target.stat().st_mode & 0o777 == 0o600
    raw = target.read_bytes()
    assert not [
        word
        for word in (b"SQLite format", b"clinic", b"org.thirdchair", key.raw, key.raw.hex().encode())
        if word in raw
    ]


async def test_it_is_never_written_over(settings: Settings, tmp_path: Path) -> None:
    """A file that is there is left as it is, whatever it is; so is a link to one."""
    target, link = tmp_path / "b.db", tmp_path / "link.db"
    target.write_text("somebody's")
    link.symlink_to(tmp_path / "nowhere")
    for path in (target, link):
        ended = await order(settings, "backup", str(path))
        assert ended.status == 1
        assert "is there already" in ended.err
    assert target.read_text() == "somebody's"
    assert not (tmp_path / "nowhere").exists()


async def test_all_is_in_it_but_what_belongs_to_the_device(settings: Settings, tmp_path: Path) -> None:
    """Every row of every table is there; login, device and place in the stream are not, and after the restore neither."""
    folder = folder_of(settings)
    key = open_key(None, folder)
    async with open_store(folder, key) as store:
        await store.notes.write(**OF_DEVICE, identity="{}", synced_at="5.0")
    await back_up(settings, tmp_path / "b.db")
    before = dump(folder / "thirdchair.db", key)
    assert dump(tmp_path / "b.db", key) == before
    assert sum(map(len, before.values())) > 50
    lose_folder(settings)
    put_back(tmp_path / "b.db", folder, key, NOW + 1)
    assert dump(folder / "thirdchair.db", key) == before
    with peer_into(folder / "thirdchair.db", key) as connection:
        facts = dict(connection.execute("SELECT key, value FROM note"))
    assert not facts.keys() & OF_DEVICE.keys()
    assert (facts["identity"], facts["synced_at"], facts[RESTORED]) == ("{}", "5.0", repr(NOW + 1))
    assert (folder / "thirdchair.db").stat().st_mode & 0o777 == 0o600
    assert {path.name for path in folder.iterdir()} & {"thirdchair.db.part", "matrix.db"} == set()


async def test_it_is_of_one_moment(settings: Settings, tmp_path: Path) -> None:
    """Taken again and again while somebody writes, each backup holds both halves of what is written together."""
    folder = folder_of(settings)
    key, written = open_key(None, folder), asyncio.Event()

    async def write_on(store: Store) -> None:
        number = 0
        while True:
            number += 1
            await store.notes.write(left=str(number), right=str(number))
            written.set()

    async with open_store(folder, key) as store:
        writing = asyncio.create_task(write_on(store))
        await written.wait()
        seen = []
        for number in range(5):
            target = tmp_path / f"{number}.db"
            await back_up(settings, target)
            with peer_into(target, key) as connection:
                facts = dict(connection.execute("SELECT key, value FROM note"))
            seen.append(int(facts["left"]))
            assert facts["left"] == facts["right"]
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
    assert seen == sorted(set(seen))


async def test_a_damaged_notebook_is_no_backup(settings: Settings, tmp_path: Path) -> None:
    """Of a notebook with a damaged page no backup is taken: the command says so, and leaves no file that looks like one."""
    notebook = folder_of(settings) / "thirdchair.db"
    raw = bytearray(notebook.read_bytes())
    raw[len(raw) // 2] ^= 1
    notebook.write_bytes(bytes(raw))
    ended = await order(settings, "backup", str(tmp_path / "b.db"))
    assert (ended.status, "damaged" in ended.err, "Keep earlier backups" in ended.err) == (1, True, True)
    assert not (tmp_path / "b.db").exists()


async def test_where_it_cannot_be_written_it_says_so(settings: Settings, tmp_path: Path) -> None:
    """A folder that is not there, or a disk that is full, is told in two lines; nothing is left behind."""
    ended = await order(settings, "backup", str(tmp_path / "nowhere" / "b.db"))
    assert (ended.status, "cannot be written" in ended.err, "Traceback" in ended.err) == (1, True, False)
    with pytest.raises(BotError, match="cannot be written"):
        await back_up(settings, Path("/dev/full/b.db"))


def spoil(raw: bytes) -> dict[str, bytes]:
    """Return what is no whole backup, by what is wrong with it."""
    middle = bytearray(raw)
    middle[len(raw) // 2] ^= 1
    return {"empty": b"", "text": b"somebody's letter\n" * 500, "cut": raw[: len(raw) // 2], "changed": bytes(middle)}


async def test_what_is_no_backup_is_not_put_back(settings: Settings, tmp_path: Path) -> None:
    """What is cut off, changed, of another key or no backup at all is refused with 78, and the folder stays empty."""
    folder, good = folder_of(settings), tmp_path / "good.db"
    key = open_key(None, folder)
    await back_up(settings, good)
    (tmp_path / "unfinished.db").write_bytes((folder / "thirdchair.db").read_bytes())
    for name, raw in spoil(good.read_bytes()).items():
        (tmp_path / f"{name}.db").write_bytes(raw)
    lose_folder(settings)
    for name in ("unfinished", "empty", "text", "cut", "changed", "missing"):
        with pytest.raises(StoreRefused) as refused:
            put_back(tmp_path / f"{name}.db", folder, key, NOW)
        assert (refused.value.exit_code, bool(refused.value.remedy)) == (78, True), name
    with pytest.raises(StoreRefused, match="cannot be opened"):
        put_back(good, folder, StoreKey(bytes(32)), NOW)
    assert not list(folder.glob("thirdchair.db*"))
    put_back(good, folder, key, NOW)


async def test_of_a_later_version_is_refused(settings: Settings, tmp_path: Path) -> None:
    """A backup that a later version took is refused before anything is written, and says which version to use."""
    folder, target = folder_of(settings), tmp_path / "b.db"
    key = open_key(None, folder)
    await back_up(settings, target)
    with peer_into(target, key) as connection:
        connection.execute(f"PRAGMA user_version = {len(list_steps()) + 1}")
    lose_folder(settings)
    with pytest.raises(StoreRefused, match="later version"):
        put_back(target, folder, key, NOW)
    assert not list(folder.glob("thirdchair.db*"))


FULL: dict[str, Callable[[Path], object]] = {
    "a notebook": lambda folder: (folder / "thirdchair.db").write_bytes(b""),
    "its log": lambda folder: (folder / "thirdchair.db-wal").write_bytes(b"x"),
    "keys of messages": lambda folder: (folder / "matrix.db").write_bytes(b"x"),
}


@pytest.mark.parametrize("what", FULL)
async def test_only_into_an_empty_folder(settings: Settings, tmp_path: Path, what: str) -> None:
    """Where a notebook, what belongs to one, or keys of messages lie, nothing is put, and it is said what to move away."""
    await back_up(settings, tmp_path / "b.db")
    lose_folder(settings)
    FULL[what](folder_of(settings))
    there = {path.name: path.read_bytes() for path in folder_of(settings).iterdir() if path.is_file()}
    ended = await order(settings, "restore", str(tmp_path / "b.db"))
    assert (ended.status, "Move what is there to another place" in ended.err) == (78, True)
    assert {path.name: path.read_bytes() for path in folder_of(settings).iterdir() if path.is_file()} == there


async def test_without_its_key_no_other_is_made(settings: Settings, tmp_path: Path) -> None:
    """Where the key is not there it says which to put there, and makes none that would open nothing."""
    await back_up(settings, tmp_path / "b.db")
    lose_folder(settings)
    (folder_of(settings) / "store.key").rename(tmp_path / "kept.key")
    ended = await order(settings, "restore", str(tmp_path / "b.db"))
    assert (ended.status, "store.key" in ended.err) == (78, True)
    assert not (folder_of(settings) / "store.key").exists()


async def test_it_says_what_comes_next(settings: Settings, tmp_path: Path) -> None:
    """After a restore the command names the next one; where the identity was not in it yet, the recovery key is asked for."""
    async with open_store(folder_of(settings), open_key(None, folder_of(settings))) as store:
        await store.notes.write(identity=None)
    await back_up(settings, tmp_path / "without.db")
    async with open_store(folder_of(settings), open_key(None, folder_of(settings))) as store:
        await store.notes.write(identity="{}")
    await back_up(settings, tmp_path / "with.db")
    where = f"--config {folder_of(settings) / 'bot.yaml'}"
    asked = f"`thirdchair keys setup --restore {where}` with the recovery key, then `thirdchair run {where}`."
    for name, command in (("with", f"Next: `thirdchair run {where}`"), ("without", f"Next: {asked}")):
        lose_folder(settings)
        ended = await order(settings, "restore", str(tmp_path / f"{name}.db"))
        assert (ended.status, ended.err) == (0, "")
        assert ended.out.startswith("Put back: the notebook as of 2027-01-15 08:00 UTC")
        assert command in ended.out
        assert "ask everybody anew" in ended.out


async def test_one_of_an_earlier_version_is_brought_up_to_date(settings: Settings, tmp_path: Path) -> None:
    """A backup from before an upgrade is put back as it is, and the next start brings it up to date."""
    folder = folder_of(settings)
    key = open_key(None, folder)
    await back_up(settings, tmp_path / "b.db")
    lose_folder(settings)
    put_back(tmp_path / "b.db", folder, key, NOW)
    with peer_into(folder / "thirdchair.db", key) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (7,)
    async with open_store(folder, key) as store:
        assert not (await store.audit.verify()).broken
    with peer_into(folder / "thirdchair.db", key) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(list_steps()),)


async def test_the_audit_over_a_restore(settings: Settings, tmp_path: Path) -> None:
    """After a restore the chain holds and a head from before is in it; with a head from after, the lost tail is told."""
    folder = folder_of(settings)
    key, room = open_key(None, folder), RoomId("!full:clinic")
    async with open_store(folder, key) as store:
        before = await store.audit.signed_head()
        await back_up(settings, tmp_path / "b.db")
        async with store.db.transaction() as transaction:
            await append_deeds(transaction, [make_deed("ended", NOW, room)], "")
        after = await store.audit.signed_head()
    lose_folder(settings)
    put_back(tmp_path / "b.db", folder, key, NOW)
    assert "That head is in it" in await verify_audit(settings, before)
    with pytest.raises(BotError, match="the end was cut off"):
        await verify_audit(settings, after)
    async with open_store(folder, key) as store, store.db.transaction() as transaction:
        await append_deeds(transaction, [make_deed("ended", NOW + 1, room)], "")
    assert "The audit holds" in await verify_audit(settings, None)


async def test_a_look_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    """To check a backup writes nothing into it nor beside it."""
    await back_up(settings, tmp_path / "b.db")
    raw = (tmp_path / "b.db").read_bytes()
    seen = check_backup(tmp_path / "b.db", open_key(None, folder_of(settings)))
    assert (seen.taken, seen.entries > 20, seen.sessions > 0) == (NOW, True, True)
    assert (tmp_path / "b.db").read_bytes() == raw
    assert [path.name for path in tmp_path.glob("b.db*")] == ["b.db"]
