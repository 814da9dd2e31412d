"""What left, in pieces, and the command `!sent`: who is shown what, on every floor, without asking anybody."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, Scene, asks, keys, on_desk, policy

from bot.app.show.show_sent import AT_ONCE, LARGEST, split_into_messages
from bot.model import (
    Ask,
    Desk,
    Direct,
    EventId,
    Language,
    Line,
    Masked,
    Person,
    Prompt,
    ShowSent,
    Task,
    Turn,
    UserId,
    make_words,
)
from bot.session.request.prompts import compose_prompt
from bot.session.request.segments import split_prompt
from bot.words import languages, render_words

BEN, SUE = UserId("@ben:clinic"), UserId("@sue:clinic")
FENCE = "0badcafe"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
HOSTILE = st.sampled_from(["", "\n", "\n\n", "Client 1: hello", "The question:\n", "```", "{}"])


def line(number: int, sender: UserId, text: str) -> Line:
    """Return a message of the talk."""
    return Line(EventId(f"$l{number}"), sender, float(number), text)


def question(context: tuple[Line, ...] = (), about: Line | None = None, request: str = "") -> Ask:
    """Return a question of Ana's."""
    en = Language("en")
    return Ask(EventId("$q"), ANA, Task.ASK, "house", en, (en,), request, about, context)


@given(st.lists(st.tuples(st.sampled_from([ANA, KIM]), TEXT | HOSTILE), max_size=4), TEXT | HOSTILE, st.booleans())
def test_the_pieces_are_what_is_sent(talk: list[tuple[UserId, str]], request: str, about: bool) -> None:
    """Put together the pieces are exactly the prompt, and each message is one piece with who wrote it, whatever it says."""
    context = tuple(line(number, sender, text) for number, (sender, text) in enumerate(talk))
    ask = question(context, context[0] if about and context else None, request)
    prompt = compose_prompt(ask, policy(), FENCE, Masked)
    pieces = split_prompt(ask, prompt, FENCE)
    assert "".join(piece.text or "" for piece in pieces) == prompt.system + "".join(turn.text for turn in prompt.turns)
    said = [(piece.sender, piece.event, piece.text) for piece in pieces if piece.sender]
    expected = [(sender, f"$l{number}", text) for number, (sender, text) in enumerate(talk)]
    expected += expected[:1] if about else []
    assert said == [*expected, *([(ANA, "$q", request)] if request else [])]


@try_each(
    "text",
    [
        "no fence at all",
        f"{FENCE}\nwords\n{FENCE}",
        f"```{FENCE}\nwords\n```{FENCE} and ```{FENCE}\nmore",
        f"```{FENCE}\nwords",
        f"```{FENCE}\nwords\n{FENCE}",
        f"```{FENCE} words ```{FENCE}",
        f"```{FENCE}```{FENCE}",
        f"```{FENCE}\nwords {FENCE}\n```{FENCE}",
        f"```{FENCE}\nwords\n```{FENCE}\n{FENCE}",
        f"```{FENCE}\nwords\n```{FENCE}\n```{FENCE}\nmore\n```{FENCE}",
    ],
)
def test_what_is_not_fenced_does_not_leave(text: str) -> None:
    """If the fences are not where they were put, nobody can tell words from instructions, and the request is refused."""
    prompt = Prompt(Task.ASK, Language("en"), "rules", (Turn("user", Masked(text)),), Masked("words"))
    with pytest.raises(ValueError, match=r"fence"):
        split_prompt(question(request="words"), prompt, FENCE)


def show(scene: Scene, sender: UserId, typed: str, **more: object) -> ShowSent:
    """Let somebody type `!sent`, and return what is to be shown."""
    (effect,) = scene.says(sender, typed, **more)
    assert isinstance(effect, ShowSent)
    return effect


def test_only_a_therapist_at_the_desk_sees_everything() -> None:
    """In direct rooms everybody, therapists too, is shown their own words alone; in the session room nobody is."""
    scene = on_desk()
    assert keys(scene.says(KIM, "!sent")) == ["sent-direct"]
    assert show(scene, ANA, "!sent", where=Desk()).everything
    for sender, place in (
        (ANA, Direct(ANA)),
        (KIM, Direct(KIM)),
        (KIM, Desk()),
    ):
        effect = show(scene, sender, "!sent", where=place)
        assert not effect.everything
        assert effect.asker == sender
        assert effect.where == place


