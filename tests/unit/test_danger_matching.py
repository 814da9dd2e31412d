"""How danger is compared: a list made up for these tests, of a moon that is eaten and people who bonk, shows each rule."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rows import try_each

from bot.danger_words.find_phrase import Trip, find_trip
from bot.model import Kind, Language, Tier
from bot.words.shelf import use_shelf

QQ = Language("qq")
MOON: dict[str, Any] = {"kind": "suicide", "tier": "alarm", "say": ["eat the moon", "moon eater", "no moon left"]}
LIST: dict[str, Any] = {
    "groups": {
        "i": ["i"],
        "me": ["me", "us"],
        "partner": ["partner", "my wooble"],
        "therapist": ["therapist", "my wizard"],
        "he": ["he", "<partner>", "<therapist>"],
        "take": ["take", "gulp"],
        "berries": ["berries", "blimberry"],
        "box": ["box", "jar"],
        "not": ["not", "no way"],
    },
    "rows": [
        MOON,
        {"kind": "overdose", "tier": "alarm", "medical": True, "say": ["<take> 00 ... <berries>", "whole <box> of <berries>"]},
        {"kind": "partner-violence", "tier": "alarm", "say": ["<he> bonk <me>", "bonked by <he>", "tickle me", "<he> ... poke <me>", "<he> not let go", "<he> film <me>", "years ago and wider bonk"]},
        {"kind": "strangling", "tier": "alarm", "medical": True, "say": ["<he> squash <me>"]},
        {"kind": "self-harm", "tier": "alarm", "other": True, "say": ["she eat stars"]},
        {"kind": "goodbye", "tier": "notice", "say": ["feed my moon"]},
        {"kind": "self-harm", "tier": "alarm", "say": ["moonbonk", "scared moon ... stars"]},
    ],
    "spared": ["eat the moon cake", "<take> 00 mg ... <berries>"],
    "not_alone": ["moonbonk"],
    "not_slips": ["sacred"],
    "numbers": ["two", "five"],
    "endings": {"blimberry": ["imberol"]},
    "soften": {
        "negation": ["never", "<not>"],
        "quotation": ["said"],
        "third": ["my friend"],
        "fiction": ["film"],
        "past": ["years ago"],
        "recent": ["yesterday"],
        "clause": ["but", "i"],
        "unless": ["not only"],
    },
    "fillers": ["really"],
    "forms": {"eat": ["ate", "eating", "eats"], "bonk": ["bonks", "bonked"], "squash": ["squashed"], "take": ["took"], "gulp": ["gulped"], "00": ["twenty", "ten"]},
    "clitics": ["qu"],
}  # fmt: skip
ALARM, NOTICE = Tier.ALARM, Tier.NOTICE


@pytest.fixture(autouse=True, scope="module")
def _listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Put the list on a shelf of its own, beside those that there are."""
    shelf = tmp_path_factory.mktemp("shelf")
    folder: Path = shelf / QQ
    folder.mkdir()
    (folder / "sentences.ftl").touch()
    (folder / "phrases.yaml").write_text(yaml.safe_dump(LIST), encoding="utf-8")
    use_shelf(shelf)
    yield
    use_shelf()


def find(text: str, *therapists: str) -> Trip | None:
    """Return what `text` trips in a room of the made-up language."""
    return find_trip(text, (QQ,), therapists)


def tier_of(text: str) -> Tier | None:
    """Return how loudly `text` is told."""
    trip = find(text)
    return trip.tier if trip else None


# ---- words ----------------------------------------------------------------------------------------------------------


@try_each(
    "written",
    [
        "eat the moon", "i ate the moon", "EATING THE MOON", "eat really the moon", "eat, the. moon", "e a t t h e m o o n",
        "e.a.t the moon", "eatthemoon", "#EatTheMoon", "#ieatthemoon", "eeeat the mooooon", "e4t the m00n", "eat\u200b the mo\u200don",
        "e\U0001f600a\U0001f600t the moon", "m\U0001f315o\U0001f315o\U0001f315n eater", "ea\U0001f600t the moon", "\u0435at the m\u043e\u043en",
        "e\U0001f44d\U0001f3fda\U0001f44d\U0001f3fdt the moon", "eat the moonqu", "i e a t  t h e  m o o n", "e|a|t the moon", "*eat* the moon", "ea\x00t\x1f the \ue000moon", "eat the m\ue001oon", "e*t the m*on", "ea*t the moon", "e\u2764\ufe0fa\u2764\ufe0ft the moon",
    ],
)  # fmt: skip
def test_a_phrase_is_met_however_it_is_typed(written: str) -> None:
    """Forms, fillers, marks, letters apart by any sign, written together, held down, digits, unseen signs, look-alikes, endings."""
    trip = find(written)
    assert trip is not None
    assert (trip.kind, trip.tier, trip.phrase) == (Kind.SUICIDE, ALARM, trip.phrase)
    assert trip.phrase in MOON["say"]


@try_each(
    "written",
    [
        "eat the mon", "eeat the moon", "eat the mooncake", "beatthemoons", "i sheat them oon", "eat moon the", "meat the moon", "the moon",
        "no moo nleft", "e at the moon", "\ue000beatthemoons",
    ],
)  # fmt: skip
def test_only_whole_words_as_written_are_met(written: str) -> None:
    """A letter that stands once or twice is meant so, and a phrase inside a longer word is none."""
    assert find(written) is None


