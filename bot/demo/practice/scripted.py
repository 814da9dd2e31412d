"""The backend of a practice: it answers the scenario's questions with the scenario's drafts, and no other."""

import re

from bot.demo.practice.scenario import MODEL
from bot.errors import BackendUnable
from bot.model import Answer, Prompt, Task

_PLACEHOLDER = re.compile(r"\\\[[A-Z]+_\d+\\\]")
_FENCED = re.compile(r"```(\S+)\n(.*?)\n```\1", re.DOTALL)


class Scripted:
    """Knows a question by its task and its words, whatever of them is masked. It reads the request alone.

    Live translation has no request: there it reads the messages.
    """

    def __init__(self, drafts: dict[tuple[str, str], str]) -> None:
        self._drafts = drafts

    async def complete(self, prompt: Prompt, *, max_tokens: int) -> Answer:  # noqa: ARG002 - a script has no tokens
        """Return the scenario's draft.

        Raises:
            BackendUnable: the question is none of the scenario's.
        """
        seen = re.compile(_PLACEHOLDER.sub(".{1,200}?", re.escape(_read_words(prompt))), re.DOTALL)
        for (task, request), draft in self._drafts.items():
            if task == prompt.task and seen.fullmatch(request):
                return Answer(draft, MODEL)
        raise BackendUnable("The script has nothing on this.", "Decide on what the scenario asks.")


def _read_words(prompt: Prompt) -> str:
    """Return what is asked for, as it was masked."""
    if prompt.task is not Task.INTERPRET:
        return prompt.request
    return "\n".join(words for _, words in _FENCED.findall(prompt.turns[-1].text))
