"""Ordinary words that ask what a term means: behind `!explain`, by a mention, as a reply to the bot; and nowhere else."""

from danger_scene import DEATH
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, keys, policy
from test_following import answered

from bot.model import Ask, Effect, EventId, Explained, Heard, Language, Wish
from bot.policy import BackendFacts
from bot.session.command.natural import find_asked_term
from bot.session.command.table import TABLE, recognise_command

EN, ID = Language("en"), Language("id")
EMBEDDED = BackendFacts("embedded", "embedded", "")


def on(backend: BackendFacts = MODEL, **rules: object) -> Scene:
    """Return a scene with the AI on."""
    return Scene(policy(backend, **rules)).listening()


def term(effects: tuple[Effect, ...]) -> str:
    """Return the term that is explained, from the glossary or by the model; empty if none is."""
    for effect in effects:
        if isinstance(effect, Ask):
            return effect.request
        said = dict(getattr(getattr(effect, "words", None), "args", ()))
        if entries := said.get("entries"):
            return str(dict(entries[0].args)["term"])
    return ""


# ---- behind !explain ------------------------------------------------------------------------------------------------


@try_each(
    ("typed", "term_of"),
    [
        ("!explain what is rumination", "rumination"),
        ("!explain what is rumination?", "rumination"),
        ("!explain what does rumination mean", "rumination"),
        ("!explain what's rumination please", "rumination"),
        ("!explain the meaning of rumination", "rumination"),
        ("!explain rumination please", "rumination"),
        ("!jelaskan apa itu ruminasi", "ruminasi"),
        ("!jelaskan arti ruminasi", "ruminasi"),
        ("!jelaskan ruminasi dong", "ruminasi"),
        ("!jelaskan ruminasi itu apa sih", "ruminasi"),
        ("!jelaskan maksudnya ruminasi", "ruminasi"),
        ("!jelaskan apa yang dimaksud dengan ruminasi?", "ruminasi"),
        ("!apa itu ruminasi", "ruminasi"),
        ("!arti ruminasi", "ruminasi"),
        ("!what is rumination", "rumination"),
    ],
)
def test_a_question_behind_the_command_is_about_its_term(typed: str, term_of: str) -> None:
    """The glossary answers at once, as if the term alone had been typed."""
    assert term(on().says(KIM, typed)).lower() == term_of


@try_each(
    ("typed", "sent"),
    [
        ("!explain what does gobbledyquux mean?", "gobbledyquux"),
        ("!jelaskan apa itu gobbledyquux dong", "gobbledyquux"),
        ("!explain what is wrong with me", "what is wrong with me"),
        ("!explain gobbledyquux", "gobbledyquux"),
        ("!explain Zeigarnik", "Zeigarnik"),
    ],
)
def test_a_term_that_the_glossary_has_not_goes_to_the_model_alone(typed: str, sent: str) -> None:
    """Where somebody asks what a word means, the word is sent; what may be no term stays as it was typed."""
    (asked,) = asks(on().says(KIM, typed))
    assert asked.request == sent


# ---- by a mention ---------------------------------------------------------------------------------------------------


@try_each(
    ("text", "term_of"),
    [
        ("what does rumination mean?", "rumination"),
        ("What is rumination", "rumination"),
        ("please explain rumination", "rumination"),
        ("can you explain rumination?", "rumination"),
        ("rumination", "rumination"),
        ("apa itu ruminasi?", "ruminasi"),
        ("arti ruminasi", "ruminasi"),
        ("ruminasi dong", "ruminasi"),
        ("jelasin ruminasi dong", "ruminasi"),
        ("ruminasi itu apa ya", "ruminasi"),
    ],
)
def test_a_client_asks_what_a_word_means_by_a_mention(text: str, term_of: str) -> None:
    """It is `!explain`, which everybody may; in the language in which it was asked, where the room speaks it."""
    effects = on().says(KIM, text, calls_bot=True)
    assert term(effects).lower() == term_of


@try_each(
    "text",
    ["what did we agree on?", "what is the plan for tomorrow?", "what does Kim mean?", "what does that mean?", "what do you mean?",
     "what does he mean by that", "apa itu?", "maksudnya apa?", "apa yang kita sepakati?", "kamu bot ya?", "explain why he left", "can you explain what happened?", "what does my husband mean?", "jelaskan kenapa dia pergi", "jelaskan apa yang terjadi", "suamiku maksudnya apa?", "masalahnya itu apa?", "explain yourself"],
)  # fmt: skip
def test_other_questions_by_a_mention_stay_what_they_were(text: str) -> None:
    """Of people, plans and what was said before it is `!ask`, as ever: no word is asked for."""
    scene = on()
    heard = Heard(scene.id(), ANA, scene.now, text, signed=True, calls_bot=True)
    call = recognise_command(scene.room, heard, scene.policy)
    assert getattr(call, "name", "") == "ask"


def test_a_word_that_no_glossary_has_is_explained_if_its_meaning_is_asked_for() -> None:
    """Asking what X means is about a word, whatever X is; asking what X is may be about anything, and is `!ask` then."""
    (asked,) = asks(on().says(KIM, "what does gobbledyquux mean?", calls_bot=True))
    assert (asked.task.value, asked.request) == ("explain", "gobbledyquux")
    assert keys(on().says(KIM, "what is gobbledyquux?", calls_bot=True)) == ["not-permitted"]


