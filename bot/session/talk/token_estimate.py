"""How much of a model's room a text takes: tokens, estimated without a tokenizer, and talk cut to fit them. Pure.

A quarter of a token for an ASCII character and a half for any other is on the safe side for English and Indonesian
with the tokenizers of today's models; the backends' own counts are what budgets are settled by.
Talk is cut between turns: a turn is what one person wrote in a row, and half a turn reads as another meaning.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile, groupby

from bot.model import EventId, Line
from bot.policy import BackendFacts

HEAD = 16
"""Tokens that go with each message of the talk: who said it, and the marks around it."""

SMALLEST_COUNT = 500
"""Tokens in, below which a server's count says nothing: no context is as small, but some count only what they had not kept."""
LONGEST_TOKEN = 8
"""Characters that a token is on average at most. Tokenizers of today make one of four or five of our prompts' characters;
a count that would need twice as long ones is of half a prompt."""
_RUN = re.compile(r"(.)\1{3,}", re.DOTALL)
"""The same character over and over, of which tokenizers make one token."""

Talk = tuple[Line, ...]


def estimate_tokens(text: str) -> int:
    """Return about how many tokens `text` is, rounded up."""
    ascii_only = len(text.encode("ascii", "ignore"))
    return -(-(ascii_only + 2 * (len(text) - ascii_only)) // 4)


def measure_prompt(texts: Iterable[str]) -> int:
    """Return how many characters `texts` are for a tokenizer: of a long row of one and the same, no more than three count."""
    return sum(len(_RUN.sub(r"\1\1\1", text)) for text in texts)


def is_prompt_cut(tokens_in: int, characters: int) -> bool:
    """Return whether a server that counts `tokens_in` has read far less than a prompt of so many `characters`.

    Ollama keeps what fits its `num_ctx` and says nothing of the rest. 0 is a server that does not count.
    """
    return tokens_in >= SMALLEST_COUNT and tokens_in * LONGEST_TOKEN < characters


def estimate_talk_tokens(lines: Talk) -> int:
    """Return about how many tokens `lines` are in a prompt, each with its head."""
    return sum(HEAD + estimate_tokens(line.text) for line in lines)


def estimate_spare_tokens(backend: BackendFacts, *texts: str) -> int:
    """Return about how many tokens of talk a question has room for, beside `texts`, the standing text and the answer."""
    taken = sum(HEAD + estimate_tokens(text) for text in texts if text)
    return max(0, backend.room_for_talk - taken)


def split_turns(lines: Talk) -> Iterator[Talk]:
    """Yield `lines` turn by turn."""
    for _, turn in groupby(lines, key=lambda line: line.sender):
        yield tuple(turn)


def take_newest_turns(lines: Talk, *, messages: int, tokens: int | None = None) -> Talk:
    """Return the newest whole turns of `lines` that are at most so many messages, and so many tokens where that matters.

    Where not even the last turn fits, the newest of its messages that do. Each line is weighed once.
    """
    count = _count_fitting(lines, messages, tokens)
    fresh = lines[len(lines) - count :]
    if not fresh or count == len(lines) or lines[-count - 1].sender != fresh[0].sender:
        return fresh
    return tuple(dropwhile(lambda line: line.sender == fresh[0].sender, fresh)) or fresh


def anchor_talk(lines: Talk, anchor: EventId | None) -> Talk:
    """Return `lines`, the newest that may be sent, from the message `anchor` on, with which the talk began last time.

    A window that slides by one message each time is a new text each time, and every request is paid for whole. This one
    keeps its beginning, so that a provider can keep what it has read of it, until that has left the window, and then lets
    a third go at once: it may hold less, never more. What is deleted, withdrawn or too old is gone at once.
    Where that is no longer among them, the newest two thirds of them, in whole turns; without one, all of them.
    """
    if anchor is None:
        return lines
    at = next((at for at, line in enumerate(lines) if line.id == anchor), None)
    if at is not None:
        return lines[at:]
    return take_newest_turns(lines, messages=len(lines) - len(lines) // 3)


def split_stretches(lines: Talk, tokens: int) -> Iterator[Talk]:
    """Yield `lines` in stretches of whole turns, each of at most so many tokens, in order.

    A turn that is longer than that is cut between its messages; a message that is longer stands alone.
    """
    stretch: list[Line] = []
    weighs = 0
    for turn in split_turns(lines):
        parts = (turn,) if estimate_talk_tokens(turn) <= tokens else tuple((line,) for line in turn)
        for part in parts:
            if stretch and weighs + estimate_talk_tokens(part) > tokens:
                yield tuple(stretch)
                stretch, weighs = [], 0
            stretch += part
            weighs += estimate_talk_tokens(part)
    if stretch:
        yield tuple(stretch)


def _count_fitting(lines: Talk, messages: int, tokens: int | None) -> int:
    """Return how many of the newest `lines` are within both limits."""
    if tokens is None:
        return min(messages, len(lines))
    left = tokens
    for count, line in enumerate(reversed(lines[-messages:] if messages else ())):
        left -= HEAD + estimate_tokens(line.text)
        if left < 0:
            return count
    return min(messages, len(lines))
