"""What the AI may offer unasked: seldom, after a pause, never into somebody's typing, and only to the therapist's desk."""

from dataclasses import replace

from bot.model import (
    TYPING_LASTS,
    Decision,
    Desk,
    Elapsed,
    EventId,
    Floor,
    Mark,
    Notice,
    Pending,
    Room,
    SessionRoom,
    Task,
    Typing,
)
from bot.policy import Policy
from bot.session.command.context import say_line
from bot.session.offers.gate import is_nothing_left
from bot.session.offers.purse import reserve_tokens
from bot.session.request.budget import find_budget_refusal
from bot.session.request.question import compose_question, send_question

MINUTE = 60.0
PAUSE = 20.0
"""Seconds of quiet that make a pause: nobody has written, and nobody has stopped typing since."""


def find_offer_time(room: Room, policy: Policy) -> float | None:
    """Return when something may be offered next, in seconds UTC; None if nothing may until somebody writes."""
    rules = policy.rules.initiative
    if room.floor is not Floor.SPEAK or room.talk == room.offer_talk:
        return None
    if room.offers >= rules.max or room.initiative.spent or is_nothing_left(room):
        return None
    if room.drafts or room.pending or room.is_paused or not policy.reaches(Task.OFFER, SessionRoom()):
        return None
    quiet = max(room.last_talk, room.initiative.stilled) + PAUSE
    typed = room.typing + TYPING_LASTS if room.typing else 0.0
    return max(quiet, typed, room.offered + MINUTE * rules.every)


def ask_for_offer(room: Room, policy: Policy, event: Elapsed) -> Decision:
    """Ask the backend whether there is something worth offering, if it may be asked now. Usually there is not."""
    due = find_offer_time(room, policy)
    if due is None or event.at < due:
        return Decision(room)
    pending = Pending(EventId(f"offer/{event.id}"), policy.bot, Task.OFFER, policy.languages[0])
    question = compose_question(room, policy, pending, event.at)
    room = replace(room, offer_talk=room.talk)
    if not question.ask.context:
        return Decision(room)  # nothing said may leave: look again when somebody writes
    if find_budget_refusal(room, policy, question.pending):
        return Decision(room)  # for today the model has been asked enough
    paid = reserve_tokens(room, policy, question.ask.context)
    if paid is None:
        return _rest_initiative(room, policy)
    return send_question(replace(paid, offered=event.at), question)


def note_typing(room: Room, event: Typing) -> Decision:
    """Note whether somebody is typing; when the last one stops, what is quiet begins."""
    if event.busy or not room.typing:
        return Decision(replace(room, typing=event.at if event.busy else 0.0))
    return Decision(replace(room, typing=0.0, initiative=replace(room.initiative, stilled=event.at)))


def _rest_initiative(room: Room, policy: Policy) -> Decision:
    """Let the AI's own initiative rest for this session, and say so at the desk, once."""
    room = replace(room, initiative=replace(room.initiative, spent=True))
    most = policy.rules.initiative.tokens
    told = (Notice(say_line(policy, "offers-spent", most=most), Mark(kind="offer"), where=Desk()),) if most else ()
    return Decision(room, told)
