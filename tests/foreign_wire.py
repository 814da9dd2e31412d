"""The wire to the Node process in which the foreign clients live: orders out, answers and news in."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).parent / "e2e" / "foreign" / "client.mjs"
PATIENCE = 120.0
"""Seconds that something expected may take on a busy machine."""
ROOM_FOR_A_LINE = 2**24
"""Bytes; an event has at most 64 KiB, a list of devices may be longer."""
MISSING = (
    "Node 20 or the foreign client's packages are missing: run `make test`, or `npm ci --prefix tests/e2e/foreign`."
)


class ForeignError(Exception):
    """A foreign client could not do what it was told. `code` and `status` are the homeserver's, if it was that."""

    def __init__(self, order: str, code: str, status: int | None = None, message: str = "") -> None:
        super().__init__(f"{order}: {code} {status or ''} {message}")
        self.code = code
        self.status = status


@dataclass
class Wire:
    """What was asked and has not been answered, and who listens to the news of which client."""

    process: asyncio.subprocess.Process
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    listeners: dict[str, Callable[[dict[str, Any]], None]] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    ended: bool = False
    _waiting: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)

    async def order(self, client: str, what: str, arguments: dict[str, Any]) -> Any:
        """Return what came of telling `client` to do `what`.

        Raises:
            ForeignError: it could not.
        """
        assert self.process.stdin is not None
        if self.ended:
            raise ForeignError(what, "NodeEnded")
        number = next(self.numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        line = {**arguments, "id": number, "client": client, "do": what}
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        async with asyncio.timeout(PATIENCE):
            came = await answer
        if error := came.get("error"):
            raise ForeignError(what, error["code"], error["status"], error["message"])
        return came["result"]

    async def read(self) -> None:
        """Take in all that the process says, until it ends."""
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            told = json.loads(line)
            if number := told.get("id"):
                self._take_answer(number, told)
                continue
            async with self.news:
                if listener := self.listeners.get(told["client"]):  # not: somebody whose client was closed
                    listener(told)
                self.news.notify_all()
        self.ended = True
        async with self.news:
            self.news.notify_all()
        for number in tuple(self._waiting):
            self._take_answer(number, {"error": {"code": "NodeEnded", "status": None, "message": ""}})

    def _take_answer(self, number: int, told: dict[str, Any]) -> None:
        answer = self._waiting.pop(number)
        if not answer.done():
            answer.set_result(told)


@asynccontextmanager
async def wire_to_node() -> AsyncIterator[Wire]:
    """Run the Node process for as long as the block runs."""
    node = shutil.which("node")
    if node is None or not (PROGRAM.parent / "node_modules").is_dir():
        pytest.fail(MISSING, pytrace=False)
    process = await asyncio.create_subprocess_exec(
        node, str(PROGRAM), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=ROOM_FOR_A_LINE
    )
    wire = Wire(process)
    reading = asyncio.create_task(wire.read())
    try:
        yield wire
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
        await reading
