"""Reading a YAML file into a model, so that every mistake can be told with its line."""

import errno
import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.errors import Mistake
from bot.policy import Rules
from bot.settings.explain_value import explain_value

Place: TypeAlias = tuple[str | int, ...]
Model = TypeVar("Model", bound=Rules)


LONGEST = 1_000_000
"""Bytes that a file may have: read by a person, and by us in seconds."""
DEEPEST = 24
"""How many values may stand inside one another; our own files need seven."""
LARGEST = 20_000
"""How many values a file may hold, with what each alias repeats written out. Nine lines of aliases can mean a billion."""
LONGEST_VALUE = 20_000
"""Letters that one value may have."""
MOST_TOLD = 50
"""Mistakes of one file that are told: whoever has corrected these looks again."""


class _Unbounded(yaml.MarkedYAMLError):
    """A file that means more than anybody wrote: told with the line in which it becomes too much."""


class _Loader(yaml.SafeLoader):
    """YAML in which `off` is the floor's name and no boolean, as in YAML 1.2: `true` and `false` are.

    Depth and size are bounded while it is read, before anything is written out.
    """

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = self._composed = 0
        self._sizes: dict[yaml.Node, int] = {}

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Return the next value, with how many values it is if each alias inside is written out.

        Raises:
            _Unbounded: it is nested too deeply, or is too many.
        """
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        if self._depth > DEEPEST:
            raise _Unbounded(None, None, f"it is nested too deeply, over {DEEPEST} levels", mark)
        self._composed += 1
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        if node is not None and node not in self._sizes:
            self._sizes[node] = 1 + sum(self._sizes.get(inner, 1) for inner in _list_inner(node))
        if self._composed > LARGEST or (node is not None and self._sizes[node] > LARGEST):
            raise _Unbounded(None, None, f"it holds too many values, over {LARGEST:,}", mark)
        if isinstance(node, yaml.ScalarNode) and len(node.value) > LONGEST_VALUE:
            raise _Unbounded(None, None, f"it holds a value of over {LONGEST_VALUE:,} letters", mark)
        return node

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Return a value, as upstream does, which lets Python's own errors through: for the 45th of a month, say.

        Raises:
            yaml.MarkedYAMLError: it means nothing.
        """
        try:
            return super().construct_object(node, deep)
        except ValueError:
            raise yaml.MarkedYAMLError(None, None, "no number or day is written so", node.start_mark) from None


def show_unprintable(text: str) -> str:
    """Return `text` with what a terminal would obey or hide written out: a key can hold anything, and stands in mistakes."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _list_inner(node: yaml.Node) -> list[yaml.Node]:
    """Return what stands directly in a value: keys and values of a table, items of a list."""
    if isinstance(node, yaml.MappingNode):
        return [inner for pair in node.value for inner in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


_BOOL = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    letter: [resolver for resolver in resolvers if resolver[0] != _BOOL]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))


def parse_value(text: str) -> Any:
    """Return one YAML value as it is meant in our files.

    Raises:
        yaml.YAMLError: it is none.
    """
    return yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader, which makes plain values only


@dataclass(slots=True)
class YamlFile:
    """One file's data, with the line of each key and the mistakes found so far.

    `name` is how people know the file, relative to the folder of the deployment file.
    """

    name: str
    data: dict[str, Any] = field(default_factory=dict, repr=False)
    lines: dict[Place, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, place: Place, what: str, remedy: str, *, passes: bool = False) -> None:
        """Note a mistake at `place`, or at the nearest key around it that stands in the file; of very many, the first.

        `passes`: it may be gone at the next look by itself.
        """
        if len(self.mistakes) == MOST_TOLD:
            what, remedy = f"there are more mistakes in this file; I tell {MOST_TOLD}", "Correct these, and look again"
        if not self.is_full:
            self.mistakes.append(Mistake(self.name, self.line(place), show_unprintable(what), remedy, passes))

    @property
    def is_full(self) -> bool:
        """Return whether so many mistakes are noted that no other would be told."""
        return len(self.mistakes) > MOST_TOLD

    def place(self, key: str, item: str) -> Place:
        """Return where `item` stands in the list or table of the top key `key`."""
        inside = self.data.get(key)
        return (key, inside.index(item)) if isinstance(inside, list) and item in inside else (key, item)

    def line(self, place: Place) -> int:
        """Return the line of `place`, or of the nearest key around it that stands in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def model(self, kind: type[Model]) -> Model | None:
        """Return the data as a `kind`, or None after noting everything that is wrong with it."""
        if self.mistakes:
            return None
        try:
            return kind.model_validate(self.data)
        except ValidationError as error:
            for detail in error.errors(include_url=False, include_input=False)[: MOST_TOLD + 1]:
                self.wrong(detail["loc"], *_explain_error(self, detail, kind))
            return None


