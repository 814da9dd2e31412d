"""The phrase files, read once: what counts as danger in a language, and where it does not. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any

from bot.danger_words.normalise import Reading, split_letters, squeeze_runs
from bot.model import Language
from bot.words.shelf import read_once, read_shelf_yaml

GAP = "..."
WIDEST_GAP = 3
"""Words that may stand where a phrase has `...`."""
SHORTEST_JOINED = 7
"""Letters below which a phrase written together is not looked for: it would be found inside other words."""


class Kind(StrEnum):
    """What a phrase is about, the most urgent first."""

    OVERDOSE = "overdose"
    SUICIDE = "suicide"
    HARM_TO_OTHERS = "harm-to-others"
    ABUSE = "abuse"
    SELF_HARM = "self-harm"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a list: as the file writes it, what it is about, and its words as they are compared."""

    listed: str
    kind: Kind
    words: Reading


Filed = dict[str, dict[str, tuple[Phrase, ...]]]
"""Phrases by their first word, then by their second: nothing if there is none, `GAP` if a gap follows."""


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """One language's phrases and exceptions, how its words are compared, and the phrases written together."""

    forms: dict[str, Reading]
    clitics: tuple[str, ...]
    phrases: Filed
    exceptions: Filed
    joined: dict[str, Phrase]

    def found(self, reading: Reading) -> Iterator[Phrase]:
        """Yield the phrases that stand in `reading`, outside of exceptions, in the order of the text."""
        words = self.compared(reading)
        spared = {at for _, begin, end in _match_phrases(words, self.exceptions) for at in range(begin, end)}
        for phrase, begin, end in _match_phrases(words, self.phrases):
            if not spared.issuperset(range(begin, end)):
                yield phrase
        together = " ".join(word for word in reading if len(word) >= SHORTEST_JOINED)
        if together:
            yield from (phrase for joined, phrase in self.joined.items() if joined in together)

    def compared(self, reading: Reading) -> Reading:
        """Return the words of `reading` as this language compares them: in their base form, without fillers."""
        bases = {word: self._base(word) for word in set(reading)}
        return tuple(chain.from_iterable(map(bases.__getitem__, reading)))

    def _base(self, word: str) -> Reading:
        known = self.forms.get(word)
        if known is not None:
            return known
        for clitic in self.clitics:
            if len(word) >= len(clitic) + 3 and word.endswith(clitic):
                stem = word.removesuffix(clitic)
                return self.forms.get(stem, (stem,))
        return (word,)


@read_once
def load_phrasebook(language: Language) -> Phrasebook:
    """Return the phrases of `language`, one of those that have a folder."""
    said = read_shelf_yaml(language, "phrases.yaml")
    book = Phrasebook(_list_forms(said), tuple(said.get("clitics", ())), {}, {}, {})
    for group in said["phrases"]:
        for listed in group["say"]:
            phrase = Phrase(listed, Kind(group["kind"]), _normalise_phrase(book, listed))
            _file_phrase(phrase, book.phrases)
            for together in _join_phrase(listed, said["forms"]):
                book.joined.setdefault(together, phrase)
    for listed in said["exceptions"]:
        _file_phrase(Phrase(listed, Kind.SELF_HARM, _normalise_phrase(book, listed)), book.exceptions)
    return book


def _list_forms(said: dict[str, Any]) -> dict[str, Reading]:
    """Return what each word is compared as: itself is not in it, a filler is nothing."""
    bases = {
        _require_single_word(variant): split_letters(base)
        for base, variants in said["forms"].items()
        for variant in variants
    }
    return bases | {_require_single_word(filler): () for filler in said["fillers"]}


def _require_single_word(word: str) -> str:
    """Return the one word that `word` is read as."""
    (only,) = split_letters(word)
    return only


def _normalise_phrase(book: Phrasebook, listed: str) -> Reading:
    """Return the words of a listed phrase as they are compared, its gap in place."""
    sides = [book.compared(split_letters(side)) for side in listed.split(GAP)]
    return sides[0] if len(sides) == 1 else (*sides[0], GAP, *sides[1])


def _join_phrase(listed: str, forms: dict[str, list[str]]) -> Iterator[str]:
    """Yield a phrase of several words as one, also with the other forms of how it begins."""
    if GAP in listed or " " not in listed:
        return
    begins = [base for base in forms if listed.startswith(f"{base} ")]
    others = [f"{form}{listed.removeprefix(base)}" for base in begins for form in forms[base]]
    for written in (listed, *others):
        together = squeeze_runs("".join(split_letters(written)))
        if len(together) >= SHORTEST_JOINED:
            yield together


def _file_phrase(phrase: Phrase, filed: Filed) -> None:
    """Put `phrase` where it is looked for."""
    second = phrase.words[1] if len(phrase.words) > 1 else ""
    beside = filed.setdefault(phrase.words[0], {})
    beside[second] = (*beside.get(second, ()), phrase)


def _match_phrases(words: Reading, filed: Filed) -> Iterator[tuple[Phrase, int, int]]:
    """Yield each filed phrase that stands in `words`, with the places where it begins and ends."""
    for at, word in enumerate(words):
        beside = filed.get(word)
        if beside is None:
            continue
        seconds = (*words[at + 1 : at + 2], GAP, "")
        for phrase in chain.from_iterable(beside.get(second, ()) for second in seconds):
            end = _find_phrase_end(phrase.words, words, at)
            if end is not None:
                yield phrase, at, end


def _find_phrase_end(phrase: Reading, words: Reading, at: int) -> int | None:
    """Return where `phrase` ends if it begins at `at`, else None."""
    if GAP in phrase:
        gap = phrase.index(GAP)
        begun = _find_phrase_end(phrase[:gap], words, at)
        if begun is None:
            return None
        ends = (_find_phrase_end(phrase[gap + 1 :], words, begun + skipped) for skipped in range(WIDEST_GAP + 1))
        return next((end for end in ends if end is not None), None)
    end = at + len(phrase)
    return end if words[at:end] == phrase else None
