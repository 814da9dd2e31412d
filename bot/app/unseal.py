"""Messages that could not be read when they came: read as soon as their key is there, asked for once if it is not."""

from bot.app.chair import Chair
from bot.app.keeping import may_keep_late
from bot.matrix.sync import unsealed
from bot.model import Edited, Event, EventId, Heard, Seal, Unreadable

ASK_AFTER = 30.0
"""Seconds after which the sender is asked: looked at after each sync, so within 30 to 60 s."""
SEALED_FOR = 24 * 3600.0


async def unseal(chair: Chair) -> None:
    """Read messages whose key has come since, ask for others, and forget those whose key did not come in a day."""
    for seal in await chair.store.seals.all():
        now = chair.clock()
        opened, says = unsealed(chair.client, seal, now)
        if opened or now - seal.since > SEALED_FOR:
            await chair.store.seals.open(seal, await _kept(chair, seal, says))
        elif now - seal.since >= ASK_AFTER and not seal.asked:
            question = Unreadable(EventId(f"unreadable/{seal.id}"), now, seal.sender, seal.id, seal.reply_to)
            await chair.store.seals.ask(seal, question)


async def _kept(chair: Chair, seal: Seal, says: Event | None) -> Event | None:
    """Return what a message says that could be read only later, if the bot may keep it."""
    if isinstance(says, Heard | Edited) and not await may_keep_late(
        chair, seal.room, says, was_listening=seal.listening
    ):
        return None
    return says
