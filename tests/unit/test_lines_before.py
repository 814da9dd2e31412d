"""One or two messages before a text to translate: only where policy says so, only of who agreed, and never translated too."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, keys, policy

from bot.masking.mask import Veil
from bot.masking.names import Names
from bot.model import TALK, Ask, Language, Person, UserId
from bot.session.request.prompts import compose_prompt
from bot.session.request.segments import split_prompt
from bot.session.talk.agreement import hash_card, make_card, make_full_text
from bot.words import render_words

LEE, SAM = UserId("@lee:clinic"), UserId("@sam:clinic")
TOKEN = re.compile(r"tok\d+x")
FENCE = "c0ffee12c0ffee12"
SECRET = "moonless-otter"


def talk(most: int, last: str = "belum makan", **rules: object) -> Scene:
    """Return a scene in which a few things were said, the last of them to be translated."""
    scene = Scene(policy(MODEL, translate_context=most, **rules)).listening()
    for who, text in (
        (ANA, "bagaimana harinya"),
        (KIM, "ibu datang tadi pagi"),
        (ANA, "lalu ibu bagaimana"),
        (KIM, last),
    ):
        scene.says(who, text)
    return scene


def translate(scene: Scene) -> Ask:
    """Return what is asked for a translation of the newest message."""
    (asked,) = asks(scene.says(KIM, "!translate en", reply_to=scene.room.window[-1].id))
    return asked


def turn(scene: Scene, asked: Ask) -> str:
    """Return what the model gets to read of people."""
    return str(compose_prompt(asked, scene.policy, FENCE, Veil(Names(), strict=False)).turns[0].text)


@try_each("most", [0, 1, 2])
def test_as_many_go_along_as_policy_allows(most: int) -> None:
    """Those right before it, oldest first; by default none."""
    asked = translate(talk(most))
    before = ["ibu datang tadi pagi", "lalu ibu bagaimana"]
    assert [line.text for line in asked.context] == before[2 - most :]
    assert policy().rules.translate_context == 0


def test_they_are_told_apart_from_the_text() -> None:
    """They stand above it, each with who said it, under a line that says not to translate them."""
    scene = talk(2)
    assert turn(scene, translate(scene)) == (
        "Said before, only for understanding; do not translate it:\n"
        f"Client 1: ```{FENCE}\nibu datang tadi pagi\n```{FENCE}\nTherapist 1: ```{FENCE}\nlalu ibu bagaimana\n```{FENCE}\n\n"
        f"The text (Client 1 to Therapist 1):\n```{FENCE}\nbelum makan\n```{FENCE}"
    )


@try_each("last", ["aku belum makan", "I have not eaten", "Kim belum makan", "dia belum makan"])
def test_a_message_that_says_of_whom_it_speaks_goes_alone(last: str) -> None:
    """A word that can be its subject, or a name of somebody here, is enough; so is a text that was typed."""
    assert translate(talk(2, last)).context == ()
    (typed,) = asks(talk(2).says(KIM, "!translate en belum makan"))
    assert typed.context == ()


def test_nobodys_words_go_along_who_has_not_agreed() -> None:
    """What somebody wrote right before it whose words may not leave is left out, and nothing older takes its place."""
    scene = Scene(policy(MODEL, translate_context=2, consent={"purposes": ["listen"]}))
    scene.joins(Person(LEE, "Lee"))
    scene.says(LEE, "!agree listen")
    scene.listening()
    for who, text in ((ANA, "older"), (LEE, f"a {SECRET}"), (ANA, "newer"), (KIM, "belum makan")):
        scene.says(who, text)
    asked = translate(scene)
    assert [line.text for line in asked.context] == ["newer"]
    assert SECRET not in turn(scene, asked)
    scene.says(LEE, "!agree model")
    assert {consent.purpose for consent in scene.room.consents if consent.person == LEE} == set(TALK)
    assert SECRET not in turn(scene, translate_again(scene))


def translate_again(scene: Scene) -> Ask:
    """Return what is asked for the message that says of nobody who has not eaten, once more."""
    line = next(line for line in scene.room.window if line.text == "belum makan")
    (asked,) = asks(scene.says(KIM, "!translate en", reply_to=line.id))
    return asked


def test_they_are_masked_and_counted_as_all_else() -> None:
    """Each is somebody's piece of what left, and an answer rests on them: who takes a word back ends it."""
    scene = talk(2, approval="all")
    asked = translate(scene)
    prompt = compose_prompt(asked, scene.policy, FENCE, Veil(Names(), strict=True))
    owners = [piece.sender for piece in split_prompt(asked, prompt, FENCE) if piece.sender]
    assert owners == [KIM, ANA, KIM]
    scene.answers(asked.question, "Not eaten yet.")
    assert [draft.code for draft in scene.room.drafts] == ["K1"]
    scene.says(KIM, "!withdraw")
    assert not scene.room.drafts


PEOPLE = (ANA, KIM, LEE, SAM)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("says"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("says"), st.sampled_from((LEE, SAM))),
        st.tuples(st.just("agrees"), st.sampled_from((LEE, SAM))),
    ),
    min_size=2,
    max_size=12,
)


@given(STEPS)
def test_no_word_of_anybody_who_does_not_agree_is_in_the_prompt(steps: list[tuple[str, UserId]]) -> None:
    """Whoever talks and agrees in whatever order: what goes along was written under an agreement to the model that holds."""
    scene = Scene(policy(MODEL, translate_context=2, consent={"purposes": ["listen"]}))
    for person in (LEE, SAM):
        scene.joins(Person(person, "Somebody"))
        scene.says(person, "!agree listen")
    scene.listening()
    agreed, may = {ANA, KIM}, set[str]()
    for number, (does, who) in enumerate(steps):
        if does == "agrees":
            agreed.add(who)
            scene.says(who, "!agree model")
            continue
        token = f"tok{number}x"
        may |= {token} if who in agreed else set()
        scene.says(who, f"well, {token}")
    for line in scene.room.window:
        for asked in asks(scene.says(KIM, "!translate en", reply_to=line.id)):
            told = set(TOKEN.findall(turn(scene, asked)))
            assert told <= may
            assert len(told) <= 3


@try_each(
    "answer",
    [
        "Mother came this morning. And then, how was mother? Not eaten yet.",
        "Mother came this morning\nHow was mother then\nNot eaten yet",
        "My mother came by this morning and you asked how she was, not eaten yet",
    ],
)
def test_an_answer_that_translates_them_too_is_held_back(answer: str) -> None:
    """Nobody reads other people's words as part of one message; the desk learns that it was its shape."""
    scene = talk(2)
    effects = scene.answers(translate(scene).question, answer)
    assert keys(effects)[0] == "trouble-empty"
    scene = talk(2)
    assert keys(scene.answers(translate(scene).question, "Not eaten yet.")) == ["answer"]


def test_the_consent_text_tells_of_it_only_where_it_is_so() -> None:
    """Who agreed where a text goes alone has agreed to nothing else: where policy lets more go along they are asked anew."""
    for language in ("en", "id"):
        alone, two = policy(MODEL), policy(MODEL, translate_context=2)
        spoken = Language(language)
        assert hash_card(alone, spoken) != hash_card(two, spoken)
        assert render_words(make_card(alone, spoken)) == render_words(make_card(two, spoken))
        extra = set(render_words(make_full_text(two, spoken)).split()) - set(
            render_words(make_full_text(alone, spoken)).split()
        )
        assert {"!translate", "!terjemahkan"} & {word.strip("`") for word in extra}
