"""Where something is said: the session room, a room beside it, or one that all sessions share. Pure.

A place that is somebody's cannot be written without them: a second contact who is nobody is never called.
"""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias, assert_never

from bot.model.terms import UserId


@dataclass(frozen=True, slots=True)
class SessionRoom:
    """The room of a session, which everybody in it reads."""

    kind: ClassVar = "room"
    user: ClassVar[None] = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of a session: its therapists and the bot."""

    kind: ClassVar = "desk"
    user: ClassVar[None] = None


@dataclass(frozen=True, slots=True)
class Direct:
    """The room of one person of a session and the bot."""

    kind: ClassVar = "direct"
    user: UserId


@dataclass(frozen=True, slots=True)
class Supervisor:
    """The supervisor's room, one for all sessions."""

    kind: ClassVar = "supervisor"
    user: ClassVar[None] = None


@dataclass(frozen=True, slots=True)
class SecondContact:
    """The room of a second contact and the bot, one for all sessions: whoever is called when no therapist answers."""

    kind: ClassVar = "second"
    user: UserId


@dataclass(frozen=True, slots=True)
class OnCall:
    """The clinic's on-call room, one for all sessions."""

    kind: ClassVar = "on-call"
    user: ClassVar[None] = None


Beside: TypeAlias = Desk | Direct
"""The rooms beside a session's own."""
InSession: TypeAlias = SessionRoom | Desk | Direct
"""Where people of a session write, and are answered."""
Where: TypeAlias = SessionRoom | Desk | Direct | Supervisor | SecondContact | OnCall
"""Where something is done. `kind` is what it is called in the audit, `user` whose room it is, if it is somebody's."""


def write_where(where: Where) -> str:
    """Return `where` as one text: its kind, and whose it is behind a space, `direct @kim:clinic`."""
    match where:
        case Direct(user) | SecondContact(user):
            return f"{where.kind} {user}"
        case SessionRoom() | Desk() | Supervisor() | OnCall():
            return where.kind
        case _:
            assert_never(where)
