"""Rough words into I-statements, without a model: only feelings and needs that the person named themselves. Pure.

It reads from left to right and keeps for each place whose state the words are about and whether it is claimed:
"not angry", "he is angry", "she says I am angry" and "if I get angry" name anger, and none of them says "I feel angry".
In doubt a feeling is left out. It adds no cause, no judgement, no advice; words of self-harm or violence it does not touch.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.model import Language
from bot.session.language.mirror import mirror_words
from bot.session.language.negation import Stance
from bot.session.language.spelling import find_self
from bot.words.letters import fold_letters, normalise_seen
from bot.words.shelf import FALLBACK, languages, read_once, read_shelf_yaml

MOST = 3
"""Feelings, or needs, in one statement; more is a list and no longer something one says."""

_PIECE = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.!?;,\n]")
_STOPS = frozenset(".!?;\n")
_STRETCHED = re.compile(r"(\w)\1{2,}")

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """One language's rough words: what each phrase may mean, and which part the turning words have."""

    said: dict[str, Any]
    meanings: dict[Phrase, dict[str, str]]
    parts: dict[str, str]
    words: frozenset[str]
    longest: int


@dataclass(frozen=True, slots=True)
class _Word:
    """One word or stop of the text. `named`: written as names are, so it may be somebody."""

    text: str = field(repr=False)
    named: bool = False


@dataclass(slots=True)
class _Found:
    """What the person said of themselves: feelings with whether they are past, and needs, each once, in order."""

    feelings: dict[str, bool] = field(default_factory=dict)
    needs: dict[str, None] = field(default_factory=dict)


def find_ways_to_say(rough: str, language: Language) -> tuple[str, ...]:
    """Return two or three ways to say `rough`: the writer's own clauses as sentences first, then the bare feelings in them.

    Both halves of a "but" stay together: then no way has one half alone.
    Nothing is returned where nothing can be read, or where the words are for people as they stand.
    """
    if is_for_people(rough):
        return ()
    language = language if language in languages() else FALLBACK
    bare, mirrored = make_i_statements(rough, language), mirror_words(rough, language)
    if mirrored is None or mirrored.text in bare:
        return bare
    if mirrored.halves or not bare:
        return (mirrored.text, mirrored.again)
    return (mirrored.text, bare[0], bare[-1])


def list_choices(language: Language) -> tuple[str, ...]:
    """Return ten feelings for somebody to pick from whose words say none that we know."""
    return tuple(_load_vocabulary(language if language in languages() else FALLBACK).said["choices"])


def is_for_people(rough: str) -> bool:
    """Return whether the words speak of self-harm, suicide or violence: nobody's rules put them differently."""
    return any(_is_untouchable(rough, _load_vocabulary(known)) for known in languages())


def make_i_statements(rough: str, language: Language) -> tuple[str, ...]:
    """Return two or three ways to say `rough` as I-statements, in the register it is written in.

    Nothing is returned if no feeling or need of the writer was recognised,
    or if the words speak of self-harm, suicide or violence: those are for people, as they stand.
    """
    if is_for_people(rough):
        return ()
    language = language if language in languages() else FALLBACK
    vocabulary = _load_vocabulary(language)
    feelings = _read_feelings(_split_rough_words(rough, vocabulary), vocabulary)
    own = find_self(rough, language) or ""
    return tuple(_fill_statements(feelings, vocabulary.said, own, casual=own in vocabulary.said["casual_selves"]))


def detect_rough_language(rough: str, language: Language) -> Language:
    """Return the language whose vocabulary knows most of the words; `language`, the command's, if it knows as many."""

    def known(candidate: Language) -> int:
        vocabulary = _load_vocabulary(candidate)
        return sum(word.text in vocabulary.words for word in _split_rough_words(rough, vocabulary))

    preferred = language if language in languages() else FALLBACK
    return max(dict.fromkeys((preferred, *languages())), key=known)


def _fill_statements(words_said: _Found, said: dict[str, Any], own: str, *, casual: bool) -> Iterator[str]:
    """Yield the statements, from what was found and the frames of the register, with the writer's `own` word for themself."""
    frames = said["frames"]["casual" if casual else "plain"]
    present = [feeling for feeling, past in words_said.feelings.items() if not past]
    feelings = (present or list(words_said.feelings))[:MOST]
    needs = list(words_said.needs)
    lacking = [need for need, told in said["needs"].items() if told.get("lack") in feelings and need not in needs]

    def filled(frame: str, names: list[str]) -> str:
        spoken = [said.get("casual", {}).get(name, name) if casual else name for name in names[:MOST]]
        *more, last = spoken
        both = said["and"].join((", ".join(more), last)) if more else last
        way = str(frame.format(feelings=both, needs=both, self=own))
        return way[:1].upper() + way[1:]

    need, other_need = frames["need"]
    if not feelings:
        yield from (filled(frame, needs) for frame in (need, other_need) if needs)
        return
    first, second, third = (filled(frame, feelings) for frame in frames["now" if present else "past"])
    yield f"{first} {filled(need, needs)}" if needs else first
    yield f"{second} {filled(other_need, needs + lacking)}" if needs + lacking else second
    if not needs:
        yield third


