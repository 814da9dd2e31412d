"""Rough words given back as sentences: in the writer's own words and pronoun, both halves of a "but", no blame, nothing added."""

import re

from hypothesis import example, given
from hypothesis import strategies as st
from rows import try_each
from scene import KIM, asks, keys, on_desk

from bot.model import Failed, Language, Notice, Reply, Trouble
from bot.session.language.grammar import GRAMMAR
from bot.session.language.mirror import LONGEST, mirror_words
from bot.session.language.phrasing import detect_rough_language, find_ways_to_say, list_choices
from bot.words import render_words
from bot.words.shelf import read_shelf_yaml

EN, ID = Language("en"), Language("id")


def first(rough: str, language: Language) -> str:
    """Return the first way that is offered, or nothing."""
    return next(iter(find_ways_to_say(rough, language)), "")


# ---- what is said, and in whose words ------------------------------------------------------------------------------


@try_each(
    ("rough", "said"),
    [
        ("tired of always being the one who says sorry", "I feel tired of always being the one who says sorry."),
        ("im sad cuz he forgot", "I'm sad because he forgot."),
        ("cant sleep lol", "I can't sleep."),
        ("MISS MY MUM", "I miss my mum."),
        ("crying all day", "I am crying all day."),
        ("i am worried", "I am worried."),
        ("no idea what to say", "I have no idea what to say."),
        ("never alone", "I am never alone."),
        ("not angry", "I am not angry."),
        ("furious, hurt and jealous", "I feel furious, hurt and jealous."),
        ("why do i cave in", "I ask myself why I cave in."),
        ("im such a failure", "I feel like such a failure."),
        ("please dont shout at me", "I would like you not to shout at me."),
        ("when she shouts i go quiet", "When she shouts, I go quiet."),
        ("bills again, so worried", "Bills again, so I feel worried."),
    ],
)
def test_a_persons_own_clause_becomes_a_sentence(rough: str, said: str) -> None:
    """What they said stays, in their order: it gets the subject that it lacks, its spelling, its capital and its stop."""
    assert first(rough, EN) == said


@try_each(
    ("rough", "said"),
    [
        ("gue kesel bgt sama kerjaan", "Gue kesel banget sama kerjaan."),
        ("gw sedih", "Gue sedih."),
        ("aku ga bisa tidur", "Aku ga bisa tidur."),
        ("saya lelah menunggu", "Saya lelah menunggu."),
        ("capek nunggu", "Saya capek nunggu."),
        ("udah lama kangen temenku", "Aku udah lama kangen temenku."),
        ("rasanya kayak mau meledak", "Saya merasa kayak mau meledak."),
        ("gw rasanya kosong", "Gue rasanya kosong."),
        ("kenapa aku takut ngomong", "Aku bertanya-tanya kenapa aku takut ngomong."),
        ("jangan bandingin gue", "Gue minta jangan bandingin gue."),
        ("kalo dia teriak gue takut", "Kalau dia teriak, gue takut."),
        ("kangen temen2 lama", "Saya kangen temen-temen lama."),
    ],
)
def test_it_is_said_with_their_own_pronoun(rough: str, said: str) -> None:
    """Gue stays gue, aku stays aku, and `-ku` tells it too; who names themself not at all is *saya*."""
    assert first(rough, ID) == said


@try_each(
    ("rough", "language", "said", "both"),
    [
        ("i love him but i need space", EN, "I love him, but I need space.", "Both are true for me. I love him. I need space."),
        ("glad its over but sad too", EN, "I'm glad it's over but sad too.", "Both are true for me. I'm glad it's over. I feel sad too."),
        ("gue sayang tapi takut", ID, "Gue sayang tapi takut.", "Dua-duanya benar buat gue. Gue sayang. Gue takut."),
    ],
)  # fmt: skip
def test_both_halves_of_a_but_are_kept(rough: str, language: Language, said: str, both: str) -> None:
    """Whoever feels two things is never offered one of them alone."""
    assert find_ways_to_say(rough, language) == (said, both)


