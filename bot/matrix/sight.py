"""A person's own client: what it shows them, and how they say something. Used by the people of the demonstration."""

from dataclasses import dataclass, field
from typing import Any

import nio

from bot.matrix.client.client import Client
from bot.matrix.client.refusals import require_response
from bot.matrix.intake import gather_facts
from bot.matrix.send import KEY
from bot.model import EventId, RoomId, UserId

WAIT_MS = 10_000
_FILTER: dict[str, Any] = {
    "presence": {"types": []},
    "room": {"timeline": {"limit": 1000}, "state": {"lazy_load_members": False}},
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A message that could be decrypted.

    `kind` is what the bot says it is (`card`, `explain`, ...) and `job` the deed it came from; None for people's own.
    `signed`: it came from a device that its sender has cross-signed.
    """

    id: EventId
    sender: UserId
    body: str = field(repr=False)
    reply_to: EventId | None
    kind: str | None
    job: str | None
    signed: bool


class Sight:
    """What one client has seen. It looks when it is told to: whoever waits for something looks until it is there."""

    def __init__(self, client: Client) -> None:
        self._client = client
        client.list_readers = self._list_everybody  # a person has no roster: whoever is there may read
        self._since: str | None = None
        self._timelines: dict[RoomId, list[Any]] = {}
        self.invitations: set[RoomId] = set()

    async def look(self) -> None:
        """Take in what is new, waiting up to 10 s for something; the first look does not wait.

        Raises:
            BotError: the homeserver did not answer as it should.
        """
        client, first = self._client, self._since is None
        client.next_batch = ""  # the place in the stream is ours to keep
        response = require_response(
            await client.sync(0 if first else WAIT_MS, since=self._since, full_state=first, sync_filter=_FILTER),
            nio.SyncResponse,
        )
        await client.settle_keys()
        self._since = response.next_batch
        self.invitations.update(RoomId(room) for room in response.rooms.invite)
        for room, joined in response.rooms.join.items():
            self._timelines.setdefault(RoomId(room), []).extend(joined.timeline.events)
        for timeline in self._timelines.values():
            timeline[:] = [self._open(event) for event in timeline]

    def messages(self, room: RoomId) -> tuple[Seen, ...]:
        """Return the messages of `room` that could be decrypted, oldest first."""
        return tuple(self._look_at(room, event) for event in self._timelines.get(room, ()) if _is_message(event))

    def timeline(self, room: RoomId) -> tuple[Any, ...]:
        """Return all that happened in `room` since this client came there, oldest first, decrypted where it can be."""
        return tuple(self._timelines.get(room, ()))

    def count_sealed(self, room: RoomId) -> int:
        """Return how many messages of `room` could not be decrypted so far."""
        return sum(isinstance(event, nio.MegolmEvent) for event in self._timelines.get(room, ()))

    def knows(self, room: RoomId, person: UserId) -> bool:
        """Return whether `person` is in the encrypted `room` with a device that they have cross-signed."""
        there = self._client.rooms.get(room)
        member = there.users.get(person) if there else None
        if member is None or member.invited or not there.encrypted:
            return False
        devices = self._client.device_store.active_user_devices(person)
        return any(self._client.people.has_signed(person, device.id, device.ed25519) for device in devices)

    async def say(self, room: RoomId, text: str, *, reply_to: EventId | None = None) -> EventId:
        """Send a message, encrypted, and return the event it became.

        Raises:
            BotError: it was not sent.
        """
        assert self._client.rooms[room].encrypted
        content: dict[str, Any] = {"msgtype": "m.text", "body": text, "m.mentions": {}}
        if reply_to:
            content["m.relates_to"] = {"m.in_reply_to": {"event_id": reply_to}}
        response = await self._client.room_send(room, "m.room.message", content)
        return EventId(require_response(response, nio.RoomSendResponse).event_id)

    def _list_everybody(self, room: RoomId) -> frozenset[UserId]:
        there = self._client.rooms.get(room)
        return frozenset(UserId(user) for user in there.users) if there else frozenset()

    def _open(self, event: Any) -> Any:
        """Return the event, decrypted if its key has come by now."""
        return (self._client.open_sealed(event) or event) if isinstance(event, nio.MegolmEvent) else event

    def _look_at(self, room: RoomId, event: nio.RoomMessageText) -> Seen:
        content = event.source["content"]
        relation, marks = content.get("m.relates_to") or {}, content.get(KEY) or {}
        facts = gather_facts(self._client, room, event)
        return Seen(
            id=EventId(event.event_id),
            sender=UserId(event.sender),
            body=event.body,
            reply_to=relation.get("m.in_reply_to", {}).get("event_id"),
            kind=marks.get("kind"),
            job=marks.get("job"),
            signed=facts.signed and facts.owner_is_sender and facts.right_room,
        )


def _is_message(event: Any) -> bool:
    """Return whether the event is a text that was encrypted: people and bot of the demonstration send nothing else."""
    return isinstance(event, nio.RoomMessageText | nio.RoomMessageNotice) and event.decrypted
