"""An account on the tests' Synapse, and how to come by one."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.model import UserId


@dataclass(frozen=True, slots=True)
class Account:
    """A fresh account: the whole user id, the name to log in with, the password."""

    user_id: UserId
    login: str
    password: str


Newcomer: TypeAlias = Callable[[str], Awaitable[Account]]
