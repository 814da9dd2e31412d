"""What a line about the talk says beyond its messages: of whom, how many, what only eyes see, how safe somebody is."""

from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, policy

from bot.model import EventId, Line, Person, Room, RoomId, UserId
from bot.session.notes.check import Flaw, find_flaw, find_point_flaw
from bot.session.notes.line_source import Source, call_by_title
from bot.session.notes.quantities import has_strange_quantity, list_quantities
from bot.session.request.prompts import name_speakers

LEE = UserId("@lee:clinic")
RULES = policy()


def talk(*said: tuple[UserId, str]) -> tuple[Line, ...]:
    """Return a talk in which these things were said, one after the other."""
    return tuple(Line(EventId(f"$t{at}"), who, float(at), text) for at, (who, text) in enumerate(said))


COUPLE = talk(
    (ANA, "How was it since Monday?"),
    (KIM, "hard, I sleep 3 hours and I cried a lot"),
    (LEE, "aku juga capek, cuma tidur lima jam"),
    (ANA, "Shall we say 20 minutes of talk each evening?"),
    (KIM, "ok"),
    (LEE, "oke, mulai rabu"),
    (ANA, "I think that you are both safe, and I rate the risk as low."),
    (KIM, "I feel safe with you"),
)


def find(text: str, *numbers: int, of: tuple[Line, ...] = COUPLE) -> Flaw | None:
    """Return what is wrong with a line of a note that cites the messages with these numbers, from 1."""
    return find_flaw(text, tuple(of[number - 1] for number in numbers), of, RULES)


@try_each(
    ("text", "cites", "stands"),
    [
        ("Client 1 sleeps badly.", (2,), True),
        ("Client 2 sleeps badly.", (2,), False),
        ("Therapist 1 sleeps badly.", (2,), False),
        ("Klien 1 kurang tidur.", (2,), True),
        ("Klien 2 kurang tidur.", (2,), False),
        ("The client sleeps badly.", (2,), True),
        ("The therapist sleeps badly.", (2,), False),
        ("Client 3 sleeps badly.", (2,), False),
        ("Both clients are tired.", (2, 3), True),
        ("Both clients are tired.", (2,), False),
        ("Kedua klien lelah.", (2, 3), True),
        ("Kedua klien lelah.", (3,), False),
        ("Client 1 and Client 2 agreed.", (5, 6), True),
        ("Client 1 and Client 2 agreed.", (5,), False),
        ("Client 1 sleeps badly, and Client 2 does too.", (2,), False),
        ("According to Client 2, sleep is short.", (3,), True),
        ("According to Client 2, sleep is short.", (2,), False),
        ("Menurut Klien 2 tidurnya kurang.", (2,), False),
        ("It is hard, Client 2 says.", (2,), False),
        ("Client 1 was asked about the time since.", (1,), True),
        ("When Client 2 is tired, Client 1 sleeps badly.", (2,), True),
        ("Client 1 says that Client 2 is tired.", (2,), True),
        ("Client 2's sleep is of concern to Client 1.", (2,), True),
        ("Client 2 has not answered yet.", (2,), True),
        ("Reports short sleep.", (1,), False),
        ("Reports short sleep.", (2,), True),
    ],
)
def test_whoever_is_named_wrote_one_of_the_messages(text: str, cites: tuple[int, ...], stands: bool) -> None:
    """Whoever a line is about is among the senders, both where it says both; whoever it only mentions need not be."""
    assert find(text, *cites) is (None if stands else Flaw.SPEAKER)


@try_each(
    ("text", "cites", "stands"),
    [
        ("Client 1 sleeps three hours.", (2,), True),
        ("Klien 1 tidur tiga jam.", (2,), True),
        ("Client 1 sleeps 4 hours.", (2,), False),
        ("Klien 1 tidur empat jam.", (2,), False),
        ("Client 1 sleeps 3 minutes.", (2,), False),
        ("Client 2 sleeps 5 hours.", (3,), True),
        ("Client 2 starts on Wednesday.", (6,), True),
        ("Client 2 starts on Thursday.", (6,), False),
        ("Klien 2 mulai hari Selasa.", (6,), False),
        ("Client 1 agreed to 20 minutes.", (5,), True),
        ("Client 1 agreed to 30 minutes.", (5,), False),
        ("Two things are hard for Client 1.", (2,), True),
        ("Dua hal berat bagi Klien 1.", (2,), True),
    ],
)
def test_numbers_and_days_stand_in_the_messages(text: str, cites: tuple[int, ...], stands: bool) -> None:
    """In digits or words of either language, with their unit; a short reply takes along what it answers."""
    assert find(text, *cites) is (None if stands else Flaw.NUMBER)


