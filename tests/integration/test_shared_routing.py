"""What happens at a shared desk beside words: each thing reaches the one session that it is about, or none."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from hand_held import Client, Server
from office import furnished, seated

from bot.app.keys.late_keys import open_late_messages
from bot.app.rooms.desk_routing import Shared, tell_sessions_at_desk
from bot.app.rooms.routing import Spot, find_spot
from bot.app.rooms.shared_desks import make_desk_key, note_own_line, quit_desk, stands_at_desk
from bot.app.rooms.side_rooms import find_room_at
from bot.app.services import Chair
from bot.model import (
    Attached,
    Ballot,
    Came,
    Captioned,
    Decision,
    Desk,
    Draft,
    Edited,
    Event,
    EventId,
    Heard,
    Joined,
    Language,
    Left,
    Pending,
    Person,
    Present,
    Reacted,
    Redacted,
    RoomId,
    Task,
    UserId,
    Voted,
)
from bot.session.desk.ballots import make_answer_ids
from bot.session.talk.room_code import make_room_code
from bot.store import DeskLine

ANA, KIM, EVE = UserId("@ana:clinic"), UserId("@kim:clinic"), UserId("@eve:clinic")
ONE, TWO, DESK = RoomId("!one:clinic"), RoomId("!two:clinic"), RoomId("!desk:clinic")
CARDS = {ONE: EventId("$card1"), TWO: EventId("$card2")}


@pytest.fixture
async def chair(tmp_path: Path) -> AsyncIterator[Chair]:
    """Give a chair over a notebook with two rooms at one desk, each with a card that is open."""
    office = furnished(tmp_path)
    office.rules("desk: {shared: true}\nreactions: true\n")
    async with seated(office, Client(Server())) as chair:
        for room, card in CARDS.items():
            await lay_card(chair, room, card)
        assert await chair.store.sides.note_room((await chair.store.sides.all())[0].nonce, DESK, 1.0)
        yield chair


async def lay_card(chair: Chair, room: RoomId, card: EventId) -> None:
    """Let a room be at the desk, with an open card and its poll."""
    policy = chair.find_filed_policy(room)
    await chair.store.sides.join_desk(room, make_desk_key(policy, [ANA]), (), 1.0)
    pending = Pending(EventId(f"$q{room}"), KIM, Task.EXPLAIN, Language("en"), request="walrus")
    draft = Draft(
        "K1",
        pending,
        "otter",
        cut=False,
        backend="house",
        model="small",
        at=1.0,
        binding=room,
        cards=(card,),
        shown=1.0,
    )
    state = replace(
        await chair.store.rooms.room(room),
        seated=True,
        roster=(Person(ANA, "Ana"), Person(KIM, "Kim")),
        drafts=(draft,),
        ballots=(Ballot("K1", room, (EventId(f"$poll{room}"),)),),
    )
    await chair.store.commit(Heard(EventId(f"$h{room}"), ANA, 1.0, "x"), Decision(state), None)
    await chair.store.lines.note_line(DeskLine(card, DESK, room, ours=True))


async def told(chair: Chair, event: Event) -> list[tuple[RoomId, str]]:
    """Return which sessions an event at the desk is told to, and as what."""
    shared = await tell_sessions_at_desk(chair, DESK, event)
    return [(room, type(event).__name__) for room, event in shared.events]


def heard(text: str, sender: UserId = ANA, **more: object) -> Heard:
    """Return something that was typed at the desk a minute later."""
    return replace(Heard(EventId("$typed"), sender, 100.0, text, signed=True), **more)  # type: ignore[arg-type]  # tests name fields


async def test_two_sessions_are_at_one_desk(chair: Chair) -> None:
    """Each session's desk is the same Matrix room, made with one nonce; any of them stands for it."""
    assert [(side.session, side.room) for side in await chair.store.sides.list_sides_at(DESK)] == [
        (ONE, DESK),
        (TWO, DESK),
    ]
    assert len({side.nonce for side in await chair.store.sides.all()}) == 1
    spot = await find_spot(chair, DESK)
    assert spot is not None
    assert bool(spot.shared)
    assert await find_room_at(chair, Spot(TWO, Desk())) == DESK


async def test_a_reaction_is_about_the_room_of_its_card(chair: Chair) -> None:
    """A reaction reaches the session whose card it is on; one on a message that is no line of ours reaches none."""
    assert await told(chair, Reacted(EventId("$r"), ANA, 9.0, CARDS[TWO], "✅")) == [(TWO, "Reacted")]
    assert await told(chair, Reacted(EventId("$r"), ANA, 9.0, EventId("$else"), "✅")) == []


