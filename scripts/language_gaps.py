"""Print what each language's folder lacks, compared with the one to fall back on; end with 1 if any lacks something.

Call it as `python scripts/language_gaps.py [LANGUAGE]`.
"""

import sys

from bot.model import Language
from bot.words import languages
from bot.words.gaps import list_gaps


def main() -> int:
    """Print a line for each thing that is missing, for the language named, or for all."""
    asked = tuple(map(Language, sys.argv[1:])) or languages()
    if unknown := [item for item in asked if item not in languages()]:
        print(f"no folder with a sentences.ftl: {', '.join(unknown)}")  # noqa: T201 - it is a program that prints
        return 1
    gaps = {language: list_gaps(language) for language in asked}
    for language, lacking in gaps.items():
        print("\n".join(f"{language}/{gap}" for gap in lacking) or f"{language}: lacks nothing")  # noqa: T201 - as above
    return int(any(gaps.values()))


if __name__ == "__main__":
    sys.exit(main())
