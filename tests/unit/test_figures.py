"""The figures that the README quotes."""

import re
from pathlib import Path

from eval_tripwire import FIGURES, make_page_figures, make_readme_figure
from rows import try_each

import bot

ROOT = Path(bot.__file__).parent.parent


def page(name: str) -> str:
    """Return a page of the manual."""
    return (ROOT / name).read_text(encoding="utf-8")


@try_each(("row", "at"), [("| masking, English |", "docs/masking.md")])
def test_every_share_in_the_readme_stands_on_its_page(row: str, at: str) -> None:
    """A figure that is measured anew on the page of its subject is not left behind in the README."""
    (line,) = (line for line in page("README.md").split("\n") if line.startswith(row))
    shares = re.findall(r"\d+\.\d %", line)
    assert len(shares) == 3
    assert all(share in page(at) for share in shares)


def test_the_figures_of_the_tripwire_are_those_measured() -> None:
    """What the clinicians' page and the README say is what the evaluation finds today on messages that were held back."""
    assert FIGURES[0] + make_page_figures() + FIGURES[1] in page("docs/safety.md")
    assert make_readme_figure() in page("README.md")
