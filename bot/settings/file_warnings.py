"""What is no mistake and still not as somebody means it: files that are not read, secrets that others can read, an open port."""

from collections.abc import Iterator
from pathlib import Path
from stat import S_IROTH, S_ISDIR, S_IXOTH

from bot.settings.backend_places import is_loopback_host
from bot.settings.bounds import MOST_FILES
from bot.settings.load import Files

MOST_NAMED = 5
"""Files of a folder that are named one by one, when they are not read."""


def list_file_warnings(files: Files) -> tuple[str, ...]:
    """Return a line for each file that is passed over, each secret that is anybody's to read, and `web` beyond this machine."""
    deployment = files.settings.deployment
    folders = (deployment.rooms, deployment.notes, deployment.glossary)
    lines = [line for folder in folders if folder and folder.is_dir() for line in _list_ignored(folder)]
    return (*lines, *_list_readable_secrets(files), *_list_open_web(files))


def _list_ignored(folder: Path) -> Iterator[str]:
    """Yield what lies in a folder of the configuration and is not read; hidden files that editors leave are passed over."""
    ignored = [
        path
        for path, _ in zip(sorted(folder.iterdir()), range(2 * MOST_FILES), strict=False)
        if path.suffix != ".yaml" and (not path.name.startswith(".") or path.suffix == ".yml")
    ]
    for path in ignored[:MOST_NAMED]:
        place = f"{folder.name}/{path.name}:1"
        if path.is_dir():
            yield f"{place} is a folder, and only files in `{folder.name}` itself are read"
        elif path.suffix.lower() in {".yml", ".yaml"}:
            yield f"{place} is not read, since its name does not end in `.yaml`: call it `{path.stem}.yaml`"
        else:
            yield f"{place} is not read: only files whose names end in `.yaml` are"
    if len(ignored) > MOST_NAMED:
        yield f"{folder.name}:1 holds {len(ignored) - MOST_NAMED} more that are not read"


def _list_readable_secrets(files: Files) -> Iterator[str]:
    """Yield each file of a secret that every user of this machine can read."""
    deployment, main = files.settings.deployment, files.main
    keys = ("password_file", "access_token_file", "key_file")
    named: list[tuple[tuple[str, ...], Path | None]] = [((key,), getattr(deployment, key)) for key in keys]
    named += [
        (("backends", name, "api_key_file"), backend.api_key_file) for name, backend in deployment.backends.items()
    ]
    for place, path in named:
        if path and may_others_read(path):
            yield (
                f"{main.name}:{main.line(place)} names {path.name} as `{place[-1]}`, which every user of this machine can "
                f"read: `chmod 600 {path}`"
            )


def may_others_read(path: Path) -> bool:
    """Return whether a user who is neither owner nor of the group can read a file: by its mode, and by those of the folders above."""
    try:
        whole = path.resolve(strict=True)
        reach = all(folder.stat().st_mode & S_IXOTH for folder in whole.parents)
        stat = whole.stat()
    except OSError:
        return False
    return reach and not S_ISDIR(stat.st_mode) and bool(stat.st_mode & S_IROTH)


def _list_open_web(files: Files) -> Iterator[str]:
    web, main = files.settings.deployment.web, files.main
    if web and not is_loopback_host(web.host):
        yield (
            f"{main.name}:{main.line(('web', 'host'))} lets anybody who reaches {web.host} read counts and health at port "
            f"{web.port}, without a password: write `host: 127.0.0.1`, or let a firewall stand before it"
        )
