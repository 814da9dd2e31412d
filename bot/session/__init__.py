"""The rooms that decide: pure, and unable to log. Importing this fills the table of commands."""

from bot.session import consent, floor, telling, asking, narrowing, mending, sent, masks, rights, alarms, reliance  # isort: skip  (their order is the order of !help)

__all__ = [
    "alarms",
    "asking",
    "consent",
    "floor",
    "masks",
    "mending",
    "narrowing",
    "reliance",
    "rights",
    "sent",
    "telling",
]
