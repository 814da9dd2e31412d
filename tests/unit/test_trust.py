"""The trust gate, over every combination of facts: one rule broken is enough, and each has a code of its own."""

from dataclasses import asdict, replace
from itertools import product

from rows import try_each
from scene import KIM, Scene, keys, policy

from bot.matrix.trust import EXPECTED, Facts, Refusal, find_distrust
from bot.model import Floor, UserId

CERTAIN = Facts(
    ours=False,
    decrypted=True,
    right_room=True,
    is_state=False,
    forwarded=False,
    owner_is_sender=True,
    joined=True,
    from_bot=False,
    notice=False,
    text=True,
    signed=True,
)
RULES = [name for name in asdict(CERTAIN) if name != "signed"]


@try_each(
    ("fact", "code"),
    [
        ("ours", Refusal.OWN),
        ("decrypted", Refusal.PLAINTEXT),
        ("right_room", Refusal.OTHER_ROOM),
        ("is_state", Refusal.ENCRYPTED_STATE),
        ("forwarded", Refusal.FORWARDED),
        ("owner_is_sender", Refusal.NOT_THE_SENDERS),
        ("joined", Refusal.NOT_JOINED),
        ("from_bot", Refusal.BOT),
        ("notice", Refusal.NOTICE),
        ("text", Refusal.NOT_TEXT),
    ],
)
def test_each_broken_rule_has_its_code(fact: str, code: Refusal) -> None:
    """A message that breaks one rule is refused, with the code of exactly that rule."""
    assert find_distrust(replace(CERTAIN, **{fact: not getattr(CERTAIN, fact)})) is code


def test_all_rules_must_hold() -> None:
    """Of all the ways in which facts can combine, exactly one passes: the one in which every rule holds."""
    passing = [
        values
        for values in product((False, True), repeat=len(RULES))
        if find_distrust(replace(CERTAIN, **dict(zip(RULES, values, strict=True)))) is None
    ]
    assert passing == [tuple(getattr(CERTAIN, name) for name in RULES)]


def test_an_unsigned_device_passes() -> None:
    """Whether a device is cross-signed is not asked at the gate: turning the AI down needs attribution alone."""
    assert find_distrust(replace(CERTAIN, signed=False)) is None


def test_whatever_points_at_an_attack_is_logged() -> None:
    """Only what every room is full of is left out of the log: our own messages, notices, pictures."""
    assert sorted(EXPECTED) == [Refusal.NOT_TEXT, Refusal.NOTICE, Refusal.OWN]


def test_a_changed_identity_can_only_turn_it_down() -> None:
    """Whose identity was replaced is told so, once a day, and no command of theirs counts but those that turn the AI down."""
    scene = Scene(policy()).listening()
    assert keys(scene.says(KIM, "!agree", signed=False, changed=True)) == ["identity-changed", "alarm-identity-changed"]
    assert keys(scene.says(KIM, "!explain rumination", signed=False, changed=True)) == []
    assert keys(scene.says(KIM, "!stop", signed=False, changed=True)) == ["floor-off"]
    assert scene.room.floor is Floor.OFF
    scene.now += 24 * 3600
    assert keys(scene.says(KIM, "!agree", signed=False, changed=True)) == ["identity-changed", "alarm-identity-changed"]


def test_no_policy_thaws_a_changed_identity() -> None:
    """Where devices need not be cross-signed, a replaced identity is frozen all the same."""
    scene = Scene(policy(require_cross_signing=False))
    assert keys(scene.says(KIM, "!agree", signed=False, changed=True)) == ["identity-changed", "alarm-identity-changed"]
    assert keys(scene.says(KIM, "!agree", signed=False)) == ["agree-done"]


def test_a_confirmed_identity_is_not_silenced_by_the_line_of_the_day() -> None:
    """Once the operator has confirmed it, the next command counts, and another doubt has another line."""
    scene = Scene(policy())
    scene.says(KIM, "!agree", signed=False, changed=True)
    assert keys(scene.says(KIM, "!agree", signed=False, device="PHONE")) == ["verify-first"]
    assert keys(scene.says(KIM, "!agree")) == ["agree-done"]


def test_each_device_is_told_once() -> None:
    """How to verify is said once a day for each device of a person; what was said yesterday is forgotten."""
    scene = Scene(policy())
    assert keys(scene.says(KIM, "!agree", signed=False, device="PHONE")) == ["verify-first"]
    assert keys(scene.says(KIM, "!agree", signed=False, device="TABLET")) == ["verify-first"]
    assert keys(scene.says(KIM, "!agree", signed=False, device="PHONE")) == []
    scene.now += 24 * 3600
    assert keys(scene.says(UserId("@ana:clinic"), "!listen", signed=False, device="DESK")) == ["verify-first"]
    assert len(scene.room.told_to_verify) == 1
