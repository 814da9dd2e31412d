"""What only a restart takes up, and what may leave the clinic while files and rules change."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog.testing
from hand_held import ANA, KIM, ROOM
from office import TEXT, TODAY, Office, arrive, decided, followed, furnished, idle, news, seated

from bot.app.ask import answer_question
from bot.app.restart import keep_running_parts
from bot.app.services import Chair
from bot.app.startup import may_unsigned_read
from bot.errors import ConfigWrong
from bot.model import (
    Ask,
    Decision,
    EventId,
    Failed,
    Heard,
    Language,
    Prompt,
    RoomId,
    Task,
    Trouble,
)
from bot.settings import Agreement, Settings, load_settings, read_files
from bot.store import Job


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Return a configuration in which the AI goes off after 30 minutes of silence."""
    return furnished(tmp_path)


@pytest.fixture
async def chair(office: Office) -> AsyncIterator[Chair]:
    """Give a chair whose notebook knows one room, which listens under the files as they are."""
    async with seated(office) as chair:
        await arrive(chair)
        yield chair


async def test_some_things_wait_for_a_restart(chair: Chair, office: Office) -> None:
    """Account, folders and backends stay as they were at the start, which the log says; rules beside them hold at once."""
    before = chair.settings.deployment
    with structlog.testing.capture_logs() as log:
        async with followed(chair, office):
            await news(chair)
            office.deploys("device_id: OTHER\nidle: 5\n", model="huge")
            await news(chair)
    after = chair.settings.deployment
    assert (after.device_id, after.backends) == (before.device_id, before.backends)
    assert await idle(chair) == 5
    assert [line["reason"] for line in log if "only a restart" in line["event"]] == ["device_id, backends"]


async def test_a_backend_that_is_not_running_answers_nobody(chair: Chair, office: Office) -> None:
    """A room that names a backend which only a restart would start is a mistake: until then the old rules hold."""
    running = chair.settings
    office.deploys("")
    office.main.write_text(office.main.read_text().replace("house:", "cellar:"))
    office.rules(text=TEXT.replace("house", "cellar"))
    with pytest.raises(ConfigWrong) as wrong:
        keep_running_parts(running, read_files(office.main))
    assert [(mistake.file, mistake.line) for mistake in wrong.value.mistakes] == [("rooms/all.yaml", 4)]


def agreed(settings: Settings, agreement: Agreement | None) -> Settings:
    """Return the settings with a backend `house` on another machine, under an agreement."""
    house = settings.deployment.backends["house"].model_copy(
        update={"base_url": "https://192.0.2.1/v1", "agreement": agreement}
    )
    return replace(settings, deployment=settings.deployment.model_copy(update={"backends": {"house": house}}), found={})


def agreement(until: datetime) -> Agreement:
    """Return an agreement that ends on that day."""
    facts = {"kind": "BAA", "with": "House", "signed": (until - timedelta(days=9)).date(), "expires": until.date()}
    return Agreement.model_validate(facts)


async def test_an_agreement_that_is_taken_back_ends_at_once(chair: Chair, office: Office) -> None:
    """An agreement that is no longer in the files lets no more text out, though its backend runs until the restart."""
    running, today = agreed(chair.settings, agreement(TODAY)), TODAY.date()
    assert running.agreement_holds("house", today)
    office.rules("backends_allowed: any\n")
    files = read_files(office.main)
    settings, waits = keep_running_parts(running, replace(files, settings=agreed(files.settings, None)))
    assert not settings.agreement_holds("house", today)
    assert waits == ()


class House:
    """A backend that remembers whether it was asked."""

    asked = False

    async def complete(self, _: Prompt, *, max_tokens: int) -> Any:
        """Be asked, and have nothing to say."""
        self.asked = True
        raise AssertionError(max_tokens)


@pytest.mark.parametrize(("left", "refused"), [(-1, True), (1, False)])
async def test_an_agreement_that_has_expired_lets_nothing_out(office: Office, left: int, *, refused: bool) -> None:
    """A question to another machine is asked only while an agreement holds, on the day on which it is asked."""
    house = House()
    office.rules("backends_allowed: any\n")
    async with seated(office) as chair:
        chair.settings = agreed(chair.settings, agreement(TODAY + timedelta(days=left)))
        await arrive(chair)
        chair.backends, chair.clock = {"house": house}, TODAY.timestamp
        if refused:
            assert await answer_question(chair, *await question(chair)) == Failed(
                EventId("j/0/answer"), TODAY.timestamp(), EventId("$q"), Trouble.REFUSED, left=False
            )
        else:
            with pytest.raises(AssertionError):
                await answer_question(chair, *await question(chair))
    assert house.asked is not refused


async def test_a_question_to_a_backend_of_old_rules_is_not_asked(chair: Chair, office: Office) -> None:
    """A question that was decided before the room's backend changed reaches neither the old one nor the new."""
    house = House()
    chair.backends = {"house": house, "embedded": house}
    office.rules(text=TEXT.replace("house", "embedded"))
    chair.settings = load_settings(office.main)
    outcome = await answer_question(chair, *await question(chair))
    assert isinstance(outcome, Failed)
    assert not house.asked


async def question(chair: Chair) -> tuple[Job, Ask]:
    """Return a question to `house`, and the job of asking it, which is in the outbox."""
    en = Language("en")
    ask = Ask(EventId("$q"), KIM, Task.EXPLAIN, "house", en, (en,), "sleep hygiene")
    room = await chair.store.rooms.room(ROOM)
    heard = Heard(EventId("j"), KIM, chair.clock(), "!explain sleep hygiene")
    await chair.store.commit(heard, Decision(room, (ask,)), None)
    return Job("j/0", ROOM, ask, 1.0, 0), ask


async def test_keys_for_unsigned_devices_wait_for_the_therapist(chair: Chair, office: Office) -> None:
    """Devices that nobody has signed get a room's keys only if its files say so and a therapist has accepted it."""
    assert not may_unsigned_read(chair, ROOM)
    async with followed(chair, office):
        await news(chair)
        office.rules("require_cross_signing: false\n")
        await news(chair)
        await decided(chair)
    assert not may_unsigned_read(chair, ROOM)
    await says(chair, "!policy accept")
    assert may_unsigned_read(chair, ROOM)
    async with followed(chair, office):
        await news(chair)
        office.rules()
        await news(chair)
        assert not may_unsigned_read(chair, ROOM), "before anything is decided"
    assert not may_unsigned_read(chair, RoomId("!unknown:clinic"))


async def says(chair: Chair, text: str) -> None:
    """Let Ana write something, and the bot decide it."""
    await chair.store.inbox.admit(ROOM, Heard(EventId(f"$ {text}"), ANA, chair.clock(), text, signed=True))
    await decided(chair)
