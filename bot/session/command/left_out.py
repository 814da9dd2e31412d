"""Beginning without somebody who is away: whether a therapist may, and what stands in the way. Pure.

Who is left out is no member of the talk until they agree: nothing of theirs is kept, sent or counted, and the tripwire reads
them as it reads everybody. A no is no absence: without whoever gave one, nothing begins.
"""

from bot.model import Desk, Reply, Role, UserId
from bot.session.command.context import CommandContext, join_names
from bot.session.talk.agreement import has_refused
from bot.words import fold_text
from bot.words.shelf import typed_words


def is_beginning_without(call: CommandContext) -> bool:
    """Return whether whoever turns the AI up says that they begin without those who are missing."""
    words = fold_text(call.argument).strip(" .!").split()
    return bool(words) and words[0] in typed_words("without")


def may_leave_out(call: CommandContext, waiting: tuple[UserId, ...]) -> bool:
    """Return whether the session may begin without those of `waiting`."""
    return refuse_leaving_out(call, waiting) is None


def refuse_leaving_out(call: CommandContext, waiting: tuple[UserId, ...]) -> Reply | None:
    """Return the line that says why nothing begins without those of `waiting`; None if it may. One rule per line."""
    if not isinstance(call.heard.where, Desk):
        return call.reply("at-the-desk")
    if call.policy.rules.absent != "left_out":
        return call.reply("without-never")
    if answered := _list_who_said_no(call, waiting):
        return call.reply("without-refused", people=join_names(call.room, answered))
    return None if _has_client_beside(call, waiting) else call.reply("without-nobody")


def _list_who_said_no(call: CommandContext, waiting: tuple[UserId, ...]) -> tuple[UserId, ...]:
    """Return those of `waiting` who have answered: with a no, or by taking their agreement back."""
    room, policy, now = call.room, call.policy, call.heard.at
    return tuple(person for person in waiting if person in room.withdrew or has_refused(room, policy, person, now))


def _has_client_beside(call: CommandContext, waiting: tuple[UserId, ...]) -> bool:
    """Return whether a client stays with whom there could be a session."""
    clients = (person.id for person in call.room.roster if call.policy.role(person.id) is Role.CLIENT)
    return any(client not in waiting for client in clients)
