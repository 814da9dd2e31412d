"""What every test may ask for: a running Synapse that all share, and people on it whom nobody else uses."""

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from foreign_client import ForeignClient, ForeignClients, foreign_clients
from hypothesis import settings
from newcomer import Account, Newcomer
from session_room import Session, session_room

from bot.demo.homeserver import Homeserver, homeserver

_arrivals = count(1)
settings.register_profile("untimed", deadline=None)  # a test says what is true, never how fast: benchmarks do that
settings.load_profile("untimed")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def synapse(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Homeserver]:
    """Run one Synapse for all tests; it may be used from any test's own event loop."""
    async with homeserver(tmp_path_factory.mktemp("synapse")) as server:
        yield server


@pytest.fixture
def newcomer(synapse: Homeserver) -> Newcomer:
    """Return what makes a fresh account of a name that no other test uses."""

    async def arrive(name: str) -> Account:
        login = f"{name}-{next(_arrivals)}"
        password = f"the password of {login}"
        return Account(await synapse.register(login, password), login, password)

    return arrive


@pytest.fixture
async def foreign() -> AsyncIterator[ForeignClients]:
    """Run clients that are not ours, for one test."""
    async with foreign_clients() as clients:
        yield clients


@pytest.fixture
async def ana(synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients) -> ForeignClient:
    """Log somebody in whose client wants to hear of signed devices only."""
    account = await newcomer("ana")
    return await foreign.log_in(synapse.url, account.login, account.password)


@pytest.fixture
async def kim(synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients) -> ForeignClient:
    """Log another such person in."""
    account = await newcomer("kim")
    return await foreign.log_in(synapse.url, account.login, account.password)


@pytest.fixture
async def session(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, ana: ForeignClient, kim: ForeignClient
) -> AsyncIterator[Session]:
    """Run a bot with the embedded backend, in a room with Ana, its therapist, and Kim; both see signed devices only."""
    async with session_room(tmp_path, (ana, kim), synapse, newcomer) as one:
        yield one
