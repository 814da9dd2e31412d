"""A desk that several rooms share: what is typed there is about one room for certain, or it decides nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, keys, on_desk, policy, posted

from bot.model import Desk, Effect, EventId, Heard, Outcome, Present, Room, RoomId, Verdict
from bot.session.talk.room_code import make_room_code
from bot.session.which_room import Placing, SharedDesk, ask_for_room, place_by_name, place_by_words, split_room_code
from bot.words import render_words

ONE, TWO = RoomId("!one:clinic"), RoomId("!two:clinic")
CODE_ONE, CODE_TWO = make_room_code(ONE), make_room_code(TWO)


class Shared:
    """Two rooms of Ana's at one desk; each is a scene of its own, and what she types is placed before it is decided."""

    def __init__(self, *, first: int = 1, second: int = 1) -> None:
        self.scenes = {ONE: on_desk(), TWO: on_desk()}
        for room, scene in self.scenes.items():
            scene.room, scene.count = replace(scene.room, id=room), 1000 if room == TWO else 500
        self.cards = {
            ONE: [self.scenes[ONE].draft() for _ in range(first)],
            TWO: [self.scenes[TWO].draft() for _ in range(second)],
        }
        self.wait(60.0)

    def wait(self, seconds: float) -> None:
        """Let the same time pass in both rooms."""
        now = max(scene.now for scene in self.scenes.values()) + seconds
        for scene in self.scenes.values():
            scene.now = now

    @property
    def desk(self) -> SharedDesk:
        """Return the desk as it is now."""
        return SharedDesk(tuple((scene.room, scene.policy) for scene in self.scenes.values()))

    def line(self, room: RoomId, code: str = "K1") -> EventId:
        """Return the card of a room."""
        return self.scenes[room].stands[code]

    def place(self, text: str, reply_to: EventId | None = None, **more: object) -> Placing:
        """Return where it belongs what Ana types."""
        now = max(scene.now for scene in self.scenes.values())
        heard = replace(Heard(EventId("$typed"), ANA, now, text, reply_to, signed=True, where=Desk()), **more)  # type: ignore[arg-type]  # tests name fields
        hangs = {
            room
            for room, scene in self.scenes.items()
            for meant in (heard.reply_to, heard.thread)
            if meant in scene.stands.values()
        }
        named = place_by_name((ONE, TWO), heard, frozenset(hangs))
        return named or place_by_words(replace(self.desk, hangs=bool(hangs)), heard)

    def types(self, text: str, reply_to: EventId | None = None, **more: object) -> dict[RoomId, tuple[Effect, ...]]:
        """Let Ana type at the desk; return what each room decides."""
        placing = self.place(text, reply_to, **more)
        self.wait(1.0)
        if placing.room is None:
            return {}
        return {placing.room: self.scenes[placing.room].happens(replace(placing.heard, where=Desk()))}


def where(placing: Placing) -> RoomId | str:
    """Return the room, or what is done instead."""
    return placing.room or ("asks" if placing.asks else "talk")


# ---- by what it names ------------------------------------------------------------------------------------------------


@try_each(
    ("text", "left", "code"),
    [
        ("ok K1 R-1A2B3C", "ok K1", "R-1A2B3C"),
        ("ok K1 r-1a2b3c.", "ok K1", "R-1A2B3C"),
        ("say: Good night R-1A2B3C", "say: Good night", "R-1A2B3C"),
        ("R-1A2B3C", "", "R-1A2B3C"),
        ("R-1A2B3C ok", "R-1A2B3C ok", ""),
        ("okR-1A2B3C", "okR-1A2B3C", ""),
        ("ok R-1A2B3CD", "ok R-1A2B3CD", ""),
    ],
)
def test_a_rooms_code_stands_at_the_end(text: str, left: str, code: str) -> None:
    """The code of a room is the last word of a message, in whatever letters, and no part of what it says."""
    assert split_room_code(text) == (left, code)


@pytest.mark.parametrize("room", [ONE, TWO])
def test_a_reply_is_about_the_room_of_its_line(room: RoomId) -> None:
    """A bare ok in reply to a card lets that card's room decide, whatever else is open; so does one in its thread."""
    for hang in ({"reply_to": None, "thread": Shared().line(room)}, {}):
        desk = Shared()
        line = desk.line(room)
        done = desk.types("ok", None if hang else line, **({"thread": line} if hang else {}))
        assert [*done] == [room]
        assert len(posted(done[room])) == 1


