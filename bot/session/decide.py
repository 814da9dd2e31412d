"""What the bot makes of each event. Precedence is written here once, top to bottom."""

from dataclasses import replace

from bot.model import (
    Alert,
    Answered,
    Arrived,
    Cancel,
    Decision,
    Decline,
    Edited,
    Elapsed,
    Event,
    Failed,
    Floor,
    Heard,
    Invited,
    Join,
    Joined,
    Leave,
    Left,
    Mark,
    Ousted,
    Posted,
    PostedCard,
    Redacted,
    Renamed,
    Replaced,
    Reply,
    Role,
    Room,
    Unreadable,
    WasAway,
    words,
)
from bot.policy import Policy
from bot.session import answering, floor, roster
from bot.session.agreement import DAY
from bot.session.call import Call, line
from bot.session.commands import TABLE, Unknown, allowed, recognise
from bot.session.window import corrected, kept, without
from bot.words import LANGUAGES

MOST_CARDS = 40


def decide(room: Room, event: Event, policy: Policy) -> Decision:
    """Return what becomes of `room` after `event`, and what is to be done about it.

    In a room without a seat only the bot's own coming and going matters.
    """
    match event:
        case Invited() | Arrived() | Ousted() | Replaced():
            return roster.placed(room, event, policy)
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
    """Return what the bot does in a room that no policy covers: one sentence, and it leaves.

    It goes there only to say so to a therapist.
    """
    if isinstance(event, Invited):
        return Decision(Room(room.id), (Cancel(), (Join if event.known else Decline)(event.inviter)))
    if isinstance(event, Arrived):
        return Decision(Room(room.id), (Leave(words("room-no-policy", LANGUAGES[0])), Alert("room-no-policy")))
    return Decision(Room(room.id), (Cancel(),))


def _from_ourselves(room: Room, event: Event, policy: Policy) -> Decision:
    match event:
        case Unreadable():
            return _unreadable(room, event, policy)
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
            return Decision(room if heard.overdue else kept(room, heard, policy))
        case Unknown(nearest, language):
            sentence = words("unknown-command", language, prefix=policy.rules.prefix, near=nearest or "none")
            return Decision(room, (Reply(heard.id, sentence, Mark(kind="unknown"), heard.thread),))
        case Call() as call:
            return _called(call)


def _called(call: Call) -> Decision:
    """Return what a command does, if its sender is certain enough, may use it, and typed it in time."""
    row = TABLE[call.name]
    if not row.lowers and (doubt := _doubt(call)):
        return doubt
    if not allowed(call.name, call.policy):
        return call.answered("not-here")
    if call.role not in allowed(call.name, call.policy):
        return call.answered("not-permitted", who="therapist")
    if row.raises and call.heard.late:
        return call.answered("type-again")
    if call.heard.overdue and not row.lowers:
        return Decision(call.room) if call.heard.asked else call.answered("send-again")
    return row.run(call)


def _unreadable(room: Room, event: Unreadable, policy: Policy) -> Decision:
    """Ask somebody to send a message again, where it may have been for the bot.

    While the floor is off the bot takes no notice of talk, so only an answer to a consent card is asked for then.
    """
    is_here = any(one.id == event.sender for one in room.roster)
    on_a_card = any(card.event == event.reply_to for card in room.cards)
    if not is_here or not (on_a_card or room.floor is not Floor.OFF):
        return Decision(room)
    return Decision(room, (Reply(event.message, line(policy, "unreadable"), Mark(kind="unreadable")),))


def _doubt(call: Call) -> Decision | None:
    """Return the refusal of a sender who is not certain enough for more than turning the AI down."""
    heard = call.heard
    if heard.changed:
        return _once_a_day(call, "identity-changed", heard.sender)
    if call.policy.rules.require_cross_signing and not heard.signed:
        return _once_a_day(call, "verify-first", f"{heard.sender} {heard.device}")
    return None


def _once_a_day(call: Call, key: str, whom: str) -> Decision:
    """Answer with the line `key` about `whom`, a person or one of their devices, unless it was said today."""
    now = call.heard.at
    told = {about: at for about, at in call.room.told_to_verify if now - at < DAY}
    about = f"{key} {whom}"
    if about in told:
        return Decision(call.room)
    room = replace(call.room, told_to_verify=(*told.items(), (about, now)))
    return Decision(room, (call.reply(key),))


def _changed(room: Room, event: Edited | Redacted, policy: Policy) -> Decision:
    """Obey an edit or a deletion: in the window, and by dropping every answer that rested on the old words."""
    void = tuple(one for one in room.pending if event.target in (one.question, *one.rests_on))
    if isinstance(event, Edited):
        room = corrected(room, event.target, event.sender, event.text)
    else:
        room = without(room, event=event.target)
    return answering.dropped(room, void, policy, silently=event.target)
