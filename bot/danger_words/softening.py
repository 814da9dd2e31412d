"""What makes an alarm a notice: it is denied, quoted, told of somebody else, made up, or long ago. Never nothing. Pure.

How far each reaches, in words and marks of the same reading:

- a denial: from up to 3 words before the phrase, with no comma, end of a sentence or new clause between, or in its gap;
- a quotation: the same, but a clause may begin between ("she said I want to die"); only of what one tells of oneself;
- somebody else: from up to 6 words before, as a denial; only of what one tells of oneself;
- something made up: anywhere in the same sentence; not of violence suffered, nor of what is medicine of today;
- the past: anywhere in the same sentence. What is recent undoes it.

A phrase's own words soften it not ("do not want to live", "took turns and filmed it").
Nothing that somebody else may be in danger of is lowered by a quotation or because it is told of somebody else.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.danger_words.normalise import COMMA, STOP, Reading
from bot.danger_words.phrase import Held, Phrase, Sense
from bot.model import Kind, Tier

DENIAL_REACH = 3
"""Words that may stand between a denial or a quotation and what it is of."""
PERSON_REACH = 6
"""Words that may stand between somebody else and what is told of them."""
OF_ONESELF = frozenset({Kind.OVERDOSE, Kind.SUICIDE, Kind.MEANS_AT_HAND, Kind.SELF_HARM, Kind.VOICES})
"""What endangers whoever says it, so that said by somebody else it is not the writer's."""
Span = tuple[int, int]
HeldSpans = tuple[tuple[Held, int, int], ...]
"""Whatever was found, and where it begins and ends."""
PhraseSpan = tuple[Phrase, int, int]
"""A phrase, and where it begins and ends."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where in one reading the words stand that say something about a phrase, and where clauses and sentences end."""

    begins: dict[Sense, list[int]]
    ends: dict[Sense, list[int]]
    commas: list[int]
    stops: list[int]
    sentences: dict[Sense, set[int]]
    """In which sentences words of each sense stand; sentences are the same in every language."""

    def has_near(self, sense: Sense, at: int, reach: int, *, over_clauses: bool = False) -> bool:
        """Return whether words of `sense` end within `reach` words before `at`, nothing new beginning between."""
        ends = self.ends[sense]
        place = bisect_right(ends, at) - 1
        if place < 0 or at - ends[place] > reach:
            return False
        barriers = (self.commas, self.stops) if over_clauses else (self.commas, self.stops, self.begins[Sense.CLAUSE])
        return not any(bisect_left(barrier, ends[place]) < bisect_left(barrier, at) for barrier in barriers)

    def has_within(self, sense: Sense, begin: int, end: int) -> bool:
        """Return whether words of `sense` begin within a phrase."""
        begins = self.begins[sense]
        return bisect_left(begins, begin) < bisect_left(begins, end)

    def has_in_sentence(self, sense: Sense, begin: int, end: int) -> bool:
        """Return whether words of `sense` stand in a sentence that `begin` to `end` is of."""
        numbers = range(bisect_left(self.stops, begin), bisect_left(self.stops, end) + 1)
        return not self.sentences[sense].isdisjoint(numbers)


def survey_surroundings(words: Reading, spans: HeldSpans) -> Surroundings:
    """Return where what softens stands in `words`, without what stands in an exception to it (`UNLESS`)."""
    senses: dict[Sense, list[Span]] = defaultdict(list)
    for held, begin, end in spans:
        if isinstance(held, Sense):
            senses[held].append((begin, end))
    excepted = cover_places(senses[Sense.UNLESS])
    kept = {
        sense: [span for span in places if not excepted.issuperset(range(*span))] for sense, places in senses.items()
    }
    stops = [at for at, word in enumerate(words) if word == STOP]
    return Surroundings(
        defaultdict(list, {sense: sorted(begin for begin, _ in places) for sense, places in kept.items()}),
        defaultdict(list, {sense: sorted(end for _, end in places) for sense, places in kept.items()}),
        [at for at, word in enumerate(words) if word == COMMA],
        stops,
        defaultdict(set, {sense: {bisect_left(stops, at) for at, _ in places} for sense, places in kept.items()}),
    )


def share_sentences(surroundings: Iterable[Surroundings]) -> None:
    """Let each language know in which sentences the others found the past and recent days: people mix languages."""
    ours = tuple(surroundings)
    for sense in (Sense.PAST, Sense.RECENT):
        everywhere = set[int]().union(*(around.sentences[sense] for around in ours))
        for around in ours:
            around.sentences[sense] = everywhere


def cover_places(spans: Iterable[Span]) -> frozenset[int]:
    """Return all places that lie within any of `spans`."""
    return frozenset(at for begin, end in spans for at in range(begin, end))


def find_tier(phrase: Phrase, begin: int, end: int, around: Surroundings) -> Tier:
    """Return how loudly `phrase`, which stands from `begin` to `end`, is told: an alarm that is softened is a notice."""
    if phrase.tier is Tier.NOTICE or is_softened(phrase, begin, end, around):
        return Tier.NOTICE
    return Tier.ALARM


def is_softened(phrase: Phrase, begin: int, end: int, around: Surroundings) -> bool:
    """Return whether anything around a phrase makes it quieter. One rule a line."""
    if around.has_near(Sense.NEGATION, begin, DENIAL_REACH):
        return True
    if Sense.NEGATION not in phrase.holds and around.has_within(Sense.NEGATION, begin, end):
        return True
    if _is_fiction(phrase, begin, end, around):
        return True
    if _is_past(phrase, begin, end, around):
        return True
    if phrase.kind not in OF_ONESELF or phrase.medical or phrase.other:
        return False
    return around.has_near(Sense.QUOTATION, begin, DENIAL_REACH, over_clauses=True) or around.has_near(
        Sense.THIRD, begin, PERSON_REACH
    )


def _is_fiction(phrase: Phrase, begin: int, end: int, around: Surroundings) -> bool:
    """Return whether it is of a film, a song, the news, a task: what was done to whoever writes is told of none of them."""
    if phrase.medical or phrase.kind.is_suffered or Sense.FICTION in phrase.holds:
        return False
    return around.has_in_sentence(Sense.FICTION, begin, end)


def _is_past(phrase: Phrase, begin: int, end: int, around: Surroundings) -> bool:
    """Return whether it is told as long ago, and not of these days: in its sentence, or, if the body is in danger, anywhere."""
    if Sense.PAST in phrase.holds or not around.has_in_sentence(Sense.PAST, begin, end):
        return False
    if phrase.medical and around.sentences[Sense.RECENT]:
        return False
    return not around.has_in_sentence(Sense.RECENT, begin, end)
