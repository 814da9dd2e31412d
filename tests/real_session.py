"""A room in which a real model answers: people talk and ask, and what became of each question is written down.

What people see is held against `real_checks.py`; what they do not is counted as the bot counts it, by its own metrics.
"""

import asyncio
import re
import socket
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeAlias

import httpx2
from foreign_client import ForeignClient
from foreign_event import Seen
from model_recorder import LONG, Exchange, Recorder
from real_checks import Case, find_faults
from session_room import Session, marks
from tiny_model import Item

from bot.model import EventId, RoomId

Held: TypeAlias = Counter[tuple[str, str]]
OTHER = {"en": "id", "id": "en"}
AT_DESK = frozenset({"suggest", "summary"})
"""What Ana asks for at the desk, where its answer comes."""
SHOWN, DRAFTED = "shown", "laid at the desk"
"""What becomes of an answer that is fit: people see it, or a therapist looks at it first."""
_HELD = re.compile(r'^thirdchair_held_back_total\{reason="(\w+)",task="(\w+)"\} (\d+)', re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """What became of one question: `outcome` is `shown`, or why nothing is; `faults` are those of what people saw."""

    item: Item
    outcome: str
    faults: tuple[str, ...]
    exchanges: tuple[Exchange, ...] = field(repr=False)
    body: str = field(repr=False, default="")


@dataclass
class _Before:
    """What was counted before a question was asked."""

    held: Held
    exchanges: int
    drafts: int


@dataclass
class RealSession:
    """The session with the model: the desk, what passes between bot and model, where the bot's counts are, what became of all."""

    session: Session
    desk: RoomId
    recorder: Recorder
    metrics: str
    said: list[str] = field(default_factory=list, repr=False)
    rows: list[Row] = field(default_factory=list, repr=False)

    async def ask(self, item: Item) -> None:
        """Let somebody ask `item`, after its talk, and write down what became of it."""
        await self._talk(item)
        who, room = self._who(item), self.desk if item.task in AT_DESK else self.session.room
        before = await self._count()
        question = await who.send(room, item.types)
        self.said.append(item.types)
        answer = await self._see_answer(who, room, question, item)
        await self._take_down(item, before, answer)

    async def interpret(self, item: Item) -> None:
        """Let somebody write what is interpreted, and write down whether its translation came, or why not."""
        who, before = self._who(item), await self._count()
        message = await who.send(self.session.room, item.types)
        self.said.append(item.types)

        async with asyncio.timeout(LONG):
            while len(self.recorder.exchanges) == before.exchanges:  # noqa: ASYNC110 - what passes by can only be looked up
                await asyncio.sleep(0.1)
        for _ in range(2):  # a translation that is cut says nothing: by the second answer it would stand in the room
            await self.session.answer(who, "!status")
        translation = next((event for event in who.seen(self.session.room) if self._is_answer(event, message)), None)
        await self._take_down(item, before, translation)

    async def _see_answer(self, who: ForeignClient, room: RoomId, question: EventId, item: Item) -> Seen:
        """Return what the bot says to `question`, for which a model may need longer than anything else in a room.

        At the desk a page that was asked for stands by itself.
        """

        def is_it(event: Seen) -> bool:
            is_page = room == self.desk and self.session.from_bot(event) and marks(event).get("kind") == item.task
            return is_page or self._is_answer(event, question)

        async with asyncio.timeout(LONG):
            while True:
                with suppress(AssertionError):
                    return await who.sees(room, is_it, after=question)

    def _who(self, item: Item) -> ForeignClient:
        return self.session.ana if item.by == "ana" else self.session.kim

    async def _talk(self, item: Item) -> None:
        """Let Ana and Kim say what was said before, unless they have said it already."""
        ana, kim, room, bot = self.session.ana, self.session.kim, self.session.room, self.session.bot_id
        for number, text in enumerate(item.talk):
            if text not in self.said:
                last = await (ana, kim)[number % 2].send(room, text)
                self.said.append(text)
                await ana.until(lambda last=last: ana.read_by(room, bot) == last)  # type: ignore[misc]  # bound now

    def _is_answer(self, event: Seen, question: EventId) -> bool:
        return self.session.from_bot(event) and event.reply_to == question

    async def _take_down(self, item: Item, before: _Before, answer: Seen | None) -> None:
        exchanges, now = tuple(self.recorder.exchanges[before.exchanges :]), await self._count()
        is_cut = any(exchange.cut for exchange in exchanges)
        is_shown = answer is not None and bool(marks(answer).get("generated"))
        why = "+".join(reason for _, reason in now.held - before.held) or ("cut" if is_cut else "no source")
        outcome = SHOWN if is_shown else DRAFTED if now.drafts > before.drafts else why
        body = answer.body if answer else ""
        faults = find_faults(self._make_case(item, body, exchanges)) if is_shown else ()
        self.rows.append(Row(item, outcome, faults, exchanges, body))

    def _make_case(self, item: Item, body: str, exchanges: tuple[Exchange, ...]) -> Case:
        """Return what people saw, without the bot's own label above it, and all that it came of."""
        return Case(
            kind=item.task,
            into=OTHER[item.lang] if item.task in {"translate", "interpret"} else item.lang,
            body=body.partition("\n\n")[2],
            typed=item.types.partition(" ")[2] if item.types.startswith("!") else item.types,
            talk="\n".join(self.said),
            prompt="\n".join(f"{exchange.system}\n{exchange.turn}" for exchange in exchanges),
            cut=any(exchange.cut for exchange in exchanges),
        )

    async def _count(self) -> _Before:
        """Return what the bot has held back so far, as a monitoring system reads it, and what else can be counted."""
        async with httpx2.AsyncClient(trust_env=False) as http:
            text = (await http.get(self.metrics)).text
        held = Counter({(task, reason): int(number) for reason, task, number in _HELD.findall(text)})
        drafts = sum(marks(event).get("kind") == "draft" for event in self.session.ana.seen(self.desk))
        return _Before(held, len(self.recorder.exchanges), drafts)


def find_free_port() -> int:
    """Return a port of this machine that nobody listens on at this moment."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
