"""The ladder: who is called, minute by minute, of danger that nobody has acknowledged. Nothing of anybody's words is told.

The desk at once; after a minute the second contacts; after two the on-call room; then somebody is paged outside Matrix,
where the clinic has set that up, and the person learns that nobody has answered yet. A therapist's word holds it once, for five minutes, and only an acknowledgement ends it.
"""

from dataclasses import replace

from bot.model import (
    SECOND_READER,
    Alarm,
    Alert,
    Decision,
    Desk,
    Direct,
    Effect,
    InSession,
    Mark,
    Notice,
    OnCall,
    Page,
    Room,
    SecondContact,
    Shown,
    Supervisor,
    Unsaid,
    UserId,
)
from bot.policy import Policy
from bot.session.command.context import find_name, join_names, say_line, therapists
from bot.session.danger.to_person import tell_person_nobody
from bot.session.talk.clock import format_time_of_day
from bot.session.talk.room_code import make_room_code

PATIENCE = 600.0
"""Seconds after which the supervisor hears of an alarm that nobody acknowledged."""
STEP = 60.0
"""Seconds from one step of the ladder to the next."""
WRONG = 3600.0
"""Seconds by which an alarm is later than now where the machine had a wrong date as it was raised: the bot's time goes back for no less."""
HELD = 300.0
"""Seconds for which a therapist's word holds the ladder: they are there."""
CONTACTS, ON_CALL, LAST_STEP = 1, 2, 3


def hold_ladder(room: Room, where: InSession, at: float, *, signed: bool) -> Room:
    """Return the room in which a therapist's word at `where` holds the alarms that it can be about, each of them once.

    What is said in the place of the alarm, or at the desk. A private alarm nobody sees but the desk, so small talk
    elsewhere says nothing of it; and a device that is not signed may be anybody's.
    """
    if not signed:
        return room
    for alarm in room.alarms:
        is_about = isinstance(where, Desk) or where == alarm.where
        if is_about and alarm.is_danger and not alarm.by_therapist and not alarm.held and at > alarm.at:
            room = room.with_alarm(replace(alarm, held=at))
    return room


def find_next_call(room: Room) -> float | None:
    """Return when somebody else is to hear of an alarm that nobody acknowledged, in seconds UTC; None if never."""
    times = [alarm.at + PATIENCE for alarm in room.alarms if not alarm.told_supervisor]
    times += [_find_next_step(alarm) for alarm in room.alarms if alarm.is_danger and alarm.step < LAST_STEP]
    return min(times, default=None)


def climb_ladder(room: Room, policy: Policy, now: float) -> Decision:
    """Take the next step for every danger that is due, and tell the supervisor of what has waited too long."""
    room = _mend_dates(room, now)
    decision = Decision(room)
    for alarm in room.alarms:
        if alarm.is_danger and alarm.step < LAST_STEP and _find_next_step(alarm) <= now:
            # What was held is held on, so that each step after it has its own minute.
            held = alarm.held + STEP if alarm.held else 0.0
            decision = decision.then(call_next_person, policy, replace(alarm, held=held))
        if not alarm.told_supervisor and alarm.at + PATIENCE <= now:
            decision = decision.then(_tell_supervisor, policy, alarm.code)
    return decision


def _mend_dates(room: Room, now: float) -> Room:
    """Return the room in which no alarm is of a wrong date that was put right: how long it has waited nobody knows, so its next step is due."""
    wrong = [alarm for alarm in room.alarms if max(alarm.at, alarm.held) > now + WRONG]
    for alarm in wrong:
        room = room.with_alarm(replace(alarm, at=now - STEP * (alarm.step + 1), held=0.0))
    return room


