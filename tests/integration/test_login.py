"""Getting in: one account, one device, one data folder, and whoever is turned away is told what to do."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from bot_process import configure
from bureau import between
from newcomer import Account, Newcomer

from bot.app.services import Chair
from bot.app.startup import start_bot
from bot.demo.homeserver import Homeserver
from bot.errors import BotError, FolderBusy, LoginRefused, StoreRefused
from bot.matrix.client.client import Client, open_client
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.identity.login import (
    fetch_device_of_token,
    fetch_display_name,
    log_in,
    make_device_id,
    reconcile_device,
    resolve_alias,
    take_up,
)
from bot.model import UserId
from bot.settings import load_settings

BOT = UserId("@bot:clinic")


class Office:
    """Configures bots for one account and lets them take their seat."""

    def __init__(self, synapse: Homeserver, account: Account, folder: Path) -> None:
        self.synapse, self.account, self.folder = synapse, account, folder
        self.shown: list[str] = []

    def seated(self, folder: str = "first", **deployment: Any) -> AbstractAsyncContextManager[Chair]:
        """Start a bot whose `bot.yaml` is in `folder` and says `deployment` too."""
        place, account = self.folder / folder, self.account
        password = deployment.pop("password", account.password)
        more = {"therapists": ["@ana:clinic"], **deployment}
        configure(place, self.synapse.url, account.user_id, password, deployment=more)
        return start_bot(load_settings(place / "bot.yaml"), self.shown.append)

    def with_token(self, token: str, folder: str = "first") -> AbstractAsyncContextManager[Chair]:
        """Start a bot that has an access token instead of the password."""
        (self.folder / folder).mkdir(exist_ok=True)
        (self.folder / folder / "token").write_text(f"{token}\n")
        return self.seated(folder, password_file=None, access_token_file="token")

    async def refused(self, starting: AbstractAsyncContextManager[Chair], kind: type[BotError], status: int) -> str:
        """Return what a person is told when the bot does not start."""
        with pytest.raises(kind) as error:
            async with starting:
                pass
        assert error.value.exit_code == status
        assert error.value.remedy
        return f"{error.value} {error.value.remedy}"

    def client(self, device: str) -> AbstractAsyncContextManager[Client]:
        """Open a client of the account that is not logged in yet."""
        return open_client(self.synapse.url, self.account.user_id, device, self.folder, "key")

    async def token_of(self, device: str) -> str:
        """Return an access token for the account's `device`, made elsewhere."""
        async with self.client(device) as client:
            return await log_in(client, self.account.password)


