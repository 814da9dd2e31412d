"""Three accounts, three processes, three data folders, one clinic's room files: who answers where is by policy alone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from bot_process import BotProcess, bot_process
from foreign_client import ForeignClient
from foreign_event import Seen
from newcomer import Newcomer
from session_room import marks

from bot.demo.homeserver import Homeserver
from bot.model import EventId, RoomId, UserId

THREE = 3


@dataclass
class Fleet:
    """Three bots at work, by their accounts, and the folder of room files that all of them read."""

    bots: dict[UserId, BotProcess]
    rooms: Path
    therapist: UserId

    @property
    def accounts(self) -> tuple[UserId, ...]:
        """Return the three accounts."""
        return tuple(self.bots)

    def give(self, room: RoomId, account: UserId | None) -> None:
        """Write the file by which `room` is `account`'s."""
        file = self.rooms / f"{room[1:9]}.yaml"
        rules = {"room": room, "therapists": [self.therapist], **({"account": account} if account else {})}
        file.with_suffix(".new").write_text(yaml.safe_dump(rules), encoding="utf-8")
        file.with_suffix(".new").replace(file)  # whole, so that each file is one change

    async def take_up(self, changes: int) -> None:
        """Wait until every bot has taken up so many changes of the files."""
        for bot in self.bots.values():
            await bot.until(lambda bot=bot: _changes(bot) >= changes)  # type: ignore[misc]  # bound now

    async def invite(self, who: ForeignClient, room: RoomId) -> None:
        """Let `who` invite all three."""
        for account in self.accounts:
            await who.invite(room, account)

    async def list_answers(self, who: ForeignClient, room: RoomId, question: EventId, account: UserId) -> list[UserId]:
        """Return who answered `question`, once `account` has answered a later one, and every bot has read as far as that."""
        after = await who.send(room, "!help")
        await who.sees(room, _is_answer(account, after))
        return [event.sender for event in who.seen(room) if event.is_message and event.reply_to == question]


@pytest.fixture
async def fleet(tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, ana: ForeignClient) -> AsyncIterator[Fleet]:
    """Run three bots whose room files lie in one folder; a room that no file names is nobody's."""
    shared = tmp_path / "rooms"
    shared.mkdir()
    (shared / "nobody.yaml").write_text(yaml.safe_dump({"room": "!nobody:clinic", "therapists": [ana.user_id]}))
    accounts = [await newcomer("bot") for _ in range(THREE)]
    deployment = {"therapists": [ana.user_id], "rooms": "../rooms"}
    async with AsyncExitStack() as running:
        starts = (
            running.enter_async_context(
                bot_process(
                    tmp_path / f"bot{number}", synapse.url, account.user_id, account.password, deployment=deployment
                )
            )
            for number, account in enumerate(accounts)
        )
        bots = [await start for start in starts]
        yield Fleet({account.user_id: bot for account, bot in zip(accounts, bots, strict=True)}, shared, ana.user_id)


async def test_one_room_has_one_bot(fleet: Fleet, ana: ForeignClient, kim: ForeignClient) -> None:
    """All three are invited into one room: one sits down and answers each command once, the others name it and stay out; when policy gives the room to another, the first leaves."""
    first, second, third = fleet.accounts
    room = await _meet(ana, kim)
    fleet.give(room, first)
    for bot in fleet.bots.values():
        await bot.logs("the configuration has changed")
    await fleet.invite(ana, room)
    await kim.sees(room, _is_card_of(first))
    for other in (second, third):
        await fleet.bots[other].logs(
            "invitation turned down: another account serves that room", lambda line: line["room"] == room
        )
        await ana.until(
            lambda other=other: any(  # type: ignore[misc]  # bound now
                event.state_key == other and first in str(event.content.get("reason")) for event in ana.seen(room)
            )
        )
    for text in ("!help", "!status", "!policy", "!agree"):
        question = await kim.send(room, text)
        assert await fleet.list_answers(kim, room, question, first) == [first]
    await ana.meets(room, first)
    assert {person for person, how in (await ana.members(room)).items() if how == "join"} == {
        ana.user_id,
        kim.user_id,
        first,
    }
    fleet.give(room, second)
    said = await kim.sees(room, lambda event: event.sender == first and second in event.body)
    assert "invite that account" in said.body
    await fleet.bots[second].until(lambda: _changes(fleet.bots[second]) > 1)
    await ana.invite(room, second)
    await kim.sees(room, _is_card_of(second))
    question = await kim.send(room, "!status")
    assert await fleet.list_answers(kim, room, question, second) == [second]


async def test_many_rooms_each_have_their_own(fleet: Fleet, ana: ForeignClient, kim: ForeignClient) -> None:
    """A room for each account, and everybody invited everywhere: side by side, each room's commands are answered once, by its account alone."""
    rooms = dict(zip(await asyncio.gather(*(_meet(ana, kim) for _ in range(THREE))), fleet.accounts, strict=True))
    for number, (room, account) in enumerate(rooms.items(), start=1):
        fleet.give(room, account)
        await fleet.take_up(number)  # one by one: a change may be taken up before the next file is written
    for account, bot in fleet.bots.items():
        (own,) = [room for room, served in rooms.items() if served == account]
        await ana.invite(own, account)
        await kim.sees(own, _is_card_of(account))
        await asyncio.gather(*(ana.invite(room, account) for room in rooms if room != own))
        await bot.until(lambda bot=bot: _refusals(bot) == THREE - 1)  # type: ignore[misc]  # bound now
    questions = {
        room: await kim.send(room, text) for room, text in zip(rooms, ("!status", "!help", "!agree"), strict=True)
    }
    answers = await asyncio.gather(
        *(fleet.list_answers(kim, room, question, rooms[room]) for room, question in questions.items())
    )
    assert answers == [[account] for account in rooms.values()]


async def test_without_an_account_each_takes_the_others_for_people(
    fleet: Fleet, ana: ForeignClient, kim: ForeignClient
) -> None:
    """Where policy names no account, two bots that were both invited both answer, and the AI can be turned on by nobody: a bot agrees to nothing."""
    first, second, _ = fleet.accounts
    room = await _meet(ana, kim)
    fleet.give(room, None)
    for account in (first, second):
        await fleet.bots[account].logs("the configuration has changed")
        await ana.invite(room, account)
        await kim.sees(room, _is_card_of(account))
    for account in (first, second):
        await ana.meets(room, account)
    agreed = await kim.send(room, "!agree")
    listen = await ana.send(room, "!listen")
    for account in (first, second):
        await kim.sees(room, _is_answer(account, agreed))
        refused = await kim.sees(room, _is_answer(account, listen))
        assert "not everybody has agreed" in refused.body


def _is_card_of(account: UserId) -> Callable[[Seen], bool]:
    """Return what holds for a consent card of a bot's."""
    return lambda event: event.sender == account and "card" in marks(event)


def _is_answer(account: UserId, question: EventId) -> Callable[[Seen], bool]:
    """Return what holds for a bot's answer to a message."""
    return lambda event: event.sender == account and event.reply_to == question


async def _meet(ana: ForeignClient, kim: ForeignClient) -> RoomId:
    """Return a fresh room with both in it."""
    room = await ana.create_room(invite=[kim.user_id])
    await kim.join(room)
    return room


def _refusals(bot: BotProcess) -> int:
    """Return how many invitations a bot has turned down, since another account serves the room."""
    return sum(line["event"] == "invitation turned down: another account serves that room" for line in bot.log())


def _changes(bot: BotProcess) -> int:
    """Return how often a bot has taken up a change of its files."""
    return sum(line["event"] == "the configuration has changed" for line in bot.log())
