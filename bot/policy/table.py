"""Every key of policy as one flat table: `window.messages` is a key like `idle`."""

from collections.abc import Iterator
from typing import Any

from pydantic.fields import FieldInfo

from bot.policy.meets import Meet
from bot.policy.rules import Later, RoomRules, Rules


def keys(kind: type[Rules] = RoomRules, above: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Yield each dotted key of `kind`, in the order of the manual, with what the model says about it."""
    for key, about in kind.model_fields.items():
        if isinstance(about.default, Rules):
            yield from keys(type(about.default), f"{above}{key}.")
        else:
            yield above + key, about


def meet_of(about: FieldInfo) -> Meet | None:
    """Return how two files' values for a key meet; None for a key that only one file may have."""
    return next((meta for meta in about.metadata if isinstance(meta, Meet)), None)


def followed(about: FieldInfo) -> bool:
    """Return whether this version does what a key says."""
    return not any(isinstance(meta, Later) for meta in about.metadata)


def value(rules: Rules, key: str) -> Any:
    """Return the value of a dotted key."""
    first, _, rest = key.partition(".")
    found = getattr(rules, first)
    return value(found, rest) if rest else found


def says(rules: Rules, key: str) -> bool:
    """Return whether a file mentions the dotted key, even if it repeats the default."""
    first, _, rest = key.partition(".")
    return first in rules.model_fields_set and (not rest or says(getattr(rules, first), rest))


def flat(rules: RoomRules) -> dict[str, Any]:
    """Return each dotted key with its value."""
    return {key: value(rules, key) for key, _ in keys()}


def nested(values: dict[str, Any]) -> RoomRules:
    """Return the rules that have these values for these dotted keys."""
    tree: dict[str, Any] = {}
    for key, one in values.items():
        *groups, last = key.split(".")
        branch = tree
        for group in groups:
            branch = branch.setdefault(group, {})
        branch[last] = one
    return RoomRules.model_validate(tree)


def written(key: str, one: Any) -> str:
    """Return the value of `key` as people write it: `yes`, `-` for nothing, `all` where no command is taken away."""
    match one:
        case None:
            return "all" if key == "commands" else "-"
        case bool():
            return "yes" if one else "no"
        case tuple():
            return ", ".join(str(item) for item in one) or "-"
        case dict():
            return "; ".join(f"{name}: {written(key, inner)}" for name, inner in one.items()) or "-"
    return str(one)


def in_a_file(one: Any) -> str:
    """Return a value as it stands in a file."""
    match one:
        case None:
            return "null"
        case bool():
            return str(one).lower()
        case tuple():
            return f"[{', '.join(one)}]"
        case dict():
            return f"{{{', '.join(f'{name}: {in_a_file(inner)}' for name, inner in one.items())}}}"
    return str(one)


def in_words(rules: RoomRules) -> list[tuple[str, str]]:
    """Return each dotted key that this version follows, with its value as people write it."""
    return [(key, written(key, value(rules, key))) for key, about in keys() if followed(about)]
