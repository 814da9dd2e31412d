"""The tests themselves reach nobody: whatever they need runs on this machine."""

import asyncio
import socket
from pathlib import Path

import pytest
from egress_guard import Blocked
from rows import try_each

ELSEWHERE = "192.0.2.1"
"""An address that is nobody's (RFC 5737)."""


@try_each("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_no_socket_gets_out(kind: socket.SocketKind) -> None:
    """Neither a connection nor a datagram leaves, whatever library opens it: the guard stands under them all."""
    with socket.socket(socket.AF_INET, kind) as opened, pytest.raises(Blocked, match="has to run on loopback"):
        opened.connect((ELSEWHERE, 9))
    with socket.socket(socket.AF_INET6, kind) as opened, pytest.raises(Blocked):
        opened.connect(("2001:db8::1", 9))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened, pytest.raises(Blocked):
        opened.sendto(b"-", (ELSEWHERE, 9))


def test_no_name_is_looked_up() -> None:
    """A name server is another machine as well."""
    with pytest.raises(Blocked):
        socket.getaddrinfo("clinic.example", 443)
    with pytest.raises(Blocked):
        socket.gethostbyname("clinic.example")


async def test_no_loop_gets_out() -> None:
    """An event loop's own way to connect is the same way."""
    with pytest.raises(Blocked):
        await asyncio.open_connection(ELSEWHERE, 9)


def test_this_machine_is_reached(tmp_path: Path) -> None:
    """Loopback, by address and by name, and a socket that is a file, are let through."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        for host in ("127.0.0.1", "localhost"):
            socket.create_connection((host, server.getsockname()[1])).close()
    with socket.socket(socket.AF_UNIX) as here, socket.socket(socket.AF_UNIX) as there:
        there.bind(str(tmp_path / "s"))
        there.listen()
        here.connect(str(tmp_path / "s"))
