"""The key of a head of the audit: kept, and used for nothing after it, so that the operator finds the head at the desk.

The bot forgets how to open what it has said (`key_forgetting.py`). A head holds no words, and is there to be read again:
so its key is kept, from its own place on, and the next message is sealed with another. What is kept opens the head alone.
"""

from typing import Any

from bot.matrix.client.key_forgetting import Forgetting
from bot.matrix.client.room_key import MOST_MESSAGES
from bot.model import RoomId

MARKS = "org.thirdchair"
"""Where, inside the encryption, a message of ours says to machines what it is."""
HEAD = "audit-head"
"""The kind of a message that shows the head of the audit."""
KEPT = 8
"""Keys of heads that are kept for each room: a head that was tried several times has several, of which one fits."""


class HeadKeys(Forgetting):
    """A client that can still open the heads of the audit that it has posted."""

    def encrypt(self, room_id: str, message_type: str, content: dict[Any, Any]) -> tuple[str, dict[str, str]]:
        """Seal a message. If it shows a head, its key is kept, before anything is posted, and seals nothing more."""
        if not _shows_head(content):
            return super().encrypt(room_id, message_type, content)  # type: ignore[no-any-return]
        session = self.olm.outbound_group_sessions[room_id]
        key = session.session_key  # from this place on: nothing that was said before
        sealed = super().encrypt(room_id, message_type, content)
        self.store.keep_head_key(room_id, session.id, key, KEPT)
        session.message_count = MOST_MESSAGES  # it is worn out: the next message is sealed with another
        return sealed  # type: ignore[no-any-return]

    def forget_room(self, room: RoomId) -> None:
        """Drop every key of a room that we are out of, those of heads as well."""
        super().forget_room(room)
        self.store.drop_head_keys(room)


def _shows_head(content: dict[Any, Any]) -> bool:
    marks = content.get(MARKS)
    return isinstance(marks, dict) and marks.get("kind") == HEAD
