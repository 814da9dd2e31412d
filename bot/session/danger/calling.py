"""When words of danger call people: an alarm at the desk, silence of the AI where they were written, help-lines, and what the person is told."""

from dataclasses import dataclass, replace
from hashlib import sha256

from bot.danger_words.find_phrase import Trip
from bot.model import (
    Alarm,
    Alert,
    Amend,
    Cancel,
    Card,
    Decision,
    Effect,
    EventId,
    InSession,
    Kind,
    Mark,
    Notice,
    Pending,
    Reply,
    Room,
    Said,
    SessionRoom,
    Task,
    Trouble,
    UserId,
    Words,
    make_words,
)
from bot.policy import Policy
from bot.session.answers.links import label_message, make_permalink
from bot.session.command.context import find_name, say_line, therapists
from bot.session.danger.ladder import (
    STEP,
    call_next_person,
    call_without_therapist,
    list_second_contacts,
    may_call_behind,
)
from bot.session.danger.to_person import show_helplines, tell_person_called
from bot.session.danger.wordless import make_wordless_card
from bot.session.desk.replies import tell_asker

SAME = 300.0
"""Seconds within which the same kind, of the same person in the same place, is counted on the card that stands."""
UNSEEN_CODES = 100_000
"""How many codes there are for alarms that no therapist sees, and the first of them: far beyond those that are counted."""
GOES_ON = frozenset({Task.INTERPRET, Task.TRANSLATE})
"""What is still translated at the desk while an alarm waits: there a therapist has to understand what is said."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What was found: by whom (`CRISIS`, `SECOND_READER`), in which message, whose, when and where it was written.

    `trip` is what the list found; None if a model did. `voiced`: in what a machine wrote down of a voice message.
    """

    reason: str
    event: EventId
    sender: UserId
    at: float
    where: InSession = SessionRoom()
    trip: Trip | None = None
    voiced: bool = False

    @property
    def kind(self) -> Kind | None:
        """Return what it is about, where that is known."""
        return self.trip.kind if self.trip else None

    @property
    def phrase(self) -> str:
        """Return the list's own phrase, never the person's words; empty if a model found it."""
        return self.trip.phrase if self.trip else ""

    @property
    def by_therapist(self) -> bool:
        """Return whether it is said of a therapist."""
        return self.trip is not None and self.trip.by_therapist


def call_people(room: Room, policy: Policy, cause: Cause) -> Decision:
    """Put a new alarm on the desk and let the AI fall silent, or count the message on the card that says the same already.

    Where the words are about a therapist no therapist is told: whoever stands behind them is, at once.
    """
    same = _find_same_alarm(room, cause)
    if same is not None:
        return _count_on_card(room, policy, same, cause)
    alarm = Alarm(
        _make_unseen_code(room, cause) if cause.by_therapist else f"A{room.alarm_codes + 1}",
        cause.reason,
        cause.at,
        kind=cause.kind,
        person=cause.sender,
        where=cause.where,
        event=cause.event,
        by_therapist=cause.by_therapist,
        language=cause.trip.language if cause.trip else None,
        voiced=cause.voiced,
    )
    room = replace(room.with_alarm(alarm), alarm_codes=room.alarm_codes + int(not alarm.by_therapist))
    if alarm.by_therapist:
        called = call_without_therapist(room, policy, alarm).then(_tell_who_was_called, policy, alarm)
        return called.then(show_helplines, policy, alarm)
    card = make_alarm_card(room, policy, alarm, cause.phrase)
    wordless = make_wordless_card(room, policy)
    called = Decision(room, (card, *wordless, Alert(alarm.reason))).then(_fall_silent, alarm)
    if not therapists(room, policy) and may_call_behind(room, policy, by_therapist=False):
        called = called.then(call_next_person, policy, alarm)
    told = called.then(_tell_who_was_called, policy, alarm)
    return told.then(show_helplines, policy, alarm)


def _tell_who_was_called(room: Room, policy: Policy, alarm: Alarm) -> Decision:
    """Tell the person what is true of those who stand behind the therapist: of words about one the supervisor is told too."""
    behind = may_call_behind(room, policy, by_therapist=alarm.by_therapist)
    supervised = alarm.by_therapist and bool(policy.rules.supervisors)
    return tell_person_called(room, policy, alarm, behind=behind or supervised)


def _make_unseen_code(room: Room, cause: Cause) -> str:
    """Return the code of an alarm about a therapist: not the next number, for the desk would see that one is left out."""
    number = int(sha256(f"{room.id} {cause.event} {cause.at}".encode()).hexdigest(), 16) % UNSEEN_CODES
    return f"A{UNSEEN_CODES + number}"


