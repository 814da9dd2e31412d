"""The poll beside each card, where policy has polls: how it comes and goes, what a vote is on, and when votes count. Pure.

A vote is on exactly what the card shows: the ids of the poll's answers are made of the draft's binding, and stand within
the encryption. It counts ten seconds after the last vote in that poll, so that a thumb that slipped can be put right.
"""

from dataclasses import replace
from hashlib import sha256

from bot.model import (
    Ballot,
    Card,
    Decision,
    Desk,
    Draft,
    Effect,
    Elapsed,
    EndPoll,
    Event,
    Heard,
    Mark,
    Notice,
    Outcome,
    Poll,
    Polled,
    Redacted,
    Room,
    Verdict,
    Vote,
    Voted,
)
from bot.policy import Policy
from bot.session.command.context import say_line
from bot.session.desk.approval import approve_draft
from bot.session.desk.card_text import describe_outcome
from bot.session.desk.drafts import end_draft
from bot.who_may import What, find_standing, may

CHANGEABLE = 10.0
"""Seconds in which a vote can be changed before it counts."""
MARK = Mark(kind="poll")


def keep_ballots(_before: Room, event: Event, policy: Policy, decision: Decision) -> Decision:
    """Return `decision` with a poll behind each card of a draft, and with the polls closed of drafts that wait no more.

    A vote that is deleted is none. In a frozen room nobody's vote stays: what was meant before the incident is not done
    after it.
    """
    room, effects = decision.room, list[Effect]()
    ballots = {ballot.code: ballot for ballot in room.ballots}
    if has_polls(policy):
        laid = (room.draft(effect.code) for effect in decision.effects if isinstance(effect, Card))
        for draft in filter(None, laid):
            ballots.setdefault(draft.code, Ballot(draft.code, draft.binding))
            effects.append(_make_poll(draft, policy))
    kept: list[Ballot] = []
    for ballot in ballots.values():
        if room.draft(ballot.code) and has_polls(policy):
            kept.append(replace(ballot, votes=_list_standing_votes(room, ballot, event)))
            continue
        effects += _close_polls(room, ballot, policy)
        if room.draft(ballot.code) or room.outcome(ballot.code):
            kept.append(replace(ballot, ended=len(ballot.events), votes=()))
    return replace(decision, room=replace(room, ballots=tuple(kept))).also(*effects)


def note_poll(room: Room, event: Polled) -> Decision:
    """Note as which event a poll stands. Where its draft is gone by now, it is closed at once, with all that was decided."""
    ballots = tuple(
        replace(ballot, events=(*ballot.events, event.event)) if ballot.code == event.code else ballot
        for ballot in room.ballots
    )
    return Decision(replace(room, ballots=ballots))


def read_choice(room: Room, voted: Voted) -> tuple[Ballot | None, bool | None]:
    """Return which draft somebody voted on, and whether to let it out; None for a vote that was taken back or says nothing.

    The first answer counts (MSC3381, "max_selections"). Which poll the vote refers to is asked only where its answers say
    nothing: a homeserver can write there what it likes.
    """
    for ballot in room.ballots:
        if voted.answers and voted.answers[0] in (yes_no := make_answer_ids(ballot)):
            return ballot, voted.answers[0] == yes_no[0]
    return next((ballot for ballot in room.ballots if voted.target in ballot.events), None), None


def make_answer_ids(ballot: Ballot | Draft) -> tuple[str, str]:
    """Return what a vote for letting out, and one for dropping, names: nothing else in any room goes by either."""
    yes, no = (sha256(f"{ballot.code} {ballot.binding} {word}".encode()).hexdigest()[:32] for word in ("yes", "no"))
    return yes, no


def cast_vote(room: Room, ballot: Ballot, vote: Vote) -> Room:
    """Return the room with `vote` in the place of that person's earlier one, unless that was cast later."""
    newer = any(old.person == vote.person and old.cast > vote.cast for old in ballot.votes)
    others = tuple(old for old in ballot.votes if old.person != vote.person)
    return room if newer else _put_ballot(room, replace(ballot, votes=(*others, vote)))


