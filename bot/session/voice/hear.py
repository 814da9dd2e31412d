"""A voice message has come: whether it may be written down, and the order to do so. Nobody's voice leaves without their own yes. Pure."""

from bot.model import (
    Decision,
    Mark,
    Notice,
    Pending,
    Purpose,
    Recorded,
    Reply,
    Room,
    SessionRoom,
    Task,
    Transcribe,
    make_words,
)
from bot.policy import Policy
from bot.session.command.aside import find_place_aside
from bot.session.command.context import find_own_language
from bot.session.command.throttle import note_said_once
from bot.session.talk.agreement import find_agreement
from bot.who_may import What, find_writer_standing, may

NEEDED = (Purpose.LISTEN, Purpose.VOICE)
"""What a person has agreed to whose voice messages are written down: what is written is read along with like any talk."""
MOST_WAITING = 60
"""Voice messages of one room that wait to be written down, at most: an hour's. What comes beyond them is not."""


def hear_recording(room: Room, event: Recorded, policy: Policy) -> Decision | None:
    """Order a voice message to be written down, or say how its sender could agree to that; None where neither is so here."""
    if not _is_written_down_here(room, event, policy):
        return None
    language = find_own_language(room, policy, event.sender)
    pending = Pending(
        event.id, event.sender, Task.TRANSCRIBE, language, at=event.at, talk=room.talk, thread=event.thread
    )
    if not may_write_down(room, policy, pending, event.at):
        return _tell_how_to_agree(room, event, policy)
    transcriber = policy.transcriber
    assert transcriber
    order = Transcribe(event.id, event.sender, transcriber.name, language, event.sound)
    return Decision(room.with_pending(pending), (order,))


def may_write_down(room: Room, policy: Policy, pending: Pending, now: float) -> bool:
    """Return whether the voice message of `pending` may be written down now, as far as its speaker's agreements say.

    They agreed before they sent it and still do. One sync is one moment: what is of the same came earlier, for all that anybody knows.
    """
    held = (find_agreement(room, policy, pending.asker, purpose, now) for purpose in NEEDED)
    return room.knows(pending.asker) and all(consent is not None and consent.at < pending.at for consent in held)


def _is_written_down_here(room: Room, event: Recorded, policy: Policy) -> bool:
    """Return whether voice messages like this one are written down here at all. One rule per line."""
    if policy.transcriber is None:
        return False
    if not isinstance(event.where, SessionRoom):
        return False
    if not room.is_on or room.is_frozen:
        return False
    if room.off_since >= event.at:  # its key came late, and the AI was off meanwhile
        return False
    if event.sender in room.left_out:
        return False
    if not may(What.BE_WINDOWED, find_writer_standing(room, policy, event)):
        return False
    return sum(pending.task is Task.TRANSCRIBE for pending in room.pending) < MOST_WAITING


def _tell_how_to_agree(room: Room, event: Recorded, policy: Policy) -> Decision:
    """Tell whoever has not agreed, once a session, that nobody hears it, and how that could be otherwise. A no is asked nothing again."""
    knowing = note_said_once(room, f"voice {event.sender}", event.at, room.tally.since)
    if knowing is None:
        return Decision(room)
    language = find_own_language(room, policy, event.sender)
    sentence = make_words("voice-needs-agreement", language, prefix=policy.rules.prefix)
    where = find_place_aside(room, event.sender, event.where)
    mark = Mark(kind="attached")
    aside = where != event.where
    return Decision(
        knowing, (Notice(sentence, mark, where=where) if aside else Reply(event.id, sentence, mark, event.thread),)
    )
