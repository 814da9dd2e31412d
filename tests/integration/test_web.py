"""Counts and health for a monitoring system: no words, nothing else, and only where somebody asked for it."""

from dataclasses import dataclass, field
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
    """With `web`, the bot tells where it listens, that it is at work and ready, and counts."""
    account = await newcomer("bot")
    deployment = {**THERAPISTS, "web": {"port": 0}}
    async with (
        bot_process(tmp_path, synapse.url, account.user_id, account.password, deployment=deployment) as bot,
        aiohttp.ClientSession() as http,
    ):
        url = (await bot.logs("counts and health"))["url"]
        health, ready = await http.get(f"{url}/health"), await http.get(f"{url}/ready")
        assert (health.status, await health.text()) == (200, "at work\n")
        assert (ready.status, await ready.text()) == (200, "ready\n")
        metrics = await (await http.get(f"{url}/metrics")).text()
        assert "thirdchair_" in metrics
        assert account.user_id not in metrics
        assert (await http.get(f"{url}/anything")).status == 404
        assert (await http.post(f"{url}/metrics", data=b"x")).status == 405


@dataclass
class Panel:
    """Whoever is asked, in a test's hand: what they say is wrong, by question."""

    wrong: dict[str, str] = field(default_factory=dict)

    async def list_stalls(self) -> tuple[str, ...]:
        """Return what only a new start can mend."""
        return self._tell("health")

    async def list_hindrances(self) -> tuple[str, ...]:
        """Return why nothing is heard or decided now."""
        return self._tell("ready")

    async def take_readings(self) -> tuple[str, ...]:
        """Return why what is counted cannot be told."""
        return self._tell("metrics")

    def _tell(self, what: str) -> tuple[str, ...]:
        return (self.wrong[what],) if what in self.wrong else ()


@pytest.mark.parametrize("path", ["health", "ready", "metrics"])
async def test_each_question_is_asked_anew_and_by_itself(path: str) -> None:
    """What is wrong is told by its status and in one line, for as long as it is wrong, and only where it is asked for."""
    panel = Panel()
    async with serve_web("127.0.0.1", 0, panel) as port, aiohttp.ClientSession() as http:
        url = f"http://127.0.0.1:{port}"
        assert (await http.get(f"{url}/{path}")).status == 200
        panel.wrong[path] = "the loop `think` stands still"
        told = await http.get(f"{url}/{path}")
        assert (told.status, await told.text()) == (503, "the loop `think` stands still\n")
        others = {"health", "ready", "metrics"} - {path}
        assert [(await http.get(f"{url}/{other}")).status for other in others] == [200, 200]
        panel.wrong.clear()
        assert (await http.get(f"{url}/{path}")).status == 200


def test_nothing_listens_unasked(tmp_path: Path) -> None:
    """Without `web` in the deployment file there is no server; with it, loopback is the default."""
    configure(tmp_path, "http://127.0.0.1:1", "@bot:clinic", "pw", deployment=THERAPISTS)
    assert load_settings(tmp_path / "bot.yaml").deployment.web is None
    configure(tmp_path, "http://127.0.0.1:1", "@bot:clinic", "pw", deployment={**THERAPISTS, "web": {}})
    web = load_settings(tmp_path / "bot.yaml").deployment.web
    assert web is not None
    assert web.host == "127.0.0.1"