def take_vote_back(room: Room, ballot: Ballot, voted: Voted) -> Room:
    """Return the room without the vote of whoever took it back."""
    return _put_ballot(room, replace(ballot, votes=tuple(old for old in ballot.votes if old.person != voted.sender)))


def find_counting_time(room: Room) -> float | None:
    """Return when the next votes count, in seconds UTC; None if there are none."""
    return min((_find_due(ballot) for ballot in room.ballots if ballot.votes), default=None)


def count_votes(room: Room, policy: Policy, event: Elapsed) -> Decision:
    """Do what was voted, where nobody has changed a vote in time.

    While the homeserver does not answer nobody knows whether somebody has: then nothing is done, and the desk is told.
    """
    decision = Decision(room)
    for ballot in room.ballots:
        if ballot.votes and _find_due(ballot) <= event.at:
            empty = _put_ballot(decision.room, replace(ballot, votes=()))
            decision = replace(decision, room=empty).then(_count_ballot, ballot, policy, event)
    return decision


def point_at_card(room: Room, heard: Heard) -> Heard:
    """Return a reply to a poll, or what is in its thread, as a reply to the card that the poll is about."""
    if not isinstance(heard.where, Desk):
        return heard
    meant = heard.reply_to or heard.thread
    ballot = next((ballot for ballot in room.ballots if meant in ballot.events), None)
    answer = ballot and (room.draft(ballot.code) or room.outcome(ballot.code))
    return replace(heard, reply_to=answer.cards[-1]) if answer and answer.cards else heard


def _count_ballot(room: Room, ballot: Ballot, policy: Policy, event: Elapsed) -> Decision:
    """Do what was voted on one draft. One no outweighs any yes: what was dropped can be asked for again."""
    draft = room.draft(ballot.code)
    votes = [vote for vote in ballot.votes if may(What.APPROVE, find_standing(room, policy, vote.person))]
    if draft is None or draft.binding != ballot.binding or not votes or not has_polls(policy):
        return Decision(room)
    if event.deaf:
        words = say_line(policy, "vote-again", code=draft.code)
        return Decision(room, (Notice(words, MARK, rings=True, where=Desk()),))
    if refused := [vote for vote in votes if not vote.lets_out]:
        outcome = Outcome(draft.code, Verdict.REFUSED, event.at, refused[-1].person)
        return end_draft(room, draft, outcome, policy)
    return approve_draft(room, draft, policy, votes[-1].person, event.at)


def has_polls(policy: Policy) -> bool:
    """Return whether cards come with a poll: not where nothing can be let out anyway."""
    return policy.rules.desk.decide == "poll" and (policy.posts_allowed or policy.simulated)


def _make_poll(draft: Draft, policy: Policy) -> Poll:
    yes_id, no_id = make_answer_ids(draft)
    return Poll(
        draft.code,
        say_line(policy, "poll-question", code=draft.code, seconds=int(CHANGEABLE)),
        say_line(policy, "poll-yes"),
        say_line(policy, "poll-no"),
        yes_id,
        no_id,
        MARK,
        draft.pending.question,
    )


def _list_standing_votes(room: Room, ballot: Ballot, event: Event) -> tuple[Vote, ...]:
    """Return the votes that `event` leaves: none where the room is frozen, and not one that it deletes."""
    gone = event.target if isinstance(event, Redacted) else None
    return () if room.is_frozen else tuple(vote for vote in ballot.votes if vote.event != gone)


def _close_polls(room: Room, ballot: Ballot, policy: Policy) -> list[EndPoll]:
    """Return the orders to close what is open of a draft's polls, with what became of it."""
    outcome = room.outcome(ballot.code)
    said = describe_outcome(room, outcome, policy) if outcome else say_line(policy, "poll-over", code=ballot.code)
    return [EndPoll(poll, said, MARK) for poll in ballot.events[ballot.ended :]]


def _find_due(ballot: Ballot) -> float:
    return max(vote.at for vote in ballot.votes) + CHANGEABLE


def _put_ballot(room: Room, ballot: Ballot) -> Room:
    return replace(room, ballots=tuple(ballot if old.code == ballot.code else old for old in room.ballots))
