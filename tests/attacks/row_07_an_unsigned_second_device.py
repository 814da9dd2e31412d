"""Whoever has somebody's password, or the homeserver, speaks in their place from a device that they never signed.

Its words were kept as theirs and sent to models, and its edits went over what they had really said.
"""

from typing import Any

from foreign_client import ForeignClient, ForeignClients
from model_server import ModelServer
from newcomer import Newcomer
from pool import Bots
from session_room import Session, marks

from bot.demo.homeserver import Homeserver
from bot.model import UserId

SAID, FORGED, EDITED = "the kettle is blue", "a velvet walrus sits here", "a marble heron sings here"
DANGER = "I want to kill myself"


def _is_alarm(event: Any) -> bool:
    return marks(event).get("kind") == "alarm"


async def test_a_device_that_nobody_signed_is_seen_by_the_tripwire_and_may_lower(
    synapse: Homeserver,
    newcomer: Newcomer,
    bots: Bots,
    foreign: ForeignClients,
    ana: ForeignClient,
    model: ModelServer,
) -> None:
    """Its words reach no model and its edits change none; what it says of danger calls people; its `!stop` is obeyed."""
    account = await newcomer("kim")
    kim = await foreign.log_in(synapse.url, account.login, account.password)
    backend = {"kind": "openai", "base_url": f"{model.url}/v1", "model": "tiny"}
    files: dict[str, dict[str, Any]] = {"deployment": {"backends": {"house": backend}}, "room": {"backend": "house"}}
    async with bots.lend_session((ana, kim), **files) as session:
        desk = await session.desk()
        await session.listening()
        said = await kim.send(session.room, SAID)
        thief = await foreign.log_in(synapse.url, account.login, account.password, isolation="all", sign=False)
        await thief.meets(session.room, UserId(session.bot_id))
        await thief.send(session.room, FORGED)
        await thief.send(session.room, EDITED, edit_of=said)
        asked = await _ask(session, model)
        assert SAID in asked
        assert (FORGED in asked, EDITED in asked) == (False, False)
        await thief.send(session.room, DANGER)
        card = await ana.sees(desk, _is_alarm)
        await ana.send(desk, f"!ack {marks(card)['code']}")
        stop = await thief.send(session.room, "!stop")
        off = await kim.sees(session.room, lambda event: marks(event).get("kind") == "floor", after=stop)
        assert "off" in off.body


async def _ask(session: Session, model: ModelServer) -> str:
    """Let Ana ask the model something, and return all that it was sent."""
    await session.answer(session.ana, "!ask what was said about furniture?")
    return str([request.json for request in model.requests])
