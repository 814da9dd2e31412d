"""Nothing twice, nothing lost, with a real homeserver: faults on the line, gaps, rooms that end and begin anew."""

import asyncio
from pathlib import Path

from fault_proxy import LINE_FAULTS, SYNC, Fault, fault_proxy
from foreign_client import ForeignClient
from foreign_event import Seen
from newcomer import Newcomer
from session_room import Session, session_room

from bot.demo.homeserver import Homeserver
from bot.model import EventId, RoomId

REFRESH = ("POST", "/v3/refresh")
ENDED = {"errcode": "M_UNKNOWN_TOKEN"}


async def test_whatever_happens_on_the_line(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, ana: ForeignClient, kim: ForeignClient
) -> None:
    """Refused, limited, cut off before, after or in the middle: each command is answered once. A token that ends is refreshed; logged out for good, the bot ends."""
    async with fault_proxy(synapse.url) as proxy:
        files = {"homeserver": proxy.url}
        async with session_room(tmp_path, (ana, kim), synapse, newcomer, deployment=files) as session:
            questions = []
            for faults in LINE_FAULTS:
                for fault in faults:
                    proxy.will(fault)
                questions.append(await kim.send(session.room, "!explain rumination"))
                await session.reply_to(kim, questions[-1])
                await proxy.struck(len(faults))
            await session.silence(since=session.replies(questions[-1])[0].id)
            assert [len(session.replies(question)) for question in questions] == [1] * len(LINE_FAULTS)
            proxy.will(Fault("GET", SYNC, status=401, body=ENDED))
            await session.bot.logs("logged in again", lambda line: line["kind"] == "refresh-token")
            for door in (("GET", SYNC), REFRESH):
                proxy.will(Fault(*door, status=401, body=ENDED))
            await kim.send(session.room, "!help")
            assert await session.bot.ends() == 77


async def test_a_gap_is_filled(session: Session) -> None:
    """Of 160 messages that came while the bot was dead, every command is answered, once and in order."""
    await session.bot.kill()
    kim, path, questions = session.kim, f"/rooms/{session.room}/send/m.room.message", []
    for lines in (0, 30, 0, 60, 65):
        talk = [
            kim.request("PUT", f"{path}/{lines}.{number}", {"body": "-", "msgtype": "m.text"})
            for number in range(lines)
        ]
        await asyncio.gather(*talk)
        questions.append(await kim.send(session.room, "!explain rumination"))
    await session.bot.start()
    await session.reply_to(kim, questions[-1])
    answered = [message.reply_to for message in kim.seen(session.room) if session.from_bot(message)]
    assert [event_id for event_id in answered if event_id in questions] == questions


async def card_in(session: Session, room: RoomId, *, after: EventId | None = None) -> Seen:
    """Return the consent card that Ana sees next in a room."""
    return await session.ana.sees(
        room, lambda event: session.from_bot(event) and "card" in event.content.get("org.thirdchair", {}), after=after
    )


async def heard_in(session: Session, room: RoomId) -> Seen:
    """Return the bot's answer to Ana's `!status` in a room."""
    question = await session.ana.send(room, "!status")
    return await session.ana.sees(room, lambda event: session.from_bot(event) and event.reply_to == question)


async def listening_in(session: Session, version: str) -> RoomId:
    """Return a room of Ana's and Kim's in which the AI is on."""
    room = await session.ana.create_room(version=version, invite=[session.kim.user_id, session.bot_id])
    await session.kim.join(room)
    await card_in(session, room)
    agreed = await session.kim.send(room, "!agree")
    await session.kim.sees(room, lambda event: session.from_bot(event) and event.reply_to == agreed)
    await session.ana.send(room, "!listen")
    assert "AI: on" in (await heard_in(session, room)).body
    return room


async def test_rooms_that_end(session: Session) -> None:
    """A room that is replaced, or from which the bot is removed while it is dead, is over: in each room it comes to it asks anew.

    No other room is touched. The rooms are of version 10 and 12, whose ids have no server behind a colon.
    """
    ana = session.ana
    old, left = await listening_in(session, "10"), await listening_in(session, "12")
    answer = await ana.request("POST", f"/rooms/{old}/upgrade", {"new_version": "12"})
    new = RoomId(answer["replacement_room"])
    assert ":" not in new
    await session.bot.logs("alert", lambda line: line["reason"] == "room-replaced" and line["room"] == old)
    await session.bot.kill()
    await ana.kick(left, session.bot_id)
    await ana.invite(left, session.bot_id)
    await ana.invite(new, session.kim.user_id)
    await ana.invite(new, session.bot_id)
    last = ana.seen(left)[-1].id
    await session.kim.join(new)
    await session.bot.start()
    for room, after in ((new, None), (left, last)):
        await card_in(session, room, after=after)
        assert "AI: off" in (await heard_in(session, room)).body
    assert (await session.answer(session.kim, "!status")).shield == "NONE"
