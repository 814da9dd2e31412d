"""Finding words: `!express` in the person's own language and register, `!explain` for a term or a whole message."""

from dataclasses import replace

from rows import try_each
from scene import ANA, GUARDIAN, KIM, Scene, asks, keys, policy, posted

from bot.model import Ask, Language, Masked, Reply
from bot.policy import BackendFacts
from bot.session.request.prompts import compose_prompt
from bot.words import render_words
from bot.words.book import Entry, merge_books

EN, ID = Language("en"), Language("id")


def told(scene: Scene, asked: Ask) -> str:
    """Return all that the model is told for a question."""
    prompt = compose_prompt(asked, scene.policy, "fence", Masked)
    return "\n".join((prompt.system, *(turn.text for turn in prompt.turns)))


def said(scene: Scene, command: str) -> str:
    """Return the glossary's answer to a command, which replies to a message about two of its terms."""
    if not scene.room.window:
        scene.says(ANA, "the quiet room is good for rumination")
    (reply,) = scene.says(KIM, command, reply_to=scene.room.window[0].id)
    assert isinstance(reply, Reply)
    return render_words(reply.words)


# ---- express ----------------------------------------------------------------------------------------------------


@try_each(
    ("typed", "looks"),
    [
        ("!express aku capek banget", "Indonesian"),
        ("!ungkapkan aku capek banget", "Indonesian"),
        ("!express i am so tired of this", "English"),
        ("!ungkapkan i am so tired of this", "English"),
    ],
)
def test_the_ways_are_in_the_language_of_the_rough_words(typed: str, looks: str) -> None:
    """Whatever name of the command somebody types: the words themselves say which language they are in."""
    scene = Scene(policy()).listening()
    (asked,) = asks(scene.says(KIM, typed))
    assert f"which looks like {looks}" in told(scene, asked)


def test_the_answer_says_how_to_go_on_in_the_persons_language() -> None:
    """One line below the ways says that they are for the person to take, change or leave, and that nothing is sent."""
    for typed, line in (("i am so tired", "Take one, change it"), ("aku capek banget", "Pakai salah satu")):
        scene = Scene(policy()).listening()
        (asked,) = asks(scene.says(KIM, f"!express {typed}"))
        (reply,) = posted(scene.answers(asked.question, "I am worn out.\nI need rest."))
        text = render_words(reply.words)
        assert "1. I am worn out.\n2. I need rest." in text
        assert text.count(line) == 1


def test_no_other_answer_says_so() -> None:
    """The line is about ways to pick from, and stands under nothing else."""
    scene = Scene(policy()).listening()
    (asked,) = asks(scene.says(KIM, "!explain gobbledyquux"))
    (reply,) = posted(scene.answers(asked.question, "A word."))
    assert "Take one" not in render_words(reply.words)


def test_ways_rest_on_ten_messages_at_most() -> None:
    """Of a long talk no more than the ten messages before leave with the rough words."""
    scene = Scene(policy()).listening()
    for number in range(14):
        scene.says(KIM, f"word{number} of the talk")
    (asked,) = asks(scene.says(KIM, "!express so tired"))
    assert [line.text.split()[0] for line in asked.context] == [f"word{number}" for number in range(4, 14)]


# ---- explain ----------------------------------------------------------------------------------------------------


def test_a_message_without_a_known_term_goes_to_the_model_for_its_terms() -> None:
    """As a reply to jargon that the glossary does not know, the model is told to find three terms at most in it."""
    scene = Scene(policy()).listening()
    scene.says(ANA, "that is quite ego-syntonic limerence")
    (asked,) = asks(scene.says(KIM, "!explain", reply_to=scene.room.window[-1].id))
    said = told(scene, asked)
    assert "three at most" in said
    assert "limerence" in said
    (term,) = asks(scene.says(KIM, "!explain limerence in couples"))
    assert "three at most" not in told(scene, term)


def test_the_answer_is_in_the_askers_language() -> None:
    """Somebody whose last messages are surely Indonesian gets Indonesian, also for the English name of the command."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "aku tidak tahu apa yang dia mau dari kita")
    (asked,) = asks(scene.says(KIM, "!explain gobbledyquux"))
    assert asked.language == ID
    (asked,) = asks(scene.says(ANA, "!explain gobbledyquux"))
    assert asked.language == EN


def test_a_language_that_is_not_sure_or_not_the_rooms_changes_nothing() -> None:
    """A word or two say nothing about anybody's language, and a room that does not speak it is answered in its own."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "aku ok")
    assert asks(scene.says(KIM, "!explain gobbledyquux"))[0].language == EN
    scene = Scene(policy(language=("en",))).listening()
    scene.says(KIM, "aku tidak tahu apa yang dia mau dari kita")
    assert asks(scene.says(KIM, "!explain gobbledyquux"))[0].language == EN


def test_the_indonesian_name_says_it_all() -> None:
    """Who types `!jelaskan` wants Indonesian, whatever they wrote before."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "what do you have for me in the morning and for him")
    assert asks(scene.says(KIM, "!jelaskan gobbledyquux"))[0].language == ID


def test_ways_of_a_minor_wait_for_the_therapist() -> None:
    """What a minor wants to say is seen by a therapist first, in its numbered form."""
    scene = Scene(policy(minor=True, guardian=GUARDIAN)).listening()
    scene.draft("!express it is all too much", text="I am worn out.\nI need rest.")
    (draft,) = scene.room.drafts
    assert draft.text == "1. I am worn out.\n2. I need rest."


def test_an_answer_of_the_glossary_says_whose_text_it_is() -> None:
    """The clinic's own text is called so, with its source where there is one; so is what comes with Third Chair."""
    room = Entry("room", EN, "quiet room", "A room to sit in.", "You sit there.", source="house *rules*")
    scene = Scene(replace(policy(), glossary=merge_books((room,)))).listening()
    own, ours, both = (said(scene, f"!explain {term}") for term in ("quiet room", "rumination", ""))
    assert own.endswith("_Source:_ house \\*rules\\*\n_From the glossary (this clinic's own text)_")
    assert ours.endswith("_From the glossary (Third Chair's own text, not reviewed by a clinician)_")
    assert "Source" not in ours
    assert said(scene, "!jelaskan ruminasi").endswith(
        "_Dari glosarium (tulisan Third Chair, belum diperiksa psikolog atau dokter)_"
    )
    assert both.endswith(
        "_From the glossary (this clinic's text and Third Chair's own, which is not reviewed by a clinician)_"
    )


def test_beneath_the_terms_of_a_message_stands_how_to_ask_for_another() -> None:
    """What the glossary knows in a message is told at once; for what it does not, one line says what to type."""
    scene = Scene(policy()).listening()
    line = "For another word in that message: `!explain` and the word."
    assert line in said(scene, "!explain")
    assert line not in said(scene, "!explain rumination")


def test_without_a_model_a_message_without_terms_is_answered_kindly() -> None:
    """Where there is no model, a message of which the glossary knows nothing brings one line, and nothing leaves."""
    scene = Scene(policy(BackendFacts())).listening()
    scene.says(ANA, "that is quite ego-syntonic limerence")
    assert keys(scene.says(KIM, "!explain", reply_to=scene.room.window[-1].id)) == ["explain-unknown"]