def call_next_person(room: Room, policy: Policy, alarm: Alarm) -> Decision:
    """Tell whoever is next of `alarm`; where there is nobody of that kind, the next after them, at once."""
    contacts = list_contacts_for(room, policy, by_therapist=alarm.by_therapist)
    if alarm.step < CONTACTS and contacts:
        stepped = room.with_alarm(replace(alarm, step=CONTACTS))
        return Decision(stepped, tuple(_tell_outsider(room, policy, alarm, contact) for contact in contacts))
    if alarm.step < ON_CALL and policy.on_call:
        return Decision(room.with_alarm(replace(alarm, step=ON_CALL)), (_tell_outsider(room, policy, alarm, None),))
    last = replace(alarm, step=LAST_STEP)
    nobody = () if contacts or policy.on_call or alarm.step >= ON_CALL else (Alert("nobody-to-call"),)
    paged = (Page(alarm.code, alarm.at, drill=alarm.drill),) if policy.pages else ()
    return Decision(room.with_alarm(last), (*nobody, *paged)).then(tell_person_nobody, policy, last)


def call_without_therapist(room: Room, policy: Policy, alarm: Alarm) -> Decision:
    """Tell second contacts and supervisor at once of words about a therapist, who is not told; where there are none, the on-call room."""
    told, contacts = replace(alarm, told_supervisor=True), list_contacts_for(room, policy, by_therapist=True)
    words = say_line(
        policy, "supervisor-about-therapist", room=make_room_code(room.id), code=alarm.code, contacts=len(contacts)
    )
    line = Notice(words, Mark(kind="supervision"), rings=True, where=Supervisor())
    called = Decision(room.with_alarm(told), (Alert("about-therapist"), line))
    if may_call_behind(room, policy, by_therapist=True):
        return called.then(call_next_person, policy, told)
    # Nobody but a supervisor, who cannot answer here: the person learns in time that nobody has.
    waits = replace(told, step=ON_CALL)
    return replace(called, room=room.with_alarm(waits)).also(Alert("nobody-to-call"))


def note_reached_contact(room: Room, event: Shown) -> Room:
    """Return the room knowing that an alarm stands in a second contact's room, so that they were reached; or which event its card is."""
    alarm = room.alarm(event.code)
    if alarm is None:
        return room
    if isinstance(event.where, SecondContact):
        reached = tuple(dict.fromkeys((*alarm.reached, event.where.user)))
        return room.with_alarm(replace(alarm, reached=reached))
    return room.with_alarm(replace(alarm, card=event.event)) if isinstance(event.where, Desk) else room


def call_past_silence(room: Room, event: Unsaid, policy: Policy) -> Decision:
    """Tell the supervisor that the bot could not speak where only some may hear it; at the desk it cannot be said.

    Danger that could not be said there goes to whoever is next at once.
    """
    if isinstance(event.where, Supervisor):
        return Decision(room)
    if isinstance(event.where, Direct):
        room = replace(room, privates=tuple(user for user in room.privates if user != event.where.user))
    words = say_line(policy, "supervisor-unsaid", room=make_room_code(room.id), reason=event.reason)
    decision = Decision(room, (Notice(words, Mark(kind="supervision"), rings=True, where=Supervisor()),))
    unheard = {Desk: 0, SecondContact: CONTACTS}.get(type(event.where))
    for alarm in room.alarms:
        if alarm.is_danger and alarm.step == unheard:
            decision = decision.then(call_next_person, policy, alarm)
    return decision


def tell_again(room: Room, policy: Policy, contact: UserId) -> Decision:
    """Tell a second contact, who has come into their room, of every alarm they were called for and have not seen.

    If there is none, what the room is for.
    """
    if contact not in list_second_contacts(policy):
        return Decision(room)
    waiting = list_untold_alarms(room, policy, contact)
    if waiting:
        return Decision(room, tuple(_tell_outsider(room, policy, alarm, contact) for alarm in waiting))
    greeting = say_line(policy, "second-greeting")
    return Decision(room, (Notice(greeting, Mark(kind="greeting"), where=SecondContact(contact)),))


