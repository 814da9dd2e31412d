"""The configuration changes while the bot runs: what is stricter holds within moments, and nothing is lost or told twice."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog.testing
from hand_held import ANA, BOT, KIM, OTHER, ROOM, Client, Server, at_work, heard

import bot.app.reload
import bot.matrix.sync
from bot.app.ask import ask
from bot.app.chair import Chair
from bot.app.reload import watch
from bot.app.restart import as_running
from bot.app.seat import unsigned_may_read
from bot.app.think import think
from bot.errors import ConfigWrong
from bot.model import (
    Arrived,
    Ask,
    Decision,
    Event,
    EventId,
    Failed,
    Floor,
    Heard,
    Language,
    Misruled,
    Person,
    Prompt,
    Room,
    RoomId,
    Ruled,
    Task,
    Trouble,
)
from bot.settings import Agreement, Settings, load, read_files
from bot.store import Job, open_key, open_store
from bot.store.codec import unpacked

PEOPLE = (Person(ANA, "Ana"), Person(KIM, "Kim"))
KEY = "A" * 43
TODAY = datetime(2026, 1, 15, tzinfo=UTC)
TEXT = f'room: "*"\ntherapists: ["{ANA}"]\nlanguage: [en]\nbackend: house\n'


@dataclass(frozen=True)
class Office:
    """The folder of a deployment file, and a room file in it."""

    folder: Path

    @property
    def main(self) -> Path:
        """Return the deployment file."""
        return self.folder / "bot.yaml"

    @property
    def room(self) -> Path:
        """Return the file of every room."""
        return self.folder / "rooms" / "all.yaml"

    def deploys(self, more: str = "", *, model: str = "tiny") -> None:
        """Write the deployment file, with more lines in it."""
        self.main.write_text(
            f'homeserver: http://127.0.0.1:9\nuser_id: "{BOT}"\npassword_file: password\ndata_dir: data\n'
            f'jurisdiction: [demo]\ntherapists: ["@*:clinic"]\n{more}'
            f"backends: {{house: {{kind: openai, base_url: http://127.0.0.1:9/v1, model: {model}}}}}\n"
        )

    def rules(self, more: str = "", text: str = TEXT) -> None:
        """Write the file of every room, with more rules in it."""
        self.room.write_text(text + more)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Return a configuration in which the AI goes off after 30 minutes of silence."""
    one = Office(tmp_path)
    one.room.parent.mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "password").write_text("x")
    one.deploys()
    one.rules("idle: 30\n")
    return one


@pytest.fixture(autouse=True)
def _gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.matrix.sync, "heard", heard)


@asynccontextmanager
async def seated(office: Office, client: Client | None = None) -> AsyncIterator[Chair]:
    """Take the chair over the office's notebook, as a process that starts does."""
    folder = office.folder / "data"
    async with open_store(folder, open_key(None, folder)) as store:
        yield Chair(load(office.main), store, client or Client(Server()), {})  # type: ignore[arg-type]  # as much of a client as needed


@asynccontextmanager
async def followed(chair: Chair, office: Office) -> AsyncIterator[None]:
    """Let the bot follow its configuration for as long as the block runs, and nothing else."""
    following = asyncio.create_task(watch(chair, office.main))
    try:
        yield
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
    assert following.cancelled()


@pytest.fixture
async def chair(office: Office) -> AsyncIterator[Chair]:
    """Give a chair whose notebook knows one room, which listens under the files as they are."""
    async with seated(office) as one:
        await arrive(one)
        yield one


async def arrive(chair: Chair) -> None:
    """Let the notebook know the room, in which the AI is on."""
    arrival = Arrived(EventId("a"), 1.0, PEOPLE, encrypted=True, private=True, history="invited")
    await chair.store.inbox.admit(ROOM, arrival)
    await decided(chair)
    now, there = chair.clock(), await room(chair)
    on = replace(there, floor=Floor.LISTEN, last_talk=now, last_therapist=now, disclosed=now)
    await chair.store.commit(arrival, Decision(on), None)


async def decided(chair: Chair) -> None:
    """Decide everything that is in the inbox."""
    thinking = asyncio.create_task(think(chair))
    while await chair.store.inbox.next_event():
        await asyncio.wait([thinking], timeout=0.01)
    thinking.cancel()
    await asyncio.gather(thinking, return_exceptions=True)


