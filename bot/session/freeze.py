"""The operator's freeze after an incident: nothing leaves, nothing is let out, nothing fades, until it is lifted. Pure.

What time would erase stays; people's own rights stay too, `!forget me` among them.
"""

from dataclasses import replace

from bot.model import Cancel, Decision, Desk, Effect, Event, Frozen, Mark, Notice, Room, Verdict
from bot.policy import Policy
from bot.session.command.context import CommandContext, say_line
from bot.session.command.read_languages import say_to_everybody
from bot.session.command.table import TABLE
from bot.session.commands.rights import parse_meant_words
from bot.session.desk.drafts import void_drafts
from bot.session.desk.supervision import report_session
from bot.session.floor import silence_room

WAITS = frozenset({"end"})
"""Commands that would let go of everybody's words: while the room is frozen they wait."""


def freeze_room(room: Room, event: Frozen, policy: Policy) -> Decision:
    """Freeze the room, or lift the freeze, and tell the room and its desk. What is so already is not told again."""
    if event.lifted is not room.is_frozen:
        return Decision(room)
    if event.lifted:
        return _lift_freeze(room, event, policy)
    counts = report_session(room, policy, event.at) if room.is_on else ()
    effects: tuple[Effect, ...] = (
        Cancel(),
        *_tell_room_and_desk(room, policy, "floor-off-incident", "incident-desk"),
        *counts,
    )
    return Decision(silence_room(note_freeze(room, event)), effects)


def note_freeze(room: Room, event: Event) -> Room:
    """Return the room knowing of a freeze, or that it was lifted; nobody is told."""
    return replace(room, frozen_since=0.0 if event.lifted else event.at) if isinstance(event, Frozen) else room


def keep_freeze(before: Room, event: Event, _: Policy, decision: Decision) -> Decision:
    """Return `decision` with the freeze as it was before, whatever the rules are."""
    return uphold_freeze(before, event, decision)


def uphold_freeze(before: Room, event: Event, decision: Decision) -> Decision:
    """Return `decision` with the freeze as it was before: only the operator's order begins or ends one.

    A room that the bot leaves and comes back to is frozen still.
    """
    after = decision.room
    if isinstance(event, Frozen) or after.frozen_since == before.frozen_since:
        return decision
    return replace(decision, room=replace(after, frozen_since=before.frozen_since))


def refuse_while_frozen(call: CommandContext) -> Decision | None:
    """Return the line that answers a command which has to wait for the end of the freeze; None if it need not."""
    if not call.room.is_frozen:
        return None
    if TABLE[call.name].raises:
        return call.answer_with("incident-paused")
    return call.answer_with("incident-keeps") if call.name in WAITS or _is_erasing_all(call) else None


def _is_erasing_all(call: CommandContext) -> bool:
    """Return whether a command would erase words of everybody, as `!forget room` and `!window clear` do."""
    if call.name == "forget":
        return "room" in parse_meant_words(call)
    return call.name == "window" and bool(call.argument)


def _lift_freeze(room: Room, event: Frozen, policy: Policy) -> Decision:
    """End the drafts from before, which nobody may let out any more, and say that a therapist can go on."""
    void = void_drafts(note_freeze(room, event), policy, Verdict.FLOOR_OFF, event.at, lambda _: True)
    return void.also(*_tell_room_and_desk(room, policy, "incident-over", "incident-over-desk"))


def _tell_room_and_desk(room: Room, policy: Policy, to_all: str, at_desk: str) -> tuple[Notice, ...]:
    """Return one line for the room and one for its desk; none where the bot has no seat."""
    if not room.seated:
        return ()
    mark = Mark(kind="floor")
    desk = Notice(say_line(policy, at_desk), mark, rings=True, where=Desk())
    return Notice(say_to_everybody(room, policy, say_line(policy, to_all)), mark, rings=True), desk
