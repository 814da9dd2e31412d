"""What the bot makes of each event. Precedence is written here once, top to bottom."""

from dataclasses import replace
from typing import assert_never

from bot.model import (
    Alert,
    Answered,
    Arrived,
    AskedToVerify,
    Attached,
    Came,
    Cancel,
    Decision,
    Decline,
    Desk,
    DevicesKnown,
    Direct,
    Drilled,
    Edited,
    Elapsed,
    Event,
    Failed,
    Frozen,
    Heard,
    Invited,
    Join,
    Joined,
    Leave,
    Left,
    Misruled,
    Ousted,
    Overheard,
    Polled,
    Posted,
    Present,
    Reacted,
    Recorded,
    Redacted,
    Renamed,
    Replaced,
    Role,
    Room,
    Ruled,
    SessionRoom,
    Shown,
    Sighted,
    Taken,
    Transcribed,
    Typing,
    Unreadable,
    Unsaid,
    UserId,
    Voted,
    WasAway,
    make_words,
)
from bot.policy import Policy
from bot.session import attachments, deadlines, floor, freeze, membership, policy_change
from bot.session.afterthoughts import add_afterthoughts
from bot.session.changes import follow_own_word, obey_change
from bot.session.command.context import CommandContext, find_own_language
from bot.session.command.redactions import forget_old_words
from bot.session.command.rewritten import hear_rewritten, note_obeyed, recognise_rewritten
from bot.session.command.table import TABLE, Unknown, recognise_command
from bot.session.commands import unreadable, votes
from bot.session.commands.follow_up import ask_on
from bot.session.commands.sender_trust import refuse_once, refuse_role, refuse_uncertain_sender, tell_unheard_sender
from bot.session.danger import drill, ladder, outlive, second_reader, tripwire
from bot.session.danger.alarms import take_alarm
from bot.session.desk import approval, ballots, drafts, waiver
from bot.session.notes import review
from bot.session.offers import initiative
from bot.session.results import take_result
from bot.session.talk.window import is_overtaken, keep_message
from bot.session.translation import interpreting
from bot.session.voice.follow import (
    find_own_transcript,
)
from bot.session.voice.hear import hear_recording
from bot.who_may import Bar, What, find_bar, find_writer_standing, may
from bot.words import FALLBACK

NO_RULES = "room-no-policy"
OTHER_ACCOUNT = "room-other-account"
HOUR = 3600.0
AGAIN: dict[Bar | None, str] = {Bar.MEANWHILE: "type-again", Bar.REWRITTEN: "edited-meanwhile"}


def decide(room: Room, event: Event, policy: Policy) -> Decision:
    """Return what becomes of `room` after `event`, and what is to be done about it.

    Without a seat only the bot's coming and going matters, requests to verify it, what people take back, and the freeze.
    """
    return add_afterthoughts(room, event, policy, _dispatch_event(room, event, policy))


def _dispatch_event(room: Room, event: Event, policy: Policy) -> Decision:
    match event:
        case Frozen():
            return freeze.freeze_room(room, event, policy)
        case Invited() | Arrived() | Ousted() | Replaced() | AskedToVerify():
            return membership.place_bot(room, event, policy)
        case _ if not room.seated:
            said = membership.explain_unfit_room(room, event, policy) if isinstance(event, Heard) else ()
            return outlive.carry_alarms_on(room, event, policy).also(*forget_old_words(event), *said)
        case Joined() | Came() | Renamed() | Left() | DevicesKnown():
            return membership.move_people(room, event, policy)
        case Heard() | Overheard() | Attached() | Present() | Reacted() | Voted() | Typing() | Edited() | Redacted():
            return _dispatch_from_people(room, event, policy)
        case WasAway() | Elapsed() | Unreadable() | Ruled() | Misruled() | Drilled() | Taken():
            return _dispatch_from_outside(room, event, policy)
        case Answered() | Transcribed() | Failed() | Posted() | Sighted() | Shown() | Polled() | Unsaid():
            return take_result(room, event, policy)
        case _:
            assert_never(event)


def leave_unruled_room(room: Room, event: Event, account: UserId | None = None) -> Decision:
    """Return what the bot does in a room that no policy covers, or none any more: one sentence, and it leaves.

    It goes there only to say so to a therapist, and not where another `account` serves the room: a newcomer would turn the
    AI off there. A freeze of the operator's holds there too.
    """
    if isinstance(event, Frozen):
        return Decision(freeze.note_freeze(room, event), (Cancel(),))
    return freeze.uphold_freeze(room, event, _say_no_rules(room, event, account))