def test_the_rooms_code_always_counts() -> None:
    """`ok K1` with a room's code lets out that room's card, though the other has a K1 too."""
    desk = Shared()
    done = desk.types(f"ok K1 {CODE_TWO}")
    assert [*done] == [TWO]
    assert len(posted(done[TWO])) == 1
    assert desk.scenes[ONE].room.drafts


def test_a_reply_and_another_rooms_code_contradict() -> None:
    """Whoever replies to a line of one room and names another is asked: nobody knows which they meant."""
    desk = Shared()
    assert where(desk.place(f"ok {CODE_TWO}", desk.line(ONE))) == "asks"
    assert where(desk.place(f"ok {CODE_ONE}", desk.line(ONE))) == ONE
    assert where(desk.place("ok K1 R-FFFFFF")) == "asks"
    assert where(desk.place(CODE_ONE)) == "asks"


def test_what_a_homeserver_can_change_names_no_room() -> None:
    """A reply that stands outside the encryption is about no certain room: by itself it decides nothing in either."""
    desk = Shared(first=1, second=0)
    desk.scenes[TWO].draft()
    desk.wait(60.0)
    for text in ("ok", "please say that in other words", "!status"):
        assert where(desk.place(text, desk.line(ONE), loose=True)) == "asks"
    assert where(desk.place(f"ok K1 {CODE_TWO}", desk.line(ONE), loose=True)) == TWO


# ---- typed without a reply -------------------------------------------------------------------------------------------


def test_a_code_that_two_rooms_have_is_asked_back() -> None:
    """`ok K1` counts where one room alone has an open K1; where both have, nothing is let out in either."""
    desk = Shared()
    assert where(desk.place("ok K1")) == "asks"
    desk = Shared(first=2)
    assert where(desk.place("ok K2")) == ONE
    assert where(desk.place("no K9")) == "asks"


def test_a_code_whose_other_card_was_just_closed_is_asked_back() -> None:
    """While a word is on its way a card may close: for ten seconds the same code in another room counts for nothing by itself."""
    desk = Shared()
    desk.types("no", desk.line(TWO))
    desk.wait(5.0)
    assert where(desk.place("ok K1")) == "asks"
    desk.wait(6.0)
    assert where(desk.place("ok K1")) == ONE


def test_a_code_counts_once_its_card_can_have_been_read() -> None:
    """A card that has stood for less than five seconds is not what `ok K1` without a room was typed about."""
    desk = Shared(first=0, second=0)
    desk.scenes[ONE].draft()
    desk.wait(1.0)
    assert where(desk.place("ok K1")) == "asks"
    desk.wait(5.0)
    assert where(desk.place("ok K1")) == ONE


def test_a_bare_word_needs_one_open_card_in_all_rooms() -> None:
    """One open card over all rooms is let out by a bare ok; with one in each, or none of it seen, it is asked back."""
    assert where(Shared().place("ok")) == "asks"
    only_first = Shared(second=0)
    assert where(only_first.place("ok")) == ONE
    assert where(only_first.place("say: Good night")) == ONE
    assert where(Shared(first=2, second=0).place("ok")) == "asks"
    assert where(Shared(first=0, second=0).place("ok")) == "talk"


def test_what_guards_a_bare_word_holds_over_the_whole_desk() -> None:
    """Five seconds of standing, ten after any room's card was closed, no alarm in any, no talk since: else it is asked back."""
    closed = Shared()
    closed.types("no", closed.line(TWO))
    closed.wait(5.0)
    assert where(closed.place("ok")) == "asks"
    closed.wait(6.0)
    assert where(closed.place("ok")) == ONE
    alarmed = Shared(second=0)
    alarmed.scenes[TWO].says(KIM, "I want to kill myself")
    alarmed.wait(60.0)
    assert alarmed.scenes[TWO].room.alarms
    assert where(alarmed.place("ok")) == "asks"
    talked = Shared(second=0)
    for scene in talked.scenes.values():
        scene.happens(Present(EventId("$t"), scene.now, ANA, True, Desk(), unplaced=True))
    talked.wait(1.0)
    [(room, effects)] = talked.types("ok").items() or [(ONE, ())]
    assert posted(effects) == []
    assert talked.scenes[ONE].room.drafts, room


