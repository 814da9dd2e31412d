"""What became of each draft in a practice, from the room as it was after every decision, and how that is judged. Pure."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from bot.demo.practice.scenario import Step
from bot.model import EventId, Pending, Room, Task, Verdict

WENT_STALE = frozenset({Verdict.WITHDRAWN, Verdict.CHANGED})
"""How a draft ends whose words were taken back or changed."""
MINUTE = 60.0
"""Seconds within which an alarm is acknowledged before somebody else is called."""


class Finding(StrEnum):
    """What the therapist made of a draft, as the closing card tells it."""

    CAUGHT = "caught"  # wrong, and not let out so
    MISSED = "missed"  # wrong, and let out so
    RIGHT = "right"  # nothing wrong in it, and let out
    NEEDLESS = "needless"  # nothing wrong in it, and refused
    OPEN = "open"  # not decided on
    STALE = "stale"  # nothing wrong in it, and what it rests on went before it was decided on
    ANSWERED = "answered"  # an alarm, acknowledged within the minute, and not spoken of before others
    LATE = "late"  # acknowledged, but after others would have been called
    SPOKEN = "spoken"  # spoken of before others
    UNANSWERED = "unanswered"  # not acknowledged
    LEFT = "left"  # somebody took their agreement back, and none of their words is kept


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
class _Called:
    """An alarm of the scenario: since when it waits, when it was acknowledged, and whether it was spoken of in the room."""

    code: str
    since: float
    until: float | None = None
    spoken: bool = False


@dataclass(slots=True)
class Record:
    """Sees every state of one room. `over`: the AI was on, and is off. `news` rings with each state.

    `people` are the clients by name: whoever else writes is the therapist. `clock` gives seconds.
    `live` are the languages between which talk is to be translated by itself: without that the AI counts as off.
    """

    people: tuple[str, ...] = ()
    clock: Callable[[], float] = time.monotonic
    live: tuple[str, ...] = ()
    over: bool = False
    began: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    _laid: dict[str, _Laid] = field(default_factory=dict, repr=False)
    _asked: set[EventId] = field(default_factory=set)
    _waiting: set[EventId] = field(default_factory=set)
    _steps: dict[EventId, Step] = field(default_factory=dict, repr=False)
    _called: dict[EventId, _Called] = field(default_factory=dict, repr=False)

    def saw(self, room: Room) -> None:
        """Take in the room as it is after a decision."""
        on = room.is_on and set(self.live) <= set(room.interpreting)
        self.over = self.over or (self.began and not on)
        self.began = self.began or on
        for draft in room.drafts:
            self._laid.setdefault(draft.code, _Laid(find_source_message(draft.pending), draft.text))
        for outcome in room.outcomes:
            if outcome.code in self._laid:
                self._laid[outcome.code].verdict = outcome.verdict
        waiting = (*room.pending, *(draft.pending for draft in room.drafts))
        self._waiting = {find_source_message(pending) for pending in waiting}
        self._asked |= self._waiting
        self._look_at_alarms(room)
        self.news.set()

    def asks(self, question: EventId, step: Step) -> None:
        """Note that the message `question` is the scenario's `step`."""
        self._steps[question] = step

    def is_settled(self, question: EventId) -> bool:
        """Return whether what the message asked for has been decided on, or cannot be any more."""
        called = self._called.get(question)
        answered = called is not None and called.until is not None
        return self.over or answered or (question in self._asked and question not in self._waiting)

    def is_at_desk(self, question: EventId) -> bool:
        """Return whether a draft for the message has come to the desk, whatever became of it."""
        return any(card.question == question for card in self._laid.values())

    def list_judged(self) -> tuple[Judged, ...]:
        """Return what became of the scenario's drafts that came to the desk, in order."""
        judgements = []
        for question, step in self._steps.items():
            if step.danger:
                judgements.append(self._judge_danger(question, step))
                continue
            laid = {code: card for code, card in self._laid.items() if card.question == question}
            if laid:
                judgements.append(Judged(next(iter(laid)), step, judge_drafts(step, tuple(laid.values()))))
        return tuple(judgements)

    def _look_at_alarms(self, room: Room) -> None:
        """Note which alarms wait, which are gone, and whether a word in the session room spoke of one."""
        waiting = {alarm.event: alarm for alarm in room.alarms if alarm.event}
        for event, alarm in waiting.items():
            self._called.setdefault(event, _Called(alarm.code, self.clock()))
        for event, called in self._called.items():
            if event not in waiting and called.until is None:
                called.until = self.clock()
            step = self._steps.get(event)
            called.spoken = called.spoken or (step is not None and self._is_spoken_of(room, step))

    def _is_spoken_of(self, room: Room, step: Step) -> bool:
        """Return whether anybody but the clients wrote of it in the session room."""
        return any(
            step.speaks_of_it(line.text)
            for line in room.window
            if (person := room.person(line.sender)) is not None and person.name not in self.people
        )

    def _judge_danger(self, question: EventId, step: Step) -> Judged:
        called = self._called.get(question)
        return Judged(called.code if called else "-", step, _judge_alarm(called, step))


def find_source_message(pending: Pending) -> EventId:
    """Return the client's message to which a question belongs: the one that asked it, or, where nobody asks, what is translated."""
    return pending.rests_on[-1].event if pending.task is Task.INTERPRET else pending.question


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
    if not refused and any(card.verdict in WENT_STALE for card in laid):
        return Finding.STALE
    return Finding.NEEDLESS if refused else Finding.OPEN


def _judge_alarm(called: _Called | None, step: Step) -> Finding:
    """Return what the therapist made of an alarm. Speaking of it before others weighs most: somebody may pay for it."""
    if not step.calls:
        return Finding.LEFT
    if called is not None and called.spoken:
        return Finding.SPOKEN
    if called is None or called.until is None:
        return Finding.UNANSWERED
    return Finding.ANSWERED if called.until - called.since <= MINUTE else Finding.LATE
