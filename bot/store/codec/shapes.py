"""How values are written and read, by the types that the model's own fields are declared with. What does not fit is refused."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from types import NoneType, UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from bot.errors import FormUnreadable
from bot.store.codec.form import Codes, Form
from bot.store.codec.places import Spelling

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Shape:
    """One type's way to disk and back. `kind` is the class of such a value, `stored` the class that JSON reads it as."""

    kind: type
    stored: type
    write: Callable[[Any], Json]
    read: Callable[[Json], Any]
    is_apart: bool = False
    """Whether its stored form says by itself which class it is of, beside others that JSON reads as the same."""
    inside: Mapping[str, tuple[str, "Shape"]] = field(default_factory=dict)
    """Of a class: what its fields are called on disk, their attributes, and the shape of each."""


def shape_forms(forms: Iterable[Form], codes: Iterable[Codes], places: Iterable[Spelling]) -> Mapping[type, Shape]:
    """Return the shape of each class; a part has to stand before what it is a part of, or refer to itself.

    Raises:
        TypeError: a field is of a type that nothing here can store.
    """
    shapes: dict[Any, Shape] = {shape.kind: shape for shape in (*map(_exact, (bool, int, str)), _FLOAT, _NONE)}
    shapes |= {code.kind: Shape(code.kind, str, code.write, code.read) for code in codes}
    shapes |= {place.kind: Shape(place.kind, str, place.write, place.read, is_apart=True) for place in places}
    for form in forms:
        later = _Later(shapes, form.kind)
        shapes[form.kind] = Shape(form.kind, dict, later.write, later.read)
        shapes[form.kind] = _object(form, shapes)
    return shapes


@dataclass(frozen=True, slots=True)
class _Later:
    """Stands for a class inside its own fields."""

    shapes: Mapping[Any, Shape]
    kind: type

    def write(self, value: Any) -> Json:
        return self.shapes[self.kind].write(value)

    def read(self, value: Json) -> Any:
        return self.shapes[self.kind].read(value)


def _exact(kind: type) -> Shape:
    def read(value: Json) -> Any:
        if type(value) is not kind:
            raise FormUnreadable("wrong-value")
        return value

    return Shape(kind, kind, kind, read)


def _number(value: Json) -> float:
    try:
        number = float(value) if type(value) in {int, float} else math.nan
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise FormUnreadable("wrong-value")
    return number


_FLOAT = Shape(float, float, float, _number)
_NONE = Shape(NoneType, NoneType, lambda _: None, lambda _: None)


def _object(form: Form, shapes: Mapping[Any, Shape]) -> Shape:
    """Return the shape of a class: one named value for each field; those with a default may be missing on disk."""
    hints = get_type_hints(form.kind)
    inside = {name: (attribute, shape_of(hints[attribute], shapes)) for name, attribute in form.attributes.items()}
    bare = {field.name for field in fields(form.kind) if field.default is MISSING and field.default_factory is MISSING}
    needed = {name for name, attribute in form.attributes.items() if attribute in bare}
    known = set(inside)

    def write(value: Any) -> Json:
        return {name: shape.write(getattr(value, attribute)) for name, (attribute, shape) in inside.items()}

    def read(stored: Json) -> Any:
        if type(stored) is not dict:
            raise FormUnreadable("wrong-value")
        if not needed <= stored.keys() <= known:
            raise FormUnreadable("unknown-field" if needed <= stored.keys() else "missing-field")
        return form.kind(**{inside[name][0]: inside[name][1].read(item) for name, item in stored.items()})

    return Shape(form.kind, dict, write, read, inside=inside)


def shape_of(hint: Any, shapes: Mapping[Any, Shape]) -> Shape:
    """Return the shape of the type `hint`.

    Raises:
        TypeError: nothing here can store it.
    """
    hint = getattr(hint, "__supertype__", hint)
    if hint in shapes:
        return shapes[hint]
    origin, inside = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return _any_of([shape_of(item, shapes) for item in inside])
    if origin is tuple and inside[-1] is Ellipsis:
        return _row(shape_of(inside[0], shapes))
    if origin is tuple:
        return _pair([shape_of(item, shapes) for item in inside])
    if origin is Mapping or getattr(origin, "__name__", "") == "Mapping":
        return _mapping(shape_of(inside[1], shapes))
    raise TypeError(f"Nothing in bot/store/codec can store {hint}")


def _any_of(shapes: list[Shape]) -> Shape:
    """Return the shape of a value that may be of several types, told apart on disk by what JSON they are."""
    if len({shape.stored for shape in shapes}) + sum(shape.is_apart for shape in shapes) < len(shapes):
        raise TypeError("Types that stand alike on disk cannot be told apart there")

    def write(value: Any) -> Json:
        for shape in shapes:
            if isinstance(value, shape.kind):
                return shape.write(value)
        raise TypeError(f"A {type(value).__name__} cannot be stored here")

    def read(stored: Json) -> Any:
        refused = FormUnreadable("wrong-value")
        for shape in (shape for shape in shapes if shape.stored is type(stored)):
            try:
                return shape.read(stored)
            except FormUnreadable as error:
                refused = error
        raise refused

    return Shape(object, object, write, read)


def _row(shape: Shape) -> Shape:
    """Return the shape of any number of values of one type."""

    def read(stored: Json) -> Any:
        if type(stored) is not list:
            raise FormUnreadable("wrong-value")
        return tuple([shape.read(item) for item in stored])

    return Shape(tuple, list, lambda values: [shape.write(value) for value in values], read)


def _pair(shapes: list[Shape]) -> Shape:
    """Return the shape of so many values, each of its own type."""

    def read(stored: Json) -> Any:
        if type(stored) is not list or len(stored) != len(shapes):
            raise FormUnreadable("wrong-value")
        return tuple([shape.read(item) for shape, item in zip(shapes, stored, strict=True)])

    def write(values: Any) -> Json:
        return [shape.write(item) for shape, item in zip(shapes, values, strict=True)]

    return Shape(tuple, list, write, read)


def _mapping(shape: Shape) -> Shape:
    """Return the shape of values by name."""

    def read(stored: Json) -> Any:
        if type(stored) is not dict:
            raise FormUnreadable("wrong-value")
        return {name: shape.read(item) for name, item in stored.items()}

    return Shape(dict, dict, lambda values: {name: shape.write(item) for name, item in values.items()}, read)
