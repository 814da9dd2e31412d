"""A quiet room: what the bot says to everybody is said in the languages that they read, once, and what is for one person comes to them."""

from scene import ANA, KIM, Scene, policy

from bot.model import Effect, Language, Notice, Person, SessionRoom, UserId

EN, ID = Language("en"), Language("id")
DEWI = Person(UserId("@dewi:clinic"), "Dewi")


def aloud(effects: tuple[Effect, ...]) -> list[tuple[str, list[Language]]]:
    """Return what is said to everybody in the session room, each with its languages."""
    return [
        (effect.words.key, [effect.words.language, *effect.words.also])
        for effect in effects
        if isinstance(effect, Notice) and effect.where == SessionRoom()
    ]


def test_where_everybody_agreed_in_one_language_a_switch_is_said_in_that_one() -> None:
    """Whoever could agree to a card in a language reads it: nobody gets the same line twice."""
    scene = Scene(policy())
    scene.says(KIM, "!agree")
    assert aloud(scene.says(ANA, "!listen")) == [("listen-on", [EN])]
    assert aloud(scene.says(KIM, "!stop")) == [("floor-off", [EN])]


def test_where_two_read_different_languages_a_switch_is_said_in_both() -> None:
    """A line that somebody has to understand stands in the language of each."""
    scene = Scene(policy())
    scene.says(KIM, "!setuju")
    assert aloud(scene.says(ANA, "!listen")) == [("listen-on", [EN, ID])]


def test_a_switch_is_said_in_the_people_s_language_whatever_the_command_was_typed_in() -> None:
    """Who types an Indonesian command in a room that agreed in English turns the AI off in English."""
    scene = Scene(policy()).listening()
    assert aloud(scene.says(KIM, "!berhenti")) == [("floor-off", [EN])]


def test_of_whoever_has_agreed_to_nothing_nobody_knows_what_they_read() -> None:
    """A newcomer, and whoever only sits in, is told in each of the room's languages."""
    scene = Scene(policy()).listening()
    assert aloud(scene.joins(DEWI)) == [("floor-off-newcomer", [EN, ID])]
    watched = Scene(policy(observers=("@dewi:clinic",)))
    watched.joins(DEWI)
    watched.says(KIM, "!agree")
    assert aloud(watched.says(ANA, "!listen")) == [("listen-on", [EN, ID])]


def test_a_line_does_not_show_by_its_languages_that_somebody_took_their_agreement_back() -> None:
    """Who has agreed once reads that language; the room hears the same as at any other switch."""
    scene = Scene(policy()).listening()
    assert [languages for _, languages in aloud(scene.says(KIM, "!withdraw"))] == [[EN]]
    assert dict(scene.room.reads) == {KIM: EN, ANA: EN}
    scene.says(KIM, "!forget me")
    scene.says(KIM, "!forget me yes")
    assert KIM not in dict(scene.room.reads)
