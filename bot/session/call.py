"""A command as somebody typed it: what `commands` parses and every command is given."""

from dataclasses import dataclass, field, replace

from bot.model import (
    Decision,
    Heard,
    Language,
    Line,
    Mark,
    Reply,
    Role,
    Room,
    UserId,
    Wish,
    Words,
    localpart,
    words,
)
from bot.policy import Policy


@dataclass(frozen=True, slots=True)
class Call:
    """A command with everything around it.

    `name` is the command's own name whatever alias was typed, `argument` the text behind it,
    `language` the one to answer in: the alias's, where the room speaks it, else the room's own.
    With a `wish` it is no command but a word on an answer of that command's, which the message replies to.
    """

    room: Room
    heard: Heard
    policy: Policy
    name: str
    language: Language
    argument: str = field(default="", repr=False)
    wish: Wish | None = None

    @property
    def role(self) -> Role:
        """Return who is calling."""
        return self.policy.role(self.heard.sender)

    def about(self) -> Line | None:
        """Return the message that the command replies to, if it is still in the window."""
        return self.room.line(self.heard.reply_to)

    def reply(self, key: str, **args: str | int | tuple[Words, ...]) -> Reply:
        """Return one quiet line in answer to the call."""
        sentence = words(key, self.language, prefix=self.policy.rules.prefix, **args)
        heard = self.heard
        return Reply(heard.id, sentence, Mark(kind=self.name), heard.thread, where=heard.where)

    def answered(self, key: str, **args: str | int | tuple[Words, ...]) -> Decision:
        """Return the decision to answer with one line and change nothing."""
        return Decision(self.room, (self.reply(key, **args),))


def line(policy: Policy, key: str, **args: str | int | tuple[Words, ...]) -> Words:
    """Return a sentence in the room's own language."""
    return words(key, policy.languages[0], prefix=policy.rules.prefix, **args)


def aloud(policy: Policy, sentence: Words) -> Words:
    """Return a sentence that everybody in the room has to understand: it is said in each of the room's languages."""
    return replace(sentence, also=tuple(one for one in policy.languages if one != sentence.language))


def own_language(room: Room, policy: Policy, person: UserId) -> Language:
    """Return the language of the card that `person` agreed to last; without one the room's own."""
    spoken = [one.language for one in room.consents if one.person == person and one.language in policy.languages]
    return spoken[-1] if spoken else policy.languages[0]


def name_of(room: Room, person: str) -> str:
    """Return the name the room shows for `person`, else the first part of the id."""
    here = room.person(person)
    return (here.name if here else "") or localpart(person)


def names(room: Room, people: tuple[str, ...] | frozenset[str]) -> str:
    """Return the names of `people`, in the order of the roster, with commas between."""
    return ", ".join(name_of(room, one.id) for one in room.roster if one.id in people)


def therapists(room: Room, policy: Policy) -> tuple[UserId, ...]:
    """Return the therapists who are in the room."""
    return tuple(one.id for one in room.roster if policy.role(one.id) is Role.THERAPIST)
