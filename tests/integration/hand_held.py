"""A homeserver that a test holds in its hand. It outlives the bots that are killed beside it, and remembers as Synapse does.

    server = Server()
    question = server.says("!help")
    async with at_work(chair):
        await server.posts_until(lambda: server.replies(question))

What it hands over has passed the trust gate already: that has tests of its own.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nio
from aiosqlite import Connection
from held_cards import is_card, sight_card
from held_rooms import MEMBER, HeldRoom, Rooms

from bot.app.act import act
from bot.app.listen import listen
from bot.app.services import Chair
from bot.app.think import think
from bot.llm.backend import Backend
from bot.matrix import intake
from bot.matrix.client.http import Png
from bot.matrix.client.key_news import KeyNewsDesk
from bot.matrix.client.verification import VerificationDesk
from bot.model import Event, EventId, Heard, RoomId, UserId
from bot.settings import Settings, load_settings
from bot.store import open_key, open_store
from bot.store.db import Database

ROOM, OTHER, BOT = RoomId("!room:clinic"), RoomId("!other:clinic"), UserId("@bot:clinic")
PICTURE = {"content_uri": "mxc://clinic/picture"}
ANA, KIM = UserId("@ana:clinic"), UserId("@kim:clinic")


class PowerCut(BaseException):
    """The process ends here, as far as the bot can tell."""


@dataclass
class Said:
    """A message that can be read."""

    event_id: str
    sender: UserId
    text: str = field(repr=False)
    decrypted: bool = True
    source: dict[str, Any] = field(default_factory=dict, repr=False)
    reply_to: EventId | None = None


@dataclass(frozen=True)
class Invitation:
    """An invitation of the bot, by somebody."""

    inviter: UserId
    event_id: str = ""


@dataclass(frozen=True)
class Post:
    """What a bot posted: the first time that its transaction id was seen."""

    room: RoomId
    txn: str
    event: EventId
    content: dict[str, Any] = field(repr=False)

    @property
    def reply_to(self) -> EventId | None:
        """Return the message that it answers."""
        answered: EventId | None = self.content.get("m.relates_to", {}).get("m.in_reply_to", {}).get("event_id")
        return answered


@dataclass
class Server:
    """Two rooms with Ana, Kim and the bot; `stream` is what happened in them, `posts` what bots said.

    `rooms` is who is where, also in the rooms that bots make; `redacted` what they took back.
    `drafting` is in which rooms bots were seen to type. `at_once` is how many events one sync brings. `readable` are the sealed messages whose key has come.
    """

    stream: list[tuple[RoomId, Any]] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    readable: dict[str, Said] = field(default_factory=dict)
    pages: dict[str | None, tuple[list[Any], str | None]] = field(default_factory=dict)
    at_once: int = 100
    limited: bool = False
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    redacted: list[tuple[str, str]] = field(default_factory=list)
    typing: dict[RoomId, list[UserId]] = field(default_factory=dict)
    drafting: list[RoomId] = field(default_factory=list)
    rooms: Rooms = field(init=False)
    key_news: KeyNewsDesk = field(default_factory=KeyNewsDesk)
    behind_card: list[tuple[RoomId, Said]] = field(default_factory=list)
    _locked: dict[str, Said] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Let everybody be in both rooms."""
        self.rooms = Rooms(self.stream)
        for room in (ROOM, OTHER):
            self.rooms.members[room] = dict.fromkeys((ANA, KIM, BOT), "join")

    def says(self, text: str, sender: UserId = KIM, room: RoomId = ROOM, *, behind_card: bool = False) -> EventId:
        """Let somebody write a message, which the next sync brings, and return its event; or, `behind_card`, as soon as one stands."""
        event_id = EventId(f"$e{len(self.stream) + len(self.behind_card)}")
        (self.behind_card if behind_card else self.stream).append((room, Said(event_id, sender, text)))
        return event_id

    async def moves(self, user: UserId, membership: str, room: RoomId) -> None:
        """Let somebody come or go while the bot is waiting."""
        async with self.news:
            self.rooms.move(user, membership, room)
            self.news.notify_all()

    def seals(self, text: str, sender: UserId = KIM, room: RoomId = ROOM) -> EventId:
        """Let somebody write a message whose key does not come until `unlock`."""
        event_id = EventId(f"$e{len(self.stream)}")
        self.stream.append((room, sealed(event_id, sender)))
        self._locked[event_id] = Said(event_id, sender, text)
        return event_id

    async def unlock(self, event: EventId) -> None:
        """Let a message's key come, with a sync that brings nothing else."""
        self.let_read(event)
        self.key_news.note_session("s")
        await self.pulse()

    def let_read(self, event: EventId) -> None:
        """Let a message be readable, with nobody told so."""
        self.readable[event] = self._locked[event]

    async def pulse(self) -> None:
        """Let a sync bring nothing to speak of."""
        await self.tell(Said(f"$nothing{len(self.stream)}", BOT, ""))

    async def tell(self, event: Any, room: RoomId = ROOM) -> None:
        """Let something happen in a room, for which a sync may be waiting."""
        async with self.news:
            self.stream.append((room, event))
            self.news.notify_all()

    async def says_now(
        self, text: str, sender: UserId = KIM, room: RoomId = ROOM, reply_to: EventId | None = None
    ) -> EventId:
        """Let somebody write a message while the bot is waiting."""
        event_id = EventId(f"$e{len(self.stream)}")
        await self.tell(Said(event_id, sender, text, reply_to=reply_to), room)
        return event_id

    def echo_card(self, post: Post) -> None:
        """Let a consent card come by in its room's timeline, as everything does; of what else bots say nothing follows."""
        echo = Said(post.event, BOT, "", source={"content": post.content})
        if is_card(echo):
            self.stream.append((post.room, echo))
            self.stream += [said for said in self.behind_card if said[0] == post.room]
            self.behind_card = [said for said in self.behind_card if said[0] != post.room]

    async def until_card(self, room: RoomId = ROOM) -> None:
        """Return as soon as a consent card stands in a room."""
        await self.until(lambda: any(there == room and is_card(event) for there, event in self.stream))

    async def agrees(self, who: UserId = KIM, room: RoomId = ROOM) -> EventId:
        """Let somebody agree to the consent card, once it stands before them."""
        await self.until_card(room)
        return await self.says_now("!agree", who, room)

    async def until(self, holds: Callable[[], Any]) -> None:
        """Return as soon as `holds()`; it is looked at now and whenever something is posted or asked."""
        async with asyncio.timeout(120), self.news:
            await self.news.wait_for(holds)

    def standing(self, room: str, begin: int) -> dict[str, Any]:
        """Return a page of what bots posted in a room, the newest first; what was taken back is empty."""
        gone = {event for _, event in self.redacted}
        posts = [post for post in reversed(self.posts) if post.room == room]
        page = [
            {"event_id": post.event, "sender": BOT, "content": {} if post.event in gone else {"algorithm": "m"}}
            for post in posts[begin : begin + self.at_once]
        ]
        return {"chunk": page} | ({"end": str(begin + self.at_once)} if begin + self.at_once < len(posts) else {})

    def replies(self, question: EventId) -> list[Post]:
        """Return every answer to a message."""
        return [post for post in self.posts if post.reply_to == question]


