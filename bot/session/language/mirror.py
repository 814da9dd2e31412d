"""Rough words as sentences that one can say, with the writer's own words in their order and nothing beside them. Pure.

A clause is told by its beginning (`words/<language>/mirror.yaml`): one about oneself gets the subject that it lacks, one
about others loses what blames them, or is left out. What it cannot read it leaves out, and then says less, never more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.model import Language
from bot.session.language.grammar import Grammar, Kind, load_grammar
from bot.words.letters import fold_letters, normalise_seen

LONGEST = 600
"""Characters; whoever writes more tells a story, and that is mirrored by nobody's rules."""
MOST_WORDS = 60

_PIECE = re.compile(r"\[[A-Z]+(?:_[A-Z]+)*_\d+\]|[^\W_]+(?:['&/-]+[^\W_]+)*|&|[.!?;,\n\u2026]")
_STOPS = frozenset(".!?;\n\u2026")
_STRETCHED = re.compile(r"(\w)\1{2,}")


@dataclass(frozen=True, slots=True)
class Mirror:
    """What somebody said as they could say it: `text`, and the two `halves` where one word of theirs sets them apart.

    `seen` is what they told of others, if they told of nothing else.
    """

    text: str = field(repr=False)
    halves: tuple[str, ...] = field(default=(), repr=False)
    seen: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause as it is said, with the word that joins it to the one before."""

    kind: Kind
    joiner: str
    text: str = field(repr=False)


_Unit = tuple[_Clause, ...]
"""The clauses of one sentence."""


@dataclass(frozen=True, slots=True)
class _Writer:
    """Who writes: the word for themself, and whether they write as in a chat."""

    self: str
    casual: bool


def find_self(rough: str, language: Language) -> str | None:
    """Return the word that the writer uses for themself, spelled out: the first in `rough`; None if there is none."""
    grammar = load_grammar(language)
    if grammar is None:
        return None
    ending = grammar.said.get("self_ending")
    for piece in _PIECE.findall(normalise_seen(rough)):
        word = fold_letters(piece)
        word = grammar.said["chat"].get(word, word)
        if word in grammar.said["selves"]:
            return str(grammar.said["selves"][word])
        if ending and word.endswith(ending["ending"]) and len(word) >= ending["letters"] and word not in ending["not"]:
            return str(ending["means"])
    return None


def mirror_words(rough: str, language: Language) -> Mirror | None:
    """Return `rough` as sentences in the first person, in the writer's own words; None if too little of it can be read."""
    grammar = load_grammar(language)
    if grammar is None or len(rough) > LONGEST:
        return None
    sentences, casual = _split_sentences(rough, grammar)
    writer = _Writer(find_self(rough, language) or grammar.said["self"], casual)
    units = _read_units(sentences, grammar, writer)
    text = _say_units(units, grammar, writer)
    if not text or len(text.split()) > MOST_WORDS:
        return None
    seen = _join_clauses(units[0], grammar) if len(units) == 1 and not _is_mine(units[0]) else ""
    return Mirror(text, _say_halves(sentences, grammar, writer), grammar.shorten(seen, casual=writer.casual))


def frame_mirror(mirror: Mirror, rough: str, language: Language) -> str:
    """Return another way to say what `mirror` says: its halves apart, open at its end, or with a word that it is meant."""
    grammar = load_grammar(language)
    assert grammar is not None
    frames, own = grammar.said["frames"], find_self(rough, language) or grammar.said["self"]
    if mirror.halves:
        first, second = mirror.halves
        return _capitalise(frames["both"].format(self=own, first=first, second=second))
    if mirror.seen:
        feels = grammar.said.get("feels", {}).get(own, "")
        return _capitalise(frames["when"].format(self=own, said=mirror.seen, feels=feels))
    alone = mirror.text.removesuffix(".")
    if ". " in alone or not re.match(rf"{own}\b", alone, re.IGNORECASE):
        return _capitalise(frames["this"].format(self=own, said=mirror.text))
    return _capitalise(frames["that"].format(self=own, said=_lower_first(alone, grammar))) + "."


