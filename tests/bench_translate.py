"""How long a live translation takes beside a bare echo, in real encrypted rooms, with a model that answers at once.

    make bench-translate

The echo is a bot on the same client as ours, in a process of its own: it reads, and replies with one fixed sentence. It has
no notebook, no consent, no policy, no masking, no audit and asks no model. Both are measured by turns in one run, from the
moment at which Kim sends a message to the moment at which Kim's client shows the reply.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot_process import configure
from foreign_client import ForeignClient, foreign_clients
from model_server import ModelServer, Reply, model_server
from newcomer import Account
from session_room import Session, session_room

from bot.app.keys.pinning import settle_pins
from bot.app.startup import start_bot
from bot.demo.homeserver import Homeserver, run_homeserver
from bot.matrix.send import say
from bot.matrix.sync import Place, sync_once
from bot.model import Heard, Invited, Language, Mark, RoomId, UserId, make_words
from bot.model import Reply as Answer
from bot.settings import load_settings

TEXT = "Kucing saya yang nomor {} suka tidur siang."
TRANSLATION = "My cat likes to sleep by day."
WARM = 5
"""Messages that are not counted: sessions are set up, caches filled."""


async def echo(folder: Path) -> None:
    """Reply to every message, for ever: no more than any bot on this client has to do."""
    async with start_bot(load_settings(folder / "bot.yaml"), lambda _: None) as chair:
        token, first = None, True
        rooms = chair.client.rooms
        chair.client.list_readers = lambda room: frozenset(map(UserId, rooms[room].users))  # it keeps no roster
        while True:
            batch = await sync_once(chair.client, Place(token), first=first, clock=chair.clock)
            await settle_pins(chair)
            token, first = batch.token, False
            for room, event in batch.happened:
                if isinstance(event, Invited):
                    await chair.client.call("POST", f"/_matrix/client/v3/rooms/{room}/join", {})
                if isinstance(event, Heard):
                    said = make_words("listen-already", Language("en"), prefix="!")
                    await say(chair.client, room, Answer(event.id, said, Mark("echo")), f"echo.{event.id}")


@asynccontextmanager
async def echoing(folder: Path, synapse: Homeserver, account: Account, session: Session) -> AsyncIterator[RoomId]:
    """Run the echo, and give the room that it is in with Kim and Ana."""
    configure(folder, synapse.url, account.user_id, account.password, deployment={"therapists": [session.ana.user_id]})
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "--echo", folder, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        room = await session.ana.create_room(invite=[session.kim.user_id, account.user_id])
        await session.kim.join(room)
        for person in (session.ana, session.kim):
            await person.meets(room, account.user_id)
        yield room
    finally:
        process.kill()
        await process.wait()


async def took(kim: ForeignClient, room: RoomId, number: int) -> float:
    """Return how many seconds it takes until Kim sees the reply to a message."""
    began = time.monotonic()
    message = await kim.send(room, TEXT.format(number))
    await kim.sees(room, lambda seen_message: seen_message.reply_to == message and seen_message.sender != kim.user_id)
    return time.monotonic() - began


async def measured(folder: Path, times: int) -> dict[str, list[float]]:
    """Return how long the echo and the translation took, each so many times, by turns."""
    async with run_homeserver(folder / "synapse") as synapse, foreign_clients() as foreign, model_server() as model:
        model.default = Reply(TRANSLATION)

        async def newcomer(name: str) -> Account:
            return Account(await synapse.register(name, "pw"), name, "pw")

        people = [await newcomer(name) for name in ("ana", "kim")]
        ana, kim = [await foreign.log_in(synapse.url, person.login, person.password) for person in people]
        async with session_room(folder / "bot", (ana, kim), synapse, newcomer, **_files(model)) as session:
            await session.listening()
            await session.next_words(ana, "!translate auto id en")
            async with echoing(folder / "echo", synapse, await newcomer("echo"), session) as room:
                result: dict[str, list[float]] = {"bare echo": [], "live translation": []}
                for number in range(times + WARM):
                    for name, where in zip(result, (room, session.room), strict=True):
                        result[name].append(await took(kim, where, number))
        assert len(model.requests) == times + WARM
    return {name: seconds[WARM:] for name, seconds in result.items()}


def _files(model: ModelServer) -> dict[str, dict[str, Any]]:
    """Return the configuration of a room in which translations go out at once."""
    backend = {"kind": "openai", "base_url": f"{model.url}/v1", "model": "tiny"}
    return {
        "deployment": {"backends": {"house": backend}},
        "room": {"backend": "house", "approval": "all", "translate_auto": True},
    }


def main() -> None:
    """Measure, and print the median and the slowest twentieth of both, in milliseconds, and how they compare."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=60)
    options.add_argument("--echo", type=Path, help="be the echo, with the configuration in this folder")
    options.add_argument("--json", action="store_true", help="print the seconds of each alone, for `make bench`")
    given = options.parse_args()
    if given.echo:
        asyncio.run(echo(given.echo))
    with tempfile.TemporaryDirectory() as folder:
        result = asyncio.run(measured(Path(folder), given.times))
    if given.json:
        _say(json.dumps(result))
        return
    marks = {name: statistics.quantiles(seconds, n=20) for name, seconds in result.items()}
    for name, cuts in marks.items():
        _say(f"{name:17} p50 {cuts[9] * 1000:4.0f} ms, p95 {cuts[18] * 1000:4.0f} ms")
    bare, ours = marks.values()
    _say(
        f"ratio             p50 {ours[9] / bare[9]:4.2f},    p95 {ours[18] / bare[18]:4.2f}    ({given.times} of each)"
    )


def _say(line: str) -> None:
    print(line)  # noqa: T201 - what this program is for


if __name__ == "__main__":
    main()
