"""Whether the aliases in the configuration are rooms: the one thing in it that only the homeserver knows."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.app.own_client import open_own_client
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.identity.login import resolve_alias
from bot.settings import Files


async def find_lost_aliases(files: Files) -> tuple[str, ...]:
    """Return a line for each alias that the homeserver does not know, with its file and line. No login is needed for it.

    Raises:
        HomeserverDown: it gives no answer.
    """
    deployment, lost = files.settings.deployment, []
    with tempfile.TemporaryDirectory() as nothing:
        asker = deployment.model_copy(update={"data_dir": Path(nothing)})
        async with open_own_client(asker, "", "") as client:
            for place, alias in _list_aliases(files):
                try:
                    await resolve_alias(client, alias)
                except ServerSaysNo as error:
                    why = "does not know" if error.status == 404 else f"does not tell ({error.errcode}) about"
                    lost.append(
                        f"{place} names `{alias}`, which the homeserver {why}: correct it, or give the room that alias"
                    )
    return tuple(lost)


def _list_aliases(files: Files) -> Iterator[tuple[str, str]]:
    """Yield each alias that a file names, with file and line."""
    deployment, main = files.settings.deployment, files.main
    for key in ("supervisor_room", "on_call_room"):
        alias = getattr(deployment, key) or ""
        if alias.startswith("#"):
            yield f"{main.name}:{main.line((key,))}", alias
    for file, room in files.rooms:
        if room.room.startswith("#"):
            yield f"{file.name}:{file.line(('room',))}", room.room
