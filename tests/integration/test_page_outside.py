"""Paging outside Matrix: what leaves, how it is signed, that it comes through all three loops, and that one that fails costs nobody else."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import structlog.testing
from aiohttp import web
from hand_held import ANA, BOT, KIM, ROOM, Client, Server, at_work, seat
from polling import wait_until
from prometheus_client import REGISTRY
from side_scene import SUE, Scene

from bot.app.page_outside import SIGNATURE, TRIED_FOR
from bot.errors import ConfigWrong
from bot.model import Alarm, Decision, EventId, Floor, Heard, Kind, Page, RoomId
from bot.session.danger.ladder import LAST_STEP, STEP, find_next_call
from bot.session.talk.room_code import make_room_code
from bot.settings import list_notes, load_settings, make_record, read_files

SECRET = "0123456789abcdef0123456789abcdef"
ON_CALL = RoomId("!made0:clinic")
AT = "2027-01-15T08:00:00Z"
NOW = 1_800_000_000.0
NOW_DAY = datetime.fromtimestamp(NOW, UTC).date()


@dataclass
class Pager:
    """Whoever is paged: a real HTTP server on loopback. It answers with `status`, and holds what it was sent."""

    url: str = ""
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, request: web.BaseRequest) -> web.Response:
        """Take one request."""
        self.got.append((dict(request.headers), await request.read()))
        self.news.set()
        return web.Response(status=self.status, headers=self.headers)

    async def is_paged(self, times: int = 1) -> None:
        """Return once it was asked so many times."""
        async with asyncio.timeout(120):
            while len(self.got) < times:
                self.news.clear()
                await self.news.wait()


@asynccontextmanager
async def open_pager() -> AsyncIterator[Pager]:
    """Run somebody's paging service."""
    pager = Pager()
    runner = web.ServerRunner(web.Server(pager.serve))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    pager.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield pager
    finally:
        await runner.cleanup()


@pytest.fixture
async def pager() -> AsyncIterator[Pager]:
    """Run somebody's paging service for one test."""
    async with open_pager() as pager:
        yield pager


@pytest.fixture
async def scene(tmp_path: Path, pager: Pager) -> AsyncIterator[Scene]:
    """Seat a bot behind whose rooms there is an on-call room and a pager; its clock stands at `NOW`."""
    server = Server()
    on_call = server.rooms.make(SUE, {"is_direct": True})
    server.rooms.move(BOT, "join", on_call)
    (tmp_path / "secret").write_text(SECRET + "\n")
    async with seat(tmp_path, Client(server)) as chair:
        chair.choose_wait = lambda *_: 0.0
        chair.clock = lambda: NOW
        scene = Scene(chair, server, tmp_path)
        hook = f"{{url: {pager.url}/hook, secret_file: secret}}"
        scene.rules(deployment=f'on_call_room: "{ON_CALL}"\non_call_webhook: {hook}')
        yield scene


async def raise_danger(scene: Scene, *, drill: bool = False) -> Alarm:
    """Let an alarm stand that nobody has acknowledged."""
    store = scene.chair.store
    room = await store.rooms.room(ROOM)
    alarm = Alarm("A1", "crisis", NOW, kind=Kind.SUICIDE, person=KIM, event=EventId("$danger"), drill=drill)
    waiting = replace(room.with_alarm(alarm), alarm_codes=1, floor=Floor.LISTEN)
    await store.commit(Heard(EventId("$c"), KIM, NOW, "!c"), Decision(waiting), find_next_call(waiting))
    return alarm


async def has_climbed(scene: Scene, step: int) -> bool:
    """Return whether the alarm has come to a step of the ladder."""
    return (await scene.chair.store.rooms.room(ROOM)).alarms[0].step >= step


async def climb(scene: Scene) -> None:
    """Let three minutes pass, each by itself."""
    for step in range(1, LAST_STEP + 1):
        scene.chair.clock = lambda step=step: NOW + step * STEP  # type: ignore[misc]  # bound now
        scene.chair.to_think.set()
        await wait_until(partial(has_climbed, scene, min(step, LAST_STEP)))


async def test_the_ladders_end_pages_once_through_all_three_loops(scene: Scene, pager: Pager) -> None:
    """Whoever is on call gets a room code and the alarm's time, signed with the secret, and not a byte besides."""
    async with at_work(scene.chair):
        await raise_danger(scene)
        await climb(scene)
        await pager.is_paged()
        await scene.done()
    ((headers, body),) = pager.got
    assert json.loads(body) == {"room": make_room_code(ROOM), "time": AT}
    assert headers[SIGNATURE] == "sha256=" + hmac.new(SECRET.encode(), body, "sha256").hexdigest()
    whole = (json.dumps(headers) + body.decode()).casefold()
    assert [part for part in (ROOM, KIM, ANA, BOT, "kim", "suicide", SECRET) if part.casefold() in whole] == []
    assert headers["Content-Type"] == "application/json"


