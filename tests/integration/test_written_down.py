"""A voice message from its coming to its words: once, whole, and only while its speaker's yes holds, wherever the process dies."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hand_held import ANA, KIM, ROOM, PowerCut, at_work
from polling import wait_until
from test_power_cuts import Mains, Powered, idle
from voice_office import (
    FAR,
    WORDS,
    Ears,
    VoiceClient,
    VoiceServer,
    let_listen,
    list_transcripts,
    seat_with_ears,
    settle_voices,
    sign_until,
)

from bot.app.listen import listen
from bot.app.services import Chair
from bot.app.think import think
from bot.app.write_down import write_down
from bot.matrix.recording import read_sound
from bot.model import EventId, Failed, Frozen, Language, Segment, Transcribe
from bot.store import Job


async def _survive(folder: Path, server: VoiceServer, mains: Mains) -> bool:
    """Run a bot until there is nothing left to do; return whether the power stayed on."""
    ears = Ears(server, meddle=mains.request)
    try:
        async with (
            seat_with_ears(folder, VoiceClient(server, mains.request), ears, partial(Powered, mains=mains)) as chair,
            at_work(chair),
        ):
            await idle(chair, server)
    except* PowerCut:
        assert mains.off
    return not mains.off


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_killed_at_every_point_it_is_written_down_once(tmp_path: Path, *, after: bool) -> None:
    """Fetched, hashed, handed over, answered, posted: beside each the power goes off, and the words stand there once, whole."""
    for at in count():
        folder, server = tmp_path / str(at), VoiceServer()
        folder.mkdir()
        async with seat_with_ears(folder, VoiceClient(server), Ears(server)) as chair, at_work(chair):
            await let_listen(server)
            await idle(chair, server)
        message = await server.speaks()
        unharmed = await _survive(folder, server, Mains(at, after))
        assert unharmed or await _survive(folder, server, Mains(-1, after))
        (said,) = list_transcripts(server, message)
        assert WORDS in said, f"point {at}"
        assert len(server.replies(message)) == 1, f"point {at}"
        if unharmed:
            assert at > 12
            return


async def test_who_takes_their_yes_back_while_it_is_fetched_is_not_heard(tmp_path: Path) -> None:
    """The recording is here already: it goes no further, nothing is said of it, and nothing is written down as sent."""
    server = VoiceServer()
    ears, fetching = Ears(server), asyncio.Event()

    async def meddle(what: str) -> None:
        if what == "after media0":
            await fetching.wait()

    client = VoiceClient(server, meddle)
    async with seat_with_ears(tmp_path, client, ears) as chair, at_work(chair):
        await let_listen(server)
        message = await server.speaks()
        await server.until(lambda: server.fetched)
        said = await server.says_now("!withdraw voice", KIM)
        await server.until(lambda: server.replies(said))
        fetching.set()
        await idle(chair, server)
        assert not await chair.store.sent.list_of_room(ROOM)
    assert not ears.heard
    assert not server.replies(message)


async def test_a_machine_that_hangs_is_not_waited_for_by_the_room(tmp_path: Path) -> None:
    """Commands are answered meanwhile; who says stop is not heard any more, whatever the machine says then."""
    server = VoiceServer()
    ears = Ears(server, ["hang"])
    async with seat_with_ears(tmp_path, VoiceClient(server), ears) as chair, at_work(chair):
        await let_listen(server)
        message = await server.speaks()
        await server.until(lambda: ears.heard)
        asked = await server.says_now("!status", ANA)
        await server.until(lambda: server.replies(asked))
        await server.says_now("!stop", KIM)
        await server.until(lambda: [post for post in server.posts if "AI off" in post.content["body"]])
    ears = Ears(server)
    async with seat_with_ears(tmp_path, VoiceClient(server), ears) as chair, at_work(chair):
        await idle(chair, server)
    assert not ears.heard
    assert not server.replies(message)


async def test_a_busy_machine_is_asked_again_and_a_recording_is_fetched_again(tmp_path: Path) -> None:
    """Nothing of it is kept between two attempts; what left is one request that counts both."""
    server = VoiceServer()
    ears = Ears(server, ["busy"])
    async with seat_with_ears(tmp_path, VoiceClient(server), ears) as chair, at_work(chair):
        await let_listen(server)
        message = await server.speaks()
        await server.until(lambda: list_transcripts(server, message))
        (sent,) = await chair.store.sent.list_of_room(ROOM)
        entries = "".join([link.entry async for link in chair.store.audit.entries()])
    assert server.fetched == ["media0", "media0"]
    assert (sent.tries, sent.ending) == (2, "answered")
    (piece,) = sent.request.pieces
    assert piece.text
    assert piece.text.startswith("voice message, 3.0 s, ")
    assert f"{len(ears.heard[0])} bytes, SHA-256 " in piece.text
    assert WORDS not in entries


@pytest.mark.parametrize(
    ("step", "times", "told"), [("refuse", 1, "could not use this voice message"), ("fail", 3, "just now")]
)
async def test_a_machine_that_does_not_write_costs_one_calm_line(
    tmp_path: Path, step: str, times: int, told: str
) -> None:
    """A recording that it cannot read is not sent again; one that fails is asked a few times. Then the speaker reads so, once."""
    server = VoiceServer()
    ears = Ears(server, [step] * 3)
    async with seat_with_ears(tmp_path, VoiceClient(server), ears) as chair, at_work(chair):
        await let_listen(server)
        message = await server.speaks()
        await server.until(lambda: server.replies(message))
        await idle(chair, server)
    (post,) = server.replies(message)
    assert told in post.content["body"]
    assert len(ears.heard) == times


@pytest.mark.parametrize(
    "info",
    [{"size": 4 * 2**30}, {"duration": 3_600_000}, {"mimetype": "image/svg+xml"}, {"mimetype": "video/mp4"}],
    ids=["four gigabytes", "an hour", "a drawing", "a film"],
)
async def test_what_is_no_voice_message_by_its_own_word_is_not_fetched(tmp_path: Path, info: dict[str, Any]) -> None:
    """Too large, too long or another kind of file: one calm line, and not a byte is loaded."""
    server = VoiceServer()
    ears = Ears(server)
    async with seat_with_ears(tmp_path, VoiceClient(server), ears) as chair, at_work(chair):
        await let_listen(server)
        message = await server.speaks(**info)
        await server.until(lambda: server.replies(message))
    (post,) = server.replies(message)
    assert "could not use this voice message" in post.content["body"]
    assert not server.fetched
    assert not ears.heard


def _forbid(chair: Chair, folder: Path) -> None:
    """Let the files forbid it in every room from now on, as a reload does."""
    chair.settings = settle_voices(folder, "transcription: never\n")


def _take_machine_away(chair: Chair, _: Path) -> None:
    """Let there be no machine by that name any more."""
    chair.transcribers = {}


def _name_another(chair: Chair, folder: Path) -> None:
    """Let the files name another machine from now on, which is there too: the order was to the first."""
    chair.settings = settle_voices(folder, ears="others")
    chair.transcribers = {**chair.transcribers, "others": next(iter(chair.transcribers.values()))}


def _let_agreements_lapse(chair: Chair, _: Path) -> None:
    """Let it be half a year later: whoever agreed has to agree anew."""
    now = chair.clock()
    chair.clock = lambda: now + 180 * 24 * 3600.0


@pytest.mark.parametrize("change", [_forbid, _take_machine_away, _name_another, _let_agreements_lapse])
async def test_what_holds_when_it_is_its_turn_counts(tmp_path: Path, change: Callable[[Chair, Path], None]) -> None:
    """A message that waits behind another is looked at anew: where nothing may be written down any more, nothing is."""
    server = VoiceServer()
    ears = Ears(server)
    async with seat_with_ears(tmp_path, VoiceClient(server), ears) as chair, at_work(chair):
        await let_listen(server)
        async with chair.recordings:
            message = await server.speaks()
            asked = await server.says_now("!status", ANA)
            await server.until(lambda: server.replies(asked))
            change(chair, tmp_path)
        await server.until(lambda: server.replies(message))
    assert not ears.heard
    assert not server.fetched


async def test_a_room_that_is_frozen_on_the_way_lets_nothing_out(tmp_path: Path) -> None:
    """The operator's freeze holds for what waits: it is not even fetched."""
    server = VoiceServer()
    ears = Ears(server)
    async with seat_with_ears(tmp_path, VoiceClient(server), ears) as chair, at_work(chair):
        await let_listen(server)
        async with chair.recordings:
            await server.speaks()
            asked = await server.says_now("!status", ANA)
            await server.until(lambda: server.replies(asked))
            await chair.store.inbox.admit(ROOM, Frozen(EventId("$frozen"), chair.clock()))
            chair.to_think.set()

            async def is_frozen() -> bool:
                return (await chair.store.rooms.room(ROOM)).is_frozen

            await wait_until(is_frozen)
        await idle(chair, server)
    assert not server.fetched
    assert not ears.heard


