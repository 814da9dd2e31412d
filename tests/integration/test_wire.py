"""The locked client: text stays in the clinic, whatever names resolve to or the environment says."""

import asyncio
import json
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from backends import ASKED, KEY, KINDS, PROMPT, opened
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from model_server import ModelServer, model_server

from bot.errors import BackendDown, BackendRefused
from bot.llm.environment import drop_sdk_variables
from bot.llm.transport import open_locked_client, read_key, stays_local
from bot.settings import BackendSettings

Names = dict[str, tuple[str, ...]]
Connects = Callable[[], list[Any]]

_connects: list[Any] = []
sys.addaudithook(lambda event, args: _connects.append(args[1]) if event == "socket.connect" else None)


@pytest.fixture
def connects() -> Connects:
    """Return a function that gives every address this process has connected a socket to since the test began."""
    before = len(_connects)
    return lambda: _connects[before:]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Return the only names and addresses that resolve in this test, to be filled by it."""
    known: Names = {"127.0.0.1": ("127.0.0.1",)}

    def resolve(host: str, port: object, *_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


def _named(server: ModelServer, name: str) -> str:
    """Return the address of `server` with a host name in the place of the number."""
    return server.url.replace("127.0.0.1", name)


# ---- which addresses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "stays"),
    [
        ("http://127.0.0.1:11434/v1", True),
        ("http://[::1]:8080", True),
        ("http://models.clinic.test", True),
        ("http://mixed.clinic.test", False),
        ("https://api.anthropic.com", False),
        ("http://192.0.2.1", False),
        ("http://127.0.0.1@192.0.2.1", False),
        ("http://unknown.test", False),
        ("http://", False),
        ("127.0.0.1:80", False),
        ("http://[", False),
    ],
)
async def test_a_url_stays_here_only_if_all_its_addresses_do(
    url: str, stays: bool, names: Names, connects: Connects
) -> None:
    """One address elsewhere is enough to say no, and what does not resolve is no as well; nobody is contacted."""
    names |= {"::1": ("::1",), "192.0.2.1": ("192.0.2.1",), "api.anthropic.com": ("192.0.2.7",)}
    names |= {"models.clinic.test": ("127.0.0.1", "::1"), "mixed.clinic.test": ("127.0.0.1", "192.0.2.1")}
    assert await stays_local(url) is stays
    assert connects() == []


# ---- at the start ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
async def test_a_backend_elsewhere_does_not_open(kind: str, names: Names, connects: Connects, tmp_path: Path) -> None:
    """The bot starts without it, says what to do, and has sent no packet."""
    names["models.clinic.test"] = ("192.0.2.1",)
    with pytest.raises(BackendRefused, match="another machine") as caught:
        async with opened(kind, "http://models.clinic.test", tmp_path):
            pass
    assert "base_url" in caught.value.remedy
    assert connects() == []


@pytest.mark.parametrize("kind", KINDS)
async def test_a_password_in_the_address_does_not_open(kind: str, tmp_path: Path) -> None:
    """It would replace the key on the wire and stand in what people are shown."""
    with pytest.raises(BackendRefused, match="name or a password") as caught:
        async with opened(kind, "http://ana:silver-finch@127.0.0.1:9", tmp_path):
            pass
    assert "silver-finch" not in f"{caught.value}{caught.value.remedy}"


@pytest.mark.parametrize("content", [None, b"", b" \n", b"one\ntwo", b"\xff\xfe"])
def test_a_file_without_a_key_is_refused(content: bytes | None, tmp_path: Path) -> None:
    """Missing, empty, several lines or no text: the sentence names neither the file nor what is in it."""
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BackendRefused, match=r"^The key of this backend cannot be read\.$"):
        read_key(file)


# ---- at every connect -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("later", [("192.0.2.1",), ("127.0.0.1", "192.0.2.1"), ("192.0.2.1", "127.0.0.1")])
async def test_a_name_that_moves_away_is_refused_before_any_packet(
    kind: str, later: tuple[str, ...], names: Names, connects: Connects, tmp_path: Path
) -> None:
    """The check at the start is repeated at each connect, on the addresses that are then used."""
    names["models.clinic.test"] = ("127.0.0.1",)
    async with model_server() as server, opened(kind, _named(server, "models.clinic.test"), tmp_path) as backend:
        names["models.clinic.test"] = later
        with pytest.raises(BackendRefused, match="leads to another machine now") as caught:
            await backend.complete(PROMPT, max_tokens=300)
        assert connects() == []
        assert server.requests == []
    assert caught.value.__context__ is None


async def test_a_name_that_is_gone_is_down(names: Names, tmp_path: Path) -> None:
    """A resolver in trouble is a reason to try again later, not to give up."""
    names["models.clinic.test"] = ("127.0.0.1",)
    async with opened("openai", "http://models.clinic.test:9", tmp_path) as backend:
        del names["models.clinic.test"]
        with pytest.raises(BackendDown, match="cannot be reached"):
            await backend.complete(PROMPT, max_tokens=300)


async def test_each_address_of_a_name_is_tried(names: Names, connects: Connects, tmp_path: Path) -> None:
    """`localhost` is often ::1 first, where nobody listens; the text then goes to 127.0.0.1."""
    names["localhost"] = ("127.0.0.2", "127.0.0.1")
    async with model_server() as server, opened("openai", _named(server, "localhost"), tmp_path) as backend:
        await backend.complete(PROMPT, max_tokens=300)
        assert [address[0] for address in connects()] == ["127.0.0.2", "127.0.0.1"]
        assert server.requests[0].headers["host"].startswith("localhost:")


# ---- TLS ------------------------------------------------------------------------------------------------------------


def _certificate(folder: Path, name: str) -> tuple[Path, ssl.SSLContext]:
    """Return a self-signed certificate for `name` as a file, and a server's context that uses it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / f"{name}.pem", folder / f"{name}.key"
    cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain),
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert_file, key_file)
    return cert_file, context


