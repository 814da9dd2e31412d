"""The tripwire: whether a message holds a listed phrase of danger. It notices words, not what is meant by them. Pure.

It is no detection: it misses much of what people mean, and sometimes trips where nothing is wrong.
What it found is told to a therapist, who reads the message; nothing is decided about anybody here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.danger_words.by_therapist import is_by_therapist, read_names
from bot.danger_words.normalise import MARKS, Reading, list_readings
from bot.danger_words.phrase import Phrase, Sense
from bot.danger_words.phrasebook import Phrasebook, load_phrasebook
from bot.danger_words.softening import (
    HeldSpans,
    PhraseSpan,
    Surroundings,
    cover_places,
    find_tier,
    share_sentences,
    survey_surroundings,
)
from bot.model import Kind, Language, Tier
from bot.words import languages

_LOUDNESS = {tier: rank for rank, tier in enumerate(Tier)}
_URGENCY = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Trip:
    """What tripped: the list's own phrase, never the person's words, and the language of that list.

    `by_therapist`: the message tells of violence by the therapist, so that others must be called.
    """

    kind: Kind
    tier: Tier
    phrase: str
    language: Language
    by_therapist: bool = False


def find_trip(text: str, spoken: tuple[Language, ...] = (), therapists: tuple[str, ...] = ()) -> Trip | None:
    """Return the loudest, then most urgent listed phrase that `text` holds, or None.

    Every list is always looked through, for people mix languages; `spoken`, the room's languages, only say which phrase
    is shown if two are as urgent. `therapists`: their names, as people call them. Never raises, whatever the text.
    """
    order = (
        *(language for language in spoken if language in languages()),
        *(language for language in languages() if language not in spoken),
    )
    readings = list_readings(text)
    trips = [
        trip
        for reading in readings
        for trip in _find_in_reading(reading, order, therapists, as_written=reading is readings[0])
    ]
    first = min(trips, key=lambda trip: _rank(trip.tier, trip.kind), default=None)
    return first and replace(first, by_therapist=any(trip.by_therapist for trip in trips))


def _find_in_reading(
    reading: Reading, order: tuple[Language, ...], therapists: tuple[str, ...], *, as_written: bool
) -> Iterator[Trip]:
    """Yield what one reading trips first in each list. A common word that is the whole message, as written, trips nothing."""
    looked = [_look_through(reading, load_phrasebook(language), therapists) for language in order]
    if not any(isinstance(held, Phrase) for _, spans in looked for held, _, _ in spans):
        return
    surroundings = [survey_surroundings(words, spans) for words, spans in looked]
    share_sentences(surroundings)
    for language, (_, spans), around in zip(order, looked, surroundings, strict=True):
        if as_written and _is_word_alone(reading, load_phrasebook(language)):
            continue
        phrases = _leave_out_spared(spans)
        loudest = _choose_loudest(phrases, around)
        if loudest is not None:
            yield Trip(*loudest, language, is_by_therapist(phrases, around))


def _look_through(reading: Reading, book: Phrasebook, therapists: tuple[str, ...]) -> tuple[Reading, HeldSpans]:
    """Return the words of a reading as one list compares them, and all that it finds in them."""
    words = book.table.compare(reading, read_names(therapists, book) if therapists else {})
    return words, tuple(dict.fromkeys(book.graph.find_spans(words)))


def _leave_out_spared(spans: HeldSpans) -> list[PhraseSpan]:
    """Return the phrases in `spans` without those that lie within something spared."""
    spared = cover_places((begin, end) for held, begin, end in spans if held is Sense.SPARED)
    phrases = [(held, begin, end) for held, begin, end in spans if isinstance(held, Phrase)]
    return [span for span in phrases if not spared.issuperset(range(*span[1:]))] if spared else phrases


def _choose_loudest(phrases: list[PhraseSpan], around: Surroundings) -> tuple[Kind, Tier, str] | None:
    """Return kind, tier and wording of what is told first. Looked at in that order, so that one of thousands is enough."""
    best: tuple[Kind, Tier, str] | None = None
    for phrase, begin, end in sorted(phrases, key=lambda span: _rank(span[0].tier, span[0].kind)):
        if best is not None and _rank(best[1], best[0]) <= _rank(phrase.tier, phrase.kind):
            break
        tier = find_tier(phrase, begin, end, around)
        if best is None or _rank(tier, phrase.kind) < _rank(best[1], best[0]):
            best = (phrase.kind, tier, phrase.listed)
    return best


def _rank(tier: Tier, kind: Kind) -> tuple[int, int]:
    """Return in which order danger is told: alarms first, then by what is most urgent."""
    return _LOUDNESS[tier], _URGENCY[kind]


def _is_word_alone(reading: Reading, book: Phrasebook) -> bool:
    """Return whether a message is one word, and that one so common that it says nothing alone."""
    first = [word for word in reading[:3] if word not in MARKS]
    return len(reading) <= len(MARKS) + 1 and len(first) == 1 and first[0] in book.not_alone
