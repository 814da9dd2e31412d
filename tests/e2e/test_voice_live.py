"""Voice messages in a real room: spoken, encrypted by another client, written down by a machine that listens, seen by everybody.

espeak-ng speaks, Opus in Ogg, matrix-js-sdk sends; pocketsphinx hears. Where a server misbehaves, one that plays it answers.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from foreign_client import ForeignClient
from foreign_event import Seen
from hearing_server import hearing_server, make_voice
from model_server import ModelServer, Reply, Request
from pool import Bots
from session_room import Session, marks

SPOKEN = "she is reading a book"
UNSURE = [{"text": "you", "no_speech_prob": 0.9, "avg_logprob": -2.0}]


def _files(url: str, **room: Any) -> dict[str, dict[str, Any]]:
    """Return the configuration of a room whose voice messages are written down at `url`."""
    ears = {"kind": "transcribe", "base_url": url, "model": "ears-1"}
    return {
        "deployment": {"backends": {"ears": ears}},
        "room": {"transcription": "ears", "transcripts": "room", "approval": "unasked", **room},
    }


@asynccontextmanager
async def _listen_to_voices(
    bots: Bots, people: tuple[ForeignClient, ForeignClient], url: str, **room: Any
) -> AsyncIterator[Session]:
    """Lend a session that listens, in which Kim has agreed to having her voice written down."""
    async with bots.lend_session(people, **_files(url, **room)) as session:
        await session.listening()
        agreed = await session.answer(session.kim, "!agree voice")
        assert "voice messages may be written down" in agreed.body
        yield session


def _written(words: str) -> Reply:
    return Reply(body=json.dumps({"text": words}).encode())


async def _see_transcript(session: Session, message: str) -> Seen:
    """Return what stands below a voice message, as Kim sees it."""
    return await session.kim.sees(
        session.room, lambda event: event.reply_to == message and marks(event).get("kind") == "transcribe"
    )


def _list_files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


async def test_a_spoken_sentence_is_written_down_and_put_right(
    bots: Bots, ana: ForeignClient, kim: ForeignClient
) -> None:
    """Spoken, sealed, heard by a machine, looked at by a therapist, read by all, corrected by whoever said it; kept nowhere."""
    recording = await make_voice(SPOKEN, "en")
    async with (
        hearing_server() as url,
        _listen_to_voices(bots, (ana, kim), url, transcripts="desk", approval="all") as session,
    ):
        desk = await session.desk()
        message = await kim.speak(session.room, recording)
        card = await ana.sees(desk, lambda event: marks(event).get("kind") == "draft")
        assert "voice message" in card.body
        await ana.send(desk, "ok", reply_to=card.id)
        transcript = await _see_transcript(session, message)
        assert transcript.msgtype == "m.text"
        assert transcript.body.startswith("Voice, written down by a machine: ")
        assert {"reading", "book"} <= set(transcript.body.lower().split())
        assert marks(transcript)["generated"] is True
        assert marks(transcript)["approved_by"] == ana.user_id
        await kim.send(session.room, "she is writing a book", reply_to=transcript.id, mentions=[session.bot_id])
        corrected = await kim.sees(session.room, lambda event: "in the speaker's own words" in event.body)
        assert "she is writing a book" in corrected.body
        asked = await ana.send(desk, "!sent")
        sent = await ana.sees(desk, lambda event: event.reply_to == asked)
        assert "a voice message" in sent.body
        kept = _list_files(session.bot.folder)
    assert kept
    assert not [held for held in kept if recording[60:90] in held or b"writing a book" in held]


async def test_an_indonesian_voice_is_spoken_of_in_indonesian(
    bots: Bots, model: ModelServer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """Who agreed to the Indonesian card reads Indonesian, and the server is told which language to listen for."""
    model.answers = lambda _: _written("Aku pulang ke rumah ibu.")
    async with bots.lend_session((ana, kim), **_files(f"{model.url}/v1")) as session:
        indonesian = next(card for card in session.cards if "Bahasa Indonesia" in card.body)
        assert "Pesan suara" in indonesian.body
        await kim.send(session.room, "setuju", reply_to=indonesian.id)
        await kim.sees(session.room, lambda event: session.from_bot(event) and "Terima kasih" in event.body)
        await session.answer(kim, "!setuju suara")
        await session.next_words(ana, "!listen")
        message = await kim.speak(session.room, await make_voice("aku pulang ke rumah ibu", "id"))
        transcript = await _see_transcript(session, message)
    assert transcript.body.startswith("Suara, dituliskan oleh mesin: Aku pulang ke rumah ibu.")
    assert b'name="language"\r\n\r\nid\r\n' in model.requests[-1].body


async def test_what_cannot_be_made_out_is_listened_to_by_a_person(
    bots: Bots, model: ModelServer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """Silence that a machine fills is held back; the room reads a calm line, the desk is asked to listen."""
    model.answers = lambda _: Reply(body=json.dumps({"text": "you", "segments": UNSURE}).encode())
    async with _listen_to_voices(bots, (ana, kim), f"{model.url}/v1") as session:
        desk = await session.desk()
        message = await kim.speak(session.room, await make_voice("hm", "en"))
        told = await session.reply_to(kim, message)
        assert "could not make out" in told.body
        await ana.sees(desk, lambda event: "listen to it yourself" in event.body)


async def test_killed_while_a_machine_listens_it_is_written_down_once(
    bots: Bots, model: ModelServer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """Kill -9 between the sending and the answer: after the start it is asked again, and stands in the room once."""
    model.answers = lambda _: _written("I am on the train now.")
    model.script(Reply(hold=True))
    async with _listen_to_voices(bots, (ana, kim), f"{model.url}/v1") as session:
        message = await kim.speak(session.room, await make_voice("i am on the train", "en"))
        await model.asked()
        await session.bot.kill()
        await session.bot.start()
        transcript = await _see_transcript(session, message)
        await session.silence(since=transcript.id)
        assert [reply.id for reply in session.replies(message)] == [transcript.id]
        assert len(model.requests) == 2


async def test_what_is_no_voice_message_costs_a_calm_line_and_holds_nothing_up(
    bots: Bots, model: ModelServer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """A zip called ogg, four gigabytes by its own word, a drawing: a line each; the next real one is written down."""
    model.answers = lambda _: _written("I am here.")
    async with _listen_to_voices(bots, (ana, kim), f"{model.url}/v1") as session:
        zipped = await kim.speak(session.room, b"PK\x03\x04" + bytes(200))
        huge = {"mimetype": "audio/ogg", "size": 4 * 2**30, "duration": 3000}
        large = await kim.speak(session.room, b"OggS" + bytes(200), info=huge)
        drawn = await kim.speak(session.room, b"<svg/>", info={"mimetype": "image/svg+xml", "size": 6})
        message = await kim.speak(session.room, await make_voice("i am here", "en"))
        await _see_transcript(session, message)
        for odd in (zipped, large, drawn):
            assert "could not use this voice message" in (await session.reply_to(kim, odd)).body
        assert len(model.requests) == 1


async def test_danger_in_a_voice_calls_a_therapist(
    bots: Bots, model: ModelServer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """The list reads what was said: the desk's alarm says that a machine may have misheard, and the room shows nothing."""
    model.answers = lambda _: _written("I want to kill myself tonight.")
    async with _listen_to_voices(bots, (ana, kim), f"{model.url}/v1") as session:
        desk = await session.desk()
        message = await kim.speak(session.room, await make_voice("i want to", "en"))
        alarm = await ana.sees(desk, lambda event: marks(event).get("kind") == "alarm")
        assert "may have misheard" in alarm.body
        await session.silence(since=message)


async def test_fifty_at_once_are_written_down_one_by_one_in_order(
    bots: Bots, model: ModelServer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """A burst waits its turn: one recording is in memory at a time, each is written down once, and a command is not behind them."""
    at_once: list[int] = []

    def answer(_: Request) -> Reply:
        at_once.append(len(model.requests))
        return _written(f"This is message number {len(at_once)}.")

    model.answers = answer
    async with _listen_to_voices(bots, (ana, kim), f"{model.url}/v1") as session:
        recording = await make_voice("hello", "en")
        messages = [await kim.speak(session.room, recording) for _ in range(50)]
        asked = await session.answer(kim, "!status")
        for message in messages:  # each has its own patience
            last = await _see_transcript(session, message)
        seen = [event for event in kim.seen(session.room) if marks(event).get("kind") == "transcribe"]
    assert [event.reply_to for event in seen] == messages
    assert [event.body.partition(".")[0].rpartition(" ")[2] for event in seen] == [str(n) for n in range(1, 51)]
    assert at_once == list(range(1, 51))
    assert asked.body
    assert last.id == seen[-1].id