# ---- as a reply to the bot ------------------------------------------------------------------------------------------


@try_each(
    "text",
    ["explain rumination", "Explain rumination please", "what is rumination?", "jelaskan ruminasi", "apa itu ruminasi"],
)
def test_a_reply_to_the_bot_needs_no_sign_before_it(text: str) -> None:
    """Whoever answers what it said speaks to it."""
    scene = on()
    answer = answered(scene)
    assert term(scene.says(KIM, text, reply_to=answer)).lower() in {"rumination", "ruminasi"}


@try_each(
    "text",
    [
        "I don't get it",
        "i dont get it",
        "I don\u2019t understand",
        "what does that mean?",
        "nggak ngerti",
        "ga paham",
        "maksudnya apa?",
        "bingung",
        "huh?",
    ],
)
def test_who_does_not_get_it_gets_simpler_words(text: str) -> None:
    """As a reply to an answer it is `simpler`: the same, put otherwise."""
    scene = on()
    answer = answered(scene)
    (asked,) = asks(scene.says(KIM, text, reply_to=answer))
    assert asked.wishes == (Wish.SIMPLER,)


def test_a_reply_to_the_glossary_counts_too() -> None:
    """Its answer is the clinic's text; where a model is, it may put it otherwise."""
    scene = on()
    scene.says(KIM, "!explain rumination")
    (explained,) = scene.room.explained
    assert isinstance(explained, Explained)
    (asked,) = asks(scene.says(KIM, "nggak ngerti", reply_to=explained.event))
    assert asked.wishes == (Wish.SIMPLER,)


# ---- and nowhere else -----------------------------------------------------------------------------------------------


@try_each(
    "text",
    [
        "what is rumination?",
        "explain rumination",
        "apa itu ruminasi",
        "ruminasi dong",
        "I don't get it",
        "nggak ngerti",
    ],
)
def test_between_people_it_is_talk(text: str) -> None:
    """People ask each other: unprefixed, without a mention, and not as a reply to the bot, it is kept and not answered."""
    scene = on()
    said = scene.says(ANA, "you ruminate a lot")
    assert said == ()
    line = scene.room.window[-1].id
    for reply_to in (None, line, EventId("$unknown")):
        assert scene.says(KIM, text, reply_to=reply_to) == ()
        assert scene.room.window[-1].text == text


def test_a_reply_that_a_homeserver_may_have_made_is_talk() -> None:
    """Outside the encryption anybody could choose what it replies to."""
    scene = on()
    answer = answered(scene)
    assert scene.says(KIM, "explain rumination", reply_to=answer, loose=True) == ()


def test_while_the_ai_is_off_a_reply_is_talk() -> None:
    """What is no command is not kept then, and its words reach nobody."""
    scene = on()
    answer = answered(scene)
    scene.says(ANA, "!off")
    heard = Heard(scene.id(), KIM, scene.now, "explain rumination", signed=True, reply_to=answer)
    assert recognise_command(scene.room, heard, scene.policy) is None


@try_each(
    "text",
    [
        "listen",
        "please listen",
        "speak",
        "agree to listen",
        "can you listen?",
        "tolong dengarkan",
        "summary",
        "note soap",
        "end",
        "forget me",
    ],
)
@try_each("how", ["mention", "reply"])
def test_nothing_but_explaining_is_asked_for_in_ordinary_words(text: str, how: str) -> None:
    """What turns the AI up, lets words out or ends something has to be typed as a command: no sentence is taken for one."""
    scene = on()
    answer = answered(scene)
    heard = Heard(
        scene.id(),
        ANA,
        scene.now,
        text,
        signed=True,
        calls_bot=how == "mention",
        reply_to=answer if how == "reply" else None,
    )
    call = recognise_command(scene.room, heard, scene.policy)
    assert call is None or call.name == "ask"  # type: ignore[union-attr]  # no name, no command
    assert not TABLE["explain"].raises


def test_ordinary_words_of_danger_are_not_taken_for_a_term() -> None:
    """Asking what it means, around a disclosure, quietens nothing: only `!explain`, typed, makes a bare term a notice."""
    scene = on()
    scene.says(KIM, f"what does {DEATH} mean", calls_bot=True)
    assert [alarm.is_danger for alarm in scene.room.alarms] == [True]


def test_a_question_is_read_in_its_language() -> None:
    """The patterns stand in each language's folder; the term comes without quotation marks, as it was written."""
    for text, expected in (
        ("what does \u201cEMDR\u201d mean?", ("EMDR", EN, True)),
        ("apa itu EMDR?", ("EMDR", ID, True)),
        ("what is EMDR", ("EMDR", EN, False)),
        ("what is it", None),
        ("hello", None),
        ("", None),
        (f"what does {'word ' * 60}mean", None),
    ):
        asked = find_asked_term(text)
        assert (asked and (asked.term, asked.language, asked.certain)) == expected, text
