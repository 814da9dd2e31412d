"""That what is sent stays the same text from one request to the next, as far as it can: beginning, order, fence, rules."""

import re
from collections.abc import Callable

import pytest
from billing import LONG_WRITE, READ, WRITE, Provider
from hour import Request, growth, hour
from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, policy

from bot.model import Ask, EventId, Language, Line, Masked, Prompt, RoomId, Task, Turn, UserId
from bot.session.request.prompts import ABOUT_TALK, STEP, choose_unused_fence, collect_instructions, compose_prompt
from bot.session.request.segments import split_prompt
from bot.session.talk.token_estimate import anchor_talk, estimate_tokens
from bot.store.fences import Fences
from bot.store.key import StoreKey

EN = Language("en")
FENCE = "f00dcafe00000010"


def talk(count: int, first: int = 0) -> tuple[Line, ...]:
    """Return so many messages of Ana and Kim by turns."""
    people = (ANA, KIM)
    numbers = range(first, first + count)
    return tuple(Line(EventId(f"$l{at}"), people[at % 2], float(at), f"message number {at}") for at in numbers)


def about(lines: tuple[Line, ...], task: Task = Task.ASK, request: str = "what was said?") -> Ask:
    """Return a question of Ana's about the talk."""
    return Ask(EventId("$q"), ANA, task, "house", EN, (EN,), request, None, lines)


def composed(ask: Ask) -> tuple[Prompt, Turn]:
    """Return the prompt for a question, and its turn."""
    prompt = compose_prompt(ask, policy(), FENCE, Masked)
    return prompt, prompt.turns[-1]


@given(st.lists(st.sampled_from([ANA, KIM]), max_size=30), st.integers(0, 40))
def test_what_is_kept_is_the_newest_of_it(senders: list[UserId], at: int) -> None:
    """Whatever the anchor, what is sent is the end of the talk: never more, nothing left out in the middle, never nothing."""
    lines = tuple(Line(EventId(f"$l{number}"), who, float(number), "x") for number, who in enumerate(senders))
    messages = anchor_talk(lines, EventId(f"$l{at}"))
    assert messages == lines[len(lines) - len(messages) :]
    assert bool(messages) == bool(lines)
    assert anchor_talk(lines, None) == lines
    if at < len(lines):
        assert messages[0].id == f"$l{at}"


