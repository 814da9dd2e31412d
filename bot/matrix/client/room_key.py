"""The key that a room's next messages are encrypted with: who has it, and how long it may be used. Pure but for a clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from nio.crypto import OutboundGroupSession

Holder: TypeAlias = tuple[str, str, str]
"""A device as somebody who can hold a key: whose it is, its id, its Curve25519 key."""

LONGEST_MS = 604_800_000
SHORTEST_MS = 3_600_000
MOST_MESSAGES = 100


@dataclass(frozen=True, slots=True)
class Rotation:
    """For how long, in seconds, and for how many messages one key is used."""

    seconds: float = LONGEST_MS / 1000
    messages: int = MOST_MESSAGES


def read_rotation(content: dict[str, Any]) -> Rotation:
    """Return what a room's `m.room.encryption` asks for (spec, "m.room.encryption"), within limits.

    A room may want more care than the specification's week and hundred messages, never less: a stolen key opens all
    that was said under it. A key for each message is as far as care can go; more than one key an hour by time alone
    adds nothing to that, and costs everybody's devices a message each.
    """
    age, messages = content.get("rotation_period_ms"), content.get("rotation_period_msgs")
    return Rotation(
        seconds=_clamp_value(SHORTEST_MS, age, LONGEST_MS) / 1000,
        messages=int(_clamp_value(1, messages, MOST_MESSAGES)),
    )


class RoomKey(OutboundGroupSession):
    """A Megolm session that knows its holders.

    `holders` certainly have it; `may_hold` were sent it, perhaps in vain; `told` know why they do not get it.
    """

    expired = False  # `find_wear` decides, before the key is shared: upstream would replace it between sharing and use

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self.shared = True  # never half: who may have it is looked at before each use
        self.born = clock()
        self.holders: set[Holder] = set()
        self.may_hold: set[Holder] = set()
        self.told: set[tuple[Holder, str]] = set()

    def find_wear(self, rotation: Rotation, entitled: set[Holder]) -> str | None:
        """Return the reason code for using another key from now on, or None.

        Somebody who has the key and is not among `entitled` any more is one: they left, were removed, logged the
        device out, or it lost its owner's signature.
        """
        if self.may_hold - entitled:
            return "holder_gone"
        if self.message_count >= rotation.messages:
            return "messages"
        if self._clock() - self.born >= rotation.seconds:
            return "age"
        return None


def _clamp_value(least: int, value: Any, most: int) -> float:
    """Return `value`, or the limit that it exceeds, or `most` if it is no number."""
    if not isinstance(value, int | float) or isinstance(value, bool) or value != value:  # noqa: PLR0124 - NaN is not itself
        return most
    return min(most, max(least, value))


def describe_holder(device: Any) -> Holder:
    """Return a device as somebody who can hold a key."""
    return device.user_id, device.id, device.curve25519
