"""How an answer reaches whoever asked: under which label, as which message, and what they are told if it is dropped. Pure."""

from bot.model import (
    UNASKED,
    Cancel,
    Decision,
    Draft,
    Effect,
    EventId,
    Mark,
    Notice,
    Pending,
    Reply,
    Room,
    Words,
    make_words,
)
from bot.policy import Policy

PLACEHOLDER = "placeholder"
"""The doubt about an answer that names somebody by a placeholder which stands for nobody: it never goes out as it is."""


def label_answer(draft: Draft, policy: Policy, *, by: str = "", points: tuple[Words, ...] = ()) -> Words:
    """Return a draft's words under the label that every one of them carries: that it is an AI's, and who let it out.

    In place of its words it can show `points`.
    """
    return make_words(
        "suggest-answer" if points else "answer",
        draft.pending.language,
        **({"points": points} if points else {"answer": draft.text}),
        cut=int(draft.cut),
        source="model" if policy.backend.generative else "embedded",
        checked="no" if not by else "edited" if draft.edited_by else "yes",
        person=by or "-",
        human=int(policy.rules.disclaimer),
        task=draft.pending.task,
    )


def drop_answers(room: Room, void: tuple[Pending, ...], policy: Policy, *, silently: EventId) -> Decision:
    """Drop the questions in `void` and tell who asked, except where the question itself, `silently`, is gone."""
    effects: list[Effect] = []
    for question in void:
        room = room.without_pending(question)
        effects.append(Cancel(question.question))
        if question.question != silently and question.task not in UNASKED:
            sentence = make_words("answer-dropped", question.language, prefix=policy.rules.prefix)
            effects.append(tell_asker(question, sentence))
    return Decision(room, tuple(effects))


def tell_asker(pending: Pending, sentence: Words) -> Reply | Notice:
    """Return the order to tell whoever asked: as a reply, or, where the question stands in another room, by itself."""
    return (
        Notice(sentence, Mark(kind=pending.task), where=pending.where)
        if pending.aside
        else reply_to_asker(pending, sentence)
    )


def reply_to_asker(pending: Pending, sentence: Words) -> Reply:
    """Return the reply that stands where the answer goes, in the thread of the question."""
    mark = Mark(kind=pending.task)
    return Reply(pending.question, sentence, mark, pending.thread, where=pending.where)
