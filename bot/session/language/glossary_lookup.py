"""Looking a term up in the clinic's glossary: forgiving in spelling, never guessing. Pure.

A wrong entry is a harm, no entry is not: then somebody else is asked. So a misspelt word is accepted only if
it is close to one term, clearly further from every other, and no real word of its own (in a dictionary of ours, or in
`lookalikes.txt`). What is only suggested is held to the same: word by word the term, but for a slip or an end that is missing.
"""

from collections.abc import Iterable, Iterator

from bot.masking.lexicon import build_lexicon
from bot.model import Language
from bot.words.book import Book, Entry
from bot.words.letters import Name, split_name, split_whole_words
from bot.words.slips import count_typos

LONGEST = 80
"""Letters; whoever asks for a longer term has pasted a text."""


def look_up_term(book: Book, term: str, language: Language) -> Entry | None:
    """Return the entry for `term`, written in any of our languages, as `language` says it; None if we are not sure.

    A language without a glossary gets the English entry.
    """
    name = split_name(term)
    if not name or len("".join(name)) > LONGEST:
        return None
    key = book.names.get(name) or book.joined.get("".join(name)) or _match_misspelt(book, name, split_whole_words(term))
    return book.entry(key, language) if key else None


def find_nearest_terms(book: Book, term: str, language: Language) -> tuple[str, ...]:
    """Return up to three terms that may have been meant, the likeliest first; none if nothing is near.

    A word more or less is another term: whoever asks about mental health does not mean the stigma of it.
    """
    name = split_name(term)
    if not 4 <= len("".join(name)) <= LONGEST or book.lookalikes.intersection(name):
        return ()
    forms = {name, split_whole_words(term)}
    ranks: dict[str, float] = {}
    for known, key in book.names.items():
        for form in forms:
            rank = _measure_remoteness(book, form, known)
            if rank is not None:
                ranks[key] = min(rank, ranks.get(key, rank))
    likeliest = sorted(ranks, key=lambda key: (ranks[key], key))[:3]
    return tuple(entry.term for entry in _list_entries(book, likeliest, language))


def find_mentioned_terms(book: Book, text: str, language: Language, most: int = 3) -> tuple[Entry, ...]:
    """Return up to `most` entries whose names stand in `text` as whole words, those with the longest names first.

    Names that are also everyday words are left out, or every message would be full of terms.
    """
    spots = sorted(_spot_names(book, split_name(text)), key=lambda spot: -len("".join(spot[0])))
    keys = dict.fromkeys(key for _, key in spots)
    return _list_entries(book, keys, language)[:most]


def _list_entries(book: Book, keys: Iterable[str], language: Language) -> tuple[Entry, ...]:
    return tuple(entry for key in keys if (entry := book.entry(key, language)))


def _match_misspelt(book: Book, written: Name, whole: Name) -> str | None:
    """Return the key whose name is `written` with a slip of the finger, if there is one and only one.

    Any other must be at least twice as far away, letter by letter: also from the words with their endings, which a slip
    may have made, and wherever the spaces are.
    """
    real = frozenset(word for word in written if _is_real(book, word))
    slips: dict[str, int] = {}
    for name, key in book.names.items():
        if len(name) == len(written) and all(_is_forgivable(real, *pair) for pair in zip(written, name, strict=True)):
            slip = sum(_count_slips(*pair) for pair in zip(written, name, strict=True))
            slips[key] = min(slip, slips.get(key, slip))
    best = min(slips, key=slips.__getitem__, default=None)
    if best is None or slips[best] > 2:
        return None
    others = (known for known, key in book.joined.items() if key != best)
    far = 2 * slips[best]
    near = any(count_typos("".join(form), known, far) < far for known in others for form in (written, whole))
    return None if near else best


def _count_slips(written: str, known: str) -> int:
    """Return how many keys were hit wrongly; a wrong first letter counts twice, for people rarely miss that one."""
    return count_typos(written, known) + (written[0] != known[0])


def _is_forgivable(real: frozenset[str], written: str, known: str) -> bool:
    """Tell whether `written` can be `known` misspelt: no slip in a short word, one in a longer, two in a long one.

    The `real` words are none misspelt. Each key is a slip that one word is longer by, so most names are seen to be others
    before they are compared letter by letter.
    """
    if written == known:
        return True
    shorter, longer = sorted((len(written), len(known)))
    forgiven = (shorter >= 7) + (shorter >= 11)
    if not forgiven or longer - shorter > forgiven or written in real:
        return False
    return _count_slips(written, known) <= forgiven


def _is_real(book: Book, written: str) -> bool:
    """Tell whether `written` is a word of its own in one of our languages, and so no slip of the finger."""
    return written in book.real_words or build_lexicon().has(written)


def _measure_remoteness(book: Book, written: Name, known: Name) -> float | None:
    """Return how far `known` is from `written`, 0 to 1; None if it is not near.

    Near is a slip in one or more of its words, a space too many or too few, or a last word that breaks off.
    """
    if len(written) != len(known):
        together = _count_slips("".join(written), "".join(known))
        return together / len("".join(known)) if together <= (len("".join(known)) >= 8) else None
    *first, (end, whole) = zip(written, known, strict=True)
    if not all(_is_slip(book, *pair) for pair in first):
        return None
    if _is_slip(book, end, whole):
        return sum(_count_slips(*pair) for pair in (*first, (end, whole))) / len("".join(known))
    return 0.5 if _is_beginning(book, end, whole, alone=not first) else None


def _is_slip(book: Book, written: str, known: str) -> bool:
    """Tell whether `written` may be `known` with a slip in six letters, two in nine, three in thirteen; real words are none."""
    if written == known:
        return True
    letters = min(len(written), len(known))
    return _count_slips(written, known) <= (letters >= 6) + (letters >= 9) + (letters >= 13) and not _is_real(
        book, written
    )


def _is_beginning(book: Book, written: str, known: str, alone: bool) -> bool:
    """Tell whether `written` is `known` broken off: behind other words of the term at three letters, alone at half of it."""
    letters = max(5, len(known) / 2) if alone else 3
    return known.startswith(written) and len(written) >= letters and not _is_real(book, written)


def _spot_names(book: Book, words: Name) -> Iterator[tuple[Name, str]]:
    """Yield the names in `words` with their keys, the longest at each place, none inside another."""
    widest = max(map(len, book.names))
    at = 0
    while at < len(words):
        spans = (words[at : at + width] for width in range(min(widest, len(words) - at), 0, -1))
        name = next((span for span in spans if span in book.names and span not in book.everyday), None)
        if name:
            yield name, book.names[name]
        at += len(name) if name else 1