def sealed(event: EventId, sender: UserId) -> nio.MegolmEvent:
    """Return an encrypted event whose words are of no matter."""
    content = {
        "algorithm": "m.megolm.v1.aes-sha2",
        "ciphertext": "AwgA",
        "sender_key": "k",
        "session_id": "s",
        "device_id": "D",
    }
    source = {"type": "m.room.encrypted", "event_id": event, "sender": sender, "origin_server_ts": 1}
    return nio.MegolmEvent.from_dict({**source, "content": content})


async def _nothing(_: str) -> None:
    """Let everything pass."""


@dataclass
class Client:
    """One bot's client. `meddle` is awaited before and after each request, with what it is about."""

    server: Server
    meddle: Callable[[str], Awaitable[None]] = _nothing
    user_id: UserId = BOT
    device_id: str = "CHAIR"
    own_name: str = "bot"
    rooms: dict[str, Any] = field(default_factory=dict)
    people: Any = field(default_factory=lambda: SimpleNamespace(pins={}, get_shown_key=lambda _: None))
    verifications: VerificationDesk = field(default_factory=VerificationDesk)
    sync_wait: float = 30.0
    sync_margin: float = 15.0
    before_reading: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(0)

    async def sync(self, *, since: str | None, full_state: bool, **_: Any) -> nio.SyncResponse:
        """Return what happened after `since`, once there is something; the first says at once who is where."""
        await self.meddle("sync")
        server, begin = self.server, int(since or 0)
        if full_state:
            self.rooms = {room: _room() for room in (ROOM, OTHER)}
            self._follow(server.stream)  # it brings rooms as they are now
        async with server.news:
            await server.news.wait_for(lambda: full_state or len(server.stream) > begin)
        await self.before_reading()
        events = server.stream[begin : begin + server.at_once] if since else []
        self._follow(events)
        gone = {room for room, event in events if _is_bot_leaving(event)}
        joined = {room: self._info(events, RoomId(room), full_state=full_state) for room in {*self.rooms} - gone}
        return nio.SyncResponse(
            str(begin + len(events)),
            nio.Rooms(
                {room: _invite(invitation) for room, invitation in events if isinstance(invitation, Invitation)},
                joined,
                {room: self._info(events, room, full_state=False) for room in gone},
            ),
            nio.DeviceOneTimeKeyCount(50, 50),
            nio.DeviceList([], []),
            [],
            [],
        )

    def _follow(self, events: list[tuple[RoomId, Any]]) -> None:
        """Know who is in which room after `events`."""
        for room, event in events:
            if isinstance(event, nio.RoomCreateEvent):
                self.rooms[room] = HeldRoom()
            if room in self.rooms:
                self.rooms[room].follow(event)

    def _info(self, events: list[tuple[RoomId, Any]], room: RoomId, *, full_state: bool) -> nio.RoomInfo:
        """Return what happened in one room."""
        here = [event for where, event in events if where == room and not isinstance(event, Invitation)]
        state = [item for where, item in self.server.stream if where == room and isinstance(item, nio.RoomCreateEvent)]
        typing = [nio.TypingNoticeEvent(self.server.typing[room])] if room in self.server.typing else []
        return nio.RoomInfo(nio.Timeline(here, self.server.limited, "back"), state if full_state else [], typing, [])

    def __post_init__(self) -> None:
        """Know nothing of the keys that came before."""
        self.server.key_news = KeyNewsDesk()

    @property
    def key_news(self) -> KeyNewsDesk:
        """Return which keys have come."""
        return self.server.key_news

    async def settle_keys(self) -> None:
        """Have no keys to settle."""

    def keep_all_keys(self) -> None:
        """Have no keys that wait."""

    def forget_opened(self, now: float, *, unsure: bool) -> None:
        """Have no keys to turn."""

    def forget_room(self, room: RoomId) -> None:
        """Have no keys to drop."""

    async def room_send(self, room: str, _kind: str, content: Any, txn: str, **_: Any) -> nio.RoomSendResponse:
        """Post a message, once for each transaction id."""
        await self.meddle(f"before {txn}")
        known = {post.txn: post for post in self.server.posts}
        async with self.server.news:
            if txn not in known:
                known[txn] = Post(RoomId(room), txn, EventId(f"$p{len(self.server.posts)}"), content)
                self.server.posts.append(known[txn])
                self.server.echo_card(known[txn])
            self.server.news.notify_all()
        await self.meddle(f"after {txn}")
        return nio.RoomSendResponse(known[txn].event, room)

    def list_deaf(self, *_: Any) -> frozenset[UserId]:
        """Have nobody in a room who cannot read."""
        return frozenset()

    async def room_messages(self, room: str, *, start: str | None, **_: Any) -> nio.RoomMessagesResponse:
        """Return one page of history."""
        await self.meddle("history")
        events, end = self.server.pages[start]
        return nio.RoomMessagesResponse(room, events, start or "now", end)

    async def show_read(self, *_: Any) -> None:
        """Show how far the bot has read."""

    async def room_typing(self, room: str, busy: bool, **_: Any) -> None:
        """Show that the bot is drafting."""
        self.server.drafting += [RoomId(room)] if busy else []

    async def call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """Do anything else that is asked."""
        await self.meddle(f"before {path}")
        async with self.server.news:
            answer = PICTURE if isinstance(body, Png) else self.server.rooms.answer(path, body)
            if "/messages?" in path:
                answer = self.server.standing(path.split("/")[5], int(path.partition("&from=")[2] or 0))
            if "/redact/" in path:
                self.server.redacted.append((path.split("/")[5], path.split("/")[7]))
            elif answer is None:
                self.server.asked.append(f"{method} {path}")
            self.server.news.notify_all()
        await self.meddle(f"after {path}")
        return answer or {}

    def open_sealed(self, event: Any) -> Said | None:
        """Return a sealed message that can be read, else None."""
        return self.server.readable.get(event.event_id)


