"""Whoever swaps the model behind a name while the bot is down has people agree to a card that they never saw.

`!agree` was typed under the old card; at the next start it was stored with the hash of the new one, before that was posted.
So words went to a server of which nobody had been told.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from foreign_client import ForeignClient
from newcomer import Newcomer
from practice import Practice
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, keys, policy
from session_room import marks, session_room

from bot.demo.homeserver import Homeserver
from bot.model import Arrived, ConsentCard, EventId, Heard, Joined, Person, Posted, Purpose, Sighted, UserId
from bot.policy import BackendFacts
from bot.session.talk.agreement import find_agreement, hash_card, hash_cards
from bot.words import languages

LEE = UserId("@lee:clinic")
HOUSE = replace(MODEL, address="http://127.0.0.1:8000/v1")
CLOUD = BackendFacts("cloud", "anthropic", "large")
CELLAR = replace(MODEL, name="cellar", address="http://127.0.0.1:7000/v1")
OTHERS = {
    "address": (HOUSE, replace(HOUSE, address="http://127.0.0.1:9000/v1")),
    "model": (HOUSE, replace(HOUSE, model="large")),
    "place": (HOUSE, replace(HOUSE, where="network")),
    "its fallback's address": (
        replace(CLOUD, fallback=CELLAR),
        replace(CLOUD, fallback=replace(CELLAR, address="http://127.0.0.1:9000/v1")),
    ),
}
"""What makes a backend another one under the same name: what it was, and what it is."""


def start(scene: Scene) -> list[str]:
    """Let the bot find itself in its room, as at each start; return what it says."""
    people = scene.room.roster
    return keys(scene.happens(Arrived(scene.id(), scene.now, people, encrypted=True, private=True, history="joined")))


def agreed(scene: Scene, person: UserId = KIM) -> bool:
    """Return whether somebody's agreement to anything holds."""
    return any(find_agreement(scene.room, scene.policy, person, purpose, scene.now) for purpose in Purpose)


@try_each("what", tuple(OTHERS))
def test_a_yes_typed_while_the_bot_was_down_is_to_the_card_of_then(what: str) -> None:
    """`!agree` is typed, the backend changes under its name, the bot starts: nothing is agreed to; the new card is asked about."""
    before, after = OTHERS[what]
    scene = Scene(policy(before))
    scene.policy = policy(after)
    effects = scene.says(KIM, "!agree", late=True)
    assert keys(effects)[0] == "agree-again"
    assert [effect.sha256 for effect in effects if isinstance(effect, ConsentCard)] == [
        hash_card(scene.policy, language) for language in scene.policy.card_languages
    ]
    assert scene.room.consents == ()
    assert "consent-card" not in start(scene), "it stands there by then"
    assert keys(scene.says(KIM, "!agree")) == ["agree-done"]
    assert agreed(scene)


def test_a_backend_that_waits_for_a_therapists_word_is_agreed_to_by_nobody_meanwhile() -> None:
    """As the files are taken up: the yes of before is to neither what holds meanwhile nor what is accepted later."""
    room = Practice(policy(HOUSE))
    for _ in range(2):
        room.says(ANA, "!agree")
    house = room.files
    room.files = policy(OTHERS["address"][1])
    room.files = replace(room.files, rules=house.rules)
    assert keys(room.says(KIM, "!agree", late=True))[0] == "agree-again"
    assert not [consent for consent in room.room.consents if consent.person == KIM]


@try_each("text", ["!agree", "!agree listen", "!agree model", "!setuju", "!listen"])
def test_every_way_to_agree_is_held_to_it(text: str) -> None:
    """In each language, to one purpose or both, and by the therapist's own `!listen`."""
    scene = Scene(policy(HOUSE))
    scene.says(KIM, "!agree")
    scene.policy = policy(OTHERS["model"][1])
    assert keys(scene.says(ANA, text))[0] == "agree-again"
    assert not agreed(scene, ANA)


def test_another_backend_is_another_card_in_every_language() -> None:
    """A changed address, model or place changes what is agreed to, though the card may say the same."""
    for before, after in OTHERS.values():
        assert hash_cards(policy(before)) != hash_cards(policy(after))


def test_a_card_counts_for_what_stands_behind_it_in_the_room() -> None:
    """A card is ordered, posted, and comes by in the timeline: only a yes behind that last moment is to it."""
    scene = Scene(policy())
    scene.room = replace(scene.room, cards=())
    card = (EventId("$card"), languages()[0], hash_card(scene.policy, languages()[0]))
    scene.happens(Posted(scene.id(), scene.now, *card))
    assert keys(scene.says(KIM, "!agree"))[0] == "agree-again"
    scene.happens(Sighted(scene.id(), scene.now, *card, (KIM, ANA)))
    assert keys(scene.says(KIM, "!agree")) == ["agree-done"]


