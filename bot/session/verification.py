"""Requests to verify the bot by emoji: cancelled with a reason, and one line says how to be sure of it. Pure."""

from bot.model import AskedToVerify, Decision, Mark, Notice, RefuseVerification, Reply, Room, SessionRoom, make_words
from bot.policy import Policy
from bot.session.command.context import find_own_language
from bot.session.command.throttle import note_said_once
from bot.session.talk.agreement import DAY

HOUR = 3600.0
EACH = 5
"""Requests of one person that are cancelled in an hour: who sends more gets no answer, and costs nobody more than that."""


def refuse_verification(room: Room, event: AskedToVerify, policy: Policy) -> Decision:
    """Cancel what somebody asks for, and say once a day to each person how to be sure that it is the bot.

    What came to the bot's device was cancelled there: then the line alone is said, where that person reads it.
    """
    if not _is_heeded(room, event):
        return Decision(room)
    if event.message is None:
        return _tell_once(room, event, policy)
    cancelled = _cancel_request(room, event)
    return cancelled.then(_tell_once, event, policy) if cancelled.effects else cancelled


def _tell_once(room: Room, event: AskedToVerify, policy: Policy) -> Decision:
    """Tell somebody how to be sure of the bot, unless they were told within the day."""
    knowing = note_said_once(room, f"verification {event.sender}", event.at, event.at - DAY)
    if knowing is None:
        return Decision(room)
    words = make_words("verify-bot", find_own_language(room, policy, event.sender), prefix=policy.rules.prefix)
    mark = Mark(kind="verify-bot")
    if event.message is None:
        return Decision(knowing, (Notice(words, mark, where=event.where),))
    return Decision(knowing, (Reply(event.message, words, mark, where=event.where),))


def _cancel_request(room: Room, event: AskedToVerify) -> Decision:
    """Cancel the request, if its sender has not made too many; which are counted by the line that would be said of each."""
    assert event.message is not None
    for number in range(EACH):
        about = f"cancelled {number} {event.sender}"
        if knowing := note_said_once(room, about, event.at, event.at - HOUR):
            return Decision(knowing, (RefuseVerification(event.message, event.where),))
    return Decision(room)


def _is_heeded(room: Room, event: AskedToVerify) -> bool:
    """Return whether somebody may be answered: whoever is in the session; where there is none, whoever is in the room."""
    return room.knows(event.sender) or (not room.seated and isinstance(event.where, SessionRoom))
