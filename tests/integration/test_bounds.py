"""What a model server can cost the bot: no more bytes, time and work than an answer may take, whatever it sends."""

import gzip
import json
import zlib
from pathlib import Path

import pytest
from backends import KINDS, PROMPT, backend_settings, opened
from model_server import Reply, model_server

from bot.errors import BackendDown, BackendError
from bot.llm import transport
from bot.llm.backend import open_backend

pytestmark = pytest.mark.parametrize("kind", KINDS)
BOMB = gzip.compress(b" " * 2**26, compresslevel=1)
"""64 MB of blanks in 300 kB, each of which may stand before any JSON."""


@pytest.mark.parametrize("status", [200, 400, 500])
@pytest.mark.parametrize("packing", ["gzip", "GZIP", "deflate", "gzip, identity", "br", "zstd", "identity, gzip"])
async def test_what_comes_compressed_unasked_is_refused_and_never_unpacked(
    kind: str, packing: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bot asks for plain answers; a packed one is not even read, whatever its status, and the operator learns why."""
    read = []

    def unpack(*_: object, **__: object) -> None:
        read.append(packing)

    monkeypatch.setattr(zlib, "decompressobj", unpack)
    body = BOMB if "gzip" in packing.lower() else b"{}"
    async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
        server.script(Reply(body=body, status=status, headers={"content-encoding": packing}))
        with pytest.raises(BackendDown, match="compressed") as caught:
            await backend.complete(PROMPT, max_tokens=300)
    assert (caught.value.status, read) == (status, [])
    assert "compression" in caught.value.remedy


async def test_a_plain_answer_may_say_that_it_is_plain(kind: str, tmp_path: Path) -> None:
    """`identity` is no packing."""
    async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
        server.script(Reply("Tea.", headers={"content-encoding": "identity"}))
        assert (await backend.complete(PROMPT, max_tokens=300)).text == "Tea."


async def test_the_next_answer_comes_after_one_that_was_refused(kind: str, tmp_path: Path) -> None:
    """A refused answer leaves no connection behind that the next request would wait for."""
    async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
        for _ in range(25):  # more than the pool has connections
            server.script(Reply(body=BOMB, headers={"content-encoding": "gzip"}))
            with pytest.raises(BackendDown):
                await backend.complete(PROMPT, max_tokens=300)
        assert (await backend.complete(PROMPT, max_tokens=300)).text == server.default.text


async def test_an_answer_that_drips_ends_by_its_total_time(kind: str, tmp_path: Path) -> None:
    """A byte now and then holds no wait open for ever: the whole answer has as long as one may take."""
    settings = backend_settings(kind, "http://unused", tmp_path)
    async with model_server() as server:
        base_url = f"{server.url}/v1" if kind == "openai" else server.url
        hasty = settings.model_copy(update={"base_url": base_url, "timeout": 0.3})
        async with open_backend(hasty) as backend:
            server.script(Reply(drip=True))
            with pytest.raises(BackendDown):
                await backend.complete(PROMPT, max_tokens=300)


async def test_an_endless_answer_is_cut_off_by_its_size(kind: str, tmp_path: Path) -> None:
    """Bytes are counted as they come, not when the last one is there."""
    async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
        server.script(Reply(flood=True))
        with pytest.raises(BackendDown):
            await backend.complete(PROMPT, max_tokens=300)


@pytest.mark.parametrize("filling", ["[", "\n", "word ", '{"a":', "<think>"])
@pytest.mark.parametrize("status", [200, 400])
async def test_four_megabytes_of_anything_are_read_or_refused(
    kind: str, filling: str, status: int, tmp_path: Path
) -> None:
    """The largest body that comes through is an answer or an error like any other."""
    text = (filling * transport.LARGEST_BODY)[: transport.LARGEST_BODY // 2 - 1000]
    body = json.dumps({"error": {"message": text}}).encode() if status == 400 else None
    async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
        server.script(Reply(text, status=status, body=body))
        if status == 400 or not text.strip():
            with pytest.raises(BackendError) as caught:
                await backend.complete(PROMPT, max_tokens=300)
            assert caught.value.status == status
        else:
            assert (await backend.complete(PROMPT, max_tokens=300)).text == text
