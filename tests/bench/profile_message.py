"""What one message costs at each step of docs/architecture.md, in microseconds of CPU, with real encryption and a real notebook.

    make bench-steps                         # MESSAGES=300
    PYTHONPATH=tests/unit:tests/integration .venv/bin/python tests/bench/profile_message.py --messages 300

Two messages are followed, one after the other, with nothing beside them: a sentence of talk while the AI listens, and
`!explain` by a model that takes no time. The homeserver is a function in this process: sockets, TLS and HTTP are not in
the figures, nor are the waits for a disk. The CPU of all threads of the process counts.

Writes tests/bench/out/steps.json:

    {"messages": 300, "unit": "microseconds of CPU", "steps": {
        "talk":    {"hear": {"p50": 900, "p90": 1100}, "admit": …, "take": …, "decide": …, "commit": …, "forget": …},
        "explain": {"hear": …, "admit": …, "take": …, "decide": …, "commit": …, "ask": …, "again": …, "act": …, "forget": …}}}

`hear` is a sync with one message in it, read and opened; `admit` what is kept of it; `take` the event and its room as
they stand in the notebook; `ask` the question composed, masked, written down and answered; `again` the answer taken,
decided and committed; `act` the answer posted, with all that is written down around it; `forget` the key turned behind it.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from hand_held import settled
from megolm import ANA, BOT, KIM, ROOM, QuietRoom, Speaker, quiet_room
from scene import Scene

from bot.app import act, listen, think
from bot.app.detect_language import attach_tongues
from bot.app.keys.key_expiry import forget_keys
from bot.app.services import Chair
from bot.log import keep_log_still
from bot.matrix.sync import Place, sync_once
from bot.matrix.typing_notice import Typing
from bot.model import Answer, Ask, Decision, EventId, Prompt, UserId, WasAway
from bot.session.deadlines import find_deadline
from bot.session.decide import decide
from bot.store import open_key, open_store

OUT = Path(__file__).with_name("out") / "steps.json"
TALK = "I slept badly again, and on the way to work it all came back, so I got off the bus and walked for an hour."
"""A made-up sentence, as long as people write."""
STRANGE = "!explain a word that stands in no glossary, number {}"
NOW = 2000.0
"""The time of all that happens."""


class House:
    """A backend that answers at once, and names what it explains."""

    async def complete(self, prompt: Prompt, *, max_tokens: int) -> Answer:
        """Return what every model says."""
        return Answer(f"Something that people say of sleep: {prompt.request}"[:max_tokens], "tiny")


@dataclass
class Reply:
    """A homeserver's answer."""

    body: bytes
    status: int = 200
    content_type: str = "application/json"
    content_disposition: None = None

    async def read(self) -> bytes:
        """Return what it holds."""
        return self.body

    async def json(self) -> Any:
        """Return what that means."""
        return json.loads(self.body)


@dataclass
class Line:
    """The homeserver, as a function: a sync brings the events that wait, and all else is well."""

    events: list[dict[str, Any]] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    async def send(self, _method: str, path: str, *_rest: Any) -> Reply:
        """Answer one request."""
        answer: dict[str, Any] = {"event_id": f"$posted{next(self.numbers)}"}
        if "/sync?" in path:
            timeline = {"events": self.events, "limited": False, "prev_batch": "back"}
            answer = {"next_batch": f"s{next(self.numbers)}", "rooms": {"join": {ROOM: {"timeline": timeline}}}}
            self.events = []
        return Reply(json.dumps(answer).encode())


