"""Asking: what the command line says counts, the rest is asked on the terminal; without one, all that is missing is told at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.app.operator.init.refused import InitRefused

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Question(Generic[Value]):
    """One thing to know. `flag` is how the command line answers it, `example` a text that `read` takes.

    `default` is what counts where nobody answers; None: somebody has to.
    """

    flag: str
    text: str
    read: Callable[[str], Value]
    example: str
    default: str | None = None


@dataclass
class Interview:
    """Answers as they are `given` by flags, and how a person is asked: `ask` is None where no terminal is.

    `ask` gets the question and what counts if nothing is typed; `say` shows a line.
    """

    given: Mapping[str, tuple[str, ...]]
    ask: Callable[[str, str | None], str] | None
    say: Callable[[str], None]
    missing: list[str] = field(default_factory=list)

    def get_answer(self, question: Question[Value]) -> Value:
        """Return the answer; where there is none, the flag is noted as missing, and the example stands in until `require_all`.

        Raises:
            InitRefused: the command line says what cannot be.
        """
        if given := self.given.get(question.flag):
            try:
                return question.read(" ".join(given))
            except ValueError as error:
                raise InitRefused(
                    f"{question.flag}: {error}.", f"Such as `{question.flag} {question.example}`."
                ) from None
        if self.ask is not None:
            return self._ask_until_read(question, self.ask)
        if question.default is None:
            self.note_missing(question.flag)
        return question.read(question.example if question.default is None else question.default)

    def note_missing(self, flags: str) -> None:
        """Note that the command line has to say more."""
        self.missing.append(flags)

    def require_all(self) -> None:
        """Return if nothing is missing.

        Raises:
            InitRefused: something is; with each flag.
        """
        if self.missing:
            remedy = "Add them, or run this on a terminal, where they are asked for."
            raise InitRefused(f"Without a terminal these are needed: {', '.join(self.missing)}.", remedy)

    def _ask_until_read(self, question: Question[Value], ask: Callable[[str, str | None], str]) -> Value:
        while True:
            shown = question.text if question.default else f"{question.text}, such as {question.example}"
            typed = ask(shown, question.default).strip()
            try:
                return question.read(typed)
            except ValueError as error:
                self.say(f"No: {error}.")
