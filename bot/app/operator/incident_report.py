"""An incident: freezing a session, and what left the clinic from it, for whoever has to report that. No words, all ids and times."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.errors import BotError
from bot.model import EventId, Frozen, RoomId
from bot.settings import Settings
from bot.store import Peek, open_peek
from bot.store.freezes import find_freeze_time, write_freeze

NOTICE = timedelta(hours=72)
"""GDPR Art. 33(1): 72 hours from becoming aware; Indonesia, UU 27/2022 Art. 46: 3 x 24 hours."""


async def order_freeze(settings: Settings, room: RoomId, now: float, *, lifted: bool = False) -> str:
    """Freeze the session `room`, or lift the freeze, and return that in one line. It holds at once, also while no bot runs.

    Raises:
        BotError: the notebook knows no such room.
    """
    deployment = settings.deployment
    async with open_peek(deployment.data_dir, deployment.key_file) as seen:
        await _check_session_known(seen, room)
        new = await write_freeze(seen.db, room, Frozen(EventId(f"frozen/{room}/{now}"), now, lifted))
        since = await find_freeze_time(seen.db, room)
    if lifted:
        return "The freeze is lifted; the AI stays off until a therapist types !listen." if new else "It is not frozen."
    if not new:
        return f"Frozen since {_format_moment(since)} already."
    return "Frozen: nothing of it goes to a backend, no draft is let out, time erases nothing. A running bot tells people now."


async def report_incident(settings: Settings, room: RoomId, now: float) -> str:
    """Return what left from the session `room`, by the audit, as of `now` (seconds UTC). The bot may run; nothing is changed.

    Raises:
        BotError: the notebook knows no such room.
    """
    deployment = settings.deployment
    async with open_peek(deployment.data_dir, deployment.key_file) as seen:
        await _check_session_known(seen, room)
        entries = [json.loads(link.entry) async for link in seen.audit.entries()]
        left = [entry for entry in entries if entry["room"] == room and entry["action"] == "sent"]
        since = await find_freeze_time(seen.db, room)
        frozen = f"Frozen since {_format_moment(since)}." if since else "Not frozen."
        return "\n".join(
            [*_report_head(room, left, now), frozen, *await _report_chain(seen), *map(_report_request, left)]
        )


async def _check_session_known(seen: Peek, room: RoomId) -> None:
    if room not in await seen.rooms.all():
        raise BotError("The notebook knows no such room.", "Give a session room's id, like !abc:example.org.")


def _report_head(room: RoomId, left: list[dict[str, Any]], now: float) -> Iterable[str]:
    """Yield when this was looked at, by when to tell, and whose words left."""
    yield f"{room}, looked at {_format_moment(now)}"
    until = _format_moment(now + NOTICE.total_seconds())
    yield f"If you came to know of it now, tell by {until}: GDPR Art. 33 (72 hours), UU 27/2022 Art. 46 (3 x 24 hours)."
    yield f"Requests that left: {len(left)}. People whose words were in them: {', '.join(_list_senders(left)) or 'nobody'}."


async def _report_chain(seen: Peek) -> Iterable[str]:
    """Return whether the record itself can be believed."""
    checked = await seen.audit.verify()
    if checked.broken:
        return (f"The audit does NOT hold: entry {checked.broken.number} is {checked.broken.reason}.",)
    return (f"The audit holds: {checked.head.count} entries. Compare it with a head from the desk.",)


def _report_request(entry: dict[str, Any]) -> str:
    """Return one request in one line: its number, when, where it went, under which agreement and policy, whose words."""
    facts = entry["facts"]
    people = ", ".join(_list_senders([entry])) or "nobody"
    return (
        f"S{facts['number']}\t{_format_moment(entry['at'])}\t{facts['backend']}\t"
        f"agreement: {facts.get('agreement', 'none')}\t{facts['count']} message(s) of {people}\t"
        f"policy {entry.get('policy', '-')[:12]}"
    )


def _list_senders(entries: list[dict[str, Any]]) -> list[str]:
    return sorted({sender for entry in entries for _, sender, _ in entry["facts"].get("messages", ())})


def _format_moment(at: float) -> str:
    return datetime.fromtimestamp(at, tz=UTC).strftime("%Y-%m-%d %H:%M UTC")
