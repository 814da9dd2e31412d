"""The same name with another address, model or place is another backend: a therapist accepts it, and people are asked anew."""

from dataclasses import replace

import pytest
from practice import Practice, said, text
from rows import try_each
from scene import ANA, KIM, MODEL, keys, policy

from bot.model import Arrived, ConsentCard, EventId, Floor
from bot.policy import BackendFacts, Policy
from bot.session.talk.agreement import hash_cards

HOUSE = replace(MODEL, address="http://127.0.0.1:8000/v1")
CELLAR = replace(MODEL, name="cellar", address="http://127.0.0.1:7000/v1")
OTHERS = [
    replace(HOUSE, address="http://127.0.0.1:9000/v1"),
    replace(HOUSE, model="large"),
    replace(HOUSE, where="network"),
    replace(HOUSE, kind="anthropic"),
    replace(HOUSE, fallback=CELLAR),
]


def files(backend: BackendFacts = HOUSE, **rules: object) -> Policy:
    """Return files of which `house` is this backend."""
    said = policy(backend, idle=30, **rules)
    return replace(said, rules=said.rules.model_copy(update={"backend": backend.name}))


@pytest.fixture
def room() -> Practice:
    """Return a room that listens, in which `house` answers."""
    return Practice(files()).listening()


@try_each("other", OTHERS)
def test_what_goes_by_the_same_name_waits_for_a_therapist(other: BackendFacts) -> None:
    """Before anybody was told nothing is sent to it; then the AI is off, and `!policy accept` is what lets it answer."""
    room = Practice(files()).listening()
    room.files = files(other)
    assert not room.policy.backend.generative, "the news still waits in the inbox"
    effects = room.looks()
    assert room.room.floor is Floor.OFF
    assert keys(effects)[:2] == ["floor-off-rules", "rules-hold"]
    assert said(effects, "rules-offered")
    assert "backend: embedded → house" in text(effects)
    assert not room.policy.backend.generative
    assert keys(room.says(KIM, "!policy accept")) == ["not-permitted"]
    assert not room.policy.backend.generative
    room.accepts()
    assert room.policy.backend == other


@try_each("other", OTHERS)
def test_people_are_asked_anew(other: BackendFacts) -> None:
    """Who agreed to words going to one address has not agreed to another: the cards come again, and nobody's yes counts."""
    room = Practice(files()).listening()
    room.files = files(other)
    room.looks()
    effects = room.accepts()
    assert [effect for effect in effects if isinstance(effect, ConsentCard)]
    assert keys(room.says(ANA, "!listen")) == ["listen-needs", "listen-needs-desk"]
    for person in (ANA, KIM):
        room.says(person, "!agree")
    assert keys(room.says(ANA, "!listen")) == ["listen-on"]


def test_it_is_another_card_though_it_says_the_same() -> None:
    """An address stands on no card, so what was agreed to is told apart by its hash."""
    assert hash_cards(files()) != hash_cards(files(OTHERS[0]))
    assert hash_cards(files()) == hash_cards(files())


def test_a_restart_asks_nothing_twice_and_forgets_nothing(room: Practice) -> None:
    """What waits goes on waiting over restarts, said once; what was accepted is the room's from then on."""
    room.files = files(OTHERS[0])
    room.looks()
    assert room.looks() == ()
    assert not room.policy.backend.generative
    room.accepts()
    assert room.looks() == ()
    assert room.policy.backend == OTHERS[0]


def test_there_and_back_again_waits_too(room: Practice) -> None:
    """An address that was changed and changed back is one that somebody changed: a therapist says when it may answer."""
    room.files = files(OTHERS[0])
    room.looks()
    room.files = files()
    assert not room.policy.backend.generative
    room.looks()
    assert not room.policy.backend.generative
    room.accepts()
    assert room.policy.backend == HOUSE


def test_nobody_accepts_an_address_that_was_not_offered(room: Practice) -> None:
    """If the address changes once more before the word is said, it is offered again and accepted by nobody yet."""
    room.files = files(OTHERS[0])
    room.looks()
    room.files = files(replace(HOUSE, address="http://127.0.0.1:7000/v1"))
    assert keys(room.accepts()) == ["rules-offered", "rules-offered"]
    assert not room.policy.backend.generative


def test_a_fallback_that_is_gone_asks_for_no_word() -> None:
    """Without its fallback a backend is the one that was accepted, less far-reaching; the fallback comes back by a word alone."""
    room = Practice(files(replace(HOUSE, fallback=CELLAR))).listening()
    room.files = files()
    room.looks()
    assert room.policy.backend == HOUSE
    room.files = files(replace(HOUSE, fallback=CELLAR))
    room.looks()
    assert not room.policy.backend.generative


def test_a_fallback_that_the_room_may_not_use_changes_nothing(room: Practice) -> None:
    """Files that name one out of the clinic, where nothing may leave it, leave the room as it was."""
    room.files = files(replace(HOUSE, fallback=replace(CELLAR, where="remote")))
    room.looks()
    assert room.policy.backend == HOUSE


def test_other_limits_are_no_other_backend(room: Practice) -> None:
    """How much it takes in, and how long it may answer, changes nobody's mind about where words go."""
    room.files = files(replace(HOUSE, context=4096, longest=300))
    assert room.looks() == ()
    assert room.policy.backend.context == 4096


def test_a_room_of_an_earlier_version_takes_what_it_first_sees(room: Practice) -> None:
    """Where no backend was remembered, the first look remembers the one there is, and nobody is asked."""
    room.room = replace(room.room, accepted_backend="")
    assert room.looks() == ()
    assert room.room.accepted_backend == HOUSE.digest
    room.files = files(OTHERS[0])
    assert not room.policy.backend.generative


def test_a_room_that_is_left_and_entered_again_remembers_it(room: Practice) -> None:
    """A setting of the room that is turned there and back loosens nothing: the backend waits as before."""
    room.files = files(OTHERS[0])
    room.looks()
    people = room.room.roster
    for history in ("shared", "joined"):
        room.happens(Arrived(EventId(f"$a{history}"), room.now, people, encrypted=True, private=True, history=history))
    assert room.room.seated
    assert not room.policy.backend.generative


def test_another_rule_that_tightens_meanwhile_accepts_no_backend(room: Practice) -> None:
    """What a room remembers of its backend is what holds there, never what only stands in the files."""
    room.files = files(OTHERS[0], stale_after=1)
    room.looks()
    assert room.room.accepted_backend == BackendFacts().digest
    assert not room.policy.backend.generative


def test_a_digest_tells_apart_and_tells_nothing() -> None:
    """It is of a fixed length for each of the two, and no address, model or key can be read from it."""
    digests = {facts.digest for facts in (HOUSE, *OTHERS)}
    assert len(digests) == 1 + len(OTHERS)
    assert all({len(part) for part in digest.split()} == {64} and "127" + ".0" not in digest for digest in digests)
    assert "127.0.0.1" not in repr(HOUSE)
    assert replace(HOUSE, name="other").digest == HOUSE.digest
