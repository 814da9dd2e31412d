"""The site of the pages: nothing is missing in it, leads nowhere, or is loaded from elsewhere. `make site` builds it."""

import re
from pathlib import Path

import yaml
from check_site import list_wrongs

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SITE = ROOT / "deploy" / "site"
MADE = {"index.md", "changelog.md", "contributing.md", "reporting.md"}
"""Pages of the site that lie beside docs/."""


class _Config(yaml.SafeLoader):
    """Reads mkdocs.yml, whose own tags name functions of the program that builds the site."""


_Config.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)


def test_every_page_has_its_place_for_somebody() -> None:
    """Each page of docs/ stands once in the navigation, under whoever it is for; decisions come in by their folder."""
    config = yaml.load((SITE / "mkdocs.yml").read_text(encoding="utf-8"), _Config)  # noqa: S506 - a SafeLoader of ours
    sections = {title: part for entry in config["nav"] for title, part in entry.items()}
    assert [*sections][1:] == ["Clients", "Therapists", "Operators", "Privacy officers", "Developers"]
    entries = [entry for part in sections.values() for entry in (part if isinstance(part, list) else [{"": part}])]
    named = [target for entry in entries for target in entry.values()]
    assert sorted(named) == sorted({*MADE, "decisions", *(path.name for path in DOCS.glob("*.md"))})


def test_the_site_is_built_strictly() -> None:
    """A link that leads nowhere ends the build. In quiet the program counts no warnings, so it is never told to be quiet."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (build,) = (line for line in makefile.splitlines() if "mkdocs build" in line)
    assert "--strict" in build.split()
    assert not {"-q", "--quiet"} & set(build.split())
    made = re.findall(r"^make ([^>\n]*)", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert "site" in " ".join(made).split()


def test_the_site_takes_nothing_from_elsewhere() -> None:
    """No font and no script comes from another site, the search needs none, and the lock names no host."""
    config = yaml.load((SITE / "mkdocs.yml").read_text(encoding="utf-8"), _Config)  # noqa: S506 - as above
    assert config["theme"]["font"] is False
    assert config["plugins"] == ["search", "offline"]
    assert "://" not in (SITE / "requirements.lock").read_text(encoding="utf-8")


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    """Pages, places in them, pictures and scripts are looked for; what is loaded from elsewhere is told."""
    (tmp_path / "there.html").write_text('<h1 id="top">There</h1><a href="#top">up</a>', encoding="utf-8")
    page = tmp_path / "here.html"
    page.write_text('<a href="there.html#top">a</a><a href="https://example.org/gone">b</a>', encoding="utf-8")
    assert list_wrongs(tmp_path) == []
    page.write_text(
        '<a href="gone.html">a</a><a href="there.html#gone">b</a><img src="gone.png">'
        '<script src="https://example.org/a.js"></script><link rel="stylesheet" href="//example.org/a.css">',
        encoding="utf-8",
    )
    assert list_wrongs(tmp_path) == [
        "here.html loads https://example.org/a.js",
        "here.html loads //example.org/a.css",
        "here.html leads to gone.html, which is not there",
        "here.html leads to there.html#gone, which is not there",
        "here.html leads to gone.png, which is not there",
    ]
