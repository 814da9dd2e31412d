"""What became of each draft in a practice, from the room as it was after every decision, and how that is judged. Pure."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

from bot.demo.practice.scenario import Step
from bot.model import EventId, Room, Verdict


class Finding(StrEnum):
    """What the therapist made of a draft, as the closing card tells it."""

    CAUGHT = "caught"  # wrong, and not let out so
    MISSED = "missed"  # wrong, and let out so
    RIGHT = "right"  # nothing wrong in it, and let out
    NEEDLESS = "needless"  # nothing wrong in it, and refused
    OPEN = "open"  # not decided on


@dataclass(frozen=True, slots=True)
class Judged:
    """One draft of the scenario, by the code of its first card."""

    code: str
    step: Step
    finding: Finding


@dataclass(slots=True)
class _Laid:
    """A draft that lay at the desk."""

    question: EventId
    text: str = field(repr=False)
    verdict: Verdict | None = None


@dataclass(slots=True)
class Record:
    """Sees every state of one room. `over`: the AI was on, and is off. `news` rings with each state."""

    over: bool = False
    began: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    _laid: dict[str, _Laid] = field(default_factory=dict, repr=False)
    _asked: set[EventId] = field(default_factory=set)
    _waiting: set[EventId] = field(default_factory=set)
    _steps: dict[EventId, Step] = field(default_factory=dict, repr=False)

    def saw(self, room: Room) -> None:
        """Take in the room as it is after a decision."""
        on = room.is_on
        self.over = self.over or (self.began and not on)
        self.began = self.began or on
        for draft in room.drafts:
            self._laid.setdefault(draft.code, _Laid(draft.pending.question, draft.text))
        for outcome in room.outcomes:
            if outcome.code in self._laid:
                self._laid[outcome.code].verdict = outcome.verdict
        self._waiting = {question.question for question in room.pending} | {
            draft.pending.question for draft in room.drafts
        }
        self._asked |= self._waiting
        self.news.set()

    def asks(self, question: EventId, step: Step) -> None:
        """Note that the message `question` is the scenario's `step`."""
        self._steps[question] = step

    def is_settled(self, question: EventId) -> bool:
        """Return whether what the message asked for has been decided on, or cannot be any more."""
        return self.over or (question in self._asked and question not in self._waiting)

    def list_judged(self) -> tuple[Judged, ...]:
        """Return what became of the scenario's drafts that came to the desk, in order."""
        judgements = []
        for question, step in self._steps.items():
            laid = {code: card for code, card in self._laid.items() if card.question == question}
            if laid:
                judgements.append(Judged(next(iter(laid)), step, judge_drafts(step, tuple(laid.values()))))
        return tuple(judgements)


def judge_drafts(step: Step, laid: tuple[_Laid, ...]) -> Finding:
    """Return what the therapist made of a step's drafts: the AI's own, and those that hold the therapist's wording.

    A wrong one counts as let out as soon as any wording went out in which the error still stands.
    """
    out = [card for card in laid if card.verdict is Verdict.APPROVED]
    refused = any(card.verdict is Verdict.REFUSED for card in laid)
    if step.wrong:
        if any(step.still_wrong(card.text) for card in out):
            return Finding.MISSED
        reworded = any(not step.still_wrong(card.text) for card in laid)
        return Finding.CAUGHT if refused or reworded else Finding.OPEN
    if out:
        return Finding.RIGHT
    return Finding.NEEDLESS if refused else Finding.OPEN
