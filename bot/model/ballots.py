"""The poll beside a draft's card: to what its answers are bound, and how the therapists have voted so far."""

from dataclasses import dataclass

from bot.model.terms import EventId, UserId


@dataclass(frozen=True, slots=True)
class Vote:
    """A therapist's last word in a poll, the event `event`: to let the draft out, or to drop it.

    `at` is when it could be read, `cast` when it came, in seconds UTC: a key that came late changes no order.
    """

    event: EventId
    person: UserId
    lets_out: bool
    at: float
    cast: float


@dataclass(frozen=True, slots=True)
class Ballot:
    """What the draft `code` is decided on by, where policy has polls. `binding` is the draft's: a vote is on exactly this.

    `events` are the desk's polls about it, of which the first `ended` are closed. `votes` are one a therapist, until they count.
    """

    code: str
    binding: str
    events: tuple[EventId, ...] = ()
    ended: int = 0
    votes: tuple[Vote, ...] = ()
