"""A drill that the operator orders: an alarm is played to everybody who would be called, until one of them answers."""

from bot.errors import BotError
from bot.model import Drilled, EventId, Room, RoomId
from bot.policy import Policy
from bot.session.danger.ladder import STEP, list_second_contacts
from bot.session.policy_change import find_rules
from bot.settings import Settings
from bot.store import open_peek
from bot.store.drills import write_drill


async def order_drill(settings: Settings, room: RoomId, now: float) -> str:
    """Let the bot play an alarm in the session `room`, and return what will happen and how it is ended.

    Raises:
        BotError: the notebook knows no such room, nobody would see it, or an alarm waits there already.
    """
    deployment = settings.deployment
    async with open_peek(deployment.data_dir, deployment.key_file) as seen:
        if room not in await seen.rooms.all():
            raise BotError("The notebook knows no such room.", "Give a session room's id, like !abc:example.org.")
        session = await seen.rooms.room(room)
        _require_playable(session)
        await write_drill(seen.db, room, Drilled(EventId(f"drilled/{room}/{now}"), now))
    files = settings.policy(room)
    return _describe_drill(settings, find_rules(session, files) if files else None)


def _require_playable(session: Room) -> None:
    if not session.seated:
        raise BotError("The bot sits in no session there, so nobody would see it.", "Let a therapist invite the bot.")
    if any(alarm.is_danger for alarm in session.alarms):
        raise BotError(
            "An alarm waits there already; a drill would be taken for it.",
            "Let a therapist type `!ack` at the desk first, and order the drill again.",
        )


def _describe_drill(settings: Settings, policy: Policy | None) -> str:
    """Return who is called, and when; of a room that its alias alone leads to, the bot knows by whom and this command does not."""
    prefix = policy.rules.prefix if policy else settings.deployment.prefix
    contacts = list_second_contacts(policy) if policy else ()
    steps = [", ".join(contacts) + ", in their room with the bot"] if contacts else []
    steps += ["the on-call room"] if settings.deployment.on_call_room else []
    later = [f"After {STEP * (number + 1):.0f} s without an answer: {who}." for number, who in enumerate(steps)]
    nobody = "Nobody else is called: no second contact and no on-call room is set."
    return "\n".join(
        (
            "Ordered: an alarm marked DRILL comes to the desk, within seconds if the bot runs, else when it starts.",
            "Nobody in the session room sees it, and the AI goes on.",
            *(later or ([nobody] if policy else [])),
            f"It ends when a therapist types `{prefix}ack` at the desk"
            + (f", or a second contact types `{prefix}ack` in their room." if contacts else "."),
            "`thirdchair doctor` then says when it was answered.",
        )
    )
