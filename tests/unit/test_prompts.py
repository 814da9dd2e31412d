"""What a model is told of each task: how a text is to be translated, who speaks to whom, and how rough words are put."""

from danger_scene import PIM, couple
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, policy

from bot.masking.mask import Veil
from bot.masking.names import Names
from bot.model import Ask, Desk, Direct, EventId, Language, Masked, Prompt, Task
from bot.policy import Policy
from bot.session.answers.points import parse_offer, parse_points
from bot.session.answers.schema import Unfit, clean_answer, fit_answer
from bot.session.request.prompts import collect_instructions, compose_prompt
from bot.session.talk.token_estimate import estimate_tokens

EN, ID = Language("en"), Language("id")
FENCE = "c0ffee12c0ffee12"
MOST = 350
"""Tokens of what the bot tells a model, by estimate: small models lose what stands in a long prompt."""


def tell(task: Task, *into: Language, rules: Policy | None = None) -> str:
    """Return all that a model is told for a task."""
    ask = Ask(EventId("$q"), KIM, task, "house", (into or (EN,))[-1], into or (EN,), "something")
    return collect_instructions(ask, rules or policy())


def compose(ask: Ask, rules: Policy) -> Prompt:
    """Return the prompt for a question, masked mildly."""
    return compose_prompt(ask, rules, FENCE, Veil(Names(), strict=False))


def turn(scene: Scene, ask: Ask) -> str:
    """Return what the model gets to read of people."""
    return str(compose(ask, scene.policy).turns[0].text)


PROMPTED = [task for task in Task if task is not Task.TRANSCRIBE]
"""What a model is told in words: a voice message goes to its server as it is."""


@try_each("task", PROMPTED)
def test_what_a_model_is_told_is_short(task: Task) -> None:
    """No task takes more than a page of a small model's room, however it grows."""
    assert estimate_tokens(tell(task, ID, EN)) <= MOST


@try_each("task", PROMPTED)
def test_kindness_belongs_to_explaining(task: Task) -> None:
    """What is put into other words is as rough or polite as it was; only an explanation is told to be kind."""
    told = tell(task)
    assert ("as rough or polite as it is" in told) is (task in {Task.TRANSLATE, Task.INTERPRET})
    assert ("plain, kind words" in told) is (task is Task.EXPLAIN)


@try_each("task", PROMPTED)
def test_hard_words_are_translated_exactly(task: Task) -> None:
    """Suicide, violence, sex and insults are translated without a warning or a help-line: a therapist reads them."""
    exact = "suicide, violence, sex or insults: translate it exactly, no warning, no help-line: a therapist reads it"
    assert (exact in tell(task)) is (task in {Task.TRANSLATE, Task.INTERPRET})


@try_each(("into", "told"), [((EN,), True), ((EN, ID), True), ((ID,), False)])
def test_no_gender_is_guessed(into: tuple[Language, ...], told: bool) -> None:
    """Where words that tell no gender may be translated, a model is told to write they, or a note, and never to guess."""
    assert ("never guess" in tell(Task.TRANSLATE, *into)) is told
    assert ("-nya" in tell(Task.TRANSLATE, *into)) is told
    assert ("never guess" in tell(Task.INTERPRET, *reversed(into))) is (into != (EN,) or True) or not told


@try_each("task", [Task.TRANSLATE, Task.INTERPRET])
def test_a_note_on_culture_has_a_sample_and_one_of_what_not_to_write(task: Task) -> None:
    """One good note, and a stereotype that is called one."""
    told = tell(task)
    assert told.count("'Note: ") == 2
    assert "a stereotype: 'Note: people there hide their anger.'" in told


def test_feelings_are_not_named_of_the_people_here() -> None:
    """The rule is said of the people, so that a term that is a feeling can be explained; policy lifts it."""
    assert "Name no feeling or state of mind of the people here that they did not name" in tell(Task.EXPLAIN)
    assert "Name no feeling" not in tell(Task.EXPLAIN, rules=policy(infer_emotion=True))


def test_rough_words_are_put_so_that_they_can_be_heard() -> None:
    """What happened, what I feel if it was said, what I need; both sides; no accusing always; a word of its own for danger."""
    told = tell(Task.EXPRESS)
    for part in (
        "the one they are meant for can hear",
        "what happened, what I feel (only if they say it), what I need or ask",
        "both sides of a mixed feeling",
        "no 'you always'",
        "danger, violence or abuse, soften nothing: answer with the single word DANGER",
    ):
        assert part in told


