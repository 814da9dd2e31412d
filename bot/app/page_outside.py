"""Paging whoever is on call outside Matrix, when nobody at all has acknowledged an alarm: a room code and a time, signed.

It goes by the locked client that backends are asked with: the configured address, no proxy, no redirect, and, on another
machine, encrypted. It may come twice, after a power cut between; both times it is the same, letter by letter.
"""

import asyncio
import hmac
import json
from datetime import UTC, datetime

from bot.app.services import Chair
from bot.errors import BackendError, PageNotSent
from bot.llm.egress_permit import grant_egress
from bot.log import get_logger
from bot.metrics import PAGES
from bot.model import Page, RoomId
from bot.session.talk.room_code import make_room_code
from bot.settings.webhook import LONGEST_WAIT, describe_webhook
from bot.store import Job, RowUnreadable

log = get_logger(__name__)
SIGNATURE = "X-ThirdChair-Signature"
"""The header that holds `sha256=` and the HMAC-SHA256 of the body, in hexadecimal digits, under the secret."""
TRIED_FOR = 24 * 3600.0
"""Seconds after an alarm for which its page is tried."""


async def page_on_call(chair: Chair, job: Job, page: Page) -> None:
    """Page whoever is on call, unless somebody has acknowledged the alarm meanwhile, or it is a day old.

    Raises:
        PageNotSent: they were not; the operator was told so, the first time.
    """
    if chair.clock() - page.at > TRIED_FOR or not await _is_waiting(chair, job.room, page):
        return
    try:
        await send_page(chair, job.room, page)
    except PageNotSent:
        if not job.tries:
            log.error("alert", reason="page-not-sent", room=job.room)  # noqa: TRY400 - it is put off, and says why
        raise


async def send_page(chair: Chair, room: RoomId, page: Page) -> None:
    """Send one page; nothing where the files name nobody to be paged any more.

    Raises:
        PageNotSent: it was not taken, whatever the reason.
    """
    import httpx2  # noqa: PLC0415 - a client, which a bot that asks no server and pages nobody never loads

    from bot.llm.transport import check_stays_where_configured, open_locked_client  # noqa: PLC0415 - as above

    webhook = chair.settings.deployment.on_call_webhook
    address = await asyncio.to_thread(describe_webhook, chair.settings)
    if webhook is None or address is None:
        return
    body = _write_body(room, page)
    try:
        secret = webhook.secret_file.read_text(encoding="utf-8").strip().encode()
        headers = {"content-type": "application/json", "user-agent": "thirdchair"}
        headers[SIGNATURE] = f"sha256={hmac.new(secret, body, 'sha256').hexdigest()}"
        await check_stays_where_configured(address, webhook.url)
        with grant_egress(lambda: chair.settings.deployment.on_call_webhook == webhook):
            async with (
                asyncio.timeout(LONGEST_WAIT),
                open_locked_client(address) as http,
                http.stream("POST", webhook.url, content=body, headers=headers) as answer,
            ):
                status = answer.status_code  # what it says besides is not read
    except (BackendError, httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, OSError, UnicodeDecodeError) as error:
        PAGES.labels("failed").inc()
        raise PageNotSent(
            f"Whoever is on call could not be paged ({type(error).__name__}).", "Look at `on_call_webhook` in bot.yaml."
        ) from None
    if not 200 <= status < 300:
        PAGES.labels("failed").inc()
        raise PageNotSent(
            f"The page for whoever is on call was refused (status {status}).", "Look at whoever answers there."
        )
    PAGES.labels("sent").inc()
    log.info("paged outside Matrix", room=room)


def _write_body(room: RoomId, page: Page) -> bytes:
    """Return a room code and the time of the alarm. A drill's code says that it is one."""
    code = f"DRILL {make_room_code(room)}" if page.drill else make_room_code(room)
    time = datetime.fromtimestamp(page.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.dumps({"room": code, "time": time}).encode()


async def _is_waiting(chair: Chair, room: RoomId, page: Page) -> bool:
    """Return whether nobody has acknowledged the alarm yet, as far as anybody can read."""
    try:
        return (await chair.store.rooms.room(room)).alarm(page.code) is not None
    except RowUnreadable:
        return True