def _split_sentences(rough: str, grammar: Grammar) -> tuple[list[str], bool]:
    """Return the sentences of `rough`, words spelled out, and whether they were written as in a chat."""
    said, casual, words = grammar.said, False, []
    shouting = rough.isupper()
    for piece in _PIECE.findall(normalise_seen(rough)):
        spelled = _spell_out(piece, grammar)
        casual = casual or (spelled != piece and spelled.casefold() != piece.casefold())
        if fold_letters(spelled) not in said["dropped"]:
            words.append(spelled.lower() if shouting and spelled not in said["selves"].values() else spelled)
    text = re.sub(r"\s+(?=,)", "", " ".join(word for word in words if word))
    text = grammar.starts.sub(lambda found: _break_before(found, grammar), text)
    pieces = re.split(rf"[{re.escape(''.join(_STOPS))}]+", text)
    return [sentence for piece in pieces if (sentence := " ".join(piece.strip(" ,").split()))], casual


def _break_before(found: re.Match[str], grammar: Grammar) -> str:
    """Return a stop behind a word, unless the next clause belongs to it."""
    before, holds = found["before"], grammar.said["holds"]
    held = before[-1] in {*_STOPS, ","} or any(f" {before}".lower().endswith(f" {words}") for words in holds)
    return f"{before} " if held else f"{before} . "


def _spell_out(piece: str, grammar: Grammar) -> str:
    """Return the word or words that `piece` stands for."""
    if piece.startswith("["):
        return piece
    folded = fold_letters(piece)
    for tried in (folded, _STRETCHED.sub(r"\1", folded), _STRETCHED.sub(r"\1\1", folded)):
        if tried in grammar.said["chat"]:
            return str(grammar.said["chat"][tried])
    for ending, full in grammar.said.get("endings", {}).items():
        if folded.endswith(ending) and len(folded) > len(ending):
            return f"{piece[: -len(ending)]} {full}"
    single = _STRETCHED.sub(r"\1", piece)
    return single.lower() if piece.isupper() and len(piece) > 1 else single


def _read_units(sentences: list[str], grammar: Grammar, writer: _Writer) -> list[_Unit]:
    """Return what of the sentences can be said, as sentences: what the writer joined is one, what nothing joins is two."""
    units: list[_Unit] = []
    for sentence in sentences:
        under = False
        for number, clause in enumerate(_read_clauses(sentence, grammar, writer)):
            if number and (clause.joiner or under):
                units[-1] = (*units[-1], clause)
            else:
                units.append((clause,))
            under = not number and clause.joiner in grammar.said["under"]
    return units


def _say_units(units: list[_Unit], grammar: Grammar, writer: _Writer) -> str:
    """Return the units as sentences; the first that tells of others is told as the writer sees it. Nothing if none is about them."""
    sees = next((unit for unit in units if not _is_mine(unit) and _is_about_writer(unit, grammar)), None)
    if sees is None and not any(map(_is_mine, units)):
        return ""
    said: list[str] = []
    for unit in units:
        sentence = grammar.shorten(_join_clauses(unit, grammar), casual=writer.casual)
        if unit is sees:
            frame = grammar.said["frames"]["other"]
            sentence = frame.format(self=writer.self, said=_lower_first(sentence, grammar))
        said.append(f"{_capitalise(sentence)}.")
    return " ".join(said)


def _is_mine(unit: _Unit) -> bool:
    return any(clause.kind is Kind.MINE for clause in unit)


def _is_about_writer(unit: _Unit, grammar: Grammar) -> bool:
    return any(grammar.about_me.search(clause.text) for clause in unit)


