"""What `!cards` shows of other rooms: their desks and the cards' codes, and nothing where not every reader belongs."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from office import furnished, seated

from bot.app.services import Chair
from bot.app.show.show_cards import show_cards
from bot.model import Decision, Desk, Draft, EventId, Heard, Language, Pending, Person, RoomId, ShowCards, Task, UserId
from bot.words import render_words

EN = Language("en")
ANA, BEN, KIM = UserId("@ana:clinic"), UserId("@ben:clinic"), UserId("@kim:clinic")
HERE, THERE = RoomId("!here:clinic"), RoomId("!there:clinic")


@pytest.fixture
async def chair(tmp_path: Path) -> AsyncIterator[Chair]:
    """Give a chair over a notebook with two rooms of Ana's, each with a desk and one open card."""
    async with seated(furnished(tmp_path)) as chair:
        for number, room in enumerate((HERE, THERE), start=1):
            await lay_card(chair, room, number)
        yield chair


async def lay_card(chair: Chair, room: RoomId, number: int) -> None:
    """Let a room have a desk, and a card with somebody's words on it."""
    side = await chair.store.sides.side(room, Desk())
    await chair.store.sides.note_room(side.nonce, RoomId(f"!desk{number}:clinic"), 1.0)
    pending = Pending(EventId(f"$q{number}"), KIM, Task.EXPLAIN, EN, request="velvet walrus")
    draft = Draft(
        f"K{number}", pending, "moonless otter", cut=False, backend="house", model="small", at=1.0, binding=""
    )
    state = replace(
        await chair.store.rooms.room(room),
        seated=True,
        roster=(Person(ANA, "Ana"), Person(KIM, "Kim")),
        drafts=(draft,),
    )
    await chair.store.commit(Heard(EventId(f"$h{number}"), ANA, 1.0, "x"), Decision(state), None)


async def shown(chair: Chair, *readers: UserId) -> str:
    """Return what `!cards` shows to `readers`."""
    (reply,) = await show_cards(chair, ShowCards(EventId("$c"), readers, EN))
    assert reply.where == Desk()
    return render_words(reply.words).replace("\\", "")


async def test_each_room_by_its_desk_and_codes(chair: Chair) -> None:
    """Both rooms are listed with a link to their desk, and no word, name or id of a client's is in it."""
    text = await shown(chair, ANA)
    assert "K1: https://matrix.to/#/!desk1:clinic" in text
    assert "K2: https://matrix.to/#/!desk2:clinic" in text
    assert not any(word in text for word in ("walrus", "otter", "Kim", "kim"))


async def test_who_does_not_belong_to_a_room_learns_nothing_of_it(chair: Chair) -> None:
    """With a colleague at the desk only rooms that both share are listed; a client would be shown none."""
    assert await shown(chair, ANA, BEN) == "No card is open in the rooms that all of you here share."
    assert await shown(chair, KIM) == "No card is open in any of your rooms."
