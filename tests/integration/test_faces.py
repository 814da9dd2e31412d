"""What an app shows of the bot: a name that says that it is an AI, a picture, and what its rooms are for."""

from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

from bot_process import configure
from newcomer import Newcomer

from bot.app.rooms.faces import NAME, find_room_picture, show_face
from bot.app.startup import start_bot
from bot.demo.homeserver import Homeserver
from bot.matrix.client.refusals import ServerSaysNo
from bot.settings import load_settings

PICTURES = ("chair", "desk", "direct")
MOST_BYTES = 20_000
FORBIDDEN = ServerSaysNo(403, "M_FORBIDDEN")


class Facts:
    """Facts by name, in memory."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    async def read(self, key: str) -> str | None:
        """Return a fact."""
        return self.known.get(key)

    async def write(self, **facts: str) -> None:
        """Write facts down."""
        self.known |= facts


class Account:
    """A homeserver with one account, which may forbid to change it."""

    user_id = "@bot:clinic"

    def __init__(self, *, forbids: str = "nothing") -> None:
        self.asked: list[str] = []
        self.forbids = forbids

    async def call(self, method: str, path: str, _body: object = None) -> dict[str, str]:
        """Answer one request."""
        self.asked.append(f"{method} {path.rpartition('/')[2]}")
        if self.forbids in path and method != "GET":
            raise FORBIDDEN
        return {"content_uri": "mxc://clinic/p"} if "upload" in path else {}

    async def get_displayname(self, user: str) -> None:
        """Answer that nobody is called anything."""


async def test_a_name_and_a_picture_at_the_first_start(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> None:
    """Everybody sees at once that it is an AI; a picture that apps can show small; and what an operator gives it stays."""
    account = await newcomer("bot")
    configure(tmp_path, synapse.url, account.user_id, account.password, deployment={"therapists": ["@ana:clinic"]})
    settings, path = load_settings(tmp_path / "bot.yaml"), f"/_matrix/client/v3/profile/{account.user_id}"
    async with start_bot(settings, lambda _: None) as chair:
        shown = await chair.client.call("GET", path)
        assert (shown["displayname"], chair.client.own_name) == (NAME, NAME)
        server, media = shown["avatar_url"].removeprefix("mxc://").split("/")
        small = f"/_matrix/client/v1/media/thumbnail/{server}/{media}?width=32&height=32&method=crop"
        headers = {"Authorization": f"Bearer {chair.client.access_token}"}
        answer = await chair.client.send("GET", small, headers=headers)
        assert (answer.status, answer.content_type) == (200, "image/png")
        await chair.client.call("PUT", f"{path}/displayname", {"displayname": "Clinic helper"})
    async with start_bot(settings, lambda _: None) as chair:
        assert await chair.client.call("GET", path) == {**shown, "displayname": "Clinic helper"}


async def test_an_account_that_nobody_may_change() -> None:
    """It starts all the same, as it is called, and asks again at the next start."""
    account, facts = Account(forbids="profile"), Facts()
    await show_face(account, facts)  # type: ignore[arg-type]  # both stand in for the real ones
    assert "face" not in facts.known


async def test_a_homeserver_that_takes_no_pictures() -> None:
    """A room is made without one, and a picture that was taken is not uploaded twice."""
    facts = Facts()
    assert await find_room_picture(Account(forbids="upload"), facts, "desk") is None  # type: ignore[arg-type]
    account = Account()
    for _ in range(2):
        assert await find_room_picture(account, facts, "desk") == "mxc://clinic/p"  # type: ignore[arg-type]
    assert account.asked == ["POST upload"]


def test_the_drawings() -> None:
    """Each is drawn as SVG, with words for whoever cannot see it, and shipped small, as the PNG that apps show."""
    folder = files("bot") / "pictures"
    for picture in PICTURES:
        drawing = ET.fromstring((folder / f"{picture}.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own
        assert drawing.get("aria-label")
        png = (folder / f"{picture}.png").read_bytes()
        assert png.startswith(b"\x89PNG")
        assert len(png) < MOST_BYTES
    assert len({(folder / f"{picture}.png").read_bytes() for picture in PICTURES}) == len(PICTURES)