@dataclass
class Steps:
    """What each step of each kind of message took, in nanoseconds of CPU."""

    taken: defaultdict[str, defaultdict[str, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    @contextmanager
    def time(self, kind: str, step: str) -> Iterator[None]:
        """Count what is done inside as one step."""
        began = time.process_time_ns()
        yield
        self.taken[kind][step].append(time.process_time_ns() - began)

    def describe(self) -> dict[str, dict[str, dict[str, int]]]:
        """Return the median and the slowest tenth of each step, in microseconds, without the first fifth: until then caches fill, and the window."""
        result: dict[str, dict[str, dict[str, int]]] = {}
        for kind, steps in self.taken.items():
            result[kind] = {}
            for step, taken in steps.items():
                cuts = statistics.quantiles(taken[len(taken) // 5 :], n=10)
                result[kind][step] = {"p50": round(cuts[4] / 1000), "p90": round(cuts[8] / 1000)}
        return result


@dataclass
class Follower:
    """One bot, whose loops are gone through by hand."""

    chair: Chair
    room: QuietRoom
    line: Line
    steps: Steps = field(default_factory=Steps)
    place: Place = field(default_factory=lambda: Place("s", NOW))
    numbers: "count[int]" = field(default_factory=count)

    async def hear(self, kind: str, speaker: Speaker, text: str) -> None:
        """Let somebody write, and the bot take it in and decide it."""
        event = {**speaker.says(text), "event_id": f"$said{next(self.numbers)}"}
        self.line.events.append(event)
        chair, time = self.chair, self.steps.time
        with time(kind, "hear"):
            batch = await sync_once(chair.client, self.place, first=False, clock=chair.clock)
        with time(kind, "admit"):
            await listen._keep_batch(chair, batch, first=False)
        self.place = Place(batch.token, batch.now)
        await self.decide(kind)
        with time(kind, "forget"):
            await forget_keys(chair, batch)

    async def decide(self, kind: str) -> None:
        """Take the oldest event and decide it, as `think` does."""
        chair, store, time = self.chair, self.chair.store, self.steps.time
        with time(kind, "take"):
            taken = await store.inbox.next_event()
            assert taken is not None, "something was taken in"
            room = await store.rooms.room(taken[0])
        with time(kind, "decide"):
            policy = chair.policy(room)
            assert policy is not None, "a policy covers the room"
            decision = decide(room, attach_tongues(room, await store.edits.look_ahead(room.id, taken[1])), policy)
            due = find_deadline(decision.room, policy)
        with time(kind, "commit"):
            await store.commit(taken[1], decision, due, policy.sha256)

    async def do_jobs(self, kind: str) -> None:
        """Do what waits in the outbox, and what follows from that, until nothing does."""
        chair, typing = self.chair, Typing(self.chair.client)
        while jobs := await chair.store.outbox.ready(chair.clock()):
            for job in jobs:
                with self.steps.time(kind, "ask" if isinstance(job.effect, Ask) else "act"):
                    await act._do_job(chair, typing, job)
                if isinstance(job.effect, Ask):
                    with self.steps.time(kind, "again"):
                        await think._think_once(chair)
            while await think._think_once(chair):
                pass


@asynccontextmanager
async def at_work(folder: Path) -> AsyncIterator[Follower]:
    """Set up a room in which everybody has agreed and the AI listens, and a bot that is in it."""
    for name in ("keys", "data"):
        (folder / name).mkdir()
    scene, data = None, folder / "data"
    async with quiet_room(folder / "keys") as room, open_store(data, open_key(None, data)) as store:
        client, line = room.bot, Line()
        client.send = line.send  # type: ignore[method-assign, assignment]  # the one way to the homeserver
        chair = Chair(settled(data), store, client, {"house": House()}, clock=lambda: NOW)
        client.list_readers = lambda _: frozenset({ANA, KIM})
        client.rooms[ROOM].members_synced = True
        client.olm.tracked_users |= {BOT, ANA, KIM}
        client.olm.users_for_key_query.clear()
        for speaker in (room.ana, room.kim):
            _open_channel(client, speaker)
            # After a hundred, nio wants another key, and nobody here shares one.
            speaker.session.max_messages = sys.maxsize
        files = chair.find_filed_policy(ROOM)
        assert files is not None, "a policy covers every room"
        scene = Scene(files).listening()
        begin = WasAway(EventId("$begin"), 1.0, 1.0)
        await store.commit(begin, Decision(replace(scene.room, id=ROOM), ()), None)
        chair.synced.set()
        yield Follower(chair, room, line)


def _open_channel(client: Any, speaker: Speaker) -> None:
    """Let the bot have a channel to a speaker's device."""
    account = speaker.client.olm.account
    account.generate_one_time_keys(1)
    (key,) = account.one_time_keys["curve25519"].values()
    client.olm.create_session(key, speaker.keys["curve25519"])


async def follow(messages: int) -> Steps:
    """Follow so many messages of each kind."""
    with tempfile.TemporaryDirectory() as folder:
        async with at_work(Path(folder)) as bot:
            for number in range(messages):
                speaker = (bot.room.kim, bot.room.ana)[number % 2]
                await bot.hear("talk", speaker, f"{TALK} {number}")
                if number % 4 == 0:  # fewer than an hour's budget and a person's turns allow
                    await bot.hear("explain", bot.room.ana, STRANGE.format(number))
                    await bot.do_jobs("explain")
            assert UserId(bot.chair.client.user_id)
            return bot.steps


def write_table(steps: dict[str, dict[str, dict[str, int]]]) -> str:
    """Return the steps of each kind as lines for people."""
    lines = []
    for kind, row in steps.items():
        total = sum(cuts["p50"] for cuts in row.values())
        lines += [f"{kind:8} {step:8} {cuts['p50']:6} {cuts['p90']:6}" for step, cuts in row.items()]
        lines += [f"{kind:8} {'all':8} {total:6}"]
    return "\n".join(["kind     step        p50    p90   µs of CPU", *lines])


def main() -> None:
    """Follow, write the file, and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--messages", type=int, default=300)
    messages = options.parse_args().messages
    keep_log_still()
    steps = asyncio.run(follow(messages)).describe()
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"messages": messages, "unit": "microseconds of CPU", "steps": steps}, indent=1) + "\n")
    sys.stdout.write(write_table(steps) + "\n")


if __name__ == "__main__":
    main()
