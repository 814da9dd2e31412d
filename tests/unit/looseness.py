"""Random rule files, and for each key what it means to be as strict as another: said apart from how files meet."""

from collections.abc import Callable, Iterable
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from hypothesis import strategies as st

from bot.policy import NOBODY, RoomRules, get_value, nest_rules

PEOPLE = [f"@{name}:{home}" for name in ("a", "b", "aa", "ab", "ba", "bb", "aba", "bab") for home in ("x", "y")]
PATTERNS = ["@*:x", "@a*:x", "@*a:x", "@a?:x", "@?a:x", "@*b*:x", "@aba:x", "@b:y", "@*:*", "@a**:y"]
KEYS = ["A" * 43, "B" * 42 + "A"]
COMMANDS = ["ask", "explain", "translate"]
ROLES = ["therapist", "client", "observer"]
TABLE_ROLES = [{"therapist"}, {"therapist", "client"}]
"""Who may use a command that no file names, by the table of commands: one of these."""
OWN = (
    *("language", "backend", "crisis.country", "note_at_end", "account", "prefix", "register", "desk.shared"),
    "transcription",
    *("guardian.name", "guardian.date", "guardian.by", "guardian.account"),
)


def some(items: Iterable[str]) -> st.SearchStrategy[Any]:
    """Return a strategy for lists of some of `items`, which may repeat and stand in any order."""
    return st.lists(st.sampled_from([*items]), max_size=4).map(tuple)


