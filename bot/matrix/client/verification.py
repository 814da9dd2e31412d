"""Requests to verify the bot that come to its device: noted, few of each person, so that each can be cancelled.

Comparing emojis does not work between nio and Element (nio 0.26.0, `sas.py`), and an app that gets no answer waits for
ten minutes (spec, "Key verification framework"). So each request is cancelled, with the reason.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.model import UserId

REQUEST = "m.key.verification.request"
CANCEL = "m.key.verification.cancel"
CODE = "m.user"
"""Why a request is cancelled: the user, which the bot is, does not want it (spec, "m.key.verification.cancel")."""
REASON = "This is a program: it cannot compare emojis. Please compare its fingerprint instead."
EACH = 5
"""Requests of one person that are cancelled before the next sync is over; a stranger can send thousands."""
MOST = 50
LONGEST = 255
"""Bytes of an id, at most (spec, "Common identifier format")."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request: who asks, with which device, and what their app calls it."""

    sender: UserId
    device: str
    transaction: str


@dataclass(slots=True)
class VerificationDesk:
    """Collects requests until they are cancelled, and who asked until somebody takes that."""

    _requests: list[Request] = field(default_factory=list)
    _people: list[UserId] = field(default_factory=list)

    def note(self, sender: Any, content: Any) -> None:
        """Note a request; one that is malformed, or one too many, is dropped."""
        request = _read_request(sender, content)
        if request is None or request in self._requests or len(self._requests) >= MOST:
            return
        if Counter(noted.sender for noted in self._requests)[request.sender] < EACH:
            self._requests.append(request)

    def list_open(self) -> tuple[Request, ...]:
        """Return what waits to be cancelled."""
        return tuple(self._requests)

    def close(self, requests: tuple[Request, ...]) -> None:
        """Note that `requests` were cancelled: whoever asked may be told how to be sure of the bot."""
        self._requests = [request for request in self._requests if request not in requests]
        self._people += [request.sender for request in requests if request.sender not in self._people]

    def take_people(self) -> tuple[UserId, ...]:
        """Return who has asked, once."""
        people, self._people = tuple(self._people), []
        return people


def make_cancels(requests: tuple[Request, ...]) -> dict[str, dict[str, Any]]:
    """Return what is sent to each device that asked, by user and device; of several requests of one device, to the newest."""
    messages: dict[str, dict[str, Any]] = {}
    for request in requests:
        cancel = {"transaction_id": request.transaction, "code": CODE, "reason": REASON}
        messages.setdefault(request.sender, {})[request.device] = cancel
    return messages


def is_request_in_room(content: Any, us: str) -> bool:
    """Return whether a message's content asks `us` to verify each other."""
    return isinstance(content, dict) and (content.get("msgtype"), content.get("to")) == (REQUEST, us)


def make_cancel_in_room(request: str) -> dict[str, Any]:
    """Return the event that cancels the verification which the message `request` asked for."""
    return {"m.relates_to": {"rel_type": "m.reference", "event_id": request}, "code": CODE, "reason": REASON}


def _read_request(sender: Any, content: Any) -> Request | None:
    if not isinstance(content, dict):
        return None
    texts = [
        part
        for part in (sender, content.get("from_device"), content.get("transaction_id"))
        if isinstance(part, str) and 0 < len(part) <= LONGEST
    ]
    return Request(UserId(texts[0]), texts[1], texts[2]) if len(texts) == 3 else None
