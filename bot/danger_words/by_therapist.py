"""Whether violence is told of the therapist: then the card must not go to that therapist. Pure."""

from collections.abc import Iterable

from bot.danger_words.normalise import Reading, list_readings
from bot.danger_words.phrase import Phrase, Sense
from bot.danger_words.phrasebook import Phrasebook
from bot.danger_words.softening import PhraseSpan, Surroundings

REACH = 2
"""Words that may stand between the therapist and what they did, where the phrase itself names nobody."""
SHORTEST_NAME = 3
"""Letters of a part of a name that is looked for: shorter ones are words, or initials."""


def read_names(therapists: Iterable[str], book: Phrasebook) -> dict[str, Reading]:
    """Return what the therapists' names are compared as: a word for therapist. A name that is a listed word stays one."""
    if not book.therapist:
        return {}
    parts = {part for name in therapists for part in list_readings(name)[0] if len(part) >= SHORTEST_NAME}
    known = book.table.known
    return {part: book.therapist for part in parts if part not in known}


def is_by_therapist(phrases: Iterable[PhraseSpan], around: Surroundings) -> bool:
    """Return whether a therapist is who does what one of `phrases` tells, and not only who is spoken to.

    They stand within the phrase ("my therapist hit me"), or right before it where it names nobody ("... touched me").
    """
    if not around.begins[Sense.THERAPIST]:
        return False
    return any(phrase.kind.is_suffered and _is_doer_near(phrase, begin, end, around) for phrase, begin, end in phrases)


def _is_doer_near(phrase: Phrase, begin: int, end: int, around: Surroundings) -> bool:
    if around.has_within(Sense.THERAPIST, begin, end):
        return True
    return not phrase.names_doer and around.has_near(Sense.THERAPIST, begin, REACH)
