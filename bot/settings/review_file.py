"""The review file: which of Third Chair's own texts a clinician has read and signed, and what became of it since.

A signature is for one text, by its hash. A text that has changed since has none.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import ConfigDict, Field, model_validator

from bot.errors import Mistake
from bot.policy import Rules
from bot.settings.yaml_file import YamlFile
from bot.words.book import Book, sign_book
from bot.words.passages import Passage, list_passages, name_entry
from bot.words.shelf import parse_yaml

_HEAD = """\
# Third Chair's own texts, for a clinician to read and sign: each by itself, or a whole part with
# `thirdchair review FILE --only glossary/en --name "..."`.
# Whoever has read a text and stands by it puts their name and the date, as 2026-01-31. `text` is shown for reading;
# changing it here changes nothing. When Third Chair changes a text, its signature goes, and it has to be read again.

"""
LONGEST = 5_000_000
"""Bytes that a review file may have: four times what all texts in two languages need."""
NAME = re.compile(r"[^\n<>*_`\[\]]{0,80}")
"""A name that can stand in a label: nothing in it that would be markup."""


class Signature(Rules):
    """One text and who has signed it. `text` is for reading; `sha256` says which text was signed."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="the hash of the text that was signed")]
    name: Annotated[
        str,
        Field(
            max_length=80, pattern=rf"^{NAME.pattern}$", description="the clinician who has read it and stands by it"
        ),
    ] = ""
    day: Annotated[date | None, Field(alias="date", description="the day on which they did")] = None
    text: Annotated[str, Field(description="the text, for reading", repr=False)] = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if bool(self.name.strip()) != bool(self.day):
            raise ValueError("a signature has both, a name and a date")
        return self


Signatures = Mapping[str, Signature]
"""Signatures, and texts without one, by the ids of their passages."""


class ReviewFile(Rules):
    """`review.yaml`: by the id of each text, what it was and who has signed it."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Signature]

    @property
    def signatures(self) -> dict[str, Signature]:
        """Return the signatures by id."""
        return self.__pydantic_extra__


@dataclass(frozen=True, slots=True)
class Review:
    """What a review came to: the file as it should read now, how many of each group are signed, and what lost its signature."""

    sheet: str
    signed: Counter[str]
    total: Counter[str]
    lost: tuple[str, ...]
    chosen: int
    """How many texts those to be signed are, whoever has signed them."""


def read_review(path: Path | None) -> tuple[list[YamlFile], Signatures]:
    """Return the review file at `path` with its mistakes, and what stands in it; nothing where there is no file yet."""
    if path is None or not path.exists():
        return [], {}
    file = YamlFile(path.name)
    try:
        text = _read_text(file, path)
        file.data = ({} if file.mistakes else parse_yaml(text)) or {}
    except (OSError, UnicodeDecodeError):
        file.wrong((), "the file cannot be read as UTF-8 text", "Check who may read it, and save it as UTF-8")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        file.mistakes.append(
            Mistake(file.name, line, f"this is not YAML ({error.problem})", "Check quotes, colons and indentation")
        )
    except yaml.YAMLError:
        file.wrong((), "the file holds characters that text does not have", "Write it anew, as UTF-8 text")
    read = file.model(ReviewFile)
    return [file], read.signatures if read else {}


def _read_text(file: YamlFile, path: Path) -> str:
    """Return what the review file holds, after noting in `file` that it is more than `thirdchair review` writes.

    It is read by libyaml, which knows no bounds of ours: so it may be so long, and repeat nothing by aliases.

    Raises:
        OSError: it cannot be read.
        UnicodeDecodeError: it is no text.
        yaml.YAMLError: it is no YAML.
    """
    if not path.is_file():
        file.wrong((), "this is no file", "Name a file as `review`")
        return ""
    with path.open("rb") as opened:
        raw = opened.read(LONGEST + 1)
    if len(raw) > LONGEST:
        file.wrong((), f"this is more than I read: it has over {LONGEST:,} bytes", "Let `thirdchair review` write it")
        return ""
    text = raw.decode()
    reader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=reader)):
        file.wrong((), "this refers back to itself by `*`", "Let `thirdchair review` write it")
    return text


def list_valid(signatures: Signatures) -> dict[str, str]:
    """Return "name, date" by the id of each text that is signed and still reads as it did then."""
    return {
        passage.id: f"{signature.name.strip()}, {signature.day}"
        for passage in list_passages()
        if (signature := _find_valid(signatures, passage))
    }


def sign_entries(book: Book, signatures: Signatures) -> Book:
    """Return `book` with the signatures that hold, each at its entry."""
    if not signatures:
        return book
    valid = list_valid(signatures)
    signed = {place: valid[name] for place in book.entries if (name := name_entry(*place)) in valid}
    return sign_book(book, signed)


def write_review(signatures: Signatures, only: str = "", name: str = "", day: date | None = None) -> Review:
    """Return the review file anew, with the signatures that still hold; with a `name`, that of all whose ids begin with `only`."""
    rows: dict[str, dict[str, object]] = {}
    signed, total = Counter[str](), Counter[str]()
    lost: list[str] = []
    chosen = 0
    for passage in list_passages():
        before, held = signatures.get(passage.id), _find_valid(signatures, passage)
        if before and before.day and not held:
            lost.append(passage.id)
        by, on = (held.name.strip(), held.day) if held else ("", None)
        meant = bool(only) and f"{passage.id}/".startswith(f"{only.rstrip('/')}/")
        chosen += meant
        if meant and name and not held:
            by, on = name, day
        signed[passage.group] += bool(by)
        total[passage.group] += 1
        rows[passage.id] = {"text": passage.text, "sha256": passage.sha256, "name": by, "date": on}
    return Review(_HEAD + _write_rows(rows), signed, total, tuple(lost), chosen)


def list_unsigned(book: Book) -> tuple[str, ...]:
    """Return a line for the terms of Third Chair's own that no clinician has signed; none once all are, or are the clinic's."""
    ours = [entry for entry in book.entries.values() if not entry.clinic]
    unsigned = sum(not entry.reviewed for entry in ours)
    if not unsigned:
        return ()
    what = f"{unsigned} of the {len(ours)} entries of Third Chair's glossary are signed by no clinician"
    return (f"{what}, and their answers say so: `thirdchair review` lists them for signing",)


def _find_valid(signatures: Signatures, passage: Passage) -> Signature | None:
    signature = signatures.get(passage.id)
    return signature if signature and signature.day and signature.sha256 == passage.sha256 else None


_Dumper = type("_Dumper", (getattr(yaml, "CSafeDumper", yaml.SafeDumper),), {})
"""Writes YAML in which a text of several lines stands as it reads; in C, where there is libyaml, in a tenth of the time."""


def _show_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


yaml.add_representer(str, _show_text, Dumper=_Dumper)


def _write_rows(rows: Mapping[str, object]) -> str:
    return "\n".join(
        yaml.dump({key: row}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=4096)
        for key, row in rows.items()
    )
