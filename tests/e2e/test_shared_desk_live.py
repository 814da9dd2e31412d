"""A desk that two sessions share, on a real homeserver with a real app: each decision reaches its own room, or none."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from foreign_client import ForeignClient
from foreign_event import Seen
from model_server import ModelServer
from pool import Bots
from session_room import Session, enter_room, marks

from bot.model import EventId, RoomId
from bot.session.talk.room_code import make_room_code


@dataclass
class TwoRooms:
    """Two sessions of Ana and Kim that listen, and the one desk where Ana sits for both."""

    sessions: tuple[Session, Session]
    desk: RoomId

    async def draft(self, session: Session) -> Seen:
        """Let Kim ask in a session; return the card that lies on the desk then."""
        await session.kim.send(session.room, "!explain small habits before bed")
        code = make_room_code(session.room)
        return await session.ana.sees(
            self.desk, lambda card: marks(card).get("kind") == "draft" and card.body.startswith(f"{code} · K1")
        )

    async def answer(self, typed: EventId) -> Seen:
        """Return the bot's answer at the desk to what Ana typed there."""
        session = self.sessions[0]
        return await session.ana.sees(
            self.desk, lambda message: message.reply_to == typed and session.from_bot(message)
        )

    def ai_texts(self, session: Session) -> list[Seen]:
        """Return what a model wrote and Kim has seen in a session room."""
        return [message for message in session.kim.seen(session.room) if marks(message).get("backend")]


@pytest.fixture
async def two_rooms(bots: Bots, model: ModelServer, ana: ForeignClient, kim: ForeignClient) -> AsyncIterator[TwoRooms]:
    """Give two listening sessions under `approval: all` and `desk.shared`."""
    backend = {"kind": "openai", "base_url": f"{model.url}/v1", "model": "tiny"}
    files: dict[str, dict[str, Any]] = {
        "deployment": {"backends": {"house": backend}},
        "room": {"backend": "house", "approval": "all", "desk": {"shared": True}},
    }
    async with bots.lend_session((ana, kim), **files) as first:
        desk = await first.desk()
        second = await enter_room((ana, kim), first.bot, first.bot_id, languages=2)
        yield TwoRooms((await first.listening(), await second.listening()), desk)


async def test_one_desk_decides_for_two_rooms(two_rooms: TwoRooms) -> None:
    """Both rooms have a K1 at one desk: a bare ok and `ok K1` let out nothing, a reply lets out its own card, a code the other."""
    first, second = two_rooms.sessions
    ana, desk = first.ana, two_rooms.desk
    assert ana.rooms("invite") == ()
    cards = [await two_rooms.draft(session) for session in two_rooms.sessions]
    for typed in ("ok", "ok K1"):
        sent = await ana.send(desk, typed)
        asked = await two_rooms.answer(sent)
        assert asked.body.startswith("Which room")
        assert all(make_room_code(session.room) in asked.body for session in two_rooms.sessions)
    await first.silence(await first.kim.send(first.room, "is there anything?"))
    assert [two_rooms.ai_texts(session) for session in two_rooms.sessions] == [[], []]
    await ana.send(desk, "ok", reply_to=cards[1].id)
    await second.kim.sees(second.room, lambda message: bool(marks(message).get("backend")))
    assert two_rooms.ai_texts(first) == []
    outcome = await ana.sees(desk, lambda message: message.edit_of == cards[1].id)
    assert outcome.body.removeprefix("* ").startswith(make_room_code(second.room))
    await ana.send(desk, f"ok K1 {make_room_code(first.room)}")
    await first.kim.sees(first.room, lambda message: bool(marks(message).get("backend")))
    assert [len(two_rooms.ai_texts(session)) for session in two_rooms.sessions] == [1, 1]
