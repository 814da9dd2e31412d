"""A command as somebody typed it: what `commands` parses and every command is given."""

from dataclasses import dataclass, field, replace

from bot.model import (
    Decision,
    EventId,
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
    get_localpart,
    make_words,
)
from bot.policy import Policy
from bot.who_may import Bar, Standing, What, find_bar, find_writer_standing


@dataclass(frozen=True, slots=True)
class CommandContext:
    """A command with everything around it.

    `name` is the command's own name whatever alias was typed, `argument` the text behind it,
    `language` the one to answer in: the alias's, where the room speaks it, else the room's own.
    `natural`: it was said in ordinary words, not typed as a command.
    With a `wish` it is no command but a word on an answer of that command's, which the message replies to.
    """

    room: Room
    heard: Heard
    policy: Policy
    name: str
    language: Language
    argument: str = field(default="", repr=False)
    wish: Wish | None = None
    natural: bool = False

    @property
    def role(self) -> Role:
        """Return who is calling."""
        return self.policy.role(self.heard.sender)

    @property
    def is_uncertain(self) -> bool:
        """Return whether somebody else may have typed it: with another identity, or on a device that its owner has not signed."""
        return find_bar(What.ASK, self.standing) in {Bar.CHANGED, Bar.UNSIGNED}

    @property
    def standing(self) -> Standing:
        """Return what is known of whoever calls, of their device, and of when they typed it."""
        return find_writer_standing(self.room, self.policy, self.heard)

    @property
    def meant(self) -> EventId | None:
        """Return the message that the command is certainly about: None where a homeserver could have chosen it."""
        return None if self.heard.loose else self.heard.reply_to

    def about(self) -> Line | None:
        """Return the message that the command is about, if it is still in the window."""
        return self.room.line(self.meant)

    def reply(self, key: str, **args: str | int | tuple[Words, ...]) -> Reply:
        """Return one quiet line in answer to the call."""
        sentence = make_words(key, self.language, prefix=self.policy.rules.prefix, **args)
        heard = self.heard
        return Reply(heard.id, sentence, Mark(kind=self.name), heard.thread, where=heard.where)

    def answer_with(self, key: str, **args: str | int | tuple[Words, ...]) -> Decision:
        """Return the decision to answer with one line and change nothing."""
        return Decision(self.room, (self.reply(key, **args),))


def say_line(policy: Policy, key: str, **args: str | int | tuple[Words, ...]) -> Words:
    """Return a sentence in the room's own language."""
    return make_words(key, policy.languages[0], prefix=policy.rules.prefix, **args)


def say_in_all_languages(policy: Policy, sentence: Words) -> Words:
    """Return a sentence that everybody in the room has to understand: it is said in each of the room's languages."""
    return replace(sentence, also=tuple(language for language in policy.languages if language != sentence.language))


def find_own_language(room: Room, policy: Policy, person: UserId) -> Language:
    """Return the language of the card that `person` agreed to last; without one the room's own."""
    spoken = [
        consent.language
        for consent in room.consents
        if consent.person == person and consent.language in policy.languages
    ]
    return spoken[-1] if spoken else policy.languages[0]


def find_name(room: Room, person: str) -> str:
    """Return the name the room shows for `person`, else the first part of the id."""
    here = room.person(person)
    return (here.name if here else "") or get_localpart(person)


def join_names(room: Room, people: tuple[str, ...] | frozenset[str]) -> str:
    """Return the names of `people`, in the order of the roster, with commas between."""
    return ", ".join(find_name(room, person.id) for person in room.roster if person.id in people)


def therapists(room: Room, policy: Policy) -> tuple[UserId, ...]:
    """Return the therapists who are in the room."""
    return tuple(person.id for person in room.roster if policy.role(person.id) is Role.THERAPIST)
