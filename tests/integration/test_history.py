"""Looking back: what a sync left out is read whole and once, whatever pages the homeserver gives."""

import pytest
from hand_held import BOT, KIM, ROOM, Client, Said, Server

from bot.matrix.history import MOST_PAGES, fetch_gap, find_posted_event
from bot.model import EventId


def said(*numbers: int) -> list[Said]:
    """Return messages, by their numbers."""
    return [Said(f"${number}", KIM, "") for number in numbers]


async def filled(server: Server, latest: str | None = None) -> list[str]:
    """Return the events of the gap before `t0`, as they are read."""
    client: Client = Client(server)
    events = await fetch_gap(client, ROOM, "t0", "since", EventId(latest) if latest else None)  # type: ignore[arg-type]  # enough of one
    return [event.event_id for event in events]


async def test_pages_become_a_timeline() -> None:
    """Pages that come newest first are read oldest first, up to the last one."""
    server = Server(pages={"t0": (said(6, 5), "t1"), "t1": (said(4, 3), "t2"), "t2": (said(2), None)})
    assert await filled(server) == ["$2", "$3", "$4", "$5", "$6"]


async def test_an_empty_page_is_not_the_last() -> None:
    """A page of which we may see nothing does not hide the ones before it."""
    server = Server(pages={"t0": ([], "t1"), "t1": (said(1), None)})
    assert await filled(server) == ["$1"]


@pytest.mark.parametrize("end", ["t0", "t1", "since"])
async def test_pages_that_repeat_end_it(end: str) -> None:
    """A homeserver that gives a page again, or goes behind the place asked for, is not followed."""
    server = Server(pages={"t0": (said(2), "t1"), "t1": (said(1), end), "since": (said(0), None)})
    assert await filled(server) == ["$1", "$2"]


async def test_what_was_read_before_does_not_count_again() -> None:
    """The last event that was read ends the gap, also where the homeserver takes no notice of the place asked for."""
    server = Server(pages={"t0": (said(6, 5), "t1"), "t1": (said(4, 3, 2), "t2"), "t2": (said(1), None)})
    assert await filled(server, latest="$3") == ["$4", "$5", "$6"]


async def test_a_gap_without_end_is_left() -> None:
    """A homeserver that gives pages for ever does not keep the bot for ever."""
    server = Server(pages={f"t{number}": (said(number), f"t{number + 1}") for number in range(MOST_PAGES + 10)})
    assert await filled(server) == [f"${number}" for number in reversed(range(MOST_PAGES))]


async def test_only_our_own_word_counts() -> None:
    """A message is ours if we sent it for that job; somebody else's with the same marks is not, nor is one from before."""
    marks = {"content": {"org.thirdchair": {"job": "one"}}}
    ours, theirs = Said("$ours", BOT, "", source=marks), Said("$theirs", KIM, "", source=marks)
    server = Server(pages={None: ([theirs, *said(1), ours], None)})
    client: Client = Client(server)
    assert await find_posted_event(client, ROOM, "one", None) == "$ours"  # type: ignore[arg-type]  # enough of a client
    assert await find_posted_event(client, ROOM, "other", None) is None  # type: ignore[arg-type]  # enough of a client
    assert await find_posted_event(client, ROOM, "one", EventId("$1")) is None  # type: ignore[arg-type]  # enough of a client
