"""`thirdchair init` on a real Synapse: from nothing to a bot of which `check` and `doctor` have nothing to say."""

import stat
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest
from bot_process import BotProcess
from foreign_client import ForeignClient
from session_room import enter_room
from starter import Starter, read_log
from warm_command import Ended, run_command

from bot.app.operator.init.account import Credential
from bot.app.operator.init.folder import find_owner
from bot.app.operator.init.install import NewDeployment, Plan, install_bot
from bot.app.operator.init.refused import InitRefused
from bot.demo.homeserver import Homeserver
from bot.model import UserId
from bot.settings.starter_files import DeploymentAnswers, RoomAnswers
from bot.words import FALLBACK

_bots = count(1)
PASSWORD = "the password of a bot"
SIGNED_BY_CLINICIANS = "are signed by no clinician"
"""The one warning that no program can take away: somebody has to read the glossary."""


@pytest.fixture
def starter(synapse: Homeserver, tmp_path: Path) -> Starter:
    """Return a folder for a bot that has no account yet."""
    (tmp_path / "safe").mkdir()
    return Starter(synapse, tmp_path / "clinic", f"init-{next(_bots)}", tmp_path / "safe")


def list_to_do(ended: Ended) -> list[str]:
    """Return the lines of the doctor that ask for something."""
    return [line for line in ended.out.splitlines() if line.startswith("look")]


async def is_green(starter: Starter) -> None:
    """Check that nothing is left to do, once the recovery key is in the safe."""
    checked = await run_command("check", "--config", str(starter.config))
    assert checked.status == 0
    warnings = [line for line in checked.out.splitlines() if line.startswith("Warning")]
    assert [line for line in warnings if SIGNED_BY_CLINICIANS not in line] == []
    lying = await run_command("doctor", "--config", str(starter.config))
    assert [line for line in list_to_do(lying) if "recovery key lies in" not in line] == []
    assert len(list_to_do(lying)) == 1
    starter.recovery_key.unlink()
    looked = await run_command("doctor", "--config", str(starter.config))
    assert (looked.status, list_to_do(looked)) == (0, [])


async def test_registered_with_the_secret(starter: Starter, ana: ForeignClient) -> None:
    """The registration secret is enough: account, files, identity and on-call room are made, and nothing is left to do."""
    starter.answers |= {
        "--therapist": ana.user_id,
        "--second-contact": ana.user_id,
        "--on-call-room": f"#on-call-{starter.name}:clinic.local",
        "--web": "9464",
    }
    ended = await starter.run(registration_secret_file=starter.keep(starter.synapse.registration_secret))
    assert (ended.status, read_log(ended)) == (0, []), ended.err
    assert "Three steps are left" in ended.out
    assert f"{starter.folder / 'data' / 'store.key'} opens all that the bot keeps. Copy it" in ended.out
    assert "apart from the backups" in ended.out
    assert "\nweb: {port: 9464}\n" in starter.config.read_text()
    await ana.until(lambda: bool(ana.rooms("invite")))
    (room,) = ana.rooms("invite")
    await ana.join(room)
    await is_green(starter)
    again = await starter.run()
    assert f"the bot is in #on-call-{starter.name}" in again.out


async def test_an_on_call_room_of_somebody_else(starter: Starter, ana: ForeignClient) -> None:
    """Where the on-call room is there already, the bot asks nobody in: it says who has to, and comes by the next run."""
    alias = f"#night-{starter.name}:clinic.local"
    room = await ana.create_room()
    await ana.request("PUT", f"/directory/room/{quote(alias)}", {"room_id": room})
    starter.answers["--on-call-room"] = alias
    secret = starter.keep(starter.synapse.registration_secret)
    ended = await starter.run(registration_secret_file=secret)
    assert ended.status == 0, ended.err
    assert f"{alias} does not let the bot in" in ended.out
    await ana.invite(room, UserId(starter.user))
    assert f"the bot is in {alias}" in (await starter.run(registration_secret_file=secret)).out


async def test_an_on_call_room_that_nobody_finds(starter: Starter) -> None:
    """An alias of another homeserver that nobody answers for is told, and everything else is done."""
    starter.answers["--on-call-room"] = "#night:elsewhere.example"
    ended = await starter.run(registration_secret_file=starter.keep(starter.synapse.registration_secret))
    assert ended.status == 0, ended.err
    assert "does not let the bot in" in ended.out


