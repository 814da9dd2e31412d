"""The locked HTTP client: text for a model goes to the configured address and nowhere else.

No proxy, no redirect, no variable of the environment; and at every connect the host is resolved again,
must lead to allowed addresses only, and the connection is made to just those: this machine and the clinic's
networks for a local backend, whatever its name leads to now. A remote one goes anywhere, by https and with leave.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import httpcore2
import httpx2

from bot.egress_watch import permit_sockets
from bot.errors import BackendDown, BackendRefused
from bot.llm.address_race import race_addresses
from bot.llm.egress_permit import require_permit
from bot.settings import BackendSettings
from bot.settings.backend_places import is_local

LARGEST_BODY = 4 * 2**20
"""Bytes of an answer, far more than the longest allowed; a server that sends without end is cut off."""

_SocketOption: TypeAlias = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


async def stays_local(url: str, networks: tuple[str, ...] = ()) -> bool:
    """Return whether the host of `url` resolves now, to this machine or into `networks` with every address."""
    try:
        addresses = await _resolve_host(httpx2.URL(url).host)
    except (OSError, UnicodeError, httpx2.InvalidURL):
        return False
    return all(is_local(address, networks) for address in addresses)


async def check_stays_where_configured(settings: BackendSettings, url: str) -> None:
    """Check that text sent to `url` stays where `settings` say: in the clinic, or, if it is remote, encrypted.

    Raises:
        BackendRefused: it would not, or the address holds a password, which would end up in other places.
    """
    encrypted = settings.remote and url.lower().startswith("https://")
    if not encrypted and not await stays_local(url, settings.networks):
        raise BackendRefused(
            "This backend would send text to another machine, unforeseen or unencrypted.",
            "Look at what the host in `base_url` resolves to, use https, and see docs/backends.md.",
        )
    if urlsplit(url).username is not None:
        raise BackendRefused(
            "The address of this backend holds a name or a password.",
            "Take it out of `base_url`, put the key into a file, and name the file as `api_key_file`.",
        )


def read_key(path: Path) -> str:
    """Return the API key that the file at `path` holds.

    Raises:
        BackendRefused: it cannot be read, or holds what is no key.
    """
    try:
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError):
        key = ""
    if not key or not key.isprintable():
        raise BackendRefused(
            "The key of this backend cannot be read.",
            "Write the key, on one line, into the file that `api_key_file` names, and let the bot's user read it.",
        )
    return key


def open_locked_client(settings: BackendSettings) -> httpx2.AsyncClient:
    """Return an HTTP client for one backend, to be closed by the caller.

    `settings.timeout` bounds each wait for bytes, and how long an answer may take in all, so that no server keeps us by
    sending a byte now and then; ten seconds of it at most go into connecting.
    """
    return httpx2.AsyncClient(
        transport=_LockedTransport(settings),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx2.Timeout(settings.timeout, connect=min(settings.timeout, 10.0)),
        headers={"accept-encoding": "identity"},  # `_LockedTransport` refuses what comes packed all the same
    )


class _LockedNetwork(httpcore2.AsyncNetworkBackend):
    """Connects to allowed addresses only, whatever the host name led to a moment ago; `anywhere` if encrypted and remote."""

    def __init__(self, settings: BackendSettings, *, anywhere: bool) -> None:
        self._tcp = httpcore2.AnyIOBackend()
        self._settings = settings
        self._anywhere = anywhere

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  httpcore2 calls us with it
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Return a connection to an address of `host`, the first that takes it; one that never answers is overtaken.

        Raises:
            BackendRefused: one of its addresses is not allowed, then none is tried; or it is remote, and has no leave.
            httpcore2.ConnectError: nobody listens there, or the host is not known.
        """
        try:
            async with asyncio.timeout(timeout):
                addresses = await _resolve_host(host)
        except (OSError, UnicodeError):
            raise httpcore2.ConnectError("the host of this backend is not known") from None
        if self._settings.remote:
            require_permit()
        if not self._anywhere and not all(is_local(address, self._settings.networks) for address in addresses):
            raise BackendRefused(
                "The address of this backend leads to another machine now, so nothing was sent.",
                "Find out who changed what its host name resolves to.",
            )
        # `localhost` is ::1 and 127.0.0.1, and many model servers listen on one of them
        with permit_sockets():  # which the tasks of the race take along
            return await race_addresses(
                addresses, lambda address: self._tcp.connect_tcp(address, port, timeout, local_address, socket_options)
            )


