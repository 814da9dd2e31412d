"""Old entries of the audit are let go in one piece, behind a signed anchor, and what is kept still shows every change."""

import re
from pathlib import Path

import pytest

from bot.app.operator.audit_check import export_audit, verify_audit
from bot.app.operator.audit_trim import YEAR, trim_old_entries
from bot.audit.chain import make_deed
from bot.errors import BotError, StoreRefused
from bot.model import Decision, EventId, Frozen, Room, RoomId
from bot.policy import RoomRules
from bot.settings import Deployment, RoomFile, Settings
from bot.store import open_key, open_store
from bot.store.audit_log import append_deeds
from bot.store.freezes import write_freeze

ROOM = RoomId("!room:clinic")
NOW = 100 * YEAR
OLD, YOUNG = NOW - 7 * YEAR, NOW - 5 * YEAR


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return a configuration without any word about the audit: six years."""
    said = {"homeserver": "https://clinic.example", "user_id": "@bot:clinic.example", "data_dir": tmp_path}
    room = RoomFile.model_validate({"room": "*"})
    return Settings(Deployment.model_validate(said), (), (("rooms/all.yaml", room),))


@pytest.fixture
async def opened(tmp_path: Path) -> None:
    """Leave a notebook with four old entries and two young ones, closed again."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store, store.db.transaction() as transaction:
        times = (OLD, OLD + 1, OLD + 2, OLD + 3, YOUNG, YOUNG + 1)
        await append_deeds(transaction, [make_deed("floor", at, ROOM) for at in times], "")


async def entries(settings: Settings) -> list[int]:
    """Return the places of what is kept."""
    return [int(line.partition("\t")[0]) async for line in export_audit(settings)]


async def tampered(settings: Settings, *statements: str) -> None:
    """Change the notebook as somebody would who has its key: the triggers go first."""
    folder = settings.deployment.data_dir
    async with open_store(folder, open_key(None, folder)) as store, store.db.transaction() as transaction:
        triggers = ("audit_loses_nothing", "audit_changes_nothing", "audit_anchor_stays", "audit_anchor_is_kept")
        for name in triggers:
            await transaction.run(f"DROP TRIGGER {name}")
        for statement in statements:
            await transaction.run(statement)


@pytest.mark.usefixtures("opened")
async def test_only_what_is_old_goes_and_the_rest_verifies(settings: Settings) -> None:
    """Six years are kept; that something went is an entry of its own, and the chain holds from its anchor on."""
    assert "Let go: 4" in await trim_old_entries(settings, NOW, sure=True)
    assert await entries(settings) == [5, 6, 7]
    assert "The first 4 were let go" in await verify_audit(settings, None)


@pytest.mark.usefixtures("opened")
async def test_it_is_told_before_it_is_done(settings: Settings) -> None:
    """Without a yes nothing goes."""
    assert "4 entries" in await trim_old_entries(settings, NOW, sure=False)
    assert await entries(settings) == [1, 2, 3, 4, 5, 6]


@pytest.mark.usefixtures("opened")
async def test_nothing_goes_early(settings: Settings) -> None:
    """An entry behind a younger one stays, and so does everything while it is younger than the rules say."""
    assert "0 entries" in await trim_old_entries(settings, OLD + 6 * YEAR, sure=False)
    assert "Let go: 0" in await trim_old_entries(settings, OLD + 6 * YEAR, sure=True)
    assert await entries(settings) == [1, 2, 3, 4, 5, 6]


@pytest.mark.usefixtures("opened")
async def test_the_longest_of_all_rules_counts(settings: Settings) -> None:
    """One room's eight years keep the whole chain for eight years."""
    rules = RoomRules.model_validate({"retention": {"audit": 8}}).model_dump(exclude_unset=True)
    room = RoomFile.model_validate({"room": "!other:clinic", **rules})
    longer = Settings(settings.deployment, (), (*settings.rooms, ("rooms/other.yaml", room)))
    assert "Let go: 0" in await trim_old_entries(longer, NOW, sure=True)


