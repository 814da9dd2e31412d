"""From a question to its answer: names leave as placeholders, and come back as names."""

from functools import partial
from pathlib import Path
from typing import Any

from hand_held import ANA, KIM, Client, Post, Server, at_work, seat

from bot.model import Answer, Prompt


class Echo:
    """A model that says again what it was sent last, and remembers everything."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def complete(self, prompt: Prompt, *, max_tokens: int) -> Answer:
        """Answer with the request itself, and a few words."""
        self.asked.append("\n".join(turn.text for turn in prompt.turns))
        return Answer(f"They asked {prompt.request} to each other.", "echo", 1, min(1, max_tokens))


def marks(post: Post) -> str:
    """Return what kind of message the bot posted."""
    return str(post.content["org.thirdchair"]["kind"])


async def test_names_leave_as_placeholders_and_come_back(tmp_path: Path) -> None:
    """What goes to the model names nobody of the room, in any spelling; what people read names them again; also after a restart."""
    server, model = Server(), Echo()
    client: Any = Client(server)
    placeholders = []
    for starts in range(2):
        async with seat(tmp_path, client, {"house": model}) as chair, at_work(chair):
            if starts == 0:
                await server.agrees()
                await server.says_now("!listen", ANA)
                await server.until(lambda: any(marks(post) == "floor" for post in server.posts))
            question = await server.says_now("!explain why KIM and ana's mail kim@example.org matter", KIM)
            await server.until(partial(server.replies, question))
        (reply,) = server.replies(question)
        assert "Kim and Ana" in reply.content["body"]
        assert "kim@example.org" not in model.asked[-1]
        left = model.asked[-1].casefold()
        assert "kim" not in left
        assert "ana's" not in left
        placeholders.append([word for word in model.asked[-1].split() if word.startswith("[PERSON_")])
    assert len(placeholders[0]) == 2
    assert placeholders[0] == placeholders[1]