async def test_an_agreement_that_has_ended_lets_no_voice_out(tmp_path: Path) -> None:
    """A machine elsewhere hears people only while the agreement with whoever runs it holds, on the day that it is."""
    server = VoiceServer()
    ears = Ears(server)
    async with seat_with_ears(tmp_path, VoiceClient(server), ears, **sign_until("2099-01-15")) as chair, at_work(chair):
        await let_listen(server)
        heard = await server.speaks()
        await server.until(lambda: list_transcripts(server, heard))
        async with chair.recordings:
            message = await server.speaks()
            asked = await server.says_now("!status", ANA)
            await server.until(lambda: server.replies(asked))
            ended = settle_voices(tmp_path, FAR, **sign_until("2026-01-16"))
            held = chair.settings.backends["ears"].model_copy(update={"agreement": ended.backends["ears"].agreement})
            backends = {**chair.settings.deployment.backends, "ears": held}
            deployment = chair.settings.deployment.model_copy(update={"backends": backends})
            chair.settings = replace(chair.settings, deployment=deployment)
        await server.until(lambda: server.replies(message))
    assert len(ears.heard) == 1
    assert server.fetched == ["media0"]


async def test_a_job_that_is_not_wanted_lets_no_voice_out(tmp_path: Path) -> None:
    """What is void by the time that it is written down as sent does not leave, though it was fetched already."""
    server = VoiceServer()
    ears = Ears(server)
    async with seat_with_ears(tmp_path, VoiceClient(server), ears) as chair:
        async with at_work(chair):
            await let_listen(server)
            await idle(chair, server)
        async with at_work(chair, listen, think):
            spoken = server.make_voice()
            await server.tell(spoken)

            async def is_asked() -> bool:
                return bool((await chair.store.rooms.room(ROOM)).pending)

            await wait_until(is_asked)
        sound = read_sound(spoken.content)
        assert sound
        order = Transcribe(EventId(spoken.event_id), KIM, "ears", Language("en"), sound)
        assert isinstance(await write_down(chair, Job("void", ROOM, order, chair.clock(), 0), order), Failed)
    assert server.fetched
    assert not ears.heard


