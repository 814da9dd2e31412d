"""What the bot makes of each event. Precedence is written here once, top to bottom."""

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from bot.model import (
    Alert,
    Answered,
    Arrived,
    Attached,
    Came,
    Cancel,
    Decision,
    Decline,
    Desk,
    Direct,
    Edited,
    Elapsed,
    Event,
    Failed,
    Frozen,
    Heard,
    Invited,
    Join,
    Joined,
    Leave,
    Left,
    Mark,
    Misruled,
    Ousted,
    Posted,
    PostedCard,
    Present,
    Reacted,
    Redacted,
    Renamed,
    Replaced,
    Reply,
    Role,
    Room,
    Ruled,
    SessionRoom,
    Shown,
    Task,
    Typing,
    Unreadable,
    Unsaid,
    WasAway,
    words,
)
from bot.policy import Policy
from bot.session import answering, approval, attachments, budget, deadlines, delivery, drafts, floor, roster, ruling
from bot.session.call import Call, own_language
from bot.session.certainty import said_once, uncertain
from bot.session.commands import TABLE, Unknown, allowed, recognise
from bot.session.counting import count_reliance
from bot.session.danger import incident, second_reader, tripwire
from bot.session.danger.alarms import overheard
from bot.session.fixed import asks_if_ai
from bot.session.following import followed
from bot.session.grounds import is_by, rests_on
from bot.session.notes import closing, noting, open_note
from bot.session.notes.digests import keep_digests
from bot.session.offers import initiative
from bot.session.reliance import note_reliance
from bot.session.taken_back import is_command_now, old_words_gone
from bot.session.translation import interpreting
from bot.session.window import corrected, kept, without
from bot.words import FALLBACK

MOST_CARDS = 40
HOUR = 3600.0

Afterthought = Callable[[Room, Event, Policy, Decision], Decision]
When = Callable[[Room, Room], bool]
AFTER: tuple[tuple[When, Afterthought], ...] = (
    (lambda _, room: bool(room.interpreting), interpreting.follow_talk),
    (lambda before, room: room.frozen_since != before.frozen_since, incident.keep_freeze),
    (lambda _, room: bool(room.digests), keep_digests),
    (lambda *_: True, budget.charge_budget),
    (lambda _, room: room.seated, count_reliance),
    (lambda before, room: room.floor is not before.floor or room.reliance.runs != before.reliance.runs, note_reliance),
)
"""What is done behind every decision: from the room before, the event, and what was decided so far.

Each stands behind when it can matter at all, by the room before and the room so far: elsewhere it is not called.
The next translation is asked for, what the operator froze stays frozen, what was read out of words that are gone goes
too; then every request in the decision, the translation among them, is taken from the budget; and last, all is counted.
"""


def decide(room: Room, event: Event, policy: Policy) -> Decision:
    """Return what becomes of `room` after `event`, and what is to be done about it.

    In a room without a seat only the bot's own coming and going matters, what people take back, and the operator's freeze.
    """
    decision = _decided(room, event, policy)
    for matters, afterthought in AFTER:
        if matters(room, decision.room):
            decision = afterthought(room, event, policy, decision)
    return decision


def _decided(room: Room, event: Event, policy: Policy) -> Decision:
    match event:
        case Frozen():
            return incident.frozen(room, event, policy)
        case Invited() | Arrived() | Ousted() | Replaced():
            return roster.placed(room, event, policy)
        case _ if not room.seated:
            return Decision(room, old_words_gone(event))
        case Joined() | Came() | Renamed() | Left():
            return roster.moved(room, event, policy)
        case Heard() | Attached() | Present() | Reacted() | Typing() | Edited() | Redacted():
            return _from_people(room, event, policy)
        case WasAway() | Elapsed() | Unreadable() | Ruled() | Misruled():
            return _from_outside(room, event, policy)
        case Answered() | Failed() | Posted() | Shown() | Unsaid():
            return _from_ourselves(room, event, policy)
        case _:
            assert_never(event)


