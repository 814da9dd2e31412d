"""The operator's look at the audit: that nobody changed, deleted or reordered it, and a copy for whoever may see it."""

from collections.abc import AsyncIterator

from bot.audit.chain import START
from bot.audit.signed import verify_signed_head
from bot.errors import BotError
from bot.settings import Settings
from bot.store import Audit, Peek, open_peek
from bot.store.audit_log import Checked

LINK, SIGNED = 64, 192
"""Hexadecimal digits of a link, and of a signed head as it is posted at the desk."""
ANCHOR = 7
"""The schema since which the audit is as it is: one of a backup can be verified, and stays as it was."""
AGAINST = "Whether its end was cut off shows only against a head from the desk: `--head-from-desk`, or `--head`."
BEHIND = "Whether something was cut off behind that shows only against a later head."


async def verify_audit(settings: Settings, head: str | None) -> str:
    """Follow the whole chain and return what was found; `head` is one from the desk that has to be in it.

    Raises:
        BotError: the chain does not hold, or that head is not in it.
    """
    deployment = settings.deployment
    async with open_peek(deployment.data_dir, deployment.key_file, since=ANCHOR) as seen:
        kept = None if head is None else read_kept_link(head, seen.audit)
        checked = await follow_audit(seen.audit, kept)
        if not checked.holds_head:
            raise BotError(
                f"The {checked.head.count} entries hold, but that head is not among them: it is older than what is kept, "
                "the end was cut off, or all was written anew.",
                "Keep the data folder as it is, and compare it with a backup and with later heads at the desks.",
            )
        return await describe_audit(seen, checked, f"That head is in it. {BEHIND}" if kept else AGAINST)


async def follow_audit(audit: Audit, kept: str | None = None) -> Checked:
    """Follow the whole chain and return where it ends, and whether the link `kept` is in it.

    Raises:
        BotError: the chain does not hold.
    """
    checked = await audit.verify(kept)
    if checked.broken:
        number, what = checked.broken.number, checked.broken.reason
        raise BotError(
            f"The audit does not hold: entry {number} is {what}. The {checked.head.count} before it hold.",
            "Keep the data folder as it is, and compare it with a backup and with the heads at the desks.",
        )
    return checked


async def describe_audit(seen: Peek, checked: Checked, end: str, *more: str) -> str:
    """Return that the audit holds, and in the same line what `end` says of how far that goes; then what else is known."""
    lines = [f"The audit holds: {checked.head.count} entries, each in its place. {end}", *more]
    if begins := (await seen.audit.anchor()).head.count:
        lines.append(f"The first {begins} were let go when they were old enough; the anchor is signed.")
    lines += [f"Last link: {checked.head.sha256}", f"Public key: {seen.audit.public_key}"]
    return "\n".join((*lines, *([seen.is_older] if seen.is_older else [])))


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
