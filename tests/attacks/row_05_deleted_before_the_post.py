"""Whoever makes the homeserver fail for a moment has a client's words posted that were deleted meanwhile.

Between `ok` and the post the message was deleted. The order to hold the answer back named the last message that was read
for it, and the post went by the last that it cites: so it was posted all the same.
"""

import re
from collections.abc import Callable

import pytest
from behind_proxy import configure_behind
from fault_proxy import Fault, FaultProxy
from foreign_client import ForeignClient
from model_server import ModelServer, Reply
from note_hour import SAID, made
from pool import Bots
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, policy
from session_room import marks

from bot.model import Desk, Edited, Event, EventId, Heard, Left, Person, Redacted, Room, UserId
from bot.policy import Policy
from bot.session.decide import decide
from bot.store import Store, open_key, open_store

WARM = "- You said that the nights are short. [2]\n- You want to write them down. [3]"
BEN = UserId("@ben:clinic")
Ends = Callable[[Scene, EventId], Event]
END: dict[str, Ends] = {
    "a cited message is deleted": lambda scene, line: Redacted(scene.id(), KIM, scene.now, line),
    "it is edited": lambda scene, line: Edited(scene.id(), KIM, scene.now, line, "other words"),
    "its writer withdraws": lambda scene, _: Heard(scene.id(), KIM, scene.now, "!withdraw", signed=True),
    "somebody leaves whose words are not in it": lambda scene, _: Left(scene.id(), scene.now, BEN),
    "the AI is turned off": lambda scene, _: Heard(scene.id(), KIM, scene.now, "!stop", signed=True),
}


@try_each("how", tuple(END))
async def test_what_ends_between_ok_and_post_is_not_posted(how: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A summary for clients that was let out, and does not stand yet, never will once what it rests on is gone."""
    scene = Scene(policy(MODEL, approval="all"))
    scene.joins(Person(BEN, "Ben"))
    for person in (KIM, BEN):
        scene.says(person, "!agree")
    scene.says(ANA, "!listen")
    for who, text in SAID:
        scene.says(who, text)
    made(scene, "!summary for client", WARM)
    (draft,) = scene.room.drafts
    cited = draft.cites[0].event
    assert {ground.event for ground in draft.pending.rests_on} > {cite.event for cite in draft.cites}
    ok = Heard(scene.id(), ANA, scene.now + 1, "ok", signed=True, where=Desk(), reply_to=draft.cards[0])
    folder = tmp_path_factory.mktemp("notebook")
    async with open_store(folder, open_key(None, folder)) as store:
        room = await _decide(store, scene.room, ok, scene.policy)
        assert await _count_answers(store) == 1
        scene.now += 2
        await _decide(store, room, END[how](scene, cited), scene.policy)
        assert await _count_answers(store) == 0


async def _decide(store: Store, room: Room, event: Event, policy: Policy) -> Room:
    """Decide one event as the bot does, with what follows from it in the outbox."""
    decision = decide(room, event, policy)
    await store.inbox.admit(room.id, event)
    await store.commit(event, decision, None)
    return decision.room


async def _count_answers(store: Store) -> int:
    """Return how many answers of a model wait to be posted in the session room."""
    waiting = "SELECT 1 FROM job WHERE state = 'waiting' AND kind = 'reply' AND lane = '' AND generated"
    return len(await store.db.rows(waiting))


async def test_what_is_deleted_while_the_homeserver_fails(
    bots: Bots, proxy: FaultProxy, model: ModelServer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """Let out while the homeserver answers 502, and a cited message deleted: when it works again nothing is posted."""
    model.default = Reply(WARM)
    async with bots.lend_session((ana, kim), **configure_behind(proxy, model, approval="all")) as session:
        desk = await session.desk()
        await session.listening()
        lines = [await {ANA: ana, KIM: kim}[who].send(session.room, text) for who, text in SAID]
        await ana.send(desk, "!summary for client")
        card = await ana.sees(desk, lambda event: marks(event).get("kind") == "draft")
        await kim.sees(session.room, lambda event: marks(event).get("kind") == "summary")  # told that there is a card
        path = f"/rooms/{re.escape(session.room)}/send/"
        posts = proxy.overhear(path)
        proxy.will(Fault("PUT", path, status=502), times=1000)
        ok = await ana.send(desk, "ok", reply_to=card.id)
        await proxy.struck()
        assert ok[1:] in posts[0].path  # of the event that let it out
        await kim.redact(session.room, lines[1])
        for _ in range(2):  # after the first answer the deletion has come, after the second it is decided
            asked = await ana.send(desk, "!status")
            await ana.sees(desk, lambda event, asked=asked: event.reply_to == asked)  # type: ignore[misc]  # bound now
        proxy.heal()
        await session.answer(kim, "!help")
        assert not [event for event in kim.seen(session.room) if marks(event).get("generated")]
