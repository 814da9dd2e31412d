"""A data folder in trouble: each kind is told by its name, what space can mend is waited for, and no key is lost over it."""

import errno
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog.testing
from hand_held import Client, Server, seat
from rows import try_each

from bot.app import unkept
from bot.app.services import Chair
from bot.app.unkept import start_when_writable
from bot.errors import StoreRefused, Unwritable
from bot.matrix.client.client import open_client
from bot.model import UserId
from bot.store import open_kept, open_key, open_peek, open_store, recognise_folder_trouble, use_spare


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """Run the block as somebody to whom modes count: root is nobody for as long."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that everybody on this machine can reach, and that goes afterwards."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    yield place / "data"
    shutil.rmtree(place)


async def fill_folder(folder: Path) -> None:
    """Let a notebook, keys and their key lie in `folder`."""
    folder.mkdir(exist_ok=True)
    key = open_key(None, folder)
    async with open_store(folder, key) as store:
        await store.notes.write(device_id="A")
    async with open_client("http://127.0.0.1:1", UserId("@bot:clinic"), "A", folder, key.derive("matrix")) as client:
        client.restore_login("@bot:clinic", "A", "token")


async def read_device(folder: Path) -> str | None:
    """Return the device that is noted in the notebook in `folder`, opened as the bot does."""
    with recognise_folder_trouble(folder):
        folder.mkdir(exist_ok=True)
        key = open_key(None, folder)
    async with open_store(folder, key) as store:
        return await store.notes.read("device_id")


async def test_a_key_that_found_no_space_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the very first start on a full disk no half of a key is left, which would be taken for a wrong one for ever."""

    def find_no_space(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", find_no_space)
        with pytest.raises(Unwritable):
            await read_device(tmp_path)
    assert not (tmp_path / "store.key").exists()
    (tmp_path / "store.key").touch()  # as a process leaves it that dies before the key is in the file
    assert await read_device(tmp_path) is None


@try_each("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS])
def test_what_space_can_mend_is_no_refusal(number: int) -> None:
    """No space, a quota, a read-only disk: it may be mended while the bot waits, so it is not told to give up."""
    with pytest.raises(Unwritable) as caught, recognise_folder_trouble(Path("/data")):
        raise OSError(number, "no")
    assert caught.value.exit_code == 74
    assert "Make space" in caught.value.remedy


async def test_a_notebook_that_finds_no_space_is_no_wrong_key(tmp_path: Path) -> None:
    """Where SQLite finds no space for its first page or for a step of the schema, that is said, and the next try works."""
    import resource  # noqa: PLC0415 - for this alone

    key = open_key(None, tmp_path)
    for size in (0, 4096, 40_960):
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            with pytest.raises(Unwritable):
                async with open_store(tmp_path, key):
                    pass
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert await read_device(tmp_path) is None


@pytest.mark.parametrize("at", ["itself", "above"])
async def test_a_file_is_no_folder(tmp_path: Path, at: str) -> None:
    """`data_dir` that names a file, or something below one, is told as that."""
    (tmp_path / "data").write_text("x")
    with pytest.raises(StoreRefused, match="that is a file or lies below one") as caught:
        await read_device(tmp_path / "data" if at == "itself" else tmp_path / "data" / "in")
    assert "Name a folder in bot.yaml" in caught.value.remedy


async def test_a_folder_of_somebody_else_names_both(folder: Path) -> None:
    """A folder that the bot may not write into is told with whose it is, who the bot is, and the command that mends it."""
    await fill_folder(folder)
    (folder / "lock").unlink()
    folder.chmod(0o555)
    with as_ordinary_user(), pytest.raises(StoreRefused, match="may not write into the data folder") as caught:
        await read_device(folder)
    assert "chown -R" in caught.value.remedy
    folder.chmod(0o700)
    (folder.parent).chmod(0o700)
    if os.geteuid() == 0:
        with as_ordinary_user(), pytest.raises(StoreRefused, match="may not write"):
            async with open_peek(folder, None):
                pass
        with as_ordinary_user(), pytest.raises(StoreRefused, match="may not write"):
            async with open_kept(folder, None):
                pass
    (folder.parent).chmod(0o755)


def damage(path: Path, *, at: int) -> None:
    """Write over some bytes of a file, as a failing disk does."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"\0" * 64)


async def test_a_damaged_notebook_is_told_from_a_wrong_key(tmp_path: Path) -> None:
    """Whether the key or the file is wrong is known by the file beside it, and told, each with its own remedy."""
    await fill_folder(tmp_path)
    whole = (tmp_path / "thirdchair.db").read_bytes()
    damage(tmp_path / "thirdchair.db", at=100)
    with pytest.raises(StoreRefused, match=r"thirdchair\.db, is damaged: the key is the right one") as damaged:
        await read_device(tmp_path)
    assert "keys setup --restore" in damaged.value.remedy
    (tmp_path / "thirdchair.db").write_bytes(whole)
    (tmp_path / "store.key").write_text("ab" * 32)
    with pytest.raises(StoreRefused, match="The key is not that of this data folder"):
        await read_device(tmp_path)
    (tmp_path / "matrix.db").unlink()
    with pytest.raises(StoreRefused, match="its key is wrong, or it is damaged"):
        await read_device(tmp_path)


async def read_everything(folder: Path, opened: list[Path]) -> None:
    """Open the notebook in `folder` and read every row of it; note in `opened` that it opened."""
    async with open_store(folder, open_key(None, folder)) as store:
        opened.append(folder)
        for (table,) in await store.db.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
            await store.db.rows(f"SELECT * FROM {table}")  # noqa: S608 - the notebook's own names


async def test_whichever_page_is_damaged_it_is_no_bug(tmp_path: Path) -> None:
    """A notebook with one damaged page ends the bot with what to do, at the start or when that page is read: never as a bug."""
    await fill_folder(tmp_path / "whole")
    opened, said = list[Path](), list[str]()
    pages = (tmp_path / "whole" / "thirdchair.db").stat().st_size // 4096
    for page in range(0, pages, 3):
        folder = tmp_path / f"page{page}"
        folder.mkdir()
        for name in ("thirdchair.db", "store.key", "matrix.db"):
            shutil.copy(tmp_path / "whole" / name, folder / name)
        damage(folder / "thirdchair.db", at=page * 4096 + 100)
        try:
            await read_everything(folder, opened)
        except StoreRefused as error:
            said.append(str(error))
        shutil.rmtree(folder)
    assert all("is damaged" in what for what in said)
    assert len(said) + len(opened) > len(range(0, pages, 3))  # some opened, and were refused later


async def test_a_full_disk_at_the_start_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that finds no space gives its spare up, says once what is the matter, and goes on as soon as there is space."""
    await fill_folder(tmp_path)
    assert (tmp_path / "spare").stat().st_size == 512 * 1024
    tries: list[bool] = []

    @asynccontextmanager
    async def start() -> AsyncIterator[Chair]:
        tries.append((tmp_path / "spare").exists())
        if len(tries) < 4:
            raise Unwritable
        async with seat(tmp_path / "other", Client(Server())) as chair:
            yield chair

    monkeypatch.setattr(unkept, "PACE", 0.01)
    (tmp_path / "other").mkdir()
    with structlog.testing.capture_logs() as lines:
        async with AsyncExitStack() as opened:
            assert await start_when_writable(opened, start, tmp_path)
    assert tries == [True, False, False, False]
    told: list[Any] = [(line["event"], line.get("reason")) for line in lines if line["event"] != "starting"]
    assert told == [("alert", "disk-full"), ("there is space again", None)]


async def test_the_spare_comes_back(tmp_path: Path) -> None:
    """The space that was given up is put aside again at the next start."""
    await fill_folder(tmp_path)
    assert use_spare(tmp_path)
    assert not use_spare(tmp_path)
    await read_device(tmp_path)
    assert (tmp_path / "spare").stat().st_size == 512 * 1024


async def test_what_is_known_is_not_written_again(tmp_path: Path) -> None:
    """A fact that is written down already needs no space: a start on a full disk gets as far as the rooms."""
    await fill_folder(tmp_path)
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await store.db.rows("PRAGMA query_only = ON")
        await store.notes.write(device_id="A", access_token=None)
        with pytest.raises(Unwritable):
            await store.notes.write(device_id="B")
