"""Playing a script: each row is done by its person's own client, and written down once all that came of it is seen."""

import re
from dataclasses import dataclass, field
from typing import Any

from foreign_client import ForeignClient
from foreign_event import Seen
from model_server import Reply, Request
from played_page import LANGUAGES, Page
from played_script import Deed, Part, Row, rows_of
from played_stage import Stage
from session_room import marks

from bot.model import EventId, Floor, RoomId

PAUSE = 9.7
"""Seconds between two rows of one minute, at least."""
UNEVEN, LATEST = 7.3, 25.0
"""Seconds by which each row is later in its minute than the one before, up to the latest: nothing is a minute apart to the hair."""
LETTERS = 4
"""Of so many letters a token is, about."""
_FENCED = re.compile(r"(?:^|\s)(`{3}[0-9a-f]{16,})\n(.*?)\n\1", re.DOTALL)
_NUMBERED = re.compile(r"Message (\d+)[^\n]*:\s`{3}[0-9a-f]{16,}\n(.*?)\n`{3}[0-9a-f]{16,}", re.DOTALL)
_MASKED = re.compile(r"\\\[[A-Z]+_\d+\\\]")
NEWEST = {
    "AI": "",
    "card": "card",
    "draft": "draft",
    "alarm": "alarm",
    "note": "note",
    "report": "wrong",
    "waiver": "waiver",
}
"""What kind the bot marks that message with of which a row says only what it is; an empty one stands for the model's words."""
_KEY = {"kty": "oct", "alg": "A256CTR", "ext": True, "k": "k" * 43, "key_ops": ["encrypt", "decrypt"]}
_FILE = {"v": "v2", "url": "mxc://clinic/abc", "iv": "i" * 22, "hashes": {"sha256": "h" * 43}, "key": _KEY}
PICTURE = {"msgtype": "m.image", "body": "picture.jpg", "info": {"mimetype": "image/jpeg"}, "file": _FILE}


@dataclass
class Player:
    """A session being played. `midnight` is the day's, in seconds since 1970.

    `off_talk` is what was typed in the session room while the AI was off and no command; `unforeseen` and `unasked` are rows at
    which the model was asked what the script has no answer for, and was not asked what it has one for.
    """

    stage: Stage
    page: Page
    midnight: float
    off_talk: list[str] = field(default_factory=list)
    unforeseen: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    _number: int = 0
    _when: str = ""
    _open: dict[str, str] = field(default_factory=dict)
    _said: dict[str, EventId] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)

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
        self._open, self._when = dict(row.model or {}), f"{row.at} {row.who}"
        stage = self.stage
        self._number += 1
        moment = self.midnight + row.seconds + UNEVEN * self._number % LATEST
        await stage.until(max(moment, stage.clock.now + PAUSE))
        if row.deed in {None, Deed.SHOWS, Deed.DELETES}:
            room = stage.room(row.place, row.who)
            await self._note(row)
            event = await self._does(row, stage.cast[row.who], room)
            self._said[f"{row.who} {row.at}"], self._texts[f"{row.who} {row.at}"] = event, row.text
            await stage.settled(room, event)
        else:
            self.page.did(row)
            await self._moves(row)
        self.page.came(row)
        self.unasked += [self._when] * len(self._open)

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
        return await who.send(room, self._typed(row, room), **more)

    async def _moves(self, row: Row) -> None:
        stage, ana = self.stage, self.stage.cast["Ana"]
        match row.deed:
            case Deed.INVITES:
                await ana.invite(stage.session, stage.bot)
                came = await ana.sees(stage.session, lambda message: message.joins and message.state_key == stage.bot)
                await stage.settled(stage.session, came.id)
            case Deed.JOINS:
                await stage.comes(row.who, row.place)
            case _:
                await stage.settled()

    def _meant(self, to: str, room: RoomId, who: str) -> EventId:
        """Return the message that a row calls so."""
        if to in self._said:
            return self._said[to]
        if to.startswith("the answer to "):
            about = self._said[to.removeprefix("the answer to ")]
            return self.stage.newest(room, who, lambda message: message.reply_to == about).id
        kind = NEWEST[to.removeprefix("the ").partition(" in ")[0]]

        def holds(message: Seen) -> bool:
            result = marks(message)
            if kind == "card":
                return result.get("kind") == kind and LANGUAGES[result["language"]] in to
            return bool(result.get("backend")) if kind == "" else result.get("kind") == kind

        return self.stage.newest(room, who, holds).id

    def _typed(self, row: Row, room: RoomId) -> str:
        """Return what a row's person types, with the codes that they have just read."""

        def code(match: re.Match[str]) -> str:
            last = self.stage.newest(room, row.who, lambda message: message.sender == self.stage.bot)
            return str([*dict.fromkeys(re.findall(r"\b[KS]\d+\b", last.body))][match[1] == "second"])

        return re.sub(r"\{(first|second) code\}", code, row.text)

    def _answer(self, request: Request) -> Reply:
        """Return what the script's model says to a request: by the words that it is asked about."""
        turn = request.json["messages"][-1]["content"]
        asked = _FENCED.findall(turn)[-1][1]
        key = next((words for words in self._open if words in asked), None)
        if key is None:
            self.unforeseen.append(self._when)
            return Reply("nothing")
        text = re.sub(r"\{(\w+ \d\d:\d\d)\}", lambda match: self._number_in(turn, match[1]), self._open.pop(key))
        sent = "".join(item["content"] for item in request.json["messages"])
        return Reply(text, tokens=(len(sent) // LETTERS, len(text) // LETTERS))

    def _number_in(self, turn: str, message: str) -> str:
        """Return by which number a request calls a message, some of whose words may be masked there."""
        said = self._texts[message]
        for number, text in _NUMBERED.findall(turn):
            if re.fullmatch(_MASKED.sub(".+?", re.escape(text)), said, re.DOTALL):
                return str(number)
        raise LookupError(f"the request does not hold {message}")
