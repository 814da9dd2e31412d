"""The rooms that decide: pure, and unable to log. Importing this fills the table of commands."""

from bot.session import (
    consent,
    explaining,
    floor,
    masks,
    mending,
    narrowing,
    questions,
    reliance,
    rights,
    sent,
    telling,
)
from bot.session.danger import alarms
from bot.session.notes import papers
from bot.session.offers import suggesting

__all__ = [
    "alarms",
    "consent",
    "explaining",
    "floor",
    "masks",
    "mending",
    "narrowing",
    "papers",
    "questions",
    "reliance",
    "rights",
    "sent",
    "suggesting",
    "telling",
]
