"""Whoever runs the model learns the name of a client who left, or changed it, before anything was asked.

Names were learnt with the first question: of who was there then, by what they were called then.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from hand_held import KIM as THERE
from hand_held import ROOM, Client, Server, at_work, seat
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, policy
from test_masked import Echo, marks

from bot.masking.mask import mask
from bot.masking.names import Names, seed_names
from bot.model import Arrived, EventId, Left, Ousted, Person, Renamed, Room, UserId
from bot.model.room import NAMES_EACH
from bot.store.codec import pack_thing, unpack_thing

PIM = UserId("@pimvandyk:clinic")


def left(text: str, room: Room) -> str:
    """Return what leaves of `text` for this machine, as a question asked now masks it."""
    return mask(text, seed_names(Names(), (*room.roster, *room.former_names)), strict=False)[0]


def go(scene: Scene) -> None:
    """Let Pim be taken out."""
    scene.happens(Left(scene.id(), scene.now, PIM))


def rename(scene: Scene) -> None:
    """Let Pim be called otherwise, twice."""
    for name in ("Otto", "Piet"):
        scene.happens(Renamed(scene.id(), scene.now, Person(PIM, name)))


def miss(scene: Scene) -> None:
    """Let Pim go while the bot is down."""
    people = (Person(ANA, "Ana"), Person(KIM, "Kim"))
    scene.happens(Arrived(scene.id(), scene.now, people, encrypted=True, private=True, history="joined"))


def kick(scene: Scene) -> None:
    """Let the bot be removed, and come again when Pim is gone."""
    scene.happens(Ousted(scene.id(), scene.now))
    miss(scene)


@try_each("happens", [go, rename, miss, kick])
def test_who_left_before_the_first_question_is_masked(happens: Callable[[Scene], None]) -> None:
    """Every name that a room has had since the bot came is masked, and every localpart, however its owner went."""
    scene = Scene(policy(MODEL)).listening()
    scene.joins(Person(PIM, "Wouter Dijkstra"))
    happens(scene)
    for name in ("Wouter", "dijkstra", "Wouter Dijkstra", "pimvandyk"):
        assert left(f"what {name} said", scene.room).startswith("what [PERSON_"), name
    assert unpack_thing("room", pack_thing(scene.room)) == scene.room


def test_one_person_has_one_placeholder() -> None:
    """Whoever was called otherwise is the same person still."""
    scene = Scene(policy(MODEL)).listening()
    scene.joins(Person(PIM, "Wouter Dijkstra"))
    rename(scene)
    assert left("Wouter, Otto and Piet", scene.room) == "[PERSON_3], [PERSON_3] and [PERSON_3]"


@try_each(("sender", "what"), [(ANA, "room"), (PIM, "me")])
def test_forgetting_ends_it(sender: UserId, what: str) -> None:
    """With `!forget` the names that are nobody's here any more go too: one's own, or everybody's."""
    scene = Scene(policy(MODEL)).listening()
    scene.joins(Person(PIM, "Wouter Dijkstra"))
    rename(scene)
    for command in (f"!forget {what}", f"!forget {what} yes"):
        scene.says(sender, command)
    assert scene.room.former_names == ()
    assert left("Wouter and Piet", scene.room) == "Wouter and [PERSON_3]"


def test_nobody_can_fill_the_room_with_names() -> None:
    """Of one person so many names are kept, the newest; nobody else's go for that, and none stands in a representation."""
    scene = Scene(policy(MODEL)).listening()
    scene.joins(Person(PIM, "Wouter"))
    scene.happens(Renamed(scene.id(), scene.now, Person(KIM, "Kimberley")))
    for number in range(3 * NAMES_EACH):
        scene.happens(Renamed(scene.id(), scene.now, Person(PIM, f"Otto {number}")))
    owners = [former.id for former in scene.room.former_names]
    assert (owners.count(PIM), owners.count(KIM)) == (NAMES_EACH, 1)
    assert "Otto" not in repr(scene.room)


async def test_what_leaves_names_nobody_who_was_there(tmp_path: Path) -> None:
    """Who was called otherwise before the first question ever is not named in what a model is sent."""
    server, model = Server(), Echo()
    client: Any = Client(server)
    async with seat(tmp_path, client, {"house": model}) as chair, at_work(chair):
        await server.agrees(THERE)
        await server.says_now("!listen", ANA)
        await server.until(lambda: any(marks(post) == "floor" for post in server.posts))
        await chair.store.inbox.admit(ROOM, Renamed(EventId("$r1"), 1.0, Person(THERE, "Wouter Dijkstra")))
        await chair.store.inbox.admit(ROOM, Renamed(EventId("$r2"), 2.0, Person(THERE, "Kim")))
        question = await server.says_now("!explain why wouter dijkstra matters", THERE)
        await server.until(partial(server.replies, question))
    assert "matters" in model.asked[-1]
    assert {"wouter", "dijkstra"}.isdisjoint(model.asked[-1].casefold().split())
