"""Whatever is saved, looked at and accepted, and in whatever order: rules only tighten by themselves."""

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from practice import BUDI, ROOM
from scene import ANA

from bot.model import (
    EventId,
    Heard,
    Language,
    Room,
    Ruled,
    UserId,
)
from bot.policy import BackendFacts, Policy, RoomRules, list_loosened_keys
from bot.session.command.context import CommandContext
from bot.session.policy_change import accept_rules, find_rules, take_up_rules

SOME_RULES = st.fixed_dictionaries(
    {},
    optional={
        "idle": st.sampled_from([5, 10, 30, 60]),
        "posts": st.sampled_from(["never", "approved", "any"]),
        "floor_max": st.sampled_from(["off", "listen", "speak"]),
        "require_cross_signing": st.booleans(),
        "mask": st.sets(st.sampled_from(["a", "b"])).map(tuple),
        "commands": st.sets(st.sampled_from(["ask", "explain"])).map(tuple),
        "ask": st.dictionaries(st.sampled_from(["ask", "explain"]), st.just(("client", "therapist")), max_size=2),
        "window": st.fixed_dictionaries({}, optional={"messages": st.integers(1, 5)}),
        "language": st.sampled_from([("en",), ("id",)]),
        "backend": st.sampled_from(["embedded", "house", "other"]),
        "therapists": st.sampled_from([(str(ANA),), (str(BUDI),), (str(ANA), str(BUDI))]),
    },
)
STEPS = st.lists(st.one_of(st.tuples(st.just("saves"), SOME_RULES), st.just(("looks", {})), st.just(("accepts", {}))))


def any_files(rules: dict[str, object]) -> Policy:
    """Return files that say this, with the backend that they name."""
    said = RoomRules.model_validate({"therapists": (str(ANA),), **rules})
    return Policy(said, UserId("@bot:clinic"), BackendFacts(said.backend))


def no_looser(held: RoomRules, than: RoomRules) -> bool:
    """Return whether in no key `held` is looser than `than`."""
    return list_loosened_keys(than, held) == ()


@try_examples(150)
@given(SOME_RULES, STEPS)
def test_rules_only_tighten_by_themselves(first: dict[str, object], steps: list[tuple[str, dict[str, object]]]) -> None:
    """In whatever order files are saved, looked at and accepted, what holds is never looser than the files.

    Nor is it looser than what a therapist accepted last, and a second look changes nothing.
    """
    files = any_files(first)
    room = take_up_rules(Room(ROOM, seated=True), Ruled(EventId("first"), 0.0), files).room
    word = files.rules
    for number, (step, rules) in enumerate(steps):
        now = float(number)
        if step == "saves":
            files = any_files(rules)
        elif step == "looks":
            room = take_up_rules(room, Ruled(EventId(f"r{number}"), now), files).room
            again = take_up_rules(room, Ruled(EventId(f"s{number}"), now), files)
            assert again.room == room
            assert again.effects == ()
        else:
            held = find_rules(room, files)
            therapist = UserId((held.rules.therapists or files.rules.therapists)[0])
            heard = Heard(EventId(f"a{number}"), therapist, now, "!policy accept", signed=True)
            waits, shown = list_loosened_keys(held.rules, files.rules), room.offered_rules
            room = accept_rules(CommandContext(room, heard, held, "policy", Language("en"))).room
            if waits and room.offered_rules == "":
                assert shown, "nobody accepts what was not shown"
                word = files.rules
        held = find_rules(room, files)
        assert no_looser(held.rules, files.rules)
        assert no_looser(held.rules, word)
        assert held.backend.name == held.rules.backend