async def undecided(chair: Chair) -> list[Event]:
    """Return what is in the inbox."""
    rows = await chair.store.db.rows("SELECT kind, body FROM inbox WHERE decided = 0 ORDER BY seq")
    return [unpacked(kind, body) for kind, body in rows]


async def news(chair: Chair) -> list[Event]:
    """Return what is in the inbox as soon as something new is."""
    async with asyncio.timeout(20):
        await chair.to_think.wait()
    chair.to_think.clear()
    return await undecided(chair)


async def room(chair: Chair) -> Room:
    """Return the room as it is."""
    return await chair.store.rooms.room(ROOM)


async def idle(chair: Chair) -> int:
    """Return the rule of which these tests tell, as it holds in the room."""
    policy = chair.policy(await room(chair))
    assert policy is not None
    return policy.rules.idle


async def held(chair: Chair) -> list[str]:
    """Return what the bot is about to say or do, by kinds."""
    return [kind for (kind,) in await chair.store.db.rows("SELECT kind FROM job WHERE state = 'waiting' ORDER BY seq")]


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
        await server.until(lambda: [post for post in server.posts if "These rules hold" in post.content["body"]])
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
        (one,) = await news(chair)
        assert isinstance(one, Ruled)
    await decided(chair)
    assert await held(chair) == before


async def test_a_change_is_not_lost_with_the_process(chair: Chair, office: Office) -> None:
    """Killed after a file was read and before the room was told, or before it decided: the next start tells it, once."""
    office.rules("idle: 5\n")
    chair.settings = load(office.main)  # and killed here
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
    assert [len(one) for one in (first, second, third)] == [1, 2, 3]


async def test_mistakes_change_nothing_and_are_told_once(chair: Chair, office: Office) -> None:
    """Files with mistakes leave everything as it is; the log gets each mistake, the desks one line, until all is well."""
    with structlog.testing.capture_logs() as log:
        async with followed(chair, office):
            await news(chair)
            office.rules("idle: 5\nidel: 3\nstale_after: soon\n")
            *_, one = await news(chair)
            assert isinstance(one, Misruled)
            assert (one.where, one.count) == ("rooms/all.yaml:6", 2)
            assert await idle(chair) == 30
            office.rules("idle: 5\nidel: 4\n")
            office.rules("idle: 5\n")
            *_, one = await news(chair)
            assert isinstance(one, Ruled)
            office.rules("idel: 4\n")
            *_, one = await news(chair)
            assert isinstance(one, Misruled)
    told = [line for line in log if line["event"].startswith("a mistake in the configuration")]
    assert {line["where"] for line in told} >= {"rooms/all.yaml:6", "rooms/all.yaml:7"}
    assert all(line["remedy"] for line in told)


