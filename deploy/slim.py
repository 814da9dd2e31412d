"""Takes out of an installation what the bot never reads: for the container, where nobody else uses these packages.

    /opt/thirdchair/bin/python deploy/slim.py

babel has the customs of a thousand places, of which Fluent asks for those of our languages; wordfreq has forty languages' words,
of which the bot reads the files that a language's folder names. Prints what was freed.
"""

import re
import sys
from importlib.util import find_spec
from pathlib import Path

from bot.words import languages
from bot.words.shelf import open_file


def find_package(name: str) -> Path:
    """Return the folder of an installed package."""
    spec = find_spec(name)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0])


def list_locales() -> set[str]:
    """Return the locales of babel that stay: our languages', and the one that all rest upon."""
    return {"root", *(str(language) for language in languages())}


def list_frequencies() -> set[str]:
    """Return the files of wordfreq that a language of ours reads."""
    texts = (open_file(language, "masking/words.yaml").read_text(encoding="utf-8") for language in languages())
    return {file for text in texts for file in re.findall(r"frequency: *[\"']?([\w.]+)", text)}


def drop_files(folder: Path, kept: set[str]) -> int:
    """Remove the files of `folder` whose name, with or without its ending, is not `kept`; return the bytes freed."""
    gone = [file for file in folder.iterdir() if file.is_file() and not {file.name, file.stem} & kept]
    freed = sum(file.stat().st_size for file in gone)
    for file in gone:
        file.unlink()
    return freed


def main() -> None:
    """Take it out."""
    freed = drop_files(find_package("babel") / "locale-data", list_locales())
    freed += drop_files(find_package("wordfreq") / "data", list_frequencies())
    sys.stdout.write(f"freed {freed / 1e6:.0f} MB\n")


if __name__ == "__main__":
    main()
