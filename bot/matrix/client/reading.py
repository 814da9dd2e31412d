"""nio's client, hardened: what strangers and servers send is read without believing it.

parsing    JSON that cannot choke anything
sifting    an answer, event by event
mending    one event, as far as its meaning is certain
opening    a Megolm message
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import nio
from aiohttp import ClientError

from bot.log import get_logger
from bot.matrix.client import megolm
from bot.matrix.client.device_tracking import Keyring
from bot.matrix.client.refusals import map_no_answer, map_refusal
from bot.matrix.client.sync_parser import Sieve
from bot.matrix.client.verification import REQUEST

log = get_logger(__name__)
SYNC = "/_matrix/client/v3/sync"
LATE = 15.0
"""Seconds that an answer to a sync may come later than the homeserver was to give it."""
ALL_POWER = 2**53
"""More than any power level: those who made a room of version 12 have more than anybody (spec, "Room version 12")."""


async def _wait_for_nothing() -> None:
    """Let a sync be read at once."""


class Reading(Keyring):
    """A client that no event can kill, silence or fool.

    `before_reading` is awaited once a sync has come, before anything of it is opened.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.before_reading: Callable[[], Awaitable[None]] = _wait_for_nothing

    async def sync(
        self,
        timeout: int | None = 0,  # noqa: ASYNC109 - of the homeserver, in milliseconds
        sync_filter: Any = None,
        since: str | None = None,
        full_state: bool | None = None,
        set_presence: str | None = None,
    ) -> Any:
        """Return what is new since `since`. Upstream writes the address, reads it and writes it again, which takes longer than to ask.

        (nio 0.26.0, `async_client.py`, `_send`.) May go when it writes it once.

        Raises:
            BotError: there was no answer, or none that makes sense.
        """
        wanted = json.dumps(sync_filter, separators=(",", ":")) if sync_filter else None
        asked = {"since": since or self.next_batch, "timeout": timeout, "set_presence": set_presence, "filter": wanted}
        query = {name: value for name, value in asked.items() if value} | ({"full_state": "true"} if full_state else {})
        limit = 0 if full_state or not timeout else timeout / 1000 + LATE
        headers = {"Authorization": f"Bearer {self.access_token}"}
        try:
            answer = await self.send("GET", f"{SYNC}?{urlencode(query)}", None, headers, None, limit)
            response = await self.create_matrix_response(nio.SyncResponse, answer)
            await self.receive_response(response)
        except (ClientError, TimeoutError, OSError) as error:
            raise map_no_answer(error) from None
        return response

    async def create_matrix_response(
        self, response_class: type, transport_response: Any, data: tuple[Any, ...] | None = None, save_to: Any = None
    ) -> Any:
        """Read syncs and pages of history event by event, which upstream does not.

        Raises:
            BotError: the homeserver refuses, or its answer makes no sense. Upstream returns that as a value, over which
                its own loop turns at once (nio 0.26.0, `async_client.py`). May go when it raises.
        """
        if response_class not in {nio.SyncResponse, nio.RoomMessagesResponse}:
            return await super().create_matrix_response(response_class, transport_response, data, save_to)
        answer = await self.parse_body(transport_response)
        if transport_response.status >= 400:
            raise map_refusal(transport_response.status, answer)
        if response_class is nio.SyncResponse:
            await self.before_reading()
        room = data[0] if data else ""
        response = (
            Sieve(self.verifications).sync(answer, self.user_id)
            if response_class is nio.SyncResponse
            else Sieve().page(answer, room)
        )
        response.transport_response = transport_response
        return response

    async def _handle_to_device(self, response: Any) -> None:
        """Let others have their turn between to-device events: a stranger can send thousands.

        Upstream never does (nio 0.26.0, `async_client.py`). May go when it does.
        """
        for event in response.to_device_events:
            self._handle_decrypt_to_device(event)
            await asyncio.sleep(0)

    def _handle_decrypt_to_device(self, to_device_event: Any) -> Any:
        """Survive any to-device event; should the process die, keep what it brings whole or not at all.

        Upstream raises on malformed ones, again after every restart. It also saves the ratchet and the room key that
        came by it one after the other: a death between would lose the key for ever, since the event cannot be read twice
        (nio 0.26.0, `olm_machine.py`). May go when nio does both.
        """
        with self.store.write_at_once():
            try:
                return super()._handle_decrypt_to_device(to_device_event)
            except BaseException as error:
                if not _is_survivable(error):
                    raise
                log.warning("to-device event dropped", reason=type(error).__name__)
                return None

    async def _handle_joined_rooms(self, response: Any) -> None:
        """Read each room by itself: a room that upstream stumbles over is one that we are not in."""
        for room_id, info in list(response.rooms.join.items()):
            try:
                with self.store.write_at_once():  # one write for what all messages leave behind; nothing in it waits
                    await super()._handle_joined_rooms(SimpleNamespace(rooms=SimpleNamespace(join={room_id: info})))
            except Exception as error:  # noqa: BLE001 - each room's failure stays its own
                log.error("alert", reason="room_not_read", room=room_id, error=type(error).__name__)  # noqa: TRY400 - nobody's words
                self.rooms.pop(room_id, None)
                del response.rooms.join[room_id]

    def load_store(self) -> None:
        """Open the keys, and hear of each that is kept from then on, and of sealed requests to verify the bot.

        Upstream drops these (nio 0.26.0, `olm_machine.py`). May go when it hands them on.
        """
        super().load_store()
        self.store.on_room_key = self.key_news.note_session
        handle = self.olm._handle_olm_event  # noqa: SLF001 - the only place where such a letter is open

        def note_request(sender: str, sender_key: str, payload: dict[Any, Any]) -> Any:
            if payload.get("type") == REQUEST:
                self.verifications.note(sender, payload.get("content"))
            return handle(sender, sender_key, payload)

        self.olm._handle_olm_event = note_request  # noqa: SLF001 - as above

    def _handle_joined_state(self, room_id: str, join_info: Any, encrypted_rooms: set[str]) -> None:
        super()._handle_joined_state(room_id, join_info, encrypted_rooms)
        for event in join_info.state:
            _settle_room_state(self.rooms[room_id], event)

    def _handle_timeline_event(self, event: Any, room_id: str, room: Any, encrypted_rooms: set[str]) -> Any:
        """Decrypt without believing: upstream applies an encrypted payload with a `state_key` as the room's state.

        (nio 0.26.0, `base_client.py`.) May go when it does not.
        """
        if isinstance(event, nio.MegolmEvent):
            event.room_id = room_id
            return self.open_sealed(event)
        super()._handle_timeline_event(event, room_id, room, encrypted_rooms)
        _settle_room_state(room, event)
        return None

    def open_sealed(self, event: nio.MegolmEvent) -> Any:
        """Return what a sealed message says, a `BadEvent` if that is nothing, or None if it cannot be known yet.

        Upstream raises on plaintext that is no JSON object of events, wants the deprecated key of the sender, and asks
        for keys that it would not accept (nio 0.26.0, `olm_machine.py`). May go when it does none of these.
        """
        return megolm.open_megolm(self.olm, event)

    def _handle_messages_response(self, response: Any) -> None:
        """Leave pages of history sealed: `history` opens them by `opened`, where nothing can raise."""


def _settle_room_state(room: Any, event: Any) -> None:
    """Make up for what upstream leaves out of a room's state.

    Somebody who left and was invited again while we did not look has not joined; who made a room of version 12 has
    all power in it, and no power level says so (nio 0.26.0, `rooms.py`).
    """
    if isinstance(event, nio.RoomMemberEvent) and event.membership == "invite":
        if member := room.users.get(event.state_key):
            member.invited = True
            room.invited_users[event.state_key] = member
    elif isinstance(event, nio.RoomMemberEvent) and event.membership == "knock":
        room.remove_member(event.state_key)
    elif isinstance(event, nio.RoomCreateEvent) and _has_creators(event.room_version):
        more = event.source["content"].get("additional_creators")
        listed = [invited for invited in more if isinstance(invited, str)] if isinstance(more, list) else []
        room.power_levels.users.update(dict.fromkeys([event.sender, *listed], ALL_POWER))


def _has_creators(version: str) -> bool:
    return version.isdecimal() and int(version) >= 12


def _is_survivable(error: BaseException) -> bool:
    """Return whether an error is about what came, and not the end of the process. A panic in Rust is no `Exception`."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"
