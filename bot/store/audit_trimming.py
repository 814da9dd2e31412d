"""Letting go of the audit's oldest entries: the one door through which an entry leaves, behind a signed anchor.

await find_last_old_entry(transaction, before)           # the place of the last entry that may go
await let_go_entries(transaction, audit, before, at)     # every entry up to there; how many
"""

from bot.audit.chain import OPERATOR, Head, make_deed
from bot.audit.signed import Anchor
from bot.model import RoomId
from bot.store.audit_log import Audit, append_deeds
from bot.store.db import Transaction

CLINIC = RoomId("")
"""The room of an entry that is about no room, but about the whole record."""


async def find_last_old_entry(transaction: Transaction, before: float) -> int:
    """Return the place of the last entry that may go: it and all before it were made before `before` (seconds UTC)."""
    sql = (
        "SELECT coalesce((SELECT min(number) - 1 FROM audit WHERE json_extract(entry, '$.at') >= ?), "
        "(SELECT max(number) FROM audit), 0)"
    )
    return int((await transaction.rows(sql, before))[0][0])


async def let_go_entries(transaction: Transaction, audit: Audit, before: float, at: float) -> int:
    """Let go, inside a transaction at `at`, of every entry from before `before`; return how many. The chain was verified."""
    count = await find_last_old_entry(transaction, before)
    entries = int((await transaction.rows("SELECT count(*) FROM audit WHERE number <= ?", count))[0][0])
    if not entries:
        return 0
    sha256 = (await transaction.rows("SELECT sha256 FROM audit WHERE number = ?", count))[0][0]
    deed = make_deed("audit-trimmed", at, CLINIC, actor=OPERATOR, entries=entries, until=before)
    await append_deeds(transaction, [deed], "")
    signature = audit.sign_anchor(Anchor(Head(count, sha256), before))
    sql = "INSERT INTO audit_anchor (count, sha256, until, signature) VALUES (?, ?, ?, ?)"
    await transaction.run(sql, count, sha256, before, signature)
    return await transaction.run("DELETE FROM audit WHERE number <= ?", count)
