"""Help-lines: which a country's people are shown, and that each says what it was checked against."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from rows import try_each

from bot.danger_words.helplines import COUNTRIES, EVERYWHERE, find_emergency_numbers, list_helplines, make_helpline_card
from bot.model import Language
from bot.words import languages, render_words

EN, ID = Language("en"), Language("id")
ROUND_THE_CLOCK = {EN: "day and night", ID: "siang malam"}


@try_each("language", languages())
@try_each("country", COUNTRIES)
def test_a_country_has_two_lines_of_its_own(country: str, language: Language) -> None:
    """Each pack's country shows at least two lines of its own, then those for everywhere."""
    lines = list_helplines(country, language)
    own = [line for line in lines if line.country == country]
    assert len(own) >= 2
    assert [line.country for line in lines] == [country] * len(own) + [EVERYWHERE] * (len(lines) - len(own))
    assert lines[len(own) :] == list_helplines(None, language)


@try_each("country", [None, "", "zz", "everywhere", "../us"])
def test_an_unknown_country_gets_the_lines_for_everywhere(country: str | None) -> None:
    """Where the country is not known, at least two places to find a line are shown, and no country's number."""
    lines = list_helplines(country, EN)
    assert len(lines) >= 2
    assert {line.country for line in lines} == {EVERYWHERE}
    assert not re.search(r"\d", find_emergency_numbers(country, EN))


@try_each("country", [*COUNTRIES, None])
def test_a_line_says_when_and_against_what_it_was_checked(country: str | None) -> None:
    """Each line names its source and the day; none claims to have been dialled, for nobody has."""
    for line in list_helplines(country, EN):
        assert line.source.startswith("http")
        assert dt.date(2026, 11, 24) <= dt.date.fromisoformat(line.checked_on)
        assert line.dialled is False
        assert all((line.name, line.reach, line.hours))


@try_each("country", [*COUNTRIES, None])
def test_both_languages_name_the_same_lines(country: str | None) -> None:
    """Whoever reads Indonesian gets the same lines, numbers and addresses as who reads English."""
    for english, indonesian in zip(list_helplines(country, EN), list_helplines(country, ID), strict=True):
        assert english.name == indonesian.name
        assert re.findall(r"[\d-]{3,}|\w+\.\w+", english.reach) == re.findall(r"[\d-]{3,}|\w+\.\w+", indonesian.reach)


@try_each("country", ["us", "gb", "ie", "id"])
@try_each("language", languages())
def test_a_country_has_a_line_for_the_night(country: str, language: Language) -> None:
    """In each country that has files of its own, at least one line says that it answers at any hour."""
    assert any(ROUND_THE_CLOCK[language] in line.hours for line in list_helplines(country, language))


def test_the_indonesian_extension_never_stands_alone() -> None:
    """119 ext. 8 cannot always be reached, and says so; others stand beside it."""
    own = [line for line in list_helplines("id", ID) if line.country == "id"]
    (extension,) = (line for line in own if line.name == "119 ext. 8")
    assert "tidak selalu tersambung" in extension.hours
    assert len(own) >= 3


def test_european_numbers_say_that_they_are_not_everywhere() -> None:
    """A member state without a file gets the European numbers, which say that not every country runs them."""
    assert list_helplines("de", EN) == list_helplines("eu", EN)
    assert all("not in every country" in line.hours for line in list_helplines("de", EN) if line.country == "eu")
    assert find_emergency_numbers("de", EN) == "112"
    assert list_helplines("ie", EN) != list_helplines("eu", EN)


def test_a_country_is_found_by_either_code() -> None:
    """The United Kingdom's pack is called `uk` and its country code is `gb`; case does not matter."""
    assert list_helplines("uk", EN) == list_helplines("gb", EN) == list_helplines("GB", EN)


def test_a_language_without_sentences_reads_english() -> None:
    """Lines are told in English where there is no translation."""
    assert list_helplines("id", Language("nl")) == list_helplines("id", EN)


def test_the_card_is_as_old_as_its_oldest_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """If lines were checked on different days, the card says the first of them."""
    newer, older = (replace(list_helplines("us", EN)[0], checked_on=day) for day in ("2027-03-01", "2026-11-30"))
    monkeypatch.setattr("bot.danger_words.helplines.list_helplines", lambda *_: (newer, older))
    assert "2026-11-30" in render_words(make_helpline_card("us", EN))


@try_each("language", languages())
@try_each("country", [*COUNTRIES, None])
def test_the_card_shows_every_line(country: str | None, language: Language) -> None:
    """The card holds each line with how to reach it, and the emergency number."""
    card = render_words(make_helpline_card(country, language)).replace("\\", "")
    lines = list_helplines(country, language)
    for line in lines:
        assert line.name in card
        assert line.reach in card
        assert line.hours in card
    assert find_emergency_numbers(country, language) in card
