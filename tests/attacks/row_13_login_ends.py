"""Whoever sets token lifetimes on the homeserver silences the bot for good, and its own advice then loses its identity.

Played on a real Synapse whose tokens last for a second or two.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import structlog.testing
import yaml
from bot_process import BotProcess, bot_process, configure
from bureau import between

from bot.app.operator.device import rotate_device
from bot.app.renew_login import DAY, LoginKeeper, make_login_facts, read_token_end, warn_of_token_end
from bot.app.startup import start_bot
from bot.demo.homeserver import Homeserver, run_homeserver
from bot.errors import BotError, HomeserverDown, LoginExpired, LoginRefused, TokenUnknown
from bot.matrix.client.client import Client, open_client
from bot.matrix.client.refusals import ServerSaysNo, map_refusal
from bot.matrix.identity.login import Login, log_in
from bot.metrics import TOKEN_ENDS
from bot.model import UserId
from bot.settings import Deployment, load_settings
from bot.store import Store, open_key, open_store

PASSWORD = "a password of the bot"
THERE: dict[str, Any] = {"therapists": ["@ana:x"]}
GIVEN = {**THERE, "password_file": None, "access_token_file": "token"}


@contextlib.asynccontextmanager
async def synapse_with(folder: Path, **lifetimes: str) -> AsyncIterator[Homeserver]:
    """Run a Synapse of this test's own, with lifetimes that its operator chose."""
    async with run_homeserver(folder) as server:
        await say_otherwise(server, **lifetimes)
        yield server


async def say_otherwise(server: Homeserver, **lifetimes: str) -> None:
    """Start a Synapse again with these lifetimes and no others."""
    await server.stop()
    file = server.folder / "homeserver.yaml"
    kept = {key: value for key, value in yaml.safe_load(file.read_text()).items() if "lifetime" not in key}
    file.write_text(yaml.safe_dump({**kept, **lifetimes}))
    await server.start()


@contextlib.asynccontextmanager
async def stirred(server: Homeserver, bot: UserId, folder: Path) -> AsyncIterator[None]:
    """Let somebody invite the bot again and again, so that it has something to do and does not wait for half a minute."""
    folder.mkdir()
    user = await server.register("stranger", PASSWORD)

    async def stir() -> None:
        async with open_client(server.url, user, "STRANGER", folder, "") as client:
            while True:
                with contextlib.suppress(BotError):  # its own login ends too, and the homeserver starts again
                    client.access_token = await log_in(client, PASSWORD)
                    await client.call("POST", "/_matrix/client/v3/createRoom", {"invite": [bot]})

    stirring = asyncio.create_task(stir())
    yield
    stirring.cancel()
    await asyncio.gather(stirring, return_exceptions=True)


def renewals(bot: BotProcess) -> list[str]:
    """Return by which ways the bot has logged in again."""
    return [line["kind"] for line in bot.log() if line.get("event") == "logged in again"]


async def renewed(bot: BotProcess, times: int, how: str) -> None:
    """Return when the bot has logged in again so often, and always in this way."""
    await bot.until(lambda: len(renewals(bot)) >= times)
    assert set(renewals(bot)) == {how}, renewals(bot)


async def note_of(bot: BotProcess) -> dict[str, str | None]:
    """Return what a stopped bot has noted of its login and identity."""
    async with open_store(bot.data_dir, open_key(None, bot.data_dir)) as store:
        return {key: await store.notes.read(key) for key in ("device_id", "access_token", "refresh_token", "identity")}


async def devices_of(server: Homeserver, user: UserId, folder: Path) -> list[str]:
    """Return the account's devices, as one who logs in beside the bot sees them, without that one's."""
    folder.mkdir(exist_ok=True)
    async with open_client(server.url, user, "WITNESS", folder, "") as client:
        client.access_token = await log_in(client, PASSWORD)
        answer = await client.call("GET", "/_matrix/client/v3/devices")
        return sorted(
            item["device_id"]
            for item in answer["devices"]
            if item["display_name"] == "Third Chair" and item["device_id"] != "WITNESS"
        )


