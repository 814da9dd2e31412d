"""Each line of `thirdchair doctor` beside those about keys, backends and danger: in order, to be looked at, or wrong."""

import shutil
from collections import namedtuple
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hand_held import BOT
from office import Office, furnished, seated

from bot.app.operator.doctor_limits import examine_limits
from bot.app.operator.doctor_machine import examine_machine
from bot.app.operator.doctor_rooms import examine_rooms
from bot.app.operator.finding import Finding
from bot.errors import LoginRefused
from bot.matrix.client.refusals import ServerSaysNo
from bot.model import Desk, RoomId, UserId
from bot.settings import Settings, load_settings
from bot.store import open_peek

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, tzinfo=UTC).timestamp()
ROOM, SIDE = RoomId("!a:clinic"), RoomId("!desk:clinic")
Usage = namedtuple("Usage", "total used free")  # noqa: PYI024 - as `shutil` has it


@dataclass
class Rooms:
    """As much of a homeserver as is asked for: state by room and type, aliases, and what it says to an administrator."""

    state: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    override: dict[str, Any] | None = None
    user_id: UserId = BOT
    user: UserId = BOT
    access_token: str = "ours"

    async def call(self, _: str, path: str) -> dict[str, Any]:
        """Answer one question."""
        path = path.replace("%21", "!").replace("%3A", ":").replace("%23", "#").replace("%40", "@")
        if path.endswith("joined_rooms"):
            return {"joined_rooms": list(self.state)}
        if "/directory/room/" in path:
            return self._find(self.aliases, path.rpartition("/")[2], "room_id")
        if path.endswith("override_ratelimit"):
            if self.override is None or self.access_token != "admin":
                raise LoginRefused("No administrator.", "")
            return self.override
        room, _, kind = path.removeprefix("/_matrix/client/v3/rooms/").partition("/state/")
        return self._find(self.state[room], kind.partition("/")[0], None)

    def _find(self, table: dict[str, Any], key: str, name: str | None) -> dict[str, Any]:
        if key not in table:
            raise ServerSaysNo(404, "M_NOT_FOUND")
        return {name: table[key]} if name else table[key]


def room_state(history: str = "joined") -> dict[str, dict[str, Any]]:
    """Return the state of a room that is fit for a session."""
    return {
        "m.room.encryption": {"algorithm": "m.megolm.v1.aes-sha2"},
        "m.room.history_visibility": {"history_visibility": history},
        "m.room.power_levels": {},
        "m.room.create": {},
    }


def configure(folder: Path, more: str = "", room: str = '"*"') -> Settings:
    """Return the settings of a clinic with an empty notebook, its secrets its own."""
    office = furnished(folder)
    (folder / "password").chmod(0o600)
    office.deploys(more)
    office.rules(text=f'room: {room}\ntherapists: ["@ana:clinic"]\nlanguage: [en]\nbackend: house\n')
    return load_settings(office.main)


async def look_at_rooms(folder: Path, server: Rooms, more: str = "", room: str = '"*"') -> list[Finding]:
    """Return what is found of the rooms on `server`, one of which is a desk."""
    settings = configure(folder, more, room)
    async with seated(Office(folder)) as chair:
        side = await chair.store.sides.side(ROOM, Desk())
        await chair.store.sides.note_room(side.nonce, SIDE, 2.0)
    stand_in: Any = server
    async with open_peek(folder / "data", None) as seen:
        return [finding async for finding in examine_rooms(seen, stand_in, settings)]


@pytest.mark.parametrize(
    ("free", "level"), [(200e9, "ok"), (0.5e9, "look"), (10e6, "wrong")], ids=["space", "little", "none"]
)
def test_space_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: float, level: str) -> None:
    """Before the disk is full somebody is told to make space; when it nearly is, that nothing lasts."""
    settings = configure(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(int(1e12), 0, int(free)))
    space = next(examine_machine(settings, NOW))
    assert (space.level, "GB are free" in space.what) == (level, True)


def test_who_may_read_the_secrets(tmp_path: Path) -> None:
    """A secret, or a file of the data folder, that others on the machine may read is named with what to type."""
    settings = configure(tmp_path)
    assert [finding.level for finding in examine_machine(settings, NOW)] == ["ok", "ok"]
    (tmp_path / "password").chmod(0o644)
    (tmp_path / "data" / "thirdchair.db").touch(mode=0o640)
    told = [finding for finding in examine_machine(settings, NOW) if finding.remedy]
    assert [finding.what.rpartition(" ")[2] for finding in told] == ["password", "thirdchair.db"]
    assert told[0].remedy == f"chmod 600 {tmp_path / 'password'}"