async def test_a_file_that_is_half_written_is_read_again(
    chair: Chair, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake that is gone at a second look was a file caught in the middle: nobody is told of it."""
    looks = []

    def caught(file: Path) -> Any:
        looks.append(file)
        if len(looks) % 2:
            raise ConfigWrong(())
        return read_files(file)

    monkeypatch.setattr(bot.app.reload, "read_files", caught)
    async with followed(chair, office):
        await news(chair)
        office.rules("idle: 5\n")
        assert {type(one) for one in await news(chair)} == {Ruled}
    assert await idle(chair) == 5


async def test_some_things_wait_for_a_restart(chair: Chair, office: Office) -> None:
    """Account, folders and backends stay as they were at the start, which the log says; rules beside them hold at once."""
    before = chair.settings.deployment
    with structlog.testing.capture_logs() as log:
        async with followed(chair, office):
            await news(chair)
            office.deploys("device_id: OTHER\nidle: 5\n", model="huge")
            await news(chair)
    after = chair.settings.deployment
    assert (after.device_id, after.backends) == (before.device_id, before.backends)
    assert await idle(chair) == 5
    assert [line["reason"] for line in log if "only a restart" in line["event"]] == ["device_id, backends"]


async def test_a_backend_that_is_not_running_answers_nobody(chair: Chair, office: Office) -> None:
    """A room that names a backend which only a restart would start is a mistake: until then the old rules hold."""
    running = chair.settings
    office.deploys("")
    office.main.write_text(office.main.read_text().replace("house:", "cellar:"))
    office.rules(text=TEXT.replace("house", "cellar"))
    with pytest.raises(ConfigWrong) as wrong:
        as_running(running, read_files(office.main))
    assert [(one.file, one.line) for one in wrong.value.mistakes] == [("rooms/all.yaml", 4)]


def agreed(settings: Settings, agreement: Agreement | None) -> Settings:
    """Return the settings with a backend `house` on another machine, under an agreement."""
    house = settings.deployment.backends["house"].model_copy(
        update={"base_url": "https://192.0.2.1/v1", "agreement": agreement}
    )
    return replace(settings, deployment=settings.deployment.model_copy(update={"backends": {"house": house}}))


def agreement(until: datetime) -> Agreement:
    """Return an agreement that ends on that day."""
    facts = {"kind": "BAA", "with": "House", "signed": (until - timedelta(days=9)).date(), "expires": until.date()}
    return Agreement.model_validate(facts)


async def test_an_agreement_that_is_taken_back_ends_at_once(chair: Chair, office: Office) -> None:
    """An agreement that is no longer in the files lets no more text out, though its backend runs until the restart."""
    running, today = agreed(chair.settings, agreement(TODAY)), TODAY.date()
    assert running.agreement_holds("house", today)
    office.rules("backends_allowed: any\n")
    files = read_files(office.main)
    settings, waits = as_running(running, replace(files, settings=agreed(files.settings, None)))
    assert not settings.agreement_holds("house", today)
    assert waits == ()


class House:
    """A backend that remembers whether it was asked."""

    asked = False

    async def complete(self, _: Prompt, *, max_tokens: int) -> Any:
        """Be asked, and have nothing to say."""
        self.asked = True
        raise AssertionError(max_tokens)


@pytest.mark.parametrize(("left", "refused"), [(-1, True), (1, False)])
async def test_an_agreement_that_has_expired_lets_nothing_out(chair: Chair, left: int, *, refused: bool) -> None:
    """A question to another machine is asked only while an agreement holds, on the day on which it is asked."""
    house = House()
    chair.backends, chair.clock = {"house": house}, TODAY.timestamp
    chair.settings = agreed(chair.settings, agreement(TODAY + timedelta(days=left)))
    if refused:
        assert await ask(chair, *question()) == Failed(
            EventId("j/answer"), TODAY.timestamp(), EventId("$q"), Trouble.REFUSED
        )
    else:
        with pytest.raises(AssertionError):
            await ask(chair, *question())
    assert house.asked is not refused


async def test_a_question_to_a_backend_of_old_rules_is_not_asked(chair: Chair, office: Office) -> None:
    """A question that was decided before the room's backend changed reaches neither the old one nor the new."""
    house = House()
    chair.backends = {"house": house, "embedded": house}
    office.rules(text=TEXT.replace("house", "embedded"))
    chair.settings = load(office.main)
    outcome = await ask(chair, *question())
    assert isinstance(outcome, Failed)
    assert not house.asked


def question() -> tuple[Job, Ask]:
    """Return a question to `house`, and the job of asking it."""
    en = Language("en")
    one = Ask(EventId("$q"), KIM, Task.EXPLAIN, "house", en, (en,), "sleep hygiene")
    return Job("j", ROOM, one, 1.0, 0), one


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
            one = office.folder / "rooms" / "one.yaml"
            one.write_text(TEXT.replace('"*"', '"#one:clinic"') + "idle: 5\n")
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
        await server.until(lambda: [one for one in server.asked if one.endswith("/leave")])
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
            assert [type(one) for one in await news(chair)] == [Ruled, Arrived]


async def test_keys_for_unsigned_devices_wait_for_the_therapist(chair: Chair, office: Office) -> None:
    """Devices that nobody has signed get a room's keys only if its files say so and a therapist has accepted it."""
    assert not unsigned_may_read(chair, ROOM)
    async with followed(chair, office):
        await news(chair)
        office.rules("require_cross_signing: false\n")
        await news(chair)
        await decided(chair)
    assert not unsigned_may_read(chair, ROOM)
    await says(chair, "!policy accept")
    assert unsigned_may_read(chair, ROOM)
    async with followed(chair, office):
        await news(chair)
        office.rules()
        await news(chair)
        assert not unsigned_may_read(chair, ROOM), "before anything is decided"
    assert not unsigned_may_read(chair, RoomId("!unknown:clinic"))


async def says(chair: Chair, text: str) -> None:
    """Let Ana write something, and the bot decide it."""
    await chair.store.inbox.admit(ROOM, Heard(EventId(f"$ {text}"), ANA, chair.clock(), text, signed=True))
    await decided(chair)


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
