"""What is called back while it is on its way to the homeserver does not stay: it is taken back as soon as the bot hears that it stands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pytest
from scene import KIM, MODEL, Scene, asks, policy
from voice_scene import SAID, voiced
from voice_scene import Heard as VoiceScene

from bot.model import Answered, Effect, Event, EventId, Heard, Redacted, Room, Transcribed
from bot.policy import Policy
from bot.session.decide import decide
from bot.session.desk.standing import note_standing
from bot.store import Haul, Job, Store, open_key, open_store

POST = EventId("$post")
ORDERS = (*permutations(("echo", "sent", "no", "think")), *permutations(("echo", "no", "think")))
"""How it can come about: our message comes by, that it was sent is noted (or never), Kim's no comes, the bot decides something."""
WAYS = [
    *(("voice", way) for way in ("!withdraw voice", "!withdraw", "deleted", "!stop")),
    *(("voice at the desk", way) for way in ("!withdraw voice", "deleted")),
    *(("answer", way) for way in ("!withdraw", "deleted", "!stop")),
]
STANDING_GOES_TOO = ("!withdraw voice", "!withdraw", "deleted")


@dataclass
class Evening:
    """A room whose notebook is opened anew for each step, as if the bot were killed between any two, and the post that is under way."""

    folder: Path
    room: Room
    policy: Policy
    job: str = ""
    effect: Effect | None = None
    is_known: bool = False

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Store]:
        """Open the notebook as a bot that starts does."""
        async with open_store(self.folder, open_key(None, self.folder)) as store:
            yield store

    async def order(self, came: Event) -> None:
        """Let the bot decide on what a machine came back with, and know the post that it orders."""
        async with self.open() as store:
            await store.inbox.admit(self.room.id, came)
            await self.think(store)
            (post,) = (job for job in await store.outbox.ready(9000.0) if job.is_generated)
            self.job, self.effect = post.id, post.effect

    async def step(self, what: str, no: Event) -> None:
        """Let one thing happen."""
        async with self.open() as store:
            match what:
                case "echo":
                    await store.take_in(Haul((), (), {}, {}, own={POST: self.job}, at=5000.0))
                case "sent":
                    assert self.effect
                    then = note_standing(self.effect, self.job, POST, 5000.0)
                    job = Job(self.job, self.room.id, self.effect, 5000.0, 1)
                    await store.outbox.mark_done(job, event=POST, then=then)
                case "no":
                    await store.inbox.admit(self.room.id, no)
                case "think":
                    await self.think(store)

    async def think(self, store: Store) -> bool:
        """Decide what waits first; return whether anything did."""
        taken = await store.inbox.next_event()
        if taken is None:
            return False
        decision = decide(self.room, taken[1], self.policy)
        await store.commit(taken[1], decision, None)
        self.is_known = self.is_known or taken[1].id == f"{self.job}/shown"
        self.room = decision.room
        return True

    async def count_retractions(self) -> int:
        """Return how often the post is taken back, once everything is decided."""
        async with self.open() as store:
            while await self.think(store):
                pass
            rows = await store.db.rows("SELECT body FROM job WHERE kind = 'retract'")
        return sum(POST in body for (body,) in rows)


def _begin(kind: str) -> tuple[Scene, Answered | Transcribed]:
    """Return a room, and what a machine has just come back with there."""
    if kind == "answer":
        scene = Scene(policy(MODEL)).listening()
        (asked,) = asks(scene.says(KIM, "!explain gobbledyquux"))
        text = "a word of ours (gobbledyquux)"
        return scene, Answered(scene.id(), scene.now + 1, asked.question, text, "house", "small")
    voices = VoiceScene(voiced("desk", approval="all") if "desk" in kind else voiced()).agrees()
    message = voices.records()
    return voices, Transcribed(voices.id(), voices.now + 1, message, SAID, SAID, "ears", "whisper-small")


def _take_back(scene: Scene, question: EventId, way: str) -> Event:
    """Return how Kim takes back what it rests on."""
    if way == "deleted":
        return Redacted(scene.id(), KIM, scene.now + 2, question)
    return Heard(scene.id(), KIM, scene.now + 2, way, signed=True)


@pytest.mark.parametrize(("kind", "way"), WAYS, ids=[f"{kind}, {way}" for kind, way in WAYS])
async def test_in_whichever_order_it_comes_about_it_is_taken_back_once(tmp_path: Path, kind: str, way: str) -> None:
    """Killed between any two steps: what was not known to stand when Kim said no is deleted once, what was known is as before."""
    for number, order in enumerate(ORDERS):
        folder = tmp_path / str(number)
        folder.mkdir()
        scene, came = _begin(kind)
        evening = Evening(folder, scene.room, scene.policy)
        await evening.order(came)
        no = _take_back(scene, came.question, way)
        for step in order:
            await evening.step(step, no)
        times = await evening.count_retractions()
        stays = evening.is_known and not (kind == "voice" and way in STANDING_GOES_TOO)
        assert times == int(not stays), order


async def test_what_nobody_takes_back_stays(tmp_path: Path) -> None:
    """An answer that comes by before or after it is noted as sent is taken back by nobody."""
    for number, order in enumerate(permutations(("echo", "sent", "think"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        scene, came = _begin("answer")
        evening = Evening(folder, scene.room, scene.policy)
        await evening.order(came)
        for step in order:
            await evening.step(step, came)
        assert await evening.count_retractions() == 0, order
        assert evening.is_known


async def test_each_part_of_a_post_is_taken_back(tmp_path: Path) -> None:
    """What stands in several messages, each under a transaction of its own, goes with all of them; each once, however often it comes by."""
    scene, came = _begin("answer")
    evening = Evening(tmp_path, scene.room, scene.policy)
    await evening.order(came)
    for step in ("no", "think"):
        await evening.step(step, _take_back(scene, came.question, "!stop"))
    parts = {EventId(f"$part{number}"): f"{evening.job}.{number}" for number in range(3)}
    async with evening.open() as store:
        for _ in range(2):
            await store.take_in(Haul((), (), {}, {}, own=parts, at=5000.0))
        rows = await store.db.rows("SELECT body FROM job WHERE kind = 'retract' ORDER BY seq")
    assert [part in body for part, (body,) in zip(parts, rows, strict=True)] == [True] * 3