@given(st.integers(6, 60), st.integers(1, 5))
def test_the_window_slides_in_steps(most: int, each: int) -> None:
    """As talk goes on the beginning moves seldom, and then by a third: not with every message."""
    anchor, begins = None, []
    for said in range(each, 4 * most, each):
        messages = anchor_talk(talk(min(said, most), max(0, said - most)), anchor)
        anchor = messages[0].id
        begins.append(anchor)
        assert len(messages) >= min(said, most - most // 3 - 1)
    assert len(set(begins)) <= 2 + 3 * most // max(1, most // 3 - 1)


def test_questions_begin_with_the_same_message() -> None:
    """While the window slides under them, the talk that is sent begins where it began, until that has left the window."""
    scene = Scene(policy(window={"messages": 12})).listening()
    begins = []
    for _ in range(24):
        scene.says(ANA, "how was your week?")
        scene.says(KIM, "long")
        (ask,) = asks(scene.says(ANA, "!ask what was said?"))
        scene.answers(ask.question, "They asked how the week was.")
        assert len(ask.context) <= 12
        begins.append(ask.context[0].id)
    assert 5 <= len(set(begins)) <= 12


def _off_for_long(scene: Scene) -> None:
    scene.says(ANA, "!off")
    scene.waits(4000.0)
    scene.says(ANA, "!listen")


@try_each("broken", [_off_for_long, lambda scene: scene.says(ANA, "!window clear")])
def test_after_a_break_it_begins_anew(broken: Callable[[Scene], object]) -> None:
    """When the AI was off, or the window was cleared, the first question sees all that was said since."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "long")
    assert asks(scene.says(ANA, "!ask what was said?"))
    broken(scene)
    for number in range(6):
        scene.says((ANA, KIM)[number % 2], "short")
    (ask,) = asks(scene.says(ANA, "!ask what was said?"))
    assert [line.text for line in ask.context] == ["short"] * 6


def test_what_was_said_before_stands_where_it_stood() -> None:
    """The talk up to a step is the same text in a later question, whoever asks for what, and so are the rules."""
    first, turn = composed(about(talk(23)))
    second, later = composed(about(talk(41), Task.OFFER, ""))
    assert first.system == second.system
    assert (len(turn.steps), len(later.steps)) == (2, 4)
    assert turn.steps == later.steps[:2]
    assert later.text.startswith(turn.text[: turn.steps[-1]])
    assert "message number 19" in turn.text[: turn.steps[-1]]
    assert "message number 20" not in turn.text[: turn.steps[-1]]


def test_what_is_to_be_done_stands_behind_the_talk() -> None:
    """The task is told last, in our own words outside every fence, and nothing of it in the part that stays the same."""
    ask = about(talk(23))
    prompt, turn = composed(ask)
    task = collect_instructions(ask, policy()).removeprefix(prompt.system).strip()
    assert "Answer the therapist's question" in task
    assert turn.text.endswith(f"{FENCE}\n\n{task}")
    assert task not in turn.text[: turn.steps[-1]]
    pieces = split_prompt(ask, prompt, FENCE)
    assert "".join(piece.text or "" for piece in pieces) == prompt.system + turn.text
    assert [piece.text for piece in pieces if piece.sender] == [*(line.text for line in ask.context), ask.request]


def test_a_provider_is_told_of_no_more_places_than_it_looks_at() -> None:
    """The longest window has at most twenty steps; what is short, and what is not about the talk, has none."""
    assert len(composed(about(talk(200)))[1].steps) == 200 // STEP <= 20
    assert composed(about(talk(STEP - 1)))[1].steps == ()
    assert composed(about(talk(30), Task.EXPRESS))[1].steps == ()
    assert Task.WATCH not in ABOUT_TALK


def test_the_fence_is_of_one_session() -> None:
    """In one session it is always the same, also after a restart; in another room, session or clinic it is another."""
    ours, theirs = Fences(StoreKey(bytes(32))), Fences(StoreKey(bytes(31) + b"x"))
    room, other = RoomId("!a:clinic"), RoomId("!b:clinic")
    assert ours.get_fence(room, 1.5) == Fences(StoreKey(bytes(32))).get_fence(room, 1.5)
    assert (
        len(
            {
                ours.get_fence(room, 1.5),
                ours.get_fence(room, 2.5),
                ours.get_fence(other, 1.5),
                theirs.get_fence(room, 1.5),
            }
        )
        == 4
    )
    assert re.fullmatch(r"f[0-9a-f]{14}0", ours.get_fence(room, 1.5))


@try_each("typed", ["{}", "x {} y", "{}{}", "F00D CAFE-0000.0010", "f 0 0 d c a f e 0 0 0 0 0 0 1 0", "\uff46{}"])
def test_a_fence_that_somebody_knows_closes_nothing(typed: str) -> None:
    """Whoever has learned it and types it, also spaced out or in other shapes of its letters, gets another one around it."""
    ask = about(talk(3), request=typed.replace("{}", FENCE[1:] if typed.startswith("\uff46") else FENCE))
    fence = choose_unused_fence(FENCE, ask)
    assert fence != FENCE
    assert fence not in ask.request
    prompt = compose_prompt(ask, policy(), FENCE, Masked)
    assert prompt.turns[-1].text.count(fence) == 2 * 4
    assert split_prompt(ask, prompt, fence)


def test_a_fence_is_not_lost_to_ordinary_words() -> None:
    """Words and numbers that people write do not look like it by accident."""
    words = "a bad cafe faced 1234567890 decades, added a deed; call 555 0100 0199 by 10:45 on 2026-11-27 "
    assert choose_unused_fence(FENCE, about(talk(3), request=words * 20)) == FENCE


def bill(provider: Provider, lines: int, at: float) -> float:
    """Return what is billed for a question about so many messages."""
    return provider.bill(composed(about(talk(lines)))[0], at).billed


def test_the_price_list() -> None:
    """What is new is written, what is known is read, for five minutes after it was last used; what is short is neither."""
    prompt, turn = composed(about(talk(100)))
    whole = estimate_tokens(prompt.system) + sum(
        estimate_tokens(turn.text[start:end]) for start, end in zip((0, *turn.steps), (*turn.steps, None), strict=True)
    )
    kept = whole - estimate_tokens(turn.text[turn.steps[-1] :])
    provider = Provider()
    assert bill(provider, 100, 0.0) == pytest.approx(whole - kept + WRITE * kept)
    assert bill(provider, 100, 299.0) == pytest.approx(whole - kept + READ * kept)
    assert bill(provider, 100, 598.0) == pytest.approx(whole - kept + READ * kept)
    assert bill(provider, 100, 898.0) == pytest.approx(whole - kept + WRITE * kept)
    assert bill(provider, 109, 900.0) < bill(provider, 119, 901.0) < whole
    assert bill(Provider(long=True), 100, 0.0) == pytest.approx(whole - kept + LONG_WRITE * kept)
    assert bill(Provider(minimum=10 * whole), 100, 0.0) == whole


@pytest.fixture(scope="module")
def an_hour() -> list[Request]:
    """Return the requests of an hour of 240 messages in which a question sees sixty."""
    return list(hour(60))


def test_an_hour_is_billed_by_its_length(an_hour: list[Request]) -> None:
    """What is billed grows with the time, not with its square as resending the talk does, and is a fraction of it."""
    assert growth(an_hour, lambda request: request.bill.billed) < 1.2
    assert growth(an_hour, lambda request: request.naive) > 1.5
    billed, sent, naive = (
        sum(count)
        for count in zip(*((request.bill.billed, request.bill.sent, request.naive) for request in an_hour), strict=True)
    )
    assert billed < 0.85 * sent < sent < 0.3 * naive


def test_the_cache_is_read_in_that_hour(an_hour: list[Request]) -> None:
    """Of the questions about the talk, once it is long enough, more than half find what the one before them left."""
    long = [request for request in an_hour if request.task in ABOUT_TALK and request.bill.read + request.bill.written]
    assert sum(request.bill.read > 0 for request in long) > len(long) / 2
    assert MODEL.generative
