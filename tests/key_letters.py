"""Letters with room keys on the line: whose are to be held back, and who is sent the bot's or told that they get none."""

from collections.abc import Callable, Iterable

from fault_proxy import Overheard
from sync_lies import Json

from bot.model import UserId

LETTERS = r"/sendToDevice/m\.room"
"""What to overhear for `list_codes`."""
KEY = "a key"


def list_codes(requests: Iterable[Overheard], person: UserId, device: str = "") -> list[str]:
    """Return what devices of `person`, or one of them, were sent: `KEY`, or the code with which one is withheld."""
    return [
        str(content.get("code", KEY))
        for request in requests
        for to, content in request.body["messages"].get(person, {}).items()
        if device in {"", to}
    ]


def is_from(person: UserId) -> Callable[[Json], bool]:
    """Return what is true of a letter of `person` that may hold a room key, and of nothing else."""
    return lambda event: (
        event["sender"] == person and event["content"].get("algorithm") == "m.olm.v1.curve25519-aes-sha2"
    )