def heard(client: Any, room: RoomId, event: Any, now: float, *, late: bool = False) -> Event | None:
    """Return what was said, in the place of `bot.matrix.intake.hear_event`, which hears everything else."""
    if not isinstance(event, Said):
        return intake.hear_event(client, room, event, now, late=late)
    if event.sender == BOT:
        return sight_card(client, room, event, now)
    return Heard(EventId(event.event_id), event.sender, now, event.text, event.reply_to, signed=True, late=late)


def _room() -> HeldRoom:
    return HeldRoom(dict.fromkeys((ANA, KIM, BOT), MEMBER))


def _is_bot_leaving(event: Any) -> bool:
    return isinstance(event, nio.RoomMemberEvent) and event.state_key == BOT and event.membership == "leave"


def _invite(invitation: Invitation) -> nio.InviteInfo:
    content = {"membership": "invite"}
    source = {"type": "m.room.member", "state_key": BOT, "sender": invitation.inviter, "content": content}
    return nio.InviteInfo([nio.InviteMemberEvent.from_dict(source)])


def settled(folder: Path) -> Settings:
    """Return the configuration of a bot in `folder`, whose questions go to the backend `house`."""
    (folder / "rooms").mkdir(exist_ok=True)
    (folder / "rooms" / "all.yaml").write_text(
        f'room: "*"\ntherapists: ["{ANA}"]\napproval: unasked\nlanguage: [en]\nbackend: house\n'
    )
    (folder / "password").write_text("x")
    (folder / "bot.yaml").write_text(
        f'homeserver: http://127.0.0.1:9\nuser_id: "{BOT}"\npassword_file: password\ndata_dir: .\n'
        f'jurisdiction: [demo]\ntherapists: ["{ANA}"]\n'
        "backends: {house: {kind: openai, base_url: http://127.0.0.1:9/v1, model: tiny}}\n"
    )
    return load_settings(folder / "bot.yaml")


@asynccontextmanager
async def seat(
    folder: Path,
    client: Client,
    backends: Mapping[str, Backend] | None = None,
    database: Callable[[Connection], Database] = Database,
) -> AsyncIterator[Chair]:
    """Take the chair over the notebook in `folder`, as a process that starts does."""
    async with open_store(folder, open_key(None, folder), database) as store:
        yield Chair(settled(folder), store, client, backends or {}, hear=heard)  # type: ignore[arg-type]  # as much of a client as needed


@asynccontextmanager
async def at_work(chair: Chair, *loops: Callable[[Chair], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Run the three loops, or only `loops`, for as long as the block runs."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(loop(chair)) for loop in loops or (listen, think, act)]
        yield
        for task in tasks:
            task.cancel()
