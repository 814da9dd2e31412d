"""Where something is said: the session room, a room beside it, or one that all sessions share. Pure.

A place that is somebody's cannot be written without them: a second contact who is nobody is never called.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias, assert_never

from pydantic_core import core_schema

from bot.model.names import UserId


class _Stored:
    """A place as it stands on disk: one string, whatever field it is in."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._read, serialization=core_schema.plain_serializer_function_ser_schema(write_where)
        )

    @classmethod
    def _read(cls, text: object) -> "Where":
        where = read_where(text) if isinstance(text, str) else text
        if not isinstance(where, cls):
            raise ValueError("not such a place")  # noqa: TRY004 - pydantic goes on to the next place with a ValueError alone
        return where  # type: ignore[return-value]  # `cls` is one of the six


@dataclass(frozen=True, slots=True)
class SessionRoom(_Stored):
    """The room of a session, which everybody in it reads."""

    kind: ClassVar = "room"
    user: ClassVar[None] = None


@dataclass(frozen=True, slots=True)
class Desk(_Stored):
    """The desk of a session: its therapists and the bot."""

    kind: ClassVar = "desk"
    user: ClassVar[None] = None


@dataclass(frozen=True, slots=True)
class Direct(_Stored):
    """The room of one person of a session and the bot."""

    kind: ClassVar = "direct"
    user: UserId


@dataclass(frozen=True, slots=True)
class Supervisor(_Stored):
    """The supervisor's room, one for all sessions."""

    kind: ClassVar = "supervisor"
    user: ClassVar[None] = None


@dataclass(frozen=True, slots=True)
class SecondContact(_Stored):
    """The room of a second contact and the bot, one for all sessions: whoever is called when no therapist answers."""

    kind: ClassVar = "second"
    user: UserId


@dataclass(frozen=True, slots=True)
class OnCall(_Stored):
    """The clinic's on-call room, one for all sessions."""

    kind: ClassVar = "on-call"
    user: ClassVar[None] = None


Beside: TypeAlias = Desk | Direct
"""The rooms beside a session's own."""
InSession: TypeAlias = SessionRoom | Desk | Direct
"""Where people of a session write, and are answered."""
Where: TypeAlias = SessionRoom | Desk | Direct | Supervisor | SecondContact | OnCall
"""Where something is done. `kind` is what it is called on disk and in the audit, `user` whose room it is, if it is somebody's."""


def write_where(where: Where) -> str:
    """Return `where` as it stands on disk: its kind, and whose it is behind a space, `direct @kim:clinic`."""
    match where:
        case Direct(user) | SecondContact(user):
            return f"{where.kind} {user}"
        case SessionRoom() | Desk() | Supervisor() | OnCall():
            return where.kind
        case _:
            assert_never(where)


def read_where(text: str) -> Where:
    """Return the place that stands on disk as `text`.

    Raises:
        ValueError: there is no such place, its person is missing, or there is one too many.
    """
    kind, _, user = text.partition(" ")
    for shared in (SessionRoom(), Desk(), Supervisor(), OnCall()):
        if text == shared.kind:
            return shared
    for own in (Direct, SecondContact):
        if user and kind == own.kind:
            return own(UserId(user))
    raise ValueError("no such place")
