"""Rough words into I-statements: only what the person said of themselves, and never words of danger."""

import string
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rows import try_each

from bot.model import Language
from bot.session.language.phrasing import make_i_statements
from bot.words.shelf import read_shelf_yaml

EN, ID = Language("en"), Language("id")
LISTS: dict[Language, dict[str, Any]] = {language: read_shelf_yaml(language, "feelings.yaml") for language in (EN, ID)}


def first(rough: str, language: Language) -> str:
    """Return the first way to say it, or nothing."""
    return next(iter(make_i_statements(rough, language)), "")


# ---- the lists ------------------------------------------------------------------------------------------------------


@try_each("language", [EN, ID])
def test_the_lists_agree_with_themselves(language: Language) -> None:
    """At least 60 feelings; needs and deeds point at feelings that exist; no rough word says two feelings."""
    said = LISTS[language]
    assert len(said["feelings"]) >= 60
    assert set(said["about_me"]) <= set(said["feelings"])
    assert {need["lack"] for need in said["needs"].values() if "lack" in need} <= set(said["feelings"])
    assert set(said.get("casual", {})) <= set(said["feelings"]) | set(said["needs"])
    rough = [word for listed in said["feelings"].values() for word in listed]
    assert len(rough) == len(set(rough))
    assert all(isinstance(word, str) for word in rough)


@try_each("language", [EN, ID])
def test_a_turning_word_has_one_part(language: Language) -> None:
    """No word is at once, say, a "not" and somebody; the text would be read by chance."""
    parts = {part: listed for part, listed in LISTS[language]["parts"].items() if part != "trailing"}
    words = [word for listed in parts.values() for word in listed]
    assert len(words) == len(set(words))
    assert all(isinstance(word, str) for word in (*words, *parts))


@try_each("language", [EN, ID])
def test_every_feeling_can_be_said(language: Language) -> None:
    """Each rough word after "I feel" brings the feeling it stands for, unless it is a word of danger."""
    opening = {EN: "i feel", ID: "saya merasa"}[language]
    for feeling, listed in LISTS[language]["feelings"].items():
        for rough in listed:
            words = rough if rough.split()[0] in {"feel", "felt", "merasa", "am", "i"} else f"{opening} {rough}"
            if not rough.startswith(("nobody", "no one", "tidak ada")):
                assert feeling in first(words, language), rough


def test_no_plain_word_is_one_of_danger() -> None:
    """What the bot would say never contains a word that it must leave untouched."""
    for language in (EN, ID):
        said = LISTS[language]
        listed = said["untouched"]
        for plain in (*said["feelings"], *said["needs"], *said.get("casual", {}).values()):
            assert not any(stem in plain for stem in listed["anywhere"]), plain
            assert not any(f" {phrase} " in f" {plain} " for phrase in listed["phrases"]), plain


# ---- what is recognised ---------------------------------------------------------------------------------------------


@try_each(
    ("rough", "said"),
    [
        ("so angry", "I feel angry."),
        ("I'm so tired and pissed off", "I feel tired and angry."),
        ("I\u2019m TIRED", "I feel tired."),
        ("sooooo annoyyyed", "I feel annoyed."),
        ("furious, hurt, lonely and jealous", "I feel furious, hurt and lonely."),
        ("I'm not angry, just sad", "I feel sad."),
        ("not only angry", "I feel angry."),
        ("not because I'm angry but because I'm hurt", "I feel hurt."),
        ("I can't sleep because I'm worried", "I feel worried."),
        ("I dont know why im sad", "I feel sad."),
        ("I'm not happy", "I feel unhappy."),
        ("Tom is angry at me and I'm sad", "I feel sad."),
        ("he's always late and I'm fed up", "I feel fed up."),
        ("he never listens to me, so tired", "I feel unheard and tired."),
        ("she says I'm lazy, I'm sad", "I feel sad."),
        ("when he's late I get mad", "I feel angry."),
        ("he makes me so angry", "I feel angry."),
        ("he scares me", "I feel scared."),
        ("when nobody listens to me I feel sad", "I feel sad."),
        ("I was sad yesterday", "I felt sad."),
        ("I was sad, now I'm relieved", "I feel relieved."),
        ("I need space", "I need some space."),
        ("i want you to listen to me", "I need to be listened to."),
        ("I need space, so exhausted", "I feel exhausted. I need some space."),
        ("I am angry at you", "I feel angry."),
    ],
)
def test_what_somebody_says_of_themselves_is_said_plainly(rough: str, said: str) -> None:
    """Own feelings and needs are found in rough English, with what others do beside them left out."""
    assert first(rough, EN) == said


