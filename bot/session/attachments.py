"""Pictures, recordings, files and stickers, polls, places and emotes: none of them counts for the bot, and it says so. Pure.

Here it is known that one came, and nothing of what is in it; what people wrote in or beneath it is overheard as words of its own.
Only what turns the AI down is obeyed wherever it stands.
"""

from bot.model import (
    NO_SOUND,
    Attached,
    Captioned,
    Decision,
    Heard,
    Mark,
    Notice,
    Overheard,
    Recorded,
    Reply,
    Room,
    SessionRoom,
    make_words,
    write_where,
)
from bot.policy import Policy
from bot.session.command.aside import find_place_aside
from bot.session.command.context import CommandContext, find_own_language
from bot.session.command.table import TABLE, recognise_command
from bot.session.command.throttle import note_said_once
from bot.session.danger.tripwire import is_watched

HOUR = 3600.0


def notice_attachment(room: Room, event: Attached, policy: Policy) -> Attached | None:
    """Return an attachment, without its caption, if the bot takes notice of it: not in a session room where the AI is off.

    Of a voice message no more than that it came, unless it may be written down here.
    """
    if isinstance(event.where, SessionRoom) and not room.is_on:
        return None
    bare = (event.id, event.sender, event.at, event.where, event.unsigned, event.changed)
    if isinstance(event, Recorded | Captioned) and event.sound != NO_SOUND and policy.transcriber is not None:
        return Recorded(*bare, sound=event.sound, thread=event.thread)
    return Attached(*bare)


def hear_caption(room: Room, event: Attached, policy: Policy) -> Heard | None:
    """Return the words beneath an attachment as a message, if they turn the AI down; of any others nothing is kept."""
    if not isinstance(event, Captioned):
        return None
    heard = Heard(
        event.id, event.sender, event.at, event.caption, signed=event.signed, changed=event.changed, where=event.where
    )
    call = recognise_command(room, heard, policy)
    return heard if isinstance(call, CommandContext) and TABLE[call.name].lowers else None


def explain_attachment(room: Room, event: Attached, policy: Policy) -> Decision:
    """Say that nobody may count on an attachment: once in a session, at a desk or in a direct room once an hour."""
    if notice_attachment(room, event, policy) is None:
        return Decision(room)
    where = find_place_aside(room, event.sender, event.where)
    about = f"attached {write_where(where)}"
    since = room.tally.since if isinstance(event.where, SessionRoom) else event.at - HOUR
    knowing = note_said_once(room, about, event.at, since)
    if knowing is None:
        return Decision(room)
    language = find_own_language(room, policy, event.sender)
    compared = int(_is_compared(room, event, policy))
    sentence = make_words(f"attached-{event.where.kind}", language, prefix=policy.rules.prefix, compared=compared)
    mark = Mark(kind="attached")
    if where != event.where:
        return Decision(knowing, (Notice(sentence, mark, where=where),))
    return Decision(knowing, (Reply(event.id, sentence, mark, where=where),))


def _is_compared(room: Room, event: Attached, policy: Policy) -> bool:
    """Return whether what is written beneath an attachment is compared; in the session room, which all read, anybody's."""
    if isinstance(event.where, SessionRoom):
        return policy.rules.crisis.enabled
    return is_watched(room, Overheard(event.id, event.sender, event.at, "", where=event.where), policy)
