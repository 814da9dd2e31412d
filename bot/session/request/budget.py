"""The day's budget: what each request takes of it, counted as it leaves and again when it is answered, and when it is spent. Pure.

    key = spent_up(room, policy, pending)      # the line that says so, before the priced `pending` is asked; None if it may

A room has one for all, and each person a share of it, in tokens and in requests. What nobody asked for is the room's.
The second reader is for danger: no budget stops it, and it is counted beside. A day ends at midnight by the bot's machine.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from bot.model import (
    FREE,
    Answered,
    Ask,
    Cost,
    Decision,
    Desk,
    Event,
    Failed,
    Mark,
    Notice,
    Pending,
    Room,
    SessionRoom,
    Spent,
    Task,
    Use,
    UserId,
)
from bot.policy import Policy
from bot.session.command.context import CommandContext, say_line
from bot.session.request.prompts import collect_instructions
from bot.session.talk.token_estimate import HEAD, estimate_talk_tokens, estimate_tokens

MOST = 80
"""Percent of a room's budget at which the desk is told, once a day."""
QUARTER = 900
"""Seconds."""


@dataclass(frozen=True, slots=True)
class _Purse:
    """What was used of a budget, and what may be: `key` is the line that says that it does not reach."""

    used: Use
    budget: Use
    key: str

    def lacks(self, tokens: int) -> bool:
        """Return whether a request of so many tokens is more than there is left."""
        return self.used.tokens + tokens > self.budget.tokens or self.used.requests + 1 > self.budget.requests

    @property
    def percent(self) -> int:
        """Return how much of it is used, in percent, rounded up: of tokens or of requests, whichever is more."""
        pairs = ((self.used.tokens, self.budget.tokens), (self.used.requests, self.budget.requests))
        return min(100, max(-(-100 * used // budget) if budget else 100 for used, budget in pairs))


def find_budget_refusal(room: Room, policy: Policy, pending: Pending) -> str | None:
    """Return the line that says that the day's budget does not reach for a question that knows its cost, the room's first.

    None if it does.
    """
    if not policy.backend.generative:
        return None
    purses = _list_purses(_of_day(room.spent, pending.cost.day), policy, pending.asker)
    return next((purse.key for purse in purses if purse.lacks(sum_cost(pending.cost))), None)


def is_large(room: Room, policy: Policy, pending: Pending) -> bool:
    """Return whether a question that knows its cost takes more than half of what is left today."""
    if not policy.backend.generative:
        return False
    purses = _list_purses(_of_day(room.spent, pending.cost.day), policy, pending.asker)
    return any(purse.lacks(2 * sum_cost(pending.cost)) for purse in purses)


def estimate_cost(ask: Ask, policy: Policy, now: float) -> Cost:
    """Return what `ask` is expected to take: what goes out by estimate, and the longest answer there may be.

    Whoever composes a question writes this into it, so that it is judged, charged and settled by one estimate.
    Where no model is asked, nothing.
    """
    if not policy.backend.generative:
        return FREE
    talk = (*ask.context, *((ask.about,) if ask.about else ()))
    request = HEAD + estimate_tokens(ask.request) if ask.request else 0
    return Cost(
        find_day(now),
        estimate_tokens(collect_instructions(ask, policy)) + estimate_talk_tokens(talk) + request,
        policy.backend.longest_answer,
    )


def charge_budget(_: Room, event: Event, policy: Policy, decision: Decision) -> Decision:
    """Return `decision` with every request in it counted as it leaves; and the desk told, once a day, when most is used.

    A request whose question does not know its cost is estimated here: none goes uncounted.
    """
    now = event.at
    spent = take_today(decision.room.spent, now)
    room = decision.room if spent == decision.room.spent else replace(decision.room, spent=spent)
    if policy.backend.generative:
        for effect in decision.effects:
            room = (
                _reserve_cost(room, effect, _find_cost(room, effect, policy, now)) if isinstance(effect, Ask) else room
            )
    purse = _open_room_purse(room.spent, policy)
    if room.spent.told or not purse.used.requests or purse.percent < MOST or not room.seated:
        return Decision(room, decision.effects)
    note = Notice(say_line(policy, "budget-most", percent=purse.percent), Mark(kind="budget"), where=Desk())
    return Decision(replace(room, spent=replace(room.spent, told=True)), decision.effects).also(note)


def settle_request(room: Room, event: Answered | Failed) -> Room:
    """Return the room with the backend's own counts in place of the estimate; where it says none, that stands.

    Without an answer, the answer's part is given back; all of it, if nothing left.
    """
    pending = room.pending_for(event.question)
    if pending is None:
        return room
    held = pending.cost
    match event:
        case Answered():
            real = replace(held, sent=event.tokens_in or held.sent, answer=event.tokens_out or held.answer)
        case Failed():
            real = replace(held, sent=held.sent if event.left else 0, answer=0)
    back = 1 if isinstance(event, Failed) and not event.left and sum_cost(held) else 0
    priced = replace(pending, cost=real)
    room = replace(room, pending=tuple(priced if question == pending else question for question in room.pending))
    if room.spent.day != held.day:
        return room
    return _add_use(room, pending, Use(sum_cost(real) - sum_cost(held), -back))


def find_day(at: float) -> int:
    """Return the number of the day of `at` (seconds UTC), in the time zone of the bot's machine."""
    return _find_day_of_quarter(at // QUARTER)


@lru_cache(maxsize=8)
def _find_day_of_quarter(number: float) -> int:
    """Return the day of a quarter of an hour: in no time zone does a day begin within one. Each message asks for it twice."""
    return datetime.fromtimestamp(number * QUARTER).astimezone().toordinal()


def sum_cost(cost: Cost) -> int:
    """Return the tokens that one request takes: what is sent, and its answer."""
    return cost.sent + cost.answer


def take_today(spent: Spent, now: float) -> Spent:
    """Return `spent` if it is of the day of `now` (seconds UTC), or of a later one by a clock set back; else nothing."""
    return _of_day(spent, find_day(now))


def list_used_shares(call: CommandContext) -> dict[str, str | int]:
    """Return how much is used today, as `!status` says it: of the room's budget, and where nobody else reads it, of the caller's."""
    spent, policy = take_today(call.room.spent, call.heard.at), call.policy
    room, *own = _list_purses(spent, policy, call.heard.sender)
    alone = not isinstance(call.heard.where, SessionRoom)
    mine = own[0] if own and alone else room
    return {
        "budget": ("own" if alone and own else "room") if policy.backend.generative else "none",
        "read": spent.reader.tokens,
        **_describe_purse(room, "room_"),
        **_describe_purse(mine, "own_"),
    }


def compute_used_percent(room: Room, policy: Policy) -> int:
    """Return how much of the room's budget is used, in percent, rounded up."""
    return _open_room_purse(room.spent, policy).percent


def _describe_purse(purse: _Purse, mine: str) -> dict[str, str | int]:
    numbers = {"requests": purse.used.requests, "most_requests": purse.budget.requests}
    numbers |= {"tokens": purse.used.tokens, "most_tokens": purse.budget.tokens}
    return {f"{mine}{name}": number for name, number in numbers.items()}


def _list_purses(spent: Spent, policy: Policy, asker: UserId) -> tuple[_Purse, ...]:
    """Return the budgets that a request of `asker` is taken from: the room's, and a person's own."""
    room = _open_room_purse(spent, policy)
    if asker == policy.bot:
        return (room,)
    budget = policy.rules.budget
    own = dict(spent.people).get(asker, Use())
    return room, _Purse(own, Use(budget.person_day, budget.person_requests), "budget-person")


def _open_room_purse(spent: Spent, policy: Policy) -> _Purse:
    budget = policy.rules.budget
    return _Purse(spent.room, Use(budget.room_day, budget.room_requests), "budget-room")


def _of_day(spent: Spent, number: int) -> Spent:
    return Spent() if spent.day < number else spent


def _find_cost(room: Room, ask: Ask, policy: Policy, now: float) -> Cost:
    """Return what the question that `ask` is sent for knows to be its cost, or else an estimate."""
    known = next((pending.cost for pending in room.pending if pending.question == ask.question), FREE)
    return known if known != FREE else estimate_cost(ask, policy, now)


def _reserve_cost(room: Room, ask: Ask, what: Cost) -> Room:
    """Return the room with a request counted, and its question knowing what it was counted as."""
    waiting = tuple(
        replace(question, cost=what) if question.question == ask.question else question for question in room.pending
    )
    spent = replace(room.spent, day=max(room.spent.day, what.day))
    return _add_use(replace(room, pending=waiting, spent=spent), ask, Use(sum_cost(what), 1))


def _add_use(room: Room, asking: Ask | Pending, more: Use) -> Room:
    spent = room.spent
    if asking.task is Task.WATCH:
        return replace(room, spent=replace(spent, reader=_sum_uses(spent.reader, more)))
    people = dict(spent.people)
    people[asking.asker] = _sum_uses(people.get(asking.asker, Use()), more)
    return replace(room, spent=replace(spent, room=_sum_uses(spent.room, more), people=tuple(people.items())))


def _sum_uses(use: Use, more: Use) -> Use:
    return Use(use.tokens + more.tokens, use.requests + more.requests)
