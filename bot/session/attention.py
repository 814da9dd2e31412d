"""What the bot may keep of what somebody wrote: all of it, only that they were there, or nothing. Pure."""

from dataclasses import replace

from bot.model import Desk, Direct, Edited, Heard, Overheard, Present, Role, Room, SessionRoom
from bot.policy import Policy
from bot.session.command.redactions import is_command_now
from bot.session.command.table import is_addressed
from bot.session.danger.tripwire import is_tripping
from bot.session.desk.ballots import point_at_card
from bot.session.desk.verdict import is_verdict
from bot.session.desk.waiver import is_about_waiver
from bot.session.notes.open_note import is_about_note
from bot.session.talk.sources import is_written_by


def limit_attention(room: Room, heard: Heard, policy: Policy) -> Heard | Present | None:
    """Return what may be kept of `heard`.

    Whatever holds a phrase of danger, where policy lets the tripwire read. In the session room: everything while the bot reads along, only what is for it while it does not, and of whom the talk left out.
    At the desk: what is for it; of what therapists say to each other only that they were there, for `absence`, and, while an
    alarm waits, also in the session room.
    In a direct room: what is for it; of anything else that it came, so that its writer can be told that nobody reads it.
    """
    reads_along = isinstance(heard.where, SessionRoom) and room.is_on and heard.sender not in room.left_out
    if reads_along or is_addressed(room, heard, policy) or is_tripping(room, heard, policy):
        return heard
    if isinstance(heard.where, Direct):
        return replace(heard, text="", other="", beside="", reply_to=None)
    if policy.role(heard.sender) is not Role.THERAPIST:
        return None
    if isinstance(heard.where, Desk) and _is_for_a_card(room, heard):
        return heard
    return _note_presence(room, heard)


def limit_overheard(room: Room, overheard: Overheard, policy: Policy) -> Overheard | None:
    """Return what may be kept of words that are only compared: nothing, unless they hold a phrase of danger."""
    return overheard if is_tripping(room, overheard, policy) else None


def _is_for_a_card(room: Room, heard: Heard) -> bool:
    return is_verdict(room, point_at_card(room, heard)) or is_about_note(room, heard) or is_about_waiver(room, heard)


def _note_presence(room: Room, heard: Heard) -> Present | None:
    """Return that a therapist is there, where it matters: while an alarm waits, and at the desk while the AI is on."""
    matters = any(alarm.is_danger for alarm in room.alarms) or (room.is_on and isinstance(heard.where, Desk))
    signed = heard.signed and not heard.changed
    return Present(heard.id, heard.at, heard.sender, signed, heard.where) if matters else None


def limit_edit(room: Room, edited: Edited, policy: Policy) -> Edited:
    """Return what may be kept of an edit where no talk is kept: all of it if it makes a command, else only that it was made."""
    return edited if is_command_now(room, edited, policy) else replace(edited, text="")


def is_edit_heeded(room: Room, edited: Edited) -> bool:
    """Return whether an edit is of a message that the bot has, or that something rests on, and by who wrote that."""
    return is_written_by(room, edited.target, edited.sender)
