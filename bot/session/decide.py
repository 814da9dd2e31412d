"""What the bot makes of each event. Precedence is written here once, top to bottom."""

from dataclasses import replace

from bot.model import (
    Alert,
    Answered,
    Arrived,
    Cancel,
    Decision,
    Edited,
    Elapsed,
    Event,
    Failed,
    Heard,
    Joined,
    Leave,
    Left,
    Mark,
    Ousted,
    Posted,
    PostedCard,
    Redacted,
    Renamed,
    Reply,
    Role,
    Room,
    UserId,
    WasAway,
    words,
)
from bot.policy import Policy
from bot.session import answering, floor, roster
from bot.session.agreement import DAY
from bot.session.call import Call
from bot.session.commands import TABLE, Unknown, allowed, recognise
from bot.session.window import corrected, kept, without
from bot.words import LANGUAGES

MOST_CARDS = 40


def decide(room: Room, event: Event, policy: Policy) -> Decision:
    """Return what becomes of `room` after `event`, and what is to be done about it.

    In a room without a seat only the bot's own coming and going matters.
    """
    match event:
        case Arrived():
            return roster.arrived(room, event, policy)
        case Ousted():
            return Decision(Room(room.id), (Cancel(),))
        case _ if not room.seated:
            return Decision(room)
        case Heard():
            return _heard(_noted(room, event, policy), event, policy)
        case Edited() | Redacted():
            return _changed(room, event, policy)
        case Joined() | Renamed() | Left():
            return roster.moved(room, event, policy)
        case _:
            return _from_ourselves(room, event, policy)


def unruled(room: Room, event: Event) -> Decision:
    """Return what the bot does in a room that no policy covers: one sentence, and it leaves."""
    if isinstance(event, Arrived):
        return Decision(Room(room.id), (Leave(words("room-no-policy", LANGUAGES[0])), Alert("room-no-policy")))
    return Decision(Room(room.id), (Cancel(),))


def _from_ourselves(room: Room, event: Event, policy: Policy) -> Decision:
    match event:
        case WasAway():
            return floor.was_away(room, event, policy)
        case Elapsed():
            return floor.elapsed(room, event, policy)
        case Answered():
            return answering.answered(room, event, policy)
        case Failed():
            return answering.failed(room, event, policy)
        case Posted():
            card = PostedCard(event.event, event.language, event.sha256)
            return Decision(replace(room, cards=(*room.cards, card)[-MOST_CARDS:]))
    return Decision(room)


def _noted(room: Room, heard: Heard, policy: Policy) -> Room:
    """Return the room knowing that somebody talked, and whether it was a therapist."""
    by_therapist = policy.role(heard.sender) is Role.THERAPIST
    return replace(room, last_talk=heard.at, last_therapist=heard.at if by_therapist else room.last_therapist)


def _heard(room: Room, heard: Heard, policy: Policy) -> Decision:
    match recognise(room, heard, policy):
        case None:
            return Decision(kept(room, heard, policy))
        case Unknown(nearest, language):
            sentence = words("unknown-command", language, prefix=policy.rules.prefix, near=nearest or "none")
            return Decision(room, (Reply(heard.id, sentence, Mark(kind="unknown"), heard.thread),))
        case Call() as call:
            return _called(call)


def _called(call: Call) -> Decision:
    """Return what a command does, if its sender is certain enough, may use it, and typed it in time."""
    row, rules = TABLE[call.name], call.policy.rules
    if rules.require_cross_signing and not (row.lowers or call.heard.signed):
        return _verify_first(call)
    if not allowed(call.name, call.policy):
        return call.answered("not-here")
    if call.role not in allowed(call.name, call.policy):
        return call.answered("not-permitted", who="therapist")
    if row.raises and call.heard.late:
        return call.answered("type-again")
    return row.run(call)


def _verify_first(call: Call) -> Decision:
    """Tell somebody how to verify their device, once a day."""
    sender, now = call.heard.sender, call.heard.at
    told = dict(call.room.told_to_verify)
    if sender in told and now - told[sender] < DAY:
        return Decision(call.room)
    told[UserId(sender)] = now
    return Decision(replace(call.room, told_to_verify=tuple(told.items())), (call.reply("verify-first"),))


def _changed(room: Room, event: Edited | Redacted, policy: Policy) -> Decision:
    """Obey an edit or a deletion: in the window, and by dropping every answer that rested on the old words."""
    void = tuple(one for one in room.pending if event.target in (one.question, *one.rests_on))
    if isinstance(event, Edited):
        room = corrected(room, event.target, event.sender, event.text)
    else:
        room = without(room, event=event.target)
    return answering.dropped(room, void, policy, silently=event.target)
