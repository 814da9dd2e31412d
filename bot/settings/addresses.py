"""Where a host name leads."""

import socket
from ipaddress import ip_address


def is_loopback(address: str) -> bool:
    """Return whether the IP address `address` is this machine's own loopback."""
    return ip_address(address.partition("%")[0]).is_loopback


def all_loopback(host: str) -> bool:
    """Return whether `host` resolves, and every address it resolves to is this machine's own loopback."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(is_loopback(str(address[0])) for *_, address in found)
