"""Where a host name leads, and so where a backend's text goes."""

import socket
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from bot.policy import Distance
from bot.settings.models import BackendSettings

ANTHROPIC_URL = "https://api.anthropic.com"
"""Where a backend of the kind `anthropic` is that names no address."""


def is_loopback(address: str) -> bool:
    """Return whether the IP address `address` is this machine's own loopback."""
    return ip_address(address.partition("%")[0]).is_loopback


def is_local(address: str, networks: tuple[str, ...]) -> bool:
    """Return whether the IP address `address` is this machine's own loopback or lies in one of `networks`."""
    bare = ip_address(address.partition("%")[0])
    return bare.is_loopback or any(bare in ip_network(network) for network in networks)


def is_loopback_host(host: str) -> bool:
    """Return whether `host` resolves, and every address it resolves to is this machine's own loopback."""
    addresses = list_addresses(host)
    return bool(addresses) and all(is_loopback(address) for address in addresses)


def list_addresses(host: str) -> tuple[str, ...]:
    """Return every address that `host` resolves to now; none if it does not resolve."""
    try:
        resolved = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(str(address[0]) for *_, address in resolved)


def find_backend_place(backend: BackendSettings, networks: tuple[str, ...]) -> Distance:
    """Return where text given to `backend` goes now; a host that does not resolve may be anywhere."""
    if backend.kind == "embedded":
        return "here"
    if is_declared_remote(backend):
        return "remote"
    if backend.base_url is None:
        return "here"
    addresses = list_addresses(read_host(backend))
    if not addresses or not all(is_local(address, networks) for address in addresses):
        return "remote"
    return "here" if all(is_loopback(address) for address in addresses) else "network"


def is_declared_remote(backend: BackendSettings) -> bool:
    """Return whether `backend` leaves the clinic by what the file says, wherever its name leads."""
    return backend.remote or (backend.kind == "anthropic" and backend.base_url is None)


def read_host(backend: BackendSettings) -> str:
    """Return the host in the address of `backend`, empty if there is none."""
    try:
        return urlsplit(backend.base_url or "").hostname or ""
    except ValueError:
        return ""


def is_sent_in_clear(backend: BackendSettings, networks: tuple[str, ...]) -> bool:
    """Return whether text for `backend` would leave this machine and `networks` without encryption."""
    if not (backend.base_url or "").lower().startswith("http:"):
        return False
    addresses = list_addresses(read_host(backend))
    return not addresses or not all(is_local(address, networks) for address in addresses)
