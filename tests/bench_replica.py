"""What one bot takes in: N messages over R rooms with M people each, in seconds, and the memory and disk that it takes.

make bench-replica

Everything is the bot's own but the homeserver, which a test holds in its hand: decryption and the line are not in the figures.
It looks through all that was posted at each post, so beyond a hundred rooms much of the time is the stand-in's own.
"""

import argparse
import asyncio
import resource
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hand_held import ANA, BOT, Client, Server, at_work, seat
from held_rooms import MEMBER, HeldRoom

from bot.app.services import Chair
from bot.log import keep_log_still
from bot.model import RoomId, UserId

TALK = "I slept badly again, and on the way to work it all came back, so I got off the bus and walked for an hour."
"""A made-up sentence, as long as people write."""
MEGABYTE = 1024 * 1024


@dataclass
class Ward(Client):
    """A client that is in many rooms."""

    many: dict[RoomId, tuple[UserId, ...]] = field(default_factory=dict)

    def _follow(self, events: list[tuple[RoomId, Any]]) -> None:
        """Know the many rooms besides what happened."""
        for room, people in self.many.items():
            self.rooms.setdefault(room, HeldRoom(dict.fromkeys((*people, BOT), MEMBER)))
        super()._follow(events)


@dataclass
class Bench:
    """A bot at work in many rooms."""

    server: Server
    chair: Chair
    rooms: dict[RoomId, tuple[UserId, ...]]
    began: float = 0.0

    def tell(self, what: str) -> None:
        """Print what was done since the last line, and what the process takes now."""
        kilobytes = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 1024
        print(f"{what:<52} {time.monotonic() - self.began:8.1f} s {kilobytes / 1024:8.0f} MB")  # noqa: T201 - what this program is for
        self.began = time.monotonic()

    async def answer_in_each(self, text: str) -> None:
        """Let a therapist ask in every room, and return when each has its answer."""
        asked = [await self.server.says_now(text, ANA, room) for room in self.rooms]
        async with self.server.news:  # for as long as it takes: the server's own patience is a test's
            await self.server.news.wait_for(lambda: {post.reply_to for post in self.server.posts}.issuperset(asked))

    async def turn_on(self) -> None:
        """Let everybody agree in every room, and the AI listen."""
        for room, people in self.rooms.items():
            for person in people:
                if person != ANA:
                    await self.server.agrees(person, room)
        for room in self.rooms:
            await self.server.says_now("!listen", ANA, room)
        await self.answer_in_each("!status")
        off = [room for room in self.rooms if not (await self.chair.store.rooms.room(room)).is_on]
        assert not off, f"the AI is off in {len(off)} rooms"

    async def talk(self, messages: int) -> None:
        """Let people talk, a message after the other from room to room, and return when all of it is decided."""
        rooms = list(self.rooms.items())
        async with self.server.news:
            for number in range(messages):
                room, people = rooms[number % len(rooms)]
                self.server.says(TALK, people[number // len(rooms) % len(people)], room)
            self.server.news.notify_all()
        await self.answer_in_each("!status")


async def main(rooms: int, members: int, messages: int) -> None:
    """Time the start, the agreements, and the talk."""
    keep_log_still()
    people = (ANA, *(UserId(f"@kim{number}:clinic") for number in range(members - 1)))
    many = {RoomId(f"!room{number}:clinic"): people for number in range(rooms)}
    server = Server()
    for room in many:
        server.rooms.members[room] = dict.fromkeys((*people, BOT), "join")
    with tempfile.TemporaryDirectory() as name:
        async with seat(Path(name), Ward(server, many=many)) as chair:
            bench = Bench(server, chair, many, time.monotonic())
            bench.tell("before it starts")
            async with at_work(chair):
                await asyncio.gather(*(server.until_card(room) for room in many))
                bench.tell(f"a consent card in each of {rooms} rooms")
                await bench.turn_on()
                bench.tell(f"{rooms * (members - 1)} agreements, and the AI on in each")
                began = time.monotonic()
                await bench.talk(messages)
                taken = time.monotonic() - began
                bench.tell(f"{messages} messages, and `!status` answered in each")
            disk = sum(file.stat().st_size for file in Path(name).glob("thirdchair.db*")) / MEGABYTE
    print(f"{messages / taken:.0f} messages a second; notebook {disk:.1f} MB")  # noqa: T201 - as above


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rooms", type=int, default=40)
    options.add_argument("--members", type=int, default=3)
    options.add_argument("--messages", type=int, default=2000)
    asked = options.parse_args()
    asyncio.run(main(asked.rooms, asked.members, asked.messages))
