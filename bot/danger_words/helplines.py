"""Help-lines: where people find a human, by country and concern, from files that say when and by what they were checked. Pure."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bot.model import Concern, Language, Words, make_words
from bot.words import FALLBACK, languages
from bot.words.shelf import read_once, read_shelf_yaml

EVERYWHERE = "everywhere"
NOTHING = "none"
"""Stands in a sentence for what there is not."""
_SHELF = files("bot.words").joinpath("helplines")
COUNTRIES = tuple(sorted({file.name.removesuffix(".yaml") for file in _SHELF.iterdir()} - {EVERYWHERE}))


@dataclass(frozen=True, slots=True)
class Helpline:
    """One line: its name, how to reach it and when, and what it is for.

    `is_written` if it answers who writes; `checked_on` (ISO) against `source`, `dialled` if somebody did.
    """

    country: str
    name: str
    reach: str
    hours: str
    concerns: tuple[Concern, ...]
    is_written: bool
    source: str
    checked_on: str
    dialled: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a card stands: the room's `others` languages, and what a person types there to take back what the bot wrote.

    `clear` is the command as it is typed, such as `!clear`; empty where there is none.
    """

    others: tuple[Language, ...] = ()
    clear: str = ""


def list_helplines(country: str | None, language: Language, concern: Concern = Concern.CRISIS) -> tuple[Helpline, ...]:
    """Return the lines of `country`, a code of two letters, that are for `concern`, then those for everywhere.

    Of a country that is not known, only the latter.
    """
    country_files = dict.fromkeys((_find_country_file(country), EVERYWHERE))
    lines = (line for name in country_files for line in list_country_lines(name, language))
    return tuple(line for line in lines if concern in line.concerns)


def list_country_lines(name: str, language: Language) -> tuple[Helpline, ...]:
    """Return every line of one file, whatever it is for. `name` is one of `COUNTRIES`, or `EVERYWHERE`."""
    return tuple(_make_helpline(name, said, language) for said in _read_country_file(name)["lines"])


def has_helplines(country: str | None) -> bool:
    """Return whether there are lines of `country`, a code of two letters, and not those for everywhere alone."""
    return _find_country_file(country) != EVERYWHERE


def find_emergency_numbers(country: str | None, language: Language) -> str:
    """Return the emergency numbers of `country`, or what to look for where they are not known."""
    return str(_read_country_words(_find_country_file(country), language)["emergency"])


def make_helpline_card(
    country: str | None,
    language: Language,
    concern: Concern = Concern.CRISIS,
    reader: str = "list",
    spot: Spot = Spot(),
) -> Words:
    """Return the card: what to do first, the country's lines for `concern`, and last what this message is.

    `reader` is what makes it appear: the `list` of phrases, or a `model`.
    Of violence and of children the first lines say nothing: they may stand on a lock screen.
    """
    helplines = list_helplines(country, language, concern)
    emergency = _say_emergency(country, language)
    if concern is Concern.CRISIS:
        first = [make_words("helpline-first", language, **emergency)]
    else:
        eyes = make_words("helpline-eyes", language, clear=spot.clear or NOTHING)
        first = [make_words("helpline-neutral", language), eyes, make_words("helpline-safe", language, **emergency)]
    others = [make_words("helpline-other", other, **_say_emergency(country, other)) for other in spot.others]
    last = make_words("helpline-last", language, checked=find_oldest_check(helplines), reader=reader)
    parts = (*first, *_tell_lines(helplines, language, concern), *others, last)
    return make_words("helpline-card", language, parts=parts)


def find_oldest_check(helplines: tuple[Helpline, ...]) -> str:
    """Return the day since which none of `helplines` was left unchecked."""
    return min(line.checked_on for line in helplines)


def _tell_lines(helplines: tuple[Helpline, ...], language: Language, concern: Concern) -> list[Words]:
    """Return what the card says of the lines themselves, and what makes it easier to reach them."""
    written = ", ".join(line.name for line in helplines if line.is_written)
    return [
        make_words("helpline-people", language),
        *(
            make_words("helpline-line", language, name=line.name, reach=line.reach, hours=line.hours)
            for line in helplines
        ),
        *([make_words("helpline-write", language, names=written)] if written else []),
        make_words("helpline-trust" if concern is Concern.CRISIS else "helpline-choice", language),
    ]


def _say_emergency(country: str | None, language: Language) -> dict[str, str]:
    """Return where to go and whom to call first in `country`, as a sentence is filled with it."""
    said = _read_country_words(_find_country_file(country), language)
    return {"hospital": str(said["hospital"]), "emergency": str(said["emergency"])}


def _find_country_file(country: str | None) -> str:
    code = (country or "").casefold()
    return next(
        (name for name in COUNTRIES if code == name or code in _read_country_file(name).get("also", ())), EVERYWHERE
    )


def _make_helpline(name: str, said: dict[str, Any], language: Language) -> Helpline:
    lines = _read_country_words(name, language)["lines"]
    worded = lines.get(said["name"]) or _read_country_words(name, FALLBACK)["lines"][said["name"]]
    return Helpline(
        country=name,
        name=said["name"],
        reach=worded["reach"],
        hours=worded["hours"],
        concerns=tuple(Concern(concern) for concern in said["for"]),
        is_written=said.get("write", False),
        source=said["source"],
        checked_on=str(said["checked_on"]),
        dialled=said["dialled"],
    )


def _read_country_words(name: str, language: Language) -> dict[str, Any]:
    """Return how a language says what a country's file holds; the fallback, where it says nothing of that country."""
    own: dict[str, Any] = _read_sentences(language).get(name) or _read_sentences(FALLBACK)[name]
    return own


@read_once
def _read_sentences(language: Language) -> dict[str, Any]:
    return read_shelf_yaml(language, "helplines.yaml") if language in languages() else {}


@cache
def _read_country_file(name: str) -> dict[str, Any]:
    text = _SHELF.joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    said: dict[str, Any] = yaml.safe_load(text)
    return said