@pytest.fixture
async def office(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> Office:
    """Return the office of a fresh account."""
    return Office(synapse, await newcomer("bot"), tmp_path)


async def devices(chair: Chair) -> list[str]:
    """Return the ids of all devices that the bot logged in; the one that came with the account is not among them."""
    answer = await chair.client.call("GET", "/_matrix/client/v3/devices")
    return [device["device_id"] for device in answer["devices"] if device["display_name"] == "Third Chair"]


# ---- by password -----------------------------------------------------------------------------------------------------


async def test_a_device_is_chosen_once(office: Office) -> None:
    """Without `device_id` the first start makes one up; later starts are the same device, and no other ever appears."""
    async with office.seated() as chair:
        device = chair.client.device_id
        assert await devices(chair) == [device]
    async with office.seated() as chair:
        assert chair.client.device_id == device
        assert await devices(chair) == [device]
    assert len(office.shown) == 1
    assert make_device_id() != make_device_id()


async def test_a_named_device_is_the_one(office: Office) -> None:
    """With `device_id` the bot is that device."""
    async with office.seated(device_id="THIRD") as chair:
        assert await devices(chair) == ["THIRD"]


async def test_a_wrong_password_is_told(office: Office) -> None:
    """The remedy names the two things that may be wrong and quotes neither; with the right password the next start works."""
    told = await office.refused(office.seated(password="guess"), LoginRefused, 77)
    assert "`user_id` or the password file" in told
    assert "guess" not in told
    async with office.seated() as chair:
        assert len(await devices(chair)) == 1


@pytest.mark.parametrize(
    "answer", [{}, {"access_token": "t"}, {"access_token": "t", "device_id": "B"}, {"device_id": "A"}]
)
async def test_another_device_than_asked_for_is_not_taken(tmp_path: Path, answer: dict[str, Any]) -> None:
    """A homeserver that logs the bot in as some other device, or gives no token, is not used."""
    async with open_client("http://127.0.0.1:1", BOT, "A", tmp_path, "key") as client:

        async def answered(*_: Any) -> dict[str, Any]:
            return answer

        between(client, answered)
        with pytest.raises(LoginRefused, match="as the device A"):
            await log_in(client, "password")


# ---- by token --------------------------------------------------------------------------------------------------------


async def test_a_token_brings_its_device(office: Office) -> None:
    """With an access token the bot is the token's device; no other is made, at later starts neither."""
    token = await office.token_of("PHONE")
    for _ in range(2):
        async with office.with_token(token) as chair:
            assert await devices(chair) == ["PHONE"]
    assert len(office.shown) == 1


async def test_a_token_of_another_account_is_refused(office: Office, newcomer: Newcomer) -> None:
    """A token of somebody else's account is not used, and not shown."""
    other = Office(office.synapse, await newcomer("rio"), office.folder)
    token = await other.token_of("PHONE")
    told = await office.refused(office.with_token(token), LoginRefused, 77)
    assert "belongs to another account" in told
    assert token not in told


async def test_an_unknown_token_is_refused(office: Office) -> None:
    """A token that the homeserver does not know, or no longer knows, ends the start; waiting would not help."""
    assert "M_UNKNOWN_TOKEN" in await office.refused(office.with_token("made-up"), LoginRefused, 77)
    async with office.seated("other") as chair:
        await chair.client.call("POST", "/_matrix/client/v3/logout", {})
    assert "logged the bot's device out" in await office.refused(office.seated("other"), LoginRefused, 77)


@pytest.mark.parametrize("device", [None, 7])
async def test_a_token_without_a_device_is_refused(office: Office, device: object) -> None:
    """A token that an administrator made belongs to no device, and end-to-end encryption needs one."""
    async with office.client("") as client:

        async def who(*_: Any) -> dict[str, Any]:
            return {"user_id": office.account.user_id, "device_id": device}

        between(client, who)
        with pytest.raises(LoginRefused, match="no device"):
            await fetch_device_of_token(client, "token")


# ---- one device, one folder, one process -----------------------------------------------------------------------------


async def test_a_folder_keeps_its_device(office: Office) -> None:
    """A `device_id` or a token that names another device than the data folder's is refused, and both are named."""
    async with office.seated(device_id="FIRST"):
        pass
    told = await office.refused(office.seated(device_id="SECOND"), StoreRefused, 78)
    assert "FIRST" in told
    assert "SECOND" in told
    told = await office.refused(office.with_token(await office.token_of("PHONE")), StoreRefused, 78)
    assert "PHONE" in told
    assert reconcile_device(None, None) is None
    assert reconcile_device("A", "A") == reconcile_device("A", None) == reconcile_device(None, "A") == "A"


async def test_an_empty_folder_does_not_take_a_known_devices_place(office: Office) -> None:
    """With a device that the homeserver has keys of, an empty folder is refused; the right folder goes on undisturbed."""
    async with office.seated(device_id="THIRD"):
        pass
    for _ in range(2):
        told = await office.refused(office.seated("empty", device_id="THIRD"), StoreRefused, 78)
        assert "device THIRD" in told
        assert "right data folder" in told
    async with office.seated(device_id="THIRD") as chair:
        assert await devices(chair) == ["THIRD"]
    assert len(office.shown) == 1


async def test_lost_keys_are_not_made_anew(office: Office) -> None:
    """If the file with the device's keys is gone from the folder, the bot refuses to be that device with other keys."""
    async with office.seated():
        pass
    (office.folder / "first" / "data" / "matrix.db").unlink()
    assert "does not hold them" in await office.refused(office.seated(), StoreRefused, 78)


@pytest.mark.parametrize("known", [{}, {"keys": None}, {"keys": []}, {"keys": {"ed25519:A": 7}}, "device", 7])
async def test_keys_that_cannot_be_read_are_not_ours(tmp_path: Path, known: object) -> None:
    """Whatever the homeserver shows for our device that is not our key, the bot does not go on as that device."""
    async with open_client("http://127.0.0.1:1", BOT, "A", tmp_path, "key") as client:

        async def shown(*_: Any) -> dict[str, Any]:
            return {"device_keys": {BOT: {"A": known}}}

        between(client, shown)
        with pytest.raises(StoreRefused):
            await take_up(client, "token")


async def test_one_process_at_a_time(office: Office) -> None:
    """While one bot works in a data folder, another start is refused, and says so."""
    async with office.seated():
        told = await office.refused(office.seated(), FolderBusy, 75)
        assert "Another process" in told


# ---- what it is called -----------------------------------------------------------------------------------------------


async def test_names_and_aliases_come_from_the_homeserver(office: Office) -> None:
    """The bot knows its display name as others see it, and which room an alias means."""
    async with office.seated() as chair:
        client, user = chair.client, office.account.user_id
        await client.call("PUT", f"/_matrix/client/v3/profile/{user}/displayname", {"displayname": "Third Chair"})
        assert await fetch_display_name(client) == "Third Chair"
        alias = office.account.login
        room = await client.call("POST", "/_matrix/client/v3/createRoom", {"room_alias_name": alias})
        assert await resolve_alias(client, f"#{alias}:{office.synapse.name}") == room["room_id"]
        with pytest.raises(ServerSaysNo):
            await resolve_alias(client, f"#nowhere:{office.synapse.name}")
