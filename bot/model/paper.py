"""What is written of a session for the therapist: lines read out of the talk, each with the messages that it rests on."""

from dataclasses import dataclass, field

from bot.model.ground import Ground
from bot.model.terms import EventId, Language, Role, UserId


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of a note: its key, what people call it, and what belongs under it, said for a model in English.

    `cites` is whose messages each line has to rest on, one of them at least; None if anybody's will do.
    """

    key: str
    title: str
    holds: str
    cites: Role | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One line under a heading, and the messages that it cites.

    `by` is the therapist whose own words it holds: such a line cites nothing.
    """

    heading: str
    text: str = field(repr=False)
    rests_on: tuple[Ground, ...] = ()
    by: UserId | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What a model read out of one stretch of the talk, kept so that nothing is asked twice.

    `form` is what for, `rests_on` every message of the stretch, `left_out` why each line that failed was left out.
    `bare` are the headings of those lines. `halved` if the answer broke off: then it holds nothing, and the stretch is read once more in halves.
    """

    form: str
    rests_on: tuple[Ground, ...]
    points: tuple[Point, ...]
    left_out: tuple[str, ...] = ()
    backend: str = ""
    model: str = ""
    halved: bool = False
    bare: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A note that lies open at the desk: a draft, until a therapist finalises it. `code` is what people call it: `K7`.

    `form`, `title` and `headings` are those of its template as it was then. `left_out` is why lines of a model's were
    left out, `bare` are their headings, and `gone` how many went with the messages that they rested on. `at` is when it was made.
    `cards` are the desk's messages that show it, `codes` what its earlier wordings were called.
    """

    code: str
    question: EventId
    form: str
    language: Language
    title: str
    headings: tuple[Heading, ...]
    points: tuple[Point, ...]
    left_out: tuple[str, ...] = ()
    gone: int = 0
    backend: str = ""
    model: str = ""
    at: float = 0.0
    cards: tuple[EventId, ...] = ()
    codes: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """Return the name of its template, as a therapist types it: it stands second in `form`."""
        return self.form.split()[1]
