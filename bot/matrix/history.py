"""Looking back: pages of a room's history, for what a sync left out and for what we posted before a long silence."""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import nio

from bot.log import get_logger
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import require_response
from bot.matrix.send import KEY
from bot.model import EventId, RoomId

log = get_logger(__name__)
PAGE = 100
MOST_PAGES = 500
"""A gap of more than 50,000 events in one room is not filled further: a server could make it endless."""
POSTED_PAGES = 20


async def fetch_gap(client: Client, room: RoomId, begins: str | None, since: str, latest: EventId | None) -> list[Any]:
    """Return the events between the stream's token `since` and the timeline that starts at `begins`, oldest first.

    It also ends at the event `latest`, the last one that was read: whatever a server takes `since` for, nothing counts twice.

    Raises:
        BotError: a page did not come.
    """
    events: list[Any] = []
    async for event in _page_back(client, room, begins, since, MOST_PAGES):
        if latest is not None and getattr(event, "event_id", None) == latest:
            break
        events.append(_decrypt_if_possible(client, room, event))
    return events[::-1]


async def find_posted_event(client: Client, room: RoomId, job: str, after: EventId | None) -> EventId | None:
    """Return the event in which `job` stands in the room already, None if it does not: for jobs that a server forgot.

    Looks back as far as the event `after`, before which it cannot stand, and 2,000 events at most.

    Raises:
        BotError: a page did not come.
    """
    async for event in _page_back(client, room, None, None, POSTED_PAGES):
        if getattr(event, "event_id", None) == after:
            return None
        if event.sender == client.user_id and _read_job(_decrypt_if_possible(client, room, event)) == job:
            return EventId(event.event_id)
    return None


async def list_own_messages(client: Client, room: RoomId) -> tuple[EventId, ...]:
    """Return every message of ours in a room that is not deleted, the newest first, as the homeserver has them.

    What the notebook says is less: an answer in several parts stands there as one, and some were posted as the power went.

    Raises:
        BotError: a page did not come.
    """
    return tuple({EventId(str(item["event_id"])): None async for item in page_own_messages(client, room)})


async def page_own_messages(client: Client, room: RoomId) -> AsyncIterator[dict[str, Any]]:
    """Yield every message of ours in a room that is not deleted as the homeserver shows it, sealed, the newest first.

    Raises:
        BotError: a page did not come.
    """
    only = {"types": ["m.room.encrypted", "m.room.message"], "senders": [client.user_id]}
    wanted = f"dir=b&limit={PAGE}&filter={quote(json.dumps(only, separators=(',', ':')))}"
    path, begins, had = f"/_matrix/client/v3/rooms/{quote(room, safe='!:')}/messages?{wanted}", "", {""}
    for _ in range(MOST_PAGES):
        page = await client.call("GET", path + begins)
        chunk = page.get("chunk")
        for item in chunk if isinstance(chunk, list) else ():
            if _is_standing(item, client.user_id):
                yield item
        end = page.get("end")
        begins = f"&from={quote(end)}" if isinstance(end, str) else ""
        if begins in had:
            break
        had.add(begins)


def _is_standing(item: Any, us: str) -> bool:
    """Return whether what a homeserver shows is a message of ours that has not been deleted."""
    if not isinstance(item, dict) or item.get("sender") != us or not item.get("content"):
        return False
    return bool(item.get("event_id"))


async def _page_back(
    client: Client, room: RoomId, begins: str | None, end: str | None, most: int
) -> AsyncIterator[Any]:
    """Yield the events before the token `begins`, or before now, newest first, up to `end`.

    An empty page is not the last, as there may be events that we may not see; a page that we had is.
    """
    token, had = begins, {begins, end}
    for _ in range(most):
        page = require_response(
            await client.room_messages(room, start=token, end=end, limit=PAGE, direction=nio.MessageDirection.back),
            nio.RoomMessagesResponse,
        )
        for event in page.chunk:
            yield event
        if page.end is None or page.end in had:
            return
        token = page.end
        had.add(token)
    log.error("alert", reason="history_too_long", room=room)


def _decrypt_if_possible(client: Client, room: RoomId, event: Any) -> Any:
    """Return the event, decrypted if it can be."""
    if not isinstance(event, nio.MegolmEvent):
        return event
    event.room_id = room
    return client.open_sealed(event) or event


def _read_job(event: Any) -> Any:
    """Return the job that a message of ours was posted for, None if it is none."""
    content = event.source.get("content")
    marks = content.get(KEY) if isinstance(content, dict) else None
    return marks.get("job") if isinstance(marks, dict) else None
