"""What may happen in a room: what a policy file can say, and how several become the effective policy. Pure.

The effective policy is the strictest of deployment, jurisdiction packs and room file, key by key.
"""

from bot.policy.acceptance import WAITS, find_policy_in_force, list_changed_keys, list_loosened_keys, read_accepted
from bot.policy.effective import SITUATIONS, Layer, merge_layers
from bot.policy.fallbacks import drop_refused_fallback
from bot.policy.key_table import (
    find_meet,
    flatten_rules,
    format_for_file,
    format_value,
    get_value,
    is_followed,
    is_mentioned,
    list_keys,
    list_rules_in_words,
    nest_rules,
)
from bot.policy.meets import NEVER_AT_ALL, NOBODY, Meet, meet_identities
from bot.policy.people_patterns import is_covered_by, is_named, is_possible_id
from bot.policy.policy import COMMAND_OF, STANDING, BackendFacts, Distance, Policy
from bot.policy.rules import LATER, Later, MasterKey, People, Person, RoomRules, Rules

__all__ = [
    "COMMAND_OF",
    "LATER",
    "NEVER_AT_ALL",
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
    "drop_refused_fallback",
    "find_meet",
    "find_policy_in_force",
    "flatten_rules",
    "format_for_file",
    "format_value",
    "get_value",
    "is_covered_by",
    "is_followed",
    "is_mentioned",
    "is_named",
    "is_possible_id",
    "list_changed_keys",
    "list_keys",
    "list_loosened_keys",
    "list_rules_in_words",
    "meet_identities",
    "merge_layers",
    "nest_rules",
    "read_accepted",
]
