"""The rooms that decide: pure, and unable to log. Importing this fills the table of commands."""

# Their order is the order of !help.
# isort: off
from bot.session import consent, floor, telling, explaining, asking
from bot.session.offers import suggesting
from bot.session.notes import papers
from bot.session import narrowing, mending, sent, masks, rights
from bot.session.danger import alarms
from bot.session import reliance
# isort: on

__all__ = [
    "alarms",
    "asking",
    "consent",
    "explaining",
    "floor",
    "masks",
    "mending",
    "narrowing",
    "papers",
    "reliance",
    "rights",
    "sent",
    "suggesting",
    "telling",
]
