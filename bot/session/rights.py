"""People's rights over their words: `!forget`, `!mydata`, and `!end`, which closes the session. Pure.

What cannot be undone is asked about first: the answer says what will happen, and the same command with a yes does it.
"""

from dataclasses import replace

from bot.model import (
    Decision,
    Direct,
    Forget,
    Open,
    Reliance,
    Role,
    Room,
    SessionRoom,
    ShowData,
    ShowHead,
    UserId,
)
from bot.policy import Policy
from bot.session.call import Call, line, name_of
from bot.session.commands import THERAPIST, command
from bot.session.consent import disagreed
from bot.session.floor import lowered
from bot.session.notes.closing import ended, note_of, with_note
from bot.session.notes.open_note import taken_away
from bot.words import folded
from bot.words.typed import meaning_of

WITHIN = 600.0
"""Seconds within which a yes counts."""


@command("end", who=THERAPIST)
def end(call: Call) -> Decision:
    """Close the session: the AI goes off, a note is drafted if policy says so, the window is cleared, the desk gets the signed head."""
    if asked := _asked_first(call, "end", sure=meant(call) == ["yes"], note=note_of(call)):
        return asked
    if waits := with_note(call):
        return replace(waits, room=_answered(call, waits.room, "end"))
    closed = ended(call.room, call.policy, call.heard.at)
    said_here = call.room.is_on and isinstance(call.heard.where, SessionRoom)
    done = () if said_here else (call.reply("end-done"),)
    confirmed = replace(closed, room=_answered(call, closed.room, "end"))
    return confirmed.also(*done, ShowHead(call.policy.languages[0]))


@command("forget")
def forget(call: Call) -> Decision:
    """Erase the caller's own words, or, for a therapist, everybody's in this session."""
    match meant(call):
        case ["me"] | ["me", "yes"] as said:
            return _forget_me(call, sure="yes" in said)
        case ["room"] | ["room", "yes"] as said:
            return _forget_room(call, sure="yes" in said)
    return call.answered("forget-what")


@command("mydata")
def mydata(call: Call) -> Decision:
    """Show the caller, where nobody else reads it, everything that is kept about them.

    They are asked to type it there: what is posted before they have come they could never read.
    """
    heard = call.heard
    if not isinstance(heard.where, Direct):
        return Decision(call.room, (Open(Direct(heard.sender)), call.reply("mydata-direct")))
    return Decision(call.room, (ShowData(heard.id, heard.where, call.language, call.policy.rules.prefix),))


def person_forgotten(room: Room, policy: Policy, person: UserId, now: float) -> Decision:
    """Withdraw for `person`, and erase their words and masks wherever they are kept. All drafts end with the floor."""
    gone = disagreed(room, policy, person, now)
    reason = line(policy, "floor-off-withdrawn", person=name_of(room, person))
    down = gone.also(Forget(person)).then(lowered, reason, policy, now)
    return replace(down, room=replace(down.room, masks=tuple(one for one in down.room.masks if one.by != person)))


def room_forgotten(room: Room, policy: Policy, now: float) -> Decision:
    """Close the session, and erase everybody's words and masks wherever they are kept, and the counts."""
    closed = ended(room, policy, now)
    bare = replace(closed, room=replace(closed.room, masks=(), reliance=Reliance()))
    return bare.then(taken_away).also(Forget())


def _forget_me(call: Call, *, sure: bool) -> Decision:
    if asked := _asked_first(call, "forget-me", sure=sure):
        return asked
    gone = person_forgotten(call.room, call.policy, call.heard.sender, call.heard.at)
    return _done(call, gone, "forget-me")


def _forget_room(call: Call, *, sure: bool) -> Decision:
    if call.role is not Role.THERAPIST:
        return call.answered("not-permitted", who="therapist")
    if asked := _asked_first(call, "forget-room", sure=sure):
        return asked
    gone = room_forgotten(call.room, call.policy, call.heard.at)
    return _done(call, gone, "forget-room")


def _done(call: Call, decision: Decision, what: str) -> Decision:
    return replace(decision, room=_answered(call, decision.room, what)).also(call.reply(f"{what}-done"))


def _asked_first(call: Call, what: str, *, sure: bool, **args: str) -> Decision | None:
    """Return the question whether the caller is sure; None if it was asked just now and they have said yes."""
    now, about = call.heard.at, f"{what} {call.heard.sender}"
    waiting = {one: at for one, at in call.room.to_confirm if now - at < WITHIN}
    if sure and about in waiting:
        return None
    room = replace(call.room, to_confirm=(*{**waiting, about: now}.items(),))
    return Decision(room, (call.reply(f"{what}-sure", **args),))


def _answered(call: Call, room: Room, what: str) -> Room:
    """Return the room in which the question about `what` waits no more: each erasing is asked about anew."""
    about = f"{what} {call.heard.sender}"
    return replace(room, to_confirm=tuple(one for one in room.to_confirm if one[0] != about))


def meant(call: Call) -> list[str]:
    """Return what stands behind the command, each word as what it means in whatever language: `me`, `room`, `yes`, else `?`."""
    typed = folded(call.argument).replace(".", " ").replace("!", " ").split()
    return [meaning[0] if (meaning := meaning_of(word, "sure")) else "?" for word in typed]
