"""Practising with one's own app: a practice clinic on this machine, in which the scenario's people write as real clients."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, redirect_stderr
from dataclasses import dataclass, field
from functools import partial
from json import dumps
from urllib.parse import quote

from bot.app.services import Chair
from bot.app.startup import start_bot
from bot.demo.bot_yaml import BACKEND, Wishes
from bot.demo.clinic import Clinic, run_clinic
from bot.demo.person import Person, open_person
from bot.demo.practice.closing_card import make_closing_card
from bot.demo.practice.here import strip_markdown
from bot.demo.practice.judgement import Record
from bot.demo.practice.library import make_script
from bot.demo.practice.play import play_scenario
from bot.demo.practice.real_rooms import Eraser, Rooms, Voice, lay_at_desk, run_loops_beside, watch_store
from bot.demo.practice.scenario import MODEL, Scenario, make_room_rules
from bot.demo.practice.scripted import Scripted
from bot.demo.screen import Screen
from bot.log import start_logging
from bot.matrix.send import redact_message
from bot.model import EventId, RoomId, make_words
from bot.settings import load_settings

READING = 60.0
"""Seconds for which everything stays up after the closing card, without `--stay`."""
NOWHERE = "http://127.0.0.1:9/v1"
"""An address of this machine at which nothing answers, and which nothing asks: the script is in its place."""
CLIENTS = ("client", "client2")


@dataclass
class Session:
    """What a practice in real rooms goes by; `room` is None until the room is made.

    `private` are those who have a direct room, `erasers` those who may delete what they wrote.
    """

    scenario: Scenario
    screen: Screen
    record: Record = field(default_factory=Record)
    room: RoomId | None = None
    private: dict[str, Voice] = field(default_factory=dict)
    erasers: dict[str, Eraser] = field(default_factory=dict)


async def practise_live(scenario: Scenario, screen: Screen, *, stay: bool) -> None:
    """Boot the practice clinic, tell the therapist how to join, play the scenario, and lay its closing card at the desk.

    Raises:
        BotError: something that a person can mend.
    """
    logging.getLogger("nio.crypto").setLevel(logging.ERROR)  # it warns of every device that it meets
    session = Session(scenario, screen, Record(scenario.people, live=scenario.live))
    rules = tuple(f"{key}={dumps(value)}" for key, value in make_room_rules(scenario).items())
    wishes = Wishes(kind="openai", base_url=NOWHERE, model=MODEL, rules=rules)
    async with run_clinic(wishes, screen.progress, with_bot=False) as there:
        await there.attend_to(_practise_session(there, session, stay=stay))


async def _practise_session(there: Clinic, session: Session, *, stay: bool) -> None:
    async with AsyncExitStack() as opened:
        chair = await opened.enter_async_context(_run_scripted_bot(there, session))
        voices = await opened.enter_async_context(_bring_people(there, session))
        stage = Rooms(voices, session.record, private=session.private, erasers=session.erasers)
        await stage.until(lambda: session.record.began)
        await play_scenario(session.scenario, stage, session.record)
        card = make_closing_card(session.scenario, session.record.list_judged())
        assert session.room is not None
        await lay_at_desk(chair, session.room, card)
        session.screen.show_reply(strip_markdown(card))
        await asyncio.sleep(READING if not stay else float("inf"))


@asynccontextmanager
async def _run_scripted_bot(there: Clinic, session: Session) -> AsyncIterator[Chair]:
    """Run the bot in this process, with the script for a model. Its log goes into the clinic's folder."""
    with there.bot_log.open("a", encoding="utf-8") as log:
        with redirect_stderr(log):
            start_logging()
        async with start_bot(load_settings(there.config), lambda _: None) as chair:
            chair.backends = {BACKEND: Scripted(make_script(session.scenario))}
            chair.store = watch_store(chair.store, lambda: session.room, session.record)
            async with run_loops_beside(chair):
                yield chair