@try_each(
    ("rough", "said"),
    [
        ("kesel banget ga didengerin", "Saya merasa kesal dan tidak didengar."),
        ("capek", "Saya merasa lelah."),
        ("gue capek banget sama dia", "Gue ngerasa capek."),
        ("aku bete", "Aku ngerasa kesel."),
        ("jadi males, baper, ga nyaman", "Saya merasa malas, terbawa perasaan dan tidak nyaman."),
        ("saya merasa tidak dihargai", "Saya merasa tidak dihargai."),
        ("kesellll bgttt", "Saya merasa kesal."),
        ("bukan marah tapi sedih", "Saya merasa sedih."),
        ("ga cuma kesel tapi juga kecewa", "Saya merasa kesal dan kecewa."),
        ("dia ga pernah dengerin aku, capek", "Aku ngerasa ga didengerin dan capek."),
        ("dia ga peka aku sedih", "Aku ngerasa sedih."),
        ("dia bilang aku egois, aku sedih", "Aku ngerasa sedih."),
        ("dia bikin kesel", "Saya merasa kesal."),
        ("kalo dia telat gw kesel", "Gue ngerasa kesel."),
        ("ibu marah dan aku takut", "Aku ngerasa takut."),
        ("aku mau bilang aku kecewa", "Aku ngerasa kecewa."),
        ("aku takut ditinggal", "Aku ngerasa takut ditinggalin."),
        ("saya kecewa sama suami saya", "Saya merasa kecewa."),
        ("butuh waktu sendiri", "Saya butuh waktu untuk sendiri."),
        ("gw pengen sendiri dulu, cape", "Gue ngerasa capek. Gue butuh waktu buat sendiri."),
    ],
)
def test_colloquial_indonesian_is_understood(rough: str, said: str) -> None:
    """Slang and chat spellings are found; aku, gue and gua stay what they are, gw is gue, everything else is saya."""
    assert first(rough, ID) == said


# ---- what is not claimed --------------------------------------------------------------------------------------------


@try_each(
    "rough",
    [
        "not angry", "I'm not really angry", "never angry", "I don't feel angry", "neither angry nor sad", "don't be sad",
        "I don't think I'm angry", "it's not that I'm angry", "I used to be happy", "I want to be happy", "without being sad",
        "he doesn't make me angry", "he does not ignore me", "I do not need space",
    ],
)  # fmt: skip
def test_what_is_denied_or_wished_is_not_claimed(rough: str) -> None:
    """A "not angry" never becomes "I feel angry", and wanting to be happy is not being happy."""
    assert make_i_statements(rough, EN) == ()


@try_each(
    "rough",
    [
        "he is angry at me", "angry at me all day", "Tom is angry", "Tom angry at me", "she says I am jealous", "you are sad",
        "they think I'm angry, sad and jealous", "my mum was sad", "My husband is never home, tired all the time",
        "I feel like she is mad at me", "I make him angry", "he feels ignored", "my boss gets angry", "people are afraid",
        "[PERSON_1] angry at me", "if I get angry he leaves", "he is angry, sad", "I never listen",
    ],
)  # fmt: skip
def test_the_feelings_of_others_are_theirs(rough: str) -> None:
    """Somebody else's feelings, opinions and conditions do not become the writer's."""
    assert make_i_statements(rough, EN) == ()


@try_each(
    "rough",
    [
        "aku ga marah", "gak kesel kok", "bukan marah", "aku nggak bilang aku marah", "bukan karena aku marah",
        "bukan berarti aku marah", "pengen bahagia", "dia ga bikin aku kesel", "kalau aku marah dia pergi",
        "dia marah sama aku", "marah dia sama aku", "suami saya marah", "dia bilang aku marah", "dibilang baper",
        "katanya aku baper", "Budi marah terus", "Rina kecewa sama aku", "temen gue bete", "mereka sedih", "kamu kesel ya",
    ],
)  # fmt: skip
def test_indonesian_denials_and_other_people_are_respected(rough: str) -> None:
    """The same holds in Indonesian, where the subject is often left out or follows."""
    assert make_i_statements(rough, ID) == ()