@try_each(
    ("written", "tier"),
    [
        ("scared moon of my stars", ALARM), ("sacred moon of my stars", None), ("scraed moon stars", ALARM), ("scared moon a b c stars", ALARM),
        ("scared moon a b c d stars", None), ("moonbonk", None), ("moonbonk!", None), ("a moonbonk", ALARM), ("m00nb0nk", ALARM),
        ("eat the moon cake", None), ("today we eat the moon cake", None), ("eat the moon cake, eat the moon", ALARM), ("feed my moon", NOTICE), ("feed my moon, eat the moon", ALARM),
    ],
)  # fmt: skip
def test_slips_gaps_and_what_is_spared(written: str, tier: Tier | None) -> None:
    """Two swapped letters are met unless that is a word; a gap has its width; a common word alone and an idiom are spared."""
    assert tier_of(written) is tier


@try_each(
    ("written", "tier"),
    [
        ("i took 20 berries", ALARM), ("took twenty of the berries", ALARM), ("took twenty five berries", ALARM), ("took two ten berries", ALARM),
        ("took 20 flimberal", None), ("took 20 flimberol", ALARM), ("took 2 berries", None), ("took two berries", None),
        ("took 20 minutes", None), ("took 20mg of berries", None), ("gulped a whole jar of blimberry", ALARM), ("i took 20 photos of berries", ALARM),
    ],
)  # fmt: skip
def test_amounts(written: str, tier: Tier | None) -> None:
    """A number of ten or more, in digits or words, of a listed thing or of one with a listed ending; a dose is spared."""
    assert tier_of(written) is tier


def test_a_group_is_shown_by_its_first_word() -> None:
    """What the desk reads is the list's own wording, never the words that stood for a group."""
    trip = find("my wooble bonks us")
    assert trip is not None
    assert trip.phrase == "he bonk me"


# ---- softening ------------------------------------------------------------------------------------------------------


@try_each(
    ("written", "tier"),
    [
        ("i would never eat the moon", NOTICE), ("never would ever now eat the moon", NOTICE), ("never a b c d eat the moon", ALARM),
        ("never. eat the moon", ALARM), ("not well, eat the moon", ALARM), ("not well but eat the moon", ALARM), ("not well i eat the moon", ALARM),
        ("not only eat the moon", ALARM), ("no moon left", ALARM), ("i never ate the moon. i eat the moon", ALARM), ("he never bonks me", None), ("he never poke me", NOTICE), ("he poke me", ALARM), ("he not let go", ALARM), ("he film me", ALARM), ("years ago and wider bonk", ALARM),
        ("never, he said", None), ("eat the moon? never", ALARM),
        ("she said i eat the moon", NOTICE), ("she said no, eat the moon", ALARM), ("he said he bonks me", ALARM), ("he said she eats stars", ALARM),
        ("my friend eats the moon", NOTICE), ("my friend left and i eat the moon", ALARM), ("my friend says he bonks me", ALARM),
        ("my friend took 20 berries", ALARM), ("my friend she eats stars", ALARM),
        ("a film where they eat the moon", NOTICE), ("they eat the moon in that film", NOTICE), ("a film. i eat the moon", ALARM), ("a film where he bonks me", ALARM),
        ("years ago, i ate the moon", NOTICE), ("i ate the moon years ago", NOTICE), ("years ago. i eat the moon", ALARM), ("he bonked me years ago", NOTICE),
        ("years ago and yesterday i ate the moon", ALARM), ("years ago i ate the moon. yesterday i slept", NOTICE),
        ("years ago he squashed me. yesterday", ALARM), ("years ago he squashed me", NOTICE),
        ("waktu kecil he bonks me", NOTICE), ("years ago he bonks me, kemarin", ALARM), ("waktu kecil. he bonks me", ALARM),
    ],
)  # fmt: skip
def test_an_alarm_is_lowered_and_never_lost(written: str, tier: Tier | None) -> None:
    """A denial, a quotation, somebody else, a film and the past make a notice of it, each as far as its rule says; no film lowers what was done to the writer."""
    assert tier_of(written) is tier


# ---- by the therapist -----------------------------------------------------------------------------------------------


@try_each(
    ("written", "by_therapist"),
    [
        ("my wizard bonks me", True), ("ana bonks me", True), ("Dr. Lee-Smith bonked us", True), ("bonked by ana", True), ("the therapist tickle me", True),
        ("ana, my wooble bonks me", False), ("ana he bonks me", False), ("ana, tickle me", False), ("i told ana that he bonks me", False),
        ("ana, eat the moon", False), ("he bonks me", False), ("he bonks me. ana squashed me", True), ("ana squashed me and i eat the moon", True),
    ],
)  # fmt: skip
def test_who_did_it_is_told_from_who_is_spoken_to(written: str, by_therapist: bool) -> None:
    """Violence by the therapist, called so or by name, is marked; a therapist who is only addressed or told is not."""
    trip = find(written, "Ana", "Lee-Smith", "Bo")
    assert trip is not None
    assert trip.by_therapist is by_therapist


def test_a_name_that_is_a_listed_word_stays_a_word() -> None:
    """A therapist called like a word of the list does not change how it is read."""
    assert find("eat the moon", "Moon") == find("eat the moon")
