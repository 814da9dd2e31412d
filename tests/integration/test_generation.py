"""The count beyond the disk: an earlier copy is refused, a death between its two writes is not, and nobody is locked out."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from bureau import DEVICE, Bot, Bureau, Json, dies, open_bureau
from key_room import Faults
from newcomer import Account, Newcomer
from rows import try_each
from structlog.testing import capture_logs

from bot.app.keys.raise_generation import keep_generation_ahead, raise_generation_at_end
from bot.demo.homeserver import Homeserver
from bot.errors import HomeserverDown, StoreRefused
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.identity.account_data import put_account_data, read_account_data
from bot.matrix.identity.generation import EVENT, MOST, Generation, claim_generation, is_earlier_copy, read_generation


@pytest.fixture
async def bureau(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> AsyncIterator[Bureau]:
    """Open a bureau of this test's own."""
    async with open_bureau(synapse, await newcomer("witness"), tmp_path) as opened:
        yield opened


@pytest.fixture
async def account(newcomer: Newcomer) -> Account:
    """Return an account for a bot."""
    return await newcomer("bot")


async def count_there(client: Client) -> int:
    """Return the count at the homeserver."""
    return int((await read_account_data(client, EVENT)).get("generation", 0))


def count_here(bot: Bot) -> int:
    """Return the count on disk."""
    return int(bot.client.store.read_generation()[0])


async def test_each_start_counts_in_both_places(bureau: Bureau, account: Account) -> None:
    """Claimed again and again the count goes up by one in both places, and the homeserver knows of which device it is."""
    for times in (1, 2, 3):
        async with bureau.bot(account) as bot:
            await claim_generation(bot.client)
            assert (count_here(bot), await count_there(bot.client)) == (times, times)
            assert (await read_account_data(bot.client, EVENT))["device_id"] == DEVICE


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", [0, 1])
async def test_death_at_any_line_locks_nobody_out(bureau: Bureau, account: Account, at: int, *, after: bool) -> None:
    """Killed before or after either request, again and again, the next start goes on, and says nothing of a homeserver that is behind."""
    with capture_logs() as logs:
        for _ in range(3):
            async with bureau.bot(account) as bot:
                assert await dies(bot.client, partial(claim_generation, bot.client), at, after=after)
        async with bureau.bot(account) as bot:
            await claim_generation(bot.client)
            assert count_here(bot) == await count_there(bot.client) > 0
    assert [line for line in logs if line["log_level"] != "info"] == []


def copy_folder(bureau: Bureau, account: Account) -> Bureau:
    """Copy a bot's folder, and return a bureau in which a bot starts over the copy."""
    copies = Bureau(bureau.synapse, bureau.folder / "copies", bureau.witness)
    shutil.copytree(bureau.folder / account.login, copies.folder / account.login)
    return copies


async def test_a_copy_is_refused_and_nothing_of_it_is_used(bureau: Bureau, account: Account) -> None:
    """A folder that was overtaken is refused with what mends it, before a key of it is published, and stays refused."""
    async with bureau.bot(account) as bot:
        await claim_generation(bot.client)
    copies = copy_folder(bureau, account)
    async with bureau.bot(account) as bot:
        await claim_generation(bot.client)
    for _ in range(2):
        async with copies.bot(account) as bot:
            with pytest.raises(StoreRefused, match="earlier copy") as refused:
                await claim_generation(bot.client)
            assert refused.value.exit_code == 78
            assert "thirdchair keys rotate-device" in refused.value.remedy
            assert count_here(bot) == 1
    assert not (await bureau.seen(account))["devices"]


async def test_a_copy_from_before_there_was_a_count_is_refused(bureau: Bureau, account: Account) -> None:
    """What an earlier version wrote counts as none: the folder itself goes on, a copy of it does not."""
    async with bureau.bot(account):
        pass
    copies = copy_folder(bureau, account)
    async with bureau.bot(account) as bot:
        await claim_generation(bot.client)
    async with copies.bot(account) as bot:
        with pytest.raises(StoreRefused, match="earlier copy"):
            await claim_generation(bot.client)


async def test_a_copy_beside_the_running_bot_ends_it(bureau: Bureau, account: Account) -> None:
    """Where somebody starts a copy elsewhere, the one that was running stops as soon as it says the next thing, and says why."""
    async with bureau.bot(account) as bot:
        await claim_generation(bot.client)
        copies = copy_folder(bureau, account)
        async with copies.bot(account) as other:
            await claim_generation(other.client)
        bot.client.store.has_changed = True
        async with asyncio.timeout(60):
            with pytest.raises(StoreRefused, match="earlier copy"):
                await keep_generation_ahead(SimpleNamespace(client=bot.client), 0.01)  # type: ignore[arg-type]  # as much of a chair as needed


