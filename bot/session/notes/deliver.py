"""A summary or note of which all is read: put together without a model, and laid where it belongs. Pure."""

from dataclasses import dataclass, replace

from bot.model import (
    Card,
    Decision,
    Desk,
    Digest,
    Draft,
    Ground,
    Mark,
    Note,
    Notice,
    Pending,
    Point,
    Room,
    Said,
    SessionRoom,
    Task,
    make_words,
)
from bot.policy import Policy
from bot.session.answers.hinting import find_danger_doubt
from bot.session.answers.links import cite_grounds
from bot.session.answers.tidy import take_sentences
from bot.session.desk.drafts import lay_draft
from bot.session.desk.replies import assign_code, note_let_out
from bot.session.notes.open_note import lay_open_note
from bot.session.notes.page import MORE, describe_left_out, render_summary
from bot.session.notes.reduce_points import gather_points
from bot.session.notes.template import Form

MOST_SENTENCES = 10
"""Sentences of a summary for clients."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is being made: under which rules, for whose question, in which form, and when."""

    policy: Policy
    pending: Pending
    form: Form
    now: float


def hand_in_work(room: Room, work: Work, digests: tuple[Digest, ...]) -> Decision:
    """Put together what was read, and show it: a note and a summary at the desk, one for clients as a draft."""
    points, more = gather_points(digests, work.form)
    flaws = (*(flaw for digest in digests for flaw in digest.left_out), *(MORE,) * more)
    bare = tuple(heading for digest in digests for heading in digest.bare)
    # What both backends read goes under the fallback's name: the room's own backend is the one that nobody has to be told of.
    second = work.policy.backend.fallback
    newest = next((digest for digest in reversed(digests) if second and digest.backend == second.name), digests[-1])
    pending = replace(work.pending, rests_on=_collect_grounds(digests), talk=room.talk)
    work = replace(work, pending=pending)
    if work.form.is_for_clients:
        draft = _draft_for_clients(room, work, points, newest)
        left_out = describe_left_out(flaws, 0, work.form.language)
        return draft.also(*(Notice(line, Mark(kind=pending.task), where=Desk()) for line in left_out))
    if work.form.task is Task.NOTE:
        return _lay_note(room, work, points, replace(newest, left_out=flaws, bare=bare))
    code_given, code = assign_code(room)
    page = render_summary(points, room, flaws, work.form.language)
    mark = Mark("summary", generated=True, backend=newest.backend, model=newest.model, policy=work.policy.sha256)
    said = Said(code, pending.question, pending.asker, pending.task, Desk(), pending.rests_on, at=work.now)
    return Decision(note_let_out(code_given, said), (Card(code, page, mark, question=pending.question),))


def say_at_desk(policy: Policy, pending: Pending, key: str, **args: str | int) -> Notice:
    """Return one quiet line at the desk about a summary or note, wherever it was asked for."""
    sentence = make_words(key, pending.language, prefix=policy.rules.prefix, **args)
    return Notice(sentence, Mark(kind=pending.task), where=Desk())


def _lay_note(room: Room, work: Work, points: tuple[Point, ...], read: Digest) -> Decision:
    """Lay a note on the desk; where one in the same template lies there, what the therapist wrote in it stays theirs."""
    lies, form = room.note, work.form
    same = lies is not None and lies.template == form.name
    own = tuple(point for point in lies.points if point.by) if lies and same else ()
    theirs = {point.heading for point in own}
    note = Note(
        code=lies.code if lies else "",
        question=work.pending.question,
        form=form.key,
        language=form.language,
        title=form.title,
        headings=form.headings,
        points=(*(point for point in points if point.heading not in theirs), *own),
        left_out=read.left_out,
        bare=read.bare,
        backend=read.backend,
        model=read.model,
        at=work.now,
        codes=lies.codes if lies else (),
    )
    return lay_open_note(room, note, work.policy)


def _draft_for_clients(room: Room, work: Work, points: tuple[Point, ...], read: Digest) -> Decision:
    """Lay what the clients may get to read on the desk as a draft: it goes to the session room with a therapist's ok.

    It rests on all that was read for it, and not only on what its lines cite: whose words were used is in none of it any
    more once they take them back.
    """
    text, cut = take_sentences("\n".join(f"- {point.text}" for point in points), MOST_SENTENCES)
    pending = replace(work.pending, where=SessionRoom())
    cites = cite_grounds(room, _collect_grounds(points))
    doubt = find_danger_doubt(text)
    draft = Draft("", pending, text, cut, read.backend, read.model, work.now, "", cites=cites, doubt=doubt)
    return lay_draft(room, draft, work.policy)


def _collect_grounds(of: tuple[Point, ...] | tuple[Digest, ...]) -> tuple[Ground, ...]:
    """Return every message that points cite, or that digests were read from, once, in the order of the talk."""
    by_event = {ground.event: ground for source in of for ground in source.rests_on}
    return tuple(sorted(by_event.values(), key=lambda ground: ground.at))
