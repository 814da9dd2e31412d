"""The first start over a backup that was put back: every other device of the account is one that is lost, and is logged out."""

from bot.log import get_logger
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.identity.login import list_other_devices, remove_devices
from bot.store import Notes
from bot.store.backup import RESTORED

log = get_logger(__name__)


async def log_out_lost_devices(client: Client, notes: Notes, password: str | None) -> None:
    """Log the account's other devices out if the notebook was put back from a backup; where that cannot be, the log says which.

    The bot is exactly one device. One whose folder is lost would still be sent everybody's keys, and where the folder was not
    lost but runs elsewhere, two would answer.
    """
    if await notes.read(RESTORED) is None:
        return
    others = await list_other_devices(client)
    try:
        if others and password is not None:
            await remove_devices(client, others, password)
            log.info("devices of before the restore are logged out", count=len(others))
            others = ()
    except ServerSaysNo as error:
        log.warning("the homeserver does not log devices out", error=str(error))
    for device in others:
        log.warning(
            "a device of before the restore is still logged in",
            device=device,
            remedy="Log it out in the account's settings, or let the homeserver's administrator do it.",
        )
    if not others:
        await notes.write(**{RESTORED: None})
