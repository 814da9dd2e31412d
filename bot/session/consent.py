"""Agreeing, declining, withdrawing: each person for themself, in the encrypted room."""

from dataclasses import replace

from bot.model import (
    TALK,
    Cancel,
    Decision,
    Desk,
    Direct,
    Mark,
    Notice,
    Purpose,
    Reply,
    Role,
    Room,
    Task,
    UserId,
    Words,
)
from bot.policy import Policy
from bot.session.command.aside import say_or_fold
from bot.session.command.card_words import Said, find_answered_card, is_clear_agreement, read_card_answer
from bot.session.command.consent_cards import ask_for_agreement_again, find_newest_card, has_card, is_card_for
from bot.session.command.context import CommandContext, say_line
from bot.session.command.read_languages import say_to_everybody
from bot.session.command.table import register_command
from bot.session.desk.drafts import end_drafts_of_person, end_transcript_drafts
from bot.session.floor import lower_for_person, uphold_refusal
from bot.session.notes import chunks, open_note
from bot.session.talk.agreement import (
    DAY,
    has_refused,
    list_missing,
    make_full_text,
    note_refusal,
    record_agreement,
)
from bot.session.talk.sources import is_of_person
from bot.session.talk.window import remove_lines
from bot.words.shelf import meaning_of

AGREED = "agreed"
"""What the line about agreements is known by."""
FOLDED = 600.0
"""Seconds within which one line does for all who agree."""


@register_command("agree")
def agree_to_card(call: CommandContext) -> Decision:
    """Record the caller's own agreement to the purposes they named, or to both: to a card that was before them when they wrote."""
    if isinstance(call.heard.where, Direct):
        return call.answer_with("in-the-room")
    if has_refused(call.room, call.policy, call.heard.sender, call.heard.at):
        return uphold_refusal(call)
    if read_card_answer(call.room, call.heard) is Said.UNCLEAR:
        return call.answer_with("agree-sure")
    purposes = _parse_purposes(call.argument)
    if purposes is None or _is_pointless(purposes, call.policy):
        return _ask_which(call, purposes)
    if call.heard.loose and is_clear_agreement(call.heard.text):
        return call.answer_with("agree-type")
    replied_to = find_answered_card(call.room, call.heard)
    language = replied_to.language if replied_to else call.language
    card = replied_to or find_newest_card(call.room, language, call.heard)
    if not is_card_for(card, call.policy, call.heard.sender):
        return call.answer_with("agree-old-card") if replied_to and has_card(call) else ask_for_agreement_again(call)
    room = record_agreement(call.room, call.policy, language, call.heard, purposes)
    waiting = _is_waiting_for_others(room, call)
    noted = call.reply(
        "agree-done",
        what="both" if len(purposes) > 1 else purposes[0],
        then="waiting" if waiting else "on" if room.is_on else "ready",
    )
    is_again = any(person == call.heard.sender for person, _ in call.room.reads)
    if room.is_on or is_again or len(purposes) < len(TALK):
        return Decision(room, (noted,))
    line = replace(noted, words=_say_to_agreed(room, call.policy, noted.words))
    folded = say_or_fold(room, AGREED, line, call.heard.at, call.heard.at - FOLDED)
    return folded if waiting else _tell_therapist(call, folded, line)


def _is_pointless(purposes: tuple[Purpose, ...], policy: Policy) -> bool:
    """Return whether somebody agrees to having their voice written down where nothing does that."""
    return Purpose.VOICE in purposes and policy.transcriber is None


def _ask_which(call: CommandContext, named: tuple[Purpose, ...] | None) -> Decision:
    """Say what there is to agree to here, or, where they named what there is not, that it is not."""
    if named:
        return call.answer_with("voice-not-here")
    return call.answer_with("agree-which", voice="here" if call.policy.transcriber else "none")


def _is_waiting_for_others(room: Room, call: CommandContext) -> bool:
    """Return whether somebody's agreement is still needed; the `!listen` of the last therapist is their own."""
    missing = list_missing(room, call.policy, call.heard.at)
    is_therapist_left = len(missing) == 1 and call.policy.role(missing[0]) is Role.THERAPIST
    return bool(missing) and not is_therapist_left


def _tell_therapist(call: CommandContext, folded: Decision, line: Reply) -> Decision:
    """Return `folded` with a new line at the desk: the session can begin, and an edit tells no therapist's phone so.

    Where none has come to the desk, the line in the room is a new one.
    """
    room, policy = folded.room, call.policy
    if not room.at_desk:
        return Decision(room, (line,))
    if call.heard.sender in room.at_desk:
        return folded
    return folded.also(Notice(say_line(policy, "desk-agreed"), Mark(kind="floor"), rings=True, where=Desk()))


