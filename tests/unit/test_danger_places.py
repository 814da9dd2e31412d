"""Danger, by kind and place: what is shown where, what is true to whoever tells it in private, and what nobody may see."""

from danger_page import holds
from danger_scene import BEA, DEATH, HINT, HIT, PIM, PRIVATE, alarms, at, body, couple, helplines, privately
from rows import try_each
from scene import ANA, KIM, asks, keys, on_desk

from bot.model import (
    Card,
    Desk,
    Failed,
    Notice,
    Open,
    Reply,
    SecondContact,
    SessionRoom,
    Supervisor,
    Trouble,
)

# ---- by kind and place ----------------------------------------------------------------------------------------------


@holds("violence-unseen")
@try_each("there", [True, False])
@try_each("text", [HIT, "he choked me", "I hit my son again", "my uncle touched me", "aku dipukul suamiku"])
def test_no_session_room_shows_violence(text: str, there: bool) -> None:
    """Not in a couple's room, not to one client alone, not while no therapist is there, not where policy says always."""
    scene = couple(crisis={"card": "always", "country": "gb"})
    if not there:
        scene.waits(600)
    effects = scene.says(KIM, text)
    assert len(alarms(effects)) == 1, text
    assert at(effects, SessionRoom()) == []
    refused = scene.says(KIM, "!explain gobbledyquux")
    assert keys(refused) == ["trouble-down"]


@holds("card-absent")
def test_help_lines_in_the_session_room_only_while_no_therapist_is_there() -> None:
    """Five minutes without a therapist's word show them; before that not, unless policy says always; never where it says so."""
    for card, waits, shown in (("absent", 10, 0), ("absent", 301, 1), ("always", 10, 1), ("never", 301, 0)):
        scene = on_desk(crisis={"card": card, "country": "id"})
        scene.says(ANA, "hello")
        scene.waits(waits)
        lines = helplines(scene.says(KIM, DEATH))
        assert [line.where for line in lines] == [SessionRoom()] * shown, (card, waits)


@holds("card-once")
def test_help_lines_stand_once_in_the_writers_language() -> None:
    """Once in a place in half an hour, in the language that they wrote in, with one line that points to the other."""
    scene = on_desk(crisis={"card": "always", "country": "id"}, idle=60, absence=60)
    (lines,) = helplines(scene.says(KIM, "aku mau bunuh diri"))
    assert lines.words.language == "id"
    assert "119" in body(lines)
    assert "emergency" in body(lines)
    assert helplines(scene.says(KIM, "I took 30 paracetamol")) == []
    scene.waits(1801)
    assert len(helplines(scene.says(KIM, DEATH))) == 1


@holds("none-made")
def test_no_direct_room_is_made_because_of_danger() -> None:
    """Somebody who has never come into a direct room is not invited to one now: invitations stand on lock screens."""
    scene = couple()
    effects = scene.says(KIM, HIT)
    assert [effect for effect in effects if getattr(effect, "where", None) == PRIVATE or isinstance(effect, Open)] == []


@holds("violence-direct", "only-true")
def test_violence_gets_its_lines_in_the_direct_room() -> None:
    """As notices that ring nobody's phone, the first line without a word of violence; what is true is said first."""
    scene = privately(couple(crisis={"country": "gb"}))
    effects = scene.says(KIM, HIT, where=PRIVATE)
    told = at(effects, PRIVATE)
    assert [effect.words.key for effect in told if isinstance(effect, Notice)] == ["direct-called", "helpline-card"]
    for effect in told:
        assert isinstance(effect, Notice)
        assert not effect.rings
        first = body(effect).split("\n")[0].lower()
        assert not any(word in first for word in ("violence", "hit", "hurt", "abuse", "danger", "help")), first
    assert "do not know yet whether they have read it" in body(told[0])
    assert "0808 2000 247" in body(told[1])


