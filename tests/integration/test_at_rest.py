"""Nobody's words lie anywhere in the clear: no file of the data folder, no log, no counts, no traceback."""

import base64
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
import structlog
from foreign_client import ForeignClient
from hand_held import ANA, KIM, ROOM
from newcomer import Newcomer
from office import arrive, decided, furnished, seated
from session_room import Session, marks, session_room
from words_at_rest import find_words

from bot import cli
from bot.app.operator.run_command import A_BUG
from bot.demo.homeserver import Homeserver
from bot.log import start_logging
from bot.model import EventId, Heard, UserId
from bot.store import open_key, open_store

SECRET = "moonless otter"
WORDS = ("moonless", "velvet", "walrus")


def traces(text: bytes) -> list[str]:
    """Return which of the words occur in `text`, in any of the ways in which a file could hold them."""
    return find_words(text, WORDS)


def found(folder: Path) -> dict[str, list[str]]:
    """Return the files of `folder` in which any of the words occurs, with those words."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert {"thirdchair.db", "matrix.db"} & {file.name for file in files}
    return {file.name: seen for file in files if (seen := traces(_read(file)))}


def _read(file: Path) -> bytes:
    """Return what a file holds; a journal that its database has taken away meanwhile holds nothing."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def test_words_would_be_found() -> None:
    """The search itself finds a word in the clear, in two bytes a letter, in hexadecimal digits and in base64."""
    text = f"she said {SECRET} then"
    for held in (
        text.encode(),
        text.encode("utf-16-le"),
        text.encode().hex().encode(),
        base64.b64encode(text.encode()),
    ):
        assert "moonless" in traces(held)


async def data_shown(session: Session, kim: ForeignClient) -> None:
    """Let Kim have their data, words and all, in a room of their own."""
    await session.answer(kim, "!mydata")
    await kim.until(lambda: bool(kim.rooms("invite")))
    (direct,) = kim.rooms("invite")
    await kim.join(direct)
    await kim.sees(direct, lambda message: marks(message).get("kind") == "greeting")
    await kim.send(direct, "!mydata")
    posted = await kim.sees(direct, lambda message: message.msgtype == "m.file")
    assert SECRET in (await kim.file(posted))[1]


async def test_a_session_leaves_no_word_behind(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """While it runs, after a power cut and after a stop: files, log and counts hold nothing of what people wrote."""
    web = {"web": {"port": 0}}
    async with session_room(tmp_path, (ana, kim), synapse, newcomer, deployment=web) as session:
        await session.listening()
        await kim.send(session.room, f"I dreamt of a {SECRET}")
        await session.answer(kim, f"!express the {SECRET} makes me tired, a velvet walrus")
        await session.answer(ana, "!ask about the velvet walrus")
        await data_shown(session, kim)
        bot = session.bot
        url = (await bot.logs("counts and health"))["url"]
        async with aiohttp.ClientSession() as http, http.get(f"{url}/metrics") as counts:
            assert traces(await counts.read()) == []
        assert found(bot.data_dir) == {}
        key = open_key(None, bot.data_dir)
        await bot.kill()
        assert found(bot.data_dir) == {}
        async with open_store(bot.data_dir, key) as store:
            kept = await store.db.rows("SELECT text FROM line")
        assert any(SECRET in text for (text,) in kept)  # they are there, for who has the key
        await bot.start()
        await bot.ready()
        await session.answer(kim, "!forget me")
        await session.answer(kim, "!forget me yes")
        assert await bot.stop() == 0
        assert found(bot.data_dir) == {}
        async with open_store(bot.data_dir, key) as store:
            assert await store.db.rows("SELECT text FROM line WHERE sender = ?", kim.user_id) == []
        assert traces(json.dumps(bot.log()).encode()) == []
        assert traces(bot.told().encode()) == []


@pytest.fixture(autouse=True)
def _logging() -> Iterator[None]:
    """Leave logging as it was: what the bot's own is set to writes to a stream that ends with this test."""
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


class Buggy:
    """Settings in which looking for a room's policy fails, as nothing but a bug does, with somebody's words."""

    def policy(self, *_: object) -> None:
        """Fail."""
        raise ValueError(SECRET)


async def test_a_bug_in_a_decision_quotes_nobody(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """An exception that was given somebody's words is logged by its class and place, and its words are nowhere on disk."""
    start_logging()
    office = furnished(tmp_path)
    async with seated(office) as chair:
        await arrive(chair)
        chair.settings = Buggy()  # type: ignore[assignment]  # as much of it as a decision needs
        await chair.store.inbox.admit(ROOM, Heard(EventId("$e"), KIM, 5.0, f"{SECRET} velvet walrus"))
        await decided(chair)
        assert found(office.folder / "data") == {}
    said = "".join(capfd.readouterr())
    assert "ValueError" in said
    assert traces(said.encode()) == []


def test_a_crash_of_the_program_quotes_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    """What ends the whole program, however deep it comes from, is told without anybody's words."""

    def broken() -> None:
        words = f"{SECRET} velvet walrus"
        raise ExceptionGroup(words, [RuntimeError(words), ValueError(words)]) from KeyError(words)

    with pytest.raises(SystemExit) as ended:
        cli.main(broken)
    assert ended.value.code == A_BUG
    said = "".join(capfd.readouterr())
    assert "a bug ended the program" in said
    assert traces(said.encode()) == []


def test_what_people_wrote_is_in_no_repr() -> None:
    """An event that stands in a traceback or an assertion shows its ids, and no words."""
    assert traces(repr(Heard(EventId("$e"), UserId(ANA), 5.0, SECRET)).encode()) == []
