"""Letters with room keys on the line: whose are to be held back, and who is sent the bot's or told that they get none."""

from collections.abc import Callable, Iterable

from fault_proxy import Overheard
from sync_lies import Json

from bot.model import UserId

LETTERS = r"/sendToDevice/m\.room"
"""What to overhear for it."""
KEY = "a key"


def list_codes(requests: Iterable[Overheard], person: UserId) -> list[str]:
    """Return what devices of `person` were sent: `KEY`, or the code with which one is withheld."""
    told = [request.body["messages"].get(person, {}) for request in requests]
    return [str(content.get("code", KEY)) for devices in told for content in devices.values()]


def list_withheld(requests: Iterable[Overheard], person: UserId, device: str) -> set[str]:
    """Return the sessions of which a device was told that it gets no key."""
    told = [request.body["messages"].get(person, {}).get(device, {}) for request in requests]
    return {content["session_id"] for content in told if content.get("code")}


def match_letters_of(person: UserId) -> Callable[[Json], bool]:
    """Return what is true of a letter of `person` that may hold a room key, and of nothing else."""
    return lambda event: (
        event["sender"] == person and event["content"].get("algorithm") == "m.olm.v1.curve25519-aes-sha2"
    )
