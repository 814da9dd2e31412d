"""Room keys that have done their work: turned forward behind each message that was taken in, and dropped when nothing more comes.

A Megolm key is a ratchet (spec, "m.megolm.v1.aes-sha2"): from its place at message 8 follow the keys of 8 and all after it,
of none before. Upstream keeps every key at its beginning, for ever (nio 0.26.0, `store/database.py`).
May go when it forgets.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

from bot.matrix.client.ratchet import compute_own_reach, compute_reach, turn_key_forward
from bot.matrix.client.reading import Reading
from bot.model import RoomId


class Forgetting(Reading):
    """A client that cannot open again what it has read."""

    def forget_opened(self, now: float, *, unsure: bool) -> None:
        """Turn every key forward behind what it opened. To be called when all that was opened is written down for good.

        `now` is in seconds UTC. While we are `unsure` whether something of ours was posted, what we said stays readable.

        Raises:
            Unwritable: no key was turned.
        """
        turned: list[tuple[Any, Any]] = []
        with self.store.write_before_emptying():
            noted = self.store.list_opened(now)
            copies = self._copies() if noted else {}
            for session_id, rows in groupby(noted, key=itemgetter(0)):
                here = copies.get(session_id)
                if not here:
                    self.store.drop(session_id)
                    continue
                places = [(number, at) for _, number, at in rows]
                first = min(copy.first_known_index for copy in here)
                target = (compute_own_reach if unsure and self._is_ours(here) else compute_reach)(first, places, now)
                if target > first:
                    keys = [(copy, turn_key_forward(copy._session, target)) for copy in here]  # noqa: SLF001 - nio's session has no way to it
                    self.store.turn(session_id, target, now, [key for _, key in keys])
                    turned += keys
        for copy, key in turned:
            if key is None:
                self._let_go(copy)
            else:
                copy._session = key  # noqa: SLF001 - as above
        self.store.empty_log()

    def keep_all_keys(self) -> None:
        """Write down every key that could not be when it came. To be called before the place in the stream is.

        Raises:
            Unwritable: some wait on.
        """
        self.store.settle()

    def forget_room(self, room: RoomId) -> None:
        """Drop every key of a room that we are out of."""
        self._drop(copy for copy in self.olm.inbound_group_store if copy.room_id == room)

    def forget_idle(self, room: RoomId, before: float, *, ours_before: float) -> None:
        """Drop keys of a room that opened nothing since `before` (seconds UTC) and have a successor of the same device.

        Where we are not in the room no successor is needed. Keys of our own are kept since `ours_before`.
        """
        copies = self._copies()
        for session_id, at in self.store.idle(room, superseded=room in self.rooms):
            here = copies.get(session_id, [])
            limit = min(before, ours_before) if self._is_ours(here) else before
            if at is not None and at < limit:
                self._drop(here)

    def key_rooms(self) -> set[RoomId]:
        """Return the rooms of which there are keys."""
        return {RoomId(copy.room_id) for copy in self.olm.inbound_group_store}

    def _is_ours(self, copies: list[Any]) -> bool:
        return any(copy.sender_key == self.olm.account.identity_keys["curve25519"] for copy in copies)

    def _copies(self) -> dict[str, list[Any]]:
        """Return the keys by session; several devices may have given us one as theirs."""
        copies: dict[str, list[Any]] = {}
        for copy in self.olm.inbound_group_store:
            copies.setdefault(copy.id, []).append(copy)
        return copies

    def _drop(self, copies: Iterable[Any]) -> None:
        with self.store.write_before_emptying():
            for copy in list(copies):
                self.store.drop(copy.id)
                self._let_go(copy)
        self.store.empty_log()

    def _let_go(self, copy: Any) -> None:
        self.olm.inbound_group_store[copy.room_id][copy.sender_key].pop(copy.id, None)
