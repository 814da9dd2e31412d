"""The bot at work: the loops, until somebody stops it or something ends it that a person must mend."""

import asyncio
import gc
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import bot
from bot.app.act import act
from bot.app.keys.pinning import keep_pins_current
from bot.app.keys.raise_generation import keep_generation_ahead
from bot.app.listen import listen
from bot.app.read_lists import read_lists
from bot.app.reload import watch_files
from bot.app.service_manager import notify_manager, report_to_manager
from bot.app.show.show_records import retain_for_ever
from bot.app.startup import start_bot
from bot.app.think import think
from bot.app.trim_memory import share_heap
from bot.app.unkept import keep_up_loop, start_when_writable
from bot.app.watch_login import watch_login
from bot.errors import BotError
from bot.log import get_logger
from bot.settings import Settings

log = get_logger(__name__)


async def run_bot(settings: Settings, show_recovery_key: Callable[[str], None], file: Path) -> None:
    """Run the bot until SIGTERM or SIGINT. `settings` were read from the deployment file `file`, which is followed.

    `show_recovery_key` is called once in the life of the account, with the key for the clinic's safe.

    Raises:
        BotError: something that a person must mend first.
    """
    share_heap()
    log.info("starting", version=bot.__version__)
    notify_manager("STATUS=Waiting for the homeserver")
    work = asyncio.create_task(_run_loops(settings, show_recovery_key, file))
    for stop in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(stop, work.cancel)
    await asyncio.wait([work])
    notify_manager("STOPPING=1")
    if not work.cancelled() and (error := work.exception()):
        raise _pick_first_error(error)
    log.info("stopped")


async def _run_loops(settings: Settings, show_recovery_key: Callable[[str], None], file: Path) -> None:
    """Take the chair and run the three loops side by side, and the watches over people's identities, our keys and the files.

    Any of them may die at any line and start again with the process.
    """
    async with AsyncExitStack() as opened:
        chair = await start_when_writable(
            opened, lambda: start_bot(settings, show_recovery_key), settings.deployment.data_dir
        )
        gc.freeze()  # what is there stays, and is looked through once, when there is time: `read_lists`
        loops = await opened.enter_async_context(asyncio.TaskGroup())
        for loop in (
            listen,
            read_lists,
            think,
            act,
            keep_pins_current,
            keep_generation_ahead,
            retain_for_ever,
            partial(watch_files, file=file),
            watch_login,
            report_to_manager,
        ):
            loops.create_task(keep_up_loop(loop, chair))


def _pick_first_error(error: BaseException) -> BaseException:
    """Return the error that ended the work: one that a person can mend goes before a bug."""
    if not isinstance(error, BaseExceptionGroup):
        return error
    errors = [_pick_first_error(inner) for inner in error.exceptions]
    return next((error for error in errors if isinstance(error, BotError)), errors[0])
