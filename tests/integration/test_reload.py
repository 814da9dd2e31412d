"""The configuration changes while the bot runs: what is stricter holds within moments, and nothing is lost or told twice."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import structlog.testing
from hand_held import ANA, OTHER, ROOM, Client, Server, at_work
from office import KEY, TEXT, Office, arrive, decided, followed, furnished, held, idle, news, room, seated

from bot.app.operator.review import update_review
from bot.app.services import Chair
from bot.errors import ConfigWrong
from bot.model import (
    Arrived,
    Floor,
    Misruled,
    Ruled,
)
from bot.settings import load_settings, read_files


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Return a configuration in which the AI goes off after 30 minutes of silence."""
    return furnished(tmp_path)


@pytest.fixture
async def chair(office: Office) -> AsyncIterator[Chair]:
    """Give a chair whose notebook knows one room, which listens under the files as they are."""
    async with seated(office) as chair:
        await arrive(chair)
        yield chair


def written(office: Office, text: str) -> None:
    """Save as most programs do."""
    office.room.write_text(text)


def replaced(office: Office, text: str) -> None:
    """Save as editors do that write another file and put it in the place of the old one."""
    other = office.folder / "rooms" / ".all.yaml.swp"
    other.write_text(text)
    other.replace(office.room)


def renamed(office: Office, text: str) -> None:
    """Give the room another file, under another name."""
    office.room.rename(office.folder / "rooms" / "every.yaml")
    (office.folder / "rooms" / "every.yaml").write_text(text)


def turned(office: Office, text: str) -> None:
    """Put another folder in the place of the rooms', as releases are."""
    (office.folder / "next").mkdir()
    (office.folder / "next" / "all.yaml").write_text(text)
    (office.folder / "rooms").rename(office.folder / "last")
    (office.folder / "next").rename(office.folder / "rooms")


@pytest.mark.parametrize("save", [written, replaced, renamed, turned])
async def test_a_saved_file_is_taken_up(chair: Chair, office: Office, save: Callable[[Office, str], None]) -> None:
    """In whatever way a file is saved, a stricter rule of it holds moments later."""
    async with followed(chair, office):
        await news(chair)
        save(office, TEXT + "idle: 5\n")
        await news(chair)
        assert await idle(chair) == 5


async def test_a_link_that_is_turned_is_followed(office: Office) -> None:
    """Where the rooms' folder is a link, as container platforms mount files, turning it elsewhere is a change."""
    (office.folder / "rooms").rename(office.folder / "v1")
    (office.folder / "v2").mkdir()
    (office.folder / "v2" / "all.yaml").write_text(TEXT + "idle: 5\n")
    (office.folder / "rooms").symlink_to("v1")
    async with seated(office) as chair:
        await arrive(chair)
        async with followed(chair, office):
            await news(chair)
            (office.folder / "new").symlink_to("v2")
            (office.folder / "new").replace(office.folder / "rooms")
            await news(chair)
            assert await idle(chair) == 5


async def test_a_stricter_rule_holds_in_the_room_within_seconds(office: Office) -> None:
    """While the bot is at work an edited file turns the AI stricter, and the room reads of it, without a restart."""
    server = Server()
    async with seated(office, Client(server)) as chair, followed(chair, office), at_work(chair):
        await server.until(lambda: server.posts)
        office.rules("idle: 5\n")
        await server.until(lambda: [post for post in server.posts if "These rules apply" in post.content["body"]])
        assert await idle(chair) == 5
        posts = len(server.posts)
        office.rules("idle: 5\nstale_after: 30\n")
        await server.until(lambda: [post for post in server.posts[posts:] if "!policy accept" in post.content["body"]])
        policy = chair.policy(await room(chair))
        assert policy is not None
        assert policy.rules.stale_after == 10
        question = await server.says_now("!policy accept", ANA)
        await server.until(lambda: [post for post in server.posts if "Ana has accepted" in post.content["body"]])
        assert question


async def test_each_start_tells_every_room(chair: Chair, office: Office) -> None:
    """What changed while the bot was not running is taken up at its start; a room where nothing did says nothing."""
    before = await held(chair)
    async with followed(chair, office):
        (event,) = await news(chair)
        assert isinstance(event, Ruled)
    await decided(chair)
    assert await held(chair) == before


