"""A configuration in a folder, a chair that follows it, and a room that it rules."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from hand_held import ANA, BOT, KIM, ROOM, Client, Server, heard

from bot.app.reload import ReadFiles, watch_files
from bot.app.services import Chair
from bot.app.think import think
from bot.model import (
    Arrived,
    Decision,
    Event,
    EventId,
    Floor,
    Person,
    Room,
    Sighted,
)
from bot.session.talk.agreement import hash_card
from bot.settings import load_settings, read_files
from bot.store import open_key, open_store
from bot.store.codec import unpack_thing

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
        """Write the file of every room, with more rules in it, whole or not at all."""
        whole = self.room.with_suffix(".new")
        whole.write_text(text + more)
        whole.replace(self.room)


def furnished(folder: Path) -> Office:
    """Return a configuration in which the AI goes off after 30 minutes of silence."""
    office = Office(folder)
    office.room.parent.mkdir()
    (folder / "data").mkdir()
    (folder / "password").write_text("x")
    office.deploys()
    office.rules("idle: 30\n")
    return office


@asynccontextmanager
async def seated(office: Office, client: Client | None = None) -> AsyncIterator[Chair]:
    """Take the chair over the office's notebook, as a process that starts does."""
    folder = office.folder / "data"
    async with open_store(folder, open_key(None, folder)) as store:
        yield Chair(load_settings(office.main), store, client or Client(Server()), {}, hear=heard)  # type: ignore[arg-type]  # as much of a client as needed


@asynccontextmanager
async def followed(chair: Chair, office: Office, read: ReadFiles = read_files) -> AsyncIterator[None]:
    """Let the bot follow its configuration, read by `read`, for as long as the block runs, and nothing else."""
    following = asyncio.create_task(watch_files(chair, office.main, read))
    try:
        yield
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
    assert following.cancelled()


async def arrive(chair: Chair) -> None:
    """Let the notebook know the room, in which the AI is on."""
    arrival = Arrived(EventId("a"), 1.0, PEOPLE, encrypted=True, private=True, history="invited")
    await chair.store.inbox.admit(ROOM, arrival)
    await decided(chair)
    now, there = chair.clock(), await room(chair)
    on = replace(there, floor=Floor.LISTEN, last_talk=now, last_therapist=now, disclosed=now)
    await chair.store.commit(arrival, Decision(on), None)
    await let_cards_stand(chair)


async def let_cards_stand(chair: Chair) -> None:
    """Decide what there is, and let the room's consent cards come by in its timeline, for everybody there to read."""
    await decided(chair)
    here, policy = await chair.ruling(ROOM)
    assert policy is not None
    readers = tuple(person.id for person in here.roster)
    for language in policy.card_languages:
        card = (EventId(f"$card-{language}"), language, hash_card(policy, language), readers)
        await chair.store.inbox.admit(ROOM, Sighted(EventId(f"sighted/{language}"), chair.clock(), *card))
    await decided(chair)


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
    return [unpack_thing(kind, body) for kind, body in rows]


async def news(chair: Chair) -> list[Event]:
    """Return what is in the inbox as soon as something new is."""
    async with asyncio.timeout(120):
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