def make_alarm_card(room: Room, policy: Policy, alarm: Alarm, phrase: str = "") -> Card:
    """Return the desk's card of an alarm: the only kind that calls anybody by name. `phrase` is known at the first alone."""
    return Card(alarm.code, _describe_alarm(room, policy, alarm, phrase), Mark(kind="alarm"), therapists(room, policy))


def lay_alarms_again(room: Room, policy: Policy) -> tuple[Card, ...]:
    """Return the cards of all danger that waits once more, for a therapist who has come and cannot read the earlier ones."""
    waiting = (alarm for alarm in room.alarms if alarm.is_danger and not alarm.by_therapist)
    return tuple(make_alarm_card(room, policy, alarm) for alarm in waiting)


def _find_same_alarm(room: Room, cause: Cause) -> Alarm | None:
    """Return the alarm that stands for the same: one kind, one person, one place, within five minutes."""
    return next(
        (
            alarm
            for alarm in room.alarms
            if (alarm.reason, alarm.kind, alarm.person, alarm.where, alarm.by_therapist)
            == (cause.reason, cause.kind, cause.sender, cause.where, cause.by_therapist)
            and cause.at - alarm.at < SAME
        ),
        None,
    )


def _count_on_card(room: Room, policy: Policy, alarm: Alarm, cause: Cause) -> Decision:
    """Count one more message on an alarm, and on its card where that stands. The same message counts once."""
    if alarm.event == cause.event:
        return Decision(room)
    alarm = replace(alarm, times=alarm.times + 1, event=cause.event, voiced=cause.voiced)
    words = _describe_alarm(room, policy, alarm, cause.phrase)
    amend = (Amend(alarm.card, words, Mark(kind="alarm")),) if alarm.card else ()
    return Decision(room.with_alarm(alarm), amend)


def _describe_alarm(room: Room, policy: Policy, alarm: Alarm, phrase: str) -> Words:
    """Return what the desk reads of an alarm: what about, whose words, where, and who is called if nobody answers."""
    in_room = isinstance(alarm.where, SessionRoom)
    return say_line(
        policy,
        f"alarm-{alarm.reason}",
        code=alarm.code,
        kind=alarm.kind or "unknown",
        person=find_name(room, alarm.person or "-"),
        place=alarm.where.kind,
        phrase=phrase or "none",
        label=label_message(room, alarm.event, alarm.at) if in_room and alarm.event else "-",
        link=make_permalink(room.id, alarm.event) if in_room and alarm.event else "-",
        times=alarm.times,
        drill=int(alarm.drill),
        voiced=int(alarm.voiced),
        minutes=int(STEP // 60),
        next=name_next_contact(policy),
    )


def name_next_contact(policy: Policy) -> str:
    """Return who is told if no therapist answers, as the sentence calls them."""
    if list_second_contacts(policy):
        return "both" if policy.on_call else "contact"
    return "on-call" if policy.on_call else "none"


def _fall_silent(room: Room, alarm: Alarm) -> Decision:
    """Drop what is being answered where the alarm is, and what is let out and does not stand there yet.

    Whoever waits is told what they are told when a model is down: nothing in a room that others read says why.
    """
    dropped = tuple(question for question in room.pending if _is_stilled(question, alarm))
    held = tuple(said for said in room.said if said.event is None and _is_stilled(said, alarm))
    to_read = () if isinstance(alarm.where, SessionRoom) else room.to_read
    room = replace(room.without_pending(*dropped), to_read=to_read)
    room = replace(room, said=tuple(said for said in room.said if said not in held))
    answers: tuple[Pending | Said, ...] = (*dropped, *held)
    cancels: tuple[Effect, ...] = tuple(Cancel(answer.question) for answer in answers)
    lines = tuple(_say_no_answer(question) for question in dropped if question.task not in {Task.INTERPRET, Task.WATCH})
    return Decision(room, (*cancels, *lines))


def _is_stilled(question: Pending | Said, alarm: Alarm) -> bool:
    """Return whether an answer is not shown any more because of an alarm. What is translated for the desk goes on."""
    if question.task is Task.WATCH:
        return isinstance(alarm.where, SessionRoom)
    goes_on = question.task in GOES_ON and isinstance(question, Pending)
    to_desk = question.task is Task.INTERPRET or question.where.kind == "desk"
    return alarm.stills(question.where) and not (goes_on and to_desk)


def _say_no_answer(question: Pending) -> Reply | Notice:
    return tell_asker(question, make_words(f"trouble-{Trouble.DOWN}", question.language))
