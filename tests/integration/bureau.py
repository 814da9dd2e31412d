"""Where bots start, in folders of their own, while somebody looks at them from outside and somebody meddles in between.

async with open_bureau(synapse, await newcomer("witness"), tmp_path) as bureau, bureau.bot(account) as bot:
    await bot.identify()
    assert await bureau.vouched(account)
"""

import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from newcomer import Account
from vault_reader import decoded, fits, opened

from bot.app.keys.identify import ensure_identity
from bot.demo.homeserver import Homeserver
from bot.errors import IdentityRefused
from bot.matrix.client.client import Client, open_client
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.client.signature_chain import is_cross_signed, read_only_key
from bot.matrix.client.signing import derive_public_key
from bot.matrix.identity.login import log_in, take_up
from bot.store import Notes, StoreKey, open_store

KEY = StoreKey(bytes(32))
DEVICE = "CHAIR"
Json: TypeAlias = dict[str, Any]
Call: TypeAlias = Callable[[str, str, Json | None], Awaitable[Json]]


class PowerCut(BaseException):
    """The process ends here, as far as the bot can tell."""


@dataclass
class Bot:
    """A bot that is logged in and has not proved its identity yet, and the recovery keys that it showed."""

    client: Client
    notes: Notes
    password: str | None = field(repr=False)
    shown: list[str] = field(default_factory=list, repr=False)

    async def identify(self) -> None:
        """Prove the identity."""
        await ensure_identity(self.client, self.notes, self.password, self.shown.append)

    async def refused(self) -> str:
        """Return the reason and the remedy with which proving the identity is refused; no recovery key was shown."""
        with pytest.raises(IdentityRefused) as error:
            await self.identify()
        assert error.value.exit_code == 77
        assert self.shown == []
        return f"{error.value} {error.value.remedy}"

    async def dies(self, at: int, *, after: bool) -> bool:
        """Prove the identity, unless the power is cut at request number `at`, see `dies`."""
        return await dies(self.client, self.identify, at, after=after)

    def altered(self, alter: Callable[[str, Json], None]) -> None:
        """Put somebody between bot and homeserver who is given each path and answer, and may alter the answer in place."""
        call = self.client.call

        async def lie(method: str, path: str, body: Json | None = None) -> Json:
            answer = await call(method, path, body)
            alter(path, answer)
            return answer

        between(self.client, lie)

    async def data(self, name: str) -> Json | None:
        """Return one event of the account's data, None if there is none."""
        try:
            return await self.client.call("GET", f"/_matrix/client/v3/user/{self.client.user_id}/account_data/{name}")
        except ServerSaysNo:
            return None

    async def found_with(self, words: str) -> str | None:
        """Return the public master key whose seed a recovery key finds in secret storage, None if it finds none."""
        key = decoded(words)[2:34]
        name = str((await self.data("m.secret_storage.default_key") or {}).get("key"))
        about = await self.data(f"m.secret_storage.key.{name}")
        secret = await self.data("m.cross_signing.master")
        if about is None or secret is None or not fits(about, key):
            return None
        seed = opened(secret["encrypted"][name], "m.cross_signing.master", key)
        return derive_public_key(base64.b64decode(seed + b"=")) if seed else None


async def dies(client: Client, work: Callable[[], Awaitable[None]], at: int, *, after: bool) -> bool:
    """Do `work`, unless the power is cut at request number `at`; return whether it was.

    It is cut `after` the request was answered, or else before it is sent.
    """
    send, numbers = client.send, count()

    async def failing(*args: Any, **kwargs: Any) -> Any:
        last = next(numbers) == at
        if last and not after:
            raise PowerCut
        answer = await send(*args, **kwargs)
        if last:
            raise PowerCut
        return answer

    client.send = failing  # type: ignore[method-assign]  # the line is cut there
    try:
        await work()
    except PowerCut:
        return True
    return False


def between(client: Client, call: Call) -> None:
    """Let `call` answer the client's requests, in the place of the homeserver or on the way to it."""
    client.call = call  # type: ignore[assignment, method-assign]  # nobody but a test stands there


@dataclass
class Bureau:
    """One homeserver, a folder for each account, and a witness: another account's client."""

    synapse: Homeserver
    folder: Path
    witness: Client

    @asynccontextmanager
    async def bot(self, account: Account, device: str = DEVICE) -> AsyncIterator[Bot]:
        """Start a bot, up to its login; the same device has the same data folder."""
        folder = self.folder / account.login / device
        folder.mkdir(parents=True, exist_ok=True)
        async with (
            open_store(folder, KEY) as store,
            open_client(self.synapse.url, account.user_id, device, folder, KEY.derive("matrix")) as client,
        ):
            await take_up(client, await log_in(client, account.password))
            yield Bot(client, store.notes, account.password)

    async def seen(self, account: Account) -> Json:
        """Return what the homeserver shows of the account to somebody else."""
        answer = await self.witness.call(
            "POST", "/_matrix/client/v3/keys/query", {"device_keys": {account.user_id: []}}
        )
        parts = {"master": "master_keys", "self_signing": "self_signing_keys", "devices": "device_keys"}
        return {part: answer[name].get(account.user_id) for part, name in parts.items()}

    async def master(self, account: Account) -> str | None:
        """Return the account's public master key, as somebody else sees it; None if it has none."""
        return read_only_key((await self.seen(account))["master"], "master", account.user_id)

    async def vouched(self, account: Account, device: str = DEVICE) -> bool:
        """Return whether somebody else can verify that the device is the account's."""
        seen = await self.seen(account)
        return is_cross_signed(seen["devices"].get(device), seen["master"], seen["self_signing"], account.user_id)


@asynccontextmanager
async def open_bureau(synapse: Homeserver, witness: Account, folder: Path) -> AsyncIterator[Bureau]:
    """Open the bureau and let the witness in."""
    async with open_client(synapse.url, witness.user_id, "EYE", folder, "") as client:
        client.access_token = await log_in(client, witness.password)
        yield Bureau(synapse, folder, client)
