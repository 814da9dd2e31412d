"""nio's client, hardened: who gets the key of a room, before anything is said there. The sending gate.

A room's key goes to people whom the bot's own roster knows, to the devices that they have cross-signed; the others are
told that they do not get it, and why. Fixed sentences, in which nobody's words are, have a key of their own, which goes to
every device of the same people. Whom the homeserver lists as joined is no matter: it makes that list. Nothing is said before that: nobody is left with a message that they cannot read and a client that cannot say why.

Where only some people may hear what is said, at a desk or in a direct room, that is looked at again after the last thing
that was waited for before a key goes out and before a message is sealed: whoever comes in meanwhile gets neither.
"""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import nio
from nio.api import Api

from bot.errors import HomeserverDown
from bot.log import get_logger
from bot.matrix.audience import EVERYBODY, Audience, Only, require_closed_room
from bot.matrix.client.refusals import require_response
from bot.matrix.client.room_key import Holder, RoomKey, Rotation, describe_holder, read_rotation
from bot.matrix.client.to_device import Letters
from bot.model import RoomId, UserId
from bot.policy import is_possible_id
from bot.who_may import Standing, What, may

log = get_logger(__name__)
MEGOLM = "m.megolm.v1.aes-sha2"
AT_ONCE = 20
"""Devices that are written to in one request."""
REMEMBERED = 200
"""Of how many fixed sentences it is known who can read them, until the room's timeline brings them."""
ROUNDS = 10
"""How often the key is given or withheld, because somebody came or went meanwhile, before the message is put off."""
UNSIGNED, UNREACHED, STRANGER = "m.unverified", "m.no_olm", "m.unauthorised"
_WHY = {
    STRANGER: "Its owner is nobody who is known to be in this room.",
    UNSIGNED: "This device is not cross-signed by its owner.",
    UNREACHED: "No secure channel to this device could be opened.",
}


def _allow_nobody(_: RoomId) -> bool:
    return False


def _list_nobody(_: RoomId) -> frozenset[UserId]:
    return frozenset()


