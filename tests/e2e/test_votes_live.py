"""A poll beside a real card, in an app of another make: one tap lets the answer out, and a reply closes the poll."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from foreign_client import ForeignClient
from foreign_event import Seen
from foreign_wire import PATIENCE
from model_server import ModelServer
from pool import Bots
from session_room import Session, marks

from bot.model import EventId, RoomId
from bot.session.desk.ballots import CHANGEABLE

YES, NO = "Let it out", "Drop it"


@dataclass
class Polling:
    """A session that listens, with a model and with polls at the desk, at which Ana sits."""

    session: Session
    desk: RoomId

    async def draft(self) -> tuple[EventId, Seen, Seen]:
        """Let Kim ask; return the question, the card that lies on the desk then, and its poll as Ana's app drew it."""
        session, ana = self.session, self.session.ana
        question = await session.kim.send(session.room, "!explain small habits before bed")
        known = {marks(event).get("code") for event in ana.seen(self.desk)}
        card = await ana.sees(
            self.desk, lambda event: marks(event).get("kind") == "draft" and marks(event)["code"] not in known
        )
        code = marks(card)["code"]
        poll = await ana.sees(
            self.desk, lambda event: marks(event).get("kind") == "poll" and marks(event).get("code") == code
        )
        return question, card, poll

    async def drawn(self, poll: Seen) -> dict[str, Any]:
        """Return how Ana's app draws a poll."""
        told = await self.session.ana.poll(self.desk, poll.id)
        assert told
        return told

    async def end(self, poll: Seen) -> Seen:
        """Return the event that closes a poll."""
        return await self.session.ana.sees(
            self.desk, lambda event: event.type.endswith("poll.end") and event.relates_to.get("event_id") == poll.id
        )

    def outs(self) -> list[Seen]:
        """Return every message with a model's words that Kim has seen in the session room."""
        return [event for event in self.session.kim.seen(self.session.room) if marks(event).get("backend")]


@pytest.fixture
async def polling(bots: Bots, model: ModelServer, ana: ForeignClient, kim: ForeignClient) -> AsyncIterator[Polling]:
    """Give a listening session under `desk.decide: poll`."""
    backend = {"kind": "openai", "base_url": f"{model.url}/v1", "model": "tiny"}
    files: dict[str, dict[str, Any]] = {
        "deployment": {"backends": {"house": backend}, "desk": {"decide": "poll"}},
        "room": {"backend": "house", "approval": "all", "desk": {"decide": "poll"}},
    }
    async with bots.lend_session((ana, kim), **files) as session:
        desk = await session.desk()
        yield Polling(await session.listening(), desk)


async def test_one_tap_at_the_desk(polling: Polling) -> None:
    """Ana's app draws the poll; she taps no, then yes: one answer goes out under her name, and the poll is closed.

    A vote after that is told that all is decided. In the second round, under the stable name, a no drops the draft.
    """
    session, ana, kim, desk = polling.session, polling.session.ana, polling.session.kim, polling.desk
    question, card, poll = await polling.draft()
    assert (poll.decrypted, poll.shield, poll.type) == (True, "NONE", "org.matrix.msc3381.poll.start")
    drawn = await polling.drawn(poll)
    assert drawn["question"].startswith(f"{marks(card)['code']}: let it out?")
    assert (drawn["answers"], drawn["most"], drawn["ended"]) == ([YES, NO], 1, False)
    with session.bot.stand_still():  # however busy the machine, it hears the second vote while the first can be changed
        await ana.vote(desk, poll.id, NO)
        await ana.vote(desk, poll.id, YES)
    assert polling.outs() == []
    out = await kim.sees(
        session.room, lambda event: bool(marks(event).get("backend")), patience=PATIENCE + 2 * CHANGEABLE
    )
    assert (out.reply_to, marks(out)["approved_by"]) == (question, ana.user_id)
    assert (await polling.end(poll)).decrypted
    assert (await polling.drawn(poll))["ended"]
    await ana.vote(desk, poll.id, NO)
    late = await ana.sees(desk, lambda event: session.from_bot(event) and event.reply_to == poll.id)
    assert "already" in late.body
    _, _, second = await polling.draft()
    await ana.vote(desk, second.id, NO, stable=True)
    await ana.until(
        lambda: any(
            event.type.endswith("poll.end") and event.relates_to["event_id"] == second.id for event in ana.seen(desk)
        ),
        patience=PATIENCE + 2 * CHANGEABLE,
    )
    assert polling.outs() == [out]


async def test_a_reply_beside_the_poll(polling: Polling) -> None:
    """A reply decides at once, whatever was voted, and closes the poll; so does one to the poll itself."""
    session, ana, desk = polling.session, polling.session.ana, polling.desk
    _, card, poll = await polling.draft()
    await ana.vote(desk, poll.id, YES)
    await ana.send(desk, "no", reply_to=card.id)
    await polling.end(poll)
    _, _, other = await polling.draft()
    await ana.send(desk, "no", reply_to=other.id)
    await polling.end(other)
    await session.silence(await session.kim.send(session.room, "and now?"))
    assert polling.outs() == []
