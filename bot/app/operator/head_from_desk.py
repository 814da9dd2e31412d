"""The audit held against the heads that stand at the desks: what a cut tail, or a record written anew, shows against.

The bot posts a signed head at the desk at each `!end`, and keeps the key of that one message. So this command finds the
newest head of each desk at the homeserver by itself, beside a running bot, and changes nothing there or here.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.app.operator.audit_check import ANCHOR, BEHIND, SIGNED, describe_audit, follow_audit
from bot.app.own_client import open_own_client
from bot.app.renew_login import find_token
from bot.audit.signed import Anchor, verify_signed_head
from bot.errors import BotError
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.desk_heads import PostedHead, find_posted_head, read_head_keys
from bot.settings import Deployment, Settings
from bot.store import Audit, Peek, open_peek

_SIGNED_HEAD = re.compile(rf"(?<![0-9a-f])[0-9a-f]{{{SIGNED}}}(?![0-9a-f])")
_BY_HAND = "Copy the newest head from the desk and give it: `thirdchair audit verify --head HEAD`."
_KEEP = "Keep the data folder as it is, and compare it with a backup and with what therapists see at the desk."


@dataclass(frozen=True, slots=True)
class _Compared:
    """A head at a desk, and its place in the chain; None if it is older than what is kept."""

    posted: PostedHead
    place: int | None


async def verify_against_desks(settings: Settings) -> str:
    """Follow the whole chain, and find the newest head of each desk in it; return what was found.

    Raises:
        BotError: the chain does not hold, a head at a desk is not in it, or no head can be read; it says why.
    """
    deployment = settings.deployment
    async with open_peek(deployment.data_dir, deployment.key_file, since=ANCHOR) as seen:
        heads, unread = await _read_desks(deployment, seen)
        checked = await follow_audit(seen.audit)  # after the desks: a head is posted once its entries are on disk
        anchor = await seen.audit.anchor()
        compared = [await _compare_head(seen.audit, anchor, head) for head in heads]
        known = [head for head in compared if head.place is not None]
        lines = (*map(_describe_head, compared), *unread)
        if not known:
            raise BotError(
                "\n".join(
                    (f"The {checked.head.count} entries hold, but no head at a desk can be held against them.", *lines)
                ),
                _BY_HAND,
            )
        newest = max(known, key=lambda head: head.place or 0)
        behind = checked.head.count - (newest.place or 0)
        end = f"The newest head at the desks, {_format_time(newest.posted)}, is in it, with {behind} entries behind it. {BEHIND}"
        ask = "Ask a therapist whether a later head stands at a desk: a homeserver can keep messages back."
        return await describe_audit(seen, checked, end, *lines, ask)


async def _read_desks(deployment: Deployment, seen: Peek) -> tuple[list[PostedHead], list[str]]:
    """Return the newest head of each desk, and a line for each desk of which none could be read.

    Raises:
        BotError: the homeserver does not answer, or does not let us in; or there is no key to any head.
    """
    rooms = read_head_keys(seen.folder, seen.key.derive("matrix"))
    if not rooms:
        raise BotError(
            "There is no key to a head at a desk: the bot has posted none since it keeps them.",
            f"{_BY_HAND} From the next `!end` on it is found without that.",
        )
    heads, unread = list[PostedHead](), list[str]()
    async with _open_client_beside(deployment, seen) as client:
        for room, keys in rooms.items():
            try:
                head = await find_posted_head(client, room, keys)
            except ServerSaysNo as error:
                unread.append(f"{room}: the homeserver does not show it ({error.errcode}).")
                continue
            if head is None:
                unread.append(f"{room}: no head that can be read stands there any more.")
            else:
                heads.append(head)
    return heads, unread


@asynccontextmanager
async def _open_client_beside(deployment: Deployment, seen: Peek) -> AsyncIterator[Client]:
    """Give a client with the bot's login and without its keys: it can look, and no more.

    Raises:
        BotError: the bot has not logged in yet.
    """
    token = await find_token(seen.notes, deployment)
    if token is None:
        raise BotError("The bot has not logged in yet.", "Run `thirdchair keys setup`.")
    async with open_own_client(deployment, "", "") as client:
        client.user_id, client.access_token = client.user, token
        yield client


async def _compare_head(audit: Audit, anchor: Anchor, posted: PostedHead) -> _Compared:
    """Return where in the chain, which holds, a head stands.

    Raises:
        BotError: it is not in it, and not older than it.
    """
    signed = _SIGNED_HEAD.search(posted.text)
    link = verify_signed_head(audit.public_key, signed[0]) if signed else None
    place = await audit.find_place(link) if link else None
    if place is None and (link is None or posted.at >= anchor.until):
        raise BotError(
            f"The entries hold, but the head at a desk is not among them: the end was cut off, or all was written anew.\n"
            f"{posted.room}: head {_format_time(posted)}, {posted.event}.",
            _KEEP,
        )
    return _Compared(posted, place)


def _describe_head(head: _Compared) -> str:
    """Return one line about a desk."""
    posted = head.posted
    where = "older than what is kept" if head.place is None else f"entry {head.place}"
    lost = f" {posted.later} later heads were sealed and do not stand there." if posted.later else ""
    return f"{posted.room}: head {_format_time(posted)}, {where}, {posted.event}.{lost}"


def _format_time(posted: PostedHead) -> str:
    return f"of {datetime.fromtimestamp(posted.at, UTC):%Y-%m-%d %H:%M} UTC"
