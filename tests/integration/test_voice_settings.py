"""A server for voice messages in the files: what is told by `check`, and what the doctor says after one second of sound."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from clinic_files import GOOD, mistakes, written
from hearing_server import RATE, decode_opus
from model_server import ModelServer, Reply, model_server
from rows import try_each
from test_doctor_backends import NOW, configured

from bot.app.operator.doctor_backends import examine_backends
from bot.app.operator.doctor_voice import read_tone
from bot.app.operator.exam import check_may_be_asked
from bot.errors import ExamRefused
from bot.matrix.recording import is_recording
from bot.settings import load_settings

EARS = 'ears: {kind: transcribe, base_url: "http://127.0.0.1:9/v1", model: small}'
FAR = 'far: {kind: transcribe, base_url: "https://ears.example/v1", model: small, remote: true}'


def say(folder: Path, backends: str, room: str) -> str:
    """Return every mistake in a configuration with these backends and this room file, in one text."""
    return mistakes(written(folder, f"{GOOD}backends:\n  {backends}\n", f'room: "*"\n{room}\n'))


def test_a_server_for_voices_is_named_by_the_room(tmp_path: Path) -> None:
    """With `transcription` it is the room's; what it is told of it is in the policy, its limits in the backend."""
    text = f"{GOOD}backends:\n  {EARS}\n"
    settings = load_settings(written(tmp_path, text, 'room: "*"\ntranscription: ears\ntranscripts: room\n'))
    policy = settings.policy_of(*settings.rooms[0])
    assert policy.transcriber
    assert (policy.transcriber.name, policy.transcriber.model) == ("ears", "small")
    assert (settings.backends["ears"].max_seconds, settings.backends["ears"].max_megabytes) == (180, 10)


@try_each(
    ("backends", "room", "told"),
    [
        (EARS, "transcription: eras", "which is no backend of the kind `transcribe`"),
        ('house: {kind: openai, base_url: "http://127.0.0.1:9/v1", model: m}', "transcription: house", "no backend of"),
        (EARS, "backend: ears", "writes voice messages down and answers nothing"),
        ("ears: {kind: transcribe, model: small}", "transcription: ears", "needs `base_url` and `model`"),
        (EARS.replace("}", ", temperature: 0.1}"), "transcription: ears", "has no place for `temperature`"),
        (
            'house: {kind: openai, base_url: "http://127.0.0.1:9/v1", model: m, max_seconds: 9}',
            "backend: house",
            "has no place for `max_seconds`",
        ),
        (FAR, "transcription: far", "would take voices out of the clinic"),
    ],
)
def test_what_cannot_be_is_told_with_its_remedy(tmp_path: Path, backends: str, room: str, told: str) -> None:
    """A name misspelt, a model that answers, a server that only listens, one too far away: each by file and line."""
    with TemporaryDirectory(dir=tmp_path) as folder:
        assert told in say(Path(folder), backends, room)


@pytest.mark.parametrize("approval", ["all", "unasked"])
def test_the_desk_is_first_where_no_file_says_otherwise(tmp_path: Path, approval: str) -> None:
    """Whoever names a server alone has each transcript looked at; a deployment's `desk` outweighs a room's `room`."""
    text = f"{GOOD}backends:\n  {EARS}\n"
    room = f'room: "*"\ntranscription: ears\napproval: {approval}\n'
    settings = load_settings(written(tmp_path, text, room))
    assert not settings.policy_of(*settings.rooms[0]).shows_voices_at_once
    (tmp_path / "bot.yaml").write_text(f"{text}transcripts: desk\n")
    (tmp_path / "rooms" / "all.yaml").write_text(f"{room}transcripts: room\n")
    settings = load_settings(tmp_path / "bot.yaml")
    assert not settings.policy_of(*settings.rooms[0]).shows_voices_at_once


def test_any_file_can_forbid_voices(tmp_path: Path) -> None:
    """`never` in the deployment file or a pack outweighs what a room names."""
    text = f"{GOOD}transcription: never\nbackends:\n  {EARS}\n"
    settings = load_settings(written(tmp_path, text, 'room: "*"\ntranscription: ears\n'))
    assert settings.policy_of(*settings.rooms[0]).transcriber is None


async def _examine(server: ModelServer, folder: Path, **keys: Any) -> list[str]:
    kept = {"kind": "transcribe", "model": "small", **keys}
    settings = load_settings(configured(folder, server.url, {"backend": "embedded", "transcription": "house"}, **kept))
    return [str(finding) async for finding in examine_backends(settings, NOW)]


async def test_the_doctor_plays_one_second_of_sound(tmp_path: Path) -> None:
    """A tone that is nobody's voice; what the server hears in it is told to nobody."""
    segments = [{"text": "la", "no_speech_prob": 0.9}]
    async with model_server() as server:
        server.answers = lambda _: Reply(body=json.dumps({"text": "moonless-otter", "segments": segments}).encode())
        (line,) = await _examine(server, tmp_path)
        assert read_tone() in server.requests[0].body
    assert "writes voice messages down" in line
    assert "it says how sure it is" in line
    assert "moonless-otter" not in line


@pytest.mark.parametrize(
    ("segments", "told"),
    [([], "shows with speech"), (None, "shows with speech"), ([{"text": "la"}], "does not say how sure")],
)
async def test_the_doctor_says_no_more_of_certainty_than_it_saw(tmp_path: Path, segments: Any, told: str) -> None:
    """A real Whisper hears nothing in a tone and says nothing of it: that is no word about what it says of speech."""
    async with model_server() as server:
        server.answers = lambda _: Reply(body=json.dumps({"text": "", "segments": segments}).encode())
        (line,) = await _examine(server, tmp_path)
    assert told in line


@try_each(("status", "told"), [(404, "does not have this address or model"), (500, "failed"), (401, "key")])
async def test_the_doctor_says_what_is_wrong_with_it(tmp_path: Path, status: int, told: str) -> None:
    """As of any backend: what happened, and what to do."""
    async with model_server() as server:
        server.answers = lambda _: Reply(status=status)
        (line,) = await _examine(server, tmp_path)
    assert told in line


async def test_the_tone_is_what_phones_send() -> None:
    """One second of Opus in Ogg, which a decoder takes: a server that reads WAV alone fails here and not in a session."""
    tone = read_tone()
    assert is_recording(tone)
    assert b"OpusHead" in tone
    samples = await decode_opus(tone)
    assert round(len(samples) / (2 * RATE), 1) == 1.0


async def test_the_doctor_says_that_a_server_cannot_read_what_phones_send(tmp_path: Path) -> None:
    """whisper.cpp without its converter answers so: the remedy names what it lacks."""
    async with model_server() as server:
        server.answers = lambda _: Reply(body=b'{"error":"failed to read WAV file"}')
        (line,) = await _examine(server, tmp_path)
    assert "cannot read this recording" in line
    assert "--convert" in line


def test_there_is_nothing_to_examine_in_it(tmp_path: Path) -> None:
    """An exam asks for answers, and this gives none."""
    settings = load_settings(written(tmp_path, f"{GOOD}backends:\n  {EARS}\n", 'room: "*"\n'))
    with pytest.raises(ExamRefused, match="only writes voice messages down"):
        check_may_be_asked(settings, "ears", NOW)
