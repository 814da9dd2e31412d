"""Chaos: the bot is killed at random times, and Synapse restarted, while two people send commands in two rooms.

    make chaos SEED=7

Prints what came of it, and ends with status 1 if a command was lost or answered twice, or if answers are out of order.
The same seed draws the same people, rooms, pauses and kills; the machine decides what they meet.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from exactly_once import TYPED, count_answers, sum_rooms
from foreign_client import ForeignClient, foreign_clients
from foreign_event import Seen
from foreign_wire import ForeignError
from newcomer import Account
from rich.console import Console
from rich.table import Table
from session_room import Session, session_room

from bot.demo.homeserver import Homeserver, run_homeserver
from bot.model import EventId, RoomId

LIFE = 3.0
"""Seconds that the bot lives at most: about two of them it needs to start."""


@dataclass(frozen=True)
class Plan:
    """What is to happen."""

    seed: int = 1
    kills: int = 30
    commands: int = 100
    restarts: int = 2


@dataclass(frozen=True)
class Outcome:
    """What came of it. `kills` are those of the bot, `restarts` those of Synapse."""

    kills: int
    restarts: int
    commands: int
    answers: int
    duplicates: int
    lost: int
    out_of_order: int
    seconds: float

    @property
    def good(self) -> bool:
        """Return whether each command was answered exactly once, in order."""
        return not (self.duplicates or self.lost or self.out_of_order)


async def chaos(session: Session, synapse: Homeserver, plan: Plan) -> Outcome:
    """Let it happen, in the session's room and another one, and count."""
    began = time.monotonic()
    rooms = (session.room, await _another_room(session))
    talking = asyncio.create_task(_talk(session, rooms, plan))
    await _kill(session, synapse, plan)
    await talking
    await session.bot.start()
    await session.bot.ready()
    with suppress(AssertionError, TimeoutError):
        for room in rooms:
            await _last_word(session, room)
    return _counted(session, rooms, plan, time.monotonic() - began)


async def _another_room(session: Session) -> RoomId:
    room = await session.ana.create_room(invite=[session.kim.user_id, session.bot_id])
    await session.kim.join(room)
    for person in (session.ana, session.kim):
        await person.meets(room, session.bot_id)
    return room


async def _talk(session: Session, rooms: tuple[RoomId, ...], plan: Plan) -> None:
    """Send the commands, at random times in as long as the kills take."""
    chance = random.Random(plan.seed)  # noqa: S311 - to be drawn again, not to be secret
    pause = plan.kills * LIFE / 2 / plan.commands
    for _ in range(plan.commands):
        person, room, text = chance.choice((session.ana, session.kim)), chance.choice(rooms), chance.choice(TYPED)
        await _sent(person, room, text)
        await asyncio.sleep(chance.uniform(0, 2 * pause))


async def _sent(person: ForeignClient, room: RoomId, text: str) -> None:
    """Send one command, again if Synapse is away; one that arrived all the same is one more."""
    for _ in range(100):
        try:
            await person.send(room, text)
        except (ForeignError, TimeoutError):
            await asyncio.sleep(0.2)
        else:
            return


async def _kill(session: Session, synapse: Homeserver, plan: Plan) -> None:
    """Kill the bot again and again, at work or while it starts, and restart Synapse beside that."""
    chance = random.Random(-plan.seed)  # noqa: S311 - as above
    restarts = set(chance.sample(range(plan.kills), plan.restarts))
    for number in range(plan.kills):
        restarting = asyncio.create_task(synapse.restart()) if number in restarts else None
        await asyncio.sleep(chance.uniform(0, LIFE))
        await session.bot.kill()
        if restarting:
            await restarting
        if number + 1 < plan.kills:
            await session.bot.start()


async def _last_word(session: Session, room: RoomId) -> None:
    """Ask once more, and return when Kim has seen that answered, and everything before."""
    question = await session.kim.send(room, "!help")
    await session.kim.sees(room, lambda event: session.from_bot(event) and event.reply_to == question)
    await session.kim.until(lambda: set(_asked(session, room)) <= set(_answered(session, room)))


def _asked(session: Session, room: RoomId) -> list[EventId]:
    """Return the commands in a room, in the order in which Kim saw them; as many as arrived, whatever their sender knows."""
    people = {session.ana.user_id, session.kim.user_id}
    return [message.id for message in session.kim.seen(room) if message.sender in people and _is_command(message)]


def _is_command(event: Seen) -> bool:
    return event.id.startswith("$") and event.body.startswith("!")


def _answered(session: Session, room: RoomId) -> list[EventId]:
    """Return the message that each answer in a room is to, in the order of the answers."""
    return [message.reply_to for message in session.kim.seen(room) if session.from_bot(message) and message.reply_to]


def _counted(session: Session, rooms: tuple[RoomId, ...], plan: Plan, seconds: float) -> Outcome:
    counted = sum_rooms(count_answers(_asked(session, room), _answered(session, room)) for room in rooms)
    return Outcome(plan.kills, plan.restarts, **asdict(counted), seconds=round(seconds, 1))


async def _alone(plan: Plan) -> Outcome:
    """Run it with a Synapse, people and a bot of its own."""
    numbers = count(1)
    with tempfile.TemporaryDirectory() as folder:
        async with run_homeserver(Path(folder) / "synapse") as synapse, foreign_clients() as foreign:

            async def newcomer(name: str) -> Account:
                login = f"{name}{next(numbers)}"
                return Account(await synapse.register(login, "pw"), login, "pw")

            people = [await newcomer(name) for name in ("ana", "kim")]
            ana, kim = [await foreign.log_in(synapse.url, person.login, person.password) for person in people]
            async with session_room(Path(folder) / "bot", (ana, kim), synapse, newcomer) as session:
                return await chaos(session, synapse, plan)


def main() -> None:
    """Run the plan that the command line names, and show what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in asdict(Plan()).items():
        parser.add_argument(f"--{name}", type=int, default=value)
    plan = Plan(**vars(parser.parse_args()))
    outcome = asyncio.run(_alone(plan))
    table = Table(title=f"chaos, seed {plan.seed}", show_header=False)
    for name, value in asdict(outcome).items():
        table.add_row(name.replace("_", " "), str(value))
    Console().print(table)
    sys.exit(0 if outcome.good else 1)


if __name__ == "__main__":
    main()