def test_it_does_not_matter_which_is_told_first() -> None:
    """A sync may bring a card before the homeserver has said that it took it; what was so as it came by first stays so."""
    scene = Scene(policy())
    scene.room = replace(scene.room, cards=())
    card = (EventId("$card"), languages()[0], hash_card(scene.policy, languages()[0]))
    scene.happens(Sighted(scene.id(), scene.now, *card, (KIM,)))
    scene.happens(Posted(scene.id(), scene.now, *card))
    scene.happens(Sighted(scene.id(), scene.now + 1, *card, (LEE,)))
    assert [(shown.sighted, shown.readers) for shown in scene.room.cards] == [(scene.now, (KIM,))]
    assert keys(scene.says(KIM, "!agree")) == ["agree-done"]


def test_a_card_on_its_way_stands_before_nobody_yet() -> None:
    """While the same card is posted once more, for a newcomer, a yes of the others is to the one that they have."""
    scene = Scene(policy())
    language = languages()[0]
    scene.happens(Posted(scene.id(), scene.now, EventId("$again"), language, hash_card(scene.policy, language)))
    assert keys(scene.says(KIM, "!agree")) == ["agree-done"]


@try_each(("came", "counts"), [(-1.0, False), (0.0, False), (1.0, True)])
def test_a_yes_that_could_be_read_only_later_counts_by_when_it_came(came: float, counts: bool) -> None:
    """A key that is held back until the new card stands turns no older yes into one to that card."""
    scene = Scene(policy())
    sighted = scene.room.cards[-1].sighted
    scene.now += 30
    said = scene.happens(Heard(scene.id(), KIM, scene.now, "!agree", signed=True, written=sighted + came))
    assert (keys(said)[0] == "agree-done") is counts
    assert agreed(scene) is counts


def test_a_card_is_agreed_to_by_those_who_could_read_it() -> None:
    """Whoever has no device that got its key has seen no card: it is shown again, and asked again, until one has."""
    scene = Scene(policy())
    scene.unreached = {LEE}
    scene.joins(Person(LEE, "Lee"))
    scene.now += 120
    assert keys(scene.says(LEE, "!agree")) == ["agree-again", "consent-card"]
    assert keys(scene.says(LEE, "!agree")) == ["agree-again"], "shown once in a minute, however often it is typed"
    assert not agreed(scene, LEE)
    assert keys(scene.says(KIM, "!agree"))[-1] == "agree-done"
    scene.unreached = set()
    scene.now += 120
    scene.says(LEE, "!agree")
    assert keys(scene.says(LEE, "!agree")) == ["agree-done"]


def test_a_reply_to_a_card_that_one_could_not_read_is_no_yes() -> None:
    """The event of a card is known to everybody in the room; its words are not."""
    scene = Scene(policy())
    scene.unreached = {LEE}
    scene.happens(Joined(scene.id(), scene.now, Person(LEE, "Lee")))
    card = scene.room.cards[-1]
    assert LEE not in card.readers
    assert keys(scene.says(LEE, "agree", reply_to=card.event))[0] == "agree-again"
    assert not agreed(scene, LEE)


def test_an_agreement_that_stands_is_not_asked_about_again() -> None:
    """Nobody is asked twice because cards came or went since: what holds holds until it ends as it always did."""
    scene = Scene(policy()).listening()
    scene.room = replace(scene.room, cards=())
    assert agreed(scene)
    scene.says(ANA, "!off")
    assert keys(scene.says(ANA, "!listen")) == ["listen-on"]


async def test_live_the_bot_is_down_while_somebody_agrees_and_the_model_is_swapped(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """Over a real homeserver: nobody's yes of then lets a word go anywhere; the new card comes, and a yes to that counts."""
    house = {"kind": "openai", "base_url": "http://127.0.0.1:9/v1", "model": "small"}
    files: dict[str, dict[str, Any]] = {"deployment": {"backends": {"house": house}}, "room": {"backend": "house"}}
    async with session_room(tmp_path, (ana, kim), synapse, newcomer, **files) as session:
        shown = {marks(card)["card"] for card in session.cards}
        await session.bot.kill()
        typed = await kim.send(session.room, "!agree")
        deployment = yaml.safe_load(session.bot.config.read_text())
        deployment["backends"]["house"] |= {"base_url": "http://127.0.0.1:7/v1"}
        session.bot.config.write_text(yaml.safe_dump(deployment))
        await session.bot.start()
        await session.bot.ready()
        assert "cannot count this yes" in (await session.reply_to(kim, typed)).body
        new = await kim.sees(session.room, lambda event: bool(marks(event).get("card")), after=typed)
        assert marks(new)["card"] not in shown
        status = await session.answer(kim, "!status")
        assert "Not everybody has agreed yet." in status.body
        assert (await session.answer(kim, "!agree")).body.startswith("Thank you")
