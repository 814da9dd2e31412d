"""Whether it is certain who typed a command: on a device that its owner has cross-signed, with the identity we know. Pure."""

from bot.model import Decision
from bot.session.agreement import DAY
from bot.session.call import Call, name_of
from bot.session.danger.alarms import alarmed
from bot.session.once import once


def uncertain(call: Call) -> Decision | None:
    """Return the refusal of a sender who is not certain enough for more than turning the AI down."""
    heard = call.heard
    if heard.changed:
        return _identity_changed(call)
    if call.policy.rules.require_cross_signing and not heard.signed:
        return said_once(DAY, call, "verify-first", f"{heard.sender} {heard.device}")
    return None


def _identity_changed(call: Call) -> Decision:
    """Freeze the commands of somebody whose identity is not the one we know, and tell the therapists."""
    told = said_once(DAY, call, "identity-changed", call.heard.sender)
    if not told.effects:
        return told
    name = name_of(call.room, call.heard.sender)
    return told.then(alarmed, call.policy, "identity-changed", call.heard.at, person=name)


def said_once(seconds: float, call: Call, key: str, whom: str) -> Decision:
    """Answer with the line `key` about `whom`, a person or one of their devices, unless it was said so lately."""
    now = call.heard.at
    room = once(call.room, f"{key} {whom}", now, now - seconds)
    return Decision(room, (call.reply(key),)) if room else Decision(call.room)
