"""What people do in a soak: they talk, type commands, ask a model, let drafts out, tell of danger and answer alarms."""

import asyncio
import random
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from exactly_once import TYPED
from soak_faults import Fates
from soak_house import House, SoakRoom
from soak_people import Read
from soak_plan import ASKED, draw_talk, list_dangers

TYPES, ASKS, AT_DESK = 0.10, 0.15, 0.18
"""Of what people write so much is a command; up to the next a question to a model; up to the last, a therapist's at the desk."""
TURN_ON = 12
"""Every so many of a room's messages its therapist turns the AI on again: it goes off where the clock jumped far."""
ROUNDS = 2
"""So often everything has to be done with nothing new to see before what still waits counts as lost."""


@dataclass
class Talk:
    """Everybody at once."""

    house: House
    fates: Fates
    _waiting: set[asyncio.Task[None]] = field(default_factory=set, repr=False)

    async def hold(self) -> None:
        """Let everybody say what they have to say; what they wait for then, they wait for in `drain`."""
        async with asyncio.TaskGroup() as group:
            for number, room in enumerate(self.house.rooms):
                group.create_task(self._talk_in_room(number, room))
                if room.approval == "all":
                    self._begin(self._let_drafts_out(room), waits=False)

    async def drain(self) -> None:
        """Return when all that people wait for has come, or will surely never come: nothing is under way, and there is nothing new.

        A last word in each room stands behind all that was asked before; when everybody there has read the answer to it,
        they have read all that comes.
        """
        still, before = 0, -1
        while still < ROUNDS:
            await asyncio.gather(*(self._have_last_word(room) for room in self.house.rooms))
            now = len(self._pending())
            still = still + 1 if now == before or not now else 0
            before = now
            if not now:
                return

    async def end(self) -> None:
        """Let nobody wait any longer."""
        for task in self._waiting:
            task.cancel()
        ends = await asyncio.gather(*self._waiting, return_exceptions=True)
        for error in ends:
            if isinstance(error, Exception):
                raise error

    def _pending(self) -> list[asyncio.Task[None]]:
        return [task for task in self._waiting if not task.done() and task.get_name() == "waits"]

    def _begin(self, work: Coroutine[Any, Any, None], *, waits: bool = True) -> None:
        self._waiting.add(asyncio.create_task(work, name="waits" if waits else "attends"))

    async def _talk_in_room(self, number: int, room: SoakRoom) -> None:
        plan, alarm = self.house.plan, asyncio.Lock()
        chance = plan.draw(f"talk {number}")
        dangers = set(chance.sample(range(plan.lines), plan.dangers))
        for line, (who, text) in enumerate(draw_talk(plan, number)):
            await asyncio.sleep(chance.uniform(0, 2) * plan.seconds / plan.lines)
            person, roll = room.people[who], chance.random()
            if line in dangers:
                self._begin(self._tell_danger(room, alarm, chance))
            elif line % TURN_ON == 0:
                await room.therapist.say(room.room, "!listen")
            elif roll < TYPES:
                room.typed.append(await person.say(room.room, chance.choice(TYPED)))
            elif roll < ASKS:
                self._begin(self._ask_model(room, who))
            elif roll < AT_DESK:
                room.at_desk.append(await room.therapist.say(room.desk, chance.choice(("!status", "!help"))))
            else:
                await person.say(room.room, text)
            await self.fates.progress.note_line()

    async def _ask_model(self, room: SoakRoom, who: int) -> None:
        async with self.fates.stillness.wait_for_answer():
            question = await room.people[who].say(room.room, ASKED)
            room.asked.append(question)
            await room.therapist.until(
                lambda: any(said.cause == question for said in (*room.said_here(), *room.said_at_desk()))
            )

    async def _let_drafts_out(self, room: SoakRoom) -> None:
        """Let out each draft that comes to the desk, for ever."""
        answered: set[str] = set()

        def list_new() -> list[Any]:
            drafts = (said for said in room.said_at_desk() if said.marks.get("kind") == "draft" and not said.is_edit)
            return [said for said in drafts if said.id not in answered]

        while True:
            await room.therapist.until(lambda: bool(list_new()))
            card = list_new()[0]
            answered.add(card.id)
            await self._let_out(room, card)

    async def _let_out(self, room: SoakRoom, card: Read) -> None:
        """Answer a draft with `ok`, again where the bot asks which one: killed as it sent the card it does not know it at once."""

        def has_ended() -> bool:
            return any(said.edits == card.id for said in room.said_at_desk())

        while not has_ended():
            word = await room.therapist.say(room.desk, "ok", card)
            await room.therapist.until(
                lambda word=word: has_ended() or any(said.reply_to == word for said in room.said_at_desk())  # type: ignore[misc]  # bound now
            )

    async def _tell_danger(self, room: SoakRoom, alarm: asyncio.Lock, chance: random.Random) -> None:
        """Tell of danger, and let the therapist acknowledge the alarm some time after it is at the desk."""
        async with alarm:
            before = len(set(room.alarms()))
            person = room.people[chance.randrange(1, len(room.people))]
            room.dangers.append(await person.say(room.room, chance.choice(list_dangers())))
            await room.therapist.until(lambda: len(set(room.alarms())) > before)
            await asyncio.sleep(chance.uniform(0, 4))
            question = await room.therapist.say(room.desk, "!ack all")
            room.at_desk.append(question)
            await room.therapist.until(lambda: any(said.reply_to == question for said in room.said_at_desk()))

    async def _have_last_word(self, room: SoakRoom) -> None:
        """Ask once more, in the room and at the desk, and return when everybody has read the answer."""
        last = await room.people[-1].say(room.room, "!help")
        room.typed.append(last)
        for person in room.people:
            await person.until(
                lambda person=person: any(  # type: ignore[misc]  # bound now
                    said.reply_to == last for said in person.from_bot(room.room, self.house.bot_id)
                )
            )
        room.at_desk.append(await room.therapist.ask(room.desk, "!help", self.house.bot_id))
