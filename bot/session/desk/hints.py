"""How the desk reads of words that may hint at danger: the quiet line itself, and the list at the end of a session. Pure."""

from bot.model import Desk, Mark, Notice, QuietNotice, Room, SessionRoom, Words
from bot.policy import Policy
from bot.session.answers.links import label_message, make_permalink
from bot.session.command.context import find_name, say_line


def describe_hint(room: Room, policy: Policy, hint: QuietNotice, phrase: str = "") -> Words:
    """Return one notice in a line: whose words, what they may be about, where they stand; `phrase` is the list's own."""
    in_room = isinstance(hint.where, SessionRoom)
    return say_line(
        policy,
        "notice-line",
        code=hint.code,
        person=find_name(room, hint.person),
        kind=hint.kinds[-1] if hint.kinds else "model",
        place=hint.where.kind,
        times=hint.times,
        voiced=int(hint.voiced),
        phrase=phrase or "none",
        label=label_message(room, hint.event, hint.at) if in_room else "-",
        link=make_permalink(room.id, hint.event) if in_room else "-",
    )


def list_hints(room: Room, policy: Policy) -> tuple[Notice, ...]:
    """Return the list of this session's notices for the desk; nothing if there were none."""
    if not room.notices:
        return ()
    lines = tuple(describe_hint(room, policy, hint) for hint in room.notices)
    read = int(any(not hint.kinds for hint in room.notices))
    return (Notice(say_line(policy, "notices-list", lines=lines, model=read), Mark(kind="notice"), where=Desk()),)
