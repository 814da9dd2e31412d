"""What a backend wrote and we posted, as a room's timeline brings it: that it stands, whatever became of its order meanwhile."""

from typing import Any

import nio

from bot.matrix.client.client import Client
from bot.matrix.polls import START
from bot.matrix.send import KEY

TRANSACTION = "thirdchair."
"""How the transaction id of each job of ours begins; behind it stands the job's own id."""


def derive_transaction_id(job: str) -> str:
    """Return the transaction id of a job: the same deed has the same id for ever, so that it is done once."""
    return f"{TRANSACTION}{job}"


def read_own_job(client: Client, event: Any) -> str | None:
    """Return the job that a message of ours was posted for; None if it is nobody's of ours, or no backend wrote it.

    What cannot be opened any more goes by the transaction id that the homeserver keeps for this device beside it.
    """
    if getattr(event, "sender", None) != client.user_id:
        return None
    transaction = event.transaction_id if isinstance(event, nio.MegolmEvent) else _read_marked_job(event)
    if not isinstance(transaction, str) or not transaction.startswith(TRANSACTION):
        return None
    return transaction.removeprefix(TRANSACTION)


def _read_marked_job(event: Any) -> Any:
    """Return the job that stands in the marks of what a backend wrote, sealed; None in any other event."""
    content = event.source.get("content") if getattr(event, "decrypted", False) else None
    marks = content.get(KEY) if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(marks, dict):
        return None
    return marks.get("job") if "backend" in marks or START in content else None
