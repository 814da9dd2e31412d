"""`thirdchair keys`: the identity set up, looked at, restored on a new device, and the device changed."""

from pathlib import Path

import pytest
from bot_process import configure
from newcomer import Account, Newcomer

from bot.app.operator.device import describe_keys, rotate_device, set_up_identity
from bot.demo.homeserver import Homeserver
from bot.errors import IdentityRefused, KeysLost, LoginRefused, StoreRefused
from bot.matrix.client.client import open_client
from bot.matrix.identity.login import log_in
from bot.settings import Settings, load_settings
from bot.store import open_kept


@pytest.fixture
async def account(newcomer: Newcomer) -> Account:
    """Return an account for a bot."""
    return await newcomer("bot")


def settings(folder: Path, synapse: Homeserver, account: Account, **more: object) -> Settings:
    """Return the configuration of a bot in `folder`."""
    deployment = {"therapists": ["@ana:clinic.local"], **more}
    configure(folder, synapse.url, account.user_id, account.password, deployment=deployment)
    return load_settings(folder / "bot.yaml")


def device(told: str) -> str:
    """Return the device that `describe_keys` tells of."""
    return told.splitlines()[0].split()[1]


async def test_set_up_twice_is_set_up_once(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """The recovery key is shown the first time alone, and the homeserver shows the same identity."""
    here, shown = settings(tmp_path, synapse, account), list[str]()
    assert (await set_up_identity(here, None, shown.append)).startswith("The identity stands.")
    await set_up_identity(here, None, shown.append)
    assert len(shown) == 1
    assert "the same" in await describe_keys(here)


async def test_a_lost_folder_is_restored_with_the_recovery_key(
    tmp_path: Path, synapse: Homeserver, account: Account
) -> None:
    """With the recovery key a new data folder gets the old identity, and the lost device is logged out."""
    shown: list[str] = []
    lost, new = settings(tmp_path / "lost", synapse, account), settings(tmp_path / "new", synapse, account)
    await set_up_identity(lost, None, shown.append)
    before = await describe_keys(lost)
    with pytest.raises(IdentityRefused):
        await set_up_identity(new, None, shown.append)
    assert device(before) in await set_up_identity(new, shown[0], shown.append)
    after = await describe_keys(new)
    assert after.splitlines()[2:4] == before.splitlines()[2:4]
    assert "others       none" in after
    assert device(after) != device(before)
    assert len(shown) == 1


@pytest.mark.parametrize("slip", ["", "EsTc", "slip"])
async def test_a_wrong_recovery_key_restores_nothing(
    tmp_path: Path, synapse: Homeserver, account: Account, slip: str
) -> None:
    """A slip of the pen is told apart from another account's key, and neither changes anything."""
    shown: list[str] = []
    await set_up_identity(settings(tmp_path / "lost", synapse, account), None, shown.append)
    wrong = shown[0][:-1] + ("1" if shown[0][-1] != "1" else "2") if slip == "slip" else slip
    new = settings(tmp_path / "new", synapse, account)
    with pytest.raises(IdentityRefused, match="no recovery key"):
        await set_up_identity(new, wrong, shown.append)
    assert "none yet" in await describe_keys(new)


async def test_another_accounts_recovery_key_opens_nothing(
    tmp_path: Path, synapse: Homeserver, account: Account, newcomer: Newcomer
) -> None:
    """A whole recovery key of another account is refused."""
    shown: list[str] = []
    await set_up_identity(settings(tmp_path / "one", synapse, account), None, shown.append)
    await set_up_identity(settings(tmp_path / "two", synapse, await newcomer("bot")), None, shown.append)
    with pytest.raises(IdentityRefused, match="does not open"):
        await set_up_identity(settings(tmp_path / "three", synapse, account), shown[1], shown.append)


async def test_the_device_changes_and_the_identity_stays(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """`rotate-device` leaves one device, a new one, that the same identity vouches for."""
    here, shown = settings(tmp_path, synapse, account), list[str]()
    await set_up_identity(here, None, shown.append)
    before = await describe_keys(here)
    assert device(before) in await rotate_device(here)
    after = await describe_keys(here)
    assert device(after) != device(before)
    assert after.splitlines()[2:] == before.splitlines()[2:]
    assert len(shown) == 1


async def test_lost_keys_beside_a_notebook_cost_no_agreement(
    tmp_path: Path, synapse: Homeserver, account: Account
) -> None:
    """Where matrix.db alone is lost, a start says so and touches nothing; restoring makes a new device, and the notebook stays."""
    here, shown = settings(tmp_path, synapse, account), list[str]()
    await set_up_identity(here, None, shown.append)
    before = await describe_keys(here)
    await note_fact(here, agreed="yes")
    (tmp_path / "data" / "matrix.db").unlink()
    for _ in range(2):
        with pytest.raises(KeysLost) as lost:
            await describe_keys(here)
    assert "keys setup --restore" in lost.value.remedy
    assert device(before) in await set_up_identity(here, shown[0], shown.append)
    after = await describe_keys(here)
    assert after.splitlines()[2:4] == before.splitlines()[2:4]
    assert "others       none" in after
    assert device(after) != device(before)
    assert await note_fact(here) == "yes"


async def test_a_lost_notebook_beside_its_keys_is_restored_too(
    tmp_path: Path, synapse: Homeserver, account: Account
) -> None:
    """Where the notebook alone is gone, a start says what to do, and restoring takes the identity up on a new device."""
    here, shown = settings(tmp_path, synapse, account), list[str]()
    await set_up_identity(here, None, shown.append)
    before = await describe_keys(here)
    for left in (tmp_path / "data").glob("thirdchair.db*"):
        left.unlink()
    with pytest.raises(IdentityRefused) as refused:
        await set_up_identity(here, None, shown.append)
    assert "keys setup --restore" in refused.value.remedy
    assert device(before) in await set_up_identity(here, shown[0], shown.append)
    assert (await describe_keys(here)).splitlines()[2:4] == before.splitlines()[2:4]


async def test_lost_keys_are_restored_with_a_token_too(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """With an access token, one of the lost device is refused with what to do; one of a new login restores all the same."""
    here, shown = settings(tmp_path, synapse, account), list[str]()
    await set_up_identity(here, None, shown.append)
    before = await describe_keys(here)
    await note_fact(here, agreed="yes")
    (tmp_path / "token").write_text(await make_token(here, device(before)))
    by_token = settings(tmp_path, synapse, account, password_file=None, access_token_file="token")
    (tmp_path / "data" / "matrix.db").unlink()
    with pytest.raises(KeysLost, match="does not hold them") as lost:
        await set_up_identity(by_token, shown[0], shown.append)
    assert "a token of a new login" in lost.value.remedy
    (tmp_path / "token").write_text(await make_token(here, "ANOTHER"))
    assert device(before) in await set_up_identity(by_token, shown[0], shown.append)
    assert device(await describe_keys(by_token)) == "ANOTHER"
    assert await note_fact(here) == "yes"


async def test_restoring_what_is_not_lost_keeps_the_device(
    tmp_path: Path, synapse: Homeserver, account: Account
) -> None:
    """Whoever restores without need gets no new device: the keys that are there are used on."""
    here, shown = settings(tmp_path, synapse, account), list[str]()
    await set_up_identity(here, None, shown.append)
    before = await describe_keys(here)
    await set_up_identity(here, shown[0], shown.append)
    assert device(await describe_keys(here)) == device(before)


async def test_a_token_typed_wrong_says_where_it_stands(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """At the first start a token that the homeserver does not know is a slip of the copying, not somebody's log-out."""
    (tmp_path / "token").write_text("syt_mistyped\n")
    here = settings(tmp_path, synapse, account, password_file=None, access_token_file="token")
    with pytest.raises(LoginRefused, match="does not know the access token in `access_token_file`") as refused:
        await describe_keys(here)
    assert refused.value.exit_code == 77
    assert "Copy it again" in refused.value.remedy


async def note_fact(here: Settings, **facts: str) -> str | None:
    """Write facts into the notebook beside a stopped bot, and return what it says was agreed."""
    async with open_kept(here.deployment.data_dir, None) as store:
        await store.notes.write(**facts)
        return await store.notes.read("agreed")


async def make_token(here: Settings, name: str) -> str:
    """Return an access token for the account's device of that name, made elsewhere."""
    home, account = here.deployment.homeserver, here.deployment.user_id
    async with open_client(home, account, name, here.deployment.data_dir, "") as client:
        return await log_in(client, (here.deployment.data_dir.parent / "password").read_text())


async def test_the_old_device_goes_though_its_token_is_dead(
    tmp_path: Path, synapse: Homeserver, account: Account
) -> None:
    """Where the folder's token is worth nothing any more, as in an old copy, the old device is logged out by the password."""
    here = settings(tmp_path, synapse, account)
    await set_up_identity(here, None, lambda _: None)
    async with open_kept(tmp_path / "data", None) as store:
        await store.notes.write(access_token="syt_nothing", refresh_token=None)
    await rotate_device(here)
    assert "others       none" in await describe_keys(here)


async def test_a_given_token_gives_the_device(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """Where the bot is given its token, a token of a new login makes the change; one of the same device is refused with what to do."""
    here = settings(tmp_path, synapse, account)
    await set_up_identity(here, None, lambda _: None)
    before = await describe_keys(here)
    (tmp_path / "token").write_text("none yet")
    given = settings(tmp_path, synapse, account, password_file=None, access_token_file="token")
    for name in (device(before), "ANEW"):
        async with open_client(synapse.url, account.user_id, name, tmp_path, "") as client:
            (tmp_path / "token").write_text(await log_in(client, account.password))
        if name != "ANEW":
            with pytest.raises(StoreRefused, match="has already"):
                await rotate_device(given)
    told = await rotate_device(given)
    assert told.startswith("The bot is now device ANEW.")
    assert told.endswith(f"Log these devices out: {device(before)}.")
    after = await describe_keys(given)
    assert (device(after), after.splitlines()[2:4]) == ("ANEW", before.splitlines()[2:4])


async def test_a_fixed_device_is_not_changed(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """Where the configuration names the device, changing it is refused with the line to remove."""
    with pytest.raises(StoreRefused) as refused:
        await rotate_device(settings(tmp_path, synapse, account, device_id="CHAIR"))
    assert "device_id" in refused.value.remedy


async def test_no_identity_no_rotation(tmp_path: Path, synapse: Homeserver, account: Account) -> None:
    """Before there is an identity there is nothing that could vouch for a new device."""
    with pytest.raises(StoreRefused, match="no identity yet"):
        await rotate_device(settings(tmp_path, synapse, account))
