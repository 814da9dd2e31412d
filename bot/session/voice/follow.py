"""What becomes of a voice message that was written down: its speaker corrects it or takes it away, and what is gone goes everywhere. Pure."""

from dataclasses import replace
from enum import Enum

from bot.model import (
    Amend,
    Cancel,
    Decision,
    Draft,
    Event,
    Heard,
    Line,
    Mark,
    Redacted,
    Retract,
    Room,
    Said,
    Task,
    UserId,
    Verdict,
)
from bot.policy import Policy
from bot.session.command.context import find_own_language
from bot.session.desk.replies import label_own_wording
from bot.session.desk.verdict import parse_word
from bot.session.talk.window import LONGEST, remove_lines, strip_quotations
from bot.session.voice.hear import NEEDED


class OwnWord(Enum):
    """What a speaker says to what was written down of theirs."""

    FINE = "fine"
    GONE = "gone"
    OTHERWISE = "otherwise"


def find_own_transcript(room: Room, heard: Heard) -> Said | None:
    """Return what was written down of the sender's own voice, if `heard` replies to it where it stands.

    Where the app leaves it to the homeserver which message a reply is for, it must say itself that it is one to the bot: the
    homeserver then can at most choose another transcript of the same speaker's.
    """
    if heard.reply_to is None or not heard.signed or (heard.loose and not heard.answers_bot):
        return None
    return next(
        (said for said in _list_transcripts(room) if (said.event, said.asker) == (heard.reply_to, heard.sender)), None
    )


def read_own_word(text: str) -> OwnWord:
    """Return what a speaker's reply says: that it is right, that it is to go, or what they said instead."""
    word = parse_word(text)
    if word == "no":
        return OwnWord.GONE
    return OwnWord.FINE if word else OwnWord.OTHERWISE


def show_own_wording(room: Room, said: Said, policy: Policy, text: str) -> Decision:
    """Put the speaker's own words in the place of what a machine wrote; its line says whose they are."""
    if said.event is None:
        return Decision(room)
    words = label_own_wording(find_own_language(room, policy, said.asker), strip_quotations(text)[:LONGEST])
    return Decision(room, (Amend(said.event, words, Mark(kind=Task.TRANSCRIBE), said.where),))


def take_back_transcript(room: Room, said: Said) -> Decision:
    """Delete what was written down, and forget that it was."""
    room = replace(room, said=tuple(other for other in room.said if other != said))
    return Decision(room, (Retract(said.event, said.where),) if said.event else ())


def keep_transcripts(before: Room, event: Event, _: Policy, decision: Decision) -> Decision:
    """Return `decision` with the transcripts in line with what became of them: an afterthought.

    What a therapist reworded stands so in the talk; what they dropped is forgotten. What its speaker deleted, or agrees to no
    more, goes from the room too.
    """
    return decision.then(_follow_desk, before).then(_take_back_lost, before, event)


def _follow_desk(room: Room, before: Room) -> Decision:
    for draft in before.drafts:
        if draft.pending.task is not Task.TRANSCRIBE or room.draft(draft.code) is not None:
            continue
        outcome = room.outcome(draft.code)
        if outcome and outcome.verdict is Verdict.REFUSED:
            room = remove_lines(room, event=draft.pending.question)
        elif outcome and outcome.verdict is Verdict.CORRECTED:
            room = _reword_line(room, draft)
    return Decision(room)


def _reword_line(room: Room, old: Draft) -> Room:
    """Return the room in whose talk the words stand as a therapist put them."""
    question = old.pending.question
    new = next((draft for draft in room.drafts if draft.pending.question == question), None)
    return replace(room, window=tuple(_put_words(line, new) if line.id == question else line for line in room.window))


def _put_words(line: Line, draft: Draft | None) -> Line:
    return replace(line, text=draft.text) if draft else line


def _take_back_lost(room: Room, before: Room, event: Event) -> Decision:
    """Delete from the room what was written down of a message that is gone, or of somebody who agrees to it no more.

    What was let out and does not stand there yet never will.
    """
    deleted = event.target if isinstance(event, Redacted) else None
    quiet = _list_withdrawn(before, room)
    gone = tuple(said for said in _list_transcripts(room) if said.question == deleted or said.asker in quiet)
    if not gone:
        return Decision(room)
    room = replace(room, said=tuple(said for said in room.said if said not in gone))
    return Decision(
        room, tuple(Retract(said.event, said.where) if said.event else Cancel(said.question) for said in gone)
    )


def _list_withdrawn(before: Room, room: Room) -> frozenset[UserId]:
    """Return who agrees no more to what their voice needs, and did."""
    had, have = ({(c.person, c.purpose) for c in at.consents if c.purpose in NEEDED} for at in (before, room))
    return frozenset(person for person, _ in had - have)


def _list_transcripts(room: Room) -> tuple[Said, ...]:
    return tuple(said for said in room.said if said.task is Task.TRANSCRIBE)
