"""Playing a scenario: the client writes, a draft comes, and nothing goes on before the therapist has decided."""

from typing import Protocol

from bot.demo.practice.judgement import Record
from bot.demo.practice.scenario import Scenario
from bot.model import EventId


class Stage(Protocol):
    """Where a scenario is played: in this terminal, or in real rooms."""

    async def writes(self, who: str, text: str, reply_to: EventId | None, *, private: bool = False) -> EventId:
        """Let one of the scenario's people write, in the session room or their direct room, and return the message."""
        ...

    async def takes_back(self, who: str, message: EventId) -> None:
        """Let one of the people delete their message, once its draft has come to the desk."""
        ...

    async def wait_for_decision(self, question: EventId) -> None:
        """Wait until the therapist has decided on the draft for `question`, or acknowledged it, or has ended the practice."""
        ...


async def play_scenario(scenario: Scenario, stage: Stage, record: Record) -> None:
    """Play the scenario to its end, or until the AI is turned off: `!end`, `!off`, `!stop`."""
    last: EventId | None = None
    for step in scenario.steps:
        if record.over:
            return
        last = await stage.writes(step.who, step.says, last if step.reply else None, private=step.private)
        if step.draft or step.danger:
            record.asks(last, step)
        if step.taken_back:
            await stage.takes_back(step.who, last)
        elif (step.draft and not step.lapses) or step.calls:
            await stage.wait_for_decision(last)
