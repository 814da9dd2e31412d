"""Commands that only look leave a notebook as an earlier version wrote it, and say so in one sentence."""

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hand_held import settled
from specimens import KIM
from warm_command import run_command

from bot.app.keys.pinning import trust_identity
from bot.app.operator.audit_check import export_audit, verify_audit
from bot.app.operator.doctor import examine_bot
from bot.app.operator.erasure import export_person
from bot.app.operator.incident_report import order_freeze, report_incident
from bot.errors import StoreRefused
from bot.model import RoomId
from bot.settings import Settings
from bot.store import open_key, open_peek, open_store
from bot.store.migrate import list_steps

GOLDEN = Path(__file__).parents[1] / "golden" / "0.1.0"
FULL = RoomId("!full:clinic")
NOW = 1_800_000_000.0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of a deployment whose notebook version 0.1.0 wrote."""
    settings = settled(tmp_path)
    for file in ("thirdchair.db", "store.key"):
        shutil.copy(GOLDEN / file, tmp_path / file)
    return settings


async def version_of(settings: Settings) -> int:
    """Return the schema of the notebook."""
    async with open_peek(settings.deployment.data_dir, None, since=1) as seen:
        return seen.version


async def test_the_doctor(settings: Settings) -> None:
    """The doctor says that the notebook is an earlier version's, and what brings it up to date, and looks on."""
    result = [str(finding) async for finding in examine_bot(settings, NOW)]
    (line,) = [item for item in result if "An earlier version wrote this notebook (schema 7 of " in item]
    assert "thirdchair run" in line
    assert len(result) > 2
    assert await version_of(settings) == 7


async def test_the_audit(settings: Settings) -> None:
    """An audit of long ago is verified and copied out as it lies there, such as one from a backup."""
    said = await verify_audit(settings, None)
    assert "The audit holds: 31 entries" in said
    assert "An earlier version wrote this notebook" in said
    assert [line.split("\t")[0] async for line in export_audit(settings)] == [str(number) for number in range(5, 32)]
    assert await version_of(settings) == 7


async def test_trust(settings: Settings) -> None:
    """An identity is confirmed in it; nothing else is written."""
    said = await trust_identity(settings, KIM, NOW, lambda _: True)
    assert said.startswith("Confirmed.")
    assert "An earlier version wrote this notebook" in said
    async with open_peek(settings.deployment.data_dir, None, since=1) as seen:
        assert (await seen.pins.all())[KIM] == "N" * 43
        assert seen.version == 7


@pytest.mark.parametrize(
    "look",
    [
        lambda settings: export_person(settings, KIM),
        lambda settings: report_incident(settings, FULL, NOW),
        lambda settings: order_freeze(settings, FULL, NOW),
    ],
)
async def test_what_needs_today_s_forms_says_so(settings: Settings, look: Callable[[Settings], Awaitable[Any]]) -> None:
    """A person's data, and an incident, are read from forms of today: the sentence says how they come to be such."""
    with pytest.raises(StoreRefused, match=r"An earlier version wrote this notebook \(schema 7 of \d+\)") as refused:
        await look(settings)
    assert "Start the bot once" in refused.value.remedy
    assert await version_of(settings) == 7


@pytest.mark.parametrize("command", [("erase", KIM), ("audit", "trim", "--yes")])
async def test_what_holds_the_lock_brings_it_up_to_date(settings: Settings, command: tuple[str, ...]) -> None:
    """A command for which the bot has to be stopped works on today's forms, so it makes them, as a start does."""
    ended = await run_command(*command, "--config", str(settings.deployment.data_dir / "bot.yaml"))
    assert (ended.status in {0, 1}, await version_of(settings)) == (True, len(list_steps()))  # 1: a room is frozen


async def test_after_a_start_all_of_them_look(settings: Settings) -> None:
    """Once the bot was started everything can be looked at again, and nothing speaks of earlier versions."""
    folder = settings.deployment.data_dir
    async with open_store(folder, open_key(None, folder)):
        pass
    said = [
        *[str(finding) async for finding in examine_bot(settings, NOW)],
        await verify_audit(settings, None),
        await export_person(settings, KIM),
        await report_incident(settings, FULL, NOW),
        await order_freeze(settings, FULL, NOW),
    ]
    assert "earlier version" not in "\n".join(said)
    assert "walrus" in said[-3]
