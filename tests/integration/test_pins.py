"""Identities on disk: what was seen first stays, and only the operator's word about exactly one key replaces it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner

from bot.app.keys.pinning import keep_pins_current, recall_pins, settle_pins
from bot.cli import app
from bot.errors import BotError
from bot.matrix.client.identities import People
from bot.matrix.client.key_news import KeyNewsDesk
from bot.matrix.client.signing import derive_public_key, group_key
from bot.model import UserId
from bot.settings import Settings, load_settings
from bot.store import Change, Store, open_key, open_peek, open_store

KIM, RIO = UserId("@kim:clinic"), UserId("@rio:clinic")
OLD, NEW, NEWER = (derive_public_key(bytes([number]) * 32) for number in range(3))


@dataclass
class Clinic:
    """A running bot's notebook and what its client knows of people; beside it, the operator's command."""

    config: Path
    store: Store
    people: People
    settings: Settings
    looked: asyncio.Event = field(default_factory=asyncio.Event)

    def clock(self) -> float:
        """Return the time, and note that somebody looked at it: the bot does before it looks for what was confirmed."""
        self.looked.set()
        return 7.0

    def shows(self, user: UserId, key: str) -> None:
        """Let the homeserver show `key` as somebody's master key."""
        master = {"user_id": user, "usage": ["master"], "keys": {f"ed25519:{key}": key}}
        self.people.learn(user, {"master_keys": {user: master}})

    @property
    def chair(self) -> Any:
        """Return as much of a chair as pinning needs."""
        client = SimpleNamespace(people=self.people, key_news=KeyNewsDesk())
        return SimpleNamespace(client=client, store=self.store, clock=self.clock)

    async def operator(self, *words: str, types: str = "") -> tuple[int, str]:
        """Run `thirdchair trust` beside the bot, in a process's stead; return its exit status and what it says."""
        command = ["trust", *words, "--config", str(self.config)]
        result = await asyncio.to_thread(CliRunner().invoke, app, command, types)
        error = result.exception
        return (error.exit_code, str(error)) if isinstance(error, BotError) else (result.exit_code, result.output)


@pytest.fixture
async def clinic(tmp_path: Path) -> AsyncIterator[Clinic]:
    """Run a notebook in which Kim is known by her old identity; the homeserver shows her new one."""
    (tmp_path / "rooms").mkdir()
    (tmp_path / "rooms" / "all.yaml").write_text('room: "*"\ntherapists: ["@ana:clinic"]\n')
    (tmp_path / "password").write_text("x")
    config = tmp_path / "bot.yaml"
    config.write_text(
        'homeserver: http://127.0.0.1:9\nuser_id: "@bot:clinic"\npassword_file: password\ndata_dir: .\n'
        f'jurisdiction: [demo]\ntherapists: ["@ana:clinic"]\nidentities: {{"{RIO}": "{OLD}"}}\n'
    )
    settings = load_settings(config)
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        clinic = Clinic(config, store, People(), settings)
        await recall_pins(clinic.people, store.pins, settings)
        clinic.people.pins[KIM] = OLD
        clinic.shows(KIM, NEW)
        await settle_pins(clinic.chair)
        yield clinic


async def test_what_counted_first_stays(clinic: Clinic) -> None:
    """A pin outlives the process; whatever a later process takes somebody for does not replace it."""
    later = People()
    await recall_pins(later, clinic.store.pins, clinic.settings)
    assert later.pins == {KIM: OLD}
    assert later.named == {RIO: OLD}
    later.pins[KIM] = NEWER
    clinic.people = later
    await settle_pins(clinic.chair)
    assert later.pins == await clinic.store.pins.all() == {KIM: OLD}


async def test_a_change_waits_for_the_operator(clinic: Clinic) -> None:
    """The identity shown instead is on disk, also for a process that has not seen it yet, and goes when the old one is back."""
    assert await clinic.store.pins.changes() == {KIM: Change(KIM, OLD, NEW)}
    clinic.people = People()
    await recall_pins(clinic.people, clinic.store.pins, clinic.settings)
    await settle_pins(clinic.chair)
    assert await clinic.store.pins.changes() == {KIM: Change(KIM, OLD, NEW)}
    clinic.shows(KIM, OLD)
    await settle_pins(clinic.chair)
    assert await clinic.store.pins.changes() == {}


