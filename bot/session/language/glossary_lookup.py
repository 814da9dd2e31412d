"""Looking a term up in the clinic's glossary: forgiving in spelling, never guessing. Pure.

A wrong entry is a harm, no entry is not: then somebody else is asked. So a misspelt word is accepted only if
it is close to one term, clearly further from every other, and no real word of its own (`lookalikes.txt`).
"""

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from bot.model import Language
from bot.words.book import Book, Entry
from bot.words.letters import Name, split_name, split_whole_words

_BEGINNING = 5
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

    Whole words that begin another name of a term ("mental health" and the stigma of it) are near only if the term has one.
    """
    name = split_name(term)
    written = "".join(name)
    if not 4 <= len(written) <= LONGEST or book.lookalikes.intersection(name):
        return ()
    ranks: dict[str, float] = {}
    for longer, key in book.names.items():
        rank = _measure_remoteness(written, "".join(longer))
        begins = len(longer) > len(name) and longer[: len(name)] == name
        if rank is None or (begins and not _is_shown_with(book, key, language, name)):
            continue
        if len(longer) == len(name) and not all(map(_is_near_word, name, longer)):
            continue
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


def _is_near_word(written: str, known: str) -> bool:
    """Return whether one word may be another misspelt: a phrase is near only if each of its words is."""
    return known.startswith(written) or _count_slips(written, known) <= max(1, min(3, len(known) // 4))


def _is_shown_with(book: Book, key: str, language: Language, name: Name) -> bool:
    """Return whether the term as it is shown has a word that begins like one of `name`."""
    entry = book.entry(key, language)
    shown = split_name(entry.term) if entry else ()
    return any(word[:_BEGINNING] == other[:_BEGINNING] for word in shown for other in name if len(other) > 3)


def _list_entries(book: Book, keys: Iterable[str], language: Language) -> tuple[Entry, ...]:
    return tuple(entry for key in keys if (entry := book.entry(key, language)))


def _match_misspelt(book: Book, written: Name, whole: Name) -> str | None:
    """Return the key whose name is `written` with a slip of the finger, if there is one and only one.

    Any other must be at least twice as far away, letter by letter: also from the words with their endings, which a slip
    may have made, and wherever the spaces are.
    """
    slips: dict[str, int] = {}
    for name, key in book.names.items():
        if len(name) == len(written) and all(_is_forgivable(book, *pair) for pair in zip(written, name, strict=True)):
            slip = sum(_count_slips(*pair) for pair in zip(written, name, strict=True))
            slips[key] = min(slip, slips.get(key, slip))
    best = min(slips, key=slips.__getitem__, default=None)
    if best is None or slips[best] > 2:
        return None
    others = (known for known, key in book.joined.items() if key != best)
    far = 2 * slips[best]
    near = any(
        OSA.distance("".join(form), known, score_cutoff=far) < far for known in others for form in (written, whole)
    )
    return None if near else best


def _count_slips(written: str, known: str) -> int:
    """Return how many keys were hit wrongly; a wrong first letter counts twice, for people rarely miss that one."""
    return OSA.distance(written, known) + (written[0] != known[0])


def _is_forgivable(book: Book, written: str, known: str) -> bool:
    """Tell whether `written` can be `known` misspelt: no slip in a short word, one in a longer, two in a long one."""
    if written == known:
        return True
    if written in book.real_words:
        return False
    shorter = min(len(written), len(known))
    return _count_slips(written, known) <= (shorter >= 7) + (shorter >= 11)


def _measure_remoteness(written: str, known: str) -> float | None:
    """Return how far `known` is from `written`, 0 to 1; None if it is not near. The beginning of a term is near."""
    if known.startswith(written) and len(written) >= 5:
        return 0.5
    slip = _count_slips(written, known)
    return slip / len(known) if slip <= min(3, len(known) // 4) else None


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