@asynccontextmanager
async def _bring_people(there: Clinic, session: Session) -> AsyncIterator[Mapping[str, Voice]]:
    """Bring everybody together and hand the therapist's place over to whoever practises; the clients stay and look."""
    async with AsyncExitStack() as opened:

        async def sat_down(part: str) -> Person:
            folder = there.config.parent.with_name(part)
            folder.mkdir(mode=0o700)
            return await opened.enter_async_context(open_person(there.server.url, there.people[part], folder))

        therapist = await sat_down("therapist")
        clients = {name: await sat_down(part) for name, part in zip(session.scenario.people, CLIENTS, strict=False)}
        room = await _gather_people(there, session, therapist, clients)
        await therapist.log_out()
        _invite_therapist(there, session, therapist)
        async with asyncio.TaskGroup() as looking:
            tasks = [looking.create_task(_keep_looking(client)) for client in clients.values()]
            yield {name: partial(_say_in_room, person, room) for name, person in clients.items()}
            for task in tasks:
                task.cancel()


async def _gather_people(there: Clinic, session: Session, therapist: Person, clients: Mapping[str, Person]) -> RoomId:
    """Return the session room, with everybody in it, the clients' agreement given, and the therapist at the desk."""
    room = session.room = await therapist.create_room(session.scenario.title)
    for name, person in clients.items():
        path = f"/_matrix/client/v3/profile/{quote(person.user_id)}/displayname"
        await person.client.call("PUT", path, {"displayname": name})
        await therapist.invite(room, person.user_id)
        await person.join(room)
        session.erasers[name] = partial(_delete_message, person, room)
        await therapist.meets(room, person.user_id, name)
    await therapist.invite(room, there.bot.user_id)
    for person in (therapist, *clients.values()):
        await person.meets(room, there.bot.user_id, "the bot")
    cards = len(session.scenario.language)
    for client in clients.values():
        await client.until("the consent card", partial(_has_cards, client, room, cards))
        await client.sight.say(room, "!agree")
    for name in {step.who for step in session.scenario.steps if step.private}:
        session.private[name] = await _open_private(clients[name], room)
    desk = await therapist.until("the desk", lambda: [*(therapist.sight.invitations - {room})])
    await therapist.join(desk[0])
    return room


async def _open_private(client: Person, room: RoomId) -> Voice:
    """Bring a client into their direct room, which the bot makes when they ask for what is theirs alone."""
    await client.sight.say(room, "!mydata")
    direct = await client.until("the direct room", lambda: [*(client.sight.invitations - {room})])
    await client.join(direct[0])
    return partial(_say_in_room, client, direct[0])


def _has_cards(person: Person, room: RoomId, count: int) -> bool:
    return sum(message.kind == "card" for message in person.sight.messages(room)) >= count


async def _say_in_room(person: Person, room: RoomId, text: str, reply_to: EventId | None) -> EventId:
    return await person.sight.say(room, text, reply_to=reply_to)


async def _delete_message(person: Person, room: RoomId, message: EventId) -> None:
    await redact_message(person.client, room, message, secrets.token_hex(8))


async def _keep_looking(person: Person) -> None:
    """Keep looking, so that the therapist's new device is known before it is written to."""
    while True:
        await person.sight.look()


def _invite_therapist(there: Clinic, session: Session, therapist: Person) -> None:
    """Tell how to join as the therapist."""
    language, account = session.scenario.own, there.people["therapist"]
    at_desk, live = (
        "practice-step-live" if session.scenario.live else "practice-step-desk",
        " ".join(session.scenario.live),
    )
    session.screen.closing(session.scenario.title)
    session.screen.aside(session.scenario.about)
    steps = (
        make_words("practice-step-app", language, url=there.server.url),
        make_words("practice-step-name", language, user=account.user_id, password=account.password),
        make_words("practice-step-key", language, recovery=therapist.recovery_key),
        make_words(at_desk, language, people=", ".join(session.scenario.people), languages=live),
        make_words("practice-step-end", language),
    )
    for number, step in enumerate(steps, start=1):
        session.screen.hint(f"  {number}. {strip_markdown(step)}")