@holds("only-true")
def test_the_person_is_told_what_is_true() -> None:
    """That somebody was called, then that they have read it; or, at the end of the ladder, that nobody has answered yet: new messages."""
    scene = privately(couple(second_contacts=(BEA,)))
    scene.says(KIM, HIT, where=PRIVATE)
    (read,) = at(scene.at_desk(ANA, "!ack"), PRIVATE)
    assert "Ana" in body(read)
    scene.says(KIM, HIT, where=PRIVATE)
    later = at(scene.waits(600), PRIVATE)
    assert [effect.words.key for effect in later if isinstance(effect, Notice)] == ["direct-nobody"]


@holds("desk-private")
def test_the_desk_learns_that_it_was_said_in_private() -> None:
    """The card says that it stands in a private room that the therapist cannot see, and is not to be spoken of; it has no link."""
    scene = privately(couple())
    (card,) = alarms(scene.says(KIM, HIT, where=PRIVATE))
    assert "private room" in body(card)
    assert "Do not speak of it in front of others" in body(card)
    assert "matrix.to" not in body(card)


@holds("about-therapist")
def test_words_about_the_therapist_do_not_go_to_them() -> None:
    """Second contacts and supervisor are told at once; desk and room see nothing, the AI goes on, and the person is told what is true."""
    scene = privately(couple(second_contacts=(BEA,)))
    effects = scene.says(KIM, "my therapist touches me", where=PRIVATE)
    assert at(effects, Desk()) == []
    assert at(effects, SessionRoom()) == []
    (told,) = alarms(effects, SecondContact(BEA))
    assert "was not told" in body(told)
    (line,) = at(effects, Supervisor())
    assert isinstance(line, Notice)
    assert dict(line.words.args)["contacts"] == 1
    assert "Your therapist was not told" in body(at(effects, PRIVATE)[0])
    assert keys(scene.at_desk(ANA, "!ack")) == ["ack-nothing"]
    assert asks(scene.says(PIM, "!explain gobbledyquux"))
    assert "direct-nobody" in [
        effect.words.key for effect in at(scene.waits(600), PRIVATE) if isinstance(effect, Notice)
    ]


@holds("request-trips")
def test_a_request_that_trips_asks_no_model() -> None:
    """In the direct room it is told that these words are for a person; in the session room no more than when a model is down."""
    scene = privately(couple())
    effects = scene.says(KIM, "!express he pushed me last night and i am scared to say it", where=PRIVATE)
    assert asks(effects) == []
    shown = [effect.words.key for effect in at(effects, PRIVATE) if isinstance(effect, Reply | Notice)]
    assert "for-a-person" in shown
    assert "direct-called" in shown
    assert "approval-waits" not in shown
    room = couple()
    effects = room.says(KIM, "!express " + HIT)
    assert asks(effects) == []
    assert [effect.words.key for effect in at(effects, SessionRoom()) if isinstance(effect, Reply)] == ["trouble-down"]


@holds("read-twice", "first-only-if")
def test_what_hints_at_danger_is_read_twice() -> None:
    """A draft whose request or answer holds a listed phrase says so on its card; what is asked is answered all the same."""
    scene = on_desk()
    code = scene.draft("!express " + HINT)
    card = next(effect for effect in reversed(scene.effects) if isinstance(effect, Card) and effect.code == code)
    assert "read it twice" in body(card)
    code = scene.draft(text="It can mean: I want to kill myself.")
    card = next(effect for effect in reversed(scene.effects) if isinstance(effect, Card) and effect.code == code)
    assert "read it twice" in body(card)


@holds("express")
def test_express_never_says_that_it_found_nothing_in_a_disclosure() -> None:
    """Where no way of saying it is known, a disclosure is answered that it is enough as it is, and for a person."""
    scene = privately(couple())
    for text, key in ((HINT, "express-to-person"), ("the cupboard is painted green", "express-unable")):
        (asked,) = asks(scene.says(KIM, f"!express {text}", where=PRIVATE))
        effects = scene.happens(Failed(scene.id(), scene.now, asked.question, Trouble.UNABLE))
        assert keys(effects) == [key]
