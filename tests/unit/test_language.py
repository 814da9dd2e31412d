"""A language is a folder: one that nobody speaks is played from the folder alone, and ours lack nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from other_language import MARK, XX, foreign_words, spell, write_language
from scene import ANA, KIM, MODEL, Scene, asks, policy

from bot.danger_words.find_phrase import find_trip
from bot.masking.mask import mask
from bot.masking.names import Names
from bot.model import Ask, Card, ConsentCard, Effect, Language, Notice, Reply, Words
from bot.session.answers.schema import Doubt, find_doubt
from bot.session.command.table import _list_all_names, asks_if_ai
from bot.session.language.languages import find_language, get_english_name, get_own_name
from bot.session.language.phrasing import find_ways_to_say, make_i_statements
from bot.words import FALLBACK, languages, render_words
from bot.words.gaps import list_gaps
from bot.words.shelf import read_shelf_yaml, use_shelf


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a shelf on which the language lies."""
    folder = tmp_path_factory.mktemp("shelf")
    write_language(folder)
    yield folder
    use_shelf()


@pytest.fixture
def spoken(shelf: Path) -> Path:
    """Let the language be one of ours; all folders are read anew only where the test before took it away."""
    if XX not in languages():
        use_shelf(shelf)
    return shelf


def scene(**rules: object) -> Scene:
    """Return a room that speaks the language and no other."""
    return Scene(policy(MODEL, **{"language": (XX,), **rules}))


def said(effects: tuple[Effect, ...]) -> list[Words]:
    """Return the sentences that come out."""
    shown = (effect for effect in effects if isinstance(effect, Reply | Notice | Card | ConsentCard))
    return [effect.words for effect in shown if effect.words]


OURS = {"reach", "hours", "emergency", "term", "plain", "example"}
"""What a sentence is filled with and is ours too, so that it has to be in the language."""


def told(sentence: Words) -> str:
    """Return all that a sentence is filled with and that is not ours, as one text."""
    filled = (item for key, value in sentence.args if key not in OURS for item in _each(value))
    return " ".join(told(sentence) if isinstance(sentence, Words) else str(sentence) for sentence in filled)


def _each(value: str | int | tuple[Words, ...]) -> tuple[Words | str | int, ...]:
    return value if isinstance(value, tuple) else (value,)


def check_spoken(effects: tuple[Effect, ...], *, some: bool = True) -> None:
    """See that whatever people get to read is in the language, but for what was told to the sentence."""
    sentences = said(effects)
    assert sentences or not some
    for sentence in sentences:
        assert sentence.language == XX, sentence.key
        assert foreign_words(render_words(sentence), told(sentence)) == set(), sentence.key


def listening(**rules: object) -> Scene:
    """Return a scene in which everybody agreed in the language, and the therapist turned the AI on in it."""
    played = scene(**rules)
    check_spoken(played.says(KIM, spell("!agree")))
    check_spoken(played.says(ANA, spell("!listen")))
    return played


# ---- the folders ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", languages())
def test_ours_lack_nothing(language: Language) -> None:
    """Each language has every sentence, typed word, help-line and list that the one to fall back on has."""
    assert list_gaps(language) == ()


def test_the_folders_that_are_there_are_the_languages(spoken: Path) -> None:
    """A folder more is a language more, behind the one to fall back on; without it, it is none."""
    assert languages()[0] == FALLBACK
    assert XX in languages()
    use_shelf()
    assert XX not in languages()


def test_the_generated_folder_is_whole(spoken: Path) -> None:
    """The language made here lacks nothing either."""
    assert list_gaps(XX) == ()


