"""What is said once and not with every message: a line about somebody or something, and when it was said last. Pure."""

from dataclasses import replace

from bot.model import Room
from bot.session.talk.agreement import DAY


def note_said_once(room: Room, about: str, now: float, since: float) -> Room | None:
    """Return the room knowing that the line `about` is said now; None if it was said at `since` or later already.

    What was said longer ago than a day, and before `since`, is forgotten.
    """
    told = dict(room.told_to_verify)
    if about in told and told[about] >= since:
        return None
    still = {key: at for key, at in told.items() if now - at < DAY or key == about}
    return replace(room, told_to_verify=tuple({**still, about: now}.items()))
