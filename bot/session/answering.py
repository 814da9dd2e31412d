"""What becomes of a backend's answer: looked at again under the room as it is now, and only then posted."""

from dataclasses import replace

from bot.model import (
    Answered,
    Cancel,
    Decision,
    Effect,
    EventId,
    Failed,
    Floor,
    Mark,
    Pending,
    Purpose,
    Reply,
    Room,
    Trouble,
    words,
)
from bot.policy import Policy
from bot.session.agreement import agreement
from bot.session.tidy import tidied


def answered(room: Room, event: Answered, policy: Policy) -> Decision:
    """Post an answer that is still wanted, with its label and marks; drop one that is not."""
    pending = _pending(room, event.question)
    if pending is None:
        return Decision(room)
    room = _without(room, pending)
    if not _still_wanted(room, pending, policy, event.at):
        return Decision(room)
    text, cut = tidied(event.text)
    if not text:
        return Decision(room, (_trouble(pending, policy, Trouble.EMPTY),))
    label = "answer-cut" if cut else "answer"
    source = "embedded" if not policy.backend.generative else "model"
    sentence = words(label, pending.language, answer=text, source=source)
    mark = Mark(
        kind=pending.task,
        generated=policy.backend.generative,
        backend=event.backend,
        model=event.model,
        policy=policy.sha256,
    )
    return Decision(room, (Reply(pending.question, sentence, mark, pending.thread, notice=False),))


def failed(room: Room, event: Failed, policy: Policy) -> Decision:
    """Say in one calm line that there is no answer, and what to do."""
    pending = _pending(room, event.question)
    if pending is None:
        return Decision(room)
    return Decision(_without(room, pending), (_trouble(pending, policy, event.trouble),))


def dropped(room: Room, void: tuple[Pending, ...], policy: Policy, *, silently: EventId) -> Decision:
    """Drop the questions in `void` and tell who asked, except where the question itself, `silently`, is gone."""
    effects: list[Effect] = []
    for one in void:
        room = _without(room, one)
        effects.append(Cancel(one.question))
        if one.question != silently:
            sentence = words("answer-dropped", one.language, prefix=policy.rules.prefix)
            effects.append(Reply(one.question, sentence, Mark(kind=one.task), one.thread))
    return Decision(room, tuple(effects))


def _pending(room: Room, question: EventId) -> Pending | None:
    return next((one for one in room.pending if one.question == question), None)


def _without(room: Room, pending: Pending) -> Room:
    return replace(room, pending=tuple(one for one in room.pending if one != pending))


def _still_wanted(room: Room, pending: Pending, policy: Policy, now: float) -> bool:
    """Return whether floor, consent and policy still allow the answer. One rule per line."""
    if room.floor is Floor.OFF:
        return False
    if policy.rules.approval == "all":
        return False
    return agreement(room, policy, pending.asker, Purpose.MODEL, now) is not None


def _trouble(pending: Pending, policy: Policy, trouble: Trouble) -> Reply:
    key = f"{pending.task}-unable" if trouble is Trouble.UNABLE else f"trouble-{trouble}"
    sentence = words(key, pending.language, prefix=policy.rules.prefix)
    return Reply(pending.question, sentence, Mark(kind=pending.task), pending.thread)
