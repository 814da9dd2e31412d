"""Words that want to be instructions, a model's and people's: whatever they try, the same things hold."""

from collections import Counter

import pytest
from injection import Attack, attacks, broken


def name(attack: Attack) -> str:
    """Name an attack by who, in which language, and what it tries."""
    return f"{attack.by}-{attack.lang}-{attack.tries}"


@pytest.mark.parametrize("lang", ["en", "id"])
@pytest.mark.parametrize("by", ["model", "people"])
def test_nothing_gives_way(by: str, lang: str) -> None:
    """No attack changes floor, consent, approval, recipient, roster, policy, a prompt's make or a message's look."""
    gave_way = {name(attack): broken(attack) for attack in attacks() if (attack.by, attack.lang) == (by, lang)}
    assert gave_way
    assert {attack: rules for attack, rules in gave_way.items() if rules} == {}


def test_the_suite_is_large_and_in_both_languages() -> None:
    """There are at least eighty attacks, each once, about half of them in each language, on everything that must hold."""
    languages = Counter(attack.lang for attack in attacks())
    assert {(attack.by, attack.lang) for attack in attacks()} == {
        (by, lang) for by in ("model", "people") for lang in ("en", "id")
    }
    assert len({name(attack) for attack in attacks()}) == len(attacks()) >= 80
    assert min(languages.values()) >= 0.4 * len(attacks())
    wanted = {"approval", "consent", "fence", "floor", "label", "length", "links", "masking"}
    assert wanted | {"policy", "prompt", "recipient", "roles", "shape"} == {attack.holds for attack in attacks()}
