"""Files are given to the homeserver encrypted and posted once, also by a bot that is killed; a server that takes none gets text."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hand_held import KIM, ROOM, Client, Post, PowerCut, Server, at_work, seat
from newcomer import Newcomer
from nio.crypto.attachments import decrypt_attachment
from polling import wait_until

from bot.app.services import Chair
from bot.demo.homeserver import Homeserver
from bot.errors import HomeserverDown
from bot.matrix.client.client import open_client
from bot.matrix.client.http import Png
from bot.matrix.client.refusals import Limited, ServerSaysNo
from bot.matrix.identity.login import log_in
from bot.matrix.upload import FileNotTaken, upload_file
from bot.model import Attachment, Decision, EventId, Heard, Language, Mark, Reply, make_words

SECRET = "what Kim said about the sea"
FILE = Attachment("your-data.json", "application/json", SECRET)
PICTURE = b"\x89PNG"
"""How the pictures of rooms that the bot makes begin; they are no files of anybody's."""
REPLY = Reply(EventId("$q"), make_words("mydata-file", Language("en"), prefix="!"), Mark(kind="mydata"), file=FILE)


@dataclass
class Library(Client):
    """A client whose homeserver keeps files; it refuses with `no`, or takes `largest` bytes at most."""

    uploads: list[Any] = field(default_factory=list)
    no: BaseException | None = None
    largest: Any = 1000

    async def call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """Answer what is asked about files, and anything else as ever."""
        if path.endswith("/media/config"):
            return {"m.upload.size": self.largest}
        if isinstance(body, Png) or not path.endswith("/upload"):
            return await super().call(method, path, body)
        if isinstance(body, bytes) and body.startswith(PICTURE):
            return {"content_uri": "mxc://clinic/picture"}
        await self.meddle(f"before {path}")
        if self.no:
            raise self.no
        self.uploads.append(body)
        await self.meddle(f"after {path}")
        return {"content_uri": f"mxc://clinic/{len(self.uploads)}"}


async def wait_for_outbox(chair: Chair) -> None:
    """Return when nothing waits to be done."""

    async def is_empty() -> bool:
        return not await chair.store.outbox.waiting()

    await wait_until(is_empty)


async def _nothing(_: str) -> None:
    """Let everything pass."""


def read(library: Library, content: dict[str, Any]) -> str:
    """Return the file of a message, as whoever can read the message reads it."""
    about = content["file"]
    sealed = library.uploads[int(about["url"].rpartition("/")[2]) - 1]
    return opened(sealed, about)


def opened(sealed: bytes, about: dict[str, Any]) -> str:
    """Return what was sealed, by what a message says `about` it (spec, "EncryptedFile")."""
    plain: bytes = decrypt_attachment(sealed, about["key"]["k"], about["hashes"]["sha256"], about["iv"])
    return plain.decode()


@asynccontextmanager
async def office(
    folder: Path, server: Server, meddle: Callable[[str], Awaitable[None]] = _nothing, **library: Any
) -> AsyncIterator[tuple[Chair, Library]]:
    """Run a bot, until the block ends or its power goes off."""
    client = Library(server, meddle, **library)
    async with seat(folder, client) as chair, at_work(chair):
        yield chair, client


async def order(chair: Chair) -> None:
    """Let a reply with a file be decided."""
    cause = Heard(EventId("$cause"), KIM, chair.clock(), "!cause")
    await chair.store.commit(cause, Decision(await chair.store.rooms.room(ROOM), (REPLY,)), None)
    chair.to_act.set()


def answers(server: Server) -> list[Post]:
    """Return what was posted in answer to the order."""
    return server.replies(REPLY.to)


def history(server: Server) -> None:
    """Let the room's history be what was posted, newest first, as it looks once it is decrypted."""
    events = [
        SimpleNamespace(event_id=post.event, sender="@bot:clinic", source={"content": post.content})
        for post in reversed(server.posts)
    ]
    server.pages = {None: (events, None)}


async def test_a_file_leaves_encrypted(tmp_path: Path) -> None:
    """What is uploaded is noise without the key in the message; the message names kind and size, and carries our marks."""
    server = Server()
    async with office(tmp_path, server) as (chair, library):
        await order(chair)
        await server.until(lambda: answers(server))
        await wait_for_outbox(chair)
        bodies = await chair.store.db.rows("SELECT body FROM job")
    (post,) = answers(server)
    content = post.content
    assert (content["msgtype"], content["body"], content["filename"]) == ("m.file", FILE.name, FILE.name)
    assert not {"format", "formatted_body"} & content.keys()
    assert content["info"] == {"mimetype": "application/json", "size": len(SECRET)}
    assert (content["file"]["v"], content["org.thirdchair"]["kind"]) == ("v2", "mydata")
    assert read(library, content) == SECRET
    assert all(isinstance(raw, bytes) and SECRET.encode() not in raw for raw in library.uploads)
    assert not any(SECRET in str(body) for body in bodies)
    assert SECRET not in repr(REPLY)


