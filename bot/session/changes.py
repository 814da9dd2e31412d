"""A message that is not what it was: edited, deleted, or put right by whoever's voice it was. Pure."""

from dataclasses import replace

from bot.model import Decision, Edited, Heard, Redacted, Room, Said
from bot.policy import Policy
from bot.session.command.redactions import forget_old_words, is_command_now
from bot.session.danger import second_reader, tripwire
from bot.session.desk import drafts, replies
from bot.session.notes import open_note
from bot.session.talk.sources import is_resting_on, is_written_by
from bot.session.talk.window import correct_line, remove_lines
from bot.session.translation import interpreting
from bot.session.voice.follow import OwnWord, read_own_word, show_own_wording, take_back_transcript
from bot.who_may import What, find_writer_standing, may


def obey_change(room: Room, event: Edited | Redacted, policy: Policy) -> Decision:
    """Obey an edit or a deletion: in the window, in what was sent, and by dropping every answer that rested on the old words."""
    if isinstance(event, Edited) and not may(What.EDIT, find_writer_standing(room, policy, event)):
        return tripwire.watch_edit(room, event, policy)
    if isinstance(event, Edited) and not is_written_by(room, event.target, event.sender):
        return Decision(room, forget_old_words(event))
    danger = Decision(room)
    if isinstance(event, Edited):
        danger = tripwire.watch_edit(room, event, policy)
    took = danger.also(*forget_old_words(event)).then(interpreting.unsettle_translation, event.target)
    room = took.room
    void = tuple(question for question in room.pending if is_resting_on(question, event.target))
    if isinstance(event, Edited) and not is_command_now(room, event, policy):
        room = correct_line(room, event, policy)
    else:
        room = remove_lines(room, event=event.target)
    drop = replace(took, room=room).then(replies.drop_answers, void, policy, silently=event.target)
    dead = drop.then(_void_rests, event, policy)
    if isinstance(event, Edited):
        new = second_reader.note_message_to_read(
            interpreting.note_language(dead.room, policy, event), policy, event.target
        )
        dead = replace(dead, room=new)
    return dead.then(second_reader.ask_second_reader, policy, event.id, event.at)


def follow_own_word(room: Room, heard: Heard, policy: Policy, own: Said) -> Decision:
    """Do what a speaker says to what was written down of their voice: it counts as their deleting or editing that message."""
    match read_own_word(heard.text):
        case OwnWord.FINE:
            return Decision(room)
        case OwnWord.GONE:
            gone = Redacted(heard.id, heard.sender, heard.at, own.question)
            return obey_change(room, gone, policy).then(take_back_transcript, own)
        case OwnWord.OTHERWISE:
            edited = Edited(heard.id, heard.sender, heard.at, own.question, heard.text, heard.tongues)
            changed = obey_change(room, edited, policy)
            return changed.then(show_own_wording, own, policy, heard.text)


def _void_rests(room: Room, event: Edited | Redacted, policy: Policy) -> Decision:
    """End the drafts that rest on a message which is not what it was, and the lines of an open note that do."""
    dead = drafts.end_drafts_on_message(room, policy, event.target, event.at)
    return dead.then(open_note.drop_note_lines, policy, open_note.match_message_lines(event.target))
