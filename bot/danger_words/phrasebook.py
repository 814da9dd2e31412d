"""The phrase files, read once: what counts as danger in a language, where it does not, and what makes it quieter. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import Any

from bot.danger_words.normalise import APART, HOLE, MARKS, NUMBER, Reading, split_letters
from bot.danger_words.phrase_graph import GAP, PhraseGraph
from bot.danger_words.word_table import WordTable
from bot.model import Kind, Language, Tier
from bot.words.shelf import read_once, read_shelf_yaml

SHORTEST_JOINED = 7
"""Letters below which a phrase written together is not known: it would be a word of its own."""
SELF, THERAPIST = "<i>", "<therapist>"
"""The groups that the engine itself knows: how one calls oneself, and words for a therapist."""
_ONE_OF_EACH = (f"{APART}ab", f"a{HOLE}b", "aaab", "abcdef")
"""A word typed in each of the ways for which a table is kept."""
_PART = re.compile(r"<\w+>|\.\.\.|[^<\s]+")


class Sense(StrEnum):
    """What words around a phrase say about it."""

    SPARED = "spared"
    NEGATION = "negation"
    QUOTATION = "quotation"
    THIRD = "third"
    FICTION = "fiction"
    PAST = "past"
    RECENT = "recent"
    CLAUSE = "clause"
    UNLESS = "unless"
    THERAPIST = "therapist"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a list: as people are shown it, what it is about, how loudly it is told, and what softens it not."""

    listed: str
    kind: Kind
    tier: Tier
    medical: bool
    """Danger to the body that lasts for days: an overdose, strangling, a blow to the head."""
    other: bool
    """Somebody else is the one in danger."""
    names_doer: bool
    """Its first words say who did it, so words before it do not."""
    holds: frozenset[Sense]
    """What its own words would say of another phrase ("do not want to live"), and do not say of it."""


Held = Phrase | Sense


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """One language's phrases and how its words are compared."""

    table: WordTable
    graph: PhraseGraph[Held]
    not_alone: frozenset[str]
    """Common words, as they are typed, that say nothing as a whole message: "suicide" may be what somebody looks up."""
    therapist: Reading
    """What the name of a therapist is compared as; nothing where the list has no word for it."""


@read_once
def load_phrasebook(language: Language) -> Phrasebook:
    """Return the phrases of `language`, one of those that have a folder."""
    return make_phrasebook(read_shelf_yaml(language, "phrases.yaml"))


def make_phrasebook(said: Mapping[str, Any]) -> Phrasebook:
    """Return what a phrase file says, ready to be compared with."""
    forms = _list_forms(said)
    bases = WordTable(forms, tuple(said.get("clitics", ())), {}, frozenset(), frozenset(), {}, (), frozenset())
    groups = {f"<{name}>": tuple(_spell_out(said["groups"], name, bases)) for name in said.get("groups", {})}
    graph: PhraseGraph[Held] = PhraseGraph(groups)
    words = set(chain.from_iterable(chain.from_iterable(groups.values())))
    softening: PhraseGraph[Sense] = PhraseGraph(groups)
    for sense, phrases in said.get("soften", {}).items():
        for listed in phrases:
            softening.add(_take_apart(listed, bases), Sense(sense))
    for listed, held in _list_phrases(said):
        parts = _take_apart(listed, bases)
        own = chain.from_iterable(next(iter(groups.get(part, ((part,),)))) for part in parts)
        holds = frozenset(sense for sense, _, _ in softening.find_spans(own))
        graph.add(parts, replace(held, holds=holds) if isinstance(held, Phrase) else held)
        words.update(part for part in parts if part not in groups and part != GAP)
    small = frozenset(chain.from_iterable(map(bases.read_listed, said.get("numbers", ()))))
    graph.close()
    joined: dict[str, Reading] = {}
    for together, base in _join_phrases(said, bases):
        joined.setdefault(together, base)
    table = WordTable(
        forms,
        bases.clitics,
        {ending: base for base, endings in said.get("endings", {}).items() for ending in endings},
        small,
        frozenset(words | small),
        joined,
        tuple("".join(own) for own in groups.get(SELF, ())),
        frozenset(said.get("not_slips", ())),
    )
    table.compare(_ONE_OF_EACH, {})  # builds its tables, before anybody waits for them
    not_alone = frozenset(map(_require_single_word, said.get("not_alone", ())))
    return Phrasebook(table, graph, not_alone, next(iter(groups.get(THERAPIST, ())), ()))


def _list_phrases(said: Mapping[str, Any]) -> Iterator[tuple[str, Held]]:
    """Yield each phrase as the file writes it, with what it stands for."""
    for row in said["rows"]:
        for listed in row["say"]:
            yield listed, _make_phrase(row, listed, said.get("groups", {}))
    yield from ((listed, Sense.SPARED) for listed in said.get("spared", ()))
    for sense, phrases in said.get("soften", {}).items():
        yield from ((listed, Sense(sense)) for listed in phrases)
    if "therapist" in said.get("groups", {}):
        yield THERAPIST, Sense.THERAPIST


def _make_phrase(row: Mapping[str, Any], listed: str, groups: Mapping[str, list[str]]) -> Phrase:
    """Return a phrase of `row`, its groups shown by the first word that each lists."""
    shown = re.sub(r"<(\w+)>", lambda group: _name_group(groups, group[1]), listed)
    return Phrase(
        shown,
        Kind(row["kind"]),
        Tier(row["tier"]),
        bool(row.get("medical")),
        bool(row.get("other")),
        names_doer=listed.startswith("<"),
        holds=frozenset(),
    )


def _name_group(groups: Mapping[str, list[str]], name: str) -> str:
    first = groups[name][0]
    return _name_group(groups, first.strip("<>")) if first.startswith("<") else first


def _list_forms(said: Mapping[str, Any]) -> dict[str, Reading]:
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


def _take_apart(listed: str, bases: WordTable) -> Reading:
    """Return the parts of a phrase: words in base form, groups, gaps."""
    return tuple(chain.from_iterable(_read_part(part, bases) for part in _PART.findall(listed)))


def _read_part(part: str, bases: WordTable) -> Reading:
    if part.startswith("<") or part == GAP:
        return (part,)
    words = (word for word in split_letters(part) if word not in MARKS)
    return tuple(chain.from_iterable(map(bases.read_listed, words)))


def _spell_out(groups: Mapping[str, list[str]], name: str, bases: WordTable) -> Iterator[Reading]:
    """Yield what may stand for a group, in base form, with the groups in it spelt out."""
    for member in groups[name]:
        if member.startswith("<"):
            yield from _spell_out(groups, member.strip("<>"), bases)
        else:
            yield _take_apart(member, bases)


def _join_phrases(said: Mapping[str, Any], bases: WordTable) -> Iterator[tuple[str, Reading]]:
    """Yield each phrase of several words written as one, also with other forms of how it begins."""
    for listed in chain.from_iterable(row["say"] for row in said["rows"]):
        if " " not in listed or "<" in listed or GAP in listed or NUMBER in listed:
            continue
        words = split_letters(listed)
        base = _take_apart(listed, bases)
        begins = [begin for begin in said["forms"] if listed.startswith(f"{begin} ")]
        others = ((form, words[len(begin.split()) :]) for begin in begins for form in said["forms"][begin])
        for written in (words, *((form, *rest) for form, rest in others)):
            together = "".join(written)
            if len(together) >= SHORTEST_JOINED:
                yield together, base
