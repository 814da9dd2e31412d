"""Help-lines: which a country's people are shown of which concern, and that each says what it was checked against."""

import datetime as dt
import re
from dataclasses import replace

from rows import try_each

from bot.danger_words.helplines import (
    COUNTRIES,
    EVERYWHERE,
    Spot,
    find_emergency_numbers,
    find_oldest_check,
    has_helplines,
    list_country_lines,
    list_helplines,
    make_helpline_card,
)
from bot.model import Concern, Language
from bot.words import languages, render_words

EN, ID = Language("en"), Language("id")
ROUND_THE_CLOCK = {EN: "day and night", ID: "siang malam"}
QUIET = (Concern.VIOLENCE, Concern.CHILDREN)
LINES = {
    ("eu", Concern.VIOLENCE): {"116 016"},
    ("eu", Concern.CHILDREN): {"116 111"},
    ("gb", Concern.VIOLENCE): {"0808 2000 247", "0808 801 0327"},
    ("gb", Concern.CHILDREN): {"0800 1111", "0808 800 5000"},
    ("ie", Concern.VIOLENCE): {"1800 341 900", "01 554 3811"},
    ("ie", Concern.CHILDREN): {"1800 66 66 66"},
    ("us", Concern.VIOLENCE): {"800-799-7233"},
    ("us", Concern.CHILDREN): {"800-422-4453"},
    ("id", Concern.VIOLENCE): {"129", "08111-129-129"},
    ("id", Concern.CHILDREN): {"129", "08111-129-129"},
    ("id", Concern.CRISIS): {"healing119.id", "119, then press 8"},
}
"""What the card of a country must name for a concern."""


@try_each("language", languages())
@try_each("country", COUNTRIES)
@try_each("concern", Concern)
def test_a_country_has_lines_of_its_own_for_each_concern(concern: Concern, country: str, language: Language) -> None:
    """Each pack's country shows a line of its own for whatever it is, at least two in all, then those for everywhere."""
    lines = list_helplines(country, language, concern)
    own = [line for line in lines if line.country == country]
    assert own
    assert len(list_country_lines(country, language)) >= 2
    assert [line.country for line in lines] == [country] * len(own) + [EVERYWHERE] * (len(lines) - len(own))
    assert lines[len(own) :] == list_helplines(None, language, concern)
    assert lines[len(own) :]


@try_each("country", COUNTRIES)
def test_a_line_is_shown_for_what_it_is_for(country: str) -> None:
    """No line is without a concern, and none is shown for another; where nobody says which, it is a crisis."""
    for line in list_country_lines(country, EN):
        assert line.concerns
        assert {concern for concern in Concern if line in list_helplines(country, EN, concern)} == {*line.concerns}
    assert list_helplines(country, EN) == list_helplines(country, EN, Concern.CRISIS)


@try_each(("place", "told"), LINES.items())
def test_the_numbers_of_each_concern_are_there(place: tuple[str, Concern], told: set[str]) -> None:
    """Violence and children have their own numbers in each country."""
    reach = " ".join(line.reach for line in list_helplines(place[0], EN, place[1]))
    assert {number for number in told if number not in reach} == set()


@try_each("country", [None, "", "zz", "everywhere", "../us"])
def test_an_unknown_country_gets_the_lines_for_everywhere(country: str | None) -> None:
    """Where the country is not known, at least two places to find a line are shown, and no country's number."""
    lines = list_helplines(country, EN)
    assert len(lines) >= 2
    assert not has_helplines(country)
    assert {line.country for line in lines} == {EVERYWHERE}
    assert not re.search(r"\d", find_emergency_numbers(country, EN))


@try_each("country", [*COUNTRIES, None])
def test_a_line_says_when_and_against_what_it_was_checked(country: str | None) -> None:
    """Each line names its source and the day; none claims to have been dialled, for nobody has."""
    for line in list_country_lines(country or EVERYWHERE, EN):
        assert line.source.startswith("http")
        assert dt.date(2026, 11, 24) <= dt.date.fromisoformat(line.checked_on)
        assert line.dialled is False
        assert all((line.name, line.reach, line.hours))


@try_each("country", [*COUNTRIES, None])
def test_both_languages_name_the_same_lines(country: str | None) -> None:
    """Whoever reads Indonesian gets the same lines, numbers and addresses as who reads English."""
    name = country or EVERYWHERE
    for english, indonesian in zip(list_country_lines(name, EN), list_country_lines(name, ID), strict=True):
        assert (english.concerns, english.is_written) == (indonesian.concerns, indonesian.is_written)
        assert english.name == indonesian.name
        assert re.findall(r"[\d-]{3,}|\w+\.\w+", english.reach) == re.findall(r"[\d-]{3,}|\w+\.\w+", indonesian.reach)


@try_each("country", ["us", "gb", "ie", "id"])
@try_each("language", languages())
def test_a_country_has_a_line_for_the_night(country: str, language: Language) -> None:
    """In each country that has files of its own, at least one line for each concern says that it answers at any hour."""
    for concern in Concern:
        assert any(ROUND_THE_CLOCK[language] in line.hours for line in list_helplines(country, language, concern))


def test_the_indonesian_extension_never_stands_alone() -> None:
    """119 ext. 8 cannot always be reached, and says so; others stand beside it."""
    lines = list_helplines("id", ID)
    (extension,) = (line for line in lines if line.name == "119 ext. 8")
    assert "tidak selalu tersambung" in extension.hours
    assert "Healing119" in {line.name for line in lines}