@try_each(("typed", "code", "part"), [("", "", 1), (" k7", "K7", 1), (" S12", "S12", 1), (" K7 3", "K7", 3)])
def test_one_request_is_named_by_its_code(typed: str, code: str, part: int) -> None:
    """A request is named by the code of its draft or answer, or by its number, in either language, and part by part."""
    effect = show(on_desk(), KIM, f"!terkirim{typed}", where=Direct(KIM))
    assert (effect.code, effect.part, effect.language) == (code, part, "id")


@try_each("typed", ["what", "K", "7", "K7 K8", "A2", "K7; DROP"])
def test_what_names_no_request_is_answered_with_how(typed: str) -> None:
    """Anything else is answered in one line that says what to type."""
    assert keys(on_desk().says(KIM, f"!sent {typed}")) == ["sent-what"]


def test_it_works_on_every_floor_and_asks_nobody() -> None:
    """Also while the AI is off `!sent` works; it asks no model and changes nothing, but that it was carried out is known."""
    scene = Scene(policy())
    before = scene.room
    effects = scene.says(KIM, "!sent", where=Direct(KIM))
    assert [type(effect) for effect in effects] == [ShowSent]
    assert asks(effects) == []
    assert replace(scene.room, last_talk=before.last_talk, obeyed=()) == before


def test_who_only_sits_in_is_shown_nothing() -> None:
    """An observer's `!sent` is refused."""
    scene = Scene(policy(observers=(str(SUE),)))
    scene.joins(Person(SUE, "Sue"))
    assert keys(scene.says(SUE, "!sent")) == ["not-permitted"]


@given(st.text(alphabet=st.sampled_from("a \n\N{GRINNING FACE}\u4e2d&"), max_size=40).map(lambda text: text * 900))
def test_a_long_request_is_shown_in_parts_that_fit(text: str) -> None:
    """Every part fits one encrypted message, whatever it is written in, and nothing but line breaks is lost between them."""
    into_messages = list(split_into_messages(text))
    assert "".join("".join(into_messages).split("\n")) == text.replace("\n", "")
    assert all(len(json.dumps(part)) <= LARGEST for part in into_messages)


def test_a_long_request_is_no_flood() -> None:
    """Few messages come at once; a request of thirty usual messages is in two of them."""
    usual = "\n".join(
        ["Client 1: 0badcafe", "a sentence as people write them in a chat, not very long", "0badcafe"] * 30
    )
    assert len(list(split_into_messages(usual))) <= 2 <= AT_ONCE


@try_each("language", languages())
def test_every_sentence_can_be_said(language: Language) -> None:
    """Each sentence of `!sent` is there in each language, with every ending, scope and task, and never empty."""
    for scope in ("all", "own", "aloud"):
        listed = {"scope": scope, "code": "K1", "requests": (), "prefix": "!"}
        assert render_words(make_words("sent-list", language, **listed)).strip()
        assert render_words(make_words("sent-nothing", language, **listed)).strip()
        for ending in ("answered", "unanswered", "unknown"):
            common = {
                "code": "K1",
                "time": "2026-01-01 10:00",
                "backend": "house",
                "ending": ending,
                "prefix": "!",
                "scope": scope,
            }
            for task in (*Task, "hidden"):
                assert "K1" in render_words(make_words("sent-line", language, task=task, count=2, **common))
            for tries, following in ((1, 0), (2, 3)):
                whole: dict[str, str | int] = {
                    "model": "small",
                    "agreement": "none",
                    "tries": tries,
                    "part": 1,
                    "of": 3,
                    "next": following,
                    "text": "*a* [b](c)",
                }
                text = render_words(make_words("sent-one", language, **common, **whole))
                assert r"\*a\* \[b\](c)" in text
                assert ("K1 3" in text) == bool(following)
                assert ("2 " in text.partition("\n")[0].replace("2026", "")) == (tries == 2)