async def test_while_nothing_changes_nothing_is_asked(bureau: Bureau, account: Account) -> None:
    """The count goes up where a key has changed, also at the end; a bot to which nothing happened sends nothing."""
    async with bureau.bot(account) as bot:
        await claim_generation(bot.client)
        await raise_generation_at_end(bot.client)
        assert await count_there(bot.client) == 1
        bot.client.olm.save_account()
        keeping = asyncio.create_task(keep_generation_ahead(SimpleNamespace(client=bot.client), 0.01))  # type: ignore[arg-type]  # as above
        async with asyncio.timeout(60):
            while await count_there(bot.client) < 2:
                pass
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        assert count_here(bot) == await count_there(bot.client) == 2
        bot.client.olm.save_account()
        await raise_generation_at_end(bot.client)
        assert count_here(bot) == await count_there(bot.client) == 3


async def test_a_homeserver_that_is_away_is_waited_for(bureau: Bureau, account: Account) -> None:
    """At a start no answer is an error that is tried again; while it runs and at the end it holds nothing up."""
    async with bureau.bot(account) as bot:
        away = Faults(bot.client, {"account_data": HomeserverDown("away")})
        with pytest.raises(HomeserverDown):
            await claim_generation(bot.client)
        bot.client.store.has_changed = True
        await raise_generation_at_end(bot.client)
        assert count_here(bot) == 0
        away.clear()
        await claim_generation(bot.client)
        assert count_here(bot) == 1


async def test_a_full_disk_holds_nothing_up(bureau: Bureau, account: Account) -> None:
    """Where nothing can be written people are heard all the same: a copy is still refused, and the count goes up once there is space."""
    async with bureau.bot(account) as bot:
        disk = bot.client.store.database
        disk.execute_sql("PRAGMA query_only = 1")
        await claim_generation(bot.client)
        assert (count_here(bot), await count_there(bot.client)) == (0, 0)
        disk.execute_sql("PRAGMA query_only = 0")
        await raise_generation_at_end(bot.client)
        assert count_here(bot) == await count_there(bot.client) == 1
        disk.execute_sql("PRAGMA query_only = 1")
        await put_account_data(bot.client, EVENT, {"device_id": DEVICE, "generation": 9})
        with pytest.raises(StoreRefused):
            await claim_generation(bot.client)


async def test_a_homeserver_that_keeps_no_account_data_is_said(bureau: Bureau, account: Account) -> None:
    """Where it refuses, nothing can be compared: the log says so, and the bot goes on."""
    async with bureau.bot(account) as bot:
        Faults(bot.client, {"account_data": ServerSaysNo(403, "M_FORBIDDEN")})
        with capture_logs() as logs:
            await claim_generation(bot.client)
        assert [(line["event"], bool(line["remedy"])) for line in logs] == [
            ("whether the data folder is an earlier copy cannot be seen", True)
        ]


async def test_a_homeserver_older_than_the_folder_is_said(bureau: Bureau, account: Account) -> None:
    """Where the homeserver was restored from a backup of its own, the bot goes on, says so once, and counts on from the higher."""
    async with bureau.bot(account) as bot:
        for _ in range(3):
            await claim_generation(bot.client)
        await put_account_data(bot.client, EVENT, {"device_id": DEVICE, "generation": 1})
        with capture_logs() as logs:
            await claim_generation(bot.client)
            await claim_generation(bot.client)
        assert [(line["event"], line["count"]) for line in logs] == [
            ("the homeserver is older than the data folder", 2)
        ]
        assert await count_there(bot.client) == 5


async def test_another_device_takes_the_account_over(bureau: Bureau, account: Account) -> None:
    """A new device counts on from the one before; the folder of the one before is an earlier copy from then on."""
    async with bureau.bot(account) as bot:
        await claim_generation(bot.client)
    async with bureau.bot(account, "CHAIR2") as bot:
        await claim_generation(bot.client)
        assert count_here(bot) == 2
    async with bureau.bot(account) as bot:
        with pytest.raises(StoreRefused):
            await claim_generation(bot.client)


@try_each(
    ("content", "number"),
    [
        ({"device_id": "D", "generation": 1}, 1),
        ({"device_id": "D", "generation": MOST}, MOST),
        ({"device_id": "D", "generation": MOST + 1}, None),
        ({"device_id": "D", "generation": 0}, None),
        ({"device_id": "D", "generation": -5}, None),
        ({"device_id": "D", "generation": True}, None),
        ({"device_id": "D", "generation": "7"}, None),
        ({"device_id": None, "generation": 7}, None),
        ({"generation": 7}, None),
        ({}, None),
    ],
)
def test_only_what_we_may_have_written_counts(content: Json, number: int | None) -> None:
    """What stands in the event and cannot be ours is as none: it neither ends the bot nor locks it out."""
    read = read_generation(content)
    assert (read and read.number) == number


@try_each(
    ("here", "there", "earlier"),
    [
        (0, None, False),
        (5, None, False),
        (5, Generation("D", 5), False),
        (6, Generation("D", 5), False),
        (4, Generation("D", 5), True),
        (0, Generation("D", 1), True),
        (0, Generation("other", 9), False),
        (4, Generation("other", 5), True),
        (6, Generation("other", 5), False),
    ],
)
def test_which_folder_is_an_earlier_copy(here: int, there: Generation | None, earlier: bool) -> None:
    """One that the homeserver has seen overtaken, and no other: not one that is ahead, and not a device that is new."""
    assert is_earlier_copy(here, there, "D") == earlier
