"""Effects: orders, and the decision they come from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, Concatenate, ParamSpec, TypeAlias

from bot.model.ground import Ground
from bot.model.paper import Heading
from bot.model.people import Line
from bot.model.room import Room
from bot.model.terms import EventId, Language, Task, UserId, Wish
from bot.model.voice import Transcribe
from bot.model.where import Beside, Desk, Direct, InSession, SecondContact, SessionRoom, Where


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence for people, by its key in the message files, with what it is filled with.

    An argument may be sentences itself: they are put one below the other. So is the sentence in each language of `also`.
    A `familiar` one speaks to people as friends do, where its language has a word for that.
    """

    key: str
    language: Language
    args: tuple[tuple[str, "str | int | tuple[Words, ...]"], ...] = field(default=(), repr=False)
    also: tuple[Language, ...] = ()
    familiar: bool = False


def make_words(key: str, language: Language, **args: "str | int | tuple[Words, ...]") -> Words:
    """Return the sentence `key` in `language`, to be filled with `args`."""
    return Words(key, language, tuple(sorted(args.items())))


@dataclass(frozen=True, slots=True)
class Mark:
    """What a machine can read on a message about where its text came from (`org.thirdchair`).

    `policy` is the SHA-256 of the effective policy; `approved_by` the therapist who let it out, if one did.
    """

    kind: str
    generated: bool = False
    backend: str | None = None
    model: str | None = None
    policy: str | None = None
    approved_by: UserId | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message, encrypted. Its name names nobody: it stays behind on people's devices."""

    name: str
    mimetype: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """Post a message in answer to the message `to`. A `notice` does not ring anybody's phone.

    `mentions` is of jobs of earlier versions: nobody is called by a reply.
    `code` is what an answer of a backend is called; as which event it stands comes back as `Shown`.
    `question` is what such an answer goes by from card to post, whatever message it replies to: that of what asked for it.
    With a `file`, it goes by its name alone: what there is to say of it is a message of its own, before it.
    An empty `to` is a message of another room: nothing here can be replied to.
    """

    to: EventId
    words: Words
    mark: Mark
    thread: EventId | None = None
    notice: bool = True
    where: InSession = SessionRoom()
    mentions: tuple[UserId, ...] = ()
    code: str = ""
    file: Attachment | None = None
    question: EventId | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Post a short line that answers no message: a newcomer, and, so that it `rings`, a change of the floor.

    With a `code`, that it stands comes back as `Shown`.
    """

    words: Words
    mark: Mark
    rings: bool = False
    where: Where = SessionRoom()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """Post something at the desk that a therapist has to decide on or to know.

    It comes back as `Shown` with its `code`. `question` is the message that a draft is about.
    `mentions` is who is called by an alarm: apps colour what mentions its reader, and only an alarm is to look like one.
    A `quiet` one rings nobody's phone.
    """

    code: str
    words: Words
    mark: Mark
    mentions: tuple[UserId, ...] = ()
    question: EventId | None = None
    quiet: bool = False
    where: ClassVar[Desk] = Desk()


@dataclass(frozen=True, slots=True)
class Amend:
    """Replace the words of our message `event` by what became of it. An edit rings nobody's phone."""

    event: EventId
    words: Words
    mark: Mark
    where: InSession = field(default_factory=Desk)


@dataclass(frozen=True, slots=True)
class Poll:
    """Ask at the desk, by an encrypted poll, whether the draft `code` is let out: `yes` and `no` are its answers.

    `yes_id` and `no_id` are what a vote names them by. `question` is the message that the draft is about.
    As which event it stands comes back as `Polled`.
    """

    code: str
    words: Words
    yes: Words
    no: Words
    yes_id: str
    no_id: str
    mark: Mark
    question: EventId
    where: ClassVar[Desk] = Desk()


@dataclass(frozen=True, slots=True)
class EndPoll:
    """Close the desk's poll `event`, with what became of its draft."""

    event: EventId
    words: Words
    mark: Mark
    where: ClassVar[Desk] = Desk()


@dataclass(frozen=True, slots=True)
class Retract:
    """Delete our own message `event`."""

    event: EventId
    where: InSession = SessionRoom()


@dataclass(frozen=True, slots=True)
class RefuseVerification:
    """Cancel the verification by emoji that the message `request` asks for."""

    request: EventId
    where: InSession = SessionRoom()


@dataclass(frozen=True, slots=True)
class Open:
    """See to the desk, a direct room, or a second contact's: that it is there, and that the right people are, nobody else."""

    where: Beside | SecondContact


@dataclass(frozen=True, slots=True)
class CloseDesk:
    """Let the name of the desk, if there is one, say that it is closed: no two desks go by one name."""

    where: ClassVar[Desk] = Desk()


@dataclass(frozen=True, slots=True)
class Clear:
    """Take back every message of ours in somebody's direct room."""

    where: Direct


