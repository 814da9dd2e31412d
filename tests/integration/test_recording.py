"""Voice messages fetched from the homeserver: looked at before, while and after they come, in memory, and opened only if whole."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from clinic_files import GOOD, written
from hypothesis import given
from hypothesis import strategies as st
from nio.crypto.attachments import encrypt_attachment

from bot.app.own_client import open_own_client
from bot.errors import HomeserverDown
from bot.matrix.client.client import Client
from bot.matrix.recording import RecordingUnusable, fetch_recording, is_recording, read_sound
from bot.model import Sound
from bot.settings import load_settings

PLAIN = b"OggS" + bytes(range(256)) * 600
LARGEST = 1_000_000
PATH = "/_matrix/client/v1/media/download/clinic.test/abc"


class MediaServer:
    """A homeserver's media: it gives `body` with `status`, and remembers what it was asked."""

    def __init__(self) -> None:
        self.body: bytes = b""
        self.status = 200
        self.headers: dict[str, str] = {}
        self.endless = False
        self.announced = 0
        self.asked: list[web.Request] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request; or announce much and send nothing, or send zeros, for as long as anybody listens."""
        if not request.path.startswith("/_matrix/client/v1/media"):
            return web.json_response({"versions": ["v1.11"]})
        self.asked.append(request)
        if not self.endless and not self.announced:
            return web.Response(body=self.body, status=self.status, headers=self.headers)
        response = web.StreamResponse()
        response.content_length = self.announced or None
        await response.prepare(request)
        if self.announced:
            await asyncio.Event().wait()  # until nobody listens any more
        while True:
            await response.write(bytes(2**16))


@asynccontextmanager
async def _open_media(folder: Path) -> AsyncIterator[tuple[MediaServer, Client]]:
    """Run a media server, and give it with a client of it."""
    server, app = MediaServer(), web.Application()
    app.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    text = GOOD.replace("http://127.0.0.1:8008", f"http://127.0.0.1:{runner.addresses[0][1]}")
    try:
        async with open_own_client(load_settings(written(folder, text)).deployment, "A", "") as client:
            client.access_token = "quiet-heron"
            await client.call("GET", "/_matrix/client/versions")
            yield server, client
    finally:
        await runner.cleanup()


def _make_message(plain: bytes = PLAIN) -> tuple[bytes, dict[str, Any]]:
    """Return an encrypted file and the message that an app would send about it."""
    sealed, keys = encrypt_attachment(plain)
    info = {"mimetype": "audio/ogg", "size": len(plain), "duration": 3250}
    file = {**keys, "url": "mxc://clinic.test/abc"}
    return sealed, {"msgtype": "m.audio", "body": "Voice message.ogg", "info": info, "file": file}


def _read(content: dict[str, Any]) -> Sound:
    sound = read_sound(content)
    assert sound
    return sound


async def test_a_voice_message_is_fetched_from_our_own_homeserver_and_opened(tmp_path: Path) -> None:
    """It is asked for by the authenticated way (spec, "Content repository"), with the bot's token, and comes out as it was."""
    sealed, content = _make_message()
    async with _open_media(tmp_path) as (server, client):
        server.body = sealed
        assert await fetch_recording(client, _read(content), LARGEST) == PLAIN
        (request,) = server.asked
    assert request.path == PATH
    assert request.headers["Authorization"] == "Bearer quiet-heron"


async def test_one_that_says_it_is_too_large_is_not_asked_for(tmp_path: Path) -> None:
    """Four gigabytes by its own word are four gigabytes: not a byte is loaded."""
    _, content = _make_message()
    content["info"]["size"] = 4 * 2**30
    async with _open_media(tmp_path) as (server, client):
        with pytest.raises(RecordingUnusable, match="large"):
            await fetch_recording(client, _read(content), LARGEST)
        assert not server.asked


@pytest.mark.parametrize("endless", [False, True])
async def test_one_that_is_larger_than_it_says_is_cut_off(tmp_path: Path, *, endless: bool) -> None:
    """What the homeserver announces or sends beyond the limit ends the loading there and then."""
    sealed, content = _make_message()
    async with _open_media(tmp_path) as (server, client):
        server.body, server.endless = sealed, endless
        with pytest.raises(RecordingUnusable, match="large"):
            await fetch_recording(client, _read({**content, "info": {"size": 10}}), 1000)


async def test_one_that_is_announced_as_too_large_is_not_waited_for(tmp_path: Path) -> None:
    """Four gigabytes by the homeserver's own word end the loading before a byte of them has come."""
    _, content = _make_message()
    async with _open_media(tmp_path) as (server, client):
        server.announced = 4 * 2**30
        with pytest.raises(RecordingUnusable, match="large"):
            await fetch_recording(client, _read(content), LARGEST)


@pytest.mark.parametrize("status", [301, 307, 308, 204, 403, 404])
async def test_nobody_is_followed_elsewhere(tmp_path: Path, status: int) -> None:
    """A homeserver that points to another server, or has nothing, gives nothing: the token and the address stay here."""
    _, content = _make_message()
    async with _open_media(tmp_path) as (server, client):
        server.status, server.headers = status, {"location": "http://127.0.0.1:1/elsewhere"}
        with pytest.raises(RecordingUnusable, match="gone"):
            await fetch_recording(client, _read(content), LARGEST)
        assert len(server.asked) == 1


