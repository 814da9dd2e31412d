"""Consent cards in a room of the homeserver that a test holds in its hand: known, and come by in its timeline."""

from typing import Any

from bot.model import EventId, RoomId, Sighted


def is_card(event: Any) -> bool:
    """Return whether what a bot said is a consent card."""
    source = getattr(event, "source", {})
    return bool(source.get("content", {}).get("org.thirdchair", {}).get("card"))


def sight_card(client: Any, room: RoomId, event: Any, now: float) -> Sighted | None:
    """Return that a consent card came by, for all to read who are there: in the place of `bot.matrix.own_cards.sight_card`."""
    if not is_card(event):
        return None
    marks = event.source["content"]["org.thirdchair"]
    there = client.server.rooms.members[room]
    readers = tuple(user for user, membership in there.items() if membership == "join" and user != client.user_id)
    sighting, card = EventId(f"sighted/{event.event_id}"), EventId(event.event_id)
    return Sighted(sighting, now, card, marks["language"], marks["card"], readers)
