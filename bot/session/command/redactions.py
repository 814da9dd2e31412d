"""A message that its writer deleted or edited: what was kept of it for `!sent` goes too, however long ago it left. Pure."""

from bot.model import Edited, Event, Forget, Redacted, Room
from bot.policy import Policy
from bot.session.command.rewritten import recognise_rewritten


def forget_old_words(event: Event) -> tuple[Forget, ...]:
    """Return that the old words of a deleted or edited message are erased in what was sent; nothing for any other event.

    Who may delete it the homeserver has ruled; an edit counts only if it is the writer's.
    """
    match event:
        case Redacted():
            return (Forget(event=event.target),)
        case Edited():
            return (Forget(event.sender, event.target),)
    return ()


def is_command_now(room: Room, event: Edited, policy: Policy) -> bool:
    """Return whether an edit makes a command of a message: it is no talk any more then."""
    return recognise_rewritten(room, event, policy) is not None