async def test_short_tokens_are_refreshed(tmp_path: Path) -> None:
    """Where tokens last for a second the bot refreshes them for ever, as the same device, also across a restart and a long absence."""
    async with synapse_with(tmp_path / "synapse", refreshable_access_token_lifetime="1s") as server:
        user = await server.register("bot", PASSWORD)
        async with (
            stirred(server, user, tmp_path / "stranger"),
            bot_process(tmp_path / "bot", server.url, user, PASSWORD, deployment=THERE) as bot,
        ):
            await renewed(bot, 2, "refresh-token")
            await bot.kill()
            before = await note_of(bot)
            (bot.folder / "password").write_text("a password that somebody changed")
            await bot.start()
            await bot.ready()
            await renewed(bot, len(renewals(bot)) + 1, "refresh-token")
            assert await bot.stop() == 0
            after = await note_of(bot)
    assert after["device_id"] == before["device_id"]
    assert after["identity"] == before["identity"]
    assert after["refresh_token"] != before["refresh_token"]


async def test_an_ended_session_is_begun_again_by_password(tmp_path: Path) -> None:
    """Where a session itself ends, and its refresh tokens with it, the password logs the bot in again as the same device; a wrong one is waited for."""
    async with synapse_with(
        tmp_path / "synapse", session_lifetime="2s", refreshable_access_token_lifetime="1s"
    ) as server:
        user = await server.register("bot", PASSWORD)
        async with (
            stirred(server, user, tmp_path / "stranger"),
            bot_process(tmp_path / "bot", server.url, user, PASSWORD, deployment=THERE) as bot,
        ):
            await bot.until(lambda: "password" in renewals(bot))
            (bot.folder / "password").write_text("a wrong one")
            alert = await bot.logs("alert", lambda line: line["reason"] == "login-ended")
            assert "Keep the data folder" in alert["remedy"]
            waited = len(renewals(bot))
            (bot.folder / "password").write_text(PASSWORD)
            await bot.until(lambda: len(renewals(bot)) > waited)
            device = (await bot.logs("ready"))["device"]
            assert await bot.stop() == 0
        await say_otherwise(server)
        assert await devices_of(server, user, tmp_path / "witness") == [device]


async def test_a_given_token_that_ended_is_waited_for(tmp_path: Path) -> None:
    """With `access_token_file` the bot waits where its token has ended, and takes up a new one of the same device from the file."""
    async with synapse_with(tmp_path / "synapse", nonrefreshable_access_token_lifetime="3s") as server:
        user = await server.register("bot", PASSWORD)
        place = tmp_path / "bot"
        configure(place, server.url, user, PASSWORD, deployment=THERE)
        async with start_bot(load_settings(place / "bot.yaml"), lambda _: None) as chair:
            device = chair.client.device_id
            await chair.client.call("POST", "/_matrix/client/v3/keys/query", {"device_keys": {}})
        (place / "token").write_text(await token_of(server, user, device, tmp_path))
        async with (
            stirred(server, user, tmp_path / "stranger"),
            bot_process(place, server.url, user, PASSWORD, deployment=GIVEN, started=False) as bot,
        ):
            await bot.start()
            await bot.logs("alert", lambda line: line["reason"] == "login-ended")
            waiting = len(bot.log())
            await say_otherwise(server)
            (bot.folder / "token").write_text(await token_of(server, user, device, tmp_path))
            # On a slow machine it ended before the bot was ready, else after: it goes on from there.
            await bot.until(
                lambda: {line["event"] for line in bot.log()[waiting:]} & {"logged in again", "ready"} != set()
            )