async def test_each_upload_has_a_key_of_its_own(tmp_path: Path) -> None:
    """The same file twice is two uploads with nothing in common."""
    async with office(tmp_path, Server()) as (_, library):
        result, two = [await upload_file(library, FILE) for _ in range(2)]  # type: ignore[arg-type]  # as much of a client as needed
    assert result["file"]["key"]["k"] != two["file"]["key"]["k"]
    assert library.uploads[0] != library.uploads[1]


@pytest.mark.parametrize(
    "trouble",
    [
        {"largest": 5},
        {"no": ServerSaysNo(413, "M_TOO_LARGE")},
        {"no": ServerSaysNo(403, "M_FORBIDDEN")},
        {"no": HomeserverDown("The media repository is away.", "Start it.")},
    ],
    ids=["too large", "413", "forbidden", "away"],
)
async def test_where_no_file_is_taken_it_is_text(tmp_path: Path, trouble: dict[str, Any]) -> None:
    """A person gets their data all the same, and is told why there is no file."""
    server = Server()
    async with office(tmp_path, server, **trouble) as (chair, library):
        await order(chair)
        await server.until(lambda: answers(server))
    (post,) = answers(server)
    assert post.content["msgtype"] == "m.notice"
    assert "could not send a file" in post.content["body"]
    assert SECRET in post.content["body"]
    assert library.uploads == []


async def test_a_server_that_asks_for_patience_gets_it(tmp_path: Path) -> None:
    """Being limited is no refusal: the file is tried again later, and no text is posted meanwhile."""
    async with office(tmp_path, Server(), no=Limited(1.0)) as (_, library):
        with pytest.raises(Limited):
            await upload_file(library, FILE)  # type: ignore[arg-type]  # as above


async def test_a_limit_that_is_none_stops_nothing(tmp_path: Path) -> None:
    """What a server says of its limit that is no number is no limit; a file that is larger is not even sent."""
    async with office(tmp_path, Server(), largest="many") as (_, library):
        assert (await upload_file(library, FILE))["file"]["url"]  # type: ignore[arg-type]  # as above
        library.largest = len(SECRET) - 1
        with pytest.raises(FileNotTaken):
            await upload_file(library, FILE)  # type: ignore[arg-type]  # as above
    assert len(library.uploads) == 1


@pytest.mark.parametrize("point", ["before upload", "after upload", "before post", "after post"])
@pytest.mark.parametrize("then_refused", [False, True], ids=["taken", "refused"])
async def test_killed_around_a_file(tmp_path: Path, point: str, *, then_refused: bool) -> None:
    """Wherever the power goes off, there is one answer in the end: the file, or its text if no file is taken by then."""
    server = Server()
    side, what = point.split()

    async def cut(about: str) -> None:
        is_here = about.endswith("/upload") if what == "upload" else "thirdchair." in about
        if about.startswith(side) and is_here:
            raise PowerCut

    with pytest.RaisesGroup(PowerCut, flatten_subgroups=True):
        async with office(tmp_path, server, cut) as (chair, _):
            await order(chair)
            await server.until(lambda: False)
    history(server)
    refusal: dict[str, Any] = {"no": ServerSaysNo(413, "M_TOO_LARGE")} if then_refused else {}
    async with office(tmp_path, server, **refusal) as (chair, library):
        await wait_for_outbox(chair)
    (post,) = answers(server)
    stood = point == "after post"
    assert post.content["msgtype"] == ("m.notice" if then_refused and not stood else "m.file")
    assert len(library.uploads) == (0 if stood or then_refused else 1)


async def test_a_text_that_was_begun_goes_on_as_text(tmp_path: Path) -> None:
    """When the first part of a file stands as text already, a server that takes files by now gets no second answer."""
    server = Server()

    async def cut(about: str) -> None:
        if about.startswith("after") and "thirdchair." in about:
            raise PowerCut

    with pytest.RaisesGroup(PowerCut, flatten_subgroups=True):
        async with office(tmp_path, server, cut, no=ServerSaysNo(413, "M_TOO_LARGE")) as (chair, _):
            await order(chair)
            await server.until(lambda: False)
    history(server)
    async with office(tmp_path, server) as (chair, library):
        await wait_for_outbox(chair)
    assert [answer.content["msgtype"] for answer in answers(server)] == ["m.notice"]
    assert library.uploads == []


async def test_a_real_homeserver_keeps_a_file(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> None:
    """Synapse keeps the noise and hands it out as it got it: whoever has the key reads the file, and nobody else."""
    account = await newcomer("clerk")
    async with open_client(synapse.url, account.user_id, "CLERK", tmp_path, "") as client:
        client.access_token = await log_in(client, account.password)
        about = (await upload_file(client, FILE))["file"]
        path = about["url"].removeprefix("mxc://")
        headers = {"Authorization": f"Bearer {client.access_token}"}
        response = await client.send("GET", f"/_matrix/client/v1/media/download/{path}", None, headers)
        sealed = await response.read()
    assert response.status == 200
    assert SECRET.encode() not in sealed
    assert opened(sealed, about) == SECRET
