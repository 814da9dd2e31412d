"""The glossary: it finds what it has, forgives a slip, and never answers with another term."""

import string
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rows import try_each

from bot.model import Language
from bot.session.language import glossary_lookup
from bot.words.book import Entry, load_built_in_book
from bot.words.letters import split_name
from bot.words.shelf import read_lines, read_shelf_yaml

EN, ID = Language("en"), Language("id")
BOOKS: dict[Language, dict[str, dict[str, Any]]] = {
    language: read_shelf_yaml(language, "glossary.yaml") for language in (EN, ID)
}
NAMES = [(name, key) for book in BOOKS.values() for key, said in book.items() for name in (said["term"], *said["aka"])]
KEY_OF = {split_name(name): key for name, key in NAMES}
LOOKALIKES = [line for language in (EN, ID) for line in read_lines(language, "lookalikes.txt")]

FORBIDDEN = [
    ("repressed memories", "repression"), ("self-blame", "personalisation"), ("menyalahkan diri sendiri", "personalisation"),
    ("lapse", "relapse"), ("malu", "shame"), ("hypomania", "mania"), ("hipomania", "mania"), ("complex PTSD", "ptsd"),
    ("CPTSD", "ptsd"), ("percaya diri", "self_esteem"), ("self-confidence", "self_esteem"), ("kepercayaan diri", "self_esteem"),
    ("negative reinforcement", "reinforcement"), ("negative reinforcement", "punishment"), ("mental health", "stigma"),
    ("split personality", "schizophrenia"), ("kepribadian ganda", "schizophrenia"), ("insecure", "attachment"),
]  # fmt: skip
"""A name, and the entry that must not answer to it."""


def lookup(term: str, language: Language) -> Entry | None:
    """Return what the glossary that comes with Third Chair has for `term`."""
    return glossary_lookup.look_up_term(load_built_in_book(), term, language)


def nearest(term: str, language: Language) -> tuple[str, ...]:
    """Return which of its terms may have been meant."""
    return glossary_lookup.find_nearest_terms(load_built_in_book(), term, language)


def mentioned(text: str, language: Language, most: int = 3) -> tuple[Entry, ...]:
    """Return which of its terms stand in `text`."""
    return glossary_lookup.find_mentioned_terms(load_built_in_book(), text, language, most)


def key_of(term: str) -> str | None:
    """Return the key of the entry that `term` finds."""
    entry = lookup(term, EN)
    return entry.key if entry else None


# ---- finding --------------------------------------------------------------------------------------------------------


@try_each("language", [EN, ID])
def test_every_name_finds_its_own_entry(language: Language) -> None:
    """Each term and synonym of either language finds its entry, told in the asker's language."""
    for name, key in NAMES:
        entry = lookup(name, language)
        assert entry is not None, name
        assert (entry.key, entry.language) == (key, language), name


@try_each(
    "written",
    [
        "rumination", "  RUMINATION ", "Rumination?", '"rumination"', "\u201crumination\u201d", "the rumination",
        "\uff32umination", "rumin\u200bation", "\u202erumination\u202c", "ru\u0301mination", "ruminations", "ruminating",
        "ruminasi", "ruminasinya", "Ruminasi!!", "ruminaton", "rumniation",
    ],
)  # fmt: skip
def test_rumination_is_found_however_it_is_typed(written: str) -> None:
    """Case, width, accents, invisible characters, quotes, endings, language and one slip do not matter."""
    assert key_of(written) == "rumination"


@try_each(
    ("written", "key"),
    [
        ("CBT", "cognitive_behavioural_therapy"),
        ("C.B.T.", "cognitive_behavioural_therapy"),
        ("behavioral-activation", "behavioural_activation"),
        ("selfcare", "self_care"),
        ("self care", "self_care"),
        ("I statements", "i_statement"),
        ("boundary", "boundaries"),
        ("kelekatan", "attachment"),
        ("pemicu", "trigger"),
        ("penghindaran", "avoidance"),
        ("pemaparan", "exposure"),
        ("hypervigilence", "hypervigilance"),
        ("catastrofizing", "catastrophising"),
        ("anxeity", "anxiety"),
        ("depresion", "depression"),
        ("countertransferance", "countertransference"),
        ("regresion", "regression"),
        ("projeksi", "projection"),
        ("terapis", "therapist"),
        ("terapi", "psychotherapy"),
    ],
)
def test_people_find_what_they_mean(written: str, key: str) -> None:
    """Abbreviations, either spelling of English, Indonesian terms and common misspellings find their entry."""
    assert key_of(written) == key


