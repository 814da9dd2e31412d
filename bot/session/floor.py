"""The floor: who turns the AI up, who turns it down, and what turns it down by itself."""

from dataclasses import replace

from bot.model import Cancel, Decision, Elapsed, Floor, Mark, Notice, Purpose, Room, WasAway, Words
from bot.policy import Policy
from bot.session.agreement import agreed, missing
from bot.session.call import Call, line, names
from bot.session.clock import clock
from bot.session.commands import THERAPIST, command
from bot.session.window import expiry, trimmed

MINUTE = 60.0


@command("stop", "berhenti", kind="lowers")
def stop(call: Call) -> Decision:
    """Turn the AI off at once, also in the middle of an answer. Anybody may."""
    return _off(call)


@command("listen", "dengarkan", who=THERAPIST, kind="raises")
def listen(call: Call) -> Decision:
    """Read along silently, once everybody has agreed. The therapist's `!listen` is their own agreement."""
    if call.policy.rules.floor_max is Floor.OFF:
        return call.answered("listen-never")
    room = agreed(call.room, call.policy, call.language, call.heard, tuple(Purpose))
    if waiting := missing(room, call.policy, call.heard.at):
        return Decision(room, (call.reply("listen-needs", people=names(room, waiting)),))
    if room.floor is not Floor.OFF:
        return Decision(room, (call.reply("listen-already"),))
    now = call.heard.at
    on = replace(room, floor=Floor.LISTEN, last_talk=now, last_therapist=now)
    return Decision(on, (Notice(call.reply("listen-on").words, Mark(kind="floor")),))


@command("off", "matikan", who=THERAPIST, kind="lowers")
def off(call: Call) -> Decision:
    """Turn the AI off: it keeps nothing of what is said and asks no model."""
    return _off(call)


def lowered(room: Room, reason: Words) -> Decision:
    """Return the room with the floor off and every answer that is under way dropped; `reason` is said aloud.

    If the floor is off already, nothing happens and nothing is said.
    """
    if room.floor is Floor.OFF:
        return Decision(room)
    down = replace(room, floor=Floor.OFF, pending=())
    return Decision(down, (Cancel(), Notice(reason, Mark(kind="floor"))))


def deadline(room: Room, policy: Policy) -> float | None:
    """Return when the room needs a look by itself: silence, a therapist's absence, or words that are due to go."""
    due = [expiry(room, policy)] if room.window else []
    if room.floor is not Floor.OFF:
        due += [room.last_talk + MINUTE * policy.rules.idle, room.last_therapist + MINUTE * policy.rules.absence]
    return min(due, default=None)


def elapsed(room: Room, event: Elapsed, policy: Policy) -> Decision:
    """Drop words that are due, and turn the floor off if nobody, or no therapist, has talked for too long."""
    rules = policy.rules
    room = trimmed(room, policy, event.at)
    if event.at - room.last_talk >= MINUTE * rules.idle:
        return lowered(room, line(policy, "floor-off-idle", minutes=rules.idle))
    if event.at - room.last_therapist >= MINUTE * rules.absence:
        return lowered(room, line(policy, "floor-off-absence", minutes=rules.absence))
    return Decision(room)


def was_away(room: Room, event: WasAway, policy: Policy) -> Decision:
    """Turn the floor off after an absence of the bot's own, and say from when to when."""
    return lowered(room, line(policy, "floor-off-away", since=clock(event.since), until=clock(event.at)))


def _off(call: Call) -> Decision:
    if call.room.floor is Floor.OFF:
        return call.answered("off-already")
    return lowered(call.room, call.reply("floor-off").words)