class _LockedTransport(httpx2.AsyncBaseTransport):
    """Carries requests over pools of connections made by `_LockedNetwork`, and by nothing else: one for each scheme."""

    def __init__(self, settings: BackendSettings) -> None:
        self._settings = settings
        self._pools: dict[str, httpcore2.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send `request`, and return the answer with its body still to be read.

        Raises:
            BackendDown: the answer is compressed, which it was asked not to be: the client would unpack it without bound.
        """
        assert isinstance(request.stream, httpx2.AsyncByteStream)
        url = request.url
        if self._settings.remote:
            require_permit()  # also on a connection that is open already
        until = asyncio.get_running_loop().time() + self._settings.timeout
        with _map_transport_errors():
            response = await self._pool(url.scheme).handle_async_request(
                httpcore2.Request(
                    method=request.method,
                    url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        if _is_packed(response.headers):
            await response.aclose()
            what = f"The AI backend sent a compressed answer, unasked (status {response.status})."
            raise BackendDown(what, "Turn compression off in it, or in the proxy before it.", status=response.status)
        return httpx2.Response(response.status, headers=response.headers, stream=_Body(response, until))

    def _pool(self, scheme: str) -> httpcore2.AsyncConnectionPool:
        """Return the connections for `scheme`, made at their first use: a backend that sends nothing loads no certificates.

        A scheme that is neither http nor https gets those for http, which know no other, and say so.
        """
        encrypted = scheme == "https"
        if scheme not in self._pools:
            self._pools[scheme] = httpcore2.AsyncConnectionPool(
                ssl_context=httpx2.create_ssl_context(trust_env=False) if encrypted else None,
                max_connections=max(20, 2 * self._settings.slots),  # also for those that are being closed
                keepalive_expiry=30.0,
                network_backend=_LockedNetwork(self._settings, anywhere=self._settings.remote and encrypted),
            )
        return self._pools[scheme]

    async def aclose(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            await pool.aclose()


class _Body(httpx2.AsyncByteStream):
    """The body of an answer, up to `LARGEST_BODY`, as long as the loop's clock is not past `until`. It is not compressed."""

    def __init__(self, response: httpcore2.Response, until: float) -> None:
        self._response = response
        self._until = until

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size, clock = 0, asyncio.get_running_loop().time
        with _map_transport_errors():
            async for part in self._response.aiter_stream():
                size += len(part)
                if size > LARGEST_BODY:
                    raise httpx2.ReadError("the answer is longer than any answer can be")
                if clock() > self._until:
                    raise httpx2.ReadTimeout("the answer takes longer than any answer may")
                yield part

    async def aclose(self) -> None:
        await self._response.aclose()


def _is_packed(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Return whether a body with these headers would be unpacked by whoever reads it (RFC 9110 section 8.4)."""
    packings = (value.lower().strip() for name, value in headers if name.lower() == b"content-encoding")
    return any(packing not in {b"", b"identity"} for packing in packings)


@contextmanager
def _map_transport_errors() -> Iterator[None]:
    """Raise what httpx2's callers expect; they know these errors only."""
    try:
        yield
    except httpcore2.TimeoutException:
        raise httpx2.ReadTimeout("no bytes in time") from None
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol):
        raise httpx2.NetworkError("the connection failed") from None


async def _resolve_host(host: str) -> tuple[str, ...]:
    """Return every address that `host` resolves to now, at least one.

    Raises:
        OSError: it resolves to none.
    """
    resolved = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    if not resolved:
        raise OSError("no address")
    return tuple(dict.fromkeys(str(address[0]) for *_, address in resolved))
