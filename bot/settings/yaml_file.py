"""Reading a YAML file into a model, so that every mistake can be told with its line."""

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
        while place and place not in self.lines:
            place = place[:-1]
        self.mistakes.append(Mistake(self.name, self.lines.get(place, 1), what, remedy))

    def model(self, kind: type[Model]) -> Model | None:
        """Return the data as a `kind`, or None after noting everything that is wrong with it."""
        if self.mistakes:
            return None
        try:
            return kind.model_validate(self.data)
        except ValidationError as error:
            for one in error.errors(include_url=False, include_input=False):
                self.wrong(one["loc"], *_explained(one, kind))
            return None


def read(path: Path, name: str) -> YamlFile:
    """Return the YAML file at `path`; what cannot be read is noted in its `mistakes`."""
    file = YamlFile(name)
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError as error:
        file.wrong((), f"the file cannot be read ({error.strerror})", "Check the path and who may read it")
    except UnicodeDecodeError:
        file.wrong((), "the file is not UTF-8 text", "Save it as UTF-8")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        file.lines[()] = mark.line + 1 if mark else 1
        file.wrong((), f"this is not YAML ({error.problem})", "Check quotes, colons and indentation")
    else:
        _fill(file, node)
    return file


def _fill(file: YamlFile, node: yaml.Node | None) -> None:
    if not isinstance(node, yaml.MappingNode):
        file.wrong((), "the file holds no keys", "Write `key: value` lines")
        return
    before = len(file.mistakes)
    _walk(file, node, ())
    if len(file.mistakes) == before:
        file.data = yaml.SafeLoader("").construct_document(node)


def _walk(file: YamlFile, node: yaml.Node, place: Place) -> None:
    """Note the line of every key below `node`, and keys that stand twice."""
    if isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
            here = (*place, key.value if isinstance(key, yaml.ScalarNode) else "?")
            file.lines[here] = key.start_mark.line + 1
            if here[-1] in seen:
                file.wrong(here, f"`{here[-1]}` stands here twice", "Keep one of them")
            seen.add(here[-1])
            _walk(file, value, here)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            file.lines[(*place, number)] = item.start_mark.line + 1
            _walk(file, item, (*place, number))


def _explained(error: ErrorDetails, kind: type[Rules]) -> tuple[str, str]:
    """Return one of pydantic's errors as what is wrong and what to do."""
    key = ".".join(str(part) for part in error["loc"])
    match error["type"]:
        case "extra_forbidden":
            near = get_close_matches(str(error["loc"][-1]), kind.model_fields, 1, 0.6)
            return f"`{key}` is not a key that I know", f"Did you mean `{near[0]}`?" if near else "Remove it"
        case "missing":
            return f"`{key}` is missing", "Add it"
        case _:
            return f"`{key}`: {error['msg'][:1].lower()}{error['msg'][1:]}", "Correct the value"
