"""A homeserver that holds a key back sends to a model what somebody said before they took their agreement back.

The message was stamped with the moment in which it could be read, under the agreement of then.
"""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from fault_proxy import FaultProxy, fault_proxy
from foreign_client import ForeignClient
from model_server import ModelServer
from newcomer import Newcomer
from session_room import session_room

from bot.demo.homeserver import Homeserver
from bot.model import EventId, UserId

SECRET, SAID = "a velvet walrus sits here", "the kettle is blue"


@dataclass
class Withholder:
    """What stands between bot and homeserver: while it `holds`, letters from that person wait; `let_go` brings them."""

    proxy: FaultProxy
    holds: UserId | None = None
    waiting: list[Any] = field(default_factory=list)
    brought: set[str] = field(default_factory=set)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        passed = self.proxy._passed

        async def withhold(request: web.BaseRequest) -> web.Response:
            answer = await passed(request)
            return await self._sift(answer) if request.path.endswith("/sync") and answer.status == 200 else answer

        self.proxy._passed = withhold  # type: ignore[method-assign]  # it stands on the way

    async def _sift(self, answer: web.Response) -> web.Response:
        assert isinstance(answer.body, bytes)
        body = json.loads(answer.body)
        letters = body.get("to_device", {}).get("events", [])
        if self.holds:
            self.waiting += [letter for letter in letters if letter["sender"] == self.holds]
            letters = [letter for letter in letters if letter["sender"] != self.holds]
        else:
            letters, self.waiting = [*self.waiting, *letters], []
        body["to_device"] = {"events": letters}
        async with self.news:
            for room in body.get("rooms", {}).get("join", {}).values():
                self.brought |= {event["event_id"] for event in room["timeline"]["events"]}
            self.news.notify_all()
        return web.json_response(body)

    async def brings(self, event: EventId) -> None:
        """Return once a message, and a letter that is held, have come this far."""
        async with asyncio.timeout(120), self.news:
            await self.news.wait_for(lambda: event in self.brought and self.waiting)


async def test_what_was_said_before_is_not_sent_when_its_key_comes_after(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, ana: ForeignClient, kim: ForeignClient, model: ModelServer
) -> None:
    """Said, withdrawn, agreed to anew, and read only then: no question to a model holds it, and what was said after is in it."""
    backend = {"kind": "openai", "base_url": f"{model.url}/v1", "model": "tiny"}
    async with fault_proxy(synapse.url) as proxy:
        lines = Withholder(proxy)
        deployment = {"homeserver": proxy.url, "backends": {"house": backend}}
        files: dict[str, dict[str, Any]] = {"deployment": deployment, "room": {"backend": "house"}}
        async with session_room(tmp_path, (ana, kim), synapse, newcomer, **files) as session:
            await session.listening()
            await kim.rotate(session.room)
            lines.holds = kim.user_id
            await lines.brings(await kim.send(session.room, SECRET))
            await kim.rotate(session.room)
            taken_back = await kim.send(session.room, "!withdraw")
            await lines.brings(taken_back)
            first, second = lines.waiting[:1], lines.waiting[1:]
            lines.waiting, lines.holds = second, None
            await session.reply_to(kim, taken_back)
            await session.answer(kim, "!agree")
            await session.next_words(ana, "!listen")
            lines.waiting = first
            await kim.send(session.room, SAID)
            await session.answer(ana, "!help")
            assert lines.waiting == []
            await session.answer(ana, "!ask what was said about furniture?")
            asked = str([request.json for request in model.requests])
            assert SAID in asked
            assert SECRET not in asked
