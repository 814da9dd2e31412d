"""What `!cards` shows: the rooms in which cards are open, by their desks and the cards' codes, read at the moment of showing."""

from bot.app.services import Chair
from bot.model import Desk, Mark, Reply, Role, Room, RoomId, ShowCards, Words, make_words
from bot.policy import Policy
from bot.session.answers.links import make_room_link
from bot.session.talk.room_code import make_room_code
from bot.store import RowUnreadable


async def show_cards(chair: Chair, show: ShowCards) -> tuple[Reply, ...]:
    """Return the message that answers `!cards`.

    A room is listed only if everybody who reads the answer is a therapist of it and in it: of a client whom they do not
    know nobody learns anything.
    """
    lines = [line for room in await chair.store.rooms.all() if (line := await _describe_room(chair, room, show))]
    words = make_words("cards-list", show.language, rooms=tuple(lines)) if lines else _say_none(show)
    return (Reply(show.to, words, Mark(kind="cards"), show.thread, where=show.where),)


def _say_none(show: ShowCards) -> Words:
    return make_words("cards-none", show.language, several=int(len(show.readers) > 1))


async def _describe_room(chair: Chair, room: RoomId, show: ShowCards) -> Words | None:
    """Return one room in a line: the codes of its open cards, and its desk; None if there is nothing to tell."""
    try:
        session = await chair.store.rooms.room(room)
    except RowUnreadable:
        return None
    policy = await chair.standing_policy(room)
    desk = await chair.store.sides.find_side(room, Desk())
    if (
        not session.drafts
        or policy is None
        or not _is_theirs(session, policy, show)
        or desk is None
        or desk.room is None
    ):
        return None
    codes = ", ".join(draft.code for draft in session.drafts)
    link = make_room_link(desk.room)
    if desk.shared:
        return make_words("cards-room-shared", show.language, room=make_room_code(room), codes=codes, link=link)
    return make_words("cards-room", show.language, codes=codes, link=link)


def _is_theirs(session: Room, policy: Policy, show: ShowCards) -> bool:
    """Return whether everybody who reads the answer is a therapist of a session, and there."""
    return session.seated and all(
        session.knows(reader) and policy.role(reader) is Role.THERAPIST for reader in show.readers
    )
