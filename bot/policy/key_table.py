"""Every key of policy as one flat table: `window.messages` is a key like `idle`."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic.fields import FieldInfo

from bot.policy.meets import Meet
from bot.policy.rules import Later, RoomRules, Rules


def list_keys(kind: type[Rules] = RoomRules, above: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Yield each dotted key of `kind`, in the order of the manual, with what the model says about it."""
    for key, about in kind.model_fields.items():
        if isinstance(about.default, Rules):
            yield from list_keys(type(about.default), f"{above}{key}.")
        else:
            yield above + (about.alias or key), about


def find_meet(about: FieldInfo) -> Meet | None:
    """Return how two files' values for a key meet; None for a key that only one file may have."""
    return next((meta for meta in about.metadata if isinstance(meta, Meet)), None)


def is_followed(about: FieldInfo) -> bool:
    """Return whether this version does what a key says."""
    return not any(isinstance(meta, Later) for meta in about.metadata)


def get_value(rules: Rules, key: str) -> Any:
    """Return the value of a dotted key."""
    first, _, rest = key.partition(".")
    inner = getattr(rules, _find_attribute(type(rules), first))
    return get_value(inner, rest) if rest else inner


def is_mentioned(rules: Rules, key: str) -> bool:
    """Return whether a file mentions the dotted key, even if it repeats the default."""
    first, _, rest = key.partition(".")
    attribute = _find_attribute(type(rules), first)
    return attribute in rules.model_fields_set and (not rest or is_mentioned(getattr(rules, attribute), rest))


def _find_attribute(kind: type[Rules], key: str) -> str:
    """Return what a key is called in the program: as in a file, unless it has another name there."""
    return _list_aliases(kind).get(key, key)


@cache
def _list_aliases(kind: type[Rules]) -> dict[str, str]:
    """Return the keys of `kind` that have another name in files, with their names in the program; looked up with each event."""
    return {about.alias: name for name, about in kind.model_fields.items() if about.alias}


@cache
def _list_all_keys() -> tuple[str, ...]:
    return tuple(key for key, _ in list_keys())


def flatten_rules(rules: RoomRules) -> dict[str, Any]:
    """Return each dotted key with its value."""
    return {key: get_value(rules, key) for key in _list_all_keys()}


def nest_rules(values: dict[str, Any]) -> RoomRules:
    """Return the rules that have these values for these dotted keys."""
    tree: dict[str, Any] = {}
    for key, setting in values.items():
        *groups, last = key.split(".")
        branch = tree
        for group in groups:
            branch = branch.setdefault(group, {})
        branch[last] = setting
    return RoomRules.model_validate(tree)


def format_value(key: str, setting: Any) -> str:
    """Return the value of `key` as people write it: `yes`, `-` for nothing, `all` where no command is taken away."""
    match setting:
        case None:
            return "all" if key == "commands" else "-"
        case bool():
            return "yes" if setting else "no"
        case tuple():
            return ", ".join(str(item) for item in setting) or "-"
        case dict():
            return "; ".join(f"{name}: {format_value(key, inner)}" for name, inner in setting.items()) or "-"
    return str(setting)


def format_for_file(setting: Any) -> str:
    """Return a value as it stands in a file."""
    match setting:
        case None:
            return "null"
        case bool():
            return str(setting).lower()
        case tuple():
            return f"[{', '.join(setting)}]"
        case dict():
            return f"{{{', '.join(f'{name}: {format_for_file(inner)}' for name, inner in setting.items())}}}"
    return str(setting)


def list_rules_in_words(rules: RoomRules) -> list[tuple[str, str]]:
    """Return each dotted key that this version follows, with its value as people write it."""
    return [(key, format_value(key, get_value(rules, key))) for key, about in list_keys() if is_followed(about)]
