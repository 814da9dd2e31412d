"""How a note and a summary look: at the desk, in parts that fit a phone, and as the file that a therapist keeps. Pure."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from bot.model import Attachment, Cite, Heading, Language, Note, Point, Room, Words, words
from bot.session.answers.links import links, permalink
from bot.session.call import name_of
from bot.session.clock import clock
from bot.words import render

MORE = "more"
"""Stands among the flaws for a line that had none, and for which there was no room."""
LONGEST = 5000
"""Characters of one message, its links among them: far under Matrix's 64 KiB for an event, with the HTML and encrypted."""


def pages(room: Room, note: Note, prefix: str) -> tuple[Words, ...]:
    """Return an open note as messages: what it is, each heading with its lines, what was left out, and what to do with it."""
    head = words("note-draft", note.language, code=note.code, title=note.title)
    how = words("note-how", note.language, code=note.code, heading=note.headings[-1].key, prefix=prefix)
    blocks = (head, *_body(room, note), *left_out(note.left_out, note.gone, note.language), how)
    return _paged(blocks, note.language)


def final(note: Note, by: str) -> Words:
    """Return what stands beneath the file of a note that `by` has finalised."""
    return words("note-final", note.language, title=note.title, person=by)


def final_pages(room: Room, note: Note) -> tuple[Words, ...]:
    """Return a note that was finalised as messages, without a word on what can be done with it."""
    return _paged((words("note-title", note.language, title=note.title), *_body(room, note)), note.language)


def summary(points: tuple[Point, ...], room: Room, flaws: tuple[str, ...], language: Language) -> Words:
    """Return a summary for the therapist as one message."""
    lines = tuple(_line(room, one, language) for one in points)
    return words("summary", language, lines=(*lines, *left_out(flaws, 0, language)))


def left_out(flaws: tuple[str, ...], gone: int, language: Language) -> tuple[Words, ...]:
    """Return in one line how many lines were left out and why, and how many are gone with their messages; nothing if none."""
    counts = {**Counter(flaws), "gone": gone}
    why = tuple(words("left-out", language, why=one, count=count) for one, count in counts.items() if count)
    return (words("note-left-out", language, lines=why),) if why else ()


def filed(room: Room, note: Note, by: str, at: float) -> Attachment:
    """Return a note as a file, as of `at` (seconds UTC). Its name says what it is and of which day, and nobody's name."""
    day = datetime.fromtimestamp(at).astimezone().date().isoformat()
    head = [f"# {note.title} · {day}", "", render(words("note-file", note.language, person=by)), ""]
    name = f"note-{note.template}-{day}.md"
    return Attachment(name, "text/markdown", "\n".join((*head, *_lines(room, note))))


def _lines(room: Room, note: Note) -> Iterator[str]:
    """Yield the lines of a note as Markdown; what was written is not touched."""
    for heading in note.headings:
        yield f"## {heading.title}"
        points = _under(note, heading)
        if not points:
            yield render(words("note-blank", note.language))
        for one in points:
            cites = ", ".join(f"[{clock(ground.at)}]({permalink(room.id, ground.event)})" for ground in one.rests_on)
            yield f"- {one.text} ({cites or name_of(room, one.by or '')})"
        yield ""


def _body(room: Room, note: Note) -> Iterator[Words]:
    for heading in note.headings:
        yield words("note-heading", note.language, title=heading.title)
        points = _under(note, heading)
        if not points:
            yield words("note-blank", note.language)
        for one in points:
            yield _line(room, one, note.language)


def _under(note: Note, heading: Heading) -> tuple[Point, ...]:
    return tuple(one for one in note.points if one.heading == heading.key)


def _line(room: Room, point: Point, language: Language) -> Words:
    if point.by is not None:
        return words("note-own", language, text=point.text, person=name_of(room, point.by))
    cites = tuple(Cite(ground.event, ground.at) for ground in point.rests_on)
    return words("note-line", language, text=point.text, links=links(room.id, cites, language))


def _paged(blocks: tuple[Words, ...], language: Language) -> tuple[Words, ...]:
    """Return `blocks` in messages: as few as hold them, each at most so long."""
    found: list[list[Words]] = [[]]
    room_left = LONGEST
    for block in blocks:
        size = len(render(block))
        if found[-1] and size > room_left:
            found.append([])
            room_left = LONGEST
        found[-1].append(block)
        room_left -= size
    return tuple(words("note-page", language, blocks=tuple(one)) for one in found)
