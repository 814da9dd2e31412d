"""Reading a YAML file into a model, so that every mistake can be told with its line."""

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.errors import Mistake
from bot.policy import Rules

Place: TypeAlias = tuple[str | int, ...]
Model = TypeVar("Model", bound=Rules)


class _Loader(yaml.SafeLoader):
    """YAML in which `off` is the floor's name and no boolean, as in YAML 1.2: `true` and `false` are."""


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

    def wrong(self, place: Place, what: str, remedy: str) -> None:
        """Note a mistake at `place`, or at the nearest key around it that stands in the file."""
        self.mistakes.append(Mistake(self.name, self.line(place), what, remedy))

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
            for detail in error.errors(include_url=False, include_input=False):
                self.wrong(detail["loc"], *_explain_error(detail, kind))
            return None


def read_yaml(path: Path, name: str) -> YamlFile:
    """Return the YAML file at `path`; what cannot be read is noted in its `mistakes`."""
    file = YamlFile(name)
    try:
        text = path.read_text(encoding="utf-8")
        _fill_file(file, yaml.compose(text, Loader=_Loader))
    except OSError as error:
        file.wrong((), f"the file cannot be read ({error.strerror})", "Check the path and who may read it")
    except UnicodeDecodeError:
        file.wrong((), "the file is not UTF-8 text", "Save it as UTF-8")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        file.lines[()] = mark.line + 1 if mark else 1
        file.wrong((), f"this is not YAML ({error.problem})", "Check quotes, colons and indentation")
    except yaml.YAMLError:
        file.wrong((), "the file holds characters that text does not have", "Write it anew, as UTF-8 text")
    except RecursionError:
        file.wrong((), "the file is nested too deeply", "Write plain keys and values")
    return file


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


def _explain_error(error: ErrorDetails, kind: type[Rules]) -> tuple[str, str]:
    """Return one of pydantic's errors as what is wrong and what to do."""
    key = ".".join(
        str(part) for part in error["loc"] if part != "[key]"
    )  # pydantic's word for a key that is wrong itself
    match error["type"]:
        case "extra_forbidden":
            near = get_close_matches(
                str(error["loc"][-1]), _list_keys_beside(error["loc"], kind.model_json_schema()), 1, 0.6
            )
            return f"`{key}` is not a key that I know", f"Did you mean `{near[0]}`?" if near else "Remove it"
        case "missing":
            return f"`{key}` is missing", "Add it"
        case _:
            said = error["msg"].removeprefix("Value error, ")
            return f"`{key}`: {said[:1].lower()}{said[1:]}", "Correct the value"


def _list_keys_beside(place: Place, schema: dict[str, Any]) -> list[str]:
    """Return the keys that may stand where the last part of `place` stands, by the JSON Schema of the whole file."""
    here = schema
    for part in (*place[:-1], None):
        options = [here, *here.get("anyOf", ())]
        refs = [option["$ref"].rpartition("/")[2] for option in options if "$ref" in option]
        here = schema["$defs"][refs[0]] if refs else here
        if part is not None:
            here = here.get("properties", {}).get(part) or here.get("additionalProperties") or {}
    return list(here.get("properties", ()))
