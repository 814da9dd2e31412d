"""The clauses of a sentence, each told by its beginning: in the first person with the subject it lacks, or about others. Pure.

What blames somebody goes from what is said of them, or the clause goes; what cannot be read is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.session.language.grammar import Grammar, Kind
from bot.session.language.spelling import split_joiner


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as it is said, with the word that joins it to the one before. `blamed`: it said "always" of somebody."""

    kind: Kind
    joiner: str
    text: str = field(repr=False)
    blamed: bool = False


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: the word for themself, the one for "feel" beside it, and whether they write as in a chat."""

    self: str
    feels: str
    casual: bool


def read_clauses(sentence: str, grammar: Grammar, writer: Writer) -> Iterator[Clause]:
    """Yield the clauses of a sentence that can be said. What lies between commas and is no clause stays with the one before.

    At the beginning it stays where the writer goes on about themself: "bills again, so worried".
    """
    held: Clause | None = None
    aside = ""
    pieces = sentence.split(", ")
    for piece in pieces:
        read = _read_piece(piece, held, grammar, writer, alone=len(pieces) == 1)
        if isinstance(read, str):
            aside = read if held is None else ""
            held = held and replace(held, text=f"{held.text}, {read}")
            continue
        if aside and " " in aside and read and read.kind is Kind.MINE:
            yield Clause(Kind.OTHER, "", aside)
        if held:
            yield held
        held, aside = read, ""
    if held:
        yield held


def _read_piece(
    piece: str, held: Clause | None, grammar: Grammar, writer: Writer, *, alone: bool
) -> Clause | str | None:
    """Return a piece between commas as a clause; as it is, if it is none and belongs to the one before; None if it goes."""
    joiner, bare = split_joiner(piece.strip(), grammar)
    if held and not joiner and _goes_on_list(held, bare, grammar):
        return bare
    clause = _read_clause(joiner, bare, grammar, writer)
    if clause and clause.kind is Kind.GONE:
        return None
    if clause and not (alone and _is_fragment(clause, grammar)):
        return clause
    return None if joiner or grammar.unsaid.search(bare) else bare


def _goes_on_list(held: Clause, bare: str, grammar: Grammar) -> bool:
    """Return whether bare feelings go on with the list before them: the writer's, or somebody else's, whose they are in doubt."""
    if grammar.listed.fullmatch(bare) and grammar.lists.search(held.text):
        return True
    others = held.kind is Kind.OTHER and not grammar.about_me.search(held.text)
    return others and grammar.listed.match(bare) is not None


def _is_fragment(clause: Clause, grammar: Grammar) -> bool:
    """Return whether a clause that stands alone is half a sentence: an "if" whose other half cannot be told from it."""
    return clause.joiner in grammar.said["under"] and clause.joiner not in grammar.said["reasons"]


def _read_clause(joiner: str, bare: str, grammar: Grammar, writer: Writer) -> Clause | None:
    """Return a clause as it is said, of the kind `GONE` if that is nothing; None if it blames somebody or cannot be read."""
    for kind, pattern, instead in grammar.clauses:
        if match := pattern.match(bare):
            if kind is Kind.GONE:
                return Clause(kind, joiner, "")
            template = instead.replace("{self}", writer.self).replace("{feels}", writer.feels)
            said = grammar.fit_endings(" ".join(match.expand(template).split()))
            if kind is Kind.OTHER:
                return _tell_of_others(joiner, said, grammar, writer)
            said = grammar.cut_insults(said)
            return Clause(kind, joiner, said) if len(said.split()) >= grammar.said["least"] else None
    return None


def _tell_of_others(joiner: str, said: str, grammar: Grammar, writer: Writer) -> Clause | None:
    """Return a clause about others without blame; where it cannot be without, what the writer says of themself behind it."""
    before, said = said, grammar.soften(said)
    goes_on = grammar.goes_on.search(said)
    if not grammar.insulting.search(said[: goes_on.start()] if goes_on else said):
        return Clause(Kind.MINE if goes_on else Kind.OTHER, joiner, said, blamed=said != before)
    return _read_clause("", said[goes_on.end() :], grammar, writer) if goes_on else None