def _say_no_rules(room: Room, event: Event, account: UserId | None) -> Decision:
    """Leave the room, or turn the invitation down; of danger that waits, with nobody who could be called, tell the operator once.

    With whatever is first decided without rules, the bot leaves: it may be a message that came just before the news of them.
    """
    waits = any(alarm.is_danger for alarm in room.alarms)
    gone = replace(room.vacated(), announced=NO_RULES if waits else "")
    left_alone = (Alert("alarm-without-policy"),) if waits and room.announced != NO_RULES else ()
    if isinstance(event, Invited):
        comes = event.known and account is None
        return Decision(gone, (Cancel(), (Join if comes else Decline)(event.inviter), *left_alone))
    if isinstance(event, Arrived) or (room.seated and not isinstance(event, Ousted | Replaced)):
        why = make_words(OTHER_ACCOUNT, FALLBACK, account=account) if account else make_words(NO_RULES, FALLBACK)
        told = Alert(OTHER_ACCOUNT if account else NO_RULES)
        return Decision(gone, (Cancel(), Leave(why), told, *left_alone))
    return Decision(gone, (Cancel(), *forget_old_words(event), *left_alone))


def _dispatch_from_people(
    room: Room,
    event: Heard | Overheard | Attached | Present | Reacted | Voted | Typing | Edited | Redacted,
    policy: Policy,
) -> Decision:
    match event:
        case Overheard():
            return tripwire.watch_message(room, event, policy)
        case Heard():
            return _hear_message(_note_talk(room, event, policy), event, policy)
        case Attached():
            return _take_attachment(_note_talk(room, event, policy), event, policy)
        case Present():
            return Decision(_note_talk(room, event, policy))
        case Reacted() | Voted():
            return votes.obey_tap(_note_talk(room, event, policy) if isinstance(event, Voted) else room, event, policy)
        case Typing():
            return initiative.note_typing(room, event)
        case Edited() | Redacted():
            return _follow_change(room, event, policy)


def _take_attachment(room: Room, event: Attached, policy: Policy) -> Decision:
    """Have a voice message written down, or say why not; where none is here, it is an attachment like any other."""
    written = hear_recording(room, event, policy) if isinstance(event, Recorded) else None
    return written or attachments.explain_attachment(room, event, policy)


def _dispatch_from_outside(
    room: Room, event: WasAway | Elapsed | Unreadable | Ruled | Misruled | Drilled | Taken, policy: Policy
) -> Decision:
    match event:
        case Drilled():
            return drill.obey_operator_drill(room, event, policy)
        case Taken():
            return take_alarm(room, event, policy)
        case Ruled():
            return policy_change.take_up_rules(room, event, policy)
        case Misruled():
            return policy_change.tell_of_mistakes(room, event, policy)
        case WasAway():
            return floor.lower_after_absence(room, event, policy)
        case Elapsed():
            return deadlines.do_what_is_due(room, event, policy)
        case Unreadable():
            return unreadable.ask_to_resend(room, event, policy)


def _note_talk(room: Room, written: Heard | Attached | Present | Voted, policy: Policy) -> Room:
    """Return the room knowing that somebody talked, and whether it was a therapist, who may also be at the desk.

    Who sends a picture or a voice message is there too, though nobody knows what it says: it holds no ladder. Talk keeps
    the AI on, so it counts only from those whose words may be kept. What nobody can place at a desk that several rooms share
    holds nothing and keeps nothing on: it only means that a bare word after it may have been meant for something else.
    """
    standing = find_writer_standing(room, policy, written)
    if isinstance(written, Present) and written.unplaced:
        return replace(room, desk_talk=written.at)
    if not isinstance(written, Attached | Voted):
        certain = may(What.HOLD_LADDER, standing)
        room = ladder.hold_ladder(room, written.where, written.at, signed=certain)
    writer = written.person if isinstance(written, Present) else written.sender
    if writer in room.left_out or not may(What.BE_WINDOWED, standing):
        return room
    if standing.role is Role.THERAPIST:
        is_aside = isinstance(written, Present) and isinstance(written.where, Desk)
        room = replace(room, last_therapist=written.at, desk_talk=written.at if is_aside else room.desk_talk)
    talks = isinstance(written.where, SessionRoom) and not isinstance(written, Present)
    return replace(room, last_talk=written.at) if talks else room


def _hear_message(room: Room, heard: Heard, policy: Policy) -> Decision:
    """Look for danger first; whatever it finds, the message then counts as any other."""
    meant = ballots.point_at_card(room, heard) if room.ballots else heard
    return tripwire.watch_message(room, heard, policy).then(_understand_message, meant, policy)


