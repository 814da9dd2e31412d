"""Which sockets this process may open: those of the homeserver's client and of the locked client, and no other.

A backend of somebody else's is handed the locked client; this watch is why it cannot use another one unnoticed.
It is an audit hook of Python's own (PEP 578), so it stands under every library and cannot be taken away again.
It does not see a library in C that makes its own system calls, nor a name that is looked up.
"""

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from bot.errors import EgressRefused

_PERMITTED: ContextVar[bool] = ContextVar("permitted", default=False)
_SENDING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_STARTING = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"})
_HARMLESS = (["uname", "-p"],)
"""By which Python's `platform`, asked by an SDK, learns the kind of processor, once."""


@contextmanager
def permit_sockets() -> Iterator[None]:
    """Let what runs in this block, and the tasks that it starts, open sockets. For the two clients that are looked after."""
    token = _PERMITTED.set(True)
    try:
        yield
    finally:
        _PERMITTED.reset(token)


def watch_egress(tell: Callable[[str], None]) -> None:
    """Refuse every other way out of this process, from now on and for ever, and `tell` each attempt by its code.

    Where it is refused, `EgressRefused` is raised: a permit reaches tasks and not threads, which open none of ours.
    """

    def refuse(event: str, args: tuple[Any, ...]) -> None:
        if event in _SENDING and not _PERMITTED.get() and _leaves_process(args):
            tell("socket-not-permitted")
            raise EgressRefused("A socket was to be opened past the locked client, and was not.")
        if event in _STARTING and args[1:2] != _HARMLESS:
            tell("program-not-permitted")
            raise EgressRefused("A program was to be started from within the bot, and was not.")

    sys.addaudithook(refuse)


def _leaves_process(args: tuple[Any, ...]) -> bool:
    """Return whether a socket goes to an address of a network: not to a file on this machine, such as the system's log."""
    opened, address = args[0], args[1]
    return address is not None and opened.family in {socket.AF_INET, socket.AF_INET6}
