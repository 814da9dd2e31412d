"""What people's apps showed of a scene of danger, as a page: by room, in the order in which it stood there.

transcript = Transcript({ana.user_id: "Ana"}, bot_id)
transcript.skip(ana, desk)                        # what stood there before is no part of it
transcript.show("At the desk, Ana's app", ana, desk)
"""

import re
from dataclasses import dataclass, field

from foreign_client import ForeignClient
from played_markdown import of_html, typed

from bot.model import RoomId, UserId, get_localpart

BOT = "Third Chair"
_CODE, _TIME = re.compile(r"\bR-[0-9A-F]{6}\b"), re.compile(r"\b\d\d:\d\d\b")


@dataclass
class Transcript:
    """The page so far. `names` is how it calls people; what is another in each run is written as the same in all."""

    names: dict[UserId, str]
    bot: UserId
    lines: list[str] = field(default_factory=list)
    _shown: dict[tuple[str, RoomId], int] = field(default_factory=dict)

    def begin(self, title: str, about: str) -> None:
        """Write the title of a scene, and what happens in it."""
        self.lines += [f"## {title}", "", about, ""]

    def tell(self, what: str) -> None:
        """Write what somebody does without typing, or that time passes."""
        self.lines += [f"_{what}_", ""]

    def skip(self, who: ForeignClient, room: RoomId) -> None:
        """Leave out what somebody has seen in a room so far."""
        self._shown[who.user_id, room] = len(who.seen(room))

    def show(self, where: str, who: ForeignClient, room: RoomId) -> None:
        """Write what somebody has seen in a room since it was last written or left out; that it is nothing, too."""
        events = who.seen(room)[self._shown.get((who.user_id, room), 0) :]
        self.skip(who, room)
        said = [event for event in events if event.is_message and not event.edit_of]
        self.lines += [f"> **{where}**:{'' if said else ' nothing.'}", ">"]
        for event in said:
            if event.sender == self.bot:
                text = of_html(str(event.content.get("formatted_body", "")), lambda _: "a message")
                self.lines += [f"> {BOT}{' (quietly)' if event.msgtype == 'm.notice' else ''}:", ">"]
                self.lines += [f"> > {line}".rstrip() for line in self._steady(text).split("\n")] + [">"]
            else:
                self.lines += [f"> {self.names[event.sender]}: {typed(event.body)}", ">"]
        self.lines[-1] = ""

    def text(self) -> str:
        """Return the page's scenes."""
        return "\n".join(self.lines).rstrip("\n") + "\n"

    def _steady(self, text: str) -> str:
        for user, name in self.names.items():
            text = text.replace(get_localpart(user), name)
        return _TIME.sub("14:02", _CODE.sub("R-4F7A21", text))
