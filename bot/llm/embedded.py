"""The backend without a model: phrase lists. It runs in this process, so nothing leaves.

What terms mean is no backend's to say: the glossary is looked up where it is decided who is asked (`session/explaining.py`).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import BackendUnable
from bot.llm.backend import Backend
from bot.model import Answer, Finish, Prompt, Task
from bot.session.language.phrasing import detect_rough_language, find_ways_to_say
from bot.settings import BackendSettings

MODEL = "embedded"


@asynccontextmanager
async def open_embedded(_settings: BackendSettings | None = None, _http: object = None) -> AsyncIterator[Backend]:
    """Open the embedded backend; there is nothing to configure, nothing to send and nothing to close."""
    yield _Embedded()


class _Embedded:
    """Looks things up. It reads the request alone, never the prompt's other turns."""

    async def complete(self, prompt: Prompt, *, max_tokens: int) -> Answer:
        """Return what the lists say; a word counts as a token.

        Raises:
            BackendUnable: the task needs a generative model, or the lists have nothing on this request.
        """
        match prompt.task:
            case Task.EXPRESS:
                ways = find_ways_to_say(prompt.request, detect_rough_language(prompt.request, prompt.language))
                lines = [f"{number}. {said}" for number, said in enumerate(ways, start=1)]
            case (
                Task.EXPLAIN
                | Task.TRANSLATE
                | Task.ASK
                | Task.SUGGEST
                | Task.OFFER
                | Task.WATCH
                | Task.INTERPRET
                | Task.SUMMARY
                | Task.NOTE
                | Task.TRANSCRIBE
            ):
                lines = []
        if not lines:
            raise BackendUnable(
                "The embedded backend has no words for this request.",
                "Choose a backend with a language model in the policy.",
            )
        words = "\n".join(lines).split(" ")
        finish = Finish.CUT if len(words) > max_tokens else Finish.WHOLE
        return Answer(text=" ".join(words[:max_tokens]), model=MODEL, finish=finish)
