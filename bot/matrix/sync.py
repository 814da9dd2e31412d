"""Reading along: one sync at a time, gaps filled, as a list of what happened."""

import json
from dataclasses import dataclass, field
from typing import Any

import nio

from bot.errors import BotError
from bot.log import logger
from bot.matrix.answers import checked
from bot.matrix.client import Client
from bot.matrix.intake import Happened, heard, person
from bot.model import Arrived, Event, EventId, Ousted, RoomId, UserId

log = logger(__name__)
WAIT_MS = 30_000
LATE_KEY = 60.0
"""Seconds after which a message whose key came late raises nothing any more."""


@dataclass(slots=True)
class Batch:
    """What one sync brought: what happened, in order; invitations with who sent them; messages still sealed."""

    token: str
    late: bool = False
    happened: list[tuple[RoomId, Event]] = field(default_factory=list)
    invitations: list[tuple[RoomId, UserId | None]] = field(default_factory=list)
    sealed: list[tuple[RoomId, str, str]] = field(default_factory=list)


async def sync(client: Client, since: str | None, *, first: bool, late: bool, now: float) -> Batch:
    """Return what happened after `since`, waiting up to 30 s for something to happen.

    `first` is the first sync of this process: it brings every room's whole state and says who is where.
    `late` marks what was written while the bot was away.

    Raises:
        BotError: the homeserver did not answer as it should.
    """
    client.next_batch = ""
    wait = 0 if first else WAIT_MS
    response = checked(
        await client.sync(timeout=wait, since=since, full_state=first, sync_filter=_FILTER), nio.SyncResponse
    )
    await client.settle_keys()
    batch = Batch(response.next_batch, late)
    for room_id, invitation in response.rooms.invite.items():
        batch.invitations.append((RoomId(room_id), _inviter(client, invitation)))
    for room_id in response.rooms.leave:
        batch.happened.append((RoomId(room_id), Ousted(EventId(f"ousted/{room_id}/{response.next_batch}"), now)))
    for room_id, joined in response.rooms.join.items():
        room = RoomId(room_id)
        events = list(joined.timeline.events)
        if joined.timeline.limited and since:
            events = await _gap(client, room, joined.timeline.prev_batch, since) + events
        _read(client, batch, room, events, now)
    if first:
        for room_id in client.rooms:
            arrival = EventId(f"start/{room_id}/{now}")
            batch.happened.append((RoomId(room_id), arrived(client, RoomId(room_id), arrival, now)))
    return batch


_FILTER: dict[str, Any] = {
    "presence": {"types": []},
    "account_data": {"types": []},
    "room": {
        "timeline": {"limit": 100},
        "state": {"lazy_load_members": False},
        "ephemeral": {"types": ["m.typing"]},
        "account_data": {"types": []},
    },
}


_SETTINGS = (nio.RoomEncryptionEvent, nio.RoomJoinRulesEvent, nio.RoomHistoryVisibilityEvent)
"""State by which a room becomes, or ceases to be, one for sessions."""


def unsealed(
    client: Client, room: RoomId, ciphertext: str, now: float, *, since: float
) -> tuple[bool, Happened | None]:
    """Return whether a sealed message can be read now, and what it says."""
    event = nio.Event.parse_encrypted_event(json.loads(ciphertext))
    if not isinstance(event, nio.MegolmEvent):
        return True, None
    event.room_id = room
    opened = client.opened(event)
    if opened is None:
        return False, None
    return True, heard(client, room, opened, now, late=now - since > LATE_KEY)


def arrived(client: Client, room: RoomId, event: EventId, now: float) -> Arrived:
    """Return that the bot is in `room`, with who else is and whether it is a room for sessions."""
    matrix_room = client.rooms[room]
    people = tuple(
        person(client, room, UserId(user))
        for user, member in sorted(matrix_room.users.items())
        if not member.invited and user != client.user_id
    )
    return Arrived(
        id=event,
        at=now,
        people=people,
        encrypted=matrix_room.encrypted,
        private=matrix_room.join_rule in {"invite", "knock"},
        history=matrix_room.history_visibility,
    )


def _read(client: Client, batch: Batch, room: RoomId, events: list[Any], now: float) -> None:
    """Add what happened in one room's timeline, from the bot's own arrival on if it lies in there."""
    start = _arrival(client, events)
    if start is not None:
        own = events[start]
        batch.happened.append((room, arrived(client, room, EventId(f"arrived/{own.event_id}"), now)))
        events = [one for one in events[start + 1 :] if not isinstance(one, nio.RoomMemberEvent)]
    for event in events:
        if isinstance(event, nio.MegolmEvent):
            batch.sealed.append((room, event.event_id, json.dumps(event.source)))
        elif isinstance(event, _SETTINGS):
            batch.happened.append((room, arrived(client, room, EventId(f"settings/{event.event_id}"), now)))
        elif happened := heard(client, room, event, now, late=batch.late):
            batch.happened.append((room, happened))


def _arrival(client: Client, events: list[Any]) -> int | None:
    """Return where in a timeline the bot itself came in last, or None."""
    ours = (
        number
        for number, event in enumerate(events)
        if isinstance(event, nio.RoomMemberEvent)
        and event.state_key == client.user_id
        and event.membership == "join"
        and event.prev_membership != "join"
    )
    return max(ours, default=None)


def _inviter(client: Client, invitation: Any) -> UserId | None:
    for event in invitation.invite_state:
        if isinstance(event, nio.InviteMemberEvent) and event.state_key == client.user_id:
            return UserId(event.sender)
    return None


async def _gap(client: Client, room: RoomId, until: str, since: str) -> list[Any]:
    """Return the events between `since` and the start of a limited timeline, oldest first."""
    events: list[Any] = []
    token: str | None = until
    while token and token != since and len(events) < 5000:
        try:
            page = checked(
                await client.room_messages(
                    room, start=token, end=since, limit=100, direction=nio.MessageDirection.back
                ),
                nio.RoomMessagesResponse,
            )
        except BotError as error:
            log.warning("gap not filled", room=room, error=type(error).__name__)
            raise
        events += [_opened(client, room, event) for event in page.chunk]
        token = page.end if page.chunk else None
    return events[::-1]


def _opened(client: Client, room: RoomId, event: Any) -> Any:
    if not isinstance(event, nio.MegolmEvent):
        return event
    event.room_id = room
    return client.opened(event) or event
