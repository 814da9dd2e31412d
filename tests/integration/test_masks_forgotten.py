"""Masked words and names on a real notebook: they hold at once, go with whoever gave them, and with what they stand in."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hand_held import ANA, KIM, ROOM
from office import arrive, decided, furnished, seated

from bot.app import ask as asking
from bot.app.operator.erasure import erase_words, export_person
from bot.app.rooms.routing import Spot, translate_event
from bot.app.services import Chair, Patience
from bot.app.show.show_records import erase_outlived
from bot.app.show.show_sent import show_sent
from bot.audit.chain import prove_words
from bot.errors import BackendDown
from bot.model import (
    Answer,
    Answered,
    Ask,
    Direct,
    Edited,
    Event,
    EventId,
    Heard,
    Language,
    Prompt,
    Redacted,
    RoomId,
    ShowSent,
    UserId,
)
from bot.settings import load_settings
from bot.store import Job
from bot.store.salts import get_salt

EN = Language("en")
HOUR = 3600.0
DIRECT = RoomId("!direct:clinic")


class Echo:
    """A model that repeats what it was asked, and fails as often as it is told to; `meanwhile` is set when it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.fails = 0
        self.meanwhile: asyncio.Event | None = None

    async def complete(self, prompt: Prompt, *, max_tokens: int) -> Answer:
        """Answer with the request itself."""
        self.asked.append("\n".join(turn.text for turn in prompt.turns))
        if self.meanwhile:
            self.meanwhile.set()
        if self.fails:
            self.fails -= 1
            raise BackendDown("down", "wait")
        return Answer(str(prompt.request), "echo", 1, min(1, max_tokens))


@pytest.fixture
def model() -> Echo:
    """Give a model."""
    return Echo()


@pytest.fixture
async def chair(tmp_path: Path, model: Echo) -> AsyncIterator[Chair]:
    """Give a chair over a notebook with a room in which the AI is on and both have agreed."""
    office = furnished(tmp_path)
    async with seated(office) as chair:
        chair.backends = {"house": model}
        await arrive(chair)
        for number, who in enumerate((ANA, KIM)):
            await says(chair, f"agree{number}", who, "!agree")
        yield chair


async def says(chair: Chair, number: str, sender: UserId, text: str) -> EventId:
    """Let somebody write in the room, and the bot decide it."""
    event = EventId(f"${number}")
    await happens(chair, Heard(event, sender, chair.clock(), text, signed=True))
    return event


async def happens(chair: Chair, event: Event) -> None:
    """Let something happen in the session, and the bot decide it."""
    await chair.store.inbox.admit(ROOM, event)
    await decided(chair)


async def asks(chair: Chair, number: str, text: str, sender: UserId = KIM) -> tuple[Job, Ask]:
    """Let somebody ask, and return the job that is to be done."""
    await says(chair, number, sender, text)
    jobs = [job for job in await chair.store.outbox.ready(chair.clock() + 99) if isinstance(job.effect, Ask)]
    assert isinstance(jobs[-1].effect, Ask)
    return jobs[-1], jobs[-1].effect


async def answered(chair: Chair, number: str, text: str) -> EventId:
    """Let Kim ask, and the model answer; return the message that asked."""
    job, question = await asks(chair, number, text)
    answer = await asking.answer_question(chair, job, question)
    assert isinstance(answer, Answered)
    await chair.store.outbox.mark_done(job, then=answer)
    await decided(chair)
    return question.question


async def everything(chair: Chair) -> str:
    """Return all that every table holds, in the clear."""
    tables = await chair.store.db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    rows = [await chair.store.db.rows(f'SELECT * FROM "{name}"') for (name,) in tables]  # noqa: S608 - its own tables
    return repr(rows).casefold()


async def entries(chair: Chair, action: str) -> AsyncIterator[dict[str, Any]]:
    """Yield the entries of one kind."""
    async for link in chair.store.audit.entries():
        if (entry := json.loads(link.entry))["action"] == action:
            yield entry


async def erased(chair: Chair) -> list[dict[str, Any]]:
    """Return the facts of each erasing."""
    return [entry["facts"] async for entry in entries(chair, "erased")]