def unruled(room: Room, event: Event) -> Decision:
    """Return what the bot does in a room that no policy covers, or none any more: one sentence, and it leaves.

    It goes there only to say so to a therapist. A freeze of the operator's holds there too.
    """
    if isinstance(event, Frozen):
        return Decision(incident.noted(room, event), (Cancel(),))
    return incident.upheld(room, event, _unruled(room, event))


def _unruled(room: Room, event: Event) -> Decision:
    if isinstance(event, Invited):
        return Decision(room.vacated(), (Cancel(), (Join if event.known else Decline)(event.inviter)))
    if isinstance(event, Arrived) or (isinstance(event, Ruled) and room.seated):
        goodbye = Leave(words("room-no-policy", FALLBACK))
        return Decision(room.vacated(), (Cancel(), goodbye, Alert("room-no-policy")))
    return Decision(room.vacated(), (Cancel(), *old_words_gone(event)))


def _from_people(
    room: Room, event: Heard | Attached | Present | Reacted | Typing | Edited | Redacted, policy: Policy
) -> Decision:
    match event:
        case Heard():
            return _heard(_noted(room, event, policy), event, policy)
        case Attached():
            return attachments.attached(_noted(room, event, policy), event, policy)
        case Present():
            return Decision(replace(room, last_therapist=event.at))
        case Reacted():
            return approval.reacted(room, event, policy)
        case Typing():
            return initiative.typed(room, event)
        case Edited() | Redacted():
            return _changed(room, event, policy)


def _from_outside(room: Room, event: WasAway | Elapsed | Unreadable | Ruled | Misruled, policy: Policy) -> Decision:
    match event:
        case Ruled():
            return ruling.ruled(room, event, policy)
        case Misruled():
            return ruling.misruled(room, event, policy)
        case WasAway():
            return floor.was_away(room, event, policy)
        case Elapsed():
            return deadlines.elapsed(room, event, policy)
        case Unreadable():
            return _unreadable(room, event, policy)


def _from_ourselves(room: Room, event: Answered | Failed | Posted | Shown | Unsaid, policy: Policy) -> Decision:
    match event:
        case Answered() | Failed():
            return _from_a_backend(budget.settled(room, event), event, policy)
        case Posted():
            card = PostedCard(event.event, event.language, event.sha256)
            return Decision(replace(room, cards=(*room.cards, card)[-MOST_CARDS:]))
        case Shown():
            room = drafts.shown(room, event)
            return open_note.shown(room, event) if room.note else Decision(room)
        case Unsaid():
            return Decision(room, (Alert(event.reason),)).then(overheard, event, policy)


def _from_a_backend(room: Room, event: Answered | Failed, policy: Policy) -> Decision:
    """Give an answer, or word that there is none, to whatever asked: each knows what it waits for."""
    match next((pending.task for pending in room.pending if pending.question == event.question), None):
        case Task.WATCH:
            return second_reader.returned(room, event, policy)
        case Task.SUMMARY | Task.NOTE:
            return closing.returned(room, event, policy)
        case Task.INTERPRET:
            return interpreting.returned(room, event, policy)
    if isinstance(event, Answered):
        return answering.answered(room, event, policy)
    return answering.failed(room, event, policy)


def _noted(room: Room, heard: Heard | Attached, policy: Policy) -> Room:
    """Return the room knowing that somebody talked, and whether it was a therapist, who may also be at the desk.

    Who sends a picture or a voice message is there too, though nobody knows what it says.
    """
    if policy.role(heard.sender) is Role.THERAPIST:
        room = replace(room, last_therapist=heard.at)
    return replace(room, last_talk=heard.at) if isinstance(heard.where, SessionRoom) else room


def _heard(room: Room, heard: Heard, policy: Policy) -> Decision:
    """Look for danger first; whatever it finds, the message then counts as any other."""
    return tripwire.watched(room, heard, policy).then(_understood, heard, policy)


def _understood(room: Room, heard: Heard, policy: Policy) -> Decision:
    match recognise(room, heard, policy):
        case None:
            return _talked(room, heard, policy)
        case Unknown(nearest, language):
            return Call(room, heard, policy, "unknown", language).answered("unknown-command", near=nearest or "none")
        case Call() as call:
            return _called(call)


