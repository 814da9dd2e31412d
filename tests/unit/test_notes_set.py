"""The project's own lines about small talks: few wrong ones stand, and fewer right ones are lost; the page says how many."""

from eval_notes import FIGURES, PAGE, count_failures, make_page_figures, read_samples
from rows import try_each

SAMPLES = read_samples()


def test_the_set_is_large_and_in_both_languages() -> None:
    """At least eighty wrong and eighty right lines, half of them held back from whoever writes the rules."""
    wrong, _, right, _ = count_failures(SAMPLES)
    assert min(wrong, right) >= 80
    assert len({sample.text for sample in SAMPLES}) == len(SAMPLES)
    for language in ("en", "id"):
        assert sum(sample.language == language and sample.part == "held" for sample in SAMPLES) >= 40


@try_each("part", ["seen", "held"])
def test_few_wrong_lines_stand_and_fewer_right_ones_are_lost(part: str) -> None:
    """Of wrong lines at most one in ten is shown, of right ones at most one in twenty is left out."""
    wrong, stand, right, lost = count_failures(sample for sample in SAMPLES if sample.part == part)
    assert stand <= wrong // 10
    assert lost <= right // 20


def test_the_page_says_what_is_measured() -> None:
    """What docs/notes.md says of it is what the evaluation finds today."""
    assert FIGURES[0] + make_page_figures() + FIGURES[1] in PAGE.read_text(encoding="utf-8")