@try_each(
    ("rough", "language", "said"),
    [
        ("heart racing", EN, "My heart is racing."),
        ("hands shaking when i call him", EN, "My hands are shaking when I call him."),
        ("chest so tight", EN, "My chest feels so tight."),
        ("a lump in my throat", EN, "I feel a lump in my throat."),
        ("stomach in knots", EN, "My stomach is in knots."),
        ("nauseous before work", EN, "I feel nauseous before work."),
        ("dada gue sesak", ID, "Dada gue sesak."),
        ("dada sesak", ID, "Dada saya sesak."),
        ("mual tiap rapat", ID, "Saya mual tiap rapat."),
        ("jantungku berdebar", ID, "Jantungku berdebar."),
        ("keringet dingin kalau ketemu dia", ID, "Saya keringet dingin kalau ketemu dia."),
    ],
)
def test_the_body_is_understood(rough: str, language: Language, said: str) -> None:
    """A tight chest or *mual* is said as it is; no feeling is made of it."""
    assert first(rough, language) == said


# ---- no blame, no judgement -----------------------------------------------------------------------------------------


@try_each(
    ("rough", "language", "said"),
    [
        ("he never calls me", EN, "The way I see it, he does not call me."),
        ("my mum always compares me to her", EN, "The way I see it, my mum compares me to her."),
        ("my boss is an idiot and im tired", EN, "I'm tired."),
        ("tired of my lazy brother", EN, "I feel tired of my brother."),
        ("you make me feel small", EN, "I feel small with you."),
        ("her silence makes me nervous", EN, "I feel nervous because of her silence."),
        ("[PERSON_1] never asks me", EN, "The way I see it, [PERSON_1] does not ask me."),
        ("dia ga pernah nanya kabar gue", ID, "Dari sisi gue, dia ga nanya kabar gue."),
        ("kesel sama bos gue yang bego", ID, "Gue kesel sama bos gue."),
        ("dia selalu salahin temen aku", ID, "Dari sisi aku, dia salahin temen aku."),
    ],
)
def test_what_others_do_is_told_without_blame(rough: str, language: Language, said: str) -> None:
    """No always, no never, no insult: what is left is how the writer sees it, or their own half alone."""
    assert first(rough, language) == said


@try_each("rough", ["he is a narcissist", "you are so lazy", "my wife is crazy", "dia egois banget", "mama jahat"])
def test_an_insult_alone_is_not_put_differently(rough: str) -> None:
    """Nobody gets a judgement of somebody else to say, however it would be framed."""
    assert (first(rough, EN), first(rough, ID)) == ("", "")


def test_what_only_others_do_is_left_open_for_the_feeling() -> None:
    """Where the writer says nothing of themself, the second way leaves the feeling to them and guesses none."""
    assert find_ways_to_say("he never asks how i am", EN)[1] == "When he does not ask how I am, I feel ..."


# ---- what is not said -----------------------------------------------------------------------------------------------