@pytest.mark.usefixtures("opened")
async def test_it_can_be_done_again(settings: Settings) -> None:
    """A later one goes on from the first, and an old anchor gives nothing away."""
    await trim_old_entries(settings, NOW, sure=True)
    assert "Let go: 2" in await trim_old_entries(settings, NOW + 2 * YEAR, sure=True)
    assert await entries(settings) == [7, 8]
    assert "The audit holds" in await verify_audit(settings, None)


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    "change",
    [
        ("DELETE FROM audit_anchor",),
        ("UPDATE audit_anchor SET sha256 = replace(sha256, substr(sha256, 1, 1), 'f')",),
        ("UPDATE audit_anchor SET until = until + 1",),
        ("UPDATE audit_anchor SET count = count + 1",),
        ("UPDATE audit_anchor SET signature = replace(signature, substr(signature, 1, 1), 'x')",),
        ("UPDATE audit SET entry = replace(entry, 'floor', 'flood') WHERE number = 5",),
        ("DELETE FROM audit WHERE number = 5",),
        ("DELETE FROM audit WHERE number = 6",),
        ("DELETE FROM audit",),
        (
            "UPDATE audit SET number = 99 WHERE number = 5",
            "UPDATE audit SET number = 5 WHERE number = 6",
            "UPDATE audit SET number = 6 WHERE number = 99",
        ),
    ],
)
async def test_whatever_is_changed_afterwards_is_found(settings: Settings, change: tuple[str, ...]) -> None:
    """A missing, forged or moved anchor, and each kept entry that was changed, deleted or moved."""
    await trim_old_entries(settings, NOW, sure=True)
    await tampered(settings, *change)
    with pytest.raises(BotError, match="does not hold"):
        await verify_audit(settings, None)


@pytest.mark.usefixtures("opened")
async def test_entries_behind_the_anchor_go_as_little_as_ever(settings: Settings) -> None:
    """The trigger lets go of what the anchor says and of nothing else."""
    await trim_old_entries(settings, NOW, sure=True)
    folder = settings.deployment.data_dir
    async with open_store(folder, open_key(None, folder)) as store:
        with pytest.raises(Exception, match="only added to"):
            async with store.db.transaction() as transaction:
                await transaction.run("DELETE FROM audit WHERE number = 6")


@pytest.mark.usefixtures("opened")
async def test_a_head_from_before_is_told_apart(settings: Settings) -> None:
    """The link at the anchor is in the chain; an older one is older than what is kept, and that is said."""
    links = [line.split("\t")[1] async for line in export_audit(settings)]
    await trim_old_entries(settings, NOW, sure=True)
    assert "That head is in it" in await verify_audit(settings, links[3])
    assert "That head is in it" in await verify_audit(settings, links[5])
    with pytest.raises(BotError, match="older than what is kept"):
        await verify_audit(settings, links[1])


@pytest.mark.usefixtures("opened")
async def test_nothing_goes_while_a_room_is_frozen(settings: Settings) -> None:
    """The record of an incident stays whole until the freeze is lifted."""
    folder = settings.deployment.data_dir
    async with open_store(folder, open_key(None, folder)) as store:
        await write_freeze(store.db, ROOM, Frozen(EventId("$f"), NOW, lifted=False))
        await store.commit(Frozen(EventId("$f"), NOW, lifted=False), Decision(Room(ROOM, frozen_since=NOW)), None)
    with pytest.raises(BotError, match="frozen"):
        await trim_old_entries(settings, NOW, sure=True)
    assert await entries(settings) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.usefixtures("opened")
async def test_a_chain_that_does_not_hold_is_left_alone(settings: Settings) -> None:
    """What was tampered with is evidence, however old it is."""
    await tampered(settings, "UPDATE audit SET entry = replace(entry, 'floor', 'flood') WHERE number = 2")
    with pytest.raises(BotError, match="nothing of it is let go"):
        await trim_old_entries(settings, NOW, sure=True)


async def test_without_a_notebook_there_is_nothing_to_trim(settings: Settings) -> None:
    """It makes no notebook by looking for one."""
    with pytest.raises(StoreRefused, match=re.escape("no notebook")):
        await trim_old_entries(settings, NOW, sure=True)
    assert not (settings.deployment.data_dir / "thirdchair.db").exists()
