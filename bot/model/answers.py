"""An answer on its way: asked for, written, waiting at the desk, let out or not."""

from dataclasses import dataclass, field

from bot.model.ground import Cite, Ground
from bot.model.spending import FREE, Cost
from bot.model.terms import EventId, Language, Task, UserId, Verdict, Wish
from bot.model.where import InSession, SessionRoom


@dataclass(frozen=True, slots=True)
class Pending:
    """A question that a backend is answering: the message that asked, who asked, where, and what it rests on.

    `request` is what the asker wrote, `about` the message they pointed at, `into` the language to translate into:
    enough to ask once more. `talk` is how many messages of talk the room had heard by then.
    `form` is what a summary or note is to be made in: a `Form`'s key.
    `wishes` is what somebody wanted otherwise in an earlier answer; then it rests on no more than that one did, and
    `origin` is the message in which the request was written, if it has words of anybody's.
    `aside`: it was typed elsewhere than at `where`, where its answer goes.
    `cost` is what it takes of the day's budget, `at` when it was asked.
    """

    question: EventId
    asker: UserId
    task: Task
    language: Language
    rests_on: tuple[Ground, ...] = ()
    thread: EventId | None = None
    where: InSession = SessionRoom()
    request: str = field(default="", repr=False)
    about: EventId | None = None
    into: Language | None = None
    talk: int = 0
    form: str = ""
    wishes: tuple[Wish, ...] = ()
    origin: Ground | None = None
    aside: bool = False
    cost: Cost = FREE
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Draft:
    """What a backend wrote, waiting at the desk for a therapist's word. `code` is what people call it: `K7`.

    `binding` is the SHA-256 over text, room, grounds and people: approval is to exactly this.
    `cards` are the desk's messages that show it, the newest since `shown`; `edited_by` is the therapist whose words it holds instead.
    `doubt` is what to look at twice in it: `medication`, `diagnosis`, `risk`; empty if nothing is blatant.
    `kind` is what sort of offer it is, `cites` the messages it points at, oldest first; both are empty in other drafts.
    """

    code: str
    pending: Pending
    text: str = field(repr=False)
    cut: bool
    backend: str
    model: str
    at: float
    binding: str
    cards: tuple[EventId, ...] = ()
    edited_by: UserId | None = None
    doubt: str = ""
    kind: str = ""
    cites: tuple[Cite, ...] = ()
    shown: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a draft, without its words. `again` is the question to ask once more, if that makes sense.

    `card` is the one that keeps the question, `quotes` the messages of people that it quotes.
    """

    code: str
    verdict: Verdict
    at: float
    by: UserId | None = None
    cards: tuple[EventId, ...] = ()
    again: Pending | None = None
    quotes: tuple[Ground, ...] = ()
    card: EventId | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of a backend that was let out. `event` is None until it stands in its room.

    `cards` are the desk's messages that say that somebody calls it wrong.
    `again` is the question to ask once more, if somebody wishes for simpler words: gone with the AI, or with its words.
    `draft` is what it was as a card, until it stands in its room.
    """

    code: str
    question: EventId
    asker: UserId
    task: Task
    where: InSession
    rests_on: tuple[Ground, ...] = ()
    approved_by: UserId | None = None
    event: EventId | None = None
    at: float = 0.0
    cards: tuple[EventId, ...] = ()
    again: Pending | None = None
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """An answer of the glossary, by the keys of its entries, so that somebody can ask on. No word of anybody's is in it."""

    code: str
    asker: UserId
    terms: tuple[str, ...]
    language: Language
    where: InSession
    at: float
    event: EventId | None = None
