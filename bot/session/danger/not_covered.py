"""Where danger words cannot be compared the desk is told, once a session: a room's language, or a message's, has no list."""

from bot.danger_words.coverage import find_uncovered, list_covered, list_uncovered, name_language_to
from bot.model import Decision, Desk, Heard, Language, Mark, Notice, Overheard, Room, SessionRoom
from bot.policy import Policy
from bot.session.command.context import find_name, say_line
from bot.session.command.throttle import note_said_once
from bot.session.talk.agreement import DAY


def tell_not_covered(room: Room, written: Heard | Overheard, policy: Policy) -> Decision:
    """Tell the desk quietly of a message in the session room that no list can be compared with; once a session."""
    if not isinstance(written.where, SessionRoom):
        return Decision(room)
    spoken = list_uncovered(policy.languages)
    if spoken:
        return _tell_desk(room, policy, written, "room", spoken[0])
    language = find_uncovered(written.text)
    return _tell_desk(room, policy, written, "person", language) if language else Decision(room)


def _tell_desk(room: Room, policy: Policy, written: Heard | Overheard, spoken: str, language: Language) -> Decision:
    """Lay one line on the desk: whose message, or that it is the room's own language, and which lists there are."""
    since = max(room.tally.since, written.at - DAY)
    knowing = note_said_once(room, "not covered", written.at, since)
    if knowing is None:
        return Decision(room)
    reader = policy.languages[0]
    covered = [name_language_to(reader, known) for known in list_covered()]
    words = say_line(
        policy,
        "list-uncovered-heard",
        spoken=spoken,
        written=name_language_to(reader, language),
        person=find_name(room, written.sender),
        covered=", ".join(covered[:-1]) or "none",
        last=covered[-1] if covered else "-",
    )
    return Decision(knowing, (Notice(words, Mark(kind="notice"), where=Desk()),))