async def test_a_vote_is_on_what_its_answers_name(chair: Chair) -> None:
    """A homeserver that points a vote at the other room's poll changes nothing: the answers' ids stand within the encryption."""
    yes, _ = make_answer_ids(Ballot("K1", TWO))
    forged = Voted(EventId("$v"), ANA, 9.0, EventId(f"$poll{ONE}"), (yes,), signed=True)
    assert await told(chair, forged) == [(TWO, "Voted")]
    assert await told(chair, replace(forged, answers=())) == [(ONE, "Voted")]
    assert await told(chair, replace(forged, answers=("made up",), target=EventId("$nothing"))) == []


async def test_a_deletion_is_told_where_the_message_was_taken(chair: Chair) -> None:
    """What Ana deletes of what she typed is told the room that took it; what the bot takes back is told nobody."""
    await chair.store.lines.note_line(DeskLine(EventId("$typed"), DESK, TWO))
    assert await told(chair, Redacted(EventId("$x"), ANA, 9.0, EventId("$typed"))) == [(TWO, "Redacted")]
    assert await told(chair, Redacted(EventId("$x"), chair.client.user_id, 9.0, CARDS[ONE])) == []
    assert await told(chair, Redacted(EventId("$x"), ANA, 9.0, EventId("$unknown"))) == []


async def test_an_edit_reaches_the_room_that_took_the_message(chair: Chair) -> None:
    """An edit of a message that one room took is told that room; of one that none took it makes nothing new."""
    await chair.store.lines.note_line(DeskLine(EventId("$typed"), DESK, ONE))
    edit = Edited(EventId("$e"), ANA, 9.0, EventId("$typed"), "!off")
    assert await told(chair, edit) == [(ONE, "Edited")]
    assert await told(chair, replace(edit, target=EventId("$else"))) == []


async def test_a_command_that_an_edit_made_is_placed_as_if_typed_now(chair: Chair) -> None:
    """Who was asked which room and puts its code behind the words is obeyed there; without one they are asked, and of talk nothing comes."""
    await chair.store.lines.note_line(DeskLine(EventId("$asked"), DESK, RoomId("")))
    for target in (EventId("$asked"), EventId("$talk")):
        edit = Edited(EventId("$e"), ANA, 9.0, target, f"!off {make_room_code(TWO)}")
        shared = await tell_sessions_at_desk(chair, DESK, edit)
        ((room, event),) = shared.events
        assert room == TWO
        assert isinstance(event, Edited)
        assert event.text == "!off"
        assert [(line.event, line.session) for line in shared.lines] == [(target, TWO)]
        asked = await tell_sessions_at_desk(chair, DESK, replace(edit, text="!off"))
        assert not asked.events
        assert len(asked.orders) == 1
        for text in ("just talk", "ok", f"ok {make_room_code(TWO)}", "no"):
            assert (await tell_sessions_at_desk(chair, DESK, replace(edit, text=text))).is_nothing
        assert (await tell_sessions_at_desk(chair, DESK, replace(edit, sender=EVE))).is_nothing


async def test_who_comes_is_greeted_by_one_room_and_shown_the_cards_of_all(chair: Chair) -> None:
    """Each room hears under an id of its own that Ana has come, and one of them greets; a stranger, or who leaves, is told to none."""
    shared = await tell_sessions_at_desk(chair, DESK, Joined(EventId("$j"), 9.0, Person(ANA, "Ana")))
    came = [(room, event.id, event.greeted) for room, event in shared.events if isinstance(event, Came)]
    assert came == [(ONE, f"$j/{ONE}", False), (TWO, f"$j/{TWO}", True)]
    assert await told(chair, Joined(EventId("$j"), 9.0, Person(EVE, "Eve"))) == []
    assert await told(chair, Left(EventId("$j"), 9.0, ANA)) == []


async def test_what_stands_under_a_picture_is_about_no_certain_room(chair: Chair) -> None:
    """One room says that pictures are not read; a caption that would turn the AI off turns it off in none."""
    picture = Captioned(EventId("$p"), ANA, 9.0, caption="!off")
    assert await told(chair, picture) == [(ONE, "Attached")]
    assert await told(chair, Attached(EventId("$p"), EVE, 9.0)) == []


