"""A transcript that is on its way to the homeserver while its speaker takes their yes back, over a real one: it does not stay."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from behind_proxy import configure_behind
from fault_proxy import Fault, FaultProxy
from foreign_client import ForeignClient
from model_server import ModelServer, Reply
from pool import Bots
from session_room import Session, marks

DELETION = "m.room.redaction"
SOUND = b"OggS" + bytes(range(200))


@asynccontextmanager
async def _listen_to_voices(
    bots: Bots, proxy: FaultProxy, model: ModelServer, people: tuple[ForeignClient, ForeignClient]
) -> AsyncIterator[Session]:
    """Lend a session behind the proxy, in which Kim has agreed to having her voice written down at once."""
    model.answers = lambda _: Reply(body=json.dumps({"text": "I am on the train now."}).encode())
    files = configure_behind(proxy, model, transcription="ears", transcripts="room")
    ears = {"kind": "transcribe", "base_url": f"{model.url}/v1", "model": "ears-1"}
    files["deployment"]["backends"]["ears"] = ears
    async with bots.lend_session(people, **files) as session:
        await session.listening()
        await session.answer(session.kim, "!agree voice")
        yield session


async def _see_it_taken_back(session: Session) -> None:
    """Return when the bot has deleted one message of its own, and no other; no word of the transcript stands."""
    kim, room = session.kim, session.room
    gone = await kim.sees(room, lambda event: event.sender == session.bot_id and event.type == DELETION)
    await session.answer(kim, "!help")
    seen = kim.seen(room)
    assert [event.id for event in seen if event.type == DELETION] == [gone.id]
    assert gone.redacts in [event.id for event in seen if event.sender == session.bot_id]
    written = [event for event in seen if marks(event).get("kind") == "transcribe" and event.reply_to]
    assert {event.id for event in written} <= {gone.redacts}


async def _hold_transcript(session: Session, proxy: FaultProxy) -> None:
    """Let Kim say something, and return when what was written down of it is held on its way to the homeserver."""
    proxy.will(Fault("PUT", f"/rooms/{re.escape(session.room)}/send/m.room.encrypted/", late=True))
    await session.kim.speak(session.room, SOUND)
    await proxy.struck()


async def test_a_transcript_that_gets_there_after_the_no_is_deleted(
    bots: Bots, proxy: FaultProxy, model: ModelServer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """The request is held on its way, Kim's no is decided, and then it gets there: it comes by, and is deleted."""
    async with _listen_to_voices(bots, proxy, model, (ana, kim)) as session:
        await _hold_transcript(session, proxy)
        await session.answer(kim, "!withdraw voice")
        await proxy.let_late_through()
        await _see_it_taken_back(session)


async def test_killed_before_it_knows_that_it_stands_it_is_deleted(
    bots: Bots, proxy: FaultProxy, model: ModelServer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """Kill -9 while it gets there, and Kim's no comes while nobody is up: after the start it is deleted, and nothing comes anew."""
    async with _listen_to_voices(bots, proxy, model, (ana, kim)) as session:
        await _hold_transcript(session, proxy)
        await session.bot.kill()
        await proxy.let_late_through()
        await kim.send(session.room, "!withdraw voice")
        await session.bot.start()
        await _see_it_taken_back(session)
