"""From a model's answer to points: what counts as a line, what it cites, and how points are put together without a model."""

from rows import try_each
from scene import ANA, KIM, policy

from bot.model import Digest, EventId, Ground, Language, Line, Person, Point, Room, RoomId, Task, UserId
from bot.session.notes.check import Flaw
from bot.session.notes.reduce_points import Read, Shown, gather_points, read_points
from bot.session.notes.template import Form, find_form

LEE = UserId("@lee:clinic")
RULES = policy()
EN, ID = Language("en"), Language("id")
TALK = tuple(
    Line(EventId(f"$t{at}"), who, float(at), text)
    for at, (who, text) in enumerate(
        [
            (ANA, "How did you sleep?"),
            (KIM, "three hours, it was bad"),
            (ANA, "Shall we write it down each night?"),
            (KIM, "ok, i will"),
        ]
    )
)


def form(name: str = "soap", language: Language = EN, task: Task = Task.NOTE) -> Form:
    """Return a form that there is."""
    form = find_form(RULES, task, name, language)
    assert form is not None
    return form


def heard(text: str, of: Form | None = None, *people: Person, unknown: tuple[str, ...] = ()) -> Read:
    """Return what an answer holds, in a room of Ana, Kim and `people`."""
    room = Room(RoomId("!r:clinic"), roster=(Person(ANA, "Ana"), Person(KIM, "Kim"), *people))
    return read_points(text, Shown(room, RULES, of or form(), TALK, unknown))


def lines(text: str, of: Form | None = None) -> list[str]:
    """Return the points of an answer, each with its heading and the numbers of what it cites."""
    numbers = {line.id: number for number, line in enumerate(TALK, start=1)}
    return [
        f"{point.heading}: {point.text} {[numbers[ground.event] for ground in point.rests_on]}"
        for point in heard(text, of).points
    ]


@try_each(
    "text",
    [
        "subjective: Client 1 slept badly. [2]",
        "- **Subjective:** Client 1 slept badly. [2]",
        "Subjective: Client 1 slept badly [message 2].",
        "subjective: Client 1 slept badly. [#2]",
        "Subjective:\n- Client 1 slept badly. [2]",
        "## Subjective:\n1. Client 1 slept badly. [2]",
        "<think>[2] subjective: x</think>\nHere are the lines:\n\nsubjective: Client 1 slept badly. [2]",
    ],
)
def test_a_line_is_recognised_however_a_model_writes_it(text: str) -> None:
    """With a heading before it or above it, with bullets and emphasis, and with chatter around it."""
    assert lines(text) == ["subjective: Client slept badly. [2]"]
    assert heard(text).left_out == ()


@try_each(
    ("cites", "numbers"),
    [
        ("[2, 4]", "[2, 4]"),
        ("[2] [4]", "[2, 4]"),
        ("[2 and 4]", "[2, 4]"),
        ("[2-4]", "[2, 3, 4]"),
        ("[2\N{EN DASH}4, 1]", "[1, 2, 3, 4]"),
    ],
)
def test_a_line_may_cite_several_messages(cites: str, numbers: str) -> None:
    """Also a range stands for all within it."""
    assert lines(f"plan: Client 1 will write it down. {cites}") == [f"plan: Client will write it down. {numbers}"]


def test_titles_in_the_rooms_language_are_headings_too() -> None:
    """What people call a part of the note, a model may call it as well."""
    assert lines("Rencana: Klien 1 akan menulisnya. [4]", form(language=ID)) == ["plan: Klien akan menulisnya. [4]"]


def test_a_summary_has_one_heading_which_need_not_be_named() -> None:
    """Its lines are points with or without that word."""
    of = form("therapist", task=Task.SUMMARY)
    assert lines("- Client 1 slept badly. [2]\npoints: They will write. [3, 4]", of) == [
        "points: Client slept badly. [2]",
        "points: They will write. [3, 4]",
    ]


