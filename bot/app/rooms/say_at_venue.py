"""Saying something in one of a session's rooms: at a desk that several sessions share each line begins with its room's code."""

from typing import TypeVar

from bot.app.rooms.shared_desks import note_own_line, stands_at_desk
from bot.app.rooms.side_rooms import Venue
from bot.app.services import Chair
from bot.matrix.polls import say_poll
from bot.matrix.send import Headed, Spoken, say
from bot.model import Amend, Card, EndPoll, EventId, Notice, Poll, Reply, RoomId
from bot.session.which_room import ABOUT_NO_ROOM, ASKS_WHICH

Said = TypeVar("Said", Spoken, Poll | EndPoll)
OF_NO_ROOM = ABOUT_NO_ROOM | {ASKS_WHICH, "greeting", "attached", "unknown", "unreadable", "verify-bot"}
"""Kinds of messages that are about no room, at a desk that several share."""


async def say_at(chair: Chair, of: RoomId, at: Venue, effect: Spoken, txn: str) -> EventId:
    """Post a message of the session `of`, and return the event it became.

    Raises:
        BotError: it was not posted, or we do not know.
    """
    event = await say(chair.client, at.room, put_code_before(at, effect), txn, at.only)
    return await _note_said(chair, of, at, event)


async def say_poll_at(chair: Chair, of: RoomId, at: Venue, effect: Poll | EndPoll, txn: str) -> EventId:
    """Post a poll of the session `of`, or close one, and return the event it became.

    Raises:
        BotError: it was not posted, or we do not know.
    """
    event = await say_poll(chair.client, at.room, put_code_before(at, effect), txn, at.only)
    return await _note_said(chair, of, at, event)


def put_code_before(venue: Venue, effect: Said) -> Said | Headed:
    """Return what is said at `venue`; at a desk that several sessions share it begins with the code of the room that it is about."""
    kind = effect.mark.kind if isinstance(effect, Reply | Notice | Card | Amend) else ""
    return effect if kind in OF_NO_ROOM or not venue.code else Headed(effect, venue.code)


async def is_at_earlier_desk(chair: Chair, at: Venue, effect: Spoken) -> bool:
    """Return whether what is to be edited at a shared desk stands at another one, where its room was before: it is gone."""
    return bool(at.code) and isinstance(effect, Amend) and not await stands_at_desk(chair, at.room, effect.event)


async def _note_said(chair: Chair, of: RoomId, at: Venue, event: EventId) -> EventId:
    """Note of which session a message at a shared desk is, so that a reply to it is, and that it goes when the session goes."""
    if at.code:
        await note_own_line(chair, at.room, of, event)
    return event
