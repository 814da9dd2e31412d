"""Who would come if somebody were in danger, as the doctor sees it: who has joined the room that they are called in, and the last drill."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime

from bot.app.operator.finding import Finding
from bot.app.rooms.aliases import resolve_aliases
from bot.app.rooms.side_rooms import ALL_SESSIONS
from bot.matrix.checkup import fetch_members
from bot.matrix.client.client import Client
from bot.model import Room, RoomId, SecondContact, UserId
from bot.session.danger.ladder import list_second_contacts
from bot.session.policy_change import find_rules
from bot.settings import Settings
from bot.store import Peek, RowUnreadable


async def examine_callees(seen: Peek, client: Client, settings: Settings) -> AsyncIterator[Finding]:
    """Yield when an alarm was last played to an answer, for each session, and who cannot be reached by one."""
    sessions = await _list_sessions(seen)
    for finding in _examine_drills(sessions):
        yield finding
    aliases = await resolve_aliases(client, settings)
    contacts: dict[UserId, None] = {}
    for session in sessions:
        files = settings.policy(session.id, aliases.get(session.id))
        contacts |= dict.fromkeys(list_second_contacts(find_rules(session, files)) if files else ())
    for contact in contacts:
        yield await _examine_contact(seen, client, contact)
    if settings.deployment.on_call_room:
        yield await _examine_on_call(client, settings, aliases)


async def _list_sessions(seen: Peek) -> tuple[Room, ...]:
    """Return the sessions that the bot sits in, of those that can be read."""
    sessions: list[Room] = []
    for room in await seen.rooms.all():
        try:
            session = await seen.rooms.room(room)
        except RowUnreadable:
            continue
        sessions += [session] if session.seated else []
    return tuple(sessions)


def _examine_drills(sessions: tuple[Room, ...]) -> Iterator[Finding]:
    """Yield when each session's last drill was answered. That none ever was anywhere is something to do."""
    never = bool(sessions) and not any(session.drilled for session in sessions)
    for session in sessions:
        if session.drilled:
            yield Finding(f"{session.id}: the last drill was answered on {_format_moment(session.drilled)}")
        else:
            remedy = f"Play one: thirdchair drill '{session.id}', or `!drill` at its desk." if never else ""
            yield Finding(f"{session.id}: no drill was answered yet", remedy)


async def _examine_contact(seen: Peek, client: Client, contact: UserId) -> Finding:
    """Return whether a second contact has joined their room: what is said before they come they can never read."""
    side = await seen.sides.find_side(ALL_SESSIONS, SecondContact(contact))
    members = await fetch_members(client, side.room) if side and side.room else None
    if members is None:
        return Finding(f"Second contact {contact} has no room yet", "Start the bot: it makes one, and asks them in.")
    if contact in members:
        return Finding(f"Second contact {contact} is in their room")
    return Finding(
        f"Second contact {contact} has not joined their room",
        "Ask them to accept the bot's invitation, and to leave the room's notifications on.",
    )


async def _examine_on_call(client: Client, settings: Settings, aliases: Mapping[RoomId, str]) -> Finding:
    """Return whether anybody is in the on-call room with the bot: other bots of the clinic's are nobody. It goes by its id or by an alias."""
    named = settings.deployment.on_call_room or ""
    rooms = [RoomId(named)] if named.startswith("!") else [room for room, alias in aliases.items() if alias == named]
    members = await fetch_members(client, rooms[0]) if rooms else None
    if members is None:
        return Finding(f"The bot is not in the on-call room {named}", "Let a supervisor invite it there.")
    if people := set(members) - settings.accounts:
        return Finding(f"The on-call room {named} has the bot and {len(people)} more in it")
    return Finding(f"Nobody but the bot is in the on-call room {named}", "Invite whoever is on call.")


def _format_moment(at: float) -> str:
    return datetime.fromtimestamp(at, tz=UTC).strftime("%Y-%m-%d %H:%M UTC")