def test_what_a_folder_lacks_is_told(tmp_path: Path) -> None:
    """A missing file, sentence or typed word, a word that is another command elsewhere, a bare yes: each is a line."""
    write_language(tmp_path)
    folder = tmp_path / XX
    (folder / "phrases.yaml").unlink()
    sentences = folder / "sentences.ftl"
    sentences.write_text(sentences.read_text().replace("retract-what =", "retract-why ="))
    typed = read_shelf_yaml(FALLBACK, "typed.yaml")
    typed["desk"] = {"yes": [True], "no": ["noax"]}
    (folder / "typed.yaml").write_text(yaml.safe_dump(typed))
    (folder / "commands.yaml").write_text(
        yaml.safe_dump(read_shelf_yaml(FALLBACK, "commands.yaml") | {"stop": ["off"], "off": ["no"]})
    )
    use_shelf(tmp_path)
    try:
        gaps = list_gaps(XX)
    finally:
        use_shelf()
    assert gaps == (
        "phrases.yaml: is missing",
        "sentences.ftl: `retract-what` is missing",
        "sentences.ftl: nobody says `retract-why`",
        "typed.yaml: `desk.again` is missing",
        "typed.yaml: `desk.around` is missing",
        "typed.yaml: `desk.say` is missing",
        "typed.yaml: `desk.yes` is no text; write yes, no, on, off and numbers with quotation marks",
        f"commands.yaml: `off` for `stop` is `off` in `{FALLBACK}`",
    )


# ---- a session in it ------------------------------------------------------------------------------------------------


def test_consent_is_asked_and_given_in_it(spoken: Path) -> None:
    """The card is in the language, the bare word as a reply to it agrees, and the floor goes up."""
    played = scene()
    check_spoken(tuple(played.effects))
    check_spoken(played.says(KIM, spell("Agree"), reply_to=played.room.cards[0].event))
    check_spoken(played.says(ANA, spell("!listen")))
    assert played.room.floor == "listen"
    check_spoken(played.says(KIM, spell("!status")))
    check_spoken(played.says(KIM, spell("!help")))
    check_spoken(played.says(KIM, spell("!help explain")))
    check_spoken(played.says(KIM, spell("!withdraw")))
    assert played.room.floor == "off"


def test_the_glossary_explains_in_it(spoken: Path) -> None:
    """A term of the language is found, and the answer is the language's entry."""
    (answer,) = said(scene().says(KIM, spell("!explain rumination")))
    assert (answer.key, answer.language) == ("glossary-answer", XX)
    assert foreign_words(render_words(answer), "") == set()


def test_a_translation_is_asked_for_and_let_out_in_it(spoken: Path) -> None:
    """The command, the other language's name and the therapist's word are typed in the language."""
    played = listening(approval="all")
    effects = played.says(KIM, f"{spell('!translate english')} {spell('good morning')}")
    (asked,) = asks(effects)
    assert asked.language == FALLBACK
    check_spoken(effects, some=False)
    drafted = played.answers(asked.question, "Bonjour")
    check_spoken(drafted)
    (draft,) = played.room.drafts
    check_spoken(played.at_desk(ANA, spell("yes"), draft.code))
    assert not played.room.drafts
    check_spoken(played.says(ANA, spell("!translate auto Oddish english")))
    assert played.room.interpreting == (XX, FALLBACK)
    check_spoken(played.says(ANA, spell("!translate auto off")))
    assert not played.room.interpreting


def test_an_hour_is_summed_up_and_noted_in_it(spoken: Path) -> None:
    """Lines that stand are shown under the language's headings; one that denies what nobody asked is left out."""
    played = listening(approval="all")
    for who, text in ((ANA, "how did you sleep"), (KIM, "three hours"), (ANA, "do you want to die"), (KIM, "maybe")):
        played.says(who, spell(text))
    lines = f"subjective: {spell('Client')} 1 sleptax badlyax. [2]\nsubjective: {spell('Client')} 1 deniesax suicideax. [3, 4]"
    effects = _made(played, spell("!note") + " soap", lines)
    check_spoken(effects)
    (note,) = [said for said in said(effects) if "sleptax" in told(said)]
    assert spell("Subjective") in render_words(note)
    assert "suicideax" not in told(note)
    check_spoken(_made(played, spell("!summary for client"), f"- {spell('You sleep badly.')} [2]"))
    assert played.room.drafts
    check_spoken(played.at_desk(ANA, spell("finalise"), played.room.note.code if played.room.note else ""))
    assert played.room.note is None


def test_what_cannot_be_undone_is_asked_about_in_it(spoken: Path) -> None:
    """`!forget me`, and the yes to it, `!window` and `!end` are typed and answered in the language."""
    played = listening()
    check_spoken(played.says(ANA, spell("!window") + " 5 " + spell("messages")))
    assert played.room.window_messages == 5
    check_spoken(played.says(KIM, spell("!forget me")))
    check_spoken(played.says(KIM, spell("!forget me yes")))
    assert played.room.floor == "off"
    check_spoken(played.says(ANA, spell("!end")))
    check_spoken(played.says(ANA, spell("!end yes")))


