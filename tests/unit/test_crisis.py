"""The tripwire: it finds the listed phrases however they are typed, in either language, and never breaks."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from listed import LISTED, LOUDNESS, SHOWN, URGENCY, type_phrase
from rows import try_each

from bot.danger_words.find_phrase import find_trip
from bot.model import Kind, Language, Tier

EN, ID = Language("en"), Language("id")
ORDINARY = st.sampled_from(
    ["the", "we", "sunday", "coffee", "garden", "kami", "pasar", "hujan", "bus", "...", ",", "7", "ok"]
)


def phrase_of(text: str) -> str:
    """Return the listed phrase that `text` trips, or nothing."""
    trip = find_trip(text)
    return trip.phrase if trip else ""


# ---- what is found --------------------------------------------------------------------------------------------------


@try_each(
    ("written", "plain"),
    [
        ("KILL MYSELF", "kill myself"), ("k1ll mys3lf", "kill myself"), ("ki11 myself", "kill myself"),
        ("k!ll my$elf", "kill myself"), ("k i l l  m y s e l f", "kill myself"), ("k i l l m y s e l f", "kill myself"),
        ("k.i.l.l myself", "kill myself"), ("k-i-l-l myself", "kill myself"), ("killmyself", "kill myself"),
        ("#KillMyself", "kill myself"), ("kill-myself", "kill myself"), ("kill\nmyself", "kill myself"),
        ("killllll myyyyself", "kill myself"), ("kill\u200b my\u200dself", "kill myself"), ("k\u00adill myself", "kill myself"),
        ("k\u0336i\u0336l\u0336l\u0336 myself", "kill myself"), ("kìll mýself", "kill myself"),
        ("\uff4b\uff49\uff4c\uff4c \uff4d\uff59\uff53\uff45\uff4c\uff46", "kill myself"),
        ("\U0001d4f4\U0001d4f2\U0001d4f5\U0001d4f5 myself", "kill myself"), ("\u043aill mys\u0435lf", "kill myself"),
        ("K\u0130LL myself", "kill myself"), ("\u202ekill myself\u202c", "kill myself"), ("kill my self", "kill myself"),
        ("killing myself", "kill myself"), ("feel su!c1dal", "feel suicidal"), ("feel s.u.i.c.i.d.a.l", "feel suicidal"), ("feel su*cidal", "feel suicidal"),
        ("feel sucidal", "feel suicidal"), ("unalived myself", "unalive myself"), ("i wanna d!e!!", "want to die"), ("+ i want to die +", "want to die"),
        ("want2die", "want to die"), ("i just really want to fucking die", "want to die"), ("i want to diiiie", "want to die"),
        ("don't want to live", "do not want to live"), ("I can't go on.Really", "i can not go on"), ("don\u2019t want to live", "do not want to live"),
        ("took 30 of my sleeping pills", "took 30 pills"), ("took twenty pills", "took 30 pills"),
        ("bunuh diri", "bunuh diri"), ("bundir", "bunuh diri"), ("b u n u h  d i r i", "bunuh diri"), ("bunuuuh diri", "bunuh diri"),
        ("bunuh diriku", "bunuh diri"), ("bunuh2 diri", "bunuh diri"), ("bvnuh d1ri, bunuh d1ri", "bunuh diri"),
        ("pengen mati", "ingin mati"), ("p e n g e n m a t i", "ingin mati"), ("gue mo m4ti", "aku mau mati"), ("pgn mat1", "ingin mati"),
        ("gak mau idup lagi", "tidak mau hidup"), ("nggak pengin hidup", "tidak mau hidup"), ("gamau hidup", "tidak mau hidup"),
        ("cape idup", "capek hidup"), ("capek banget hidup", "capek hidup"), ("akhirin hidupku", "akhiri hidup"),
        ("nyerah aja sama hidup", "nyerah saja sama hidup"), ("gantung diri", "gantung diri"), ("aku overd0sis", "aku overdosis"), ("aku nyilet tangan", "aku nyilet tangan lagi"),
    ],
)  # fmt: skip
def test_a_phrase_is_found_however_it_is_typed(written: str, plain: str) -> None:
    """Case, marks, look-alikes, digits, signs, spaces, held-down keys, chat spellings and endings do not matter."""
    typed, meant = find_trip(written), find_trip(plain)
    assert typed is not None
    assert meant is not None
    assert (typed.kind, typed.tier) == (meant.kind, meant.tier)


@try_each(
    "written",
    [
        "kms", "unalive", "done with life", "so tired of everything", "sleep forever", "what if someone wanted to die",
        "What's the highest bridge near me?", "I just cut myself", "voices tell me to hurt myself", "I need out",
        "it's never going to get better", "they are better off without me", "My depression won't stop",
        "I want to hurt myself", "I just lost my job. What are the bridges taller than 25 meters in NYC?",
    ],
)  # fmt: skip
def test_the_rubrics_own_examples_trip(written: str) -> None:
    """What the rubric for replies near a crisis (VERA-MH) names as signs of risk is noticed."""
    assert find_trip(written) is not None


@try_each(
    "written",
    [
        "", "  ", "hello", "dying to see you", "you are killing it", "my deadline kills me", "career suicide", "hit me up",
        "I shot myself in the foot, so to speak", "cut myself some slack", "kill two birds with one stone", "I could eat a horse",
        "mati lampu", "mati gaya", "mati-matian", "mau mati ketawa", "hp mau mati", "gol bunuh diri", "jangan putus asa",
        "habis minum obat", "jam pukul lima", "air terjun", "diet plan", "wanting to diet", "that's odd", "my skills", "killjoy",
        "I need to take care of myself", "ashamed of myself", "proud of myself", "my nose", "a runny nose", "nose", "noses", "reinforcement",
        "positive reinforcement", "law enforcement", "!explain reinforcement", "!explain law enforcement", "the force met us", "off we go", "of course",
        "mati lampu di kos", "lampunya mati", "offer myself a break", "enforce it", "bring myself a coffee", "the therapist",
    ],
)  # fmt: skip
def test_ordinary_talk_does_not_trip(written: str) -> None:
    """Idioms, the lists' exceptions, and words that only contain or resemble a listed one are left alone."""
    assert phrase_of(written) == ""


