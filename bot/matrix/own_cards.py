"""Our own consent cards, as a room's timeline brings them: from where on people have had one before them."""

from typing import Any

from bot.matrix.client.client import Client
from bot.matrix.client.megolm import find_session
from bot.matrix.send import KEY
from bot.model import EventId, Language, RoomId, Sighted


def sight_card(client: Client, room: RoomId, event: Any, now: float) -> Sighted | None:
    """Return that `event` is a consent card of ours; None if it is anything else, or was not sealed by this device for this room."""
    session = find_session(client.olm, event) if event.decrypted else None
    if session is None or session.sender_key != client.olm.account.identity_keys["curve25519"]:
        return None
    content = event.source.get("content")
    marks = content.get(KEY) if isinstance(content, dict) and event.source.get("room_id") == room else None
    if not isinstance(marks, dict) or marks.get("kind") != "card":
        return None
    sha256, language = marks.get("card"), marks.get("language")
    if not isinstance(sha256, str) or not isinstance(language, str):
        return None
    readers = client.list_card_readers(str(marks.get("job")), session.id)
    sighting, card = EventId(f"sighted/{event.event_id}"), EventId(event.event_id)
    return Sighted(sighting, now, card, Language(language), sha256, tuple(sorted(readers)))