def _read_feelings(words: list[_Word], vocabulary: _Vocabulary) -> _Found:
    """Return what the writer says of themselves in `words`."""
    feelings, stance, at = _Found(), Stance(), 0
    while at < len(words):
        phrase = _find_phrase_at(words, at, vocabulary)
        if phrase:
            aimed = _is_aimed_at_writer(words[at + len(phrase) :], vocabulary)
            _judge_phrase(phrase, stance, vocabulary, feelings, aimed=aimed)
        elif words[at].text in _STOPS:
            stance = Stance()
        elif words[at].text == ",":
            stance.rest()
        else:
            part = _find_part_at(words, at, vocabulary)
            stance.hear(part, trailing=words[at].text in vocabulary.said["parts"].get("trailing", ()))
        at += len(phrase) or 1
    return feelings


def _judge_phrase(phrase: Phrase, stance: Stance, vocabulary: _Vocabulary, feelings: _Found, *, aimed: bool) -> None:
    """Put down what `phrase` means if the writer claims it for themself, and go on behind it."""
    meanings = vocabulary.meanings[phrase]
    has_me = any(vocabulary.parts.get(word) in {"me", "self"} for word in phrase)
    wishing = bool(stance.wishing) or vocabulary.parts.get(phrase[0]) == "wish"
    if "need" in meanings and (wishing or "feeling" not in meanings):
        if wishing and not stance.is_held and (stance.mine or has_me):
            feelings.needs[meanings["need"]] = None
    elif "about_me" in meanings and (has_me or not stance.mine):
        if not stance.is_held and not wishing:
            feelings.feelings.setdefault(meanings["about_me"], False)
        stance.condition = min(stance.condition, 1)
    elif "feeling" in meanings:
        if stance.mine and not stance.is_held and not wishing and not aimed:
            feelings.feelings.setdefault(meanings["feeling"], stance.past)
        stance.spent = stance.spent or not stance.mine
    stance.step()
    stance.before, stance.pause = "word", False


def _find_phrase_at(words: list[_Word], at: int, vocabulary: _Vocabulary) -> Phrase:
    """Return the longest known phrase that begins at `at`; empty if there is none."""
    texts = tuple(word.text for word in words[at : at + vocabulary.longest])
    spans = (texts[:width] for width in range(len(texts), 0, -1))
    return next((span for span in spans if span in vocabulary.meanings), ())


def _is_aimed_at_writer(after: list[_Word], vocabulary: _Vocabulary) -> bool:
    """Tell whether the words behind a feeling aim it at the writer ("angry at me"): then it is somebody else's."""
    parts = [vocabulary.parts.get(word.text, "") for word in after[:5]]
    while parts and parts[0] in {"filler", "other"}:
        parts = parts[1:]
    return parts[:1] == ["to"] and parts[1:2] in (["me"], ["self"])


def _find_part_at(words: list[_Word], at: int, vocabulary: _Vocabulary) -> str:
    """Return the part of a word; a name is somebody else, at a sentence's beginning only if a feeling follows."""
    word = words[at]
    if word.text in vocabulary.parts or not word.named:
        return vocabulary.parts.get(word.text, "")
    begins = at == 0 or words[at - 1].text in _STOPS
    return "other" if not begins or _find_phrase_at(words, at + 1, vocabulary) else ""


def _split_rough_words(rough: str, vocabulary: _Vocabulary) -> list[_Word]:
    """Return the words and stops of `rough` as the vocabulary spells them."""
    return [
        _Word(text, named=piece.istitle() and len(piece) > 1)
        for piece in _PIECE.findall(normalise_seen(rough))
        for text in _spell_out(fold_letters(piece), vocabulary)
    ]


def _spell_out(word: str, vocabulary: _Vocabulary) -> list[str]:
    """Return the word or words that `word` stands for: chat spellings, contractions, letters held down."""
    spellings = vocabulary.said["spellings"]
    for tried in (word.replace("'", ""), _STRETCHED.sub(r"\1", word), _STRETCHED.sub(r"\1\1", word)):
        if tried in spellings or tried in vocabulary.words:
            return str(spellings.get(tried, tried)).split()
    for ending, full in _list_contractions().items():
        if word.endswith(ending):
            return [word.removesuffix(ending), full]
    return [_STRETCHED.sub(r"\1", word)]


def _is_untouchable(rough: str, vocabulary: _Vocabulary) -> bool:
    """Tell whether the words speak of self-harm, suicide or violence."""
    texts = [
        word.text for word in _split_rough_words(rough, vocabulary) if word.text != "," and word.text not in _STOPS
    ]
    listed = vocabulary.said["untouched"]
    line = f" {' '.join(texts)} "
    return any(f" {phrase} " in line for phrase in listed["phrases"]) or any(
        stem in text for stem in listed["anywhere"] for text in texts
    )


@read_once
def _load_vocabulary(language: Language) -> _Vocabulary:
    said = read_shelf_yaml(language, "feelings.yaml")
    meanings: dict[Phrase, dict[str, str]] = {}
    tables = {kind: said[kind + "s"] for kind in ("feeling", "need")} | {"about_me": said["about_me"]}
    for kind, table in tables.items():
        for plain, listed in table.items():
            for phrase in listed["words"] if kind == "need" else listed:
                meanings.setdefault(tuple(phrase.split()), {})[kind] = plain
    parts = {word: part for part, listed in said["parts"].items() if part != "trailing" for word in listed}
    untouched = (phrase.split() for phrase in said["untouched"]["phrases"])
    words = frozenset(parts).union(*meanings, *untouched)
    return _Vocabulary(said, meanings, parts, words, max(map(len, meanings)))


@read_once
def _list_contractions() -> dict[str, str]:
    """Return what stands behind an apostrophe, in any language, as the word that it is short for."""
    tables = (read_shelf_yaml(spoken, "feelings.yaml").get("contracted", {}) for spoken in languages())
    return {ending: full for short in tables for ending, full in short.items()}
