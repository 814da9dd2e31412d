"""That a question is composed once: what it takes to ask over a long talk, counted call by call."""

import sys
from collections import Counter
from types import FrameType

import pytest
from scene import ANA, KIM, MODEL, Scene, asks, policy

from bot.session.talk import agreement, token_estimate

SAID = "I slept {} hours last week"


def long_talk() -> Scene:
    """Return a scene in which Ana and Kim have said sixty messages by turns, with the AI on."""
    scene = Scene(policy(MODEL, window={"messages": 60})).listening()
    for at in range(60):
        scene.says((ANA, KIM)[at % 2], SAID.format(at))
    return scene


def count_work(scene: Scene, sender: str, command: str) -> tuple[Counter[str], Counter[str]]:
    """Return how often each text was weighed, and who agrees looked up, while the bot decides one command that asks."""
    weighed, looked_up = Counter[str](), Counter[str]()

    def watch(frame: FrameType, what: str, _: object) -> None:
        if what != "call" or frame.f_code.co_filename not in {token_estimate.__file__, agreement.__file__}:
            return
        if frame.f_code is token_estimate.estimate_tokens.__code__:
            weighed[frame.f_locals["text"]] += 1
        elif "purpose" in frame.f_locals or frame.f_code.co_name == "find_agreements":
            looked_up[frame.f_code.co_name] += 1

    sys.setprofile(watch)
    try:
        effects = scene.says(sender, command)  # type: ignore[arg-type]  # people are named by their ids
    finally:
        sys.setprofile(None)
    assert len(asks(effects)) == 1
    return weighed, looked_up


@pytest.mark.parametrize(
    ("sender", "command"), [(ANA, "!ask how did they sleep?"), (ANA, "!suggest"), (KIM, "!express ugh")]
)
def test_a_question_weighs_each_message_twice_at_most(sender: str, command: str) -> None:
    """Of sixty messages each is weighed once to see how many fit, and once to say what the question costs."""
    weighed, _ = count_work(long_talk(), sender, command)
    talk = {text: count for text, count in weighed.items() if text.startswith("I slept")}
    assert talk
    assert max(talk.values()) <= 2


@pytest.mark.parametrize(
    ("sender", "command"), [(ANA, "!ask how did they sleep?"), (ANA, "!suggest"), (KIM, "!express ugh")]
)
def test_a_question_asks_twice_at_most_who_agrees(sender: str, command: str) -> None:
    """Who agrees to what now is one table for the room: one for whoever asks, one for whose words go along."""
    _, looked_up = count_work(long_talk(), sender, command)
    assert 1 <= looked_up.total() <= 2
