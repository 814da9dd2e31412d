"""The floor: who turns the AI up, who turns it down, and what turns it down by itself."""

from dataclasses import replace

from bot.model import (
    TALK,
    Cancel,
    Decision,
    Desk,
    Direct,
    Event,
    Floor,
    Initiative,
    Mark,
    Notice,
    Reply,
    Room,
    SessionRoom,
    Tally,
    Task,
    UserId,
    Verdict,
    WasAway,
    Words,
)
from bot.policy import Policy
from bot.session.command.consent_cards import ask_for_agreement_again, find_newest_card, is_card_for
from bot.session.command.context import CommandContext, find_name, join_names, say_line, therapists
from bot.session.command.left_out import is_beginning_without, may_leave_out, refuse_leaving_out
from bot.session.command.read_languages import say_to_everybody
from bot.session.command.table import THERAPIST, register_command
from bot.session.desk.drafts import void_drafts
from bot.session.desk.supervision import report_session
from bot.session.desk.waiver import end_waiver
from bot.session.talk.agreement import has_refused, lacks_guardian, list_missing, record_agreement
from bot.session.talk.alone import ALONE, is_waiting_for_people
from bot.session.talk.clock import format_time_of_day


@register_command("stop", kind="lowers")
def stop_ai(call: CommandContext) -> Decision:
    """Turn the AI off at once, also in the middle of an answer. Anybody may.

    In a direct room it also ends the comparing of that person's words there.
    """
    if not isinstance(call.heard.where, Direct) or call.heard.sender in call.room.unread:
        return _obey_off(call)
    unread = replace(call.room, unread=(*call.room.unread, call.heard.sender))
    down = _obey_off(replace(call, room=unread)) if call.room.is_on else Decision(unread)
    return down.also(call.reply("direct-stopped"))


@register_command("listen", who=THERAPIST, kind="raises")
def raise_to_listen(call: CommandContext) -> Decision:
    """Read along silently, once everybody has agreed. The therapist's `!listen` is their own agreement."""
    return _raise_floor(call, Floor.LISTEN)


@register_command("speak", who=THERAPIST, kind="raises")
def raise_to_speak(call: CommandContext) -> Decision:
    """As `!listen`, and sometimes lay something unasked on the therapist's desk."""
    if call.policy.rules.floor_max is Floor.LISTEN:
        return call.answer_with("speak-never")
    if not call.policy.backend.generative:
        return call.answer_with("speak-unable")
    if not call.policy.serves(Task.OFFER):
        return call.answer_with("not-served")
    if not call.policy.reaches(Task.OFFER, SessionRoom()):
        return call.answer_with("speak-stays")
    return _raise_floor(call, Floor.SPEAK)


@register_command("off", who=THERAPIST, kind="lowers")
def turn_ai_off(call: CommandContext) -> Decision:
    """Turn the AI off: it keeps nothing of what is said and asks no model."""
    return _obey_off(call)


def lower_floor(room: Room, reason: Words, policy: Policy, now: float) -> Decision:
    """Turn the floor off and drop everything that is under way or waits at the desk; `reason` is said aloud.

    If the floor is off already, nothing happens and nothing is said.
    """
    if not room.is_on:
        return Decision(room)
    said = Decision(room, (Cancel(), Notice(say_to_everybody(room, policy, reason), Mark(kind="floor"), rings=True)))
    void = said.then(void_drafts, policy, Verdict.FLOOR_OFF, now, lambda _: True).then(end_waiver, policy)
    return replace(void, room=silence_room(void.room)).also(*report_session(void.room, policy, now))


def lower_for_person(room: Room, person: UserId, policy: Policy, now: float) -> Decision:
    """Turn the AI off because `person` does not agree, or no longer does: the room hears that it is off, the desk who it was.

    The room is told in the very words of any other switch, so that nobody is looked at.
    """
    down = lower_floor(room, say_line(policy, "floor-off"), policy, now)
    return down.also(*tell_desk_alone(room, policy, "desk-no", (person,)))


def uphold_refusal(call: CommandContext) -> Decision:
    """Say to whoever said no in this session that it stands: in their direct room, where there is one, and not before others."""
    said = call.reply("no-stands", hours=call.policy.rules.retention.window)
    if call.heard.sender not in call.room.privates:
        return Decision(call.room, (said,))
    return Decision(call.room, (Notice(said.words, said.mark, where=Direct(call.heard.sender)),))


def tell_desk_alone(room: Room, policy: Policy, key: str, people: tuple[UserId, ...]) -> tuple[Notice, ...]:
    """Return the line that names `people` to the therapists, at the desk; nothing where no therapist is here."""
    if not therapists(room, policy):
        return ()
    names = ", ".join(find_name(room, person) for person in people)
    return (Notice(say_line(policy, key, people=names), Mark(kind="floor"), where=Desk()),)


def silence_room(room: Room) -> Room:
    """Return the room with the AI off, and nothing under way any more; its drafts are another matter."""
    said = tuple(replace(said, again=None) for said in room.said if said.event is not None)
    return replace(
        room,
        floor=Floor.OFF,
        pending=(),
        said=said,
        explained=(),
        typing=0.0,
        to_read=(),
        tally=Tally(),
        initiative=Initiative(),
        interpreting=(),
        utterances=(),
        missed=0,
        waiver=None,
        anchor=None,
        left_out=(),
    )


