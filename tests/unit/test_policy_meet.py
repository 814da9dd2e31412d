"""How rule files meet: whatever they say, the strictest holds, key by key."""

from functools import reduce
from itertools import permutations
from typing import Any

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from looseness import AS_STRICT, FILES, OPINIONS, OWN, VALUES
from rows import try_each

from bot.policy import SITUATIONS, Layer, RoomRules, effective, flat, keys, nested, says, value
from bot.policy.effective import _strictest

few = try_examples(60)


def said(rules: RoomRules) -> dict[str, Any]:
    """Return what a file mentions, by dotted key."""
    return {key: value(rules, key) for key, _ in keys() if says(rules, key)}


def shared(rules: RoomRules) -> dict[str, Any]:
    """Return what a file mentions, but for the keys that are a room's own."""
    return {key: one for key, one in said(rules).items() if key not in OWN}


def meet(one: RoomRules, other: RoomRules) -> RoomRules:
    """Return what two files say together, before anything that a key brings with it."""
    rules = _strictest(RoomRules, (("", one), ("", other)), "", {})
    assert isinstance(rules, RoomRules)
    return rules


def test_every_key_is_put_to_the_test() -> None:
    """Each key has random values, and either a stricter and a looser side or is a room's own."""
    everything = [key for key, _ in keys()]
    assert sorted(VALUES) == sorted(everything)
    assert sorted({*AS_STRICT, *OWN}) == sorted(everything)


@few
@given(FILES, FILES, FILES)
def test_meeting_is_associative(one: RoomRules, two: RoomRules, three: RoomRules) -> None:
    """It makes no difference which files meet first."""
    assert said(meet(one, meet(two, three))) == said(meet(meet(one, two), three))


@few
@given(FILES, FILES)
def test_meeting_is_commutative(one: RoomRules, two: RoomRules) -> None:
    """It makes no difference which file is the first, but for a room's own keys."""
    assert shared(meet(one, two)) == shared(meet(two, one))


@few
@given(OPINIONS)
def test_meeting_is_idempotent(one: RoomRules) -> None:
    """A file that meets itself says what it said."""
    assert said(meet(one, one)) == said(one)


@few
@given(FILES, FILES)
def test_no_outcome_is_looser_than_either_side(one: RoomRules, two: RoomRules) -> None:
    """What two files say together is as strict as each, for every key that it mentions."""
    both = meet(one, two)
    assert {*said(both)} == {*said(one), *said(two)}
    for side in (one, two):
        for key, was in shared(side).items():
            assert AS_STRICT[key](value(both, key), was), key


@few
@given(FILES, FILES)
def test_silence_is_no_opinion(one: RoomRules, two: RoomRules) -> None:
    """A key that only one file mentions has that file's value, even where the default is stricter."""
    both = meet(one, two)
    for quiet, file in ((one, two), (two, one)):
        for key, was in said(file).items():
            assert says(quiet, key) or value(both, key) == was, key


@few
@given(OPINIONS, OPINIONS)
def test_a_rooms_own_keys_are_the_narrower_files(one: RoomRules, two: RoomRules) -> None:
    """Language, backend, prefix and the like are those of the file that is nearer to the room."""
    assert [value(meet(one, two), key) for key in OWN] == [value(two, key) for key in OWN]


@few
@given(st.lists(FILES, min_size=1, max_size=3))
def test_the_effective_rules_are_what_all_files_say_together(files: list[RoomRules]) -> None:
    """Deployment, packs and room meet one after the other, and so does what a minor or substance use brings."""
    layers = tuple(Layer(str(number), file) for number, file in enumerate(files))
    brought = [rules for key, rules in SITUATIONS.items() if any(getattr(file, key) for file in files)]
    rules, _ = effective(layers)
    assert said(rules) == said(reduce(meet, [*files, *brought]))
    for order in permutations(layers):
        assert shared(effective(order)[0]) == shared(rules)


@few
@given(FILES, FILES)
def test_the_origin_is_a_file_whose_value_won(one: RoomRules, two: RoomRules) -> None:
    """Each key that a file mentions has an origin: a file that says just that, or several together."""
    layers = {"one": one, "two": two, **{f"{key}: true": rules for key, rules in SITUATIONS.items()}}
    rules, origins = effective((Layer("one", one), Layer("two", two)))
    assert {*origins} == {*said(rules)}
    for key, origin in origins.items():
        assert origin == "several files" or said(layers[origin])[key] == value(rules, key), key


@few
@given(OPINIONS)
def test_rules_survive_being_written_down(one: RoomRules) -> None:
    """What is read back from the notebook is what was written."""
    again = RoomRules.model_validate_json(one.model_dump_json(exclude_unset=False))
    assert flat(again) == flat(one)
    assert flat(RoomRules.model_validate_json(RoomRules().model_dump_json())) == flat(RoomRules())


@try_each(
    ("key", "loose", "held"),
    [
        ("substance_use", {"backends_allowed": "any"}, {"backends_allowed": "local"}),
        (
            "minor",
            {"backends_allowed": "any", "floor_max": "speak"},
            {"backends_allowed": "local", "floor_max": "listen"},
        ),
    ],
)
def test_a_situation_tightens_and_is_named(key: str, loose: dict[str, Any], held: dict[str, Any]) -> None:
    """`minor` and `substance_use` act as one more file, which `!policy` names."""
    deployment = Layer("bot.yaml", nested(loose))
    before, _ = effective((deployment,))
    after, origins = effective((deployment, Layer("kim.yaml", nested({key: True}))))
    assert {name: value(before, name) for name in loose} == loose
    assert {name: value(after, name) for name in loose} == held
    assert {origins[name] for name in loose} == {f"{key}: true"}
    assert effective((deployment, Layer("kim.yaml", nested({key: False}))))[0].floor_max == before.floor_max
