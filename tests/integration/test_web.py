"""Counts and health for a monitoring system: no words, nothing else, and only where somebody asked for it."""

from pathlib import Path

import aiohttp
import pytest
from bot_process import bot_process, configure
from newcomer import Newcomer

from bot.demo.homeserver import Homeserver
from bot.settings import load_settings
from bot.web import serve_web

THERAPISTS = {"therapists": ["@ana:clinic.local"]}


async def test_a_bot_at_work_is_healthy(tmp_path: Path, synapse: Homeserver, newcomer: Newcomer) -> None:
    """With `web`, the bot tells where it listens, that it is at work, and counts."""
    account = await newcomer("bot")
    deployment = {**THERAPISTS, "web": {"port": 0}}
    async with (
        bot_process(tmp_path, synapse.url, account.user_id, account.password, deployment=deployment) as bot,
        aiohttp.ClientSession() as http,
    ):
        url = (await bot.logs("counts and health"))["url"]
        health = await http.get(f"{url}/health")
        assert (health.status, await health.text()) == (200, "at work\n")
        metrics = await (await http.get(f"{url}/metrics")).text()
        assert "thirdchair_" in metrics
        assert account.user_id not in metrics
        assert (await http.get(f"{url}/anything")).status == 404
        assert (await http.post(f"{url}/metrics", data=b"x")).status == 405


@pytest.mark.parametrize(("well", "status"), [(True, 200), (False, 503)])
async def test_health_is_asked_each_time(*, well: bool, status: int) -> None:
    """A bot that has not heard of the homeserver for over two minutes says so by its status."""

    async def healthy() -> bool:
        return well

    async with serve_web("127.0.0.1", 0, healthy) as port, aiohttp.ClientSession() as http:
        assert (await http.get(f"http://127.0.0.1:{port}/health")).status == status


def test_nothing_listens_unasked(tmp_path: Path) -> None:
    """Without `web` in the deployment file there is no server; with it, loopback is the default."""
    configure(tmp_path, "http://127.0.0.1:1", "@bot:clinic", "pw", deployment=THERAPISTS)
    assert load_settings(tmp_path / "bot.yaml").deployment.web is None
    configure(tmp_path, "http://127.0.0.1:1", "@bot:clinic", "pw", deployment={**THERAPISTS, "web": {}})
    web = load_settings(tmp_path / "bot.yaml").deployment.web
    assert web is not None
    assert web.host == "127.0.0.1"
