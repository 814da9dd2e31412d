"""`!echo` with simplematrixbotlib, as its manual writes it: HOMESERVER USER PASSWORD FOLDER."""

import os
import sys
from typing import Any

import simplematrixbotlib as botlib

homeserver, user, password, folder = sys.argv[1:]
os.chdir(folder)
config = botlib.Config()
config.encryption_enabled = True
config.ignore_unverified_devices = True
config.store_path = "./store/"
bot = botlib.Bot(botlib.Creds(homeserver, user, password, session_stored_file="session.txt"), config)


@bot.listener.on_message_event  # type: ignore[untyped-decorator]  # the library has no types
async def echo(room: Any, message: Any) -> None:
    """Say what stands behind `!echo`."""
    match = botlib.MessageMatch(room, message, bot, "!")
    if match.is_not_from_this_bot() and match.prefix() and match.command("echo"):
        await bot.api.send_text_message(room.room_id, " ".join(match.args()))


bot.run()
