"""What goes wrong with either SDK backend, and in which words it is told."""

import asyncio
import logging
import traceback
from pathlib import Path

import httpx2
import pytest
from backends import ASKED, KEY, KINDS, PROMPT, opened
from model_server import HALF_JSON, WEB_PAGE, Reply, model_server

from bot.errors import BackendBusy, BackendDown, BackendError, BackendRefused
from bot.llm.sdk_errors import read_retry_after
from bot.llm.transport import LARGEST_BODY

pytestmark = pytest.mark.parametrize("kind", KINDS)

STATUSES = [
    *((status, BackendRefused) for status in (300, 301, 302, 307, 308, 400, 401, 402, 403, 404, 405, 413, 418, 422)),
    *((status, BackendDown) for status in (408, 409, 425, 500, 501, 502, 503, 504, 520)),
    *((status, BackendBusy) for status in (429, 529)),
]


@pytest.mark.parametrize(("status", "error"), STATUSES)
async def test_every_status_is_busy_refused_or_down(
    kind: str, status: int, error: type[BackendError], tmp_path: Path
) -> None:
    """One request is made, never a second; the error is of one of three kinds and quotes nobody."""
    async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
        server.script(Reply(status=status))
        with pytest.raises(BackendError) as caught:
            await backend.complete(PROMPT, max_tokens=300)
        assert len(server.requests) == 1
        address = server.url.removeprefix("http://")
    assert type(caught.value) is error
    assert caught.value.remedy
    told = "".join(traceback.format_exception(caught.value)) + caught.value.remedy
    for secret in ("moonless-otter", ASKED, KEY, address, PROMPT.system):
        assert secret not in told
    assert caught.value.__cause__ is caught.value.__context__ is None


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {}, None),
        (429, {"retry-after": "3"}, 3.0),
        (429, {"retry-after": "0.5"}, 0.5),
        (429, {"retry-after": "9", "retry-after-ms": "1500"}, 1.5),
        (429, {"retry-after": "soon"}, None),
        (429, {"retry-after": "-4"}, None),
        (429, {"retry-after": "inf"}, None),
        (503, {"retry-after": "20"}, 20.0),
        (529, {"retry-after": "7"}, 7.0),
    ],
)
async def test_a_busy_backend_says_for_how_long(
    kind: str, status: int, headers: dict[str, str], seconds: float | None, tmp_path: Path
) -> None:
    """`read_retry_after` is in seconds, as the server said, or None; the SDK itself does not wait and retry."""
    async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
        server.script(Reply(status=status, headers=headers))
        with pytest.raises(BackendBusy) as caught:
            await backend.complete(PROMPT, max_tokens=300)
        assert len(server.requests) == 1
    assert caught.value.retry_after == seconds


def test_a_date_to_wait_for_counts_from_the_servers_own_clock(kind: str) -> None:
    """A server whose clock is wrong by years still makes us wait for a minute."""
    headers = {"date": "Wed, 21 Oct 2015 07:28:00 GMT", "retry-after": "Wed, 21 Oct 2015 07:29:00 GMT"}
    assert read_retry_after(httpx2.Headers(headers)) == 60.0
    assert read_retry_after(httpx2.Headers({"retry-after": headers["retry-after"]})) is None


@pytest.mark.parametrize(
    "reply",
    [
        WEB_PAGE,
        HALF_JSON,
        Reply(break_off=True),
        Reply(empty=True),
        Reply(body=b""),
        Reply(body=b"{}", headers={"content-encoding": "gzip"}),
        Reply("w" * LARGEST_BODY),
    ],
    ids=["web page", "half of the JSON", "cut connection", "no choice", "no body", "bad gzip", "endless"],
)
async def test_an_answer_that_cannot_be_read_is_a_backend_that_is_down(kind: str, reply: Reply, tmp_path: Path) -> None:
    """The sentence is calm and ours, and the next request is answered as if nothing had been."""
    async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
        server.script(reply)
        with pytest.raises(BackendDown) as caught:
            await backend.complete(PROMPT, max_tokens=300)
        assert (await backend.complete(PROMPT, max_tokens=300)).text == server.default.text
    assert str(caught.value).startswith(("The AI backend", "The model"))


async def test_a_server_that_is_not_there_is_down(kind: str, tmp_path: Path) -> None:
    """A stopped model server is told as one that cannot be reached."""
    async with model_server() as server:
        url = server.url
    async with opened(kind, url, tmp_path) as backend:
        with pytest.raises(BackendDown, match="cannot be reached"):
            await backend.complete(PROMPT, max_tokens=300)


async def test_a_very_long_answer_is_passed_on_whole(kind: str, tmp_path: Path) -> None:
    """How much of it is posted is decided elsewhere."""
    async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
        server.script(Reply("walk " * 100_000))
        assert (await backend.complete(PROMPT, max_tokens=300)).text == "walk " * 100_000


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_nobody_is_followed_elsewhere(kind: str, status: int, tmp_path: Path) -> None:
    """A redirect is refused, and the server it points to is not even connected to."""
    async with model_server() as server, model_server() as other, opened(kind, server.url, tmp_path) as backend:
        server.script(Reply(status=status, headers={"location": f"{other.url}/v1/messages"}))
        with pytest.raises(BackendRefused, match="points to another address"):
            await backend.complete(PROMPT, max_tokens=300)
        assert other.requests == []


async def test_giving_up_closes_the_connection(kind: str, tmp_path: Path) -> None:
    """A cancelled question ends as cancelled, and the server sees its client hang up."""
    async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
        server.script(Reply(hold=True))
        asking = asyncio.create_task(backend.complete(PROMPT, max_tokens=300))
        await server.asked()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await asyncio.wait_for(server.hung_up.wait(), 120)
        assert (await backend.complete(PROMPT, max_tokens=300)).text == server.default.text


async def test_the_callers_time_limit_is_the_callers_error(kind: str, tmp_path: Path) -> None:
    """`asyncio.timeout` around a question raises TimeoutError, not one of ours."""
    async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
        server.script(Reply(hold=True))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await backend.complete(PROMPT, max_tokens=300)


async def test_rooms_are_answered_side_by_side(kind: str, tmp_path: Path) -> None:
    """One slow answer holds up no other."""
    async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
        server.script(Reply("slow", hold=True), Reply("quick"))
        slow = asyncio.create_task(backend.complete(PROMPT, max_tokens=300))
        await server.asked()
        assert (await backend.complete(PROMPT, max_tokens=300)).text == "quick"
        server.release()
        assert (await slow).text == "slow"


async def test_nothing_is_logged_even_when_everything_is(
    kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With the root logger at DEBUG, neither the SDK nor its HTTP client writes a line."""
    with caplog.at_level(logging.DEBUG):
        async with model_server() as server, opened(kind, server.url, tmp_path) as backend:
            server.script(Reply(), Reply(status=500))
            await backend.complete(PROMPT, max_tokens=300)
            with pytest.raises(BackendDown):
                await backend.complete(PROMPT, max_tokens=300)
    names = {record.name.partition(".")[0] for record in caplog.records}
    assert not names & {"openai", "anthropic", "httpx2", "httpcore2"}
