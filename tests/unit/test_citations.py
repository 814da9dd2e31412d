"""One reader of citations: what cites, however a model writes it, and what is a number that the line itself says."""

import time

from hypothesis import given
from hypothesis import strategies as st
from rows import try_each

from bot.session.answers.citations import join_cited_lines, split_citations
from bot.session.answers.points import count_loose_points, parse_offer, parse_points

LONG = 10_000
TYPED = st.text(st.sampled_from("ab .,[]()0123456789\n-*:#/&mM"), max_size=80)


@try_each(
    ("line", "numbers"),
    [
        ("They differ. [2, 5]", (2, 5)),
        ("They differ [Message 2, Message 5].", (2, 5)),
        ("They differ. [messages 2 and 5]", (2, 5)),
        ("They differ. [2-5]", (2, 3, 4, 5)),
        ("They differ. [2\N{EN DASH}4, 1]", (2, 3, 4, 1)),
        ("They differ. [2 to 4]", (2, 3, 4)),
        ("They differ **[2]**", (2,)),
        ("They differ (2)", (2,)),
        ("They differ (2, 5).", (2, 5)),
        ("They differ (message 2)", (2,)),
        ("They differ. [#10]", (10,)),
        ("They differ. [Message #2; Message #5]", (2, 5)),
        ("They differ. [see 2]", (2,)),
        ("They differ. [Source: 2, 5]", (2, 5)),
        ("They differ. Sources: 2, 5", (2, 5)),
        ("They differ, see message 2.", (2,)),
        ("They differ. [1][2]", (1, 2)),
        ("They differ. [1] [2].", (1, 2)),
        ("They differ. [2/5]", (2, 5)),
        ("They differ. [^2]", (2,)),
        ("They differ\N{LEFT BLACK LENTICULAR BRACKET}2\N{DAGGER}source\N{RIGHT BLACK LENTICULAR BRACKET}", (2,)),
        ("They differ [2], while he is late [5].", (2, 5)),
        ("Mereka berbeda. [Pesan 2]", (2,)),
        ("Mereka berbeda [Pesan 2 dan Pesan 5].", (2, 5)),
        ("Mereka berbeda. [2 sampai 4]", (2, 3, 4)),
        ("Mereka berbeda, lihat pesan 2.", (2,)),
        ("Mereka berbeda. Sumber: 2, 5", (2, 5)),
    ],
)
def test_a_citation_is_read_however_it_is_written(line: str, numbers: tuple[int, ...]) -> None:
    """In brackets of any kind or none, with words or signs, as a range, in both languages; nothing of it stays in the line."""
    said, cited = split_citations(line)
    assert cited == numbers
    assert said.startswith(("They differ", "Mereka berbeda"))
    assert not any(char.isdecimal() or char in "[]()*" for char in said)


@try_each(
    "line",
    [
        "Client 1 takes 50 mg (50 mg).",
        "They met long ago (1990)",
        "It is a 7 (7/10)",
        "They wake from 2 to 5.",
        "He wrote: [1] is what I want.",
        "He wrote \N{LEFT DOUBLE QUOTATION MARK}see [1]\N{RIGHT DOUBLE QUOTATION MARK}",
        "A mark for a name. [PERSON_1]",
        "Nothing in it. []",
        "She is ill (12) and he is not.",
    ],
)
def test_a_number_of_its_own_is_no_citation(line: str) -> None:
    """A dose, a year, a mark out of ten, an age, a bracket that somebody typed: the line keeps it and cites nothing."""
    assert split_citations(line) == (line, ())


def test_a_number_in_round_brackets_beside_a_citation_is_the_lines_own() -> None:
    """Where a line cites in square brackets, round ones hold what it says."""
    assert split_citations("She takes two (2) tablets. [3]") == ("She takes two (2) tablets.", (3,))


def test_in_a_note_a_citation_may_stand_within_the_line() -> None:
    """There each number in square brackets is one, wherever it stands."""
    line = "Client 1 slept badly [2] because of work. [3]"
    assert split_citations(line, anywhere=True) == ("Client 1 slept badly because of work.", (2, 3))


def test_a_citation_on_the_next_line_belongs_to_the_line_before() -> None:
    """Also behind a blank line, a bullet, or a word that says what it is; never to a line that cites something itself."""
    assert join_cited_lines(["One.", "[2]", "Two.", "", "- (3)", "Three. [1]", "Sources: [4, 5]"]) == [
        "One. [2]",
        "Two. [3]",
        "Three. [1]",
        "Sources: [4, 5]",
    ]
    assert [point.numbers for point in parse_points("One.\n[2]\nTwo.\n**[3]**")[0]] == [(2,), (3,)]
    offer = parse_offer("term: They use one word.\n[Pesan 2]")
    assert offer is not None
    assert offer.numbers == (2,)


@try_each(
    ("text", "count"),
    [
        ("They differ. [1]", 0),
        ("They differ.", 1),
        ("Here are some points:\n- They differ.\n- He is late. [2]\nLet me know if you need more.", 1),
        ("1. They differ.\n2. He is late.", 2),
        ("All of it. [1, 2, 3, 4, 5]", 1),
        ("Semoga membantu.\n- Mereka berbeda.", 1),
    ],
)
def test_lines_without_a_source_are_counted(text: str, count: int) -> None:
    """What looks like a point and cites nothing, or too much, counts; a heading, a greeting and a closing do not."""
    assert count_loose_points(text) == count


@given(TYPED)
def test_whatever_is_typed_is_read(text: str) -> None:
    """No text breaks the reader, what is left holds no more than there was, and numbers are never more than three digits."""
    for anywhere in (False, True):
        for line in text.split("\n"):
            said, numbers = split_citations(line, anywhere=anywhere)
            assert len(said) <= len(line)
            assert all(0 <= number <= 999 for number in numbers)


def measure_time(text: str) -> float:
    """Return the seconds of one core that reading a text takes."""
    begun = time.process_time()
    split_citations(text, anywhere=True)
    join_cited_lines(text.split("\n"))
    count_loose_points(text)
    return time.process_time() - begun


@try_each(
    "unit", ["[", "(", "]", "[1", "(1, ", "[2] ", "(2) ", "*", " ", "message ", "2 ", "[1-", "a ", "[2]\n", "(2)\n"]
)
def test_reading_takes_as_long_as_the_text_is(unit: str) -> None:
    """Four times as much of anything takes about four times as long: no pattern looks at the whole text from each place."""
    short, long = (unit * (size // len(unit)) for size in (LONG, 4 * LONG))
    most = 10 * min(measure_time(short) for _ in range(3)) + 0.1
    assert any(measure_time(long) <= most for _ in range(3))  # a busy machine may take longer once
