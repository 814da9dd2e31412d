"""Whoever can save a configuration file hangs the bot with nine lines of YAML; whoever has an account on its machine reads its database.

No attacker is needed for either: a generated file, or a data folder that was made before its mode was set, is enough.
"""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hand_held import ROOM
from office import arrive, decided, followed, furnished, idle, news, seated

from bot.errors import ConfigWrong
from bot.matrix.client.client import open_client
from bot.model import Misruled, UserId
from bot.settings import load_settings
from bot.settings.yaml_file import read_yaml
from bot.store import open_key, open_store

SECONDS = 10.0
"""A bomb that goes off needs years."""
LAUGHS = "l0: &l0 [ha]\n" + "".join(
    f"l{level}: &l{level} [{', '.join([f'*l{level - 1}'] * 9)}]\n" for level in range(1, 30)
)
MERGES = "m0: &m0 {k: v}\n" + "".join(
    f"m{level}: &m{level} {{<<: [{', '.join([f'*m{level - 1}'] * 9)}]}}\n" for level in range(1, 30)
)


def refused(path: Path, text: str) -> str:
    """Return what is told of a file that holds `text`."""
    path.write_text(text)
    (mistake,) = read_yaml(path, "rooms/all.yaml").mistakes
    return str(mistake)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LAUGHS, ":6: this is more than I read: it holds too many values"),
        (MERGES, ":5: this is more than I read: it holds too many values"),
        (
            "a:\n" + "".join(" " * level + "a:\n" for level in range(1, 900)),
            ":25: this is more than I read: it is nested",
        ),
        ("[" * 900_000, ":1: this is more than I read: it is nested too deeply"),
        ("a: [" + "1," * 400_000, ":1: this is more than I read: it holds too many values"),
        ("#" * 1_000_001, ":1: this is more than I read: it has over 1,000,000 bytes"),
        ("ok: 1\nday: 2026-13-45\n", ":2: this is not YAML (no number or day is written so)"),
        ("ok: 1\nmany: " + "9" * 5000, ":2: this is not YAML (no number or day is written so)"),
    ],
    ids=["laughs", "merges", "deep", "brackets", "list", "long", "day", "digits"],
)
async def test_a_bomb_is_refused_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    """A file that means more than anybody wrote is one mistake, told with the line in which it becomes too much."""
    async with asyncio.timeout(SECONDS):
        assert told in await asyncio.to_thread(refused, tmp_path / "bomb.yaml", text)


@pytest.mark.parametrize("file", ["bot.yaml", "rooms/all.yaml", "glossary/en.yaml", "notes/couples.yaml"])
def test_no_file_of_the_configuration_hangs_the_check(tmp_path: Path, file: str) -> None:
    """Every file that is read is read within bounds: the deployment, a room's, the glossary, a template for notes."""
    office = furnished(tmp_path)
    office.deploys("glossary: glossary\nnotes: notes\n")
    (tmp_path / "glossary").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / file).write_text(LAUGHS)
    with pytest.raises(ConfigWrong, match=r":6: this is more than I read"):
        load_settings(office.main)


async def test_aliases_that_mean_little_are_read(tmp_path: Path) -> None:
    """An anchor that is used twice is no bomb: it is what it stands for."""
    (tmp_path / "small.yaml").write_text("who: &who [client, therapist]\nask: {explain: *who, mode: *who}\n")
    file = read_yaml(tmp_path / "small.yaml", "small.yaml")
    assert not file.mistakes
    assert file.data["ask"]["mode"] == ["client", "therapist"]


async def test_a_bomb_saved_while_it_runs_changes_nothing(tmp_path: Path) -> None:
    """A bomb that is saved beside a running bot is a mistake like any other: what held before holds on, and it goes on following."""
    office = furnished(tmp_path)
    async with seated(office) as chair:
        await arrive(chair)
        async with followed(chair, office):
            await news(chair)
            await decided(chair)
            office.rules(LAUGHS)
            async with asyncio.timeout(SECONDS):
                assert [type(event) for event in await news(chair)] == [Misruled]
            assert await idle(chair) == 30
            await decided(chair)
            office.rules("idle: 7\n")
            await news(chair)
            policy = chair.find_filed_policy(ROOM)
            assert policy is not None
            assert policy.rules.idle == 7


@contextmanager
def umask(mask: int) -> Iterator[None]:
    """Run the block under a umask."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    """Return the mode of each file in `folder`."""
    return {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
async def test_every_file_is_the_bots_alone(tmp_path: Path, mask: int) -> None:
    """Whatever umask the bot is started with, nobody else can read or write what it keeps: 0600, the journals too."""
    with umask(mask):
        async with (
            open_store(tmp_path, open_key(None, tmp_path)) as store,
            open_client("http://127.0.0.1:1", UserId("@bot:clinic"), "A", tmp_path, "ab" * 32) as client,
        ):
            client.restore_login("@bot:clinic", "A", "token")
            await store.notes.write(device_id="A")
            kept = modes(tmp_path)
    assert {"thirdchair.db", "thirdchair.db-wal", "thirdchair.db-shm", "matrix.db", "lock", "store.key"} <= kept.keys()
    assert set(kept.values()) == {"0o600"}, kept


async def test_files_from_before_are_mended(tmp_path: Path) -> None:
    """What an earlier version left readable for everybody is taken away from them at the next start, whatever it is called."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await store.notes.write(device_id="A")
    (tmp_path / "matrix.db").touch()
    (tmp_path / "left.over").touch()
    for path in tmp_path.iterdir():
        path.chmod(0o644)
    async with open_store(tmp_path, open_key(None, tmp_path)):
        assert set(modes(tmp_path).values()) == {"0o600"}, modes(tmp_path)


async def test_what_is_not_ours_is_left(tmp_path: Path) -> None:
    """A link, and what lies in folders inside, keeps its mode: it may be the configuration, which others may edit."""
    data = tmp_path / "data"
    (data / "rooms").mkdir(parents=True)
    for path in (tmp_path / "outside", data / "rooms" / "all.yaml"):
        path.touch(0o644)
        path.chmod(0o644)
    (data / "link").symlink_to(tmp_path / "outside")
    async with open_store(data, open_key(None, data)):
        assert (tmp_path / "outside").stat().st_mode & 0o777 == 0o644
        assert (data / "rooms" / "all.yaml").stat().st_mode & 0o777 == 0o644