async def test_a_pager_that_is_down_is_tried_again_and_holds_nobody_up(scene: Scene, pager: Pager) -> None:
    """The operator is alerted once, the page is tried until it gets through, and the ladder's own calls go out meanwhile."""
    pager.status = 503
    with structlog.testing.capture_logs() as log:
        async with at_work(scene.chair):
            await raise_danger(scene)
            await climb(scene)
            await pager.is_paged(3)
            called = [post for post in scene.said(ON_CALL) if post.content["org.thirdchair"]["kind"] == "alarm"]
            assert len(called) == 1
            await scene.server.says_now("!status")
            await scene.server.until(lambda: scene.said(ROOM))
            pager.status = 200
            before = REGISTRY.get_sample_value("thirdchair_pages_total", {"outcome": "sent"}) or 0.0
            await scene.done()
    assert REGISTRY.get_sample_value("thirdchair_pages_total", {"outcome": "sent"}) == before + 1.0
    alerts = [line["reason"] for line in log if line["event"] == "alert"]
    assert alerts.count("page-not-sent") == 1
    assert len({body for _, body in pager.got}) == 1


async def test_who_acknowledges_ends_the_paging(scene: Scene, pager: Pager) -> None:
    """A page that did not get through is not sent any more once somebody has seen to the alarm."""
    pager.status = 500
    async with at_work(scene.chair):
        alarm = await raise_danger(scene)
        await climb(scene)
        await pager.is_paged()
        room = await scene.chair.store.rooms.room(ROOM)
        ended = Decision(replace(room, alarms=()))
        await scene.chair.store.commit(Heard(EventId("$ack"), ANA, alarm.at, "!ack"), ended, None)
        await scene.done()
        asked = len(pager.got)
    assert len(pager.got) == asked


async def test_a_drill_says_that_it_is_one(scene: Scene, pager: Pager) -> None:
    """A drill goes the whole way too, and nobody who is paged by it takes it for danger."""
    async with at_work(scene.chair):
        await raise_danger(scene, drill=True)
        await climb(scene)
        await pager.is_paged()
    assert json.loads(pager.got[0][1])["room"] == f"DRILL {make_room_code(ROOM)}"


async def test_nobody_is_sent_elsewhere(scene: Scene, pager: Pager) -> None:
    """A redirect is no answer: what is told of an alarm goes to the configured address alone."""
    async with open_pager() as other:
        pager.status, pager.headers = 307, {"Location": f"{other.url}/hook"}
        async with at_work(scene.chair):
            await raise_danger(scene)
            await climb(scene)
            await pager.is_paged(2)
            pager.status = 200
            await scene.done()
        assert other.got == []


async def test_a_day_later_nobody_is_paged_any_more(scene: Scene, pager: Pager) -> None:
    """An old page would only frighten: after a day it is let go."""
    await raise_danger(scene)
    async with at_work(scene.chair):
        scene.chair.clock = lambda: NOW + TRIED_FOR + 1.0
        await scene.orders(Page("A1", NOW))
        await scene.done()
    assert pager.got == []


async def test_a_full_disk_pages_at_once(scene: Scene, pager: Pager) -> None:
    """Where nothing can be written down whoever is on call is paged with everybody else, once."""
    store = scene.chair.store
    async with at_work(scene.chair):
        await scene.at_desk()
        await scene.done()
        room = await store.rooms.room(ROOM)
        heard = Heard(EventId("$listen"), ANA, NOW, "!listen")
        await store.commit(heard, Decision(replace(room, floor=Floor.LISTEN)), None)
        await store.db.rows("PRAGMA query_only = ON")
        await scene.server.says_now("I want to kill myself")
        await pager.is_paged()
        before = scene.chair.unkept.failures

        async def has_tried() -> bool:
            return scene.chair.unkept.failures >= before + 5

        await wait_until(has_tried)
        assert len(pager.got) == 1
        await store.db.rows("PRAGMA query_only = OFF")


def configure(folder: Path, webhook: str, secret: str = SECRET) -> Path:
    """Write a configuration with such a webhook."""
    (folder / "rooms").mkdir()
    (folder / "password").write_text("x")
    (folder / "secret").write_text(secret)
    (folder / "rooms" / "all.yaml").write_text('room: "*"\n')
    (folder / "bot.yaml").write_text(
        f'homeserver: http://127.0.0.1:9\nuser_id: "{BOT}"\npassword_file: password\ndata_dir: data\n'
        f'jurisdiction: [demo]\ntherapists: ["{ANA}"]\non_call_webhook: {webhook}\n'
    )
    return folder / "bot.yaml"


@pytest.mark.parametrize(
    ("url", "secret", "told"),
    [
        ("http://192.0.2.7/hook", SECRET, "not reached by https"),
        ("https://192.0.2.7/hook", "short", "shorter than 16 characters"),
        ("https://name:pw@192.0.2.7/hook", SECRET, "url"),
    ],
)
def test_a_webhook_that_would_tell_others_is_refused(tmp_path: Path, url: str, secret: str, told: str) -> None:
    """In the clear to another machine, or under a secret that anybody guesses, nothing is ever sent."""
    with pytest.raises(ConfigWrong) as wrong:
        load_settings(configure(tmp_path, f'{{url: "{url}", secret_file: secret}}', secret))
    assert told in str(wrong.value)


def test_where_pages_go_is_told(tmp_path: Path) -> None:
    """`check` and the record of processing name the host, and no more of an address that may hold a key."""
    file = configure(tmp_path, '{url: "https://192.0.2.7/hook/a-key-in-the-path", secret_file: secret}')
    notes = "\n".join(list_notes(read_files(file)))
    told = "\n".join(make_record(load_settings(file), NOW_DAY)["told"])
    for text in (notes, told):
        assert "192.0.2.7" in text
        assert "a-key-in-the-path" not in text
    assert "out of the clinic" in notes