def test_an_answer_is_wished_for_otherwise_in_it(spoken: Path) -> None:
    """`simpler, please` as a reply asks once more."""
    played = listening()
    (asked,) = asks(played.says(KIM, spell("!explain") + " gobbledyquux"))
    check_spoken(played.answers(asked.question, spell("It is a word.")))
    (code,) = played.posts
    assert asks(played.says(KIM, spell("simpler please"), reply_to=played.posts[code]))


def _made(played: Scene, command: str, text: str) -> tuple[Effect, ...]:
    """Let Ana ask at the desk and the model answer each request with `text`; return all that came of it."""
    effects = list(played.at_desk(ANA, command))
    waiting: list[Ask] = asks(tuple(effects))
    while waiting:
        came = played.answers(waiting.pop(0).question, text)
        effects += came
        waiting += asks(came)
    return tuple(effects)


# ---- what it says and means -----------------------------------------------------------------------------------------


def test_the_bot_is_asked_what_it_is_in_it(spoken: Path) -> None:
    """Whoever asks in the language gets the fixed answer in it."""
    assert asks_if_ai(spell("are you a bot?"))
    check_spoken(scene().says(KIM, spell("are you a bot?"), calls_bot=True))


def test_rough_words_become_statements_in_it(spoken: Path) -> None:
    """A feeling that is named in the language is said in the language; words of danger stay as they are."""
    ways = make_i_statements(spell("i am so angry"), XX)
    assert ways
    assert all(foreign_words(way, "") == set() for way in ways)
    assert make_i_statements(spell("i want to kill him"), XX) == ()
    mirrored = find_ways_to_say(spell("so angry but sick"), XX)
    assert mirrored == (f"{spell('I feel so angry')} butax sickax.", spell("Both: I feel so angry. I feel sick."))


def test_a_models_answer_is_looked_at_in_it(spoken: Path) -> None:
    """A prescription in the language is noticed, made of what any language says for medicine."""
    assert find_doubt(spell("stop your pills"), "") is Doubt.MEDICATION
    assert find_doubt(f"{spell('stop')} medication", "") is Doubt.MEDICATION


def test_it_is_called_by_its_names(spoken: Path) -> None:
    """By its two letters and by what languages call it; a model is told its English name."""
    assert find_language(XX) == find_language("oddish" + MARK) == XX
    assert find_language(spell("english")) is not None
    assert (get_own_name(XX), get_english_name(XX)) == ("Oddish", "Oddish")


# ---- with it and without it ---------------------------------------------------------------------------------------


def test_its_words_of_danger_call_the_therapist(spoken: Path) -> None:
    """A phrase of its list trips, whatever the room speaks, and all that follows is in the language."""
    phrase = spell("i want to kill myself")
    assert find_trip(phrase, (FALLBACK,)) is not None
    check_spoken(listening().says(KIM, phrase))
    use_shelf()
    assert find_trip(phrase, (FALLBACK,)) is None


def test_its_ordinary_words_leave_and_its_names_do_not(spoken: Path) -> None:
    """Words of its dictionary pass; a word that is a name too passes alone, and is masked where a cue introduces it."""
    text = spell("a rose is in the garden")
    assert mask(text, Names())[0] == text
    assert mask(spell("her name is rose"), Names())[0] == f"{spell('her name is')} [WORD_1]"
    assert mask(spell("on monday"), Names())[0] == f"{spell('on')} [DATE_1]"
    use_shelf()
    assert spell("garden") not in mask(text, Names())[0]


def test_the_names_of_the_commands_are_gathered_once(spoken: Path) -> None:
    """Each message is looked through for the same table of names; it is made anew only when there are other languages."""
    wide = _list_all_names()
    assert wide is _list_all_names()
    use_shelf()
    assert wide.items() > _list_all_names().items()


def test_a_room_can_speak_only_what_has_a_folder(spoken: Path) -> None:
    """A policy takes the language while its folder is there, and refuses it otherwise."""
    assert policy(language=(XX,)).languages == (XX,)
    use_shelf()
    with pytest.raises(ValueError, match="Input should be 'en' or 'id'"):
        policy(language=(XX,))
