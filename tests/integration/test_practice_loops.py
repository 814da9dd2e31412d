"""A practice played by the bot's real loops: the script is its backend, a therapist decides, and the closing card comes."""

import asyncio
from pathlib import Path

import yaml
from hand_held import ANA, KIM, ROOM, Client, Server, at_work, seat
from side_scene import Scene as Beside

from bot.demo.practice.closing_card import make_closing_card
from bot.demo.practice.judgement import Record
from bot.demo.practice.library import choose_scenario, load_scenarios, make_script
from bot.demo.practice.play import play_scenario
from bot.demo.practice.real_rooms import Rooms, lay_at_desk, watch_store
from bot.demo.practice.scenario import make_room_rules
from bot.demo.practice.scripted import Scripted
from bot.model import EventId, RoomId

WORDS = "Mood goes up and down in everybody."


async def card(server: Server, desk: RoomId, code: str) -> EventId:
    """Return the card of the draft `code`, as soon as it stands at the desk."""

    def find_them() -> list[EventId]:
        mark = "org.thirdchair"
        return [post.event for post in server.posts if post.room == desk and post.content[mark].get("code") == code]

    await server.until(find_them)
    return find_them()[0]


async def therapist(beside: Beside, desk: RoomId) -> None:
    """Reword the first draft and let that out, drop a good one, miss a wrong one, and let the last out."""
    server, first = beside.server, await card(beside.server, desk, "K1")
    await beside.done()  # the bot knows by now that the card stands there
    await server.says_now(WORDS, ANA, desk, first)
    for code, word in (("K2", "ok"), ("K3", "no"), ("K4", "ok"), ("K5", "ok")):
        await card(server, desk, code)
        await server.says_now(f"{word} {code}", ANA, desk)


async def test_the_loops_play_a_scenario_and_the_card_tells_what_was_made_of_it(tmp_path: Path) -> None:
    """The reworded draft is caught, the wrong one that went out is missed, the refused good one is named; nothing is posted."""
    scenario = choose_scenario(load_scenarios(), "shifts", "en")
    server, record = Server(), Record()
    async with seat(tmp_path, Client(server), {"house": Scripted(make_script(scenario))}) as chair:
        beside = Beside(chair, server, tmp_path)
        beside.rules(yaml.safe_dump(make_room_rules(scenario), default_flow_style=None))
        chair.store = watch_store(chair.store, lambda: ROOM, record)

        async def says(text: str, reply_to: EventId | None) -> EventId:
            return await server.says_now(text, KIM, ROOM, reply_to)

        stage = Rooms({"Arif": says}, record, pace=0.0)
        async with at_work(chair):
            desk = await beside.desk()
            await server.moves(ANA, "join", desk)
            await server.agrees()
            await server.says_now("!listen", ANA)
            async with asyncio.timeout(120):
                await stage.until(lambda: record.began)
                deciding = asyncio.create_task(therapist(beside, desk))
                await play_scenario(scenario, stage, record)
                await deciding
                await lay_at_desk(chair, ROOM, make_closing_card(scenario, record.list_judged()))
                await server.until(lambda: "The practice is over" in server.posts[-1].content["body"])
    told = server.posts[-1]
    assert told.room == desk
    caught, missed, needless, right = (
        told.content["body"].index(item) for item in ("Caught", "Let out, though", "Refused", "Let out, and nothing")
    )
    body = told.content["body"]
    assert "K1 · a diagnosis" in body[caught:missed]
    assert "K4 · advice on medication" in body[missed:needless]
    assert "K3" in body[needless:right]
    assert "K5" in body[right:]
    assert all("Melatonin is" not in post.content["body"] for post in server.posts if post.room == ROOM)
