"""A provider that bills by what it has kept: what each request costs in input tokens, by the published rules of a prompt cache.

Written once, read often: a prefix is kept where the request marks its end, found again by the request after it if that
has a block ending at the same place, at most twenty blocks before its own mark, and forgotten five minutes after it
was last used. The rules, and where they were read: docs/decisions/prompt-caching.md.
"""

from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate, pairwise

from bot.model import Prompt
from bot.session.talk.token_estimate import estimate_tokens

READ = 0.1
"""What a token costs that is read from the cache, against one that is not."""
MINIMUM = 1024
"""Tokens below which no prefix is kept. Some models keep none below 2,048 or 4,096."""
LIFE, WRITE = 300.0, 1.25
"""Seconds for which a prefix is kept after it was last written or read, and what a token costs that is written for so long."""
LONG_LIFE, LONG_WRITE = 3600.0, 2.0
"""The same where a request asks for an hour, as ours do not."""
LOOKBACK = 20
"""Blocks before the mark that are looked at for a prefix that is known."""


@dataclass(frozen=True)
class Bill:
    """Input tokens of one request: all that were `sent`, of those what was `read` and `written`, and what is `billed`."""

    sent: int = 0
    read: int = 0
    written: int = 0
    billed: float = 0.0


class Provider:
    """A provider with a prompt cache, by its price list."""

    def __init__(self, minimum: int = MINIMUM, *, long: bool = False) -> None:
        self._minimum = minimum
        self._life, self._write = (LONG_LIFE, LONG_WRITE) if long else (LIFE, WRITE)
        self._kept: dict[str, float] = {}

    def bill(self, prompt: Prompt, now: float) -> Bill:
        """Return what a request at `now` (seconds) costs, and keep what it marks."""
        turn = prompt.turns[-1]
        parts = [turn.text[start:end] for start, end in pairwise((0, *turn.steps, len(turn.text)))]
        blocks = [prompt.system, *parts]
        ends = list(accumulate(estimate_tokens(block) for block in blocks))
        prefixes = [
            "".join(f"{sha256(block.encode()).hexdigest()}," for block in blocks[: at + 1]) for at in range(len(blocks))
        ]
        mark = len(turn.steps)  # the block before the last, or the system text where nothing else stays the same
        known = [
            at
            for at in range(max(0, mark - LOOKBACK), mark + 1)
            if now - self._kept.get(prefixes[at], -1e9) < self._life
        ]
        read = ends[known[-1]] if known else 0
        written = ends[mark] - read if ends[mark] >= self._minimum else 0
        for at in (*known[-1:], *((mark,) if written else ())):
            self._kept[prefixes[at]] = now
        billed = ends[-1] - read - written + READ * read + self._write * written
        return Bill(ends[-1], read, written, billed)
