"""Reading along: one sync at a time, gaps filled, as a list of what happened."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import nio

from bot.matrix.client.client import Client
from bot.matrix.client.refusals import map_no_answer, require_response
from bot.matrix.history import fetch_gap
from bot.matrix.intake import Happened, describe_member, hear_event
from bot.matrix.overhear import overhear_event
from bot.matrix.own_posts import read_own_job
from bot.matrix.room_creation import read_nonce
from bot.model import (
    NO_SOUND,
    Arrived,
    AskedToVerify,
    Attached,
    Captioned,
    Edited,
    Event,
    EventId,
    Heard,
    Invited,
    Ousted,
    Overheard,
    Recorded,
    Replaced,
    RoomId,
    UndecryptedEvent,
    UserId,
    Voted,
)

FIRST_WAIT = 120.0
"""Seconds that the first sync of a process may take: it brings the state of every room, and nio sets it no limit."""
AWAY = 120.0
"""Seconds without a completed sync after which the bot was away (clinic.md: over two minutes)."""
LATE_KEY = 60.0
"""Seconds after which a message whose key came late does nothing any more but turn the AI down."""


class Hear(Protocol):
    """How an event is heard, in the end by the trust gate: `hear_event`, unless a test stands in for it."""

    def __call__(self, client: Client, room: RoomId, event: Any, now: float, *, late: bool = False) -> Happened | None:
        """Return what it means, None if it is nothing to us."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far the bot has read: the stream's token, when that was (seconds UTC), and the last event of each room.

    `made` are the rooms that the bot itself has made, as far as earlier syncs of this process have told.
    `again` is how often this place was asked from in vain: Synapse keeps its answer to a sync for two minutes and gives
    the same one to the same question (`sync_response_cache_duration`), so a question that is asked again differs by that.
    """

    token: str | None = None
    synced_at: float = 0.0
    latest: Mapping[RoomId, EventId] = field(default_factory=dict)
    made: frozenset[RoomId] = frozenset()
    again: int = 0


@dataclass(slots=True)
class Batch:
    """What one sync brought, at the time `now`: what happened, in order; what is still sealed; each room's last event.

    `late`: the bot was away before, and all of it may have been written meanwhile.
    `made` are the rooms that the bot itself has made, with the nonce of each; the first sync brings all of them.
    `typing` is in which rooms somebody beside the bot is typing now, and in which nobody is any more.
    `asked` is who has asked the bot's device to verify each other by emoji, and was refused there.
    `own` are the bot's messages that a backend wrote, each with the job that it was posted for.
    `hear` says what an event means.
    """

    token: str
    now: float
    late: bool
    happened: list[tuple[RoomId, Event]] = field(default_factory=list)
    seals: list[UndecryptedEvent] = field(default_factory=list)
    latest: dict[RoomId, EventId] = field(default_factory=dict)
    made: dict[RoomId, str] = field(default_factory=dict)
    typing: dict[RoomId, bool] = field(default_factory=dict)
    asked: tuple[UserId, ...] = ()
    own: dict[EventId, str] = field(default_factory=dict)
    hear: Hear = hear_event


async def sync_once(
    client: Client, place: Place, *, first: bool, clock: Callable[[], float], hear: Hear = hear_event
) -> Batch:
    """Return what happened after `place`, waiting up to 30 s for something to happen.

    `first` is the first sync of this process: it brings every room's whole state and says who is where.

    Raises:
        BotError: the homeserver did not answer as it should.
    """
    response = await _request_sync(client, place, first=first)
    await client.settle_keys()
    now = clock()
    batch = Batch(response.next_batch, now, late=place.synced_at > 0 and now - place.synced_at > AWAY, hear=hear)
    batch.asked = client.verifications.take_people()
    for room_id, invitation in response.rooms.invite.items():
        event_id = EventId(f"invited/{room_id}/{response.next_batch}")
        batch.happened.append((RoomId(room_id), Invited(event_id, now, _find_inviter(client, invitation), known=False)))
    for room_id in response.rooms.leave:
        # nio keeps rooms for ever: a room that the bot is not in must not look as if it could speak there.
        client.rooms.pop(room_id, None)
        batch.happened.append((RoomId(room_id), Ousted(EventId(f"ousted/{room_id}/{response.next_batch}"), now)))
    for room_id, joined in response.rooms.join.items():
        await _add_joined_room(client, batch, place, RoomId(room_id), joined)
    if first:
        for room_id in client.rooms:
            arrival = EventId(f"start/{room_id}/{now}")
            batch.happened.append((RoomId(room_id), describe_arrival(client, RoomId(room_id), arrival, now)))
    if place.token is None:
        batch.seals.clear()  # written before this device was there: nobody will ever send it their keys
        batch.happened = [(room, event) for room, event in batch.happened if not isinstance(event, Overheard)]
    return batch


async def _add_joined_room(client: Client, batch: Batch, place: Place, room: RoomId, joined: Any) -> None:
    """Add what happened in a room that the bot is in, the gap before it filled."""
    events = list(joined.timeline.events)
    if joined.timeline.limited and place.token:
        before = await fetch_gap(client, room, joined.timeline.prev_batch, place.token, place.latest.get(room))
        events = before + events
    if nonce := next(
        (result for state_event in (*joined.state, *events) if (result := read_nonce(state_event, client.user_id))),
        None,
    ):
        batch.made[room] = nonce
    _read_timeline(client, batch, room, (joined.state, events), ours=room in {*place.made, *batch.made})
    for notice in joined.ephemeral:
        if isinstance(notice, nio.TypingNoticeEvent):
            batch.typing[room] = bool(set(notice.users) - {client.user_id})


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


_SETTINGS = {"m.room.encryption", "m.room.join_rules", "m.room.history_visibility"}
"""State by which a room becomes, or ceases to be, one for sessions."""


CLOSED = "m.room.tombstone"


async def _request_sync(client: Client, place: Place, *, first: bool) -> nio.SyncResponse:
    """Return the homeserver's answer to one sync; one that does not come in time is no answer."""
    client.next_batch = ""
    wait = (0 if first else int(client.sync_wait * 1000)) + place.again
    try:
        async with asyncio.timeout(FIRST_WAIT if first else client.sync_wait + client.sync_margin):
            response = await client.sync(timeout=wait, since=place.token, full_state=first, sync_filter=_FILTER)
    except TimeoutError as error:
        raise map_no_answer(error) from None
    return require_response(response, nio.SyncResponse)


