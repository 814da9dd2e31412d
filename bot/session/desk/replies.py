"""How an answer reaches whoever asked: under which label, code and message, and what they are told if it is dropped. Pure."""

from dataclasses import replace
from typing import TypeVar

from bot.model import (
    UNASKED,
    Cancel,
    Decision,
    Desk,
    Draft,
    Effect,
    EventId,
    Language,
    Mark,
    Notice,
    Outcome,
    Pending,
    Reply,
    Room,
    Said,
    Shown,
    Task,
    Words,
    make_words,
)
from bot.policy import Policy

PLACEHOLDER = "placeholder"
"""The doubt about an answer that names somebody by a placeholder which stands for nobody: it never goes out as it is."""
MOST_REMEMBERED = 200
"""Drafts that ended, and answers that were let out: an hour of live translation."""
_WHOLE = {Task.INTERPRET: "answer-live", Task.TRANSCRIBE: "answer-voice"}
Shows = TypeVar("Shows", Draft, Outcome, Said)


def label_answer(draft: Draft, policy: Policy, *, by: str = "", points: tuple[Words, ...] = ()) -> Words:
    """Return a draft's words with the label that every one of them carries: that it is an AI's, and who let it out.

    A live translation is the talk for whoever reads only that language, so there the words come first and the label last.
    In place of its words it can show `points`.
    """
    whole = _WHOLE.get(draft.pending.task, "answer")
    return make_words(
        "suggest-answer" if points else whole,
        draft.pending.language,
        **({"points": points} if points else {"answer": draft.text}),
        cut=int(draft.cut),
        source=_describe_source(draft, policy),
        backend=draft.backend,
        checked="no" if not by else "edited" if draft.edited_by else "yes",
        person=by or "-",
        human=int(policy.rules.disclaimer),
        task=draft.pending.task,
    )


def label_own_wording(language: Language, text: str) -> Words:
    """Return what stands in the place of a transcript once its speaker has put it right: no machine's words any more."""
    return make_words("answer-voice-own", language, answer=text)


def _describe_source(draft: Draft, policy: Policy) -> str:
    """Return where an answer is from, as its label calls it: one of the room's fallback is called by that's name."""
    if not policy.backend.generative:
        return "embedded"
    return "second" if policy.find_backend(draft.backend) == policy.backend.fallback else "model"


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


def assign_code(room: Room) -> tuple[Room, str]:
    """Return a code that nothing else in this room was ever called by, and the room knowing so."""
    return replace(room, codes=room.codes + 1), f"K{room.codes + 1}"


def note_shown_card(room: Room, event: Shown) -> Room:
    """Note as which event something with a code stands: an answer that was let out, or a card about a draft or answer."""
    for said in room.said:
        if said.code == event.code and said.event is None and said.where == event.where:
            return replace(room, said=_replace_said(room.said, said, replace(said, event=event.event, draft=None)))
    room = replace(
        room,
        explained=tuple(
            replace(answer, event=event.event) if answer.code == event.code else answer for answer in room.explained
        ),
    )
    if not isinstance(event.where, Desk):
        return room
    return replace(
        room,
        drafts=tuple(_put_on_card(draft, event) for draft in room.drafts),
        outcomes=tuple(_put_on_card(outcome, event) for outcome in room.outcomes),
        said=tuple(_put_on_card(said, event) for said in room.said),
    )


def note_let_out(room: Room, said: Said) -> Room:
    """Return the room knowing of an answer that is on its way to people."""
    return replace(room, said=(*room.said, said)[-MOST_REMEMBERED:])


def _put_on_card(answer: Shows, event: Shown) -> Shows:
    if answer.code != event.code:
        return answer
    answer = replace(answer, cards=(*answer.cards, event.event))
    return replace(answer, shown=event.at) if isinstance(answer, Draft) else answer


def _replace_said(said: tuple[Said, ...], old: Said, new: Said) -> tuple[Said, ...]:
    return tuple(new if answer == old else answer for answer in said)
