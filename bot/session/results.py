"""What comes of the bot's own doings: an answer of a backend, a failure, a message that stands now. Pure."""

from dataclasses import replace

from bot.model import (
    Alert,
    Answered,
    Decision,
    Failed,
    HoldBack,
    Polled,
    Posted,
    Room,
    Shown,
    Sighted,
    Task,
    Transcribed,
    Unsaid,
)
from bot.policy import Policy
from bot.session import answering
from bot.session.answers import unfinished
from bot.session.command.aside import note_folded_line
from bot.session.command.consent_cards import note_card
from bot.session.danger import ladder, notices, second_reader
from bot.session.desk import ballots, kept_cards, replies, waiting, waiver
from bot.session.notes import closing, open_note
from bot.session.request import budget
from bot.session.translation import interpreting
from bot.session.voice import take


def take_result(
    room: Room, event: Answered | Transcribed | Failed | Posted | Sighted | Shown | Polled | Unsaid, policy: Policy
) -> Decision:
    """Return what follows from something that the bot had done."""
    match event:
        case Answered() | Failed():
            return _dispatch_from_backend(budget.settle_request(room, event), event, policy)
        case Transcribed():
            return take.take_transcript(room, event, policy)
        case Posted() | Sighted():
            return Decision(note_card(room, event))
        case Polled():
            return ballots.note_poll(room, event)
        case Shown():
            return _note_standing(room, event, policy)
        case Unsaid():
            return Decision(room, (Alert(event.reason),)).then(ladder.call_past_silence, event, policy)


def _note_standing(room: Room, event: Shown, policy: Policy) -> Decision:
    """Note as which event something with a code stands, and do what waited for that. Each rule is asked where it can matter."""
    if event.code[:1] in {"A", "N"}:
        room = notices.note_shown_hint(ladder.note_reached_contact(room, event), event)
    room = waiver.note_shown_waiver(room, event) if room.waiver else room
    noted = Decision(note_folded_line(room, event) if room.lines else room)
    if room.drafts or room.waiting:
        noted = noted.then(waiting.say_who_looks_first, event, policy).then(waiting.note_waiting_line, event, policy)
    if room.outcomes:
        noted = noted.then(kept_cards.note_standing_answer, event, policy)
    else:
        noted = replace(noted, room=replies.note_shown_card(noted.room, event))
    return noted.then(open_note.note_shown_page, event) if room.note else noted


def _dispatch_from_backend(room: Room, event: Answered | Failed, policy: Policy) -> Decision:
    """Give an answer, or word that there is none, to whatever asked. What was none by how it ended is counted."""
    task = next((pending.task for pending in room.pending if pending.question == event.question), None)
    ended = unfinished.read_ending(event, task) if isinstance(event, Answered) else event
    decision = _hand_to_asker(room, ended, task, policy)
    if task is not None and isinstance(event, Answered) and isinstance(ended, Failed):
        return decision.also(HoldBack(task, ended.trouble))
    return decision


def _hand_to_asker(room: Room, event: Answered | Failed, task: Task | None, policy: Policy) -> Decision:
    """Hand an answer, or word that there is none, to whatever asked: each knows what it waits for."""
    match task:
        case Task.WATCH:
            return second_reader.take_second_reading(room, event, policy)
        case Task.SUMMARY | Task.NOTE:
            return closing.finish_when_read(room, event, policy)
        case Task.TRANSCRIBE if isinstance(event, Failed):
            return take.explain_silence(room, event, policy)
        case Task.INTERPRET:
            return interpreting.take_interpretation(room, event, policy)
    if isinstance(event, Answered):
        return answering.show_answer(room, event, policy)
    return answering.explain_failure(room, event, policy)
