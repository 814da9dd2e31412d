"""What is counted of a whole session, asked for as Prometheus asks: much, and nothing of who, where or what was said."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

import aiohttp
from foreign_client import ForeignClient
from model_server import ModelServer, Reply
from pool import Bots
from session_room import marks

AN_OPEN_PORT = {"port": 0}
TERM, ASIDE, DANGER = "qvarnlike habits before bed", "zelphine and the tharcross", "I want to kill myself, ymbrel"
ANSWER = "Qvarnlike habits before bed are what wexillor does."
SETTLED = ('thirdchair_alarms_waiting{sort="danger"} 1.0', "thirdchair_inbox_waiting 0.0")
"""What is counted once the alarm waits and everything that the bot heard is decided."""
THERE_FROM_THE_START = (
    'thirdchair_backend_errors_total{backend="house",kind="refused"}',
    'thirdchair_backend_errors_total{backend="house",kind="spent"}',
    'thirdchair_backend_tokens_total{backend="house",direction="cached"}',
    'thirdchair_backend_seconds_count{backend="house"}',
    'thirdchair_prompts_cut_total{backend="house"}',
    'thirdchair_pages_total{outcome="failed"}',
)
TOKENS = ("qvarnlike", "zelphine", "tharcross", "ymbrel", "wexillor", "kill")


async def scrape(url: str, holds: Callable[[str], bool]) -> str:
    """Return what is counted, once it `holds`: each question is a few seconds old at most."""
    async with aiohttp.ClientSession() as http:
        while True:
            text = await (await http.get(f"{url}/metrics")).text()
            if holds(text):
                return text
            await asyncio.sleep(0.1)  # who asks without a pause takes from whoever is to bring it about


async def test_a_played_session_is_counted_and_nobody_in_it(
    bots: Bots, model: ModelServer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """Rooms, alarms, drafts and tokens are counted; no id, no name and no word that was said is anywhere in it."""
    backend = {"kind": "openai", "base_url": f"{model.url}/v1", "model": "tiny"}
    files: dict[str, dict[str, Any]] = {
        "deployment": {"web": AN_OPEN_PORT, "backends": {"house": backend}},
        "room": {"backend": "house", "approval": "all"},
    }
    model.default = Reply(ANSWER)
    async with bots.lend_session((ana, kim), **files) as session:
        url = (await session.bot.logs("counts and health"))["url"]
        first = await scrape(url, lambda text: "thirdchair_" in text)
        desk = await session.desk()
        await session.listening()
        await kim.send(session.room, ASIDE)
        await kim.send(session.room, f"!explain {TERM}")
        await ana.sees(desk, lambda event: marks(event).get("kind") == "draft")
        await kim.send(session.room, DANGER)
        await ana.sees(desk, lambda event: marks(event).get("kind") == "alarm" and session.from_bot(event))
        text = await scrape(url, lambda text: all(line in text for line in SETTLED))
        log = json.dumps(session.bot.log())
    missing = [count for count in THERE_FROM_THE_START if f"\n{count} 0.0\n" not in first]
    assert missing == []  # Prometheus sees no rise of a count whose first value it meets
    assert 'thirdchair_rooms{floor="listen"} 1.0' in text
    assert "thirdchair_drafts_waiting 1.0" in text
    assert re.search(r'thirdchair_backend_seconds_count\{backend="house"\} 1\.0', text)
    people = [*(ana.user_id, kim.user_id, session.bot_id), session.room, desk]
    parts = {part for name in people for part in re.split(r"[@!:]", name) if len(part) > 4}
    assert [part for part in (*sorted(parts), *TOKENS) if part.casefold() in text.casefold()] == []
    assert [word for word in TOKENS if word in log.casefold()] == []
