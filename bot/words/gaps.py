"""What a language's folder lacks, compared with the one to fall back on: for whoever adds a language. Pure."""

from collections.abc import Iterator
from typing import Any

from fluent.syntax import FluentParser, ast

from bot.model import Language
from bot.words.shelf import COMMANDS, FALLBACK, SENTENCES, TYPED, command_names, languages, open_file, read_shelf_yaml

WHOLE = (COMMANDS, TYPED, "helplines.yaml", "notes.yaml", "glossary.yaml")
"""Files in which each key of the fallback's is needed, down to the last, and none that it has not."""
TOP = (
    "answers.yaml",
    "claims.yaml",
    "feelings.yaml",
    "language.yaml",
    "mirror.yaml",
    "misheard.yaml",
    "notecheck.yaml",
    "phrases.yaml",
    "questions.yaml",
)
"""Files in which the first keys are needed; what is under them differs from language to language, and may be nothing."""
OWN = {
    "feelings.yaml": {"contracted"},
    "language.yaml": {"articles"},
    "mirror.yaml": {"endings"},
    "phrases.yaml": {"endings", "not_alone", "not_slips", "numbers"},
}
"""Keys that a language may do without."""
THERE = (
    "lookalikes.txt",
    *(
        f"masking/{file}"
        for file in ("cues.yaml", "words.yaml", "chat.txt", "capitals.txt", "kept.txt", "ordinary.txt")
    ),
)
"""Files that only have to be there."""


def list_gaps(language: Language) -> tuple[str, ...]:
    """Return a line for each thing that `language` lacks, or has and should not; nothing if its folder is whole."""
    missing = [file for file in (*WHOLE, *TOP, *THERE) if not open_file(language, file).is_file()]
    return (
        *(f"{file}: is missing" for file in missing),
        *_in_sentences(language),
        *(gap for file in WHOLE if file not in missing for gap in _in_whole(language, file)),
        *(gap for file in TOP if file not in missing for gap in _in_top(language, file)),
        *_in_commands(language),
    )


def _in_sentences(language: Language) -> Iterator[str]:
    """Yield the sentences that are missing, and those that nobody says."""
    theirs, ours = _sentences(FALLBACK), _sentences(language)
    yield from (f"{SENTENCES}: `{key}` is missing" for key in theirs if key not in ours)
    yield from (f"{SENTENCES}: nobody says `{key}`" for key in ours if key not in theirs)


def _sentences(language: Language) -> dict[str, None]:
    """Return the keys of a language's sentences, `key.attribute` for an attribute, in the order of the file."""
    resource = FluentParser().parse(open_file(language, SENTENCES).read_text(encoding="utf-8"))
    result: dict[str, None] = {}
    for entry in resource.body:
        if isinstance(entry, ast.Message):
            result[entry.id.name] = None
            result.update((f"{entry.id.name}.{attribute.id.name}", None) for attribute in entry.attributes)
    return result


def _in_whole(language: Language, file: str) -> Iterator[str]:
    """Yield the keys that are missing or unknown, at any depth, and what stands there that is no text."""
    theirs, ours = dict(_flat(read_shelf_yaml(FALLBACK, file))), dict(_flat(read_shelf_yaml(language, file)))
    free = (".aka", ".everyday")  # a term goes by as many names as people have for it
    yield from (f"{file}: `{key}` is missing" for key in theirs if key not in ours and not key.endswith(free))
    yield from (f"{file}: `{key}` is not known" for key in ours if key not in theirs and not key.endswith(free))
    for key, said in ours.items():
        if any(not isinstance(said, str) for said in (said if isinstance(said, list) else [said])):
            yield f"{file}: `{key}` is no text; write yes, no, on, off and numbers with quotation marks"


def _flat(said: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in said.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _in_top(language: Language, file: str) -> Iterator[str]:
    theirs, ours = read_shelf_yaml(FALLBACK, file), read_shelf_yaml(language, file)
    yield from (f"{file}: `{key}` is missing" for key in theirs if key not in ours and key not in OWN.get(file, ()))


def _in_commands(language: Language) -> Iterator[str]:
    """Yield the names that mean one command here and another one in another language: nobody could tell which is meant."""
    for other in languages():
        known = {typed: name for name, names in command_names(other).items() for typed in names}
        for name, names in command_names(language).items():
            for typed in names:
                if known.get(typed, name) != name:
                    yield f"{COMMANDS}: `{typed}` for `{name}` is `{known[typed]}` in `{other}`"
