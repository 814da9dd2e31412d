"""Help-lines: where people find a human, by country, from files that say when they were checked and by what. Pure."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bot.model import Language, Words, make_words
from bot.words import FALLBACK, languages
from bot.words.shelf import read_once, read_shelf_yaml

EVERYWHERE = "everywhere"
_SHELF = files("bot.words").joinpath("helplines")
COUNTRIES = tuple(sorted({file.name.removesuffix(".yaml") for file in _SHELF.iterdir()} - {EVERYWHERE}))


@dataclass(frozen=True, slots=True)
class Helpline:
    """One line: its name, how to reach it and when; `checked_on` (ISO) against `source`, `dialled` if somebody did."""

    country: str
    name: str
    reach: str
    hours: str
    source: str
    checked_on: str
    dialled: bool


def list_helplines(country: str | None, language: Language) -> tuple[Helpline, ...]:
    """Return the lines of `country`, a code of two letters, then those for everywhere; unknown: the latter alone."""
    country_files = dict.fromkeys((_find_country_file(country), EVERYWHERE))
    return tuple(
        _make_helpline(name, said, language) for name in country_files for said in _read_country_file(name)["lines"]
    )


def find_emergency_numbers(country: str | None, language: Language) -> str:
    """Return the emergency numbers of `country`, or what to look for where they are not known."""
    return str(_read_country_words(_find_country_file(country), language)["emergency"])


def make_helpline_card(country: str | None, language: Language, reader: str = "list") -> Words:
    """Return the card for the session room: fixed sentences, the country's lines, and when the oldest was checked.

    `reader` is what makes it appear: the `list` of phrases, or a `model`.
    """
    helplines = list_helplines(country, language)
    lines = tuple(
        make_words("helpline-line", language, name=line.name, reach=line.reach, hours=line.hours) for line in helplines
    )
    checked = min(line.checked_on for line in helplines)
    numbers = find_emergency_numbers(country, language)
    return make_words("helpline-card", language, emergency=numbers, lines=lines, checked=checked, reader=reader)


def _find_country_file(country: str | None) -> str:
    code = (country or "").casefold()
    return next(
        (name for name in COUNTRIES if code == name or code in _read_country_file(name).get("also", ())), EVERYWHERE
    )


def _make_helpline(name: str, said: dict[str, Any], language: Language) -> Helpline:
    lines = _read_country_words(name, language)["lines"]
    worded = lines.get(said["name"]) or _read_country_words(name, FALLBACK)["lines"][said["name"]]
    return Helpline(
        name, said["name"], worded["reach"], worded["hours"], said["source"], str(said["checked_on"]), said["dialled"]
    )


def _read_country_words(name: str, language: Language) -> dict[str, Any]:
    """Return how a language says what a country's file holds; the fallback, where it says nothing of that country."""
    own: dict[str, Any] = _sentences(language).get(name) or _sentences(FALLBACK)[name]
    return own


@read_once
def _sentences(language: Language) -> dict[str, Any]:
    return read_shelf_yaml(language, "helplines.yaml") if language in languages() else {}


@cache
def _read_country_file(name: str) -> dict[str, Any]:
    text = _SHELF.joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    said: dict[str, Any] = yaml.safe_load(text)
    return said
