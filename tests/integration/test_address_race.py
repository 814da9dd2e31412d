"""Several addresses of one host: a black hole among them costs a quarter of a second, not the request."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpcore2
import pytest
from backends import PROMPT, opened
from model_server import model_server
from test_wire import Names, _named
from test_wire import names as names  # noqa: PLC0414  a fixture

from bot.llm.address_race import order_addresses, race_addresses

V6, V4, OTHER = "2001:db8::1", "192.0.2.1", "192.0.2.2"
LONG = 3600.0
"""Seconds that nothing here waits for."""


class Line(httpcore2.AsyncNetworkStream):
    """A connection to an address, which says whether it was closed."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.closed = False

    async def aclose(self) -> None:
        """Close it."""
        self.closed = True


class Net:
    """Addresses that answer, refuse, or do neither; `tried` is in which order they were."""

    def __init__(self, *, silent: tuple[str, ...] = (), refusing: tuple[str, ...] = ()) -> None:
        self.silent, self.refusing = silent, refusing
        self.tried: list[str] = []
        self.given_up: list[str] = []

    async def connect(self, address: str) -> httpcore2.AsyncNetworkStream:
        """Connect to `address`, or not."""
        self.tried.append(address)
        if address in self.refusing:
            raise httpcore2.ConnectError("refused")
        if address in self.silent:
            try:
                await asyncio.Event().wait()
            finally:
                self.given_up.append(address)
        return Line(address)


async def test_an_address_that_never_answers_is_overtaken() -> None:
    """The next address is tried beside it, wins, and the first attempt is given up."""
    net = Net(silent=(V6,))
    stream = await race_addresses((V6, V4), net.connect, head_start=0.0)
    assert isinstance(stream, Line)
    assert (stream.address, net.given_up) == (V4, [V6])


async def test_an_address_that_refuses_makes_way_at_once() -> None:
    """Nobody waits out the head start of an address where nobody listens."""
    net = Net(refusing=(V6,))
    async with asyncio.timeout(120):
        stream = await race_addresses((V6, V4), net.connect, head_start=LONG)
    assert isinstance(stream, Line)
    assert (stream.address, net.tried) == (V4, [V6, V4])


async def test_the_first_address_is_the_only_one_where_it_answers() -> None:
    """An address that answers in its head start is connected to, and no other is tried."""
    net = Net()
    await race_addresses((V6, V4), net.connect, head_start=LONG)
    assert net.tried == [V6]


async def test_no_address_that_answers_is_an_error() -> None:
    """Where every address refuses, the error is the last one's, and not a group of them."""
    net = Net(refusing=(V6, V4))
    with pytest.raises(httpcore2.ConnectError, match="refused"):
        await race_addresses((V6, V4), net.connect)


async def test_a_second_connection_is_closed() -> None:
    """Two addresses that answer at the same time make one connection, and none stays open unused."""
    go = asyncio.Event()
    made: list[Line] = []

    async def connect(address: str) -> httpcore2.AsyncNetworkStream:
        try:
            await go.wait()
        except asyncio.CancelledError:  # it was connected just as it was given up
            await asyncio.sleep(0)
        made.append(Line(address))
        return made[-1]

    racing = asyncio.create_task(race_addresses((V6, V4), connect, head_start=0.0))
    asyncio.get_running_loop().call_later(0.05, go.set)
    kept = await racing
    assert [line for line in made if not line.closed] == [kept]


def test_the_other_family_is_tried_second() -> None:
    """A network without IPv6 holds up one attempt, however many such addresses a host has."""
    assert order_addresses(("2001:db8::1", "2001:db8::2", V4, OTHER)) == ("2001:db8::1", V4, "2001:db8::2", OTHER)
    assert order_addresses((V4, OTHER)) == (V4, OTHER)


async def test_a_model_server_is_reached_past_a_black_hole(
    names: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`localhost` leads to ::1, which swallows everything, and to 127.0.0.1, where the model server answers."""
    connect: Callable[..., Awaitable[httpcore2.AsyncNetworkStream]] = httpcore2.AnyIOBackend.connect_tcp
    tried = []

    async def swallow(self: httpcore2.AnyIOBackend, host: str, *more: object) -> httpcore2.AsyncNetworkStream:
        tried.append(host)
        if host == "::1":
            await asyncio.Event().wait()
        return await connect(self, host, *more)

    monkeypatch.setattr(httpcore2.AnyIOBackend, "connect_tcp", swallow)
    names["localhost"] = ("::1", "127.0.0.1")
    async with model_server() as server, opened("openai", _named(server, "localhost"), tmp_path) as backend:
        async with asyncio.timeout(120):
            await backend.complete(PROMPT, max_tokens=300)
        assert tried == ["::1", "127.0.0.1"]
