"""Who may what: one table, tried over every combination of facts, and over rooms in which everybody else is different."""

from dataclasses import asdict, replace
from itertools import product

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, policy

from bot.model import EventId, Floor, Heard, Person, Role, Room, RoomId, UserId
from bot.policy import is_possible_id
from bot.who_may import TABLE, Bar, Moment, Standing, What, find_bar, find_standing, find_writer_standing, may

CERTAIN = Standing(possible=True, member=True, signed=True, role=Role.THERAPIST)
EVERY = [
    Standing(possible, member, signed, changed, lenient, role, moment)
    for possible, member, signed, changed, lenient, role, moment in product(
        *((False, True),) * 5, tuple(Role), tuple(Moment)
    )
]
SEEN_ONLY = frozenset({What.LOWER})
"""All that words may do which are not certainly a person's own."""
ANY_DEVICE = SEEN_ONLY | {What.READ_FIXED}
"""All that a device may which is not certainly a person's own: it may also have the sentences in which nobody's words are."""


def test_the_table_is_whole() -> None:
    """Each thing that somebody may do has its rules; a certain therapist may do all of it, and nobody none."""
    assert set(TABLE) == set(What)
    assert all(may(what, CERTAIN) for what in What)
    assert not any(may(what, Standing()) for what in What)


@try_each(
    ("facts", "lost", "bar"),
    [
        ({"possible": False}, set(What), Bar.NOBODY),
        ({"member": False}, set(What) - SEEN_ONLY, Bar.STRANGER),
        ({"changed": True}, set(What) - ANY_DEVICE, Bar.CHANGED),
        ({"signed": False}, set(What) - ANY_DEVICE, Bar.UNSIGNED),
        ({"signed": False, "lenient": True}, {What.READ_DESK, What.HOLD_LADDER}, Bar.UNSIGNED),
        (
            {"role": Role.CLIENT},
            {What.READ_DESK, What.HOLD_LADDER, What.RAISE, What.APPROVE},
            Bar.NO_THERAPIST,
        ),
        ({"moment": Moment.MEANWHILE}, {What.RAISE, What.APPROVE}, Bar.MEANWHILE),
        ({"moment": Moment.REWRITTEN}, {What.RAISE, What.APPROVE, What.AGREE}, Bar.REWRITTEN),
        (
            {"moment": Moment.TOO_LATE},
            set(What) - ANY_DEVICE - {What.READ_ROOM, What.READ_DESK, What.EDIT},
            Bar.TOO_LATE,
        ),
    ],
)
def test_each_fact_takes_its_own_away(facts: dict[str, object], lost: set[What], bar: Bar) -> None:
    """One fact that does not hold takes away exactly what needs it, and is the reason."""
    they = replace(CERTAIN, **facts)  # type: ignore[arg-type]  # rows name fields
    assert {what: find_bar(what, they) for what in What} == {what: bar if what in lost else None for what in What}


def test_an_unsigned_device_can_only_lower() -> None:
    """Whoever they are, whenever it is: where devices must be signed, one that is not, or of another identity, may lower at most.

    And read fixed sentences, which hold nobody's words.
    """
    for they in EVERY:
        if (not they.signed and not they.lenient) or they.changed:
            assert {what for what in What if may(what, they)} <= ANY_DEVICE


def test_a_stranger_reads_nothing() -> None:
    """Whom the roster does not know gets no key of any room and is heard in nothing, whatever else is true of them."""
    for they in EVERY:
        if not they.member:
            assert {what for what in What if may(what, they)} <= SEEN_ONLY


def test_nothing_true_of_somebody_takes_lowering_away() -> None:
    """Turning the AI down hangs on nothing but that there can be such a person."""
    assert all(may(What.LOWER, they) == they.possible for they in EVERY)


def test_a_better_standing_never_takes_anything_away() -> None:
    """Whoever is known better may do all that they could before."""
    better = {"possible": True, "member": True, "signed": True, "changed": False, "role": Role.THERAPIST}
    for they, (name, value) in product(EVERY, better.items()):
        after = replace(they, **{name: value})  # type: ignore[arg-type]  # names of fields
        assert all(may(what, after) for what in What if may(what, they)), asdict(they)


OTHERS = st.sampled_from(["@rio:clinic", "@ana:elsewhere", "@ana:clinic:1", "@x & @ana:clinic", "@an:clinic", "@bo"])
PEOPLE = st.lists(OTHERS.map(UserId), unique=True, max_size=4)


@try_examples(200)
@given(
    st.sampled_from([ANA, KIM]), st.booleans(), PEOPLE, PEOPLE, PEOPLE, st.booleans(), st.sampled_from(Floor), st.data()
)
def test_nobody_elses_facts_change_the_answer(
    person: UserId,
    here: bool,
    roster: list[UserId],
    named: list[UserId],
    observing: list[UserId],
    signed: bool,
    floor: Floor,
    data: st.DataObject,
) -> None:
    """Who else is here, who else is named and as what: a person's answers stay what they were."""
    heard = Heard(EventId("$m"), person, 1.0, "words", signed=signed, late=data.draw(st.booleans()))
    mine = (Person(person, "One"),) if here else ()
    alone = Room(RoomId("!room:clinic"), seated=True, roster=mine)
    among = replace(alone, floor=floor, roster=(*mine, *(Person(other, "Other") for other in roster)))
    therapists = tuple(dict.fromkeys((str(ANA), *filter(is_possible_id, named))))
    others = policy(therapists=therapists, observers=tuple(filter(is_possible_id, observing)))
    plain = policy()
    assert find_writer_standing(alone, plain, heard) == find_writer_standing(among, others, heard)
    assert find_standing(alone, plain, person) == find_standing(among, others, person)


@try_each(
    "person",
    [
        "@x & @ana:clinic",
        "@ana:clinic & @ana:clinic",
        "@ana :clinic",
        "@ana:clinic\n",
        "@ana\u200b:clinic",
        "@ana\x00:clinic",
        "@ana",
        "@:clinic",
        "ana:clinic",
        "@ana:",
        "@ana:clinic:x",
        "@ana:cli nic",
        "@" + "a" * 248 + ":clinic",
        "",
    ],
)
def test_an_id_that_nobody_can_have_is_nobody(person: str) -> None:
    """Spaces, controls, over 255 bytes, no colon or one too many: whoever is shown under that is no therapist and may nothing."""
    rules = policy(therapists=("@*:clinic", str(ANA)))
    assert not is_possible_id(person)
    room = Room(RoomId("!room:clinic"), roster=(Person(UserId(person), "Ana"),))
    assert rules.role(UserId(person)) is Role.CLIENT
    assert not any(may(what, find_standing(room, rules, UserId(person))) for what in What)


@try_each("person", ["@ana:clinic", "@ana:clinic.example:8448", "@A.n=a_/+-1:127.0.0.1", "@a:[2001:db8::1]:80"])
def test_an_id_that_somebody_can_have(person: str) -> None:
    """What homeservers grant, or once granted, is somebody's."""
    assert is_possible_id(person)
