"""The glossary's texts: whole in each language, plain, kind, no advice, and never the last word on what may be danger."""

import re
from typing import Any

from rows import try_each

from bot.model import Language
from bot.words.letters import split_name
from bot.words.shelf import read_shelf_yaml

EN, ID = Language("en"), Language("id")
BOOKS: dict[Language, dict[str, dict[str, Any]]] = {
    language: read_shelf_yaml(language, "glossary.yaml") for language in (EN, ID)
}
NAMES = [(name, key) for book in BOOKS.values() for key, said in book.items() for name in (said["term"], *said["aka"])]
SENTENCES = [
    (language, key, said[part]) for language, book in BOOKS.items() for key, said in book.items()
    for part in ("plain", "example")
]  # fmt: skip

ADVICE = re.compile(
    r"\b(you should|you must|you need to|you ought|you have to|should take|try to|take (a |your )?(pill|medicine)|dose|dosage"
    r"|anda (harus|sebaiknya|perlu|wajib)|sebaiknya|cobalah|minumlah|dosis|you suffer|you have (depression|ptsd)"
    r"|anda (menderita|mengidap|mengalami))\b",
    re.IGNORECASE,
)
PERSON = {
    EN: re.compile(
        r"therapist|doctor|help-line|emergency|professional|services|grown-up|person one trusts|person at once"
    ),
    ID: re.compile(r"terapis|dokter|layanan|darurat|tenaga profesional|orang dewasa|IGD", re.IGNORECASE),
}
"""Who is needed where it is about danger: never a text."""
DANGER = (
    "suicidal_thoughts", "passive_suicidal_thoughts", "self_harm", "crisis", "risk_assessment", "abuse", "domestic_violence",
    "coercive_control", "sexual_violence", "child_abuse", "stalking", "grooming", "psychosis", "hallucination",
    "hearing_voices", "delusion", "catatonia", "delirium", "anorexia", "bulimia", "withdrawal", "overdose", "mania",
    "postpartum_depression", "intrusive_thought", "panic_attack", "amok", "masuk_angin", "pmdd", "borderline",
    "mental_breakdown",
)  # fmt: skip
MEDICINES = (
    "psychiatric_medication", "antidepressant", "antipsychotic", "mood_stabiliser", "anxiolytic", "sleeping_pill",
    "stimulant_medication", "side_effect", "discontinuation_symptoms", "medication_adherence", "physical_dependence",
)  # fmt: skip
MEANS = re.compile(
    r"\b(cut(ting)?|blades?|hang(ing)?|noose|jump(ing)? (off|from)|poison(?! line)|pills? at once|vomit\w*|laxatives?|\d+ ?mg|grams?"
    r"|silet|gantung|tali|lompat dari|racun|muntah|memuntahkan|pencahar|\d+ tablet|xanax|valium|prozac)\b",
    re.IGNORECASE,
)


def test_both_languages_explain_the_same_terms() -> None:
    """Whoever reads Indonesian finds every term that English has, and the other way round; there are at least 330."""
    assert list(BOOKS[EN]) == list(BOOKS[ID])
    assert len(BOOKS[EN]) >= 330


def test_every_entry_is_whole() -> None:
    """No entry lacks its term, synonyms, explanation or example, and none has a key that nobody reads."""
    for book in BOOKS.values():
        for key, said in book.items():
            assert {"term", "aka", "plain", "example"} <= set(said) <= {"term", "aka", "plain", "example", "everyday"}
            assert said["aka"], key
            assert all(isinstance(name, str) and split_name(name) for name in (said["term"], *said["aka"])), key
            assert set(said.get("everyday", ())) <= {said["term"], *said["aka"]}, key


def test_an_entry_fits_a_phone() -> None:
    """Explanation and example together have at most 450 characters, the explanation at most three to five sentences."""
    for book in BOOKS.values():
        for key, said in book.items():
            assert 60 <= len(said["plain"]) + len(said["example"]) <= 450, key
            assert 1 <= len(re.findall(r"[.!?](?:\s|$)", said["plain"])) <= 5, key


@try_each("language", [EN, ID])
def test_sentences_are_plain_text(language: Language) -> None:
    """Texts hold no dash that a phone draws as a line, no curly quotes, no Markdown, and end as sentences do."""
    for _, key, text in (row for row in SENTENCES if row[0] == language):
        assert text.isascii(), key
        assert not set(text) & set("*_`#<>|~[]"), key
        assert " - " not in text, key
        assert "--" not in text, key
        assert "  " not in text, key
        assert text == text.strip(), key
        assert text.rstrip('"')[-1] in ".?!", key


def test_no_entry_gives_advice_or_a_diagnosis() -> None:
    """The glossary says what a word means; what to do is for the people in the room."""
    assert [key for _, key, text in SENTENCES if ADVICE.search(text)] == []


def test_what_may_be_danger_is_left_to_a_person() -> None:
    """Whatever touches dying, hurting oneself or losing touch with what is real names who is needed, in both languages."""
    for key in DANGER:
        assert PERSON[EN].search(BOOKS[EN][key]["plain"]), key
        assert PERSON[ID].search(BOOKS[ID][key]["plain"]), key


def test_no_entry_says_how_harm_is_done() -> None:
    """No entry names a means, a medicine by its brand, a number of tablets, or a way to undo a meal."""
    assert [key for _, key, text in SENTENCES if MEANS.search(text)] == []


def test_a_medicine_is_started_changed_and_stopped_with_a_doctor() -> None:
    """Each class of medicines names the doctor, in both languages."""
    for key in MEDICINES:
        assert "doctor" in BOOKS[EN][key]["plain"], key
        assert "dokter" in BOOKS[ID][key]["plain"], key


def test_what_is_meant_for_two_who_are_safe_says_so() -> None:
    """A quarrel's patterns and couples therapy say what changes where somebody is afraid or is hurt."""
    for key in ("couples_therapy", "pursue_withdraw", "stonewalling", "co_parenting", "ghosting"):
        assert re.search(r"afraid|violence", BOOKS[EN][key]["plain"]), key
        assert re.search(r"takut|kekerasan", BOOKS[ID][key]["plain"]), key


def test_a_name_belongs_to_one_term() -> None:
    """No two terms go by the same name, also when spaces, hyphens and endings are left aside."""
    owners: dict[str, set[str]] = {}
    for name, key in NAMES:
        owners.setdefault("".join(split_name(name)), set()).add(key)
    assert {name: keys for name, keys in owners.items() if len(keys) > 1} == {}


def test_indonesian_addresses_the_reader_politely() -> None:
    """Outside of quoted speech the Indonesian glossary says Anda, never kamu or lo."""
    for key, said in BOOKS[ID].items():
        for part in ("plain", "example"):
            unquoted = re.sub(r'"[^"]*"', "", said[part])
            assert not re.search(r"\b(kamu|kau|lo|lu|anda)\b", unquoted), key
