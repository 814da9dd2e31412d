"""A small piece of `make chaos`: kills at random times while people send commands."""

from chaos import Plan, chaos
from session_room import Session

from bot.demo.homeserver import Homeserver


async def test_killed_at_random(session: Session, synapse: Homeserver) -> None:
    """Killed at random times, the bot answers each of two people's commands once and in order, and loses none."""
    outcome = await chaos(session, synapse, Plan(seed=1, kills=3, commands=8, restarts=0))
    assert outcome.commands == 10
    assert outcome.good, outcome