async def test_a_mask_holds_for_a_question_that_waits(chair: Chair, model: Echo) -> None:
    """A question composed before `!mask` and sent after it does not hold the word; people still read it in the answer."""
    job, question = await asks(chair, "q", "!explain why the walrus sleeps")
    await says(chair, "m", ANA, "!mask walrus")
    answer = await asking.answer_question(chair, job, question)
    assert isinstance(answer, Answered)
    assert "walrus" not in model.asked[0]
    assert "walrus" in answer.text


async def test_a_mask_holds_for_the_next_try(chair: Chair, model: Echo) -> None:
    """If words are masked while a backend that failed is waited for, the next try is composed anew and masks them."""
    chair.patience = Patience(retry=0.2)
    model.fails, model.meanwhile = 1, asyncio.Event()
    job, question = await asks(chair, "q", "!explain why the walrus sleeps")
    running = asyncio.create_task(asking.answer_question(chair, job, question))
    await model.meanwhile.wait()
    await says(chair, "m", KIM, "!mask walrus")
    assert isinstance(await running, Answered)
    assert ["walrus" in item for item in model.asked] == [True, False]


async def test_who_is_forgotten_is_in_no_table(chair: Chair) -> None:
    """Kim's masks and names, and what Kim said, are everywhere in the notebook before `!forget me` and nowhere after."""
    await says(chair, "m", KIM, "!mask walrus")
    await says(chair, "t", KIM, "I live with a walrus")
    await answered(chair, "q", "!express the walrus and kim@otter.example are loud")
    before = await everything(chair)
    assert all(word in before for word in ("walrus", "otter", "loud"))
    await says(chair, "f", KIM, "!forget me")
    await says(chair, "g", KIM, "!forget me yes")
    after = await everything(chair)
    assert not [word for word in ("walrus", "otter", "loud") if word in after]
    (facts,) = await erased(chair)
    assert facts["placeholders"] >= 3
    assert (await chair.store.audit.verify()).broken is None


async def test_names_do_not_come_back_with_a_question_under_way(chair: Chair) -> None:
    """What was masked for a question that `!forget me` has stopped is not written down any more."""
    job, question = await asks(chair, "q", "!explain kim@otter.example")
    known = await chair.store.names.get_names(ROOM)
    await says(chair, "f", KIM, "!forget me")
    await says(chair, "g", KIM, "!forget me yes")
    await asking.answer_question(chair, job, question)
    assert "otter" not in await everything(chair)
    assert known == await chair.store.names.get_names(ROOM)


async def test_names_that_changed_meanwhile_are_not_written_over(chair: Chair) -> None:
    """Who masks with names that were forgotten meanwhile has to mask again."""
    job, _ = await asks(chair, "q", "!explain gobbledyquux")
    names = chair.store.names
    known = await names.get_names(ROOM)
    await answered(chair, "r", "!explain kim@otter.example")
    assert not await names.keep(job.id, ROOM, known, known)
    assert await names.get_names(ROOM) != known


async def test_masks_are_among_ones_own_data(chair: Chair, tmp_path: Path) -> None:
    """`thirdchair export` gives Kim's masks with Kim's data, and with nobody else's."""
    await says(chair, "m", KIM, "!mask walrus")
    await answered(chair, "q", "!explain kim@otter.example")
    settings = load_settings(tmp_path / "bot.yaml")
    assert '"walrus"' in await export_person(settings, KIM)
    assert "walrus" not in await export_person(settings, ANA)


async def test_a_dry_run_counts_masks_and_placeholders(tmp_path: Path, model: Echo) -> None:
    """`thirdchair erase` says how many of each there are, erases none before a yes, and all after it."""
    office = furnished(tmp_path)
    async with seated(office) as chair:
        chair.backends = {"house": model}
        await arrive(chair)
        for number, who in enumerate((ANA, KIM)):
            await says(chair, f"agree{number}", who, "!agree")
        await says(chair, "m", KIM, "!mask walrus")
        await answered(chair, "q", "!explain kim@otter.example and the walrus")
    settings = load_settings(office.main)
    report = await erase_words(settings, KIM, 99.0, sure=False)
    assert "1 masks" in report
    assert "4 placeholders" in report
    await erase_words(settings, KIM, 99.0, sure=True)
    async with seated(office) as chair:
        left = await everything(chair)
        assert [word for word in ("walrus", "otter") if word in left] == []


