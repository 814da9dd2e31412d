"""The recovery key of a new identity: shown once on the terminal, or written into a file that somebody asked for."""

from collections.abc import Callable
from pathlib import Path

from bot.app.keys.recovery import FILE
from bot.app.operator.finding import Finding
from bot.app.operator.init.folder import write_new
from bot.app.operator.init.refused import InitRefused
from bot.app.renew_login import read_secret
from bot.store import Notes

FLAG = "--recovery-key-file"
FACT = "recovery_key_file"
"""Under which name the notebook keeps where the key was written, so that `thirdchair doctor` looks whether it lies there still."""
_ON_SCREEN = """
    Recovery key of the bot's identity. Write it down for the clinic's safe now; it is not shown again.

        {key}
"""
_PUT_AWAY = "Put it into the clinic's safe and delete the file: whoever has the key can be the bot."


def make_key_shower(file: Path | None, show: Callable[[str], None] | None) -> Callable[[str], None]:
    """Return what hands a recovery key over: into `file`, if one is named, else by `show`, which is None without a terminal.

    What it returns raises InitRefused where there is no place for the key; it is asked for again then.
    """

    def hand_over(key: str) -> None:
        if file is None and show is None:
            raise InitRefused(
                f"Without a terminal the recovery key needs a place: `{FLAG}`.", "Add it, and run this again."
            )
        if file is None:
            assert show is not None
            show(_ON_SCREEN.format(key=key))
        elif not write_new(file, f"{key}\n") and read_secret(file) != key:
            raise InitRefused(
                f"{file} is there already.", "Name another file for the recovery key, and run this again."
            )

    return hand_over


async def examine_recovery_key(notes: Notes, data_dir: Path) -> tuple[Finding, ...]:
    """Return what is to be done about each recovery key that was written into a file and lies there still."""
    named = await notes.read(FACT)
    places = (*((Path(named),) if named else ()), data_dir / FILE)
    return tuple(finding for place in places if (finding := _examine_place(place)))


def _examine_place(place: Path) -> Finding | None:
    try:
        return Finding(f"The recovery key lies in {place}", _PUT_AWAY) if place.exists() else None
    except OSError:  # root's own folder, say, where the service may not look
        return Finding(
            f"The recovery key was written into {place}, where only others can see whether it lies there still",
            "Look there as root. " + _PUT_AWAY,
            is_unseen=True,
        )
