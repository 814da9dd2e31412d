"""The bot at work: the loops, until somebody stops it or something ends it that a person must mend."""

import asyncio
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import bot
from bot.app.act import act
from bot.app.listen import listen
from bot.app.pinning import pin
from bot.app.reload import watch
from bot.app.rights import retain
from bot.app.seat import seated
from bot.app.think import think
from bot.errors import BotError
from bot.log import logger
from bot.settings import Settings

log = logger(__name__)


async def run(settings: Settings, show_recovery_key: Callable[[str], None], file: Path) -> None:
    """Run the bot until SIGTERM or SIGINT. `settings` were read from the deployment file `file`, which is followed.

    `show_recovery_key` is called once in the life of the account, with the key for the clinic's safe.

    Raises:
        BotError: something that a person must mend first.
    """
    log.info("starting", version=bot.__version__)
    work = asyncio.create_task(_work(settings, show_recovery_key, file))
    for stop in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(stop, work.cancel)
    await asyncio.wait([work])
    if not work.cancelled() and (error := work.exception()):
        raise _first(error)
    log.info("stopped")


async def _work(settings: Settings, show_recovery_key: Callable[[str], None], file: Path) -> None:
    """Take the chair and run the three loops side by side, and the watches over people's identities and over the files.

    Any of them may die at any line and start again with the process.
    """
    async with seated(settings, show_recovery_key) as chair, asyncio.TaskGroup() as loops:
        for loop in (listen, think, act, pin, retain, partial(watch, file=file)):
            loops.create_task(loop(chair))


def _first(error: BaseException) -> BaseException:
    """Return the error that ended the work: one that a person can mend goes before a bug."""
    if not isinstance(error, BaseExceptionGroup):
        return error
    found = [_first(one) for one in error.exceptions]
    return next((one for one in found if isinstance(one, BotError)), found[0])
