"""Any change of who is here turns the AI off; room and desk each learn it in one line that says what to do next."""

from collections.abc import Callable

import nio
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, keys, on_desk, policy

from bot.matrix.intake import hear_event
from bot.model import (
    Arrived,
    Ask,
    Cancel,
    Desk,
    Effect,
    Event,
    Floor,
    Joined,
    Language,
    Left,
    Notice,
    Person,
    Renamed,
    Role,
    RoomId,
    SessionRoom,
    UserId,
    make_words,
)
from bot.words import languages, render_words

BEN, LEE = UserId("@ben:clinic"), UserId("@lee:clinic")
PEOPLE = (Person(ANA, "Ana"), Person(BEN, "Ben"), Person(KIM, "Kim"))
Change = Callable[[Scene], Event]


def found_changed(scene: Scene, *people: Person) -> Arrived:
    """Return what the bot finds at its next start: other people than it knew."""
    return Arrived(scene.id(), scene.now, people, encrypted=True, private=True, history="joined")


CHANGES: dict[str, tuple[Change, str, str]] = {
    "a client leaves or is removed": (
        lambda scene: Left(scene.id(), scene.now, KIM),
        "floor-off-therapist-left",
        "desk-floor-off-left",
    ),
    "a therapist leaves or is removed": (
        lambda scene: Left(scene.id(), scene.now, BEN),
        "floor-off-therapist-left",
        "desk-floor-off-left",
    ),
    "somebody comes": (
        lambda scene: Joined(scene.id(), scene.now, Person(LEE, "Lee")),
        "floor-off-newcomer",
        "desk-floor-off-newcomer",
    ),
    "somebody comes again who is here": (
        lambda scene: Joined(scene.id(), scene.now, Person(KIM, "Kim")),
        "floor-off-newcomer",
        "desk-floor-off-newcomer",
    ),
    "somebody whom nobody knows is renamed": (
        lambda scene: Renamed(scene.id(), scene.now, Person(LEE, "Lee")),
        "floor-off-newcomer",
        "desk-floor-off-newcomer",
    ),
    "somebody has left unseen": (
        lambda scene: found_changed(scene, *PEOPLE[:2]),
        "floor-off-changed",
        "desk-floor-off-changed",
    ),
    "somebody has come unseen": (
        lambda scene: found_changed(scene, *PEOPLE, Person(LEE, "Lee")),
        "floor-off-changed",
        "desk-floor-off-changed",
    ),
}


def two_therapists() -> Scene:
    """Return a scene with two therapists and Kim, in which the AI is on and an answer lies at the desk."""
    scene = Scene(policy(MODEL, approval="all", therapists=(str(ANA), str(BEN))))
    scene.joins(Person(BEN, "Ben"))
    for person in (BEN, KIM):
        scene.says(person, "!agree")
    scene.says(ANA, "!listen")
    scene.draft()
    return scene


def lines(effects: tuple[Effect, ...], where: SessionRoom | Desk) -> list[str]:
    """Return which lines of the bot's about the AI being off stand at `where`."""
    said = [effect.words.key for effect in effects if isinstance(effect, Notice) and effect.where == where]
    return [key for key in said if "floor-off" in key]


@try_each("change", tuple(CHANGES))
def test_who_is_here_turns_it_off(change: str) -> None:
    """Whoever comes, leaves or is removed: the AI is off, nothing is under way, and room and desk have one line each."""
    happens, in_room, at_desk = CHANGES[change]
    scene = two_therapists()
    asked = next(effect for effect in scene.says(KIM, "!explain gobbledyquux") if isinstance(effect, Ask))
    effects = scene.happens(happens(scene))
    assert scene.room.floor is Floor.OFF
    assert (scene.room.pending, scene.room.drafts) == ((), ())
    assert Cancel() in effects
    assert lines(effects, SessionRoom()) == [in_room]
    assert lines(effects, Desk()) == [at_desk]
    assert scene.answers(asked.question, "too late") == ()


@try_each("change", tuple(CHANGES))
def test_nobody_hears_of_what_is_off_already(change: str) -> None:
    """While the AI is off, coming and going turns nothing off, and no line says that it did."""
    scene = two_therapists()
    scene.says(ANA, "!off")
    effects = scene.happens(CHANGES[change][0](scene))
    assert (lines(effects, SessionRoom()), lines(effects, Desk())) == ([], [])


def test_a_desk_without_a_therapist_is_told_nothing() -> None:
    """Where the last therapist leaves nobody is at the desk who could be told, and nobody is asked in for it."""
    scene = on_desk()
    effects = scene.happens(Left(scene.id(), scene.now, ANA))
    assert lines(effects, SessionRoom()) == ["floor-off-therapist-left"]
    assert lines(effects, Desk()) == []
    assert not any(scene.policy.role(person.id) is Role.THERAPIST for person in scene.room.roster)


def test_a_name_is_not_a_change_of_who_is_here() -> None:
    """Somebody who is called otherwise has neither come nor gone: the AI stays on."""
    scene = on_desk()
    assert keys(scene.happens(Renamed(scene.id(), scene.now, Person(KIM, "Kimberly")))) == []
    assert scene.room.is_on


def test_whoever_left_agrees_anew() -> None:
    """What somebody agreed to goes with them: when they come back it is asked of them again before the AI can be on."""
    scene = on_desk()
    scene.happens(Left(scene.id(), scene.now, KIM))
    assert keys(scene.says(ANA, "!listen"))[-1] == "listen-on"
    scene.joins(Person(KIM, "Kim"))
    assert scene.room.floor is Floor.OFF
    assert keys(scene.says(ANA, "!listen")) == ["listen-needs", "listen-needs-desk"]


class _Client:
    """The little of a client that membership is read with."""

    user_id = UserId("@bot:clinic")


@try_each(
    ("membership", "before"),
    [("leave", "join"), ("ban", "join"), ("ban", "invite"), ("leave", None), ("knock", "join"), ("invite", "join")],
)
def test_however_somebody_goes_it_is_heard(membership: str, before: str | None) -> None:
    """Left, kicked, banned, or asked in anew after one of these: each is that somebody is not here any more."""
    source = {
        "type": "m.room.member",
        "sender": str(ANA),
        "state_key": str(KIM),
        "event_id": "$gone",
        "origin_server_ts": 1,
        "content": {"membership": membership},
        "unsigned": {"prev_content": {"membership": before}} if before else {},
    }
    event = nio.Event.parse_event(source)
    heard = hear_event(_Client(), RoomId("!room:clinic"), event, 5.0)  # type: ignore[arg-type]  # as much as is needed
    assert isinstance(heard, Left)
    assert heard.person == KIM


@try_each("language", languages())
@try_each("key", ["desk-floor-off-left", "desk-floor-off-newcomer", "desk-floor-off-changed"])
def test_the_desks_sentences_are_there(key: str, language: str) -> None:
    """What the desk is told names who, and what to type next, in each language and in under 250 characters."""
    said = render_words(make_words(key, Language(language), person="Kim", prefix="!"))
    assert len(said) < 250
    assert "`!" in said
    assert ("Kim" in said) is (key != "desk-floor-off-changed")