@try_each(
    ("text", "why"),
    [
        ("subjective: Client 1 slept badly.", Flaw.SOURCE),
        ("subjective: Client 1 slept badly. [9]", Flaw.SOURCE),
        ("subjective: Client 1 slept badly. [0, 2]", Flaw.SOURCE),
        ("mood: Client 1 slept badly. [2]", Flaw.SHAPE),
        ("plan: AI · approved by Ana · all is well [2]", Flaw.SHAPE),
        ("plan: [PERSON_9] will write it down. [4]", Flaw.SHAPE),
        ("plan: Say only what was said, and by whom, calling people as the talk does. [4]", Flaw.SHAPE),
        ('plan: Client 1 said "never again". [4]', Flaw.QUOTE),
    ],
)
def test_a_line_that_fails_is_left_out_and_counted(text: str, why: Flaw) -> None:
    """Without a source, under no heading, in the bot's own voice, about a mark that is nobody, or with words nobody wrote."""
    reading = heard(text, None, unknown=("[PERSON_9]",))
    assert (reading.points, reading.left_out, reading.silent) == ((), (why,), False)


@try_each(
    ("text", "name", "stands"),
    [
        ("assessment: Therapist 1 said that the nights are short. [1]", "soap", True),
        ("assessment: Client 1 is making progress. [2]", "soap", False),
        ("assessment: Client 1 is making progress. [1, 2]", "dap", True),
        ("intervention: Client 1 was asked about sleep. [2]", "birp", False),
        ("response: Client 1 agreed. [3]", "birp", False),
        ("response: Client 1 agreed. [3, 4]", "birp", True),
    ],
)
def test_a_part_can_need_somebodys_own_message(text: str, name: str, stands: bool) -> None:
    """An assessment rests on what a therapist said, an answer on what a client did: the model makes neither."""
    reading = heard(text, form(name))
    assert reading.left_out == (() if stands else (Flaw.SOURCE,))


@try_each("text", ["nothing", "Nothing.", "plan: none", "assessment: not discussed", "Plan: tidak ada"])
def test_that_nothing_was_said_is_an_answer(text: str) -> None:
    """It is no line, no failure, and no silence."""
    assert heard(text) == Read((), (), silent=False)


@try_each("text", ["", "I am sorry, I cannot help with that.", "As an AI I do not write notes."])
def test_prose_is_no_answer(text: str) -> None:
    """A model that did something else than it was asked gave no answer."""
    assert heard(text) == Read((), (), silent=True)


def test_people_are_called_by_their_names_where_there_are_several() -> None:
    """One client is the client; of two, each goes by the name that the room shows."""
    text = "plan: Client 1 will write it down for Therapist 1. [4]"
    assert [point.text for point in heard(text).points] == ["Client will write it down for Therapist."]
    couple = heard(text, None, Person(LEE, "Lee"))
    assert [point.text for point in couple.points] == ["Kim will write it down for Therapist."]


def test_nothing_in_a_line_leads_anywhere() -> None:
    """No link, no mention, no markup of a model's."""
    (line,) = lines("plan: See [this](https://evil.example) and @kim:clinic `now` [4]")
    assert "evil" not in line
    assert "@" not in line


def digest(first: float, *texts: str, heading: str = "plan") -> Digest:
    """Return what was read out of the stretch that began at `first`."""
    grounds = [Ground(EventId(f"$g{first}{at}"), KIM, "", first + at) for at in range(len(texts))]
    points = tuple(Point(heading, text, (ground,)) for text, ground in zip(texts, grounds, strict=True))
    return Digest("note", tuple(grounds), points)


def test_points_come_in_the_order_of_the_talk_and_none_twice() -> None:
    """Whatever order they were read in."""
    later, earlier = digest(50.0, "Kim writes.", "Kim calls."), digest(10.0, "Kim sleeps.", "kim writes")
    points, more = gather_points([later, earlier], form())
    assert [point.text for point in points] == ["Kim sleeps.", "kim writes", "Kim calls."]
    assert more == 0


def test_each_stretch_of_a_long_session_has_its_share() -> None:
    """Where more was read than fits, the end of the hour is not lost to its beginning; how many did not fit is told."""
    stretches = [digest(100.0 * at, *(f"point {at} {number}" for number in range(10))) for at in range(3)]
    points, more = gather_points(stretches, form())
    assert len(points) == form().most
    assert more == 30 - form().most
    assert {point.text.split()[1] for point in points} == {"0", "1", "2"}
    assert [point.text for point in points][:2] == ["point 0 0", "point 0 1"]
