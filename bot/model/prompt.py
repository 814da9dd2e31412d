"""What goes to a backend, and what comes back."""

from dataclasses import dataclass, field

from bot.model.names import Language, Masked, Task


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a prompt. `role` is `user` or `assistant`, by who sent it, never by what it says."""

    role: str
    text: Masked = field(repr=False)


@dataclass(frozen=True, slots=True)
class Prompt:
    """Everything a backend is told.

    `system` is the same for every request of one task and language, so a backend may cache it.
    `turns` end with the user's turn that holds the request, fenced.
    `request` is that request alone, unfenced, for a backend that looks things up instead of reading prompts.
    """

    task: Task
    language: Language
    system: str
    turns: tuple[Turn, ...]
    request: Masked = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A backend's whole answer. Token counts are the backend's own; 0 if it does not say."""

    text: str = field(repr=False)
    model: str
    tokens_in: int = 0
    tokens_out: int = 0
