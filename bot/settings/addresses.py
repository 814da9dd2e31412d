"""Where a host name leads."""

import socket
from ipaddress import ip_address


def all_loopback(host: str) -> bool:
    """Return whether `host` resolves, and every address it resolves to is this machine's own loopback."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(ip_address(str(address[0]).partition("%")[0]).is_loopback for *_, address in found)
