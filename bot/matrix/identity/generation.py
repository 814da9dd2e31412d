"""A count beyond the disk: how often this account's keys were taken up, so that a copy of the data folder is noticed.

Channels to devices only ever go forward. A folder that was copied and put back goes back: it uses keys that are spent,
everybody's app refuses what they seal, and nothing on this side shows it. So the count stands twice, in the key store and
in the account's data at the homeserver, and is raised at each start, every few minutes in which a key has changed, and
at the end. Where the homeserver's is higher, another life of this folder has gone on since.

The disk is first: who dies between the two writes is ahead of the homeserver, and nobody is locked out.
"""

from dataclasses import dataclass
from typing import Any

from bot.errors import StoreRefused, Unwritable
from bot.log import get_logger
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.identity.account_data import put_account_data, read_account_data

log = get_logger(__name__)
EVENT = "org.thirdchair.generation"
MOST = 2**53 - 2
"""What a number in a Matrix event may be, less one: whatever is not between 1 and this was not written by us."""


@dataclass(frozen=True, slots=True)
class Generation:
    """The count as the homeserver has it, and which device raised it last."""

    device: str
    number: int


async def claim_generation(client: Client) -> None:
    """Make sure that the client's keys are the newest there are of its account, and raise the count.

    To be awaited before the first key is used, so before anything is published, sent or received. Where the homeserver
    refuses to keep account data nothing can be compared; that is said in the log, and the bot goes on. Where nothing can be
    written the keys count as changed, so that the count is raised later.

    Raises:
        StoreRefused: they are an earlier copy.
        HomeserverDown: there is no answer. The count may have been raised here, which does no harm.
    """
    try:
        await _compare_and_raise(client)
    except Unwritable:
        client.store.has_changed = True
    except ServerSaysNo as error:
        log.warning(
            "whether the data folder is an earlier copy cannot be seen",
            error=str(error),
            remedy="Look at the homeserver's log for account_data.",
        )


async def _compare_and_raise(client: Client) -> None:
    there = read_generation(await read_account_data(client, EVENT))
    here, taken = client.store.read_generation()
    if is_earlier_copy(here, there, client.device_id):
        raise StoreRefused(
            "The data folder is an earlier copy: the homeserver knows that the bot has gone on since with a later one.",
            "If the later folder is there, put that back, and let one process alone use it. If not: `thirdchair keys "
            "rotate-device`, then start the bot. It gets a new device under the same identity; agreements stay as they "
            'are in this copy. See docs/backup.md, "A copy that was put back".',
        )
    if taken and (there is None or there.number < taken):
        log.warning(
            "the homeserver is older than the data folder",
            count=taken - (there.number if there else 0),
            remedy="Ask who runs it whether a backup was put back. If people cannot read the bot: "
            "`thirdchair keys rotate-device`.",
        )
    number = max(here, there.number if there else 0) + 1
    client.store.write_generation(number, taken)
    client.store.has_changed = False
    await put_account_data(client, EVENT, {"device_id": client.device_id, "generation": number})
    client.store.write_generation(number, number)


def is_earlier_copy(here: int, there: Generation | None, device: str) -> bool:
    """Return whether a key store that has counted up to `here`, 0 if never, has been overtaken by what is `there`. Pure.

    A device that has counted nothing is new beside another's count: the account has changed its device.
    """
    if there is None or (here == 0 and there.device != device):
        return False
    return there.number > here


def read_generation(content: dict[str, Any]) -> Generation | None:
    """Return the count in an event of account data; None for what we cannot have written."""
    device, number = content.get("device_id"), content.get("generation")
    if not isinstance(device, str) or not isinstance(number, int) or isinstance(number, bool):
        return None
    return Generation(device, number) if 0 < number <= MOST else None
