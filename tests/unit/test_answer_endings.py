"""How an answer that ended in the middle, or is none, reaches the room: half of one is never somebody's words."""

import pytest
from rows import try_each
from scene import ANA, KIM, Scene, asks, keys, policy

from bot.model import Answered, Effect, EventId, Failed, HoldBack, Reply, Task, Trouble
from bot.session.answers.unfinished import read_ending, strip_thoughts
from bot.words import render_words

SAID = "Aku mau pindah. Eh, enggak jadi."


def answer(command: str, text: str, *, cut: bool = False) -> tuple[Effect, ...]:
    """Return what comes of an answer to Kim's `command` that says `text`, and is `cut`."""
    scene = Scene(policy()).listening()
    (asked,) = asks(scene.says(KIM, command))
    return scene.happens(Answered(scene.id(), scene.now, asked.question, text, "house", "small", cut=cut))


def shown(effects: tuple[Effect, ...]) -> str:
    """Return what the room gets to read."""
    return "\n".join(render_words(effect.words) for effect in effects if isinstance(effect, Reply))


def test_half_a_translation_is_never_posted() -> None:
    """Without the half that took it back it would be somebody's words that they never said."""
    effects = answer(f"!translate en {SAID}", "I want to move out.", cut=True)
    assert keys(effects) == ["trouble-cut"]
    assert "move out" not in shown(effects)


def test_half_a_live_translation_is_never_posted() -> None:
    """What nobody asked for and was cut goes nowhere, and nobody is told; it is counted."""
    scene = Scene(policy()).listening()
    scene.says(ANA, "!translate auto id en")
    (asked,) = asks(scene.says(KIM, "Aku mau pindah dari rumah itu besok pagi. Eh, enggak jadi deh, aku takut."))
    answered = Answered(scene.id(), scene.now, asked.question, "I want to move out.", "house", "small", cut=True)
    assert scene.happens(answered) == (HoldBack(Task.INTERPRET, Trouble.CUT),)


@try_each(
    ("command", "text", "reason"),
    [
        (f"!translate en {SAID}", "I want to move out.", Trouble.CUT),
        ("!explain gobbledyquux", "Small habits that help", Trouble.CUT),
        ("!express i am tired", '<tool_call>{"name": "x"}</tool_call>', Trouble.EMPTY),
    ],
)
def test_what_breaks_off_is_counted_as_held_back(command: str, text: str, reason: Trouble) -> None:
    """An operator whose model is given too few tokens sees it in the log and in the metrics."""
    counts = [effect for effect in answer(command, text, cut=True) if isinstance(effect, HoldBack)]
    assert [count.reason for count in counts] == [reason]


def test_a_cut_explanation_ends_at_a_sentence_and_says_so() -> None:
    """What was explained up to there stands; the half sentence does not."""
    said = shown(
        answer(
            "!explain sleep hygiene of gobbledyquux", "Small habits help sleep. They take weeks. A dark ro", cut=True
        )
    )
    assert "They take weeks." in said
    assert "A dark ro" not in said
    assert "I cut it here" in said


def test_a_cut_explanation_without_a_whole_sentence_is_none() -> None:
    """Half a sentence explains nothing."""
    assert keys(answer("!explain gobbledyquux", "Small habits that help", cut=True)) == ["trouble-cut"]


@pytest.mark.parametrize(
    "thoughts",
    [
        "<think>Kim is afraid.</think>",
        "Kim is afraid.</think>",
        "<seed:think>Kim is afraid.</seed:think>",
        "<|channel>thought\nKim is afraid.<channel|>",
        "<|channel|>analysis<|message|>Kim is afraid.<|end|><|start|>assistant<|channel|>final<|message|>",
        "analysisKim is afraid.assistantfinal ",
        "[THINK]Kim is afraid.[/THINK]",
        "<think><think>Kim is afraid.</think>Kim is sad.</think>",
    ],
)
def test_thoughts_are_never_shown(thoughts: str) -> None:
    """However a model marks what it thinks aloud, people read what comes behind it alone."""
    said = shown(answer("!explain gobbledyquux", f"{thoughts}A gobbledyquux is a small habit."))
    assert "A gobbledyquux is a small habit." in said
    assert "Kim is" not in said


@pytest.mark.parametrize(
    "text",
    [
        "<think>Kim is afraid. She says",
        "<seed:think>Kim is afraid. She says",
        "<|channel>thought\nKim is afraid. She says",
        "<|channel|>analysis<|message|>Kim is afraid. She says",
        "Okay, the user is afraid. Kim says so. I",
        "Let me think about Kim. Kim is afraid. She",
    ],
)
def test_an_answer_that_is_cut_before_its_thoughts_end_is_none(text: str) -> None:
    """Thoughts about a client are no answer, with a mark or, where they begin as thoughts do, without one."""
    effects = answer("!explain gobbledyquux", text, cut=True)
    assert keys(effects) == ["trouble-cut"]
    assert "Kim" not in shown(effects)


@pytest.mark.parametrize(
    "text",
    [
        '<tool_call>\n{"name": "search", "arguments": {"q": "gobbledyquux"}}\n</tool_call>',
        '[TOOL_CALLS][{"name": "search", "arguments": {}}]',
        '{"name": "search", "arguments": {"q": "gobbledyquux"}}',
        '```json\n{"answer": "gobbledyquux"}\n```',
        'Let me look. <function=search>{"q": 1}</function>',
        '{"answer": "gobble',
    ],
)
def test_a_call_of_a_tool_is_no_answer(text: str) -> None:
    """There are no tools, so nothing comes behind it: nothing is shown."""
    assert keys(answer("!explain gobbledyquux", text)) == ["trouble-empty"]


@pytest.mark.parametrize("trouble", list(Trouble))
def test_each_trouble_is_told_in_its_own_sentence(trouble: Trouble) -> None:
    """Whatever went wrong, whoever asked reads one calm line, and none says that the operator knows."""
    scene = Scene(policy()).listening()
    (asked,) = asks(scene.says(KIM, "!explain gobbledyquux"))
    effects = scene.happens(Failed(scene.id(), scene.now, asked.question, trouble))
    key = "explain-unable" if trouble is Trouble.UNABLE else f"trouble-{trouble}"
    assert keys(effects) == [key]
    assert "has been told" not in shown(effects)


@pytest.mark.parametrize(
    "piece", ["<think>", "</think>", "[", "<", "\n", "<|channel|>", "word ", "{", "<think ", "[THINK]"]
)
def test_thoughts_are_looked_for_in_linear_time(piece: str) -> None:
    """Twenty thousand of anything are read in one go: each piece more costs as much as the one before."""
    text = piece * 20_000
    said, _ = strip_thoughts(text)
    assert len(said) <= len(text)


@pytest.mark.parametrize("piece", ["[", "word ", "A sentence. ", "\n"])
def test_an_answer_is_cut_to_size_before_it_is_looked_at(piece: str) -> None:
    """Whatever a model writes without end, what reads it gets little more than can be shown, and cuts it where it should."""
    event = Answered(EventId("$a"), 0.0, EventId("$q"), "A sentence. " + piece * 40_000, "house", "small")
    ended = read_ending(event, Task.EXPLAIN)
    assert isinstance(ended, Answered)
    assert len(ended.text) <= 4_000
