"""What stands on disk, and what that is in the program: the only place that knows both.

    packed(thing)                # its stored form, as JSON
    tag_of(thing)                # what it is called on disk: "heard", "reply", "room"
    unpacked("heard", body)      # the thing again

Every name on disk is a literal in this folder, so whatever is renamed in the program changes nothing there. A class or
field without a stored name does not get through an import of this folder.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, TypeAlias, get_args

from bot.errors import FormUnreadable
from bot.model import Effect, Event, Where
from bot.store.codec.codes import CODES
from bot.store.codec.effects import EFFECTS
from bot.store.codec.events import EVENTS
from bot.store.codec.form import Codes, Form
from bot.store.codec.parts import PARTS
from bot.store.codec.places import PLACES
from bot.store.codec.room import ROOM
from bot.store.codec.shapes import Shape, shape_forms, shape_of

__all__ = [
    "CODES",
    "FORMS",
    "Parts",
    "join_parts",
    "pack_parts",
    "pack_thing",
    "read_code",
    "read_place",
    "tag_of",
    "unpack_thing",
    "write_code",
    "write_place",
]

FORMS: tuple[Form, ...] = (*PARTS, *EVENTS, *EFFECTS, *ROOM)
"""How everything is stored that is an event, an effect, a room, what a room's placeholders stand for, or a part of these."""
Parts: TypeAlias = Mapping[str, tuple[Any, str]]
"""Of a thing, what its fields are called on disk, with the value of each and how that is stored there under its name."""
_write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_MAYBE_HALF = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
_BY_KIND: dict[type, Codes] = {codes.kind: codes for codes in CODES}
_SHAPES = shape_forms(FORMS, CODES, PLACES)
_WHERE = shape_of(Where, _SHAPES)
_TAGS: dict[type, str] = {form.kind: form.tag for form in FORMS if form.tag}
_TAGGED: dict[str, Shape] = {form.tag: _SHAPES[form.kind] for form in FORMS if form.tag}

if nameless := {*get_args(Event), *get_args(Effect)} - {*_TAGS}:
    raise TypeError(f"These have no stored name in bot/store/codec: {sorted(kind.__name__ for kind in nameless)}")


def tag_of(thing: object) -> str:
    """Return what `thing` is called on disk."""
    return _TAGS[type(thing)]


def pack_thing(thing: object) -> str:
    """Return an event, an effect, a room or a room's names as JSON; `tag_of` says later what it is."""
    return _write_json(_SHAPES[type(thing)].write(thing))


def pack_parts(thing: object, before: Parts) -> Parts:
    """Return how each part of `thing` is stored, taken over from `before` where it is the very same value: frozen, so it has not changed."""
    parts = dict[str, tuple[Any, str]]()
    for name, (attribute, shape) in _SHAPES[type(thing)].inside.items():
        value, known = getattr(thing, attribute), before.get(name)
        is_same = known is not None and known[0] is value
        parts[name] = known if known and is_same else (value, f'"{name}":{_write_json(shape.write(value))}')
    return parts


def join_parts(parts: Parts) -> str:
    """Return the thing with these `parts` as JSON, as `pack_thing` writes it."""
    return f"{{{','.join([stored for _, stored in parts.values()])}}}"


def unpack_thing(tag: str, body: str) -> Any:
    """Return the thing called `tag` that `body` holds.

    Raises:
        FormUnreadable: it holds no such thing. Its words stand in no error: only where it is wrong, and how.
    """
    shape = _TAGGED.get(tag)
    if shape is None:
        raise FormUnreadable("unknown-kind")
    try:
        form = json.loads(body)
        if _MAYBE_HALF.search(body):
            json.dumps(form, ensure_ascii=False).encode()  # half a character could be read, and never written again
    except (ValueError, TypeError, RecursionError):
        raise FormUnreadable("no-json") from None
    try:
        return shape.read(form)
    except RecursionError:
        raise FormUnreadable("wrong-value") from None


def write_code(member: Any) -> str:
    """Return what one of a few, such as a task, is called on disk."""
    return _BY_KIND[type(member)].write(member)


def read_code(kind: type, code: str) -> Any:
    """Return which of the few of `kind` is called `code` on disk.

    Raises:
        FormUnreadable: none is.
    """
    return _BY_KIND[kind].read(code)


def write_place(where: Where) -> str:
    """Return what a place is called on disk, with its person if it is somebody's: `direct @kim:clinic`."""
    return str(_WHERE.write(where))


def read_place(text: str) -> Any:
    """Return the place that is called `text` on disk.

    Raises:
        FormUnreadable: none is.
    """
    return _WHERE.read(text)
