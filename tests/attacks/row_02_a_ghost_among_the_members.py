"""A homeserver that forges a join reads every message of the bot's: the ghost's device got the room's key, and nobody was told.

A forged join whose `prev_content` says `join` counted as a renaming. The ghost has a real account with a signed device.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from fault_proxy import FaultProxy, fault_proxy
from foreign_client import ForeignClient, ForeignClients
from newcomer import Newcomer
from session_room import Session, marks, session_room

from bot.demo.homeserver import Homeserver
from bot.model import RoomId, UserId

MEGOLM_KEYS, WITHHELD = "/sendToDevice/m.room.encrypted/", "/sendToDevice/m.room_key.withheld/"


@dataclass
class Liar:
    """What stands between bot and homeserver: it puts one member event into a sync, and notes to whom keys are sent."""

    proxy: FaultProxy
    forged: list[tuple[RoomId, str, dict[str, Any]]] = field(default_factory=list)
    sent: list[tuple[str, UserId, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        passed = self.proxy._passed

        async def lie(request: web.BaseRequest) -> web.Response:
            if "/sendToDevice/" in request.path:
                messages = json.loads(await request.read())["messages"]
                told = [
                    (UserId(user), str(content.get("code", "")))
                    for user in messages
                    for content in messages[user].values()
                ]
                self.sent += [(request.path, *each) for each in told]
            answer = await passed(request)
            return self._alter(answer) if request.path.endswith("/sync") and answer.status == 200 else answer

        self.proxy._passed = lie  # type: ignore[method-assign]  # it stands on the way

    def _alter(self, answer: web.Response) -> web.Response:
        """Put what is forged into the next sync that brings something of its room."""
        assert isinstance(answer.body, bytes)
        body = json.loads(answer.body)
        for lie in list(self.forged):
            room, part, event = lie
            there = body.get("rooms", {}).get("join", {}).get(room)
            if there is not None:
                there.setdefault(part, {}).setdefault("events", []).insert(0, event)
                self.forged.remove(lie)
        return web.json_response(body)

    def lists(self, ghost: UserId, room: RoomId, part: str = "timeline") -> None:
        """Forge that `ghost` is in the room, and was before: as something that happens, or as the state before that."""
        content = {"membership": "join", "displayname": "Kim"}
        outside = {"type": "m.room.member", "sender": ghost, "state_key": ghost, "event_id": "$forged"}
        event = {**outside, "origin_server_ts": 1, "content": content, "unsigned": {"prev_content": content}}
        self.forged.append((room, part, event))

    def codes(self, person: UserId, path: str) -> list[str]:
        """Return what was sent to devices of `person` at `path`, by its code."""
        return [code for sent, user, code in self.sent if user == person and path in sent]


def _is_lowered(session: Session, kim: ForeignClient) -> bool:
    return any(marks(event).get("kind") == "floor" and "AI off" in event.body for event in kim.seen(session.room))


async def test_a_forged_member_gets_no_key_and_is_a_newcomer(
    tmp_path: Path,
    synapse: Homeserver,
    newcomer: Newcomer,
    foreign: ForeignClients,
    ana: ForeignClient,
    kim: ForeignClient,
) -> None:
    """Whoever is forged into the room is a newcomer, whatever they are said to have been before: the AI goes off, aloud."""
    account = await newcomer("ghost")
    ghost = await foreign.log_in(synapse.url, account.login, account.password)
    async with fault_proxy(synapse.url) as proxy:
        liar = Liar(proxy)
        files = {"deployment": {"homeserver": proxy.url}}
        async with session_room(tmp_path, (ana, kim), synapse, newcomer, **files) as session:
            await session.listening()
            liar.lists(ghost.user_id, session.room)
            await kim.send(session.room, "!help")
            await kim.until(lambda: _is_lowered(session, kim))
            assert not liar.forged
            assert kim.user_id in {user for path, user, _ in liar.sent if MEGOLM_KEYS in path}


async def test_a_member_whom_the_bot_never_saw_come_gets_no_key(
    tmp_path: Path,
    synapse: Homeserver,
    newcomer: Newcomer,
    foreign: ForeignClients,
    ana: ForeignClient,
    kim: ForeignClient,
) -> None:
    """Who stands in the homeserver's list of members and never came, as the roster knows it, is told that they get no key."""
    account = await newcomer("ghost")
    ghost = await foreign.log_in(synapse.url, account.login, account.password)
    async with fault_proxy(synapse.url) as proxy:
        liar = Liar(proxy)
        files = {"deployment": {"homeserver": proxy.url}}
        async with session_room(tmp_path, (ana, kim), synapse, newcomer, **files) as session:
            liar.lists(ghost.user_id, session.room, "state")
            for _ in range(3):
                await session.answer(kim, "!help")
            assert not liar.forged
            assert liar.codes(ghost.user_id, MEGOLM_KEYS) == []
            assert set(liar.codes(ghost.user_id, WITHHELD)) == {"m.unauthorised"}
