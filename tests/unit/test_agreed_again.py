"""Agreements beside each other: given again, given to more, given by nobody; and what a card and a greeting are filled with."""

from scene import ANA, KIM, Scene, policy

from bot.model import TALK, Came, Desk, Notice, Person, Purpose, UserId
from bot.session.talk.agreement import DAY, find_agreement, find_agreement_end, list_danger_facts
from bot.words import languages

LEE = UserId("@lee:clinic")


def list_held(scene: Scene) -> set[Purpose]:
    """Return what Kim has agreed to that holds now."""
    return {purpose for purpose in Purpose if find_agreement(scene.room, scene.policy, KIM, purpose, scene.now)}


def test_the_card_names_every_language_that_is_compared() -> None:
    """Of the languages with a list of danger words the last stands behind an *and*, those before it behind commas."""
    facts = list_danger_facts(policy(), languages()[0])
    assert (facts["covered"], facts["last"]) == ("English", "Indonesian")


def test_an_agreement_to_more_leaves_what_was_agreed_to_before() -> None:
    """Who agreed to be read and agrees to the model later keeps the first agreement, with its own moment."""
    scene = Scene(policy())
    scene.says(KIM, "!agree listen")
    first = find_agreement(scene.room, scene.policy, KIM, Purpose.LISTEN, scene.now)
    scene.says(KIM, "!agree model")
    assert first is not None
    assert find_agreement(scene.room, scene.policy, KIM, Purpose.LISTEN, scene.now) == first
    assert list_held(scene) == set(TALK)


def test_an_agreement_that_is_given_again_stands_once() -> None:
    """Who agrees again when an agreement has run out has one agreement to each purpose, the new one."""
    scene = Scene(policy())
    scene.says(KIM, "!agree")
    scene.now += scene.policy.rules.consent.days * DAY + 1
    assert list_held(scene) == set()
    scene.says(KIM, "!agree")
    assert sorted(consent.purpose for consent in scene.room.consents if consent.person == KIM) == sorted(TALK)


def test_where_nobody_has_agreed_nothing_runs_out() -> None:
    """A room in which nobody has agreed to anything has no moment at which an agreement ends."""
    scene = Scene(policy())
    assert find_agreement_end(scene.room, scene.policy) is None


def test_who_comes_to_the_desk_is_told_whether_answers_are_let_out() -> None:
    """The greeting at the desk says what a yes does there: that answers are posted, or that this policy posts none."""
    for rules, expected in ((policy(), "yes"), (policy(posts="never"), "no")):
        scene = Scene(rules)
        greeting = next(
            effect.words
            for effect in scene.happens(Came(scene.id(), scene.now, Desk(), ANA))
            if isinstance(effect, Notice) and effect.words.key == "desk-greeting"
        )
        assert dict(greeting.args)["posts"] == expected


def test_the_room_reads_who_has_come() -> None:
    """Where a newcomer turns the AI off, the line that says so has their name."""
    scene = Scene(policy()).listening()
    said = [effect.words for effect in scene.joins(Person(LEE, "Lee")) if isinstance(effect, Notice)]
    assert "Lee" in [dict(words.args).get("person") for words in said if words.key == "floor-off-newcomer"]
