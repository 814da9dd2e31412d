"""Secret storage: the identity's seeds, encrypted on the homeserver under a key that only the clinic's safe holds."""

import base64
from typing import Any

from bot.errors import IdentityRefused
from bot.matrix.client.client import Client
from bot.matrix.client.signing import encode_unpadded
from bot.matrix.identity.account_data import put_account_data, read_account_data
from bot.matrix.identity.cross_signing import Seeds
from bot.matrix.identity.crypto import ALGORITHM, is_key_for, open_secret, seal_secret

_DEFAULT = "m.secret_storage.default_key"
PARTS = ("master", "self_signing", "user_signing")


async def lock_away_seeds(client: Client, seeds: Seeds, key_id: str, key: bytes, *, replace: bool = False) -> None:
    """Write the seeds into the account's secret storage, and check what arrived. Doing it again changes nothing of weight.

    `default_key` comes last: until then no client takes the storage for complete. With `replace` it may be another's so far:
    what lies there under another key stays beside ours until `drop_other_boxes`.

    Raises:
        IdentityRefused: the account has a secret storage that is not ours, or the homeserver does not keep ours.
    """
    there = await fetch_storage_key(client)
    if there is not None and there != key_id and not replace:
        raise IdentityRefused(
            "The account has a secret storage that this data folder does not know.",
            "Use an account of its own for the bot, in which nobody set up encryption before.",
        )
    await add_boxes(client, seeds, key_id, key, beside=replace)
    await make_default(client, key_id)


async def add_boxes(client: Client, seeds: Seeds, key_id: str, key: bytes, *, beside: bool) -> None:
    """Write the seeds sealed under a key, `beside` what lies there under others or in its place; nobody looks there yet."""
    check = seal_secret(bytes(32), "", key)
    about = {"algorithm": ALGORITHM, "name": "Third Chair", "iv": check["iv"], "mac": check["mac"]}
    await _write_account_data(client, f"m.secret_storage.key.{key_id}", about)
    for part, seed in zip(PARTS, (seeds.master, seeds.self_signing, seeds.user_signing), strict=True):
        name = f"m.cross_signing.{part}"
        others = await _fetch_boxes(client, part) if beside else {}
        box = seal_secret(encode_unpadded(seed).encode(), name, key)
        await _write_account_data(client, name, {"encrypted": {**others, key_id: box}})


async def make_default(client: Client, key_id: str) -> None:
    """Let everybody look for what the key `key_id` opens."""
    await _write_account_data(client, _DEFAULT, {"key": key_id})


async def drop_other_boxes(client: Client, key_id: str) -> None:
    """Let what lies in secret storage be opened by the key `key_id` alone."""
    for part in PARTS:
        boxes = await _fetch_boxes(client, part)
        if boxes.keys() - {key_id}:
            await _write_account_data(client, f"m.cross_signing.{part}", {"encrypted": {key_id: boxes[key_id]}})


async def fetch_storage_key(client: Client) -> str | None:
    """Return by which key the secret storage opens, None if there is none."""
    key_id = (await read_account_data(client, _DEFAULT)).get("key")
    return key_id if isinstance(key_id, str) else None


async def unlock_seeds(client: Client, key: bytes) -> Seeds:
    """Return the seeds in the account's secret storage, opened with the recovery key.

    Raises:
        IdentityRefused: there is no storage, or the key does not open it.
    """
    key_id = str((await read_account_data(client, _DEFAULT)).get("key"))
    if not is_key_for(await read_account_data(client, f"m.secret_storage.key.{key_id}"), key):
        raise IdentityRefused(
            "This recovery key does not open the account's secret storage.", "Look for the key of this very account."
        )
    master, self_signing, user_signing = [await _fetch_seed(client, part, key_id, key) for part in PARTS]
    return Seeds(master, self_signing, user_signing)


async def list_sealed_parts(client: Client) -> tuple[str, ...]:
    """Return which parts of the identity lie in secret storage under its default key, without opening anything."""
    key_id = (await read_account_data(client, _DEFAULT)).get("key")
    if (
        not isinstance(key_id, str)
        or (await read_account_data(client, f"m.secret_storage.key.{key_id}")).get("algorithm") != ALGORITHM
    ):
        return ()
    return tuple([part for part in PARTS if await _fetch_box(client, part, key_id) is not None])


async def _fetch_seed(client: Client, part: str, key_id: str, key: bytes) -> bytes:
    """Return one seed, opened."""
    name = f"m.cross_signing.{part}"
    text = open_secret(await _fetch_box(client, part, key_id), name, key)
    try:
        seed = base64.b64decode((text or b"") + b"=")
    except ValueError:
        seed = b""
    if len(seed) != 32:
        raise IdentityRefused(
            f"The secret storage holds no {part.replace('_', '-')} key that can be read.",
            "The identity cannot be restored from it; use a new account.",
        )
    return seed


async def _fetch_box(client: Client, part: str, key_id: str) -> Any:
    return (await _fetch_boxes(client, part)).get(key_id)


async def _fetch_boxes(client: Client, part: str) -> dict[str, Any]:
    """Return a part of the identity as it lies there, by the key that opens it."""
    boxes = (await read_account_data(client, f"m.cross_signing.{part}")).get("encrypted")
    return boxes if isinstance(boxes, dict) else {}


async def _write_account_data(client: Client, name: str, content: dict[str, Any]) -> None:
    """Write one event of account data, and see that it is there: soon the homeserver has the only copy of two seeds."""
    await put_account_data(client, name, content)
    if await read_account_data(client, name) != content:
        raise IdentityRefused(
            "The homeserver does not keep the account's secret storage as it was written.",
            "Look at the homeserver's log for account_data.",
        )
