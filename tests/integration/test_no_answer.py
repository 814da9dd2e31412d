"""Where no homeserver answers, or none that can be used, the cause is told with what mends it, and nothing that came is quoted."""

import datetime as dt
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from clinic_files import GOOD, mistakes, written
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.app.own_client import open_own_client
from bot.errors import BotError, HomeserverDown, LoginRefused, PasswordRefused
from bot.matrix.identity.login import fetch_device_of_token, log_in
from bot.settings import load_settings

SECRET = "moonless-otter"
Answer = Callable[[], web.Response]


@asynccontextmanager
async def served(answer: Answer, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Answer each request with what `answer` makes, and give the port."""

    async def handle(_: web.Request) -> web.Response:
        return answer()

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def refused(folder: Path, homeserver: str, *, more: str = "", token: str | None = None) -> BotError:
    """Return the error with which the first log-in at `homeserver` ends, with the password or a `token`."""
    text = GOOD.replace("http://127.0.0.1:8008", homeserver) + more
    deployment = load_settings(written(folder, text)).deployment
    async with open_own_client(deployment, "A", "") as client:
        with pytest.raises(BotError) as caught:
            await (log_in(client, "a guess") if token is None else fetch_device_of_token(client, token))
    assert SECRET not in f"{caught.value} {caught.value.remedy}"
    assert caught.value.remedy
    return caught.value


def make_page(status: int) -> Answer:
    """Return what answers with a web page."""
    return lambda: web.Response(status=status, text=f"<html>{SECRET}</html>", content_type="text/html")


@pytest.mark.parametrize(
    "answer",
    [
        make_page(200),
        make_page(404),
        make_page(405),
        lambda: web.json_response({"errcode": "M_UNRECOGNIZED", "error": SECRET}, status=404),
        lambda: web.json_response([SECRET]),
    ],
    ids=["page", "page-404", "page-405", "unrecognized", "list"],
)
@pytest.mark.parametrize("token", [None, "syt_token"], ids=["password", "token"])
async def test_a_web_page_is_no_wrong_password(tmp_path: Path, answer: Answer, token: str | None) -> None:
    """A proxy's page or a 404 at the first log-in says that the address is no homeserver's; the bot may wait for that one."""
    async with served(answer) as port:
        error = await refused(tmp_path, f"http://127.0.0.1:{port}", token=token)
    assert isinstance(error, HomeserverDown)
    assert "does not speak Matrix" in str(error)
    assert "/_matrix/client/versions" in error.remedy


async def test_a_homeserver_without_passwords_says_so(tmp_path: Path) -> None:
    """Where nobody logs in by a password, that is no wrong password: a token is needed."""
    async with served(lambda: web.json_response({"errcode": "M_UNKNOWN", "error": SECRET}, status=400)) as port:
        error = await refused(tmp_path, f"http://127.0.0.1:{port}")
    assert type(error) is LoginRefused
    assert "access_token_file" in error.remedy


async def test_a_wrong_password_stays_one(tmp_path: Path) -> None:
    """What a homeserver says of a wrong password is told as that."""
    async with served(lambda: web.json_response({"errcode": "M_FORBIDDEN", "error": SECRET}, status=403)) as port:
        assert isinstance(await refused(tmp_path, f"http://127.0.0.1:{port}"), PasswordRefused)


@pytest.mark.parametrize("token", ["two\nlines", "with blanks", "t\u00f6ken", ""])
async def test_a_token_that_is_none_is_told_before_it_is_sent(tmp_path: Path, token: str) -> None:
    """A token with a line break, a blank or a foreign letter is a slip of the copying, not a bug."""
    async with served(make_page(200)) as port:
        error = await refused(tmp_path, f"http://127.0.0.1:{port}", token=token)
    assert error.exit_code == 77
    assert "Copy it again, whole, in one line" in error.remedy


async def test_https_to_an_http_port_says_so(tmp_path: Path) -> None:
    """`https://` at a port that speaks http is told as that."""
    async with served(make_page(200)) as port:
        error = await refused(tmp_path, f"https://127.0.0.1:{port}")
    assert "does not speak https" in str(error)
    assert error.exit_code == 75


async def test_nothing_listens(tmp_path: Path) -> None:
    """A port at which nothing listens is told as that."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "Nothing listens" in str(await refused(tmp_path, f"http://127.0.0.1:{port}"))


def make_certificate(folder: Path, *, until: int = 2099, name: str = "127.0.0.1") -> tuple[Path, ssl.SSLContext]:
    """Return a certificate that signs itself, for an address, and what a server uses it by."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "the clinic's own")])
    made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    made = made.not_valid_after(dt.datetime(until, 1, 1, tzinfo=dt.UTC))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = made.sign(key, hashes.SHA256())
    pem, private = folder / "ca.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem, private)
    return pem, context


async def test_a_certificate_of_the_clinics_own_is_named_in_the_settings(tmp_path: Path) -> None:
    """An unknown issuer is told with the setting that mends it; with `ca_file` the homeserver is heard."""
    pem, tls = make_certificate(tmp_path)
    answer = make_forbidden()
    for folder in ("without", "with"):
        (tmp_path / folder).mkdir()
    async with served(answer, tls) as port:
        error = await refused(tmp_path / "without", f"https://127.0.0.1:{port}")
        assert "signed by nobody whom this machine knows" in str(error)
        assert "`ca_file` of bot.yaml" in error.remedy
        heard = await refused(tmp_path / "with", f"https://127.0.0.1:{port}", more=f"ca_file: {pem}\n")
    assert isinstance(heard, PasswordRefused)


@pytest.mark.parametrize(
    ("how", "told"), [({"until": 2021}, "certificate has expired"), ({"name": "127.0.0.2"}, "is for another name")]
)
async def test_why_a_certificate_does_not_hold(tmp_path: Path, how: dict[str, Any], told: str) -> None:
    """A certificate that is over, or for another name, is told as that: naming it as `ca_file` would not help."""
    pem, tls = make_certificate(tmp_path, **how)
    async with served(make_forbidden(), tls) as port:
        assert told in str(await refused(tmp_path, f"https://127.0.0.1:{port}", more=f"ca_file: {pem}\n"))


def make_forbidden() -> Answer:
    """Return what answers as a homeserver does to a wrong password."""
    return lambda: web.json_response({"errcode": "M_FORBIDDEN"}, status=403)


@pytest.mark.parametrize("text", ["no certificate", None])
def test_a_ca_file_without_a_certificate_is_a_mistake(tmp_path: Path, text: str | None) -> None:
    """`ca_file` that names nothing, or no certificate in PEM form, is told with its line by `thirdchair check`."""
    if text:
        (tmp_path / "ca.pem").write_text(text)
    told = mistakes(written(tmp_path, GOOD + "ca_file: ca.pem\n"))
    assert "bot.yaml:7: " in told
    assert "PEM" in told
