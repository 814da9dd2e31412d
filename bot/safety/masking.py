"""The one door between the window and a backend: only what went through it may leave.

What leaves is pseudonymised, never anonymous: a told story can still identify someone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.model import Masked
from bot.safety.addresses import addresses
from bot.safety.beside import spread
from bot.safety.firms import firms
from bot.safety.judging import judged
from bot.safety.lexicon import Lexicon, bare, lexicon
from bot.safety.names import Names
from bot.safety.naming import introduced
from bot.safety.placeholders import lookalikes
from bot.safety.roomnames import called
from bot.safety.stretches import Stretch, mild, stretches
from bot.safety.tokens import Piece, pieces


def mask(text: str, names: Names, *, strict: bool = True) -> tuple[Masked, Names]:
    """Return `text` as what may go to a backend, and the room's names with what is new in it.

    `strict` is for a backend on another machine: everything is masked that is not known to be an ordinary word.
    The milder set is for this machine: people of the room, what was given to `!mask`, Matrix ids, links, e-mail and street
    addresses, long numbers. In both, what looks like a placeholder is masked too, so that nobody can type one.
    The same thing has the same placeholder in all of a room's texts, in any case and with any ending.
    """
    found, originals, last = dict(names.found), dict(names.originals), dict(names.last)
    parts: list[str] = []
    at = 0
    for stretch in covered(text, names, strict=strict):
        raw = text[stretch.start : stretch.end]
        placeholder = stretch.placeholder
        if not placeholder:
            key = raw if stretch.kind == "TEXT" else bare(raw)
            placeholder = found.get(key, "")
            if not placeholder:
                last[stretch.kind] = last.get(stretch.kind, 0) + 1
                placeholder = found[key] = f"[{stretch.kind}_{last[stretch.kind]}]"
        originals.setdefault(placeholder, stretch.spelt or raw)
        parts += (text[at : stretch.start], placeholder)
        at = stretch.end
    masked = Masked("".join((*parts, text[at:])))
    return masked, replace(names, found=found, originals=originals, last=last)


def framed(parts: Iterable[tuple[str, Masked, str]]) -> Masked:
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


def covered(text: str, names: Names, *, strict: bool = True, known: Lexicon | None = None) -> Iterator[Stretch]:
    """Yield what `mask` masks in `text`, from left to right; `known` are other word lists than ours, to measure them."""
    known = known or lexicon()
    at = 0
    for start, end, _ in (*lookalikes(text), (len(text), len(text), None)):
        yield from _covered(text, list(pieces(text, at, start)), names, known if strict else None)
        if start < end:
            yield Stretch(start, end, "TEXT")
        at = end


def _covered(text: str, found: list[Piece], names: Names, strict: Lexicon | None) -> Iterator[Stretch]:
    people = called(found, names)
    hidden = judged(text, found, strict) if strict else mild(text, found)
    for at, one in people.items():
        hidden[at : one.last + 1] = [True] * (one.last + 1 - at)
    if strict:
        introduced(text, found, hidden, strict)
        spread(text, found, hidden, strict)
        firms(text, found, hidden, strict)
    addresses(text, found, hidden)
    yield from stretches(text, found, hidden, people)