@try_each(
    ("text", "cites", "stands"),
    [
        ("Client 1 cried a lot.", (2,), True),
        ("Klien 1 banyak menangis.", (2,), True),
        ("Client 2 was tearful.", (3,), False),
        ("Klien 2 tampak sedih.", (3,), False),
        ("Client 2 appeared anxious.", (3,), False),
        ("Client 1 avoided eye contact.", (2,), False),
        ("Klien 1 menghindari kontak mata.", (2,), False),
        ("Affect was flat.", (2,), False),
        ("Orientasi baik, penampilan rapi.", (2,), False),
        ("Client 1 was alert and oriented.", (2,), False),
        ("Short sleep affects Client 1.", (2,), True),
    ],
)
def test_a_chat_has_no_eyes(text: str, cites: tuple[int, ...], stands: bool) -> None:
    """Tears, looks, affect and grooming stand only where somebody wrote of them."""
    assert find(text, *cites) is (None if stands else Flaw.SIGHT)


@try_each(
    ("text", "cites", "stands"),
    [
        ("Therapist 1 rated the risk as low.", (7,), True),
        ("Terapis 1 menilai risikonya rendah.", (7,), True),
        ("Client 1 is at low risk.", (2,), False),
        ("The risk is considered low.", (2, 3), False),
        ("Risiko rendah.", (2,), False),
        ("Client 1 is stable.", (2,), False),
        ("Kondisi Klien 1 stabil.", (2,), False),
        ("Client 1 contracted for safety.", (5,), False),
        ("Klien 1 bersedia membuat kontrak keselamatan.", (5,), False),
        ("Both clients are safe, Therapist 1 thinks.", (7,), True),
        ("Client 1 is safe.", (8,), False),
        ("Client 1 says that they feel safe.", (8,), True),
        ("No danger to anybody.", (5,), False),
        ("Tidak ada bahaya.", (5,), False),
    ],
)
def test_how_safe_somebody_is_a_therapist_says(text: str, cites: tuple[int, ...], stands: bool) -> None:
    """In any order of words, in both languages: it stands where a therapist wrote it, or as a client's own words."""
    assert find(text, *cites) is (None if stands else Flaw.JUDGEMENT)


def test_a_suggestion_may_propose_a_question() -> None:
    """What the therapist might ask stands between quotation marks though nobody wrote it; a word that nobody used does not."""
    source = Source(COUPLE[1:2], COUPLE, RULES, name_speakers(COUPLE, RULES))
    assert find_point_flaw('You could ask: "What keeps you awake at night?"', source) is None
    assert find_point_flaw('Client 1 calls it "a nightmare of a week".', source) is Flaw.QUOTE
    assert find_point_flaw("Client 2 sleeps badly.", source) is Flaw.SPEAKER


def test_people_may_be_called_by_the_names_that_the_room_shows() -> None:
    """A name stands for whom the prompt called by a number; within a quotation, and as another word, it stays."""
    room = Room(RoomId("!r:c"), roster=(Person(ANA, "Ana"), Person(KIM, "Will"), Person(LEE, "Lee")))
    names = name_speakers(COUPLE, RULES)
    assert (
        call_by_title('Will says that Lee will "ask Lee".', room, names)
        == 'Client 1 says that Client 2 will "ask Lee".'
    )


@try_each(
    ("text", "values"),
    [
        ("two hundred twenty five", [225]),
        ("seratus dua puluh lima ribu", [125_000]),
        ("Rp1.500.000 or 1,5 juta", [1_500_000, 1_500_000]),
        ("4,000 and 2.5", [4000, 2.5]),
        ("two and a half hours", [2.5]),
        ("dua belas", [12]),
        ("50mg", [50]),
        ("seven or eight", [7, 8]),
    ],
)
def test_numbers_are_read_in_digits_and_words(text: str, values: list[float]) -> None:
    """However they are written, in both languages."""
    assert [quantity.value for quantity in list_quantities(text)] == values


@try_each(
    ("line", "said", "strange"),
    [
        ("twice a week", "two times a week", False),
        ("once a week", "once a month", True),
        ("dua kali seminggu", "2x a week", False),
        ("50 mg", "50mg", False),
        ("50 mcg", "50 mg", True),
        ("2 mg", "2 tablet", True),
        ("half a tablet", "setengah tablet", False),
        ("at 16.00", "jam 4 sore", False),
        ("15 hours", "3 hours", True),
        ("30 minutes", "half an hour", False),
        ("a 7 out of 10", "I'd say 7", False),
        ("one of them", "all", False),
        ("on Sunday", "hari minggu", False),
        ("in March", "in April", True),
    ],
)
def test_a_number_keeps_its_unit(line: str, said: str, strange: bool) -> None:
    """The same number of something else, or another time over, is another one; a scale is nobody's number."""
    assert has_strange_quantity(line, said) is strange


@given(st.integers(0, 999), st.sampled_from(["hours", "mg", "jam", ""]), st.integers(0, 999))
def test_a_changed_number_never_stands(number: int, unit: str, other: int) -> None:
    """Whatever a message says, a line with the same number stands, and one with another does not."""
    said = f"it was {number} {unit} I think"
    assert not has_strange_quantity(f"Says that it was {number} {unit}.", said)
    assert has_strange_quantity(f"Says that it was {other} {unit}.", said) is (number != other)
