"""What `thirdchair init` cannot go on with."""

from bot.errors import BotError


class InitRefused(BotError):
    """An answer is missing or cannot be, or the folder holds what is not ours."""

    exit_code = 2