def open_sealed(
    client: Client, seal: UndecryptedEvent, now: float, hear: Hear = hear_event
) -> tuple[bool, tuple[Happened | Overheard, ...]]:
    """Return whether a sealed message can be read now, and what it says: what is only compared stands first."""
    event = nio.Event.parse_encrypted_event(json.loads(seal.body))
    if not isinstance(event, nio.MegolmEvent):
        return True, ()
    event.room_id = seal.room
    opened = client.open_sealed(event)
    if opened is None:
        return False, ()
    says = hear(client, seal.room, opened, now)
    overheard = overhear_event(client, seal.room, opened, now, says)
    says = _mark_late(says, seal, now) if says is not None else None
    return True, tuple(told for told in (overheard, says) if told is not None)


def _mark_late(says: Happened, seal: UndecryptedEvent, now: float) -> Happened | None:
    """Return what a message says whose key came behind it, with how late that was; None if it is nothing any more."""
    is_overdue = now - seal.since > LATE_KEY
    match says:
        case Heard():
            return replace(says, overdue=is_overdue, asked=seal.asked > 0, written=seal.since)
        case Voted():
            return replace(says, overdue=is_overdue, written=seal.since)
        case Edited():
            return replace(says, late=is_overdue or says.late)
        case Captioned():  # its caption counts whenever it is read; a recording under it would be listened to as late
            return replace(says, sound=NO_SOUND)
        case Attached() if is_overdue:  # its sender was told that it could not be read, and may be gone since
            return None
        case Recorded():  # whether its sender had agreed by then is asked of the moment in which it came
            return replace(says, at=seal.since)
    return says


def describe_arrival(client: Client, room: RoomId, event: EventId, now: float) -> Arrived:
    """Return that the bot is in `room`, with who else is and whether it is a room for sessions."""
    matrix_room = client.rooms[room]
    people = tuple(
        describe_member(client, room, UserId(user))
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
        awaited=any(member.invited for user, member in matrix_room.users.items() if user != client.user_id),
    )


