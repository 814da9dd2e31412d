"""The rooms that decide: pure, and unable to log. Importing this fills the table of commands."""

# Their order is the order of !help.
# isort: off
from bot.session import consent, floor, telling, explaining, asking, suggesting, papers
from bot.session import narrowing, mending, sent, masks, rights, alarms, reliance
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