async def test_the_operator_confirms_beside_the_running_bot(clinic: Clinic) -> None:
    """After a look at both keys and a yes, the running bot knows the person by the new identity, without a restart."""
    status, said = await clinic.operator(KIM, types="y\n")
    assert status == 0
    assert group_key(OLD) in said
    assert group_key(NEW) in said
    assert clinic.people.has_changed(KIM)
    with capture_logs() as lines:
        await settle_pins(clinic.chair)
        await settle_pins(clinic.chair)
    assert [(line["event"], line["now"]) for line in lines] == [("identity confirmed", NEW)]
    assert not clinic.people.has_changed(KIM)
    assert await clinic.store.pins.changes() == {}
    assert await clinic.store.pins.all() == {KIM: NEW}


async def test_the_bot_looks_by_itself(clinic: Clinic) -> None:
    """Nobody has to say anything in a room for the operator's word to be taken up."""
    watch = asyncio.create_task(keep_pins_current(clinic.chair, pause=0.0))
    status, _ = await clinic.operator(KIM, "--yes")
    assert status == 0
    for _ in range(2):  # the second look begins when the first is over
        clinic.looked.clear()
        await clinic.looked.wait()
    assert not clinic.people.has_changed(KIM)
    watch.cancel()
    await asyncio.wait([watch])


@pytest.mark.parametrize(("words", "types"), [([], "n\n"), ([], ""), ([NEWER], ""), ([OLD], ""), ([NEW[:-1]], "y\n")])
async def test_anything_but_a_yes_changes_nothing(clinic: Clinic, words: list[str], types: str) -> None:
    """A no, silence, or another fingerprint than the one that is shown confirms nothing."""
    status, _ = await clinic.operator(KIM, *words, types=types)
    assert status == 1
    assert await clinic.store.pins.changes() == {KIM: Change(KIM, OLD, NEW)}


async def test_a_fingerprint_confirms_that_one_key(clinic: Clinic) -> None:
    """The new fingerprint, in groups as it is shown, stands for the yes."""
    status, _ = await clinic.operator(KIM, *group_key(NEW).split())
    assert status == 0
    assert await clinic.store.pins.all() == {KIM: NEW}


async def test_a_second_swap_does_not_ride_along(clinic: Clinic) -> None:
    """An identity that is swapped once more between the question and the answer is not confirmed."""
    asked = (await clinic.store.pins.changes())[KIM]
    clinic.shows(KIM, NEWER)
    await settle_pins(clinic.chair)
    async with open_peek(clinic.config.parent, None) as beside:
        assert not await beside.pins.confirm(asked, 8.0)
    await settle_pins(clinic.chair)
    assert clinic.people.has_changed(KIM)
    assert await clinic.store.pins.all() == {KIM: OLD}


async def test_there_may_be_nothing_to_confirm(clinic: Clinic) -> None:
    """Somebody unknown, somebody unchanged, and somebody whom the configuration names: the operator is told which it is."""
    assert await clinic.operator("@nobody:clinic", "--yes") == (
        1,
        "There is nothing to confirm: @nobody:clinic is not known yet.",
    )
    assert await clinic.operator(RIO, "--yes") == (1, f"The configuration names the identity of {RIO}.")
    clinic.shows(KIM, OLD)
    await settle_pins(clinic.chair)
    status, said = await clinic.operator(KIM, "--yes")
    assert (status, group_key(OLD) in said) == (1, True)


async def test_without_a_notebook_there_is_nothing_and_nothing_is_made(tmp_path: Path, clinic: Clinic) -> None:
    """Before the bot ever ran the command says so, and leaves no key and no database behind."""
    empty = tmp_path / "empty"
    empty.mkdir()
    clinic.config.write_text(clinic.config.read_text().replace("data_dir: .", "data_dir: empty"))
    status, said = await clinic.operator(KIM, "--yes")
    assert (status, "no notebook" in said) == (78, True)
    assert list(empty.iterdir()) == []
