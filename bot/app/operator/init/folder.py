"""The folder of a bot's own: made closed to everybody else, nothing in it overwritten, and given to the account of the service."""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.app.operator.init.refused import InitRefused
from bot.private_files import open_private
from bot.settings.starter_files import DATA_DIR, ROOMS_DIR

BOT_YAML = "bot.yaml"
SECRETS_DIR = "secrets"
FOLDERS = (SECRETS_DIR, ROOMS_DIR, DATA_DIR)
SERVICE_USER = "thirdchair"
"""As whom the systemd unit runs the bot."""


@dataclass(frozen=True, slots=True)
class Owner:
    """An account of this machine, by name and numbers."""

    name: str
    uid: int
    gid: int


def find_owner(name: str | None) -> Owner:
    """Return whose the files shall be: of the account `name`; without it, of the service's where root asks, else whoever asks.

    Raises:
        InitRefused: there is no such account, or files cannot be given to it.
    """
    us = os.geteuid()
    if name is None:
        return _find_usual_owner(us)
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        make = f"Make it first: useradd --system --shell /usr/sbin/nologin {name}"
        raise InitRefused(f"There is no account {name} on this machine.", make) from None
    if us not in {0, entry.pw_uid}:
        raise InitRefused(f"Only root can give files to {name}.", f"Run this as root, or as {name} without --owner.")
    return Owner(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _find_usual_owner(us: int) -> Owner:
    names = (entry for entry in pwd.getpwall() if entry.pw_uid == us or (us == 0 and entry.pw_name == SERVICE_USER))
    entry = next(iter(sorted(names, key=lambda entry: entry.pw_name != SERVICE_USER)), None)
    return Owner(entry.pw_name, entry.pw_uid, entry.pw_gid) if entry else Owner(str(us), us, os.getegid())


@contextmanager
def explain_file_errors() -> Iterator[None]:
    """Say in one line which file or folder is in the way, without quoting what is in it.

    Raises:
        InitRefused: something cannot be made, read or written.
    """
    try:
        yield
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        remedy = "Look whose it is and whether there is space, then run this again: it goes on where it stopped."
        raise InitRefused(f"The file system refuses{where} ({error.strerror}).", remedy) from None


def make_folders(folder: Path) -> bool:
    """Make the folder and those in it, each its owner's alone; return whether the folder itself is new.

    A folder that is there keeps what is in it, and its mode; those inside that are ours are closed to others.

    Raises:
        InitRefused: there is no folder to make it in, or it holds a data folder and no bot.yaml.
        OSError: one cannot be made.
    """
    if not folder.parent.is_dir():
        raise InitRefused(f"There is no folder {folder.parent}.", f"Make it first: mkdir -p {folder.parent}")
    if not (folder / BOT_YAML).exists() and _holds_something(folder / DATA_DIR):
        remedy = "Put bot.yaml back beside it, or choose another folder. Nothing was changed."
        raise InitRefused(f"{folder / DATA_DIR} holds something, and there is no bot.yaml that it belongs to.", remedy)
    is_new = not folder.exists()
    folder.mkdir(mode=0o700, exist_ok=True)
    for name in FOLDERS:
        inner = folder / name
        inner.mkdir(mode=0o700, exist_ok=True)
        if not inner.is_symlink():
            inner.chmod(0o700)
    return is_new


def write_new(path: Path, text: str) -> bool:
    """Write a file that its owner alone can read, whole or not at all; False, and nothing done, if it is there already.

    Raises:
        OSError: it cannot be written.
    """
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(open_private(str(fresh), os.O_WRONLY | os.O_CREAT | os.O_EXCL), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)  # unlike a renaming, it takes nobody's place
    except FileExistsError:
        return False
    finally:
        fresh.unlink()
    return True


def give_to_owner(folder: Path, owner: Owner, *, whole: bool) -> None:
    """Give everything of ours in `folder`, and if `whole` the folder itself, to `owner`. Links are not followed.

    Raises:
        OSError: it cannot be given.
    """
    if os.geteuid() != 0:
        return
    ids = (owner.uid, owner.gid)
    if whole and folder.is_dir():
        os.chown(folder, *ids)
    for top in (folder / name for name in FOLDERS):
        for _, inner, files, handle in os.fwalk(top, follow_symlinks=False):
            os.fchown(handle, *ids)
            for name in (*inner, *files):
                os.chown(name, *ids, dir_fd=handle, follow_symlinks=False)
    if (folder / BOT_YAML).exists():
        os.chown(folder / BOT_YAML, *ids, follow_symlinks=False)


def _holds_something(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())
