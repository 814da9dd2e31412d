"""The wide list reads answers too: what a model writes of danger is read twice, and calls nobody."""

from danger_scene import alarms, at, body
from interpreted import CAT, cards, interpreted, requests, translations
from note_hour import hour, made
from note_hour import on_desk as read_desk
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, on_desk, policy

from bot.model import Card, Desk, Effect, Reply

ALARM, NOTICE = (
    {"en": "I want to kill myself", "id": "aku mau bunuh diri"},
    {
        "en": "everyone would be better off without me",
        "id": "semua orang lebih baik tanpa aku",
    },
)
SOURCES = {"en": "kucing saya suka tidur di sofa merah itu", "id": "my cat likes to sleep on that red sofa"}
TWICE = {"en": "read it twice", "id": "dibaca pelan-pelan"}


def calls_nobody(scene: Scene, effects: tuple[Effect, ...]) -> bool:
    """Return whether nothing but the card came of an answer: no alarm, no notice, no silence."""
    return not (alarms(effects) or scene.room.alarms or scene.room.notices or scene.room.is_paused)


@try_each("language", ["en", "id"])
@try_each("words", [ALARM, NOTICE])
@try_each("approval", ["all", "unasked"])
def test_a_card_says_that_its_answer_hints_at_danger(approval: str, words: dict[str, str], language: str) -> None:
    """For every command whose answer goes to people, in both languages and tiers: a therapist sees it first, and reads it twice."""
    said = words[language]
    asked_for = {
        "!explain gobbledyquux": f"It can mean: {said}.",
        f"!translate {language} {SOURCES[language]}": f"{said}.",
        "!express so annoyed by the dishes": f"1. {said}.\n2. Please listen.",
    }
    for command, answer in asked_for.items():
        scene = Scene(policy(MODEL, approval=approval, language=(language, *({"en", "id"} - {language})))).listening()
        (asked,) = asks(scene.says(KIM, command))
        effects = scene.answers(asked.question, answer)
        (card,) = [effect for effect in effects if isinstance(effect, Card)]
        assert TWICE[language] in body(card), command
        assert calls_nobody(scene, effects)


@try_each("language", ["en", "id"])
def test_what_the_desk_asks_for_stands_under_the_line(language: str) -> None:
    """An answer, suggestions and a summary at the desk are shown at once, marked."""
    said = ALARM[language]
    for command, answer in (
        ("!ask what was said?", f"Somebody said: {said}."),
        ("!suggest", f"- Ask about: {said}. [1]"),
    ):
        scene = Scene(policy(MODEL, approval="all", language=(language,))).listening()
        scene.says(KIM, "we spoke of sleep")
        (asked,) = asks(scene.at_desk(ANA, command))
        effects = scene.answers(asked.question, answer)
        assert any(TWICE[language] in body(effect) for effect in at(effects, Desk())), command
        assert calls_nobody(scene, effects)


def test_a_message_pointed_at_that_hints_makes_its_answer_read_twice() -> None:
    """What is asked about is part of the request: an answer without a listed word to a message with one is looked at twice."""
    scene = on_desk()
    scene.says(KIM, NOTICE["en"])
    (asked,) = asks(scene.says(KIM, "!explain", reply_to=scene.room.window[-1].id))
    (card,) = [
        effect for effect in scene.answers(asked.question, "There is no term in it.") if isinstance(effect, Card)
    ]
    assert "read it twice" in body(card)


def test_an_offer_that_hints_at_danger_is_marked_and_not_lost() -> None:
    """A therapist may want to know; an offer is a draft, and nobody else reads it before they say so."""
    scene = Scene(policy(floor_max="speak")).listening()
    scene.says(ANA, "!speak")
    scene.waits(650.0)
    scene.says(KIM, "home is where we fight")
    (asked,) = asks(scene.waits(50.0))
    effects = scene.answers(asked.question, "unanswered: Somebody said: everyone would be better off without me. [1]")
    (card,) = [effect for effect in effects if isinstance(effect, Card)]
    assert "read it twice" in body(card)
    assert calls_nobody(scene, effects)


ASKED = ((ANA, "Did you ever say: I want to kill myself?"), (KIM, "once i did say that"))
LINE = "Client 1 was asked whether they ever said: I want to kill myself. [1]"


@try_each(("command", "heading"), [("!note soap", "subjective"), ("!summary", "told"), ("!summary for client", "told")])
def test_a_note_and_a_summary_say_so_too(command: str, heading: str) -> None:
    """Above their lines, at the desk; nothing is called because a model wrote it."""
    scene = hour(*ASKED)
    effects = made(scene, command, lambda question: f"{question.headings[0].key}: {LINE}")
    assert "read it twice" in read_desk(effects), (heading, read_desk(effects))
    assert not scene.room.alarms
    quiet = hour()
    assert "read it twice" not in read_desk(
        made(quiet, command, lambda question: f"{question.headings[0].key}: Client 1 slept badly. [2]")
    )


def test_a_live_translation_with_danger_that_its_message_lacks_waits() -> None:
    """Where the list knows the source it has told of it, and nobody is delayed; where only the translation trips a therapist looks."""
    scene = interpreted()
    (asked,) = requests(scene.says(KIM, CAT))
    effects = scene.answers(asked.question, f"My cat: {NOTICE['en']}")
    assert translations(effects) == []
    assert len(cards(effects)) == 1
    assert "read it twice" in body(next(effect for effect in effects if isinstance(effect, Card)))
    scene = interpreted()
    (asked,) = requests(scene.says(KIM, NOTICE["id"]))
    assert len(translations(scene.answers(asked.question, NOTICE["en"]))) == 1


def test_a_live_translation_on_a_card_is_marked() -> None:
    """Where each waits for a therapist's word its card says so, also of words whose source is known."""
    scene = interpreted(translate_auto=False)
    (asked,) = requests(scene.says(KIM, NOTICE["id"]))
    (card,) = [effect for effect in scene.answers(asked.question, NOTICE["en"]) if isinstance(effect, Card)]
    assert "read it twice" in body(card)


def test_an_answer_without_danger_is_not_marked() -> None:
    """Or nobody would read the line any more."""
    scene = Scene(policy(MODEL)).listening()
    (asked,) = asks(scene.says(KIM, "!explain gobbledyquux"))
    (reply,) = scene.answers(asked.question, "Gobbledyquux is a made-up word for mixed feelings.")
    assert isinstance(reply, Reply)
