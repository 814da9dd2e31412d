"""nio's client, hardened: our own keys at the homeserver, each on disk before anybody can use it."""

import time
from typing import Any

from bot.log import get_logger
from bot.matrix.client.http import Asking
from bot.matrix.client.refusals import ServerSaysNo

log = get_logger(__name__)
KIND = "signed_curve25519"
FALLBACK_LASTS = 3600.0
"""Seconds before a used fallback key is replaced. Only the one before it is kept: a stranger who claims it again and
again must not push out the one under which somebody's first message is on its way."""


class Publishing(Asking):
    """A client that anybody can write to first, however often strangers have claimed its keys.

    Upstream publishes no fallback key, takes a count of 0 for no news, and saves keys only after they are published
    (nio 0.26.0, `base_client.py`, `olm_machine.py`). May go when it publishes fallback keys, and saves before it publishes.
    """

    _fallback_wanted = False
    _fallback_since: float | None = None

    async def keys_upload(self) -> None:
        """Publish our device, once, and as many one-time keys as the homeserver has room for; a fallback key if it needs one.

        Raises:
            BotError: they are not published, or we do not know; the same keys are published next time. So it is where
                nothing can be written down.
        """
        account = self.olm.account
        if not account.shared:
            self.olm.uploaded_key_count = await self._upload(device_keys=self._device_keys())
            account.shared = self._fallback_wanted = True
            self.olm.save_account()
        if not self._wanting():
            return
        self._prepare()
        try:
            await self._publish()
        except ServerSaysNo as error:
            if (error.status, error.errcode) != (400, "M_UNKNOWN"):
                raise
            # It holds other keys by these names, for ever: ours get names that are new, beyond all that it may hold.
            log.warning("the homeserver knows other one-time keys by these names; making new ones", status=error.status)
            account.generate_one_time_keys(account.max_one_time_keys)
            self._count_as_published()
            self._prepare()
            await self._publish()

    async def parse_body(self, transport_response: Any) -> Any:
        """Note what a sync says about our keys: upstream drops half of it."""
        body = await super().parse_body(transport_response)
        if self.olm and isinstance(body, dict) and "next_batch" in body:
            self._take_stock(body)
        return body

    def _take_stock(self, sync: dict[str, Any]) -> None:
        """Note how many one-time keys the homeserver has left, and whether the fallback key was used (spec, "One-time and fallback keys")."""
        if isinstance(counts := sync.get("device_one_time_keys_count"), dict):
            self.olm.uploaded_key_count = _read_number(counts.get(KIND, 0))
        if isinstance(unused := sync.get("device_unused_fallback_key_types"), list):
            self._fallback_wanted = KIND not in unused and self._fallback_is_old()

    def _fallback_is_old(self) -> bool:
        return self._fallback_since is None or time.monotonic() - self._fallback_since >= FALLBACK_LASTS

    def _wanting(self) -> bool:
        count = self.olm.uploaded_key_count
        return self._fallback_wanted or (count is not None and count < self.olm.account.max_one_time_keys)

    def _prepare(self) -> None:
        """Make the keys that are missing, and write them down."""
        account, count = self.olm.account, self.olm.uploaded_key_count
        space = 0 if count is None else max(0, account.max_one_time_keys - count)
        waiting = len(account.one_time_keys["curve25519"])
        if count is not None and waiting > space:
            # They came through and the answer did not. Published again, one that was claimed since would be claimed twice.
            self._count_as_published()
            waiting = 0
        if count is not None and space > waiting:
            account.generate_one_time_keys(space - waiting)
        if self._fallback_wanted and not self._fallback_key():
            account._account.generate_fallback_key()  # noqa: SLF001 - nio's account has no way to it
        self.olm.save_account()
        self.store.settle()

    async def _publish(self) -> None:
        self.olm.uploaded_key_count = await self._upload(**self._collect_unpublished())
        if self._fallback_key():
            self._fallback_wanted, self._fallback_since = False, time.monotonic()
        self._count_as_published()

    def _collect_unpublished(self) -> dict[str, Any]:
        """Return what is still to be published, signed."""
        keys = self.olm.account.one_time_keys["curve25519"] if self.olm.uploaded_key_count is not None else {}
        one_time = {f"{KIND}:{name}": self._sign_thing({"key": key}) for name, key in keys.items()}
        fallback = {
            f"{KIND}:{name}": self._sign_thing({"key": key.to_base64(), "fallback": True})
            for name, key in self._fallback_key().items()
        }
        both = {"one_time_keys": one_time, "fallback_keys": fallback}
        return {part: keys for part, keys in both.items() if keys}

    async def _upload(self, **keys: dict[str, Any]) -> int | None:
        """Publish keys, and return how many one-time keys the homeserver has now, None if it does not say."""
        answer = await self.call("POST", "/_matrix/client/v3/keys/upload", keys)
        counts = answer.get("one_time_key_counts")
        return _read_number(counts.get(KIND, 0)) if isinstance(counts, dict) else None

    def _count_as_published(self) -> None:
        self.olm.account.mark_keys_as_published()
        self.olm.save_account()

    def _fallback_key(self) -> dict[str, Any]:
        """Return the fallback key that is not published yet, if there is one."""
        fallback_key: dict[str, Any] = self.olm.account._account.fallback_key  # noqa: SLF001 - as above
        return fallback_key

    def _device_keys(self) -> dict[str, Any]:
        ours = self.olm.account.identity_keys
        return self._sign_thing(
            {
                "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
                "device_id": self.device_id,
                "user_id": self.user_id,
                "keys": {f"{kind}:{self.device_id}": ours[kind] for kind in ("curve25519", "ed25519")},
            }
        )

    def _sign_thing(self, thing: dict[str, Any]) -> dict[str, Any]:
        """Return `thing` signed by our device."""
        return {**thing, "signatures": {self.user_id: {f"ed25519:{self.device_id}": self.olm.sign_json(thing)}}}


def _read_number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
