"""Answers about the talk: people read each other's names, and the model read none of them."""

from rows import try_each
from scene import ANA, KIM, Scene, asks, on_desk, policy

from bot.model import Card, Person, Reply, UserId
from bot.words import render_words

LEE = UserId("@lee:clinic")


def three() -> Scene:
    """Return a scene in which Kim, Lee and Ana have spoken, in this order."""
    scene = Scene(policy(floor_max="speak"))
    scene.joins(Person(LEE, "Lee"))
    scene.says(LEE, "!agree")
    scene.listening()
    for sender in (KIM, LEE, ANA):
        scene.says(sender, "that was a long week for me")
    return scene


def shown(scene: Scene, command: str, answer: str) -> str:
    """Return what Ana reads at the desk when the model answers `command` so."""
    (ask,) = asks(scene.at_desk(ANA, command))
    (told,) = [answer for answer in scene.answers(ask.question, answer) if isinstance(answer, Reply)]
    return render_words(told.words)


@try_each(
    ("answer", "reads"),
    [
        ("Client 1 was tired, and client 2 too.", "Kim was tired, and Lee too."),
        ("Therapist 1 asked Klien 2.", "Ana asked Lee."),
        ("Client 7 said so, in Client 10's words.", "Client 7 said so, in Client 10's words."),
        ("Client 1's week was long.", "Kim's week was long."),
        ("A client 2 % taller.", "A client 2 % taller."),
    ],
)
def test_an_answer_calls_people_by_their_names(answer: str, reads: str) -> None:
    """Each number stands for who spoke in that place of the request; one that stands for nobody is left as it is."""
    assert reads in shown(three(), "!ask how was the week?", answer)


def test_points_and_offers_do_too() -> None:
    """What a therapist reads at the desk unasked, and what they are pointed to, names people as well."""
    scene = three()
    assert "Lee was tired." in shown(scene, "!suggest", "Client 2 was tired. [2]")
    scene.waits(600)
    scene.says(ANA, "!speak")
    scene.says(KIM, "lee, what would you like to do at the weekend?")
    (ask,) = asks(scene.waits(30))
    (card,) = [
        answer for answer in scene.answers(ask.question, "unanswered: Client 1 asked. [4]") if isinstance(answer, Card)
    ]
    assert "Kim asked." in render_words(card.words)


def test_other_answers_are_left_alone() -> None:
    """An explanation or a translation calls nobody by a number, so what looks like one stays as it was written."""
    scene = on_desk()
    code = scene.draft(text="Client 1 is what a first client is called in a file.")
    assert "Client 1 is what" in next(draft.text for draft in scene.room.drafts if draft.code == code)
