"""How rule files meet: whatever they say, the strictest holds, key by key."""

from functools import reduce
from itertools import permutations
from typing import Any

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from looseness import AS_STRICT, FILES, OPINIONS, OWN, VALUES
from rows import try_each

from bot.policy import (
    SITUATIONS,
    Layer,
    RoomRules,
    flatten_rules,
    get_value,
    is_mentioned,
    list_keys,
    merge_layers,
    nest_rules,
)
from bot.policy.effective import _merge_strictest

few = try_examples(60)


def said(rules: RoomRules) -> dict[str, Any]:
    """Return what a file mentions, by dotted key."""
    return {key: get_value(rules, key) for key, _ in list_keys() if is_mentioned(rules, key)}


def shared(rules: RoomRules) -> dict[str, Any]:
    """Return what a file mentions, but for the keys that are a room's own."""
    return {key: item for key, item in said(rules).items() if key not in OWN}


def meet(room_rules: RoomRules, other: RoomRules) -> RoomRules:
    """Return what two files say together, before anything that a key brings with it."""
    rules = _merge_strictest(RoomRules, (("", room_rules), ("", other)), "", {})
    assert isinstance(rules, RoomRules)
    return rules


def test_every_key_is_put_to_the_test() -> None:
    """Each key has random values, and either a stricter and a looser side or is a room's own."""
    everything = [key for key, _ in list_keys()]
    assert sorted(VALUES) == sorted(everything)
    assert sorted({*AS_STRICT, *OWN}) == sorted(everything)


@few
@given(FILES, FILES, FILES)
def test_meeting_is_associative(rules: RoomRules, two: RoomRules, three: RoomRules) -> None:
    """It makes no difference which files meet first."""
    assert said(meet(rules, meet(two, three))) == said(meet(meet(rules, two), three))


@few
@given(FILES, FILES)
def test_meeting_is_commutative(rules: RoomRules, two: RoomRules) -> None:
    """It makes no difference which file is the first, but for a room's own keys."""
    assert shared(meet(rules, two)) == shared(meet(two, rules))


@few
@given(OPINIONS)
def test_meeting_is_idempotent(rules: RoomRules) -> None:
    """A file that meets itself says what it said."""
    assert said(meet(rules, rules)) == said(rules)


@few
@given(FILES, FILES)
def test_no_outcome_is_looser_than_either_side(rules: RoomRules, two: RoomRules) -> None:
    """What two files say together is as strict as each, for every key that it mentions."""
    both = meet(rules, two)
    assert {*said(both)} == {*said(rules), *said(two)}
    for side in (rules, two):
        for key, was in shared(side).items():
            assert AS_STRICT[key](get_value(both, key), was), key


@few
@given(FILES, FILES)
def test_silence_is_no_opinion(rules: RoomRules, two: RoomRules) -> None:
    """A key that only one file mentions has that file's value, even where the default is stricter."""
    both = meet(rules, two)
    for quiet, file in ((rules, two), (two, rules)):
        for key, was in said(file).items():
            assert is_mentioned(quiet, key) or get_value(both, key) == was, key


@few
@given(OPINIONS, OPINIONS)
def test_a_rooms_own_keys_are_the_narrower_files(rules: RoomRules, two: RoomRules) -> None:
    """Language, backend, prefix and the like are those of the file that is nearer to the room; `never` outweighs a name."""
    own = [key for key in OWN if key != "transcription"]
    assert [get_value(meet(rules, two), key) for key in own] == [get_value(two, key) for key in own]
    forbidden = "never" in {rules.transcription, two.transcription}
    assert meet(rules, two).transcription == ("never" if forbidden else two.transcription)


@few
@given(st.lists(FILES, min_size=1, max_size=3))
def test_the_effective_rules_are_what_all_files_say_together(files: list[RoomRules]) -> None:
    """Deployment, packs and room meet one after the other, and so does what a minor or substance use brings."""
    layers = tuple(Layer(str(number), file) for number, file in enumerate(files))
    brought = [rules for key, rules in SITUATIONS.items() if any(getattr(file, key) for file in files)]
    rules, _ = merge_layers(layers)
    assert said(rules) == said(reduce(meet, [*files, *brought]))
    for order in permutations(layers):
        assert shared(merge_layers(order)[0]) == shared(rules)


@few
@given(FILES, FILES)
def test_the_origin_is_a_file_whose_value_won(room_rules: RoomRules, two: RoomRules) -> None:
    """Each key that a file mentions has an origin: a file that says just that, or several together."""
    layers = {"one": room_rules, "two": two, **{f"{key}: true": rules for key, rules in SITUATIONS.items()}}
    rules, origins = merge_layers((Layer("one", room_rules), Layer("two", two)))
    assert {*origins} == {*said(rules)}
    for key, origin in origins.items():
        assert origin == "several files" or said(layers[origin])[key] == get_value(rules, key), key


@few
@given(OPINIONS)
def test_rules_survive_being_written_down(rules: RoomRules) -> None:
    """What is read back from the notebook is what was written."""
    again = RoomRules.model_validate_json(rules.model_dump_json(exclude_unset=False))
    assert flatten_rules(again) == flatten_rules(rules)
    assert flatten_rules(RoomRules.model_validate_json(RoomRules().model_dump_json())) == flatten_rules(RoomRules())


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
    deployment = Layer("bot.yaml", nest_rules(loose))
    before, _ = merge_layers((deployment,))
    after, origins = merge_layers((deployment, Layer("kim.yaml", nest_rules({key: True}))))
    assert {name: get_value(before, name) for name in loose} == loose
    assert {name: get_value(after, name) for name in loose} == held
    assert {origins[name] for name in loose} == {f"{key}: true"}
    assert merge_layers((deployment, Layer("kim.yaml", nest_rules({key: False}))))[0].floor_max == before.floor_max
