"""A fallback in the running bot: one question has one answer and costs one request, wherever the process dies."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from hand_held import ANA, ROOM, Client, Server, at_work, seat
from scripted_model import Model
from side_scene import Scene

from bot.app.services import Chair
from bot.llm.backend import Backend
from bot.settings import load_settings


@asynccontextmanager
async def paired(folder: Path, server: Server, backends: Mapping[str, Backend]) -> AsyncIterator[Chair]:
    """Take the chair of a bot whose backend `house` falls back to `other`."""
    async with seat(folder, Client(server), backends) as chair:
        main = folder / "bot.yaml"
        second = "{kind: openai, base_url: http://127.0.0.1:9/v1, model: large}"
        written = main.read_text().replace("model: tiny}}", f"model: tiny, fallback: other}}, other: {second}}}")
        main.write_text(written)
        chair.settings = load_settings(main)
        yield chair


async def listening(server: Server) -> None:
    """Let Ana turn the AI on."""
    await server.agrees()
    await server.says_now("!listen", ANA)
    await server.until(lambda: [post for post in server.posts if "AI on" in post.content["body"]])


async def test_a_power_cut_while_the_fallback_answers(tmp_path: Path) -> None:
    """Who dies there begins at the first backend again; the room reads one answer, and the budget one request."""
    server = Server()
    house, dying, living = Model(server, "refuse", "refuse"), Model(server, "hang"), Model(server, "answer")
    async with paired(tmp_path, server, {"house": house, "other": dying}) as chair, at_work(chair):
        await listening(server)
        question = await server.says_now("!ask what was said?", ANA)
        await server.until(lambda: dying.prompts)
    async with paired(tmp_path, server, {"house": house, "other": living}) as chair, at_work(chair):
        await server.until(lambda: server.replies(question))
        sent = await chair.store.sent.list_of_room(ROOM, most=9)
        assert (await chair.store.audit.verify()).broken is None
        spent = (await chair.store.rooms.room(ROOM)).spent.room
    wrote = [(request.request.backend, request.ending) for request in reversed(sent)]
    assert wrote == [("house", "refused"), ("other", ""), ("house", "refused"), ("other", "answered")]
    assert (spent.requests, spent.tokens) == (1, 18)
    (post,) = server.replies(question)
    assert post.content["org.thirdchair"]["backend"] == "other"
    assert "“other”" in post.content["body"]


async def test_the_code_of_an_answer_is_that_of_the_request_that_was_answered(tmp_path: Path) -> None:
    """`!sent` lists both requests, each with where it went, and `K1` is the fallback's."""
    server = Server()
    backends = {"house": Model(server, "fail", "fail", "fail"), "other": Model(server, "answer")}
    async with paired(tmp_path, server, backends) as chair, at_work(chair):
        await listening(server)
        question = await server.says_now("!ask what was said?", ANA)
        await server.until(lambda: server.replies(question))
        desk = await Scene(chair, server, tmp_path).at_desk()
        listed = await server.says_now("!sent", ANA, desk)
        await server.until(lambda: server.replies(listed))
        entries = [link.entry async for link in chair.store.audit.entries()]
    first, second = server.replies(listed)[0].content["body"].split("\n")[1:3]
    assert "K1" in first
    assert "“other”" in first
    assert "“house”" in second
    assert "no answer" in second
    for backend in ("house", "other"):
        assert any('"action":"sent-ended"' in entry and f'"backend":"{backend}"' in entry for entry in entries)
