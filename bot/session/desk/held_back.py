"""What is said of an answer that is not shown: a calm line to whoever asked, and why to the desk, without words of anybody's. Pure."""

from bot.model import Desk, Effect, HoldBack, Mark, Notice, Pending, SessionRoom, Task
from bot.policy import Policy
from bot.session.answers.schema import Unfit
from bot.session.command.context import say_line
from bot.session.desk.replies import tell_asker

TOLD = frozenset({Task.TRANSLATE, Task.EXPLAIN})
"""Tasks of which the desk is told why nothing was shown, where everybody in the room saw that something was asked."""


def explain_to_desk(pending: Pending, policy: Policy, reason: Unfit) -> tuple[Effect, ...]:
    """Return what counts an answer that is not shown, and the quiet line at the desk that says why.

    What somebody asked in a room of their own the desk does not hear of.
    """
    count = HoldBack(pending.task, reason.value)
    if pending.task not in TOLD:
        return (count,)
    words = say_line(policy, "held-back", task=pending.task, why=reason.value)
    if pending.where == Desk():
        return (count, tell_asker(pending, words))
    if pending.where == SessionRoom():
        return (count, Notice(words, Mark(kind="held"), where=Desk()))
    return (count,)
