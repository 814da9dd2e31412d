"""How much a session leans on the AI, week by week, in small numbers: nobody's words, and no client's id."""

from dataclasses import dataclass

from bot.model.terms import UserId

NO_TIMES = (0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What one therapist decided in one week. Each draft counts once, by the first word on it.

    `approved`: let out as the AI wrote it. `changed_by`: the shares of characters that changed, in percent, added up over
    `changed`. `waits`: how many were decided in how many seconds after the card stood, `acks` the same for alarms; each
    is a histogram whose bounds are `session.counting.BOUNDS`.
    """

    person: UserId
    approved: int = 0
    changed: int = 0
    changed_by: int = 0
    refused: int = 0
    waits: tuple[int, ...] = NO_TIMES
    acks: tuple[int, ...] = NO_TIMES


@dataclass(frozen=True, slots=True)
class Week:
    """The counts of the week that begins on `monday`, a day's number as `datetime.date.toordinal` gives it.

    `said` and `written` are words by people and by the AI in the session room, `on` seconds with the AI on,
    `turns` clients' messages, `followed` those with a request within a minute, `posts` the AI's messages there,
    `into_typing` those of them that came while somebody was typing, `retracted` the AI's messages that a therapist took
    back, wherever they stood, `lapsed` drafts that ended without a decision, `expressed` clients' requests for words, of all
    clients together.
    """

    monday: int
    said: int = 0
    written: int = 0
    on: float = 0.0
    asked: int = 0
    turns: int = 0
    followed: int = 0
    posts: int = 0
    into_typing: int = 0
    retracted: int = 0
    lapsed: int = 0
    decisions: tuple[Decisions, ...] = ()
    expressed: int = 0

    def get_decisions(self, person: UserId) -> Decisions:
        """Return what `person` decided in this week."""
        return next((decisions for decisions in self.decisions if decisions.person == person), Decisions(person))


@dataclass(frozen=True, slots=True)
class Reliance:
    """The last weeks, oldest first, and what counting them needs to remember: times, codes, a therapist's id.

    `seen`: up to when the time with the AI on is counted, 0 while it is off. `open_turns`: when clients wrote in the last
    minute, as long as no request followed. `cards`: since when which draft stands at the desk. `typed`: when somebody was
    last seen typing. `runs`: how many drafts in a row each therapist let out as they were. `nudged`: on which day each
    was last nudged. `told`: the Monday of the week in which the last card came by itself.
    """

    weeks: tuple[Week, ...] = ()
    seen: float = 0.0
    open_turns: tuple[float, ...] = ()
    cards: tuple[tuple[str, float], ...] = ()
    typed: float = 0.0
    runs: tuple[tuple[UserId, int], ...] = ()
    nudged: tuple[tuple[UserId, int], ...] = ()
    told: int = 0


NOTHING_COUNTED = Reliance()
