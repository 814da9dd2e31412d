"""The tripwire: whether a message holds a listed phrase of danger. It notices words, not what is meant by them. Pure.

It is no detection: it misses about a third of what people mean, and often trips where nothing is wrong.
What it found is told to a therapist, who reads the message; nothing is decided about anybody here.
"""

from dataclasses import dataclass

from bot.danger_words.normalise import list_readings
from bot.danger_words.phrasebook import Kind, load_phrasebook
from bot.model import Language
from bot.words import languages

_URGENCY = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Trip:
    """What tripped: the list's own phrase, never the person's words, and the language of that list."""

    kind: Kind
    phrase: str
    language: Language


def find_trip(text: str, spoken: tuple[Language, ...] = ()) -> Trip | None:
    """Return the most urgent listed phrase that `text` holds, or None.

    Every list is always looked through, for people mix languages; `spoken`, the room's languages, only say which phrase
    is shown if two are as urgent. Never raises, whatever the text.
    """
    order = (
        *(effect for effect in spoken if effect in languages()),
        *(language for language in languages() if language not in spoken),
    )
    ways = list_readings(text)
    trips = (
        Trip(phrase.kind, phrase.listed, language)
        for language in order
        for reading in ways
        for phrase in load_phrasebook(language).found(reading)
    )
    return min(trips, key=lambda trip: _URGENCY[trip.kind], default=None)
