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
from dataclasses import dataclass, field

from bot.log import get_logger
from bot.matrix.client.client import Client
from bot.matrix.client.signing import derive_public_key
from bot.matrix.identity.cross_signing import Seeds, publish_identity, require_unclaimed, sign_device
from bot.matrix.identity.crypto import format_recovery_key, parse_recovery_key
from bot.matrix.identity.secret_storage import lock_away_seeds, unlock_seeds
from bot.store import Notes

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Draft:
    """An identity that is not published whole yet. `key` is the recovery key, `key_id` its name in secret storage."""

    seeds: Seeds = field(repr=False)
    key_id: str
    key: bytes = field(repr=False)


async def ensure_identity(
    client: Client, notes: Notes, password: str | None, show_recovery_key: Callable[[str], None]
) -> None:
    """Make sure that the account has an identity of ours and that it vouches for our device.

    `show_recovery_key` is called with the recovery key the first time, and again if the process died before it was noted.

    Raises:
        IdentityRefused: the account has another identity or another secret storage, or ours does not verify.
    """
    await client.settle_keys()
    if (kept := await notes.read("identity")) is None:
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


async def _establish_identity(
    client: Client, notes: Notes, password: str | None, show_recovery_key: Callable[[str], None]
) -> None:
    draft = await _draft_identity(notes)
    seeds, master_key = draft.seeds, derive_public_key(draft.seeds.master)
    await require_unclaimed(client, seeds)
    await lock_away_seeds(client, seeds, draft.key_id, draft.key)
    await publish_identity(client, seeds, password)
    await sign_device(client, seeds.self_signing, master_key)
    show_recovery_key(format_recovery_key(draft.key))
    await _remember_seeds(notes, master_key, seeds.self_signing)
    log.info("identity published", user=client.user_id, device=client.device_id)


async def _draft_identity(notes: Notes) -> _Draft:
    """Return the draft that is on disk, or a new one once it is."""
    text = await notes.read("identity_draft")
    if text is None:
        fresh = _Draft(Seeds.new(), secrets.token_urlsafe(24), secrets.token_bytes(32))
        parts = (fresh.seeds.master, fresh.seeds.self_signing, fresh.seeds.user_signing, fresh.key)
        text = json.dumps({"key_id": fresh.key_id, "parts": [_encode_seed(part) for part in parts]})
        await notes.write(identity_draft=text)
    draft = json.loads(text)
    master, self_signing, user_signing, key = (_decode_seed(part) for part in draft["parts"])
    return _Draft(Seeds(master, self_signing, user_signing), draft["key_id"], key)


def _encode_seed(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _decode_seed(text: str) -> bytes:
    return base64.b64decode(text)