def _understand_message(room: Room, heard: Heard, policy: Policy) -> Decision:
    said = recognise_command(room, heard, policy)
    return _take_talk(room, heard, policy) if said is None else _obey_typed(room, heard, policy, said)


def _obey_typed(room: Room, heard: Heard, policy: Policy, said: CommandContext | Unknown) -> Decision:
    """Do what was typed as a command; of what is none, say so with the nearest name, or how that is typed."""
    if isinstance(said, CommandContext):
        return _run_command(replace(said, room=room))
    call = CommandContext(room, heard, policy, "unknown", said.language)
    if said.twofold:
        return call.answer_with("take-back-which")
    return call.answer_with("type-exactly" if said.nearly else "unknown-command", near=said.nearest or "none")


def _take_talk(room: Room, heard: Heard, policy: Policy) -> Decision:
    """Return what follows from words that are no command: kept in the session room, a word on a draft at the desk."""
    call = CommandContext(room, heard, policy, "desk", find_own_language(room, policy, heard.sender))
    if isinstance(heard.where, Desk):
        if call.role is not Role.THERAPIST:
            return Decision(room)
        return refuse_uncertain_sender(call) if call.is_uncertain else _take_word_on_draft(call)
    if isinstance(heard.where, Direct):
        return _answer_direct_talk(replace(call, name="direct"))
    if heard.sender in room.left_out:
        return Decision(room)
    if own := find_own_transcript(room, heard):
        return follow_own_word(room, heard, policy, own)
    if not may(What.BE_WINDOWED, call.standing) or is_overtaken(room, heard):
        return tell_unheard_sender(replace(call, name="talk"))
    room = interpreting.note_language(keep_message(replace(room, talk=room.talk + 1), heard, policy), policy, heard)
    room = second_reader.note_message_to_read(room, policy, heard.id)
    stale = drafts.end_outdated_drafts(room, policy, heard.at)
    return stale.then(second_reader.ask_second_reader, policy, heard.id, heard.at)


def _answer_direct_talk(call: CommandContext) -> Decision:
    """Say once an hour what becomes of words in a direct room; nothing where people were called because of them."""
    if any(alarm.event == call.heard.id for alarm in call.room.alarms):
        return Decision(call.room)
    key = "direct-unread" if call.policy.rules.crisis.enabled else "direct-uncompared"
    key = "direct-stopped" if call.heard.sender in call.room.unread else key
    return refuse_once(HOUR, call, key, call.heard.sender)


def _take_word_on_draft(call: CommandContext) -> Decision:
    """Take a therapist's word on a draft, unless it could be read too late to be sure that it still holds."""
    key = _find_staleness(call) if may(What.APPROVE, call.standing) else "type-again"
    if key:
        return call.answer_with(key)
    said = review.obey_note_word(call.room, call.heard, call.policy)
    if said is None and call.room.waiver:
        said = waiver.obey_waiver_word(call.room, call.heard, call.policy)
    return said or approval.obey_verdict(call.room, call.heard, call.policy)


def _run_command(call: CommandContext) -> Decision:
    """Return what a command does, if its sender is certain enough, may use it, and typed it in time."""
    row = TABLE[call.name]
    bar = find_bar(row.find_what(call.argument), call.standing)
    if bar in {Bar.NOBODY, Bar.STRANGER}:
        return Decision(call.room)
    if bar in {Bar.CHANGED, Bar.UNSIGNED}:
        return refuse_uncertain_sender(call)
    if refused := refuse_role(call):
        return refused
    if call.room.is_frozen and (waits := freeze.refuse_while_frozen(call)):
        return waits
    if bar is Bar.TOO_LATE:
        return Decision(call.room) if call.heard.asked else call.answer_with("send-again")
    if key := AGAIN.get(bar) or ("" if row.lowers else _find_staleness(call)):
        return note_obeyed(call, call.answer_with(key), always=call.heard.edited)
    return note_obeyed(call, ask_on(call) if call.wish else row.run(call))


def _find_staleness(call: CommandContext) -> str:
    """Return the sentence that says why what somebody typed does not hold any more; empty if it does."""
    if call.heard.edited:
        return "edited-meanwhile"
    if call.heard.differs:
        return "two-texts"
    return "type-again" if is_overtaken(call.room, call.heard) else ""


def _follow_change(room: Room, event: Edited | Redacted, policy: Policy) -> Decision:
    """Obey an edit or a deletion; where an edit makes a command of a message, that is then asked as new."""
    changed = obey_change(room, event, policy)
    if isinstance(event, Edited) and (said := recognise_rewritten(room, event, policy)):
        return changed.then(_obey_typed, hear_rewritten(room, event), policy, said)
    return changed
