"""Our own cross-signing identity: made once, published, signing our one device, and never replaced.

Without it modern clients neither send keys to the bot nor show what it says (MSC4153).
"""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from bot.errors import IdentityRefused
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.client.signature_chain import is_cross_signed, read_only_key
from bot.matrix.client.signing import derive_public_key, sign_json
from bot.matrix.identity.login import make_auth_proof

_KEYS = "/_matrix/client/v3/keys"
_PAGE = re.compile(r"https://[!-~]{1,500}|http://127\.0\.0\.1(:[0-9]{1,5})?(/[!-~]{0,500})?")
"""An address that may be printed: what the homeserver sends is shown to a person who will open it."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """The three Ed25519 seeds of an identity, 32 bytes each."""

    master: bytes = field(repr=False)
    self_signing: bytes = field(repr=False)
    user_signing: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "Seeds":
        """Return the seeds of an identity that nobody has yet."""
        return cls(*(secrets.token_bytes(32) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class Published:
    """What the homeserver tells everybody about the account: its master and self-signing keys and our device."""

    master: Any
    self_signing: Any
    device: Any

    def master_key(self, user: str) -> str | None:
        """Return the public master key, None if there is none that can be read."""
        return read_only_key(self.master, "master", user)


async def fetch_published_keys(client: Client) -> Published:
    """Ask the homeserver what it says about us."""
    user = client.user_id
    answer = await client.call("POST", f"{_KEYS}/query", {"device_keys": {user: []}})
    by_user = {part: answer.get(part) for part in ("master_keys", "self_signing_keys", "device_keys")}
    master, self_signing, devices = (part.get(user) if isinstance(part, dict) else None for part in by_user.values())
    device = devices.get(client.device_id) if isinstance(devices, dict) else None
    return Published(master, self_signing, device)


async def require_unclaimed(client: Client, seeds: Seeds, replaced: str | None = None) -> None:
    """Make sure that the account has no identity yet, or that of `seeds`, or the one that is to be `replaced`, by its master key.

    Raises:
        IdentityRefused: it has another.
    """
    now = await fetch_published_keys(client)
    if now.master is not None and now.master_key(client.user_id) not in {derive_public_key(seeds.master), replaced}:
        raise _refuse_other_identity()


async def publish_identity(client: Client, seeds: Seeds, password: str | None, replaced: str | None = None) -> None:
    """Make `seeds` the identity of the account. Doing it again changes nothing.

    `password` is for homeservers that want it once more. `replaced` is the master key of the one that they take the place of.

    Raises:
        IdentityRefused: the account has another identity, or the homeserver wants a person to approve this.
    """
    # Asked again right before: with the password, the homeserver would let us replace whatever is there.
    await require_unclaimed(client, seeds, replaced)
    await _upload_keys(client, make_identity_keys(client, seeds), password)


async def sign_device(client: Client, self_signing: bytes, master_key: str) -> None:
    """Sign our device as `master_key`'s owner, and make sure that others can verify it.

    Raises:
        IdentityRefused: the chain from device to master key does not verify as the homeserver shows it to others.
    """
    now = await fetch_published_keys(client)
    if now.master is None:
        raise IdentityRefused(
            "The homeserver no longer knows the bot's cross-signing identity.",
            "Ask its operator whether an old backup was restored. With another homeserver, use an empty data folder.",
        )
    if now.master_key(client.user_id) != master_key:
        raise _refuse_other_identity()
    if _is_verified_by_others(client, now):
        return
    await _upload_signature(client, self_signing, now.device)
    if not _is_verified_by_others(client, await fetch_published_keys(client)):
        raise IdentityRefused(
            "The homeserver does not show the bot's device as signed by its owner.",
            "Look at the homeserver's log for /keys/signatures/upload. The bot does not start until others can verify it.",
        )


def make_identity_keys(client: Client, seeds: Seeds) -> dict[str, Any]:
    """Return the three public keys as they are uploaded: the master signed by our device, the others by the master."""
    user, master_key = client.user_id, derive_public_key(seeds.master)
    master = _make_signing_key(user, "master", seeds.master)
    master["signatures"] = {user: {f"ed25519:{client.device_id}": client.olm.sign_json(dict(master))}}
    keys = {"master_key": master}
    for usage, seed in (("self_signing", seeds.self_signing), ("user_signing", seeds.user_signing)):
        key = _make_signing_key(user, usage, seed)
        key["signatures"] = {user: {f"ed25519:{master_key}": sign_json(seeds.master, key)}}
        keys[f"{usage}_key"] = key
    return keys


def _make_signing_key(user: str, usage: str, seed: bytes) -> dict[str, Any]:
    key = derive_public_key(seed)
    return {"user_id": user, "usage": [usage], "keys": {f"ed25519:{key}": key}}


async def _upload_keys(client: Client, keys: dict[str, Any], password: str | None) -> None:
    """Upload the keys; the homeserver may ask who we are first (spec, "User-Interactive Authentication")."""
    path = f"{_KEYS}/device_signing/upload"
    try:
        await client.call("POST", path, keys)
    except ServerSaysNo as error:
        if error.status != 401:
            raise
        auth = _make_upload_proof(client, error.body, password)
        try:
            await client.call("POST", path, {**keys, "auth": auth})
        except ServerSaysNo as again:
            if again.status not in {401, 403}:
                raise
            raise IdentityRefused(
                f"The homeserver did not accept the password for the bot's identity ({again.errcode}).",
                "Correct the password file in bot.yaml.",
            ) from None


def _make_upload_proof(client: Client, asked: dict[str, Any], password: str | None) -> dict[str, Any]:
    """Return the proof that the homeserver asked for: the password, or else an error with what a person must do."""
    flows = asked.get("flows")
    stages = [flow.get("stages") for flow in flows if isinstance(flow, dict)] if isinstance(flows, list) else []
    if ["m.login.password"] in stages and password is not None:
        return make_auth_proof(client, password, asked)
    if ["m.login.password"] in stages:
        raise IdentityRefused(
            "The homeserver wants the password before it takes the bot's identity.",
            "Give `password_file` instead of `access_token_file` in bot.yaml for the first start.",
        )
    raise IdentityRefused(
        "The homeserver wants a person to approve the bot's identity.",
        f"Open {_read_approval_page(asked) or 'the account page of the homeserver'}, log in as the bot, approve, and start again.",
    )


def _read_approval_page(asked: dict[str, Any]) -> str | None:
    """Return the page that a Matrix Authentication Service names for approval (MSC4312), if it is a plain https one."""
    params = asked.get("params")
    stage = (
        (params.get("m.oauth") or params.get("org.matrix.cross_signing_reset")) if isinstance(params, dict) else None
    )
    url = stage.get("url") if isinstance(stage, dict) else None
    return url if isinstance(url, str) and _PAGE.fullmatch(url) else None


async def _upload_signature(client: Client, self_signing: bytes, device: Any) -> None:
    """Sign our device's keys, after making sure that they are ours and not what the homeserver made of them."""
    user, name = client.user_id, client.device_id
    ours = client.olm.account.identity_keys
    keys = {f"curve25519:{name}": ours["curve25519"], f"ed25519:{name}": ours["ed25519"]}
    right = isinstance(device, dict) and (device.get("keys"), device.get("user_id"), device.get("device_id"))
    if right != (keys, user, name):
        raise IdentityRefused(
            "The homeserver shows other keys for the bot's device than it was given.",
            "Do not go on with this homeserver before its operator can explain it.",
        )
    bare = {key: value for key, value in device.items() if key not in {"signatures", "unsigned"}}
    signed = {
        **bare,
        "signatures": {user: {f"ed25519:{derive_public_key(self_signing)}": sign_json(self_signing, bare)}},
    }
    answer = await client.call("POST", f"{_KEYS}/signatures/upload", {user: {name: signed}})
    if answer.get("failures"):  # the status is 200 all the same
        raise IdentityRefused(
            "The homeserver refused the signature of the bot's device.",
            "Look at the homeserver's log for /keys/signatures/upload.",
        )


def _is_verified_by_others(client: Client, now: Published) -> bool:
    return is_cross_signed(now.device, now.master, now.self_signing, client.user_id)


def _refuse_other_identity() -> IdentityRefused:
    return IdentityRefused(
        "The account has a cross-signing identity that this data folder does not know.",
        "Put the right data folder back. If it is lost, `thirdchair keys setup --restore` with the recovery key takes the "
        "identity up again. Only where that key is lost too does the bot need a new account.",
    )
