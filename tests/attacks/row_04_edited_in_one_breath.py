"""Whoever's line is cut for a moment has words obeyed, and sent to a model, that they had put right or deleted.

An edit that came in the same sync as its message was thrown away, so was one of a message whose key came later; and who
deleted an edit left its words where they were.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from rows import try_each
from scene import ANA, KIM, Scene, keys, on_desk, posted

from bot.model import (
    Ask,
    Decision,
    Edited,
    Event,
    EventId,
    Floor,
    Heard,
    Redacted,
    Room,
    RoomId,
    SessionRoom,
    Task,
    UndecryptedEvent,
)
from bot.policy import Policy
from bot.session.decide import decide
from bot.session.request.segments import Piece
from bot.store import Haul, Store, open_key, open_store
from bot.store.sent_requests import Request

WRONG, RIGHT, LATER = "a velvet walrus sits here", "the kettle is blue", "the kettle is green"


@dataclass
class Notebook:
    """A session that everybody agreed to, with the AI on, whose events go through the real store."""

    store: Store
    scene: Scene

    @property
    def policy(self) -> Policy:
        """Return the rules that hold."""
        return self.scene.policy

    async def takes(self, *events: Event, seals: tuple[UndecryptedEvent, ...] = ()) -> None:
        """Let one sync bring these, and decide nothing yet."""
        await self.store.take_in(Haul(tuple((self.scene.room.id, event) for event in events), seals, {}, {}))

    async def decides(self, most: int = 100) -> list[str]:
        """Decide what is in the inbox, as the bot does; return what it says."""
        said: list[str] = []
        while most and (taken := await self.store.inbox.next_event()):
            room_id, event = taken
            seen = await self.store.edits.look_ahead(room_id, event)
            decision = decide(await self.store.rooms.room(room_id), seen, self.policy)
            await self.store.commit(event, decision, None, "p")
            said += keys(decision.effects)
            most -= 1
        return said

    async def room(self) -> Room:
        """Return the session as it is."""
        return await self.store.rooms.room(self.scene.room.id)

    async def talk(self) -> list[str]:
        """Return the words of the window."""
        return [line.text for line in (await self.room()).window]

    async def sends(self) -> list[list[str]]:
        """Return the words of the talk in each request that may be sent now."""
        jobs = [job.effect for job in await self.store.outbox.ready(9e9)]
        return [[line.text for line in effect.context] for effect in jobs if isinstance(effect, Ask)]


@asynccontextmanager
async def notebook(folder: Path) -> AsyncIterator[Notebook]:
    """Make a notebook with a session in it."""
    scene = on_desk()
    async with open_store(folder, open_key(None, folder)) as store:
        scene.now += 10
        first = Heard(EventId("$first"), ANA, scene.now, "hello", signed=True)
        await store.inbox.admit(scene.room.id, first)
        await store.commit(first, decide(scene.room, first, scene.policy), None, "p")
        yield Notebook(store, scene)


def says(text: str, sender: str = KIM, at: float = 2000.0, name: str = "$m") -> Heard:
    """Return a message."""
    return Heard(EventId(name), KIM if sender == KIM else ANA, at, text, signed=True)


def edits(text: str, sender: str = KIM, at: float = 2000.0, name: str = "$edit") -> Edited:
    """Return an edit of `$m`."""
    return Edited(EventId(name), KIM if sender == KIM else ANA, at, EventId("$m"), text)


def deletes(what: str) -> Redacted:
    """Return a deletion."""
    return Redacted(EventId(f"$gone{what}"), KIM, 2005.0, EventId(what))


async def test_an_edit_in_the_same_sync_counts(tmp_path: Path) -> None:
    """Message, somebody's question and the edit in one sync: the old words are sent to no model, and the new ones stand."""
    async with notebook(tmp_path) as book:
        question = says("!ask what was said?", ANA, name="$ask")
        await book.takes(says(WRONG), question, edits(RIGHT))
        await book.decides(most=2)
        assert WRONG in await book.talk()
        assert await book.sends() == []  # the question waits until the edit is decided
        await book.decides()
        assert await book.talk() == ["hello", RIGHT]
        assert await book.sends() == []  # it rested on the old words, and whoever asked is told
        await book.takes(says("!ask what was said?", ANA, at=2001.0, name="$again"))
        await book.decides()
        assert await book.sends() == [["hello", RIGHT]]


COMMANDS = (("!speak", ANA), ("!ask what was said?", ANA), ("!explain otter", KIM), ("!window 5", ANA))


