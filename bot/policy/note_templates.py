"""Templates of notes: the parts of a note in order, each with its title for people and what belongs there, for a model.

Ours lie in `bot/words/notes`, a clinic's own in the folder that `notes` in `bot.yaml` names.
"""

import re
from importlib.resources import files
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field

from bot.model import Heading, Language, Role
from bot.policy.rules import Code, Rules
from bot.words.shelf import FALLBACK, languages, parse_yaml, read_once, read_shelf_yaml

NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
"""What a template is called: the name of its file, without the ending."""


def _name_headings(headings: dict[str, "TemplateHeading"]) -> dict[str, "TemplateHeading"]:
    if any(not NAME.fullmatch(key) for key in headings):
        raise ValueError("name each heading in small letters, digits and hyphens, such as `plan`")
    return headings


Titles: TypeAlias = Annotated[
    dict[Code, Annotated[str, Field(min_length=1, max_length=60)]],
    Field(
        min_length=1, description=f"what people call it, in each language, by its two letters: `{{{FALLBACK}: Plan}}`"
    ),
]


class TemplateHeading(Rules):
    """One part of a note."""

    title: Titles
    holds: Annotated[
        str, Field(min_length=1, max_length=300, description="what belongs there, said for a model, in English")
    ]
    cites: Annotated[
        Literal["therapist", "client"] | None,
        Field(description="whose messages a line there has to rest on, one at least; without it anybody's"),
    ] = None


class NoteTemplate(Rules):
    """`notes/*.yaml`: a kind of note that `!note` can make, called by the name of its file."""

    title: Titles
    headings: Annotated[
        dict[str, TemplateHeading],
        AfterValidator(_name_headings),
        Field(min_length=1, max_length=12, description="its parts, in the order in which they are shown"),
    ]

    def get_title(self, language: Language) -> str:
        """Return what people call it in `language`, or in the first language that it has."""
        return _choose_title(self.title, language)

    def parts(self, language: Language) -> tuple[Heading, ...]:
        """Return its headings in order, with the titles of `language`."""
        return tuple(
            Heading(
                key,
                _choose_title(heading.title, language),
                heading.holds,
                Role(heading.cites) if heading.cites else None,
            )
            for key, heading in self.headings.items()
        )


@read_once
def load_own_templates() -> dict[str, NoteTemplate]:
    """Return our own templates, by name."""
    shelf = sorted(files("bot.words").joinpath("notes").iterdir(), key=lambda file: file.name)
    said = {file.name.removesuffix(".yaml"): parse_yaml(file.read_text(encoding="utf-8")) for file in shelf}
    return {name: NoteTemplate.model_validate(_with_titles(name, template)) for name, template in said.items()}


def _with_titles(name: str, template: dict[str, Any]) -> dict[str, Any]:
    """Return one of our templates with its titles as each language has them."""
    titles = {spoken: read_shelf_yaml(spoken, "notes.yaml").get(name) for spoken in languages()}
    there = {spoken: said for spoken, said in titles.items() if said}
    headings = {
        key: {**item, "title": {spoken: said["headings"][key] for spoken, said in there.items()}}
        for key, item in template["headings"].items()
    }
    return {"title": {spoken: said["title"] for spoken, said in there.items()}, "headings": headings}


def _choose_title(titles: dict[Code, str], language: Language) -> str:
    result: dict[str, str] = dict(titles.items())
    return result.get(language) or next(iter(result.values()))
