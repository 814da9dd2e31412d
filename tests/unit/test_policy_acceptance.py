"""Tightening holds at once; loosening waits until a therapist accepts it."""

from examples import try_examples
from hypothesis import given
from looseness import AS_STRICT, IN_FORCE, OPINIONS, OWN, looser
from scene import policy

from bot.model import UserId
from bot.policy import (
    WAITS,
    BackendFacts,
    Policy,
    RoomRules,
    find_policy_in_force,
    flatten_rules,
    get_value,
    list_changed_keys,
    list_keys,
    list_loosened_keys,
    nest_rules,
)

few = try_examples(60)
BY_SPELLING = ("therapists", "supervisors", "second_contacts", "ask", "backend")
BOT = UserId("@bot:clinic")


def files(rules: RoomRules) -> Policy:
    """Return what the files say."""
    return Policy(rules, BOT, BackendFacts(rules.backend, "openai", "small"), {"idle": "bot.yaml"})


@few
@given(OPINIONS, OPINIONS)
def test_what_holds_is_never_looser_than_what_was_accepted_or_what_the_files_say(
    accepted: RoomRules, now: RoomRules
) -> None:
    """Neither a file nor an acceptance alone can loosen a rule."""
    held = find_policy_in_force(accepted, files(now)).rules
    assert looser(held, accepted, IN_FORCE) == []
    assert looser(held, now, IN_FORCE) == []


@few
@given(OPINIONS, OPINIONS)
def test_exactly_what_is_looser_waits(accepted: RoomRules, now: RoomRules) -> None:
    """The keys that need `!policy accept` are those in which the files are looser than what was accepted.

    Patterns are compared by their spelling, commands by what is certain, backends by their names: when in doubt, it waits.
    """
    waiting, result = {*list_loosened_keys(accepted, now)}, {*looser(now, accepted, IN_FORCE)}
    assert waiting >= result
    assert waiting - result <= {*BY_SPELLING}


@few
@given(OPINIONS, OPINIONS)
def test_what_waits_is_named(accepted: RoomRules, now: RoomRules) -> None:
    """Where the accepted value holds on, the origin says so; everything else is as the files have it."""
    held = find_policy_in_force(accepted, files(now))
    waits = {key for key, origin in held.origins.items() if origin == WAITS}
    assert waits == {*list_loosened_keys(accepted, now)}
    assert {*list_changed_keys(held.rules, now)} == waits


@few
@given(OPINIONS)
def test_what_was_accepted_holds(now: RoomRules) -> None:
    """Once the files are accepted nothing waits, and nothing has changed."""
    assert find_policy_in_force(now, files(now)) == files(now)
    assert list_loosened_keys(now, now) == list_changed_keys(now, now) == ()


def test_a_room_that_accepted_nothing_follows_the_files() -> None:
    """Before anybody has accepted anything, the files are all there is."""
    assert find_policy_in_force(None, policy(idle=5)) == policy(idle=5)


def test_another_backend_waits_and_nothing_answers_meanwhile() -> None:
    """Until another backend is accepted, text goes neither to the new one nor to the old."""
    accepted = policy(backend=BackendFacts(), prefix=".", language=["id"]).rules
    now = files(nest_rules({**flatten_rules(accepted), "backend": "house", "prefix": "!", "language": ("en",)}))
    held = find_policy_in_force(nest_rules({**flatten_rules(accepted), "backend": "old"}), now)
    assert (held.backend, held.rules.backend) == (BackendFacts(), "embedded")
    assert (held.rules.prefix, held.rules.language) == ("!", ("en",))
    assert list_loosened_keys(accepted, now.rules) == ("backend",)
    assert list_loosened_keys(now.rules, accepted) == ()  # to `embedded`: text goes nowhere
    assert {*list_changed_keys(accepted, now.rules)} == {"backend", "prefix", "language"}


def test_a_command_that_the_files_open_waits() -> None:
    """`ask: {ask: [therapist, client]}` lets clients ask once a therapist has accepted it, and therapists at once."""
    accepted = policy()
    now = policy(ask={"ask": ["therapist", "client"]})
    assert list_loosened_keys(accepted.rules, now.rules) == ("ask",)
    assert find_policy_in_force(accepted.rules, now).rules.ask == {"ask": ("therapist",)}
    assert list_loosened_keys(now.rules, policy(ask={"ask": ["therapist"]}).rules) == ()


def test_every_key_counts() -> None:
    """No key can be changed unseen."""
    strict = RoomRules()
    other = {**flatten_rules(strict), "idle": 61}
    assert list_changed_keys(strict, nest_rules(other)) == ("idle",)
    assert {*AS_STRICT, *OWN} == {key for key, _ in list_keys()}
    assert get_value(nest_rules(other), "idle") == 61
