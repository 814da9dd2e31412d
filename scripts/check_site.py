"""Look whether a built site holds together: each link leads somewhere, and nothing is loaded from elsewhere.

    python scripts/check_site.py FOLDER

Addresses of other sites are links that a person follows; they are not asked for. The status is 1 if something is wrong.
"""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
"""Tags for which a browser asks by itself, and the attribute that says what for."""


class _Page(HTMLParser):
    """What one page refers to, what it loads, and which places it has."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value for name, value in attrs if value}
        self.places |= {named[name] for name in ("id", "name") if name in named}
        if tag in LOADED and LOADED[tag] in named and named.get("rel") not in {"canonical", "next", "prev"}:
            self.loads.append(named[LOADED[tag]])
        elif "href" in named:
            self.links.append(named["href"])


def list_wrongs(folder: Path) -> list[str]:
    """Return what is wrong in the site that lies in `folder`, each with its page."""
    pages = {path: _read_page(path) for path in sorted(folder.rglob("*.html"))}
    wrongs = []
    for path, page in pages.items():
        here = path.relative_to(folder)
        wrongs += [f"{here} loads {target}" for target in page.loads if _is_elsewhere(target)]
        for target in (*page.links, *page.loads):
            if not _is_there(path, target, pages):
                wrongs.append(f"{here} leads to {target}, which is not there")
    return wrongs


def _read_page(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def _is_elsewhere(target: str) -> bool:
    parts = urlsplit(target)
    return parts.scheme not in {"", "data"} or bool(parts.netloc)


def _is_there(path: Path, target: str, pages: dict[Path, _Page]) -> bool:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return True
    there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not parts.fragment or there not in pages:
        return there.exists()
    return unquote(parts.fragment) in pages[there].places


def main() -> int:
    """Print what is wrong, and say by the status whether anything is."""
    folder = Path(sys.argv[1]).resolve()
    wrongs = list_wrongs(folder)
    sys.stderr.writelines(f"{wrong}\n" for wrong in wrongs)
    sys.stdout.write(f"{len(list(folder.rglob('*.html')))} pages, {len(wrongs)} wrong\n")
    return 1 if wrongs else 0


if __name__ == "__main__":
    sys.exit(main())
