"""A session room for each end-to-end test: a bot of its own, two people with clients of another make."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from foreign_client import ForeignClient
from newcomer import Newcomer
from session_room import Session, session_room

from bot.demo.homeserver import Homeserver


@pytest.fixture
async def session(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, ana: ForeignClient, kim: ForeignClient
) -> AsyncIterator[Session]:
    """Run a bot with the embedded backend, in a room with Ana, its therapist, and Kim; both see signed devices only."""
    async with session_room(tmp_path, (ana, kim), synapse, newcomer) as session:
        yield session
