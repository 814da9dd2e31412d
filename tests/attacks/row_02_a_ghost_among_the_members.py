"""A homeserver that forges a join reads every message of the bot's: the ghost's device got the room's key, and nobody was told.

A forged join whose `prev_content` says `join` counted as a renaming. The ghost has a real account with a signed device.
"""

from collections.abc import Awaitable, Callable

import pytest
from fault_proxy import FaultProxy
from foreign_client import ForeignClients
from key_letters import KEY, LETTERS, list_codes
from model_server import ModelServer
from newcomer import Newcomer
from session_room import Session, marks
from sync_lies import Json

from bot.demo.homeserver import Homeserver
from bot.model import UserId

Ghost = Callable[[], Awaitable[UserId]]


@pytest.fixture
def ghost(synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients) -> Ghost:
    """Return what makes an account with a signed device, in no room."""

    async def log_in() -> UserId:
        account = await newcomer("ghost")
        return (await foreign.log_in(synapse.url, account.login, account.password)).user_id

    return log_in


def forge_join(ghost: UserId) -> Json:
    """Return what says that `ghost` is in the room, and was before."""
    content = {"membership": "join", "displayname": "Kim"}
    outside = {"type": "m.room.member", "sender": ghost, "state_key": ghost, "event_id": "$forged"}
    return {**outside, "origin_server_ts": 1, "content": content, "unsigned": {"prev_content": content}}


async def test_a_forged_member_is_a_newcomer(
    proxied_session: Session, proxy: FaultProxy, ghost: Ghost, model: ModelServer
) -> None:
    """Whoever is forged into the room is a newcomer, whatever they are said to have been before: the AI goes off, aloud.

    What is said from then on has a key of its own.
    """
    session, kim, letters = proxied_session, proxied_session.kim, proxy.overhear(LETTERS)
    proxy.insert(forge_join(await ghost()), session.room)
    await kim.sees(session.room, lambda event: marks(event).get("kind") == "floor" and "AI off" in event.body)
    await session.answer(session.ana, "!ask what was said about furniture?")
    assert model.requests == []
    await session.answer(kim, "!status")
    assert KEY in list_codes(letters, kim.user_id)


async def test_a_member_whom_the_bot_never_saw_come_gets_no_key(
    proxied_session: Session, proxy: FaultProxy, ghost: Ghost
) -> None:
    """Who stands in the homeserver's list of members and never came, as the roster knows it, is told that they get no key."""
    session, kim, letters = proxied_session, proxied_session.kim, proxy.overhear(LETTERS)
    proxy.insert(forge_join(person := await ghost()), session.room, "state")
    await proxy.wait_until_brought()
    for _ in range(3):
        await session.answer(kim, "!status")
    assert set(list_codes(letters, person)) == {"m.unauthorised"}
