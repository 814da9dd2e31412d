"""What a machine made of a voice message: compared, kept as its speaker's words, and shown where policy says. Pure.

It is never a command and never an agreement: nobody typed it.
"""

from bot.model import (
    Decision,
    Desk,
    Draft,
    Failed,
    Heard,
    Mark,
    Notice,
    Overheard,
    Pending,
    Reply,
    Room,
    Said,
    Transcribed,
    Trouble,
    make_words,
)
from bot.policy import Policy
from bot.session.answers.links import label_message, make_permalink
from bot.session.command.context import find_name, say_line
from bot.session.danger import tripwire
from bot.session.desk.drafts import end_outdated_drafts, lay_draft
from bot.session.desk.replies import assign_code, label_answer, note_let_out, reply_to_asker
from bot.session.talk.window import keep_message
from bot.session.translation import interpreting
from bot.session.voice.hear import may_write_down

LISTEN_YOURSELF = frozenset({Trouble.UNCLEAR, Trouble.UNUSABLE})
"""After these a therapist is told to listen themself: whoever could not be made out may be crying."""


def take_transcript(room: Room, event: Transcribed, policy: Policy) -> Decision:
    """Compare what a machine wrote down with the words of danger, first and whatever else becomes of it; then keep and show it."""
    pending = room.pending_for(event.question)
    if pending is None:
        return Decision(room)
    room = room.without_pending(pending)
    whole = Overheard(event.id, pending.asker, event.at, event.raw, of=pending.question, listening=True, voiced=True)
    compared = tripwire.watch_message(room, whole, policy)
    if not room.is_on or not may_write_down(room, policy, pending, event.at):
        return compared
    if not event.words:
        return compared.then(_say_trouble, pending, policy, Trouble.UNCLEAR)
    return compared.then(_keep_words, pending, event, policy).then(_show_words, pending, event, policy)


def explain_silence(room: Room, event: Failed, policy: Policy) -> Decision:
    """Say in one calm line that a voice message could not be written down; where a machine heard something, a therapist listens."""
    pending = room.pending_for(event.question)
    if pending is None:
        return Decision(room)
    room = room.without_pending(pending)
    return _say_trouble(room, pending, policy, event.trouble) if room.is_on else Decision(room)


def _keep_words(room: Room, pending: Pending, event: Transcribed, policy: Policy) -> Decision:
    """Keep the words in the window, as those of a machine, where and when they were said; they may be translated live."""
    said = Heard(
        pending.question, pending.asker, event.at, event.words, signed=True, written=pending.at, tongues=event.tongues
    )
    room = interpreting.note_language(keep_message(room, said, policy, voiced=True), policy, said)
    return end_outdated_drafts(room, policy, event.at)


def _show_words(room: Room, pending: Pending, event: Transcribed, policy: Policy) -> Decision:
    """Show what was written down in the room, if policy lets that be at once and nothing waits there; else at the desk."""
    draft = Draft("", pending, event.words, False, event.backend, event.model, event.at, "")
    if room.is_paused or not policy.shows_voices_at_once:
        return lay_draft(room, draft, policy)
    room, code = assign_code(room)
    mark = Mark(pending.task, generated=True, backend=event.backend, model=event.model, policy=policy.sha256)
    words = label_answer(draft, policy)
    post = Reply(pending.question, words, mark, pending.thread, notice=False, code=code)
    said = Said(code, pending.question, pending.asker, pending.task, pending.where, at=event.at)
    return Decision(note_let_out(room, said), (post,))


def _say_trouble(room: Room, pending: Pending, policy: Policy, trouble: Trouble) -> Decision:
    """Tell the speaker that nobody knows what they said, and, where somebody should listen, the therapist."""
    unclear = trouble in LISTEN_YOURSELF
    key = f"trouble-{trouble}" if unclear else "voice-not-written"
    told = Decision(room, (reply_to_asker(pending, make_words(key, pending.language)),))
    if not unclear:
        return told
    listen = say_line(
        policy,
        "voice-listen",
        person=find_name(room, pending.asker),
        label=label_message(room, pending.question, pending.at),
        link=make_permalink(room.id, pending.question),
    )
    # Somebody spoke, or cried, and nobody knows what; a file that is none rings nobody.
    rings = trouble is Trouble.UNCLEAR
    return told.also(Notice(listen, Mark(kind="desk"), rings=rings, where=Desk()))
