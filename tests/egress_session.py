"""A session of 200 messages in a process of its own, in which nothing can leave this machine; what left the bot is told.

    python tests/egress_session.py FOLDER

The whole bot is at work: listen, think and act, a real encrypted notebook, and both kinds of model against a server that keeps
everything. Each message holds a word that nothing else holds. FOLDER/report.json says which of them were allowed to leave,
and what did.
"""

# ruff: noqa: E402 - the guard stands before everything that could open a socket is imported
import sys
from pathlib import Path

TESTS = Path(__file__).parent
sys.path[:0] = [str(TESTS), str(TESTS / "integration")]

from egress_guard import Blocked, guard

ATTEMPTS = guard()

import os

AGAINST_US = dict(os.environ)
"""The environment as it was found: the bot takes out of it what would steer who asks models, before it imports them."""

import asyncio
import itertools
import json
import socket
import string
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, field

from hand_held import ANA, BOT, KIM, OTHER, ROOM, Client, Server, at_work, heard
from model_server import ModelServer, Reply, model_server

from bot.app.services import Chair
from bot.llm.backend import open_backend
from bot.log import start_logging
from bot.model import Beside, Desk, Direct, EventId, RoomId, UserId
from bot.settings import load_settings
from bot.store import Store, open_key, open_store

LEE = UserId("@lee:clinic")
"""Agrees that the bot reads along, and not that words of theirs go to a model."""
MESSAGES = 200
LABELLED = ("Quillfeather", "Marlowe", "0812-5550-1234", "marlowe@post.example", "Jalan Kenanga 7", "Lee")
"""What names somebody, in messages that are allowed to leave."""


