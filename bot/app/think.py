"""Think: from the inbox to the outbox, one event at a time, each decided once. The rooms go in turn; what ends or guards goes first."""

from functools import partial

from bot.app.detect_language import attach_tongues
from bot.app.services import LONGEST_WAIT, Chair, measure_wait, wait_for_bell
from bot.app.set_aside import look_again, set_aside
from bot.app.unkept import tell_unkept, wait_for_space
from bot.errors import Unwritable
from bot.log import get_logger
from bot.model import Alert, Decision, Elapsed, Event, EventId, RoomId
from bot.session.danger.ladder import WRONG
from bot.session.deadlines import find_deadline
from bot.session.decide import decide, leave_unruled_room
from bot.session.urgency import goes_first
from bot.store import RowUnreadable

log = get_logger(__name__)
LOOK = 1.0
"""Seconds between two looks, however quiet it is: the operator's commands write beside the bot, and ring no bell here."""

AGAIN = 60.0
"""Seconds after which a room is looked at again, at the latest, in which a bug came in the way of a decision."""


async def think(chair: Chair) -> None:
    """Decide what is in the inbox, for ever. What cannot be read is set aside, and the next is taken."""
    await look_again(chair)
    looked = chair.clock()
    mended = 0.0
    while True:
        chair.pulse.promise_beat("think", LONGEST_WAIT)
        try:
            mended = await _mend_alarm_dates(chair, mended)
            busy = await _think_once(chair)
            if busy and chair.clock() - looked >= LOOK:  # what is due waits for no other room
                looked = chair.clock()
                await _elapse_deadlines(chair)
        except RowUnreadable as error:
            await set_aside(chair, error)
            continue
        except Unwritable as error:
            await wait_for_space(chair, error)
            continue
        if not busy:
            due = await chair.store.rooms.next_deadline()
            look = measure_wait(LOOK)
            await wait_for_bell(chair.to_think, look if due is None else max(0.0, min(look, due - chair.clock())))


async def _think_once(chair: Chair) -> bool:
    """Decide the next event, or turn what time has brought into events; False if there is neither.

    Raises:
        RowUnreadable: the next event, or its room, cannot be read.
        Unwritable: nothing can be written down; what it was about in danger is told.
    """
    taken = await chair.store.inbox.next_event(partial(_is_urgent, chair))
    if taken is None:
        return await _elapse_deadlines(chair)
    try:
        await _decide_event(chair, *taken)
    except Unwritable:
        await tell_unkept(chair, [taken])
        raise
    chair.to_act.set()
    return True


async def _mend_alarm_dates(chair: Chair, since: float) -> float:
    """Let rooms look at alarms of a date that was wrong, as a bot starts and whenever its time has gone back from `since`; return the time.

    What is due in such a room would be so on that date, which may be in a week; the rooms mend it themselves.
    """
    now = chair.clock()
    if since and now >= since:
        return now
    for room in await chair.store.rooms.list_alarms_after(now + WRONG):
        await chair.store.inbox.admit(room, Elapsed(EventId(f"elapsed/{room}/{now}"), now))
    return now


def _is_urgent(chair: Chair, room_id: RoomId, event: Event) -> bool:
    """Return whether an event goes before what waits in other rooms, by what the files say of its own; a bug says yes, and stops nobody."""
    policy = chair.find_filed_policy(room_id)
    try:
        return policy is not None and goes_first(event, policy)
    except Exception:  # noqa: BLE001 - it is decided in its turn, and what is wrong is told then
        return True


async def _decide_event(chair: Chair, room_id: RoomId, event: Event) -> None:
    """Decide one event and write down what follows, all at once.

    Raises:
        RowUnreadable: the state of its room cannot be read: the event waits.
    """
    room = await chair.store.rooms.room(room_id)
    try:
        policy = chair.policy(room)
        seen = await chair.store.edits.look_ahead(room_id, event)
        if policy:
            decision = decide(room, attach_tongues(room, seen), policy)
        else:
            decision = leave_unruled_room(room, seen, chair.find_other_account(room_id))
        held = chair.policy(decision.room)
        due = find_deadline(decision.room, held) if held else None
    except Exception as error:  # noqa: BLE001 - a bug in one decision must not silence the others
        log.error(  # noqa: TRY400 - our log shows an exception by class and place, never with its text
            "a bug: this event was not decided",
            kind=type(event).__name__,
            room=room_id,
            exc=error,
        )
        decision, held = Decision(room, (Alert("bug_in_decision"),)), chair.held.get(room_id)
        due = await _look_again(chair, room_id)
    await chair.store.commit(event, decision, due, held.sha256 if held else "")
    chair.held[room_id] = held
    if decision.room.floor is not room.floor:
        log.info("floor", kind=decision.room.floor, room=room_id)


async def _look_again(chair: Chair, room_id: RoomId) -> float:
    """Return when to look at a room again in which a decision failed: when it was due anyway, in a minute at the latest.

    What was due already is what may have failed, so it is not tried again at once.
    """
    now = chair.clock()
    due = await chair.store.rooms.find_deadline(room_id)
    return due if due is not None and now < due < now + AGAIN else now + AGAIN


async def _elapse_deadlines(chair: Chair) -> bool:
    """Turn deadlines that have come into events, but in rooms where something is to be decided first; False if there is none."""
    now, deaf = chair.clock(), not chair.synced.is_set()
    busy = chair.store.inbox.list_waiting_rooms()
    due = [room for room, _ in await chair.store.rooms.due(now) if room not in busy]
    elapsed = [(room, Elapsed(EventId(f"elapsed/{room}/{now}"), now, deaf=deaf)) for room in due]
    try:
        for room, event in elapsed:
            await chair.store.inbox.admit(room, event)
    except Unwritable:
        await tell_unkept(chair, elapsed)
        raise
    return bool(due)
