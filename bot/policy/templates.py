"""Templates of notes: the parts of a note in order, each with its title for people and what belongs there, for a model.

Ours lie in `bot/words/notes`, a clinic's own in the folder that `notes` in `bot.yaml` names.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, TypeAlias

import yaml
from pydantic import AfterValidator, Field

from bot.model import Heading, Language, Role
from bot.policy.rules import Code, Rules

NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
"""What a template is called: the name of its file, without the ending."""


def _named(headings: dict[str, "TemplateHeading"]) -> dict[str, "TemplateHeading"]:
    if any(not NAME.fullmatch(key) for key in headings):
        raise ValueError("name each heading in small letters, digits and hyphens, such as `plan`")
    return headings


Titles: TypeAlias = Annotated[
    dict[Code, Annotated[str, Field(min_length=1, max_length=60)]],
    Field(min_length=1, description="what people call it, in each language: `{en: Plan, id: Rencana}`"),
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
        AfterValidator(_named),
        Field(min_length=1, max_length=12, description="its parts, in the order in which they are shown"),
    ]

    def titled(self, language: Language) -> str:
        """Return what people call it in `language`, or in the first language that it has."""
        return _in(self.title, language)

    def parts(self, language: Language) -> tuple[Heading, ...]:
        """Return its headings in order, with the titles of `language`."""
        return tuple(
            Heading(key, _in(one.title, language), one.holds, Role(one.cites) if one.cites else None)
            for key, one in self.headings.items()
        )


@cache
def ours() -> dict[str, NoteTemplate]:
    """Return our own templates, by name."""
    shelf = sorted(files("bot.words").joinpath("notes").iterdir(), key=lambda file: file.name)
    texts = {file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8") for file in shelf}
    return {name: NoteTemplate.model_validate(yaml.safe_load(text)) for name, text in texts.items()}


def _in(titles: dict[Code, str], language: Language) -> str:
    found: dict[str, str] = dict(titles.items())
    return found.get(language) or next(iter(found.values()))
