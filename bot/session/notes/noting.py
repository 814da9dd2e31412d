"""What a therapist says to the note that lies open at the desk: other words, finalise, or no. Pure."""

from dataclasses import replace

from bot.model import Decision, Desk, Heading, Heard, Mark, Notice, Point, Reply, Room
from bot.policy import Policy
from bot.session.answers.tidy import tidied
from bot.session.call import line, name_of
from bot.session.notes.closing import cleared
from bot.session.notes.open_note import laid, named, taken_away
from bot.session.notes.page import filed, final, final_pages
from bot.words import folded
from bot.words.typed import typed_words


def told(room: Room, heard: Heard, policy: Policy) -> Decision | None:
    """Do what a therapist said to the open note at the desk; None if they said nothing to it.

    A reply is about the note it replies to; `finalise K7` works without one.
    """
    note = room.note
    if note is None:
        return None
    if code := named(note, heard):
        return finalised(room, heard, policy, code)
    if heard.reply_to not in note.cards:
        return None
    typed = folded(heard.text).strip(" .!")
    if heard.loose:
        return answered(room, heard, policy, "note-name-it")
    if typed in typed_words("finalise"):
        return finalised(room, heard, policy, note.code)
    if typed in typed_words("desk.no"):
        return dropped(room, heard, policy)
    return reworded(room, heard, policy, heard.text) or answered(room, heard, policy, "note-what")


def reworded(room: Room, heard: Heard, policy: Policy, text: str) -> Decision | None:
    """Put the therapist's own words under the headings that they name, and show the note once more; None if they name none."""
    note = room.note
    found = _parts(text, note.headings) if note else {}
    if note is None or not found:
        return None
    if waits := _waits(room, heard, policy):
        return waits
    points = tuple(one for one in note.points if one.heading not in found)
    own = tuple(Point(key, said, by=heard.sender) for key, said in found.items() if said)
    return laid(room, replace(note, points=(*points, *own)), policy)


def finalised(room: Room, heard: Heard, policy: Policy, code: str) -> Decision:
    """Post the note for good, as a file and as text, and let go of all the talk that is kept: what was shown is what stands."""
    note = room.note
    if note is None:
        return answered(room, heard, policy, "note-none")
    if waits := _waits(room, heard, policy):
        return waits
    if code != note.code or not note.cards:
        return answered(room, heard, policy, "note-newer")
    empty = taken_away(room).then(cleared, policy, heard.at)
    by = name_of(room, heard.sender)
    mark = Mark("note", generated=True, model=note.model, policy=policy.sha256, approved_by=heard.sender)
    file = Reply(heard.id, final(note, by), mark, where=Desk(), file=filed(room, note, by, heard.at))
    text = tuple(Notice(page, mark, where=Desk()) for page in final_pages(room, note))
    return empty.also(*text, file)


def dropped(room: Room, heard: Heard, policy: Policy) -> Decision:
    """Take the note away because the therapist said no to it. The talk stays."""
    note = room.note
    if note is None:
        return answered(room, heard, policy, "note-none")
    if waits := _waits(room, heard, policy):
        return waits
    return taken_away(room).also(_reply_about(room, heard, policy, "note-dropped"))


def answered(room: Room, heard: Heard, policy: Policy, key: str) -> Decision:
    """Answer at the desk with one line, and change nothing."""
    return Decision(room, (_reply_about(room, heard, policy, key),))


def _reply_about(room: Room, heard: Heard, policy: Policy, key: str) -> Reply:
    """Return one line at the desk about the note as it lies in `room`."""
    note = room.note
    code, heading = (note.code, note.headings[-1].key) if note else ("-", "-")
    sentence = line(policy, key, code=code, heading=heading)
    return Reply(heard.id, sentence, Mark(kind="note"), where=Desk())


def _waits(room: Room, heard: Heard, policy: Policy) -> Decision | None:
    """Return the line that says why nothing may be done with the note now; None if it may."""
    if room.is_frozen:
        return answered(room, heard, policy, "incident-paused")
    return answered(room, heard, policy, "card-paused") if room.is_paused else None


def _parts(text: str, headings: tuple[Heading, ...]) -> dict[str, str]:
    """Return what is to stand under each heading that `text` names, as in `plan: …`; nothing under it if that is empty."""
    found: dict[str, str] = {}
    under = ""
    for said in text.strip().split("\n"):
        name, colon, rest = said.partition(":")
        key = _heading(name, headings) if colon else ""
        if key:
            under, found[key] = key, rest
        elif under:
            found[under] += f"\n{said}"
        else:
            return {}
    return {key: tidied(said)[0] for key, said in found.items()}


def _heading(typed: str, headings: tuple[Heading, ...]) -> str:
    """Return the key of the heading that is called so, or of the only one that begins so; empty if there is none.

    The key comes first: it is the same in every language.
    """
    name = folded(typed).strip(" *_-")
    for calls in ([(one.key, one.key) for one in headings], [(folded(one.title), one.key) for one in headings]):
        same = [key for called, key in calls if called == name]
        begins = [key for called, key in calls if name and called.startswith(name)]
        if same or len(begins) == 1:
            return (same or begins)[0]
    return ""