@pytest.mark.parametrize(("days", "level"), [(200, "ok"), (7, "look"), (-1, "wrong")])
def test_agreements_that_run_out(tmp_path: Path, days: int, level: str) -> None:
    """An agreement is told with its last day: weeks before, and when nothing may be sent any more."""
    settings = configure(tmp_path)
    ends = (TODAY + timedelta(days=days)).isoformat()
    signed = {"kind": "BAA", "with": "Example Inc.", "signed": "2026-01-01", "expires": ends}
    kind = type(settings.deployment.backends["house"])
    backend = kind.model_validate({"kind": "openai", "base_url": "https://192.0.2.1", "agreement": signed})
    deployment = settings.deployment.model_copy(update={"backends": {"cloud": backend}})
    told = [*examine_machine(Settings(deployment, settings.packs, settings.rooms), NOW)][-1]
    assert (told.level, ends in told.what) == (level, True)


async def test_rooms_in_order(tmp_path: Path) -> None:
    """A session and its desk in order are one line each, and the desk needs no file and no history of its own."""
    server = Rooms({ROOM: room_state(), SIDE: room_state("shared")}, {"#a:clinic": ROOM})
    findings = await look_at_rooms(tmp_path, server, room='"#a:clinic"')
    assert [(finding.level, finding.what) for finding in findings] == [
        ("ok", "Every alias in the files leads to a room (1)"),
        ("ok", f"{ROOM}: the bot may write"),
        ("ok", f"{SIDE}: the bot may write"),
    ]


@pytest.mark.parametrize(
    ("state", "level", "told"),
    [
        (room_state("shared"), "look", "newcomers could read its past"),
        ({**room_state(), "m.room.tombstone": {"replacement_room": "!b:clinic"}}, "look", "was upgraded"),
        ({**room_state(), "m.room.encryption": {}}, "wrong", "not encrypted"),
        ({**room_state(), "m.room.power_levels": {"events_default": 50}}, "wrong", "may not write"),
    ],
    ids=["history", "upgraded", "clear", "power"],
)
async def test_a_room_that_no_session_can_be_in(
    tmp_path: Path, state: dict[str, dict[str, Any]], level: str, told: str
) -> None:
    """Why the AI stays off in a room, or the bot is silent there, is told with what to do about it."""
    (finding,) = await look_at_rooms(tmp_path, Rooms({ROOM: state}))
    assert (finding.level, told in finding.what, bool(finding.remedy)) == (level, True, True)


async def test_an_alias_that_leads_nowhere(tmp_path: Path) -> None:
    """The rules of a room that goes by it hold nowhere, and the room it was meant for is covered by no file."""
    findings = await look_at_rooms(tmp_path, Rooms({ROOM: room_state()}), room='"#a:clinic"')
    assert [(finding.level, finding.what) for finding in findings] == [
        ("wrong", "The alias #a:clinic leads to no room"),
        ("look", f"{ROOM}: no policy covers it"),
    ]


@pytest.mark.parametrize(
    ("override", "token", "level"),
    [
        ({"messages_per_second": 0, "burst_count": 0}, "admin", "ok"),
        ({}, "admin", "look"),
        ({"messages_per_second": 5}, "admin", "look"),
        (None, "nobody", "look"),
        (None, None, "not looked at"),
    ],
    ids=["lifted", "as-anybody", "some", "no-administrator", "not-asked"],
)
async def test_how_often_the_bot_may_speak(
    tmp_path: Path, override: dict[str, Any] | None, token: str | None, level: str
) -> None:
    """With an administrator's token Synapse's limit for the bot is looked at; without it the line says how to."""
    server: Any = Rooms(override=override)
    told = await examine_limits(server, configure(tmp_path).deployment, token)
    assert told.level == level
    assert "--admin-token-file" in told.remedy if token is None else server.access_token == "ours"
    assert ("override_ratelimit" in told.remedy) == (override is not None and level == "look")


def test_each_finding_is_told_to_people_and_programs() -> None:
    """A line begins with how bad it is, and what to do stands beneath it; programs read the same three things."""
    broken = Finding("The lamp is out", "Change it.", is_broken=True)
    assert str(broken) == "wrong\tThe lamp is out\n\tChange it."
    assert broken.facts == {"level": "wrong", "what": "The lamp is out", "remedy": "Change it."}
    assert str(Finding("All is well")) == "ok\tAll is well"
    assert str(Finding("The cellar", "Bring a lamp.", is_unseen=True)) == "not looked at\tThe cellar\n\tBring a lamp."


def test_what_nobody_looked_at_is_not_in_order() -> None:
    """The doctor calls nothing `ok` that it has not seen, and asks nobody to mend what may be well: the status says what is known."""
    unseen = Finding("The cellar", is_unseen=True)
    assert (unseen.level, unseen.asks_for_something) == ("not looked at", False)
    seen = (Finding("Well"), Finding("Soon", "Do it."), Finding("Now", "Do it.", is_broken=True))
    assert [finding.asks_for_something for finding in seen] == [False, True, True]