def test_european_numbers_say_that_they_are_not_everywhere() -> None:
    """A member state without a file gets the European numbers, which say that not every country runs them."""
    assert list_helplines("de", EN) == list_helplines("eu", EN)
    assert all("not in every country" in line.hours for line in list_helplines("de", EN) if line.country == "eu")
    assert find_emergency_numbers("de", EN) == "112"
    assert has_helplines("de")
    assert list_helplines("ie", EN) != list_helplines("eu", EN)


def test_a_country_is_found_by_either_code() -> None:
    """The United Kingdom's pack is called `uk` and its country code is `gb`; case does not matter."""
    assert list_helplines("uk", EN) == list_helplines("gb", EN) == list_helplines("GB", EN)


def test_a_language_without_sentences_reads_english() -> None:
    """Lines are told in English where there is no translation."""
    assert list_helplines("id", Language("nl")) == list_helplines("id", EN)


def test_the_card_is_as_old_as_its_oldest_line() -> None:
    """If lines were checked on different days, the card says the first of them."""
    newer, older = (replace(list_helplines("us", EN)[0], checked_on=day) for day in ("2027-03-01", "2026-11-30"))
    assert find_oldest_check((newer, older)) == find_oldest_check((older, newer)) == "2026-11-30"
    assert find_oldest_check(list_helplines("us", EN)) in render_words(make_helpline_card("us", EN))


@try_each("language", languages())
@try_each("country", [*COUNTRIES, None])
@try_each("concern", Concern)
def test_the_card_shows_every_line(concern: Concern, country: str | None, language: Language) -> None:
    """The card holds each line for the concern with how to reach it, no other, and the emergency number."""
    card = render_words(make_helpline_card(country, language, concern)).replace("\\", "")
    lines = list_helplines(country, language, concern)
    for line in lines:
        assert f"{line.name}: {line.reach} ({line.hours})" in card
    for line in {*list_country_lines(country or EVERYWHERE, language)} - {*lines}:
        assert line.reach not in card
    assert find_emergency_numbers(country, language) in card


@try_each("language", languages())
@try_each("country", [*COUNTRIES, None])
@try_each("concern", Concern)
def test_the_emergency_room_stands_first(concern: Concern, country: str | None, language: Language) -> None:
    """Whoever may be in danger reads first where to go, then whom to call, then the lines, and last what the message is."""
    card = render_words(make_helpline_card(country, language, concern)).replace("\\", "")
    first_line = list_helplines(country, language, concern)[0]
    last = {EN: "automatic message", ID: "pesan otomatis"}[language]
    places = [
        card.index(f"{hospital}") for hospital in ("hospital", "rumah sakit", "emergency room") if hospital in card
    ]
    order = [
        min(places),
        card.index(find_emergency_numbers(country, language)),
        card.index(first_line.name),
        card.index(last),
    ]
    assert order == sorted(order)
    assert last in card.rsplit("\n", 1)[-1]


@try_each("language", languages())
@try_each("country", [*COUNTRIES, None])
def test_whoever_finds_calling_hard_is_shown_where_to_write(country: str | None, language: Language) -> None:
    """The card says which lines answer who writes, and says nothing of writing where none does; never that it is as good."""
    for concern in Concern:
        written = [line.name for line in list_helplines(country, language, concern) if line.is_written]
        card = render_words(make_helpline_card(country, language, concern)).replace("\\", "")
        said = {EN: "you can write instead: ", ID: "Anda bisa menulis: "}[language] + ", ".join(written)
        assert (said in card) == bool(written)
        assert not re.search(r"as good as|sama baiknya", card)


@try_each("language", languages())
@try_each("country", [*COUNTRIES, None])
@try_each("concern", QUIET)
def test_what_a_lock_screen_shows_is_neutral(concern: Concern, country: str | None, language: Language) -> None:
    """Of violence and children the first two lines name neither: a phone shows them to whoever holds it."""
    card = render_words(make_helpline_card(country, language, concern, spot=Spot((), "!clear")))
    first, second, *_ = card.split("\n")
    assert len(first) <= 40
    shown = f"{first} {second}".lower()
    assert not re.search(
        r"violen|abuse|hurt|danger|child|help|safe|hit|keras|luka|bahaya|anak|bantu|aman|pukul|lapor", shown
    )
    assert "`!clear`" in second


def test_nothing_is_promised_that_is_not_there() -> None:
    """Where nothing takes back what the bot wrote, the card speaks of people's own messages alone; of a crisis, of neither."""
    card = render_words(make_helpline_card("id", EN, Concern.VIOLENCE))
    assert "deletes what I wrote" not in card
    assert "You can delete your own messages in your app" in card
    assert "delete" not in render_words(make_helpline_card("id", EN))


@try_each("concern", Concern)
def test_the_other_languages_of_the_room_are_pointed_to(concern: Concern) -> None:
    """One line in each other language of the room says where to go and whom to call; without another there is none."""
    card = render_words(make_helpline_card("id", EN, concern, spot=Spot((ID,))))
    other = [line for line in card.split("\n") if line.startswith("Bahasa Indonesia: ")]
    assert len(other) == 1
    assert "IGD rumah sakit terdekat" in other[0]
    assert find_emergency_numbers("id", ID) in other[0]
    assert "Bahasa Indonesia" not in render_words(make_helpline_card("id", EN, concern))
