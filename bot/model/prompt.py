"""What goes to a backend, and what comes back."""

from dataclasses import dataclass, field

from bot.model.terms import Finish, Language, Masked, Task


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a prompt. `role` is `user` or `assistant`, by who sent it, never by what it says.

    `steps` are places in the text, in characters and ascending, up to which requests before and after this one may say
    the same: the last is the cache boundary, and what stands behind it is of this request alone.
    """

    role: str
    text: Masked = field(repr=False)
    steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """Everything a backend is told.

    `system` is the same for every request of one task and language, and for all that are about the whole talk, so a
    backend may cache it, and with it the talk, which is the same in the next request but for what was said since.
    `turns` end with the user's turn that holds the request, fenced.
    `request` is that request alone, unfenced, for a backend that looks things up instead of reading prompts.
    `headings` are the keys under which a line of a note may stand, for a backend that can hold its answer to them.
    """

    task: Task
    language: Language
    system: str
    turns: tuple[Turn, ...]
    request: Masked = field(repr=False)
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A backend's answer. Token counts are the backend's own; 0 if it does not say.

    `tokens_in` are all that the model was given, `tokens_cached` those of them that were read from the provider's cache.
    `finish` is how it ended: of one that is neither whole nor cut, no text is shown, whatever `text` holds.
    """

    text: str = field(repr=False)
    model: str
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    finish: Finish = Finish.WHOLE
