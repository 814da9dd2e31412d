"""What the demonstration shows: who types what, and below it what the bot answers. Plain lines where no terminal is."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

WIDEST = 96
_INDENT = "      │ "
_COLOURS = {"ana": "bold magenta", "kim": "bold green"}


class Screen:
    """Prints a session as it happens. What people and bot wrote is never read as markup."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._width = min(console.width, WIDEST)

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        """Show on a terminal that something is being waited for while the block runs."""
        with self._console.status(Text(what, style="dim")):
            yield

    def progress(self, what: str) -> None:
        """Tell one step of coming up."""
        self._lines("  · ", "    ", what, "dim")

    def aside(self, what: str) -> None:
        """Tell what happens between the messages."""
        self._console.print()
        self._lines("", "", what, "italic dim")

    def show_typed(self, name: str, text: str, *, reply: bool = False) -> None:
        """Show what a person typed."""
        mark = "↩ " if reply else ""
        self._console.print()
        self._lines(f"{name:>5} ▸ {mark}", " " * 8, text, "bold", first=_COLOURS.get(name, "bold"))

    def show_reply(self, text: str) -> None:
        """Show what the bot wrote, as both people see it."""
        for number, line in enumerate(text.splitlines()):
            self._lines("  bot │ " if number == 0 else _INDENT, _INDENT, line, "cyan", first="dim")

    def closing(self, what: str) -> None:
        """Tell how it ended."""
        self._console.print()
        self._lines("", "", what, "bold")

    def hint(self, what: str) -> None:
        """Show something to copy or to do next, never broken across lines."""
        self._console.print(Text(what), soft_wrap=True)

    def _lines(self, lead: str, further: str, text: str, style: str, *, first: str = "dim") -> None:
        """Print `text` within the width, `lead` before its first line and `further` before the others."""
        wrapped = Text(text, style=style).wrap(self._console, self._width - len(lead)) or [Text("")]
        for number, line in enumerate(wrapped):
            self._console.print(Text.assemble((further if number else lead, first), line), soft_wrap=True)
