"""A session room as the tests know it: Ana the therapist, Kim the client, the bot as a process, and what Kim sees.

async with session_room(tmp_path, synapse, newcomer, ana, kim) as session:
    await session.listening()
    answer = await session.answer(kim, "!explain rumination")
    assert answer.shield == "NONE"
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot_process import BotProcess, bot_process
from foreign_client import ForeignClient
from foreign_event import Seen
from newcomer import Newcomer

from bot.demo.homeserver import Homeserver
from bot.model import EventId, RoomId, UserId


@dataclass
class Session:
    """One room with Ana, Kim and the bot in it, all joined; the consent cards are there and the AI is off."""

    ana: ForeignClient
    kim: ForeignClient
    bot: BotProcess
    bot_id: UserId
    room: RoomId
    cards: tuple[Seen, ...] = ()

    def from_bot(self, event: Seen) -> bool:
        """Return whether the bot said it."""
        return event.sender == self.bot_id and event.is_message

    async def desk(self, therapist: ForeignClient | None = None) -> RoomId:
        """Let Ana, or another therapist, come to the desk; return it once the bot has greeted them there."""
        who = therapist or self.ana
        await who.until(lambda: bool(who.rooms("invite")))
        (desk,) = who.rooms("invite")
        await who.join(desk)
        await who.sees(desk, lambda event: self.from_bot(event) and marks(event)["kind"] == "greeting")
        return desk

    async def card(self, desk: RoomId, code: str, therapist: ForeignClient | None = None) -> Seen:
        """Return the newest card at the desk with the code `code`, as Ana or another therapist sees it."""
        who = therapist or self.ana
        await who.sees(desk, lambda event: marks(event).get("code") == code and event.msgtype == "m.text")
        return [event for event in who.seen(desk) if marks(event).get("code") == code and event.msgtype == "m.text"][-1]

    async def answer(self, who: ForeignClient, text: str, **more: Any) -> Seen:
        """Let `who` write `text`, and return the bot's reply to it, as they see it."""
        return await self.reply_to(who, await who.send(self.room, text, **more))

    async def reply_to(self, who: ForeignClient, question: EventId) -> Seen:
        """Return the bot's reply to `question`, as `who` sees it."""
        return await who.sees(self.room, lambda event: self.from_bot(event) and event.reply_to == question)

    async def next_words(self, who: ForeignClient, text: str, **more: Any) -> Seen:
        """Let `who` write `text`, and return what the bot says next, a reply or not."""
        said = await who.send(self.room, text, **more)
        return await who.sees(self.room, self.from_bot, after=said)

    def is_out(self, who: ForeignClient, room: RoomId) -> bool:
        """Return whether `who` has seen the bot leave `room`, or being made to."""
        return any(
            (event.type, event.state_key, event.content.get("membership")) == ("m.room.member", self.bot_id, "leave")
            for event in who.seen(room)
        )

    def replies(self, question: EventId) -> tuple[Seen, ...]:
        """Return every reply of the bot's to `question` that Kim has seen so far."""
        return tuple(
            message for message in self.kim.seen(self.room) if self.from_bot(message) and message.reply_to == question
        )

    async def silence(self, since: EventId) -> None:
        """Show that the bot said nothing after `since`, up to its answer to a `!help` that is asked now."""
        question = await self.kim.send(self.room, "!help")
        await self.kim.silence(self.room, self.bot_id, since=since, until=lambda message: message.reply_to == question)

    async def listening(self) -> "Session":
        """Let Kim agree and Ana turn the AI on; return this session."""
        await self.answer(self.kim, "!agree")
        await self.next_words(self.ana, "!listen")
        return self


def marks(event: Seen) -> dict[str, Any]:
    """Return what a machine can read on a message of the bot's, nothing on any other."""
    result = event.content.get("org.thirdchair")
    return result if isinstance(result, dict) else {}


@asynccontextmanager
async def session_room(
    folder: Path,
    people: tuple[ForeignClient, ForeignClient],
    synapse: Homeserver,
    newcomer: Newcomer,
    **files: Mapping[str, Any],
) -> AsyncIterator[Session]:
    """Start a bot whose therapist is the first of `people`, and bring all into a room.

    `files` may hold `deployment` and `room`, keys to be added to the configuration.
    """
    ana, _ = people
    account = await newcomer("bot")
    deployment = {"therapists": [ana.user_id], **files.get("deployment", {})}
    room_file = {"therapists": [ana.user_id], **files.get("room", {})}
    async with bot_process(
        folder, synapse.url, account.user_id, account.password, deployment=deployment, room=room_file
    ) as bot:
        clients = [person for person in people if person.user_id not in room_file["therapists"]]
        languages = len(room_file.get("language", ("en", "id"))) if clients else 0  # nobody is there whom a card asks
        yield await enter_room(people, bot, account.user_id, languages=languages)


async def enter_room(
    people: tuple[ForeignClient, ForeignClient], bot: BotProcess, bot_id: UserId, *, languages: int
) -> Session:
    """Bring both `people` and the bot into a fresh room; return when both have a card in each of its languages."""
    ana, kim = people
    room = await ana.create_room(invite=[kim.user_id])
    await kim.join(room)
    await ana.meets(room, kim.user_id)
    await ana.invite(room, bot_id)
    session = Session(ana, kim, bot, bot_id, room)
    for person in people:
        await person.until(lambda person=person: len(_cards(session, person)) >= languages)  # type: ignore[misc]  # bound now
    session.cards = _cards(session, kim)
    return session


def _cards(session: Session, person: ForeignClient) -> tuple[Seen, ...]:
    return tuple(
        message for message in person.seen(session.room) if session.from_bot(message) and message.failure is None
    )