@try_each(
    "written",
    [
        "aggression", "protection", "protecting", "proteksi", "dental", "dentals", "tiger", "bigger", "composure",
        "media", "medication", "mediation", "medikasi", "compassion", "the rapist", "rapist", "strangulation", "triangle",
        "oppression", "impression", "expression", "insulation", "massage", "diffusion", "apathy",
        "sympathy", "simpati", "detachment", "kedekatan", "penguapan", "pembelaan", "nationalization", "psikologi",
        "shape", "share", "brief", "guild", "copying", "coding", "scheme", "anxious eater", "mood board", "truama", "denal",
        "regpression", "hypearousal", "psychology", "habitation", "ruination", "Martial therapy", "group", "mind", "the", "",
        "???", "positive", "safety", "family", "act of god", "ego", "pro jection screen", "emotional support",
    ],
)  # fmt: skip
def test_another_word_is_not_a_misspelt_term(written: str) -> None:
    """A word that only looks like a term brings no entry: a wrong one would be worse than none."""
    assert lookup(written, EN) is None


@try_each(("name", "key"), FORBIDDEN)
def test_a_word_is_not_explained_by_another(name: str, key: str) -> None:
    """What people take for one thing and is two is not looked up as the other."""
    assert key_of(name) != key


def test_an_indonesian_term_that_people_say_in_english_has_the_formal_word_in_brackets() -> None:
    """Burnout is called burnout, and what the dictionary calls it stands behind; both find the entry."""
    for said, formal in (("burnout", "kelelahan kerja"), ("overthinking", "berpikir berlebihan")):
        assert f"{said} ({formal})" in {entry["term"] for entry in BOOKS[ID].values()}
        assert key_of(said) == key_of(formal) == said
    for key, entry in BOOKS[ID].items():
        if "(" in entry["term"]:
            assert key_of(entry["term"].split(" (")[0]) == key, key


@try_each(
    ("first", "second"),
    [
        ("repression", "regression"), ("repression", "depression"), ("mania", "mania"), ("transference", "countertransference"),
        ("obsession", "compulsion"), ("represi", "regresi"), ("represi", "depresi"), ("terapi", "terapis"),
        ("positive reinforcement", "negative bias"), ("secure attachment", "insecure attachment"),
        ("emotion regulation", "emotion dysregulation"), ("CBT", "DBT"), ("conscious", "unconscious"),
    ],
)  # fmt: skip
def test_near_terms_stay_apart(first: str, second: str) -> None:
    """Terms that differ by a letter or two each find themselves alone."""
    assert (key_of(first) == key_of(second)) == (first == second)


def test_no_real_word_on_the_list_finds_an_entry() -> None:
    """Each listed lookalike finds nothing and brings no suggestion."""
    assert [word for word in LOOKALIKES if lookup(word, EN) or nearest(word, EN)] == [
        word for word in LOOKALIKES if split_name(word) in KEY_OF
    ]
    assert len(LOOKALIKES) > 200


@given(st.text(max_size=200), st.sampled_from([EN, ID, Language("xx")]))
def test_any_text_may_be_looked_up(text: str, language: Language) -> None:
    """Whatever people type, the glossary answers or stays silent; it never breaks."""
    lookup(text, language)
    assert len(nearest(text, language)) <= 3
    assert len(mentioned(text, language)) <= 3


@given(st.data())
def test_one_slip_finds_the_term_or_nothing(data: st.DataObject) -> None:
    """One wrong, missing, doubled or swapped letter in a name of eight letters or more never finds another term."""
    name, key = data.draw(st.sampled_from([row for row in NAMES if len(row[0]) >= 8]))
    at = data.draw(st.integers(0, len(name) - 2))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    slip = data.draw(st.sampled_from(["change", "drop", "add", "swap"]))
    written = {
        "change": name[:at] + letter + name[at + 1 :],
        "drop": name[:at] + name[at + 1 :],
        "add": name[:at] + letter + name[at:],
        "swap": name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    }[slip]
    exact = KEY_OF.get(split_name(written))
    assert key_of(written) in {key, exact, None}


@try_each(
    ("written", "key"),
    [
        ("psikoteraips", "therapist"),  # an ending that the slip made
        ("rdepression", "depression"),  # a first letter too many
        ("depresif", "depression"),
        ("talketherapy", "psychotherapy"),  # another term without the space
    ],
)
def test_a_slip_that_looks_like_another_term_finds_no_other(written: str, key: str) -> None:
    """What could be two terms is none: nobody is told of repression who has asked about depression."""
    assert key_of(written) in {key, None}


def test_most_slips_are_forgiven() -> None:
    """Being strict does not make it useless: nine of ten long single words are found with two letters swapped inside."""
    words = [(name, key) for name, key in NAMES if name.isalpha() and len(name) >= 9]
    bools = [key_of(name[:4] + name[5] + name[4] + name[6:]) == key for name, key in words]
    assert sum(bools) / len(bools) > 0.9


def test_an_unknown_language_gets_english() -> None:
    """Whoever asks in a language without a glossary gets the English entry rather than none."""
    entry = lookup("ruminasi", Language("nl"))
    assert entry is not None
    assert (entry.language, entry.term) == (EN, "rumination")


