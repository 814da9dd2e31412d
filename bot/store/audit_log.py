"""The audit on disk: an append-only chain of who did what, and its signed head.

    await append_deeds(transaction, deeds, policy)      # inside the transaction in which the thing itself happens
    store.audit.entries()                               # every link, oldest first, as an async iterator
    await store.audit.head()                            # how many entries, and the last link
    await store.audit.signed_head()                     # for the desk: 32 + 64 bytes in hexadecimal digits
    await store.audit.verify(head)                      # what is wrong with it, if anything

The key that signs is derived from the key of the data folder, so it is as safe as that; its public half can be handed out.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from bot.audit.chain import START, Break, Deed, Head, Link, follow_chain, link_entry, write_entry
from bot.audit.signed import Anchor, sign_anchor, sign_head, verify_anchor
from bot.ed25519 import derive_public
from bot.store.db import Database, Transaction
from bot.store.key import StoreKey

AT_ONCE = 20_000
"""Links that are read at a time, while a bot may be writing beside."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What following the whole chain has shown: where it ends, where it breaks if it does, and whether a kept head is in it."""

    head: Head
    broken: Break | None = None
    holds_head: bool = True


class Audit:
    """The chain of one data folder."""

    def __init__(self, db: Database, key: StoreKey) -> None:
        self._db = db
        self._seed = bytes.fromhex(key.derive("audit"))

    @property
    def public_key(self) -> str:
        """Return the public half of the key that signs heads, as 64 hexadecimal digits."""
        return derive_public(self._seed).hex()

    async def head(self) -> Head:
        """Return where the chain ends."""
        return _make_head(await self._db.rows(_LAST))

    async def signed_head(self) -> str:
        """Return the last link with a signature on it, as 192 hexadecimal digits, for people to keep elsewhere: no power cut takes it."""
        await self._db.make_durable()
        return sign_head(await self.head(), self._seed)

    async def entries(self, after: int = 0) -> AsyncIterator[Link]:
        """Yield every link behind the place `after`, oldest first."""
        async for links in self._chunks(after):
            for link in links:
                yield link

    async def anchor(self) -> Anchor:
        """Return where the chain begins: behind what was let go, if anything was."""
        rows = await self._db.rows(_ANCHOR)
        if not rows:
            return Anchor(Head())
        count, sha256, until, signature = rows[0]
        return verify_anchor(Anchor(Head(count, sha256), until), signature, self._seed)

    async def verify(self, kept: str | None = None) -> Checked:
        """Follow the whole chain from its anchor; `kept` is the last link of some earlier time, which has to be in it.

        An anchor that is not ours is a change; one behind which nothing follows has lost its own entry.
        """
        begins = await self.anchor()
        head, seen = begins.head, kept in {None, START, begins.head.sha256}
        if not begins.ours:
            return Checked(Head(), Break(head.count, "changed"), seen)
        async for links in self._chunks(0):
            seen = seen or any(link.sha256 == kept for link in links)
            following = follow_chain(head, links)
            if isinstance(following, Break):
                return Checked(head, following, seen)
            head = following
        lost = Break(head.count + 1, "missing") if head.count and head == begins.head else None
        return Checked(head, lost, seen)

    async def find_place(self, link: str) -> int | None:
        """Return at which place a link stands, also if it is the anchor's; None if it is not in what is kept."""
        rows = await self._db.rows("SELECT number FROM audit WHERE sha256 = ? ORDER BY number LIMIT 1", link)
        begins = (await self.anchor()).head
        if rows:
            return int(rows[0][0])
        return begins.count if link == begins.sha256 else None

    def sign_anchor(self, anchor: Anchor) -> str:
        """Return our signature on `anchor`, in hexadecimal digits."""
        return sign_anchor(anchor, self._seed)

    async def _chunks(self, after: int) -> AsyncIterator[list[Link]]:
        # As bytes: what somebody has changed need not be text any more, and is still to be found.
        sql = "SELECT number, CAST(entry AS BLOB), CAST(sha256 AS BLOB) FROM audit WHERE number > ? ORDER BY number LIMIT ?"
        while rows := await self._db.rows_beside(sql, after, AT_ONCE):
            yield [Link(number, _decode_entry(entry), _decode_entry(sha256)) for number, entry, sha256 in rows]
            after = rows[-1][0]


async def append_deeds(transaction: Transaction, deeds: Iterable[Deed], policy: str) -> None:
    """Add `deeds` to the chain, done under the policy with the SHA-256 `policy`, inside a transaction."""
    rows, head = [], None
    for deed in deeds:
        head = head or _make_head(await transaction.rows(_LAST))
        link = link_entry(head, write_entry(deed, policy))
        head = Head(link.number, link.sha256)
        rows.append((link.number, link.entry, link.sha256))
    await transaction.run_many("INSERT INTO audit (number, entry, sha256) VALUES (?, ?, ?)", rows)


_ANCHOR = "SELECT count, sha256, until, signature FROM audit_anchor ORDER BY count DESC LIMIT 1"
_LAST = "SELECT number, sha256 FROM audit ORDER BY number DESC LIMIT 1"


def _make_head(rows: list[tuple[int, str]] | list[tuple[object, ...]]) -> Head:
    return Head(*rows[0]) if rows else Head()  # type: ignore[arg-type]  # the columns of `_LAST`


def _decode_entry(value: bytes | None) -> str:
    return (value or b"").decode(errors="replace")
