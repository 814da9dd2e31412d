"""What the AI has laid at the desk unasked in one session, in ids, counts and hashes: nobody's words."""

from dataclasses import dataclass

from bot.model.ground import Ground
from bot.model.terms import EventId, UserId


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer that was laid at the desk: its kind, the messages it pointed at, and the SHA-256 of its normalised text.

    `asker` is the bot itself, `question` what it asked a backend under.
    """

    question: EventId
    asker: UserId
    kind: str
    rests_on: tuple[Ground, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Initiative:
    """What came of the AI's own initiative since it was last turned on.

    `made` are its offers, `refused` their kinds, once for each that a therapist dropped.
    `tokens` is what asking has cost, in tokens; `reserved` how much of that is an estimate, of the request under way.
    `spent`: what may be spent is spent, and the desk was told so. `stilled` is when somebody was last seen to stop typing.
    """

    made: tuple[Offered, ...] = ()
    refused: tuple[str, ...] = ()
    tokens: int = 0
    reserved: int = 0
    spent: bool = False
    stilled: float = 0.0


NO_INITIATIVE = Initiative()
