"""What looking for offers may cost in a session: tokens set aside before each request, and settled by what it did cost. Pure."""

from dataclasses import replace

from bot.model import Answered, Failed, Room
from bot.policy import STANDING, Policy
from bot.session.talk.token_estimate import Talk, estimate_talk_tokens


def reserve_tokens(room: Room, policy: Policy, talk: Talk) -> Room | None:
    """Return the room with the tokens set aside that a request about `talk` may cost; None if so many are not left.

    That is the talk, what the model is told about the task, and the longest answer.
    """
    cost = STANDING + estimate_talk_tokens(talk) + policy.backend.longest_answer
    if room.initiative.tokens + cost > policy.rules.initiative.tokens:
        return None
    return replace(room, initiative=replace(room.initiative, tokens=room.initiative.tokens + cost, reserved=cost))


def settle_offer(room: Room, ending: Answered | Failed) -> Room:
    """Return the room with what a request for an offer did cost, as the backend counts it, in place of the estimate.

    Where the backend says nothing, or did not answer, the estimate stands.
    """
    cost = ending.tokens_in + ending.tokens_out if isinstance(ending, Answered) else 0
    before = room.initiative
    tokens = before.tokens - before.reserved + cost if cost else before.tokens
    return replace(room, initiative=replace(before, tokens=tokens, reserved=0))
