"""Rules that change while the bot runs: they tighten by themselves, and loosen only on a therapist's word."""

import json
from dataclasses import replace

import pytest
from practice import BUDI, ROOM, SAME, Practice, elsewhere, places, practice, said, text
from rows import try_each
from scene import ANA, KIM, keys, policy

from bot.model import (
    Arrived,
    Cancel,
    ConsentCard,
    Desk,
    EventId,
    Floor,
    Language,
    Misruled,
    Notice,
    Open,
    Person,
    Role,
    SessionRoom,
    Supervisor,
    UserId,
)
from bot.policy import RoomRules, find_policy_in_force, read_accepted
from bot.session.policy_change import write_accepted
from bot.session.talk.room_code import make_room_code
from bot.words import languages, render_words


@pytest.fixture
def room() -> Practice:
    """Return a room that listens, whose window holds 20 messages, and whose AI goes off after 30 minutes of silence."""
    return practice(idle=30, window={"messages": 20}).listening()


def test_the_files_are_accepted_at_first_sight() -> None:
    """In a room where the bot has just arrived the files hold as they are, and nothing has to be accepted."""
    result = practice(idle=30)
    assert result.room.accepted == write_accepted(result.files)
    assert keys(result.accepts()) == ["rules-nothing-waits"]


def test_a_room_of_an_earlier_version_accepts_what_it_first_sees(room: Practice) -> None:
    """Where nothing was ever accepted, the first look accepts the files and says nothing."""
    room.room = replace(room.room, accepted="")
    assert room.looks() == ()
    assert room.room.accepted == write_accepted(room.files)
    assert room.room.floor is Floor.LISTEN


def test_what_is_stricter_holds_at_once(room: Practice) -> None:
    """A tightened rule holds without anybody's word; the AI goes off, and the room reads what is different."""
    effects = room.saves(idle=10, **SAME)
    assert room.policy.rules.idle == 10
    assert room.room.floor is Floor.OFF
    assert keys(effects) == ["floor-off-rules", "rules-hold"]
    assert "idle: 30 → 10" in text(effects)
    assert Cancel() in effects


def test_it_holds_before_the_room_was_told(room: Practice) -> None:
    """Files that tightened count for the very next decision, also while the news still waits in the inbox."""
    room.files = policy(idle=10, **SAME)
    assert room.policy.rules.idle == 10


def test_what_is_looser_changes_nothing(room: Practice) -> None:
    """A loosened rule waits: the AI goes on under the old one; room and desk read what a therapist has to type."""
    effects = room.saves(idle=60, **SAME)
    assert room.policy.rules.idle == 30
    assert room.room.floor is Floor.LISTEN
    assert places(said(effects, "rules-offered")) == [SessionRoom(), Desk()]
    assert "idle: 30 → 60" in text(effects)
    assert "`!policy accept`" in text(effects)
    assert Cancel() not in effects


def test_a_therapists_word_lets_it_hold(room: Practice) -> None:
    """After `!policy accept` the files hold; the AI is off, and everybody reads who accepted what, in one line."""
    room.saves(idle=60, **SAME)
    effects = room.accepts()
    assert room.policy.rules.idle == 60
    assert room.room.floor is Floor.OFF
    assert keys(effects) == ["rules-accepted"]
    assert "Ana has accepted" in text(effects)
    assert "idle: 30 → 60" in text(effects)
    assert room.room.offered_rules == ""


def test_everybody_reads_it_also_while_the_ai_is_off() -> None:
    """The acceptance is said aloud, so that it rings, whether or not there was an AI to turn off."""
    result = practice(idle=30)
    result.saves(idle=60)
    (notice,) = said(result.accepts(), "rules-accepted")
    assert notice.rings
    assert notice.where == SessionRoom()


