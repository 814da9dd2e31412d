"""When a model says of what `!express` was given that it is for a person: what its writer reads, and the quiet line at the desk.

The line is the one of the wide list: it stops nothing, and no more comes of it. What the list has told of already it does
not tell again.
"""

from bot.model import SECOND_READER, Decision, Overheard, Pending, Room, SessionRoom, Trouble, make_words
from bot.policy import Policy
from bot.session.danger.calling import Cause
from bot.session.danger.notices import note_hint
from bot.session.danger.tripwire import is_watched
from bot.session.desk.replies import tell_asker


def hand_to_person(room: Room, pending: Pending, policy: Policy, now: float) -> Decision:
    """Say that the words are for a person, or, where others read, what is said when a model is down; and tell the desk."""
    aloud = pending.where == SessionRoom()
    key = f"trouble-{Trouble.DOWN}" if aloud else "for-a-person"
    told = Decision(room, (tell_asker(pending, make_words(key, pending.language, prefix=policy.rules.prefix)),))
    if not is_watched(room, Overheard(pending.question, pending.asker, now, "", pending.where), policy):
        return told
    cause = Cause(SECOND_READER, pending.question, pending.asker, now, pending.where)
    return told.then(note_hint, policy, cause)
