"""The backend of a practice: it answers the scenario's questions with the scenario's drafts, and no other."""

import re

from bot.demo.practice.scenario import MODEL
from bot.errors import BackendUnable
from bot.model import Answer, Prompt

_PLACEHOLDER = re.compile(r"\\\[[A-Z]+_\d+\\\]")


class Scripted:
    """Knows a question by its task and its words, whatever of them is masked. It reads the request alone."""

    def __init__(self, drafts: dict[tuple[str, str], str]) -> None:
        self._drafts = drafts

    async def complete(self, prompt: Prompt, *, max_tokens: int) -> Answer:  # noqa: ARG002 - a script has no tokens
        """Return the scenario's draft.

        Raises:
            BackendUnable: the question is none of the scenario's.
        """
        seen = re.compile(_PLACEHOLDER.sub(".{1,200}?", re.escape(prompt.request)), re.DOTALL)
        for (task, request), draft in self._drafts.items():
            if task == prompt.task and seen.fullmatch(request):
                return Answer(draft, MODEL)
        raise BackendUnable("The script has nothing on this.", "Decide on what the scenario asks.")
