"""A whole session of sixty minutes, two languages, three people, played with real encrypted clients: docs/session.md."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from count_lines import count_lines
from draw_screens import write_phone_pages
from foreign_client import ForeignClient, ForeignClients
from model_server import model_server
from newcomer import Newcomer
from played import Player
from played_page import Page
from played_script import Part, read_script
from played_seats import staged
from played_stage import Clock, Stage

from bot.demo.homeserver import Homeserver
from bot.model import RoomId

SCRIPT = Path(__file__).with_name("played") / "session.yaml"
PAGE = Path(__file__).parents[2] / "docs" / "session.md"
MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC).timestamp()
HEAD = """\
# A session, minute by minute

This page is written by a test, `tests/e2e/test_played_session.py`, which plays the session in `tests/e2e/played/session.yaml`.
It shows what three people's apps decrypted and showed: Ana, the therapist, who speaks both languages, Kim, who writes English, and Dewi, who writes Indonesian.
The apps, the homeserver, the encryption and the bot are real; the people and the model follow a script.
The times are the script's: the test moves the bot's clock.
So the page shows what the bot does with an answer, not how good the answers of a model are.
`make session` plays it again and writes the page anew.

What their phones showed, drawn from the same messages by a small chat page of our own (`make screens`):

| | |
| --- | --- |
| ![Kim: the consent card](screens/card-en.png) | ![Dewi: the same in Indonesian](screens/card-id.png) |
| ![Kim: an answer from the glossary, and one that Ana let out](screens/answer-en.png) | ![Ana, at the desk: two cards decided, one open](screens/desk-card.png) |
| ![Kim: live translation](screens/live-en.png) | ![Dewi: live translation](screens/live-id.png) |
| ![Dewi, in the direct room: ways to say it](screens/finding-words.png) | ![Ana, at the desk: an alarm](screens/alarm-desk.png) |

"""
MOST_MACHINERY = 12
"""Lines of machinery in the hour, at most: the room is the people's."""
COUNTED = """
## Counted

What this session asked of its people, by the rule that is written in `tests/count_lines.py`.

"""


@pytest.fixture
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let times of day be those of UTC, wherever the test runs."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
async def cast(synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients) -> dict[str, ForeignClient]:
    """Log in the three people, each under their name."""
    people = {}
    for name in ("Ana", "Kim", "Dewi"):
        account = await newcomer(name.lower())
        people[name] = await foreign.log_in(synapse.url, account.login, account.password)
        person = people[name]
        await person.request("PUT", f"/profile/{person.user_id}/displayname", {"displayname": name})
    return people


@pytest.mark.timeout(600)
async def test_a_whole_session(
    tmp_path: Path, utc: None, synapse: Homeserver, newcomer: Newcomer, cast: dict[str, ForeignClient]
) -> None:
    """Sixty minutes of three people are what docs/session.md says; each saw what is theirs, and the model saw no more."""
    parts = read_script(SCRIPT)
    async with AsyncExitStack() as opened:
        server = await opened.enter_async_context(model_server())
        account = await newcomer("bot")
        clock = Clock(MIDNIGHT + 13.8 * 3600)
        stage = await opened.enter_async_context(staged(tmp_path, cast, (synapse.url, account), server, clock))
        player = Player(stage, Page(stage), MIDNIGHT)
        await player.play(parts)
    _each_saw_what_is_theirs(stage)
    _every_question_was_foreseen(player, parts)
    _the_model_saw_no_more(player)
    if folder := os.environ.get("SCREENS"):
        write_phone_pages(player.page, Path(folder))
    counted = count_lines((event for _, event in player.page.seen), stage.bot, stage.session, stage.desk)
    assert counted.machinery.total() <= MOST_MACHINERY
    text = HEAD + player.page.text() + COUNTED + counted.text()
    if os.environ.get("SESSION_PAGE") == "write":
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text, "write it anew: make session"


def _each_saw_what_is_theirs(stage: Stage) -> None:
    """All saw the session room alike, the bot's messages without a warning; nobody saw another's room, nor an undecrypted word."""
    rooms = {
        "Ana": {stage.session, stage.desk},
        **{name: {stage.session, stage.direct[name]} for name in ("Kim", "Dewi")},
    }
    talk = {name: _talk(stage.cast[name], stage.session) for name in stage.cast}
    assert talk["Ana"] == talk["Kim"] == talk["Dewi"]
    for name, client in stage.cast.items():
        assert {*client.rooms("join"), *client.rooms("invite")} == rooms[name], name
        messages = [message for room in client.rooms("join") for message in client.seen(room) if message.is_message]
        assert all(message.decrypted for message in messages), name
        assert {message.shield for message in messages if message.sender == stage.bot} == {"NONE"}, name
        assert {message.room for message in messages} == rooms[name], name


def _talk(client: ForeignClient, room: RoomId) -> list[tuple[str, str, str]]:
    return [(message.id, message.sender, message.body) for message in client.seen(room) if message.is_message]


def _every_question_was_foreseen(player: Player, parts: tuple[Part, ...]) -> None:
    """The model was asked as often as the script says, and about what it says."""
    assert (player.unforeseen, player.unasked) == ([], [])
    assert len(player.stage.model.requests) == player.foreseen(parts)


def _the_model_saw_no_more(player: Player) -> None:
    """No request holds anybody's name, or a word that was said while the AI was off."""
    asked = "\n".join(str(request.json) for request in player.stage.model.requests)
    names = re.compile(rf"(?i)\b(?:{'|'.join(player.stage.cast)})\b")
    said = [part for text in player.off_talk for part in re.split(r"[.,:;?!]\s*", text) if not names.search(part)]
    telling = [line for line in said if len(line.split()) >= 3]
    assert len(telling) > 8
    assert [item for item in telling if item in asked] == []
    assert names.findall(asked) == []
