"""The tripwire: whether a message holds a listed phrase of danger. It notices words, not what is meant by them. Pure.

It is no detection: it misses much of what people mean, and sometimes trips where nothing is wrong.
What it found is told to a therapist, who reads the message; nothing is decided about anybody here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.danger_words.by_therapist import is_by_therapist, read_names
from bot.danger_words.normalise import MARKS, Reading, list_readings
from bot.danger_words.phrasebook import Phrase, Phrasebook, Sense, load_phrasebook
from bot.danger_words.softening import cover_places, find_tier, survey_surroundings
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
        for language in order
        for reading in readings
        for trip in _list_trips(language, reading, therapists, as_written=reading is readings[0])
    ]
    first = min(trips, key=lambda trip: (_LOUDNESS[trip.tier], _URGENCY[trip.kind]), default=None)
    return first and replace(first, by_therapist=any(trip.by_therapist for trip in trips))


def _list_trips(
    language: Language, reading: Reading, therapists: tuple[str, ...], *, as_written: bool
) -> Iterator[Trip]:
    """Yield what one reading trips in one list. A common word that is the whole message, as written, trips nothing."""
    book = load_phrasebook(language)
    words = book.table.compare(reading, read_names(therapists, book))
    spans = tuple(dict.fromkeys(book.graph.find_spans(words)))
    phrases = [(held, begin, end) for held, begin, end in spans if isinstance(held, Phrase)]
    if not phrases or (as_written and _is_word_alone(reading, book)):
        return
    around = survey_surroundings(words, spans)
    spared = cover_places((begin, end) for held, begin, end in spans if held is Sense.SPARED)
    for phrase, begin, end in phrases:
        if not spared.issuperset(range(begin, end)):
            told = find_tier(phrase, begin, end, around)
            yield Trip(phrase.kind, told, phrase.listed, language, is_by_therapist(phrase, begin, end, around))


def _is_word_alone(reading: Reading, book: Phrasebook) -> bool:
    """Return whether a message is one word, and that one so common that it says nothing alone."""
    first = [word for word in reading[:3] if word not in MARKS]
    return len(reading) <= len(MARKS) + 1 and len(first) == 1 and first[0] in book.not_alone