async def token_of(server: Homeserver, user: UserId, device: str, folder: Path) -> str:
    """Return a new access token of a device, made elsewhere."""
    async with open_client(server.url, user, device, folder, "key") as client:
        return await log_in(client, PASSWORD)


async def test_a_hard_logout_stops_and_nothing_is_lost(synapse: Homeserver, newcomer: Any, tmp_path: Path) -> None:
    """Only who logged the device out for good stops the bot, with 77; what it advises keeps identity and data folder."""
    account = await newcomer("bot")
    async with bot_process(tmp_path, synapse.url, account.user_id, account.password, deployment=THERE) as bot:
        before = (await bot.logs("ready"))["device"]
        async with open_client(synapse.url, account.user_id, "ADMIN", tmp_path, "key") as admin:
            admin.access_token = await log_in(admin, account.password)
            body: dict[str, Any] = {"devices": [before]}
            try:
                await admin.call("POST", "/_matrix/client/v3/delete_devices", body)
            except ServerSaysNo as asked:
                proof = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": account.user_id}}
                auth = {**proof, "password": account.password, "session": asked.body["session"]}
                await admin.call("POST", "/_matrix/client/v3/delete_devices", {**body, "auth": auth})
        assert await bot.ends() == 77
        assert "Keep the data folder" in bot.told()
        assert "rotate-device" in bot.told()
        identity = json.loads((await note_of(bot))["identity"] or "")["master_key"]
        assert f"{before} is logged out" in await rotate_device(load_settings(bot.config))
        await bot.start()
        await bot.ready()
        after = (await bot.logs("ready"))["device"]
        assert await bot.stop() == 0
        assert json.loads((await note_of(bot))["identity"] or "")["master_key"] == identity
    assert after != before


async def test_the_same_device_after_a_hard_logout(synapse: Homeserver, newcomer: Any, tmp_path: Path) -> None:
    """A token of the same device, made after somebody logged it out, is taken up: its keys are published again, and verify."""
    account = await newcomer("bot")
    configure(tmp_path, synapse.url, account.user_id, account.password, deployment=THERE)
    shown: list[str] = []
    async with start_bot(load_settings(tmp_path / "bot.yaml"), shown.append) as chair:
        device, key = chair.client.device_id, chair.client.olm.account.identity_keys["ed25519"]
        await chair.client.call("POST", "/_matrix/client/v3/logout", {})
    async with open_client(synapse.url, account.user_id, device, tmp_path, "key") as client:
        (tmp_path / "token").write_text(await log_in(client, account.password))
        configure(tmp_path, synapse.url, account.user_id, account.password, deployment=GIVEN)
    async with start_bot(load_settings(tmp_path / "bot.yaml"), shown.append) as chair:
        asked: dict[str, Any] = {"device_keys": {account.user_id: []}}
        answer = await chair.client.call("POST", "/_matrix/client/v3/keys/query", asked)
        assert answer["device_keys"][account.user_id][device]["keys"][f"ed25519:{device}"] == key
        counts = await chair.client.call("POST", "/_matrix/client/v3/keys/upload", {})
        assert counts["one_time_key_counts"]["signed_curve25519"] > 0
    assert len(shown) == 1


@pytest.mark.parametrize(
    ("body", "error", "status"),
    [
        ({"errcode": "M_UNKNOWN_TOKEN", "soft_logout": True}, LoginExpired, 75),
        ({"errcode": "M_UNKNOWN_TOKEN", "soft_logout": False}, TokenUnknown, 77),
        ({"errcode": "M_UNKNOWN_TOKEN"}, TokenUnknown, 77),
        ({"errcode": "M_UNKNOWN_TOKEN", "soft_logout": "yes"}, TokenUnknown, 77),
        ({"errcode": "M_USER_DEACTIVATED", "soft_logout": True}, LoginRefused, 77),
    ],
)
def test_only_a_hard_logout_stops(body: dict[str, Any], error: type[Exception], status: int) -> None:
    """A soft logout is something to wait for; a hard one ends with 77, which systemd does not start again. Nobody is told to delete anything."""
    refused = map_refusal(401, body)
    assert type(refused) is error
    assert refused.exit_code == status
    assert "eep the data folder" in refused.remedy
    assert not {"delete", "remove", "move"} & set(refused.remedy.lower().split())


