"""The floor: who turns the AI up, who turns it down, and what turns it down by itself."""

from dataclasses import replace

from bot.model import (
    Cancel,
    Decision,
    Direct,
    Floor,
    Initiative,
    Mark,
    Notice,
    Purpose,
    Reply,
    Room,
    SessionRoom,
    Tally,
    Task,
    Verdict,
    WasAway,
    Words,
)
from bot.policy import Policy
from bot.session.agreement import agreed, missing
from bot.session.call import Call, aloud, line, names
from bot.session.clock import clock
from bot.session.commands import THERAPIST, command
from bot.session.drafts import voided
from bot.session.supervision import reported


@command("stop", kind="lowers")
def stop(call: Call) -> Decision:
    """Turn the AI off at once, also in the middle of an answer. Anybody may."""
    return _off(call)


@command("listen", who=THERAPIST, kind="raises")
def listen(call: Call) -> Decision:
    """Read along silently, once everybody has agreed. The therapist's `!listen` is their own agreement."""
    return _raised(call, Floor.LISTEN)


@command("speak", who=THERAPIST, kind="raises")
def speak(call: Call) -> Decision:
    """As `!listen`, and sometimes lay something unasked on the therapist's desk."""
    if call.policy.rules.floor_max is Floor.LISTEN:
        return call.answered("speak-never")
    if not call.policy.backend.generative:
        return call.answered("speak-unable")
    if not call.policy.reaches(Task.OFFER, SessionRoom()):
        return call.answered("speak-stays")
    return _raised(call, Floor.SPEAK)


@command("off", who=THERAPIST, kind="lowers")
def off(call: Call) -> Decision:
    """Turn the AI off: it keeps nothing of what is said and asks no model."""
    return _off(call)


def lowered(room: Room, reason: Words, policy: Policy, now: float) -> Decision:
    """Turn the floor off and drop everything that is under way or waits at the desk; `reason` is said aloud.

    If the floor is off already, nothing happens and nothing is said.
    """
    if not room.is_on:
        return Decision(room)
    said = Decision(room, (Cancel(), Notice(aloud(policy, reason), Mark(kind="floor"), rings=True)))
    void = said.then(voided, policy, Verdict.FLOOR_OFF, now, lambda _: True)
    return replace(void, room=silent(void.room)).also(*reported(void.room, policy, now))


def silent(room: Room) -> Room:
    """Return the room with the AI off, and nothing under way any more; its drafts are another matter."""
    said = tuple(replace(one, again=None) for one in room.said if one.event is not None)
    return replace(
        room,
        floor=Floor.OFF,
        pending=(),
        said=said,
        explained=(),
        typing=0.0,
        to_read=(),
        tally=Tally(),
        initiative=Initiative(),
        interpreting=(),
        utterances=(),
        missed=0,
        anchor=None,
    )


def was_away(room: Room, event: WasAway, policy: Policy) -> Decision:
    """Turn the floor off after an absence of the bot's own, and say from when to when."""
    reason = line(policy, "floor-off-away", since=clock(event.since), until=clock(event.at))
    return lowered(room, reason, policy, event.at)


def _raised(call: Call, floor: Floor) -> Decision:
    """Turn the AI up, or say what stands in the way. A switch is said aloud in the session room."""
    policy, now = call.policy, call.heard.at
    if policy.rules.floor_max is Floor.OFF:
        return call.answered("listen-never")
    if isinstance(call.heard.where, Direct):
        return call.answered("in-the-room")
    room = agreed(call.room, policy, call.language, call.heard, tuple(Purpose))
    if waiting := missing(room, policy, now):
        return Decision(room, (call.reply("listen-needs", people=names(room, waiting)),))
    if room.floor is floor:
        return Decision(room, (call.reply("listen-already"),))
    if not room.is_on:
        room = replace(room, tally=Tally(since=now), offers=0, offered=now, offer_talk=room.talk)
    on = replace(room, floor=floor, last_talk=now, last_therapist=now)
    switched = Notice(aloud(policy, call.reply(f"{floor}-on").words), Mark(kind="floor"), rings=True)
    return Decision(on, (*_elsewhere(call, f"{floor}-on"), switched))


def _off(call: Call) -> Decision:
    if not call.room.is_on:
        return call.answered("off-already")
    down = lowered(call.room, call.reply("floor-off").words, call.policy, call.heard.at)
    return down.also(*_elsewhere(call, "floor-off"))


def _elsewhere(call: Call, key: str) -> tuple[Reply, ...]:
    """Return the answer to a command that was typed outside the session room, where the switch is said aloud."""
    return () if isinstance(call.heard.where, SessionRoom) else (call.reply(key),)