def test_both_at_once(room: Practice) -> None:
    """What of one change is stricter holds at once, while what of it is looser waits."""
    effects = room.saves(idle=60, window={"messages": 5})
    assert (room.policy.rules.idle, room.policy.rules.window.messages) == (30, 5)
    cards = ["consent-card"] * 2
    assert keys(effects) == ["floor-off-rules", "rules-hold", *cards, "rules-offered", "rules-offered"]
    room.accepts()
    assert (room.policy.rules.idle, room.policy.rules.window.messages) == (60, 5)


def test_there_and_back_again(room: Practice) -> None:
    """What was tightened for a while stays tight when the files go back, until a therapist accepts it."""
    room.saves(idle=10, **SAME)
    effects = room.saves(idle=30, **SAME)
    assert room.policy.rules.idle == 10
    assert said(effects, "rules-offered")
    room.accepts()
    assert room.policy.rules.idle == 30


def test_looser_and_back_again(room: Practice) -> None:
    """What was looser for a while and never accepted is forgotten, and told anew when it comes back."""
    room.saves(idle=60, **SAME)
    assert keys(room.saves(idle=30, **SAME)) == []
    assert keys(room.accepts()) == ["rules-nothing-waits"]
    assert room.room.floor is Floor.LISTEN
    assert said(room.saves(idle=60, **SAME), "rules-offered")


def test_a_restart_says_nothing_twice(room: Practice) -> None:
    """Each start looks at the files again: what was said is not said again, what waits goes on waiting."""
    room.saves(idle=60, window={"messages": 5})
    assert room.looks() == ()
    assert (room.policy.rules.idle, room.policy.rules.window.messages) == (30, 5)
    room.accepts()
    assert room.looks() == ()


def test_the_same_offer_is_made_once(room: Practice) -> None:
    """A change elsewhere in the files does not repeat the question; other values of the same key ask it anew."""
    room.saves(idle=60, **SAME)
    assert not said(room.saves(idle=60, window={"messages": 20}, stale_after=5), "rules-offered")
    assert said(room.saves(idle=90, window={"messages": 20}, stale_after=5), "rules-offered")


def test_nobody_accepts_what_was_not_shown(room: Practice) -> None:
    """If the files changed again since the room read them, `!policy accept` shows them again and accepts nothing."""
    room.saves(idle=60, **SAME)
    room.files = policy(idle=90, **SAME)  # the bot was not told yet
    effects = room.accepts()
    assert "idle: 30 → 90" in text(effects)
    assert room.policy.rules.idle == 30
    assert room.looks() == (), "it was shown already"
    room.accepts()
    assert room.policy.rules.idle == 90


def test_another_model_behind_the_offer_is_another_offer(room: Practice) -> None:
    """Who accepts another backend accepts the model that was shown, not one that was put in its place since."""
    room.files = elsewhere("large")
    room.looks()
    room.files = elsewhere("huge")
    assert keys(room.accepts()) == ["rules-offered", "rules-offered"]
    assert room.policy.rules.backend == "embedded"


def test_another_backend_waits_and_nothing_is_sent_meanwhile(room: Practice) -> None:
    """Text goes to no other backend before a therapist says so; until then no model answers at all."""
    room.files = elsewhere("large")
    room.looks()
    assert not room.policy.backend.generative
    room.accepts()
    assert room.policy.backend.name == "other"


@pytest.mark.parametrize("sender", [KIM, BUDI])
def test_only_a_therapist_accepts(room: Practice, sender: UserId) -> None:
    """The client's `!policy accept` changes nothing, nor does that of a therapist whom only the new files name."""
    room.joins(Person(BUDI, "Budi"))
    room.saves(idle=60, therapists=(str(ANA), str(BUDI)), **SAME)
    assert keys(room.accepts(sender)) == ["not-permitted"]
    assert room.policy.rules.idle == 30


