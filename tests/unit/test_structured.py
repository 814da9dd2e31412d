"""Lists with sources as JSON: the schemas, and the lines that are made of whatever a model makes of them."""

import json
from typing import Any

import pytest
from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st

from bot.llm.structured import choose_schema, write_as_lines
from bot.model import Language, Masked, Prompt, Task, Turn
from bot.session.answers.points import Kind, parse_offer, parse_points
from bot.session.answers.schema import Unfit, fit_answer

few = try_examples(200)
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["text", "messages", "kind", "points", "x"]), inner)
    ),
)
POINT = {"text": "They mean different things by early.", "messages": [2, 5]}
LINE = "They mean different things by early. [2, 5]"


def schema_of(task: Task, *headings: str) -> Any:
    """Return what one point has to be in the answer to `task`."""
    prompt = Prompt(task, Language("en"), "", (Turn("user", Masked("")),), Masked(""), headings)
    schema: Any = choose_schema(prompt)
    return schema and schema["properties"]["points"]["items"]


def packed(*points: object) -> str:
    """Return an answer with these points."""
    return json.dumps({"points": points})


@pytest.mark.parametrize("task", Task)
def test_only_lists_with_sources_have_a_schema(task: Task) -> None:
    """Prose, translations and the second reader's word are asked for as ever."""
    lists = {Task.SUGGEST, Task.OFFER, Task.SUMMARY, Task.NOTE}
    assert bool(schema_of(task)) is (task in lists)


def test_a_point_is_held_to_what_may_be_said() -> None:
    """An offer is of a kind there is, a line of a note stands under a heading there is, and both name their messages."""
    assert schema_of(Task.OFFER)["properties"]["kind"]["enum"] == sorted(Kind)
    assert schema_of(Task.NOTE, "plan", "mood")["properties"]["heading"]["enum"] == ["plan", "mood"]
    for point in (schema_of(Task.SUGGEST), schema_of(Task.OFFER), schema_of(Task.SUMMARY)):
        assert point["required"][-2:] == ["text", "messages"]
        assert point["additionalProperties"] is False


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        (packed(POINT), LINE),
        (packed(POINT, {"text": "A question\nis  open.", "messages": [3]}), f"{LINE}\nA question is open. [3]"),
        (packed({"kind": "term", **POINT}), f"term: {LINE}"),
        (packed({"heading": "Plan", **POINT}), f"Plan: {LINE}"),
        (packed(), "nothing"),
        (f"Here it is:\n```json\n{packed(POINT)}\n```\nI hope that helps.", LINE),
        (f'<think>perhaps {{"points": []}}</think>{packed(POINT)}', LINE),
        (f"{packed()} No, rather: {packed(POINT)}", LINE),
        (json.dumps({"answer": {"points": [POINT]}}), LINE),
        (packed(POINT)[:-4], ""),
        (packed(POINT, {"text": "Half of", "messages": [7]})[:-14], LINE),
        (packed({"text": "As text.", "messages": ["2", 5, 5, True, -1, 0, 99999, "x", None]}), "As text. [2, 5]"),
        (packed({"text": "One alone.", "messages": 4}), "One alone. [4]"),
        (packed({"text": "In one text.", "messages": "2, 5"}), "In one text. [2, 5]"),
        (packed({"text": "In brackets.", "messages": ["[2]", 5.0, 5.5]}), "In brackets. [2, 5]"),
        (packed({"text": "A long row.", "messages": ["1" * 60, f"2 {'3' * 5}"]}), "A long row. [2]"),
        (packed({"text": "No source.", "messages": []}), "No source."),
        (packed({"text": "Says it itself [2].", "messages": []}), "Says it itself [2]."),
        (packed({"text": 7, "messages": [2]}, "moonless", None, [POINT]), ""),
        ('{"text": "no list", "messages": [2, 5]}', ""),
        ('{"points":\n [\n {"text": "half,\n "messages": [2, 5]', ""),
        ('Sure:\n{\n "points": [{"text": "never ends,\n "messages": [2, 5]\n', ""),
        ("{'points': [{'text': 'Python', 'messages': [2, 5]", ""),
        ("They mean different things. [2, 5]", "They mean different things. [2, 5]"),
        ("nothing", "nothing"),
        ("", ""),
    ],
)
def test_an_answer_is_written_as_lines(answer: str, lines: str) -> None:
    """JSON becomes the lines that are read otherwise; plain lines stay; what is broken leaves no bracket that could cite."""
    assert write_as_lines(answer) == lines


def test_the_lines_are_those_that_the_readers_read() -> None:
    """A point, an offer and an empty list come out of the readers as if the model had written lines."""
    assert parse_points(write_as_lines(packed(POINT)))[0][0].numbers == (2, 5)
    offer = parse_offer(write_as_lines(packed({"kind": "two-meanings", **POINT})))
    assert offer
    assert (offer.kind, offer.numbers) == ("two-meanings", (2, 5))
    assert fit_answer(Task.SUGGEST, write_as_lines(packed()), "").unfit is Unfit.NOTHING


@few
@given(st.text() | _ANYTHING.map(packed))
def test_nothing_breaks_it(answer: str) -> None:
    """Whatever a model writes comes back as text, in which no line is longer than a point may be."""
    for said in (answer, packed(answer), answer[: len(answer) // 2]):
        assert isinstance(write_as_lines(said), str)


@pytest.mark.parametrize("storm", ["[", "{", '{"points": [', '{"points": [{"a":', "{ \n", '"', "```"])
def test_a_storm_of_brackets_ends(storm: str) -> None:
    """However many brackets come, they are looked at a fixed number of times and say nothing."""
    said = write_as_lines(storm * 40_000)
    assert "points" not in said
