"""The bot's account: registered with the homeserver's secret, or checked by password or token before anything is written down."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bot.app.operator.init.folder import write_new
from bot.app.operator.init.refused import InitRefused
from bot.app.renew_login import read_secret
from bot.errors import BotError, HomeserverDown, LoginRefused, PasswordRefused
from bot.matrix.checkup import fetch_versions
from bot.matrix.client.client import Client, open_client
from bot.matrix.client.refusals import ENDED, ServerSaysNo
from bot.matrix.identity.login import fetch_device_of_token, log_in, log_out, make_device_id
from bot.matrix.identity.register import NamedOtherwise, NameTaken, register_account
from bot.model import UserId
from bot.settings.starter_files import DATA_DIR, PASSWORD_FILE, TOKEN_FILE

LOGIN = "/_matrix/client/v3/login"
_MAS_REMEDY = (
    "With a matrix-authentication-service: `mas-cli manage issue-compatibility-token NAME DEVICE` makes a token for "
    "`--access-token-file`."
)


@dataclass(frozen=True, slots=True)
class Credential:
    """What lets the bot in: the homeserver's registration secret, the account's password, or an access token of it."""

    kind: Literal["registration", "password", "token"]
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AccountPlace:
    """Which account on which homeserver, and the bot's folder. `admin_url` is where accounts are registered."""

    homeserver: str
    admin_url: str
    user: UserId
    folder: Path

    @asynccontextmanager
    async def open_asking(self, address: str | None = None) -> AsyncIterator[Client]:
        """Open a client without keys, whose device stays nobody's: it is logged out before the bot has one."""
        where = address or self.homeserver
        async with open_client(where, self.user, make_device_id(), self.folder / DATA_DIR, "") as client:
            yield client


async def settle_account(place: AccountPlace, credential: Credential, say: Callable[[str, str], None]) -> None:
    """See that the account is there and that `credential` opens it, and write down what opens it from now on.

    Raises:
        BotError: it does not, or the homeserver does not answer; then nothing that is wrong is written down.
        OSError: it cannot be written down.
    """
    await _require_homeserver(place)
    match credential.kind:
        case "registration":
            await _register(place, credential.secret, say)
        case "password":
            await _require_password(place, credential.secret)
            keep_secret(place.folder / PASSWORD_FILE, credential.secret)
            say("account", f"the password opens {place.user}; it is in {PASSWORD_FILE}")
        case "token":
            await _require_token(place, credential.secret)
            keep_secret(place.folder / TOKEN_FILE, credential.secret)
            say("account", f"the access token is one of {place.user}; it is in {TOKEN_FILE}")


def keep_secret(file: Path, secret: str) -> None:
    """Write a secret down, unless it stands there already.

    Raises:
        InitRefused: the file holds another.
        OSError: it cannot be written.
    """
    if not write_new(file, f"{secret}\n") and read_secret(file) != secret:
        raise InitRefused(f"{file} is there already and holds another secret.", "Remove it, and run this again.")


async def _require_homeserver(place: AccountPlace) -> None:
    remedy = f"Give its address by `--homeserver`: the `base_url` at https://{place.user.partition(':')[2]}/.well-known/matrix/client"
    async with place.open_asking() as client:
        try:
            versions = await fetch_versions(client)
        except (ServerSaysNo, HomeserverDown) as error:
            raise HomeserverDown(f"At {place.homeserver} no homeserver answers. {error}", remedy) from None
    if not versions:
        raise HomeserverDown(f"What answers at {place.homeserver} is no Matrix homeserver.", remedy)


async def _register(place: AccountPlace, secret: str, say: Callable[[str, str], None]) -> None:
    """Register the account with a new password, which is written down before: an answer that is lost loses no account."""
    file = place.folder / PASSWORD_FILE
    kept = read_secret(file)
    if kept and await _opens(place, kept):
        say("account", f"{place.user} was registered before; its password is in {PASSWORD_FILE}")
        return
    password = kept or secrets.token_urlsafe(32)
    if not kept:
        write_new(file, f"{password}\n")
    try:
        async with place.open_asking(place.admin_url) as client:
            await register_account(client, password, secret)
    except NameTaken as error:
        _forget(file, kept)
        if kept:
            remedy = (
                f"Write the account's password into {file}, or remove that file and choose another name by `--user`."
            )
            raise LoginRefused(f"{error} {PASSWORD_FILE} does not open it.", remedy) from None
        raise
    except LoginRefused as error:
        if not isinstance(error, NamedOtherwise):
            _forget(file, kept)
        raise
    say("account", f"{place.user} is registered; its password is in {PASSWORD_FILE}")


def _forget(file: Path, kept: str | None) -> None:
    """Remove a password that opens nothing; one that was there before is somebody's."""
    if not kept:
        file.unlink()


async def _opens(place: AccountPlace, password: str) -> bool:
    try:
        await _require_password(place, password)
    except PasswordRefused:
        return False
    return True


async def _require_password(place: AccountPlace, password: str) -> None:
    """Log in with a password and out again, so that no device is left of it.

    Raises:
        LoginRefused: it is not the account's, or the homeserver takes no passwords.
    """
    async with place.open_asking() as client:
        flows = (await client.call("GET", LOGIN)).get("flows")
        kinds = [flow.get("type") for flow in flows if isinstance(flow, dict)] if isinstance(flows, list) else []
        if "m.login.password" not in kinds:
            raise LoginRefused("The homeserver takes no passwords.", _MAS_REMEDY)
        try:
            client.access_token = await log_in(client, password)
        except PasswordRefused as error:
            raise PasswordRefused(str(error), "Correct `--user`, or the password, and run this again.") from None
        await log_out(client)


async def _require_token(place: AccountPlace, token: str) -> None:
    """Ask whose an access token is.

    Raises:
        LoginRefused: nobody's, another account's, or no device's.
    """
    remedy = f"Copy it whole, in one line, and make a new one if it has ended. {_MAS_REMEDY}"
    unknown = LoginRefused("The homeserver does not know this access token.", remedy)
    if not token.isascii() or not token.isprintable():  # no request can be made with it
        raise unknown
    async with place.open_asking() as client:
        try:
            await fetch_device_of_token(client, token)
        except ServerSaysNo:
            raise unknown from None
        except BotError as error:
            raise (unknown if ENDED in str(error) else error) from None


def require_same_account(named: str, given: tuple[str, ...], flag: str) -> None:
    """Return if what bot.yaml says and the command line does are one.

    Raises:
        InitRefused: they are two.
    """
    if given and given[-1].rstrip("/") != named.rstrip("/"):
        remedy = f"Leave `{flag}` out, or correct bot.yaml, or choose another folder: nothing is overwritten."
        raise InitRefused(f"bot.yaml is there already and says {named}, not {given[-1]}.", remedy)
