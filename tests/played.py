"""Playing a script: each row is done by its person's own client, and written down once all that came of it is seen."""

import re
from dataclasses import dataclass, field
from typing import Any

from foreign_client import ForeignClient
from foreign_event import Seen
from model_server import Reply, Request
from played_page import Page
from played_script import Deed, Part, Row, rows_of
from played_stage import Stage
from session_room import marks

from bot.model import EventId, Floor, RoomId

PAUSE = 9.7
"""Seconds between two rows of one minute, at least."""
UNEVEN, LATEST = 7.3, 25.0
"""Seconds by which each row is later in its minute than the one before, up to the latest: nothing is a minute apart to the hair."""
_FENCED = re.compile(r"\n([0-9a-f]{16,})\n(.*?)\n\1", re.DOTALL)
_KEY = {"kty": "oct", "alg": "A256CTR", "ext": True, "k": "k" * 43, "key_ops": ["encrypt", "decrypt"]}
_FILE = {"v": "v2", "url": "mxc://clinic/abc", "iv": "i" * 22, "hashes": {"sha256": "h" * 43}, "key": _KEY}
PICTURE = {"msgtype": "m.image", "body": "picture.jpg", "info": {"mimetype": "image/jpeg"}, "file": _FILE}


@dataclass
class Player:
    """A session being played. `midnight` is the day's, in seconds since 1970.

    `off_talk` is what was typed in the session room while the AI was off and no command; `unforeseen` counts questions to the model that the script has no answer for.
    """

    stage: Stage
    page: Page
    midnight: float
    off_talk: list[str] = field(default_factory=list)
    unforeseen: int = 0
    unasked: list[str] = field(default_factory=list)
    _number: int = 0
    _open: dict[str, str] = field(default_factory=dict)
    _said: dict[tuple[str, str], EventId] = field(default_factory=dict)

    async def play(self, parts: tuple[Part, ...]) -> None:
        """Play all rows, and write the page."""
        self.stage.model.answers = self._answer
        for part in parts:
            self.page.begins(part)
            for row in part.rows:
                await self._play(row)

    def foreseen(self, parts: tuple[Part, ...]) -> int:
        """Return how many questions the script has answers for."""
        return sum(len(row.model or {}) for row in rows_of(parts))

    async def _play(self, row: Row) -> None:
        self._open = dict(row.model or {})
        stage = self.stage
        self._number += 1
        moment = self.midnight + row.seconds + UNEVEN * self._number % LATEST
        await stage.until(max(moment, stage.clock.now + PAUSE))
        if row.deed in {None, Deed.SHOWS, Deed.DELETES}:
            room = stage.room(row.place, row.who)
            await self._note(row)
            event = await self._does(row, stage.cast[row.who], room)
            self._said[row.who, row.at] = event
            await stage.settled(room, event)
        else:
            self.page.did(row)
            await self._moves(row)
        self.page.came(row)
        self.unasked += self._open

    async def _note(self, row: Row) -> None:
        room = await self.stage.chair.store.rooms.room(self.stage.session)
        if row.place == "room" and row.deed is None and room.floor is Floor.OFF and not row.text.startswith("!"):
            self.off_talk.append(row.text)

    async def _does(self, row: Row, who: ForeignClient, room: RoomId) -> EventId:
        if row.deed is Deed.SHOWS:
            return await who.send_event(room, "m.room.message", PICTURE)
        if row.deed is Deed.DELETES:
            return await who.redact(room, self._meant(row.text, room, row.who))
        more: dict[str, Any] = {"reply_to": self._meant(row.to, room, row.who)} if row.to else {}
        if row.text.startswith("Third Chair"):
            more["mentions"] = [self.stage.bot]
        return await who.send(room, row.text, **more)

    async def _moves(self, row: Row) -> None:
        stage, ana = self.stage, self.stage.cast["Ana"]
        match row.deed:
            case Deed.INVITES:
                await ana.invite(stage.session, stage.bot)
                came = await ana.sees(stage.session, lambda one: one.joins and one.state_key == stage.bot)
                await stage.settled(stage.session, came.id)
            case Deed.JOINS:
                await stage.comes(row.who, row.place)
            case _:
                await stage.settled()

    def _meant(self, to: str, room: RoomId, who: str) -> EventId:
        """Return the message that a row calls so."""

        def holds(one: Seen) -> bool:
            found = marks(one)
            if to == "the AI":
                return bool(found.get("backend"))
            if to.startswith("the card in"):
                return bool(found.get("kind") == "card" and found["language"] == ("en" if "English" in to else "id"))
            return bool(found.get("code") == to)

        name, _, at = to.partition(" ")
        if (name, at) in self._said:
            return self._said[name, at]
        return self.stage.newest(room, who, holds).id

    def _answer(self, request: Request) -> Reply:
        """Return what the script's model says to a request: by the words that it is asked about."""
        asked = _FENCED.findall(request.json["messages"][-1]["content"])[-1][1]
        key = next((words for words in self._open if words in asked), None)
        if key is None:
            self.unforeseen += 1
            return Reply("nothing")
        return Reply(self._open.pop(key))