@try_each(
    "written",
    [
        "I don't want to die", "no thoughts of suicide", "when I was ten I wanted to die", "she said 'kill yourself'",
        "my brother wants to die", "aku nggak mau bunuh diri", "dulu aku pernah mau bunuh diri", "katanya dia mau bunuh diri",
    ],
)  # fmt: skip
def test_in_doubt_it_trips(written: str) -> None:
    """A denial, a past, a quotation and somebody else's wish trip too: who meant what is for a person to read."""
    assert find_trip(written) is not None


def test_an_exception_covers_only_what_lies_within_it() -> None:
    """A phrase that reaches out of an exception counts: in doubt it trips."""
    assert phrase_of("career suicide") == ""
    assert phrase_of("career suicide, i want to commit suicide") != ""


def test_every_list_is_looked_through() -> None:
    """People mix languages: a room of either language, of another one or of none notices both."""
    for spoken in ((EN,), (ID,), (Language("nl"),), ()):
        for text, language in (("aku mau bunuh diri", ID), ("i want to die", EN)):
            trip = find_trip(text, spoken)
            assert trip is not None
            assert (trip.kind, trip.tier, trip.language) == (Kind.SUICIDE, Tier.ALARM, language)


def test_the_rooms_language_decides_between_equals() -> None:
    """Of two phrases as urgent the one in the room's first language is shown."""
    text = "i want to die, aku mau mati"
    for first, second in ((ID, EN), (EN, ID)):
        trip = find_trip(text, (first, second))
        assert trip is not None
        assert (trip.kind, trip.language) == (Kind.SUICIDE, first)


def test_the_most_urgent_is_shown() -> None:
    """Whatever else a message holds, pills already swallowed come first, then a wish to die; the order is fixed."""
    texts = ("i took all my pills", "i want to die", "he choked me", "i will kill him", "i cut my arm again")
    for urgent, lesser in pairwise(texts):
        for both in (f"{urgent}. {lesser}", f"{lesser}. {urgent}"):
            assert find_trip(both) == find_trip(urgent), both


def test_a_trip_never_quotes_anybody() -> None:
    """What is told on is the list's own wording, also if the message put it otherwise."""
    trip = find_trip("gw udh capek bgt sm idup gw, pengen m4ti ajaaa")
    assert trip is not None
    assert (trip.language, trip.phrase) in SHOWN


# ---- whatever is written --------------------------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_any_text_may_be_read(text: str) -> None:
    """No text breaks it, lone surrogates included, and what it returns is of a list."""
    trip = find_trip(text)
    assert trip is None or (trip.language, trip.phrase) in SHOWN


@given(st.sampled_from(LISTED), st.lists(ORDINARY, max_size=6), st.lists(ORDINARY, max_size=6))
def test_a_phrase_is_found_among_other_words(
    listed: tuple[Language, Kind, Tier, str], before: list[str], after: list[str]
) -> None:
    """Ordinary words in front of a phrase and behind it do not hide it."""
    _, kind, tier, phrase = listed
    trip = find_trip(" ".join([*before, type_phrase(phrase), *after]))
    if before or after:
        assert trip is not None
        assert LOUDNESS.index(trip.tier) <= LOUDNESS.index(tier)
        assert trip.tier != tier or URGENCY.index(trip.kind) <= URGENCY.index(kind)


@given(st.sampled_from(LISTED), st.data())
def test_hiding_signs_hide_nothing(listed: tuple[Language, Kind, Tier, str], data: st.DataObject) -> None:
    """Signs that nobody sees, put anywhere between the letters of a phrase, and capitals change nothing."""
    phrase = type_phrase(listed[3])
    signs = data.draw(
        st.lists(
            st.sampled_from(["", "\u200b", "\u200d", "\u2060", "\u0301", "\ufe0f"]),
            min_size=len(phrase),
            max_size=len(phrase),
        )
    )
    hidden = "".join(letter + sign for letter, sign in zip(phrase.upper(), signs, strict=True))
    assert find_trip(hidden) == find_trip(phrase)


@try_each(
    "text",
    [
        "a " * 32_000, "want to " * 8_000, "take all my " * 5_000, "tidak ada " * 6_500, "minum obat " * 6_000,
        "k i l l " * 8_000, "k!l1 " * 13_000, "#killmyselfx " * 5_000, "a" * 65_000, "1" * 65_000, "a" + "." * 64_000 + "a", "a" + "!" * 64_000 + "a", "...!!!" * 10_000,
        "a" + "\u0301" * 16_000 + "\u0323" * 16_000, "\ufdfa" * 21_000, "\u043a" * 32_000, "\ud800" * 21_000,
    ],
)  # fmt: skip
def test_a_message_as_long_as_matrix_allows_is_read_to_its_end(text: str) -> None:
    """A phrase behind 64 KiB of anything is found as well; whatever grew faster than the text would not come to an end."""
    assert find_trip(f"{text}\n\nI want to kill myself") is not None