def _talked(room: Room, heard: Heard, policy: Policy) -> Decision:
    """Return what follows from words that are no command: kept in the session room, a word on a draft at the desk."""
    call = Call(room, heard, policy, "desk", own_language(room, policy, heard.sender))
    if isinstance(heard.where, Desk):
        return Decision(room) if call.role is not Role.THERAPIST else uncertain(call) or _on_a_draft(call)
    if isinstance(heard.where, Direct):
        return said_once(HOUR, replace(call, name="direct"), "direct-unread", heard.sender)
    if heard.overdue:
        return Decision(room)
    room = interpreting.noted(kept(replace(room, talk=room.talk + 1), heard, policy), policy, heard)
    room = second_reader.noted(room, policy, heard.id)
    stale = drafts.outdated(room, policy, heard.at)
    return stale.then(second_reader.asked, policy, heard.id, heard.at)


def _on_a_draft(call: Call) -> Decision:
    """Take a therapist's word on a draft, unless it could be read too late to be sure that it still holds."""
    if call.heard.overdue or call.heard.late:
        return call.answered("type-again")
    said = noting.told(call.room, call.heard, call.policy)
    return said or approval.decided(call.room, call.heard, call.policy)


def _called(call: Call) -> Decision:
    """Return what a command does, if its sender is certain enough, may use it, and typed it in time."""
    row = TABLE[call.name]
    if not row.lowers and (doubt := uncertain(call)):
        return doubt
    if not allowed(call.name, call.policy):
        return call.answered("not-here")
    if call.name == "ask" and asks_if_ai(call.argument):
        return call.answered("are-you-ai")
    if call.role not in allowed(call.name, call.policy):
        return call.answered("not-permitted", who="therapist")
    if call.room.is_frozen and (waits := incident.refused(call)):
        return waits
    if row.raises and call.heard.late:
        return call.answered("type-again")
    if call.heard.overdue and not row.lowers:
        return Decision(call.room) if call.heard.asked else call.answered("send-again")
    return followed(call) if call.wish else row.run(call)


def _unreadable(room: Room, event: Unreadable, policy: Policy) -> Decision:
    """Ask somebody to send a message again, where it may have been for the bot.

    While the floor is off the bot takes no notice of talk, so only an answer to a consent card is asked for then.
    """
    is_here = room.knows(event.sender)
    on_a_card = room.consent_card(event.reply_to) is not None
    for_us = not isinstance(event.where, SessionRoom) or on_a_card or room.is_on
    if not is_here or not for_us:
        return Decision(room)
    mark = Mark(kind="unreadable")
    sentence = words("unreadable", own_language(room, policy, event.sender), prefix=policy.rules.prefix)
    return Decision(room, (Reply(event.message, sentence, mark, where=event.where),))


def _void(room: Room, event: Edited | Redacted, policy: Policy) -> Decision:
    """End the drafts that rest on a message which is not what it was, and the lines of an open note that do."""
    dead = drafts.changed(room, policy, event.target, event.at)
    return dead.then(open_note.without, policy, open_note.on_message(event.target))


def _changed(room: Room, event: Edited | Redacted, policy: Policy) -> Decision:
    """Obey an edit or a deletion: in the window, in what was sent, and by dropping every answer that rested on the old words."""
    if isinstance(event, Edited) and not is_by(room, event.target, event.sender):
        return Decision(room, old_words_gone(event))
    danger = Decision(room)
    if isinstance(event, Edited):
        danger = tripwire.watched(room, Heard(event.target, event.sender, event.at, event.text), policy)
    took = danger.also(*old_words_gone(event)).then(interpreting.unsettled, event.target)
    room = took.room
    void = tuple(one for one in room.pending if rests_on(one, event.target))
    if isinstance(event, Edited) and not is_command_now(room, event, policy):
        room = corrected(room, event, policy)
    else:
        room = without(room, event=event.target)
    drop = replace(took, room=room).then(delivery.dropped, void, policy, silently=event.target)
    dead = drop.then(_void, event, policy)
    if isinstance(event, Edited):
        new = second_reader.noted(interpreting.noted(dead.room, policy, event), policy, event.target)
        dead = replace(dead, room=new)
    return dead.then(second_reader.asked, policy, event.id, event.at)
