"""People and rooms that go, end to end: who is removed, a room that is replaced, a therapist whom the files name no more."""

from pathlib import Path

import yaml
from bot_process import BotProcess
from foreign_client import ForeignClient
from foreign_event import Seen
from newcomer import Newcomer
from session_room import Session, session_room

from bot.demo.homeserver import Homeserver
from bot.model import RoomId


async def name_of(who: ForeignClient, room: RoomId) -> str:
    """Return what a room is called on the homeserver."""
    return str((await who.request("GET", f"/rooms/{room}/state/m.room.name"))["name"])


async def at_desk(session: Session, desk: RoomId, words: str) -> Seen:
    """Return the bot's line at the desk that holds `words`, as Ana sees it."""
    return await session.ana.sees(desk, lambda event: session.from_bot(event) and words in event.body)


def write_therapists(bot: BotProcess, *therapists: str) -> None:
    """Let the files name these therapists and no others, as an operator saves them."""
    for file in (bot.folder / "rooms" / "all.yaml", bot.config):
        file.write_text(yaml.safe_dump({**yaml.safe_load(file.read_text()), "therapists": list(therapists)}))


async def test_whoever_is_removed_turns_it_off(session: Session) -> None:
    """A client is kicked: room and desk have one line each, `!status` says off, and what was said is gone with them."""
    desk = await session.desk()
    await session.listening()
    kicked = await session.ana.send(session.room, "Kim, let us stop here")
    await session.ana.kick(session.room, session.kim.user_id)
    line = await session.ana.sees(session.room, session.from_bot, after=kicked)
    assert line.body.startswith("AI off: kim")
    said = await at_desk(session, desk, "The AI is off")
    assert "`!listen`" in said.body or "!listen" in said.body
    question = await session.ana.send(session.room, "!status")
    status = await session.reply_to(session.ana, question)
    assert "AI: off" in status.body


async def test_a_replaced_room_closes_its_desk(session: Session) -> None:
    """After an upgrade the old desk has its last line and a name of its own; the new room's desk is another, by the old name."""
    ana = session.ana
    old_desk = await session.desk()
    before = await name_of(ana, old_desk)
    answer = await ana.request("POST", f"/rooms/{session.room}/upgrade", {"new_version": "12"})
    new = RoomId(answer["replacement_room"])
    assert (await at_desk(session, old_desk, "This desk is closed")).shield == "NONE"
    await ana.invite(new, session.kim.user_id)
    await session.kim.join(new)
    await ana.invite(new, session.bot_id)
    new_desk = await session.desk()
    assert new_desk != old_desk
    closed = f"{before} (closed)"
    await ana.sees(old_desk, lambda event: event.type == "m.room.name" and event.content.get("name") == closed)
    names = [await name_of(ana, desk) for desk in (old_desk, new_desk)]
    assert names[0] == closed
    assert len(set(names)) == 2


async def test_a_therapist_out_of_the_files_is_out_of_the_desk(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """A name is taken out of the files: nobody says anything anywhere, and that therapist is not at the desk any more."""
    both = {"therapists": [ana.user_id, kim.user_id]}
    async with session_room(tmp_path, (ana, kim), synapse, newcomer, deployment=both, room=both) as session:
        desk = await session.desk()
        assert await session.desk(kim) == desk
        write_therapists(session.bot, ana.user_id)
        await kim.until(lambda: desk not in kim.rooms("join"))
        await ana.sees(desk, lambda event: (event.state_key, event.content.get("membership")) == (kim.user_id, "leave"))
        assert (await ana.members(desk))[kim.user_id] == "leave"
        assert (await ana.members(desk))[session.bot_id] == "join"
        await session.bot.logs("the configuration has changed")
