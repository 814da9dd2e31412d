"""The bot's identity, from nothing to one that everybody can verify; a crash at any line is taken up where it was.

1. Draft: seeds and recovery key are written down before anybody hears of them.
2. Publish: secret storage, public keys, the device's signature; each may be done twice. An account in which somebody
   else has set up either is left as it is.
3. Show the recovery key, then forget all but the self-signing seed.
"""

import base64
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.log import get_logger
from bot.matrix.client.client import Client
from bot.matrix.client.signing import derive_public_key
from bot.matrix.identity.cross_signing import (
    Seeds,
    fetch_published_keys,
    publish_identity,
    require_unclaimed,
    sign_device,
)
from bot.matrix.identity.crypto import format_recovery_key, parse_recovery_key
from bot.matrix.identity.secret_storage import drop_other_boxes, lock_away_seeds, unlock_seeds
from bot.store import Notes

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Draft:
    """An identity that is not published whole yet. `key` is the recovery key, `key_id` its name in secret storage.

    `replaces`: somebody has ordered that it takes the place of whatever the account has.
    """

    seeds: Seeds = field(repr=False)
    key_id: str
    key: bytes = field(repr=False)
    replaces: bool = False


async def ensure_identity(
    client: Client, notes: Notes, password: str | None, show_recovery_key: Callable[[str], None]
) -> None:
    """Make sure that the account has an identity of ours and that it vouches for our device.

    `show_recovery_key` is called with the recovery key the first time, and again if the process died before it was noted.

    Raises:
        IdentityRefused: the account has another identity or another secret storage, or ours does not verify.
    """
    await client.settle_keys()
    if (kept := await notes.read("identity")) is None or await _is_being_replaced(client, notes):
        await _establish_identity(client, notes, password, show_recovery_key)
        return
    identity = json.loads(kept)
    await sign_device(client, _decode_seed(identity["self_signing"]), identity["master_key"])


async def restore_identity(client: Client, notes: Notes, recovery_key: str) -> None:
    """Let the account's own identity, opened with the recovery key, vouch for this new device.

    Raises:
        IdentityRefused: the key is not this account's, or what it opens is not the published identity.
    """
    await client.settle_keys()
    seeds = await unlock_seeds(client, parse_recovery_key(recovery_key))
    master_key = derive_public_key(seeds.master)
    await sign_device(client, seeds.self_signing, master_key)
    await _remember_seeds(notes, master_key, seeds.self_signing)
    log.info("identity restored", user=client.user_id, device=client.device_id)


async def _remember_seeds(notes: Notes, master_key: str, self_signing: bytes) -> None:
    """Write down what the bot keeps of its identity, and forget everything else."""
    identity = {"master_key": master_key, "self_signing": _encode_seed(self_signing)}
    await notes.write(identity=json.dumps(identity), identity_draft=None)


async def replace_identity(
    client: Client, notes: Notes, password: str | None, show_recovery_key: Callable[[str], None]
) -> None:
    """Give the account another identity and another recovery key, whatever it has; for who has lost the recovery key for good.

    The one that was counts until the homeserver has taken the new one. Who dies after that goes on with it at the next start.

    Raises:
        IdentityRefused: the homeserver wants the password, or somebody's approval; nothing is changed then.
    """
    await client.settle_keys()
    draft = replace(await _draft_identity(notes), replaces=True)
    await _write_draft(notes, draft)
    there = (await fetch_published_keys(client)).master_key(client.user_id)
    await publish_identity(client, draft.seeds, password, replaced=there)
    await _establish_identity(client, notes, password, show_recovery_key)


async def _is_being_replaced(client: Client, notes: Notes) -> bool:
    """Return whether the homeserver has taken an identity of ours that is not finished here."""
    if await notes.read("identity_draft") is None:
        return False
    draft, now = await _draft_identity(notes), await fetch_published_keys(client)
    return draft.replaces and now.master_key(client.user_id) == derive_public_key(draft.seeds.master)


async def _establish_identity(
    client: Client, notes: Notes, password: str | None, show_recovery_key: Callable[[str], None]
) -> None:
    draft = await _draft_identity(notes)
    seeds, master_key = draft.seeds, derive_public_key(draft.seeds.master)
    await require_unclaimed(client, seeds)
    await lock_away_seeds(client, seeds, draft.key_id, draft.key, replace=draft.replaces)
    await publish_identity(client, seeds, password)
    await sign_device(client, seeds.self_signing, master_key)
    show_recovery_key(format_recovery_key(draft.key))
    if draft.replaces:
        await drop_other_boxes(client, draft.key_id)
    await _remember_seeds(notes, master_key, seeds.self_signing)
    log.info("identity published", user=client.user_id, device=client.device_id)


async def _draft_identity(notes: Notes) -> _Draft:
    """Return the draft that is on disk, or a new one once it is."""
    text = await notes.read("identity_draft")
    if text is None:
        fresh = _Draft(Seeds.new(), secrets.token_urlsafe(24), secrets.token_bytes(32))
        await _write_draft(notes, fresh)
        return fresh
    draft = json.loads(text)
    master, self_signing, user_signing, key = (_decode_seed(part) for part in draft["parts"])
    return _Draft(Seeds(master, self_signing, user_signing), draft["key_id"], key, draft.get("replaces", False))


async def _write_draft(notes: Notes, draft: _Draft) -> None:
    seeds = draft.seeds
    parts = [_encode_seed(part) for part in (seeds.master, seeds.self_signing, seeds.user_signing, draft.key)]
    await notes.write(identity_draft=json.dumps({"key_id": draft.key_id, "parts": parts, "replaces": draft.replaces}))


def _encode_seed(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _decode_seed(text: str) -> bytes:
    return base64.b64decode(text)
