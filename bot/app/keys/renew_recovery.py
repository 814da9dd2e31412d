"""Another recovery key for the same identity, while the old one is at hand: the seeds lie under the new one alone afterwards.

The bot keeps no seed by which it could do that without the old key: who steals its folder must not be able to either. After a
death at any line a key that was shown opens everything, and the same command goes on where it was.
"""

import json
import secrets
from collections.abc import Callable

from bot.errors import IdentityRefused
from bot.log import get_logger
from bot.matrix.client.client import Client
from bot.matrix.client.signing import derive_public_key
from bot.matrix.identity.crypto import format_recovery_key, parse_recovery_key
from bot.matrix.identity.secret_storage import (
    add_boxes,
    drop_other_boxes,
    fetch_storage_key,
    make_default,
    unlock_seeds,
)
from bot.store import Notes

log = get_logger(__name__)


async def renew_recovery_key(client: Client, notes: Notes, old: str, show_recovery_key: Callable[[str], None]) -> None:
    """Make another recovery key, show it, and let the `old` one, as somebody typed it, open nothing any more.

    Raises:
        IdentityRefused: there is no identity yet, or the old key does not open it.
    """
    kept = await notes.read("identity")
    if kept is None:
        raise IdentityRefused("The bot has no identity yet.", "Run `thirdchair keys setup` first.")
    key_id, key = await _draft_key(notes)
    is_under_way = await fetch_storage_key(client) == key_id  # a run before this one died behind the switch
    seeds = await unlock_seeds(client, key if is_under_way else parse_recovery_key(old))
    if derive_public_key(seeds.master) != json.loads(kept)["master_key"]:
        raise IdentityRefused(
            "What this recovery key opens is not the bot's identity.", "Look for the key that was shown last."
        )
    await add_boxes(client, seeds, key_id, key, beside=True)
    show_recovery_key(format_recovery_key(key))
    await make_default(client, key_id)
    await drop_other_boxes(client, key_id)
    await notes.write(recovery_draft=None)
    log.info("the recovery key is another one", user=client.user_id)


async def _draft_key(notes: Notes) -> tuple[str, bytes]:
    """Return name and bytes of the new key, as they are on disk, or new ones once they are."""
    text = await notes.read("recovery_draft")
    if text is None:
        text = json.dumps([secrets.token_urlsafe(24), secrets.token_bytes(32).hex()])
        await notes.write(recovery_draft=text)
    key_id, key = json.loads(text)
    return key_id, bytes.fromhex(key)
