"""What a case of the poison corpus is made of: what comes, and by what one sees what it did."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import nio
from correspondent import Json, event, state
from ward import Taken, Ward

from bot.model import Heard

Brew: TypeAlias = Callable[[Ward], Json]
Sign: TypeAlias = Callable[[Taken], bool]


def lost(taken: Taken) -> bool:
    """Say whether the whole sync is lost, and comes again for ever."""
    return taken.lost


def refused(taken: Taken) -> bool:
    """Say whether the event is nobody's certain word."""
    return taken.hears(taken.poison) is None


def believed(taken: Taken) -> bool:
    """Say whether the event is delivered as a text like any other."""
    return isinstance(taken.poison, nio.RoomMessageText)


def unread(taken: Taken) -> bool:
    """Say whether the event is delivered as a malformed one."""
    return isinstance(taken.poison, nio.BadEvent | nio.UnknownBadEvent)


def unknown(taken: Taken) -> bool:
    """Say whether the event is delivered as one that nobody understands."""
    return isinstance(taken.poison, nio.UnknownEvent)


def sealed(taken: Taken) -> bool:
    """Say whether the event is delivered as one whose key may still come."""
    return isinstance(taken.poison, nio.MegolmEvent)


def nothing(_: Taken) -> bool:
    """Say that going on is all."""
    return True


def says(text: str) -> Sign:
    """Return whether the event is heard as `text`."""

    def sign(taken: Taken) -> bool:
        happened = taken.hears(taken.poison)
        return isinstance(happened, Heard) and happened.text == text

    return sign


def there(user: str, *, yes: bool = True) -> Sign:
    """Return whether the client knows that somebody is in the room, or that they are not."""
    return lambda taken: not taken.lost and (user in taken.room.users) is yes


def room(name: str, value: Any) -> Sign:
    """Return whether the client takes the room to be so."""
    return lambda taken: not taken.lost and getattr(taken.room, name) == value


def both(*signs: Sign) -> Sign:
    """Return whether all of `signs` are to be seen."""
    return lambda taken: all(sign(taken) for sign in signs)


def instead(sign: Sign) -> Sign:
    """Return whether `sign` is not to be seen."""
    return lambda taken: not sign(taken)


@dataclass(frozen=True)
class Poison:
    """One case.

    `row` is the fault in nio 0.26.0 by its number in the list that `bot/matrix/` closes; 0 was found later.
    `brew` makes what comes. `bare` sees that nio's own client falls for it; `ours`, what ours does beside going on.
    """

    row: int
    name: str
    brew: Brew
    bare: Sign = lost
    ours: Sign = nothing

    def __str__(self) -> str:
        """Return the case's name."""
        return f"{self.row}-{self.name.replace(' ', '-')}"


def letter(make: Callable[[Ward], Any]) -> Brew:
    """Return the brew of one to-device event."""
    return lambda ward: {"to_device": [make(ward)]}


def said(make: Callable[[Ward], Any]) -> Brew:
    """Return the brew of one event in the room's timeline."""
    return lambda ward: {"timeline": [make(ward)]}


def plain(kind: str, content: Any, **more: Any) -> Brew:
    """Return the brew of one event of Kim's in the open."""
    return said(lambda ward: event(kind, ward.kim.user, content, **more))


def ruled(kind: str, content: Any, key: str = "") -> Brew:
    """Return the brew of one state event of Ana's."""
    return said(lambda ward: state(kind, ward.ana.user, content, key))


def around(**parts: Any) -> Brew:
    """Return the brew of parts of a sync that are nobody's message."""
    return lambda _: parts
