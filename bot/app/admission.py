"""What of people's messages the bot may keep, also of those that could be read only some time after they came."""

from dataclasses import replace

from bot.model import EventId, Heard, Overheard, Present, Room, SessionRoom
from bot.policy import Policy
from bot.session.attention import limit_attention, limit_overheard
from bot.session.command.table import is_addressed
from bot.session.danger.tripwire import is_bare_term, is_tripping


def keep_allowed_part(room: Room, heard: Heard, policy: Policy, *, listening: bool) -> Heard | Present | None:
    """Return what may be kept of what somebody wrote; `listening` is whether the AI was on when it came.

    Talk of the session room counts only if the bot read along when it came and could read it soon: nobody knows any
    more whether its sender had agreed when they wrote it. That a therapist was at the desk long ago says nothing either.
    What of it holds a phrase of danger is not lost: `overhear_late_talk` has it compared before.
    """
    in_room = isinstance(heard.where, SessionRoom)
    talked_late = in_room and (heard.overdue or not listening or (heard.late and is_tripping(room, heard, policy)))
    if talked_late and not is_addressed(room, heard, policy):
        return None
    kept_part = limit_attention(room, heard, policy)
    return None if isinstance(kept_part, Present) and heard.overdue else kept_part


def overhear_late_talk(room: Room, heard: Heard, policy: Policy, *, listening: bool) -> Overheard | None:
    """Return the words of a message of the session room that may be decided under another floor than it was written under.

    They are compared first, under the floor that stood then: `listening` is whether the AI was on. A term that somebody
    looks up is no more than a notice at any time: it is compared as what it is.
    """
    if not isinstance(heard.where, SessionRoom) or is_bare_term(room, heard, policy):
        return None
    text = "\n".join(filter(None, (heard.text, heard.other, heard.beside)))
    words = Overheard(EventId(f"words/{heard.id}"), heard.sender, heard.at, text, of=heard.id)
    return keep_overheard(room, words, policy, listening=listening)


def keep_overheard(room: Room, overheard: Overheard, policy: Policy, *, listening: bool) -> Overheard | None:
    """Return words that are only compared, if they hold a phrase of danger and could be compared when they were written.

    `listening` is whether the AI was on then; in a side room it is no matter.
    """
    if isinstance(overheard.where, SessionRoom):
        if not (listening or policy.rules.crisis.in_off):
            return None
        overheard = replace(overheard, listening=listening)
    return limit_overheard(room, overheard, policy)


def is_kept_whole(heard: Heard, message: object) -> bool:
    """Return whether all of `heard` was kept, so that its sender may be shown that it was read."""
    return isinstance(message, Heard) and message == replace(heard, where=message.where)
