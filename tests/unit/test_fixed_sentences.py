"""Fixed sentences: what goes to every device of whoever is here holds nobody's words, and nothing else can be made to go there."""

import ast
from dataclasses import replace
from pathlib import Path
from typing import get_type_hints

import pytest
from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, policy
from test_sentences import sentences

from bot.matrix.audience import Audience, find_audience
from bot.matrix.client.key_sharing import Sharing
from bot.model import (
    Amend,
    Ask,
    Card,
    ConsentCard,
    Direct,
    Effect,
    EventId,
    Joined,
    Language,
    Leave,
    Mark,
    Notice,
    Person,
    Reply,
    UserId,
    Words,
    make_words,
)
from bot.words import languages, render_words
from bot.words.fixed import CARDS, FIXED, NUMBER, POLICY, FixedText, find_fixed_text

BOT = Path(__file__).parents[2] / "bot"
EN = Language("en")
TOKEN = "Quillfeather"
LEE = UserId("@lee:clinic")
DANGER = "I want to kill myself"


def all_devices(effect: Effect) -> FixedText | None:
    """Return what of an effect goes to every device, None if nothing does."""
    if isinstance(effect, Reply | Notice | Card | Amend | ConsentCard | Leave):
        return find_audience(effect, None).fixed
    return None


def arguments(key: str) -> dict[str, str | int]:
    """Return one argument of its kind for each place of a fixed sentence."""
    values: dict[str, str | int] = {"number": 1, "mark": "!", "command": "none", "policy": "x"}
    return {name: values[slot] if isinstance(slot, str) else min(slot) for name, slot in FIXED[key].items()}


@try_each("key", sorted(FIXED))
def test_each_fixed_sentence_has_no_place_for_anything_else(key: str) -> None:
    """In every language it is filled with what the table says it may be, and says something."""
    for language in languages():
        parts: list[str] = [key]
        filled: set[str] = set()
        seen: set[str] = set()
        while parts:
            part = parts.pop()
            seen.add(part)
            filled |= sentences(language)[part].filled_with
            parts += sentences(language)[part].refers - seen
        assert filled <= set(FIXED[key]), language
        assert render_words(make_words(key, language, **arguments(key)))


def test_only_the_card_says_the_policys_own_text() -> None:
    """No other fixed sentence has a place for free text: what is no number is one of few words, or a mark."""
    for key, slots in FIXED.items():
        assert key in CARDS or POLICY not in slots.values()


@try_each("key", sorted(set(FIXED) - CARDS))
@try_each("text", [TOKEN, "Kim", "", "!!!", "! Kim", "@kim:clinic", "ok\n", "!\n"])
def test_a_place_takes_nothing_that_somebody_wrote(key: str, text: str) -> None:
    """A name, a word, a sentence or an id in any place makes it a sentence for signed devices."""
    for name in FIXED[key]:
        sentence = make_words(key, EN, **{**arguments(key), name: text})
        assert find_fixed_text(sentence) is None
        with pytest.raises(ValueError, match="not a fixed sentence"):
            FixedText(sentence)


def test_a_place_more_makes_it_another_sentence() -> None:
    """An argument that the table does not know, or a sentence inside, is refused, whatever is in it."""
    plain = make_words("verify-first", EN, prefix="!")
    assert find_fixed_text(plain) == FixedText(plain)
    assert find_fixed_text(make_words("verify-first", EN, prefix="!", person="Kim")) is None
    assert find_fixed_text(make_words("verify-first", EN, prefix=(plain,))) is None
    assert find_fixed_text(make_words("agree-done", EN, prefix="!")) is None
    assert find_fixed_text(make_words("unknown-command", EN, prefix="!", near=TOKEN)) is None
    assert find_fixed_text(make_words("unknown-command", EN, prefix="!", near="explain")) is not None


@try_each("key", sorted(CARDS))
def test_a_consent_card_is_fixed_as_a_consent_card_alone(key: str) -> None:
    """Its places hold the policy's text, so no other message may be one: not a notice, not an answer."""
    words = make_words(key, EN, **arguments(key))
    assert find_fixed_text(words) is None
    assert all_devices(Notice(words, Mark("x"))) is None
    assert all_devices(ConsentCard(EN, words, "0" * 64)) == FixedText(words)