@try_each(
    "rough",
    [
        "the weather", "he came home late", "yesterday again", "if i get angry he leaves", "angry at me all day", "i", "never",
        "\U0001f62d\U0001f62d", "12:30", "you know", "cuaca", "gitu deh", "kalau aku marah dia pergi", "marah dia sama aku", "mereka sedih",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_left_alone(rough: str) -> None:
    """No sentence is made of what says nothing of the writer, or whose halves cannot be told apart."""
    assert find_ways_to_say(rough, detect_rough_language(rough, EN)) == ()


@try_each(
    "rough",
    ["i cut myself and feel calm", "he hits me and i cant leave", "gue capek hidup", "dia mukul gue, gue takut"],
)
@try_each("language", [EN, ID])
def test_words_of_danger_get_no_way(rough: str, language: Language) -> None:
    """They are for a person, as they stand."""
    assert find_ways_to_say(rough, language) == ()


def test_a_long_story_is_not_mirrored() -> None:
    """Whoever writes a page tells a story; the feelings named in it are offered, and no more."""
    rough = "i am sad because it rains. " * (1 + LONGEST // 27)
    assert mirror_words(rough, EN) is None
    assert first(rough, EN) == "I feel sad."


def test_somebody_elses_list_of_feelings_stays_theirs() -> None:
    """Bare feelings behind "he is angry" go on about him; none of them becomes the writer's."""
    assert "I feel" not in " ".join(find_ways_to_say("my dad is never home, tired all the time", EN)[:1])
    assert (
        first("they think im angry, sad and jealous", EN) == "The way I see it, they think I'm angry, sad and jealous."
    )


@try_each("language", [EN, ID])
def test_ten_feelings_are_there_to_pick_from(language: Language) -> None:
    """Where nothing can be read there are ten, each of them one that we know, and each can be said."""
    choices = list_choices(language)
    assert len(set(choices)) == 10
    assert set(choices) <= set(read_shelf_yaml(language, "feelings.yaml")["feelings"])
    assert all(find_ways_to_say(choice, language) for choice in choices)


# ---- nothing is added -----------------------------------------------------------------------------------------------

_WORDS = ["i", "he", "tired", "sad", "not", "never", "because", "but", "and", "when", "she", "always", "sleep", "cant", "me", ",", ".",
          "zebra", "nobody", "feel", "of", "so", "my", "chest", "tight", "why", "do", "please", "want"]  # fmt: skip


@given(st.lists(st.sampled_from(_WORDS), max_size=14))
@example(["why", "do", "he", "he"])
def test_every_word_is_the_writers_or_the_grammars(words: list[str]) -> None:
    """No feeling, cause or need appears in a mirror that was not written; a "not" never gets lost with its clause kept."""
    grammar = {"i", "am", "feel", "feels", "is", "the", "way", "see", "it", "ask", "my", "myself", "would", "like", "you", "to", "does", "do", "can",
               "not", "for", "want", "have", "a", "sleeps", "wants", "of", "with"}  # fmt: skip
    mirrored = mirror_words(" ".join(words), EN)
    said = (
        set(
            re.findall(
                r"[a-z]+",
                mirrored.text.lower()
                .replace("can't", "can not")
                .replace("n't", " not")
                .replace("'s", " is")
                .replace("'m", " am"),
            )
        )
        if mirrored
        else set()
    )
    assert said <= grammar | set(words)
    if mirrored and "never" not in words and "cant" not in words:
        assert len(re.findall(r"\bnot\b|n't", mirrored.text)) <= words.count("not") + words.count("please")


@given(st.text(max_size=300), st.sampled_from([EN, ID]))
def test_any_text_may_come(text: str, language: Language) -> None:
    """Whatever people type there are no ways, or two or three, and none of them is empty."""
    ways = find_ways_to_say(text, language)
    assert len(ways) in {0, 2, 3}
    assert all(way.strip() for way in ways)


@try_each("language", [EN, ID])
def test_the_lists_are_words(language: Language) -> None:
    """No `off` or `no` is taken for a truth value by YAML, and each insult is read as one alone, not as a word of danger."""
    said = read_shelf_yaml(language, GRAMMAR)
    listed = [word for words in said["parts"].values() for word in words]
    assert all(
        isinstance(word, str)
        for word in (*listed, *said["chat"], *said["chat"].values(), *said["holds"], *said["joiners"])
    )
    assert set(said["contrast"]) | set(said["under"]) | set(said["reasons"]) <= set(said["joiners"]) | {
        "tiap",
        "setiap",
    }


# ---- what somebody reads where nothing is offered ---------------------------------------------------------------------


@try_each(("rough", "language"), [("the cupboard is painted green", EN), ("cuaca di luar", ID)])
def test_whoever_gets_no_way_gets_ten_feelings_to_pick_from(rough: str, language: Language) -> None:
    """It says honestly that it would have to add something, and lists feelings without choosing one."""
    scene = on_desk()
    (asked,) = asks(scene.says(KIM, f"!{'express' if language == EN else 'ungkapkan'} {rough}"))
    (said,) = scene.happens(Failed(scene.id(), scene.now, asked.question, Trouble.UNABLE))
    assert isinstance(said, Reply | Notice)
    text = render_words(said.words)
    assert all(choice in text for choice in list_choices(language))


@try_each("rough", ["i am scared he will punch me", "gue capek jadi beban buat dia"])
def test_words_that_no_rule_touches_are_for_a_person(rough: str) -> None:
    """They get no list to pick from: whoever wrote them reads that it is enough to say it, just as it stands."""
    scene = on_desk(crisis={"enabled": False})
    (asked,) = asks(scene.says(KIM, f"!express {rough}"))
    assert keys(scene.happens(Failed(scene.id(), scene.now, asked.question, Trouble.UNABLE))) == ["express-to-person"]
