"""Votes in the polls at the desk: each counts as a reply to the card would, of the same people, devices and moments. Pure."""

from bot.model import Ballot, Decision, Desk, Heard, Reacted, Role, Room, Vote, Voted
from bot.policy import Policy
from bot.session.command.context import CommandContext, find_own_language
from bot.session.commands.sender_trust import refuse_uncertain_sender
from bot.session.desk.approval import obey_reaction, obey_verdict
from bot.session.desk.ballots import cast_vote, has_polls, read_choice, take_vote_back
from bot.who_may import Bar, What, find_bar


def obey_tap(room: Room, event: Reacted | Voted, policy: Policy) -> Decision:
    """Take a reaction to a card, or a vote in its poll, for what policy says that it is."""
    return obey_reaction(room, event, policy) if isinstance(event, Reacted) else _take_vote(room, event, policy)


def _take_vote(room: Room, voted: Voted, policy: Policy) -> Decision:
    """Let a therapist's vote count in ten seconds; where a reply of theirs would not count, say what is said to that.

    Of what is decided already they are told at once, as somebody is who replies too late.
    """
    ballot, lets_out = read_choice(room, voted)
    if ballot is None or policy.role(voted.sender) is not Role.THERAPIST:
        return Decision(room)
    if lets_out is None:
        return Decision(take_vote_back(room, ballot, voted))
    heard = _put_into_words(ballot, voted, "ok" if lets_out else "no")
    call = CommandContext(room, heard, policy, "desk", find_own_language(room, policy, voted.sender))
    bar = find_bar(What.APPROVE, call.standing)
    if bar in {Bar.NOBODY, Bar.STRANGER}:
        return Decision(room)
    if call.is_uncertain:
        return refuse_uncertain_sender(call)
    if bar:
        return call.answer_with("vote-again", code=ballot.code)
    if room.is_frozen or room.draft(ballot.code) is None:
        return obey_verdict(room, heard, policy)
    if not has_polls(policy):
        return call.answer_with("poll-over", code=ballot.code)
    vote = Vote(voted.id, voted.sender, lets_out, voted.at, voted.written or voted.at)
    return Decision(cast_vote(room, ballot, vote))


def _put_into_words(ballot: Ballot, voted: Voted, word: str) -> Heard:
    """Return a vote as the reply that says the same, and that is answered beneath the poll itself."""
    return Heard(
        ballot.events[-1] if ballot.events else voted.id,
        voted.sender,
        voted.at,
        f"{word} {ballot.code}",
        device=voted.device,
        signed=voted.signed,
        changed=voted.changed,
        late=voted.late,
        overdue=voted.overdue,
        where=Desk(),
    )