def test_a_handover_is_accepted_by_the_new_therapist(room: Practice) -> None:
    """Where the files put somebody else in the place of every therapist, nobody steers until the new one accepts."""
    effects = room.saves(idle=30, therapists=(str(BUDI),), **SAME)
    assert room.room.floor is Floor.OFF
    assert Open(Desk()) in effects
    room.joins(Person(BUDI, "Budi"))
    assert keys(room.says(ANA, "!listen")) == ["not-permitted"]
    assert keys(room.accepts(ANA)) == ["not-permitted"]
    room.accepts(BUDI)
    assert room.policy.rules.therapists == (str(BUDI),)


def test_it_is_accepted_in_the_room(room: Practice) -> None:
    """At the desk nobody else sees it, so there it does not count."""
    room.saves(idle=60, **SAME)
    assert keys(room.accepts(where=Desk())) == ["in-the-room"]
    assert room.policy.rules.idle == 30


def test_an_unsigned_device_accepts_nothing(room: Practice) -> None:
    """Who cannot be certain of a device cannot be certain that a therapist accepted."""
    room.saves(idle=60, **SAME)
    assert keys(room.accepts(signed=False)) == ["verify-first"]
    assert room.policy.rules.idle == 30


def test_indonesian_accepts_too(room: Practice) -> None:
    """`!kebijakan terima` is the same word."""
    room.saves(idle=60, **SAME)
    room.says(ANA, "!kebijakan terima")
    assert room.policy.rules.idle == 60


def test_consent_is_asked_again_only_for_what_the_card_says(room: Practice) -> None:
    """The card comes again if its facts have changed, and agreement with it; any other rule asks nobody."""
    effects = room.saves(idle=10, **SAME)
    assert not [effect for effect in effects if isinstance(effect, ConsentCard)]
    assert keys(room.says(ANA, "!listen")) == ["listen-on"]
    effects = room.saves(idle=10, window={"messages": 5})
    assert len([effect for effect in effects if isinstance(effect, ConsentCard)]) == 2
    assert keys(room.says(ANA, "!listen")) == ["listen-needs", "listen-needs-desk"]


def test_a_card_that_is_accepted_is_posted(room: Practice) -> None:
    """Accepting what the card tells posts it again: for that, everybody agrees anew."""
    effects = room.saves(idle=30, window={"messages": 40})
    assert not [effect for effect in effects if isinstance(effect, ConsentCard)]
    assert [accept for accept in room.accepts() if isinstance(accept, ConsentCard)]


def test_what_waits_at_the_desk_is_void() -> None:
    """A draft made under the old rules is not let out under the new ones."""
    room = practice(idle=30, approval="all").listening()
    code = room.draft()
    room.saves(idle=10, approval="all")
    assert room.room.drafts == ()
    room.at_desk(ANA, f"ok {code}")
    assert room.room.said == ()


def test_a_smaller_window_forgets_at_once(room: Practice) -> None:
    """Where no note is made, what a stricter window does not hold is gone when the rule comes."""
    for number in range(4):
        room.says(KIM, f"talk {number}")
    room.saves(idle=30, window={"messages": 2}, commands=["ask"])
    assert len(room.room.window) == 2


def test_words_that_are_masked_are_never_said(room: Practice) -> None:
    """`mask` may hold people's names: whoever reads of the change reads only that the list has changed."""
    effects = room.saves(idle=30, mask=("Gunawan",), **SAME)
    assert "mask: the list has changed" in text(effects)
    effects = (*effects, *room.saves(idle=30, **SAME), *room.accepts())
    assert "Gunawan" not in text(effects)


def test_the_supervisor_reads_of_rules_and_not_of_people(room: Practice) -> None:
    """The supervisor's room learns which rules changed, from what to what, in a room that goes by its code."""
    effects = (*room.saves(idle=10, therapists=(str(ANA), str(BUDI)), **SAME), *room.accepts())
    told = [said for said in said(effects, "supervisor-rules") if said.where == Supervisor()]
    assert [dict(notice.words.args)["what"] for notice in told] == ["hold", "offered", "accepted"]
    words = text(tuple(told))
    assert "idle: 30 → 10" in words
    assert "therapists: the list has changed" in words
    assert make_room_code(ROOM) in words
    assert not [item for item in ("ana", "budi", "kim", ROOM) if item in words.casefold()]


