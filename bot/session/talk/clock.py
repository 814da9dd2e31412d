"""Times of day, as people in the clinic read them: in the time zone of the bot's machine."""

from datetime import datetime


def format_time_of_day(at: float) -> str:
    """Return the time of day of `at` (seconds UTC), such as `14:02`, in the time zone of the bot's machine."""
    return datetime.fromtimestamp(at).astimezone().strftime("%H:%M")