async def test_a_homeserver_in_trouble_is_asked_again_later(tmp_path: Path) -> None:
    """An error of the server's is no word about the message."""
    _, content = _make_message()
    async with _open_media(tmp_path) as (server, client):
        server.status = 502
        with pytest.raises(HomeserverDown):
            await fetch_recording(client, _read(content), LARGEST)


async def test_what_is_not_what_was_sent_is_never_opened(tmp_path: Path) -> None:
    """One changed bit, or another hash in the message, and nothing of it is handed on."""
    sealed, content = _make_message()
    async with _open_media(tmp_path) as (server, client):
        server.body = sealed[:-1] + bytes([sealed[-1] ^ 1])
        with pytest.raises(RecordingUnusable, match="altered"):
            await fetch_recording(client, _read(content), LARGEST)
        server.body = sealed
        wrong = replace(_read(content), sha256="A" * 43)
        with pytest.raises(RecordingUnusable, match="altered"):
            await fetch_recording(client, wrong, LARGEST)


@pytest.mark.parametrize("plain", [b"PK\x03\x04" + bytes(90), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"", b"MZ"])
async def test_a_file_that_is_only_called_a_recording_is_none(tmp_path: Path, plain: bytes) -> None:
    """A zip named ogg, a drawing, nothing at all: how it begins says what it is."""
    sealed, content = _make_message(plain)
    async with _open_media(tmp_path) as (server, client):
        server.body = sealed
        with pytest.raises(RecordingUnusable, match="no-sound"):
            await fetch_recording(client, _read(content), LARGEST)


def test_each_kind_of_recording_is_known_by_how_it_begins() -> None:
    """Ogg, MP3 with and without a tag, MP4, WAV, WebM, FLAC and AAC."""
    wave, mp4 = b"RIFF\x00\x00\x00\x00WAVEfmt ", b"\x00\x00\x00\x20ftypM4A "
    for beginning in (b"OggS\x00", b"ID3\x04", b"\xff\xfb\x90", b"\xff\xf1\x50", mp4, wave, b"\x1aE\xdf\xa3", b"fLaC"):
        assert is_recording(beginning), beginning
    assert not is_recording(b"RIFF\x00\x00\x00\x00AVI LIST")


def test_what_the_sender_s_app_says_is_read() -> None:
    """Kind, size and length, of `info` or of MSC1767's block beside it; a voice mark makes no difference."""
    _, content = _make_message()
    sound = _read(content)
    assert (sound.mimetype, sound.size, sound.seconds) == ("audio/ogg", len(PLAIN), 3.25)
    beside = {**content, "info": {}, "org.matrix.msc1767.audio": {"duration": 4000}, "org.matrix.msc3245.voice": {}}
    assert _read(beside).seconds == 4.0


def _without(content: dict[str, Any], *path: str) -> dict[str, Any]:
    """Return the message without the key at `path`."""
    first, *rest = path
    if not rest:
        return {key: inner for key, inner in content.items() if key != first}
    return {**content, first: _without(content[first], *rest)}


def test_one_whose_key_is_missing_is_no_voice_message() -> None:
    """Without key, vector, hash or address nothing could be opened, and a recording in the open is nobody's certain word."""
    _, content = _make_message()
    for path in (("file",), ("file", "key"), ("file", "key", "k"), ("file", "iv"), ("file", "hashes"), ("file", "url")):
        assert read_sound(_without(content, *path)) is None, path
    assert read_sound({**content, "msgtype": "m.video"}) is None
    assert read_sound({**content, "file": {**content["file"], "url": "mxc://clinic.test/../../admin"}}) is None
    assert read_sound({**content, "file": {**content["file"], "key": {"k": "AAAA"}}}) is None


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(junk=anything, where=st.sampled_from(["info", "file", "key", "k", "iv", "hashes", "sha256", "url", "duration"]))
def test_whatever_an_app_says_never_raises(junk: Any, where: str) -> None:
    """A key may hold anything: the message then is a voice message or none, and its figures are bounded."""
    _, content = _make_message()
    file, info = dict(content["file"]), dict(content["info"])
    if where in {"info", "file"}:
        content[where] = junk
    elif where in {"k", "sha256"}:
        content["file"] = {**file, ("key" if where == "k" else "hashes"): {where: junk}}
    elif where == "duration":
        content["info"] = {**info, where: junk, "size": junk}
    else:
        content["file"] = {**file, where: junk}
    sound = read_sound(content)
    assert sound is None or (0 <= sound.seconds < 24 * 3600 and 0 <= sound.size <= 2**53)


def test_no_key_of_a_recording_is_ever_shown() -> None:
    """What opens a voice message stands in no log line: its `repr` holds kind, size and length."""
    _, content = _make_message()
    shown = repr(_read(content))
    assert content["file"]["key"]["k"] not in shown
    assert "mxc" not in shown
