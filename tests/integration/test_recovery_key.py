"""Another recovery key, and another identity where the key is lost for good: on a real homeserver, whatever is cut off on the way."""

from collections.abc import AsyncIterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from bureau import Bot, Bureau, dies, open_bureau
from newcomer import Account, Newcomer

from bot.app.keys.identify import replace_identity, restore_identity
from bot.app.keys.renew_recovery import renew_recovery_key
from bot.demo.homeserver import Homeserver
from bot.errors import IdentityRefused
from bot.matrix.identity.secret_storage import PARTS, list_sealed_parts


@pytest.fixture
async def bureau(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> AsyncIterator[Bureau]:
    """Open a bureau of this test's own."""
    async with open_bureau(synapse, await newcomer("witness"), tmp_path) as opened:
        yield opened


@pytest.fixture
async def account(newcomer: Newcomer) -> Account:
    """Return an account for a bot."""
    return await newcomer("bot")


async def renew(bot: Bot, old: str) -> None:
    """Make another recovery key with the old one."""
    await renew_recovery_key(bot.client, bot.notes, old, bot.shown.append)


async def replace(bot: Bot) -> None:
    """Make another identity."""
    await replace_identity(bot.client, bot.notes, bot.password, bot.shown.append)


async def test_the_new_key_opens_and_the_old_one_does_not(bureau: Bureau, account: Account) -> None:
    """Identity and device stay as they were; on a new device the new key restores the identity, and the old one is refused."""
    async with bureau.bot(account) as bot:
        await bot.identify()
        master = await bureau.master(account)
        await renew(bot, bot.shown[0])
        old, new = bot.shown
        assert (old != new, await bot.found_with(old), await bot.found_with(new)) == (True, None, master)
        assert await list_sealed_parts(bot.client) == PARTS
        assert (await bureau.master(account), await bot.notes.read("recovery_draft")) == (master, None)
        secret = await bot.data("m.cross_signing.master")
        assert secret is not None
        assert len(secret["encrypted"]) == 1
        await bot.identify()
    async with bureau.bot(account, "OTHER") as bot:
        with pytest.raises(IdentityRefused, match="does not open"):
            await restore_identity(bot.client, bot.notes, old)
        await restore_identity(bot.client, bot.notes, new)
        assert await bureau.vouched(account, "OTHER")


async def test_without_the_old_key_there_is_no_new_one(bureau: Bureau, account: Account) -> None:
    """A slip of the pen, or another key, is refused, and the key there is goes on; so it is before there is an identity."""
    async with bureau.bot(account) as bot:
        with pytest.raises(IdentityRefused, match="no identity yet"):
            await renew(bot, "EsTc")
        await bot.identify()
        for wrong in ("", "EsTc", bot.shown[0][:-1]):
            with pytest.raises(IdentityRefused, match="no recovery key"):
                await renew(bot, wrong)
        assert await bot.found_with(bot.shown[0]) == await bureau.master(account)
        assert len(bot.shown) == 1


@pytest.mark.parametrize("after", [False, True])
async def test_a_death_loses_neither_key(bureau: Bureau, account: Account, *, after: bool) -> None:
    """Cut off at any request, a key that was shown opens the identity, and the same command with the old key goes on to the end."""
    async with bureau.bot(account) as bot:
        await bot.identify()
        master, old = await bureau.master(account), bot.shown[0]
    for at in count():
        async with bureau.bot(account) as bot:
            was_cut = await dies(bot.client, partial(renew, bot, old), at, after=after)
            shown = bot.shown
        async with bureau.bot(account) as bot:
            assert master in [await bot.found_with(words) for words in (old, *shown)]
            if was_cut:
                await bot.identify()
                try:
                    await renew(bot, old)
                except IdentityRefused:  # all was done but the note that it is
                    old = shown[-1]
                    await renew(bot, old)
                shown = bot.shown
            old = shown[-1]
            assert await bot.found_with(old) == master
        if not was_cut:
            return


async def test_another_identity_is_made_by_order_alone(bureau: Bureau, account: Account) -> None:
    """With the recovery key and the folder lost an account gets another identity, which others can verify; the old key opens nothing."""
    async with bureau.bot(account) as bot:
        await bot.identify()
        before, old = await bureau.master(account), bot.shown[0]
    async with bureau.bot(account, "NEW") as bot:
        assert "does not know" in await bot.refused()
        await replace(bot)
        (new,) = bot.shown
        after = await bureau.master(account)
        assert after not in {before, None}
        assert (await bot.found_with(old), await bot.found_with(new)) == (None, after)
        assert await bureau.vouched(account, "NEW")
        assert await bot.notes.read("identity_draft") is None
    async with bureau.bot(account, "NEW") as bot:
        await bot.identify()
        assert bot.shown == []


async def test_where_the_password_is_wrong_nothing_changes(bureau: Bureau, account: Account) -> None:
    """A homeserver that does not allow it leaves the bot with the identity and the recovery key that it had."""
    async with bureau.bot(account) as bot:
        await bot.identify()
        before = await bureau.master(account)
        bot.password = "guess"
        with pytest.raises(IdentityRefused, match="password"):
            await replace(bot)
        assert (await bureau.master(account), await bot.found_with(bot.shown[0])) == (before, before)
    async with bureau.bot(account) as bot:
        await bot.identify()
        assert (await bureau.vouched(account), bot.shown) == (True, [])


@pytest.mark.parametrize("after", [False, True])
async def test_a_death_leaves_one_identity(bureau: Bureau, account: Account, *, after: bool) -> None:
    """Cut off at any request, the next start stands with the old identity or finishes the new one; its key, once shown, opens it."""
    async with bureau.bot(account) as bot:
        await bot.identify()
        known = bot.shown[0]
    for at in count():
        async with bureau.bot(account) as bot:
            was_cut = await dies(bot.client, partial(replace, bot), at, after=after)
            known = bot.shown[-1] if bot.shown else known
        async with bureau.bot(account) as bot:
            await bot.identify()
            known = bot.shown[-1] if bot.shown else known
            assert await bureau.vouched(account)
            assert await bot.found_with(known) == await bureau.master(account)
        if not was_cut:
            return
