"""The two pages for clients: short, the same in both languages, and true of what can be typed and called."""

import re
from pathlib import Path

from rows import try_each

from bot.danger_words.helplines import find_emergency_numbers
from bot.model import Language, Role
from bot.session.command.table import TABLE
from bot.words import FALLBACK, languages

ROOT = Path(__file__).parents[2]
INDONESIAN = Language("id")
PAGES = {FALLBACK: "for-clients.md", INDONESIAN: "untuk-klien.md"}
MOST_WORDS = 350
STIFF = re.compile(r"\b(?:jika|bila|agar|telah|mati|menyala)\b", re.IGNORECASE)
"""Words that nobody says; of an AI, also what would mean that it is dead."""


def _read_page(language: Language) -> str:
    return (ROOT / "docs" / PAGES[language]).read_text(encoding="utf-8")


def _list_typed(language: Language) -> list[str]:
    """Return the names of commands on a page, in their order, as one types them."""
    return re.findall(r"`!([\w-]+)", _read_page(language))


def _list_names(language: Language) -> dict[str, str]:
    """Return which command each name in a language is; the first of its names alone, which `!help` tells too."""
    if language == FALLBACK:
        return {name: name for name in TABLE}
    first: dict[str, str] = {}
    for name, row in TABLE.items():
        spoken = [alias for tongue, alias in row.aliases if tongue == language]
        first |= {spoken[0]: name} if spoken else {}
    return first


@try_each("language", sorted(PAGES))
def test_every_command_on_a_clients_page_is_theirs_to_type(language: Language) -> None:
    """Each exists under that name in that language, and a client may use it."""
    names = _list_names(language)
    assert [typed for typed in _list_typed(language) if typed not in names] == []
    assert [typed for typed in _list_typed(language) if Role.CLIENT not in TABLE[names[typed]].who] == []


@try_each("language", sorted(PAGES))
def test_a_clients_page_is_one_page(language: Language) -> None:
    """At most 350 words, and no word for therapists or operators among its commands."""
    text = re.sub(r"\]\([^)]*\)", "]", _read_page(language))
    assert len(re.findall(r"[\w'!-]+", text)) <= MOST_WORDS


@try_each("language", sorted(PAGES))
def test_a_clients_page_says_how_to_say_no_to_stop_and_to_be_forgotten(language: Language) -> None:
    """What protects a client stands on their page, whatever else is left out."""
    names = _list_names(language)
    typed = {names[word] for word in _list_typed(language)}
    assert typed >= {"agree", "decline", "withdraw", "stop", "privacy", "express", "sent", "mydata", "forget", "help"}


def test_both_pages_say_the_same_in_the_same_order() -> None:
    """Section by section and command by command, one is the other in another language."""
    assert set(PAGES) == set(languages())
    heads = [_read_page(language).count("\n## ") for language in PAGES]
    assert heads[0] == heads[1]
    commands = [[_list_names(language)[typed] for typed in _list_typed(language)] for language in PAGES]
    assert commands[0] == commands[1]


@try_each("language", sorted(PAGES))
def test_the_emergency_numbers_are_those_of_the_help_lines(language: Language) -> None:
    """Each country's number stands there as the bot's own card has it, and no other."""
    countries = ("eu", "gb", "us", "id")
    known = {
        number for country in countries for number in re.findall(r"\d+", find_emergency_numbers(country, language))
    }
    on_page = set(re.findall(r"\b\d{3}\b", _read_page(language)))
    assert on_page == known


def test_the_indonesian_page_is_as_people_speak() -> None:
    """No stiff word, and never that something is dead which is only off."""
    assert STIFF.findall(_read_page(INDONESIAN)) == []
