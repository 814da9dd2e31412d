"""An event as a client of another make shows it to its owner."""

from dataclasses import dataclass, field
from typing import Any, Self

from bot.model import EventId, RoomId, UserId


@dataclass(frozen=True, slots=True)
class Seen:
    """One event after the attempt to decrypt it.

    `failure` is the client's code for why it could not be decrypted.
    `shield` is what Element draws beside it (`NONE`, `GREY`, `RED`; None for clear text), `reason` why.
    `redacts` is the event that it deletes.
    """

    id: EventId
    room: RoomId
    sender: UserId
    type: str
    state_key: str | None
    encrypted: bool
    decrypted: bool
    failure: str | None
    shield: str | None
    reason: str | None
    redacted: bool
    redacts: EventId | None
    content: dict[str, Any] = field(repr=False)
    relates_to: dict[str, Any] = field(repr=False)

    @classmethod
    def told(cls, event: dict[str, Any]) -> Self:
        """Return the event that `client.mjs` told about."""
        shield = event["shield"]
        same = {key: event[key] for key in cls.__slots__ if key not in ("shield", "reason", "relates_to")}
        return cls(**same, shield=shield["colour"], reason=shield["reason"], relates_to=event["relates_to"] or {})

    def __str__(self) -> str:
        """Return kind and fate of the event, none of its words."""
        fate = self.failure or ("decrypted" if self.decrypted else "clear")
        return f"{self.type} {self.msgtype} {fate} from {self.sender}"

    @property
    def is_message(self) -> bool:
        """Return whether it is something said, readable or not, and no state, reaction or deletion."""
        return self.type in ("m.room.message", "m.room.encrypted")

    @property
    def joins(self) -> bool:
        """Return whether it is somebody's joining; `state_key` is who."""
        return self.type == "m.room.member" and self.content.get("membership") == "join"

    @property
    def body(self) -> str:
        """Return the text, or nothing."""
        return str(self.content.get("body", "")) if self.failure is None else ""

    @property
    def formatted_body(self) -> str:
        """Return the HTML, or nothing."""
        return str(self.content.get("formatted_body", ""))

    @property
    def msgtype(self) -> str:
        """Return the kind of message, or nothing."""
        return str(self.content.get("msgtype", ""))

    @property
    def mentions(self) -> tuple[UserId, ...]:
        """Return whom it mentions, and so whose phone it rings."""
        return tuple(self.content.get("m.mentions", {}).get("user_ids", ()))

    @property
    def reply_to(self) -> EventId | None:
        """Return the message it answers."""
        answered: EventId | None = self.relates_to.get("m.in_reply_to", {}).get("event_id")
        return answered

    @property
    def thread(self) -> EventId | None:
        """Return the first message of its thread."""
        return self.relates_to.get("event_id") if self.relates_to.get("rel_type") == "m.thread" else None

    @property
    def edit_of(self) -> EventId | None:
        """Return the message that it replaces."""
        return self.relates_to.get("event_id") if self.relates_to.get("rel_type") == "m.replace" else None