def read_yaml(path: Path, name: str) -> YamlFile:
    """Return the YAML file at `path`; what cannot be read is noted in its `mistakes`."""
    file = YamlFile(name)
    try:
        text = _read_text(path)
        _fill_file(file, yaml.compose(text, Loader=_Loader))
    except OSError as error:
        file.wrong((), f"the file cannot be read ({error.strerror})", "Check the path and who may read it")
    except UnicodeDecodeError:
        file.wrong((), "the file is not UTF-8 text", "Save it as UTF-8")
    except _Unbounded as error:
        file.lines[()] = error.problem_mark.line + 1 if error.problem_mark else 1
        file.wrong((), f"this is more than I read: {error.problem}", "Write plain keys and values, few and short")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        file.lines[()] = mark.line + 1 if mark else 1
        file.wrong((), f"this is not YAML ({error.problem})", "Check quotes, colons and indentation")
    except yaml.YAMLError:
        file.wrong((), "the file holds characters that text does not have", "Write it anew, as UTF-8 text")
    except RecursionError:
        file.wrong((), "the file is nested too deeply", "Write plain keys and values")
    return file


def _read_text(path: Path) -> str:
    """Return a file's text.

    Raises:
        OSError: it cannot be read.
        UnicodeDecodeError: it is no text.
        _Unbounded: it is larger than a person writes.
    """
    if path.exists() and not path.is_file():  # a pipe would keep us waiting for whoever writes into it
        raise OSError(errno.EINVAL, "it is no file" if not path.is_dir() else "it is a folder")
    with path.open("rb") as file:
        raw = file.read(LONGEST + 1)
    if len(raw) > LONGEST:
        raise _Unbounded(None, None, f"it has over {LONGEST:,} bytes", None)
    return raw.decode()


def _fill_file(file: YamlFile, node: yaml.Node | None) -> None:
    if not isinstance(node, yaml.MappingNode):
        file.wrong((), "the file holds no keys", "Write `key: value` lines")
        return
    _note_lines(file, node, (), [])
    if not file.mistakes:
        file.data = _Loader("").construct_document(node)


def _note_lines(file: YamlFile, node: yaml.Node, place: Place, above: list[yaml.Node]) -> None:
    """Note the line of every key below `node`, keys that stand twice, and anchors that lead back into themselves."""
    if node in above:
        file.wrong(place, "this refers to itself", "Write the value out")
        return
    above = [*above, node]
    if isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            here = (*place, key.value if isinstance(key, yaml.ScalarNode) else "?")
            file.lines[here] = key.start_mark.line + 1
            if here[-1] in seen:
                file.wrong(here, f"`{here[-1]}` stands here twice", "Keep one of them")
            seen.add(here[-1])
            _note_lines(file, value, here, above)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            file.lines[(*place, number)] = item.start_mark.line + 1
            _note_lines(file, item, (*place, number), above)


def _explain_error(file: YamlFile, error: ErrorDetails, kind: type[Rules]) -> tuple[str, str]:
    """Return one of pydantic's errors as what is wrong and what to do."""
    key = ".".join(str(part) for part in error["loc"])
    match error["type"]:
        case "extra_forbidden":
            near = get_close_matches(str(error["loc"][-1]), _list_keys_beside(error["loc"], kind), 1, 0.6)
            return f"`{key}` is not a key that I know", f"Did you mean `{near[0]}`?" if near else "Remove it"
        case "missing":
            return f"`{key}` is missing", "Add it"
        case _:
            return explain_value(error, file.data)


@cache
def _make_schema(kind: type[Rules]) -> dict[str, Any]:
    """Return the JSON Schema of a file, which takes long to make and never changes."""
    return kind.model_json_schema()


def _list_keys_beside(place: Place, kind: type[Rules]) -> list[str]:
    """Return the keys that may stand where the last part of `place` stands, by the JSON Schema of the whole file."""
    here = schema = _make_schema(kind)
    for part in (*place[:-1], None):
        options = [here, *here.get("anyOf", ())]
        refs = [option["$ref"].rpartition("/")[2] for option in options if "$ref" in option]
        here = schema["$defs"][refs[0]] if refs else here
        if part is not None:
            here = here.get("properties", {}).get(part) or here.get("additionalProperties") or {}
    return list(here.get("properties", ()))