def _read_timeline(
    client: Client, batch: Batch, room: RoomId, came: tuple[list[Any], list[Any]], *, ours: bool
) -> None:
    """Add what happened in one room, from the bot's own arrival on if it lies in there.

    `came` is the room's state before, as far as it was sent, and the events since.
    In a room that is `ours`, made by the bot, it was before everybody else: whoever comes, comes.
    """
    state, events = came
    start = None if ours else _find_arrival(client, events)
    if start is not None:
        batch.happened += _begin_new_stay(client, room, events[start].event_id, [*state, *events[:start]], batch.now)
        # An app that verifies somebody opens a room for it, and asks before they have come.
        early = (batch.hear(client, room, event, batch.now, late=batch.late) for event in events[:start])
        batch.happened += [(room, asked) for asked in early if isinstance(asked, AskedToVerify)]
        events = [event for event in events[start + 1 :] if _read_state_kind(event) != "m.room.member"]
    for event in events:
        if job := read_own_job(client, event):
            batch.own[EventId(event.event_id)] = job
        if isinstance(event, nio.MegolmEvent) and event.sender != client.user_id:
            batch.seals.append(_seal_event(room, event, batch.now))
        else:
            batch.happened += [(room, happened) for happened in _interpret_event(client, batch, room, event)]
    if ids := [earlier.event_id for earlier in came[1] if not isinstance(earlier, nio.UnknownBadEvent)]:
        batch.latest[room] = EventId(ids[-1])


def _interpret_event(client: Client, batch: Batch, room: RoomId, event: Any) -> list[Event]:
    """Return what one event means: the words of it that are only compared, then what it is beside. Nothing, if it is nothing to us."""
    if _read_state_kind(event) == CLOSED:
        return [Replaced(EventId(event.event_id), batch.now)]
    if _read_state_kind(event) in _SETTINGS:
        return [describe_arrival(client, room, EventId(f"settings/{event.event_id}"), batch.now)]
    happened = batch.hear(client, room, event, batch.now, late=batch.late)
    overheard = overhear_event(client, room, event, batch.now, happened)
    return [told for told in (overheard, happened) if told is not None]


def _begin_new_stay(
    client: Client, room: RoomId, join: str, before: list[Any], now: float
) -> list[tuple[RoomId, Event]]:
    """Return what the bot's own arrival means: an earlier stay, if there was one, is over, and a new one begins.

    A room that was closed before stays closed.
    """
    closed = CLOSED in map(_read_state_kind, before)
    events: list[Event] = [Ousted(EventId(f"ousted/{join}"), now)]
    events += [Replaced(EventId(f"replaced/{join}"), now)] if closed else []
    events.append(describe_arrival(client, room, EventId(f"arrived/{join}"), now))
    return [(room, event) for event in events]


def _seal_event(room: RoomId, event: nio.MegolmEvent, now: float) -> UndecryptedEvent:
    content = event.source.get("content")
    relation = content.get("m.relates_to") if isinstance(content, dict) else None
    inner = relation.get("m.in_reply_to") if isinstance(relation, dict) else None
    reply_to = inner.get("event_id") if isinstance(inner, dict) else None
    return UndecryptedEvent(
        EventId(event.event_id),
        room,
        UserId(event.sender),
        json.dumps(event.source),
        now,
        EventId(reply_to) if isinstance(reply_to, str) else None,
    )


def _read_state_kind(event: Any) -> str | None:
    """Return the kind of a state event, None for any other: what came encrypted is a person's word, never the room's state.

    By its type, not nio's class for it: nio does not know a tombstone that names a room of version 12.
    """
    if isinstance(event, nio.UnknownBadEvent) or event.decrypted or "state_key" not in event.source:
        return None
    return str(event.source.get("type"))


def _find_arrival(client: Client, events: list[Any]) -> int | None:
    """Return where in a timeline the bot itself came in last, or None."""
    ours = (
        number
        for number, event in enumerate(events)
        if isinstance(event, nio.RoomMemberEvent)
        and not event.decrypted
        and event.state_key == client.user_id
        and event.membership == "join"
        and event.prev_membership != "join"
    )
    return max(ours, default=None)


def _find_inviter(client: Client, invitation: Any) -> UserId | None:
    for event in invitation.invite_state:
        if isinstance(event, nio.InviteMemberEvent) and event.state_key == client.user_id:
            return UserId(event.sender)
    return None
