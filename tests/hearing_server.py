"""A server on loopback that really listens: OpenAI's `/v1/audio/transcriptions` over pocketsphinx, whose wheel ships an English model.

    async with hearing_server() as url:
        ...  # backends: {ears: {kind: transcribe, base_url: url, model: pocketsphinx}}

What it gets is in memory only; `opusdec` (Debian's opus-tools) makes samples of it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from aiohttp import web
from pocketsphinx import Decoder

RATE = 16_000
"""Samples a second that the model was made for, two bytes each."""


@asynccontextmanager
async def hearing_server() -> AsyncIterator[str]:
    """Run the server on a free port of 127.0.0.1, and give its address, `/v1` included."""
    app = web.Application(client_max_size=32 * 2**20)
    app.router.add_post("/v1/audio/transcriptions", _answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()


async def make_voice(text: str, language: str) -> bytes:
    """Return `text` as a voice message: spoken by espeak-ng, as Opus in Ogg, from memory to memory."""
    spoken = await _run(
        ["espeak-ng", "-v", {"en": "en-us"}.get(language, language), "-s", "140", "--stdout", text], b""
    )
    return await _run(["opusenc", "--quiet", "-", "-"], spoken)


async def decode_opus(recording: bytes) -> bytes:
    """Return the samples of Opus in Ogg, as a WAV file.

    Raises:
        ChildProcessError: it is none.
    """
    return await _run(["opusdec", "--quiet", "--force-wav", "--rate", str(RATE), "-", "-"], recording)


async def _answer(request: web.Request) -> web.Response:
    form = await request.post()
    file = form["file"]
    if not isinstance(file, web.FileField):
        return web.json_response({"error": {"message": "no file"}}, status=400)
    try:
        samples = await decode_opus(file.file.read())
    except ChildProcessError:
        return web.json_response({"error": {"message": "no recording"}}, status=400)
    words = await asyncio.to_thread(_listen, samples)
    return web.json_response({"text": words, "language": "english", "segments": []})


@cache
def _load_ears() -> Decoder:
    return Decoder(samprate=RATE, loglevel="FATAL")


def _listen(samples: bytes) -> str:
    """Return the words of `samples`; nothing if nobody speaks."""
    ears = _load_ears()
    ears.start_utt()
    ears.process_raw(samples, full_utt=True)
    ears.end_utt()
    return ears.hyp().hypstr if ears.hyp() else ""


async def _run(command: list[str], given: bytes) -> bytes:
    """Return what a program makes of what it is given.

    Raises:
        ChildProcessError: it failed.
    """
    program = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    made, _ = await program.communicate(given)
    if program.returncode != 0:
        raise ChildProcessError(command[0])
    return made
