"""Rules of coming, going, agreeing and keeping, each alone: what a change of one line would break."""

from dataclasses import replace

import pytest
from scene import ANA, KIM, MODEL, Scene, keys, policy

from bot.matrix.trust import Refusal
from bot.model import (
    Alert,
    Amend,
    Arrived,
    Cancel,
    Decline,
    Desk,
    Direct,
    Event,
    EventId,
    Floor,
    Heard,
    Invited,
    Language,
    Leave,
    Mark,
    Notice,
    Ousted,
    Person,
    Posted,
    Purpose,
    Renamed,
    Replaced,
    Reply,
    Room,
    RoomId,
    Ruled,
    SessionRoom,
    Sighted,
    Unreadable,
    UserId,
)
from bot.session.decide import leave_unruled_room
from bot.session.talk.agreement import LONGEST_NAME, find_agreement, make_card
from bot.session.talk.window import LONGEST
from bot.words import languages, render_words

LEE = UserId("@lee:clinic")
HOUR = 3600.0


def arrives(scene: Scene, *people: Person, history: str = "joined") -> list[str]:
    """Let the bot find these people in the room, as at a start; return what it says."""
    scene.now += 1
    return keys(scene.happens(Arrived(scene.id(), scene.now, people, encrypted=True, private=True, history=history)))


def replied(scene: Scene, sender: UserId, text: str, **more: object) -> dict[str, object]:
    """Return the one line that answers a message: its key as `key`, and what it is filled with."""
    (reply,) = [reply for reply in scene.says(sender, text, **more) if isinstance(reply, Reply | Amend)]
    return {"key": reply.words.key, "mark": reply.mark.kind, **dict(reply.words.args)}


def test_who_went_while_nobody_counted_has_agreed_to_nothing() -> None:
    """At a start, whoever is gone has taken their agreement and words along, and whoever is new is asked; the AI is off."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "I slept badly")
    told = arrives(scene, Person(ANA, "Ana"), Person(LEE, "Lee"))
    assert "floor-off-changed" in told
    assert told.count("consent-card") == 2
    assert scene.room.floor is Floor.OFF
    assert (scene.room.window, {consent.person for consent in scene.room.consents}) == ((), {ANA})
    assert [person.id for person in scene.room.roster] == [ANA, LEE]


def test_a_start_with_the_same_people_changes_nothing() -> None:
    """At a start with whom it knows, the AI stays on, and what was agreed to and said is kept."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "I slept badly")
    assert arrives(scene, Person(ANA, "Ana"), Person(KIM, "Kim")) == []
    assert scene.room.floor is Floor.LISTEN
    assert [line.text for line in scene.room.window] == ["I slept badly"]


def test_one_person_is_renamed() -> None:
    """Another display name is the name of that person alone."""
    scene = Scene(policy())
    scene.happens(Renamed(scene.id(), scene.now, Person(KIM, "Kimberly")))
    assert scene.room.roster == (Person(ANA, "Ana"), Person(KIM, "Kimberly"))


def test_who_is_put_out_leaves_nothing_waiting() -> None:
    """Removed from a room, the bot calls off whatever it waits for there."""
    scene = Scene(policy()).listening()
    assert scene.happens(Ousted(scene.id(), scene.now)) == (Cancel(),)


def test_a_room_that_all_can_read_back_is_left_alone_until_it_is_mended() -> None:
    """Where newcomers could read what was said before, the bot says so once, calls everything off, and tells the operator."""
    scene = Scene(policy())
    scene.happens(Ousted(scene.id(), scene.now))
    here = Person(ANA, "Ana"), Person(KIM, "Kim")
    event = Arrived(scene.id(), scene.now, here, encrypted=True, private=True, history="world_readable")
    off, said, alert = scene.happens(event)
    assert (off, alert) == (Cancel(), Alert("room-history"))
    assert isinstance(said, Notice)
    assert (said.words.key, said.mark) == ("room-history", Mark(kind="room"))
    assert scene.happens(replace(event, id=scene.id())) == ()
    assert not scene.room.seated