def test_the_desk_reads_of_mistakes(room: Practice) -> None:
    """Of files with mistakes the therapists learn where the first is, and nothing changes."""
    before = room.room
    (notice,) = room.happens(Misruled(EventId("m"), room.now, "rooms/kim.yaml:3", 2))
    assert isinstance(notice, Notice)
    assert notice.where == Desk()
    assert "2 mistakes, the first in rooms/kim.yaml:3" in render_words(notice.words).replace("\\", "")
    assert room.room == before


def test_the_room_speaks_its_new_language(room: Practice) -> None:
    """The room's own keys are no matter of strictness: they hold at once, and are told of."""
    effects = room.saves(idle=30, language=("id",), **SAME)
    assert "Mulai sekarang" in text(effects)
    assert [effect.language for effect in effects if isinstance(effect, ConsentCard)] == [Language("id")]


def test_rules_that_cannot_be_read_are_the_careful_ones() -> None:
    """What a later version remembered and this one cannot read loosens nothing: the careful defaults stand in."""
    room = practice(idle=600).listening()
    room.room = replace(room.room, accepted='{"from": "the future"}')
    assert room.policy.rules == find_policy_in_force(RoomRules(), room.files).rules
    assert room.policy.rules.idle == 60
    room.looks()
    assert room.room.floor is Floor.OFF
    room.accepts()
    assert room.policy.rules == room.files.rules


@try_each(
    "gone",
    [
        ("retired", ["@ana:clinic"]),
        ("window", {"retired": 1}),
        ("retention", {"retired": {"deeply": 1}}),
        ("floor_max", "retired"),
        ("supervisors", ["@ana:clinic", 7, 8]),
    ],
)
def test_a_key_that_this_version_does_not_know_makes_no_room_unusable(gone: tuple[str, object]) -> None:
    """What a room remembers and this version has no key for is forgotten; all else that was accepted holds as before."""
    room = practice(idle=10, **SAME).listening()
    before = room.policy.rules
    remembered = json.loads(room.room.accepted)
    key, value = gone
    remembered[key] = {**remembered[key], **value} if isinstance(value, dict) else value
    room.room = replace(room.room, accepted=json.dumps(remembered))
    room.saves(idle=600, **SAME)
    held = room.policy.rules
    assert (held.idle, held.window, held.therapists) == (10, before.window, before.therapists)
    room.looks()
    assert room.room.accepted == write_accepted(room.policy)  # and is remembered no more
    assert room.policy.role(ANA) is Role.THERAPIST


@try_each("remembered", ["no rules", "[]", "7", '{"idle"'])
def test_what_was_remembered_and_is_no_rules_at_all_is_the_careful_default(remembered: str) -> None:
    """Where nothing can be read, nothing is loosened."""
    assert read_accepted(remembered) == RoomRules()


@try_each("language", languages())
def test_both_languages_say_all_of_it(language: Language) -> None:
    """Every line about rules exists in the room's language, and each is filled."""
    result = practice(idle=30, language=(language,)).listening()
    effects = (
        *result.saves(idle=10, language=(language,)),
        *result.saves(idle=60, language=(language,)),
        *result.accepts(),
    )
    assert "idle" in text(effects)
    assert "{" not in text(effects)


def test_an_unfit_moment_loosens_nothing(room: Practice) -> None:
    """Where the room's history is opened and closed again while looser files wait, what was accepted still holds."""
    room.saves(idle=60, **SAME)
    people = room.room.roster
    for history in ("shared", "joined"):
        room.happens(Arrived(room.id(), room.now, people, encrypted=True, private=True, history=history))
    assert room.room.seated
    assert room.policy.rules.idle == 30
