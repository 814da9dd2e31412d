"""Overhearing: the words of a Matrix event that nobody acts on, for the tripwire alone.

The trust gate is for words that are obeyed. Here nothing is obeyed, and what people see counts: also what is in clear text,
an emote, a caption, a poll, a place or the name of the room. Whatever goes wrong in here is said, not passed over.
"""

from typing import Any

import nio

from bot.log import get_logger
from bot.matrix.client.client import Client
from bot.matrix.intake import has_marks
from bot.matrix.visible_words import is_edit, read_words
from bot.model import EventId, Heard, Overheard, RoomId, UserId

log = get_logger(__name__)


def overhear_event(client: Client, room: RoomId, event: Any, now: float, happened: object = None) -> Overheard | None:
    """Return the words that people see of `event`, or None: it has none, or `happened`, what was heard of it, has them.

    Of an event that cannot be read because of a bug, that it is so.
    """
    source = getattr(event, "source", None)
    if (
        isinstance(event, nio.MegolmEvent)
        or not isinstance(source, dict)
        or not isinstance(source.get("content"), dict)
    ):
        return None
    try:
        text = _read_words_of_person(client, room, event)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in here must reach a therapist, not pass in silence
        log.error("a bug: this event was not compared", room=room, exc=error)  # noqa: TRY400 - by class and place only
        return _make_overheard(event, now, "", happened, broken=True)
    return _make_overheard(event, now, text, happened) if text and not isinstance(happened, Heard) else None


def _read_words_of_person(client: Client, room: RoomId, event: Any) -> str:
    """Return what people see of an event. One rule a line: not our own, nor a bot's, nor what belongs elsewhere."""
    source, content = event.source, event.source["content"]
    if event.sender == client.user_id or has_marks(content):
        return ""
    if event.decrypted and ("state_key" in source or source.get("room_id") != room):
        return ""
    return read_words(str(source.get("type")), content, is_state="state_key" in source)


def _find_edited(content: dict[str, Any]) -> EventId | None:
    """Return the message whose words are replaced, None if it is no edit."""
    target = content["m.relates_to"].get("event_id") if is_edit(content) else None
    return EventId(target) if isinstance(target, str) else None


def _make_overheard(event: Any, now: float, text: str, happened: object, *, broken: bool = False) -> Overheard:
    """Return the words under an id of their own where something else is heard of the event as well."""
    event_id = EventId(event.event_id)
    own_id = event_id if happened is None else EventId(f"words/{event_id}")
    return Overheard(
        own_id, UserId(event.sender), now, text, of=_find_edited(event.source["content"]) or event_id, broken=broken
    )
