"""The bot and a bare echo in 10, 200 and 1,000 rooms: how long from the start to the first answer, and what a room takes of memory.

    PYTHONPATH=tests:tests/unit:tests/integration .venv/bin/python tests/bench/many_rooms.py --rooms 10 200 1000 [--minutes 45]

Both are in the same rooms, which somebody makes who has no client. Each start is a process of its own, loaded from disk; the
question is sent as soon as it is started, and the clock stops when Kim's client shows the answer. A room takes Synapse up to a
second to make: after so many minutes no more are made, and what there is is measured, under its own number.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from stage import Stage, read_cpu, read_memory, rest, stage

from bot.model import UserId

AT_ONCE = 4
"""Rooms that are made side by side."""
STILL = 3.0
"""Seconds without work after which nothing of a new room is left to do."""
_STATE = [
    {"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}},
    {"type": "m.room.history_visibility", "content": {"history_visibility": "joined"}},
]


@dataclass
class Host:
    """Whoever makes the rooms: a therapist's account, by HTTP alone."""

    url: str
    http: aiohttp.ClientSession
    guests: tuple[UserId, ...]
    made: int = 0

    async def make_rooms(self, total: int, until: float) -> None:
        """Make rooms until there are so many or it is `until`, by the loop's clock, and return when both guests are in each."""
        while self.made < total and asyncio.get_running_loop().time() < until:
            more = min(AT_ONCE, total - self.made)
            await asyncio.gather(*(self._make_room() for _ in range(more)))
            self.made += more

    async def _make_room(self) -> None:
        """Make an encrypted room, and return when the guests have come."""
        settings = {"preset": "private_chat", "invite": self.guests, "initial_state": _STATE}
        room = (await self._request("POST", "createRoom", settings))["room_id"]
        while not await self._has_all(room):  # noqa: ASYNC110 - whoever has no client can only look
            await asyncio.sleep(0.1)

    async def _has_all(self, room: str) -> bool:
        """Return whether the guests are there; whoever has no client can only look."""
        return set(self.guests) <= set((await self._request("GET", f"rooms/{room}/joined_members"))["joined"])

    async def _request(self, method: str, path: str, body: object = None) -> Any:
        async with self.http.request(method, f"{self.url}/_matrix/client/v3/{path}", json=body) as response:
            assert response.ok, f"{path.partition('/')[0]}: {response.status}"
            return await response.json()


@asynccontextmanager
async def hosting(here: Stage, login: UserId, password: str) -> AsyncIterator[Host]:
    """Log somebody in who makes rooms."""
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": login},
        "password": password,
    }
    async with aiohttp.ClientSession() as http:
        async with http.post(f"{here.synapse.url}/_matrix/client/v3/login", json=body) as response:
            token = (await response.json())["access_token"]
        http.headers["authorization"] = f"Bearer {token}"
        yield Host(here.synapse.url, http, (here.session.bot_id, here.echo.account.user_id))


async def time_starts(here: Stage) -> dict[str, float]:
    """Stop both and start each, the other being away; return the seconds from the start to the first answer, and those of CPU."""
    taken: dict[str, float] = {}
    await here.echo.stop()
    await here.bot.stop()
    await here.bot.start()
    taken["bot"], _ = await here.time_reply(here.bot_room, "!explain rumination")
    taken["bot_cpu"] = read_cpu(here.bot.pid) / 1000
    await rest(here.bot.pid, quiet=STILL)
    await here.bot.stop()
    await here.echo.start()
    taken["echo"], _ = await here.time_reply(here.echo_room, "!echo rumination")
    taken["echo_cpu"] = read_cpu(here.echo.pid) / 1000
    await rest(here.echo.pid, quiet=STILL)
    await here.bot.start()
    await here.bot.ready()
    await rest(here.bot.pid, quiet=STILL)
    return taken


async def measure(folder: Path, totals: Sequence[int], rounds: int, minutes: float) -> dict[str, Any]:
    """Return, for each number of rooms, the seconds of each start and the memory after it."""
    result: dict[str, Any] = {}
    until = asyncio.get_running_loop().time() + 60 * minutes
    async with (
        stage(folder, backend="embedded", more_therapists=("host",), languages=("en",)) as here,
        hosting(here, here.more_therapists[0], "pw") as host,
    ):
        for total in totals:
            await host.make_rooms(total, until)
            await rest(here.bot.pid, here.echo.pid, quiet=STILL)
            sys.stderr.write(f"{host.made} rooms are made\n")
            starts = [await time_starts(here) for _ in range(rounds)]
            memory = {"bot": read_memory(here.bot.pid), "echo": read_memory(here.echo.pid)}
            result[str(host.made)] = {"starts_s": starts, "memory_mb": memory}
            sys.stderr.write(f"{host.made} rooms: {starts}, {memory}\n")
    return result


def main() -> None:
    """Measure, and print it as JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rooms", type=int, nargs="+", default=[10, 200])
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--minutes", type=float, default=60.0, help="after which no more rooms are made")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = asyncio.run(measure(Path(folder), given.rooms, given.rounds, given.minutes))
    sys.stdout.write(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
