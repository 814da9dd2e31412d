"""The session that the demonstration plays: Ana is the therapist, Kim the client, and both see what the bot answers."""

from dataclasses import dataclass, field
from functools import partial

from bot.demo.person import Person
from bot.demo.screen import Screen
from bot.errors import BotError
from bot.matrix.sight import Seen
from bot.model import EventId, RoomId, UserId
from bot.policy import Policy
from bot.words.shelf import typed_in

ROOM = "Demo session"


class Unlike(BotError):
    """What the two saw is not what they should have seen."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The session was played, but {what}.", "This is a bug in Third Chair; please report it.")


@dataclass
class Session:
    """A session in its room. `policy` is the one that the bot follows there."""

    ana: Person
    kim: Person
    bot: UserId
    policy: Policy
    screen: Screen
    room: RoomId = field(init=False)
    _shown: set[EventId] = field(default_factory=set, init=False)

    @property
    def both(self) -> tuple[Person, Person]:
        """Return everybody who sees what happens."""
        return self.ana, self.kim

    async def opens(self) -> None:
        """Bring everybody together: the room, the client, the bot with its consent cards."""
        self.screen.aside("Ana makes an encrypted room that only the invited can enter. Kim joins.")
        self.room = await self.ana.create_room(ROOM)
        await self.ana.invite(self.room, self.kim.user_id)
        await self.kim.join(self.room)
        await self.ana.meets(self.room, self.kim.user_id, self.kim.name)
        self.screen.aside("Ana invites the bot. It joins, and says in each language of the room what it does.")
        await self.ana.invite(self.room, self.bot)
        for person in self.both:
            await person.meets(self.room, self.bot, "the bot")
        await self._answers(None, len(self.policy.languages))

    async def agrees(self, person: Person) -> None:
        """Reply to the last consent card with the bare word of its language."""
        card = [message for message in person.sight.messages(self.room) if message.kind == "card"][-1]
        word = typed_in(self.policy.languages[-1])["agree"][0]
        await self.says(person, word, answers=1, reply_to=card.id)

    async def asks(self, person: Person, command: str, *, answers: int = 1) -> list[Seen]:
        """Type a command, wait for the bot's `answers`, and return them."""
        return await self.says(person, self.policy.rules.prefix + command, answers=answers)

    async def says(self, person: Person, text: str, *, answers: int = 0, reply_to: EventId | None = None) -> list[Seen]:
        """Write a message, wait until both can read it and the bot's `answers`, and return these."""
        event = await person.sight.say(self.room, text, reply_to=reply_to)
        for somebody in self.both:
            await somebody.sees(self.room, event)
        self.screen.show_typed(person.name, text, reply=reply_to is not None)
        return await self._answers(event, answers)

    async def _answers(self, event: EventId | None, count: int) -> list[Seen]:
        """Wait until both can read `count` messages of the bot after `event`, show those that are new, return all."""
        for person in self.both:
            await person.until("the bot's answer", partial(self._enough, person, event, count))
        answers = self._bot_after(self.ana, event)
        for message in answers:
            if message.id not in self._shown:
                self._shown.add(message.id)
                self.screen.show_reply(message.body)
        return answers

    def _enough(self, person: Person, event: EventId | None, count: int) -> bool:
        return len(self._bot_after(person, event)) >= count

    def _bot_after(self, person: Person, event: EventId | None) -> list[Seen]:
        messages = person.sight.messages(self.room)
        start = next((number for number, message in enumerate(messages) if message.id == event), -1)
        return [message for message in messages[start + 1 :] if message.sender == self.bot]

    def verify_talk(self) -> int:
        """Return how many messages there were, after making sure that both read all, once, and from signed devices.

        Raises:
            Unlike: they did not.
        """
        seen = [{message.id: message.body for message in person.sight.messages(self.room)} for person in self.both]
        messages = self.ana.sight.messages(self.room)
        jobs = [message.job for message in messages if message.sender == self.bot]
        if any(person.sight.count_sealed(self.room) for person in self.both) or seen[0] != seen[1]:
            raise Unlike("not every message could be read by both")
        if len(seen[0]) < len(messages) or len(set(jobs)) < len(jobs):
            raise Unlike("something was said twice")
        if not all(message.signed for message in messages if message.sender == self.bot):
            raise Unlike("the bot spoke from a device that it has not cross-signed")
        return len(messages)


async def play_demonstration(session: Session) -> None:
    """Play the session from the first invitation to the last word."""
    ana, kim, screen = session.ana, session.kim, session.screen
    await session.opens()
    screen.aside("The AI is off, as in every room at first. The glossary answers all the same.")
    await session.asks(kim, "explain rumination")
    screen.aside("Nothing is listened to before everybody has agreed. Kim replies to the card; Ana turns the AI on.")
    await session.agrees(kim)
    turned_on = (await session.asks(ana, "listen"))[-1].kind == "floor"  # unless the policy was changed so as not to
    screen.aside("Now it reads along. It says nothing to what is not said to it.")
    await session.says(kim, "minggu ini aku susah tidur, pikiranku muter terus")
    await session.asks(kim, "jelaskan ruminasi")
    await session.asks(ana, "translate id good morning")
    await session.asks(kim, "ungkapkan aku capek banget, aku butuh didengar")
    screen.aside("Kim takes the agreement back. That needs nobody's permission, and the words are gone at once.")
    await session.asks(kim, "withdraw", answers=2 if turned_on else 1)
    screen.aside("Kim agrees once more, Ana turns the AI on, and anybody can stop it.")
    await session.asks(kim, "agree")
    await session.asks(ana, "listen")
    await session.asks(kim, "stop")
    await session.asks(ana, "status")
