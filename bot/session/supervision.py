"""What the supervisor gets: counts of each session, never a word of it."""

from bot.model import Mark, Notice, Room, Supervisor
from bot.policy import Policy
from bot.session.call import line
from bot.session.code import room_code


def reported(room: Room, policy: Policy, now: float) -> tuple[Notice, ...]:
    """Return one line of counts over the session that ends now; its room goes by a code."""
    tally = room.tally
    words = line(
        policy,
        "supervisor-session",
        room=room_code(room.id),
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
