"""The figures that the README quotes."""

import re
from pathlib import Path

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


def test_the_readme_says_of_the_tripwire_what_its_page_says() -> None:
    """Both languages' held-back messages together, as the page has them apart."""
    match = re.search(r"__all__ \| [^|]+\| (\d+) of (\d+) \| [^|]+\| (\d+) of (\d+) \|", page("docs/safety.md"))
    assert match
    english, of, indonesian, of_them = map(int, match.groups())
    assert f"notices {english + indonesian} of {of + of_them} made-up messages" in page("README.md")