def test_talk_about_no_certain_room_holds_no_ladder_and_keeps_nothing_on() -> None:
    """What therapists say to each other at a shared desk says of no room that they are there for it."""
    desk = Shared(second=0)
    scene = desk.scenes[TWO]
    scene.says(KIM, "I want to kill myself")
    before = scene.room
    scene.happens(Present(EventId("$t"), scene.now + 9, ANA, True, Desk(), unplaced=True))
    after = scene.room
    assert (after.alarms, after.last_therapist, after.desk_talk) == (
        before.alarms,
        before.last_therapist,
        scene.now + 9,
    )


def test_of_a_room_that_cannot_be_read_nothing_is_certain() -> None:
    """Where the state of one room cannot be read, its cards may be what was meant: a room has to be named."""
    desk = replace(Shared(second=0).desk, blind=True)
    for text in ("ok", "ok K1", "!ack"):
        heard = Heard(EventId("$t"), ANA, 5000.0, text, signed=True, where=Desk())
        assert where(place_by_words(desk, heard)) == "asks"


# ---- commands and alarms ---------------------------------------------------------------------------------------------


@try_each(
    ("text", "placed"),
    [
        ("!cards", ONE),
        ("!help", ONE),
        ("!kartu", ONE),
        ("!status", "asks"),
        ("!off", "asks"),
        ("!note", "asks"),
        ("!retract K1", "asks"),
        ("!suggest", "asks"),
        ("finalise K1", "talk"),
        ("shall we have lunch", "talk"),
    ],
)
def test_a_command_needs_a_room_unless_it_is_about_none(text: str, placed: str) -> None:
    """`!cards` and `!help` need none; any other is asked back, and what is no command is talk."""
    assert where(Shared().place(text)) == placed


def test_a_command_counts_with_a_reply_or_a_rooms_code() -> None:
    """`!status` in reply to a room's line, or with its code, is answered for that room."""
    desk = Shared()
    assert keys(desk.types("!status", desk.line(TWO))[TWO]) == ["status"]
    assert keys(desk.types(f"!status {CODE_ONE}")[ONE]) == ["status"]


def test_an_alarm_is_acknowledged_where_it_alone_can_be_meant() -> None:
    """`!ack` is of the one alarm that waits in all rooms and has stood for five seconds; of two it has to name the room."""
    desk = Shared(first=0, second=0)
    desk.scenes[TWO].says(KIM, "I want to kill myself")
    assert where(desk.place("!ack")) == "asks"
    desk.wait(10.0)
    assert where(desk.place("!ack")) == TWO
    assert where(desk.place("!ack A1 I rang them")) == TWO
    assert where(desk.place("!ack all")) == "asks"
    assert where(desk.place("!ack", overdue=True)) == "asks"
    desk.scenes[ONE].says(KIM, "I want to kill myself")
    desk.wait(10.0)
    assert where(desk.place("!ack")) == "asks"
    assert where(desk.place("!ack A1")) == "asks"
    assert where(desk.place(f"!ack A1 {CODE_ONE}")) == ONE


def test_a_reply_to_a_line_that_nobody_knows_is_asked_back() -> None:
    """A reply to a message of the bot's of which no room is known decides nothing; one to a colleague is talk."""
    desk = Shared()
    assert where(desk.place("please say that in other words", EventId("$gone"), answers_bot=True)) == "asks"
    assert where(desk.place("please say that in other words", EventId("$colleague"))) == "talk"