class Stage:
    """A client whose homeserver is a test: what it answers to a refresh, a login and a question whose token it is."""

    def __init__(self, store: Store, folder: Path, **deployment: Any) -> None:
        self.client: Any = Client("http://127.0.0.1:1", UserId("@bot:clinic"), "A", folder, "key")
        self.client.access_token = "old"
        self.asked: list[str] = []
        self.answers: dict[str, Any] = {}
        between(self.client, self.call)
        (folder / "password").write_text("password")
        base = {"homeserver": "http://127.0.0.1:1", "user_id": "@bot:clinic", "data_dir": folder}
        given = deployment or {"password_file": folder / "password"}
        self.deployment = Deployment.model_validate({**base, **given})
        self.keeper = LoginKeeper(self.client, self.deployment, store.notes, clock=lambda: 1000.0)

    async def call(self, _method: str, path: str, _body: Any = None) -> dict[str, Any]:
        """Answer, or refuse."""
        kind = path.rpartition("/")[2]
        self.asked.append(kind)
        answer = self.answers[kind]
        if isinstance(answer, Exception):
            raise answer
        return dict(answer)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Open a notebook."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        yield store


NEW = {"access_token": "new", "refresh_token": "r2", "expires_in_ms": 60_000, "device_id": "A"}
NO = ServerSaysNo(403, "M_FORBIDDEN")


@pytest.mark.parametrize("soft", [True, False])
async def test_a_refresh_token_goes_first(store: Store, tmp_path: Path, soft: bool) -> None:
    """A refresh token is tried however the token ended, and what it gives is on disk before it is used."""
    stage = Stage(store, tmp_path)
    stage.answers = {"refresh": NEW}
    await store.notes.write(refresh_token="r1")
    assert await stage.keeper.renew("old", soft=soft)
    assert stage.asked == ["refresh"]
    assert stage.client.access_token == "new"
    kept = [await store.notes.read(key) for key in ("access_token", "refresh_token", "token_ends")]
    assert kept == ["new", "r2", "1060.0"]


async def test_a_refresh_token_is_kept_where_no_other_comes(store: Store, tmp_path: Path) -> None:
    """A homeserver that gives no new refresh token means the one before to be used on."""
    stage = Stage(store, tmp_path)
    stage.answers = {"refresh": {"access_token": "new"}}
    await store.notes.write(refresh_token="r1")
    assert await stage.keeper.renew("old", soft=True)
    assert await store.notes.read("refresh_token") == "r1"


async def test_the_password_is_for_soft_logouts_alone(store: Store, tmp_path: Path) -> None:
    """Where the refresh token is refused the password is used after a soft logout, and not after a hard one."""
    stage = Stage(store, tmp_path)
    stage.answers = {"refresh": NO, "login": NEW}
    await store.notes.write(refresh_token="r1")
    assert not await stage.keeper.renew("old", soft=False)
    assert stage.asked == ["refresh"]
    assert await stage.keeper.renew("old", soft=True)
    assert stage.asked == ["refresh", "refresh", "login"]


async def test_a_wrong_password_is_tried_once(store: Store, tmp_path: Path) -> None:
    """A password that was refused is not tried again until the file says another, so that no account is locked; one alert, however long."""
    stage = Stage(store, tmp_path)
    stage.answers = {"login": NO}
    with structlog.testing.capture_logs() as log:
        for _ in range(3):
            with pytest.raises(LoginExpired):
                await stage.keeper.renew("old", soft=True)
    assert stage.asked == ["login"]
    assert [line["reason"] for line in log if line["event"] == "alert"] == ["login-ended"]
    (tmp_path / "password").write_text("another")
    stage.answers = {"login": NEW}
    assert await stage.keeper.renew("old", soft=True)


