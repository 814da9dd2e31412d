"""nio's client, hardened, the lowest floor: one request at a time, and every failure one of our own errors.

Each override in this and the floors upon it (`bot/matrix/client/client.py` lists them) names the fault upstream (matrix-nio 0.26.0) and when it may go.
"""

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import nio
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar

from bot.egress_watch import permit_sockets
from bot.errors import BotError
from bot.matrix.client.identities import People
from bot.matrix.client.json_parser import parse_json
from bot.matrix.client.key_news import KeyNewsDesk
from bot.matrix.client.keystore import Keystore
from bot.matrix.client.refusals import ENDED, ServerSaysNo, map_no_answer, map_refusal
from bot.matrix.client.verification import VerificationDesk
from bot.model import UserId

# nio's DEBUG lines hold whole answers (`responses.verify`), and its warnings and errors quote what they find malformed
# (`events.misc`): our own lines say by code what was dropped. peewee's DEBUG lines hold what goes into the database.
logging.getLogger("nio").setLevel(logging.CRITICAL)
logging.getLogger("peewee").setLevel(logging.WARNING)

LOGIN = "/_matrix/client/v3/login"
REFRESH = "/_matrix/client/v3/refresh"
WHOAMI = "/_matrix/client/v3/account/whoami"
SECONDS = 30.0
"""How long one request may take, beyond what a sync waits for."""


_LIMIT = ClientTimeout(total=SECONDS)
_OK = 200
_PART = 64 * 1024
"""Bytes of a file that are looked at together."""


class TooLarge(BotError):
    """What lies at an address of the homeserver has more bytes than are wanted."""

    def __init__(self) -> None:
        super().__init__("A file is larger than is wanted.", "Nothing was kept of it.")


class Png(bytes):
    """A picture that is nobody's secret: sent in the open, and the homeserver is told what it is, so that it shows it small."""


class Renew(Protocol):
    """What gets another access token in the place of one that ended."""

    async def __call__(self, ended: str, *, soft: bool) -> bool:
        """Return whether there is another now. `soft`: the homeserver keeps the device.

        Raises:
            LoginExpired: there is none yet, and a person can mend that.
        """


