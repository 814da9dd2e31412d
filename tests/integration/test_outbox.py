"""What is decided comes out of the outbox as it went in: each order to its place, and to its person where there is one."""

from pathlib import Path
from typing import get_args

import pytest

from bot.errors import FormUnreadable
from bot.model import (
    Alert,
    Amend,
    Ask,
    Cancel,
    Card,
    Clear,
    CloseDesk,
    ConsentCard,
    Decision,
    Decline,
    Desk,
    Direct,
    Effect,
    EndPoll,
    EventId,
    Forget,
    Heard,
    HoldBack,
    InSession,
    Join,
    Language,
    Leave,
    Mark,
    Notice,
    OnCall,
    Open,
    Page,
    Poll,
    RefuseVerification,
    Reply,
    Retract,
    Room,
    RoomId,
    SecondContact,
    SessionRoom,
    ShowCards,
    ShowData,
    ShowHead,
    ShowSent,
    Sound,
    Supervisor,
    Task,
    Transcribe,
    UserId,
    Where,
    make_words,
)
from bot.store import open_key, open_store
from bot.store.codec import read_place, write_place

ROOM, KIM, BEA, EN = RoomId("!room"), UserId("@kim:clinic"), UserId("@bea:clinic"), Language("en")
CAUSE = Heard(EventId("$cause"), KIM, 1.0, "!cause")
DAY = 86_400.0
LINE, MARK = make_words("listen-already", EN, prefix="!"), Mark(kind="note")
IN_SESSION: tuple[InSession, ...] = (SessionRoom(), Desk(), Direct(KIM))
EVERYWHERE: tuple[Where, ...] = (*IN_SESSION, Supervisor(), SecondContact(BEA), OnCall())


def orders() -> list[tuple[Effect, Where]]:
    """Return each effect that is done somewhere, for each place that it can name, with the place."""
    table: list[tuple[Effect, Where]] = [(Notice(LINE, MARK, where=where), where) for where in EVERYWHERE]
    for where in IN_SESSION:
        effects: tuple[Effect, ...] = (
            Reply(CAUSE.id, LINE, MARK, where=where),
            Retract(EventId("$ours"), where),
            RefuseVerification(CAUSE.id, where),
            Ask(CAUSE.id, KIM, Task.EXPLAIN, "house", EN, (EN,), "", where=where),
            ShowSent(CAUSE.id, KIM, EN, "!", where=where),
        )
        table += [(effect, where) for effect in effects]
    return [
        *table,
        *((Open(where), where) for where in (Desk(), Direct(KIM))),
        *(
            (effect, Desk())
            for effect in (
                Card("A1", LINE, MARK),
                Amend(EventId("$ours"), LINE, MARK),
                Poll("K1", LINE, LINE, LINE, "y", "n", MARK, CAUSE.id),
                EndPoll(EventId("$poll"), LINE, MARK),
                ShowHead(EN),
                ShowCards(CAUSE.id, (KIM,), EN),
                CloseDesk(),
            )
        ),
        (ShowData(CAUSE.id, Direct(KIM), EN, "!"), Direct(KIM)),
        (Clear(Direct(KIM)), Direct(KIM)),
        (Open(SecondContact(KIM)), SecondContact(KIM)),
        (Page("A1", 1.0), SessionRoom()),
        (
            Transcribe(CAUSE.id, KIM, "ears", EN, Sound("mxc://clinic/abc", "k", "iv", "sha", "audio/ogg")),
            SessionRoom(),
        ),
        *((effect, SessionRoom()) for effect in (ConsentCard(EN, LINE, "sha"), Leave(LINE), Join(KIM), Decline(KIM))),
    ]


@pytest.mark.parametrize(
    ("effect", "where"), [pytest.param(*row, id=f"{type(row[0]).__name__}-{row[1].kind}") for row in orders()]
)
async def test_an_order_is_done_where_it_says(tmp_path: Path, effect: Effect, where: Where) -> None:
    """Whatever is ordered comes out of the outbox for the place, and the person, that it was ordered for."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await store.commit(CAUSE, Decision(Room(ROOM), (effect,)), None)
        (job,) = await store.outbox.ready(5.0)
        assert (job.effect, job.where) == (effect, where)


async def test_what_was_put_off_under_a_wrong_date_does_not_wait_for_it(tmp_path: Path) -> None:
    """A machine that had next week's date and is set right says what it had to put off meanwhile at once, not next week."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await store.commit(CAUSE, Decision(Room(ROOM), (Notice(LINE, MARK),)), None)
        (job,) = await store.outbox.ready(5.0)
        await store.outbox.later(job, 7 * DAY + 30.0)
        assert await store.outbox.ready(7 * DAY) == ()
        assert await store.outbox.ready(5.0) == (job,)


def test_every_effect_is_in_the_table() -> None:
    """Whatever can be ordered and is done somewhere was sent through the outbox above."""
    nowhere = {Forget, Cancel, Alert, HoldBack}
    assert {type(effect) for effect, _ in orders()} == set(get_args(Effect)) - nowhere


@pytest.mark.parametrize("where", EVERYWHERE, ids=lambda where: where.kind)
def test_a_place_stands_on_disk_as_one_string(where: Where) -> None:
    """What is written down of a place is read back as that place, with its person."""
    text = write_place(where)
    assert read_place(text) == where
    assert (where.user or "") in text


@pytest.mark.parametrize("text", ["", "direct", "second", "second ", "desk @kim:clinic", "Room", "anywhere"])
def test_a_place_without_its_person_cannot_be_read(text: str) -> None:
    """A place of somebody's without them, one with somebody too many, and one that there is not, are refused."""
    with pytest.raises(FormUnreadable):
        read_place(text)