def _read_clauses(sentence: str, grammar: Grammar, writer: _Writer) -> Iterator[_Clause]:
    """Yield the clauses of a sentence that can be said; what lies between commas and is no clause stays with the one before."""
    held: _Clause | None = None
    for piece in sentence.split(", "):
        joiner, bare = _split_joiner(piece.strip(), grammar)
        clause = _read_clause(joiner, bare, grammar, writer)
        if clause is None and held and joiner not in grammar.said["joiners"] and not grammar.insulting.search(bare):
            held = _Clause(held.kind, held.joiner, f"{held.text}, {piece}")
            continue
        if held:
            yield held
        held = clause
    if held:
        yield held


def _split_joiner(piece: str, grammar: Grammar) -> tuple[str, str]:
    """Return the word that joins a piece to what stands before, and the rest without what says nothing."""
    joiner = ""
    for word in sorted(grammar.said["joiners"], key=len, reverse=True):
        if piece.lower().startswith(f"{word} "):
            joiner, piece = word, piece[len(word) + 1 :]
            break
    words = piece.split()
    while len(words) > 1 and words[0].lower() in grammar.said["dropped_first"]:
        words = words[1:]
    return joiner, " ".join(words)


def _read_clause(joiner: str, bare: str, grammar: Grammar, writer: _Writer) -> _Clause | None:
    """Return a clause as it is said; None if it says nothing, blames somebody, or cannot be read."""
    for kind, pattern, instead in grammar.clauses:
        if found := pattern.match(bare):
            if kind is Kind.GONE:
                return None
            template = instead.replace("{self}", writer.self).replace("{feels}", _feels(grammar, writer))
            said = " ".join(found.expand(template).split())
            return _Clause(kind, joiner, said) if kind is Kind.MINE else _tell_of_others(joiner, said, grammar, writer)
    return None


def _tell_of_others(joiner: str, said: str, grammar: Grammar, writer: _Writer) -> _Clause | None:
    """Return a clause about others without blame; where it cannot be without, what the writer says of themself behind it."""
    said = grammar.soften(said)
    goes_on = grammar.goes_on.search(said)
    if not grammar.insulting.search(said[: goes_on.start()] if goes_on else said):
        return _Clause(Kind.MINE if goes_on else Kind.OTHER, joiner, said)
    return _read_clause("", said[goes_on.end() :], grammar, writer) if goes_on else None


def _feels(grammar: Grammar, writer: _Writer) -> str:
    return str(grammar.said.get("feels", {}).get(writer.self, ""))


def _join_clauses(clauses: _Unit, grammar: Grammar) -> str:
    """Return the clauses of one sentence as it is said, with the writer's own joiners."""
    first, *others = clauses
    said = f"{first.joiner} {first.text}" if others and first.joiner in grammar.said["under"] else first.text
    for clause in others:
        said = f"{said}, {clause.joiner} {clause.text}" if clause.joiner else f"{said}, {clause.text}"
    return said


def _say_halves(sentences: list[str], grammar: Grammar, writer: _Writer) -> tuple[str, ...]:
    """Return both halves of the only sentence as sentences of their own, where a "but" stands between them; or none."""
    contrast = "|".join(grammar.said["contrast"])
    if len(sentences) != 1:
        return ()
    halves = re.split(rf",? (?:{contrast}) ", sentences[0], flags=re.IGNORECASE)
    if len(halves) != 2:
        return ()
    both = tuple(_say_units(_read_units([half], grammar, writer), grammar, writer) for half in halves)
    return both if all(both) else ()


def _lower_first(sentence: str, grammar: Grammar) -> str:
    """Return a sentence as it goes on behind other words: its first letter small, unless it is the writer's own "I" or a name."""
    first = re.split(r"[ ']", sentence, maxsplit=1)[0]
    if (first.isupper() and first in grammar.said["selves"].values()) or first.startswith("["):
        return sentence
    return sentence[:1].lower() + sentence[1:]


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]
