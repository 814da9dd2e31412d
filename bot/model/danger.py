"""What a phrase of danger is about, how loudly it is told, and what a room remembers of it: no word of anybody's. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from bot.model.terms import EventId, Language, UserId
from bot.model.where import InSession, SessionRoom

CRISIS, SECOND_READER = "crisis", "second-reader"
"""Danger, as the list of phrases sees it, and as a model does: both still the AI, and climb the same ladder."""
DANGER = frozenset({CRISIS, SECOND_READER})


class Tier(StrEnum):
    """How a phrase is told of: an `ALARM` calls people until somebody answers, a `NOTICE` is one quiet line at the desk."""

    ALARM = "alarm"
    NOTICE = "notice"


class Concern(StrEnum):
    """Which help-lines fit: those for a crisis, for violence, or for children."""

    CRISIS = "crisis"
    VIOLENCE = "violence"
    CHILDREN = "children"


class Kind(StrEnum):
    """What a phrase is about, the most urgent first."""

    OVERDOSE = "overdose"
    SUICIDE = "suicide"
    MEANS_AT_HAND = "means-at-hand"
    STRANGLING = "strangling"
    CHILD_HARM = "child-harm"
    HARM_TO_OTHERS = "harm-to-others"
    SEXUAL_VIOLENCE = "sexual-violence"
    PARTNER_VIOLENCE = "partner-violence"
    FAMILY_VIOLENCE = "family-violence"
    THREAT = "threat"
    SELF_HARM = "self-harm"
    VOICES = "voices"
    PASSIVE_WISH = "passive-wish"
    GOODBYE = "goodbye"
    HOPELESS = "hopeless"
    FEAR = "fear"
    PAST = "past"
    NEGLECT = "neglect"

    @property
    def concern(self) -> Concern:
        """Return which help-lines fit it."""
        if self is Kind.CHILD_HARM:
            return Concern.CHILDREN
        return Concern.VIOLENCE if self.is_suffered else Concern.CRISIS

    @property
    def is_suffered(self) -> bool:
        """Return whether somebody else did it, to whoever writes or to a child."""
        return self in _SUFFERED

    @property
    def is_violence(self) -> bool:
        """Return whether it is violence, suffered or done: nothing in a room that others read may show that it was said."""
        return self.is_suffered or self is Kind.HARM_TO_OTHERS


_SUFFERED = frozenset(
    {
        Kind.STRANGLING,
        Kind.CHILD_HARM,
        Kind.SEXUAL_VIOLENCE,
        Kind.PARTNER_VIOLENCE,
        Kind.FAMILY_VIOLENCE,
        Kind.THREAT,
        Kind.FEAR,
    }
)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that a therapist has to know and has not acknowledged yet. `code` is what people call it: `A2`.

    `reason` is the key of its sentence behind `alarm-`. `step` is how far danger has been told on: 0 the desk, 1 the
    second contacts, 2 the on-call room, 3 the person themself, that nobody has answered.
    `kind`, `person` and `where` are what about, whose words and in which room; `event` is the newest message that
    counts on it, `times` how many did. `card` is the desk's message that shows it.
    `language` is the one of the list that it stands in, so the one they wrote in.
    `held` is when a therapist's word held the ladder, which counts once (0: not yet), and a minute more for each step since.
    `reached` are the second contacts in whose room it stands.
    `by_therapist`: it is said of a therapist, so no therapist is told. `drill`: it is played, by whom is no matter.
    `voiced`: the words are a machine's, of a voice message.
    """

    code: str
    reason: str
    at: float
    told_supervisor: bool = False
    step: int = 0
    kind: Kind | None = None
    person: UserId | None = None
    where: InSession = SessionRoom()
    event: EventId | None = None
    times: int = 1
    card: EventId | None = None
    held: float = 0.0
    reached: tuple[UserId, ...] = ()
    by_therapist: bool = False
    drill: bool = False
    language: Language | None = None
    voiced: bool = False

    @property
    def is_danger(self) -> bool:
        """Return whether somebody may be in danger, or it is played that they are: it climbs the ladder."""
        return self.reason in DANGER

    def stills(self, where: InSession) -> bool:
        """Return whether the AI says nothing at `where` until it is acknowledged.

        It is still in the room of the alarm. What it would say at the desk of that session room waits too.
        """
        if not self.is_danger or self.drill or self.by_therapist:
            return False
        return where == self.where or (isinstance(self.where, SessionRoom) and not where.user)


@dataclass(frozen=True, slots=True)
class QuietNotice:
    """Words that may hint at danger, of one `person` in one room: one quiet line at the desk, `N1`, that counts them.

    `kinds` are what about, the newest last; `event` is the newest message, `card` the line. `rang`: it has rung once.
    `voiced`: the newest is what a machine wrote down of a voice message.
    """

    code: str
    person: UserId
    where: InSession
    kinds: tuple[Kind, ...]
    event: EventId
    at: float
    times: int = 1
    card: EventId | None = None
    rang: bool = False
    voiced: bool = False