async def test_a_change_is_not_lost_with_the_process(chair: Chair, office: Office) -> None:
    """Killed after a file was read and before the room was told, or before it decided: the next start tells it, once."""
    office.rules("idle: 5\n")
    chair.settings = load_settings(office.main)  # and killed here
    async with followed(chair, office):
        await news(chair)  # and here
    async with followed(chair, office):
        assert len(await news(chair)) == 2
    await decided(chair)
    assert (await room(chair)).floor is Floor.OFF
    assert await idle(chair) == 5
    said = await held(chair)
    async with followed(chair, office):
        await news(chair)
    await decided(chair)
    assert await held(chair) == said


async def test_there_and_back_are_two_changes(chair: Chair, office: Office) -> None:
    """Rules that come back are told of like any others: no change hides behind an earlier one."""
    async with followed(chair, office):
        first = await news(chair)
        office.rules("idle: 5\n")
        second = await news(chair)
        office.rules("idle: 30\n")
        third = await news(chair)
    assert [len(events) for events in (first, second, third)] == [1, 2, 3]


async def test_what_was_there_for_a_moment_does_not_stay(chair: Chair, office: Office) -> None:
    """Files that are changed and changed back while they are read hold as they are now, not as they were read."""
    once = iter((True,))

    def read_meanwhile(file: Path) -> Any:
        if not next(once, False):
            return read_files(file)
        office.rules("idle: 5\n")
        meanwhile = read_files(file)
        office.rules("idle: 30\n")
        return meanwhile

    office.rules("idle: 30\n")
    chair.settings = load_settings(office.main)
    async with followed(chair, office, read_meanwhile):
        while len(await news(chair)) < 3:
            pass
    assert chair.settings == load_settings(office.main)


async def test_mistakes_change_nothing_and_are_told_once(chair: Chair, office: Office) -> None:
    """Files with mistakes leave everything as it is; the log gets each mistake, the desks one line, until all is well."""
    loop, looks = asyncio.get_running_loop(), asyncio.Queue[None]()

    def looked(file: Path) -> Any:
        loop.call_soon_threadsafe(looks.put_nowait, None)
        return read_files(file)

    with structlog.testing.capture_logs() as log:
        async with followed(chair, office, looked):
            await news(chair)
            office.rules("idle: 5\nidel: 3\nstale_after: soon\n")
            *_, misruled = await news(chair)
            assert isinstance(misruled, Misruled)
            assert (misruled.where, misruled.count) == ("rooms/all.yaml:6", 2)
            assert await idle(chair) == 30
            office.rules("idle: 5\nidel: 4\n")
            for _ in range(looks.qsize() + 4):  # with a second look at each mistake, twice more
                await looks.get()
            office.rules("idle: 5\n")
            *_, misruled = await news(chair)
            assert isinstance(misruled, Ruled)
            office.rules("idel: 4\n")
            told = await news(chair)
            assert [type(event) for event in told] == [Ruled, Misruled, Ruled, Misruled]
    lines = [line for line in log if line["event"].startswith("a mistake in the configuration")]
    assert {line["where"] for line in lines} == {"rooms/all.yaml:5", "rooms/all.yaml:6", "rooms/all.yaml:7"}
    assert all(line["remedy"] for line in lines)


async def test_a_file_that_is_half_written_is_read_again(chair: Chair, office: Office) -> None:
    """A mistake that is gone at a second look was a file caught in the middle: nobody is told of it."""
    looks = []

    def caught(file: Path) -> Any:
        looks.append(file)
        if len(looks) % 2:
            raise ConfigWrong(())
        return read_files(file)

    async with followed(chair, office, caught):
        await news(chair)
        office.rules("idle: 5\n")
        assert {type(event) for event in await news(chair)} == {Ruled}
    assert await idle(chair) == 5


async def test_identities_follow_the_files(chair: Chair, office: Office) -> None:
    """A master key that the files come to name is the one that its person is known by."""
    async with followed(chair, office):
        await news(chair)
        office.rules(f'identities: {{"{ANA}": {KEY}}}\n')
        await news(chair)
    assert chair.client.people.named == {ANA: KEY}


async def test_an_alias_is_looked_up(office: Office) -> None:
    """A file for a room that goes by an alias counts as soon as the homeserver has said which room that is."""

    class Directory(Client):
        async def call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
            return {"room_id": ROOM} if "directory" in path else await super().call(method, path, body)

    async with seated(office, Directory(Server())) as chair:
        await arrive(chair)
        async with followed(chair, office):
            await news(chair)
            path = office.folder / "rooms" / "one.yaml"
            path.write_text(TEXT.replace('"*"', '"#one:clinic"') + "idle: 5\n")
            await news(chair)
            assert await idle(chair) == 5


