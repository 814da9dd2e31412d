"""The typing notice of the bot, over a client that only writes down what it is told."""

import asyncio
from typing import Any

from hand_held import ROOM

from bot.errors import HomeserverDown
from bot.matrix.typing_notice import Typing

SOON = 0.01
"""Seconds between two notices here."""


class Client:
    """A homeserver's side of typing notices: what was told, in order, and how to wait for more."""

    def __init__(self, *, down: bool = False) -> None:
        self.told: list[bool] = []
        self.down = down
        self._news = asyncio.Condition()

    async def room_typing(self, _: str, typing: bool, timeout: int) -> None:  # noqa: ASYNC109  nio takes it by this name
        """Take a notice, or the lack of it."""
        assert timeout > 0
        async with self._news:
            self.told.append(typing)
            self._news.notify_all()
        if self.down:
            raise HomeserverDown("The homeserver does not answer.", "Wait.")

    async def hear(self, count: int) -> None:
        """Wait until so many were told."""
        async with asyncio.timeout(120), self._news:
            await self._news.wait_for(lambda: len(self.told) >= count)


def notice(client: Client) -> Typing:
    """Return the notice over `client`."""
    shown: Any = client
    return Typing(shown, again=SOON, soonest=0.0)


async def test_what_is_drafted_at_once_shows_no_notice() -> None:
    """An answer that is there in a moment is not announced: the homeserver would tell everybody of that first, and twice."""
    client = Client()
    shown: Any = client
    async with Typing(shown, soonest=60.0).show_in(ROOM):
        await asyncio.sleep(0)
    assert client.told == []


async def test_the_notice_lasts_until_the_last_draft_is_done() -> None:
    """While a second answer is drafted the notice is renewed, though whoever showed it first is done; then it is cleared."""
    client = Client()
    typing = notice(client)
    first, second = typing.show_in(ROOM), typing.show_in(ROOM)
    await first.__aenter__()
    await second.__aenter__()
    await client.hear(1)
    await first.__aexit__(None, None, None)
    seen = len(client.told)
    await client.hear(seen + 3)
    assert all(client.told)
    await second.__aexit__(None, None, None)
    assert client.told[-1] is False
    assert client.told.count(False) == 1


async def test_the_notice_is_cleared_when_drafting_is_given_up() -> None:
    """Whoever stops an answer stops the notice too, and nothing renews it afterwards."""
    client, before = Client(), asyncio.all_tasks()
    typing = notice(client)

    async def draft() -> None:
        async with typing.show_in(ROOM):
            await asyncio.Event().wait()

    drafting = asyncio.create_task(draft())
    await client.hear(2)
    drafting.cancel()
    await asyncio.wait([drafting])
    assert client.told[-1] is False
    assert asyncio.all_tasks() <= before


async def test_a_homeserver_that_is_down_stops_no_draft() -> None:
    """The notice is a courtesy: it is tried again, and drafting goes on."""
    client = Client(down=True)
    async with notice(client).show_in(ROOM):
        await client.hear(2)
    assert client.told[-1] is False
