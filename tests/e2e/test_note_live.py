"""A note in real rooms: its draft and its file come to the desk alone, encrypted, and with `finalise` the talk is gone."""

from pathlib import Path
from typing import Any

from foreign_client import ForeignClient
from foreign_event import Seen
from model_server import Reply, model_server
from newcomer import Newcomer
from session_room import Session, marks, session_room

from bot.demo.homeserver import Homeserver
from bot.model import EventId, RoomId

LINES = (
    "subjective: Client 1 slept badly. [2]\n"
    'objective: Client 1 said "three hours". [2]\n'
    'assessment: Client 1 said "I am fine". [2]\n'
    "plan: Client 1 will write it down. [3, 4]"
)
SAID = ("How did you sleep?", "three hours, it was bad", "Shall we write it down each night?", "ok, i will")


async def answer(session: Session, desk: RoomId, text: str, **more: EventId) -> Seen:
    """Let Ana write at the desk, and return what the bot says there next."""
    said = await session.ana.send(desk, text, **more)
    return await session.ana.sees(desk, session.from_bot, after=said)


async def test_a_note_from_draft_to_file(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """Ana has a note drafted, rewords its plan by a reply, and finalises it: a file that opens for her and for nobody else."""
    async with model_server() as server:
        server.default = Reply(LINES)
        backend = {"kind": "openai", "base_url": f"{server.url}/v1", "model": "tiny"}
        files: dict[str, dict[str, Any]] = {
            "deployment": {"backends": {"house": backend}},
            "room": {"backend": "house", "approval": "all"},
        }
        async with session_room(tmp_path, (ana, kim), synapse, newcomer, **files) as session:
            desk = await session.desk()
            await session.listening()
            said = [await (ana, kim)[at % 2].send(session.room, text) for at, text in enumerate(SAID)]
            # The desk is another room: what is asked there may come before what was said here, if that is not read yet.
            await kim.until(lambda: kim.read_by(session.room, session.bot_id) == said[-1])
            draft = await answer(session, desk, "!note soap")
            assert (draft.msgtype, draft.mentions, draft.shield) == ("m.text", (), "NONE")
            assert "Client slept badly." in draft.body
            assert "I am fine" not in draft.body
            assert f'href="https://matrix.to/#/{session.room}/{said[1]}"' in draft.content["formatted_body"]

            reworded = await answer(session, desk, "plan: Kim calls on Monday", reply_to=draft.id)
            assert "Kim calls on Monday" in reworded.body
            assert len(server.requests) == 1

            typed = await ana.send(desk, "finalise", reply_to=reworded.id)
            final = await ana.sees(desk, lambda message: message.reply_to == typed and message.msgtype == "m.file")
            assert final.content["filename"] == final.body == f"note-soap-{final.body[10:20]}.md"
            sealed, text = await ana.file(final)
            assert "Kim calls on Monday" in text
            assert b"Monday" not in sealed
            assert marks(final)["approved_by"] == ana.user_id

            held = await answer(session, desk, "!window")
            assert "no words at hand" in held.body
            assert not [message for message in kim.seen(session.room) if "note" in marks(message).get("kind", "")]
            assert desk not in kim.rooms("join")
