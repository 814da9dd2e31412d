"""The commands `thirdchair backup` and `thirdchair restore`: one encrypted file, and what comes next in plain words."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.app.services import read_clock
from bot.errors import StoreRefused
from bot.settings import Deployment, load_settings
from bot.store import StoreKey, open_key
from bot.store.backup import Backup, put_back, require_empty_folder, write_backup

Config = Annotated[Path, typer.Option("--config", help="The deployment file, bot.yaml.")]


def backup(
    file: Annotated[Path, typer.Argument(help="The new file; one that is there is never written over.")],
    config: Config = Path("bot.yaml"),
) -> None:
    """Copy the notebook into one file, encrypted as it is, without its key and without keys of messages. The bot may run."""
    deployment = load_settings(config).deployment
    taken = asyncio.run(write_backup(deployment.data_dir, deployment.key_file, file, read_clock()))
    typer.echo(
        f"{file.name}: {_describe(taken)}. It opens with {_name_key(deployment)} alone, which is not in it: "
        "keep that at another place."
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `thirdchair backup` wrote.")],
    config: Config = Path("bot.yaml"),
) -> None:
    """Put a backup into an empty data folder, and say what comes next. Its key has to be there."""
    deployment = load_settings(config).deployment
    require_empty_folder(deployment.data_dir)
    deployment.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    taken = put_back(file, deployment.data_dir, _open_key_that_is_there(deployment), read_clock())
    typer.echo("\n".join((f"Put back: {_describe(taken)}.", *_list_next_steps(deployment, taken, config))))


def _describe(taken: Backup) -> str:
    when = datetime.fromtimestamp(taken.taken, UTC)
    return f"the notebook as of {when:%Y-%m-%d %H:%M} UTC, {taken.sessions} session(s), {taken.entries} audit entries"


def _list_next_steps(deployment: Deployment, taken: Backup, config: Path) -> tuple[str, ...]:
    given = deployment.access_token_file
    first = f"Put the token of a new login into {given.name}, of a device that never was the bot's. " if given else ""
    where = f" --config {config}"
    start = (
        f"`thirdchair run{where}`. The bot becomes a new device under the same identity, and logs the account's other devices out."
        if taken.has_identity
        else f"`thirdchair keys setup --restore{where}` with the recovery key, then `thirdchair run{where}`."
    )
    return (
        f"Next: {first}{start}",
        "What was agreed, withdrawn or erased since then it does not know: ask everybody anew, and see docs/backup.md.",
    )


def _name_key(deployment: Deployment) -> str:
    return deployment.key_file.name if deployment.key_file else "store.key"


def _open_key_that_is_there(deployment: Deployment) -> StoreKey:
    """Return the key that is there: a new one would open nothing.

    Raises:
        StoreRefused: there is none.
    """
    if deployment.key_file is None and not (deployment.data_dir / "store.key").exists():
        raise StoreRefused(
            "The key of the backup is not there.",
            "Put the store.key of the lost folder into the data folder, or name it as `key_file` in bot.yaml.",
        )
    return open_key(deployment.key_file, deployment.data_dir)