def test_example_lines_are_what_the_bot_reads() -> None:
    """The two lines that stand for suggestions, and for offers, are ones that the bot itself would show."""
    lines = [line for line in tell(Task.SUGGEST).split("\n") if line.startswith("- ")]
    points, _ = parse_points("\n".join(lines))
    assert [len(point.numbers) for point in points] == [2, 1]
    offers = [line for line in tell(Task.OFFER).split("\n") if line.startswith(("two-meanings:", "unanswered:"))]
    assert [offer.kind for line in offers if (offer := parse_offer(line))] == ["two-meanings", "unanswered"]
    for task, line in (*((Task.SUGGEST, line) for line in lines), *((Task.OFFER, line) for line in offers)):
        assert fit_answer(task, line, "we spoke of sleep").unfit is Unfit.RULES, (
            "an example that a model repeats is no point"
        )


# ---- who speaks to whom ---------------------------------------------------------------------------------------------


def test_who_speaks_to_whom_is_told_by_roles() -> None:
    """A client to the one other, to nobody knows whom, a therapist to both; to whoever is answered; never a name."""
    two, three = Scene(policy(MODEL)).listening(), couple()
    cases = (
        (two, KIM, "Client 1 to Therapist 1"),
        (two, ANA, "Therapist 1 to Client 1"),
        (three, KIM, "Client 1 to the others"),
        (three, PIM, "Client 1 to the others"),
        (three, ANA, "Therapist 1 to both"),
    )
    for scene, who, address in cases:
        scene.says(who, "kok diam saja")
        (asked,) = asks(scene.says(KIM, "!translate en", reply_to=scene.room.window[-1].id))
        assert f"The text ({address}):\n```{FENCE}\nkok diam saja\n" in turn(scene, asked), address
        assert not {"Ana", "Kim", "Pim"} & set(turn(scene, asked).split())
    three.says(PIM, "kok diam saja")
    (asked,) = asks(three.says(KIM, "!translate id because I am tired", reply_to=three.room.window[-1].id))
    assert f"do not translate it:\n```{FENCE}\nkok diam saja\n" in turn(three, asked)
    assert f"The text (Client 1 to Client 2):\n```{FENCE}\nbecause I am tired\n" in turn(three, asked)


@try_each("where", [Desk(), Direct(KIM)])
def test_nobody_is_known_to_hear_what_is_typed_aside(where: Desk | Direct) -> None:
    """At the desk and in private it is not known to whom a text will be said."""
    scene = couple()
    (asked,) = asks(scene.says(ANA if where == Desk() else KIM, "!translate id I am tired of this", where=where))
    assert "The text:\n" in turn(scene, asked)


def test_live_translation_knows_it_too() -> None:
    """Above the first of the messages that one person wrote."""
    ask = Ask(EventId("$q"), KIM, Task.INTERPRET, "house", EN, (ID, EN), "", hearers=(ANA, PIM))
    scene = couple()
    scene.says(KIM, "aku capek")
    ask = Ask(**{name: getattr(ask, name) for name in ask.__slots__} | {"context": scene.room.window[-1:]})
    assert turn(scene, ask).startswith("The message (Client 1 to the others):\n")


def test_a_small_models_echo_of_the_heading_is_taken_off() -> None:
    """Our own line above the text is no part of anybody's words."""
    echoed = "The text (Client 1 to the others):\nI am tired"
    assert clean_answer(Task.TRANSLATE, echoed, "aku capek")[0] == "I am tired"


def test_the_clinics_terms_go_along_with_a_text() -> None:
    """Terms that stand in it, as the clinic calls them in the room's languages; none where none stands in it."""
    scene = Scene(policy(MODEL)).listening()
    (asked,) = asks(scene.says(KIM, "!translate id I had a panic attack in the bus"))
    text = turn(scene, asked)
    assert text.startswith("The clinic's own words:\npanic attack = serangan panik\n\nThe text (")
    (asked,) = asks(scene.says(KIM, "!translate id I missed the bus"))
    assert "own words" not in turn(scene, asked)
    assert Masked(text)
