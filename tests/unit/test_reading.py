"""Reading a long session: in requests that fit the model, each message once, and quickly."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from note_hour import hour, made
from rows import try_each
from scene import ANA, KIM, MODEL, asks, keys, policy

from bot.model import EventId, Line, Masked, Task
from bot.policy import BackendFacts
from bot.session.notes.chunks import LARGEST, fit_stretch, list_digests_for, measure_talk_room, split_unread
from bot.session.notes.template import find_form
from bot.session.request.prompts import compose_prompt
from bot.session.talk.token_estimate import estimate_talk_tokens, estimate_tokens

SIZES = st.tuples(st.integers(2048, 20_000), st.integers(16, 1000)).map(
    lambda size: BackendFacts("house", "openai", "small", context=size[0], longest=size[1])
)
TALK = st.lists(st.tuples(st.sampled_from([ANA, KIM]), st.integers(1, 4000), st.sampled_from("aé漢")), max_size=30).map(
    lambda said: tuple(
        Line(EventId(f"$t{at}"), who, float(at), char * size) for at, (who, size, char) in enumerate(said)
    )
)
NAMES = st.sampled_from(["soap", "dap", "birp", "free"])


def plain(text: str) -> Masked:
    """Return a text as it is, for counting."""
    return Masked(text)


@given(talk=TALK, backend=SIZES, name=NAMES)
def test_every_request_fits_the_model(talk: tuple[Line, ...], backend: BackendFacts, name: str) -> None:
    """With what the model is told, the talk, and the answer, no request is estimated at more than the model takes in."""
    rules = policy(backend)
    form = find_form(rules, Task.NOTE, name, rules.languages[0])
    assert form is not None
    tokens = measure_talk_room(rules, form)
    stretches = split_unread(talk, (), tokens)
    assert tuple(line for stretch in stretches for line in stretch) == talk
    scene = hour(backend=backend)
    (question,) = asks(scene.at_desk(ANA, f"!note {name}"))
    told = estimate_tokens(compose_prompt(question, rules, "f" * 16, plain).system)
    for stretch in stretches:
        assert told + estimate_talk_tokens(fit_stretch(stretch, tokens)) + backend.longest <= backend.context


def test_a_large_model_is_not_given_everything_at_once() -> None:
    """A stretch stays short enough to be read with care."""
    rules = policy(BackendFacts("house", "openai", "big", context=200_000))
    form = find_form(rules, Task.NOTE, "soap", rules.languages[0])
    assert form is not None
    assert measure_talk_room(rules, form) == LARGEST


def test_two_thousand_messages_are_read_and_each_once() -> None:
    """A day of talk: every message is sent in exactly one request."""
    scene = hour(budget={"room_day": 10**9, "person_day": 10**9})
    lines = tuple(
        Line(EventId(f"$l{at}"), (ANA, KIM)[at // 3 % 2], scene.now - 2000 + at / 2, f"message {at} {'word ' * 20}")
        for at in range(2000)
    )
    given_at = {consent.person: consent.at for consent in scene.room.consents}
    assert len(given_at) == 2
    scene.now += 5000
    moved = tuple(
        Line(line.id, line.sender, max(given_at.values()) + 1 + at, line.text) for at, line in enumerate(lines)
    )
    scene.room = replace(scene.room, window=moved)
    made(scene, "!note free", lambda question: f"note: Something was said. [{len(question.context)}]")
    sent = [line.id for question in asks(tuple(scene.effects)) for line in question.context]
    assert len(sent) == len(set(sent)) == 2000


def test_what_lies_between_is_not_put_side_by_side() -> None:
    """Messages that something read already stands between are read apart: together they would tell another story."""
    scene = hour()
    made(scene, "!note free", "note: Sleep was bad. [2]")
    held = scene.room.digests
    before = tuple(Line(EventId(f"$b{at}"), KIM, 10.0 + at, "earlier") for at in range(2))
    after = Line(EventId("$a"), KIM, 99_999.0, "later")
    parts = split_unread((*before, *scene.room.window, after), held, 1000)
    assert parts == (before, (after,))
    assert split_unread(scene.room.window, held, 1000) == ()
    assert MODEL.generative


def test_what_rests_on_words_that_may_not_leave_any_more_is_not_used() -> None:
    """They may still be kept, but what was read of them is for nobody while their writer has not agreed to the model."""
    scene = hour()
    made(scene, "!note free", "note: Sleep was bad. [2]")
    form = find_form(scene.policy, Task.NOTE, "free", scene.policy.languages[0])
    assert form is not None
    talk = scene.room.window
    assert len(list_digests_for(scene.room, form, talk)) == 1
    assert list_digests_for(scene.room, form, talk[1:]) == ()


@try_each("command", ["!summary", "!summary for client", "!note soap"])
def test_each_message_has_the_number_by_which_it_is_cited(command: str) -> None:
    """Nothing could be cited if the model did not read which message is which."""
    scene = hour()
    (ask,) = asks(scene.at_desk(ANA, command))
    (turn,) = compose_prompt(ask, scene.policy, "0badcafe", Masked).turns
    result = [int(number) for number in re.findall(r"(?m)^Message (\d+), (?:Client|Therapist) 1:", turn.text)]
    assert result == [*range(1, len(ask.context) + 1)]
    assert len(result) == 4


def test_a_spent_budget_stops_the_reading_in_one_calm_line() -> None:
    """What was read so far is kept: when the budget is there again, the same command goes on with what is missing."""
    said = [(KIM, f"thought {number} {'and so on ' * 300}") for number in range(9)]
    scene = hour(*said, budget={"person_day": 7500})
    first = asks(scene.at_desk(ANA, "!note free"))[0]
    assert keys(scene.answers(first.question, "note: Client 1 thinks. [1]")) == ["budget-person"]
    assert len(scene.room.digests) == 1
    assert not scene.room.pending
    scene.policy = policy(approval="all")
    second = asks(scene.at_desk(ANA, "!note free"))[0]
    assert second.context[0] not in first.context