async def test_names_go_with_the_last_request_they_are_in(chair: Chair) -> None:
    """When `retention.sent` is over for a request, names that stand in no other go; with the last request, all of them."""
    start = chair.clock()
    await answered(chair, "q", "!explain kim@otter.example")
    await answered(chair, "r", "!explain ana@walrus.example")
    async with chair.store.db.transaction() as transaction:
        await transaction.run("UPDATE sent SET at = ? WHERE number = 1", start - 721 * HOUR)
    await erase_outlived(chair)
    kept = (await chair.store.names.get_names(ROOM)).originals.values()
    assert "ana@walrus.example" in kept
    assert "kim@otter.example" not in kept
    chair.clock = lambda: start + 721 * HOUR
    await erase_outlived(chair)
    assert await chair.store.db.rows("SELECT 1 FROM placeholders") == []


@pytest.mark.parametrize("how", ["deleted", "edited"])
async def test_what_is_taken_back_is_erased_in_what_was_sent(chair: Chair, how: str) -> None:
    """Deleted or edited by Kim, long after and with the AI off: the words go, the chain and the hash hold, `!sent` says so."""
    question = await answered(chair, "q", "!explain the loud walrus of kim@otter.example")
    ((words,),) = await chair.store.db.rows("SELECT text FROM piece WHERE sender = ?", KIM)
    await says(chair, "s", KIM, "!stop")
    event: Event = (
        Redacted(EventId("$x"), KIM, 9.0, question)
        if how == "deleted"
        else Edited(EventId("$x"), KIM, 9.0, question, "something new")
    )
    result = await translate_event(chair, Spot(ROOM), event)
    assert result is not None
    await happens(chair, result)
    tables = await everything(chair)
    assert not any(word in tables for word in ("loud", "otter", "something new"))
    (facts,) = await erased(chair)
    assert (facts["event"], facts["pieces"]) == (question, 1)
    assert (await chair.store.audit.verify()).broken is None
    (reply,) = await show_sent(chair, ROOM, ShowSent(EventId("$d"), ANA, EN, "!", code="S1", everything=True))
    assert "(erased)" in str(dict(reply.words.args)["text"])
    (sent,) = [entry async for entry in entries(chair, "sent")]
    ((_, _, hmac),) = sent["facts"]["messages"]
    async with chair.store.db.transaction() as transaction:
        assert prove_words(await get_salt(transaction, ROOM, KIM), words) == hmac


async def test_nobody_edits_what_another_wrote(chair: Chair) -> None:
    """An edit in another's name, and a deletion of what never left, erase nothing and leave no entry."""
    question = await answered(chair, "q", "!explain the loud walrus")
    await happens(chair, Edited(EventId("$y"), ANA, 9.0, question, "x"))
    await happens(chair, Redacted(EventId("$z"), ANA, 9.0, EventId("$other")))
    assert "loud" in await everything(chair)
    assert await erased(chair) == []


async def test_what_is_taken_back_in_a_direct_room_counts_too(chair: Chair) -> None:
    """What Kim deletes or edits in the room with the bot alone goes from what was sent; the new words are not kept."""
    side = await chair.store.sides.side(ROOM, Direct(KIM))
    await chair.store.sides.note_room(side.nonce, DIRECT, 5.0)
    question = await answered(chair, "q", "!explain the loud walrus")
    spot = Spot(ROOM, Direct(KIM))
    assert await translate_event(chair, spot, Edited(EventId("$x"), KIM, 9.0, question, "x")) == Edited(
        EventId("$x"), KIM, 9.0, question, "", where=Direct(KIM)
    )
    gone = Redacted(EventId("$y"), KIM, 9.0, question)
    assert await translate_event(chair, spot, gone) == gone


async def test_a_side_room_that_was_made_is_in_the_audit(chair: Chair) -> None:
    """Once, with its place, person and Matrix room, however often it is found again."""
    side = await chair.store.sides.side(ROOM, Direct(KIM))
    assert await chair.store.sides.note_room(side.nonce, DIRECT, 5.0)
    assert not await chair.store.sides.note_room(side.nonce, DIRECT, 6.0)
    (made,) = [entry async for entry in entries(chair, "side-room-made")]
    assert (made["room"], made["at"]) == (ROOM, 5.0)
    assert made["facts"] == {"place": "direct", "person": KIM, "side": DIRECT}
