"""The bot's identity on a real homeserver: one, ours, verifiable by others, whatever is cut off or altered on the way."""

import base64
import json
from collections.abc import AsyncIterator, Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from bureau import DEVICE, Bot, Bureau, Json, PowerCut, between, open_bureau
from newcomer import Account, Newcomer

from bot.app.keys.identify import ensure_identity
from bot.demo.homeserver import Homeserver
from bot.errors import IdentityRefused
from bot.matrix.client.refusals import map_refusal
from bot.matrix.client.signature_chain import read_only_key
from bot.matrix.client.signing import derive_public_key, is_signed_by
from bot.matrix.identity import cross_signing
from bot.matrix.identity.cross_signing import Seeds

PASSWORD_FLOW = {"flows": [{"stages": ["m.login.password"]}], "session": "S1", "params": {}}
OTHER = derive_public_key(bytes(32))


@pytest.fixture
async def bureau(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> AsyncIterator[Bureau]:
    """Open the bureau."""
    async with open_bureau(synapse, await newcomer("witness"), tmp_path) as opened:
        yield opened


@pytest.fixture
async def account(newcomer: Newcomer) -> Account:
    """Return a fresh account for a bot."""
    return await newcomer("bot")


# ---- the first start, and the second ---------------------------------------------------------------------------------


async def test_the_first_start_makes_an_identity_that_others_can_verify(bureau: Bureau, account: Account) -> None:
    """Somebody else follows the chain from the device to the master key and back; the recovery key finds the same identity."""
    async with bureau.bot(account) as bot:
        await bot.identify()
        assert await bureau.vouched(account)
        seen = await bureau.seen(account)
        assert list(seen["devices"]) == [DEVICE]
        device_key = f"ed25519:{DEVICE}"
        assert is_signed_by(seen["master"], account.user_id, device_key, seen["devices"][DEVICE]["keys"][device_key])
        (words,) = bot.shown
        assert await bot.found_with(words) == await bureau.master(account)
        assert await bot.notes.read("identity_draft") is None


async def test_of_the_seeds_only_the_self_signing_one_is_kept(bureau: Bureau, account: Account) -> None:
    """What is on disk afterwards can vouch for devices and cannot replace the identity."""
    async with bureau.bot(account) as bot:
        await bot.identify()
        kept = await bot.notes.read("identity")
    assert kept is not None
    held = json.loads(kept)
    assert set(held) == {"master_key", "self_signing"}
    seen = await bureau.seen(account)
    assert held["master_key"] == read_only_key(seen["master"], "master", account.user_id)
    seed = base64.b64decode(held["self_signing"])
    assert derive_public_key(seed) == read_only_key(seen["self_signing"], "self_signing", account.user_id)


async def test_the_second_start_changes_nothing(bureau: Bureau, account: Account) -> None:
    """The same keys, the same storage, no recovery key; one look at what the homeserver shows is all it takes."""
    async with bureau.bot(account) as bot:
        await bot.identify()
        first = await bureau.seen(account)
        storage = await bot.data("m.cross_signing.master")
    async with bureau.bot(account) as bot:
        asked: list[str] = []
        bot.altered(lambda path, _: asked.append(path))
        await bot.identify()
        assert bot.shown == []
        assert asked == ["/_matrix/client/v3/keys/query"]
        assert await bureau.seen(account) == first
        assert await bot.data("m.cross_signing.master") == storage


# ---- cut off on the way ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [False, True], ids=["before it is sent", "after it was answered"])
async def test_power_cuts_leave_one_identity(bureau: Bureau, account: Account, *, after: bool) -> None:
    """Cut off at one request later each time, the bot ends with the identity that it published first, and its key shown."""
    first = None
    for at in count():
        async with bureau.bot(account) as bot:
            died = await bot.dies(at, after=after)
            first = first or await bureau.master(account)
            assert first == await bureau.master(account)
            if not died:
                break
            assert bot.shown == []
    assert at > 15
    assert await bureau.vouched(account)
    async with bureau.bot(account) as again:
        await again.identify()
        assert again.shown == []
        (words,) = bot.shown
        assert await again.found_with(words) == first


async def test_a_recovery_key_that_was_not_shown_is_shown_again(bureau: Bureau, account: Account) -> None:
    """If the power fails while the key is being shown, the next start shows the same one."""
    shown: list[str] = []

    def show(words: str) -> None:
        shown.append(words)
        raise PowerCut

    async with bureau.bot(account) as bot:
        with pytest.raises(PowerCut):
            await ensure_identity(bot.client, bot.notes, bot.password, show)
    async with bureau.bot(account) as bot:
        await bot.identify()
        assert bot.shown == shown
        assert await bot.found_with(shown[0]) == await bureau.master(account)


# ---- an account that is somebody else's ------------------------------------------------------------------------------


async def test_another_identity_is_left_alone(bureau: Bureau, account: Account) -> None:
    """Where another bot has set up identity and storage, nothing changes on the homeserver, password or not."""
    async with bureau.bot(account, "FIRST") as bot:
        await bot.identify()
        (words,) = bot.shown
    first = await bureau.seen(account)
    async with bureau.bot(account, "SECOND") as bot:
        assert "new account" in await bot.refused()
        with pytest.raises(IdentityRefused):
            await cross_signing.publish_identity(bot.client, Seeds.new(), account.password)
        assert await bot.found_with(words) == await bureau.master(account)
    now = await bureau.seen(account)
    assert (now["master"], now["self_signing"]) == (first["master"], first["self_signing"])
    assert await bureau.vouched(account, "FIRST")
    assert not await bureau.vouched(account, "SECOND")


async def test_another_identity_without_a_storage_gets_none_of_ours(bureau: Bureau, account: Account) -> None:
    """An account with an identity and no secret storage is refused before a storage is written into it."""
    async with bureau.bot(account, "FIRST") as bot:
        await bot.client.settle_keys()
        await cross_signing.publish_identity(bot.client, Seeds.new(), None)
    async with bureau.bot(account, "SECOND") as bot:
        assert "does not know" in await bot.refused()
        assert await bot.data("m.secret_storage.default_key") is None
        assert await bot.data("m.cross_signing.master") is None


async def test_another_storage_is_refused_before_an_identity_is_published(bureau: Bureau, account: Account) -> None:
    """Where somebody set up a secret storage, the bot leaves neither keys in it nor an identity behind."""
    async with bureau.bot(account) as bot:
        default = f"/_matrix/client/v3/user/{account.user_id}/account_data/m.secret_storage.default_key"
        await bot.client.call("PUT", default, {"key": "THEIRS"})
        assert "account of its own" in await bot.refused()
        assert await bot.data("m.secret_storage.default_key") == {"key": "THEIRS"}
        assert await bot.data("m.cross_signing.master") is None
    assert await bureau.master(account) is None


# ---- a homeserver that alters ----------------------------------------------------------------------------------------


def showing(**changes: Any) -> Callable[[str, Json], None]:
    """Return what alters how the homeserver shows our own device; a key that is None is left out."""

    def alter(path: str, answer: Json) -> None:
        if not path.endswith("/keys/query"):
            return
        for devices in answer["device_keys"].values():
            devices[DEVICE] = {key: value for key, value in {**devices[DEVICE], **changes}.items() if value is not None}

    return alter


DEVICES_OF_ANOTHER: dict[str, Json] = {
    "another signing key": {"keys": {f"ed25519:{DEVICE}": OTHER, f"curve25519:{DEVICE}": OTHER}},
    "no keys": {"keys": None},
    "keys that are none": {"keys": "keys"},
    "another person's": {"user_id": "@eve:clinic"},
    "another device's": {"device_id": "OTHER"},
}


@pytest.mark.parametrize("changes", DEVICES_OF_ANOTHER)
async def test_an_altered_device_is_not_signed(bureau: Bureau, account: Account, changes: str) -> None:
    """If the homeserver shows other keys for our device than it was given, our identity does not vouch for them."""
    async with bureau.bot(account) as bot:
        bot.altered(showing(**DEVICES_OF_ANOTHER[changes]))
        assert "other keys" in await bot.refused()
    (device,) = (await bureau.seen(account))["devices"].values()
    assert list(device["signatures"][account.user_id]) == [f"ed25519:{DEVICE}"]


async def test_one_altered_key_is_enough(bureau: Bureau, account: Account) -> None:
    """The key that messages are encrypted to counts as much as the one that signs."""

    def alter(path: str, answer: Json) -> None:
        if path.endswith("/keys/query"):
            answer["device_keys"][account.user_id][DEVICE]["keys"][f"curve25519:{DEVICE}"] = OTHER

    async with bureau.bot(account) as bot:
        bot.altered(alter)
        assert "other keys" in await bot.refused()


async def test_a_device_that_is_not_shown_is_not_signed(bureau: Bureau, account: Account) -> None:
    """If the homeserver shows no such device, or nothing that can be read, the bot does not start."""
    async with bureau.bot(account) as bot:
        bot.altered(lambda path, answer: answer.update(device_keys=[]) if path.endswith("/keys/query") else None)
        assert "other keys" in await bot.refused()


async def test_alterations_show_at_later_starts_too(bureau: Bureau, account: Account) -> None:
    """A device altered after the first start is refused, and so is an identity that was exchanged or lost."""
    async with bureau.bot(account) as bot:
        await bot.identify()
    meddling: list[tuple[Callable[[str, Json], None], str]] = [
        (showing(keys={f"ed25519:{DEVICE}": OTHER}), "other keys"),
        (lambda _, answer: answer["master_keys"][account.user_id].update(keys={f"ed25519:{OTHER}": OTHER}), "not know"),
        (lambda _, answer: answer["master_keys"][account.user_id].update(user_id="@eve:clinic"), "not know"),
        (lambda _, answer: answer.pop("master_keys"), "no longer knows"),
    ]
    for alter, why in meddling:
        async with bureau.bot(account) as bot:
            bot.altered(alter)
            assert why in await bot.refused()
    async with bureau.bot(account) as bot:
        await bot.identify()


async def test_a_self_signing_key_of_the_homeservers_own_is_refused(bureau: Bureau, account: Account) -> None:
    """A self-signing key that our master key did not sign vouches for nothing, and the bot says that others see no chain."""
    own = {"user_id": account.user_id, "usage": ["self_signing"], "keys": {f"ed25519:{OTHER}": OTHER}}

    def alter(path: str, answer: Json) -> None:
        if path.endswith("/keys/query"):
            answer["self_signing_keys"] = {account.user_id: own}

    async with bureau.bot(account) as bot:
        bot.altered(alter)
        assert "does not show the bot's device as signed" in await bot.refused()


async def test_a_signature_that_does_not_arrive_is_noticed(bureau: Bureau, account: Account) -> None:
    """The status 200 is not believed: failures inside the answer count, and so does a signature that is not shown."""

    def fail(path: str, answer: Json) -> None:
        if path.endswith("/keys/signatures/upload"):
            answer["failures"] = {account.user_id: {DEVICE: {"errcode": "M_INVALID_SIGNATURE"}}}

    async with bureau.bot(account) as bot:
        bot.altered(fail)
        assert "refused the signature" in await bot.refused()
    async with bureau.bot(account) as bot:
        bot.altered(showing(signatures={}))
        assert "does not show the bot's device as signed" in await bot.refused()


# ---- who are you? ----------------------------------------------------------------------------------------------------


def asking(bot: Bot, challenge: Json) -> list[Json]:
    """Let the homeserver ask who we are before it takes an identity; return the proofs that it is given."""
    call = bot.client.call
    proofs: list[Json] = []

    async def ask(method: str, path: str, body: Json | None = None) -> Json:
        if not path.endswith("/device_signing/upload"):
            return await call(method, path, body)
        assert body is not None
        if "auth" not in body:
            raise map_refusal(401, challenge)
        proofs.append(body["auth"])
        return await call(method, path, {key: value for key, value in body.items() if key != "auth"})

    between(bot.client, ask)
    return proofs


async def test_the_password_is_given_when_asked_for(bureau: Bureau, account: Account) -> None:
    """A homeserver that wants the password once more gets it, in the session that it named, and once."""
    async with bureau.bot(account) as bot:
        proofs = asking(bot, PASSWORD_FLOW)
        await bot.identify()
    who = {"type": "m.id.user", "user": account.user_id}
    assert proofs == [{"type": "m.login.password", "identifier": who, "password": account.password, "session": "S1"}]
    assert await bureau.vouched(account)


async def test_a_real_homeserver_takes_the_proof(bureau: Bureau, account: Account) -> None:
    """Synapse, which asks before it replaces an identity, takes the right password and refuses a wrong one."""
    async with bureau.bot(account) as bot:
        await bot.identify()
        first, keys = await bureau.master(account), cross_signing.make_identity_keys(bot.client, Seeds.new())
        with pytest.raises(IdentityRefused, match="did not accept the password") as wrong:
            await cross_signing._upload_keys(bot.client, keys, "not the password")
        assert "not the password" not in f"{wrong.value} {wrong.value.remedy}"
        assert await bureau.master(account) == first
        await cross_signing._upload_keys(bot.client, keys, account.password)
        assert await bureau.master(account) == next(iter(keys["master_key"]["keys"].values()))


async def test_without_a_password_the_remedy_is_to_give_one(bureau: Bureau, account: Account) -> None:
    """A bot that was started with an access token says that the first start needs the password, and can go on with it."""
    async with bureau.bot(account) as bot:
        asking(bot, PASSWORD_FLOW)
        bot.password, password = None, bot.password
        assert "`password_file`" in await bot.refused()
        bot.password = password
        await bot.identify()
    assert await bureau.vouched(account)


@pytest.mark.parametrize("stage", ["m.oauth", "org.matrix.cross_signing_reset"])
async def test_a_person_is_told_which_page_to_open(bureau: Bureau, account: Account, stage: str) -> None:
    """Where a person must approve, the remedy holds the page's address; after approval the next start goes on."""
    page = "https://account.clinic.example/account/?action=org.matrix.cross_signing_reset"
    async with bureau.bot(account) as bot:
        asking(bot, {"flows": [{"stages": [stage]}], "params": {stage: {"url": page}}, "session": "S1"})
        assert f"Open {page}, log in as the bot" in await bot.refused()
    async with bureau.bot(account) as bot:
        await bot.identify()
    assert await bureau.vouched(account)


JUNK = [
    "javascript:alert(1)",
    "http://clinic.example/",
    "http://127.0.0.1.evil.example/",
    "http://127.0.0.1@evil.example/",
    "https://evil.example/ \x1b[2J",
    "https://evil.example/\nThe password is needed",
    "https://evil.example/\u202egpj.exe",
    "https://evil.example/" + "a" * 5000,
    "https://",
    7,
    None,
    ["https://evil.example/"],
]


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_junk_is_not_printed(junk: Any) -> None:
    """What is no plain https address is not shown to the person who would open it."""
    for asked in ({"params": {"m.oauth": {"url": junk}}}, {"params": {"m.oauth": junk}}, {"params": junk}, {"x": junk}):
        assert cross_signing._read_approval_page(asked) is None


async def test_a_question_that_makes_no_sense_needs_a_person(bureau: Bureau, account: Account) -> None:
    """If the homeserver asks for something unknown, the password is not sent, and a person is called."""
    async with bureau.bot(account) as bot:
        call = bot.client.call
        nonsense: list[Any] = [None, [], {}, "flows", [None], [{"stages": "m.login.password"}], [{"stages": [7]}]]
        for flows in nonsense:
            between(bot.client, call)
            proofs = asking(bot, {"flows": flows, "session": "S1"})
            assert "the account page of the homeserver" in await bot.refused()
            assert proofs == []