async def test_words_of_who_belongs_to_no_room_lead_to_nothing(chair: Chair) -> None:
    """Somebody who is no therapist of any room at the desk is neither heard nor asked, whatever they type."""
    for text in ("ok", "ok K1", "!cards", "hello"):
        shared = await tell_sessions_at_desk(chair, DESK, heard(text, EVE))
        assert (shared.events, shared.orders) == ([], [])
    by_reply = await tell_sessions_at_desk(chair, DESK, heard("ok", EVE, reply_to=CARDS[ONE]))
    assert by_reply.events == []


async def test_a_room_that_cannot_be_read_makes_every_word_uncertain(chair: Chair) -> None:
    """While one room's state cannot be read, its card may be what was meant: a bare ok is asked back, a reply is not."""
    async with chair.store.db.transaction() as transaction:
        await transaction.run("UPDATE room SET state = '{' WHERE id = ?", ONE)
    shared = await tell_sessions_at_desk(chair, DESK, heard("ok"))
    assert (shared.events, len(shared.orders)) == ([], 1)
    assert await told(chair, heard("ok", reply_to=CARDS[TWO])) == [(TWO, "Heard")]


async def test_talk_in_one_rooms_thread_makes_a_bare_word_doubtful_in_the_other(chair: Chair) -> None:
    """What is said in the thread of one room's line, and is no word on it, may be what a bare ok elsewhere is about."""
    async with chair.store.db.transaction() as transaction:
        await transaction.run("DELETE FROM desk_line WHERE event = ?", CARDS[ONE])
    await chair.store.lines.note_line(DeskLine(EventId("$line"), DESK, ONE, ours=True))
    shared = await tell_sessions_at_desk(chair, DESK, heard("let us see this on Monday then", thread=EventId("$line")))
    assert [(room, event.unplaced) for room, event in shared.events if isinstance(event, Present)] == [(TWO, True)]
    assert not any(isinstance(event, Heard) for _, event in shared.events)


async def test_what_came_late_is_placed_as_it_would_have_been(chair: Chair) -> None:
    """A message whose key came late is placed by the same rules, and by what stood there when it was written."""
    late = heard("ok K1", written=2.0)
    assert (await tell_sessions_at_desk(chair, DESK, late)).events == []
    await open_late_messages(chair)


# ---- leaving ---------------------------------------------------------------------------------------------------------


async def test_what_was_on_its_way_as_a_room_left_is_taken_back(chair: Chair) -> None:
    """A line that is posted at a desk which its room has just left is deleted at once, and stands in no list."""
    side = (await chair.store.sides.list_sides_at(DESK))[0]
    await quit_desk(chair, side, chair.find_filed_policy(ONE))
    assert await chair.store.sides.find_side(ONE, Desk()) is None
    await note_own_line(chair, DESK, ONE, EventId("$late"))
    redacted = chair.client.server.redacted
    assert (DESK, "$late") in redacted
    assert await chair.store.lines.find_line(EventId("$late")) is None
    assert [other.session for other in await chair.store.sides.list_sides_at(DESK)] == [TWO]


async def test_a_room_is_not_forgotten_at_a_desk_while_a_line_of_it_stands_there(chair: Chair) -> None:
    """Where the bot dies between deleting and forgetting, the room is still at the desk, and what is left is deleted then."""
    side = (await chair.store.sides.list_sides_at(DESK))[0]
    assert await chair.store.sides.leave_desk(side) is False
    assert await chair.store.lines.list_own(DESK, ONE) == (CARDS[ONE],)
    await chair.store.lines.forget_line(CARDS[ONE])
    assert await chair.store.sides.leave_desk(side) is True
    assert await chair.store.lines.list_own(DESK, TWO) == (CARDS[TWO],)


async def test_only_what_stands_at_this_desk_is_edited_here(chair: Chair) -> None:
    """A card that stood at an earlier desk of its room is no message of this one."""
    assert await stands_at_desk(chair, DESK, CARDS[ONE])
    assert not await stands_at_desk(chair, RoomId("!new:clinic"), CARDS[ONE])
    assert not await stands_at_desk(chair, DESK, EventId("$older"))


def test_a_desk_goes_by_its_therapists_alone() -> None:
    """The same people make the same key in whatever order; nobody, no policy, or a policy without the key makes none."""
    assert Shared().whole is False
    assert make_desk_key(None, [ANA]) == ""


async def test_whose_word_it_is_needs_no_talk(chair: Chair, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was said in the rooms of a desk is not read to find out which of them a word is about: there may be hundreds."""
    monkeypatch.setattr("bot.store.rooms._LINES", "SELECT no_such_column FROM line")
    await chair.store.db.settle()
    assert await told(chair, heard("good morning")) == [(ONE, "Present"), (TWO, "Present")]