class Asking(nio.AsyncClient):
    """A client for one account and one device, that asks its homeserver and takes no for an answer."""

    client_session: ClientSession | None

    def __init__(self, homeserver: str, user_id: UserId, device_id: str, folder: Path, key: str) -> None:
        config = nio.AsyncClientConfig(
            store=Keystore,
            store_name="matrix.db",
            pickle_key=key,
            store_sync_tokens=False,  # upstream saves the token before the events are handled
            max_limit_exceeded=0,  # our loops wait, so that they can be cancelled and counted
            max_timeouts=0,
            request_timeout=SECONDS,
            encryption_enabled=True,
        )
        super().__init__(homeserver.rstrip("/"), user_id, device_id, str(folder), config)
        self.people = People()
        self.key_news = KeyNewsDesk()
        self.verifications = VerificationDesk()
        self.own_name = ""
        self.renew: Renew | None = None

    async def call(self, method: str, path: str, body: dict[str, Any] | bytes | None = None) -> dict[str, Any]:
        """Return the homeserver's JSON answer to one request. Bytes are sent as they are: a file, encrypted before, or a `Png`.

        Raises:
            ServerSaysNo: it refuses.
            Limited: it asks for patience.
            LoginExpired: our token has ended, and there is no other yet.
            LoginRefused: it does not know our token.
            HomeserverDown: no answer, or none that is a JSON object.
        """
        headers = {"Authorization": f"Bearer {self.access_token}"} if self.access_token else {}
        headers["Content-Type"] = _find_media_type(body)
        data = json.dumps(body) if isinstance(body, dict) else body
        try:
            response = await self.send(method, path, data, headers)
            answer = await self._read_body(response)
        except (ClientError, TimeoutError, OSError) as error:
            raise map_no_answer(error) from None
        if response.status >= 400:
            raise map_refusal(response.status, answer)
        return answer

    async def send(
        self, method: str, path: str, data: Any = None, headers: dict[str, str] | None = None, *rest: Any
    ) -> Any:
        """Send one request to the homeserver: the one way by which this client opens a connection.

        Where our access token has ended, and `renew` gets another, the request is sent once more with that.

        Raises:
            LoginExpired: it has ended, and there is no other yet.
        """
        if self.client_session is None:
            self.client_session = _open_session()
        with permit_sockets():
            response = await super().send(method, path, data, headers, *rest)
        if response.status != 401 or self.renew is None or path.partition("?")[0] in {LOGIN, REFRESH, WHOAMI}:
            return response
        answer, sent = await self._read_body(response), headers or {}
        ended = sent.get("Authorization", "").removeprefix("Bearer ")
        if answer.get("errcode") != ENDED or not await self.renew(ended, soft=answer.get("soft_logout") is True):
            return response
        with permit_sockets():
            return await super().send(
                method, path, data, {**sent, "Authorization": f"Bearer {self.access_token}"}, *rest
            )

    async def show_read(self, room: str, event: str) -> None:
        """Show people in a room that all up to an event was read.

        Upstream's way moves a marker with it that our own account alone sees, and costs twice as much (nio 0.26.0, `room_read_markers`).

        Raises:
            BotError: as `call`.
        """
        path = "/".join(quote(part, safe="") for part in (room, "receipt", "m.read", event))
        await self.call("POST", f"/_matrix/client/v3/rooms/{path}", {})

    async def download(self, path: str, largest: int) -> AsyncIterator[bytes]:
        """Yield what lies at `path` of the homeserver, in parts, without following it to another server.

        Raises:
            TooLarge: it says that it has more than `largest` bytes, or has sent more.
            ServerSaysNo: it refuses, or points elsewhere.
            Limited, HomeserverDown: it may give it later.
        """
        assert self.client_session
        headers, size = {"Authorization": f"Bearer {self.access_token}"}, 0
        try:
            with permit_sockets():
                request = self.client_session.get(
                    self.homeserver + path, headers=headers, ssl=self.ssl, timeout=_LIMIT, allow_redirects=False
                )
                async with request as response:
                    if response.status >= 400:
                        raise map_refusal(response.status, await self._read_body(response))
                    if response.status != _OK:
                        raise ServerSaysNo(response.status, "M_UNKNOWN")
                    if (response.content_length or 0) > largest:
                        raise TooLarge
                    async for part in response.content.iter_chunked(_PART):
                        size += len(part)
                        if size > largest:
                            raise TooLarge
                        yield part
        except (ClientError, TimeoutError, OSError) as error:
            raise map_no_answer(error) from None

    async def parse_body(self, transport_response: Any) -> dict[Any, Any]:
        """Return an answer's JSON object; upstream lets anything through, and raises on deep nesting.

        Raises:
            HomeserverDown: it is none.
        """
        return await self._read_body(transport_response)

    async def _read_body(self, response: Any) -> dict[str, Any]:
        """Return the JSON object of an answer; an error needs none.

        Raises:
            HomeserverDown: a success without one.
        """
        try:
            answer = parse_json((await response.read()).decode(errors="replace"))
        except ValueError as error:
            if response.status < 400:
                raise map_no_answer(error) from None
            return {}
        if isinstance(answer, dict):
            return answer
        if response.status < 400:
            raise map_no_answer(TypeError())
        return {}

    async def _send(self, *args: Any, **kwargs: Any) -> Any:
        """Turn connection errors into ours; upstream lets aiohttp's through or retries for ever.

        An error keeps its code and the patience it asks for: upstream loses both where the human-readable text is missing.
        """
        try:
            response = await super()._send(*args, **kwargs)
        except (ClientError, TimeoutError, OSError) as error:
            raise map_no_answer(error) from None
        if isinstance(response, nio.ErrorResponse) and response.transport_response is not None:
            answer = await self._read_body(response.transport_response)
            response.status_code = answer.get("errcode", response.status_code)
            response.retry_after_ms = answer.get("retry_after_ms", response.retry_after_ms)
            response.soft_logout = answer.get("soft_logout") is True
        return response


def _open_session() -> ClientSession:
    """Return a session that keeps no cookies, and counts no bytes of what is sent.

    Upstream's does both, which is a third of what a request takes (nio 0.26.0, `async_client.py`); nobody here looks at
    either. May go when it does neither.
    """
    return ClientSession(timeout=_LIMIT, cookie_jar=DummyCookieJar())


def _find_media_type(body: dict[str, Any] | bytes | None) -> str:
    if isinstance(body, Png):
        return "image/png"
    return "application/octet-stream" if isinstance(body, bytes) else "application/json"
