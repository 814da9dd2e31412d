"""What makes a site of docs/: README and its sisters become pages, links out of docs/ lead to copies, nothing is loaded from elsewhere."""

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
OUTSIDE = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "reporting.md",
    "CHANGELOG.md": "changelog.md",
}
"""Pages beside docs/, and what they are called in the site."""
DECISIONS = "decisions"
SHIM = "assets/javascripts/iframe-worker.js"
SHIM_ELSEWHERE = "https://unpkg.com/iframe-worker/shim"
"""What the theme would load from a network, so that the search works in pages opened as files; ours lies beside this file."""
LINK = re.compile(r'(\]\(|\bsrc=")(?!https?:|mailto:|#)([^)#"\s]+)')


def on_config(config: Any) -> Any:
    """Fill the part of the navigation that is a folder with the pages in it."""
    pages = [f"{DECISIONS}/{path.name}" for path in sorted((DOCS / DECISIONS).glob("*.md"))]
    for section in config.nav:
        for parts in section.values():
            for entry in parts if isinstance(parts, list) else ():
                entry.update({title: pages for title, target in entry.items() if target == DECISIONS})
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the pages beside docs/, and each file of the project that a page links to."""
    for path, name in OUTSIDE.items():
        files.append(File.generated(config, name, content=rewrite_links((ROOT / path).read_text(), path)))
    pages = [ROOT / path for path in OUTSIDE] + sorted(DOCS.rglob("*.md"))
    for linked in sorted({linked for page in pages for linked in list_linked_files(page)}):
        files.append(File.generated(config, name_copy(linked), content=(ROOT / linked).read_text()))
    shim = Path(__file__).with_name("iframe-worker.js").read_text()
    files.append(File.generated(config, SHIM, content=shim))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Return a page of docs/ with the links that lead out of it turned."""
    return markdown if page.file.generated_by else rewrite_links(markdown, f"docs/{page.file.src_uri}")


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Return a page that loads the shim from beside itself."""
    up = posixpath.relpath(SHIM, posixpath.dirname(page.file.dest_uri) or ".")
    return output.replace(SHIM_ELSEWHERE, up)


def on_post_build(config: Any) -> None:
    """Take out the page for addresses that are not there: only a server at the root of its name could show it."""
    (Path(config.site_dir) / "404.html").unlink(missing_ok=True)


def list_linked_files(page: Path) -> set[str]:
    """Return the files of the project that a page links to and that are no pages themselves."""
    here = page.relative_to(ROOT).as_posix()
    targets = {_resolve(here, match[2]) for match in LINK.finditer(page.read_text())}
    return {
        path for path in targets if path not in OUTSIDE and not path.startswith("docs/") and (ROOT / path).is_file()
    }


def rewrite_links(text: str, here: str) -> str:
    """Return the text of the page at `here`, a path in the project, with links as they have to be in the site."""
    base = posixpath.dirname(name_in_site(here))

    def turn(match: re.Match[str]) -> str:
        target = _resolve(here, match[2])
        return match[1] + posixpath.relpath(name_in_site(target), base or ".")

    return LINK.sub(turn, text)


def name_in_site(path: str) -> str:
    """Return where a file of the project is in the site."""
    return OUTSIDE.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else name_copy(path))


def name_copy(path: str) -> str:
    """Return where the copy of a file that is no page is: as text, whatever it is."""
    return f"files/{path}.txt"


def _resolve(here: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(here), target))