def one_of(*items: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for one of `items`."""
    return st.sampled_from(items)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "jurisdiction": some(["eu", "id", "demo"]),
    "language": one_of(("en",), ("id",), ("en", "id")),
    **dict.fromkeys(("therapists", "supervisors", "second_contacts"), some(PATTERNS)),
    "observers": some(PEOPLE[:4]),
    "identities": st.dictionaries(st.sampled_from(PEOPLE[:3]), st.sampled_from(KEYS)),
    "mode": one_of("simulate", "live"),
    "floor_max": one_of("off", "listen", "speak"),
    "approval": one_of("all", "unasked"),
    "absent": one_of("wait", "left_out"),
    "guardian.name": one_of(None, "Rina", "Tom"),
    "guardian.date": one_of(None, date(2026, 11, 1)),
    "guardian.by": one_of(None, "Ana"),
    "guardian.account": one_of(None, "@rina:x"),
    "posts": one_of("never", "approved", "any"),
    "ask": st.dictionaries(st.sampled_from(COMMANDS), some(ROLES)),
    "commands": st.none() | some(COMMANDS),
    "backend": one_of("embedded", "house", "other"),
    "transcription": one_of(None, "ears", "other", "never"),
    "transcripts": one_of("desk", "room"),
    "backends_allowed": one_of("local", "any"),
    "desk_backends": one_of("local", "any"),
    "desk.decide": one_of("reply", "poll"),
    "desk.shared": st.booleans(),
    "masking": one_of("remote", "auto"),
    "mask": some(["red", "green"]),
    "consent.purposes": some(["listen", "model"]),
    "consent.languages": some(["en", "id"]),
    "history": one_of("joined", "invited", "shared"),
    "crisis.country": one_of(None, "us", "id"),
    "crisis.card": one_of("never", "absent", "always"),
    "note_at_end": one_of(None, "soap", "dap"),
    "account": one_of(None, "@bot:x", "@bot:y"),
    "prefix": one_of("!", "."),
    "register": one_of("formal", "familiar"),
    **dict.fromkeys(
        (
            *("window.messages", "window.minutes", "retention.window", "retention.sent", "retention.drafts"),
            *("retention.audit", "consent.days", "disclose_every", "idle", "absence", "stale_after"),
            *("initiative.every", "initiative.max", "initiative.tokens", "budget.room_day", "budget.person_day"),
            *("budget.room_requests", "budget.person_requests"),
        ),
        st.integers(1, 50),
    ),
    "translate_context": st.integers(0, 2),
    "translate_auto": one_of(False, "ask", True),
    **dict.fromkeys(
        (
            *("agreement_required", "disclaimer", "crisis.enabled", "crisis.in_off"),
            *("crisis.model", "infer_emotion", "reactions", "require_cross_signing"),
            *("substance_use", "minor"),
        ),
        st.booleans(),
    ),
}

FILES = st.lists(st.sampled_from(sorted(VALUES)), max_size=12, unique=True).flatmap(
    lambda keys: st.fixed_dictionaries({key: VALUES[key] for key in keys}).map(nest_rules)
)
"""Files that mention some keys."""
OPINIONS = st.fixed_dictionaries(VALUES).map(nest_rules)
"""Files that mention every key."""


def who(patterns: tuple[str, ...]) -> set[str]:
    """Return everybody whom a list of patterns names."""
    return {
        person
        for person in PEOPLE
        for whole in patterns
        if all(fnmatchcase(person, part) for part in whole.split(" & "))
    }


def _ranks(*strictest_first: str | bool) -> Callable[[Any, Any], bool]:
    return lambda strict, loose: strictest_first.index(strict) <= strictest_first.index(loose)


def _roles(strict: dict[str, Any], loose: dict[str, Any], unnamed: set[str]) -> bool:
    return all(set(strict.get(name, unnamed)) <= set(loose.get(name, unnamed)) for name in COMMANDS)


def _keys(strict: dict[str, str], loose: dict[str, str]) -> bool:
    """Whoever has an identity in `loose` has that one in `strict`, or none that fits."""
    return all(strict.get(person) in {key, NOBODY} for person, key in loose.items())


_YES = dict.fromkeys(
    (
        *("agreement_required", "disclaimer", "crisis.enabled", "require_cross_signing"),
        *("substance_use", "minor"),
    ),
    lambda strict, loose: strict or not loose,
)
_NO = dict.fromkeys(
    ("crisis.in_off", "crisis.model", "infer_emotion", "reactions"),
    lambda strict, loose: loose or not strict,
)
_ALL_OF = dict.fromkeys(
    ("jurisdiction", "mask", "consent.purposes", "consent.languages"), lambda strict, loose: {*strict} >= {*loose}
)
_MORE = dict.fromkeys(("retention.audit", "initiative.every"), lambda strict, loose: strict >= loose)
_FEWER = dict.fromkeys(
    (
        *("window.messages", "window.minutes", "retention.window", "retention.sent", "retention.drafts"),
        *("consent.days", "disclose_every", "idle", "absence", "stale_after"),
        *("initiative.max", "initiative.tokens", "budget.room_day", "budget.person_day"),
        *("budget.room_requests", "budget.person_requests", "translate_context"),
    ),
    lambda strict, loose: strict <= loose,
)

AS_STRICT: dict[str, Callable[[Any, Any], bool]] = {
    **_YES,
    **_NO,
    **_ALL_OF,
    **_MORE,
    **_FEWER,
    **dict.fromkeys(("therapists", "supervisors", "second_contacts"), lambda strict, loose: who(strict) <= who(loose)),
    "observers": lambda strict, loose: {*strict} <= {*loose},
    "identities": _keys,
    "mode": _ranks("simulate", "live"),
    "floor_max": _ranks("off", "listen", "speak"),
    "approval": _ranks("all", "unasked"),
    "transcription": lambda strict, loose: strict == "never" or loose != "never",
    "transcripts": _ranks("desk", "room"),
    "translate_auto": _ranks(False, "ask", True),
    "absent": _ranks("wait", "left_out"),
    "posts": _ranks("never", "approved", "any"),
    "ask": lambda strict, loose: _roles(strict, loose, {*ROLES}),
    "commands": lambda strict, loose: loose is None or (strict is not None and {*strict} <= {*loose}),
    "backends_allowed": _ranks("local", "any"),
    "desk_backends": _ranks("local", "any"),
    "desk.decide": _ranks("reply", "poll"),
    "masking": _ranks("remote", "auto"),
    "history": _ranks("joined", "invited", "shared"),
    "crisis.card": _ranks("always", "absent", "never"),
}
"""For each key that is a matter of strictness, whether the first value is as strict as the second."""

IN_FORCE = {**AS_STRICT, "ask": lambda strict, loose: all(_roles(strict, loose, who) for who in TABLE_ROLES)}
"""The same of rules that hold, where a command that is not named has its row of the table."""


def looser(rules: RoomRules, than: RoomRules, keys: dict[str, Callable[[Any, Any], bool]]) -> list[str]:
    """Return the keys in which `rules` are not as strict as `than`."""
    return [key for key, as_strict in keys.items() if not as_strict(get_value(rules, key), get_value(than, key))]