async def test_a_room_that_no_file_covers_is_left(office: Office) -> None:
    """Where the files cover a room no longer the bot says one sentence and leaves; the others go on."""
    server = Server()
    office.rules(text=TEXT.replace("*", OTHER))
    mine = office.folder / "rooms" / "mine.yaml"
    mine.write_text(TEXT.replace("*", ROOM))
    async with seated(office, Client(server)) as chair, followed(chair, office), at_work(chair):
        await server.until(lambda: {post.room for post in server.posts} == {ROOM, OTHER})
        mine.unlink()
        await server.until(lambda: [item for item in server.asked if item.endswith("/leave")])
        left = await room(chair)
        other = await chair.store.rooms.room(OTHER)
    assert (left.seated, other.seated) == (False, True)
    assert "policy" in [post for post in server.posts if post.room == ROOM][-1].content["body"]


async def test_who_may_read_back_is_looked_at_again(office: Office) -> None:
    """A stricter `history` is held against the room as it is set up, not only at the next start."""
    office.rules("history: shared\n")
    async with seated(office) as chair:
        await arrive(chair)
        await chair.client.sync(since=None, full_state=True)
        async with followed(chair, office):
            await news(chair)
            await decided(chair)
            chair.to_think.clear()
            office.rules("history: joined\n")
            assert [type(event) for event in await news(chair)] == [Ruled, Arrived]


def test_it_ends_with_the_process(office: Office) -> None:
    """Nothing that watches files is left when the bot has ended."""

    async def one_run() -> None:
        async with seated(office) as chair:
            await arrive(chair)
            async with followed(chair, office):
                await news(chair)
                office.rules("idle: 5\n")
                await news(chair)

    before = set(threading.enumerate())
    asyncio.run(one_run())
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
        assert not thread.is_alive()


async def explain(server: Server, term: str) -> str:
    """Let Ana ask for a term, and return the answer."""
    question = await server.says_now(f"!explain {term}", ANA)
    await server.until(lambda: server.replies(question))
    return str(server.replies(question)[0].content["body"])


async def test_the_clinics_glossary_is_edited_while_the_bot_is_at_work(office: Office) -> None:
    """What the clinic writes into its glossary is what `!explain` answers a moment later; with a mistake the old text stays."""
    terms = office.folder / "terms" / "en.yaml"
    terms.parent.mkdir()
    entry = "quiet_room:\n  term: quiet room\n  plain: {}\n  example: You sit there.\n"
    terms.write_text(entry.format("A room with a lamp."))
    office.deploys("glossary: terms\n")
    server = Server()

    def refused() -> bool:
        return any(line.get("where") == "terms/en.yaml:3" for line in log)

    with structlog.testing.capture_logs() as log:
        async with (
            seated(office, Client(server)) as chair,
            followed(chair, office),
            at_work(chair),
            asyncio.timeout(120),
        ):
            await server.until(lambda: server.posts)
            assert "A room with a lamp." in await explain(server, "quiet room")
            terms.write_text(entry.format("A room with a window."))
            while "A room with a window." not in await explain(server, "quiet room"):
                pass
            terms.write_text(entry.replace("plain", "plian").format("No."))
            while not refused():
                assert "A room with a window." in await explain(server, "quiet room")
            assert "A room with a window." in await explain(server, "quiet room")
    assert not [post for post in server.posts if "These rules apply" in post.content["body"]]


async def test_a_term_is_signed_while_the_bot_is_at_work(office: Office) -> None:
    """Who signs a term in the review file, wherever that lies, is named beneath the answer a moment later."""
    sheet = office.folder / "papers" / "review.yaml"
    sheet.parent.mkdir()
    office.deploys("review: papers/review.yaml\n")
    server = Server()

    async with (
        seated(office, Client(server)) as chair,
        followed(chair, office),
        at_work(chair),
        asyncio.timeout(120),
    ):
        await server.until(lambda: server.posts)
        assert "not reviewed by a clinician" in await explain(server, "grief")
        list(update_review(sheet, "Dr. R. Example", "glossary/en/grief", date(2026, 11, 29)))
        while "reviewed by Dr. R. Example, 2026-11-29" not in await explain(server, "grief"):
            pass
