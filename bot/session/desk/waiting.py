"""The line by which somebody waits for what lies at the desk: edited as it fares, so that nothing new is said. Pure.

Who has waited long does not look at that line any more: that nothing will come is said to them anew, whatever the reason is.

It says no more than that it was let out, or not: why, and who took an agreement back, is nobody's business in a room.
"""

from dataclasses import replace

from bot.model import (
    UNASKED,
    Amend,
    Clear,
    Decision,
    Direct,
    Edited,
    Event,
    Mark,
    Notice,
    Reply,
    Retract,
    Room,
    Shown,
    WaitingLine,
    Waits,
    Words,
    make_words,
)
from bot.policy import Policy
from bot.session.command.context import join_names, therapists
from bot.session.desk.replies import tell_asker
from bot.session.talk.clock import format_time_of_day

PREFIX = "W"
"""What the code of a waiting line begins with, before the number of its draft."""
WAITING = frozenset({Waits.LOOKED_AT, Waits.ASKED_AGAIN})
KEYS = {
    Waits.LOOKED_AT: "approval-waits",
    Waits.ASKED_AGAIN: "approval-asked-again",
    Waits.LET_OUT: "approval-let-out",
    Waits.NOT_LET_OUT: "approval-not-let-out",
    Waits.TAKEN_BACK: "approval-taken-back",
}
LONG = 300.0
"""Seconds after which somebody who waits has looked away: an edit alone would not be seen."""
_MARK = Mark(kind="waiting")


def say_who_looks_first(room: Room, event: Shown, policy: Policy) -> Decision:
    """Tell whoever asked who will look at the answer first: once, as soon as its card stands. A question asked anew has its line.

    Who asked before in this session, and knows by now how that fared, reads it in the same line: a new one would be one more
    in a room that is the people's.
    """
    draft = room.draft(event.code)
    if draft is None or draft.cards or draft.edited_by or draft.pending.task in UNASKED:
        return Decision(room)
    pending = draft.pending
    if any(line.question == pending.question for line in room.waiting):
        return Decision(room)
    code = f"{PREFIX}{draft.code[1:]}"
    line = WaitingLine(pending.question, pending.asker, code, pending.language, event.at, where=pending.where)
    settled = next((old for old in room.waiting if _is_settled_beside(old, line, room.tally.since)), None)
    if settled is not None:
        again = replace(line, event=settled.event, asked=pending.at or event.at)
        return Decision(_replace_line(room, settled, again), _amend(room, again, policy))
    posted: Reply | Notice = tell_asker(pending, _describe_waiting(room, line, policy))
    return Decision(replace(room, waiting=(*room.waiting, line)), (replace(posted, code=line.code),))


def _is_settled_beside(old: WaitingLine, line: WaitingLine, since: float) -> bool:
    """Return whether the line `old` stands where `line` would, says since the session began how an answer fared, and may say more."""
    beside = (old.asker, old.where) == (line.asker, line.where)
    return beside and old.event is not None and old.says not in WAITING and old.at >= since


def note_waiting_line(room: Room, event: Shown, policy: Policy) -> Decision:
    """Note as which message a waiting line stands; if its answer fared somehow by then, it says so at once."""
    line = next((line for line in room.waiting if line.code == event.code), None)
    if line is None or event.code[:1] != PREFIX:
        return Decision(room)
    stands = replace(line, event=event.event)
    amended = () if line.says is Waits.LOOKED_AT else _amend(room, stands, policy)
    return Decision(_replace_line(room, line, stands), amended)


def settle_waiting_lines(before: Room, event: Event, policy: Policy, decision: Decision) -> Decision:
    """Return `decision` with each waiting line brought up to what became of its answer."""
    decision = replace(decision, room=_drop_lost_lines(decision))
    for line in decision.room.waiting:
        says = _find_state(before, event, decision, line)
        if says is not line.says:
            now = replace(line, says=says, at=event.at)
            room = _replace_line(decision.room, line, now)
            decision = replace(decision, room=room).also(
                *_amend(room, now, policy), *_tell_anew(room, line, now, policy)
            )
    return decision


def _tell_anew(room: Room, line: WaitingLine, now: WaitingLine, policy: Policy) -> tuple[Reply, ...]:
    """Return the new line for whoever has waited long for what will not come now. Where the AI went off everybody is told that.

    It comes by how long they waited alone, so that nobody learns by it why: a withdrawal looks like a lapse, or a therapist's no.
    """
    if now.says is not Waits.NOT_LET_OUT or line.says not in WAITING or now.at - line.at < LONG:
        return ()
    if not room.is_on or line.asker in therapists(room, policy) or not room.knows(line.asker):
        return ()
    words = _describe_waiting(room, replace(now, asked=line.asked or line.at), policy)
    return (Reply(line.question, words, _MARK, notice=False, where=line.where),)


def forget_waiting_lines(room: Room, since: float) -> Room:
    """Return the room without the lines whose answer fared somehow before `since`, in seconds UTC."""
    return replace(room, waiting=tuple(line for line in room.waiting if line.at > since or line.says in WAITING))


def _find_state(before: Room, event: Event, decision: Decision, line: WaitingLine) -> Waits:
    """Return what a waiting line is to say by now. One rule per line."""
    room, question = decision.room, line.question
    said = next((said for said in before.said if said.question == question), None)
    if said and any(isinstance(effect, Retract) and effect.event == said.event for effect in decision.effects):
        return Waits.TAKEN_BACK
    if room.pending_for(question) and isinstance(event, Edited) and event.target == question:
        return Waits.ASKED_AGAIN
    if room.pending_for(question) or any(draft.pending.question == question for draft in room.drafts):
        return line.says if line.says in WAITING else Waits.LOOKED_AT
    if any(said.question == question for said in room.said):
        return Waits.LET_OUT
    if line.says is Waits.LET_OUT and said is not None and said.event is None:
        return Waits.NOT_LET_OUT  # it was held back before it stood
    return line.says if line.says not in WAITING else Waits.NOT_LET_OUT


def _amend(room: Room, line: WaitingLine, policy: Policy) -> tuple[Amend, ...]:
    """Return the edit that lets a line say what it is to say; none while it does not stand."""
    if line.event is None:
        return ()
    return (Amend(line.event, _describe_waiting(room, line, policy), _MARK, where=line.where),)


def _describe_waiting(room: Room, line: WaitingLine, policy: Policy) -> Words:
    first = therapists(room, policy)
    own, posts = int(line.asker in first), "yes" if policy.posts_allowed else "no"
    at = format_time_of_day(line.asked) if line.asked else "none"
    people = join_names(room, first) or "-"
    return make_words(KEYS[line.says], line.language, people=people, own=own, posts=posts, at=at)


def _drop_lost_lines(decision: Decision) -> Room:
    """Return the room without lines in rooms of somebody's own that were cleared, or whose owner has left."""
    room = decision.room
    cleared = {effect.where for effect in decision.effects if isinstance(effect, Clear)}
    kept = tuple(
        line
        for line in room.waiting
        if not isinstance(line.where, Direct) or (line.where not in cleared and room.knows(line.asker))
    )
    return replace(room, waiting=kept)


def _replace_line(room: Room, old: WaitingLine, new: WaitingLine) -> Room:
    return replace(room, waiting=tuple(new if line == old else line for line in room.waiting))