class Sharing(Letters):
    """A client that speaks in encrypted rooms, to those who may hear it.

    Upstream (nio 0.26.0, `async_client.py`, `olm_machine.py`) shares with every device that the server lists, skips
    anybody's device that is named like ours, keeps a lock when `keys/claim` fails, calls a key shared when
    `sendToDevice` failed, and knows nothing of a room's rotation settings. May go when it shares with signed
    devices alone, and never says what somebody could not read.

    `shares_with_unsigned` says in which rooms a device need not be cross-signed; its default is in none. Where only some
    people may hear, it is not asked. `list_readers` says who may read in a room where that is not so; its default is nobody.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.shares_with_unsigned: Callable[[RoomId], bool] = _allow_nobody
        self.list_readers: Callable[[RoomId], frozenset[UserId]] = _list_nobody
        self.fixed_keys: dict[str, RoomKey] = {}
        self._sealed: dict[tuple[str, str], frozenset[UserId]] = {}
        self._rotations: dict[str, Rotation] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def room_send(
        self,
        room_id: str,
        message_type: str,
        content: dict[Any, Any],
        tx_id: str | None = None,
        *,
        audience: Audience = EVERYBODY,
        **upstream: Any,
    ) -> Any:
        """Post an event, encrypted if the room is, once everybody who may read it has the key.

        If its `audience` is some people alone, it is not posted where anybody else could hear it.

        Raises:
            Unsayable: others could hear it.
            BotError: it was not posted, or we do not know.
        """
        room = self.rooms.get(room_id)
        if audience.only is None and (room is None or not room.encrypted):
            return await super().room_send(room_id, message_type, content, tx_id, **upstream)
        async with self._turns[room_id]:
            key = await self.share_group_session(room_id, audience=audience)
            sealed = self._seal_message(room_id, message_type, content, key)
            if audience.fixed and tx_id:
                self._note_holders(tx_id, key)
        request = Api.room_send(self.access_token, room_id, *sealed, tx_id or secrets.token_hex(16))
        return await self._send(nio.RoomSendResponse, *request, (room_id,))

    def list_card_readers(self, txn: str, session: str) -> frozenset[UserId]:
        """Return the people of whom a device can read the fixed sentence `txn` that was sealed in `session`.

        Nobody, where an earlier process sealed it: who was given its key then nobody knows any more.
        """
        return self._sealed.get((txn, session), frozenset())

    def list_deaf(self, room_id: str, before: frozenset[str]) -> frozenset[UserId]:
        """Return who has joined a room with no device that may read what is for signed devices there.

        Of whom it is not known now which devices they have, it is as it was `before`.
        """
        joined = _list_joined_members(self.rooms[room_id]) - {self.user_id}
        unknown = joined & self.olm.users_for_key_query
        deaf = {user for user in joined - unknown if not self._has_readable_device(room_id, UserId(user))}
        return frozenset(map(UserId, deaf | (unknown & before)))

    def _has_readable_device(self, room_id: str, user: UserId) -> bool:
        lenient = self.shares_with_unsigned(RoomId(room_id))
        devices = self.device_store.active_user_devices(user)
        return any(lenient or self.people.has_signed(user, device.id, device.ed25519) for device in devices)

    def _seal_message(self, room_id: str, message_type: str, content: dict[Any, Any], key: RoomKey) -> Any:
        """Return an event sealed with `key`; upstream knows one for each room. Nothing is awaited in between."""
        keys = self.olm.outbound_group_sessions
        usual = keys.get(room_id)
        keys[room_id] = key
        try:
            return self.encrypt(room_id, message_type, content)
        finally:
            if usual is None:
                del keys[room_id]
            else:
                keys[room_id] = usual

    def _note_holders(self, txn: str, key: RoomKey) -> None:
        """Note who can read what goes by `txn` in this session; of what was sealed twice nobody knows which stands, so of both."""
        holders = frozenset(UserId(user) for user, _, _ in key.holders)
        self._sealed[txn, key.id] = holders & self._sealed.pop((txn, key.id), holders)
        for oldest in list(self._sealed)[:-REMEMBERED]:
            del self._sealed[oldest]

    async def share_group_session(self, room_id: str, *, audience: Audience = EVERYBODY, **_: Any) -> RoomKey:
        """Give the room's key to everybody who may read there, and tell everybody else why they do not get it.

        When it returns that has happened: nothing was awaited after the last look. Fixed sentences have a key of their own.

        Raises:
            Unsayable: it is for some people alone, and others are in the room, or could be; they were given no key.
            BotError: somebody's devices are not known, or not all could be written to.
        """
        unreached: set[Holder] = set()
        for _round in range(ROUNDS):
            devices = await self._devices(room_id)
            require_closed_room(
                self.rooms.get(room_id), self.user_id, audience.only
            )  # nothing is awaited between this and what rests on it
            entitled = {holder for holder, device in devices.items() if self._may_read(room_id, device, audience)}
            key = self._current(room_id, entitled, audience)
            if without := entitled - key.holders - unreached:
                unreached |= await self.open_missing_channels(devices[holder] for holder in without)
                await self._give(room_id, key, [devices[holder] for holder in without - unreached])
                continue
            untold = {
                (holder, self._find_reason(room_id, holder, audience.only)) for holder in devices.keys() - entitled
            }
            untold -= key.told
            untold |= {(holder, UNREACHED) for holder in unreached & entitled} - key.told
            if not untold:
                return key
            await self._withhold(room_id, key, [(devices[holder], code) for holder, code in sorted(untold)])
        raise HomeserverDown(
            "The people in a room kept changing while its key was shared.", "It is tried again by itself."
        )

    async def _devices(self, room_id: str) -> dict[Holder, Any]:
        """Return every device of everybody who has joined the room, ours aside.

        Raises:
            BotError: the homeserver does not say which devices somebody has.
        """
        room = self.rooms[room_id]
        if not room.members_synced:
            require_response(await self.joined_members(room_id), nio.JoinedMembersResponse)
        self.olm.users_for_key_query.update(_list_joined_members(room) - self.olm.tracked_users)
        await self.keys_query()
        joined = _list_joined_members(room)
        if unknown := joined & self.olm.users_for_key_query:
            raise HomeserverDown(
                f"The homeserver does not say which devices {len(unknown)} people in a room have.",
                "It is tried again by itself; another homeserver may be away.",
            )
        devices = (device for user in joined for device in self.device_store.active_user_devices(user))
        ours = (self.user_id, self.device_id)
        return {describe_holder(device): device for device in devices if (device.user_id, device.id) != ours}

    def _may_read(self, room_id: str, device: Any, audience: Audience) -> bool:
        """Return whether a device may have the room's key. Being listed is not enough: the server makes the list."""
        person, only = UserId(device.user_id), audience.only
        member = person in self._list_audience(room_id, only)
        if audience.fixed:
            return may(What.READ_FIXED, Standing(possible=is_possible_id(person), member=member))
        they = Standing(
            possible=is_possible_id(person),
            member=member,
            signed=member and self.people.is_trusted(person, device.id, device.ed25519),
            changed=self.people.has_changed(person),
            lenient=only is None and self.shares_with_unsigned(RoomId(room_id)),
        )
        return may(What.READ_ROOM, they)

    def _list_audience(self, room_id: str, only: Only) -> frozenset[UserId]:
        return self.list_readers(RoomId(room_id)) if only is None else only

    def _find_reason(self, room_id: str, holder: Holder, only: Only) -> str:
        """Return the code for why a device does not get the key."""
        return UNSIGNED if holder[0] in self._list_audience(room_id, only) else STRANGER

    def _current(self, room_id: str, entitled: set[Holder], audience: Audience) -> RoomKey:
        """Return the room's key: a new one, if the last may not be used any more, or we could not open it ourselves."""
        keys: dict[str, Any] = self.fixed_keys if audience.fixed else self.olm.outbound_group_sessions
        key, ours = keys.get(room_id), self.olm.account.identity_keys
        if isinstance(key, RoomKey):
            opens = self.olm.inbound_group_store.get(room_id, ours["curve25519"], key.id) is not None
            wear = key.find_wear(self._rotations.get(room_id, Rotation()), entitled)
            reason = wear if opens else "forgotten"
            if reason is None:
                return key
            log.info("room key changed", reason=reason, room=room_id)
        key = RoomKey()
        self.olm.create_group_session(ours["curve25519"], ours["ed25519"], room_id, key.id, key.session_key)
        keys[room_id] = key
        return key

    async def _give(self, room_id: str, key: RoomKey, devices: list[Any]) -> None:
        """Send the room's key to each device, sealed for it alone. Whoever was sent it counts as able to read on.

        Where it could not be kept that a channel was used, nothing is sent through it: there another one is opened first.
        """
        content = {"algorithm": MEGOLM, "room_id": room_id, "session_id": key.id, "session_key": key.session_key}
        for start in range(0, len(devices), AT_ONCE):
            sealed = [(device, self.seal(device, "m.room_key", content)) for device in devices[start : start + AT_ONCE]]
            letters = [(device, letter) for device, letter in sealed if self.has_kept_channel(device)]
            holders = {describe_holder(device) for device, _ in letters}
            key.may_hold.update(holders)
            if letters:
                await self.deliver("m.room.encrypted", letters)
            key.holders.update(holders)

    async def _withhold(self, room_id: str, key: RoomKey, devices: list[tuple[Any, str]]) -> None:
        """Tell devices that they do not get the key, each with the code for why (spec, "m.room_key.withheld")."""
        for start in range(0, len(devices), AT_ONCE):
            some = devices[start : start + AT_ONCE]
            letters = [(device, self._withheld(room_id, key, code)) for device, code in some]
            await self.deliver("m.room_key.withheld", letters)
            key.told.update((describe_holder(device), code) for device, code in some)
        for code in sorted({code for _, code in devices}):
            count = sum(1 for _, withheld in devices if withheld == code)
            log.warning("room key withheld", reason=code, room=room_id, count=count)

    def _withheld(self, room_id: str, key: RoomKey, code: str) -> dict[str, Any]:
        about = {} if code == UNREACHED else {"room_id": room_id, "session_id": key.id}  # it is about the channel
        ours = self.olm.account.identity_keys["curve25519"]
        return {"algorithm": MEGOLM, "code": code, "reason": _WHY[code], "sender_key": ours, **about}

    def _handle_joined_state(self, room_id: str, join_info: Any, encrypted_rooms: set[str]) -> None:
        """Note how often a room wants its key changed: it counts from the next message on."""
        super()._handle_joined_state(room_id, join_info, encrypted_rooms)
        for event in (*join_info.state, *join_info.timeline.events):
            if isinstance(event, nio.RoomEncryptionEvent) and event.source.get("state_key") == "":
                self._rotations[room_id] = read_rotation(event.source["content"])


def _list_joined_members(room: Any) -> set[str]:
    return {user for user, member in room.users.items() if not member.invited}
