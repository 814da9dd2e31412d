"""An answer is what it says it is: no refusal is an explanation, a way to say it, a point or a line of a note."""

from note_hour import hour, made, texts
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, keys, policy, posted

from bot.model import Card, Effect, Task
from bot.session.answers.schema import Doubt, Unfit, fit_answer

ROUGH = "you never listen, you idiot"
SAID = (
    (ANA, "How did you sleep?"),
    (KIM, "three hours on Monday, my sister shouted at me"),
    (ANA, "Shall we breathe for 10 minutes each night?"),
    (KIM, "ok, I take 50 mg sertraline too"),
)


@try_each(
    ("term", "answer"),
    [
        ("interoceptive exposure", "I can't help with that."),
        ("interoceptive exposure", "I'm so sorry, but I cannot provide information on interoceptive exposure."),
        ("interoceptive exposure", "Unfortunately, I am unable to explain interoceptive exposure."),
        ("paparan interoseptif", "Mohon maaf, saya tidak dapat menjelaskan paparan interoseptif."),
        ("paparan interoseptif", "Saya menolak permintaan ini."),
        ("masking", "As an AI language model, I can say that masking is hiding."),
        ("masking", "Masking"),
        ("masking", "What is masking, in which context?"),
        ("masking", "DANGER"),
    ],
)
def test_what_explains_nothing_is_no_explanation(term: str, answer: str) -> None:
    """A refusal, the term again, a question back or the stop-word is shown to nobody as an explanation."""
    assert fit_answer(Task.EXPLAIN, answer, term).unfit in {Unfit.REFUSED, Unfit.EMPTY}


@try_each(
    ("term", "answer"),
    [
        ("rumination", "Rumination is going over the same thing. Example: I can't help thinking of what I said."),
        ("apologising", "Apologising means to say that one is sorry, even for what one can't undo."),
        ("trigger warning", "A note that sensitive content follows, so that nobody reads it unprepared."),
        ("boundaries", "Boundaries are what you say no to. I can't talk now, call me at six is one."),
        ("refusal", "A refusal is a no: I won't do it."),
        ("permintaan", "Permintaan ini berarti kamu meminta sesuatu dengan jelas."),
    ],
)
def test_an_explanation_may_speak_of_refusing(term: str, answer: str) -> None:
    """What an example says is no refusal of the model's."""
    assert fit_answer(Task.EXPLAIN, answer, term).text == answer


def test_an_explanation_ends_where_it_has_explained() -> None:
    """What models offer beyond it is left out."""
    fit = fit_answer(Task.EXPLAIN, "Masking is hiding what one feels.\n\nLet me know if you have questions!", "masking")
    assert fit.text == "Masking is hiding what one feels."


@try_each(
    "answer",
    [
        "I'm not comfortable with rephrasing this.",
        "I won't rephrase insults.",
        "It's important to communicate respectfully.",
        "Saya tidak bersedia menulis ulang kata-kata kasar.",
        "Penting untuk berkomunikasi dengan sopan.",
    ],
)
def test_a_lecture_is_no_way_to_say_it(answer: str) -> None:
    """Whoever asked for words is not given a lecture to send on."""
    assert fit_answer(Task.EXPRESS, answer, ROUGH).unfit is Unfit.REFUSED


@try_each("answer", ["The words are for a person: DANGER.", "DANGER: this may be for a person."])
def test_the_stop_word_with_a_remark_is_the_stop_word(answer: str) -> None:
    """What a model says around it is no way to say anything; where it stands among ways, or in the rough words, they stay."""
    assert fit_answer(Task.EXPRESS, answer, ROUGH).unfit is Unfit.PERSON
    assert fit_answer(Task.EXPRESS, "There is DANGER on my door.", "they wrote DANGER on my door").unfit is None


def test_ways_are_in_the_language_of_the_rough_words() -> None:
    """Ways that are surely in another language than what was typed are held back."""
    english = "1. I feel that you do not hear me when we talk.\n2. I need you to listen to what I have to say."
    typed = "kamu itu tidak pernah mau dengar aku, dan aku yang selalu salah"
    assert fit_answer(Task.EXPRESS, english, typed).unfit is Unfit.TONGUE


def test_an_answer_cites_nothing_that_cannot_be_looked_up() -> None:
    """Numbers of messages, which nobody sees, are not shown as if they were sources."""
    assert fit_answer(Task.ASK, "They slept badly. [1, 2]", "what was said?").text == "They slept badly."


def ask_about(answer: str, *said: str) -> tuple[Effect, ...]:
    """Return what comes of an answer to Ana's question, after she has said this."""
    scene = Scene(policy(MODEL)).listening()
    scene.says(KIM, "I slept 3 hours")
    for text in said:
        scene.says(ANA, text)
    (asked,) = asks(scene.says(ANA, "!ask how is Kim?"))
    return scene.answers(asked.question, answer)


@try_each("answer", ["Client 1 is safe and stable.", "Kim is not at risk.", "Klien 1 dalam kondisi stabil."])
def test_nobody_is_called_safe_unread(answer: str) -> None:
    """Where an answer says how safe somebody is and no therapist said so, a therapist reads it first, and is told why."""
    (card,) = ask_about(answer)
    assert isinstance(card, Card)
    assert ("doubt", Doubt.RISK) in card.words.args
    assert posted(ask_about("Client 1 slept three hours."))


@try_each(
    "line", ["I'm sorry, I can't help with this request.", "Maaf, saya tidak dapat membantu.", "I cannot write notes."]
)
def test_a_refusal_is_no_point(line: str) -> None:
    """Whatever number stands behind it."""
    scene = hour(*SAID)
    made(scene, text=f"subjective: Client 1 slept three hours. [2]\nsubjective: {line} [2]")
    assert texts(scene) == ["Client slept three hours."]
    (asked,) = asks(scene.at_desk(ANA, "!suggest"))
    assert keys(scene.answers(asked.question, f"- {line} [2]")) == ["suggest-unsourced"]


@try_each(
    ("line", "stands"),
    [
        ("Client 1's husband reported that client 1 slept three hours. [2]", False),
        ("Suami klien 1 melaporkan bahwa klien 1 tidur tiga jam. [2]", False),
        ("Client 1's sister said something loud. [2]", True),
        ("Kakak klien 1 mengatakan sesuatu. [2]", True),
        ("Client 1's brother said nothing about sertraline. [4]", True),
        ("Client 1 will reduce sertraline. [4]", False),
        ("Klien 1 akan mengurangi sertraline. [4]", False),
        ("Client 1 takes 50 mg sertraline. [4]", True),
        ("Client 1 does not seem to be in any danger. [2]", False),
    ],
)
def test_a_note_invents_no_teller_and_no_change_of_medicine(line: str, stands: bool) -> None:
    """Who tells something must be spoken of where it is told; what is done about a drug must have been said."""
    scene = hour(*SAID)
    made(scene, text=f"subjective: {line}")
    assert bool(scene.room.note and texts(scene)) == stands


@try_each("heading", ["S:", "**S:**", "**S (Subjective):**", "S - Subjective:", "Subjective:"])
def test_a_heading_may_be_its_letter(heading: str) -> None:
    """Models that know the form write `S:` or `S (Subjective):`, and nothing of what they say is lost for that."""
    scene = hour(*SAID)
    made(scene, text=f"{heading} Client 1 slept three hours. [2]")
    assert texts(scene) == ["Client slept three hours."]
