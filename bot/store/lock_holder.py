"""Whether a bot has a data folder open: asked without touching the lock, so that no bot that starts now is turned away."""

from pathlib import Path

KERNEL_LIST = Path("/proc/locks")


def is_locked(data_dir: Path, locks: Path = KERNEL_LIST) -> bool | None:
    """Return whether a process holds the lock of `data_dir`; None where the system has no list of locks.

    The list names files by their number, which is unique on one disk alone: by a rare chance it says yes of another file.

    Raises:
        OSError: the folder may not be looked into.
    """
    file = data_dir / "lock"
    if not file.exists():
        return False
    try:
        lines = locks.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    number = str(file.stat().st_ino)
    return any(_names_file(line.split(), number) for line in lines)


def _names_file(fields: list[str], number: str) -> bool:
    """Return whether a line is a whole-file lock on the file of that number: `1: FLOCK ADVISORY WRITE 912 00:1b:77 0 EOF`."""
    return "FLOCK" in fields and any(field.count(":") == 2 and field.rpartition(":")[2] == number for field in fields)
