"""What a second contact answers in their room: which alarm they see to, and that nothing else there means anything."""

from dataclasses import replace

from practice import SAME, practice
from rows import try_each
from scene import ANA, KIM, policy

from bot.model import (
    Alarm,
    Came,
    Desk,
    EventId,
    Floor,
    Heard,
    Kind,
    Notice,
    Open,
    Person,
    Room,
    RoomId,
    SecondContact,
    Shown,
    Taken,
    UserId,
)
from bot.policy import Policy
from bot.session.danger.contact_answer import ContactAnswer, hear_contact
from bot.session.decide import decide
from bot.session.talk.room_code import make_room_code
from bot.words import render_words

BEA = UserId("@bea:clinic")
HERE, THERE = RoomId("!room:clinic"), RoomId("!other:clinic")
RULES = policy(second_contacts=(BEA,))
PEOPLE = (Person(ANA, "Ana"), Person(KIM, "Kim"))


def session(*codes: str, room: RoomId = HERE, step: int = 1) -> Room:
    """Return a session in which alarms wait that Bea was called for."""
    alarms = tuple(Alarm(code, "crisis", 1.0, step=step, kind=Kind.SUICIDE, person=KIM) for code in codes)
    return Room(room, seated=True, floor=Floor.LISTEN, roster=PEOPLE, alarms=alarms, alarm_codes=len(codes))


def write(
    text: str, *rooms: Room, rules: Policy = RULES, signed: bool = True, changed: bool = False, overdue: bool = False
) -> ContactAnswer:
    """Return what it comes to that Bea writes `text` in her room."""
    heard = Heard(EventId("$said"), BEA, 100.0, text, signed=signed, changed=changed, overdue=overdue)
    return hear_contact(tuple((room, rules) for room in rooms), heard)


def taken(answer: ContactAnswer) -> list[tuple[str, str]]:
    """Return which alarms an answer takes, with their sessions."""
    assert all((each.person, each.at) == (BEA, 100.0) for _, each in answer.taken)
    return [(room, each.code) for room, each in answer.taken]


def sentence(answer: ContactAnswer) -> str:
    """Return the key of what Bea reads at once, with where it is said; empty if nothing."""
    assert not (answer.said and answer.taken)
    assert answer.said is None or answer.said.where == SecondContact(BEA)
    return answer.said.words.key if answer.said else ""


@try_each("text", ["!ack", "!ack A2", "!tanggapi", "!tanggapi a2", "!ACK  a2 , I drive there now", "!ack all"])
def test_the_alarm_that_waits_is_taken(text: str) -> None:
    """`!ack` in any language, with the alarm's code or without, takes the one that waits; what stands behind it is for people."""
    assert taken(write(text, session("A2"))) == [(HERE, "A2")]


@try_each("text", ["hello", "ack", "", "i see to it", "!status", "!help", "!acks A2", "!stop", "!drill"])
def test_nothing_else_means_anything(text: str) -> None:
    """Whatever else a second contact writes is ignored, also other commands."""
    assert write(text, session("A2")) == ContactAnswer()


def test_several_alarms_have_to_be_named() -> None:
    """Where several wait nothing is guessed: the answer lists them, and all of them can be taken by saying so."""
    rooms = (session("A1", "A2"), session("A1", room=THERE))
    asked = write("!ack", *rooms)
    assert sentence(asked) == "second-which"
    assert asked.said is not None
    shown = render_words(asked.said.words)
    for room, code in ((HERE, "A1"), (HERE, "A2"), (THERE, "A1")):
        assert f"`{code} {make_room_code(room)}`" in shown
    assert taken(write("!ack A2", *rooms)) == [(HERE, "A2")]
    assert taken(write("!ack all", *rooms)) == [(HERE, "A1"), (HERE, "A2"), (THERE, "A1")]
    assert taken(write("!ack a1 a2", rooms[0])) == [(HERE, "A1"), (HERE, "A2")]


def test_the_same_code_in_two_rooms_needs_the_room() -> None:
    """Codes are counted in each room, so `A1` may be two alarms: then the room's code says which, and nothing ends by chance."""
    rooms = (session("A1"), session("A1", room=THERE))
    assert sentence(write("!ack A1", *rooms)) == "second-which"
    assert taken(write(f"!ack A1 {make_room_code(THERE)}", *rooms)) == [(THERE, "A1")]
    assert taken(write(f"!ack {make_room_code(HERE).lower()}", *rooms)) == [(HERE, "A1")]


def test_another_code_takes_nothing() -> None:
    """A code that does not wait takes none: the one that does is shown."""
    assert sentence(write("!ack A9", session("A1"))) == "second-which"
    assert sentence(write("!ack", session())) == "ack-nothing"


