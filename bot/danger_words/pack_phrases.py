"""Reading a phrase file as people write it, and packing it: all that comparing needs is worked out here, beforehand. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from itertools import chain
from typing import Any

from bot.danger_words.build_graph import GraphBuilder, Groups
from bot.danger_words.build_table import TableBuilder
from bot.danger_words.normalise import MARKS, NUMBER, Reading, split_letters
from bot.danger_words.phrase import Held, Phrase, Sense, write_held
from bot.danger_words.phrase_graph import GAP, PhraseGraph, States
from bot.danger_words.word_table import SHORTEST_JOINED
from bot.model import Kind, Tier
from bot.words.packed import Packed, pack

SELF, THERAPIST = "<i>", "<therapist>"
"""The groups that the engine itself knows: how one calls oneself, and words for a therapist."""
_PART = re.compile(r"<\w+>|\.\.\.|[^<\s]+")
_GROUP = re.compile(r"<(\w+)>")

ReadPart = Callable[[str], Reading]
"""Returns a part of a listed phrase in base form. Thousands of phrases share few words: each is read once."""


def pack_phrases(said: Mapping[str, Any], digest: str) -> bytes:
    """Return the packed file of what a phrase file says, whose content has this `digest`."""
    table = TableBuilder(_list_forms(said), tuple(said.get("clitics", ())))
    read_part = cache(partial(_read_part, bases=table))
    groups = {f"<{name}>": tuple(_spell_out(said["groups"], name, read_part)) for name in said.get("groups", {})}
    graph: GraphBuilder[Held] = GraphBuilder(groups)
    table.words.update(chain.from_iterable(chain.from_iterable(groups.values())))
    for parts, held in _list_phrases(said, groups, read_part):
        graph.add(parts, held)
        table.words.update(part for part in parts if part not in groups and part != GAP)
    small = sorted(set(chain.from_iterable(map(table.read_listed, said.get("numbers", ())))))
    table.words.update(small)
    for together, base in _join_phrases(said, read_part):
        table.joined.setdefault(together, base)
    head = {
        "digest": digest,
        "clitics": table.clitics,
        "endings": {ending: base for base, endings in said.get("endings", {}).items() for ending in endings},
        "numbers": small,
        "selves": ["".join(own) for own in groups.get(SELF, ())],
        "not_alone": [_require_single_word(word) for word in said.get("not_alone", ())],
        "therapist": next(iter(groups.get(THERAPIST, ())), ()),
    }
    return pack(head, {**graph.pack(write_held), **table.pack(frozenset(said.get("not_slips", ())))})


def _list_phrases(said: Mapping[str, Any], groups: Groups, read_part: ReadPart) -> Iterator[tuple[Reading, Held]]:
    """Yield the parts of each phrase of the file, with what it stands for."""
    builder: GraphBuilder[Held] = GraphBuilder(groups)
    softens = [
        (_take_apart(listed, read_part), Sense(sense))
        for sense, phrases in said.get("soften", {}).items()
        for listed in phrases
    ]
    for parts, sense in softens:
        builder.add(parts, sense)
    softening = PhraseGraph(Packed(pack({}, builder.pack(str))), Sense)
    states: States[Sense] = {}
    for row in said["rows"]:
        for listed in row["say"]:
            parts = _take_apart(listed, read_part)
            own = chain.from_iterable(groups[part][0] if part in groups else (part,) for part in parts)
            holds = frozenset(sense for sense, _, _ in softening.find_spans(own, states))
            yield parts, _make_phrase(row, listed, said.get("groups", {}), holds)
    yield from ((_take_apart(listed, read_part), Sense.SPARED) for listed in said.get("spared", ()))
    yield from softens
    if THERAPIST in groups:
        yield (THERAPIST,), Sense.THERAPIST


def _make_phrase(
    row: Mapping[str, Any], listed: str, groups: Mapping[str, list[str]], holds: frozenset[Sense]
) -> Phrase:
    """Return a phrase of `row`, its groups shown by the first word that each lists."""
    shown = _GROUP.sub(lambda group: _name_group(groups, group[1]), listed) if "<" in listed else listed
    return Phrase(
        shown,
        Kind(row["kind"]),
        Tier(row["tier"]),
        bool(row.get("medical")),
        bool(row.get("other")),
        names_doer=listed.startswith("<"),
        holds=holds,
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


def _take_apart(listed: str, read_part: ReadPart) -> Reading:
    """Return the parts of a phrase: words in base form, groups, gaps."""
    return tuple(chain.from_iterable(map(read_part, _PART.findall(listed))))


def _read_part(part: str, bases: TableBuilder) -> Reading:
    if part.startswith("<") or part == GAP:
        return (part,)
    words = (word for word in split_letters(part) if word not in MARKS)
    return tuple(chain.from_iterable(map(bases.read_listed, words)))


def _spell_out(groups: Mapping[str, list[str]], name: str, read_part: ReadPart) -> Iterator[Reading]:
    """Yield what may stand for a group, in base form, with the groups in it spelt out."""
    for member in groups[name]:
        if member.startswith("<"):
            yield from _spell_out(groups, member.strip("<>"), read_part)
        else:
            yield _take_apart(member, read_part)


def _join_phrases(said: Mapping[str, Any], read_part: ReadPart) -> Iterator[tuple[str, Reading]]:
    """Yield each phrase of several words written as one, also with other forms of how it begins."""
    by_word = defaultdict[str, list[str]](list)
    for begin in said["forms"]:
        by_word[begin.split()[0]].append(begin)
    for listed in chain.from_iterable(row["say"] for row in said["rows"]):
        if " " not in listed or "<" in listed or GAP in listed or NUMBER in listed:
            continue
        words = split_letters(listed)
        base = _take_apart(listed, read_part)
        begins = [begin for begin in by_word.get(listed.split()[0], ()) if listed.startswith(f"{begin} ")]
        others = ((form, words[len(begin.split()) :]) for begin in begins for form in said["forms"][begin])
        for written in (words, *((form, *rest) for form, rest in others)):
            together = "".join(written)
            if len(together) >= SHORTEST_JOINED:
                yield together, base
