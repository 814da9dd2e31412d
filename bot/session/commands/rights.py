"""People's rights over their words: `!forget`, `!mydata`, and `!end`, which closes the session. Pure.

What cannot be undone is asked about first: the answer says what will happen, and the same command with a yes does it.
"""

from dataclasses import replace

from bot.model import (
    Decision,
    Direct,
    EventId,
    Forget,
    Open,
    Reliance,
    Role,
    Room,
    SessionRoom,
    ShowData,
    ShowHead,
    UserId,
)
from bot.policy import Policy
from bot.session.command.aside import reply_aside
from bot.session.command.context import CommandContext
from bot.session.command.table import THERAPIST, register_command
from bot.session.consent import withdraw_person
from bot.session.desk.bare_word import SURE_WITHIN
from bot.session.desk.hints import list_hints
from bot.session.floor import lower_for_person
from bot.session.notes.closing import choose_closing_note, close_session, close_with_note
from bot.session.notes.open_note import take_note_away
from bot.words import fold_text
from bot.words.shelf import meaning_of


@register_command("end", who=THERAPIST)
def end_session(call: CommandContext) -> Decision:
    """Close the session: the AI goes off, a note is drafted if policy says so, the window is cleared, the desk gets the signed head."""
    if asked := _ask_if_sure(call, "end", sure=parse_meant_words(call) == ["yes"], note=choose_closing_note(call)):
        return asked
    hints = list_hints(call.room, call.policy)
    call = replace(call, room=replace(call.room, notices=()))
    if waits := close_with_note(call):
        return replace(waits, room=_settle_sure_question(call, waits.room, "end")).also(*hints)
    closed = close_session(call.room, call.policy, call.heard.at)
    said_here = call.room.is_on and isinstance(call.heard.where, SessionRoom)
    done = () if said_here else (reply_aside(call, "end-done"),)
    confirmed = replace(closed, room=_settle_sure_question(call, closed.room, "end"))
    return confirmed.also(*done, *hints, ShowHead(call.policy.languages[0]))


@register_command("forget")
def forget_words(call: CommandContext) -> Decision:
    """Erase the caller's own words, or, for a therapist, everybody's in this session."""
    match parse_meant_words(call):
        case ["me"] | ["me", "yes"] as said:
            return _forget_me(call, sure="yes" in said)
        case ["room"] | ["room", "yes"] as said:
            return _forget_room(call, sure="yes" in said)
    return call.answer_with("forget-what")


@register_command("mydata")
def show_my_data(call: CommandContext) -> Decision:
    """Show the caller, where nobody else reads it, everything that is kept about them.

    Who has not come there yet is asked to type it there: what is posted before that they could never read.
    """
    heard = call.heard
    theirs, prefix = Direct(heard.sender), call.policy.rules.prefix
    if isinstance(heard.where, Direct):
        return Decision(call.room, (ShowData(heard.id, heard.where, call.language, prefix),))
    if heard.sender in call.room.privates:
        return Decision(call.room, (ShowData(EventId(""), theirs, call.language, prefix),))
    return Decision(call.room, (Open(theirs), call.reply("mydata-direct")))


def forget_person(room: Room, policy: Policy, person: UserId, now: float) -> Decision:
    """Withdraw for `person`, and erase their words, masks, language and former names wherever they are kept. All drafts end with the floor."""
    gone = withdraw_person(room, policy, person, now).also(Forget(person))
    agreed = any(consent.person == person for consent in room.consents)
    down = gone.then(lower_for_person, person, policy, now) if agreed or room.is_on else gone
    masks = tuple(mask for mask in down.room.masks if mask.by != person)
    names = tuple(former for former in down.room.former_names if former.id != person)
    reads = tuple(entry for entry in down.room.reads if entry[0] != person)
    return replace(down, room=replace(down.room, masks=masks, former_names=names, reads=reads))


def forget_whole_room(room: Room, policy: Policy, now: float) -> Decision:
    """Close the session, and erase everybody's words, masks and former names wherever they are kept, and the counts."""
    closed = close_session(room, policy, now)
    bare = replace(closed, room=replace(closed.room, masks=(), former_names=(), reliance=Reliance()))
    return bare.then(take_note_away).also(Forget())


def _forget_me(call: CommandContext, *, sure: bool) -> Decision:
    if asked := _ask_if_sure(call, "forget-me", sure=sure):
        return asked
    gone = forget_person(call.room, call.policy, call.heard.sender, call.heard.at)
    return _answer_forgotten(call, gone, "forget-me")


def _forget_room(call: CommandContext, *, sure: bool) -> Decision:
    if call.role is not Role.THERAPIST:
        return call.answer_with("not-permitted", who="therapist")
    if asked := _ask_if_sure(call, "forget-room", sure=sure):
        return asked
    gone = forget_whole_room(call.room, call.policy, call.heard.at)
    return _answer_forgotten(call, gone, "forget-room")


def _answer_forgotten(call: CommandContext, decision: Decision, what: str) -> Decision:
    return replace(decision, room=_settle_sure_question(call, decision.room, what)).also(call.reply(f"{what}-done"))


def _ask_if_sure(call: CommandContext, what: str, *, sure: bool, **args: str) -> Decision | None:
    """Return the question whether the caller is sure; None if it was asked just now and they have said yes."""
    now, about = call.heard.at, f"{what} {call.heard.sender}"
    waiting = {question: at for question, at in call.room.to_confirm if now - at < SURE_WITHIN}
    if sure and about in waiting:
        return None
    room = replace(call.room, to_confirm=(*{**waiting, about: now}.items(),))
    say = reply_aside if what == "end" else CommandContext.reply
    return Decision(room, (say(call, f"{what}-sure", **args),))


def _settle_sure_question(call: CommandContext, room: Room, what: str) -> Room:
    """Return the room in which the question about `what` waits no more: each erasing is asked about anew."""
    about = f"{what} {call.heard.sender}"
    return replace(room, to_confirm=tuple(waiting for waiting in room.to_confirm if waiting[0] != about))


def parse_meant_words(call: CommandContext) -> list[str]:
    """Return what stands behind the command, each word as what it means in whatever language: `me`, `room`, `yes`, else `?`."""
    typed = fold_text(call.argument).replace(".", " ").replace("!", " ").split()
    return [meaning[0] if (meaning := meaning_of(word, "sure")) else "?" for word in typed]
