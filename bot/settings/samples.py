"""What comes with Third Chair for people to read and copy: sample files, the systemd unit, the pages. Inside the wheel, as in a checkout."""

from collections.abc import Iterator
from pathlib import Path

import bot

FOLDERS = ("config", "deploy", "docs")


def find_samples_folder() -> Path:
    """Return the folder in which `config`, `deploy` and `docs` lie: of the installed package, or the checkout."""
    package = Path(bot.__file__).parent
    installed = package / "samples"
    return installed if installed.is_dir() else package.parent


def list_samples() -> Iterator[Path]:
    """Yield every sample file and page, by its path from the samples' folder."""
    top = find_samples_folder()
    for folder in FOLDERS:
        for path in sorted((top / folder).rglob("*")):
            if path.is_file():
                yield path.relative_to(top)


def copy_samples(folder: Path) -> Iterator[str]:
    """Copy every sample into `folder`, and yield a line for each: what is there already is left as it is."""
    top = find_samples_folder()
    for sample in list_samples():
        copied = folder / sample
        copied.parent.mkdir(parents=True, exist_ok=True)
        try:
            with copied.open("xb") as file:
                file.write((top / sample).read_bytes())
        except FileExistsError:
            yield f"kept\t{copied}: it was there already"
        else:
            yield f"copied\t{copied}"