async def test_it_may_die_after_any_step(starter: Starter) -> None:
    """Ended after its first step, then after its second, and so on, the runs together make one account, one device, one identity."""
    registered = NewDeployment(
        DeploymentAnswers(
            starter.synapse.url, UserId(starter.user), True, ("uk",), None, ("@ana:clinic.local",), (), None
        ),
        Credential("registration", starter.synapse.registration_secret),
        starter.synapse.url,
    )
    keys: list[str] = []
    for steps in count():
        new = None if starter.config.exists() else registered
        room = None if any(starter.folder.glob("rooms/*.yaml")) else RoomAnswers("*", (FALLBACK,), 60)
        left = iter(range(steps))

        def say(_: str, __: str, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise InterruptedError

        try:
            await install_bot(Plan(starter.folder, find_owner(None), new, room, keys.append), say)
        except InitRefused:
            continue
        break
    assert steps == 6
    assert len(set(keys)) == 1
    looked = await run_command("doctor", "--config", str(starter.config))
    assert (looked.status, list_to_do(looked)) == (0, []), looked.out


async def test_by_password_after_a_tool(starter: Starter) -> None:
    """The password is enough, and the device that the tool left which made the account is logged out."""
    await starter.register_with_tool(PASSWORD)
    ended = await starter.run(password_file=starter.keep(PASSWORD))
    assert (ended.status, read_log(ended)) == (0, []), ended.err
    assert "logged out: " in ended.out
    await is_green_without_on_call(starter)


async def test_by_access_token(starter: Starter) -> None:
    """An access token is enough, as a matrix-authentication-service's administrator makes one: no password is anywhere."""
    token = await starter.register_with_tool(PASSWORD)
    ended = await starter.run(access_token_file=starter.keep(token))
    assert (ended.status, read_log(ended)) == (0, []), ended.err
    assert (starter.folder / "secrets" / "access-token").read_text().strip() == token
    assert not (starter.folder / "secrets" / "password").exists()
    await is_green_without_on_call(starter)


async def test_what_was_set_up_holds_a_session(starter: Starter, ana: ForeignClient, kim: ForeignClient) -> None:
    """Started as the last lines say, the bot comes when its therapist invites it, without an alert, and answers."""
    starter.answers["--therapist"] = ana.user_id
    assert (await starter.run(registration_secret_file=starter.keep(starter.synapse.registration_secret))).status == 0
    bot = BotProcess(starter.folder)
    try:
        await bot.start()
        await bot.ready()
        session = await enter_room((ana, kim), bot, UserId(starter.user), languages=1)
        await session.listening()
        answer = await session.answer(kim, "!explain rumination")
        assert answer.shield == "NONE"
        assert [line for line in bot.log() if line["event"] == "alert"] == []
    finally:
        await bot.kill()


async def test_what_others_can_read(starter: Starter) -> None:
    """Nothing in the folder is for anybody but its owner, and no secret stands in a file that is not for secrets, or is printed."""
    await starter.synapse.register(starter.name, PASSWORD)
    ended = await starter.run(password_file=starter.keep(PASSWORD))
    key = starter.recovery_key.read_text().strip()
    for path in (starter.folder, *starter.folder.rglob("*"), starter.recovery_key):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    for secret in (PASSWORD, key):
        assert starter.list_traces(secret) == []
        assert secret not in ended.out + ended.err


async def test_a_second_run_overwrites_nothing(starter: Starter) -> None:
    """Run again, it keeps every file as it is, says so, publishes no other identity and shows no other key."""
    secret = starter.keep(starter.synapse.registration_secret)
    assert (await starter.run(registration_secret_file=secret)).status == 0
    with starter.config.open("a") as file:
        file.write("# the clinic's own line\n")
    before = {
        path: path.read_bytes() for path in (starter.config, *starter.folder.glob("rooms/*"), starter.recovery_key)
    }
    again = await starter.run(registration_secret_file=secret)
    assert again.status == 0, again.err
    assert {path: path.read_bytes() for path in before} == before
    assert "kept: it was there already" in again.out
    assert "was published before" in again.out
    assert (await starter.run(user="@other:clinic.local")).status == 2


@pytest.mark.parametrize("registered", [True, False])
async def test_what_was_done_half_is_finished(starter: Starter, *, registered: bool) -> None:
    """Ended right before or right after the account was made, the next run goes on with the password that was written down."""
    (starter.folder / "secrets").mkdir(parents=True)
    (starter.folder / "secrets" / "password").write_text(PASSWORD)
    (starter.folder / "secrets" / "password").chmod(0o600)
    (starter.folder / "secrets" / ".password.new").write_text("half a pass")
    if registered:
        await starter.synapse.register(starter.name, PASSWORD)
    ended = await starter.run(registration_secret_file=starter.keep(starter.synapse.registration_secret))
    assert ended.status == 0, ended.err
    assert ("was registered before" in ended.out) == registered
    assert (starter.folder / "secrets" / "password").read_text() == PASSWORD
    await is_green_without_on_call(starter)


async def test_a_key_without_a_place_is_shown_by_the_next_run(starter: Starter) -> None:
    """Where the recovery key could not be written, the identity stands half made, and the next run hands the same key over."""
    secret = starter.keep(starter.synapse.registration_secret)
    taken = starter.safe / "taken"
    taken.write_text("another key\n")
    refused = await starter.run(registration_secret_file=secret, recovery_key_file=str(taken))
    assert refused.status == 2
    assert refused.err.startswith(f"{taken} is there already.")
    assert taken.read_text() == "another key\n"
    ended = await starter.run(registration_secret_file=secret)
    assert ended.status == 0, ended.err
    await is_green_without_on_call(starter)


async def is_green_without_on_call(starter: Starter) -> None:
    """Check that nothing is left to do but what the operator chose to leave out: whom an alarm calls."""
    checked = await run_command("check", "--config", str(starter.config))
    warnings = [
        line for line in checked.out.splitlines() if line.startswith("Warning") and SIGNED_BY_CLINICIANS not in line
    ]
    assert [line.split(", so")[0] for line in warnings] == [
        "Warning: bot.yaml leaves nobody in `second_contacts`",
        "Warning: bot.yaml sets no `on_call_room`",
    ]
    starter.recovery_key.unlink()
    looked = await run_command("doctor", "--config", str(starter.config))
    assert (looked.status, list_to_do(looked)) == (0, []), looked.out