@pytest.mark.parametrize(
    ("certified", "trusted"),
    [("models.clinic.test", True), ("other.clinic.test", True), ("models.clinic.test", False)],
)
async def test_tls_is_verified_by_name_also_on_loopback(
    certified: str, trusted: bool, names: Names, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The certificate must fit the name in `base_url` and a root of this system; SSL_CERT_FILE adds no root."""
    names["models.clinic.test"] = ("127.0.0.1",)
    cert_file, context = _certificate(tmp_path, certified)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert_file))
    if trusted:
        roots = SimpleNamespace(openssl_cafile=str(cert_file), openssl_capath="")
        monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: roots)
    async with (
        model_server(context) as server,
        opened("openai", _named(server, "models.clinic.test"), tmp_path) as backend,
    ):
        if trusted and certified == "models.clinic.test":
            assert (await backend.complete(PROMPT, max_tokens=300)).text == server.default.text
        else:
            with pytest.raises(BackendDown, match="cannot be reached"):
                await backend.complete(PROMPT, max_tokens=300)
            assert server.requests == []


# ---- the environment ------------------------------------------------------------------------------------------------

ASK_BOTH = """
import asyncio, logging, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from backends import KINDS, PROMPT, opened

logging.basicConfig(level=logging.DEBUG)

async def main():
    for kind in KINDS:
        async with opened(kind, sys.argv[2], Path(sys.argv[3])) as backend:
            print((await backend.complete(PROMPT, max_tokens=300)).text)

asyncio.run(main())
"""


def _hostile(url: str) -> dict[str, str]:
    """Return an environment in which every variable we know of points to `url`, or asks for logs."""
    proxies = {f"{name}_proxy": url for name in ("http", "https", "all")}
    return {
        **os.environ,
        **proxies,
        **{name.upper(): value for name, value in proxies.items()},
        "no_proxy": "",
        "SSL_CERT_FILE": "/nonexistent",
        "SSL_CERT_DIR": "/nonexistent",
        "OPENAI_BASE_URL": f"{url}/v1",
        "OPENAI_API_KEY": "sk-hostile",
        "OPENAI_ADMIN_KEY": "sk-hostile",
        "OPENAI_ORG_ID": "org-hostile",
        "OPENAI_PROJECT_ID": "proj-hostile",
        "OPENAI_CUSTOM_HEADERS": "x-hostile: 1\nauthorization: Bearer sk-hostile",
        "OPENAI_LOG": "debug",
        "ANTHROPIC_BASE_URL": url,
        "ANTHROPIC_API_KEY": "sk-hostile",
        "ANTHROPIC_AUTH_TOKEN": "sk-hostile",
        "ANTHROPIC_CUSTOM_HEADERS": "x-hostile: 1\nauthorization: Bearer sk-hostile",
        "ANTHROPIC_LOG": "debug",
        "ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE": "content",
        "OTEL_EXPORTER_OTLP_ENDPOINT": url,
        "OTEL_PYTHON_TRACER_PROVIDER": "hostile",
    }


async def test_the_environment_changes_nothing(tmp_path: Path) -> None:
    """Proxies, other addresses, keys, headers, logs and traces of the environment: none has an effect on any request."""
    async with model_server() as server, model_server() as hostile:
        for environment in (dict(os.environ), _hostile(hostile.url)):
            arguments = (sys.executable, "-c", ASK_BOTH, str(Path(__file__).parent), server.url, str(tmp_path))
            ran = await _run(arguments, environment)
            assert ran.stdout.splitlines() == [server.default.text] * 2, ran.stderr
            for secret in (ASKED, KEY, PROMPT.system, "sk-hostile"):
                assert secret not in ran.stderr
        assert hostile.requests == []
        plain, troubled = server.requests[:2], server.requests[2:]
    assert [json.dumps(request.json) for request in plain] == [json.dumps(request.json) for request in troubled]
    assert [request.headers for request in plain] == [request.headers for request in troubled]


async def _run(arguments: tuple[str, ...], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a program beside our servers and return how it ended."""
    return await asyncio.to_thread(
        subprocess.run, arguments, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


async def test_the_client_itself_ignores_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables set later than the start have no effect either."""
    async with model_server() as server, model_server() as hostile:
        monkeypatch.setenv("HTTP_PROXY", hostile.url)
        monkeypatch.setenv("ALL_PROXY", hostile.url)
        async with open_locked_client(BackendSettings()) as client:
            assert (await client.post(f"{server.url}/v1/messages", json={})).status_code == 200
        assert hostile.requests == []


def test_what_the_bot_needs_from_the_environment_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only variables that steer the SDKs go; the Matrix side keeps its certificates and everybody their PATH."""
    kept = {"SSL_CERT_FILE": "/etc/ours.pem", "PATH": "/bin", "OPENAIR": "yes", "BASE_URL_PREFIX": "x"}
    dropped = ("https_proxy", "ALL_PROXY", "OPENAI_LOG", "Anthropic_Log", "OTEL_SDK_DISABLED", "X_BASE_URL")
    monkeypatch.setattr(os, "environ", {**kept, **dict.fromkeys(dropped, "1"), "SSLKEYLOGFILE": "/tmp/keys"})  # noqa: S108  no file is made
    drop_sdk_variables()
    assert os.environ == kept
