"""Where a host name leads, and so where a backend's text goes."""

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.settings.models import BackendSettings


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


def leaves_this_machine(backend: BackendSettings) -> bool:
    """Return whether text given to `backend` can reach another machine."""
    if backend.kind == "embedded":
        return False
    default = "https://api.anthropic.com" if backend.kind == "anthropic" else None
    url = backend.base_url or default
    return backend.remote or (url is not None and not all_loopback(urlsplit(url).hostname or ""))
