"""Who has cross-signed which of their devices, and whether with the identity that we know them by.

The first identity that counted is pinned (trust on first use); one that the configuration names goes before it.
When the homeserver shows another identity for somebody, nothing of theirs is signed any more: whoever took the account
over, or the server itself, would look the same. It ends when the operator confirms the new one (`thirdchair trust`), or
when the old one is shown again.
"""

from collections.abc import Mapping
from typing import Any

from bot.log import get_logger
from bot.matrix.client.signature_chain import is_cross_signed, read_only_key
from bot.metrics import IDENTITY_CHANGES
from bot.model import UserId

log = get_logger(__name__)


class People:
    """Other people's cross-signing keys and devices, from the answers to `/keys/query`.

    `pins` holds the master key by which each person is known; whoever keeps this object writes them down.
    `named` holds the master keys that the configuration names.
    """

    def __init__(self) -> None:
        self._known: dict[UserId, tuple[Any, Any, dict[str, Any]]] = {}
        self._reported: dict[UserId, str] = {}
        self._vouched: dict[tuple[UserId, str], bool] = {}
        self.pins: dict[UserId, str] = {}
        self.named: Mapping[UserId, str] = {}

    def learn(self, user: UserId, answer: dict[str, Any]) -> None:
        """Take in what an answer to `/keys/query` says of `user`, replacing what was known. Nothing is believed yet."""
        devices = _read_part(answer, "device_keys", user)
        master = _read_part(answer, "master_keys", user)
        self_signing = _read_part(answer, "self_signing_keys", user)
        self._known[user] = (master, self_signing, devices if isinstance(devices, dict) else {})
        self._vouched = {known: vouched for known, vouched in self._vouched.items() if known[0] != user}
        self._watch(user)

    def has_signed(self, user: UserId, device_id: str, ed25519: str) -> bool:
        """Return whether `user` has cross-signed the device with exactly the Ed25519 key `ed25519`.

        The key is the one that messages are attributed by: a homeserver may show a device's true keys only after it
        has put others in their place, and nio keeps what it saw first. The identity must be the one that we know
        `user` by, if we know one.
        """
        master, self_signing, devices = self._known.get(user, (None, None, {}))
        device = devices.get(device_id)
        if not isinstance(device, dict) or not isinstance(device.get("keys"), dict):
            return False
        if (device.get("device_id"), device["keys"].get(f"ed25519:{device_id}")) != (device_id, ed25519):
            return False
        if (
            user,
            device_id,
        ) not in self._vouched:  # two signatures, which are what they are until something else is learnt
            self._vouched[user, device_id] = is_cross_signed(device, master, self_signing, user)
        return self._vouched[user, device_id] and not self.has_changed(user)

    def is_trusted(self, user: UserId, device_id: str, ed25519: str) -> bool:
        """Return whether it is `has_signed`; to be asked where something follows from it.

        The first identity of `user` for which that is so is theirs from now on.
        """
        if not self.has_signed(user, device_id, ed25519):
            return False
        if shown := self.get_shown_key(user):
            self.pins.setdefault(user, shown)
        return True

    def has_changed(self, user: UserId) -> bool:
        """Return whether the homeserver shows another identity for `user` than the one we know them by."""
        shown, expected = self.get_shown_key(user), self._get_expected_key(user)
        return shown is not None and expected is not None and shown != expected

    def get_shown_key(self, user: UserId) -> str | None:
        """Return the master key that the homeserver shows for `user`, whoever may have signed with it."""
        master, _, _ = self._known.get(user, (None, None, {}))
        return read_only_key(master, "master", user)

    def _get_expected_key(self, user: UserId) -> str | None:
        return self.named.get(user) or self.pins.get(user)

    def _watch(self, user: UserId) -> None:
        """Alert the operator, once for each change, with both master keys: public ones, for them to compare."""
        shown = self.get_shown_key(user)
        if not self.has_changed(user):
            self._reported.pop(user, None)
        elif shown and self._reported.get(user) != shown:
            self._reported[user] = shown
            IDENTITY_CHANGES.inc()
            remedy = (
                "correct `identities` in the configuration" if user in self.named else f"run `thirdchair trust {user}`"
            )
            remedy = f"Ask the person, not by Matrix. If they have reset it, {remedy}."
            log.error(
                "alert",
                reason="identity_changed",
                user=user,
                was=self._get_expected_key(user),
                now=shown,
                remedy=remedy,
            )


def _read_part(answer: dict[str, Any], part: str, user: UserId) -> Any:
    table = answer.get(part)
    return table.get(user) if isinstance(table, dict) else None
