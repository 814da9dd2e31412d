"""What the supervisor gets: counts of each session, never a word of it."""

from bot.model import Mark, Notice, Room, RoomId, Supervisor
from bot.policy import Policy
from bot.session.command.context import say_line
from bot.session.talk.room_code import make_room_code


def report_unreadable(room: RoomId, policy: Policy, source: str) -> tuple[Notice, ...]:
    """Return one line that something of a session cannot be read, and what follows; `source` is what, as a code."""
    words = say_line(policy, "supervisor-unreadable", room=make_room_code(room), source=source)
    return (Notice(words, Mark(kind="supervision"), rings=True, where=Supervisor()),)


def report_session(room: Room, policy: Policy, now: float) -> tuple[Notice, ...]:
    """Return one line of counts over the session that ends now; its room goes by a code."""
    tally = room.tally
    words = say_line(
        policy,
        "supervisor-session",
        room=make_room_code(room.id),
        minutes=int((now - tally.since) // 60) if tally.since else 0,
        asked=tally.asked,
        approved=tally.approved,
        edited=tally.edited,
        refused=tally.refused,
        lapsed=tally.lapsed,
        wrong=tally.wrong,
        retracted=tally.retracted,
        watched=tally.watched,
        unclear=tally.unclear,
        interpreted=tally.interpreted,
        uninterpreted=tally.uninterpreted,
    )
    return (Notice(words, Mark(kind="supervision"), where=Supervisor()),)
