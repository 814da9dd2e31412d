"""`thirdchair doctor`: what is in order, what is not, and what to do, also while the bot runs."""

import asyncio
import dataclasses
import hmac
import json
import os
import time
from pathlib import Path

import aiohttp
import pytest
from bot_process import PROGRAM, BotProcess, bot_process, configure
from newcomer import Account, Newcomer
from warm_command import run_command

from bot.app.keys.recovery import FILE
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


def put_key_away(bot: BotProcess) -> None:
    """Do what the operator does with the recovery key that a bot without a terminal has left in a file."""
    (bot.data_dir / FILE).unlink()


def remedies(findings: list[Finding]) -> str:
    """Return everything that is to be done."""
    return "\n".join(finding.remedy for finding in findings if finding.remedy)


UNSEEN = "not looked at\tHow often the homeserver lets the bot speak"
"""The one thing that only an administrator of Synapse is told."""


async def test_a_bot_at_work_is_in_order(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """While the bot runs everything can be looked at, and the command ends with 0."""
    async with bot_process(tmp_path, synapse.url, account.user_id, account.password, deployment=THERAPISTS) as bot:
        put_key_away(bot)
        ended = await run_command("doctor", "--config", str(bot.config))
    lines = ended.out.splitlines()
    assert [line for line in lines if not line.startswith(("ok\t", "\t"))] == [UNSEEN]
    assert ended.status == 0
    assert any("Secret storage holds master, self_signing, user_signing" in line for line in lines)


async def test_programs_read_the_same(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """With `--json` the command prints one list and nothing else, also where something is to be done; its status is 1 then."""
    configure(tmp_path, synapse.url, account.user_id, account.password, deployment=THERAPISTS)
    ended = await run_command("doctor", "--json", "--config", str(tmp_path / "bot.yaml"))
    findings = json.loads(ended.out)
    assert {tuple(finding) for finding in findings} == {("level", "what", "remedy")}
    assert [finding["what"] for finding in findings if finding["level"] == "wrong"] == [
        "There is no notebook in the data folder yet."
    ]
    assert ended.status == 1


async def test_whoever_stops_reading_sees_no_traceback(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """`doctor | head -1` prints a line and nothing on standard error, wherever it is in its looking when the reader goes."""
    async with bot_process(tmp_path, synapse.url, account.user_id, account.password, deployment=THERAPISTS) as bot:
        for lines, more in ((0, ()), (1, ()), (6, ()), (0, ("--json",))):
            reading, writing = os.pipe()
            with os.fdopen(reading) as reader:
                process = await asyncio.create_subprocess_exec(
                    PROGRAM, "doctor", *more, "--config", bot.config, stdout=writing, stderr=asyncio.subprocess.PIPE
                )
                os.close(writing)
                for _ in range(lines):
                    assert await asyncio.to_thread(reader.readline)
            _, errors = await process.communicate()
            assert (process.returncode, errors.decode()) == (1, "")


async def test_a_token_account_from_its_first_start_on(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """A bot that was given a token, and never a password, is found logged in while it runs and when it was stopped."""
    login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": account.login}}
    async with aiohttp.ClientSession() as http:
        asked = {**login, "password": account.password, "device_id": "GIVEN"}
        given = await (await http.post(f"{synapse.url}/_matrix/client/v3/login", json=asked)).json()
    (tmp_path / "token").write_text(f"{given['access_token']}\n")
    (tmp_path / "token").chmod(0o600)
    deployment = {**THERAPISTS, "password_file": None, "access_token_file": "token"}
    async with bot_process(tmp_path, synapse.url, account.user_id, account.password, deployment=deployment) as bot:
        put_key_away(bot)
        running = await run_command("doctor", "--config", str(bot.config))
        await bot.stop()
        stopped = await run_command("doctor", "--config", str(bot.config))
    for ended in (running, stopped):
        assert "not logged in" not in ended.out
        assert "Others can verify device GIVEN" in ended.out
        assert ended.status == 0
        assert [line for line in ended.out.splitlines() if not line.startswith(("ok", "\t"))] == [UNSEEN]


async def test_an_administrator_looks_at_the_rate_limit(
    tmp_path: Path, synapse: Homeserver, account: Account, newcomer: Newcomer
) -> None:
    """With an administrator's token the doctor says whether Synapse limits the bot, and the line it gives lifts that."""
    admin = await register_admin(synapse, f"admin-of-{account.login}")
    (tmp_path / "admin").write_text(admin)
    override = f"{synapse.url}/_synapse/admin/v1/users/{account.user_id}/override_ratelimit"
    async with bot_process(tmp_path, synapse.url, account.user_id, account.password, deployment=THERAPISTS) as bot:
        put_key_away(bot)
        command = ("doctor", "--json", "--config", str(bot.config), "--admin-token-file", str(tmp_path / "admin"))
        limited = json.loads((await run_command(*command)).out)
        (told,) = [finding for finding in limited if finding["level"] != "ok"]
        assert "limits how often the bot speaks" in told["what"]
        assert override in told["remedy"].replace("%40", "@").replace("%3A", ":")
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {admin}"}) as http:
            lifted = await http.post(override, json={"messages_per_second": 0, "burst_count": 0})
            assert lifted.status == 200
        ended = await run_command(*command)
    assert ended.status == 0
    assert "does not limit" in ended.out


async def register_admin(synapse: Homeserver, name: str) -> str:
    """Return the access token of a new administrator (Synapse manual, "Shared-Secret Registration")."""
    path = f"{synapse.url}/_synapse/admin/v1/register"
    async with aiohttp.ClientSession() as http:
        nonce = (await (await http.get(path)).json())["nonce"]
        signed = f"{nonce}\0{name}\0pw\0admin".encode()
        mac = hmac.digest(synapse.registration_secret.encode(), signed, "sha1").hex()
        body = {"nonce": nonce, "username": name, "password": "pw", "admin": True, "mac": mac}
        return str((await (await http.post(path, json=body)).json())["access_token"])


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
        assert [str(finding.what) for finding in await found(settings) if finding.remedy] == [
            f"The recovery key lies in {file}",
            UNSEEN.partition("\t")[2],
        ]
        file.unlink()
        assert "recovery" not in remedies(await found(settings))


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
