"""Whether a server that writes voice messages down would do so, as the doctor sees it: it gets one second of a made-up tone, as phones send it."""

import asyncio
from importlib.resources import files

from bot.app.operator.finding import Finding
from bot.errors import BackendError
from bot.llm.egress_permit import grant_egress
from bot.llm.transcribe import open_transcriber
from bot.model import Transcript
from bot.settings import BackendSettings

LIMIT = 30.0
"""Seconds for the one second of sound: a server that is slower than that is of no use in a session."""
TONE = "tone.ogg"
"""A second of 440 hertz, mono, as Opus in Ogg: what most phones send, and what a server reads only with the right decoder."""


def read_tone() -> bytes:
    """Return one second of a quiet tone: nobody's voice."""
    return (files("bot.app.operator") / TONE).read_bytes()


async def examine_transcriber(name: str, backend: BackendSettings) -> Finding:
    """Return whether the server takes a recording and answers in a form that is read; of what it hears nothing is told."""
    clock, limit = asyncio.get_running_loop().time, min(LIMIT, backend.timeout)
    begun = clock()
    try:
        with grant_egress(lambda: True):  # a tone of ours, where a room's policy lets voices go
            async with asyncio.timeout(limit), open_transcriber(backend) as transcriber:
                transcript = await transcriber.transcribe(read_tone(), "audio/ogg", "")
    except TimeoutError:
        remedy = "It may still be loading its model: look again in a minute. If it is that slow, use a smaller model."
        return Finding(f"Backend {name} had not written down one second of sound after {limit:.0f} s", remedy)
    except BackendError as error:
        return Finding(f"Backend {name}: {error}", error.remedy or "Look into its own log.", is_broken=True)
    took = f"Backend {name} writes voice messages down; that took {clock() - begun:.1f} s"
    return Finding(f"{took}; {_describe_certainty(transcript)}")


def _describe_certainty(transcript: Transcript) -> str:
    """Return whether the server says how sure it is, as far as it shows: of a tone in which it hears nothing it may say nothing."""
    if not transcript.segments:
        return "of a tone it says nothing, so whether it says how sure it is shows with speech"
    if any(part.no_speech is not None for part in transcript.segments):
        return "it says how sure it is"
    return "it does not say how sure it is, so fewer inventions can be held back"
