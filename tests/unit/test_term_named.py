"""An explanation that never names its term is none: twenty that do and twenty that do not, in both languages."""

from rows import try_each
from scene import KIM, Scene, asks, keys, policy

from bot.model import Answered, Desk, Effect, HoldBack, Notice, Reply, Task
from bot.session.answers.named_term import is_naming_term, list_other_names
from bot.words import render_words

RIGHT = (
    ("rumination", "Ruminating means going over the same painful thoughts again and again."),
    ("rumniation", "Rumination is turning the same thoughts over."),
    ("triggers", "A trigger is something that sets off a strong feeling."),
    ("self harm", "Self-harm is hurting oneself on purpose."),
    ("selfharm", "Self-harm is hurting oneself on purpose."),
    ("SLEEP HYGIENE", "sleep hygiene: small habits that help sleep."),
    ("CBT", "Cognitive behavioural therapy looks at how thoughts, feelings and acts hang together."),
    ("EMDR", "Eye Movement Desensitization and Reprocessing uses movements of the eyes."),
    ("dialectical behaviour therapy", "DBT teaches skills to bear strong feelings."),
    ("interoceptive exposure", "In exposure of this kind one brings on feelings of the body on purpose."),
    ("psychoeducation", "Psycho-education is learning about what one lives with."),
    ("grounding", "To ground oneself is to come back to what is here."),
    ("catastrophising", "Catastrophizing is expecting the worst."),
    ("flooding", "Banjir emosi (flooding) adalah saat perasaan datang sekaligus."),
    ("kewalahan", "Overwhelm (kewalahan) is when everything is too much at once."),
    ("kognitif", "Cognitive refers to thinking."),
    ("psikoedukasi", "Psychoeducation is learning about what one lives with."),
    ("ruminasi", "Rumination is turning the same thoughts over."),
    ("mindfulness", "Mindfulness atau kesadaran penuh adalah memperhatikan saat ini."),
    ("what is transference", "Transference is when old feelings go to a new person."),
)
WRONG = (
    ("interoceptive exposure", "Auntie Emily's Delightful Delights is a classic example of an emotional expression."),
    ("rumination", "I am happy to help you today. What would you like to know?"),
    ("CBT", "The weather is fine and many people like it."),
    ("EMDR", "Small habits that make sleep easier."),
    ("grounding", "A cake is made of flour, eggs and sugar."),
    ("transference", "Feelings are important in life and everybody has them."),
    ("window of tolerance", "It is a classic piece of music by a great composer."),
    ("flooding", "Kamu bisa mencoba tidur lebih awal setiap hari."),
    ("kewalahan", "This is a place where people can meet their friends."),
    ("sleep hygiene", "The patient should drink more water."),
    ("psikoedukasi", "Saya senang membantu Anda hari ini."),
    ("dissociation", "A lovely story about a dog who finds its way home."),
    ("attachment style", "Paris is the capital of France."),
    ("catastrophising", "Try to be kind to others."),
    ("trigger", "An important part of human life."),
    ("mindfulness", "Selamat pagi, ada yang bisa saya bantu?"),
    ("gaslighting", "Hello! Let us talk about music."),
    ("avoidance", "Good food keeps the body strong."),
    ("self-compassion", "The best way to learn to swim is with a teacher."),
    ("trauma bonding", "Many people enjoy the beach in summer."),
)


@try_each(("term", "text"), RIGHT)
def test_a_right_explanation_names_its_term(term: str, text: str) -> None:
    """In whatever form: inflected, hyphenated, in another case or language's spelling, short, spelt out, or put right."""
    assert is_naming_term(text, term)


@try_each(("term", "text"), WRONG)
def test_an_explanation_of_something_else_does_not(term: str, text: str) -> None:
    """A model that lost the term writes about anything."""
    assert not is_naming_term(text, term)


def test_the_set_is_as_large_as_it_says() -> None:
    """Twenty each."""
    assert (len(RIGHT), len(WRONG)) == (20, 20)


def explained(text: str, command: str = "!explain interoceptive exposure") -> tuple[Effect, ...]:
    """Return what comes of a model's answer to Kim, who asked for a term."""
    scene = Scene(policy()).listening()
    (asked,) = asks(scene.says(KIM, command))
    return scene.happens(Answered(scene.id(), scene.now, asked.question, text, "house", "small"))


def test_an_explanation_of_something_else_is_not_shown() -> None:
    """Kim reads one calm line, the desk learns why, and it is counted by task and reason."""
    effects = explained("Auntie Emily's Delightful Delights is a classic example of an emotional expression.")
    assert keys(effects) == ["trouble-empty", "held-back"]
    assert HoldBack(Task.EXPLAIN, "term") in effects
    (why,) = [effect for effect in effects if isinstance(effect, Notice) and effect.where == Desk()]
    assert "it did not name the term" in render_words(why.words)


def test_lines_of_our_own_prompt_are_no_explanation() -> None:
    """Its labels, such as that of the term or the answer, go; where nothing is left but the term, nothing is shown."""
    (shown, *_) = explained("The answer to the question: Interoceptive exposure brings on feelings of the body.")
    assert isinstance(shown, Reply)
    assert "The answer to" not in render_words(shown.words)
    assert "Interoceptive exposure brings on" in render_words(shown.words)
    for nothing in ("The term: interoceptive exposure", "Interoceptive exposure.", "**The term:**"):
        assert keys(explained(nothing))[0] == "trouble-empty"


def test_terms_in_a_message_need_no_name() -> None:
    """Where a message is explained, and no term was typed, there is none to hold the answer against."""
    assert is_naming_term("It means that sleep comes hard.", "")


def test_a_question_in_somebodys_own_words_need_not_be_repeated() -> None:
    """Whoever asks for more than a term gets an answer in other words."""
    assert is_naming_term("The head is heavy until it wears off.", "why I am groggy in the morning after the tablet")


@try_each(
    ("term", "text", "stands"),
    [
        ("CBT for sleep", "Terapi perilaku kognitif untuk tidur menata ulang kebiasaan malam hari.", True),
        ("terapi kognitif perilaku anak", "CBT looks at how thoughts, feelings and acts hang together.", True),
        ("CBT for sleep", "Terapi musik adalah mendengarkan lagu yang menenangkan.", False),
        ("interoceptive exposure", "Terapi perilaku kognitif adalah salah satu jenis terapi bicara.", False),
        ("interoceptive cue", "Isyarat dari dalam tubuh adalah tanda yang dirasakan badan.", False),
        ("banjir emosi (flooding)", "Banjir emosi adalah saat perasaan datang sekaligus.", True),
    ],
)
def test_a_translated_term_counts_where_the_glossary_or_the_asker_says_so(term: str, text: str, stands: bool) -> None:
    """A name that the glossary, or the asker, has for it names it; any other "X is ..." explains something else."""
    assert is_naming_term(text, term, list_other_names(policy().glossary, term)) == stands


def test_a_term_that_is_only_translated_reaches_the_room_by_the_glossary() -> None:
    """What the glossary calls it is looked up for the answer: the very same text without that is held back."""
    (shown, *_) = explained("Terapi perilaku kognitif menata ulang kebiasaan malam hari.", "!explain CBT for sleep")
    assert isinstance(shown, Reply)
    assert keys(explained("Terapi lampu menata ulang kebiasaan malam hari.", "!explain CBT for sleep")) == [
        "trouble-empty",
        "held-back",
    ]
