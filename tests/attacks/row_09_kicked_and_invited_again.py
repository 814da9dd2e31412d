"""Whoever removes the bot and invites it again makes an old `ok K1` mean a new draft, and asks a model as if the day had begun anew.

Codes began at K1 at the same desk, where the old cards still stand, and the day's budget at nothing.
"""

from dataclasses import replace

from behind_proxy import configure_behind
from fault_proxy import FaultProxy
from foreign_client import ForeignClient
from model_server import ModelServer
from pool import Bots
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, keys, policy
from session_room import Session, marks

from bot.model import (
    Arrived,
    Came,
    Card,
    Desk,
    Effect,
    Event,
    Invited,
    Notice,
    Ousted,
    Person,
    RoomId,
    SecondContact,
    UserId,
)

PEOPLE = (Person(ANA, "Ana"), Person(KIM, "Kim"))
QUESTION = "!explain small habits before bed"
HINT = "everyone would be better off without me"


def again(scene: Scene, *, kicked: bool = True) -> Scene:
    """Let the bot be removed, invited again and come, and everybody agree as before."""
    events: tuple[Event, ...] = (Invited(scene.id(), scene.now, ANA, known=True),)
    if kicked:
        events = (Ousted(scene.id(), scene.now), *events)
    for event in (*events, Arrived(scene.id(), scene.now, PEOPLE, encrypted=True, private=True, history="joined")):
        scene.happens(event)
    return scene.listening()


@try_each("kicked", [True, False])
def test_no_code_comes_twice_at_one_desk(kicked: bool) -> None:
    """However often the bot comes again, a draft's code is a new one; what an old card was called lets nothing out."""
    scene = Scene(policy(MODEL, approval="all")).listening()
    codes = [scene.draft(), *(again(scene, kicked=kicked).draft() for _ in range(3))]
    assert codes == ["K1", "K2", "K3", "K4"]
    assert "posted" not in " ".join(keys(scene.at_desk(ANA, "ok K1")))
    assert scene.room.draft("K4") is not None


def test_no_hint_is_called_as_an_earlier_one() -> None:
    """Alarms and notices go on with their numbers too."""
    scene = Scene(policy(MODEL, approval="all")).listening()
    scene.says(KIM, HINT)
    scene.says(KIM, "I want to kill myself")
    assert {"N1", "A1"} <= scene.stands.keys()
    again(scene)
    scene.at_desk(ANA, "!ack all")
    scene.says(KIM, HINT)
    scene.says(KIM, "I want to kill myself")
    assert {"N2", "A2"} <= scene.stands.keys()


def test_the_budget_is_the_rooms_and_the_days() -> None:
    """What was used today is used today, whoever removed the bot meanwhile."""
    budget = {"room_day": 100_000, "room_requests": 1, "person_day": 100_000, "person_requests": 5}
    scene = Scene(policy(MODEL, approval="unasked", budget=budget)).listening()
    assert keys(scene.says(KIM, "!explain gobbledyquux"))[0] == "asks explain"
    assert "budget-room" in keys(again(scene).says(KIM, "!explain gobbledyquux"))


@try_each("kicked", [True, False])
def test_an_open_alarm_stays_open(kicked: bool) -> None:
    """Nobody ends an alarm by removing the bot: it stands with its code, nothing of the AI comes, who is next is called, `!ack` ends it."""
    scene = Scene(policy(MODEL, approval="all", second_contacts=("@bea:clinic",))).listening()
    scene.says(KIM, "I want to kill myself")
    alarm = scene.room.alarm("A1")
    assert alarm is not None
    again(scene, kicked=kicked)
    still = scene.room.alarm("A1")
    assert still is not None
    assert replace(still, held=alarm.held) == alarm  # Ana wrote meanwhile: her word holds the ladder, no more
    assert scene.room.is_paused
    assert any(isinstance(effect, Card) and effect.code == "A1" for effect in came_to_desk(scene))
    called = [effect.where for effect in scene.waits(400) if isinstance(effect, Notice)]
    assert SecondContact(UserId("@bea:clinic")) in called
    scene.at_desk(ANA, "!ack A1")
    assert (scene.room.alarms, scene.room.is_paused) == ((), False)


def came_to_desk(scene: Scene) -> tuple[Effect, ...]:
    """Let Ana come to the desk again."""
    return scene.happens(Came(scene.id(), scene.now, Desk(), ANA))


def test_another_room_begins_at_the_beginning() -> None:
    """The codes are a room's own: a desk of another session has numbers of its own."""
    scene = Scene(policy(MODEL, approval="all")).listening()
    scene.draft()
    assert Scene(policy(MODEL, approval="all")).listening().draft() == "K1"
    assert scene.room.vacated().codes == 1
    assert type(scene.room)(RoomId("!x:clinic")).codes == 0


async def test_a_bot_that_comes_again_goes_on(
    bots: Bots, proxy: FaultProxy, model: ModelServer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """Kicked and invited: the same desk has a card with a new code, the old one lets nothing out, and the day's budget is used up."""
    budget = {"room_day": 100_000, "room_requests": 2, "person_day": 100_000, "person_requests": 2}
    files = configure_behind(proxy, model, approval="all", budget=budget)
    async with bots.lend_session((ana, kim), **files) as session:
        desk = await session.desk()
        await _ask_for_card(session, desk, "K1")
        last = kim.seen(session.room)[-1].id
        await ana.kick(session.room, session.bot_id)
        await ana.invite(session.room, session.bot_id)
        await kim.sees(session.room, lambda event: marks(event).get("kind") == "card", after=last)
        await _ask_for_card(session, desk, "K2")
        typed = await ana.send(desk, "ok K1")
        await ana.sees(desk, lambda event: event.reply_to == typed)
        assert "used up" in (await session.answer(kim, QUESTION)).body
        assert [marks(event)["code"] for event in ana.seen(desk) if marks(event).get("kind") == "draft"] == ["K1", "K2"]
        assert not [event for event in kim.seen(session.room) if marks(event).get("generated")]


async def _ask_for_card(session: Session, desk: RoomId, code: str) -> None:
    """Let everybody agree and Kim ask; return when the answer lies on the desk by that code."""
    await session.listening()
    await session.kim.send(session.room, QUESTION)
    await session.card(desk, code)
