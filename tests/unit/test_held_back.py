"""What is said of an answer that is not shown: who hears why, and who does not."""

from rows import try_each
from scene import KIM, policy

from bot.model import Desk, Direct, EventId, HoldBack, Notice, Pending, Reply, SessionRoom, Task
from bot.session.answers.schema import Unfit
from bot.session.desk.held_back import TOLD, explain_to_desk
from bot.words import languages

SILENT = [task for task in Task if task not in TOLD]


def ask_for(task: Task, **more: object) -> Pending:
    """Return what Kim has asked for."""
    return Pending(EventId("$q"), KIM, task, languages()[0], **more)  # type: ignore[arg-type]  # what more it holds


@try_each("task", TOLD)
def test_the_desk_hears_why_nothing_was_shown_in_the_room(task: Task) -> None:
    """Where everybody saw that something was asked, a line at the desk that rings nobody says why there is no answer."""
    count, line = explain_to_desk(ask_for(task, where=SessionRoom()), policy(), Unfit.REFUSED)
    assert count == HoldBack(task, "refused")
    assert isinstance(line, Notice)
    assert (line.where, line.rings, line.words.key) == (Desk(), False, "held-back")


@try_each("task", TOLD)
def test_who_asked_at_the_desk_is_answered_there(task: Task) -> None:
    """What was asked at the desk is told there as a reply to the question itself."""
    count, line = explain_to_desk(ask_for(task, where=Desk()), policy(), Unfit.TONGUE)
    assert count == HoldBack(task, "tongue")
    assert isinstance(line, Reply)
    assert (line.where, line.to, line.words.key) == (Desk(), EventId("$q"), "held-back")


@try_each("task", Task)
def test_the_desk_hears_nothing_of_a_room_of_ones_own(task: Task) -> None:
    """What somebody asked in their direct room is counted when it is not shown, and the desk is told nothing of it."""
    assert explain_to_desk(ask_for(task, where=Direct(KIM)), policy(), Unfit.LOOSE) == (HoldBack(task, "loose"),)


@try_each("task", SILENT)
def test_what_nobody_saw_asked_is_only_counted(task: Task) -> None:
    """Of any other task nobody is told, wherever it was asked."""
    for where in (SessionRoom(), Desk()):
        assert explain_to_desk(ask_for(task, where=where), policy(), Unfit.EMPTY) == (HoldBack(task, "empty"),)
