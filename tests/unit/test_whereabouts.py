"""Where a backend is, by what its name resolves to: on this machine, in the clinic's networks, or out of the clinic."""

import socket
from pathlib import Path

import pytest
from clinic_files import GOOD, mistakes, written
from rows import try_each

from bot.settings import load_settings
from bot.settings.backend_places import find_backend_place, is_local
from bot.settings.models import BackendSettings

NETWORKS = ("192.168.7.0/24", "fd00:7::/48")
Names = dict[str, tuple[str, ...]]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Return the only names that resolve in this test, to be filled by it."""
    known: Names = {}

    def resolve(host: str, *_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


def backend(**more: object) -> BackendSettings:
    """Return a backend whose host is `models.test`, unless `more` says otherwise."""
    return BackendSettings.model_validate(
        {"kind": "openai", "base_url": "https://models.test/v1", "model": "m", **more}
    )


@try_each("address", ["127.0.0.1", "127.8.8.8", "::1", "192.168.7.9", "fd00:7::1%eth0"])
def test_local_is_this_machine_and_the_networks_of_the_clinic(address: str) -> None:
    """Loopback needs no line in the file, everything else does."""
    assert is_local(address, NETWORKS)


@try_each(
    "address",
    [
        "10.0.0.1",
        "192.168.8.1",
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104  nothing is bound, it is asked about
        "::",
        "fe80::1%eth0",
        "2001:db8::1",
        "::ffff:192.168.7.9",
    ],
)
def test_any_other_address_is_out_of_the_clinic(address: str) -> None:
    """A private network that nobody named is somebody else's, and so is the address that means any."""
    assert not is_local(address, NETWORKS)


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (("127.0.0.1", "::1"), "here"),
        (("192.168.7.9",), "network"),
        (("127.0.0.1", "fd00:7::1"), "network"),
        (("192.168.7.9", "192.0.2.1"), "remote"),
        (("192.168.8.9",), "remote"),
        ((), "remote"),
    ],
)
def test_a_backend_is_where_all_its_addresses_are(value: tuple[str, ...], where: str, names: Names) -> None:
    """The furthest address counts, and what does not resolve may be anywhere."""
    names |= {"models.test": value} if value else {}
    assert find_backend_place(backend(), NETWORKS) == where


def test_what_the_file_says_counts_more_than_the_address(names: Names) -> None:
    """A gateway is remote wherever it runs; Anthropic's own address is remote, and nobody is asked where it is."""
    names["models.test"] = ("127.0.0.1",)
    assert find_backend_place(backend(remote=True), NETWORKS) == "remote"
    assert find_backend_place(backend(kind="anthropic", base_url=None), NETWORKS) == "remote"
    assert find_backend_place(BackendSettings(), ()) == "here"


def test_the_answer_of_the_start_stays(names: Names, tmp_path: Path) -> None:
    """A name that leads elsewhere later makes no local backend a remote one: masks, cards and connections agree."""
    names |= {"models.test": ("192.168.7.9",), "127.0.0.1": ("127.0.0.1",)}
    more = "local_networks: [192.168.7.0/24]\nbackends:\n  far: {kind: openai, base_url: 'http://models.test/v1', model: m}\n"
    settings = load_settings(written(tmp_path, GOOD + more))
    names["models.test"] = ("192.0.2.1",)
    assert settings.where("far") == "network"
    placed = settings.placed_backends["far"]
    assert (placed.remote, placed.networks) == (False, ("192.168.7.0/24",))


@pytest.mark.parametrize(
    "network",
    ["0.0.0.0/0", "::/0", "203.0.113.0/24", "192.168.0.0/15", "10.0.0.0/7", "::ffff:0:0/96", "192.168.1.5/24", "x"],
)
def test_a_network_that_is_no_clinics_is_a_mistake(tmp_path: Path, network: str) -> None:
    """Public ranges, the whole internet and what is no network are told with their line and what to write instead."""
    told = mistakes(written(tmp_path, f"{GOOD}local_networks: [192.168.7.0/24, '{network}']\n"))
    assert "bot.yaml:7: `local_networks` (entry 2): this " in told
    assert "such as 192.168.1.0/24" in told


def test_what_leaves_the_clinic_unencrypted_is_a_mistake(tmp_path: Path, names: Names) -> None:
    """Plain http to another machine needs that machine to be in the clinic's networks, by name."""
    names |= {"models.test": ("192.168.7.9",), "127.0.0.1": ("127.0.0.1",)}
    far = "backends:\n  far: {kind: openai, base_url: 'http://models.test/v1', model: m}\n"
    told = mistakes(written(tmp_path, GOOD + far))
    assert "bot.yaml:8: backend `far` is on another machine and not reached by https. Use https; if it is in" in told
    (tmp_path / "bot.yaml").write_text(f"{GOOD}local_networks: [192.168.7.0/24]\n{far}")
    load_settings(tmp_path / "bot.yaml")


def test_a_host_that_does_not_resolve_is_a_mistake(tmp_path: Path, names: Names) -> None:
    """Nobody can tell where its text would go; only who says `remote: true` has told."""
    names["127.0.0.1"] = ("127.0.0.1",)
    far = "backends:\n  far: {kind: openai, base_url: 'https://nowhere.test/v1', model: m}\n"
    assert "the host of backend `far` does not resolve" in mistakes(written(tmp_path, GOOD + far))
    (tmp_path / "bot.yaml").write_text(GOOD + far.replace("model: m", "model: m, remote: true"))
    assert "does not resolve" not in mistakes(tmp_path / "bot.yaml")
