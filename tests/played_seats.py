"""Seating the bot of a played session in this process, with the clock that the script moves, and its people in a room."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot_process import configure
from foreign_client import ForeignClient
from model_server import ModelServer
from newcomer import Account
from played_stage import Clock, Stage

from bot.app.startup import start_bot
from bot.demo.practice.real_rooms import run_loops_beside
from bot.model import EventId, RoomId
from bot.settings import load_settings


@asynccontextmanager
async def staged(
    folder: Path, cast: Mapping[str, ForeignClient], account: tuple[str, Account], model: ModelServer, clock: Clock
) -> AsyncIterator[Stage]:
    """Seat the bot with its moved clock, and bring the cast into a room; the bot is not invited yet.

    `account` is the homeserver and the bot's account on it.
    """
    homeserver, result = account
    configure(
        folder, homeserver, result.user_id, result.password, deployment=_deployment(cast, model), room=_rules(cast)
    )
    ana, *others = cast.values()
    room = await ana.create_room(invite=[client.user_id for client in others])
    for client in others:
        await client.join(room)
        await ana.meets(room, client.user_id)
    async with start_bot(load_settings(folder / "bot.yaml"), lambda _: None) as chair:
        chair.clock = clock
        stage = Stage(chair, clock, cast, model, room)
        _listened_to(stage)
        async with run_loops_beside(chair):
            yield stage


def _deployment(cast: Mapping[str, ForeignClient], model: ModelServer) -> dict[str, Any]:
    backend = {"kind": "openai", "base_url": f"{model.url}/v1", "model": "clinic-model"}
    return {"jurisdiction": ["id"], "therapists": [cast["Ana"].user_id], "backends": {"house": backend}}


def _rules(cast: Mapping[str, ForeignClient]) -> dict[str, Any]:
    return {
        "therapists": [cast["Ana"].user_id],
        "backend": "house",
        "approval": "all",
        "translate_auto": "ask",
        "floor_max": "speak",
        "crisis": {"country": "id"},
    }


def _listened_to(stage: Stage) -> None:
    """Ring the stage's bell at all that happens in the notebook and at each client, and note what the bot posts."""
    db, client = stage.chair.store.db, stage.chair.client
    transaction, room_send = db.transaction, client.room_send

    @asynccontextmanager
    async def rung(**how: bool) -> AsyncIterator[Any]:
        async with transaction(**how) as inside:
            yield inside
        stage.bell.set()

    async def noted(room: Any, *args: Any, **more: Any) -> Any:
        response = await room_send(room, *args, **more)
        stage.sent[RoomId(room)].add(EventId(response.event_id))
        stage.bell.set()
        return response

    db.transaction = rung  # type: ignore[method-assign]  # looked at, not changed
    client.room_send = noted  # type: ignore[method-assign, assignment]  # the same
    for foreign_client in stage.cast.values():
        foreign_client.wire.listeners[foreign_client.name] = _rings(stage.bell, foreign_client.notice)


def _rings(bell: asyncio.Event, notice: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
    def told(news: dict[str, Any]) -> None:
        notice(news)
        bell.set()

    return told
