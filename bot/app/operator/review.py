"""`thirdchair review`: Third Chair's own texts in one file, for a clinician to read and sign."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.errors import BotError, ConfigWrong
from bot.settings.review_file import NAME, read_review, write_review

_NO_PLACE = "No review file is named."
_NAME_ONE = "Give its path, or write `review: review.yaml` in bot.yaml."


def update_review(path: Path | None, name: str, only: str, day: date) -> Iterator[str]:
    """Write the review file at `path` anew and yield what to tell: what is signed, and what has to be read again.

    With a `name`, all that `only` covers and that nobody has signed is signed by it on `day`. Signatures that hold stay.

    Raises:
        BotError: no file is named, the name cannot stand in a label, or there is nothing of that id.
        ConfigWrong: the file that is there has mistakes; it is left as it is.
    """
    if path is None:
        raise BotError(_NO_PLACE, _NAME_ONE)
    if not NAME.fullmatch(name):
        raise BotError("That name cannot stand in a label.", "Write at most 80 characters, without * _ ` < > [ ].")
    files, signatures = read_review(path)
    if mistakes := tuple(mistake for file in files for mistake in file.mistakes):
        raise ConfigWrong(mistakes)
    review = write_review(signatures, only, name, day)
    if only and not review.chosen:
        raise BotError("There is no text of that id.", f"Its beginning is one of: {', '.join(review.total)}.")
    _write_file(path, review.sheet)
    yield f"{path.name}: {review.signed.total()} of {review.total.total()} texts are signed."
    for group, total in review.total.items():
        yield f"  {group}: {review.signed[group]} of {total}"
    for changed in review.lost:
        yield f"Changed since it was signed, and to be read again: {changed}"


def _write_file(path: Path, sheet: str) -> None:
    """Put `sheet` in the place of the file at `path` at once, so that no half of it is ever read."""
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.write_text(sheet, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise BotError(
            f"The review file cannot be written ({error.strerror}).", "Check the folder and who may write there."
        ) from None
