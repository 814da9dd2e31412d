"""What may happen in a room: what a policy file can say, and how several become the effective policy. Pure.

The effective policy is the strictest of deployment, jurisdiction packs and room file, key by key.
"""

from bot.policy.acceptance import WAITS, changed, in_force, loosened, read_accepted
from bot.policy.effective import SITUATIONS, Layer, effective
from bot.policy.meets import NOBODY, Meet, agreed
from bot.policy.people import covers, named
from bot.policy.policy import STANDING, BackendFacts, Distance, Policy
from bot.policy.rules import LATER, Later, MasterKey, People, Person, RoomRules, Rules
from bot.policy.table import flat, followed, in_a_file, in_words, keys, meet_of, nested, says, value, written

__all__ = [
    "LATER",
    "NOBODY",
    "SITUATIONS",
    "STANDING",
    "WAITS",
    "BackendFacts",
    "Distance",
    "Later",
    "Layer",
    "MasterKey",
    "Meet",
    "People",
    "Person",
    "Policy",
    "RoomRules",
    "Rules",
    "agreed",
    "changed",
    "covers",
    "effective",
    "flat",
    "followed",
    "in_a_file",
    "in_force",
    "in_words",
    "keys",
    "loosened",
    "meet_of",
    "named",
    "nested",
    "read_accepted",
    "says",
    "value",
    "written",
]
