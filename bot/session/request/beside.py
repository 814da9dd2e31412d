"""What stands around a text to translate: who hears it, and, where policy lets them, the one or two messages before it. Pure."""

from bot.model import Line, Pending, Role, Room, SessionRoom, UserId
from bot.policy import Policy
from bot.session.language.languages import has_subject
from bot.session.talk.token_estimate import Talk


def find_hearers(room: Room, policy: Policy, pending: Pending, about: Line | None) -> tuple[UserId, ...]:
    """Return whom the text of a translation is said to: who is answered with it, or else everybody else in the room.

    Nobody is known to hear what is typed at the desk or in private.
    """
    if pending.request and about:
        return (about.sender,) if about.sender != pending.asker else ()
    if about is None and pending.where != SessionRoom():
        return ()
    speaker = about.sender if about else pending.origin.sender if pending.origin else pending.asker
    return list_others(room, policy, speaker)


def list_others(room: Room, policy: Policy, speaker: UserId) -> tuple[UserId, ...]:
    """Return who talks in the room besides `speaker`."""
    return tuple(
        person.id for person in room.roster if person.id != speaker and policy.role(person.id) is not Role.OBSERVER
    )


def choose_lines_before(room: Room, policy: Policy, pending: Pending, lines: Talk) -> Talk:
    """Return which of `lines`, that may leave, go along with a message to translate, so that it is understood.

    Those right before it, as many as policy allows, and only where it does not say of whom it speaks. What somebody
    said there whose words may not leave is left out, and nothing older takes its place.
    """
    most, about = policy.rules.translate_context, room.line(pending.about)
    if not most or pending.request or about is None:
        return ()
    if has_subject(about.text, tuple(person.name for person in room.roster)):
        return ()
    place = next(at for at, line in enumerate(room.window) if line.id == about.id)
    before = {line.id for line in room.window[max(0, place - most) : place]}
    return tuple(line for line in lines if line.id in before)
