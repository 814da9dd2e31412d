"""What every test may ask for: a running Synapse that all share, and people on it whom nobody else uses."""

import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from itertools import count

import pytest
from behind_proxy import configure_behind
from egress_guard import stay_here
from examples import load_profile
from fault_proxy import FaultProxy, fault_proxy
from foreign_client import ForeignClient, ForeignClients, foreign_clients
from memory_folder import prefer_memory
from model_server import ModelServer, model_server
from newcomer import Account, Newcomer
from order import put_longest_first
from pool import Bots, People
from session_room import Session

from bot.demo.homeserver import Homeserver, run_homeserver

gc.set_threshold(20_000, 20, 20)  # as often as Python would, looking for waste takes an eighth of the time
stay_here()
_arrivals = count(1)
WITHOUT_HASTE = 7200
"""Seconds after which a property has surely lost its way, however busy the machine is."""
load_profile()
prefer_memory()


def pytest_collection_finish() -> None:
    """Let what every test stands on be looked through for waste no more."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, mark what needs a Synapse, and let properties take as long as a busy machine makes them.

    What waits for others is ended after `timeout` seconds, since it may wait for ever. A property waits for nobody: beside
    fifty busy processes it takes fifty times as long, and is right all the same.
    """
    put_longest_first(items)
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.timeout(WITHOUT_HASTE))
        if "synapse" in getattr(item, "fixturenames", ()):
            item.add_marker("live")


@pytest.fixture(scope="session")
async def synapse(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Homeserver]:
    """Run one Synapse for all tests of this process."""
    async with run_homeserver(tmp_path_factory.mktemp("synapse")) as server:
        yield server


@pytest.fixture(scope="session")
def newcomer(synapse: Homeserver) -> Newcomer:
    """Return what makes a fresh account of a name that no other test uses."""

    async def arrive(name: str) -> Account:
        login = f"{name}-{next(_arrivals)}"
        password = f"the password of {login}"
        return Account(await synapse.register(login, password), login, password)

    return arrive


@pytest.fixture(scope="session")
async def clients() -> AsyncIterator[ForeignClients]:
    """Run the one Node process in which all clients that are not ours live."""
    async with foreign_clients() as running:
        yield running


@pytest.fixture
async def foreign(clients: ForeignClients) -> AsyncIterator[ForeignClients]:
    """Let a test log clients in that are not ours; they are closed after it."""
    async with clients.for_a_while() as lent:
        yield lent


@pytest.fixture(scope="session")
def people(synapse: Homeserver, newcomer: Newcomer, clients: ForeignClients) -> People:
    """Return the people whom tests borrow."""
    return People(synapse, newcomer, clients)


@pytest.fixture(scope="session")
async def bots(
    synapse: Homeserver, newcomer: Newcomer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Bots]:
    """Return the bots that tests borrow."""
    async with AsyncExitStack() as running:
        yield Bots(synapse, newcomer, lambda: tmp_path_factory.mktemp("bot"), running)


@pytest.fixture
async def ana(people: People) -> AsyncIterator[ForeignClient]:
    """Borrow somebody whose client wants to hear of signed devices only."""
    async with people.lend("ana") as person:
        yield person


@pytest.fixture
async def kim(people: People) -> AsyncIterator[ForeignClient]:
    """Borrow another such person."""
    async with people.lend("kim") as person:
        yield person


@pytest.fixture
async def session(bots: Bots, ana: ForeignClient, kim: ForeignClient) -> AsyncIterator[Session]:
    """Bring Ana, its therapist, Kim and a bot with the embedded backend into a fresh room; both see signed devices only."""
    async with bots.lend_session((ana, kim)) as lent:
        yield lent


@pytest.fixture(scope="session")
async def models() -> AsyncIterator[ModelServer]:
    """Run one model server for all tests of this process, so that a bot that knows its address can be lent."""
    async with model_server() as server:
        yield server


@pytest.fixture
def model(models: ModelServer) -> ModelServer:
    """Borrow the model server, which has been asked nothing."""
    models.begin_anew()
    return models


@pytest.fixture(scope="module")
async def line(synapse: Homeserver) -> AsyncIterator[FaultProxy]:
    """Put somebody between Synapse and the one bot of a file that goes by them, so that it can be lent to the next test there."""
    async with fault_proxy(synapse.url) as proxy:
        yield proxy


@pytest.fixture
def proxy(line: FaultProxy) -> Iterator[FaultProxy]:
    """Borrow whoever stands between bot and Synapse; they were told nothing, and forget what the test tells them."""
    yield line
    line.heal()


@pytest.fixture
async def proxied_session(
    bots: Bots, proxy: FaultProxy, model: ModelServer, ana: ForeignClient, kim: ForeignClient
) -> AsyncIterator[Session]:
    """Bring Ana, Kim and a bot behind the proxy into a fresh room; everybody agreed, and the AI listens, with a model."""
    async with bots.lend_session((ana, kim), **configure_behind(proxy, model)) as session:
        yield await session.listening()
