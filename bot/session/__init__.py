"""The rooms that decide: pure, and unable to log. Importing this fills the table of commands."""

from bot.session import (
    alarms,
    asking,
    consent,
    explaining,
    floor,
    masks,
    mending,
    narrowing,
    reliance,
    rights,
    sent,
    telling,
)  # isort: skip  (their order is the order of !help)

__all__ = [
    "alarms",
    "asking",
    "consent",
    "explaining",
    "floor",
    "masks",
    "mending",
    "narrowing",
    "reliance",
    "rights",
    "sent",
    "telling",
]