def _say_to_agreed(room: Room, policy: Policy, sentence: Words) -> Words:
    """Return the line about agreements for whoever has agreed by now, each in the language of their card: who has not is not in it."""
    agreed = {consent.person for consent in room.consents}
    here = tuple(person for person in room.roster if person.id in agreed)
    return say_to_everybody(replace(room, roster=here), policy, sentence)


@register_command("decline", kind="lowers")
def decline_agreement(call: CommandContext) -> Decision:
    """Record no agreement of the caller's, forget what there was, and keep the AI off: for this session that stands."""
    heard, first = call.heard, not has_refused(call.room, call.policy, call.heard.sender, call.heard.at)
    said = note_refusal(call.room, heard.sender, heard.at) if first else call.room
    return _answer_disagreement(replace(call, room=said), "decline-done", is_news=first)


@register_command("withdraw", kind="lowers")
def withdraw_agreement(call: CommandContext) -> Decision:
    """Take the caller's agreement back: their words leave the window at once, and what rested on them is dropped."""
    if _parse_purposes(call.argument) == (Purpose.VOICE,):
        return _withdraw_voice(call)
    held = any(consent.person == call.heard.sender for consent in call.room.consents)
    if held and call.heard.sender not in call.room.withdrew:
        call = replace(call, room=replace(call.room, withdrew=(*call.room.withdrew, call.heard.sender)))
    return _answer_disagreement(call, "withdraw-done" if held else "withdraw-nothing", is_news=held)


def _withdraw_voice(call: CommandContext) -> Decision:
    """Take back the caller's agreement to having their voice written down, and what was; the rest of what they agreed to stands."""
    person, now = call.heard.sender, call.heard.at
    held = tuple(
        consent for consent in call.room.consents if (consent.person, consent.purpose) == (person, Purpose.VOICE)
    )
    if not held:
        return call.answer_with("withdraw-voice-nothing")
    asked = tuple(item for item in call.room.pending if (item.asker, item.task) == (person, Task.TRANSCRIBE))
    rest = replace(
        call.room.without_pending(*asked),
        consents=tuple(consent for consent in call.room.consents if consent not in held),
        window=tuple(line for line in call.room.window if not (line.voiced and line.sender == person)),
    )
    stopped = Decision(rest, tuple(Cancel(item.question) for item in asked))
    ended = stopped.then(end_transcript_drafts, call.policy, person, now)
    return ended.also(call.reply("withdraw-voice-done"))


@register_command("privacy")
def show_full_text(call: CommandContext) -> Decision:
    """Give the full text behind the consent card."""
    return Decision(call.room, (replace(call.reply(""), words=make_full_text(call.policy, call.language)),))


def withdraw_person(room: Room, policy: Policy, person: UserId, now: float) -> Decision:
    """Take the agreements and words of `person` out of the room, and everything that rests on them.

    That is every question and draft that they asked for or that rests on a word of theirs.
    """
    void = tuple(question for question in room.pending if is_of_person(question, person))
    rest = replace(
        remove_lines(room, sender=person).without_pending(*void),
        consents=tuple(consent for consent in room.consents if consent.person != person),
        withdrawn=_note_withdrawal(room, person, now),
        lines=tuple(line for line in room.lines if line.about != AGREED),
    )
    stopped = Decision(rest, tuple(Cancel(question.question) for question in void))
    drafts = stopped.then(end_drafts_of_person, policy, person, now)
    note = drafts.then(open_note.drop_note_lines, policy, open_note.match_person_lines(person))
    return replace(note, room=replace(note.room, digests=chunks.list_standing_digests(note.room)))


def _note_withdrawal(room: Room, person: UserId, now: float) -> tuple[tuple[UserId, float], ...]:
    """Return who took their agreement back and when, for as long as a key may still come for what they wrote before."""
    others = tuple(entry for entry in room.withdrawn if entry[0] != person and now - entry[1] < DAY)
    return (*others, (person, now))


def _answer_disagreement(call: CommandContext, key: str, *, is_news: bool) -> Decision:
    """Take the caller's agreement and words out and turn the AI off; the desk is told who it was, if that is news."""
    policy, now = call.policy, call.heard.at
    gone = withdraw_person(call.room, policy, call.heard.sender, now).also(call.reply(key))
    return gone.then(lower_for_person, call.heard.sender, policy, now) if is_news or call.room.is_on else gone


def _parse_purposes(argument: str) -> tuple[Purpose, ...] | None:
    """Return the purposes that somebody named, both if they named none, None if they named something else."""
    typed = argument.casefold().strip(" .!")
    if not typed:
        return TALK
    meant = meaning_of(typed, "purpose")
    return (Purpose(meant[0]),) if meant else None
