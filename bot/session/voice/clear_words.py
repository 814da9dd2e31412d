"""What of a transcript is words: silence, music and loops make machines write what nobody said. Pure.

Every pattern here takes time in proportion to the text: each part of it is bounded.
"""

import re

from bot.model import Segment, Transcript
from bot.words import fold_text
from bot.words.shelf import any_of, read_once

SILENT, UNSURE = 0.6, -1.0
"""From how likely a silence on, and with words how unlikely, nobody spoke (openai/whisper, `no_speech_threshold`, `logprob_threshold`)."""
CERTAINLY_SILENT = 0.8
"""From how likely a silence on nobody spoke, however sure of its words a machine is: it is surest of what it invents.

faster-whisper and whisper.cpp leave out themselves what the pair above names, so what they still say of silence is beyond it.
Measured with faster-whisper's tiny.en: silence, noise, music and sobs 0.86 to 0.96, whatever words; speech, whispered, quiet,
over noise or music or after a silence, at most 0.60, repeated words of it 0.76.
"""
FASTEST = 35.0
"""Characters a second: half as much again as the fastest talkers of any language reach for a sentence."""
SHORTEST = 2.0
"""Seconds from which on a pace says something."""
LONGEST_BESIDE = 20_000
"""Characters of stretches that are compared besides the text, as many as of the text itself."""
_LOOPS = ((1, 8), (2, 6), (3, 5), (4, 4), (5, 4), (6, 4), (7, 4), (8, 4))
"""From how many times on so many words, one after the other, are a loop: people in need repeat themselves less."""
_ASIDE = re.compile(
    r"\[[^\[\]\n]{0,80}\]|\([^()\n]{0,80}\)|\*[^*\n]{1,80}\*|\u266a[^\u266a\n]{0,200}\u266a|[\u266a\u266b\u266c]"
)
"""What stands in brackets, stars or between notes: a sound as the machine calls it."""
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?\u2026\u3002])\s")
_NESTED = 3
"""How deep one aside may stand in another: nobody's machine writes deeper."""
_FILE = "misheard.yaml"


def find_clear_words(transcript: Transcript, seconds: float) -> str:
    """Return what was said, in one line; empty if nobody could make it out.

    `seconds` is how long the recording is by its sender's app, 0 if that does not say. The server has heard it: where it says
    longer, that counts.
    """
    seconds = max(seconds, transcript.seconds)
    text = " ".join(_join_spoken(transcript).split())
    for _ in range(_NESTED):
        text = " ".join(_ASIDE.sub(" ", text).split())
    text = _drop_fillers(text)
    if not any(char.isalnum() for char in text):
        return ""
    if seconds >= SHORTEST and len(text) > FASTEST * seconds:
        return ""
    return "" if is_loop(fold_text(text).split()) else text


def gather_written(transcript: Transcript) -> str:
    """Return all that a machine wrote, for the words of danger: its text, and what of its stretches is not in that."""
    whole = " ".join(transcript.text.split())
    lines = (" ".join(segment.text.split()) for segment in transcript.segments)
    beside = " ".join(line for line in lines if line not in whole)[:LONGEST_BESIDE]
    return f"{transcript.text}\n{beside}" if beside else transcript.text


def is_loop(words: list[str]) -> bool:
    """Return whether most of `words` is one thing over and over."""
    bare = [word.strip(".,!?\u2026\u3002") for word in words]
    return any(_measure_longest_run(bare, length) >= max(times * length, len(bare) / 2) for length, times in _LOOPS)


def _join_spoken(transcript: Transcript) -> str:
    """Return the text without the stretches in which nobody speaks; where nothing is said of that, the whole."""
    if not any(_is_silent(segment) for segment in transcript.segments):
        return transcript.text
    return " ".join(segment.text.strip() for segment in transcript.segments if not _is_silent(segment))


def _is_silent(segment: Segment) -> bool:
    if segment.no_speech is None or segment.no_speech <= SILENT:
        return False
    return segment.no_speech > CERTAINLY_SILENT or segment.confidence is None or segment.confidence < UNSURE


def _drop_fillers(text: str) -> str:
    """Return `text` without the sentences that machines make of silence."""
    fillers = _fillers()
    kept = [part for part in _BETWEEN_SENTENCES.split(text) if not fillers.fullmatch(_fold_sentence(part))]
    return " ".join(kept)


def _fold_sentence(sentence: str) -> str:
    return fold_text(sentence).strip(" .,!?\u2026\u3002-")


@read_once
def _fillers() -> re.Pattern[str]:
    return re.compile(any_of(_FILE, "fillers"))


def _measure_longest_run(words: list[str], length: int) -> int:
    """Return how many words stand in the longest run in which each `length` words are followed by the same again."""
    longest = run = 0
    for before, after in zip(words, words[length:], strict=False):
        run = run + 1 if before == after else 0
        longest = max(longest, run + length if run else 0)
    return longest
