"""Live interpretation in a real room: two languages, in order, edits and deletions obeyed, nothing by those who did not agree."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from foreign_client import ForeignClient
from foreign_event import Seen
from model_server import ModelServer, Reply, Request
from pool import Bots
from session_room import Session, marks

from bot.model import EventId


@dataclass
class Interpreted:
    """A session that listens and in which each message is translated at once."""

    session: Session
    model: ModelServer

    @property
    def ana(self) -> ForeignClient:
        """Return the therapist, who writes English."""
        return self.session.ana

    @property
    def kim(self) -> ForeignClient:
        """Return the client, who writes Indonesian."""
        return self.session.kim

    def translations(self) -> list[Seen]:
        """Return every translation that Kim has seen."""
        room = self.session.room
        return [
            message
            for message in self.kim.seen(room)
            if marks(message).get("kind") == "interpret" and marks(message).get("backend")
        ]

    async def translation(self, message: EventId, holds: str) -> Seen:
        """Return the translation of `message` that holds these words, as Kim sees it."""
        return await self.kim.sees(
            self.session.room,
            lambda seen_message: (
                seen_message.reply_to == message
                and bool(marks(seen_message).get("backend"))
                and holds in seen_message.body
            ),
        )


@pytest.fixture
async def room(bots: Bots, model: ModelServer, ana: ForeignClient, kim: ForeignClient) -> AsyncIterator[Interpreted]:
    """Give a listening session with a model, interpreted between Indonesian and English without a card each."""
    files: dict[str, dict[str, Any]] = {
        "deployment": {"backends": {"house": {"kind": "openai", "base_url": f"{model.url}/v1", "model": "tiny"}}},
        "room": {"backend": "house", "approval": "all", "translate_auto": True},
    }
    async with bots.lend_session((ana, kim), **files) as session:
        await session.listening()
        on = await session.next_words(ana, "!translate auto id en")
        assert "Bahasa Indonesia \u21c4 English" in on.body
        yield Interpreted(session, model)


def _interpret(request: Request) -> Reply:
    """Return the translation of the one message that is asked about; that of the first waits."""
    asked = str(request.json)
    if "semuanya" in asked:
        return Reply("How is everybody today?", hold=True)
    return Reply("Saya senang Anda datang." if "glad" in asked else "Me too, really.")


async def test_two_languages_in_order(room: Interpreted) -> None:
    """Both get the other's words as a reply, labelled, quietly, in the order in which they were written; each leaves alone."""
    session, model = room.session, room.model
    model.answers = _interpret  # by what is asked: the second and the third may be asked at the same moment
    first = await room.kim.send(session.room, "Apa kabar semuanya hari ini?")
    await model.asked(1)
    second = await room.ana.send(session.room, "I am glad that you came here.")
    third = await room.kim.send(session.room, "Saya juga senang sekali, sungguh.")
    await room.kim.sees(session.room, lambda message: message.id == second)
    assert room.translations() == []
    model.release()
    await room.translation(third, "Me too, really.")
    messages = room.translations()
    assert [message.reply_to for message in messages] == [first, second, third]
    assert [message.msgtype for message in messages] == ["m.text"] * 3
    assert all((marks(message)["generated"], message.shield) == (True, "NONE") for message in messages)
    assert all("AI" in message.body.splitlines()[-1] for message in messages)
    sent = [str(request.json) for request in model.requests]
    assert sorted(("semuanya" in item, "glad" in item, "sungguh" in item) for item in sent) == [
        (False, False, True),
        (False, True, False),
        (True, False, False),
    ]


async def test_edits_and_deletions_are_obeyed(room: Interpreted) -> None:
    """An edited message's translation is deleted and another comes; a deleted message's translation goes with it."""
    session, model = room.session, room.model
    model.script(Reply("My cat likes to sleep."), Reply("My dog likes to sleep."))
    message = await room.kim.send(session.room, "Kucing saya suka tidur siang.")
    old = await room.translation(message, "My cat")
    await room.kim.send(session.room, "* Anjing saya suka tidur siang.", edit_of=message)
    new = await room.translation(message, "My dog")
    await room.kim.sees(session.room, lambda message: message.redacts == old.id)
    await room.kim.redact(session.room, message)
    await room.kim.sees(session.room, lambda message: message.redacts == new.id)
    assert len(model.requests) == 2


async def test_after_stop_nothing_is_translated(room: Interpreted) -> None:
    """Kim's `!stop` drops a translation that is under way, and the next message goes nowhere."""
    session, model = room.session, room.model
    model.script(Reply("Not to be seen.", hold=True))
    await room.kim.send(session.room, "Apa kabar semuanya hari ini?")
    await model.asked(1)
    await session.next_words(room.kim, "!stop")
    model.release()
    since = await room.kim.send(session.room, "Kucing saya suka tidur siang.")
    await session.silence(since)
    assert (room.translations(), len(model.requests)) == ([], 1)