@try_each(("typed", "sender"), COMMANDS)
async def test_a_command_that_is_edited_already_is_not_executed(
    typed: str, sender: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Neither with the old words nor with the new: its sender is asked to type it again."""
    async with notebook(tmp_path_factory.mktemp("book")) as book:
        before = await book.room()
        await book.takes(says(typed, sender), edits("never mind", sender))
        assert await book.decides() == ["edited-meanwhile"]
        after = await book.room()
        assert (after.floor, after.window_messages, after.pending) == (before.floor, before.window_messages, ())


async def test_what_turns_the_ai_down_is_obeyed_all_the_same(tmp_path: Path) -> None:
    """A `!stop` that was edited turns the AI off."""
    async with notebook(tmp_path) as book:
        await book.takes(says("!stop"), edits("never mind"))
        await book.decides()
        assert (await book.room()).floor is Floor.OFF


def test_an_ok_that_is_edited_already_lets_nothing_out() -> None:
    """A therapist's word on a draft that they have changed by the time that it is read is no word."""
    scene = on_desk()
    code = scene.draft()
    assert posted(scene.at_desk(ANA, "ok", code, edited=True)) == []
    assert scene.room.draft(code) is not None
    assert posted(scene.at_desk(ANA, "ok", code)) != []


SEAL = UndecryptedEvent(EventId("$m"), RoomId("!room:clinic"), KIM, "{}", 2000.0)
"""A message of Kim's that cannot be read yet."""


async def test_a_message_is_edited_in_its_seal(tmp_path: Path) -> None:
    """Its key comes after its edits: the newest words alone stand, at once. Somebody else edits nothing there."""
    async with notebook(tmp_path) as book:
        await book.takes(edits(WRONG), seals=(SEAL,))
        await book.takes(edits(RIGHT, name="$edit2"), edits("forged", ANA, name="$forged"))
        await book.decides()
        assert await book.talk() == ["hello"]
        opened = replace(says(WRONG), at=2010.0, written=2000.0)
        await book.store.seals.open(SEAL, SEAL.room, (opened,))
        await book.decides()
        assert await book.talk() == ["hello", RIGHT]


@try_each(
    ("gone", "left"),
    [
        (("$m",), ["hello"]),
        (("$edit2",), ["hello", RIGHT]),
        (("$edit", "$edit2"), ["hello", WRONG]),
    ],
)
async def test_what_is_deleted_in_its_seal(
    gone: tuple[str, ...], left: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A deleted edit of a sealed message takes its words with it, so the words before stand; a deleted message all."""
    async with notebook(tmp_path_factory.mktemp("book")) as book:
        await book.takes(edits(RIGHT), edits(LATER, name="$edit2"), seals=(SEAL,))
        await book.takes(*(deletes(what) for what in gone))
        opened = replace(says(WRONG), at=2010.0, written=2000.0)
        if "$m" not in gone:
            await book.store.seals.open(SEAL, SEAL.room, (opened,))
        assert await book.store.seals.all() == ()
        await book.decides()
        assert await book.talk() == left


@try_each(("overdue", "said", "masked"), [(True, ["send-again"], []), (False, ["mask-done"], ["otter"])])
async def test_what_was_put_right_in_its_seal(
    overdue: bool, said: list[str], masked: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An edit that makes a command of a sealed message is asked when that is opened, unless it was opened too late."""
    async with notebook(tmp_path_factory.mktemp("book")) as book:
        await book.takes(edits("!mask otter"), seals=(SEAL,))
        typed = "!msk otter" if overdue else "mask otter"
        opened = replace(says(typed), at=2010.0, written=2000.0, overdue=overdue)
        await book.store.seals.open(SEAL, SEAL.room, (opened,))
        assert [key for key in await book.decides() if key != "unknown-command"] == said
        assert [mask.words for mask in (await book.room()).masks] == masked


async def test_a_deleted_edit_takes_its_words_with_it(tmp_path: Path) -> None:
    """The words of the newest edit go with it, also from a request that had them; an older edit had gone already."""
    async with notebook(tmp_path) as book:
        await book.takes(says(WRONG))
        await book.takes(edits(RIGHT), edits(LATER, name="$edit2"))
        await book.decides()
        await book.takes(deletes("$edit"))
        await book.decides()
        assert await book.talk() == ["hello", LATER]
        await book.takes(says("!ask what was said?", ANA, at=2001.0, name="$ask"))
        await book.decides()
        assert await book.sends() == [["hello", LATER]]
        await book.takes(deletes("$edit2"))
        await book.decides()
        assert await book.talk() == ["hello"]
        assert await book.sends() == []


async def test_a_deleted_edit_goes_from_what_was_sent(tmp_path: Path) -> None:
    """Also when its message has long left the window: what is kept for `!sent` has its words no more."""
    async with notebook(tmp_path) as book:
        await book.takes(says(WRONG))
        await book.takes(edits(RIGHT))
        await book.decides()
        room = SEAL.room
        await book.takes(says("!ask what was said?", ANA, at=2001.0, name="$ask"))
        await book.decides()
        pieces = (Piece(1, RIGHT, EventId("$m"), KIM),)
        request = Request(room, "$ask/0", EventId("$ask"), ANA, Task.ASK, SessionRoom(), "house", "small", "p", pieces)
        assert await book.store.sent.begin(request, 2002.0)
        assert await book.store.sent.holds(room, EventId("$m"), KIM)
        await book.store.commit(says("x", name="$x"), Decision(replace(await book.room(), window=())), None)
        await book.takes(deletes("$edit"))
        await book.decides()
        assert not await book.store.sent.holds(room, EventId("$m"), KIM)
