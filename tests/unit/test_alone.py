"""A room with nobody but whoever invited the bot is no session: no card, no desk, one kind line; it begins when somebody comes."""

from rows import try_each
from scene import ANA, KIM, MODEL, Scene, keys, policy

from bot.model import (
    Arrived,
    Came,
    Desk,
    Effect,
    Event,
    Floor,
    Invited,
    Joined,
    Language,
    Left,
    Open,
    Ousted,
    Person,
    Room,
    Ruled,
    SecondContact,
    UserId,
    make_words,
)
from bot.policy import Policy
from bot.words import languages, render_words

BEA = UserId("@bea:clinic")
HERS = (Person(ANA, "Ana"),)
BOTH = (*HERS, Person(KIM, "Kim"))


def arrived(scene: Scene, *people: Person, history: str = "joined", awaited: bool = False) -> tuple[Effect, ...]:
    """Let the bot find itself in the room, with `people` there."""
    scene.now += 1
    return scene.happens(
        Arrived(scene.id(), scene.now, people, encrypted=True, private=True, history=history, awaited=awaited)
    )


def invited(rules: Policy | None = None) -> Scene:
    """Return a scene in which the bot was invited and has not come yet."""
    scene = Scene(rules or policy(MODEL, approval="all", floor_max="speak", second_contacts=(str(BEA),)))
    scene.room = Room(scene.room.id)
    scene.happens(Invited(scene.id(), scene.now, ANA, known=True))
    scene.effects.clear()
    return scene


def opened(effects: tuple[Effect, ...]) -> list[Open]:
    """Return which rooms are ordered."""
    return [effect for effect in effects if isinstance(effect, Open)]


def test_nobody_else_is_no_session() -> None:
    """One line says what is missing; there is no card, no desk, nobody else's room, and the AI cannot be turned on."""
    scene = invited()
    effects = arrived(scene, *HERS)
    assert keys(effects) == ["room-alone"]
    assert opened(effects) == []
    assert keys(scene.says(ANA, "!listen")) == ["room-alone"]
    assert keys(scene.says(ANA, "!speak")) == ["room-alone"]
    assert scene.room.floor is Floor.OFF
    assert keys(scene.says(ANA, "!help")) == ["help"]


@try_each("again", ["start", "rules"])
def test_it_is_said_once(again: str) -> None:
    """At the next start, or when the files change, the line does not come again, and no card comes instead."""
    scene = invited()
    arrived(scene, *HERS)
    effects = arrived(scene, *HERS) if again == "start" else scene.happens(Ruled(scene.id(), scene.now))
    assert (keys(effects), opened(effects)) == ([], [])


@try_each("how", ["joins", "found at a start"])
def test_the_first_who_comes_makes_it_a_session(how: str) -> None:
    """Then it is as any session that begins: cards, a desk, rooms for second contacts; and no desk is made twice by the next."""
    scene = invited()
    arrived(scene, *HERS)
    effects = scene.joins(BOTH[1]) if how == "joins" else arrived(scene, *BOTH)
    assert keys(effects) == ["consent-card", "consent-card"]
    assert opened(effects) == [Open(Desk()), Open(SecondContact(BEA))]
    assert "listen-on" in keys(tuple(scene.listening().effects))
    assert opened(scene.joins(Person(UserId("@lee:clinic"), "Lee"))) == []


def test_whoever_invited_it_comes_again() -> None:
    """Going and coming again, they are as much alone as before."""
    scene = invited()
    arrived(scene, *HERS)
    scene.happens(Left(scene.id(), scene.now, ANA))
    effects = scene.joins(HERS[0])
    assert (keys(effects), opened(effects)) == ([], [])
    assert keys(scene.joins(BOTH[1])) == ["consent-card", "consent-card"]


def test_people_who_are_on_the_way_count() -> None:
    """Where somebody else is invited already it is a session that begins: nobody is asked to invite anybody. The cards wait for them."""
    scene = invited()
    effects = arrived(scene, *HERS, awaited=True)
    assert keys(effects) == []
    assert Open(Desk()) in effects
    assert keys(scene.joins(BOTH[1])) == ["consent-card", "consent-card"]


def test_a_session_that_everybody_left_stays_one() -> None:
    """Once begun it is no empty room: its desk is seen to at each start, for what still lies there."""
    scene = invited()
    arrived(scene, *BOTH)
    scene.happens(Left(scene.id(), scene.now, KIM))
    effects = arrived(scene, *HERS)
    assert keys(effects) == []
    assert Open(Desk()) in effects
    assert keys(scene.happens(Came(scene.id(), scene.now, Desk(), ANA))) == ["desk-greeting"]


def test_a_past_that_all_can_read() -> None:
    """In a room that an app made for two, which others could read back, the one line says which room would do."""
    scene = invited()
    effects = arrived(scene, *HERS, history="shared")
    assert keys(effects) == ["room-alone-history"]
    assert keys(arrived(scene, *HERS, history="shared")) == []
    assert keys(arrived(scene, *BOTH, history="shared")) == ["room-history"]
    assert keys(arrived(scene, *BOTH)) == ["consent-card", "consent-card"]


@try_each("comes", ["kicked and invited again", "never seen"])
def test_every_stay_begins_so(comes: str) -> None:
    """Removed and invited again into a room that everybody else has left, the bot waits for people there too."""
    scene = invited()
    if comes != "never seen":
        arrived(scene, *BOTH)
        events: tuple[Event, ...] = (Ousted(scene.id(), scene.now), Invited(scene.id(), scene.now, ANA, known=True))
        for event in events:
            scene.happens(event)
    assert keys(arrived(scene, *HERS)) == ["room-alone"]


def test_nobody_at_all() -> None:
    """Where even the inviter has gone meanwhile the bot waits as well."""
    scene = invited()
    assert keys(arrived(scene)) == ["room-alone"]
    assert keys(scene.happens(Joined(scene.id(), scene.now, HERS[0]))) == []


@try_each("language", languages())
@try_each("key", ["room-alone", "room-alone-history"])
def test_it_is_kind_and_says_what_to_do(key: str, language: str) -> None:
    """What is said names the next step, in each language and in under 250 characters."""
    said = render_words(make_words(key, Language(language), prefix="!"))
    assert len(said) < 250
    assert {"en": "invite", "id": "undang"}[language] in said
