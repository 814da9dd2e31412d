"""What `thirdchair init` says where it cannot go on: one line of what is wrong, one of what to do, and nothing wrong is left behind."""

import os
import pwd
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest
from aiohttp import web
from starter import Starter, read_log

from bot.demo.homeserver import Homeserver, find_free_port

_bots = count(1)
PASSWORD = "the password of a bot"
WRONG = "no secret of anybody's"


@pytest.fixture
def starter(synapse: Homeserver, tmp_path: Path) -> Starter:
    """Return a folder for a bot that has no account yet."""
    (tmp_path / "safe").mkdir()
    return Starter(synapse, tmp_path / "clinic", f"init-errors-{next(_bots)}", tmp_path / "safe")


@asynccontextmanager
async def serve_anything(answer: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """Run a web server on which `answer` answers every path, and give its address."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    port = find_free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


@pytest.fixture
async def nowhere() -> AsyncIterator[str]:
    """Run a web server that is no homeserver: a proxy that answers every path with a page of its own."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=404, text="<html>Not here</html>", content_type="text/html")

    async with serve_anything(answer) as url:
        yield url


@pytest.fixture
async def without_passwords() -> AsyncIterator[str]:
    """Run what a homeserver shows whose logins are another service's: it offers no passwords, and registers nobody."""

    async def answer(request: web.Request) -> web.Response:
        match request.path:
            case "/_matrix/client/versions":
                return web.json_response({"versions": ["v1.18"]})
            case "/_matrix/client/v3/login":
                return web.json_response({"flows": [{"type": "m.login.sso"}]})
        return web.json_response({"errcode": "M_UNRECOGNIZED"}, status=404)

    async with serve_anything(answer) as url:
        yield url


async def is_refused(starter: Starter, what: str, remedy: str, **changed: str | None) -> None:
    """Check that it ends with two lines, that the first says `what` and the second `remedy`, and that no bot.yaml is there."""
    ended = await starter.run(**changed)
    lines = ended.err.splitlines()
    assert ended.status in {2, 75, 77, 78}
    assert len(lines) == 2, ended.err
    assert what in lines[0]
    assert remedy in lines[1]
    assert WRONG not in ended.out + ended.err
    assert read_log(ended) == []
    assert not starter.config.exists()


async def test_a_wrong_registration_secret(starter: Starter) -> None:
    """A wrong secret is told, and no password of an account that is not there is left behind; with the right one it goes on."""
    wrong = starter.keep(WRONG)
    await is_refused(
        starter, "secret is not this homeserver's", "registration_shared_secret", registration_secret_file=wrong
    )
    assert not list((starter.folder / "secrets").iterdir())
    right = starter.keep(starter.synapse.registration_secret)
    assert (await starter.run(registration_secret_file=right)).status == 0


async def test_a_name_that_is_taken(starter: Starter) -> None:
    """An account that somebody has is not touched: its password is asked for, or another name."""
    await starter.synapse.register(starter.name, PASSWORD)
    secret = starter.keep(starter.synapse.registration_secret)
    await is_refused(starter, f"an account {starter.user} already", "--password-file", registration_secret_file=secret)
    assert not list((starter.folder / "secrets").iterdir())
    (starter.folder / "secrets" / "password").write_text(WRONG)
    await is_refused(starter, "does not open it", "secrets/password", registration_secret_file=secret)


async def test_a_name_that_cannot_be(starter: Starter) -> None:
    """A name that the homeserver gives nobody is told with what names are made of; so is a homeserver of another name."""
    secret = starter.keep(starter.synapse.registration_secret)
    await is_refused(
        starter, "gives nobody the name", "small letters", registration_secret_file=secret, user="@\u00fc:clinic.local"
    )
    await is_refused(
        starter,
        "another name",
        f"--user {starter.user}",
        registration_secret_file=secret,
        user=f"@{starter.name}:other.example",
    )
    again = await starter.run(registration_secret_file=secret)
    assert again.status == 0, again.err
    assert "was registered before" in again.out


async def test_a_path_that_a_proxy_keeps_to_itself(starter: Starter, nowhere: str) -> None:
    """Where nobody answers for registrations, or no homeserver does, it says where to ask instead."""
    secret = starter.keep(starter.synapse.registration_secret)
    await is_refused(starter, "404", "--admin-url", registration_secret_file=secret, admin_url=nowhere)
    await is_refused(
        starter, "no homeserver answers", ".well-known", registration_secret_file=secret, homeserver=nowhere
    )
    silent = f"http://127.0.0.1:{find_free_port()}"
    await is_refused(
        starter, "no homeserver answers", "--homeserver", registration_secret_file=secret, homeserver=silent
    )


async def test_logins_that_are_another_services(starter: Starter, without_passwords: str) -> None:
    """Where the homeserver takes no passwords and registers nobody, it says how an account and a token are made there."""
    secret, server = starter.keep(WRONG), without_passwords
    await is_refused(starter, "takes no passwords", "mas-cli manage issue", homeserver=server, password_file=secret)
    await is_refused(
        starter, "makes no accounts", "mas-cli manage register-user", homeserver=server, registration_secret_file=secret
    )


async def test_a_wrong_password_or_token(starter: Starter) -> None:
    """What does not open the account is not written down; neither is a token of somebody else's."""
    token = await starter.register_with_tool(PASSWORD)
    await is_refused(starter, "does not accept", "password", password_file=starter.keep(WRONG))
    await is_refused(starter, "does not know this access token", "mas-cli", access_token_file=starter.keep("syt_wrong"))
    await is_refused(starter, "does not know this access token", "one line", access_token_file=starter.keep("a\nb"))
    await is_refused(starter, "letters that no token has", "one line", access_token_file=starter.keep(WRONG))
    other = starter.keep(token)
    await is_refused(starter, "another account", "user", access_token_file=other, user="@somebody:clinic.local")
    assert not list((starter.folder / "secrets").iterdir())
    (starter.folder / "secrets" / "password").write_text("another")
    await is_refused(starter, "holds another secret", "Remove it", password_file=starter.keep(PASSWORD))


async def test_answers_that_cannot_be(starter: Starter) -> None:
    """A flag that says what cannot be is named, two that exclude each other too, and nothing is made."""
    secret = starter.keep(WRONG)
    await is_refused(starter, "--user", "@thirdchair", user="thirdchair", password_file=secret)
    await is_refused(starter, "--jurisdiction", "Such as", jurisdiction="atlantis", password_file=secret)
    await is_refused(starter, "several ways", "Give one", access_token_file=secret, password_file=secret)
    await is_refused(starter, "--password-file", "path", password_file=str(starter.safe / "nowhere"))
    await is_refused(
        starter, "no account nobody-of-that-name", "useradd", owner="nobody-of-that-name", password_file=secret
    )
    for elsewhere in ("http://192.0.2.1:8008", "matrix.clinic.example"):
        await is_refused(starter, "not reached by https", "machine", admin_url=elsewhere, password_file=secret)
    for homeserver in ("http://192.0.2.1:8008", "http://clinic.invalid"):
        ended = await starter.run(homeserver=homeserver, password_file=secret)
        assert (ended.status, "not reached by https" in ended.err) == (78, True)
    assert not starter.folder.exists()


async def test_without_a_terminal_all_that_is_missing_is_named(starter: Starter) -> None:
    """No flag is guessed: each that is missing is named at once."""
    starter.answers.clear()
    await is_refused(starter, "--therapist", "terminal", homeserver=None, recovery_key_file=None)
    told = (await starter.run(homeserver=None, recovery_key_file=None)).err.splitlines()[0]
    for flag in ("--homeserver", "--registration-secret-file", "--jurisdiction", "--language", "--recovery-key-file"):
        assert flag in told
    assert "--country" not in told
    assert "--country" in (await starter.run(jurisdiction="demo")).err


async def test_a_folder_that_is_not_ours(starter: Starter) -> None:
    """A data folder without its bot.yaml, a file in the place of a folder, and a folder in no folder are left as they are."""
    secret = starter.keep(starter.synapse.registration_secret)
    data = starter.folder / "data"
    data.mkdir(parents=True)
    (data / "thirdchair.db").write_bytes(b"somebody's")
    await is_refused(starter, "holds something", "bot.yaml", registration_secret_file=secret)
    (data / "thirdchair.db").unlink()
    data.rmdir()
    data.touch()
    await is_refused(starter, f"refuses {data}", "run this again", registration_secret_file=secret)
    starter.folder = starter.folder / "no" / "where"
    await is_refused(starter, "There is no folder", "mkdir -p", registration_secret_file=secret)


async def test_the_files_are_the_services(starter: Starter) -> None:
    """As root, everything is given to the account that the service runs as, also where it ends with an error; others can give nothing."""
    if os.geteuid() != 0:
        await is_refused(starter, "Only root", "Run this as root", password_file=starter.keep(WRONG), owner="nobody")
        return
    nobody = pwd.getpwnam("nobody")
    wrong = {"registration_secret_file": starter.keep(WRONG), "owner": "nobody"}
    await is_refused(starter, "secret is not", "homeserver.yaml", **wrong)
    assert starter.folder.stat().st_uid == nobody.pw_uid
    (starter.folder / "their-own").touch()
    right = starter.keep(starter.synapse.registration_secret)
    assert (await starter.run(registration_secret_file=right, owner="nobody")).status == 0
    assert (starter.folder / "their-own").stat().st_uid == 0
    (starter.folder / "their-own").unlink()
    files = (starter.folder, *starter.folder.rglob("*"))
    assert {(path.stat().st_uid, path.stat().st_gid) for path in files} == {(nobody.pw_uid, nobody.pw_gid)}
