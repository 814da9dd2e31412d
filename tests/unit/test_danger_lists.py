"""The lists of danger: they say where they come from, agree with themselves, and do what each row says of itself."""

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import TypeVar

from listed import LISTED, LISTS, LOUDNESS, URGENCY, list_examples, type_phrase
from rows import try_each
from wordfreq import top_n_list

from bot.danger_words.find_phrase import find_trip
from bot.danger_words.normalise import NUMBER, split_letters
from bot.danger_words.phrase import Sense
from bot.danger_words.phrase_graph import GAP
from bot.danger_words.phrasebook import load_phrasebook
from bot.model import Kind, Language
from bot.words import languages

COMMONEST = 20_000
"""Words of a language that everybody uses."""
Thing = TypeVar("Thing", bound=Hashable)


def find_repeated(things: Iterable[Thing]) -> set[Thing]:
    """Return those of `things` that stand more than once."""
    return {thing for thing, count in Counter(things).items() if count > 1}


@try_each("language", languages())
def test_a_list_says_where_it_comes_from(language: Language) -> None:
    """Each file says when it was checked and that no clinician has signed it yet; each row names its source."""
    said = LISTS[language]
    assert said["language"] == language
    assert said["reviewed"] is False
    assert said["checked_on"].isoformat() >= "2026-11-24"
    assert {row["source"] for row in said["rows"]} == set(said["sources"])


@try_each("language", languages())
def test_a_list_has_at_least_twelve_kinds(language: Language) -> None:
    """What people disclose is of many kinds, and each has rows of its own."""
    assert len({Kind(row["kind"]) for row in LISTS[language]["rows"]}) >= 12


@try_each("language", languages())
def test_a_list_agrees_with_itself(language: Language) -> None:
    """No phrase stands twice, no word has two base forms, a base form is not itself rewritten, and no group is unknown."""
    said = LISTS[language]
    phrases = [phrase for row in said["rows"] for phrase in row["say"]]
    assert sorted(find_repeated(phrases)) == []
    variants = [split_letters(word) for listed in said["forms"].values() for word in listed]
    variants += [*map(split_letters, said["fillers"])]
    assert [variant for variant in variants if len(variant) != 1] == []
    assert sorted(find_repeated(variants)) == []
    bases = {(word,) for base in said["forms"] for word in split_letters(base)}
    assert sorted(bases.intersection(variants)) == []
    fillers = {split_letters(filler)[0] for filler in said["fillers"]}
    assert [phrase for phrase in (*phrases, *said["spared"]) if fillers.intersection(split_letters(phrase))] == []
    assert set(said.get("soften", {})) <= set(Sense)


def test_a_gap_stands_between_words() -> None:
    """No phrase begins or ends with a gap, so that each says where it begins and ends."""
    for _, _, _, phrase in LISTED:
        assert all(split_letters(side) for side in phrase.split(GAP)), phrase


@try_each("language", languages())
def test_every_listed_phrase_trips(language: Language) -> None:
    """Each phrase alone trips, as loudly and urgently as its row says or more; nothing spared swallows one."""
    common = set(LISTS[language].get("not_alone", ()))
    for _, kind, tier, phrase in (row for row in LISTED if row[0] == language and row[3] not in common):
        trip = find_trip(type_phrase(phrase))
        assert trip is not None, phrase
        assert LOUDNESS.index(trip.tier) <= LOUDNESS.index(tier), phrase
        assert trip.tier != tier or URGENCY.index(trip.kind) <= URGENCY.index(kind), phrase


def test_every_row_finds_its_examples() -> None:
    """What a row says that it finds is found with its kind and tier, in its language."""
    wrong = []
    for language, kind, tier, message in list_examples("finds"):
        trip = find_trip(message, (language,))
        if trip is None or (trip.kind, trip.tier, trip.language) != (kind, tier, language):
            wrong.append((language, kind, tier, message, trip))
    assert wrong == []


def test_every_row_leaves_its_examples_alone() -> None:
    """What a row says that it leaves alone trips nothing at all."""
    examples = [(language, message) for language, _, _, message in list_examples("spares")]
    assert [(language, message) for language, message in examples if find_trip(message)] == []


@try_each("language", languages())
def test_everything_spared_is_needed_and_works(language: Language) -> None:
    """Each idiom or title would trip if it were not spared, and does not; the same words with a phrase behind them do."""
    book = load_phrasebook(language)
    for spared in map(type_phrase, LISTS[language]["spared"]):
        if "<" in spared:
            continue
        assert find_trip(spared) is None, spared
        assert find_trip(f"{spared}, bunuh diri"), spared
        words = book.table.compare(split_letters(spared), {})
        assert any(not isinstance(held, Sense) for held, _, _ in book.graph.find_spans(words)), spared


@try_each("language", languages())
def test_no_common_word_trips_alone(language: Language) -> None:
    """None of the 20,000 commonest words, as a whole message, trips anything: whoever looks a word up is in no danger."""
    assert [word for word in top_n_list(language, COMMONEST) if find_trip(word)] == []


@try_each("language", languages())
def test_no_common_word_is_taken_for_a_slip_of_the_finger(language: Language) -> None:
    """A listed word with two letters swapped is none of the 20,000 commonest words of any language."""
    commonest = {word for other in languages() for word in top_n_list(other, COMMONEST)}
    assert sorted(commonest.intersection(load_phrasebook(language).table.swapped)) == []


def test_a_number_stands_for_numbers() -> None:
    """A phrase says a number as the engine reads one."""
    assert all(NUMBER in phrase for _, _, _, phrase in LISTED if any(letter.isdigit() for letter in phrase))
