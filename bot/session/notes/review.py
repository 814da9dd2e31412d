"""What a therapist says to the note that lies open at the desk: other words, finalise, or no. Pure."""

from dataclasses import replace

from bot.model import Decision, Desk, Heading, Heard, Mark, Notice, Point, Reply, Room
from bot.policy import Policy
from bot.session.answers.tidy import tidy_text
from bot.session.command.context import find_name, say_line
from bot.session.notes.closing import clear_talk
from bot.session.notes.open_note import find_finalised_code, is_at_note, lay_open_note, take_note_away
from bot.session.notes.page import file_note, render_final_line, render_final_note
from bot.words import fold_text
from bot.words.shelf import typed_words


def obey_note_word(room: Room, heard: Heard, policy: Policy) -> Decision | None:
    """Do what a therapist said to the open note at the desk; None if they said nothing to it.

    A reply is about the note it replies to; `finalise K7` works without one.
    """
    note = room.note
    if note is None:
        return None
    if code := find_finalised_code(note, heard):
        return finalise_note(room, heard, policy, code)
    if not is_at_note(note, heard):
        return None
    typed = fold_text(heard.text).strip(" .!")
    if heard.loose:
        return answer_at_desk(room, heard, policy, "note-name-it")
    if typed in typed_words("finalise"):
        return finalise_note(room, heard, policy, note.code)
    if typed in typed_words("desk.no"):
        return drop_note(room, heard, policy)
    return reword_note(room, heard, policy, heard.text) or answer_at_desk(room, heard, policy, "note-what")


def reword_note(room: Room, heard: Heard, policy: Policy, text: str) -> Decision | None:
    """Put the therapist's own words under the headings that they name, and show the note once more; None if they name none."""
    note = room.note
    by_heading = _split_by_heading(text, note.headings) if note else {}
    if note is None or not by_heading:
        return None
    if waits := _find_note_obstacle(room, heard, policy):
        return waits
    points = tuple(point for point in note.points if point.heading not in by_heading)
    own = tuple(Point(key, said, by=heard.sender) for key, said in by_heading.items() if said)
    return lay_open_note(room, replace(note, points=(*points, *own)), policy)


def finalise_note(room: Room, heard: Heard, policy: Policy, code: str) -> Decision:
    """Post the note for good, as a file and as text, and let go of all the talk that is kept: what was shown is what stands."""
    note = room.note
    if note is None:
        return answer_at_desk(room, heard, policy, "note-none")
    if waits := _find_note_obstacle(room, heard, policy):
        return waits
    if code != note.code or not note.cards:
        return answer_at_desk(room, heard, policy, "note-newer")
    empty = take_note_away(room).then(clear_talk, policy, heard.at)
    by = find_name(room, heard.sender)
    mark = Mark("note", generated=True, model=note.model, policy=policy.sha256, approved_by=heard.sender)
    line = Reply(heard.id, render_final_line(note, by), mark, where=Desk())
    file = replace(line, file=file_note(room, note, by, heard.at))
    text = tuple(Notice(page, mark, rings=True, where=Desk()) for page in render_final_note(room, note))
    return empty.also(*text, line, file)


def drop_note(room: Room, heard: Heard, policy: Policy) -> Decision:
    """Take the note away because the therapist said no to it. The talk stays."""
    note = room.note
    if note is None:
        return answer_at_desk(room, heard, policy, "note-none")
    if waits := _find_note_obstacle(room, heard, policy):
        return waits
    return take_note_away(room).also(_reply_about(room, heard, policy, "note-dropped"))


def answer_at_desk(room: Room, heard: Heard, policy: Policy, key: str) -> Decision:
    """Answer at the desk with one line, and change nothing."""
    return Decision(room, (_reply_about(room, heard, policy, key),))


def _reply_about(room: Room, heard: Heard, policy: Policy, key: str) -> Reply:
    """Return one line at the desk about the note as it lies in `room`."""
    note = room.note
    code, heading = (note.code, note.headings[-1].key) if note else ("-", "-")
    sentence = say_line(policy, key, code=code, heading=heading)
    return Reply(heard.id, sentence, Mark(kind="note"), where=Desk())


def _find_note_obstacle(room: Room, heard: Heard, policy: Policy) -> Decision | None:
    """Return the line that says why nothing may be done with the note now; None if it may."""
    if room.is_frozen:
        return answer_at_desk(room, heard, policy, "incident-paused")
    return answer_at_desk(room, heard, policy, "card-paused") if room.is_paused else None


def _split_by_heading(text: str, headings: tuple[Heading, ...]) -> dict[str, str]:
    """Return what is to stand under each heading that `text` names, as in `plan: …`; nothing under it if that is empty."""
    by_heading: dict[str, str] = {}
    under = ""
    for said in text.strip().split("\n"):
        name, colon, rest = said.partition(":")
        key = _find_heading(name, headings) if colon else ""
        if key:
            under, by_heading[key] = key, rest
        elif under:
            by_heading[under] += f"\n{said}"
        else:
            return {}
    return {key: tidy_text(said)[0] for key, said in by_heading.items()}


def _find_heading(typed: str, headings: tuple[Heading, ...]) -> str:
    """Return the key of the heading that is called so, or of the only one that begins so; empty if there is none.

    The key comes first: it is the same in every language.
    """
    name = fold_text(typed).strip(" *_-")
    for calls in (
        [(heading.key, heading.key) for heading in headings],
        [(fold_text(heading.title), heading.key) for heading in headings],
    ):
        same = [key for called, key in calls if called == name]
        begins = [key for called, key in calls if name and called.startswith(name)]
        if same or len(begins) == 1:
            return (same or begins)[0]
    return ""