@try_each(
    "rough",
    [
        "I'm so sad I want to die", "sad, thinking of suicide", "suicidal and tired", "I feel like killing myself", "angry, i'll kill him",
        "tired of life", "I don't want to be here anymore, tired", "so ashamed I cut myself", "I'm sad and I want to hurt myself",
        "he hit me and I'm scared", "I feel better off without me, sad", "scared he beats me", "kms so tired", "I could punch him, so angry",
        "sad and self-harm", "I am a burden, sad", "su\u200bicide sad", "killlll me, tired", "I'm a burden and so tired",
        "sedih pengen mati", "capek hidup", "mau bunuh diri, sedih", "aku takut dipukul", "kesel pengen nampar dia, tampar",
        "sedih, pengen menghilang", "aku sedih jadi beban", "gak kuat lagi, capek", "nyayat tangan, sedih", "takut sama KDRT",
    ],
)  # fmt: skip
@try_each("language", [EN, ID])
def test_words_of_danger_are_left_as_they_are(rough: str, language: Language) -> None:
    """Self-harm, suicide and violence are never rewritten into something softer, whatever the room's language."""
    assert make_i_statements(rough, language) == ()


def test_ordinary_words_are_no_danger() -> None:
    """Skill is no kill, grapes and therapeutic are no rape, and hati is not mati."""
    assert first("skilled but sad, therapeutic grapes", EN) == "I feel sad."
    assert first("hati-hati, simpati, sedih", ID) == "Saya merasa sedih."


# ---- the form -------------------------------------------------------------------------------------------------------


def test_the_person_gets_ways_to_choose_from() -> None:
    """Three ways for a feeling, the last one open at its end, for the person to fill in; the cause is theirs to say."""
    assert make_i_statements("so sad because he forgot my birthday", EN) == (
        "I feel sad.",
        "I want to say that I feel sad.",
        "I feel sad when ...",
    )


def test_not_being_heard_brings_the_wish_to_be_heard() -> None:
    """A named lack is offered as a wish in one of the ways, and in one without it."""
    plain, wished, _ = make_i_statements("nobody listens to me", EN)
    assert plain == "I feel unheard."
    assert wished == "I want to say that I feel unheard. I would like to be listened to."


@try_each("rough", ["", "the weather", "he came home late", "cuaca", "12:30", "\U0001f62d", "...", "!!!"])
def test_nothing_named_nothing_said(rough: str) -> None:
    """Where no feeling or need is named, none is invented."""
    assert make_i_statements(rough, EN) == ()
    assert make_i_statements(rough, ID) == ()


def test_an_unknown_language_is_read_as_english() -> None:
    """A language without a list gets the English one."""
    assert first("so sad", Language("nl")) == "I feel sad."


@given(st.text(max_size=300), st.sampled_from([EN, ID]))
def test_any_text_may_come(text: str, language: Language) -> None:
    """Whatever people type there are no ways, or two or three."""
    assert len(make_i_statements(text, language)) in {0, 2, 3}


@given(
    st.lists(st.sampled_from([*LISTS[EN]["parts"]["filler"], "i", "sad", "not", "he", "because", "angry", "umbrella"]))
)
def test_nothing_is_added(words: list[str]) -> None:
    """Every word of an answer is of the frame or names a feeling that was written; a stranger's word never appears."""
    frame = {"I", "feel", "felt", "want", "to", "say", "that", "and", "when"}
    for statement in make_i_statements(" ".join(words), EN):
        bare = statement.translate(str.maketrans("", "", string.punctuation)).split()
        assert set(bare) - frame <= {"sad", "angry"} & set(words)


@given(
    st.sampled_from(sorted(LISTS[EN]["feelings"])), st.sampled_from(["not", "never", "he is", "she is not", "they are"])
)
def test_a_denial_or_another_person_before_any_feeling_silences_it(feeling: str, before: str) -> None:
    """For each feeling in the list: denied, or somebody else's, it is not claimed for the writer."""
    statements = make_i_statements(f"{before} {feeling}", EN)
    assert not any(statement.startswith(f"I feel {feeling}") for statement in statements)
