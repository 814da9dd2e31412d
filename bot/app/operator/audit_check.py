"""The operator's look at the audit: that nobody changed, deleted or reordered it, and a copy for whoever may see it."""

from collections.abc import AsyncIterator

from bot.audit.chain import START
from bot.audit.signed import verify_signed_head
from bot.errors import BotError
from bot.settings import Settings
from bot.store import Audit, open_peek

LINK, SIGNED = 64, 192
"""Hexadecimal digits of a link, and of a signed head as it is posted at the desk."""
ANCHOR = 7
"""The schema since which the audit is as it is: one of a backup can be verified, and stays as it was."""


async def verify_audit(settings: Settings, head: str | None) -> str:
    """Follow the whole chain and return what was found; `head` is one from the desk that has to be in it.

    Raises:
        BotError: the chain does not hold, or that head is not in it.
    """
    deployment = settings.deployment
    async with open_peek(deployment.data_dir, deployment.key_file, since=ANCHOR) as seen:
        audit = seen.audit
        kept = None if head is None else read_kept_link(head, audit)
        checked = await audit.verify(kept)
        if checked.broken:
            number, what = checked.broken.number, checked.broken.reason
            raise BotError(
                f"The audit does not hold: entry {number} is {what}. The {checked.head.count} before it hold.",
                "Keep the data folder as it is, and compare it with a backup and with the heads at the desks.",
            )
        if not checked.holds_head:
            raise BotError(
                f"The {checked.head.count} entries hold, but that head is not among them: it is older than what is kept, "
                "the end was cut off, or all was written anew.",
                "Keep the data folder as it is, and compare it with a backup and with later heads at the desks.",
            )
        with_head = " That head is in it." if kept else ""
        begins = (await audit.anchor()).head.count
        with_head += (
            f" The first {begins} were let go when they were old enough; the anchor is signed." if begins else ""
        )
        last = f"Last link: {checked.head.sha256}\nPublic key: {audit.public_key}"
        older = f"\n{seen.is_older}" if seen.is_older else ""
        return f"The audit holds: {checked.head.count} entries, each in its place.{with_head}\n{last}{older}"


async def export_audit(settings: Settings) -> AsyncIterator[str]:
    """Yield each entry as one line: its place, its link and its JSON, with tabs between."""
    deployment = settings.deployment
    async with open_peek(deployment.data_dir, deployment.key_file, since=ANCHOR) as seen:
        async for link in seen.audit.entries():
            yield f"{link.number}\t{link.sha256}\t{link.entry}"


def read_kept_link(head: str, audit: Audit) -> str:
    """Return the link that somebody has kept: as it was posted and signed at the desk, or the link alone.

    Raises:
        BotError: it is neither, or somebody else signed it.
    """
    typed = "".join(head.split()).lower()
    if len(typed) == LINK and set(typed) <= set("0123456789abcdef") and typed != START:
        return typed
    link = verify_signed_head(audit.public_key, typed) if len(typed) == SIGNED else None
    if link is None:
        raise BotError(
            "That is no head that this bot has signed.",
            f"Copy all its {SIGNED} characters from the desk, or the last link.",
        )
    return link
