"""What a room is called before people who must not learn who sits in it."""

from hashlib import sha256

from bot.model import RoomId


def make_room_code(room: RoomId) -> str:
    """Return a short name for a room that says nothing about it and stays the same."""
    return "R-" + sha256(room.encode()).hexdigest()[:6].upper()
