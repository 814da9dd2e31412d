"""The rooms that decide: pure, and unable to log. Importing this fills the table of commands."""

from bot.session import consent, floor, reliance
from bot.session.commands import (
    explain,
    info,
    masks,
    open_cards,
    private,
    questions,
    retract,
    rights,
    sent,
    window_limit,
)
from bot.session.danger import alarms, drill
from bot.session.notes import request
from bot.session.offers import suggesting

__all__ = [
    "alarms",
    "consent",
    "drill",
    "explain",
    "floor",
    "info",
    "masks",
    "open_cards",
    "private",
    "questions",
    "reliance",
    "request",
    "retract",
    "rights",
    "sent",
    "suggesting",
    "window_limit",
]
