"""What the first message would have to wait for is read while the homeserver works out the first sync, which takes it longer.

And what the start alone needed is given back, when nobody waits for it any more.
"""

import asyncio

from bot.app.services import Chair
from bot.app.trim_memory import drop_babel_tables, trim_memory
from bot.danger_words.find_phrase import find_trip
from bot.masking.lexicon import build_lexicon
from bot.session.danger.own_words import drop_own_lines

HEAD_START = 0.02
"""Seconds in which the request for the first sync is sent; it would be read all the same, later."""
SETTLED = 2.0
"""Seconds after the first sync in which whoever wrote meanwhile has an answer."""
_A_LINE = "a line that is long enough to be one of ours"


async def read_lists(chair: Chair) -> None:
    """Read the lists of words, each once; what is asked for before is read then. Then wait, and give back what is free."""
    await asyncio.sleep(HEAD_START)
    for read in (find_trip, drop_own_lines):
        read(_A_LINE)
        await asyncio.sleep(0)
    build_lexicon()
    drop_babel_tables()
    await chair.synced.wait()
    await asyncio.sleep(SETTLED)
    trim_memory()
