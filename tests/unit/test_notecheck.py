"""What a line of a note has to stand: sources, quotations, denials, judgements, told by what people really wrote."""

import re

from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, policy

from bot.model import EventId, Line, UserId
from bot.session.notes.check import Flaw, find_flaw, list_quotes
from bot.words import fold_text

LEE = UserId("@lee:clinic")
RULES = policy()


def talk(*said: tuple[UserId, str]) -> tuple[Line, ...]:
    """Return a talk in which these things were said, one after the other."""
    return tuple(Line(EventId(f"$t{at}"), who, float(at), text) for at, (who, text) in enumerate(said))


HOUR = talk(
    (ANA, "Have you had any thoughts of suicide since last week?"),
    (KIM, "no, not once"),
    (ANA, "And have you thought of hurting somebody else?"),
    (KIM, "nope"),
    (ANA, "Do you drink?"),
    (KIM, "sometimes, not every day"),
    (KIM, "I don’t want to go home. I slept 3 hours and I am so tired"),  # noqa: RUF001 - as phones write it
    (ANA, "Tonight you write down three things that went well."),
    (KIM, "ok, i will"),
)
JAM = talk(
    (ANA, "Apakah ada pikiran untuk bunuh diri minggu ini?"),
    (KIM, "nggak ada kok, nggak pernah"),
    (ANA, "Ada keluhan lain?"),
    (KIM, "kadang sulit tidur"),
    (KIM, "aku capek banget kerja terus"),
)


def found(text: str, *numbers: int, of: tuple[Line, ...] = HOUR) -> Flaw | None:
    """Return what is wrong with a line that cites the messages with these numbers, from 1."""
    return find_flaw(text, tuple(of[number - 1] for number in numbers), of, RULES)


@try_each(
    ("text", "cites"),
    [
        ("Client 1 slept 3 hours.", (7,)),
        ("Client 1 said “I am so tired”.", (7,)),
        ('Client 1 said "i am SO  tired".', (7,)),
        ("Client 1 said 'I don't want to go home'.", (7,)),
        ("Client 1’s sleep is short; it doesn't help.", (7,)),  # noqa: RUF001 - as models write it
        ("Client 1 denies thoughts of suicide.", (1, 2)),
        ("Client 1 denies SI/HI.", (1, 2, 3, 4)),
        ("Client 1 reports no suicidal ideation.", (1, 2)),
        ("Client 1 will write down three things that went well.", (8, 9)),
        ('Client 1 said "not once" when asked about suicide.', (1, 2)),
        ("Client 1 has not been home since the death of a friend.", (7,)),
        ("Client 1 has no plans for the weekend.", (7,)),
        ("There is not much harmony at home.", (7,)),
    ],
)
def test_a_line_that_says_what_was_said_stands(text: str, cites: tuple[int, ...]) -> None:
    """With its messages, words as they were written, and denials that were asked about and answered."""
    assert found(text, *cites) is None


@try_each(
    ("text", "cites"),
    [
        ("Klien 1 menyangkal ide bunuh diri.", (1, 2)),
        ("Klien 1 bilang «aku capek banget».", (5,)),
        ("Klien 1 kadang sulit tidur.", (4,)),
        ("Lampu di rumah tidak mati semalaman.", (5,)),
    ],
)
def test_a_line_in_indonesian_stands_too(text: str, cites: tuple[int, ...]) -> None:
    """The same rules hold in each language."""
    assert found(text, *cites, of=JAM) is None


@try_each(
    ("text", "cites", "why"),
    [
        ("Client 1 slept badly.", (), Flaw.SOURCE),
        ("Client 1 slept badly.", (1, 2, 3, 4, 5, 6, 7), Flaw.SOURCE),
        ('Client 1 said "I want to leave him".', (7,), Flaw.QUOTE),
        ('Client 1 said "I am so tired".', (6,), Flaw.QUOTE),
        ('Client 1 said "want to go home".', (7,), Flaw.QUOTE),
        ('Client 1 said "I am so tired.', (7,), Flaw.QUOTE),
        ("Client 1 said „I slept 9 hours“.", (7,), Flaw.QUOTE),
        ("Client 1 said 「tired」.", (7,), Flaw.QUOTE),
        ("Client 1 said 'so very tired'.", (7,), Flaw.QUOTE),
        ("Client 1 denies thoughts of suicide.", (2,), Flaw.DENIAL),
        ("Client 1 denies thoughts of suicide.", (1, 4), Flaw.DENIAL),
        ("Client 1 denies SI/HI.", (1, 2), Flaw.DENIAL),
        ("Client 1 denies homicidal ideation.", (1, 2), Flaw.DENIAL),
        ("Client 1 denies drinking.", (5, 6), Flaw.DENIAL),
        ("No suicidal ideation.", (7,), Flaw.DENIAL),
        ("Client 1 is not suicidal.", (7,), Flaw.DENIAL),
        ("Client 1 does not want to die.", (7,), Flaw.DENIAL),
        ("No thoughts of dying were mentioned.", (7,), Flaw.DENIAL),
        ("No plan or intent.", (7,), Flaw.DENIAL),
        ("There is no risk of harm to others.", (7,), Flaw.DENIAL),
        ("Client 1 did not report any plans to harm themself.", (7,), Flaw.DENIAL),
        ("No safety concerns were raised.", (7,), Flaw.DENIAL),
        ('Client 1 has "no" thoughts of suicide.', (2,), Flaw.DENIAL),
        ("Client 1 has major depression.", (7,), Flaw.JUDGEMENT),
        ("Client 1 may take 50 mg of sertraline.", (7,), Flaw.JUDGEMENT),
        ("Client 1 is at low risk.", (7,), Flaw.JUDGEMENT),
    ],
)
def test_a_line_that_says_more_is_left_out(text: str, cites: tuple[int, ...], why: Flaw) -> None:
    """No source, words that nobody wrote or that a `not` was cut from, a denial of what nobody asked, a judgement."""
    assert found(text, *cites) is why


