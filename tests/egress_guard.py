"""A guard over this process: no socket may reach further than this machine, and no program may be started that could.

`guard()` is to be called before anything else is imported. `stay_here()` is over the tests themselves, which start
programs of their own: it is about sockets and names alone. Each is an audit hook of Python's own (PEP 578): it stands under
every library, also those that are loaded later, and it cannot be taken away again.
"""

import sys
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

SENDING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"})
STARTING = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"})

HARMLESS = (["uname", "-p"],)
"""By which an SDK learns the kind of processor, once."""


class Blocked(OSError):
    """Something reached for another machine, and did not get there."""


def guard() -> list[str]:
    """Block it all, and return the list in which each attempt will stand."""
    attempts: list[str] = []
    sys.addaudithook(_hook(attempts))
    return attempts


def stay_here() -> None:
    """Let no socket of this process reach further than this machine, and no name be looked up, from now on."""

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in SENDING and not _stays(event, args):
            raise Blocked(f"{event}: a test reached for another machine; whatever it needs has to run on loopback")

    sys.addaudithook(hook)


def _hook(attempts: list[str]) -> Callable[[str, tuple[Any, ...]], None]:
    def hook(event: str, args: tuple[Any, ...]) -> None:
        if (event in STARTING and args[1:2] != HARMLESS) or (event in SENDING and not _stays(event, args)):
            attempts.append(event)
            raise Blocked(event)

    return hook


def _stays(event: str, args: tuple[Any, ...]) -> bool:
    """Return whether what a socket is about to do stays on this machine."""
    host: Any = args[0] if event.startswith("socket.get") else args[1]
    if isinstance(host, tuple):
        host = host[0]
    if host is None or isinstance(host, bytes) or host in {"", "localhost"}:
        return True  # a connected socket, one of the local file system, or this machine
    try:
        address = ip_address(host)
        return address.is_loopback or event.startswith("socket.get")  # a number is read, and nobody is asked for it
    except ValueError:
        return str(host).startswith("/")