@dataclass
class Report:
    """What the test is told. `may` and `never` are words that were and were not allowed to leave.

    `gone` are words that were allowed until so many requests had left. `bodies` is each request as the server got it,
    `kept` as the notebook keeps it.
    """

    may: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    gone: list[tuple[int, list[str]]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    texts: list[list[str]] = field(default_factory=list)
    kept: list[list[str]] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    guarded: list[str] = field(default_factory=list)
    messages: int = 0
    posts: int = 0


@dataclass
class Talk:
    """The people of the session."""

    chair: Chair
    server: Server
    models: ModelServer
    report: Report
    words: Iterator[str]
    kims: set[str] = field(default_factory=set)

    def word(self, *, may: bool) -> str:
        """Return a word that nobody has used, and note whether it may leave."""
        word = next(self.words)
        (self.report.may if may else self.report.never).append(word)
        return word

    async def says(self, text: str, sender: UserId, room: RoomId = ROOM) -> EventId:
        """Let somebody write a message."""
        self.report.messages += 1
        return await self.server.says_now(text, sender, room)

    async def asks(self, text: str, sender: UserId, room: RoomId = ROOM) -> EventId:
        """Let somebody write a command, and wait until it is answered."""
        event = await self.says(text, sender, room)
        await self.server.until(lambda: self.server.replies(event))
        return event

    async def chats(self, count: int, *speakers: tuple[UserId, bool], room: RoomId = ROOM) -> None:
        """Let people talk, in turn, each with whether what they say may leave."""
        for _, (sender, may) in zip(range(count), itertools.cycle(speakers), strict=False):
            result = self.word(may=may)
            if sender == KIM:
                self.kims.add(result)
            await self.says(f"well, {result} is how it felt", sender, room)

    async def names(self, room: RoomId) -> None:
        """Let Kim name people, addresses and numbers, in the middle of what may leave."""
        for label in LABELLED:
            await self.says(f"then i saw {label} again", KIM, room)

    async def switches(self, text: str, sender: UserId, room: RoomId = ROOM) -> None:
        """Let somebody turn the AI on or off, and wait until the room is told."""
        before = len(self.server.posts)
        await self.says(text, sender, room)
        await self.server.until(lambda: any(_switch(post.content) for post in self.server.posts[before:]))

    async def side(self, where: Beside, guest: UserId) -> RoomId:
        """Return the desk, or somebody's direct room, with a guest who has followed the invitation and was greeted."""
        while (side := await self.chair.store.sides.find_side(ROOM, where)) is None or side.room is None:
            pass
        room = side.room
        await self.server.until(lambda: self.server.rooms.members[room].get(guest))
        await self.server.moves(guest, "join", room)
        await self.server.until(lambda: any(post.room == room for post in self.server.posts))
        return room


def _switch(content: dict[str, object]) -> bool:
    marks = content.get("org.thirdchair")
    return isinstance(marks, dict) and marks.get("kind") == "floor"


def words() -> Iterator[str]:
    """Yield words of letters alone, none of which is part of another or of anything that people say."""
    for item in itertools.product(string.ascii_lowercase, repeat=3):
        yield f"qx{''.join(item)}vj"


async def session(talk: Talk) -> None:
    """Let 200 messages be written: before and after agreement, at the desk, in private, after `!stop` and `!withdraw`."""
    report, models = talk.report, talk.models
    for room in (ROOM, OTHER):
        await talk.server.until_card(room)
    await talk.chats(10, (KIM, False), (ANA, False), (LEE, False))  # the AI is off
    await talk.asks("!agree", KIM)
    await talk.asks("!agree listen", LEE)
    await talk.chats(6, (KIM, False), (ANA, False))
    await talk.switches("!listen", ANA)
    desk = await talk.side(Desk(), ANA)
    await talk.names(ROOM)
    await talk.chats(8, (KIM, True), (LEE, False), (ANA, True))
    await talk.asks(f"!ask who is {talk.word(may=True)}?", ANA)
    alone = await private(talk)
    await talk.chats(20, (KIM, True), (ANA, True), (LEE, False))
    for number in range(4):
        await talk.chats(4, (ANA, False), room=desk)
        await talk.asks(f"!ask at the desk: {talk.word(may=True)}, {number}?", ANA, desk)
    models.script(Reply(status=307, headers={"location": f"{AGAINST_US['ALL_PROXY']}/v1/chat/completions"}))
    await talk.asks(f"!explain {talk.word(may=True)}", KIM)
    await withdrawn(talk)
    await elsewhere(talk)
    await stopped(talk)
    await talk.asks("!sent", KIM, alone)
    await talk.chats(MESSAGES - report.messages, (KIM, False), (ANA, False), (LEE, False))
    await talk.asks("!status", KIM)


async def private(talk: Talk) -> RoomId:
    """Let Kim look for words alone with the bot, and say there what is for nobody; return their room."""
    await talk.asks("!express", KIM)
    room = await talk.side(Direct(KIM), KIM)
    await talk.chats(6, (KIM, False), room=room)
    await talk.asks(f"!express {talk.word(may=True)} makes me so tired", KIM, room)
    await talk.chats(2, (KIM, False), room=room)
    return room


async def withdrawn(talk: Talk) -> None:
    """Let Kim take their agreement back, and agree anew: what was said before never leaves again."""
    report = talk.report
    await talk.asks("!withdraw", KIM)
    before = len(talk.models.requests), list(report.may)
    await talk.chats(6, (KIM, False), (ANA, False))
    await talk.asks("!agree", KIM)
    await talk.switches("!listen", ANA)
    await talk.chats(12, (KIM, True), (ANA, True), (LEE, False))
    await talk.asks(f"!ask and now {talk.word(may=True)}?", ANA)
    # What Ana said stays in the window, and hers may leave again: only Kim's words count here.
    report.gone.append((before[0], [word for word in before[1] if word in talk.kims]))


async def elsewhere(talk: Talk) -> None:
    """Let another room, whose text is masked as for another machine, ask its own backend."""
    await talk.asks("!agree", KIM, OTHER)
    await talk.switches("!listen", ANA, OTHER)
    await talk.names(OTHER)
    await talk.chats(6, (KIM, False), (ANA, False), room=OTHER)  # no ordinary words: masked
    await talk.asks(f"!ask what did they say here about {talk.word(may=False)}?", ANA, OTHER)


async def stopped(talk: Talk) -> None:
    """Let Kim stop the AI while it is answering, and everybody go on talking and asking."""
    talk.models.script(Reply(hold=True))
    asked = len(talk.models.requests)
    await talk.says(f"!explain {talk.word(may=True)}", KIM)
    await talk.models.asked(asked + 1)
    await talk.switches("!stop", KIM)
    await talk.chats(20, (KIM, False), (ANA, False), (LEE, False))
    for number in range(6):
        await talk.asks(f"!explain {talk.word(may=False)} {number}", KIM)
    assert len(talk.models.requests) == asked + 1


def configuration(folder: Path, url: str) -> Path:
    """Write the configuration: each room asks another SDK's backend, and one masks as if that were on another machine."""
    (folder / "rooms").mkdir()
    (folder / "password").write_text("x")
    (folder / "key").write_text("sk-quiet-heron")
    rules = f'therapists: ["{ANA}"]\napproval: unasked\nlanguage: [en]\nwindow: {{messages: 100}}\n'
    (folder / "rooms" / "one.yaml").write_text(f'room: "*"\n{rules}backend: house\n')
    (folder / "rooms" / "other.yaml").write_text(f'room: "{OTHER}"\n{rules}backend: annexe\nmasking: remote\n')
    backends = {
        "house": {"kind": "openai", "base_url": f"{url}/v1", "model": "tiny", "timeout": 20},
        "annexe": {"kind": "anthropic", "base_url": url, "model": "tiny", "api_key_file": "key", "timeout": 20},
    }
    (folder / "bot.yaml").write_text(
        f'homeserver: http://127.0.0.1:9\nuser_id: "{BOT}"\npassword_file: password\ndata_dir: .\njurisdiction: [demo]\n'
        f'therapists: ["{ANA}"]\nwindow: {{messages: 100}}\nconsent: {{purposes: [listen]}}\n'
        f"backends: {json.dumps(backends)}\n"
    )
    return folder / "bot.yaml"


def told(body: dict[str, object]) -> list[str]:
    """Return what a request of either API tells the model: the standing text, then each turn."""
    result: list[str] = []
    for message in ({"content": body.get("system", [])}, *body["messages"]):  # type: ignore[misc]  # as the APIs have it
        content = message["content"]
        result.append(content if isinstance(content, str) else "".join(part["text"] for part in content))
    return [text for text in result if text]


async def kept(store: Store) -> list[list[str]]:
    """Return what the notebook says has left, oldest first, in the same form."""
    result = []
    for room in (ROOM, OTHER):
        for request in await store.sent.list_of_room(room, most=MESSAGES):
            turns: dict[int, str] = {}
            for piece in request.request.pieces:
                turns[piece.turn] = turns.get(piece.turn, "") + (piece.text or "")
            result.append((request.at, list(turns.values())))
    return [texts for _, texts in sorted(result)]


async def main(folder: Path) -> None:
    """Hold the session and tell what left."""
    # Once more, behind its back: no client asks the environment where to go.
    steering = ("_PROXY", "_BASE_URL", "_LOG")
    os.environ.update({name: value for name, value in AGAINST_US.items() if name.upper().endswith(steering)})
    report, server = Report(), Server()
    server.rooms.move(LEE, "join", ROOM)
    async with AsyncExitStack() as opened:
        models = await opened.enter_async_context(model_server())
        settings = load_settings(configuration(folder, models.url))
        backends = {
            name: await opened.enter_async_context(open_backend(backend)) for name, backend in settings.backends.items()
        }
        store = await opened.enter_async_context(open_store(folder, open_key(None, folder)))
        chair = Chair(settings, store, Client(server), backends, hear=heard)  # type: ignore[arg-type]  # as much of a client as needed
        async with at_work(chair):
            await session(Talk(chair, server, models, report, words()))
        report.kept = await kept(store)
        assert (await store.audit.verify()).broken is None
    report.bodies = [json.dumps(dict(request.headers)) + json.dumps(request.json) for request in models.requests]
    report.texts = [told(request.json) for request in models.requests]
    report.attempts, report.posts = list(ATTEMPTS), len(server.posts)
    report.guarded = reach_out()
    (folder / "report.json").write_text(json.dumps(asdict(report)))


def reach_out() -> list[str]:
    """Reach for other machines in every way, and return the ways that were blocked."""
    blocked: list[str] = []
    ways: dict[str, Callable[[], object]] = {
        "connect": lambda: socket.socket().connect(("192.0.2.1", 443)),
        "connect_ex": lambda: socket.socket().connect_ex(("192.0.2.1", 443)),
        "datagram": lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53)),
        "name": lambda: socket.getaddrinfo("clinic.example", 443),
        "program": lambda: os.system("true"),  # noqa: S605 - that it is not started is the point
    }
    for name, way in ways.items():
        try:
            way()
        except Blocked:
            blocked.append(name)
    return blocked


if __name__ == "__main__":
    start_logging()
    asyncio.run(main(Path(sys.argv[1])))
