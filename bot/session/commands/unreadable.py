"""A message that cannot be read: its sender is asked to send it again, where it may have been for the bot. Pure."""

from bot.model import Decision, Mark, Reply, Room, SessionRoom, Unreadable, make_words
from bot.policy import Policy
from bot.session.command.context import find_own_language


def ask_to_resend(room: Room, event: Unreadable, policy: Policy) -> Decision:
    """Ask somebody to send a message again, where it may have been for the bot.

    While the floor is off the bot takes no notice of talk, so only an answer to a consent card is asked for then.
    """
    is_here = room.knows(event.sender)
    on_a_card = room.consent_card(event.reply_to) is not None
    for_us = not isinstance(event.where, SessionRoom) or on_a_card or room.is_on
    if not is_here or not for_us:
        return Decision(room)
    mark = Mark(kind="unreadable")
    sentence = make_words("unreadable", find_own_language(room, policy, event.sender), prefix=policy.rules.prefix)
    return Decision(room, (Reply(event.message, sentence, mark, where=event.where),))
