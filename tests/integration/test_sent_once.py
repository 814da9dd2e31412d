"""What left and what may have left can be told apart, wherever the process dies."""

import asyncio
from pathlib import Path

from hand_held import ANA, ROOM, Client, Server, at_work, seat
from scripted_model import Model
from side_scene import Scene

from bot.store import Sent


async def listening(server: Server) -> None:
    """Let Ana turn the AI on."""
    await server.agrees()
    await server.says_now("!listen", ANA)
    await server.until(lambda: [post for post in server.posts if "AI on" in post.content["body"]])


def text(request: Sent) -> str:
    """Return what left, without the standing text."""
    return "".join(piece.text or "" for piece in request.request.pieces if piece.turn)


async def test_a_power_cut_in_the_middle_of_a_request(tmp_path: Path) -> None:
    """Who dies while a model answers sends the same once more at the next start: the first has no ending, the second has."""
    server = Server()
    dying, living = Model(server, "hang"), Model(server, "answer")
    async with seat(tmp_path, Client(server), {"house": dying}) as chair, at_work(chair):
        await listening(server)
        question = await server.says_now("!ask what was said?", ANA)
        await server.until(lambda: dying.prompts)
    async with seat(tmp_path, Client(server), {"house": living}) as chair, at_work(chair):
        await server.until(lambda: server.replies(question))
        second, first = await chair.store.sent.list_of_room(ROOM)
        assert (await chair.store.audit.verify()).broken is None
    assert (first.ending, second.ending, second.tokens_in, second.tokens_out) == ("", "answered", 11, 7)
    assert first.request.job == second.request.job
    assert text(first) == text(second)
    assert (text(first), text(second)) == (dying.prompts[0].turns[0].text, living.prompts[0].turns[0].text)


async def test_a_busy_model_is_one_request_sent_twice(tmp_path: Path) -> None:
    """The same words sent once more are one row that counts both, each with an entry of its own in the audit."""
    server = Server()
    model = Model(server, "busy", "answer")
    async with seat(tmp_path, Client(server), {"house": model}) as chair, at_work(chair):
        await listening(server)
        question = await server.says_now("!ask what was said?", ANA)
        await server.until(lambda: server.replies(question))
        (request,) = await chair.store.sent.list_of_room(ROOM)
        entries = [link.entry async for link in chair.store.audit.entries()]
    assert (request.tries, request.ending) == (2, "answered")
    kinds = [
        kind for entry in entries for kind in ("sent-again", "sent-ended", "sent") if f'"action":"{kind}"' in entry
    ]
    assert kinds == ["sent", "sent-ended", "sent-again", "sent-ended"]


async def test_what_was_sent_is_answered_where_it_was_asked(tmp_path: Path) -> None:
    """`!sent` and `!sent K1` at the desk are answered there, each once, also if the bot dies right after posting."""
    server = Server()
    client = Client(server)
    async with seat(tmp_path, client, {"house": Model(server, "answer")}) as chair, at_work(chair):
        await listening(server)
        desk = await Scene(chair, server, tmp_path).at_desk()
        question = await server.says_now("!ask how they sleep", ANA)
        await server.until(lambda: server.replies(question))
        listed = await server.says_now("!sent", ANA, desk)
        await server.until(lambda: server.replies(listed))
        dead = asyncio.Event()

        async def meddle(what: str) -> None:
            if what.startswith("after thirdchair.$") and len(server.replies(whole)) == 1:
                dead.set()
                await asyncio.Event().wait()

        client.meddle = meddle
        whole = await server.says_now("!sent K1", ANA, desk)
        await server.until(lambda: server.replies(whole))
        await dead.wait()
    async with seat(tmp_path, Client(server), {}) as chair, at_work(chair):
        again = await server.says_now("!sent K9", ANA, desk)
        await server.until(lambda: server.replies(again))
    assert "K1" in server.replies(listed)[0].content["body"]
    (shown,) = server.replies(whole)
    assert "how they sleep" in shown.content["body"]
    assert shown.content["org.thirdchair"]["kind"] == "sent"