@pytest.mark.parametrize(
    ("event", "seated", "leaves"),
    [
        (Arrived(EventId("$a"), 1.0, (), encrypted=True, private=True, history="joined"), False, True),
        (Ruled(EventId("$r"), 1.0), True, True),
        (Ruled(EventId("$r"), 1.0), False, False),
        (Heard(EventId("$h"), KIM, 1.0, "hello"), True, True),
        (Heard(EventId("$h"), KIM, 1.0, "hello"), False, False),
        (Sighted(EventId("sighted/$c"), 1.0, EventId("$c"), Language("en"), "hash", (KIM,)), True, True),
        (Replaced(EventId("$t"), 1.0), True, False),
        (Ousted(EventId("$o"), 1.0), True, False),
        (Invited(EventId("$i"), 1.0, ANA, known=True), True, False),
    ],
)
def test_a_room_without_a_policy_is_left(event: Event, *, seated: bool, leaves: bool) -> None:
    """In a room that no policy covers the bot says one sentence and goes, whatever it hears of first; the operator hears too."""
    decision = leave_unruled_room(Room(RoomId("!x"), seated=seated), event)
    assert decision.effects[0] == Cancel()
    assert not decision.room.seated
    goodbyes = [effect for effect in decision.effects if isinstance(effect, Leave)]
    assert [goodbye.words.key for goodbye in goodbyes if goodbye.words] == (["room-no-policy"] if leaves else [])
    assert (Alert("room-no-policy") in decision.effects) is leaves


@pytest.mark.parametrize(
    "event",
    [Ruled(EventId("$r"), 1.0), Arrived(EventId("$a"), 1.0, (), encrypted=True, private=True, history="joined")],
)
def test_a_room_of_another_account_is_left(event: Event) -> None:
    """Where policy gives the room to another account the bot names that one and goes; the operator hears of it."""
    decision = leave_unruled_room(Room(RoomId("!x"), seated=True), event, UserId("@bot2:x"))
    (goodbye,) = [effect for effect in decision.effects if isinstance(effect, Leave)]
    assert goodbye.words is not None
    assert "@bot2:x" in render_words(goodbye.words)
    assert Alert("room-other-account") in decision.effects


def test_an_invitation_to_a_room_of_another_account_is_turned_down() -> None:
    """The bot does not even come to say why: a newcomer would turn the AI off in a session that another account serves."""
    invited = Invited(EventId("$i"), 1.0, ANA, known=True)
    decision = leave_unruled_room(Room(RoomId("!x")), invited, UserId("@bot2:x"))
    assert decision.effects == (Cancel(), Decline(ANA))


def test_agreeing_says_what_comes_next() -> None:
    """Whoever agrees hears that not everybody has yet, that the AI can be turned on, or that it is on: nobody's name."""
    scene = Scene(policy())
    scene.joins(Person(LEE, "Lee"))
    first = replied(scene, KIM, "!agree")
    assert (first["then"], "people" in first, first["what"]) == ("waiting", False, "both")
    scene.says(ANA, "!agree")
    assert replied(scene, LEE, "!agree listen")["what"] == "listen"
    assert replied(scene, LEE, "!agree")["then"] == "ready"
    scene.says(ANA, "!listen")
    assert replied(scene, KIM, "!agree")["then"] == "on"


def test_taking_back_says_whether_there_was_anything() -> None:
    """Who has agreed hears that it is taken back; who has not hears so, whatever others have agreed to."""
    scene = Scene(policy())
    assert replied(scene, KIM, "!withdraw")["key"] == "withdraw-nothing"
    scene.joins(Person(LEE, "Lee"))
    scene.says(LEE, "!agree")
    assert replied(scene, KIM, "!withdraw")["key"] == "withdraw-nothing"
    assert replied(scene, LEE, "!withdraw")["key"] == "withdraw-done"
    assert replied(scene, LEE, "!decline")["key"] == "decline-done"


@pytest.mark.parametrize("typed", ["!withdraw", "!batal-setuju", "!tarik", "!decline", "!tolak"])
def test_the_room_hears_that_it_is_off_and_not_by_whom(typed: str) -> None:
    """Where somebody takes their agreement back the room is told that the AI is off, as at any other time."""
    scene = Scene(policy()).listening()
    (said,) = [
        notice
        for notice in scene.says(KIM, typed)
        if isinstance(notice, Notice) and isinstance(notice.where, SessionRoom)
    ]
    assert said.words.key == "floor-off"
    assert "person" not in dict(said.words.args)


