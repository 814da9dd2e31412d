"""What the three loops are given: settings, notebook, client, backends, a clock, and bells that carry no data."""

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.app.pulse import Pulse
from bot.app.slots import Slots
from bot.errors import BotError
from bot.llm.backend import Backend
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import Limited
from bot.matrix.intake import hear_event
from bot.matrix.sync import Hear
from bot.matrix.typing_notice import SOONEST
from bot.model import Room, RoomId, UserId
from bot.policy import Policy
from bot.session.policy_change import find_rules
from bot.settings import Settings
from bot.store import RowUnreadable, Store

if TYPE_CHECKING:  # it loads a client, for nothing where no server is asked
    from bot.llm.transcribe import Transcriber

LONGEST_WAIT = 30.0


def read_clock() -> float:
    """Return the time as this machine has it, in seconds UTC."""
    return time.time()


@dataclass(frozen=True, slots=True)
class Patience:
    """For how many seconds the bot waits for others where nobody says how long.

    `receipt`: before it shows how far it has read; an answer goes first, and the homeserver tells everybody of each.
    `typing`: before it shows that it is drafting; what is there by then needs no notice.
    `answer`: before keys are turned behind what was read, which keeps the disk busy; the next message waits for it. It is
    as long as `receipt`, so that a process which slept wakes once for both.
    `retry`: at most, before a backend that failed is asked once more. `shown`: at most, until a sync shows what was
    asked of the homeserver: a room made, somebody asked in or put out.
    """

    receipt: float = 0.5
    typing: float = SOONEST
    answer: float = 0.5
    retry: float = 20.0
    shown: float = 10.0


@dataclass(slots=True)
class Unkept:
    """While nothing can be written down: how often it was tried; by transaction id, what the log was told of, and what was `told` all the same."""

    failures: int = 0
    noticed: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Chair:
    """The bot at work. `clock` gives seconds since 1970 in UTC; `aliases` maps room ids to the aliases policies use.

    `synced` is set while the newest sync is taken in: before the first the client does not know which rooms it is in,
    and while none comes through, nobody knows whether what a backend wrote is still wanted.

    `settings` are replaced as a whole when the configuration changes. `held` is the policy of each Matrix room
    that was looked at since the start, as it was then: for who cannot wait for the notebook. `readers` are in the same
    way who may read in each session room, as of the last time that something was to be said there.

    `made` are the Matrix rooms that the bot itself has made, as far as syncs have told: never session rooms.
    `making` is held while a room is made that all sessions share, or a desk that several do: two sessions would make two.
    `seating` is held while it is seen to who sits at a desk that several share: two would ask in the same people.
    `unkept` is what there is to know of danger while nothing can be written.
    `news` tells, after each sync, those who wait for something in the client's rooms.
    `hear` is the trust gate, through which everything passes that happens in a room.
    `choose_wait` says for how many seconds to leave the homeserver alone after so many failures; `patience` are the
    other waits. `transcribers` write voice messages down; `recordings` is held while one is in memory. `pulse` is by when
    each loop will be heard of again. `slots` are those of each backend that was asked.
    """

    settings: Settings
    store: Store
    client: Client
    backends: Mapping[str, Backend]
    aliases: Mapping[RoomId, str] = field(default_factory=dict)
    held: dict[RoomId, Policy | None] = field(default_factory=dict)
    readers: dict[RoomId, frozenset[UserId]] = field(default_factory=dict)
    clock: Callable[[], float] = read_clock
    masking: asyncio.Lock = field(default_factory=asyncio.Lock)
    to_think: asyncio.Event = field(default_factory=asyncio.Event)
    to_act: asyncio.Event = field(default_factory=asyncio.Event)
    synced: asyncio.Event = field(default_factory=asyncio.Event)
    made: set[RoomId] = field(default_factory=set)
    making: asyncio.Lock = field(default_factory=asyncio.Lock)
    seating: asyncio.Lock = field(default_factory=asyncio.Lock)
    unkept: Unkept = field(default_factory=Unkept)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    hear: Hear = hear_event
    choose_wait: Callable[[BotError, int], float] = field(default_factory=lambda: choose_patience)
    patience: Patience = Patience()
    transcribers: Mapping[str, "Transcriber"] = field(default_factory=dict)
    recordings: asyncio.Lock = field(default_factory=asyncio.Lock)
    pulse: Pulse = field(default_factory=Pulse)
    slots: dict[str, Slots] = field(default_factory=dict)

    def find_slots(self, backend: str) -> Slots:
        """Return the slots of a backend: as many requests as it works on at once."""
        return self.slots.setdefault(backend, Slots(self.settings.backends[backend].slots))

    def find_filed_policy(self, room: RoomId) -> Policy | None:
        """Return what the files say about `room`, or None if none covers it, or another account serves it. What holds there may be stricter."""
        return self.settings.policy(room, self.aliases.get(room))

    def find_other_account(self, room: RoomId) -> UserId | None:
        """Return the account that serves `room` by what the files say, if that is not this one."""
        return self.settings.find_other_account(room, self.aliases.get(room))

    def policy(self, room: Room) -> Policy | None:
        """Return the policy that holds in `room`, or None if no file covers it."""
        files = self.find_filed_policy(room.id)
        return find_rules(room, files) if files else None

    async def ruling(self, room_id: RoomId) -> tuple[Room, Policy | None]:
        """Return a room as it is now, with the policy that holds there.

        Raises:
            RowUnreadable: its state cannot be read.
        """
        room = await self.store.rooms.room(room_id)
        return room, self.policy(room)

    async def rule_without_talk(self, room_id: RoomId) -> tuple[Room, Policy | None]:
        """Return a room as it is now but for its window, with the policy that holds there: for whoever asks of many rooms at once.

        Raises:
            RowUnreadable: its state cannot be read.
        """
        room = await self.store.rooms.look_at_state(room_id)
        return room, self.policy(room)

    async def standing_policy(self, room_id: RoomId) -> Policy | None:
        """Return the policy that holds in a room, for what nobody decides there: what the files say, if its state cannot be read."""
        try:
            return (await self.ruling(room_id))[1]
        except RowUnreadable:
            return self.find_filed_policy(room_id)


def measure_wait(pace: float) -> float:
    """Return for how many seconds to wait for the next look of whoever looks each `pace` seconds.

    It is then for all who look at that pace, so that a process which slept wakes once for them together.
    """
    return pace - time.monotonic() % pace if pace else 0.0


async def wait_for_bell(bell: asyncio.Event, at_most: float | None) -> None:
    """Wait until `bell` rings, or for `at_most` seconds, and silence it."""
    try:
        async with asyncio.timeout(at_most):
            await bell.wait()
    except TimeoutError:
        pass
    bell.clear()


def choose_patience(error: BotError, failures: int) -> float:
    """Return for how many seconds to leave the homeserver alone after `failures` earlier failures: 1 to 30, doubling.

    Uneven by a quarter, so that many bots do not come back at once; never shorter than what the homeserver asks for.
    """
    unevenness = random.random()  # noqa: S311 - spreads load, guards nothing
    if isinstance(error, Limited):
        return error.retry_after * (1.0 + 0.25 * unevenness)
    return min(LONGEST_WAIT, 2.0 ** min(failures, 5)) * (0.75 + 0.25 * unevenness)
