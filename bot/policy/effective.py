"""How several files become the effective policy: the strictest of them, key by key.

A file that does not mention a key has no opinion on it; a key that nobody mentions has its careful default.
"""

from dataclasses import dataclass
from functools import reduce
from typing import Any

from bot.policy.meets import Meet
from bot.policy.rules import RoomRules, Rules


@dataclass(frozen=True, slots=True)
class Layer:
    """One file's rules, with the name by which people know the file."""

    name: str
    rules: RoomRules


SITUATIONS = {
    "substance_use": RoomRules.model_validate({"backends_allowed": "local"}),
    "minor": RoomRules.model_validate({"backends_allowed": "local", "floor_max": "listen"}),
}
"""What two keys bring with them: each acts as one more file, which has its say where the key is `true`."""


def merge_layers(layers: tuple[Layer, ...]) -> tuple[RoomRules, dict[str, str]]:
    """Return the strictest of `layers`, widest first, and for each dotted key the layer whose value won."""
    brought = tuple(
        Layer(f"{key}: true", rules)
        for key, rules in SITUATIONS.items()
        if any(getattr(layer.rules, key) for layer in layers)
    )
    origins: dict[str, str] = {}
    files = tuple((layer.name, layer.rules) for layer in (*layers, *brought))
    rules = _merge_strictest(RoomRules, files, "", origins)
    assert isinstance(rules, RoomRules)
    return rules, origins


def _merge_strictest(
    kind: type[Rules], files: tuple[tuple[str, Rules], ...], above: str, origins: dict[str, str]
) -> Rules:
    """Return one `kind` in which every key is the strictest of those that the files set."""
    values: dict[str, Any] = {}
    for key, about in kind.model_fields.items():
        opinions = tuple((name, getattr(file, key)) for name, file in files if key in file.model_fields_set)
        meet_ = next((meta for meta in about.metadata if isinstance(meta, Meet)), None)
        if not opinions:
            continue
        named = about.alias or key
        if meet_ is None:
            values[named] = _merge_strictest(type(about.default), opinions, f"{above}{named}.", origins)
            continue
        values[named] = reduce(meet_.of, (value for _, value in opinions))
        origins[above + named] = next(
            (name for name, value in reversed(opinions) if value == values[named]), "several files"
        )
    return kind(**values)
