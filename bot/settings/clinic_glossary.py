"""The clinic's own glossary: a file or a folder of files, one per language, laid over the one that comes with Third Chair."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from bot.model import Language
from bot.policy import Rules
from bot.settings.bounds import read_folder
from bot.settings.yaml_file import Place, YamlFile, read_yaml
from bot.words.book import Book, Entry, find_replaced_keys, load_built_in_book, merge_books
from bot.words.letters import split_name

_LANGUAGE = re.compile(r"[a-z]{2}")
_NEEDED = ("term", "plain", "example")


def _in_one_line(text: str) -> str:
    """Return `text` with each run of blanks as one, so that how a file breaks its lines is not seen."""
    return " ".join(text.split())


_Term = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_in_one_line)]


class GlossaryEntry(Rules):
    """One term, as the clinic says it. Either `hidden: true` alone, or `term`, `plain` and `example`."""

    term: Annotated[_Term, Field(description="the term, as people read it")] = ""
    plain: Annotated[
        Annotated[str, Field(min_length=1, max_length=600), AfterValidator(_in_one_line)],
        Field(description="what it means, in two or three plain sentences"),
    ] = ""
    example: Annotated[
        Annotated[str, Field(min_length=1, max_length=400), AfterValidator(_in_one_line)],
        Field(description="one everyday example"),
    ] = ""
    aka: Annotated[tuple[_Term, ...], Field(description="other names by which people may ask for it")] = ()
    everyday: Annotated[
        tuple[_Term, ...],
        Field(description="those of its names that are ordinary words too: not picked out of a longer text"),
    ] = ()
    source: Annotated[
        Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_in_one_line)],
        Field(description="where the text is from, shown in one short line"),
    ] = ""
    hidden: Annotated[bool, Field(description="`true` takes the built-in entry with this key away")] = False

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.hidden and self.model_fields_set != {"hidden"}:
            raise ValueError("an entry that is hidden holds nothing else")
        missing = [f"`{key}`" for key in _NEEDED if not self.hidden and not getattr(self, key)]
        if missing:
            raise ValueError(f"this entry lacks {', '.join(missing)}")
        return self


class GlossaryFile(Rules):
    """`glossary/en.yaml`: by a key of its own, or by that of the built-in entry whose place it takes, each term."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, GlossaryEntry]

    @property
    def entries(self) -> dict[str, GlossaryEntry]:
        """Return the entries by key."""
        return self.__pydantic_extra__


def read_glossary(main: YamlFile, path: Path | None, language: Language) -> tuple[list[YamlFile], Book]:
    """Return the files of the clinic's glossary at `path`, with their mistakes, and the book they make with the built-in one.

    `language` is that of a single file whose name does not say it.
    """
    if path is None:
        return [], load_built_in_book()
    files = list(_list_glossary_files(main, path, language))
    entries: list[Entry] = []
    hidden: set[str] = set()
    places: dict[tuple[str, Language], tuple[YamlFile, str]] = {}
    for file, spoken in files:
        for key, said in _list_said_entries(file):
            if said.hidden:
                _check_known(file, key)
                hidden.add(key)
            else:
                entries.append(_make_entry(key, spoken, said))
                places[key, spoken] = (file, key)
    _check_names(entries, places)
    if any(file.mistakes for file, _ in files):
        return [file for file, _ in files], load_built_in_book()
    return [file for file, _ in files], merge_books(tuple(entries), frozenset(hidden))


def _list_glossary_files(main: YamlFile, path: Path, language: Language) -> Iterator[tuple[YamlFile, Language]]:
    """Yield each file with its language; what is no such file is a mistake."""
    if path.is_dir():
        files = read_folder(path)
        if not files:
            main.wrong(("glossary",), f"the folder `{path.name}` holds no glossary file", "Add one, such as en.yaml")
        for file in files:
            stem = Path(file.name).stem
            if not _LANGUAGE.fullmatch(stem):
                file.wrong(
                    (), "its name does not say its language", "Name it by two letters, such as en.yaml or id.yaml"
                )
            yield file, Language(stem)
    elif path.exists():
        yield read_yaml(path, path.name), Language(path.stem) if _LANGUAGE.fullmatch(path.stem) else language
    else:
        main.wrong(("glossary",), f"there is no `{path.name}`", "Name a file, or a folder with en.yaml, id.yaml")


def _list_said_entries(file: YamlFile) -> Iterator[tuple[str, GlossaryEntry]]:
    glossary_file = file.model(GlossaryFile)
    yield from glossary_file.entries.items() if glossary_file else ()


def _make_entry(key: str, language: Language, said: GlossaryEntry) -> Entry:
    return Entry(key, language, said.term, said.plain, said.example, said.aka, said.everyday, said.source, clinic=True)


def _check_known(file: YamlFile, key: str) -> None:
    """Note an entry that is hidden and that is not there."""
    known = sorted({key for key, _ in load_built_in_book().entries})
    if key not in known:
        near = get_close_matches(key, known, 1, 0.6)
        remedy = f"Did you mean `{near[0]}`?" if near else "Name the key of a built-in entry (bot/words/glossary)"
        file.wrong((key,), f"there is no built-in entry `{key}` to hide", remedy)


def _check_names(entries: list[Entry], places: dict[tuple[str, Language], tuple[YamlFile, str]]) -> None:
    """Note names that say nothing, that belong to two entries, and entries that take the same place."""
    into = find_replaced_keys(entries)
    owners: dict[str, str] = {}
    taken: dict[tuple[str, Language], str] = {}
    for entry in entries:
        file, key = places[entry.key, entry.language]
        place = into[key]
        if taken.setdefault((place, entry.language), key) != key:
            what = f"`{key}` and `{taken[place, entry.language]}` both take the place of the built-in entry `{place}`"
            file.wrong((key,), what, "Make one entry of them")
        for where, name in _list_name_places(entry):
            written = "".join(split_name(name))
            if not written:
                file.wrong(
                    where, f"`{'.'.join(map(str, where))}` holds no letters", "Write a name that people can type"
                )
            elif owners.setdefault(written, place) != place:
                file.wrong(where, f"`{name}` is a name of another entry too, `{owners[written]}`", "Keep one of them")
        for number, name in enumerate(entry.everyday):
            if split_name(name) not in entry.names:
                file.wrong((key, "everyday", number), f"`{name}` is none of the names of `{key}`", "Add it to `aka`")


def _list_name_places(entry: Entry) -> Iterator[tuple[Place, str]]:
    """Yield each name of an entry with its place in the file."""
    yield (entry.key, "term"), entry.term
    for number, name in enumerate(entry.aka):
        yield (entry.key, "aka", number), name
