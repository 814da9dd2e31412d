"""What a scenario of a practice may say: who is there, what they write, what the AI would answer, and what is wrong in it."""

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from bot.demo.bot_yaml import BACKEND
from bot.model import Language
from bot.policy import Rules
from bot.policy.rules import Code
from bot.words import fold_text

Error: TypeAlias = Literal["diagnosis", "medication", "minimising", "translation", "quote"]
Danger: TypeAlias = Literal["disclosure", "violence", "false-alarm", "withdrawal"]
Name: TypeAlias = Annotated[str, Field(pattern=r"^[A-Z][a-z]{1,19}$")]
Mark: TypeAlias = Annotated[str, Field(min_length=2, max_length=300)]
MODEL = "script"
"""What the cards and `!status` call the model: it is none."""
PATIENCE = 240
"""Minutes for which a draft waits and the AI stays on without a word: nobody practises against the clock."""


class Step(Rules):
    """One message of a client, and what the AI drafts if it asks for something.

    `reply`: it replies to the message before it. `gone` are the words by which a wrong draft is known to be wrong still.
    `danger`: it calls the therapist, who acknowledges it and says none of the words `unsaid` before others; a withdrawal
    calls nobody, and takes that person's words away. `lapses`: nobody waits for a word on the draft, and what comes next
    makes its card stale. `taken_back`: its writer deletes the message once its draft is at the desk, which makes it stale too.
    """

    who: Annotated[str, Field(description="which of `people` writes it")]
    says: Annotated[str, Field(min_length=1, max_length=1500, description="the message; a command asks for something")]
    reply: Annotated[bool, Field(description="whether it is a reply to the message before it")] = False
    draft: Annotated[str | None, Field(min_length=1, max_length=1500, description="what the AI drafts for it")] = None
    wrong: Annotated[Error | None, Field(description="what kind of error stands in the draft, if one does")] = None
    why: Annotated[
        str | None, Field(min_length=1, max_length=300, description="what is wrong with it, and what to look for")
    ] = None
    lapses: Annotated[bool, Field(description="whether the next step makes the card of its `draft` stale")] = False
    taken_back: Annotated[
        bool,
        Field(description="whether its writer deletes the message once its `draft` is there, which makes it stale"),
    ] = False
    private: Annotated[bool, Field(description="whether it is written in that person's direct room")] = False
    danger: Annotated[Danger | None, Field(description="what about danger is practised with it")] = None
    unsaid: Annotated[
        tuple[Mark, ...], Field(description="words of which the therapist writes none in the session room after it")
    ] = ()
    gone: Annotated[
        tuple[Mark, ...], Field(description="words of the draft that must not be in a corrected one; else all of it")
    ] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Refuse an error without its sentence, and anything about an error where there is none. One rule per line."""
        if self.wrong and not self.draft:
            raise ValueError("`wrong` needs the `draft` that is wrong")
        if self.wrong and not self.why:
            raise ValueError("`wrong` needs `why`: one sentence for the closing card")
        if self.lapses and (self.wrong or not self.draft):
            raise ValueError("`lapses` needs a `draft`, with nothing wrong in it")
        if self.taken_back and (self.wrong or self.lapses or not self.draft):
            raise ValueError("`taken_back` needs a `draft`, with nothing wrong in it, and goes without `lapses`")
        if self.danger and (self.draft or not self.why):
            raise ValueError("`danger` needs `why`, one sentence for the closing card, and has no `draft`")
        if (self.private or self.unsaid) and not self.danger:
            raise ValueError("`private` and `unsaid` go with `danger`")
        if not (self.wrong or self.danger) and (self.why or self.gone):
            raise ValueError("`why` and `gone` go with `wrong`")
        return self

    @property
    def calls(self) -> bool:
        """Return whether it calls the therapist."""
        return self.danger is not None and self.danger != "withdrawal"

    def speaks_of_it(self, text: str) -> bool:
        """Return whether what somebody writes in the session room speaks of what was told."""
        return any(fold_text(mark) in fold_text(text) for mark in self.unsaid)

    def still_wrong(self, text: str) -> bool:
        """Return whether what is wrong with the draft stands in `text` as well: one of the marks is enough."""
        marks = self.gone or (self.draft or "",)
        return bool(self.wrong) and any(fold_text(mark) in fold_text(text) for mark in marks)


class Scenario(Rules):
    """One scenario in one language. `language` are the room's languages, the scenario's own first.

    `live`: between these, live translation is on from the first step; then plain talk asks for a draft.
    """

    title: Annotated[str, Field(min_length=1, max_length=60, description="its name for people")]
    about: Annotated[str, Field(min_length=1, max_length=300, description="who the clients are and why they come")]
    language: Annotated[tuple[Code, ...], Field(min_length=1, description="the room's languages, its own first")]
    live: Annotated[
        tuple[Code, ...], Field(max_length=3, description="the languages between which live translation is on")
    ] = ()
    people: Annotated[tuple[Name, ...], Field(min_length=1, max_length=2, description="the clients, by first name")]
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=40, description="what they write, in order")]

    @property
    def own(self) -> Language:
        """Return the language in which therapist and bot speak."""
        return Language(self.language[0])


def make_room_rules(scenario: Scenario) -> dict[str, Any]:
    """Return the rules of a practice room, whichever way it is played: everything waits, and nothing is ever posted."""
    return {
        "mode": "simulate",
        "approval": "all",
        "language": list(scenario.language),
        "ask": {"ask": ["client", "therapist"]},
        "stale_after": PATIENCE,
        "absence": PATIENCE,
        "idle": PATIENCE,
        "backend": BACKEND,
    }
