"""Finding a language by its letters: what our reader says is what py3langid says, of whose model it holds a part."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import LanguageIdentifier

from bot.app.letter_model import read_letter_model
from bot.session.language.languages import nameable

ROOT = Path(__file__).parents[2]
CLOSE = 1e-4
"""py3langid counts in single floats, and we in double ones."""


OURS = read_letter_model()


@cache
def theirs() -> LanguageIdentifier:
    """Return the model as py3langid reads it, for the same languages."""
    model = LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
    model.set_languages([language for language in nameable() if language in model.labels])
    return model


def test_it_knows_the_languages_that_people_can_name() -> None:
    """Whatever language people can name and py3langid knows is in our file: else scripts/build_language_model.py is to be run."""
    assert list(OURS.languages) == theirs().nb_classes


def _differ(text: str) -> bool:
    says = dict(theirs().rank(text))
    return any(abs(share - says[language]) > CLOSE for language, share in OURS.rank_languages(text))


def test_it_says_what_py3langid_says() -> None:
    """Of every line of our own sentences, and of nothing, both say the same."""
    files = (ROOT / "bot" / "words").glob("*/sentences.ftl")
    lines = ["", "a", "HARI INI", *(line for file in files for line in file.read_text(encoding="utf-8").splitlines())]
    assert [line for line in lines if _differ(line)] == []


@given(text=st.text(max_size=60))
def test_it_reads_any_text(text: str) -> None:
    """Whatever somebody writes, in any letters, the shares are those of py3langid and add up to one."""
    assert not _differ(text)
    assert sum(share for _, share in OURS.rank_languages(text)) == pytest.approx(1.0)
