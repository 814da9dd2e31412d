"""What somebody hears who may not use a command, or of whom it is not certain that they typed it; and what the desk hears. Pure."""

from dataclasses import replace

from bot.model import Decision
from bot.session.command.context import CommandContext, find_name
from bot.session.command.table import asks_if_ai, list_allowed_roles
from bot.session.command.throttle import note_said_once
from bot.session.danger.alarms import raise_alarm
from bot.session.talk.agreement import DAY
from bot.who_may import Bar, What, find_bar


def refuse_uncertain_sender(call: CommandContext) -> Decision:
    """Return the refusal of a sender who is not certain enough for more than turning the AI down."""
    heard = call.heard
    if heard.changed:
        return _freeze_sender(call)
    return refuse_once(DAY, call, "verify-first", f"{heard.sender} {heard.device}")


def refuse_role(call: CommandContext) -> Decision | None:
    """Return the answer to a command that there is not here, or not for its sender; None if they may use it.

    Whoever asks the bot what it is is told, whoever they are.
    """
    allowed = list_allowed_roles(call.name, call.policy)
    if not allowed:
        return call.answer_with("not-here")
    if call.name == "ask" and asks_if_ai(call.argument):
        return Decision(call.room, (replace(call.reply("are-you-ai"), notice=False),))
    return None if call.role in allowed else call.answer_with("not-permitted", who="therapist")


def _freeze_sender(call: CommandContext) -> Decision:
    """Freeze the commands of somebody whose identity is not the one we know, and tell the therapists."""
    told = refuse_once(DAY, call, "identity-changed", call.heard.sender)
    if not told.effects:
        return told
    name = find_name(call.room, call.heard.sender)
    return told.then(raise_alarm, call.policy, "identity-changed", call.heard.at, person=name)


def refuse_once(seconds: float, call: CommandContext, key: str, whom: str) -> Decision:
    """Answer with the line `key` about `whom`, a person or one of their devices, unless it was said so lately."""
    now = call.heard.at
    room = note_said_once(call.room, f"{key} {whom}", now, now - seconds)
    return Decision(room, (call.reply(key),)) if room else Decision(call.room)


def tell_unheard_sender(call: CommandContext) -> Decision:
    """Tell somebody whose talk is not heard because their device is not signed, once a day; not whoever people were called for."""
    is_called_for = any(alarm.event == call.heard.id for alarm in call.room.alarms)
    unsigned = find_bar(What.BE_WINDOWED, call.standing) is Bar.UNSIGNED
    return refuse_uncertain_sender(call) if call.room.is_on and unsigned and not is_called_for else Decision(call.room)
