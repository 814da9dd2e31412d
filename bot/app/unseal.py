"""Messages that could not be read when they came: read as soon as their key is there, asked for once if it is not."""

from bot.app.chair import Chair
from bot.app.routing import meant, spot_of
from bot.matrix.sync import unsealed
from bot.model import Desk, Direct, EventId, InSession, Seal, SessionRoom, Unreadable
from bot.store.freezes import frozen_since

ASK_AFTER = 30.0
"""Seconds after which the sender is asked: looked at after each sync, so within 30 to 60 s."""
SEALED_FOR = 24 * 3600.0


async def unseal(chair: Chair) -> None:
    """Read messages whose key has come since, ask for others, and forget those whose key did not come in a day.

    A message is opened in the Matrix room that it came in, and counts in the session which that room belongs to.
    """
    seals = chair.store.seals
    for seal in await seals.all():
        now, spot = chair.clock(), await spot_of(chair, seal.room)
        opened, says = unsealed(chair.client, seal, now)
        if spot is None or not isinstance(spot.where, SessionRoom | Desk | Direct):
            await seals.open(seal, seal.room, None)
        elif opened or (now - seal.since > SEALED_FOR and not await frozen_since(chair.store.db, spot.session)):
            found = await meant(chair, spot, says, listening=seal.listening) if says else None
            await seals.open(seal, spot.session, found)
        elif now - seal.since >= ASK_AFTER and not seal.asked:
            await seals.ask(seal, spot.session, _question(seal, spot.where, now))


def _question(seal: Seal, where: InSession, now: float) -> Unreadable:
    one = EventId(f"unreadable/{seal.id}")
    return Unreadable(one, now, seal.sender, seal.id, seal.reply_to, where)
