"""The one door between the window and a backend: only what went through it may leave.

What leaves is pseudonymised, never anonymous: a told story can still identify someone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.masking.addresses import mask_addresses
from bot.masking.allowlist import judge_pieces
from bot.masking.lexicon import Lexicon, build_lexicon, fold_word
from bot.masking.name_cues import mask_introduced
from bot.masking.names import Names
from bot.masking.neighbours import mask_neighbours
from bot.masking.organisations import mask_firms
from bot.masking.placeholders import find_lookalikes
from bot.masking.room_names import find_called
from bot.masking.spans import Stretch, join_stretches, mark_mildly
from bot.masking.tokens import Piece, cut_into_pieces
from bot.model import Masked


def mask(text: str, names: Names, *, strict: bool = True) -> tuple[Masked, Names]:
    """Return `text` as what may go to a backend, and the room's names with what is new in it.

    `strict` is for a backend on another machine: everything is masked that is not known to be an ordinary word.
    The milder set is for this machine: people of the room, what was given to `!mask`, Matrix ids, links, e-mail and street
    addresses, words with digits, long numbers. In both, people of the room are known in most disguises, and what looks
    like a placeholder is masked too, so that nobody can type one.
    The same thing has the same placeholder in all of a room's texts, in any case and with any ending.
    """
    by_placeholder, originals, last = dict(names.found), dict(names.originals), dict(names.last)
    parts: list[str] = []
    at = 0
    for stretch in find_covered(text, names, strict=strict):
        raw = text[stretch.start : stretch.end]
        placeholder = stretch.placeholder
        if not placeholder:
            key = raw if stretch.kind == "TEXT" else fold_word(raw)
            placeholder = by_placeholder.get(key, "")
            if not placeholder:
                last[stretch.kind] = last.get(stretch.kind, 0) + 1
                placeholder = by_placeholder[key] = f"[{stretch.kind}_{last[stretch.kind]}]"
        originals.setdefault(placeholder, stretch.spelt or raw)
        parts += (text[at : stretch.start], placeholder)
        at = stretch.end
    masked = Masked("".join((*parts, text[at:])))
    return masked, replace(names, found=by_placeholder, originals=originals, last=last)


def frame_texts(parts: Iterable[tuple[str, Masked, str]]) -> Masked:
    """Return masked texts in the order given, each with the bot's own words before and behind it.

    Those are headings, roles and the fence, never anything that somebody wrote: masking them would undo them.
    """
    return Masked("".join(f"{before}{text}{behind}" for before, text, behind in parts))


class Veil:
    """Masks one text after another with one room's names, which grow: what `compose` needs. `names` are those by now."""

    def __init__(self, names: Names, *, strict: bool) -> None:
        self.names = names
        self._strict = strict

    def __call__(self, text: str) -> Masked:
        """Return `text` masked."""
        masked, self.names = mask(text, self.names, strict=self._strict)
        return masked


def find_covered(text: str, names: Names, *, strict: bool = True, known: Lexicon | None = None) -> Iterator[Stretch]:
    """Yield what `mask` masks in `text`, from left to right; `known` are other word lists than ours, to measure them."""
    known = known or build_lexicon()
    at = 0
    for start, end, _ in (*find_lookalikes(text), (len(text), len(text), None)):
        yield from _cover_pieces(text, list(cut_into_pieces(text, at, start)), names, known if strict else None)
        if start < end:
            yield Stretch(start, end, "TEXT")
        at = end


def _cover_pieces(text: str, pieces: list[Piece], names: Names, strict: Lexicon | None) -> Iterator[Stretch]:
    people = find_called(text, pieces, names)
    hidden = judge_pieces(text, pieces, strict) if strict else mark_mildly(text, pieces)
    for at, name in people.items():
        hidden[at : name.last + 1] = [True] * (name.last + 1 - at)
    if strict:
        mask_introduced(text, pieces, hidden, strict)
        mask_neighbours(text, pieces, hidden, strict)
        mask_firms(text, pieces, hidden, strict)
    mask_addresses(text, pieces, hidden)
    yield from join_stretches(text, pieces, hidden, people)