# ---- suggesting and spotting ----------------------------------------------------------------------------------------


def test_something_near_is_suggested() -> None:
    """A word too short or too far to be sure about brings "did you mean", in the asker's language."""
    assert nearest("truama", EN) == ("trauma",)
    assert nearest("hypervig", ID) == ("kewaspadaan berlebihan",)
    assert "attachment (kelekatan)" in nearest("attachm", ID)
    assert nearest("xylophone", EN) == ()
    assert nearest("self-harm", EN) == ()


@try_each(
    ("written", "term"),
    [
        ("dissocation", "dissociation"), ("catastroph", "catastrophising"), ("emotional reg", "emotion regulation"),
        ("anxiet", "anxiety"), ("resiliance", "resilience"), ("gasliting", "gaslighting"), ("self-esteam", "self-esteem"),
        ("mindfullnes", "mindfulness"), ("trauma bondin", "trauma bonding"), ("compulsiv", "compulsion"),
        ("paranoya", "paranoia"), ("withdrawl", "withdrawal"), ("bulemia", "bulimia nervosa"), ("halusinas", "hallucination"),
        ("kecemasn", "anxiety"), ("pikiran intrusi", "intrusive thought"), ("parentifikas", "parentification"),
        ("kesurupn", "kesurupan (possession trance)"), ("skizofreni", "schizophrenia"),
    ],
)  # fmt: skip
def test_a_slip_of_the_finger_is_near(written: str, term: str) -> None:
    """A letter wrong, or the end of the term not typed, brings the term as what may have been meant, and as the first."""
    assert nearest(written, EN)[0] == term


@try_each(
    "written",
    [
        "mental", "health", "mental health law", "health stigma", "social", "social media", "emotional", "psychological",
        "cognitive", "negative", "positive thinking", "personality", "angel", "panic room", "angry birds", "shape", "stalling",
        "talking", "grooving", "psycho", "delirious", "dependency ratio", "music", "family", "family dinner", "sleep", "body",
        "safe word", "inner circle", "group", "medicine", "self defence", "the moon and stars", "grave", "moody", "couple",
        "kesehatan", "jiwa", "gangguan", "terapi wicara", "rumah", "pikiran", "sosial", "obat batuk", "sakit kepala", "kerja",
        "keluarga", "anak", "cinta", "menyakiti", "kambing", "bunuh", "hujan", "mental baja", "percaya", "harga",
    ],
)  # fmt: skip
def test_what_is_another_thing_brings_no_suggestion(written: str) -> None:
    """A word of its own, a part of a term, or a term with a word more brings nothing: worse than none is a wrong one."""
    assert nearest(written, EN) == ()


@try_each(
    ("typed", "language", "far"),
    [
        ("mental health", EN, "stigma"),
        ("kesehatan mental", ID, "kelelahan kerja"),
        ("kesehatan mental", EN, "resilience"),
        ("family", EN, "genogram"),
    ],
)
def test_what_only_begins_another_name_of_a_term_is_not_suggested(typed: str, language: Language, far: str) -> None:
    """Whoever asks for mental health and reads "did you mean: stigma?" has been told worse than nothing."""
    assert far not in nearest(typed, language)


def test_terms_in_a_message_are_spotted_longest_first() -> None:
    """In a longer text whole names are found, the longest first, one entry each, no more than asked for."""
    text = "After that flashback I started ruminating; all-or-nothing thinking again, rumination all day. My trigger..."
    assert [entry.key for entry in mentioned(text, EN, most=9)] == [
        "all_or_nothing_thinking", "rumination", "flashback", "trigger",
    ]  # fmt: skip
    assert [entry.key for entry in mentioned(text, EN, most=1)] == ["all_or_nothing_thinking"]


def test_a_part_of_a_longer_term_is_not_spotted_apart() -> None:
    """Where "secure attachment" stands, plain "attachment" is not explained too, and no word is cut out of another."""
    assert [entry.key for entry in mentioned("she has a secure attachment", EN)] == ["secure_attachment"]
    assert mentioned("the rapist retraumatisation triggerfish", EN) == ()


@try_each(
    "text",
    [
        "I act like nothing happened", "my homework is late and I am stressed", "we value your mood", "aku cemas dan malu",
        "I message him a lot about my feelings", "terapis saya baik", "there are ants in the house", "emosi banget gue",
    ],
)  # fmt: skip
def test_everyday_words_are_not_spotted(text: str) -> None:
    """Words that everybody uses all day are explained when asked for, not picked out of a message."""
    assert mentioned(text, EN) == ()


def test_spotting_answers_in_the_askers_language() -> None:
    """An English message is explained in Indonesian to whoever reads Indonesian."""
    (entry,) = mentioned("we talked about stonewalling", ID)
    assert (entry.key, entry.language) == ("stonewalling", ID)
