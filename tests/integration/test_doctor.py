"""`thirdchair doctor`: what is in order, what is not, and what to do, also while the bot runs."""

import dataclasses
import time
from pathlib import Path

import pytest
from bot_process import bot_process, configure
from newcomer import Account, Newcomer
from warm_command import run_command

from bot.app.operator.doctor import examine_bot
from bot.app.operator.finding import Finding
from bot.demo.homeserver import Homeserver
from bot.settings import Settings, load_settings
from bot.store import open_key, open_peek, open_store

THERAPISTS = {"therapists": ["@ana:clinic.local"]}


@pytest.fixture
async def account(newcomer: Newcomer) -> Account:
    """Return an account for a bot."""
    return await newcomer("bot")


async def found(settings: Settings, *, later: float = 0.0) -> list[Finding]:
    """Return all that the doctor finds at a clock that is `later` than ours."""
    return [finding async for finding in examine_bot(settings, time.time() + later)]  # noqa: TID251 - as the command does


def remedies(findings: list[Finding]) -> str:
    """Return everything that is to be done."""
    return "\n".join(finding.remedy for finding in findings if finding.remedy)


async def test_a_bot_at_work_is_in_order(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """While the bot runs everything can be looked at, and the command ends with 0."""
    async with bot_process(tmp_path, synapse.url, account.user_id, account.password, deployment=THERAPISTS) as bot:
        (bot.data_dir / "recovery-key.txt").unlink()  # as the operator does, once the key is in the safe
        ended = await run_command("doctor", "--config", str(bot.config))
    lines = ended.out.splitlines()
    assert [line.partition("\t")[0] for line in lines] == ["ok"] * len(lines)
    assert ended.status == 0
    assert any("Secret storage holds master, self_signing, user_signing" in line for line in lines)


async def test_the_doctor_says_what_to_do(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """A wrong clock, a second device, and a damaged file are told with what to do."""
    async with bot_process(tmp_path, synapse.url, account.user_id, account.password, deployment=THERAPISTS) as bot:
        assert "NTP" in remedies(await found(load_settings(bot.config), later=3600.0))
        await bot.stop()
        second = Account(account.user_id, account.login, account.password)
        async with bot_process(
            tmp_path / "second", synapse.url, second.user_id, second.password, deployment=THERAPISTS, started=False
        ) as other:
            await other.start()
            await other.ends()
        assert "Log them out" in remedies(await found(load_settings(bot.config)))
        with (bot.data_dir / "matrix.db").open("r+b") as file:
            file.seek(5000)
            file.write(b"\x00" * 64)
        assert "restore the data folder" in remedies(await found(load_settings(bot.config)))


async def test_a_recovery_key_that_lies_about(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """A recovery key that was written into the data folder is told until it is gone."""
    async with bot_process(tmp_path, synapse.url, account.user_id, account.password, deployment=THERAPISTS) as bot:
        file = bot.data_dir / "recovery-key.txt"
        settings = load_settings(bot.config)
        assert [finding.what for finding in await found(settings) if finding.remedy] == [
            f"The recovery key lies in {file}"
        ]
        file.unlink()
        assert remedies(await found(settings)) == ""


async def test_before_the_first_start(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """Without a data folder, or without the homeserver, there is one thing to do, and it is said."""
    configure(tmp_path, synapse.url, account.user_id, account.password, deployment=THERAPISTS)
    assert "thirdchair keys setup" in remedies(await found(load_settings(tmp_path / "bot.yaml")))


async def test_a_token_that_the_operator_gave(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """Where the login is a token in a file, the notebook holds none, and the account is looked at all the same."""
    async with bot_process(tmp_path, synapse.url, account.user_id, account.password, deployment=THERAPISTS) as bot:
        await bot.stop()
        settings = load_settings(bot.config)
        async with open_peek(bot.data_dir, None) as seen:
            token = await seen.notes.read("access_token")
        (tmp_path / "token").write_text(f"{token}\n")
        key = open_key(None, bot.data_dir)
        async with open_store(bot.data_dir, key) as store:
            await store.notes.write(access_token=None, refresh_token=None)
        given = {"password_file": None, "access_token_file": tmp_path / "token"}
        deployment = settings.deployment.model_copy(update=given)
        findings = await found(dataclasses.replace(settings, deployment=deployment))
    assert "keys setup" not in remedies(findings)
    assert any("Secret storage holds" in str(finding) for finding in findings)
