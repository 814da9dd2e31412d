"""A message that an edit makes a command of: asked as new, and nothing is carried out twice. Pure.

What may be asked so at all is in `who_may`: an edit turns nothing up.
"""

from dataclasses import replace

from bot.model import Decision, Edited, Effect, EventId, Heard, Pending, Reply, Room
from bot.policy import Policy
from bot.session.command.context import CommandContext
from bot.session.command.table import TABLE, Unknown, recognise_command
from bot.session.talk.sources import list_askings

MOST_OBEYED = 200
"""How many commands are remembered as carried out. Of one before these an edit is asked as new: it turns nothing up either."""

LACKS = frozenset(
    {
        *("about-unseen", "agree-which", "explain-unknown", "follow-gone", "mask-long", "needs-listen", "needs-model"),
        *("too-long", "two-texts", "type-again", "which-answer", "which-words"),
    }
)
"""Sentences that say what a command lacked, beside those whose names end so: what was typed can be put right by an edit."""


def hear_rewritten(room: Room, edited: Edited) -> Heard:
    """Return the new words of a message as if they were written now, in its place.

    An edit does not say what its message replies to; that is known of a question that waits for its answer. Where
    something came of the message already, but not a question that still waits, it counts as changed too late.
    """
    before = _find_unanswered(room, edited.target)
    return Heard(
        edited.target,
        edited.sender,
        edited.at,
        edited.text,
        reply_to=before.about if before else None,
        thread=before.thread if before else None,
        calls_bot=edited.calls_bot,
        device=edited.device,
        signed=edited.signed,
        changed=edited.changed,
        overdue=edited.late,
        where=edited.where,
        differs=edited.differs,
        edited=before is None and edited.target in room.obeyed,
        rewritten=True,
    )


def recognise_rewritten(room: Room, edited: Edited, policy: Policy) -> CommandContext | Unknown | None:
    """Return the command that an edit puts in a message's place; None if it is none, or of somebody else's message.

    No app shows an edit of somebody else's message, so only what turns the AI down is one there.
    """
    said = recognise_command(room, hear_rewritten(room, edited), policy)
    lowers = isinstance(said, CommandContext) and TABLE[said.name].lowers
    return said if lowers or not _is_of_somebody_else(room, edited) else None


def _find_unanswered(room: Room, message: EventId) -> Pending | None:
    """Return the question that was asked in a message and that nobody has had an answer to yet."""
    waiting = (*room.pending, *(draft.pending for draft in room.drafts))
    return next((pending for pending in waiting if pending.question == message), None)


def note_obeyed(call: CommandContext, decision: Decision, *, always: bool = False) -> Decision:
    """Return what follows from a command, with the message noted as carried out if more came of it than what it lacked."""
    message, room = call.heard.id, decision.room
    if room == call.room and not always and all(_says_lack(effect) for effect in decision.effects):
        return decision
    obeyed = (*(event for event in room.obeyed if event != message), message)[-MOST_OBEYED:]
    return replace(decision, room=replace(room, obeyed=obeyed))


def _says_lack(effect: Effect) -> bool:
    """Return whether all that is done is to say what a command lacked, or why nothing was asked."""
    if not isinstance(effect, Reply):
        return False
    return effect.words.key in LACKS or effect.words.key.endswith("-what")


def _is_of_somebody_else(room: Room, edited: Edited) -> bool:
    """Return whether it is known that another person wrote the message."""
    writers = {line.sender for line in room.window if line.id == edited.target}
    writers |= {asking.asker for asking in list_askings(room) if asking.question == edited.target}
    return bool(writers - {edited.sender})
