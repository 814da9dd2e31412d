"""What `thirdchair doctor` says of who would come: of drills, second contacts, and the on-call room."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hand_held import BOT, ROOM
from office import Office, arrive, furnished, room, seated

from bot.app.operator.doctor_danger import examine_callees
from bot.app.operator.finding import Finding
from bot.app.rooms.side_rooms import ALL_SESSIONS
from bot.matrix.client.refusals import ServerSaysNo
from bot.model import Decision, EventId, Heard, RoomId, SecondContact, UserId
from bot.settings import load_settings
from bot.store import open_peek

BEA, OLU, NIGHT, THEIRS = UserId("@bea:clinic"), UserId("@olu:clinic"), RoomId("!night:clinic"), RoomId("!bea:clinic")
CONTACTS = f'second_contacts: ["{BEA}"]\n'


@dataclass
class Members:
    """As much of a client as is asked for: who has joined which room."""

    joined: dict[str, tuple[str, ...]] = field(default_factory=dict)
    user_id: UserId = BOT

    async def call(self, _: str, path: str) -> dict[str, Any]:
        """Return who has joined a room that the bot is in."""
        name = path.split("/")[5].replace("%21", "!").replace("%3A", ":")
        if name not in self.joined:
            raise ServerSaysNo(403, "M_FORBIDDEN")
        return {"joined": {user: {} for user in (BOT, *self.joined[name])}}


async def look(office: Office, client: Members) -> list[Finding]:
    """Return what the doctor finds."""
    settings: Any = load_settings(office.main)
    stand_in: Any = client
    async with open_peek(office.folder / "data", None) as seen:
        return [finding async for finding in examine_callees(seen, stand_in, settings)]


async def prepare(folder: Path, *, drilled: float = 0.0) -> Office:
    """Return a clinic with a session, a second contact whose room was made, and an on-call room."""
    office = furnished(folder)
    office.deploys(f'{CONTACTS}on_call_room: "{NIGHT}"\n')
    office.rules(CONTACTS)
    async with seated(office) as chair:
        await arrive(chair)
        there = replace(await room(chair), drilled=drilled)
        await chair.store.commit(Heard(EventId("$c"), BEA, 2.0, "x"), Decision(there), None)
        side = await chair.store.sides.side(ALL_SESSIONS, SecondContact(BEA))
        await chair.store.sides.note_room(side.nonce, THEIRS, 2.0)
    return office


async def test_who_has_not_joined_is_told(tmp_path: Path) -> None:
    """A second contact who has not come, an on-call room with nobody in it, and a clinic that never played a drill are something to do."""
    office = await prepare(tmp_path)
    findings = await look(office, Members({THEIRS: (), NIGHT: ()}))
    assert [finding.what for finding in findings if finding.remedy] == [
        f"{ROOM}: no drill was answered yet",
        f"Second contact {BEA} has not joined their room",
        f"Nobody but the bot is in the on-call room {NIGHT}",
    ]


async def test_all_is_well(tmp_path: Path) -> None:
    """Who has joined is said, and when the last drill was answered; nothing is to be done."""
    office = await prepare(tmp_path, drilled=86400.0)
    findings = await look(office, Members({THEIRS: (BEA,), NIGHT: (OLU,)}))
    assert [finding.remedy for finding in findings] == ["", "", ""]
    assert "1970-01-02 00:00 UTC" in findings[0].what


async def test_another_bot_is_nobody_on_call(tmp_path: Path) -> None:
    """In an on-call room that bots share, an account that some room is given to answers nobody's alarm."""
    office = await prepare(tmp_path, drilled=86400.0)
    (office.folder / "rooms" / "lee.yaml").write_text('room: "!lee:clinic"\naccount: "@bot2:clinic"\n')
    alone = await look(office, Members({THEIRS: (BEA,), NIGHT: ("@bot2:clinic",)}))
    assert alone[-1].what == f"Nobody but the bot is in the on-call room {NIGHT}"
    manned = await look(office, Members({THEIRS: (BEA,), NIGHT: ("@bot2:clinic", OLU)}))
    assert "the bot and 1 more" in manned[-1].what


async def test_rooms_that_the_bot_is_not_in(tmp_path: Path) -> None:
    """A second contact without a room, and an on-call room that the bot is not in, are told with what to do."""
    office = await prepare(tmp_path, drilled=86400.0)
    findings = await look(office, Members())
    assert [bool(finding.remedy) for finding in findings] == [False, True, True]
    assert "not in the on-call room" in findings[-1].what


async def test_where_nobody_is_named_nothing_is_missing(tmp_path: Path) -> None:
    """A clinic without sessions has nobody to be reached yet."""
    office = furnished(tmp_path)
    async with seated(office):
        pass
    assert await look(office, Members()) == []