async def test_no_answer_is_no_refusal(store: Store, tmp_path: Path) -> None:
    """While the homeserver gives no answer nothing is lost: neither refresh token nor password counts as refused."""
    stage = Stage(store, tmp_path)
    await store.notes.write(refresh_token="r1")
    for kind in ("refresh", "login"):
        stage.answers = {"refresh": NO, kind: HomeserverDown("x"), "login": HomeserverDown("x")}
        with pytest.raises(HomeserverDown):
            await stage.keeper.renew("old", soft=True)
    assert await store.notes.read("refresh_token") == "r1"
    stage.answers = {"refresh": NO, "login": NEW}
    assert await stage.keeper.renew("old", soft=True)


async def test_loops_that_fail_together_log_in_once(store: Store, tmp_path: Path) -> None:
    """Several loops hear at once that the token has ended: one gets another, the others use it."""
    stage = Stage(store, tmp_path)
    stage.answers = {"refresh": NEW}
    await store.notes.write(refresh_token="r1")
    assert await asyncio.gather(*(stage.keeper.renew("old", soft=True) for _ in range(5))) == [True] * 5
    assert stage.asked == ["refresh"]


@pytest.mark.parametrize(
    ("file", "answer", "works"),
    [
        ("fresh", {"user_id": "@bot:clinic", "device_id": "A"}, True),
        ("fresh", {"user_id": "@bot:clinic", "device_id": "B"}, False),
        ("fresh", {"user_id": "@eve:clinic", "device_id": "A"}, False),
        ("fresh", LoginExpired(), False),
        ("old", {"user_id": "@bot:clinic", "device_id": "A"}, False),
        ("", {"user_id": "@bot:clinic", "device_id": "A"}, False),
    ],
)
async def test_a_given_token_is_the_same_devices(
    store: Store, tmp_path: Path, file: str, answer: Any, works: bool
) -> None:
    """A token that somebody puts into the file counts only if it is another one, and of this account and device."""
    (tmp_path / "token").write_text(file)
    stage = Stage(store, tmp_path, access_token_file=tmp_path / "token")
    stage.answers = {"whoami": answer}
    if works:
        assert await stage.keeper.renew("old", soft=True)
        assert stage.client.access_token == "fresh"
        return
    with pytest.raises(LoginExpired):
        await stage.keeper.renew("old", soft=True)
    assert stage.client.access_token == "old"


@pytest.mark.parametrize(
    ("login", "days", "warned", "metric"),
    [
        (Login("t", None, None), 0.0, False, False),
        (Login("t", "r", 60.0), 0.0, False, False),
        (Login("t", None, 30 * DAY), 0.0, False, True),
        (Login("t", None, 30 * DAY), 22.9, False, True),
        (Login("t", None, 30 * DAY), 23.1, True, True),
        (Login("t", None, 30 * DAY), 31.0, True, True),
    ],
)
async def test_somebody_hears_days_before(
    store: Store, tmp_path: Path, login: Login, days: float, warned: bool, metric: bool
) -> None:
    """A token that ends is told of a week before, in log and metric; one that a refresh token follows is nobody's care."""
    deployment = Stage(store, tmp_path).deployment
    await store.notes.write(**make_login_facts(login, 1000.0))
    with structlog.testing.capture_logs() as log:
        assert await warn_of_token_end(store.notes, deployment, 1000.0 + days * DAY) is warned
    assert [line["event"] for line in log] == ["the access token ends soon"] * warned
    assert TOKEN_ENDS._value.get() == (1000.0 + 30 * DAY if metric else 0.0)
    end = await read_token_end(store.notes, deployment)
    assert (end is None) == (login.lifetime is None)
