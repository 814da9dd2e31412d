"""How a note and a summary look: at the desk, in parts that fit a phone, and as the file that a therapist keeps. Pure."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from bot.model import Attachment, Heading, Language, Note, Point, Room, Words, make_words
from bot.policy import Policy
from bot.session.answers.hinting import find_danger_doubt
from bot.session.answers.links import cite_grounds, make_links, make_permalink
from bot.session.command.context import find_name
from bot.session.desk.hints import list_hints
from bot.session.talk.clock import format_time_of_day
from bot.words import render_words

MORE = "more"
"""Stands among the flaws for a line that had none, and for which there was no room."""
UNREAD = "unread"
"""Stands among the flaws for a part of the talk that was not read to its end."""
LONGEST = 5000
"""Characters of one message, its links among them: far under Matrix's 64 KiB for an event, with the HTML and encrypted."""


def render_note(room: Room, note: Note, policy: Policy) -> tuple[Words, ...]:
    """Return an open note as messages: what it is, each heading with its lines, what was left out, and what to do with it.

    What was noticed in the session stands there too, for the therapist's eyes: it is no part of the note.
    """
    head = make_words("note-draft", note.language, code=note.code, title=note.title)
    how = make_words(
        "note-how", note.language, code=note.code, heading=note.headings[-1].key, prefix=policy.rules.prefix
    )
    hints = tuple(notice.words for notice in list_hints(room, policy))
    left_out = describe_left_out(note.left_out, note.gone, note.language)
    doubt = mark_danger(tuple(point for point in note.points if point.by is None), note.language)
    blocks = (head, *doubt, *_render_body(room, note), *left_out, *hints, how)
    return _split_into_pages(blocks, note.language)


def render_final_line(note: Note, by: str) -> Words:
    """Return what is said before the file of a note that `by` has finalised."""
    return make_words("note-final", note.language, title=note.title, person=by)


def render_final_note(room: Room, note: Note) -> tuple[Words, ...]:
    """Return a note that was finalised as messages, without a word on what can be done with it."""
    head = make_words("note-title", note.language, title=note.title)
    return _split_into_pages((head, *_render_body(room, note), *_describe_unread(note)), note.language)


def render_summary(points: tuple[Point, ...], room: Room, flaws: tuple[str, ...], language: Language) -> Words:
    """Return a summary for the therapist as one message."""
    lines = tuple(_render_point(room, point, language) for point in points)
    lines = (*mark_danger(points, language), *lines)
    return make_words("summary", language, lines=(*lines, *describe_left_out(flaws, 0, language)))


def mark_danger(points: tuple[Point, ...], language: Language) -> tuple[Words, ...]:
    """Return the line that says to read twice what a model wrote, where it holds words of danger; nothing where it does not."""
    doubt = find_danger_doubt("\n".join(point.text for point in points))
    return (make_words("read-twice", language),) if doubt else ()


def describe_left_out(flaws: tuple[str, ...], gone: int, language: Language) -> tuple[Words, ...]:
    """Return in one line how many lines were left out and why, and how many are gone with their messages; nothing if none."""
    counts = {**Counter(flaws), "gone": gone}
    why = tuple(make_words("left-out", language, why=reason, count=count) for reason, count in counts.items() if count)
    return (make_words("note-left-out", language, lines=why),) if why else ()


def file_note(room: Room, note: Note, by: str, at: float) -> Attachment:
    """Return a note as a file, as of `at` (seconds UTC). Its name says what it is and of which day, and nobody's name."""
    day = datetime.fromtimestamp(at).astimezone().date().isoformat()
    head = [f"# {note.title} · {day}", "", render_words(make_words("note-file", note.language, person=by)), ""]
    name = f"note-{note.template}-{day}.md"
    return Attachment(name, "text/markdown", "\n".join((*head, *_list_note_markdown(room, note))))


def _list_note_markdown(room: Room, note: Note) -> Iterator[str]:
    """Yield the lines of a note as Markdown; what was written is not touched."""
    for heading in note.headings:
        yield f"## {heading.title}"
        points = _list_points_under(note, heading)
        if not points:
            yield render_words(_render_blank(note, heading))
        for point in points:
            cites = ", ".join(
                f"[{format_time_of_day(ground.at)}]({make_permalink(room.id, ground.event)})"
                for ground in point.rests_on
            )
            yield f"- {point.text} ({cites or find_name(room, point.by or '')})"
        yield ""
    yield from (render_words(line).strip() for line in _describe_unread(note))


def _describe_unread(note: Note) -> tuple[Words, ...]:
    """Return in one line, as a note that is finalised says it, how many parts of the talk were not read to their end."""
    return describe_left_out(tuple(flaw for flaw in note.left_out if flaw == UNREAD), 0, note.language)


def _render_blank(note: Note, heading: Heading) -> Words:
    """Return what stands under a heading without a line: that nothing was said; or that lines were left out, or not read."""
    if count := note.bare.count(heading.key):
        return make_words("note-bare", note.language, count=count)
    return make_words("note-unread" if UNREAD in note.left_out else "note-blank", note.language)


def _render_body(room: Room, note: Note) -> Iterator[Words]:
    for heading in note.headings:
        yield make_words("note-heading", note.language, title=heading.title)
        points = _list_points_under(note, heading)
        if not points:
            yield _render_blank(note, heading)
        for point in points:
            yield _render_point(room, point, note.language)


def _list_points_under(note: Note, heading: Heading) -> tuple[Point, ...]:
    return tuple(point for point in note.points if point.heading == heading.key)


def _render_point(room: Room, point: Point, language: Language) -> Words:
    if point.by is not None:
        return make_words("note-own", language, text=point.text, person=find_name(room, point.by))
    cites = cite_grounds(room, point.rests_on)
    return make_words("note-line", language, text=point.text, links=make_links(room.id, cites, language))


def _split_into_pages(blocks: tuple[Words, ...], language: Language) -> tuple[Words, ...]:
    """Return `blocks` in messages: as few as hold them, each at most so long."""
    blocks_by_page: list[list[Words]] = [[]]
    room_left = LONGEST
    for block in blocks:
        size = len(render_words(block))
        if blocks_by_page[-1] and size > room_left:
            blocks_by_page.append([])
            room_left = LONGEST
        blocks_by_page[-1].append(block)
        room_left -= size
    return tuple(make_words("note-page", language, blocks=tuple(sentences)) for sentences in blocks_by_page)