@pytest.mark.parametrize(("hint", "given"), [("speaker", "en"), ("none", "")])
async def test_a_machine_is_told_the_speaker_s_language_where_the_files_say_so(
    tmp_path: Path, hint: str, given: str
) -> None:
    """Who speaks two languages may be better off with a machine that finds out by itself."""
    server = VoiceServer()
    ears = Ears(server)
    async with seat_with_ears(tmp_path, VoiceClient(server), ears, hint=hint) as chair, at_work(chair):
        await let_listen(server)
        message = await server.speaks()
        await server.until(lambda: list_transcripts(server, message))
    assert ears.languages == [given]


async def test_a_machine_that_never_answers_is_given_up(tmp_path: Path) -> None:
    """After the seconds in the files: one calm line, and it is not asked a second time."""
    server = VoiceServer()
    ears = Ears(server, ["hang"])
    async with seat_with_ears(tmp_path, VoiceClient(server), ears, timeout=0.2) as chair, at_work(chair):
        await let_listen(server)
        message = await server.speaks()
        await server.until(lambda: server.replies(message))
    assert "just now" in server.replies(message)[0].content["body"]
    assert len(ears.heard) == 1


async def test_what_a_machine_makes_of_silence_is_not_shown(tmp_path: Path) -> None:
    """The room reads that it could not be made out; the desk is asked to listen."""
    server = VoiceServer()
    ears = Ears(server, words="Thank you for watching.")
    async with seat_with_ears(tmp_path, VoiceClient(server), ears) as chair, at_work(chair):
        await let_listen(server)
        message = await server.speaks()
        await server.until(lambda: server.replies(message))
    assert "could not make out" in server.replies(message)[0].content["body"]


async def test_danger_in_a_stretch_that_was_held_back_calls_a_therapist(tmp_path: Path) -> None:
    """A machine that takes a cry for silence, and leaves it out of its text, wrote it down all the same."""
    server = VoiceServer()
    cry = Segment(" I want to kill myself tonight.", 0.95, -2.0)
    ears = Ears(server, words="Okay.", segments=(Segment(" Okay.", 0.1, -0.2), cry))
    async with seat_with_ears(tmp_path, VoiceClient(server), ears) as chair, at_work(chair):
        await let_listen(server)
        await server.speaks()
        await server.until(lambda: ears.heard)
        await idle(chair, server)
        (alarm,) = (await chair.store.rooms.room(ROOM)).alarms
    assert alarm.voiced
