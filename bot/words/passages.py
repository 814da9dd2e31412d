"""Third Chair's own texts, each by itself, for a clinician to read and sign: the glossary, the phrases of danger, the sentences. Pure.

A passage's id says where it stands, such as `glossary/en/rumination`. Its hash is of all that a reader would judge, so a
term's other names count too: a wrong name is a wrong answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from fluent.syntax import FluentParser, FluentSerializer, ast

from bot.model import Language
from bot.words.book import GLOSSARY
from bot.words.shelf import SENTENCES, languages, open_file, read_once, read_shelf_yaml

PARTS = ("glossary", "phrases", "sentences")
"""What there is to read, and how an id begins."""
PHRASES = "phrases.yaml"


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of the project's, as a clinician reads it, under the id by which it is signed."""

    id: str
    text: str = field(repr=False)

    @property
    def sha256(self) -> str:
        """Return the hash of the text, in hexadecimal digits: a signature is for this text and no other."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def group(self) -> str:
        """Return its part and language, such as `glossary/en`."""
        return "/".join(self.id.split("/")[:2])


@read_once
def list_passages() -> tuple[Passage, ...]:
    """Return every text there is to sign, in the order of the files."""
    return tuple(
        passage
        for language in languages()
        for listed in (_list_entries, _list_phrases, _list_sentences)
        for passage in listed(language)
    )


def name_entry(key: str, language: Language) -> str:
    """Return the id under which a term of the glossary is signed."""
    return f"glossary/{language}/{key}"


def _list_entries(language: Language) -> Iterator[Passage]:
    for key, said in read_shelf_yaml(language, GLOSSARY).items():
        lines = (f"{said['term']}: {said['plain']}", f"Example: {said['example']}", f"Also: {_join(said['aka'])}")
        yield Passage(name_entry(key, language), "\n".join(lines))


def _list_phrases(language: Language) -> Iterator[Passage]:
    """Yield a passage for each row of phrases, for each group of words that stands in them, and for what makes them quieter."""
    said = read_shelf_yaml(language, PHRASES)
    for row in said.get("rows", ()):
        yield Passage(f"phrases/{language}/{row['kind']}/{row['tier']}/{row['say'][0]}", _describe_row(row))
    for table in ("groups", "soften"):
        for name, words in said.get(table, {}).items():
            yield Passage(f"phrases/{language}/{table}/{name}", _join(words))
    for name in ("spared", "not_alone"):
        if words := said.get(name):
            yield Passage(f"phrases/{language}/{name}", _join(words))


def _describe_row(row: Mapping[str, Any]) -> str:
    marks = [name for name in ("medical", "other") if row.get(name)]
    about = ", ".join([row["kind"], row["tier"], *marks])
    lines = (f"{about}: {_join(row['say'])}", f"Found: {_join(row['finds'])}", f"Left alone: {_join(row['spares'])}")
    return "\n".join(lines)


def _list_sentences(language: Language) -> Iterator[Passage]:
    resource = FluentParser().parse(open_file(language, SENTENCES).read_text(encoding="utf-8"))
    for entry in resource.body:
        if isinstance(entry, ast.Message):
            entry.comment = None
            yield Passage(f"sentences/{language}/{entry.id.name}", FluentSerializer().serialize_entry(entry).strip())


def _join(words: list[Any]) -> str:
    return "; ".join(map(str, words))
