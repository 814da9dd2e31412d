"""The script of a played session: rows that read like a dialogue, with what the model says when it is asked.

    - 14:05 Kim, to Dewi 14:04: "!translate"
      model: I am not quiet because I am angry.
    - 14:06 Ana, at the desk, to the draft: ok
    - 14:07 Kim does: deletes Kim 14:05

Where nothing is said, it is in the session room; `in private` is in one's direct room. `to` is whose message of which
minute, `the card in English`, or the newest of a kind there: `the AI`, `the draft`, `the alarm`, `the note`, `the report`
that something is wrong, `the waiver` that live translation may have; `the answer to Kim 14:05` is the newest reply to that. `{first code}` and
`{second code}` are codes in the bot's newest message there, such as K7.
What can be done is in `Deed`.
A row that the bot asks the model at has `model`: the answer, or, for several questions, answers by words of what is asked.
In an answer `{Kim 14:02}` is the number of that message in the request.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

_HEAD = re.compile(
    r"(?P<at>\d\d:\d\d) (?P<who>[A-Z][a-z]+)(?P<place>, at the desk|, in private)?"
    r"(?:, to (?P<to>[\w: ]+?))?(?P<does> does)?"
)
_PLACES = {None: "room", ", at the desk": "desk", ", in private": "direct"}


class Deed(StrEnum):
    """What somebody can do without typing. `DELETES` is followed by which message, as behind `to`; it is nobody who `WAITS`."""

    INVITES = "invites Third Chair"
    JOINS = "joins"
    SHOWS = "sends a picture"
    DELETES = "deletes"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that somebody does at a minute of the day. `deed` is None where they type `text`.

    `model` is what the model answers, by words of what it is asked: empty if it is not asked, one `""` if it is asked once.
    """

    at: str
    who: str
    text: str
    place: str = "room"
    to: str = ""
    deed: Deed | None = None
    model: Mapping[str, str] | None = None

    @property
    def seconds(self) -> float:
        """Return how long after midnight it is."""
        hour, minute = self.at.split(":")
        return 3600.0 * int(hour) + 60.0 * int(minute)


@dataclass(frozen=True, slots=True)
class Part:
    """Some minutes of a session under one title, with a sentence on what to look at."""

    title: str
    about: str
    rows: tuple[Row, ...]


def read_script(path: Path) -> tuple[Part, ...]:
    """Return the parts of a script.

    Raises:
        ValueError: a row cannot be understood, or goes back in time.
    """
    parts = tuple(
        Part(item["part"], item.get("about", ""), tuple(map(_row, item["rows"])))
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))
    )
    times = [row.at for row in rows_of(parts)]
    if times != sorted(times):
        raise ValueError("a row goes back in time")
    return parts


def rows_of(parts: tuple[Part, ...]) -> Iterator[Row]:
    """Yield all rows, in order."""
    return (row for part in parts for row in part.rows)


def _row(said: dict[str, Any]) -> Row:
    head = next(iter(said))
    match = _HEAD.fullmatch(head)
    if match is None or set(said) - {head, "model"}:
        raise ValueError(f"no row begins like this: {head}")
    model = said.get("model") or {}
    deed, text = None, str(said[head])
    if match["does"]:
        deed = next(deed for deed in Deed if text.startswith(deed))
        text = text.removeprefix(deed).strip()
    return Row(
        at=match["at"],
        who=match["who"],
        text=text,
        place=_PLACES[match["place"]],
        to=match["to"] or "",
        deed=deed,
        model={"": model} if isinstance(model, str) else model,
    )
