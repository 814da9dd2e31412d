"""The page of a played session: what each person's app decrypted and showed, by minute, the desk set apart.

What was said in the session room is shown as Ana's app showed it, and the test sees to it that the others' did the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from foreign_event import Seen
from played_markdown import literal, of_html, typed
from played_script import Deed, Part, Row
from played_stage import Stage
from session_room import marks

BOT = "Third Chair"
LANGUAGES = {"en": "English", "id": "Indonesian"}
_ASIDE = {"desk": "**At the desk**, where only {who} is:", "direct": "**In {who}'s direct room**, where only {who} is:"}


@dataclass
class Page:
    """The page as far as the session was played. `names` is how it calls each message, `seen` each with its minute."""

    stage: Stage
    lines: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    seen: list[tuple[str, Seen]] = field(default_factory=list)
    _place: str = ""
    _last: str | None = None
    _shown: dict[str, int] = field(default_factory=dict)

    def begins(self, part: Part) -> None:
        """Write the title of a part."""
        if self._place not in {"", "room"}:
            self.lines[-1] = ""
        self._place = ""
        self.lines += [f"## {part.title}", "", *([part.about.strip(), ""] if part.about else [])]

    def did(self, row: Row) -> None:
        """Write what somebody did without typing."""
        if row.deed is Deed.WAITS:
            self._write("room", f"_{row.at} · Nobody writes for a moment._")
            return
        where = {"desk": " the desk", "direct": " the direct room"}.get(row.place, "")
        self._write("room", f"_{row.at} · {row.who} {row.deed}{where}._")

    def came(self, row: Row) -> None:
        """Write all that came since, first where the row is played, then elsewhere."""
        rooms = [("room", "Ana"), *(("direct", who) for who in self.stage.direct)]
        rooms += [("desk", "Ana")] if self.stage.desk else []
        first = (row.place, row.who if row.place == "direct" else "Ana")
        for place, who in sorted(rooms, key=lambda item: item != first):
            for event in self._new(place, who):
                self.seen.append((row.at, event))
                self._event(row, place, who, event)

    def text(self) -> str:
        """Return the page's dialogue."""
        return "\n".join(self.lines).rstrip("\n>") + "\n"

    def _new(self, place: str, who: str) -> Iterator[Seen]:
        room = self.stage.room(place, who)
        seen = [
            message
            for message in self.stage.cast[who].seen(room)
            if message.type in {"m.room.message", "m.room.redaction"}
        ]
        start, self._shown[room] = self._shown.get(room, 0), len(seen)
        yield from seen[start:]

    def _event(self, row: Row, place: str, who: str, event: Seen) -> None:
        speaker = BOT if event.sender == self.stage.bot else self._who(event)
        where = place if place == "room" else f"{place} {who}"
        if event.redacts:
            self._write(where, f"_{row.at} · {speaker} deletes {self._called(event.redacts)}._")
            return
        self.names[event.id] = _name(row, place, speaker, event)
        text = of_html(_html(event), self._called) if speaker == BOT else typed(event.body)
        text = "_(a picture)_" if event.msgtype == "m.image" else text
        head = self._head(row, speaker, event)
        self._write(where, head, *(_quoted(text) if speaker == BOT else (_broken(text),)))
        self._last = event.id

    def _head(self, row: Row, speaker: str, event: Seen) -> str:
        """Return who says it, and to which message; not the minute of the message that stands right above."""
        if event.edit_of:
            return f"_{row.at} · {self._called(event.edit_of)} now reads:_"
        if event.reply_to is None:
            return f"**{row.at} · {speaker}**:"
        to = self._called(event.reply_to)
        if event.reply_to == self._last:
            to = to.removesuffix(f" of {row.at}").removesuffix("'s message")
        return f"**{row.at} · {speaker}**, to {to}:"

    def _called(self, event: str) -> str:
        return self.names.get(event, "a message")

    def _who(self, event: Seen) -> str:
        return next(name for name, foreign_client in self.stage.cast.items() if foreign_client.user_id == event.sender)

    def _write(self, where: str, head: str, *text: str) -> None:
        """Write a message; outside the session room it is set apart, under a line that says where this is."""
        lines = [head, "", *text] if text and text[0].startswith(">") else " ".join((head, *text)).split("\n")
        aside = where != "room"
        if aside and where != self._place:
            place, who = where.split(" ")
            self.lines += [f"> {_ASIDE[place].format(who=who)}", ">"]
        elif not aside and self._place not in {"", "room"}:
            self.lines[-1] = ""
        self._place = where
        self.lines += [(f"> {line}" if aside else line).rstrip() for line in (*lines, "")]


def _name(row: Row, place: str, speaker: str, event: Seen) -> str:
    """Return how the page calls a message from now on: by its code where people can read that, at the desk."""
    result = marks(event)
    if result.get("kind") == "card":
        return f"the card in {LANGUAGES[result['language']]}"
    if place == "desk" and result.get("code"):
        return str(result["code"])
    return f"{'the AI' if result.get('backend') else speaker}'s message of {row.at}"


def _html(event: Seen) -> str:
    new = event.content.get("m.new_content", event.content)
    return str(new.get("formatted_body") or literal(str(new.get("body", ""))))


def _broken(text: str) -> str:
    """Return text with each of its line breaks kept."""
    lines = text.split("\n")
    return "\n".join(
        line + ("\\" if line and after else "") for line, after in zip(lines, [*lines[1:], ""], strict=True)
    )


def _quoted(text: str) -> tuple[str, ...]:
    """Return the lines of a quotation."""
    return tuple(f"> {line}".rstrip() for line in _broken(text).split("\n"))