@pytest.mark.parametrize(
    ("typed", "key"), [("!privacy", "privacy-text"), ("!privasi", "privacy-text"), ("!setuju", "agree-done")]
)
def test_consent_has_its_words_in_both_languages(typed: str, key: str) -> None:
    """What people may type about their agreement exists in Indonesian too."""
    assert replied(Scene(policy()), KIM, typed)["key"] == key


def test_a_card_that_is_too_long_leaves_names_out_in_order() -> None:
    """Where a card has too little room, the company goes first, whole and never to a crumb, then the backend's name is cut."""
    steps = []
    for room in range(600, 350, -1):
        facts = dict(make_card(policy(replace(MODEL, name="h" * 60, party="P" * 40)), languages()[0], room).args)
        step = facts["backend"], facts["party"], facts["named"]
        if step not in steps:
            steps.append(step)
    name, company = "h" * (LONGEST_NAME - 1) + "…", "P" * (LONGEST_NAME - 1) + "…"
    assert steps[0] == (name, company, 1)
    assert [(backend, named) for backend, _, named in steps[1:]] == [("h" * 11 + "…", 0), ("hhhhh…", 0)], steps


def test_a_loose_agree_has_to_be_typed() -> None:
    """A bare word of agreement whose card a homeserver may have made up agrees to nothing, and is told how to say it."""
    scene = Scene(policy())
    card_shown = scene.room.cards[0]
    assert replied(scene, KIM, "agree", reply_to=card_shown.event, loose=True)["key"] == "agree-type"
    assert scene.room.consents == ()
    assert replied(scene, KIM, "!agree both", reply_to=card_shown.event, loose=True)["key"] == "agree-which"
    assert replied(scene, KIM, "agree", reply_to=card_shown.event)["key"] == "agree-done"


def test_a_message_is_kept_up_to_its_longest() -> None:
    """Of one message the window keeps four thousand characters, also of one that was edited."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "a" * (LONGEST + 1))
    assert (LONGEST, [len(line.text) for line in scene.room.window]) == (4000, [4000])


def test_a_direct_message_is_answered_once_an_hour() -> None:
    """That nobody reads along in a direct room is said to each person once an hour."""
    scene = Scene(policy())

    def told() -> list[str]:
        return keys(scene.says(KIM, "are you there?", where=Direct(KIM)))

    assert told() == ["direct-unread"]
    scene.now += HOUR - 2
    assert [told(), told(), told()] == [[], [], ["direct-unread"]]


def test_what_could_not_be_read_is_marked_so() -> None:
    """The request to send a message again carries a mark of its own, and a refusal at the desk the desk's."""
    scene = Scene(policy()).listening()
    (asked,) = scene.happens(Unreadable(scene.id(), scene.now, KIM, EventId("$sealed")))
    assert isinstance(asked, Reply)
    assert asked.mark == Mark(kind="unreadable")
    assert dict(asked.words.args)["prefix"] == scene.policy.rules.prefix
    told = replied(scene, ANA, "a word among us", where=Desk(), signed=False)
    assert (told["key"], told["mark"]) == ("verify-first", "desk")


def test_agreements_are_each_persons_own_and_each_purposes() -> None:
    """An agreement is of one person to one purpose: neither another's nor another purpose's counts for it."""
    scene = Scene(policy())
    scene.says(KIM, "!agree listen")
    held = {
        (person, purpose): find_agreement(scene.room, scene.policy, person, purpose, scene.now) is not None
        for person in (ANA, KIM)
        for purpose in Purpose
    }
    assert [key for key, holds in held.items() if holds] == [(KIM, Purpose.LISTEN)]


def test_the_codes_of_refusals_are_the_logs() -> None:
    """Why a message is not acted on has a code that logs and counts go by: it stays what it is."""
    assert [str(code) for code in Refusal] == [
        "own",
        "malformed",
        "plaintext",
        "other_room",
        "encrypted_state",
        "forwarded_session",
        "not_the_senders_session",
        "not_joined",
        "bot",
        "notice",
        "not_text",
    ]


def test_the_last_forty_cards_are_known_again() -> None:
    """A room knows its last forty consent cards, so that an old one can still be told from a card of nobody's."""
    scene = Scene(policy())
    for number in range(50):
        scene.happens(Posted(scene.id(), scene.now, EventId(f"$card{number}"), languages()[0], "0" * 64))
    assert [card.event for card in scene.room.cards] == [f"$card{number}" for number in range(10, 50)]