def note_silence(_: Room, event: Event, __: Policy, decision: Decision) -> Decision:
    """Note when the AI was turned off: what people wrote before, and the bot reads only then, was written while it was on."""
    return replace(decision, room=replace(decision.room, off_since=event.at))


def lower_after_absence(room: Room, event: WasAway, policy: Policy) -> Decision:
    """Turn the floor off after an absence of the bot's own, and say from when to when; or that one thing was missed."""
    key = "floor-off-away" if event.since < event.at else "floor-off-unread"
    reason = say_line(policy, key, since=format_time_of_day(event.since), until=format_time_of_day(event.at))
    return lower_floor(room, reason, policy, event.at)


def _raise_floor(call: CommandContext, floor: Floor) -> Decision:
    """Turn the AI up, or say what stands in the way. A switch is said aloud in the session room."""
    policy, now = call.policy, call.heard.at
    if unable := _find_why_never(call):
        return call.answer_with(unable)
    if has_refused(call.room, policy, call.heard.sender, now):
        return uphold_refusal(call)
    room = _agree_by_turning_up(call)
    if call.heard.sender in list_missing(room, policy, now):
        return ask_for_agreement_again(call)
    call, waiting = replace(call, room=room), list_missing(room, policy, now)
    if lacks_guardian(room, policy, now):
        return _tell_who_is_missing(call, waiting)
    if not waiting:
        return _turn_up(call, floor)
    return _begin_without(call, waiting, floor) if is_beginning_without(call) else _tell_who_is_missing(call, waiting)


def _turn_up(call: CommandContext, floor: Floor) -> Decision:
    """Turn the AI up, and say so in the session room."""
    room, policy, now = call.room, call.policy, call.heard.at
    if room.floor is floor:
        return Decision(room, (call.reply("listen-already"),))
    if not room.is_on:
        room = replace(room, tally=Tally(since=now), notices=(), offers=0, offered=now, offer_talk=room.talk)
    on = replace(room, floor=floor, last_talk=now, last_therapist=now)
    switched = Notice(say_to_everybody(room, policy, call.reply(f"{floor}-on").words), Mark(kind="floor"), rings=True)
    return Decision(on, (*_answer_elsewhere(call, f"{floor}-on"), switched))


def _begin_without(call: CommandContext, waiting: tuple[UserId, ...], floor: Floor) -> Decision:
    """Turn the AI up without those of `waiting`, who are away: the desk is told whom that leaves out, the room is not."""
    if refused := refuse_leaving_out(call, waiting):
        return Decision(call.room, (refused,))
    on = _turn_up(replace(call, room=replace(call.room, left_out=waiting)), floor)
    return on.also(call.reply("listen-without", people=join_names(call.room, waiting)))


def _find_why_never(call: CommandContext) -> str:
    """Return the sentence that says why the AI is not turned up here at all, whoever has agreed; empty if it may be."""
    if call.policy.rules.floor_max is Floor.OFF:
        return "listen-never"
    if isinstance(call.heard.where, Direct):
        return "in-the-room"
    return ALONE if is_waiting_for_people(call.room) else ""


def _tell_who_is_missing(call: CommandContext, waiting: tuple[UserId, ...]) -> Decision:
    """Say in the room that not everybody has agreed, and at the desk alone who, and what can be done about it."""
    at_desk = replace(call, heard=replace(call.heard, where=Desk()))
    named = at_desk.reply(
        "listen-needs-desk",
        people=join_names(call.room, waiting) or "none",
        guardian=int(lacks_guardian(call.room, call.policy, call.heard.at)),
        without=int(bool(waiting) and may_leave_out(at_desk, waiting)),
    )
    if isinstance(call.heard.where, Desk):
        return Decision(call.room, (named,))
    told = Notice(named.words, Mark(kind="floor"), where=Desk())
    is_there = call.heard.sender in call.room.at_desk  # who reads the desk needs no second line before everybody
    return Decision(call.room, (told,) if is_there else (call.reply("listen-needs"), told))


def _agree_by_turning_up(call: CommandContext) -> Room:
    """Return the room with the agreement of whoever turns the AI up, if the card is one that they could read."""
    room, policy, sender = call.room, call.policy, call.heard.sender
    if not is_card_for(find_newest_card(room, call.language, call.heard), policy, sender):
        return room
    return record_agreement(room, policy, call.language, call.heard, TALK)


def _obey_off(call: CommandContext) -> Decision:
    if not call.room.is_on:
        return call.answer_with("off-already")
    down = lower_floor(call.room, call.reply("floor-off").words, call.policy, call.heard.at)
    return down.also(*_answer_elsewhere(call, "floor-off"))


def _answer_elsewhere(call: CommandContext, key: str) -> tuple[Reply, ...]:
    """Return the answer to a command that was typed outside the session room, where the switch is said aloud."""
    return () if isinstance(call.heard.where, SessionRoom) else (call.reply(key),)
