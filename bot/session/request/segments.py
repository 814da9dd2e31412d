"""What leaves for a backend, in pieces: each message with who wrote it, and between them what is the bot's own. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.model import Ask, EventId, Prompt, UserId
from bot.session.request.fence import close_fence, open_fence, split_at_fences


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what is sent. `turn` 0 is the standing text, the turns count from 1.

    Without `sender` it is the bot's own: headings, roles and fences. `text` is None once its sender has had it erased.
    """

    turn: int
    text: str | None = field(repr=False)
    event: EventId | None = None
    sender: UserId | None = None


def split_prompt(question: Ask, prompt: Prompt, fence: str) -> tuple[Piece, ...]:
    """Return `prompt`, which was composed for `question`, in pieces; put together they are exactly what is sent.

    The fence says where a message begins and ends: nobody in the room knew it, so nobody can have written it.

    Raises:
        ValueError: the fences are not where they were put, so that words could be taken for instructions: it must not leave.
    """
    owners = iter(_list_owners(question))
    pieces = [Piece(0, prompt.system)]
    for number, turn in enumerate(prompt.turns, start=1):
        pieces += _split_turn(number, turn.text, fence, owners)
    if next(owners, None) is not None:
        raise ValueError("a message stands outside the fences")
    return tuple(pieces)


def _list_owners(question: Ask) -> Iterator[tuple[EventId, UserId]]:
    """Yield each message that is composed into a prompt, in order: the talk, what is pointed at, what was asked."""
    for line in (*question.context, *((question.about,) if question.about else ())):
        yield line.id, line.sender
    if question.request and question.origin:
        yield question.origin.event, question.origin.sender
    elif question.request:
        yield question.question, question.asker


def _split_turn(turn: int, text: str, fence: str, owners: Iterator[tuple[EventId, UserId]]) -> Iterator[Piece]:
    """Yield one turn, split at the fences: what is the bot's own and what is somebody's come by turns."""
    (ours, *behind), inside = split_at_fences(text, fence)
    for words, after in zip(inside, behind, strict=True):
        owner = next(owners, None)
        if owner is None:
            raise ValueError("a fence is not where it was put")
        yield Piece(turn, f"{ours}{open_fence(fence)}")
        yield Piece(turn, words, *owner)
        ours = f"{close_fence(fence)}{after}"
    yield Piece(turn, ours)
