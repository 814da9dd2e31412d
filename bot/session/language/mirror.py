"""Rough words as sentences that one can say, with the writer's own words in their order and nothing beside them. Pure.

A clause is told by its beginning (`words/<language>/mirror.yaml`): one about oneself gets the subject that it lacks, one
about others loses what blames them, or is left out. What it cannot read it leaves out, and then says less, never more.
"""

import re
from dataclasses import dataclass, field

from bot.model import Language
from bot.session.language.clauses import Clause, Writer, read_clauses
from bot.session.language.grammar import Grammar, Kind, load_grammar
from bot.session.language.languages import common_words
from bot.session.language.spelling import find_self, split_rough_sentences

LONGEST = 600
"""Characters; whoever writes more tells a story, and that is mirrored by nobody's rules."""
MOST_WORDS = 60

_Unit = tuple[Clause, ...]
"""The clauses of one sentence."""


@dataclass(frozen=True, slots=True)
class Mirror:
    """What somebody said as they could say it, and `again`, another way to say the same.

    `halves`: one word of theirs sets two sides apart, and `again` has both.
    """

    text: str = field(repr=False)
    again: str = field(repr=False)
    halves: bool = False


def mirror_words(rough: str, language: Language) -> Mirror | None:
    """Return `rough` as sentences in the first person, in the writer's own words; None if too little of it can be read."""
    grammar = load_grammar(language)
    if grammar is None or len(rough) > LONGEST:
        return None
    sentences, casual = split_rough_sentences(rough, grammar)
    own = find_self(rough, language) or grammar.said["self"]
    writer = Writer(own, grammar.said.get("feels", {}).get(own, ""), casual)
    units = _read_units(sentences, grammar, writer)
    text = _say_units(units, grammar, writer, language)
    if not text or len(text.split()) > MOST_WORDS:
        return None
    if halves := _say_halves(sentences, grammar, writer, language):
        first, second = halves
        return Mirror(text, _fill_frame("both", grammar, writer, first=first, second=second), halves=True)
    return Mirror(text, _say_again(text, units, grammar, writer, language))


def _say_again(text: str, units: list[_Unit], grammar: Grammar, writer: Writer, language: Language) -> str:
    """Return the same once more: open at its end where only others are told of, else with a word that it is meant."""
    if len(units) == 1 and not _is_mine(units[0]):
        seen = grammar.shorten(_join_clauses(units[0], grammar), casual=writer.casual)
        return _fill_frame("when", grammar, writer, said=_lower_first(seen, grammar, writer, language))
    alone = text.removesuffix(".")
    if ". " in alone or not re.match(rf"{writer.self}\b", alone, re.IGNORECASE):
        return _fill_frame("this", grammar, writer, said=text)
    return _fill_frame("that", grammar, writer, said=_lower_first(alone, grammar, writer, language)) + "."


def _read_units(sentences: list[str], grammar: Grammar, writer: Writer) -> list[_Unit]:
    """Return what of the sentences can be said, as sentences: what the writer joined is one, what nothing joins is two."""
    units: list[_Unit] = []
    for sentence in sentences:
        under = False
        for number, clause in enumerate(read_clauses(sentence, grammar, writer)):
            if number and (clause.joiner or under):
                units[-1] = (*units[-1], clause)
            else:
                units.append((clause,))
            under = not number and clause.joiner in grammar.said["under"]
    return units


def _say_units(units: list[_Unit], grammar: Grammar, writer: Writer, language: Language) -> str:
    """Return the units as sentences; the first that tells of others is told as the writer sees it. Nothing if none is about them."""
    sees = next((unit for unit in units if not _is_mine(unit) and _is_about_writer(unit, grammar)), None)
    if sees is None and not any(map(_is_mine, units)):
        return ""
    said: list[str] = []
    for unit in units:
        sentence = grammar.shorten(_join_clauses(unit, grammar), casual=writer.casual)
        if unit is sees:
            sentence = _fill_frame("other", grammar, writer, said=_lower_first(sentence, grammar, writer, language))
        said.append(f"{_capitalise(sentence)}.")
    return " ".join(said)


def _say_halves(sentences: list[str], grammar: Grammar, writer: Writer, language: Language) -> tuple[str, str] | None:
    """Return both halves of the only sentence as sentences of their own, where a "but" stands between them; or None."""
    contrast = "|".join(grammar.said["contrast"])
    halves = re.split(rf",? (?:{contrast}) ", sentences[0], flags=re.IGNORECASE) if len(sentences) == 1 else []
    if len(halves) != 2:
        return None
    first, second = (_say_units(_read_units([half], grammar, writer), grammar, writer, language) for half in halves)
    return (first, second) if first and second else None


def _is_mine(unit: _Unit) -> bool:
    return any(clause.kind is Kind.MINE for clause in unit)


def _is_about_writer(unit: _Unit, grammar: Grammar) -> bool:
    return any(clause.blamed or grammar.about_me.search(clause.text) for clause in unit)


def _join_clauses(clauses: _Unit, grammar: Grammar) -> str:
    """Return the clauses of one sentence as it is said, with the writer's own joiners."""
    first, *others = clauses
    said = f"{first.joiner} {first.text}" if others and first.joiner in grammar.said["under"] else first.text
    for clause in others:
        said = f"{said}, {clause.joiner} {clause.text}" if clause.joiner else f"{said}, {clause.text}"
    return said


def _fill_frame(frame: str, grammar: Grammar, writer: Writer, **said: str) -> str:
    return _capitalise(grammar.said["frames"][frame].format(self=writer.self, feels=writer.feels, **said))


def _lower_first(sentence: str, grammar: Grammar, writer: Writer, language: Language) -> str:
    """Return a sentence as it goes on behind other words: a common word or the writer's own small again, a name never."""
    first = re.split(r"[ ']", sentence, maxsplit=1)[0]
    known = first.lower() in {*grammar.said["small"], *common_words(language), writer.self}
    return sentence[:1].lower() + sentence[1:] if known and first != writer.self else sentence


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]
