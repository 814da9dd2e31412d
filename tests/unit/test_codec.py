"""What stands on disk: names of its own, which no rename in the program changes, and nothing that is not understood."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specimens import full_room, specimen, specimens

from bot.errors import FormUnreadable
from bot.masking.names import Names
from bot.model import Effect, Event, Floor, Heard, Room, RoomId
from bot.store.codec import (
    CODES,
    FORMS,
    join_parts,
    pack_parts,
    pack_thing,
    read_code,
    tag_of,
    unpack_thing,
    write_code,
)
from bot.store.codec.form import Codes, Form

SNAPSHOT = Path(__file__).parents[1] / "golden" / "forms.json"
NAMES = Names({"@kim:clinic": "[PERSON_1]"}, {"kim": "[PERSON_1]"}, {"kim": "Kim"}, {"x": "[DATE_1]"}, {}, {"DATE": 1})
EVERYTHING = (*specimens(Event), *specimens(Effect), full_room(RoomId("!full:clinic")), NAMES)
HEARD = pack_thing(specimen(Heard))


def damaged(**changes: Any) -> str:
    """Return a message that was heard, as it is stored, with other values; what is None is missing."""
    form = {**json.loads(HEARD), **changes}
    return json.dumps({name: value for name, value in form.items() if value is not None})


@pytest.mark.parametrize("thing", EVERYTHING, ids=tag_of)
def test_everything_comes_back_as_it_was(thing: object) -> None:
    """Each event, each effect, a room with everything in it, and its placeholders are read as they were written."""
    assert unpack_thing(tag_of(thing), pack_thing(thing)) == thing


def test_what_stands_on_disk_changes_only_on_purpose() -> None:
    """The stored form of everything is what tests/golden/forms.json says; another form needs a migration and a new page."""
    forms = {tag_of(thing): json.loads(pack_thing(thing)) for thing in EVERYTHING}
    codes = {codes.kind.__name__: sorted(codes.members) for codes in CODES}
    page = json.dumps({**forms, "codes": sorted(codes.values())}, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("FORMS") == "write":
        SNAPSHOT.write_text(page, encoding="utf-8")
    assert page == SNAPSHOT.read_text(encoding="utf-8")


def test_a_room_of_which_little_changed_is_stored_as_if_all_of_it_were_written_anew() -> None:
    """What is taken over from before is what would be written; what is another value is written, whatever was there before."""
    full = full_room(RoomId("!full:clinic"))
    before = pack_parts(full, {})
    assert join_parts(before) == pack_thing(full)
    for other in (replace(full, talk=full.talk + 1), replace(full, drafts=(), at_desk=()), Room(full.id)):
        after = pack_parts(other, before)
        assert join_parts(after) == pack_thing(other)
        assert all(after[name] is before[name] for name in before if after[name][0] is before[name][0])


def test_no_two_are_called_alike() -> None:
    """Each stored name is one thing's alone."""
    tags = [form.tag for form in FORMS if form.tag]
    assert len(tags) == len(set(tags))


def test_a_renamed_attribute_is_stored_as_before() -> None:
    """A class and a field may be called anything in the program: on disk they keep the names that the codec gives them."""

    @dataclass(frozen=True)
    class Renamed:
        new_name: str
        at: float

    form = Form("old", Renamed, "at old_name=new_name")
    assert form.attributes == {"at": "at", "old_name": "new_name"}


def test_a_field_without_a_stored_name_is_refused() -> None:
    """Nobody can add a field, or a member to a few, and forget the disk: the program does not start."""
    with pytest.raises(TypeError, match="Heard and its stored names"):
        Form("heard", Heard, "id sender at text")
    with pytest.raises(TypeError, match="Floor and its codes"):
        Codes(Floor, {"off": Floor.OFF})


@pytest.mark.parametrize(
    ("tag", "body", "reason"),
    [
        ("heard", "{", "no-json"),
        ("heard", "[" * 200_000, "no-json"),
        ("heard", "[]", "wrong-value"),
        ("Heard", HEARD, "unknown-kind"),
        ("heard", damaged(sender=None), "missing-field"),
        ("heard", damaged(colour="red"), "unknown-field"),
        ("heard", damaged(sender=7), "wrong-value"),
        ("heard", damaged(at="7"), "wrong-value"),
        ("heard", HEARD.replace("1002.5", "NaN"), "wrong-value"),
        ("heard", HEARD.replace("1002.5", "9" * 400), "wrong-value"),
        ("heard", damaged(signed=1), "wrong-value"),
        ("heard", damaged(tongues=[{"words": 1.5, "likely": []}]), "wrong-value"),
        ("heard", damaged(tongues=[{"words": 1, "likely": [["en"]]}]), "wrong-value"),
        ("failed", '{"id": "$a", "at": 1, "question": "$b", "trouble": "none such"}', "unknown-code"),
        ("room", '{"id": "!a", "floor": null}', "unknown-code"),
    ],
)
def test_what_does_not_fit_is_refused(tag: str, body: str, reason: str) -> None:
    """Nothing is guessed: a stored form that is damaged or unknown is refused with a code, and none of its words."""
    with pytest.raises(FormUnreadable) as refused:
        unpack_thing(tag, body)
    assert refused.value.reason == reason
    assert "☂" not in str(refused.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_nothing_else_than_a_refusal_comes_of_rubbish(rubbish: Any) -> None:
    """Whatever JSON a damaged row holds, reading it ends in one kind of error."""
    for field in ("sender", "tongues", "reply_to", "signed", "at"):
        with suppress(FormUnreadable):
            assert isinstance(unpack_thing("heard", json.dumps({**json.loads(HEARD), field: rubbish})), Heard)


def test_what_is_missing_has_its_default() -> None:
    """A field that an earlier version did not have is read as the default that it was given."""
    assert unpack_thing("room", '{"id": "!a"}') == Room(RoomId("!a"))


@pytest.mark.parametrize("codes", CODES, ids=lambda codes: codes.kind.__name__)
def test_each_of_a_few_has_a_code(codes: Codes) -> None:
    """Each floor, task, place and so on is called something on disk, and known again by it."""
    kind: type[Enum] = codes.kind
    assert [read_code(kind, write_code(member)) for member in kind] == list(kind)
