"""A login that lasts: another access token for the same device when one ends, and a warning days before where nobody can get one."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bot.app.services import read_clock
from bot.errors import BotError, HomeserverDown, LoginExpired, PasswordRefused
from bot.log import get_logger
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import Limited
from bot.matrix.identity.login import Login, fetch_device_of_token, log_in_refreshable, refresh_login
from bot.metrics import TOKEN_ENDS
from bot.settings import Deployment
from bot.store import Notes

log = get_logger(__name__)
DAY = 24 * 3600.0
SOON = "Look whether the password file is right: the bot logs in with it then, as the same device."
WARN_BEFORE = 7 * DAY
"""Seconds before the end of a token from which on somebody is told."""


def make_login_facts(login: Login, now: float) -> dict[str, str | None]:
    """Return what is kept of a login, in the encrypted notebook: token, refresh token, and when the token ends."""
    ends = None if login.lifetime is None else repr(now + login.lifetime)
    return {"access_token": login.token, "refresh_token": login.refresh_token, "token_ends": ends}


@dataclass
class LoginKeeper:
    """Keeps one client logged in as its device.

    A refresh token is tried first, however the token ended: a server that leaves its logins to somebody else may not say
    that a logout was soft, and a device that is gone has none that is good. The password is used after a soft logout
    alone: who logged the device out for good meant it.
    """

    client: Client
    deployment: Deployment
    notes: Notes
    clock: Callable[[], float] = read_clock
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    _refused: str | None = field(default=None, repr=False)
    _cried: bool = False

    async def log_in(self) -> str:
        """Log in with the password for the first time, and return the access token.

        Raises:
            BotError: the homeserver does not let us in.
        """
        login = await log_in_refreshable(self.client, read_secret(self.deployment.password_file) or "")
        await self.notes.write(**make_login_facts(login, self.clock()))
        return login.token

    async def renew(self, ended: str, *, soft: bool) -> bool:
        """Get another access token, unless somebody else did meanwhile; return whether there is another now.

        Raises:
            LoginExpired: there is none yet, and the homeserver keeps the device.
            BotError: there was no answer, or the account is closed.
        """
        async with self._turn:
            if self.client.access_token != ended:
                return True
            how = await self._find_way(ended, soft=soft)
            if how is None and soft:
                self._cry()
                raise LoginExpired
            if how is not None:
                self._cried = False
                log.info("logged in again", kind=how, device=self.client.device_id)
            return how is not None

    async def _find_way(self, ended: str, *, soft: bool) -> str | None:
        """Get another token by the first way that works, and return which it was."""
        if self.deployment.access_token_file:
            return "token-file" if soft and await self._take_given_token(ended) else None
        if await self._refresh():
            return "refresh-token"
        return "password" if soft and await self._use_password() else None

    async def _refresh(self) -> bool:
        token = await self.notes.read("refresh_token")
        if token is None:
            return False
        try:
            login = await refresh_login(self.client, token)
        except BotError as error:
            if _is_no_refusal(error):
                raise
            log.warning("the refresh token is refused", error=str(error))
            return False
        await self._keep(login)
        return True

    async def _use_password(self) -> bool:
        """Log in with the password file as it is now; a password that was refused is not tried twice."""
        password = read_secret(self.deployment.password_file)
        if password is None or password == self._refused:
            return False
        try:
            login = await log_in_refreshable(self.client, password)
        except PasswordRefused as error:
            self._refused = password
            log.warning("the password is refused", error=str(error), remedy=error.remedy)
            return False
        await self._keep(login)
        return True

    async def _take_given_token(self, ended: str) -> bool:
        """Take up the token in the file, if somebody has put another of the same device there."""
        token = read_secret(self.deployment.access_token_file)
        if token in {None, "", ended, self._refused}:
            return False
        try:
            if token and await fetch_device_of_token(self.client, token) == self.client.device_id:
                return True
        except BotError as error:
            if _is_no_refusal(error):
                self.client.access_token = ended
                raise
        self.client.access_token, self._refused = ended, token
        log.warning("the new access token is not one of the bot's device", device=self.client.device_id)
        return False

    async def _keep(self, login: Login) -> None:
        """Write the login down before it is used: from its first use on the refresh token before is worth nothing."""
        await self.notes.write(**make_login_facts(login, self.clock()))
        self.client.access_token = login.token
        await note_token_end(self.notes)

    def _cry(self) -> None:
        """Tell the log, once for each time that it comes to this."""
        if not self._cried:
            self._cried = True
            log.error("alert", reason="login-ended", device=self.client.device_id, remedy=LoginExpired().remedy)


def _is_no_refusal(error: BotError) -> bool:
    """Return whether an error says nothing about what was tried: there was no answer, or it was asked for patience."""
    return isinstance(error, HomeserverDown | Limited) and not isinstance(error, LoginExpired)


def read_secret(path: Path | None) -> str | None:
    """Return what a file of one secret holds, None if none is named or it cannot be read now."""
    try:
        return path.read_text(encoding="utf-8").strip() if path else None
    except OSError:
        return None


async def find_token(notes: Notes, deployment: Deployment) -> str | None:
    """Return the access token that the bot has now, given in a file or got by a login; None before the first login."""
    return read_secret(deployment.access_token_file) or await notes.read("access_token")


@dataclass(frozen=True, slots=True)
class TokenEnd:
    """When the access token ends (seconds UTC), and who gets another then."""

    at: float
    renews: Literal["refresh-token", "password", "nobody"]

    def is_worth_a_warning(self, now: float) -> bool:
        """Return whether somebody should hear of it by `now`: it is near, and does not come and go by itself."""
        return self.renews != "refresh-token" and self.at - now < WARN_BEFORE


async def read_token_end(notes: Notes, deployment: Deployment) -> TokenEnd | None:
    """Return when the token ends, None if the homeserver named no end, or somebody gave it."""
    ends = await notes.read("token_ends")
    if ends is None or deployment.access_token_file:
        return None
    if await notes.read("refresh_token"):
        return TokenEnd(float(ends), "refresh-token")
    return TokenEnd(float(ends), "password" if deployment.password_file else "nobody")


async def note_token_end(notes: Notes) -> None:
    """Set the metric: when the token ends, 0 where it has no end that is named or a refresh token gets the next."""
    ends = await notes.read("token_ends")
    TOKEN_ENDS.set(0.0 if ends is None or await notes.read("refresh_token") else float(ends))


async def warn_of_token_end(notes: Notes, deployment: Deployment, now: float) -> bool:
    """Warn in the log if the token ends within days and no refresh token gets the next; return whether it was."""
    await note_token_end(notes)
    end = await read_token_end(notes, deployment)
    if end is None or not end.is_worth_a_warning(now):
        return False
    log.warning("the access token ends soon", kind=end.renews, seconds=round(end.at - now), remedy=SOON)
    return True
