"""What is decided comes out of the outbox as it went in: each order to its place, and to its person where there is one."""

from pathlib import Path

import pytest

from bot.model import (
    Amend,
    Ask,
    Card,
    ConsentCard,
    Decision,
    Effect,
    EventId,
    Heard,
    Language,
    Leave,
    Mark,
    Notice,
    Open,
    Place,
    Reply,
    Retract,
    Room,
    RoomId,
    ShowData,
    ShowHead,
    ShowSent,
    Task,
    UserId,
    words,
)
from bot.store import open_key, open_store

ROOM, KIM, EN = RoomId("!room"), UserId("@kim:clinic"), Language("en")
CAUSE = Heard(EventId("$cause"), KIM, 1.0, "!cause")
LINE, MARK = words("listen-already", EN, prefix="!"), Mark(kind="note")
EVERYWHERE = (
    (Place.ROOM, None),
    (Place.DESK, None),
    (Place.DIRECT, KIM),
    (Place.SUPERVISOR, None),
    (Place.SECOND, KIM),
    (Place.ON_CALL, None),
)


def orders() -> list[tuple[Effect, Place, UserId | None]]:
    """Return each effect that is done somewhere, for each place that it can name, with the place and the person."""
    table: list[tuple[Effect, Place, UserId | None]] = []
    for place, whom in EVERYWHERE:
        effects: tuple[Effect, ...] = (
            Reply(CAUSE.id, LINE, MARK, place=place, whom=whom),
            Notice(LINE, MARK, place=place, whom=whom),
            Retract(EventId("$ours"), place, whom),
            Open(place, whom),
            Ask(CAUSE.id, KIM, Task.EXPLAIN, "house", EN, (EN,), "", place=place, whom=whom),
            ShowSent(CAUSE.id, KIM, EN, "!", place=place, whom=whom),
        )
        table += [(effect, place, whom) for effect in effects]
        if whom is None:
            table += [(effect, place, None) for effect in (Card("A1", LINE, MARK, place=place),)]
            table += [(effect, place, None) for effect in (Amend(EventId("$ours"), LINE, MARK, place),)]
    at_home: tuple[Effect, ...] = (ConsentCard(EN, LINE, "sha"), Leave(LINE))
    fixed: list[tuple[Effect, Place, UserId | None]] = [(effect, Place.ROOM, None) for effect in at_home]
    return [*table, *fixed, (ShowHead(EN), Place.DESK, None), (ShowData(CAUSE.id, KIM, EN, "!"), Place.DIRECT, KIM)]


@pytest.mark.parametrize(
    ("effect", "place", "whom"), [pytest.param(*row, id=f"{type(row[0]).__name__}-{row[1]}") for row in orders()]
)
async def test_an_order_is_done_where_it_says(
    tmp_path: Path, effect: Effect, place: Place, whom: UserId | None
) -> None:
    """Whatever is ordered comes out of the outbox for the place and the person that it was ordered for."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await store.commit(CAUSE, Decision(Room(ROOM), (effect,)), None)
        (job,) = await store.outbox.ready(5.0)
        assert (job.effect, job.place, job.whom) == (effect, place, whom)