def test_an_alarm_that_they_were_not_called_for_is_not_theirs() -> None:
    """Before the ladder comes to them, in a session that does not name them, and of what is no danger they can end nothing."""
    assert sentence(write("!ack", session("A1", step=0))) == "ack-nothing"
    assert write("!ack", session("A1"), rules=policy()).taken == ()
    other = replace(session(), alarms=(Alarm("A1", "identity-changed", 1.0, step=1),))
    assert sentence(write("!ack", other)) == "ack-nothing"


def test_who_is_not_certain_ends_nothing() -> None:
    """From a device that its owner has not signed, or with another identity than before, it is not taken, and why is said."""
    assert sentence(write("!ack", session("A1"), signed=False)) == "verify-first"
    assert sentence(write("!ack", session("A1"), changed=True)) == "identity-changed"
    loose = policy(second_contacts=(BEA,), require_cross_signing=False)
    assert taken(write("!ack", session("A1"), rules=loose, signed=False)) == [(HERE, "A1")]
    assert write("hello", session("A1"), signed=False) == ContactAnswer()


def test_what_was_read_late_has_to_name_its_alarm() -> None:
    """Whose key came more than a minute late may mean an earlier alarm: with its code it counts, bare it is asked back."""
    assert sentence(write("!ack", session("A1"), overdue=True)) == "second-which"
    assert taken(write("!ack A1", session("A1"), overdue=True)) == [(HERE, "A1")]


def test_each_session_counts_it_by_its_own_prefix() -> None:
    """A session with another prefix is not meant by `!ack`."""
    heard = Heard(EventId("$said"), BEA, 100.0, "?ack", signed=True)
    other = policy(second_contacts=(BEA,), prefix="?")
    answer = hear_contact(((session("A1"), RULES), (session("A1", room=THERE), other)), heard)
    assert taken(answer) == [(THERE, "A1")]


# ---- what the session makes of it ------------------------------------------------------------------------------------


def said(effects: tuple[object, ...]) -> list[tuple[str, str]]:
    """Return where what is said, by kinds of place and keys."""
    return [(effect.where.kind, effect.words.key) for effect in effects if isinstance(effect, Notice)]


def test_a_taken_alarm_is_over_and_everybody_knows() -> None:
    """The alarm ends, its ladder too; the desk learns who sees to it, and the second contact that it is theirs."""
    decision = decide(session("A1", "A2"), Taken(EventId("$t"), 100.0, BEA, "A1"), RULES)
    assert [alarm.code for alarm in decision.room.alarms] == ["A2"]
    assert said(decision.effects) == [("second", "second-taken"), ("desk", "alarm-taken")]
    again = decide(decision.room, Taken(EventId("$u"), 101.0, BEA, "A1"), RULES)
    assert again.room.alarms == decision.room.alarms
    assert said(again.effects) == [("second", "ack-nothing")]


def test_a_taken_alarm_about_a_therapist_says_nothing_at_the_desk() -> None:
    """Of words about a therapist the second contact is told that it is theirs, and that no therapist is told."""
    alarm = replace(session("A1").alarms[0], by_therapist=True)
    decision = decide(replace(session(), alarms=(alarm,)), Taken(EventId("$t"), 100.0, BEA, "A1"), RULES)
    assert said(decision.effects) == [("second", "second-taken")]
    (notice,) = (effect for effect in decision.effects if isinstance(effect, Notice))
    assert "No therapist is told" in render_words(notice.words)


def test_reached_is_counted_once() -> None:
    """Whoever is told twice was reached once, so that the on-call room reads each name once."""
    room = session("A1")
    for number in range(2):
        shown = Shown(EventId(f"$s{number}"), 50.0, EventId(f"$p{number}"), "A1", SecondContact(BEA))
        room = decide(room, shown, RULES).room
    assert room.alarms[0].reached == (BEA,)


def test_a_therapist_who_comes_to_the_desk_later_reads_what_waits() -> None:
    """Who accepts the desk's invitation after the bot was put out of the session still gets the alarm that waits."""
    room = session("A1").vacated()
    decision = decide(room, Came(EventId("$c"), 50.0, Desk(), ANA), RULES)
    assert [getattr(effect, "code", "") for effect in decision.effects] == ["A1"]


def test_a_new_second_contact_is_asked_in_at_once() -> None:
    """When somebody else becomes second contact, their room is made then, and not when they are needed."""
    room = practice(idle=30).listening()
    room.saves(idle=30, second_contacts=(str(BEA),), **SAME)
    assert Open(SecondContact(BEA)) in room.accepts()
