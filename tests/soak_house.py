"""The house of a soak: rooms with a therapist and clients in each, and one bot for all of them, behind a proxy and with a model server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from behind_proxy import configure_behind
from bot_process import BotProcess, bot_process
from fault_proxy import FaultProxy, fault_proxy
from full_volume import Disk, LimitedFiles, SmallVolume
from model_server import ModelServer, model_server
from newcomer import Newcomer
from soak_people import Attendee, Read, bring_people
from soak_plan import LANGUAGES, Plan

from bot.demo.homeserver import Homeserver
from bot.model import EventId, RoomId, UserId

A_DAY = 1440
NOWHERE = RoomId("")
APPROVED = 3
"""Every so many rooms nothing of a model's is shown before the therapist's ok."""
RULES: dict[str, Any] = {
    "language": [*LANGUAGES],
    "backend": "house",
    "idle": A_DAY,  # the clock jumps, and who talks is there all the same
    "absence": A_DAY,
    "crisis": {"in_off": True},
    "budget": dict.fromkeys(("room_day", "person_day", "room_requests", "person_requests"), 10**9),
}


@dataclass
class SoakRoom:
    """A room, who sits in it, the therapist first, its desk, and what was asked and told there."""

    room: RoomId
    people: tuple[Attendee, ...]
    bot: UserId
    approval: str
    desk: RoomId = NOWHERE
    asked: list[EventId] = field(default_factory=list)
    """What was asked of a model: it may be answered after what was asked later."""
    typed: list[EventId] = field(default_factory=list)
    """Commands that the bot answers by itself."""
    at_desk: list[EventId] = field(default_factory=list)
    dangers: list[EventId] = field(default_factory=list)

    @property
    def therapist(self) -> Attendee:
        """Return who steers the AI here."""
        return self.people[0]

    def said_here(self) -> list[Read]:
        """Return what the bot said in the room, as the therapist reads it."""
        return self.therapist.from_bot(self.room, self.bot)

    def said_at_desk(self) -> list[Read]:
        """Return what the bot said at the desk."""
        return self.therapist.from_bot(self.desk, self.bot) if self.desk else []

    def alarms(self) -> list[str]:
        """Return the codes of the alarms that stand at the desk, in order, each as often as it stands there."""
        cards = (said for said in self.said_at_desk() if said.marks.get("kind") == "alarm" and not said.is_edit)
        return [said.marks["code"] for said in cards if "code" in said.marks]


@dataclass
class House:
    """Everything that runs."""

    plan: Plan
    synapse: Homeserver
    bot: BotProcess
    bot_id: UserId
    proxy: FaultProxy
    model: ModelServer
    rooms: list[SoakRoom]
    people: list[Attendee]
    disk: Disk

    @property
    def said(self) -> int:
        """Return how many messages people have sent."""
        return sum(person.sent for person in self.people)


@asynccontextmanager
async def open_house(folder: Path, plan: Plan, synapse: Homeserver, newcomer: Newcomer) -> AsyncIterator[House]:
    """Bring everybody into their rooms; inside the block everybody agreed, and the AI listens everywhere.

    The bot's data folder is a volume of its own if it is mounted already, in `folder / "bot" / "data"`.
    """
    data = folder / "bot" / "data"
    volume = SmallVolume(data) if data.is_mount() else None
    names = [f"soak{number}" for number in range(plan.rooms * plan.people)]
    async with (
        model_server() as model,
        fault_proxy(synapse.url) as proxy,
        bring_people(synapse.url, newcomer, folder / "people", names) as people,
    ):
        account = await newcomer("bot")
        seats = [tuple(people[number :: plan.rooms]) for number in range(plan.rooms)]
        rooms = [await _meet(number, seated, account.user_id) for number, seated in enumerate(seats)]
        files = configure_behind(proxy, model)
        therapists = [room.therapist.user_id for room in rooms]
        files["deployment"] |= {"therapists": therapists, "web": {"port": 0}}
        login = (account.user_id, account.password)
        rules, its_room = files["deployment"], files["room"]
        async with bot_process(
            folder / "bot", proxy.url, *login, deployment=rules, room=its_room, started=False
        ) as bot:
            _write_rules(bot, rooms)
            bot.set_clock(0.0)
            await bot.start()
            await bot.ready()
            house = House(plan, synapse, bot, account.user_id, proxy, model, rooms, people, volume or LimitedFiles(bot))
            await asyncio.gather(*(_seat_bot(house, room) for room in rooms))
            yield house


async def _meet(number: int, people: tuple[Attendee, ...], bot: UserId) -> SoakRoom:
    """Return a fresh room with all of `people` in it."""
    therapist = people[0]
    room = await therapist.person.create_room(f"Room {number}")
    for client in people[1:]:
        await therapist.person.invite(room, client.user_id)
    for client in people[1:]:
        await client.until(lambda client=client: room in client.rooms)  # type: ignore[misc]  # bound now
    for client in people[1:]:
        await therapist.until(lambda client=client: therapist.person.sight.knows(room, client.user_id))  # type: ignore[misc]  # bound now
    return SoakRoom(room, people, bot, "all" if number % APPROVED == 0 else "unasked")


def _write_rules(bot: BotProcess, rooms: list[SoakRoom]) -> None:
    """Write a file for each room; who is called when its therapist does not answer is the therapist of the next."""
    (bot.folder / "rooms" / "all.yaml").unlink()
    for number, room in enumerate(rooms):
        second = rooms[(number + 1) % len(rooms)].therapist
        contacts = [second.user_id] if second is not room.therapist else []
        own = {"room": room.room, "therapists": [room.therapist.user_id], "second_contacts": contacts}
        rules = {**RULES, **own, "approval": room.approval}
        (bot.folder / "rooms" / f"{number}.yaml").write_text(yaml.safe_dump(rules))


async def _seat_bot(house: House, room: SoakRoom) -> None:
    """Invite the bot, let everybody agree, and turn the AI on; the therapist comes to the desk."""
    therapist, before = room.therapist, set(room.therapist.rooms)
    await therapist.person.invite(room.room, house.bot_id)
    for person in room.people:
        await person.until(lambda person=person: _count_cards(house, room, person) == len(LANGUAGES))  # type: ignore[misc]  # bound now
    for client in room.people[1:]:
        before_it = len(client.from_bot(room.room, house.bot_id))
        await client.say(room.room, "!agree")  # the second is counted by an edit of what answered the first
        await client.until(
            lambda client=client, before_it=before_it: (  # type: ignore[misc]  # bound now
                len(client.from_bot(room.room, house.bot_id)) > before_it
            )
        )
    await therapist.say(room.room, "!listen")
    await therapist.until(lambda: any(said.marks.get("kind") == "floor" for said in room.said_here()))
    await therapist.until(lambda: any(_is_desk(house, room, place) for place in set(therapist.rooms) - before))
    room.desk = next(place for place in set(therapist.rooms) - before if _is_desk(house, room, place))


def _count_cards(house: House, room: SoakRoom, person: Attendee) -> int:
    return sum(said.marks.get("kind") == "card" for said in person.from_bot(room.room, house.bot_id))


def _is_desk(house: House, room: SoakRoom, place: RoomId) -> bool:
    """Return whether the bot greets the therapist in a room as at their desk: it greets a second contact too."""
    greetings = [said for said in room.therapist.from_bot(place, house.bot_id) if said.marks.get("kind") == "greeting"]
    return any("desk" in said.body.casefold() for said in greetings)
