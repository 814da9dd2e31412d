"""Times of day and days, as people in the clinic read them: in the time zone of the bot's machine."""

from datetime import datetime


def clock(at: float) -> str:
    """Return the time of day of `at` (seconds UTC), such as `14:02`, in the time zone of the bot's machine."""
    return datetime.fromtimestamp(at).astimezone().strftime("%H:%M")


def day(at: float) -> int:
    """Return the number of the day of `at` (seconds UTC), in the time zone of the bot's machine."""
    return datetime.fromtimestamp(at).astimezone().toordinal()
