"""What is true of a talk by clinic.md alone: which of its words may leave at a moment, kept apart from the bot's own books."""

from dataclasses import dataclass, field

from scene import ANA, KIM

from bot.model import TALK, EventId, Purpose, UserId

LEE, SAM = UserId("@lee:clinic"), UserId("@sam:clinic")
"""Another client, and an observer."""
A_DAY, AN_HOUR = 86_400.0, 3_600.0


@dataclass
class Word:
    """A token that somebody wrote: who, when, and all that clinic.md asks about the moment it was written in.

    `asks` is whether it stands in a command, which goes to a backend alone and by the asker's agreement to the model.
    """

    author: UserId
    event: EventId
    step: int
    at: float
    asks: bool
    fit: bool
    gone: bool = False
    forged: bool = False


@dataclass
class Truth:
    """Who agreed to what since when, and what became of each word: written from clinic.md, not from the code.

    `roots` tells, of a wish for simpler words, in which message the request stands that is sent again.
    """

    here: set[UserId] = field(default_factory=lambda: {ANA, KIM})
    since: dict[tuple[UserId, Purpose], tuple[int, float]] = field(default_factory=dict)
    words: dict[str, Word] = field(default_factory=dict)
    roots: dict[EventId, EventId] = field(default_factory=dict)
    facts: str = "small"

    def held(self, person: UserId, purpose: Purpose, now: float) -> int | None:
        """Return the step in which an agreement that still holds was given."""
        step, at = self.since.get((person, purpose), (0, -A_DAY))
        return step if now - at < A_DAY else None

    def agrees(self, person: UserId, purposes: tuple[Purpose, ...], step: int, now: float) -> None:
        """Let somebody agree; what they agreed to already they did then."""
        for purpose in purposes:
            if self.held(person, purpose, now) is None:
                self.since[person, purpose] = (step, now)

    def ends(self, person: UserId) -> None:
        """Let somebody take everything back, or leave, or come again."""
        self.since = {key: given for key, given in self.since.items() if key[0] != person}
        for word in self.words.values():
            word.gone = word.gone or word.author == person

    def may_stay(self, token: str) -> bool:
        """Return whether the bot may have a token at all."""
        return self.words[token].fit and not self.words[token].gone

    def may_leave(self, token: str, question: EventId, now: float, *, note: bool = False) -> bool:
        """Return whether a token may be in the request for `question`; a note may rest on all that is kept."""
        word = self.words[token]
        held = {purpose: self.held(word.author, purpose, now) for purpose in TALK}
        if word.author not in self.here or not self.may_stay(token):
            return False
        if word.asks:
            return word.event == self.roots.get(question, question) and held[Purpose.MODEL] is not None
        return now - word.at < (12 * AN_HOUR if note else AN_HOUR) and all(
            step is not None and step < word.step for step in held.values()
        )
