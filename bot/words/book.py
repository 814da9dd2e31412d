"""The glossary as a book: the entries that come with Third Chair, and a clinic's own over them. Pure.

A clinic's entry takes the place of the built-in one with its key, or with its term as one of its names, in its own language;
the other languages keep theirs. Any other name that it goes by leads to it from then on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from bot.model import Language
from bot.words.letters import Name, split_name, strip_ending
from bot.words.shelf import FALLBACK, languages, read_lines, read_once, read_shelf_yaml

GLOSSARY, LOOKALIKES = "glossary.yaml", "lookalikes.txt"


@dataclass(frozen=True, slots=True)
class Entry:
    """One term of the field in plain words: what it means, and one everyday example.

    `aka` are its other names, `everyday` those of its names that are ordinary words as well: not spotted in a text.
    `source` is where the clinic has it from; `clinic`: it is the clinic's own, and did not come with Third Chair.
    `reviewed` says which clinician has signed it, and when; it is empty where nobody has.
    """

    key: str
    language: Language
    term: str
    plain: str
    example: str
    aka: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    source: str = ""
    clinic: bool = False
    reviewed: str = ""

    @property
    def names(self) -> tuple[Name, ...]:
        """Return all that it goes by, as names are compared."""
        return tuple(split_name(name) for name in (self.term, *self.aka))


@dataclass(frozen=True, slots=True)
class Book:
    """All languages' entries, every name by which one of them goes, and words that are no slip of the finger.

    `digest` names what is in it: two books with the same are the same. It is empty for the one that comes with Third Chair.
    """

    digest: str
    entries: dict[tuple[str, Language], Entry] = field(repr=False, compare=False)
    names: dict[Name, str] = field(repr=False, compare=False)
    joined: dict[str, str] = field(repr=False, compare=False)
    everyday: frozenset[Name] = field(repr=False, compare=False)
    lookalikes: frozenset[str] = field(repr=False, compare=False)
    real_words: frozenset[str] = field(repr=False, compare=False)

    def entry(self, key: str, language: Language) -> Entry | None:
        """Return what `key` means as `language` says it, else in English, else as any language does; None if it is not there."""
        if entry := self.entries.get((key, language)) or self.entries.get((key, FALLBACK)):
            return entry
        return next((entry for entry in self.entries.values() if entry.key == key), None)


@read_once
def load_built_in_book() -> Book:
    """Return the glossary that comes with Third Chair."""
    entries = [
        Entry(
            key=key,
            language=language,
            term=said["term"],
            plain=said["plain"],
            example=said["example"],
            aka=tuple(said["aka"]),
            everyday=tuple(said.get("everyday", ())),
        )
        for language in languages()
        for key, said in read_shelf_yaml(language, GLOSSARY).items()
    ]
    lines = (line for language in languages() for line in read_lines(language, LOOKALIKES))
    return _bind_book(entries, frozenset(map(strip_ending, lines)), "")


def merge_books(clinic: tuple[Entry, ...], hidden: frozenset[str] = frozenset()) -> Book:
    """Return the built-in glossary with a clinic's entries over it, and without those whose keys are `hidden`."""
    base, places = load_built_in_book(), find_replaced_keys(clinic)
    kept = [entry for entry in base.entries.values() if entry.key not in hidden]
    own = [replace(entry, key=places[entry.key], clinic=True) for entry in clinic]
    digest = sha256(repr((own, sorted(hidden))).encode()).hexdigest() if own or hidden else ""
    return _bind_book([*kept, *own], base.lookalikes, digest)


def sign_book(book: Book, signed: Mapping[tuple[str, Language], str]) -> Book:
    """Return `book` with who has signed which of the built-in entries: "name, date" by key and language."""
    rows = [
        replace(row, reviewed=signed.get((row.key, row.language), "")) if not row.clinic else row
        for row in book.entries.values()
    ]
    held = sorted((row.key, row.language, row.reviewed) for row in rows if row.reviewed)
    digest = sha256(f"{book.digest}{held}".encode()).hexdigest() if held else book.digest
    return replace(book, digest=digest, entries={(row.key, row.language): row for row in rows})


def find_replaced_keys(clinic: Iterable[Entry]) -> dict[str, str]:
    """Return, for each key of a clinic's entries, the built-in key whose place it takes, or itself if it is new."""
    base, built_in_book = load_built_in_book(), dict[str, str]()
    known = {key for key, _ in base.entries}
    for entry in clinic:
        by_term = base.names.get(split_name(entry.term))
        if entry.key in known:
            built_in_book[entry.key] = entry.key
        elif by_term and built_in_book.get(entry.key, entry.key) == entry.key:
            built_in_book[entry.key] = by_term
        built_in_book.setdefault(entry.key, entry.key)
    return built_in_book


def _bind_book(rows: Iterable[Entry], lookalikes: frozenset[str], digest: str) -> Book:
    """Return a book of `rows`; where two go by one name, or say one thing in one language, the later does."""
    entries: dict[tuple[str, Language], Entry] = {}
    names: dict[Name, str] = {}
    everyday: set[Name] = set()
    for row in rows:
        entries[row.key, row.language] = row
        names.update((name, row.key) for name in row.names)
        everyday.update(split_name(name) for name in row.everyday)
    return Book(
        digest=digest,
        entries=entries,
        names=names,
        joined={"".join(name): key for name, key in names.items()},
        everyday=frozenset(everyday),
        lookalikes=lookalikes,
        real_words=lookalikes.union(*names),
    )