@dataclass(frozen=True, slots=True)
class ConsentCard:
    """Post the consent card in one language."""

    language: Language
    words: Words
    sha256: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the room's backend, for the message `question`, and come back with `Answered` or `Failed`.

    `request` is what the asker wrote after the command, `about` the message they pointed at by replying,
    `context` the consented messages before it. `languages` are the room's.
    `headings` are those of the note or summary that lines are wanted for.
    `wishes` is what somebody wanted otherwise in an earlier answer to the request, which `origin` wrote then.
    `hearers` is whom a text to translate is said to, as far as that is known.
    `fallback` is the backend that is asked where `backend` fails; empty if none is.
    """

    question: EventId
    asker: UserId
    task: Task
    backend: str
    language: Language
    languages: tuple[Language, ...]
    request: str = field(repr=False)
    about: Line | None = None
    context: tuple[Line, ...] = ()
    where: InSession = SessionRoom()
    headings: tuple[Heading, ...] = ()
    wishes: tuple[Wish, ...] = ()
    origin: Ground | None = None
    hearers: tuple[UserId, ...] = ()
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class ShowSent:
    """Show `asker` what left for a backend, in answer to the message `to`: the newest requests, or the one called `code`.

    `everything`, or else their own words alone. `part` is where to begin in a long one, counted from 1.
    """

    to: EventId
    asker: UserId
    language: Language
    prefix: str
    code: str = ""
    part: int = 1
    everything: bool = False
    thread: EventId | None = None
    where: InSession = SessionRoom()


@dataclass(frozen=True, slots=True)
class ShowCards:
    """Show at the desk, in answer to the message `to`, in which rooms of all `readers`, who are there, cards are open."""

    to: EventId
    readers: tuple[UserId, ...]
    language: Language
    thread: EventId | None = None
    where: ClassVar[Desk] = Desk()


@dataclass(frozen=True, slots=True)
class ShowHead:
    """Post the signed head of the audit at the desk, for the therapist to keep: what came before it cannot be changed unseen."""

    language: Language
    where: ClassVar[Desk] = Desk()


@dataclass(frozen=True, slots=True)
class ShowData:
    """Show somebody, in their direct room, everything that is kept about them: their words, agreements and approvals."""

    to: EventId
    where: Direct
    language: Language
    prefix: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase the words of `whom` from what was sent and what waits, and their salt; without `whom`, those of everybody.

    With `event`, no more than the words of that message in what was sent: it was deleted, or `whom` has edited it.
    It is done as the decision is written down.
    """

    whom: UserId | None = None
    event: EventId | None = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop whatever answers the message `question`, and post nothing of it that is not posted yet.

    Without a question: stop every answer of the room.
    """

    question: EventId | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """Follow the invitation of `inviter`."""

    inviter: UserId | None


@dataclass(frozen=True, slots=True)
class Decline:
    """Turn down the invitation of `inviter`."""

    inviter: UserId | None


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave the room, after one sentence if there is one."""

    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """Tell the operator, in the log, by a code without anybody's words."""

    code: str


@dataclass(frozen=True, slots=True)
class Page:
    """Page whoever is on call outside Matrix: of the alarm `code`, from `at` (seconds UTC), that nobody has acknowledged."""

    code: str
    at: float
    drill: bool = False


@dataclass(frozen=True, slots=True)
class HoldBack:
    """Count an answer to `task` that is not shown, and tell the operator's log and metrics why, by a code."""

    task: Task
    reason: str


Given = ParamSpec("Given")
Effect: TypeAlias = (
    Reply
    | Notice
    | Card
    | Amend
    | Poll
    | EndPoll
    | Retract
    | RefuseVerification
    | Open
    | CloseDesk
    | Clear
    | ConsentCard
    | Ask
    | Transcribe
    | ShowSent
    | ShowCards
    | ShowHead
    | ShowData
    | Forget
    | Cancel
    | Join
    | Decline
    | Leave
    | Alert
    | Page
    | HoldBack
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the bot makes of an event: the room afterwards, and what is to be done, in order."""

    room: Room
    effects: tuple[Effect, ...] = ()

    def then(
        self, step: Callable[Concatenate[Room, Given], "Decision"], *given: Given.args, **named: Given.kwargs
    ) -> "Decision":
        """Return the decision with `step` taken next: on the room as it is by now, its effects behind the earlier ones.

        `given` and `named` are what `step` takes behind the room: `gone.then(lower_floor, reason, policy, now)`.
        """
        after = step(self.room, *given, **named)
        return Decision(after.room, (*self.effects, *after.effects))

    def also(self, *effects: Effect) -> "Decision":
        """Return the decision with `effects` to be done last; the room stays as it is."""
        return Decision(self.room, (*self.effects, *effects))
