"""A bot whose room has voice messages written down: the homeserver holds their sealed files, and a machine does what it is told."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiosqlite import Connection
from hand_held import ANA, BOT, KIM, Client, Server, heard
from nio.crypto.attachments import encrypt_attachment

from bot.app.services import Chair
from bot.errors import BackendBusy, BackendDown, RecordingRefused
from bot.llm.egress_permit import require_permit
from bot.matrix.recording import read_sound
from bot.model import Event, EventId, Recorded, RoomId, Segment, Transcript, UserId
from bot.settings import Settings, load_settings
from bot.store import open_key, open_store
from bot.store.db import Database

WORDS = "I went to the lake today."
FAR = "backends_allowed: any\n"


@dataclass
class Spoken:
    """A voice message that can be read: its content, as its sender's app made it."""

    event_id: str
    sender: UserId
    content: dict[str, Any] = field(repr=False)
    decrypted: bool = True
    source: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass
class VoiceServer(Server):
    """A homeserver with files: `files` are the sealed ones by where they lie, `fetched` which of them were asked for."""

    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    fetched: list[str] = field(default_factory=list)

    def make_voice(self, sender: UserId = KIM, recording: bytes = b"", **info: Any) -> Spoken:
        """Seal a recording as a file, and return the message about it."""
        plain = recording or b"OggS" + bytes(range(200)) + str(len(self.files)).encode()
        sealed, keys = encrypt_attachment(plain)
        media = f"media{len(self.files)}"
        self.files[media] = sealed
        told = {"mimetype": "audio/ogg", "size": len(plain), "duration": 3000, **info}
        file = {**keys, "url": f"mxc://clinic/{media}"}
        content = {"msgtype": "m.audio", "body": "Voice message.ogg", "info": told, "file": file}
        return Spoken(f"$v{len(self.files)}", sender, content)

    async def speaks(self, sender: UserId = KIM, recording: bytes = b"", **info: Any) -> EventId:
        """Let somebody send a voice message while the bot is waiting."""
        spoken = self.make_voice(sender, recording, **info)
        await self.tell(spoken)
        return EventId(spoken.event_id)


@dataclass
class VoiceClient(Client):
    """A client that fetches files."""

    async def download(self, path: str, largest: int) -> AsyncIterator[bytes]:
        """Give a file in two parts."""
        media = urlsplit(path).path.rpartition("/")[2]
        server = self.server
        assert isinstance(server, VoiceServer)
        async with server.news:
            server.fetched.append(media)
            server.news.notify_all()
        await self.meddle(f"before {media}")
        assert len(server.files[media]) <= largest
        yield server.files[media][:100]
        yield server.files[media][100:]
        await self.meddle(f"after {media}")


@dataclass
class Ears:
    """A machine that hears `WORDS`, or does what `steps` say first: `hang`, `busy`, `fail`, `refuse`. `heard` is what it was given."""

    server: Server
    steps: list[str] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list, repr=False)
    meddle: Callable[[str], Awaitable[None]] | None = None
    words: str = WORDS
    languages: list[str] = field(default_factory=list)
    segments: tuple[Segment, ...] = ()

    async def transcribe(self, recording: bytes, _mimetype: str, language: str) -> Transcript:
        """Do the next step, if it may be asked at this moment."""
        self.languages.append(language)
        require_permit()  # as the locked client does at each request
        if self.meddle:
            await self.meddle("before the machine")
        self.heard.append(recording)
        async with self.server.news:
            self.server.news.notify_all()
        match self.steps.pop(0) if self.steps else "":
            case "hang":
                await asyncio.Event().wait()
            case "busy":
                raise BackendBusy("busy", retry_after=0.0)
            case "fail":
                raise BackendDown("down")
            case "refuse":
                raise RecordingRefused("no recording", status=415)
        if self.meddle:
            await self.meddle("after the machine")
        return Transcript(self.words, "small", segments=self.segments)


def hear_spoken(client: Any, room: RoomId, event: Any, now: float, *, late: bool = False) -> Event | None:
    """Return what was said or spoken, in the place of the trust gate, which has tests of its own."""
    if not isinstance(event, Spoken):
        return heard(client, room, event, now, late=late)
    sound = read_sound(event.content)
    assert sound
    return Recorded(EventId(event.event_id), event.sender, now, sound=sound)


def settle_voices(folder: Path, more: str = "", ears: str = "ears", **keys: Any) -> Settings:
    """Return the configuration of a bot in `folder` that has voices written down by `ears`, and shown at once.

    `more` stands in its own file, `keys` are the machine's, of which there are two alike.
    """
    machine = json.dumps({"kind": "transcribe", "base_url": "http://127.0.0.1:9/v1", "model": "small", **keys})
    (folder / "rooms").mkdir(exist_ok=True)
    (folder / "rooms" / "all.yaml").write_text(
        f'room: "*"\ntherapists: ["{ANA}"]\napproval: unasked\nlanguage: [en]\nbackend: embedded\n'
        f"transcription: {ears}\ntranscripts: room\n"
    )
    (folder / "password").write_text("x")
    (folder / "bot.yaml").write_text(
        f'homeserver: http://127.0.0.1:9\nuser_id: "{BOT}"\npassword_file: password\ndata_dir: .\n'
        f'jurisdiction: [demo]\ntherapists: ["{ANA}"]\nbackends: {{ears: {machine}, others: {machine}}}\n{more}'
    )
    return load_settings(folder / "bot.yaml")


def sign_until(day: str) -> dict[str, Any]:
    """Return the keys of a machine elsewhere, with whose company an agreement holds until `day`."""
    agreement = {"kind": "DPA", "with": "Far", "signed": "2026-01-15", "expires": day}
    return {"base_url": "https://192.0.2.1/v1", "agreement": agreement}


@asynccontextmanager
async def seat_with_ears(
    folder: Path,
    client: Client,
    ears: Ears,
    database: Callable[[Connection], Database] = Database,
    **keys: Any,
) -> AsyncIterator[Chair]:
    """Take the chair over the notebook in `folder`, as a process that starts does; `keys` are the machine's."""
    settings = settle_voices(folder, FAR if "agreement" in keys else "", **keys)
    async with open_store(folder, open_key(None, folder), database) as store:
        make = partial(Chair, settings, store, client, {}, hear=hear_spoken)  # type: ignore[arg-type]  # as much of a client as needed
        yield make(transcribers={"ears": ears})


async def let_listen(server: VoiceServer, *, voice: bool = True) -> None:
    """Let everybody agree, Kim to having her voice written down too, and the AI be on."""
    await server.agrees()
    if voice:
        await server.says_now("!agree voice", KIM)
    await server.says_now("!listen", ANA)
    await server.until(lambda: [post for post in server.posts if "AI on" in post.content["body"]])


def list_transcripts(server: Server, message: EventId) -> list[str]:
    """Return what was written down below a voice message."""
    return [
        post.content["body"]
        for post in server.replies(message)
        if post.content["org.thirdchair"].get("kind") == "transcribe"
    ]
