"""Who sees that the bot is drafting: whoever asked, and nobody where nobody has asked."""

from pathlib import Path

import pytest
from hand_held import ANA, BOT, KIM, ROOM, Client, Server, at_work, seat

from bot.app.services import Patience
from bot.model import Answer, Ask, Decision, EventId, Heard, Language, Prompt, Task


class Model:
    """A model that has nothing to offer, and remembers what it was asked to do."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.asked: list[Task] = []

    async def complete(self, prompt: Prompt, *, max_tokens: int) -> Answer:  # noqa: ARG002 - as a backend is called
        """Answer, and tell that it was asked."""
        self.asked.append(prompt.task)
        async with self.server.news:
            self.server.news.notify_all()
        return Answer("nothing", "tiny", 11, 7)


@pytest.mark.parametrize(("task", "seen"), [(Task.OFFER, []), (Task.WATCH, []), (Task.ASK, [ROOM])])
async def test_nobody_sees_the_bot_draft_what_nobody_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, task: Task, seen: list[str]
) -> None:
    """The client who sees the bot typing waits for words: over an offer for the desk, or a second look, there are none."""
    server, en = Server(), Language("en")
    model = Model(server)
    async with seat(tmp_path, Client(server), {"house": model}) as chair:
        chair.patience = Patience(typing=0.0)
        async with at_work(chair):
            await server.agrees()
            await server.says_now("!listen", ANA)
            await server.until(lambda: [post for post in server.posts if "AI on" in post.content["body"]])
            room = await chair.store.rooms.room(ROOM)
            asked = Ask(EventId("$q"), BOT, task, "house", en, (en,), "" if task is not Task.ASK else "what?")
            await chair.store.commit(Heard(EventId("$q"), KIM, chair.clock(), "x"), Decision(room, (asked,)), None)
            chair.to_act.set()
            await server.until(lambda: model.asked)
    assert (model.asked, server.drafting) == ([task], seen)