def test_the_question_names_rooms_by_their_codes_alone() -> None:
    """Who is asked reads where something waits, with no name and no word of anybody's, in the room's own language."""
    for language, begins in (("en", "Which room"), ("id", "Ini untuk ruang")):
        desk = Shared(second=2)
        rules = policy(MODEL, approval="all", language=(language,))
        rooms = tuple((room, rules) for room, _ in desk.desk.rooms)
        reply = ask_for_room(SharedDesk(rooms), Heard(EventId("$t"), ANA, 1.0, "ok", where=Desk()))
        said = render_words(reply.words)
        assert said.startswith(begins)
        assert (f"{CODE_ONE}`: K1" in said, f"{CODE_TWO}`: K1, K2" in said) == (True, True)
        assert not any(name in said for name in ("Ana", "Kim", "gobbledyquux"))
    none = Shared(first=0, second=0)
    assert "Nothing waits" in render_words(ask_for_room(none.desk, Heard(EventId("$t"), ANA, 1.0, "ok")).words)


def test_a_room_alone_at_a_shared_desk_is_always_meant() -> None:
    """Where one room is at a shared desk so far, what is typed there is about it, as at a desk of its own."""
    heard = Heard(EventId("$t"), ANA, 1.0, "ok", where=Desk())
    assert place_by_name((ONE,), heard, frozenset()) == Placing(heard, ONE)
    assert place_by_name((ONE,), replace(heard, text=f"ok {CODE_TWO}"), frozenset()) == Placing(heard, asks=True)


# ---- the property ----------------------------------------------------------------------------------------------------


def _room(room: RoomId, drafts: list[tuple[int, float]], closed: list[tuple[int, float]], scene: Scene) -> Room:
    """Return a room with cards that were shown, and others that were closed, so many seconds after the start."""
    (model,) = scene.room.drafts
    laid = tuple(
        replace(model, code=f"K{number}", cards=(EventId(f"${room}{number}"),), shown=at) for number, at in drafts
    )
    over = tuple(Outcome(f"K{number}", Verdict.REFUSED, at) for number, at in closed if number not in dict(drafts))
    return replace(scene.room, id=room, drafts=laid, outcomes=over)


def _drawn() -> st.SearchStrategy[list[tuple[int, float]]]:
    return st.lists(st.tuples(st.integers(1, 3), st.floats(0, 60)), max_size=3, unique_by=lambda card: card[0])


_ROOMS = {"one": on_desk()}
_ROOMS["one"].draft()
TYPED = st.sampled_from(
    ["ok", "no", "ok K1", "no K2", "OK, thanks", "ya K3", "say: Good night", "tulis: Selamat malam", "again K1"]
)


@given(st.tuples(_drawn(), _drawn()), st.tuples(_drawn(), _drawn()), TYPED, st.floats(0, 60))
@settings(deadline=None, max_examples=400)
def test_a_decision_never_decides_another_rooms_card(
    drafts: tuple[list[tuple[int, float]], ...], closed: tuple[list[tuple[int, float]], ...], text: str, at: float
) -> None:
    """Whatever is open or was just closed where: what names no room is placed only where no card of another room can be meant.

    Of what was on the screen when it was written, no other room had a card that the same word would decide.
    """
    scene = _ROOMS["one"]
    rooms = [_room(room, drafts[number], closed[number], scene) for number, room in enumerate((ONE, TWO))]
    heard = Heard(EventId("$t"), ANA, at, text, signed=True, where=Desk())
    placing = place_by_words(SharedDesk(tuple((room, scene.policy) for room in rooms)), heard)
    if placing.room is None:
        return
    (meant,) = (room for room in rooms if room.id == placing.room)
    (other,) = (room for room in rooms if room.id != placing.room)
    code = text.rsplit(maxsplit=1)[-1] if "K" in text.rsplit(maxsplit=1)[-1] else ""
    could_be = [draft for draft in other.drafts if not code or draft.code == code]
    could_have_been = [old for old in other.outcomes if (not code or old.code == code) and at - old.at < 10.0]
    assert (could_be, could_have_been) == ([], [])
    assert all(at - draft.shown >= 5.0 for draft in meant.drafts if not code or draft.code == code)


def test_the_property_places_something() -> None:
    """What is tried above is not empty: a word that can be about one card alone is placed."""
    scene = _ROOMS["one"]
    rooms = (_room(ONE, [(1, 0.0)], [], scene), _room(TWO, [], [(2, 0.0)], scene))
    heard = Heard(EventId("$t"), ANA, 60.0, "ok", signed=True, where=Desk())
    assert place_by_words(SharedDesk(tuple((room, scene.policy) for room in rooms)), heard).room == ONE