def test_a_consent_card_is_made_of_the_policy_and_nothing_else() -> None:
    """One line of the program makes one, out of the policy; the disk gives it back as it was."""
    made = {
        str(path.relative_to(BOT)): ast.unparse(node)
        for path in BOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"ConsentCard", "FixedText"}
    }
    assert made == {
        "session/command/consent_cards.py": (
            "ConsentCard(language, make_card(policy, language), hash_card(policy, language))"
        ),
        "matrix/audience.py": "FixedText(effect.words)",
        "words/fixed.py": "FixedText(sentence)",
    }


def test_only_a_fixed_sentence_fits_where_every_device_reads() -> None:
    """The client has no other way to the key of those: what says so is of the type, and there is no flag beside it."""
    assert get_type_hints(Audience)["fixed"] == FixedText | None
    assert get_type_hints(Sharing.room_send)["audience"] is Audience
    with pytest.raises(ValueError, match="not a fixed sentence"):
        FixedText(Words("answer", EN, (("answer", TOKEN),)))


@try_each(
    "effect",
    [
        Reply(EventId("$m"), make_words("verify-first", EN, prefix="!"), Mark("x", generated=True)),
        Reply(EventId("$m"), make_words("verify-first", EN, prefix="!"), Mark("x"), code="K1"),
        Reply(EventId("$m"), make_words("verify-first", EN, prefix="!"), Mark("x"), mentions=(KIM,)),
        Notice(make_words("verify-first", EN, prefix="!"), Mark("x"), code="A1"),
        Card("A1", make_words("verify-first", EN, prefix="!"), Mark("x")),
        Amend(EventId("$m"), make_words("verify-first", EN, prefix="!"), Mark("x")),
    ],
)
def test_what_a_message_carries_beside_its_sentence_counts(effect: Effect) -> None:
    """An answer of a model's, a code, a call by name, a desk's card or its edit is for signed devices, whatever it says."""
    assert all_devices(effect) is None


COMMANDS = (
    "!explain {}",
    "!ask {}",
    "!{}",
    "!mask {}",
    "!help {}",
    "!listen",
    "!agree {}",
    "{}",
    "!status",
    "!sent",
    DANGER,
)


@try_examples(100)
@given(st.lists(st.tuples(st.sampled_from(COMMANDS), st.sampled_from((ANA, KIM, LEE)), st.booleans()), max_size=12))
def test_nothing_that_anybody_wrote_goes_to_every_device(said: list[tuple[str, UserId, bool]]) -> None:
    """Whatever people are called, type and are answered by a model: no word of it is in what every device can read."""
    scene = Scene(policy(MODEL, approval="unasked"))
    scene.happens(Joined(scene.id(), scene.now, Person(LEE, f"Lee {TOKEN}")))
    scene.listening()
    for typed, sender, signed in said:
        for effect in scene.says(sender, typed.format(TOKEN), signed=signed):
            if isinstance(effect, Ask):
                scene.answers(effect.question, f"{TOKEN} is an answer.")
    fixed = [text.sentence for effect in scene.effects if (text := all_devices(effect))]
    assert fixed
    assert not any(TOKEN.casefold() in render_words(sentence).casefold() for sentence in fixed)


def test_nothing_goes_to_every_device_because_of_what_somebody_wrote() -> None:
    """Help-lines, and what a person is told of an alarm, go to signed devices; so does every answer of a model's."""
    scene = Scene(policy(MODEL, approval="unasked", crisis={"card": "always"})).listening()
    scene.room = replace(scene.room, privates=(KIM,))
    for where in (None, Direct(KIM)):
        effects = scene.says(KIM, DANGER, **({"where": where} if where else {}))
        assert effects
        assert not [effect for effect in effects if all_devices(effect)]


def test_the_numbers_of_a_card_are_numbers() -> None:
    """A number's place takes no text, not even one of digits: who wrote a card's facts is the policy, which has them as numbers."""
    for key in CARDS:
        for name, slot in FIXED[key].items():
            if slot == NUMBER:
                with pytest.raises(ValueError, match="not a fixed sentence"):
                    FixedText(make_words(key, EN, **{**arguments(key), name: "1"}))