@try_each(
    ("text", "cites", "why"),
    [
        ("Klien 1 menyangkal ide bunuh diri.", (2,), Flaw.DENIAL),
        ("Tidak ada pikiran bunuh diri.", (5,), Flaw.DENIAL),
        ("Klien 1 tidak ingin mati.", (5,), Flaw.DENIAL),
        ("Klien 1 tidak melaporkan keluhan lain.", (3, 4), Flaw.DENIAL),
        ("Klien 1 menyangkal niat menyakiti orang lain.", (1, 2), Flaw.DENIAL),
        ("Klien 1 bilang “aku mau berhenti kerja”.", (5,), Flaw.QUOTE),
        ("Klien 1 mengidap depresi.", (5,), Flaw.JUDGEMENT),
    ],
)
def test_a_line_in_indonesian_is_left_out_too(text: str, cites: tuple[int, ...], why: Flaw) -> None:
    """The same rules hold in each language."""
    assert found(text, *cites, of=JAM) is why


@try_each(
    "answer",
    [
        "yes",
        "no, but sometimes at night",
        "maybe",
        "i don't know",
        "No. Well, sometimes.",
        "iya",
        "ya, tidak tahu",
        "kadang-kadang",
        "what do you mean?",
    ],
)
def test_an_answer_that_is_no_plain_no_denies_nothing(answer: str) -> None:
    """Whoever answers yes, or maybe, or does not answer, has denied nothing."""
    asked = talk((ANA, "Do you think of suicide?"), (KIM, answer))
    assert found("Client 1 denies thoughts of suicide.", 1, 2, of=asked) is Flaw.DENIAL


def test_a_second_message_can_take_a_no_back() -> None:
    """All that somebody wrote before the therapist wrote again is their answer, cited or not."""
    asked = talk((ANA, "Do you think of suicide?"), (KIM, "no"), (KIM, "sometimes, to be honest"))
    assert found("Client 1 denies thoughts of suicide.", 1, 2, of=asked) is Flaw.DENIAL


def test_a_denial_is_of_whoever_answered() -> None:
    """In a couple, what one denies is not denied by the other."""
    asked = talk((LEE, "hello"), (ANA, "Kim, do you think of suicide?"), (KIM, "no"))
    assert found("Client 2 denies thoughts of suicide.", 2, 3, of=asked) is None
    assert found("Client 1 denies thoughts of suicide.", 2, 3, of=asked) is Flaw.DENIAL


def test_a_clients_question_asks_nobody_anything() -> None:
    """Only a therapist's question is one that a denial can rest on, and only a client's answer."""
    asked = talk((KIM, "Do you think of suicide?"), (ANA, "no"), (KIM, "me neither, no"))
    assert found("Client 1 denies thoughts of suicide.", 1, 2, 3, of=asked) is Flaw.DENIAL


def bare(text: str) -> str:
    """Return the words of a text, told apart otherwise than the bot does."""
    return " ".join(re.findall(r"\w+", fold_text(text).replace("'", "")))


PARTS = st.lists(
    st.sampled_from(
        ["i", "am", "tired", "not", "Don't", "3", "hours", "rumah", "“", "”", '"', "'", "«", "»", "so", "."]
    ),
    min_size=1,
    max_size=14,
).map(" ".join)


@given(line=PARTS, said=PARTS)
def test_no_quotation_survives_that_nobody_wrote(line: str, said: str) -> None:
    """Whatever a line that stands puts between quotation marks, its words stand in a row in the message that it cites."""
    message = talk((KIM, said))
    if find_flaw(line, message, message, RULES) is None:
        for quote in list_quotes(line):
            assert not bare(quote) or f" {bare(quote)} " in f" {bare(said)} "