def list_called_alarms(room: Room, policy: Policy, contact: UserId) -> tuple[Alarm, ...]:
    """Return the alarms that wait and that `contact` was called for: nobody else's, and none before its ladder came to them."""
    if contact not in list_second_contacts(policy):
        return ()
    return tuple(
        alarm
        for alarm in room.alarms
        if alarm.is_danger
        and alarm.step >= CONTACTS
        and contact in list_contacts_for(room, policy, by_therapist=alarm.by_therapist)
    )


def list_untold_alarms(room: Room, policy: Policy, contact: UserId) -> tuple[Alarm, ...]:
    """Return the alarms that `contact` was called for and that never stood in their room."""
    return tuple(alarm for alarm in list_called_alarms(room, policy, contact) if contact not in alarm.reached)


def list_second_contacts(policy: Policy) -> tuple[UserId, ...]:
    """Return who is called when a therapist does not answer: those whom policy names, patterns aside, and never a guardian."""
    return tuple(
        UserId(second_contact)
        for second_contact in policy.rules.second_contacts
        if not set(second_contact) & set("*?& ") and second_contact != policy.rules.guardian.account
    )


def list_contacts_for(room: Room, policy: Policy, *, by_therapist: bool) -> tuple[UserId, ...]:
    """Return the second contacts who may hear of something; of what is said of a therapist none who sits here as one."""
    here = therapists(room, policy) if by_therapist else ()
    return tuple(contact for contact in list_second_contacts(policy) if contact not in here)


def may_call_behind(room: Room, policy: Policy, *, by_therapist: bool) -> bool:
    """Return whether somebody can be called who is not at the desk."""
    return policy.on_call or bool(list_contacts_for(room, policy, by_therapist=by_therapist))


def name_reader(alarm: Alarm, *, there: bool) -> str:
    """Return who found it, as sentences call them; or that it is about a therapist, or that no therapist is there."""
    if alarm.by_therapist:
        return "therapist"
    if not there:
        return "alone"
    return "model" if alarm.reason == SECOND_READER else "list"


def _find_next_step(alarm: Alarm) -> float:
    """Return when the next step of the ladder is due; a therapist's word since the alarm has held it once."""
    due = alarm.at + STEP * (alarm.step + 1)
    return max(due, alarm.held + HELD) if alarm.held else due


def _tell_supervisor(room: Room, policy: Policy, code: str) -> Decision:
    """Tell the supervisor that an alarm has waited too long; one that is played is no matter of theirs."""
    alarm = room.alarm(code)
    if alarm is None:
        return Decision(room)
    minutes = int(PATIENCE // 60)
    words = say_line(policy, "supervisor-alarm", room=make_room_code(room.id), code=code, minutes=minutes)
    line: tuple[Effect, ...] = (Notice(words, Mark(kind="supervision"), rings=True, where=Supervisor()),)
    return Decision(room.with_alarm(replace(alarm, told_supervisor=True)), () if alarm.drill else line)


def _tell_outsider(room: Room, policy: Policy, alarm: Alarm, contact: UserId | None) -> Notice:
    """Return what a person outside the session is told: the room's code, the therapist, the time, never the phrase.

    A second contact, or, without one, the on-call room, which is told who was really reached.
    """
    reached = ", ".join(find_name(room, user) for user in alarm.reached)
    words = say_line(
        policy,
        "crisis-second" if contact else "crisis-on-call",
        code=alarm.code,
        room=make_room_code(room.id),
        person=join_names(room, therapists(room, policy)) or find_name(room, "-"),
        time=format_time_of_day(alarm.at),
        minutes=int(STEP * (alarm.step + 1) // 60),
        reader=name_reader(alarm, there=bool(therapists(room, policy))),
        reached=reached or "none",
        drill=int(alarm.drill),
    )
    where = SecondContact(contact) if contact else OnCall()
    return Notice(words, Mark(kind="alarm"), rings=True, where=where, code=alarm.code)
